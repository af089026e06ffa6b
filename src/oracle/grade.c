/* SPDX-License-Identifier: MIT */
/* Walks over an answer once; each value is held against all grades that are still possible. */
#include "oracle/grade.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/rows.h"
#include "encodings/rope_exact.h"

enum { FIRST_BOUND = RWK_L2, N_BOUNDS = RWK_L4 + 1 };

/** What a walk carries. */
typedef struct {
    rwk_grading *grading;
    const rwk_evidence *e;
    rwk_truth *truth;
    rwk_rows *rows;
    rwk_rope_exact *exact;
    size_t n; /* pairs */
    double a; /* attention_factor */
    double *inv_freq, *delta[N_BOUNDS], *c, *s, *x, *y, *want; /* (n) each, (head_dim) the last three */
    rwk_rounding_terms terms[N_BOUNDS];
    bool maybe_exact;
} walk;

/* A value farther from the truth, by its bound, than all before it. */
static void note(walk *w, rwk_grade grade, double error, double bound, const rwk_worst_value *where)
{
    w->grading->used[grade] = isfinite(error) && bound > 0 ? error / bound : INFINITY;
    w->grading->worst[grade] = *where;
    w->grading->worst[grade].abs = error, w->grading->worst[grade].bound = bound;
}

static bool is_worse(const walk *w, rwk_grade grade, double error, double bound) { return error > w->grading->used[grade] * bound; }

/* A value against its bounds: r the pair's norm times a, m its position. */
static void hold(walk *w, double got, double want, double r, int64_t m, size_t i, rwk_worst_value *where)
{
    const double distance = fabs(got - want), error = distance <= DBL_MAX ? distance : INFINITY, size = fabs(want);
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) {
        const double turn = i < w->n ? fabs((double)m) * w->delta[g][i] : 0;
        const double bound = rwk_tolerance_at(r, turn, size, &w->terms[g]);
        if (!is_worse(w, (rwk_grade)g, error, bound)) continue;
        where->position = m, where->pair = i;
        note(w, (rwk_grade)g, error, bound, where);
    }
    w->grading->n_values++;
}

/* The distance from the correctly rounded value, in ulp, for L0 and L1. */
static void hold_rounded(walk *w, double got, double rounded, rwk_worst_value *where)
{
    const double ulp = rwk_ulp(rounded, w->e->answer), error = isfinite(got) ? fabs(got - rounded) : INFINITY;
    for (int g = RWK_L0; g <= RWK_L1; g++)
        if (is_worse(w, (rwk_grade)g, error, ulp)) note(w, (rwk_grade)g, error, ulp, where);
    if (error != 0) w->maybe_exact = false;
}

/* Double precision decides how `want` rounds, unless it is near a midpoint: its error is below 4 u r.          (D20.6) */
static bool rounds_to(double got, double want, double r, rwk_dtype dtype, bool *decided)
{
    const double error = 0x1p-51 * r, low = rwk_round(want - error, dtype), high = rwk_round(want + error, dtype);
    *decided = dtype != RWK_F64 && low == high;
    return got == low;
}

/* ---- Rotated vectors ---- */

static rwk_status check_exact_head(walk *w, rwk_worst_value *where)
{
    const rwk_status status = rwk_rope_exact_head(w->want, w->x, w->exact, w->e->answer);
    for (size_t j = 0; status == RWK_OK && j < w->e->config.head_dim && w->maybe_exact; j++)
        hold_rounded(w, w->y[j], w->want[j], where);
    return status;
}

/* One pair; false when doubles cannot say whether its values are the correctly rounded ones. */
static bool hold_pair(walk *w, const rwk_place *place, size_t i, rwk_worst_value *where)
{
    size_t a, b;
    bool first, second;
    const rwk_config *config = &w->e->config;
    rwk_slots(&a, &b, i, config->rotary_dim, config->layout);
    const double x0 = w->x[a], x1 = w->x[b], c = w->c[i], s = w->s[i], r = w->a * sqrt(x0 * x0 + x1 * x1);
    const double want_a = x0 * c - x1 * s, want_b = x0 * s + x1 * c;
    const int64_t m = place->position[rwk_config_axis(config, i)];
    hold(w, w->y[a], want_a, r, m, i, where);
    hold(w, w->y[b], want_b, r, m, i, where);
    if (!w->maybe_exact) return true;
    const bool same = rounds_to(w->y[a], want_a, r, w->e->answer, &first) & rounds_to(w->y[b], want_b, r, w->e->answer, &second);
    return first && second && same;
}

static rwk_status hold_head(walk *w, const rwk_place *place)
{
    bool sure = true;
    rwk_worst_value where = { .batch = place->batch, .column = place->column, .head = place->head };
    rwk_evidence_head(w->x, w->y, w->e, place);
    for (size_t i = 0; i < w->n; i++) sure = hold_pair(w, place, i, &where) && sure;
    for (size_t j = w->e->config.rotary_dim; j < w->e->config.head_dim; j++) {
        hold(w, w->y[j], w->x[j], 0, place->position[0], w->n + j - w->e->config.rotary_dim, &where);
        sure = sure && w->y[j] == rwk_round(w->x[j], w->e->answer);
    }
    return sure || !w->maybe_exact ? RWK_OK : check_exact_head(w, &where);
}

static rwk_status walk_rotated(walk *w, rwk_progress *progress, void *owner)
{
    const rwk_evidence *e = w->e;
    rwk_status status = RWK_OK;
    for (size_t b = 0; b < e->batch && status == RWK_OK; b++)
        for (size_t t = 0; t < e->seq && status == RWK_OK; t++) {
            rwk_place place = rwk_evidence_place(e, b, t, 0);
            status = rwk_rows_at(w->c, w->s, w->rows, place.position, RWK_F64);
            if (status == RWK_OK && w->maybe_exact) status = rwk_rope_exact_at(w->exact, place.position);
            for (place.head = 0; place.head < e->heads && status == RWK_OK; place.head++) status = hold_head(w, &place);
            if (progress && !progress(owner, (double)(b * e->seq + t + 1) / (double)(e->batch * e->seq))) return status;
        }
    return status;
}

/* ---- Tables and frequencies ---- */

static void hold_entry(walk *w, double got, double truth, double rounded, int64_t m, size_t i, rwk_worst_value *where)
{
    hold(w, got, truth, w->a, m, i, where);
    hold_rounded(w, got, rounded, where);
}

static rwk_status walk_table(walk *w, rwk_progress *progress, void *owner)
{
    const rwk_evidence *e = w->e;
    double *rounded_c = w->want, *rounded_s = w->want + w->n;
    for (size_t row = 0; row < e->seq; row++) {
        const rwk_place place = rwk_evidence_place(e, 0, row, 0);
        rwk_worst_value where = { .column = row };
        rwk_status status = rwk_rows_at(w->c, w->s, w->rows, place.position, RWK_F64);
        if (status == RWK_OK) status = rwk_rows_at(rounded_c, rounded_s, w->rows, place.position, e->answer);
        if (status != RWK_OK) return status;
        for (size_t column = 0; column < e->width; column++) {
            const size_t i = e->config.layout == RWK_INTERLEAVED && e->width > w->n ? column / 2 : column % w->n;
            const int64_t m = place.position[rwk_config_axis(&e->config, i)];
            hold_entry(w, rwk_tensor_value(&e->y, row * e->width + column), w->c[i], rounded_c[i], m, i, &where);
            hold_entry(w, rwk_tensor_value(&e->sin, row * e->width + column), w->s[i], rounded_s[i], m, i, &where);
        }
        if (progress && !progress(owner, (double)(row + 1) / (double)e->seq)) return RWK_OK;
    }
    return RWK_OK;
}

/* inv_freq: the bound is delta, at position 1, and the rounding of the answer. */
static rwk_status walk_inv_freq(walk *w)
{
    rwk_worst_value where = { .position = 1 };
    const rwk_status status = rwk_truth_inv_freq(w->want, w->truth, w->e->answer);
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) w->terms[g].relative = 0;
    for (size_t i = 0; i < w->n && status == RWK_OK; i++) {
        const double got = rwk_tensor_value(&w->e->y, i);
        hold(w, got, w->inv_freq[i], 1, 1, i, &where);
        hold_rounded(w, got, w->want[i], &where);
    }
    return status;
}

/* ---- Scores ---- */

/** Rotated q or k of one batch row and head: (seq, head_dim), and by grade the error bound of each pair (seq, n) and tail slot. */
typedef struct {
    double *rotated, *norm, *error[N_BOUNDS];
} side;

static void side_clear(side *z)
{
    free(z->rotated);
    free(z->norm);
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) free(z->error[g]);
}

static bool side_init(side *z, const walk *w)
{
    const size_t seq = w->e->seq, groups = w->n + w->e->config.head_dim - w->e->config.rotary_dim;
    z->rotated = malloc(seq * w->e->config.head_dim * sizeof(double));
    z->norm = malloc(seq * groups * sizeof(double));
    bool good = z->rotated && z->norm;
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) good = (z->error[g] = malloc(seq * groups * sizeof(double))) && good;
    return good;
}

/* r (|m| delta + relative + u_o) + sqrt2 eta bounds the error of a rotated pair as a vector.               (D20.7) */
static void side_group(side *z, const walk *w, size_t at, double r, double m, size_t i)
{
    z->norm[at] = r;
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) {
        const rwk_rounding_terms *t = &w->terms[g];
        const double turn = i < w->n ? fabs(m) * w->delta[g][i] + t->relative : 0;
        z->error[g][at] = r * (turn + t->output) + sqrt(2) * t->absolute;
    }
}

static rwk_status side_fill(side *z, walk *w, size_t batch, size_t head, bool is_key)
{
    const rwk_config *config = &w->e->config;
    const size_t d = config->rotary_dim, groups = w->n + config->head_dim - d;
    for (size_t t = 0; t < w->e->seq; t++) {
        const rwk_place place = rwk_evidence_place(w->e, batch, t, head);
        double *out = z->rotated + t * config->head_dim;
        const rwk_status status = rwk_rows_at(w->c, w->s, w->rows, place.position, RWK_F64);
        if (status != RWK_OK) return status;
        if (is_key) rwk_evidence_key(w->x, w->e, batch, t, head);
        else rwk_evidence_query(w->x, w->e, batch, t, head);
        for (size_t i = 0; i < w->n; i++) {
            size_t a, b;
            rwk_slots(&a, &b, i, d, config->layout);
            out[a] = w->x[a] * w->c[i] - w->x[b] * w->s[i], out[b] = w->x[a] * w->s[i] + w->x[b] * w->c[i];
            side_group(z, w, t * groups + i, w->a * hypot(w->x[a], w->x[b]), (double)place.position[rwk_config_axis(config, i)], i);
        }
        for (size_t j = d; j < config->head_dim; j++) {
            out[j] = w->x[j];
            side_group(z, w, t * groups + w->n + j - d, fabs(w->x[j]), 0, w->n + j - d);
        }
    }
    return RWK_OK;
}

/* |s^ - s| <= sum over pairs (E_q |k| + |q| E_k + E_q E_k) + d 2^-24 sum |q||k| + u_o |s| + eta.            (D20.7) */
static void hold_score(walk *w, const side *q, const side *k, size_t m, size_t n, double got, rwk_worst_value *where)
{
    const size_t width = w->e->config.head_dim, groups = w->n + width - w->e->config.rotary_dim;
    double want = 0;
    for (size_t j = 0; j < width; j++) want += q->rotated[m * width + j] * k->rotated[n * width + j];
    w->grading->n_values++;
    w->maybe_exact = false;
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) {
        double bound = w->terms[g].output * fabs(want) + w->terms[g].absolute;
        for (size_t i = 0; i < groups; i++) {
            const double norm_q = q->norm[m * groups + i], norm_k = k->norm[n * groups + i];
            const double error_q = q->error[g][m * groups + i], error_k = k->error[g][n * groups + i];
            bound += error_q * norm_k + norm_q * error_k + error_q * error_k + (double)width * 0x1p-24 * norm_q * norm_k;
        }
        const double error = isfinite(got) ? fabs(got - want) : INFINITY;
        if (is_worse(w, (rwk_grade)g, error, bound)) note(w, (rwk_grade)g, error, bound, where);
    }
}

static rwk_status hold_score_head(walk *w, side *q, side *k, size_t batch, size_t head)
{
    const rwk_evidence *e = w->e;
    rwk_status status = side_fill(q, w, batch, head, false);
    if (status == RWK_OK) status = side_fill(k, w, batch, head / (e->heads / e->kv_heads), true);
    for (size_t m = 0; m < e->seq && status == RWK_OK; m++)
        for (size_t n = 0; n < e->seq; n++) {
            const rwk_place place = rwk_evidence_place(e, batch, m, head);
            rwk_worst_value where = { .position = place.position[0], .pair = n, .batch = batch, .column = m, .head = head };
            hold_score(w, q, k, m, n, rwk_evidence_score(e, batch, head, m, n), &where);
        }
    return status;
}

static rwk_status walk_scores(walk *w, rwk_progress *progress, void *owner)
{
    side q = { 0 }, k = { 0 };
    const size_t all = w->e->batch * w->e->heads;
    rwk_status status = side_init(&q, w) & side_init(&k, w) ? RWK_OK : RWK_ENOMEM;
    for (size_t j = 0; j < all && status == RWK_OK; j++) {
        status = hold_score_head(w, &q, &k, j / w->e->heads, j % w->e->heads);
        if (progress && !progress(owner, (double)(j + 1) / (double)all)) break;
    }
    side_clear(&q);
    side_clear(&k);
    return status;
}

/* ---- All kinds ---- */

static bool allocate(walk *w)
{
    const size_t width = w->e->config.head_dim;
    w->inv_freq = malloc(w->n * sizeof(double));
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) w->delta[g] = malloc(w->n * sizeof(double));
    w->c = malloc(w->n * sizeof(double)), w->s = malloc(w->n * sizeof(double));
    w->x = malloc(width * sizeof(double)), w->y = malloc(width * sizeof(double)), w->want = malloc(width * sizeof(double));
    w->rows = rwk_rows_new(w->truth, &w->e->config), w->exact = rwk_rope_exact_new(w->truth, &w->e->config);
    return w->inv_freq && w->delta[RWK_L2] && w->delta[RWK_L3] && w->delta[RWK_L4] && w->c && w->s && w->x && w->y && w->want &&
           w->rows && w->exact;
}

static rwk_status prepare(walk *w, bool compute_f32)
{
    const rwk_tolerance t = rwk_tolerance_of(&w->e->config, w->e->answer, compute_f32);
    w->n = rwk_truth_pairs(w->truth), w->a = rwk_truth_attention_factor(w->truth), w->maybe_exact = true;
    if (!allocate(w)) return RWK_ENOMEM;
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++) w->terms[g] = rwk_tolerance_terms(&t, (rwk_grade)g, w->e->kind == RWK_TABLE);
    const rwk_status status = rwk_truth_inv_freq(w->inv_freq, w->truth, RWK_F64);
    for (int g = FIRST_BOUND; g < N_BOUNDS && status == RWK_OK; g++)
        rwk_tolerance_angles(w->delta[g], w->inv_freq, w->n, &t, (rwk_grade)g);
    return status;
}

static void release(walk *w)
{
    double *const arrays[] = { w->inv_freq, w->delta[RWK_L2], w->delta[RWK_L3], w->delta[RWK_L4], w->c, w->s, w->x, w->y, w->want };
    for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++) free(arrays[k]);
    rwk_rows_free(w->rows);
    rwk_rope_exact_free(w->exact);
    rwk_truth_free(w->truth);
}

static rwk_grade best_grade(const walk *w)
{
    const double *used = w->grading->used;
    if (w->maybe_exact) return RWK_L0;
    if ((w->e->kind == RWK_TABLE || w->e->kind == RWK_INV_FREQ) && used[RWK_L1] <= 1) return RWK_L1;
    for (int g = FIRST_BOUND; g < N_BOUNDS; g++)
        if (used[g] <= 1) return (rwk_grade)g;
    return RWK_GRADE_FAIL;
}

rwk_status rwk_grade_evidence(rwk_grading *grading, const rwk_evidence *evidence, bool compute_f32, rwk_progress *progress,
                              void *owner, rwk_diag *diag)
{
    walk w = { .grading = grading, .e = evidence };
    memset(grading, 0, sizeof *grading);
    rwk_status status = rwk_truth_new(&w.truth, &evidence->config, 0, diag);
    if (status == RWK_OK) status = prepare(&w, compute_f32);
    if (status == RWK_OK) switch (evidence->kind) {
        case RWK_ROTATED: status = walk_rotated(&w, progress, owner); break;
        case RWK_TABLE: status = walk_table(&w, progress, owner); break;
        case RWK_INV_FREQ: status = walk_inv_freq(&w); break;
        case RWK_SCORES: status = walk_scores(&w, progress, owner); break;
        }
    if (status == RWK_OK) grading->grade = best_grade(&w);
    release(&w);
    return status;
}
