/* SPDX-License-Identifier: MIT */
/*
 * Claim     Every position has an encoding of its own, with one wavelength already; geometric wavelengths keep encodings apart: from
 *           64 dimensions on no pair up to 100000 tokens away is closer than neighbours.
 * Source    S3 ("wavelengths in geometric progression, so the encoding of every position is unique"); Khinchin, theorems 16 and 17;
 *           derivations (D12.4)-(D12.7)
 * Measure   the smallest distance of two encodings among all k = 1 .. 100000, for 2, 4, 64, 512 and 1024 dimensions, each certified by
 *           MPFR; where a single hand comes closest, against the continued fraction of 1/(2 pi)
 * Holds if  no distance is 0: each exceeds its rounding (D12.1); neighbours are closest from d = 64 on; the records of one hand are the
 *           denominators of the convergents (D12.5)
 * Must fail wavelengths of whole tokens (a distance is 0); one wavelength, two, 32 equal ones, 32 evenly spaced frequencies (positions far
 *           apart are closer than neighbours); half a turn for a turn in the continued fraction
 */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "angles/truth.h"
#include "claims/pe_distance.h"
#include "claims/rounding.h"
#include "faults/sinusoidal_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 6,
    .id = "unique_positions",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "Encodings of all positions differ, with one wavelength already; from d = 64 on no two up to 100000 apart are closer "
        "than neighbours.",
    .source = "S3, section on the sinusoidal encoding",
    .section = "12",
    .equations = "D12.4 D12.5",
};

enum { LAST = 100000, FAR = 10000000, MAX_PAIRS = 512, CLOCK = 710, MAX_RECORDS = 32 };

static const double BASE = 10000;

static double sum_of(const double x[], size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; t++) sum += x[t];
    return sum;
}

static double rounding(const double inv_freq[], size_t n, rwk_pe_closest pair)
{
    return rwk_bound_pe_distance(sum_of(inv_freq, n), n, pair.k, pair.squared);
}

/* Rounding of the smallest squared distance, taken at the last k where it is largest, over the value: below 1 it is not 0.  (D12.4) */
static double doubt(const double inv_freq[], size_t n)
{
    const rwk_pe_closest least = rwk_pe_closest_pair(inv_freq, n, 1, LAST);
    return rounding(inv_freq, n, (rwk_pe_closest){ LAST, least.squared }) / least.squared;
}

/* Squared distance of neighbours over the smallest of all others, rounding taken at its worst: below 1 neighbours are closest.  (D12.6) */
static double neighbours_over_others(const double inv_freq[], size_t n)
{
    const rwk_pe_closest next = { 1, rwk_pe_distance_squared(inv_freq, n, 1) }, least = rwk_pe_closest_pair(inv_freq, n, 2, LAST);
    const double others = least.squared - rounding(inv_freq, n, (rwk_pe_closest){ LAST, least.squared });
    return others > 0 ? (next.squared + rounding(inv_freq, n, next)) / others : isnan(others) ? NAN : INFINITY;
}

/* Twice the rounding over the gap between the two smallest squared distances: below 1 it is certain where the smallest is.    (D12.6) */
static double place_doubt(const double inv_freq[], size_t n, rwk_pe_closest least)
{
    const rwk_pe_closest after = rwk_pe_closest_pair(inv_freq, n, least.k + 1, LAST);
    double second = after.squared;
    if (least.k > 1) second = rwk_least(second, rwk_pe_closest_pair(inv_freq, n, 1, least.k - 1).squared);
    return 2 * rounding(inv_freq, n, (rwk_pe_closest){ LAST, second }) / (second - least.squared);
}

/* |D^2(k) - sum 2 (1 - cos k theta)| over the bound, the cosine certified to 2^-105.                           (D12.1) */
static rwk_status against_truth(double *worst, double *distance, rwk_run *run, const double inv_freq[], size_t n, int64_t k)
{
    rwk_truth *truth = NULL;
    const rwk_config config = rwk_config_plain(2 * n, BASE);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    const double computed = rwk_pe_distance_squared(inv_freq, n, k);
    double certified = 0, c[2], s[2];
    for (size_t t = 0; t < n && status == RWK_OK; t++) {
        status = rwk_truth_split(c, s, truth, t, k, false);
        if (status == RWK_OK) certified += 2 * ((1 - c[0]) - c[1]);
    }
    rwk_truth_free(truth);
    *worst = fabs(computed - certified) / rwk_bound_pe_distance(sum_of(inv_freq, n), n, k, computed);
    *distance = sqrt(certified);
    return status;
}

/* ---- One hand and the continued fraction of 1/turn. ---- */

/* Denominators of the convergents of 1/turn up to LAST; a double holds enough of it: the next quotient of the last has an error of
 * LAST^2 u.                                                                                                (D12.5) */
static size_t convergents(int64_t k[MAX_RECORDS], double turn)
{
    size_t n = 0;
    double x = turn; /* 1/turn = [0; floor(turn), ...] */
    int64_t before = 0, here = 1;
    while (n < MAX_RECORDS && here <= LAST) {
        k[n++] = here;
        const int64_t next = (int64_t)x * here + before;
        x = 1 / (x - floor(x));
        before = here;
        here = next;
    }
    return n;
}

/* Positions closer to 0 than all before them. */
static size_t records(int64_t k[MAX_RECORDS], const double inv_freq[], size_t n)
{
    size_t count = 0;
    double least = INFINITY;
    for (int64_t j = 1; j <= LAST && count < MAX_RECORDS; j++) {
        const double squared = rwk_pe_distance_squared(inv_freq, n, j);
        if (squared < least || isnan(squared)) k[count++] = j, least = squared;
    }
    return count;
}

/* How many entries of either list are not in the same place of the other. */
static double differences(const int64_t a[], size_t n_a, const int64_t b[], size_t n_b)
{
    double count = (double)GSL_MAX(n_a, n_b) - (double)GSL_MIN(n_a, n_b);
    for (size_t j = 0; j < GSL_MIN(n_a, n_b); j++) count += a[j] != b[j];
    return count;
}

static void check_one_hand(rwk_run *run)
{
    const double one = 1;
    int64_t found[MAX_RECORDS], expected[MAX_RECORDS], half[MAX_RECORDS];
    const size_t n = records(found, &one, 1);
    rwk_run_check(run, "one hand: closest returns against the convergents of 1/(2 pi), differences",
                  differences(found, n, expected, convergents(expected, 2 * M_PI)), 0);
    rwk_run_control(run, "one hand: against the convergents of 1/pi, differences",
                    differences(found, n, half, convergents(half, M_PI)), 0);
    for (size_t j = 1; j < n; j++)
        rwk_run_fact(run, rwk_run_name(run, "one hand: distance of the positions 0 and %d", (int)found[j]),
                     sqrt(rwk_pe_distance_squared(&one, 1, found[j])));
}

/* ---- Widths. ---- */

static rwk_status check_width(rwk_run *run, double inv_freq[], size_t d)
{
    const size_t n = d / 2;
    double error, distance;
    rwk_status status = rwk_pe_frequencies(inv_freq, d, BASE, &run->diag);
    if (status != RWK_OK) return status;
    const rwk_pe_closest least = rwk_pe_closest_pair(inv_freq, n, 1, LAST), other = rwk_pe_closest_pair(inv_freq, n, 2, LAST);
    status = against_truth(&error, &distance, run, inv_freq, n, least.k);
    if (status != RWK_OK) return status;
    rwk_run_check(run, rwk_run_name(run, "d = %zu: rounding over the smallest squared distance", d), doubt(inv_freq, n), 1);
    rwk_run_check(run, rwk_run_name(run, "d = %zu: smallest squared distance against MPFR, over bound", d), error, 1);
    rwk_run_check(run, rwk_run_name(run, "d = %zu: rounding over the gap between the two smallest", d),
                  place_doubt(inv_freq, n, least), 1);
    const char *name = rwk_run_name(run, "d = %zu: squared distance of neighbours over the smallest of all others", d);
    if (d >= 64) rwk_run_check(run, name, neighbours_over_others(inv_freq, n), 1);
    else rwk_run_control(run, name, neighbours_over_others(inv_freq, n), 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: smallest distance, certified", d), distance);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: it is at k", d), (double)least.k);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: smallest distance beyond neighbours", d), sqrt(other.squared));
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: that is at k", d), (double)other.k);
    return RWK_OK;
}

static void check_other_frequencies(rwk_run *run)
{
    enum { N = 32 };
    double inv_freq[N];
    rwk_fault_whole_wavelengths(inv_freq, 1, BASE);
    rwk_run_control(run, "d = 2, wavelength 6 tokens: rounding over the smallest squared distance", doubt(inv_freq, 1), 1);
    rwk_fault_equal_frequencies(inv_freq, N);
    rwk_run_control(run, "d = 64, equal frequencies: squared distance of neighbours over the smallest of all others",
                    neighbours_over_others(inv_freq, N), 1);
    rwk_fault_even_frequencies(inv_freq, N);
    rwk_run_control(run, "d = 64, evenly spaced: squared distance of neighbours over the smallest of all others",
                    neighbours_over_others(inv_freq, N), 1);
    rwk_run_fact(run, "d = 64, evenly spaced: the closest pair is at k", (double)rwk_pe_closest_pair(inv_freq, N, 1, LAST).k);
    for (size_t t = 0; t < N; t++) inv_freq[t] = gsl_rng_uniform(run->rng);
    rwk_run_fact(run, "d = 64, frequencies at random: squared distance of neighbours over the smallest of all others",
                 neighbours_over_others(inv_freq, N));
}

static rwk_status search_far(rwk_run *run, double inv_freq[])
{
    const rwk_status status = rwk_pe_frequencies(inv_freq, 64, BASE, &run->diag);
    if (status == RWK_OK)
        rwk_run_fact(run, "d = 64: smallest distance beyond neighbours up to k = 10000000",
                     sqrt(rwk_pe_closest_pair(inv_freq, 32, 2, FAR).squared));
    return status;
}

/* ---- The curves: the smallest distance of each step of k, 250 a decade; the clock. ---- */

static int64_t next_k(int64_t k) { return GSL_MAX(k + 1, (int64_t)ceil((double)k * pow(10, 1.0 / 250))); }

static rwk_status write_curves(rwk_run *run)
{
    static const size_t widths[] = { 2, 4, 64 };
    double inv_freq[3][32], least[3];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "k\tone\ttwo\tthirty_two");
    for (int w = 0; w < 3 && status == RWK_OK; w++) status = rwk_pe_frequencies(inv_freq[w], widths[w], BASE, &run->diag);
    for (int64_t k = 1; k <= LAST && status == RWK_OK; k = next_k(k)) {
        for (int w = 0; w < 3; w++)
            least[w] = sqrt(rwk_pe_closest_pair(inv_freq[w], widths[w] / 2, k, GSL_MIN(next_k(k) - 1, LAST)).squared);
        RWK_ROW(table, (double)k, least[0], least[1], least[2]);
    }
    return status;
}

/* Position k on a clock whose hand turns one radian a token, at radius k: (k sin k, k cos k); its distance from position 0. */
static rwk_status write_clock(rwk_run *run)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "clock", "k\tx\ty\tdistance");
    const double one = 1;
    for (int k = 0; k <= CLOCK && status == RWK_OK; k++)
        RWK_ROW(table, k, k * sin(k), k * cos(k), sqrt(rwk_pe_distance_squared(&one, 1, k)));
    return status;
}

static rwk_status measure(rwk_run *run)
{
    static const size_t widths[] = { 2, 4, 64, 512, 1024 };
    double inv_freq[MAX_PAIRS];
    rwk_status status = RWK_OK;
    check_one_hand(run);
    for (int w = 0; w < 5 && status == RWK_OK; w++) {
        status = check_width(run, inv_freq, widths[w]);
        rwk_run_progress(run, (w + 1.0) / 6);
    }
    if (status != RWK_OK) return status;
    check_other_frequencies(run);
    if (run->options.full) status = search_far(run, inv_freq);
    if (status == RWK_OK) status = write_curves(run);
    return status == RWK_OK ? write_clock(run) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
