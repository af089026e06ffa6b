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

#include "claims/decay.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 4, .id = "long_range_decay", .expected = RWK_HOLDS,
    .statement = "RoPE scores lie under a bound whose octave means fall up to distance 256, and the mean cosine follows a logarithm.",
    .source = "S1; Su et al. 2021, eq. (35)-(37), figure 2; Su, kexue.fm 8231 and 10122", .section = "5",
};

enum { DRAWS = 2000, EVERY_INTEGER = 4096, LAST = 200000, MAX_PAIRS = 512, FIGURE = 256 };

/* ---- The bound is a bound. ---- */

typedef struct {
    double q[2 * MAX_PAIRS], k[2 * MAX_PAIRS], re[MAX_PAIRS], im[MAX_PAIRS], sum_re[MAX_PAIRS], sum_im[MAX_PAIRS];
} scratch;

/* h_i = q_i conj(k_i) for the complex pairs of q and k.                                                  (D5.1) */
static void pair_products(scratch *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double a = w->q[2 * i], b = w->q[2 * i + 1], c = w->k[2 * i], e = w->k[2 * i + 1];
        w->re[i] = a * c + b * e;
        w->im[i] = b * c - a * e;
    }
}

/* max |h_{i+1} - h_i| with h_n = 0 behind the last. */
static double largest_step(const scratch *w, size_t n)
{
    return fmax(rwk_fault_largest_step(w->re, w->im, n), hypot(w->re[n - 1], w->im[n - 1]));
}

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
    double gaussian = 0, tight = 0, without = INFINITY;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 20); draw++) {
        rwk_run_gaussian(run, w->q, 2 * n);
        rwk_run_gaussian(run, w->k, 2 * n);
        pair_products(w, n);
        for (size_t k = 0; k < 7; k++)
            gaussian = fmax(gaussian, bound_used(w, run->inv_freq, n, distances[k], largest_step(w, n)));
    }
    for (size_t i = 0; i < n; i++) w->re[i] = 1 - (double)i / (double)n, w->im[i] = 0;
    tight = bound_used(w, run->inv_freq, n, 0, largest_step(w, n));
    for (size_t i = 0; i < n; i++) w->re[i] = 1 + ldexp((double)i, -30);  /* all but constant */
    for (size_t k = 0; k < 7; k++)
        without = fmin(without, bound_used(w, run->inv_freq, n, distances[k], rwk_fault_largest_step(w->re, w->im, n)));
    rwk_run_check(run, "Gaussian q, k: |score| over the Abel bound", gaussian, 1);
    rwk_run_check(run, "h_i = 1 - i/N at distance 0 attains the bound: gap", fabs(tight - 1), 4 * (double)n * rwk_unit_roundoff(RWK_F64));
    rwk_run_control(run, "without the term h_N = 0: |score| over the bound, nearly constant h", without, 1);
}

/* ---- Figure 2 of RoFormer. ---- */

static double octave_mean(const double inv_freq[], size_t n, int from)
{
    double sum = 0;
    for (int s = from; s < 2 * from; s++) sum += rwk_decay_mean_partial_sum(inv_freq, n, s);
    return sum / from;
}

static void measure_envelope(rwk_run *run)
{
    static const int listed[] = { 0, 1, 10, 50, 100, 250, 256 };
    const size_t n = run->n_pairs;
    double rises = 0, ratio = 0, previous = octave_mean(run->inv_freq, n, 1);
    char name[96];
    for (int from = 2; from <= FIGURE / 2; from *= 2) {
        const double mean = octave_mean(run->inv_freq, n, from);
        ratio = fmax(ratio, mean / previous);
        previous = mean;
    }
    for (int s = 0; s < 250; s++)
        rises += rwk_decay_mean_partial_sum(run->inv_freq, n, s + 1) > rwk_decay_mean_partial_sum(run->inv_freq, n, s);
    for (size_t k = 0; k < sizeof listed / sizeof listed[0]; k++) {
        snprintf(name, sizeof name, "mean |S_j| at distance %d", listed[k]);
        rwk_run_fact(run, name, rwk_decay_mean_partial_sum(run->inv_freq, n, listed[k]));
    }
    rwk_run_check(run, "mean |S_j|: largest ratio of an octave's mean to the one before, up to 256", ratio, 1);
    rwk_run_control(run, "read as \"falls at every step\": rising steps among the first 250", rises, 0);
}

/* ---- The mean cosine and its limit. ---- */

static void measure_limit(rwk_run *run)
{
    const size_t n = run->n_pairs;
    const double base = run->config.rope_theta, onset = rwk_decay_alias_onset(base, n);
    double used = 0, without = 0, largest = 0, first_negative = NAN;
    char name[96];
    for (double s = 1; s <= onset / 2; s++) {
        const double gap = rwk_decay_mean_cosine(run->inv_freq, n, s) - rwk_decay_limit(s, base);
        const double rest = gap - rwk_decay_end_point(s, base, n), bound = rwk_decay_remainder(s, base, n);
        used = fmax(used, fabs(rest) / bound);
        without = fmax(without, fabs(gap) / bound);
        largest = fmax(largest, fabs(rest));
    }
    for (double s = 1; s <= LAST && isnan(first_negative); s++)
        if (rwk_decay_mean_cosine(run->inv_freq, n, s) < 0) first_negative = s;
    for (int s = 1; s <= 10000; s *= 10) {
        snprintf(name, sizeof name, "mean cosine at distance %d", s);
        rwk_run_fact(run, name, rwk_decay_mean_cosine(run->inv_freq, n, s));
        snprintf(name, sizeof name, "its limit at distance %d", s);
        rwk_run_fact(run, name, rwk_decay_limit(s, base));
    }
    rwk_run_fact(run, "aliasing onset s1", onset);
    rwk_run_fact(run, "first distance with a negative mean cosine", first_negative);
    rwk_run_fact(run, "largest |mean cosine - limit - end point| up to s1/2", largest);
    rwk_run_check(run, "mean cosine against its limit up to s1/2: error over remainder", used, 1);
    rwk_run_control(run, "limit without its end-point term: error over remainder", without, 1);
}

/* ---- The curves. ---- */

/* 0 .. 4096 one by one, then 600 a decade. */
static double next_distance(double s) { return s < EVERY_INTEGER ? s + 1 : fmax(s + 1, floor(s * pow(10, 1.0 / 600))); }

static rwk_status write_curves(rwk_run *run)
{
    const size_t n = run->n_pairs;
    const double base = run->config.rope_theta;
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "distance\tmean_partial_sum\toctave_mean\tmean_cosine\tlimit\talias_rms\talias_onset");
    double mean = NAN;  /* of the octave that s lies in, as far as figure 2 goes */
    int from = 0;
    for (double s = 0; s <= LAST && status == RWK_OK; s = next_distance(s)) {
        const double onset = rwk_decay_alias_onset(base, n);
        if (s >= 1 && s <= FIGURE && s == floor(s) && (int)s >= 2 * from)
            from = (int)s, mean = s < FIGURE ? octave_mean(run->inv_freq, n, from) : mean;
        RWK_ROW(table, s, rwk_decay_mean_partial_sum(run->inv_freq, n, s), s >= 1 && s <= FIGURE ? mean : NAN, rwk_decay_mean_cosine(run->inv_freq, n, s),
                rwk_decay_limit(s, base), s < onset ? NAN : rwk_decay_alias_rms(s, base, n), onset);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (run->n_pairs > MAX_PAIRS)
        return rwk_fail(&run->diag, RWK_ERANGE, "rotary_dim: %zu: this experiment takes at most %d", 2 * run->n_pairs, 2 * MAX_PAIRS);
    if (run->config.rope_theta <= 1)
        return rwk_fail(&run->diag, RWK_ERANGE, "rope_theta: %g: the limit of the mean cosine needs a base above 1", run->config.rope_theta);
    scratch *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    measure_bound(run, w);
    free(w);
    rwk_run_progress(run, 0.5);
    measure_envelope(run);
    measure_limit(run);
    rwk_run_progress(run, 0.8);
    return write_curves(run);
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
