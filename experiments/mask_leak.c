/* SPDX-License-Identifier: MIT */
/*
 * Claim     After masked_fill(mask == 0, -1e-9) and softmax, masked positions get no weight.
 * Source    S4, code of `attention`; derivations (D11.1), (D11.2), (D11.7)-(D11.10)
 * Measure   weight of masked keys under a causal mask, change of past outputs when a later token changes, mean leak over rows for
 *           N(0, sigma^2) scores, with the fills -1e-9, -1e9 and -infinity
 * Holds if  both are exactly 0.  They are not, hence REFUTED: the leak follows a law, within 5 sigma of its exact expectation (D11.8),
 *           which is within its derived distance of the limit for long sequences (D11.9); with -infinity both are 0 (D11.2)
 * Must fail a fill of -20 for the exact zeros; a law that takes every score for its mean; -infinity against the law; an added mask of
 *           -1e4 that swallows the scores
 */
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/leak.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/attention_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 3,
    .id = "mask_leak",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "After masked_fill(mask == 0, -1e-9) and softmax, masked positions get no weight.",
    .source = "S4, code of attention",
    .section = "11",
    .equations = "D11.1 D11.7",
};

enum { DIM = 64, TEN = 10, MAP = 24, LONG = 512, DRAWS = 20, N_SIGMAS = 4 };

static const double SIGMAS[N_SIGMAS] = { 0, 0.5, 1, 2 };

/* ---- One head with RoPE, masked in four ways. ---- */

enum { MINUS_NANO, MINUS_INFINITY, MINUS_BILLION, MINUS_TWENTY, N_FILLS };

static const double FILL[N_FILLS] = { [MINUS_BILLION] = -1e9, [MINUS_TWENTY] = -20 };

typedef struct {
    double q[LONG * DIM], k[LONG * DIM], v[LONG * DIM], inv_freq[DIM / 2];
    double out[LONG * DIM], before[LONG * DIM], weights[LONG * LONG];
    bool causal[LONG * LONG];
} head;

static rwk_status attend(head *h, size_t n, int fill)
{
    const rwk_attention_shape shape = { n, n, DIM, DIM };
    if (fill == MINUS_NANO) return rwk_fault_attention(h->out, h->weights, h->q, h->k, h->v, h->causal, NULL, shape);
    if (fill == MINUS_INFINITY) return rwk_attention_softmax(h->out, h->weights, h->q, h->k, h->v, h->causal, NULL, shape);
    rwk_scores(h->weights, h->q, h->k, n, DIM, RWK_F64);
    rwk_fault_mask_finite(h->weights, h->causal, n * n, FILL[fill]);
    rwk_softmax_rows(h->weights, h->weights, n, n);
    rwk_attention_average(h->out, h->weights, h->v, NULL, shape);
    return RWK_OK;
}

/* A Gaussian token at position m: query, key (both rotated) and value. */
static rwk_status draw_token(rwk_run *run, head *h, size_t m)
{
    double c[DIM / 2], s[DIM / 2], *q = h->q + m * DIM, *k = h->k + m * DIM;
    rwk_run_gaussian(run, q, DIM);
    rwk_run_gaussian(run, k, DIM);
    rwk_run_gaussian(run, h->v + m * DIM, DIM);
    rwk_angle_cos_sin(c, s, h->inv_freq, DIM / 2, (int64_t)m, RWK_F64);
    const rwk_status status = rwk_rope_interleaved(q, q, DIM, DIM, c, s, RWK_F64);
    return status == RWK_OK ? rwk_rope_interleaved(k, k, DIM, DIM, c, s, RWK_F64) : status;
}

static rwk_status draw(rwk_run *run, head *h, size_t n)
{
    rwk_status status = rwk_mask_causal(h->causal, n, n, 0);
    for (size_t m = 0; m < n && status == RWK_OK; m++) status = draw_token(run, h, m);
    return status;
}

/* The leak of row m: all weight beyond the diagonal.                                                     (D11.7) */
static double leak(const double weights[], size_t n, size_t m)
{
    double sum = 0;
    for (size_t j = m + 1; j < n; j++) sum += weights[m * n + j];
    return sum;
}

/* What a fill lets through: the leak of the first row, its mean over rows, the largest weight of a masked key, and how far outputs
 * move when a later token, the last, is another. */
typedef struct {
    double first, mean, largest, moved;
} damage;

static rwk_status measure_fill(damage *d, rwk_run *run, head *h, size_t n, int fill)
{
    *d = (damage){ 0 };
    rwk_status status = draw(run, h, n);
    if (status == RWK_OK) status = attend(h, n, fill);
    if (status != RWK_OK) return status;
    for (size_t m = 0; m < n; m++) {
        d->mean += leak(h->weights, n, m) / (double)n;
        for (size_t j = m + 1; j < n; j++) d->largest = rwk_worst(d->largest, h->weights[m * n + j]);
        for (size_t j = 0; j < DIM; j++) h->before[m * DIM + j] = h->out[m * DIM + j];
    }
    d->first = leak(h->weights, n, 0);
    status = draw_token(run, h, n - 1);
    if (status == RWK_OK) status = attend(h, n, fill);
    for (size_t j = 0; j < (n - 1) * DIM && status == RWK_OK; j++) d->moved = rwk_worst(d->moved, fabs(h->out[j] - h->before[j]));
    return status;
}

static rwk_status measure_fills(rwk_run *run, head *h)
{
    damage few[N_FILLS], many[N_FILLS];
    const size_t n = rwk_run_count(run, LONG, 4);
    rwk_status status = RWK_OK;
    for (int fill = 0; fill < N_FILLS && status == RWK_OK; fill++) {
        status = measure_fill(&few[fill], run, h, TEN, fill);
        if (status == RWK_OK) status = measure_fill(&many[fill], run, h, n, fill);
    }
    if (status != RWK_OK) return status;
    rwk_run_check(run, "fill -1e-9: largest weight of a masked key", rwk_worst(few[MINUS_NANO].largest, many[MINUS_NANO].largest),
                  0);
    rwk_run_check(run, "fill -1e-9, 10 tokens: change of past outputs when the last token changes", few[MINUS_NANO].moved, 0);
    for (int fill = MINUS_INFINITY; fill <= MINUS_BILLION; fill++) {
        const char *name = fill == MINUS_INFINITY ? "-inf" : "-1e9";
        rwk_run_instead(run, rwk_run_name(run, "fill %s: largest weight of a masked key", name),
                        rwk_worst(few[fill].largest, many[fill].largest), 0);
        rwk_run_instead(run, rwk_run_name(run, "fill %s: change of past outputs when the last token changes", name),
                        rwk_worst(few[fill].moved, many[fill].moved), 0);
    }
    rwk_run_control(run, "fill -20: largest weight of a masked key", few[MINUS_TWENTY].largest, 0);
    rwk_run_control(run, "fill -20: change of past outputs when the last token changes", few[MINUS_TWENTY].moved, 0);
    rwk_run_fact(run, "fill -1e-9, 10 tokens: mean leak", few[MINUS_NANO].mean);
    rwk_run_fact(run, rwk_run_name(run, "fill -1e-9, %zu tokens: leak of the first row", n), many[MINUS_NANO].first);
    rwk_run_fact(run, rwk_run_name(run, "fill -1e-9, %zu tokens: mean leak", n), many[MINUS_NANO].mean);
    return RWK_OK;
}

/* ---- The law of the leak. ---- */

typedef struct {
    double z[LONG * LONG], mean[N_SIGMAS][LONG], expected[N_SIGMAS][LONG], variance[LONG], flat[LONG];
    bool causal[LONG * LONG];
} law;

/* Mean leak of each row over `draws` matrices of N(0, sigma^2) scores. */
static double sample(double mean[], rwk_run *run, law *w, double sigma, size_t draws, rwk_mask *fill)
{
    double total = 0;
    for (size_t i = 0; i < LONG; i++) mean[i] = 0;
    for (size_t t = 0; t < draws; t++) {
        rwk_run_gaussian(run, w->z, LONG * LONG);
        for (size_t j = 0; j < LONG * LONG; j++) w->z[j] *= sigma;
        fill(w->z, w->causal, LONG * LONG);
        rwk_softmax_rows(w->z, w->z, LONG, LONG);
        for (size_t i = 0; i < LONG; i++) mean[i] += leak(w->z, LONG, i) / (double)draws;
    }
    for (size_t i = 0; i < LONG; i++) total += mean[i] / LONG;
    return total;
}

static double sum_over(const double x[], size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

/* Scores of 0: n - k of n keys leak (n - k) f/((n - k) f + k); 3 n + 10 roundings.                          (D11.8) */
static void check_equal_scores(rwk_run *run, double measured)
{
    double expected = 0;
    for (double k = 1; k <= LONG; k++) expected += rwk_leak_row(LONG - k, exp(-1e-9), k) / LONG;
    rwk_run_instead(run, "sigma 0: mean leak against its exact value", fabs(measured - expected),
                    (3 * LONG + 10) * rwk_unit_roundoff(RWK_F64));
}

/* |mean - expectation| in standard deviations of the mean over rows and draws.                             (D11.8) */
static void check_sigma(rwk_run *run, law *w, int s, double measured, size_t draws)
{
    const double expected = sum_over(w->expected[s], LONG) / LONG, sem = sqrt(sum_over(w->variance, LONG) / (double)draws) / LONG;
    rwk_run_instead(run, rwk_run_name(run, "sigma %g: mean leak against its expectation, in standard deviations", SIGMAS[s]),
                    fabs(measured - expected) / sem, 5);
    if (SIGMAS[s] != 1) return;
    for (size_t i = 0; i < LONG; i++) w->flat[i] = rwk_leak_row((double)(LONG - 1 - i), 1, (double)(i + 1));
    rwk_run_control(run, "sigma 1: against a law with every score at its mean, in standard deviations",
                    fabs(measured - sum_over(w->flat, LONG) / LONG) / sem, 5);
    rwk_run_control(run, "sigma 1, fill -inf: against the law, in standard deviations",
                    fabs(sample(w->flat, run, w, 1, 1, rwk_mask_fill) - expected) / sem, 5);
}

/* The exact expectation lies at most 1/n below and `excess` above the mean of the law.                       (D11.9) */
static double distance_used(double expected, size_t n, double sigma)
{
    const double gap = expected - rwk_leak_mean_law(sigma);
    return gap > 0 ? gap / rwk_leak_excess(n, sigma) : -gap * (double)n;
}

static rwk_status measure_law(rwk_run *run, law *w)
{
    const size_t draws = rwk_run_count(run, DRAWS, 20);
    double used = 0;
    rwk_status status = rwk_mask_causal(w->causal, LONG, LONG, 0);
    for (int s = 0; s < N_SIGMAS && status == RWK_OK; s++) {
        const double measured = sample(w->mean[s], run, w, SIGMAS[s], draws, rwk_fault_mask_fill);
        status = rwk_leak_moments(w->expected[s], w->variance, LONG, SIGMAS[s], exp(-1e-9));
        const double expected = sum_over(w->expected[s], LONG) / LONG;
        used = rwk_worst(used, distance_used(expected, LONG, SIGMAS[s]));
        if (s == 0) check_equal_scores(run, measured);
        if (s > 0) check_sigma(run, w, s, measured, draws);
        rwk_run_fact(run, rwk_run_name(run, "sigma %g: mean leak, law of a long sequence", SIGMAS[s]),
                     rwk_leak_mean_law(SIGMAS[s]));
        rwk_run_fact(run, rwk_run_name(run, "sigma %g: mean leak, expected for 512 tokens", SIGMAS[s]), expected);
        rwk_run_fact(run, rwk_run_name(run, "sigma %g: mean leak, measured", SIGMAS[s]), measured);
        rwk_run_progress(run, 0.2 + 0.15 * s);
    }
    rwk_run_instead(run, "expectation for 512 tokens against the law of a long sequence, over its distance", used, 1);
    rwk_run_control(run, "the law of sigma 1 against the expectation of sigma 2, over its distance",
                    distance_used(sum_over(w->expected[3], LONG) / LONG, LONG, 1), 1);
    return status;
}

/* How the exact expectation comes to the law at sigma = 2, where the sum of e^z has a heavy tail. */
static rwk_status measure_lengths(rwk_run *run)
{
    enum { LONGEST = 8192 };
    double *mean = malloc(2 * LONGEST * sizeof *mean);
    rwk_status status = mean ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_leak_moments(mean, mean + LONGEST, TEN, 1, exp(-1e-9));
    if (status == RWK_OK) rwk_run_fact(run, "sigma 1: mean leak, expected for 10 tokens", sum_over(mean, TEN) / TEN);
    for (size_t n = 128; n <= LONGEST && status == RWK_OK; n *= 4) {
        status = rwk_leak_moments(mean, mean + LONGEST, n, 2, exp(-1e-9));
        if (status == RWK_OK && n != LONG)
            rwk_run_fact(run, rwk_run_name(run, "sigma 2: mean leak, expected for %zu tokens", n), sum_over(mean, n) / (double)n);
    }
    free(mean);
    return status;
}

/* ---- What is left to say against -1e9. ---- */

static double spread_after_adding(const double z[], size_t n, double value)
{
    bool none[TEN] = { false };
    double shifted[TEN], low = INFINITY, high = -INFINITY;
    for (size_t j = 0; j < n; j++) shifted[j] = rwk_round(z[j], RWK_F32);
    rwk_fault_mask_added(shifted, none, n, value, RWK_F32);
    for (size_t j = 0; j < n; j++) low = rwk_least(low, shifted[j]), high = rwk_worst(high, shifted[j]);
    return high - low;
}

static void measure_billion(rwk_run *run)
{
    const bool none[TEN] = { false };
    double z[TEN], filled[TEN], uneven = 0, nan_weights = 0;
    rwk_run_gaussian(run, z, TEN);
    rwk_run_instead(run, "-1e9 added in f32: spread of the ten scores it leaves", spread_after_adding(z, TEN, -1e9), 0);
    rwk_run_control(run, "-1e4 added in f32: spread of the ten scores it leaves", spread_after_adding(z, TEN, -1e4), 0);
    rwk_run_fact(run, "spacing of f32 at 1e9", rwk_ulp(1e9, RWK_F32));
    rwk_run_instead(run, "-1e9 rounded to f16: 0 if -infinity", !(rwk_round(-1e9, RWK_F16) == -INFINITY), 0);
    for (size_t j = 0; j < TEN; j++) filled[j] = z[j];
    rwk_fault_mask_finite(filled, none, TEN, -1e9);
    rwk_softmax_rows(filled, filled, 1, TEN);
    for (size_t j = 0; j < TEN; j++) uneven = rwk_worst(uneven, fabs(filled[j] - 1.0 / TEN));
    rwk_run_instead(run, "row without a key, fill -1e9: largest |weight - 1/10|", uneven, 0);
    rwk_mask_fill(z, none, TEN);
    rwk_softmax_rows(z, z, 1, TEN);
    for (size_t j = 0; j < TEN; j++) nan_weights += isnan(z[j]);
    rwk_run_instead(run, "row without a key, fill -inf: weights that are not NaN", TEN - nan_weights, 0);
}

/* ---- The figure. ---- */

static rwk_status write_map(rwk_run *run, head *h)
{
    double leaky[MAP * MAP];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "map", "key\tquery\tnano\tinfinite");
    if (status == RWK_OK) status = draw(run, h, MAP);
    if (status == RWK_OK) status = attend(h, MAP, MINUS_NANO);
    for (size_t j = 0; j < MAP * MAP && status == RWK_OK; j++) leaky[j] = h->weights[j];
    if (status == RWK_OK) status = attend(h, MAP, MINUS_INFINITY);
    for (size_t j = 0; j < MAP * MAP && status == RWK_OK; j++)
        RWK_ROW(table, (double)(j % MAP), (double)(j / MAP), leaky[j], h->weights[j]);
    return status;
}

static rwk_status write_rows(rwk_run *run, const law *w)
{
    rwk_tsv *table;
    const rwk_status status =
        rwk_run_table(&table, run, NULL, "seen\tmean_0\tmean_05\tmean_1\tmean_2\texpected_2\tlaw_0\tlaw_05\tlaw_1\tlaw_2");
    for (size_t i = 0; i < LONG && status == RWK_OK; i++) {
        const double x = (double)(i + 1) / LONG;
        RWK_ROW(table, x, w->mean[0][i], w->mean[1][i], w->mean[2][i], w->mean[3][i], w->expected[3][i], rwk_leak_law(x, 0),
                rwk_leak_law(x, 0.5), rwk_leak_law(x, 1), rwk_leak_law(x, 2));
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    head *h = calloc(1, sizeof *h);
    law *w = calloc(1, sizeof *w);
    rwk_status status = h && w ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < DIM / 2 && status == RWK_OK; i++) h->inv_freq[i] = pow(10000, -2.0 * (double)i / DIM);
    if (status == RWK_OK) status = measure_fills(run, h);
    if (status == RWK_OK) status = measure_law(run, w);
    if (status == RWK_OK) status = measure_lengths(run);
    if (status == RWK_OK) status = write_map(run, h);
    if (status == RWK_OK) status = write_rows(run, w);
    if (status == RWK_OK) measure_billion(run);
    free(h);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
