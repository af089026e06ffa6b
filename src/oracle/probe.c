/* SPDX-License-Identifier: MIT */
/* Ladder positions, and vectors whose phases can be read back. */
#include "oracle/probe.h"

#include <math.h>
#include <stdlib.h>

#include "core/rng.h"
#include "core/size.h"
#include "faults/pipeline.h"
#include "formats/positions.h"

void rwk_probe_clear(rwk_probe *p)
{
    free(p->x);
    free(p->positions);
    free(p->q);
    free(p->k);
    *p = (rwk_probe){ 0 };
}

static double *numbers(size_t batch, size_t seq, size_t heads, size_t head_dim)
{
    size_t n;
    if (!rwk_size_mul(&n, batch * heads, seq) || !rwk_size_mul(&n, n, head_dim) || !rwk_size_mul(&n, n, sizeof(double)))
        return NULL;
    return malloc(n);
}

/* ---- Positions ---- */

static size_t common_divisor(size_t a, size_t b) { return b == 0 ? a : common_divisor(b, a % b); }

/* Row t of an axis: the ladder, from another start and with another stride for each axis, 7 tokens on in batch row 1. */
static int64_t position(const rwk_positions *ladder, size_t axis, size_t batch, size_t t, int64_t end)
{
    static const size_t STRIDE[RWK_MAX_AXES] = { 1, 5, 7, 11 };
    int64_t m;
    const size_t n = ladder->n;
    size_t stride = STRIDE[axis];
    while (axis > 0 && common_divisor(n, stride) > 1) stride += 2; /* a stride that visits every row */
    rwk_positions_at(&m, ladder, (t * stride + axis) % n);
    const int64_t shifted = m + 7 * (int64_t)batch;
    return shifted < end ? shifted : m;
}

static rwk_status fill_positions(rwk_probe *p, const rwk_config *config, bool beyond, rwk_diag *diag)
{
    rwk_positions ladder = { 0 };
    const int64_t context = beyond ? INT64_C(1) << 20 : config->max_position_embeddings;
    rwk_status status = rwk_positions_parse(&ladder, "@ladder", context, diag);
    if (status != RWK_OK) return status;
    p->seq = ladder.n;
    p->positions = malloc(p->n_axes * p->batch * p->seq * sizeof *p->positions);
    if (!p->positions) status = RWK_ENOMEM;
    for (size_t a = 0, at = 0; a < p->n_axes && status == RWK_OK; a++)
        for (size_t b = 0; b < p->batch; b++)
            for (size_t t = 0; t < p->seq; t++) p->positions[at++] = position(&ladder, a, b, t, context ? context : 131072);
    rwk_positions_clear(&ladder);
    return status;
}

/* ---- Vectors ---- */

/* A number of dtype with |x| in 3/8 .. 11/16: a pair of such has a norm in 0.53 .. 0.98, of any quadrant. */
static double component(rwk_rng *rng, rwk_dtype dtype)
{
    const double size = 0.375 + 0.3125 * rwk_rng_uniform(rng);
    return rwk_round(rwk_rng_next(rng) >> 63 ? -size : size, dtype == RWK_F64 ? RWK_F32 : dtype);
}

static void fill(double values[], size_t n, rwk_rng *rng, rwk_dtype dtype)
{
    for (size_t j = 0; j < n; j++) values[j] = component(rng, dtype);
}

/* One pair a head vector; row after row and head after head the next. */
static void keep_one_pair(rwk_probe *p, const rwk_config *config)
{
    const size_t n = config->rotary_dim / 2, heads = p->batch * p->seq * RWK_PROBE_QUERIES;
    for (size_t at = 0; at < heads; at++) {
        size_t a, b;
        double *q = p->q + at * p->head_dim;
        rwk_slots(&a, &b, at % n, config->rotary_dim, config->layout);
        for (size_t j = 0; j < p->head_dim; j++)
            if (j != a && j != b) q[j] = 0;
    }
}

static rwk_status fill_scores(rwk_probe *p, const rwk_config *config, rwk_rng *rng, rwk_dtype dtype)
{
    p->q = numbers(p->batch, p->seq, RWK_PROBE_QUERIES, p->head_dim);
    p->k = numbers(p->batch, p->seq, RWK_PROBE_HEADS, p->head_dim);
    if (!p->q || !p->k) return RWK_ENOMEM;
    fill(p->q, p->batch * p->seq * RWK_PROBE_QUERIES * p->head_dim, rng, dtype);
    fill(p->k, p->batch * p->seq * RWK_PROBE_HEADS * p->head_dim, rng, dtype);
    keep_one_pair(p, config);
    return RWK_OK;
}

rwk_status rwk_probe_init(rwk_probe *probe, const rwk_config *config, rwk_dtype dtype, bool scores, bool beyond, rwk_diag *diag)
{
    rwk_rng rng = { RWK_PROBE_SEED };
    rwk_probe p = { .batch = RWK_PROBE_BATCH, .heads = RWK_PROBE_HEADS, .head_dim = config->head_dim };
    p.n_axes = config->n_axes ? config->n_axes : 1;
    rwk_status status = fill_positions(&p, config, beyond, diag);
    if (status == RWK_OK) {
        p.x = numbers(p.batch, p.seq, p.heads, p.head_dim);
        if (p.x) fill(p.x, p.batch * p.seq * p.heads * p.head_dim, &rng, dtype);
        else status = RWK_ENOMEM;
    }
    if (status == RWK_OK && scores) status = fill_scores(&p, config, &rng, dtype);
    if (status == RWK_OK) *probe = p;
    else rwk_probe_clear(&p);
    return status;
}
