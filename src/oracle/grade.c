/* SPDX-License-Identifier: MIT */
/* Walks over an answer once; each value is held against all grades that are still possible. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/grade_walk.h"

/* ---- One value ---- */

void rwk_walk_note(rwk_walk *w, rwk_grade grade, double error, double bound, const rwk_worst_value *where)
{
    rwk_grading *g = w->grading;
    if (!(error > g->used[grade] * bound)) return;
    g->used[grade] = isfinite(error) && bound > 0 ? error / bound : INFINITY;
    g->worst[grade] = *where;
    g->worst[grade].abs = error, g->worst[grade].bound = bound;
}

double rwk_walk_error(const rwk_walk *w, double got, double want)
{
    const double distance = fabs(got - want);
    if (distance <= DBL_MAX) return distance;
    return isinf(got) && rwk_round(want, w->e->answer) == got ? 0 : INFINITY;
}

/* A value of pair i against its bounds: r the pair's norm times a; i = n: a slot that is copied.                (D20.3) */
static void hold(rwk_walk *w, double got, double want, double r, size_t i, const rwk_worst_value *where)
{
    const double error = rwk_walk_error(w, got, want), size = fabs(want);
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) {
        const double bound = rwk_tolerance_at(r, i < w->n ? w->turn[g][i] : 0, size, &w->terms[g]);
        if (error > w->grading->used[g] * bound) rwk_walk_note(w, (rwk_grade)g, error, bound, where);
    }
    w->grading->n_values++;
}

/* The distance from the correctly rounded value, in ulp, for L0 and L1. */
static void hold_rounded(rwk_walk *w, double got, double rounded, const rwk_worst_value *where)
{
    if (got == rounded) return;
    const double ulp = rwk_ulp(rounded, w->e->answer), error = isfinite(got) ? fabs(got - rounded) : INFINITY;
    for (int g = RWK_L0; g <= RWK_L1; g++) rwk_walk_note(w, (rwk_grade)g, error, ulp, where);
    w->maybe_exact = false;
}

rwk_status rwk_walk_to(rwk_walk *w, const rwk_place *place)
{
    const rwk_status status = rwk_rows_at(w->c, w->s, w->rows, place->position, RWK_F64);
    for (size_t i = 0; i < w->n && status == RWK_OK; i++) {
        const double m = (double)place->position[rwk_config_axis(&w->e->config, i)];
        for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++)
            w->turn[g][i] = rwk_tolerance_turn(m, w->delta[g][i], w->inv_freq[i], (rwk_grade)g);
    }
    return status;
}

bool rwk_walk_goes_on(const rwk_walk *w, size_t done, size_t all)
{
    return !w->progress || w->progress(w->owner, (double)done / (double)all);
}

/* ---- Rotated vectors ---- */

/* Double precision decides whether `got` is `want` rounded, unless that is near a midpoint: its error is below 4 u r.   (D20.6) */
static bool rounds_to(double got, double want, double r, rwk_dtype dtype)
{
    const double error = 0x1p-51 * r;
    return dtype != RWK_F64 && rwk_round(want - error, dtype) == got && rwk_round(want + error, dtype) == got;
}

static void at_slot(rwk_worst_value *where, const rwk_walk *w, const rwk_place *place, size_t j)
{
    const rwk_config *c = &w->e->config;
    const size_t i = c->layout == RWK_INTERLEAVED ? j / 2 : j % w->n;
    where->pair = j < c->rotary_dim ? i : w->n + j - c->rotary_dim;
    where->position = place->position[j < c->rotary_dim ? rwk_config_axis(c, i) : 0];
}

static rwk_status check_exact_head(rwk_walk *w, const rwk_place *place, rwk_worst_value *where)
{
    const rwk_status status = rwk_rope_exact_head(w->want, w->x, w->exact, w->e->answer);
    for (size_t j = 0; status == RWK_OK && j < w->e->config.head_dim && w->maybe_exact; j++) {
        at_slot(where, w, place, j);
        hold_rounded(w, w->y[j], w->want[j], where);
    }
    return status;
}

/* a |x| of a pair; hypot, which is slow, only where squares would overflow or vanish. */
static double norm(double a, double x0, double x1)
{
    const double square = x0 * x0 + x1 * x1;
    return fabs(a) * (square > 0x1p-900 && square < 0x1p900 ? sqrt(square) : hypot(x0, x1));
}

/* One pair; false when doubles cannot say that its values are the correctly rounded ones. */
static bool hold_pair(rwk_walk *w, const rwk_place *place, size_t i, rwk_worst_value *where)
{
    size_t a, b;
    const rwk_config *config = &w->e->config;
    rwk_slots(&a, &b, i, config->rotary_dim, config->layout);
    const double x0 = w->x[a], x1 = w->x[b], c = w->c[i], s = w->s[i], r = norm(w->a, x0, x1);
    const double want_a = x0 * c - x1 * s, want_b = x0 * s + x1 * c;
    where->pair = i, where->position = place->position[rwk_config_axis(config, i)];
    hold(w, w->y[a], want_a, r, i, where);
    hold(w, w->y[b], want_b, r, i, where);
    return w->maybe_exact && rounds_to(w->y[a], want_a, r, w->e->answer) && rounds_to(w->y[b], want_b, r, w->e->answer);
}

static rwk_status hold_head(rwk_walk *w, const rwk_place *place)
{
    bool sure = true;
    const rwk_config *config = &w->e->config;
    rwk_worst_value where = { .batch = place->batch, .column = place->column, .head = place->head };
    rwk_evidence_head(w->x, w->y, w->e, place);
    for (size_t i = 0; i < w->n; i++) sure = hold_pair(w, place, i, &where) && sure;
    for (size_t j = config->rotary_dim; j < config->head_dim; j++) {
        at_slot(&where, w, place, j);
        hold(w, w->y[j], w->x[j], 0, w->n, &where);
        sure = sure && w->y[j] == rwk_round(w->x[j], w->e->answer);
    }
    return sure || !w->maybe_exact ? RWK_OK : check_exact_head(w, place, &where);
}

static rwk_status walk_rotated(rwk_walk *w)
{
    const rwk_evidence *e = w->e;
    for (size_t row = 0; row < e->batch * e->seq; row++) {
        rwk_place place = rwk_evidence_place(e, row / e->seq, row % e->seq, 0);
        rwk_status status = rwk_walk_to(w, &place);
        if (status == RWK_OK && w->maybe_exact) status = rwk_rope_exact_at(w->exact, place.position);
        for (place.head = 0; place.head < e->heads && status == RWK_OK; place.head++) status = hold_head(w, &place);
        if (status != RWK_OK || !rwk_walk_goes_on(w, row + 1, e->batch * e->seq)) return status;
    }
    return RWK_OK;
}

/* ---- Tables and frequencies ---- */

static void hold_entry(rwk_walk *w, double got, double truth, double rounded, size_t i, const rwk_worst_value *where)
{
    hold(w, got, truth, fabs(w->a), i, where);
    hold_rounded(w, got, rounded, where);
}

static void hold_table_row(rwk_walk *w, const rwk_place *place)
{
    const rwk_evidence *e = w->e;
    const double *rounded_c = w->want, *rounded_s = w->want + w->n;
    rwk_worst_value where = { .column = place->column };
    for (size_t column = 0; column < e->width; column++) {
        const size_t i = e->config.layout == RWK_INTERLEAVED && e->width > w->n ? column / 2 : column % w->n;
        const size_t at = place->column * e->width + column;
        where.pair = i, where.position = place->position[rwk_config_axis(&e->config, i)];
        hold_entry(w, rwk_tensor_value(&e->y, at), w->c[i], rounded_c[i], i, &where);
        hold_entry(w, rwk_tensor_value(&e->sin, at), w->s[i], rounded_s[i], i, &where);
    }
}

static rwk_status walk_table(rwk_walk *w)
{
    const rwk_evidence *e = w->e;
    for (size_t row = 0; row < e->seq; row++) {
        const rwk_place place = rwk_evidence_place(e, 0, row, 0);
        rwk_status status = rwk_walk_to(w, &place);
        if (status == RWK_OK) status = rwk_rows_at(w->want, w->want + w->n, w->rows, place.position, e->answer);
        if (status != RWK_OK) return status;
        hold_table_row(w, &place);
        if (!rwk_walk_goes_on(w, row + 1, e->seq)) return RWK_OK;
    }
    return RWK_OK;
}

/* inv_freq: the bound is delta, at position 1, and the rounding of the answer. */
static rwk_status walk_inv_freq(rwk_walk *w)
{
    const rwk_status status = rwk_truth_inv_freq(w->want, w->truth, w->e->answer);
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) w->terms[g].relative = 0;
    for (size_t i = 0; i < w->n && status == RWK_OK; i++) {
        const double got = rwk_tensor_value(&w->e->y, i);
        const rwk_worst_value where = { .position = 1, .pair = i };
        for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) w->turn[g][i] = w->delta[g][i];
        hold(w, got, w->inv_freq[i], 1, i, &where);
        hold_rounded(w, got, w->want[i], &where);
    }
    return status;
}

/* ---- All kinds ---- */

static bool allocate(rwk_walk *w)
{
    const size_t n = w->n, width = w->e->config.head_dim;
    w->inv_freq = malloc((3 + 2 * RWK_N_BOUNDS) * n * sizeof(double)); /* n <= RWK_PIPELINE_PAIRS */
    w->x = malloc(width * sizeof(double)), w->y = malloc(width * sizeof(double)), w->want = malloc(width * sizeof(double));
    w->rows = rwk_rows_new(w->truth, &w->e->config), w->exact = rwk_rope_exact_new(w->truth, &w->e->config);
    if (!w->inv_freq || !w->x || !w->y || !w->want || !w->rows || !w->exact) return false;
    w->c = w->inv_freq + n, w->s = w->c + n;
    for (int g = 0; g < RWK_N_BOUNDS; g++) w->delta[g] = w->s + (size_t)(2 * g + 1) * n, w->turn[g] = w->delta[g] + n;
    return true;
}

static rwk_status prepare(rwk_walk *w, bool compute_f32)
{
    const rwk_tolerance t = rwk_tolerance_of(&w->e->config, w->e->answer, compute_f32);
    w->n = rwk_truth_pairs(w->truth), w->a = rwk_truth_attention_factor(w->truth), w->maybe_exact = true;
    if (!allocate(w)) return RWK_ENOMEM;
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++)
        w->terms[g] = rwk_tolerance_terms(&t, (rwk_grade)g, w->e->kind == RWK_TABLE);
    const rwk_status status = rwk_truth_inv_freq(w->inv_freq, w->truth, RWK_F64);
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS && status == RWK_OK; g++)
        rwk_tolerance_angles(w->delta[g], w->inv_freq, w->n, &t, (rwk_grade)g);
    return status;
}

static void release(rwk_walk *w)
{
    free(w->inv_freq);
    free(w->x);
    free(w->y);
    free(w->want);
    rwk_rows_free(w->rows);
    rwk_rope_exact_free(w->exact);
    rwk_truth_free(w->truth);
}

static rwk_status walk_over(rwk_walk *w)
{
    switch (w->e->kind) {
    case RWK_TABLE: return walk_table(w);
    case RWK_INV_FREQ: return walk_inv_freq(w);
    case RWK_SCORES: return rwk_walk_scores(w);
    default: return walk_rotated(w);
    }
}

static rwk_grade best_grade(const rwk_walk *w)
{
    const double *used = w->grading->used;
    if (w->maybe_exact) return RWK_L0;
    if ((w->e->kind == RWK_TABLE || w->e->kind == RWK_INV_FREQ) && used[RWK_L1] <= 1) return RWK_L1;
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++)
        if (used[g] <= 1) return (rwk_grade)g;
    return RWK_GRADE_FAIL;
}

rwk_status rwk_grade_evidence(rwk_grading *grading, const rwk_evidence *evidence, bool compute_f32, rwk_progress *progress,
                              void *owner, rwk_diag *diag)
{
    rwk_walk w = { .grading = grading, .e = evidence, .progress = progress, .owner = owner };
    memset(grading, 0, sizeof *grading);
    if (evidence->config.rotary_dim / 2 > RWK_PIPELINE_PAIRS)
        return rwk_fail(diag, RWK_ERANGE, "rotary_dim: %zu: expected at most %d here", evidence->config.rotary_dim,
                        2 * RWK_PIPELINE_PAIRS);
    rwk_status status = rwk_truth_new(&w.truth, &evidence->config, 0, diag);
    if (status == RWK_OK) status = prepare(&w, compute_f32);
    if (status == RWK_OK) status = walk_over(&w);
    if (status == RWK_OK) grading->grade = best_grade(&w);
    release(&w);
    return status;
}
