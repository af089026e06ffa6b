/* SPDX-License-Identifier: MIT */
/*
 * Claim     Between two positions a RoPE score is within d max |h_j| (s - s1)(s2 - s)/(8 ln c) of the chord through its values there.
 * Source    Chen et al. 2023 (Position Interpolation, arXiv:2306.15595), Theorem 2.1 and eq. (14); derivations (D21.10)-(D21.14)
 * Measure   |a(s) - a_lin(s)| half-way between neighbouring positions over that bound, for h_j = e^{-i theta_j/2} and for Gaussian
 *           q, k; sum theta_j^2 over what eq. (14) allows it; the same over the bound (s - s1)(s2 - s)/2 sum theta_j^2
 * Holds if  at most 1.  It is not, hence REFUTED for h_j = e^{-i theta_j/2}: eq. (14) holds a convex function below its tangent (D21.12).
 *           With the sum in place of d/(4 ln c) no score passes the bound (D21.10), which is attained to 1/48 (D21.13)
 * Must fail half of the right constant; the value at the nearer position in place of the chord; a chord twice as long held to the bound
 *           of the short one; the sum of frequencies in place of their squares
 */
#include <math.h>
#include <stdlib.h>

#include "claims/chord.h"
#include "claims/rounding.h"
#include "faults/interpolation_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 35,
    .id = "interpolation_bound",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "Between two positions a RoPE score is within d max |h_j| (s - s1)(s2 - s)/(8 ln c) of its chord.",
    .source = "Chen et al. 2023 (arXiv:2306.15595), Theorem 2.1, eq. (14)",
    .section = "21",
    .equations = "D21.10 D21.12",
};

enum { MAX_PAIRS = 64, N_DIMS = 6, DRAWS = 20000, WIDEST = 4096, STEPS = 200 };

static const size_t DIMS[N_DIMS] = { 128, 64, 32, 16, 8, 4 };
static const double BASE = 10000;
static const double ROUNDING = 1e-8; /* of a distance from the chord, over its bound                             (D21.10) */
static const rwk_chord MIDDLE = { 0, 1, 0.5 };

/* ---- Half-way, the worst h and Gaussian ones. ---- */

typedef struct {
    size_t n;                                                      /* pairs */
    double inv_freq[MAX_PAIRS], sum;                               /* frequencies and the sum of their squares */
    double re[MAX_PAIRS], im[MAX_PAIRS];                           /* h_j */
    double printed, right, largest;                                /* the bounds half-way for max |h_j| = 1, and what is attained */
    double worst, gaussian, gaussian_printed, violations, nearest; /* over bound; draws above the printed one */
    double doubled;                                                /* worst h, chord of two positions, over the bound for one */
} head;

static rwk_status prepare(rwk_run *run, head *h, size_t d)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(d, BASE);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    h->n = d / 2;
    status = rwk_truth_inv_freq(h->inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    h->sum = rwk_chord_squares(h->inv_freq, h->n);
    h->printed = rwk_fault_interpolation_bound(BASE, d, MIDDLE.s1, MIDDLE.s2, MIDDLE.s);
    h->right = rwk_chord_bound(h->sum, MIDDLE);
    h->largest = rwk_chord_largest(h->inv_freq, h->n, MIDDLE);
    return status;
}

/* h_j = e^{-i s theta_j}: every pair is at its peak at s.                                                 (D21.13) */
static void set_worst(head *h, double s)
{
    for (size_t j = 0; j < h->n; j++) {
        h->re[j] = cos(s * h->inv_freq[j]);
        h->im[j] = -sin(s * h->inv_freq[j]);
    }
}

static void measure_worst(head *h)
{
    set_worst(h, MIDDLE.s);
    h->worst = fabs(rwk_chord_error(h->re, h->im, h->inv_freq, h->n, MIDDLE));
    set_worst(h, 1);
    h->doubled = fabs(rwk_chord_error(h->re, h->im, h->inv_freq, h->n, (rwk_chord){ 0, 2, 1 }));
}

/* h_j = q_j conj(k_j) of Gaussian q, k; returns max |h_j|. */
static double draw(rwk_run *run, head *h)
{
    double q[2 * MAX_PAIRS], k[2 * MAX_PAIRS], largest = 0;
    rwk_run_gaussian(run, q, 2 * h->n);
    rwk_run_gaussian(run, k, 2 * h->n);
    for (size_t j = 0; j < h->n; j++) {
        h->re[j] = q[2 * j] * k[2 * j] + q[2 * j + 1] * k[2 * j + 1];
        h->im[j] = q[2 * j + 1] * k[2 * j] - q[2 * j] * k[2 * j + 1];
        largest = rwk_worst(largest, hypot(h->re[j], h->im[j]));
    }
    return largest;
}

/* Half-way between neighbours, and anywhere but the last 1/1024 between two positions that are 1 .. 16 apart. */
static void measure_gaussian(rwk_run *run, head *h)
{
    const size_t draws = rwk_run_count(run, DRAWS, 20);
    for (size_t i = 0; i < draws; i++) {
        const double largest = draw(run, h), first = floor(2048 * gsl_rng_uniform(run->rng));
        const double apart = 1 + floor(16 * gsl_rng_uniform(run->rng));
        const rwk_chord any = { first, first + apart, first + apart * (1 + 1022 * gsl_rng_uniform(run->rng)) / 1024 };
        const double half_way = fabs(rwk_chord_error(h->re, h->im, h->inv_freq, h->n, MIDDLE)) / largest;
        const double elsewhere = fabs(rwk_chord_error(h->re, h->im, h->inv_freq, h->n, any)) / largest;
        h->gaussian = rwk_worst(h->gaussian, rwk_worst(half_way / h->right, elsewhere / rwk_chord_bound(h->sum, any)));
        h->gaussian_printed = rwk_worst(h->gaussian_printed, half_way / h->printed);
        h->violations += half_way > h->printed;
        double nearer = 0; /* a(1/2) - a(0) */
        for (size_t j = 0; j < h->n; j++) nearer += h->re[j] * (cos(h->inv_freq[j] / 2) - 1) - h->im[j] * sin(h->inv_freq[j] / 2);
        h->nearest = rwk_worst(h->nearest, fabs(nearer) / largest / h->right);
    }
}

/* ---- Verdict. ---- */

static void check_dim(rwk_run *run, const head *h, size_t d)
{
    const double closed = rwk_chord_squares_geometric(BASE, h->n);
    rwk_run_check(run, rwk_run_name(run, "d = %zu: worst h, distance from the chord over Theorem 2.1", d), h->worst / h->printed,
                  1);
    rwk_run_check(run, rwk_run_name(run, "d = %zu: sum of theta^2 over d/(4 ln c), eq. (14)", d),
                  h->sum / rwk_fault_sum_of_squares(BASE, d), 1);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: worst h, distance from the chord over the bound with the sum", d),
                    h->worst / h->right, 1);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: Gaussian q, k, distance from the chord over the bound with the sum", d),
                    h->gaussian, 1 + ROUNDING);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: worst h, what the bound with the sum leaves unattained", d),
                    1 - h->worst / h->right, 1.0 / 48);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: sum of theta^2 against its closed form, over rounding", d),
                    fabs(h->sum / closed - 1) / rwk_chord_squares_rounding(h->n), 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: worst h, distance from the chord half-way", d), h->worst);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: Theorem 2.1 half-way", d), h->printed);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: sum of theta^2", d), h->sum);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: d over the bound with the sum", d), (double)d / h->right);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: Gaussian q, k, largest over Theorem 2.1", d), h->gaussian_printed);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: Gaussian q, k, share of draws above Theorem 2.1", d),
                 h->violations / (double)rwk_run_count(run, DRAWS, 20));
}

static void check_controls(rwk_run *run, const head h[N_DIMS])
{
    double half = INFINITY, nearest = INFINITY, doubled = INFINITY, first_powers = INFINITY;
    for (size_t i = 0; i < N_DIMS; i++) {
        double sum = 0;
        for (size_t j = 0; j < h[i].n; j++) sum += h[i].inv_freq[j];
        half = rwk_least(half, h[i].worst / (h[i].right / 2));
        nearest = rwk_least(nearest, h[i].nearest);
        doubled = rwk_least(doubled, h[i].doubled / h[i].right);
        first_powers =
            rwk_least(first_powers, fabs(sum / rwk_chord_squares_geometric(BASE, h[i].n) - 1) / rwk_chord_squares_rounding(h[i].n));
    }
    rwk_run_control(run, "worst h, distance from the chord over half of the bound with the sum, least of all d", half, 1);
    rwk_run_control(run, "Gaussian q, k, distance from the value at the nearer position over the bound, least of all d", nearest,
                    1);
    rwk_run_control(run, "worst h, chord over two positions held to the bound over one, least of all d", doubled, 1);
    rwk_run_control(run, "sum of theta against the closed form for squares, over rounding, least of all d", first_powers, 1);
}

/* ---- How much interpolation gains, and up to which width Theorem 2.1 fails between neighbours. ---- */

/* Interpolation against 2 max |h| B(s) with B(s) = d as printed, and against sum |h_j| <= d/2 max |h_j|.         (D21.14) */
static void record_ratio(rwk_run *run, const head *h)
{
    const double d = 2 * (double)h->n;
    rwk_run_fact(run, "32 ln 10000, Theorem 2.1 half-way: d max |h| over so much", d / h->printed);
    rwk_run_fact(run, "gain as published: 2 d over Theorem 2.1", 2 * d / h->printed);
    rwk_run_fact(run, "gain with the sum: 2 d over the bound", 2 * d / h->right);
    rwk_run_fact(run, "gain with the sum over the trivial bound d/2", d / 2 / h->right);
}

/* The largest d whose worst h passes Theorem 2.1 half-way between neighbours.                              (D21.13) */
static void record_widest(rwk_run *run)
{
    size_t widest = 0;
    for (size_t d = 2; d <= WIDEST; d += 2) {
        double largest = 0;
        for (size_t j = 0; j < d / 2; j++) largest += 2 * pow(sin(pow(BASE, -2 * (double)j / (double)d) / 4), 2);
        if (largest > rwk_fault_interpolation_bound(BASE, d, MIDDLE.s1, MIDDLE.s2, MIDDLE.s)) widest = d;
    }
    rwk_run_fact(run, rwk_run_name(run, "largest d up to %d whose worst h passes Theorem 2.1 half-way", WIDEST), (double)widest);
}

/* ---- The figure. ---- */

static rwk_status write_curves(rwk_run *run, head h[N_DIMS])
{
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "position\terror\tprinted\tright");
    set_worst(&h[0], MIDDLE.s);
    for (int k = 0; k <= STEPS && status == RWK_OK; k++) {
        const rwk_chord at = { 0, 1, (double)k / STEPS };
        RWK_ROW(table, at.s, fabs(rwk_chord_error(h[0].re, h[0].im, h[0].inv_freq, h[0].n, at)),
                rwk_fault_interpolation_bound(BASE, DIMS[0], at.s1, at.s2, at.s), rwk_chord_bound(h[0].sum, at));
    }
    if (status == RWK_OK) status = rwk_run_table(&table, run, "dims", "dim\tworst\tattained\tgaussian");
    for (size_t i = N_DIMS; i-- > 0 && status == RWK_OK;)
        RWK_ROW(table, (double)DIMS[i], h[i].worst / h[i].printed, h[i].worst / h[i].right, h[i].gaussian_printed);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    head *h = calloc(N_DIMS, sizeof *h);
    rwk_status status = h ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < N_DIMS && status == RWK_OK; i++) {
        status = prepare(run, &h[i], DIMS[i]);
        if (status != RWK_OK) break;
        measure_worst(&h[i]);
        measure_gaussian(run, &h[i]);
        check_dim(run, &h[i], DIMS[i]);
        rwk_run_progress(run, 0.9 * (double)(i + 1) / N_DIMS);
    }
    if (status == RWK_OK) {
        check_controls(run, h);
        record_ratio(run, &h[0]);
        record_widest(run);
        status = write_curves(run, h);
    }
    free(h);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
