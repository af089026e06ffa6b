/* SPDX-License-Identifier: MIT */
/*
 * Claim     The wavelengths form a geometric progression from 2 pi to 10000 * 2 pi.
 * Source    Vaswani et al. 2017, section 3.5; S3 repeats its frequencies, S1 counts them from 1; derivations (D16.7)-(D16.9)
 * Measure   2 pi / theta_i of the certified frequencies for d = 16, 128, 512: quotients of neighbours, first, last
 * Holds if  the last is 2 pi b up to rounding (D16.7).  REFUTED: quotients are equal and the first is 2 pi, but the last is
 *           2 pi b^(1 - 2/d), short of 2 pi b by up to 2 ln b/d of it (D16.8)
 * Must fail the same quotients under YaRN; frequencies counted from i = 1 (S1), which reach 2 pi b and miss 2 pi and 2 pi b^(1 - 2/d)
 */
#include <gsl/gsl_math.h>
#include <stdio.h>

#include "claims/rounding.h"
#include "faults/frequency_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 21,
    .id = "wavelengths",
    .expected = RWK_REFUTED,
    .statement = "The wavelengths form a geometric progression from 2 pi to 10000 * 2 pi.",
    .source = "Vaswani et al. 2017, section 3.5; S1, S3",
    .section = "16",
    .equations = "D16.7 D16.8",
    .fixed = true,
};

enum { N_WIDTHS = 3, MAX_PAIRS = 256 };
static const size_t WIDTHS[N_WIDTHS] = { 16, 128, 512 };
static const double BASE = 10000;

/* How far a list of wavelengths is from the progression that the sentence names, each relative. */
typedef struct {
    double ratio, first, last, short_of_last; /* against b^(2/d), 2 pi, 2 pi b, 2 pi b^(1 - 2/d) */
} gaps;

static double relative(double value, double wanted) { return fabs(value / wanted - 1); }

static gaps measure_gaps(const double wavelength[], size_t n)
{
    const double step = pow(BASE, 1 / (double)n);
    gaps g = { 0, relative(wavelength[0], 2 * M_PI), relative(wavelength[n - 1], 2 * M_PI * BASE),
               relative(wavelength[n - 1], 2 * M_PI * pow(BASE, 1 - 1 / (double)n)) };
    for (size_t i = 0; i + 1 < n; i++) g.ratio = rwk_worst(g.ratio, relative(wavelength[i + 1] / wavelength[i], step));
    return g;
}

static rwk_status wavelengths(double wavelength[], rwk_run *run, const rwk_config *config)
{
    rwk_truth *truth;
    rwk_status status = rwk_truth_new(&truth, config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(wavelength, truth, RWK_F64);
    for (size_t i = 0; i < config->rotary_dim / 2 && status == RWK_OK; i++) wavelength[i] = 2 * M_PI / wavelength[i];
    rwk_truth_free(truth);
    return status;
}

/* u (9 + ln b) covers each of the four comparisons.                                                   (D16.7) */
static double rounding(void) { return rwk_unit_roundoff(RWK_F64) * (9 + log(BASE)); }

/* Share of 2 pi b that a list ending at `last` does not reach, over its bound x = 2 ln b/d: 1 - e^-x <= x.      (D16.8) */
static double missing(double last, size_t n) { return (1 - last / (2 * M_PI * BASE)) / (log(BASE) / (double)n); }

static rwk_status write_curve(rwk_run *run, const double wavelength[], size_t n)
{
    char part[32];
    rwk_tsv *table;
    snprintf(part, sizeof part, "d%zu", 2 * n);
    const rwk_status status = rwk_run_table(&table, run, part, "share\tpair\twavelength\tover_longest");
    for (size_t i = 0; i < n && status == RWK_OK; i++)
        RWK_ROW(table, (double)i / (double)n, (double)i, wavelength[i], wavelength[i] / (2 * M_PI * BASE));
    return status;
}

static rwk_status measure_width(gaps *worst, rwk_run *run, size_t d)
{
    double wavelength[MAX_PAIRS];
    const size_t n = d / 2;
    const rwk_config config = rwk_config_plain(d, BASE);
    rwk_status status = wavelengths(wavelength, run, &config);
    if (status != RWK_OK) return status;
    const gaps g = measure_gaps(wavelength, n);
    worst->ratio = rwk_worst(worst->ratio, g.ratio);
    worst->first = rwk_worst(worst->first, g.first);
    const double last = wavelength[n - 1];
    rwk_run_check(run, rwk_run_name(run, "d = %zu: longest wavelength against 2 pi b, relative", d), g.last, rounding());
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: longest wavelength against 2 pi b^(1 - 2/d), relative", d), g.short_of_last,
                    rounding());
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: what is missing to 2 pi b over 2 ln b/d", d), missing(last, n), 1);
    if (n < MAX_PAIRS)
        rwk_run_control(run, rwk_run_name(run, "d = %zu: what is missing to 2 pi b over the 2 ln b/d of d = 512", d),
                        missing(last, MAX_PAIRS), 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: longest wavelength [token]", d), last);
    return write_curve(run, wavelength, n);
}

/* What S1's count does to scores of random q and k at distance s: correlation (1/N) sum cos(s (theta_i - theta_i')).  (D16.9) */
static void record_correlation(rwk_run *run, const double right[], const double wrong[], size_t n)
{
    for (int s = 1; s <= 1000; s *= 10) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) sum += cos(s * (right[i] - wrong[i]));
        rwk_run_fact(run, rwk_run_name(run, "counted from i = 1 (S1), d = 128: correlation with RoPE's scores at distance %d", s),
                     sum / (double)n);
    }
}

/* S1's count moves the progression by one step. */
static rwk_status measure_count_from_one(rwk_run *run)
{
    enum { PAIRS = 64 };
    double right[PAIRS], wrong[PAIRS];
    const rwk_config config = rwk_config_plain(2 * PAIRS, BASE);
    const rwk_status status = wavelengths(right, run, &config);
    if (status != RWK_OK) return status;
    rwk_fault_inv_freq_from_one(wrong, PAIRS, BASE);
    for (size_t i = 0; i < PAIRS; i++) right[i] = 2 * M_PI / right[i];
    record_correlation(run, right, wrong, PAIRS);
    for (size_t i = 0; i < PAIRS; i++) wrong[i] = 2 * M_PI / wrong[i];
    const gaps g = measure_gaps(wrong, PAIRS);
    rwk_run_control(run, "counted from i = 1 (S1), d = 128: shortest wavelength against 2 pi, relative", g.first, rounding());
    rwk_run_control(run, "counted from i = 1 (S1), d = 128: longest wavelength against 2 pi b^(1 - 2/d), relative", g.short_of_last,
                    rounding());
    rwk_run_fact(run, "counted from i = 1 (S1), d = 128: longest wavelength against 2 pi b, relative", g.last);
    rwk_run_fact(run, "counted from i = 1 (S1), d = 128: first frequency", 2 * M_PI / wrong[0]);
    return RWK_OK;
}

/* YaRN's ramp breaks the progression. */
static rwk_status measure_yarn(rwk_run *run)
{
    double wavelength[64];
    rwk_config config = rwk_config_plain(128, BASE);
    config.rope_type = RWK_ROPE_YARN;
    config.scaling =
        (rwk_scaling){ .factor = 4, .original_max_position_embeddings = 2048, .beta_fast = 32, .beta_slow = 1, .truncate = true };
    const rwk_status status = wavelengths(wavelength, run, &config);
    if (status == RWK_OK)
        rwk_run_control(run, "YaRN, s = 4: quotient of neighbours against b^(2/d), relative", measure_gaps(wavelength, 64).ratio,
                        rounding());
    return status;
}

static rwk_status measure(rwk_run *run)
{
    gaps worst = { 0, 0, 0, 0 };
    rwk_status status = RWK_OK;
    for (int k = 0; k < N_WIDTHS && status == RWK_OK; k++) status = measure_width(&worst, run, WIDTHS[k]);
    if (status != RWK_OK) return status;
    rwk_run_instead(run, "quotient of neighbouring wavelengths against b^(2/d), relative", worst.ratio, rounding());
    rwk_run_instead(run, "shortest wavelength against 2 pi, relative", worst.first, rounding());
    status = measure_yarn(run);
    return status == RWK_OK ? measure_count_from_one(run) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
