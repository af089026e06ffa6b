/* SPDX-License-Identifier: MIT */
/*
 * Claim     RoFormer's bound on the score shows that the inner product of random (Gaussian) queries and keys decays with distance.
 * Source    RoFormer (arXiv:2104.09864) sections 3.3 and 3.4.3, eq. (35)-(37), figure 2; S1 "long-range decay"; derivations
 *           (D17.1)-(D17.6), (D5.3)
 * Measure   the bound over sum |h_i|, which knows no distance, for Gaussian q, k and 587 distances; the octave means of its curve
 *           B(s) up to 2e5; d = 128, b = 10000
 * Holds if  somewhere the bound of some draw is below sum |h_i|, and the octave means of B fall from 16 on.  Instead: the bound is at
 *           least B(s)/B(0) of sum |h_i|, attained by h_i = 1 - i/N (D17.1); B >= 1/2 (D17.2); E |sum|^2 is 4N at every distance
 *           (D17.3); a Gaussian draw is flat enough to come below sum |h_i| with the probability of (D17.5) at most; beyond b,
 *           octave means of B lie between the limits of (D17.6)
 * Must fail the bound without its last term h_N = 0; constant h as the best case; equal q and k as independent; the tail of |h_i|
 *           for its steps; the share of flat draws among slowly varying h; the first octave as one beyond b
 */
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "claims/abel.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 24,
    .id = "decay_bound",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "RoFormer's bound shows that the inner product of random (Gaussian) queries and keys decays with distance.",
    .source = "Su et al. 2021, section 3.4.3, eq. (35)-(37), figure 2; S1",
    .section = "17",
    .equations = "D17.1 D17.3",
};

enum {
    PAIRS = 64,
    BASE = 10000,
    DRAWS = 2000,
    DISTANCES = 587,
    LAST = 200000,
    EVERY_INTEGER = 4096,
    PUBLISHED = 256,
    OCTAVES = 17
};
static const double TAIL_AT = 4, FAR = 70508;

typedef struct {
    double inv_freq[PAIRS];
    double s[DISTANCES], b[DISTANCES];                   /* distances; B there */
    double cos[DISTANCES][PAIRS], sin[DISTANCES][PAIRS]; /* of s theta_i */
    double square[DISTANCES];                            /* sum over draws of |sum h_i e^{is theta_i}|^2 */
    double steepness[DRAWS], least;                      /* of each draw, sorted; the least, NaN if one is */
    double q[2 * PAIRS], k[2 * PAIRS], re[PAIRS], im[PAIRS];
    double octave[OCTAVES], least_b, far_b; /* means of B over 2^o .. 2^(o+1) - 1; its least value */
    size_t draws, above_product, above_step;
} work;

/* Rounding: the sum and the bound as in (D5.3); quotients of sums of at most N^2 terms.  (D17.1) */
static const double SLACK = 0x1p-53 * (PAIRS + 4.0) * PAIRS * PAIRS * (PAIRS + 1.0);

static rwk_status prepare(work *w, rwk_run *run)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(2 * PAIRS, BASE);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(w->inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    for (size_t t = 0; t < DISTANCES && status == RWK_OK; t++) {
        w->s[t] = t + 1 < DISTANCES ? 7 * (double)t : FAR;
        w->b[t] = rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, w->s[t]);
        for (size_t i = 0; i < PAIRS; i++) {
            w->cos[t][i] = cos(w->s[t] * w->inv_freq[i]);
            w->sin[t][i] = sin(w->s[t] * w->inv_freq[i]);
        }
    }
    return status;
}

/* ---- The bound and the draws. ---- */

/* |sum_i h_i e^{is theta_i}|^2 at distance number t. */
static double square_of_sum(const work *w, size_t t)
{
    double re = 0, im = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        re += w->re[i] * w->cos[t][i] - w->im[i] * w->sin[t][i];
        im += w->re[i] * w->sin[t][i] + w->im[i] * w->cos[t][i];
    }
    return re * re + im * im;
}

/* Over all distances: |sum| over `step` sum |S_j|.                                                         (D5.3) */
static double bound_used(work *w, double step)
{
    double used = 0;
    for (size_t t = 0; t < DISTANCES; t++) {
        const double square = square_of_sum(w, t);
        w->square[t] += square;
        used = rwk_worst(used, sqrt(square) / (step * PAIRS * w->b[t]));
    }
    return used;
}

static void count_tails(work *w)
{
    for (size_t i = 0; i < PAIRS; i++) {
        w->above_product += hypot(w->re[i], w->im[i]) > TAIL_AT;
        if (i % 2 == 0) w->above_step += hypot(w->re[i + 1] - w->re[i], w->im[i + 1] - w->im[i]) > TAIL_AT;
    }
}

/* Largest |mean square / 4N - 1| over all distances, over 5 sigma.                                          (D17.3) */
static double unevenness(const work *w, size_t draws)
{
    double worst = 0;
    for (size_t t = 0; t < DISTANCES; t++) worst = rwk_worst(worst, fabs(w->square[t] / (double)draws / (4 * PAIRS) - 1));
    return worst / (5 * sqrt((1 + 2.0 / PAIRS) / (double)draws));
}

/* Draw, and return the largest |sum| over the bound; same: k = q. */
static double draw_all(work *w, rwk_run *run, size_t draws, bool same)
{
    double used = 0;
    w->least = INFINITY;
    w->draws = draws, w->above_product = w->above_step = 0;
    for (size_t t = 0; t < DISTANCES; t++) w->square[t] = 0;
    for (size_t draw = 0; draw < draws; draw++) {
        rwk_run_gaussian(run, w->q, 2 * PAIRS);
        rwk_run_gaussian(run, w->k, 2 * PAIRS);
        rwk_abel_pair_products(w->re, w->im, w->q, same ? w->q : w->k, PAIRS);
        w->steepness[draw] = rwk_abel_steepness(w->re, w->im, PAIRS);
        w->least = rwk_least(w->least, w->steepness[draw]);
        used = rwk_worst(used, bound_used(w, rwk_decay_largest_step(w->re, w->im, PAIRS)));
        count_tails(w);
    }
    gsl_sort(w->steepness, 1, draws);
    return used;
}

/* ---- Special h. ---- */

/* h_i = 1 - slope i/N. */
static void ramp(work *w, double slope)
{
    for (size_t i = 0; i < PAIRS; i++) w->re[i] = 1 - slope * (double)i / PAIRS, w->im[i] = 0;
}

/* The bound over sum |h_i| against B(s)/B(0), the least that it can be: their ratio is `steepness` B(0).     (D17.1) */
static double gap_from_best(const work *w) { return fabs(rwk_abel_steepness(w->re, w->im, PAIRS) * (PAIRS + 1) / 2 - 1); }

static void check_special(rwk_run *run, work *w)
{
    ramp(w, 1);
    rwk_run_instead(run, "h_i = 1 - i/N: bound over sum |h_i| is B(s)/B(0), relative gap", gap_from_best(w), SLACK);
    ramp(w, 0);
    rwk_run_control(run, "constant h: bound over sum |h_i| is B(s)/B(0), relative gap", gap_from_best(w), SLACK);
    ramp(w, PAIRS * 0x1p-30); /* all but constant */
    rwk_run_control(run, "without the term h_N = 0: |sum| over the bound, nearly constant h",
                    bound_used(w, rwk_fault_largest_step(w->re, w->im, PAIRS)), 1 + SLACK);
}

/* ---- What the draws say. ---- */

/* |share - p| over 5 sigma of a share of n independent events of probability p. */
static double share_off(double share, double p, double n) { return fabs(share - p) / (5 * sqrt(p * (1 - p) / n)); }

static void check_tails(rwk_run *run, const work *w)
{
    const double n = (double)(w->draws * PAIRS), product = (double)w->above_product / n, step = 2 * (double)w->above_step / n;
    rwk_run_instead(run, "share of |h_i| > 4 against 4 K_1(4), over 5 sigma", share_off(product, rwk_abel_product_tail(TAIL_AT), n),
                    1);
    rwk_run_instead(run, "share of |h_{i+1} - h_i| > 4 against 8 K_2(4), over 5 sigma",
                    share_off(step, rwk_abel_step_tail(TAIL_AT), n / 2), 1);
    rwk_run_control(run, "share of |h_{i+1} - h_i| > 4 against 4 K_1(4), over 5 sigma",
                    share_off(step, rwk_abel_product_tail(TAIL_AT), n / 2), 1);
}

/* Share of the sorted draws whose bound can come below sum |h_i| if B(s) = 1/2. */
static double flat_share(const work *w)
{
    size_t flat = 0;
    while (flat < w->draws && w->steepness[flat] < 1 / rwk_abel_floor(PAIRS)) flat++;
    return (double)flat / (double)w->draws;
}

static void check_flat(rwk_run *run, work *w)
{
    const double p = rwk_abel_flat_probability(PAIRS, 1 / rwk_abel_floor(PAIRS));
    const double allowed = p + 5 * sqrt(p * (1 - p) / (double)w->draws);
    rwk_run_instead(run, "share of draws whose bound is below sum |h_i| wherever B(s) = 1/2", flat_share(w), allowed);
    rwk_run_fact(run, "proved: probability of a bound below sum |h_i| at any distance, at most", p);
    rwk_run_fact(run, "the same with the least B(s) up to 2e5 in place of 1/2", rwk_abel_flat_probability(PAIRS, 1 / w->least_b));
    ramp(w, 1);
    for (size_t draw = 0; draw < w->draws; draw++) w->steepness[draw] = rwk_abel_steepness(w->re, w->im, PAIRS);
    rwk_run_control(run, "share of flat draws, h_i = 1 - i/N", flat_share(w), allowed);
}

static rwk_status write_ratios(rwk_run *run, const work *w)
{
    rwk_tsv *table;
    const double low = w->steepness[0], high = w->steepness[w->draws - 1],
                 median = gsl_stats_median_from_sorted_data(w->steepness, 1, w->draws);
    const rwk_status status = rwk_run_table(&table, run, "ratio", "distance\tleast\tmedian\tlargest\tbest");
    for (double s = 0; s <= LAST && status == RWK_OK; s = rwk_worst(s + 1, floor(s * pow(10, 1.0 / 200)))) {
        const double b = rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, s);
        RWK_ROW(table, s, low * b, median * b, high * b, 2 * b / (PAIRS + 1));
    }
    return status;
}

static rwk_status measure_draws(rwk_run *run, work *w)
{
    const size_t draws = rwk_run_count(run, DRAWS, 10);
    double used, least = INFINITY;
    used = draw_all(w, run, draws, true);
    rwk_run_control(run, "equal q and k: E |sum|^2 the same at every distance, over 5 sigma", unevenness(w, draws), 1);
    used = rwk_worst(used, draw_all(w, run, draws, false));
    for (size_t t = 0; t < DISTANCES; t++) least = rwk_least(least, w->least * w->b[t]);
    const double median = gsl_stats_median_from_sorted_data(w->steepness, 1, draws);
    rwk_run_check(run, "Gaussian q, k: least bound over sum |h_i|, all draws and distances", least, 1);
    rwk_run_instead(run, "|sum| over the bound, all draws and distances", used, 1 + SLACK);
    rwk_run_instead(run, "B(s)/B(0) over the ratio of bound and sum |h_i|", 2 / ((PAIRS + 1) * w->least), 1 + SLACK);
    rwk_run_instead(run, "independent q and k: E |sum|^2 = 4N at every distance, over 5 sigma", unevenness(w, draws), 1);
    for (int k = 0; k < 3; k++)
        rwk_run_fact(run, rwk_run_name(run, "median of bound over sum |h_i| at distance %d", (const int[]){ 1, 250, 1000 }[k]),
                     median * rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, (const int[]){ 1, 250, 1000 }[k]));
    rwk_run_fact(run, "least steepness max |h_{i+1} - h_i| / mean |h_i| of a draw", w->least);
    check_tails(run, w);
    const rwk_status status = write_ratios(run, w);
    check_flat(run, w);
    return status;
}

/* ---- The curve. ---- */

/* Means of B over octaves, and its least value up to LAST, at every `stride`-th distance from EVERY_INTEGER on. */
static void measure_octaves(work *w, size_t stride)
{
    size_t count[OCTAVES + 1] = { 0 };
    double sum[OCTAVES + 1] = { 0 };
    w->least_b = w->far_b = rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, FAR);
    for (size_t s = 1; s <= LAST; s += s < EVERY_INTEGER ? 1 : stride) {
        const double b = rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, (double)s);
        const int octave = ilogb((double)s);
        sum[octave] += b, count[octave]++;
        w->least_b = rwk_least(w->least_b, b);
    }
    for (int o = 0; o < OCTAVES; o++) w->octave[o] = sum[o] / (double)count[o];
}

static void check_curve(rwk_run *run, const work *w)
{
    double low, high, ratio = 0, below = 0, above = 0;
    rwk_abel_walk_limits(&low, &high, PAIRS);
    for (int o = 5; o < OCTAVES; o++) ratio = rwk_worst(ratio, w->octave[o] / w->octave[o - 1]);
    for (int o = ilogb(BASE) + 1; o < OCTAVES; o++) {
        below = rwk_worst(below, low / w->octave[o]);
        above = rwk_worst(above, w->octave[o] / high);
    }
    rwk_run_check(run, "octave means of B from 16 on: largest ratio of one to the one before", ratio, 1);
    rwk_run_instead(run, "B(s) >= 1/2: floor over the least value up to 2e5", rwk_abel_floor(PAIRS) / w->least_b, 1);
    rwk_run_instead(run, "octave means of B beyond b: lower limit of the average over them", below, 1);
    rwk_run_instead(run, "octave means of B beyond b: they over the upper limit of the average", above, 1);
    rwk_run_control(run, "the octave of distance 1: mean of B over the upper limit of the average", w->octave[0] / high, 1);
    for (int o = 4; o < OCTAVES; o++)
        rwk_run_fact(run, rwk_run_name(run, "mean of B from %d on, one octave", 1 << o), w->octave[o]);
    rwk_run_fact(run, "average of B over all distances, sums of phases taken as Gaussian", rwk_abel_walk(PAIRS));
    rwk_run_fact(run, "first zero x0 of Ci", rwk_decay_ci_zero());
    rwk_run_fact(run, "x0 b", rwk_decay_ci_zero() * BASE);
    rwk_run_fact(run, "B at distance 70508", w->far_b);
    rwk_run_fact(run, "least B up to 2e5", w->least_b);
}

static rwk_status write_curve(rwk_run *run, const work *w)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "distance\tmean_partial_sum\toctave_mean\twalk\tend");
    const double end = rwk_decay_ci_zero() * BASE;
    for (double s = 1; s <= LAST && status == RWK_OK; s = s < 1024 ? s + 1 : rwk_worst(s + 1, floor(s * pow(10, 1.0 / 600)))) {
        const int octave = ilogb(s);
        RWK_ROW(table, s, rwk_decay_mean_partial_sum(w->inv_freq, PAIRS, s), octave < OCTAVES ? w->octave[octave] : NAN,
                rwk_abel_walk(PAIRS), end);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    work *w = calloc(1, sizeof *w);
    rwk_status status = w ? prepare(w, run) : RWK_ENOMEM;
    if (status == RWK_OK) {
        measure_octaves(w, run->options.quick ? 16 : 1);
        rwk_run_progress(run, 0.5);
        status = measure_draws(run, w);
    }
    if (status == RWK_OK) {
        check_special(run, w);
        check_curve(run, w);
        status = write_curve(run, w);
    }
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
