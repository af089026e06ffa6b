/* SPDX-License-Identifier: MIT */
/*
 * Claim     RoPE scores decay with distance: they are bounded by an envelope that falls, and the mean cosine falls like a logarithm.
 * Source    RoFormer (arXiv:2104.09864) section 3.4.3, eq. (35)-(37), figure 2; S1 "long-range decay"; Su, kexue.fm 8231, 8265, 10122;
 *           derivations (D5.1)-(D5.9)
 * Measure   |score| over the Abel bound for Gaussian q, k; the mean |S_j| of figure 2; the mean cosine against its continuum limit
 * Holds if  the score never exceeds the bound (D5.3); the octave means of figure 2 fall up to 256; the mean cosine is within the
 *           Euler-Maclaurin remainder of the limit up to half the aliasing onset (D5.7)
 * Must fail the bound without its last term h_N = 0; "falls at every step" (the curve rises at many); the limit without its
 *           end-point term
 */
#include <math.h>
#include <stdlib.h>

#include "claims/abel.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 23,
    .id = "long_range_decay",
    .expected = RWK_HOLDS,
    .geometric = true,
    .statement = "RoPE scores lie under RoFormer's bound, whose octave means fall up to distance 256, and the mean cosine follows "
                 "a logarithm.",
    .source = "S1; Su et al. 2021, eq. (35)-(37), figure 2; Su, kexue.fm 8231 and 10122",
    .section = "5",
    .equations = "D5.3 D5.6",
};

enum { DRAWS = 2000, EVERY_INTEGER = 4096, LAST = 200000, MAX_PAIRS = 512, FIGURE = 256 };

/* ---- The bound is a bound. ---- */

typedef struct {
    double q[2 * MAX_PAIRS], k[2 * MAX_PAIRS], re[MAX_PAIRS], im[MAX_PAIRS], sum_re[MAX_PAIRS], sum_im[MAX_PAIRS];
} scratch;

/* |sum h_i e^{is theta_i}| over `step` * sum |S_j|, at distance s; the score is the real part of the sum.    (D5.3) */
static double bound_used(scratch *w, const double inv_freq[], size_t n, double s, double step)
{
    double re = 0, im = 0;
    for (size_t i = 0; i < n; i++) {
        const double c = cos(s * inv_freq[i]), e = sin(s * inv_freq[i]);
        re += w->re[i] * c - w->im[i] * e;
        im += w->re[i] * e + w->im[i] * c;
    }
    return hypot(re, im) / (step * (double)n * rwk_decay_mean_partial_sum(inv_freq, n, s));
}

static void measure_bound(rwk_run *run, scratch *w)
{
    static const double distances[] = { 0, 1, 10, 50, 100, 250, 1000 };
    const size_t n = run->n_pairs;
    double gaussian = 0, tight = 0, constant = 0, without = INFINITY;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 20); draw++) {
        rwk_run_gaussian(run, w->q, 2 * n);
        rwk_run_gaussian(run, w->k, 2 * n);
        rwk_abel_pair_products(w->re, w->im, w->q, w->k, n); /* (D5.1) */
        for (size_t k = 0; k < 7; k++)
            gaussian = rwk_worst(gaussian, bound_used(w, run->inv_freq, n, distances[k], rwk_decay_largest_step(w->re, w->im, n)));
    }
    for (size_t i = 0; i < n; i++) w->re[i] = 1 - (double)i / (double)n, w->im[i] = 0;
    tight = bound_used(w, run->inv_freq, n, 0, rwk_decay_largest_step(w->re, w->im, n));
    for (size_t i = 0; i < n; i++) w->re[i] = 1;
    constant = bound_used(w, run->inv_freq, n, 0, rwk_decay_largest_step(w->re, w->im, n));
    for (size_t i = 0; i < n; i++) w->re[i] = 1 + ldexp((double)i, -30); /* all but constant */
    for (size_t k = 0; k < 7; k++)
        without = rwk_least(without, bound_used(w, run->inv_freq, n, distances[k], rwk_fault_largest_step(w->re, w->im, n)));
    /* Rounding: the sum errs by (N + 4) u sum |h_i|, and sum |h_i| is at most N (N + 1)/2 times the bound, as |S_1| = 1.  (D5.3) */
    const double slack = rwk_unit_roundoff(RWK_F64) * (double)((n + 4) * n * n * (n + 1));
    rwk_run_check(run, "Gaussian q, k: |score| over the Abel bound", gaussian, 1 + slack);
    rwk_run_check(run, "h_i = 1 - i/N at distance 0 attains the bound: gap", fabs(tight - 1),
                  4 * (double)n * rwk_unit_roundoff(RWK_F64));
    rwk_run_control(run, "constant h at distance 0 does not attain it: gap", fabs(constant - 1),
                    4 * (double)n * rwk_unit_roundoff(RWK_F64));
    rwk_run_control(run, "without the term h_N = 0: |score| over the bound, nearly constant h", without, 1);
}

/* ---- Figure 2 of RoFormer. ---- */

static double octave_mean(const double inv_freq[], size_t n, int from)
{
    double sum = 0;
    for (int s = from; s < 2 * from; s++) sum += rwk_decay_mean_partial_sum(inv_freq, n, s);
    return sum / from;
}

static double largest_octave_ratio(const double inv_freq[], size_t n)
{
    double ratio = 0, previous = octave_mean(inv_freq, n, 1);
    for (int from = 2; from <= FIGURE / 2; from *= 2) {
        const double mean = octave_mean(inv_freq, n, from);
        ratio = rwk_worst(ratio, mean / previous);
        previous = mean;
    }
    return ratio;
}

/* That octave means fall is no theorem: it is checked on the curve that RoFormer shows, and recorded for the model. */
static rwk_status measure_envelope(rwk_run *run)
{
    enum { PAIRS = 64 }; /* RoFormer's figure: d = 128, base 10000 */
    static const int listed[] = { 0, 1, 10, 50, 100, 250, 256 };
    double inv_freq[PAIRS], rises = 0, step_ratio = 0;
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(2 * PAIRS, 10000);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    if (status != RWK_OK) return status;
    for (int s = 0; s < 250; s++) {
        const double here = rwk_decay_mean_partial_sum(inv_freq, PAIRS, s),
                     next = rwk_decay_mean_partial_sum(inv_freq, PAIRS, s + 1);
        rises += next > here;
        step_ratio = rwk_worst(step_ratio, next / here);
    }
    for (size_t k = 0; k < sizeof listed / sizeof listed[0]; k++)
        rwk_run_fact(run, rwk_run_name(run, "RoFormer figure 2: mean |S_j| at distance %d", listed[k]),
                     rwk_decay_mean_partial_sum(inv_freq, PAIRS, listed[k]));
    rwk_run_check(run, "RoFormer figure 2: largest ratio of an octave's mean to the one before, up to 256",
                  largest_octave_ratio(inv_freq, PAIRS), 1);
    rwk_run_control(run, "read step by step: largest ratio of a value to the one before", step_ratio, 1);
    rwk_run_control(run, "read as \"falls at every step\": rising steps among its first 250", rises, 0);
    rwk_run_fact(run, "this model: largest ratio of an octave's mean to the one before",
                 largest_octave_ratio(run->inv_freq, run->n_pairs));
    return RWK_OK;
}

/* ---- The mean cosine and its limit. ---- */

static void measure_limit(rwk_run *run)
{
    const size_t n = run->n_pairs;
    const double base = run->config.rope_theta, onset = rwk_decay_alias_onset(base, n);
    double used = 0, without = 0, largest = 0, first_negative = NAN;
    for (double s = 1; s <= onset / 2; s++) {
        const double gap = rwk_decay_mean_cosine(run->inv_freq, n, s) - rwk_decay_limit(s, base);
        const double rest = gap - rwk_decay_end_point(s, base, n), bound = rwk_decay_remainder(s, base, n);
        used = rwk_worst(used, fabs(rest) / bound);
        without = rwk_worst(without, fabs(gap) / bound);
        largest = rwk_worst(largest, fabs(rest));
    }
    for (double s = 1; s <= LAST && isnan(first_negative); s++)
        if (rwk_decay_mean_cosine(run->inv_freq, n, s) < 0) first_negative = s;
    for (int s = 1; s <= 10000; s *= 10) {
        rwk_run_fact(run, rwk_run_name(run, "mean cosine at distance %d", s), rwk_decay_mean_cosine(run->inv_freq, n, s));
        rwk_run_fact(run, rwk_run_name(run, "its limit at distance %d", s), rwk_decay_limit(s, base));
    }
    rwk_run_fact(run, "aliasing onset s1", onset);
    rwk_run_fact(run, "first distance with a negative mean cosine", first_negative);
    rwk_run_fact(run, "largest |mean cosine - limit - end point| up to s1/2", largest);
    rwk_run_check(run, "mean cosine against its limit up to s1/2: error over remainder", used, 1);
    rwk_run_control(run, "limit without its end-point term: error over remainder", without, 1);
}

/* ---- The curves. ---- */

/* 0 .. 4096 one by one, then 600 a decade. */
static double next_distance(double s) { return s < EVERY_INTEGER ? s + 1 : rwk_worst(s + 1, floor(s * pow(10, 1.0 / 600))); }

static rwk_status write_curves(rwk_run *run)
{
    const size_t n = run->n_pairs;
    const double base = run->config.rope_theta;
    rwk_tsv *table;
    rwk_status status =
        rwk_run_table(&table, run, NULL, "distance\tmean_partial_sum\toctave_mean\tmean_cosine\tlimit\talias_rms\talias_onset");
    double mean = NAN; /* of the octave that s lies in, as far as figure 2 goes */
    int from = 0;
    for (double s = 0; s <= LAST && status == RWK_OK; s = next_distance(s)) {
        const double onset = rwk_decay_alias_onset(base, n);
        if (s >= 1 && s <= FIGURE && s == floor(s) && (int)s >= 2 * from)
            from = (int)s, mean = s < FIGURE ? octave_mean(run->inv_freq, n, from) : mean;
        RWK_ROW(table, s, rwk_decay_mean_partial_sum(run->inv_freq, n, s), s >= 1 && s <= FIGURE ? mean : NAN,
                rwk_decay_mean_cosine(run->inv_freq, n, s), rwk_decay_limit(s, base),
                s < onset ? NAN : rwk_decay_alias_rms(s, base, n), onset);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, 2 * MAX_PAIRS) != RWK_OK) return RWK_ERANGE;
    if (rwk_decay_alias_onset(run->config.rope_theta, run->n_pairs) < 4)
        return rwk_fail(&run->diag, RWK_ERANGE, "rotary_dim: %zu: too few pairs for this base: they alias before distance 4",
                        2 * run->n_pairs);
    scratch *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    measure_bound(run, w);
    free(w);
    rwk_run_progress(run, 0.5);
    const rwk_status status = measure_envelope(run);
    if (status != RWK_OK) return status;
    measure_limit(run);
    rwk_run_progress(run, 0.8);
    return write_curves(run);
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
