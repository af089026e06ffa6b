/* SPDX-License-Identifier: MIT */
/*
 * Claim     xPos keeps scores relative and damps their swings with distance; it does not keep lengths, and one direction overflows.
 * Source    Sun et al. 2022 (arXiv:2212.10554); microsoft/torchscale, class XPOS; derivations (D19.1)-(D19.6)
 * Measure   scores at (m, n) against (m - n, 0) up to 2^15; the mean cosine, its total variation and its envelope up to 4096; lengths
 *           of scaled queries; the first position at which MPFR rounds 1/zeta^(m/512) to infinity, found by bisection
 * Holds if  scores agree within (D19.3); curve under its envelope (D19.4), variation under (D19.5), lengths as in (D19.3), first
 *           positions equal the closed form (D19.6)
 * Must fail keys scaled like queries; centres of each call's own; RoPE's variation; the curve run backwards; RoPE's lengths; floor for ceil
 */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "angles/real.h"
#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "claims/xpos_curve.h"
#include "encodings/xpos.h"
#include "faults/axes_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 31,
    .id = "xpos",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "xPos scores are relative and swing less with distance than RoPE's; lengths change, and 1/zeta leaves f16 at 4533.",
    .source = "Sun et al. 2022; microsoft/torchscale",
    .section = "19",
    .equations = "D19.1 D19.3",
};

enum { D = 64, N = D / 2, DRAWS = 4000, FARTHEST = 1 << 15, LAST = 4096, CERTIFIED_BITS = 256 };

typedef struct {
    double zeta[N], inv_freq[N], c[N], s[N], scale[N], w[N], q[D], k[D], a[D], b[D];
} scratch;

/* ---- Scores. ---- */

/* y = xPos of x at position m; the scale counts from m - centre. */
static rwk_status encode(double y[], const double x[], scratch *v, int64_t m, int64_t scale_at, rwk_xpos_role role,
                         rwk_xpos_scaling *scaling)
{
    rwk_angle_cos_sin(v->c, v->s, v->inv_freq, N, m, RWK_F64);
    const rwk_status status = scaling(v->scale, v->zeta, N, RWK_XPOS_BASE, scale_at, role, RWK_F64);
    return status == RWK_OK ? rwk_xpos(y, x, D, D, v->c, v->s, v->scale, RWK_INTERLEAVED, RWK_F64) : status;
}

/* Score of v->q at m with v->k at n, their scales at cm and cn; NaN when something failed. */
static double score(scratch *v, int64_t m, int64_t n, int64_t cm, int64_t cn, rwk_xpos_scaling *scaling)
{
    if (encode(v->a, v->q, v, m, cm, RWK_XPOS_QUERY, scaling) != RWK_OK) return NAN;
    if (encode(v->b, v->k, v, n, cn, RWK_XPOS_KEY, scaling) != RWK_OK) return NAN;
    return rwk_dot(v->a, v->b, D, RWK_F64);
}

static double score_bound(scratch *v, int64_t m, int64_t n)
{
    rwk_pair_weights(v->w, v->q, v->k, N);
    for (size_t i = 0; i < N; i++) v->w[i] *= pow(v->zeta[i], (double)(m - n) / RWK_XPOS_BASE);
    return rwk_bound_xpos(v->w, v->inv_freq, N, m > n ? m : n, rwk_unit_roundoff(RWK_F64));
}

static void record_shifts(rwk_run *run, scratch *v)
{
    static const int64_t shifts[] = { 0, 100, 1000, 4000 };
    double least = INFINITY, largest = -INFINITY;
    for (size_t k = 0; k < 4; k++) {
        const int64_t m = 50 + shifts[k], n = shifts[k];
        const double right = score(v, m, n, m, n, rwk_xpos_scale);
        least = rwk_least(least, right), largest = rwk_worst(largest, right);
        rwk_run_fact(run, rwk_run_name(run, "one draw, distance 50, shift %d: score", (int)n), right);
        rwk_run_fact(run, rwk_run_name(run, "one draw, distance 50, shift %d: score, keys scaled like queries", (int)n),
                     score(v, m, n, m, n, rwk_fault_xpos_same_scale));
    }
    rwk_run_fact(run, "one draw, distance 50: spread of the scores over the shifts", largest - least);
}

/* With L tokens in the text torchscale scales at m - ceil(L/2) on both sides, which must change nothing. */
static void measure_scores(rwk_run *run, scratch *v)
{
    double plain = 0, centred = 0, same = 0, own = 0;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 10); draw++) {
        rwk_run_gaussian(run, v->q, D);
        rwk_run_gaussian(run, v->k, D);
        const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, FARTHEST), length = FARTHEST;
        const int64_t n = draw % 2 ? (int64_t)gsl_rng_uniform_int(run->rng, FARTHEST) : m - (m < 16 ? m : 16);
        const int64_t centre = rwk_xpos_centre(length);
        const double wanted = score(v, m - n, 0, m - n, 0, rwk_xpos_scale), bound = score_bound(v, m, n);
        plain = rwk_worst(plain, fabs(score(v, m, n, m, n, rwk_xpos_scale) - wanted) / bound);
        centred = rwk_worst(centred, fabs(score(v, m, n, m - centre, n - centre, rwk_xpos_scale) - wanted) / bound);
        same = rwk_worst(same, fabs(score(v, m, n, m, n, rwk_fault_xpos_same_scale) - wanted) / bound);
        own = rwk_worst(
            own,
            fabs(score(v, m, n, rwk_fault_xpos_own_centre(m, 1), rwk_fault_xpos_own_centre(n, length), rwk_xpos_scale) - wanted) /
                bound);
    }
    record_shifts(run, v);
    rwk_run_check(run, "score at (m, n) against (m - n, 0) up to 2^15: error over bound", plain, 1);
    rwk_run_check(run, "the same, scaled from the middle of the text: error over bound", centred, 1);
    rwk_run_control(run, "keys scaled like queries: error over bound", same, 1);
    rwk_run_control(run, "query and keys scaled from the middle of their own calls: error over bound", own, 1);
}

/* ---- Lengths. ---- */

/* | |y| / (sum zeta^(2 p/B) |x_i|^2)^(1/2) - 1 | for y = xPos of v->q at m; p = m, or 0 for what RoPE would keep. */
static double length_error(scratch *v, int64_t m, double p)
{
    double squares = 0;
    if (encode(v->a, v->q, v, m, m, RWK_XPOS_QUERY, rwk_xpos_scale) != RWK_OK) return NAN;
    for (size_t i = 0; i < N; i++) {
        const double z = pow(v->zeta[i], p / RWK_XPOS_BASE);
        squares += z * z * (v->q[2 * i] * v->q[2 * i] + v->q[2 * i + 1] * v->q[2 * i + 1]);
    }
    return fabs(sqrt(rwk_dot(v->a, v->a, D, RWK_F64) / squares) - 1);
}

static void measure_lengths(rwk_run *run, scratch *v)
{
    double error = 0, rope = 0, mean = 0, squares = 0;
    const double bound = (D + 16) * rwk_unit_roundoff(RWK_F64), draws = (double)rwk_run_count(run, DRAWS, 10);
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 10); draw++) {
        const int64_t m = 1 + (int64_t)gsl_rng_uniform_int(run->rng, FARTHEST);
        rwk_run_gaussian(run, v->q, D);
        const double kept = 1 - length_error(v, 2048, 0); /* the length at 2048 is below |q| */
        mean += kept / draws, squares += kept * kept / draws;
        error = rwk_worst(error, length_error(v, m, (double)m));
        rope = rwk_worst(rope, length_error(v, m, 0));
    }
    rwk_run_fact(run, "Gaussian q at m = 2048: |y|/|q|, mean", mean);
    rwk_run_fact(run, "Gaussian q at m = 2048: |y|/|q|, standard deviation", sqrt(squares - mean * mean));
    rwk_run_fact(run, "q of equal pairs at m = 2048: |y|/|q|", sqrt(rwk_xpos_envelope(v->zeta, N, RWK_XPOS_BASE, 2 * 2048)));
    rwk_run_check(run, "length of a query at m <= 2^15 against (sum zeta^(2m/B) |q_i|^2)^(1/2): relative gap", error, bound);
    rwk_run_control(run, "length of a query against |q|, which RoPE keeps: relative gap", rope, bound);
}

/* ---- The curve. ---- */

/* |score of equal vectors at distance s over d - wanted|, over its bound. */
static double equal_error(scratch *v, int64_t s, double wanted)
{
    for (size_t j = 0; j < D; j++) v->q[j] = v->k[j] = 1;
    return fabs(score(v, s, 0, s, 0, rwk_xpos_scale) / D - wanted) / (score_bound(v, s, 0) / D);
}

static rwk_status measure_curve(rwk_run *run, scratch *v)
{
    double swings = 0, rope_swings = 0, inside = 0, backwards = 0, met = 0, rope_met = 0, before = NAN, rope_before = NAN;
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "distance\txpos\trope\tenvelope\tbackwards\tswings\trope_swings");
    if (status != RWK_OK) return status;
    for (int s = 0; s <= LAST; s++) {
        const double here = rwk_xpos_mean_cosine(v->zeta, v->inv_freq, N, RWK_XPOS_BASE, s),
                     rope = rwk_decay_mean_cosine(v->inv_freq, N, s), top = rwk_xpos_envelope(v->zeta, N, RWK_XPOS_BASE, s),
                     reverse = rwk_xpos_mean_cosine(v->zeta, v->inv_freq, N, RWK_XPOS_BASE, -s);
        if (s > 1) swings += fabs(here - before), rope_swings += fabs(rope - rope_before);
        if (s > 0) inside = rwk_worst(inside, fabs(here) / top); /* at 0 both are 1 */
        backwards = rwk_worst(backwards, fabs(reverse) / top);
        met = rwk_worst(met, equal_error(v, s, here));
        rope_met = rwk_worst(rope_met, equal_error(v, s, rope));
        before = here, rope_before = rope;
        RWK_ROW(table, s, here, rope, top, reverse, swings, rope_swings);
    }
    const double bound = rwk_xpos_variation(v->zeta, v->inv_freq, N, RWK_XPOS_BASE, LAST);
    rwk_run_fact(run, "total variation of the mean cosine on 1 .. 4096", swings);
    rwk_run_fact(run, "total variation of RoPE's mean cosine on 1 .. 4096", rope_swings);
    rwk_run_fact(run, "bound on the variation of xPos", bound);
    rwk_run_fact(run, "mean cosine run backwards, at -2048", rwk_xpos_mean_cosine(v->zeta, v->inv_freq, N, RWK_XPOS_BASE, -2048));
    rwk_run_fact(run, "mean cosine run backwards, at -4096", rwk_xpos_mean_cosine(v->zeta, v->inv_freq, N, RWK_XPOS_BASE, -LAST));
    rwk_run_check(run, "score of equal vectors over d against the mean cosine up to 4096: error over bound", met, 1);
    rwk_run_check(run, "|mean cosine| over its envelope on 1 .. 4096", inside, 1 + (2 * N + 8) * rwk_unit_roundoff(RWK_F64));
    rwk_run_check(run, "total variation of the mean cosine on 1 .. 4096 over its bound", swings / bound, 1);
    rwk_run_control(run, "score of equal vectors over d against RoPE's mean cosine: error over bound", rope_met, 1);
    rwk_run_control(run, "run backwards, queries before keys: |mean cosine| over the envelope", backwards, 1);
    rwk_run_control(run, "RoPE's total variation over the bound of xPos", rope_swings / bound, 1);
    return RWK_OK;
}

/* ---- Where the scale overflows. ---- */

/* (7/2)^(m/512), 2/7 being the smallest zeta, rounded once to dtype, is infinite. */
static rwk_status is_infinite(bool *yes, int64_t m, rwk_dtype dtype)
{
    double value;
    rwk_reals *pool = rwk_reals_new(CERTIFIED_BITS);
    if (!pool) return RWK_ENOMEM;
    const rwk_real power = rwk_real_pow_ratio(pool, rwk_real_ratio(pool, 7, 2), m, (uint64_t)RWK_XPOS_BASE);
    const rwk_status status = rwk_real_round(&value, power, dtype);
    if (status == RWK_OK) *yes = isinf(value) != 0;
    rwk_reals_free(pool);
    return status;
}

/* The first position by bisection: the power grows with m. */
static rwk_status certified_first(int64_t *first, rwk_dtype dtype)
{
    int64_t low = 0, high = 1 << 20; /* 3.5^(2^20/512) = 2^3701 is infinite in every dtype */
    rwk_status status = RWK_OK;
    while (high - low > 1 && status == RWK_OK) {
        bool infinite = false;
        const int64_t middle = low + (high - low) / 2;
        status = is_infinite(&infinite, middle, dtype);
        if (infinite) high = middle;
        else low = middle;
    }
    *first = high;
    return status;
}

/* The first position at which a key's scale, the power rounded to dtype and then inverted, is infinite. */
static double inverted_first(const scratch *v, rwk_dtype dtype)
{
    double scale = 0;
    for (int64_t m = 0; m < 1 << 20; m++) {
        if (rwk_xpos_scale(&scale, v->zeta, 1, RWK_XPOS_BASE, m, RWK_XPOS_KEY, dtype) != RWK_OK) return NAN;
        if (isinf(scale)) return (double)m;
    }
    return NAN;
}

static rwk_status measure_overflow(rwk_run *run, const scratch *v)
{
    double gap = 0, floored = INFINITY;
    for (int dtype = RWK_F64; dtype <= RWK_F16; dtype++) {
        int64_t first;
        const rwk_status status = certified_first(&first, (rwk_dtype)dtype);
        if (status != RWK_OK) return status;
        const double formula = rwk_xpos_first_overflow(v->zeta[0], RWK_XPOS_BASE, (rwk_dtype)dtype);
        gap = rwk_worst(gap, fabs((double)first - formula));
        floored = rwk_least(floored, fabs((double)first - (formula - 1)));
        const char *name = rwk_dtype_name((rwk_dtype)dtype);
        rwk_run_fact(run, rwk_run_name(run, "%s: first position whose 1/zeta^(m/512) is infinite", name), (double)first);
        rwk_run_fact(run, rwk_run_name(run, "%s: the same, dividing by the rounded power", name),
                     inverted_first(v, (rwk_dtype)dtype));
        rwk_run_fact(run, rwk_run_name(run, "%s: shortest text that overflows when scaled from its middle", name),
                     2 * (double)first - 1);
    }
    rwk_run_check(run, "first position with an infinite scale, by MPFR, against the closed form: largest gap", gap, 0);
    rwk_run_control(run, "floor for ceil: smallest gap", floored, 0);
    return RWK_OK;
}

/* log10 of 1/zeta^(m/512) for the fastest, the middle and the slowest pair. */
static rwk_status write_scales(rwk_run *run, const scratch *v)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "scale", "position\tfastest\tmiddle\tslowest\tfirst_f16\tfirst_f32");
    for (int m = 0; m <= 40000 && status == RWK_OK; m += 100) {
        const double power = m / RWK_XPOS_BASE;
        RWK_ROW(table, m, -power * log10(v->zeta[0]), -power * log10(v->zeta[N / 2]), -power * log10(v->zeta[N - 1]),
                rwk_xpos_first_overflow(v->zeta[0], RWK_XPOS_BASE, RWK_F16),
                rwk_xpos_first_overflow(v->zeta[0], RWK_XPOS_BASE, RWK_F32));
    }
    return status;
}

static rwk_status certify(double inv_freq[], rwk_run *run)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(D, 10000);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch v;
    rwk_status status = certify(v.inv_freq, run);
    if (status == RWK_OK) status = rwk_xpos_zeta(v.zeta, D);
    if (status != RWK_OK) return status;
    measure_scores(run, &v);
    measure_lengths(run, &v);
    status = measure_curve(run, &v);
    rwk_run_progress(run, 0.5);
    if (status == RWK_OK) status = measure_overflow(run, &v);
    return status == RWK_OK ? write_scales(run, &v) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
