/* SPDX-License-Identifier: MIT */
/*
 * Claim     Without positions the output of self-attention is unchanged under any permutation of its input.
 * Source    S3 (its reason for positional encodings); derivations (D11.3)-(D11.6)
 * Measure   outputs of a head of 64 tokens before and after a permutation, entry by entry: without positions, with RoPE, with a causal
 *           mask; with RoPE also under a shift and a reversal of all positions
 * Holds if  f(PX) = f(X) within what the order of a sum costs (D11.4).  It is not, hence REFUTED: f(PX) = P f(X), the rows move with
 *           their tokens (D11.3), and only their mean is unchanged (D11.5); RoPE ends this, and comes back to it when positions travel
 *           with the tokens or all shift (D11.6)
 * Must fail keys permuted without their values; RoPE with positions by place, outputs and their mean; a causal mask; reversed positions
 */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/angle.h"
#include "attention/attention.h"
#include "attention/mask.h"
#include "claims/attention_bounds.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 2,
    .id = "permutation",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "Without positions the output of self-attention is unchanged under any permutation of its input.",
    .source = "S3",
    .section = "11",
    .equations = "D11.3",
};

enum { N = 64, DIM = 64, DRAWS = 40, FEW = 8, PAIRS = DIM / 2 };

/* ---- A sequence: per token a query, a key, a value and a position.  What maps a token to them treats all tokens alike. ---- */

typedef struct {
    double q[N * DIM], k[N * DIM], v[N * DIM];
    int64_t position[N];
} sequence;

typedef struct {
    double out[N * DIM], weights[N * N];
} result;

typedef enum { PLAIN, CAUSAL, ROPE } mode;

typedef struct {
    sequence x, moved;
    result before, after;
    double rq[N * DIM], rk[N * DIM], inv_freq[PAIRS];
    size_t order[N]; /* row m of the permuted sequence is row order[m] of the other */
    bool causal[N * N];
} scratch;

static rwk_status rotate(double y[], const double x[], const int64_t position[], size_t n, const double inv_freq[])
{
    double c[PAIRS], s[PAIRS];
    rwk_status status = RWK_OK;
    for (size_t m = 0; m < n && status == RWK_OK; m++) {
        rwk_angle_cos_sin(c, s, inv_freq, PAIRS, position[m], RWK_F64);
        status = rwk_rope_interleaved(y + m * DIM, x + m * DIM, DIM, DIM, c, s, RWK_F64);
    }
    return status;
}

static rwk_status attend(result *r, scratch *w, const sequence *x, size_t n, mode how)
{
    const rwk_attention_shape shape = { n, n, DIM, DIM };
    const bool *allowed = how == CAUSAL ? w->causal : NULL;
    if (how != ROPE) return rwk_attention_softmax(r->out, r->weights, x->q, x->k, x->v, allowed, NULL, shape);
    rwk_status status = rotate(w->rq, x->q, x->position, n, w->inv_freq);
    if (status == RWK_OK) status = rotate(w->rk, x->k, x->position, n, w->inv_freq);
    return status == RWK_OK ? rwk_attention_softmax(r->out, r->weights, w->rq, w->rk, x->v, NULL, NULL, shape) : status;
}

static void draw(rwk_run *run, scratch *w, size_t n)
{
    rwk_run_gaussian(run, w->x.q, n * DIM);
    rwk_run_gaussian(run, w->x.k, n * DIM);
    rwk_run_gaussian(run, w->x.v, n * DIM);
    for (size_t m = 0; m < n; m++) w->x.position[m] = (int64_t)m, w->order[m] = m;
    gsl_ran_shuffle(run->rng, w->order, n, sizeof w->order[0]);
    w->moved = w->x;
}

static void permute(double y[], const double x[], const size_t order[], size_t n)
{
    for (size_t m = 0; m < n; m++) memcpy(y + m * DIM, x + order[m] * DIM, DIM * sizeof *y);
}

/* Queries, keys and values in the new order; positions stay with the places, 0, 1, 2, … */
static void permute_tokens(scratch *w, size_t n)
{
    permute(w->moved.q, w->x.q, w->order, n);
    permute(w->moved.k, w->x.k, w->order, n);
    permute(w->moved.v, w->x.v, w->order, n);
}

/* ---- Comparisons: largest difference, and largest difference over its bound. ---- */

typedef struct {
    double gap, bound, used;
} change;

static void include(change *c, double gap, double bound)
{
    c->gap = rwk_worst(c->gap, gap);
    c->bound = rwk_worst(c->bound, bound);
    c->used = rwk_worst(c->used, gap / bound);
}

/* sum_n a_n |v_n| of one output. */
static double mean_abs(const result *r, const sequence *x, size_t m, size_t j)
{
    double sum = 0;
    for (size_t n = 0; n < N; n++) sum += r->weights[m * N + n] * fabs(x->v[n * DIM + j]);
    return sum;
}

/* Row m of `after` against row order[m] of `before`, or against row m for order NULL.                      (D11.4) */
static change compare(const scratch *w, const size_t order[])
{
    change c = { 0 };
    for (size_t m = 0; m < N; m++)
        for (size_t j = 0; j < DIM; j++) {
            const size_t from = order ? order[m] : m;
            include(&c, fabs(w->after.out[m * DIM + j] - w->before.out[from * DIM + j]),
                    rwk_bound_reordered(N, mean_abs(&w->before, &w->x, from, j), rwk_unit_roundoff(RWK_F64)));
        }
    return c;
}

/* The means over the rows.                                                                               (D11.5) */
static change compare_pools(const scratch *w)
{
    change c = { 0 };
    for (size_t j = 0; j < DIM; j++) {
        double before = 0, after = 0, size = 0;
        for (size_t m = 0; m < N; m++) {
            before += w->before.out[m * DIM + j];
            after += w->after.out[m * DIM + j];
            size += mean_abs(&w->before, &w->x, m, j);
        }
        include(&c, fabs(after / N - before / N), rwk_bound_pooled(N, size / N, rwk_unit_roundoff(RWK_F64)));
    }
    return c;
}

static double elements_that_differ(const scratch *w, const size_t order[])
{
    double count = 0;
    for (size_t m = 0; m < N; m++)
        for (size_t j = 0; j < DIM; j++) count += w->after.out[m * DIM + j] != w->before.out[(order ? order[m] : m) * DIM + j];
    return count;
}

/* Largest move of row m's scores when all positions shift, by rounding alone.                             (D3.8), (D3.9) */
static double score_move(const scratch *w, size_t m, int64_t shift)
{
    const double u = rwk_unit_roundoff(RWK_F64);
    double pair[PAIRS], worst = 0;
    for (size_t n = 0; n < N; n++) {
        double total = 0;
        rwk_pair_weights(pair, w->x.q + m * DIM, w->x.k + n * DIM, PAIRS);
        for (size_t i = 0; i < PAIRS; i++) total += pair[i];
        worst = rwk_worst(worst, rwk_bound_identity(pair, w->inv_freq, PAIRS, shift + N, u) +
                                     rwk_bound_identity(pair, w->inv_freq, PAIRS, N, u) + 4 * u * total);
    }
    return worst / sqrt(DIM);
}

static void extent(double *low, double *high, const double x[], size_t stride)
{
    *low = *high = x[0];
    for (size_t n = 1; n < N; n++) *low = rwk_least(*low, x[n * stride]), *high = rwk_worst(*high, x[n * stride]);
}

/* `after` with positions shifted, or reversed, against `before`.                                           (D11.6) */
static change compare_moved(const scratch *w, int64_t shift)
{
    change c = { 0 };
    for (size_t m = 0; m < N; m++) {
        double least, most, low, high;
        const double dz = score_move(w, m, shift);
        extent(&least, &most, w->before.weights + m * N, 1);
        for (size_t j = 0; j < DIM; j++) {
            extent(&low, &high, w->x.v + j, DIM);
            include(&c, fabs(w->after.out[m * DIM + j] - w->before.out[m * DIM + j]),
                    rwk_bound_moved(dz, high - low, log(most / least), N, mean_abs(&w->before, &w->x, m, j),
                                    rwk_unit_roundoff(RWK_F64)));
        }
    }
    return c;
}

/* ---- The cases. ---- */

enum { UNCHANGED, EQUIVARIANT, POOL, BY_PLACE, BY_PLACE_POOL, TRAVEL, SHIFT_1, SHIFT_1E3, SHIFT_1E6, REVERSED, MASKED, N_CASES };

typedef struct {
    change largest[N_CASES];             /* of all draws */
    double least[N_CASES];               /* smallest of the draws' `used` */
    double queries, keys_without_values; /* elements that differ: most, and fewest */
} tally;

static void record(tally *t, int kind, change c)
{
    change *all = &t->largest[kind];
    *all = (change){ rwk_worst(all->gap, c.gap), rwk_worst(all->bound, c.bound), rwk_worst(all->used, c.used) };
    t->least[kind] = rwk_least(t->least[kind], c.used);
}

/* f(X) with `how`, then f of w->moved. */
static rwk_status attend_both(scratch *w, mode how)
{
    const rwk_status status = attend(&w->before, w, &w->x, N, how);
    return status == RWK_OK ? attend(&w->after, w, &w->moved, N, how) : status;
}

static rwk_status measure_plain(tally *t, scratch *w)
{
    permute(w->moved.q, w->x.q, w->order, N);
    rwk_status status = attend_both(w, PLAIN);
    t->queries = rwk_worst(t->queries, elements_that_differ(w, w->order));
    memcpy(w->moved.q, w->x.q, sizeof w->x.q);
    permute(w->moved.k, w->x.k, w->order, N);
    if (status == RWK_OK) status = attend_both(w, PLAIN);
    t->keys_without_values = rwk_least(t->keys_without_values, elements_that_differ(w, NULL));
    permute_tokens(w, N);
    if (status == RWK_OK) status = attend_both(w, PLAIN);
    record(t, UNCHANGED, compare(w, NULL));
    record(t, EQUIVARIANT, compare(w, w->order));
    record(t, POOL, compare_pools(w));
    if (status == RWK_OK) status = attend_both(w, CAUSAL);
    record(t, MASKED, compare(w, w->order));
    return status;
}

static rwk_status measure_rope(tally *t, scratch *w)
{
    static const int64_t shifts[] = { 1, 1000, 1000000 };
    rwk_status status = attend_both(w, ROPE);
    record(t, BY_PLACE, compare(w, w->order));
    record(t, BY_PLACE_POOL, compare_pools(w));
    for (size_t m = 0; m < N; m++) w->moved.position[m] = w->x.position[w->order[m]];
    if (status == RWK_OK) status = attend_both(w, ROPE);
    record(t, TRAVEL, compare(w, w->order));
    w->moved = w->x;
    for (int k = 0; k < 3; k++) {
        for (size_t m = 0; m < N; m++) w->moved.position[m] = (int64_t)m + shifts[k];
        if (status == RWK_OK) status = attend_both(w, ROPE);
        record(t, SHIFT_1 + k, compare_moved(w, shifts[k]));
    }
    for (size_t m = 0; m < N; m++) w->moved.position[m] = (int64_t)(N - 1 - m);
    if (status == RWK_OK) status = attend_both(w, ROPE);
    record(t, REVERSED, compare_moved(w, 0));
    return status;
}

static const char *const NAMES[N_CASES] = {
    [UNCHANGED] = "no positions: f(PX) against f(X)",
    [EQUIVARIANT] = "no positions: f(PX) against P f(X)",
    [POOL] = "no positions: mean over the tokens of f(PX) against that of f(X)",
    [BY_PLACE] = "RoPE by place: f(PX) against P f(X)",
    [BY_PLACE_POOL] = "RoPE by place: mean over the tokens of f(PX) against that of f(X)",
    [TRAVEL] = "RoPE, positions travel with tokens: f(PX) against P f(X)",
    [SHIFT_1] = "RoPE: shift by 1",
    [SHIFT_1E3] = "RoPE: shift by 1000",
    [SHIFT_1E6] = "RoPE: shift by 1000000",
    [REVERSED] = "RoPE: positions reversed",
    [MASKED] = "no positions, causal mask: f(PX) against P f(X)",
};

static bool is_control(int kind) { return kind == BY_PLACE || kind == BY_PLACE_POOL || kind == REVERSED || kind == MASKED; }

static rwk_status report(rwk_run *run, const tally *t)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "case\tchange\tbound");
    for (int k = 0; k < N_CASES; k++) {
        const char *over = rwk_run_name(run, "%s, over bound", NAMES[k]);
        if (k == UNCHANGED) rwk_run_check(run, over, t->largest[k].used, 1);
        else if (is_control(k)) rwk_run_control(run, over, t->least[k], 1);
        else rwk_run_instead(run, over, t->largest[k].used, 1);
        rwk_run_fact(run, rwk_run_name(run, "%s, largest change", NAMES[k]), t->largest[k].gap);
        if (status == RWK_OK) RWK_ROW(table, k, t->largest[k].gap, t->largest[k].bound);
    }
    rwk_run_instead(run, "no positions: queries alone permuted, elements that differ", t->queries, 0);
    rwk_run_control(run, "no positions: keys permuted without values, elements that differ", t->keys_without_values, 0);
    return status;
}

/* ---- The figure: eight tokens, the first eight columns of their outputs. ---- */

static rwk_status write_map(rwk_run *run, scratch *w)
{
    double before[2][FEW * DIM], after[2][FEW * DIM];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "map", "column\trow\tfrom\tplain\tplain_moved\trope\trope_moved");
    draw(run, w, FEW);
    permute_tokens(w, FEW);
    for (int k = 0; k < 2 && status == RWK_OK; k++) {
        const mode how = k == 0 ? PLAIN : ROPE;
        status = attend(&w->before, w, &w->x, FEW, how);
        if (status == RWK_OK) status = attend(&w->after, w, &w->moved, FEW, how);
        memcpy(before[k], w->before.out, sizeof before[k]);
        memcpy(after[k], w->after.out, sizeof after[k]);
    }
    for (size_t m = 0; m < FEW && status == RWK_OK; m++)
        for (size_t j = 0, at = m * DIM; j < FEW; j++, at++)
            RWK_ROW(table, (double)j, (double)m, (double)w->order[m], before[0][at], after[0][at], before[1][at], after[1][at]);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    tally t = { .keys_without_values = INFINITY };
    scratch *w = calloc(1, sizeof *w);
    rwk_status status = w ? rwk_mask_causal(w->causal, N, N, 0) : RWK_ENOMEM;
    for (int k = 0; k < N_CASES; k++) t.least[k] = INFINITY;
    for (size_t i = 0; i < PAIRS && status == RWK_OK; i++) w->inv_freq[i] = pow(10000, -2.0 * (double)i / DIM);
    const size_t draws = rwk_run_count(run, DRAWS, 20);
    for (size_t i = 0; i < draws && status == RWK_OK; i++) {
        draw(run, w, N);
        status = measure_plain(&t, w);
        if (status == RWK_OK) status = measure_rope(&t, w);
        rwk_run_progress(run, (double)(i + 1) / (double)draws);
    }
    if (status == RWK_OK) status = report(run, &t);
    if (status == RWK_OK) status = write_map(run, w);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
