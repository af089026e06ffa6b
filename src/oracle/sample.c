/* SPDX-License-Identifier: MIT */
/* Chooses places, and holds a pipeline's prediction against what stands there. */
#include "oracle/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHOICE = RWK_SAMPLE_COLUMNS + 8 };

/** What a pipeline's table says at a place, and how sure that is. */
typedef struct rwk_sample_scratch {
    double delta[RWK_PIPELINE_PAIRS], c[RWK_PIPELINE_PAIRS], s[RWK_PIPELINE_PAIRS], turn[RWK_PIPELINE_PAIRS];
    rwk_pipeline sides[2]; /* of q and of k */
    double *heads;         /* (width); for scores (4, n_columns, width): q, k and their errors, and a key (width) */
} scratch;

/* ---- Which places ---- */

static void add(size_t chosen[], size_t *n, size_t index, size_t count)
{
    if (index >= count || *n >= MAX_CHOICE) return;
    for (size_t j = 0; j < *n; j++)
        if (chosen[j] == index) return;
    chosen[(*n)++] = index;
}

/* `wanted` of `count` indices: the one around which something is wrong and its neighbours, the last, the first third, the rest
 * evenly. */
static size_t choose(size_t chosen[], size_t count, size_t wanted, size_t wrong)
{
    size_t n = 0;
    add(chosen, &n, wrong, count);
    add(chosen, &n, count - 1, count);
    for (size_t j = 0; j < count && n < (wanted + 2) / 3; j++) add(chosen, &n, j, count);
    if (wrong > 0) add(chosen, &n, wrong - 1, count);
    add(chosen, &n, wrong + 1, count);
    for (size_t j = 0; j < wanted && n < wanted; j++) add(chosen, &n, j * count / wanted, count);
    for (size_t j = 0; j < count && n < wanted; j++) add(chosen, &n, j, count);
    return n;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* ---- Memory ---- */

void rwk_sample_clear(rwk_sample *s)
{
    free(s->places);
    free(s->x);
    free(s->y);
    free(s->scores);
    free(s->columns);
    if (s->scratch) free(s->scratch->heads);
    free(s->scratch);
    *s = (rwk_sample){ 0 };
}

static rwk_status allocate_scratch(rwk_sample *s, size_t n_heads)
{
    s->scratch = calloc(1, sizeof *s->scratch);
    if (s->scratch) s->scratch->heads = malloc(n_heads * s->width * sizeof(double));
    return s->scratch && s->scratch->heads ? RWK_OK : RWK_ENOMEM;
}

static rwk_status allocate(rwk_sample *s)
{
    if (allocate_scratch(s, s->e->kind == RWK_SCORES ? 4 * s->n_columns + 1 : 1) != RWK_OK) return RWK_ENOMEM;
    s->places = calloc(s->n_places, sizeof *s->places);
    s->x = malloc(s->n_places * s->width * sizeof(double));
    s->y = malloc(s->n_places * s->width * sizeof(double));
    s->scores = malloc(s->n_places * s->n_columns * sizeof(double));
    s->columns = malloc(s->n_columns * sizeof *s->columns);
    return s->places && s->x && s->y && s->scores && s->columns ? RWK_OK : RWK_ENOMEM;
}

static void fill_place(rwk_sample *s, size_t at, size_t batch, size_t column, size_t head)
{
    const rwk_evidence *e = s->e;
    double *x = s->x + at * s->width, *y = s->y + at * s->width;
    s->places[at] = rwk_evidence_place(e, batch, column, head);
    if (e->kind != RWK_SCORES) {
        rwk_evidence_head(x, y, e, &s->places[at]);
        return;
    }
    rwk_evidence_query(x, e, batch, column, head);
    rwk_evidence_key(y, e, batch, column, head / (e->heads / e->kv_heads));
    for (size_t j = 0; j < s->n_columns; j++)
        s->scores[at * s->n_columns + j] = rwk_evidence_score(e, batch, head, column, s->columns[j]);
}

rwk_status rwk_sample_init(rwk_sample *s, const rwk_evidence *e, const rwk_grading *grading, bool compute_f32)
{
    size_t rows[MAX_CHOICE], columns[MAX_CHOICE], heads[MAX_CHOICE];
    const rwk_worst_value *worst = &grading->worst[RWK_L4];
    *s = (rwk_sample){ .e = e, .width = e->config.head_dim, .tolerance = rwk_tolerance_of(&e->config, e->answer, compute_f32) };
    s->terms = rwk_tolerance_terms(&s->tolerance, RWK_L4, e->kind == RWK_TABLE);
    if (e->kind == RWK_INV_FREQ) return allocate_scratch(s, 1);
    const size_t n_rows = choose(rows, e->batch, least(e->batch, RWK_SAMPLE_ROWS), worst->batch);
    const size_t n_heads = choose(heads, e->heads, least(e->heads, RWK_SAMPLE_HEADS), worst->head);
    const size_t n_columns = choose(columns, e->seq, least(e->seq, RWK_SAMPLE_COLUMNS), worst->column);
    s->n_places = n_rows * n_heads * n_columns, s->n_columns = n_columns;
    const rwk_status status = allocate(s);
    if (status != RWK_OK) return rwk_sample_clear(s), status;
    memcpy(s->columns, columns, n_columns * sizeof columns[0]);
    for (size_t r = 0, at = 0; r < n_rows; r++)
        for (size_t h = 0; h < n_heads; h++)
            for (size_t c = 0; c < n_columns; c++) fill_place(s, at++, rows[r], columns[c], heads[h]);
    return RWK_OK;
}

/* ---- How well a pipeline explains them ---- */

/* An infinite answer is what the prediction rounds to, or wrong; so is one that is not a number. */
static double ratio(const rwk_sample *s, double got, double predicted, double bound)
{
    if (isnan(got) && isnan(predicted)) return 0;
    if (isinf(got) && rwk_round(predicted, s->e->answer) == got) return 0;
    const double error = fabs(got - predicted);
    return error == 0 ? 0 : isfinite(error) && bound > 0 ? error / bound : INFINITY;
}

/* Arithmetic that is rounded on purpose may round each product and sum the other way, twice Lemma A's bound. */
static double work(const rwk_pipeline *p) { return p->arithmetic == RWK_F64 ? 0 : 4 * rwk_unit_roundoff(p->arithmetic); }

static double slot_bound(const rwk_sample *s, const rwk_pipeline *p, double r, double turn, double y)
{
    return rwk_tolerance_at(r, turn + work(p), fabs(y), &s->terms);
}

/* How unsure the angle of a slot is. */
static double turn_of(const scratch *z, const rwk_pipeline *p, size_t slot, size_t i)
{
    return z->turn[p->rotate == RWK_ROTATE_MIXED ? rwk_mixed_pair(slot, p->rotary_dim, p->layout) : i];
}

static double score_place(const rwk_sample *s, const rwk_pipeline *p, scratch *z, size_t at)
{
    double worst = 0;
    const double *x = s->x + at * s->width, *y = s->y + at * s->width;
    rwk_pipeline_row(z->c, z->s, z->turn, p, &s->places[at], z->delta);
    rwk_pipeline_head(z->heads, x, p, z->c, z->s);
    for (size_t i = 0; i < p->rotary_dim / 2; i++) {
        size_t a, b;
        rwk_slots(&a, &b, i, p->rotary_dim, p->layout);
        const double r = fabs(p->attention_factor) * hypot(x[a], x[b]);
        worst = fmax(worst, ratio(s, y[a], z->heads[a], slot_bound(s, p, r, turn_of(z, p, a, i), z->heads[a])));
        worst = fmax(worst, ratio(s, y[b], z->heads[b], slot_bound(s, p, r, turn_of(z, p, b, i), z->heads[b])));
    }
    for (size_t j = p->rotary_dim; j < s->width && s->e->kind == RWK_ROTATED; j++)
        worst = fmax(worst, ratio(s, y[j], x[j], slot_bound(s, p, 0, 0, x[j])));
    return worst;
}

static double score_rotated(const rwk_sample *s, const rwk_pipeline *p, scratch *z, double enough)
{
    double worst = 0;
    for (size_t at = 0; at < s->n_places && worst <= enough; at++) worst = fmax(worst, score_place(s, p, z, at));
    return worst;
}

static double score_inv_freq(const rwk_sample *s, const rwk_pipeline *p, scratch *z)
{
    double worst = 0;
    const size_t n = s->e->config.rotary_dim / 2;
    if (p->rotary_dim != s->e->config.rotary_dim) return INFINITY;
    for (size_t i = 0; i < n; i++) {
        double off = z->delta[i];
        const double predicted = rwk_pipeline_frequency(&off, p, i), got = rwk_tensor_value(&s->e->y, i);
        worst = fmax(worst, ratio(s, got, predicted, off + s->terms.output * fabs(predicted) + s->terms.absolute));
    }
    return worst;
}

/* A head rotated by the row in z, and by slot how far it may be off: E of its pair in both slots.               (D20.7) */
static void rotate_side(double out[], double error[], const double x[], const rwk_sample *s, const rwk_pipeline *p,
                        const scratch *z)
{
    const rwk_rounding_terms *t = &s->terms;
    rwk_pipeline_head(out, x, p, z->c, z->s);
    for (size_t j = 0; j < s->width; j++) error[j] = t->output * fabs(out[j]) + t->absolute;
    for (size_t i = 0; i < p->rotary_dim / 2; i++) {
        size_t a, b;
        rwk_slots(&a, &b, i, p->rotary_dim, p->layout);
        const double r = fabs(p->attention_factor) * hypot(x[a], x[b]), turn = fmax(turn_of(z, p, a, i), turn_of(z, p, b, i));
        error[a] = error[b] = r * (turn + work(p) + t->relative + t->output) + sqrt(2) * t->absolute;
    }
}

static double score_ratio(const rwk_sample *s, const double q[], const double error_q[], const double k[], const double error_k[],
                          double got)
{
    double sum = 0, bound = s->terms.absolute;
    for (size_t j = 0; j < s->width; j++) {
        sum += q[j] * k[j];
        bound += error_q[j] * (fabs(k[j]) + error_k[j]) + fabs(q[j]) * error_k[j] + (double)s->width * 0x1p-24 * fabs(q[j] * k[j]);
    }
    return ratio(s, got, sum, bound + s->terms.output * fabs(sum));
}

/* One small score matrix, queries from place `first` on. */
static double score_matrix(const rwk_sample *s, const rwk_pipeline sides[2], scratch *z, size_t first, double enough)
{
    const size_t n = s->n_columns, width = s->width;
    double worst = 0, *q = z->heads, *k = q + n * width, *error_q = k + n * width, *error_k = error_q + n * width,
           *found = error_k + n * width;
    for (size_t t = 0; t < n; t++) {
        const rwk_place *query = &s->places[first + t];
        const rwk_place key = rwk_evidence_place(s->e, query->batch, query->column, query->head / (s->e->heads / s->e->kv_heads));
        rwk_pipeline_row(z->c, z->s, z->turn, &sides[0], query, z->delta);
        rotate_side(q + t * width, error_q + t * width, s->x + (first + t) * width, s, &sides[0], z);
        rwk_pipeline_key(found, s->y + (first + t) * width, &sides[1]);
        rwk_pipeline_row(z->c, z->s, z->turn, &sides[1], &key, z->delta);
        rotate_side(k + t * width, error_k + t * width, found, s, &sides[1], z);
    }
    for (size_t m = 0; m < n && worst <= enough; m++)
        for (size_t c = 0; c < n; c++)
            worst = fmax(worst, score_ratio(s, q + m * width, error_q + m * width, k + c * width, error_k + c * width,
                                            s->scores[(first + m) * n + c]));
    return worst;
}

static double score_scores(const rwk_sample *s, const rwk_pipeline *p, scratch *z, double enough)
{
    double worst = 0;
    rwk_pipeline_side(&z->sides[0], p, false), rwk_pipeline_side(&z->sides[1], p, true);
    for (size_t at = 0; at < s->n_places && worst <= enough; at += s->n_columns)
        worst = fmax(worst, score_matrix(s, z->sides, z, at, enough));
    return worst;
}

double rwk_sample_score(const rwk_sample *s, const rwk_pipeline *p, double enough)
{
    scratch *z = s->scratch;
    rwk_tolerance_angles(z->delta, p->inv_freq, p->rotary_dim / 2, &s->tolerance, RWK_L4);
    if (s->e->kind == RWK_INV_FREQ) return score_inv_freq(s, p, z);
    return s->e->kind == RWK_SCORES ? score_scores(s, p, z, enough) : score_rotated(s, p, z, enough);
}

/* q and k of the columns of one row and head, rotated. */
static void rotate_sides(double *q, double *k, const rwk_sample *s, const rwk_pipeline *p, size_t first)
{
    double c[RWK_PIPELINE_PAIRS], sine[RWK_PIPELINE_PAIRS];
    for (size_t t = 0; t < s->n_columns; t++) {
        const rwk_place *query = &s->places[first + t];
        const rwk_place key = rwk_evidence_place(s->e, query->batch, query->column, query->head / (s->e->heads / s->e->kv_heads));
        rwk_pipeline_row(c, sine, NULL, p, query, NULL);
        rwk_pipeline_head(q + t * s->width, s->x + (first + t) * s->width, p, c, sine);
        rwk_pipeline_row(c, sine, NULL, p, &key, NULL);
        rwk_pipeline_key(k + t * s->width, s->y + (first + t) * s->width, p);
        rwk_pipeline_head(k + t * s->width, k + t * s->width, p, c, sine);
    }
}

double rwk_sample_scores_ratio(const rwk_sample *s, const rwk_pipeline *p)
{
    const size_t n = s->n_columns, width = s->width;
    double *q = s->scratch->heads, *k = q + n * width, product = 0, square = 0;
    for (size_t first = 0; first < s->n_places; first += n) {
        rotate_sides(q, k, s, p, first);
        for (size_t t = 0; t < n; t++) { /* a token with itself: whatever the angles, they cancel */
            double sum = 0;
            for (size_t j = 0; j < width; j++) sum += q[t * width + j] * k[t * width + j];
            product += sum * s->scores[(first + t) * n + t], square += sum * sum;
        }
    }
    return square > 0 ? product / square : NAN;
}

double rwk_sample_place_score(const rwk_sample *s, const rwk_pipeline *p, size_t at)
{
    rwk_tolerance_angles(s->scratch->delta, p->inv_freq, p->rotary_dim / 2, &s->tolerance, RWK_L4);
    return score_place(s, p, s->scratch, at);
}

double rwk_sample_pair_score(const rwk_sample *s, const rwk_pipeline *p, size_t i)
{
    double worst = 0;
    size_t a, b;
    scratch *z = s->scratch;
    rwk_tolerance_angles(z->delta, p->inv_freq, p->rotary_dim / 2, &s->tolerance, RWK_L4);
    rwk_slots(&a, &b, i, p->rotary_dim, p->layout);
    for (size_t at = 0; at < s->n_places; at++) {
        const double *x = s->x + at * s->width, *y = s->y + at * s->width;
        rwk_pipeline_row(z->c, z->s, z->turn, p, &s->places[at], z->delta);
        const double r = fabs(p->attention_factor) * hypot(x[a], x[b]);
        worst = fmax(worst, ratio(s, y[a], x[a] * z->c[i] - x[b] * z->s[i], slot_bound(s, p, r, z->turn[i], r)));
    }
    return worst;
}
