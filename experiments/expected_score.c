/* SPDX-License-Identifier: MIT */
/*
 * Claim     Independent Gaussian queries and keys have a mean score of 0 at every distance; the key R_r q has its largest score at
 *           distance r, whichever r is chosen; a key similar to the query gains 2 sigma^2 sum cos(r theta_i) over an unrelated one.
 * Source    Barbero et al. 2024 (arXiv:2410.06205), propositions 3.1 and 3.2; Men et al. 2024 (arXiv:2405.14591), theorem 1;
 *           derivations (D17.12)-(D17.15)
 * Measure   mean, mean square and mean modulus of q . R_r k over 20000 draws at 42 distances up to 10000; the distance of the largest
 *           of 4096 scores for k = R_r q; the gain of q + e over k, components of mean 0 and of mean 1/2
 * Holds if  |mean| <= 5 sqrt(d/T), the other means within 5 standard deviations (D17.12), (D17.15); the largest score is at r (D17.13)
 * Must fail all-ones vectors held to a mean of 0; similar ones to a mean square of d; R_{-r} q for R_r q; the gain without its
 *           subtrahend; the gain of an independent key
 */
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/expected.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 26,
    .id = "expected_score",
    .expected = RWK_HOLDS,
    .statement =
        "Random queries and keys have a mean score of 0 at every distance; R_r q as a key peaks at distance r; similar keys gain "
        "2 sigma^2 sum cos(r theta).",
    .source = "Barbero et al. 2024, propositions 3.1 and 3.2; Men et al. 2024, theorem 1",
    .section = "17",
    .equations = "D17.12 D17.13",
};

enum {
    MAX_PAIRS = 256,
    DRAWS = 20000,
    PER_DECADE = 10,
    DISTANCES = 4 * PER_DECADE + 2,
    REACH = 4096,
    PEAK_DRAWS = 20,
    N_PEAKS = 4
};
static const int PEAKS[N_PEAKS] = { 0, 5, 100, 3000 };
static const double TAU = 0.5;

/* Sums over draws at one distance. */
typedef struct {
    double sum, square, modulus;
} moments;

typedef struct {
    size_t n, d;
    int64_t r[DISTANCES];                                        /* 0, then PER_DECADE a decade from 1 to 10000 */
    double cos[DISTANCES][MAX_PAIRS], sin[DISTANCES][MAX_PAIRS]; /* of -r theta_i */
    double q[2 * MAX_PAIRS], k[2 * MAX_PAIRS], similar[2 * MAX_PAIRS], turned[2 * MAX_PAIRS], other[2 * MAX_PAIRS];
    moments independent[DISTANCES], alike[DISTANCES], gain[DISTANCES], rival[DISTANCES]; /* q.k, q.(q+e), q.(q+e-k), q.(k'-k) */
} work;

static void prepare(work *w, const rwk_run *run)
{
    w->n = run->n_pairs, w->d = 2 * w->n;
    for (int t = 0; t < DISTANCES; t++) {
        w->r[t] = t == 0 ? 0 : (int64_t)rint(pow(10, (t - 1.0) / PER_DECADE));
        rwk_angle_cos_sin(w->cos[t], w->sin[t], run->inv_freq, w->n, -w->r[t], RWK_F64);
    }
}

static void add(moments *m, double x)
{
    m->sum += x;
    m->square += x * x;
    m->modulus += fabs(x);
}

/* q . R_r k = (R_{-r} q) . k for the four kinds of keys at every distance. */
static rwk_status add_draw(work *w)
{
    rwk_status status = RWK_OK;
    for (int t = 0; t < DISTANCES && status == RWK_OK; t++) {
        status = rwk_rope_interleaved(w->turned, w->q, w->d, w->d, w->cos[t], w->sin[t], RWK_F64);
        const double k = rwk_dot(w->turned, w->k, w->d, RWK_F64), alike = rwk_dot(w->turned, w->similar, w->d, RWK_F64);
        add(&w->independent[t], k);
        add(&w->alike[t], alike);
        add(&w->gain[t], alike - k);
        add(&w->rival[t], rwk_dot(w->turned, w->other, w->d, RWK_F64) - k);
    }
    return status;
}

/* Components of q, k, k' of deviation 1 and mean mu; e of deviation TAU. */
static rwk_status draw_all(rwk_run *run, work *w, double mu, size_t draws)
{
    rwk_status status = RWK_OK;
    for (int t = 0; t < DISTANCES; t++) w->independent[t] = w->alike[t] = w->gain[t] = w->rival[t] = (moments){ 0 };
    for (size_t draw = 0; draw < draws && status == RWK_OK; draw++) {
        rwk_run_gaussian(run, w->q, w->d);
        rwk_run_gaussian(run, w->k, w->d);
        rwk_run_gaussian(run, w->other, w->d);
        rwk_run_gaussian(run, w->similar, w->d); /* e so far */
        for (size_t j = 0; j < w->d; j++) {
            w->q[j] += mu, w->k[j] += mu, w->other[j] += mu;
            w->similar[j] = w->q[j] + TAU * w->similar[j];
        }
        status = add_draw(w);
    }
    return status;
}

/* ---- Independent keys (D17.12). ---- */

/* Largest |mean| over 5 sqrt(d/T). */
static double mean_used(const moments m[], size_t d, double draws)
{
    double used = 0;
    for (int t = 0; t < DISTANCES; t++) used = rwk_worst(used, fabs(m[t].sum / draws) / (5 * sqrt((double)d / draws)));
    return used;
}

static double square_used(const moments m[], size_t d, double draws)
{
    double used = 0;
    for (int t = 0; t < DISTANCES; t++)
        used = rwk_worst(used, fabs(m[t].square / draws / (double)d - 1) / (5 * sqrt((2 + 6 / (double)d) / draws)));
    return used;
}

static double modulus_used(const moments m[], size_t d, double draws)
{
    const double mean = rwk_expected_modulus(d), deviation = sqrt((double)d - mean * mean);
    double used = 0;
    for (int t = 0; t < DISTANCES; t++) used = rwk_worst(used, fabs(m[t].modulus / draws - mean) / (5 * deviation / sqrt(draws)));
    return used;
}

/* All components 1: the least |mean| over 5 sqrt(d/T) at distances 0, 1, 10, 100. */
static rwk_status control_ones(rwk_run *run, work *w, double draws)
{
    double used = INFINITY;
    rwk_status status = RWK_OK;
    for (size_t j = 0; j < w->d; j++) w->q[j] = w->k[j] = 1;
    for (int t = 0; t <= 1 + 2 * PER_DECADE && status == RWK_OK; t += t == 0 ? 1 : PER_DECADE) {
        status = rwk_rope_interleaved(w->turned, w->q, w->d, w->d, w->cos[t], w->sin[t], RWK_F64);
        used = rwk_least(used, fabs(rwk_dot(w->turned, w->k, w->d, RWK_F64)) / (5 * sqrt((double)w->d / draws)));
    }
    rwk_run_control(run, "all-ones vectors: least |mean| at distances 0 to 100 over 5 sqrt(d/T)", used, 1);
    return status;
}

static rwk_status check_independent(rwk_run *run, work *w, double draws)
{
    rwk_run_check(run, "Gaussian q, k: largest |mean score| over 5 sqrt(d/T)", mean_used(w->independent, w->d, draws), 1);
    rwk_run_check(run, "Gaussian q, k: mean square score against d, over 5 sigma", square_used(w->independent, w->d, draws), 1);
    rwk_run_check(run, "Gaussian q, k: mean |score| against its formula, over 5 sigma", modulus_used(w->independent, w->d, draws),
                  1);
    rwk_run_control(run, "similar q, k: mean square score against d, over 5 sigma", square_used(w->alike, w->d, draws), 1);
    rwk_run_control(run, "similar q, k: mean |score| against the formula, over 5 sigma", modulus_used(w->alike, w->d, draws), 1);
    rwk_run_fact(run, "sqrt(d)", sqrt((double)w->d));
    rwk_run_fact(run, "mean |score| by its formula", rwk_expected_modulus(w->d));
    for (int t = 0; t < DISTANCES; t += t == 0 ? 1 : PER_DECADE) {
        const int r = (int)w->r[t];
        rwk_run_fact(run, rwk_run_name(run, "Gaussian q, k at distance %d: mean score over sqrt(d/T)", r),
                     w->independent[t].sum / sqrt((double)w->d * draws));
        rwk_run_fact(run, rwk_run_name(run, "Gaussian q, k at distance %d: root mean square score", r),
                     sqrt(w->independent[t].square / draws));
        rwk_run_fact(run, rwk_run_name(run, "Gaussian q, k at distance %d: mean |score|", r), w->independent[t].modulus / draws);
        rwk_run_fact(run, rwk_run_name(run, "similar q, k at distance %d: mean score over d", r),
                     w->alike[t].sum / draws / (double)w->d);
        rwk_run_fact(run, rwk_run_name(run, "mean cosine at distance %d", r), rwk_decay_mean_cosine(run->inv_freq, w->n, r));
    }
    return control_ones(run, w, draws);
}

/* ---- Similar keys (D17.14), (D17.15). ---- */

static double gain_used(const rwk_run *run, const work *w, const moments m[], double mu, double draws)
{
    double used = 0;
    for (int t = 0; t < DISTANCES; t++) {
        const double r = (double)w->r[t], gain = rwk_expected_gain(run->inv_freq, w->n, r, 1);
        const double variance = rwk_expected_gain_variance(run->inv_freq, w->n, r, mu, 1, TAU);
        used = rwk_worst(used, fabs(m[t].sum / draws - gain) / (5 * sqrt(variance / draws)));
    }
    return used;
}

static rwk_status write_curves(rwk_run *run, const work *w, double draws)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "distance\tones\tsimilar\tindependent\tdeviation");
    for (int t = 1; t < DISTANCES && status == RWK_OK; t++) {
        const double d = (double)w->d, r = (double)w->r[t];
        RWK_ROW(table, r, rwk_decay_mean_cosine(run->inv_freq, w->n, r), w->alike[t].sum / draws / d,
                w->independent[t].sum / draws / d, sqrt(w->independent[t].square / draws) / d);
    }
    return status;
}

static rwk_status measure_means(rwk_run *run, work *w)
{
    const size_t count = rwk_run_count(run, DRAWS, 20);
    const double draws = (double)count;
    rwk_status status = draw_all(run, w, 0, count);
    if (status == RWK_OK) status = check_independent(run, w, draws);
    if (status != RWK_OK) return status;
    rwk_run_check(run, "components of mean 0: gain of similar keys against its law, over 5 sigma",
                  gain_used(run, w, w->gain, 0, draws), 1);
    status = write_curves(run, w, draws);
    rwk_run_progress(run, 0.4);
    if (status == RWK_OK) status = draw_all(run, w, 0.5, count);
    rwk_run_check(run, "components of mean 1/2: gain of similar keys against its law, over 5 sigma",
                  gain_used(run, w, w->gain, 0.5, draws), 1);
    rwk_run_control(run, "components of mean 1/2: score of similar keys, no subtrahend, against the law, over 5 sigma",
                    gain_used(run, w, w->alike, 0.5, draws), 1);
    rwk_run_control(run, "components of mean 1/2: gain of an independent key against the law, over 5 sigma",
                    gain_used(run, w, w->rival, 0.5, draws), 1);
    return status;
}

/* ---- A key for every distance (D17.13). ---- */

/* score[s] = (R_s q) . k for s = 0 .. REACH - 1; returns the s of its largest value. */
static rwk_status scores_of(double score[REACH], rwk_run *run, work *w)
{
    double c[MAX_PAIRS], s[MAX_PAIRS];
    rwk_status status = RWK_OK;
    for (int m = 0; m < REACH && status == RWK_OK; m++) {
        rwk_angle_cos_sin(c, s, run->inv_freq, w->n, m, RWK_F64);
        status = rwk_rope_interleaved(w->turned, w->q, w->d, w->d, c, s, RWK_F64);
        score[m] = rwk_dot(w->turned, w->k, w->d, RWK_F64);
    }
    return status;
}

/* 1 if score[r] is not the largest, the margin to the second otherwise added to `least`; NaN if a score is. */
static double misses_peak(const double score[REACH], int r, double *least)
{
    double second = -INFINITY;
    for (int m = 0; m < REACH; m++)
        if (m != r) second = rwk_worst(second, score[m]);
    if (isnan(second) || isnan(score[r])) return NAN;
    *least = rwk_least(*least, 1 - second / score[r]);
    return second >= score[r];
}

/* Misses of k = R_{sign r} q over draws of q; the last draw's scores stay in `score`. */
static rwk_status measure_peak(double *misses, double *margin, double score[REACH], rwk_run *run, work *w, int r, int sign)
{
    double c[MAX_PAIRS], s[MAX_PAIRS];
    rwk_status status = RWK_OK;
    rwk_angle_cos_sin(c, s, run->inv_freq, w->n, sign * r, RWK_F64);
    for (size_t draw = 0; draw < rwk_run_count(run, PEAK_DRAWS, 10) && status == RWK_OK; draw++) {
        rwk_run_gaussian(run, w->q, w->d);
        status = rwk_rope_interleaved(w->k, w->q, w->d, w->d, c, s, RWK_F64);
        if (status == RWK_OK) status = scores_of(score, run, w);
        *misses += misses_peak(score, r, margin);
    }
    return status;
}

static rwk_status measure_peaks(rwk_run *run, work *w)
{
    double(*score)[REACH] = calloc(N_PEAKS + 1, sizeof *score), misses = 0, wrong = 0, margin = INFINITY, unused = INFINITY;
    rwk_tsv *table;
    rwk_status status = score ? rwk_run_table(&table, run, "peaks", "distance\tr0\tr5\tr100\tr3000") : RWK_ENOMEM;
    for (int p = 0; p < N_PEAKS && status == RWK_OK; p++) {
        status = measure_peak(&misses, &margin, score[p], run, w, PEAKS[p], 1);
        if (status == RWK_OK && p > 0) status = measure_peak(&wrong, &unused, score[N_PEAKS], run, w, PEAKS[p], -1);
        rwk_run_progress(run, 0.8 + 0.05 * p);
    }
    for (int m = 0; m < REACH && status == RWK_OK; m++)
        RWK_ROW(table, m, score[0][m] / score[0][PEAKS[0]], score[1][m] / score[1][PEAKS[1]], score[2][m] / score[2][PEAKS[2]],
                score[3][m] / score[3][PEAKS[3]]);
    rwk_run_check(run, "key R_r q: draws whose largest score is not at distance r", misses, 0);
    rwk_run_control(run, "key R_{-r} q: draws whose largest score is not at distance r", wrong, 0);
    rwk_run_fact(run, "key R_r q: least margin of the largest score over the second, relative", margin);
    free(score);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, 2 * MAX_PAIRS) != RWK_OK) return RWK_ERANGE;
    work *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    prepare(w, run);
    rwk_status status = measure_means(run, w);
    rwk_run_progress(run, 0.8);
    if (status == RWK_OK) status = measure_peaks(run, w);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
