/* SPDX-License-Identifier: MIT */
/*
 * Claim     A position among 8192 can be read off 64 noisy phases: exactly at 0.3 rad of noise, to within 3 tokens at 1 rad but for
 *           one in a hundred, and no longer at 2 rad, where the phases do not hold the information.
 * Source    S3 ("from the differences of encodings a model can infer relative positions"); Shannon 1948; Fano 1961; Best and Fisher 1979;
 *           derivations (D12.8)-(D12.11)
 * Measure   how often the most likely position is the right one, and within 3 of it, over random positions; d = 128, b = 10000
 * Holds if  errors at 0.3 rad, and errors by more than 3 at 0.75 and 1 rad, are no more frequent than the union bound (D12.10),
 *           right answers at 2 rad no more frequent than Fano's (D12.11) allows; 5 standard deviations of the rate are granted
 * Must fail a single phase, and 64 phases of one frequency, against the same bounds; 2 rad of noise against the bound of 0.3 rad, and
 *           0.3 rad against the limit of 2 rad
 */
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "claims/decay.h"
#include "claims/pe_distance.h"
#include "claims/phases.h"
#include "claims/rounding.h"
#include "faults/sinusoidal_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 7,
    .id = "position_decoding",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "A position among 8192 can be read off 64 phases with 0.3 rad of noise, nearly always to within 3 "
                 "tokens with 1 rad, but not with "
                 "2 rad.",
    .source = "S3, section on the sinusoidal encoding; Shannon 1948; Fano 1961",
    .section = "12",
    .equations = "D12.8 D12.9",
};

enum { N = 64, N_POS = 8192, NEAR = 3, DRAWS = 400, MANY = 20000, WINDOW = 60 };

static const double BASE = 10000;

/* The noises [radian]; those that the checks are about have names. */
enum { FINE = 0, MIDDLE = 2, COARSE = 3, HALF_LOST = 5, LOST = 7, N_SIGMA = 9 };

static const double SIGMA[N_SIGMA] = { 0.3, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5 };

/* A code: n frequencies and the cosines and sines of all positions. */
typedef struct {
    size_t n;
    double inv_freq[N], *c, *s; /* c, s (n, N_POS) */
} code;

static rwk_status code_new(code *k, size_t n, const double inv_freq[])
{
    k->n = n;
    k->c = malloc(n * N_POS * sizeof *k->c);
    k->s = malloc(n * N_POS * sizeof *k->s);
    if (!k->c || !k->s) return RWK_ENOMEM;
    for (size_t t = 0; t < n; t++) {
        k->inv_freq[t] = inv_freq[t];
        for (size_t m = 0; m < N_POS; m++) {
            k->c[t * N_POS + m] = cos((double)m * inv_freq[t]);
            k->s[t * N_POS + m] = sin((double)m * inv_freq[t]);
        }
    }
    return RWK_OK;
}

static void code_clear(code *k)
{
    free(k->c);
    free(k->s);
}

/* Phase errors of one kind and size. */
typedef struct {
    double sigma, kappa;
    bool gaussian;
} noise;

static noise von_mises(double sigma) { return (noise){ sigma, rwk_phases_concentration(sigma), false }; }
static noise gaussian(double sigma) { return (noise){ sigma, 0, true }; }

static void observe(double re[], double im[], const code *k, size_t m, const noise *e, gsl_rng *rng)
{
    for (size_t t = 0; t < k->n; t++) {
        const double error = e->gaussian ? gsl_ran_gaussian(rng, e->sigma) : rwk_phases_von_mises(rng, e->kappa);
        const double psi = (double)m * k->inv_freq[t] + error;
        re[t] = cos(psi);
        im[t] = sin(psi);
    }
}

/* Shares of the draws in which the most likely position is another, and more than NEAR away; the farthest. */
typedef struct {
    double wrong, far, farthest, draws;
} rates;

static rates measure_rates(rwk_run *run, const code *k, noise e)
{
    rates r = { .draws = run->options.full ? MANY : (double)rwk_run_count(run, DRAWS, 10) };
    for (double draw = 0; draw < r.draws; draw++) {
        double re[N], im[N];
        const size_t m = gsl_rng_uniform_int(run->rng, N_POS);
        observe(re, im, k, m, &e, run->rng);
        const int64_t found = rwk_phases_decode(re, im, k->c, k->s, k->n, N_POS);
        const double off = found < 0 ? NAN : fabs((double)found - (double)m);
        r.wrong += isnan(off) ? NAN : off > 0;
        r.far += isnan(off) ? NAN : off > NEAR;
        r.farthest = rwk_worst(r.farthest, off);
    }
    r.wrong /= r.draws;
    r.far /= r.draws;
    return r;
}

/* A probability of at most p shows in a rate of at most this, up to 5 standard deviations. */
static double with_slack(double p, double draws)
{
    const double q = p < 0.5 ? p : 0.5;
    return p + 5 * sqrt(q * (1 - q) / draws);
}

static double error_limit(const code *k, double sigma, int64_t beyond)
{
    return rwk_phases_error_limit(k->inv_freq, k->n, N_POS, rwk_phases_concentration(sigma), beyond);
}

static double success_limit(double sigma) { return rwk_phases_success_limit(N, N_POS, rwk_phases_concentration(sigma)); }

/* The noise at which 64 phases hold just ln 8192 nat.                                                     (D12.11) */
static double threshold(void)
{
    double low = 0.1, high = 4;
    for (int step = 0; step < 60; step++) {
        const double middle = 0.5 * (low + high);
        if (N * rwk_phases_information(rwk_phases_concentration(middle)) > log(N_POS)) low = middle;
        else high = middle;
    }
    return low;
}

static void record(rwk_run *run, const char *kind, int j, const rates *r)
{
    rwk_run_fact(run, rwk_run_name(run, "%s, %g rad: share decoded exactly", kind, SIGMA[j]), 1 - r->wrong);
    rwk_run_fact(run, rwk_run_name(run, "%s, %g rad: share within 3", kind, SIGMA[j]), 1 - r->far);
    rwk_run_fact(run, rwk_run_name(run, "%s, %g rad: farthest miss [token]", kind, SIGMA[j]), r->farthest);
}

static void check_bounds(rwk_run *run, const code *k, const rates r[N_SIGMA])
{
    const double exact = error_limit(k, SIGMA[FINE], 0), near = error_limit(k, SIGMA[COARSE], NEAR),
                 middle = error_limit(k, SIGMA[MIDDLE], NEAR), limit = success_limit(SIGMA[LOST]), draws = r[FINE].draws;
    rwk_run_check(run, "0.3 rad: share of errors", r[FINE].wrong, with_slack(exact, draws));
    rwk_run_check(run, "0.75 rad: share of errors by more than 3", r[MIDDLE].far, with_slack(middle, draws));
    rwk_run_check(run, "1 rad: share of errors by more than 3", r[COARSE].far, with_slack(near, draws));
    rwk_run_check(run, "2 rad: share of right answers", 1 - r[LOST].wrong, with_slack(limit, draws));
    rwk_run_control(run, "2 rad held to the bound of 0.3 rad: share of errors", r[LOST].wrong, with_slack(exact, draws));
    rwk_run_control(run, "2 rad held to the bound of 1 rad: share of errors by more than 3", r[LOST].far, with_slack(near, draws));
    rwk_run_control(run, "0.3 rad held to the limit of 2 rad: share of right answers", 1 - r[FINE].wrong, with_slack(limit, draws));
    rwk_run_fact(run, "0.3 rad: union bound on the errors", exact);
    rwk_run_fact(run, "0.75 rad: union bound on the errors by more than 3", middle);
    rwk_run_fact(run, "1 rad: union bound on the errors by more than 3", near);
    rwk_run_fact(run, "1 rad: union bound on the errors by more than 20", error_limit(k, SIGMA[COARSE], 20));
    rwk_run_fact(run, "2 rad: Fano's limit on the right answers", limit);
    rwk_run_fact(run, "noise at which 64 phases hold ln 8192 nat [rad]", threshold());
}

/* The same bounds for codes that are not geometric. */
static rwk_status check_other_code(rwk_run *run, const char *name, size_t n, const double inv_freq[], const code *right)
{
    code k = { 0 };
    const rwk_status status = code_new(&k, n, inv_freq);
    if (status == RWK_OK) {
        const rates r = measure_rates(run, &k, von_mises(SIGMA[FINE]));
        rwk_run_control(run, rwk_run_name(run, "%s, 0.3 rad: share of errors", name), r.wrong,
                        with_slack(error_limit(right, SIGMA[FINE], 0), r.draws));
        rwk_run_control(run, rwk_run_name(run, "%s, 0.3 rad: share of errors by more than 3", name), r.far,
                        with_slack(error_limit(right, SIGMA[COARSE], NEAR), r.draws));
    }
    code_clear(&k);
    return status;
}

static rwk_status check_other_codes(rwk_run *run, const code *right)
{
    double equal[N];
    rwk_fault_equal_frequencies(equal, N);
    const rwk_status status = check_other_code(run, "one phase", 1, equal, right);
    return status == RWK_OK ? check_other_code(run, "64 phases of one frequency", N, equal, right) : status;
}

/* ---- The curves. ---- */

static rwk_status write_rates(rwk_run *run, const code *k, rates r[N_SIGMA])
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "rates", "sigma\texact\tnear\texact_gaussian\tnear_gaussian");
    for (int j = 0; j < N_SIGMA && status == RWK_OK; j++) {
        const bool named = j == FINE || j == COARSE || j == HALF_LOST || j == LOST;
        rates g = { .wrong = NAN, .far = NAN };
        r[j] = measure_rates(run, k, von_mises(SIGMA[j]));
        if (named) g = measure_rates(run, k, gaussian(SIGMA[j]));
        if (named) record(run, "von Mises", j, &r[j]), record(run, "Gaussian", j, &g);
        RWK_ROW(table, SIGMA[j], 1 - r[j].wrong, 1 - r[j].far, 1 - g.wrong, 1 - g.far);
        rwk_run_progress(run, (j + 1.0) / (N_SIGMA + 3));
    }
    return status;
}

static rwk_status write_limits(rwk_run *run, const code *k)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "sigma\texact_at_least\tnear_at_least\tat_most\tthreshold");
    const int step = run->options.quick ? 8 : 1;
    for (int j = 2; j <= 50 && status == RWK_OK; j += step) {
        const double sigma = 0.05 * j;
        RWK_ROW(table, sigma, 1 - error_limit(k, sigma, 0), 1 - error_limit(k, sigma, NEAR), success_limit(sigma), threshold());
    }
    return status;
}

/* One draw: the mean cosine sum_t cos(psi_t - n theta_t)/N near the right position, at three noises, and its expected value
 * f(k) exp(-sigma^2/2).                                                                                   (D12.9) */
static rwk_status write_scores(rwk_run *run, const code *k)
{
    const double sigma[] = { SIGMA[FINE], SIGMA[COARSE], SIGMA[LOST] };
    const size_t m = N_POS / 2;
    double re[3][N], im[3][N];
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "scores", "offset\tfine\tcoarse\tlost\tfine_mean\tcoarse_mean\tlost_mean");
    for (int j = 0; j < 3; j++) {
        const noise e = von_mises(sigma[j]);
        observe(re[j], im[j], k, m, &e, run->rng);
    }
    for (int offset = -WINDOW; offset <= WINDOW && status == RWK_OK; offset++) {
        double score[3] = { 0 }, f = rwk_decay_mean_cosine(k->inv_freq, N, offset);
        for (int j = 0; j < 3; j++)
            for (size_t t = 0; t < N; t++) {
                const size_t at = t * N_POS + (size_t)((int)m + offset);
                score[j] += (re[j][t] * k->c[at] + im[j][t] * k->s[at]) / N;
            }
        RWK_ROW(table, offset, score[0], score[1], score[2], f * exp(-gsl_pow_2(sigma[0]) / 2), f * exp(-gsl_pow_2(sigma[1]) / 2),
                f * exp(-gsl_pow_2(sigma[2]) / 2));
    }
    return status;
}

static rwk_status measure_code(rwk_run *run, const code *k)
{
    rates r[N_SIGMA];
    rwk_status status = write_rates(run, k, r);
    if (status != RWK_OK) return status;
    check_bounds(run, k, r);
    status = check_other_codes(run, k);
    if (status == RWK_OK) status = write_scores(run, k);
    return status == RWK_OK ? write_limits(run, k) : status;
}

static rwk_status measure(rwk_run *run)
{
    code k = { 0 };
    double inv_freq[N];
    rwk_status status = rwk_pe_frequencies(inv_freq, 2 * (size_t)N, BASE, &run->diag);
    if (status == RWK_OK) status = code_new(&k, N, inv_freq);
    if (status == RWK_OK) status = measure_code(run, &k);
    code_clear(&k);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
