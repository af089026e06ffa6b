/* SPDX-License-Identifier: MIT */
/* Runs a pipeline over the places of a probe. */
#include "oracle/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "attention/scores.h"

void rwk_pipeline_as_engine(rwk_pipeline *p, rwk_dtype answer)
{
    p->position = p->frequency = p->angle = RWK_F32;
    p->table = p->arithmetic = answer == RWK_F64 ? RWK_F32 : answer;
}

void rwk_simulation_clear(rwk_simulation *s)
{
    rwk_evidence_clear(&s->evidence);
    free(s->x);
    free(s->y);
    free(s->k);
    *s = (rwk_simulation){ 0 };
}

static rwk_status pack_dims(unsigned char **bytes, rwk_tensor *tensor, const double values[], rwk_dtype dtype, const size_t shape[],
                            size_t n_dims)
{
    const rwk_status status = rwk_tensor_view(tensor, rwk_element_of(dtype), shape, n_dims, NULL);
    if (status != RWK_OK) return status;
    *bytes = malloc(rwk_tensor_bytes(tensor) + 1);
    if (!*bytes) return RWK_ENOMEM;
    rwk_pack(*bytes, values, tensor->n, dtype);
    tensor->data = *bytes;
    return RWK_OK;
}

static rwk_status pack(unsigned char **bytes, rwk_tensor *tensor, const double values[], rwk_dtype dtype, const size_t shape[4])
{
    return pack_dims(bytes, tensor, values, dtype, shape, 4);
}

static rwk_status copy_positions(rwk_evidence *e, const rwk_probe *probe)
{
    const size_t n = probe->n_axes * probe->batch * probe->seq;
    e->positions = malloc(n * sizeof *e->positions);
    if (!e->positions) return RWK_ENOMEM;
    memcpy(e->positions, probe->positions, n * sizeof *e->positions);
    return RWK_OK;
}

/* out = the head vectors of `heads` heads rotated by the pipeline, not yet rounded to the answer. */
static void rotate(double out[], const double x[], const rwk_pipeline *pipeline, const rwk_evidence *e, size_t heads, bool is_key)
{
    rwk_pipeline side, *p = &side;
    rwk_pipeline_side(p, pipeline, is_key);
    double c[RWK_PIPELINE_PAIRS], s[RWK_PIPELINE_PAIRS];
    for (size_t b = 0; b < e->batch; b++)
        for (size_t t = 0; t < e->seq; t++)
            for (size_t h = 0; h < heads; h++) {
                const rwk_place place = rwk_evidence_place(e, b, t, h);
                const size_t at = ((b * e->seq + t) * heads + h) * e->width;
                rwk_pipeline_row(c, s, NULL, p, &place, NULL);
                if (is_key) rwk_pipeline_key(out + at, x + at, p);
                rwk_pipeline_head(out + at, is_key ? out + at : x + at, p, c, s);
            }
}

static void dot_products(double scores[], const double q[], const double k[], const rwk_evidence *e, rwk_dtype answer)
{
    const size_t group = e->heads / e->kv_heads;
    for (size_t b = 0, at = 0; b < e->batch; b++)
        for (size_t h = 0; h < e->heads; h++)
            for (size_t m = 0; m < e->seq; m++)
                for (size_t n = 0; n < e->seq; n++, at++) {
                    const double *query = q + ((b * e->seq + m) * e->heads + h) * e->width;
                    const double *key = k + ((b * e->seq + n) * e->kv_heads + h / group) * e->width;
                    scores[at] = rwk_round(rwk_dot(query, key, e->width, RWK_F64), answer);
                }
}

static void round_all(double values[], size_t n, rwk_dtype dtype)
{
    for (size_t j = 0; j < n; j++) values[j] = rwk_round(values[j], dtype);
}

static rwk_status simulate_rotated(rwk_simulation *s, const rwk_pipeline *p, const rwk_probe *probe, rwk_dtype answer)
{
    rwk_evidence *e = &s->evidence;
    const size_t shape[4] = { probe->batch, probe->seq, probe->heads, probe->head_dim };
    rwk_status status = pack(&s->x, &e->x, probe->x, RWK_F32, shape);
    double *y = malloc(probe->batch * probe->seq * probe->heads * probe->head_dim * sizeof *y);
    if (!y) return RWK_ENOMEM;
    e->heads = probe->heads;
    rotate(y, probe->x, p, e, e->heads, false);
    round_all(y, e->x.n, answer);
    if (status == RWK_OK) status = pack(&s->y, &e->y, y, answer, shape);
    free(y);
    return status;
}

static rwk_status simulate_scores(rwk_simulation *s, const rwk_pipeline *p, const rwk_probe *probe, rwk_dtype answer)
{
    rwk_evidence *e = &s->evidence;
    e->heads = RWK_PROBE_QUERIES, e->kv_heads = RWK_PROBE_HEADS;
    const size_t q_shape[4] = { e->batch, e->seq, e->heads, e->width }, k_shape[4] = { e->batch, e->seq, e->kv_heads, e->width };
    const size_t shape[4] = { e->batch, e->heads, e->seq, e->seq };
    rwk_status status = pack(&s->x, &e->x, probe->q, RWK_F32, q_shape);
    if (status == RWK_OK) status = pack(&s->k, &e->k, probe->k, RWK_F32, k_shape);
    if (status != RWK_OK) return status;
    double *q = malloc(e->x.n * sizeof *q), *k = malloc(e->k.n * sizeof *k);
    double *scores = malloc(e->batch * e->heads * e->seq * e->seq * sizeof *scores);
    if (q && k && scores) {
        rotate(q, probe->q, p, e, e->heads, false);
        rotate(k, probe->k, p, e, e->kv_heads, true);
        round_all(q, e->x.n, answer);
        round_all(k, e->k.n, answer);
        dot_products(scores, q, k, e, answer);
        status = pack(&s->y, &e->y, scores, answer, shape);
    } else status = RWK_ENOMEM;
    free(q);
    free(k);
    free(scores);
    return status;
}

/* The table of batch row 0, [seq, rotary_dim/2]. */
static rwk_status simulate_table(rwk_simulation *s, const rwk_pipeline *p, const rwk_probe *probe, rwk_dtype answer)
{
    rwk_evidence *e = &s->evidence;
    const size_t n = p->rotary_dim / 2, shape[2] = { e->seq, n };
    double *c = malloc(e->seq * n * sizeof *c), *sine = malloc(e->seq * n * sizeof *sine);
    rwk_status status = c && sine ? RWK_OK : RWK_ENOMEM;
    e->width = n, e->heads = 1, e->table_layout = e->config.layout;
    for (size_t t = 0; t < e->seq && status == RWK_OK;
         t++) { /* as row 0 of the probe has them: the other rows are not the table's */
        const rwk_place place = rwk_evidence_place(e, 0, t, 0);
        rwk_pipeline_row(c + t * n, sine + t * n, NULL, p, &place, NULL);
    }
    for (size_t a = 1; a < e->n_axes && status == RWK_OK; a++)
        memmove(e->positions + a * e->seq, e->positions + a * probe->batch * e->seq, e->seq * sizeof *e->positions);
    e->batch = 1;
    if (status == RWK_OK) round_all(c, e->seq * n, answer), round_all(sine, e->seq * n, answer);
    if (status == RWK_OK) status = pack_dims(&s->y, &e->y, c, answer, shape, 2);
    if (status == RWK_OK) status = pack_dims(&s->k, &e->sin, sine, answer, shape, 2);
    free(c);
    free(sine);
    return status;
}

static rwk_status simulate_inv_freq(rwk_simulation *s, const rwk_pipeline *p, rwk_dtype answer)
{
    rwk_evidence *e = &s->evidence;
    double theta[RWK_PIPELINE_PAIRS];
    const size_t n = p->rotary_dim / 2;
    e->batch = e->seq = e->heads = e->n_axes = 1, e->width = n;
    for (size_t i = 0; i < n; i++) {
        double error = 0;
        theta[i] = rwk_round(rwk_pipeline_frequency(&error, p, i), answer);
    }
    return pack_dims(&s->y, &e->y, theta, answer, &n, 1);
}

rwk_status rwk_simulate(rwk_simulation *simulation, const rwk_pipeline *p, const rwk_config *config, const rwk_probe *probe,
                        rwk_dtype answer, rwk_evidence_kind kind)
{
    rwk_simulation s = { .evidence = { .kind = kind, .config = *config, .answer = answer } };
    s.evidence.batch = probe->batch, s.evidence.seq = probe->seq, s.evidence.width = probe->head_dim,
    s.evidence.n_axes = probe->n_axes;
    if ((kind == RWK_TABLE || kind == RWK_INV_FREQ) && p->rotary_dim != config->rotary_dim) return RWK_ESHAPE;
    rwk_status status = copy_positions(&s.evidence, probe);
    if (status == RWK_OK) switch (kind) {
        case RWK_ROTATED: status = simulate_rotated(&s, p, probe, answer); break;
        case RWK_TABLE: status = simulate_table(&s, p, probe, answer); break;
        case RWK_INV_FREQ: status = simulate_inv_freq(&s, p, answer); break;
        case RWK_SCORES: status = simulate_scores(&s, p, probe, answer); break;
        }
    if (status == RWK_OK) *simulation = s;
    else rwk_simulation_clear(&s);
    return status;
}
