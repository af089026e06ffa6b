/* SPDX-License-Identifier: MIT */
/*
 * Claim     RoPE tells direction: of the score of a random query and key at distance s, the share (1/N) sum sin^2(s theta_i) of the
 *           energy changes sign when the key moves to the other side.
 * Source    RoFormer (arXiv:2104.09864) eq. (12), whose sine term it is; derivations (D16.10), (D16.11)
 * Measure   A = (score(s) - score(-s))/2 of rotated Gaussian q and k, against its closed form, and its mean square over draws
 * Holds if  A is sum Im(h_i) sin(s theta_i) up to rounding (D16.10); the share of its mean square lies within 5 sigma of the law (D16.11)
 * Must fail k = q, which looks the same from both sides; the key on the wrong side, R_{m-n} for R_{n-m}; the sinusoidal code's PE . PE
 */
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 22,
    .id = "direction",
    .expected = RWK_HOLDS,
    .statement =
        "RoPE tells direction: a share (1/N) sum sin^2(s theta) of a score's energy changes sign with the side of the key.",
    .source = "Su et al. 2021, eq. (12)",
    .section = "16",
    .equations = "D16.10 D16.11",
};

enum { MAX_DIM = 1024, DRAWS = 16000, N_LISTED = 13, LAST = 4096, CURVE = 64 };
static const int64_t LISTED[N_LISTED] = { 1, 2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 3000, LAST };

typedef struct {
    size_t n, dim; /* pairs, 2 n */
    double c[MAX_DIM / 2], s[MAX_DIM / 2], w[MAX_DIM / 2];
    double q[MAX_DIM], k[MAX_DIM], moved[MAX_DIM];
} scratch;

/* q . R_s k: the score of a key s places after the query. */
static double score(scratch *v, const rwk_run *run, const double q[], const double k[], int64_t s)
{
    rwk_angle_cos_sin(v->c, v->s, run->inv_freq, v->n, s, RWK_F64);
    if (rwk_rope_interleaved(v->moved, k, v->dim, v->dim, v->c, v->s, RWK_F64) != RWK_OK) return NAN;
    return rwk_dot(q, v->moved, v->dim, RWK_F64);
}

/* The part of the score that changes sign with s. */
static double odd_part(scratch *v, const rwk_run *run, const double q[], const double k[], int64_t s)
{
    return (score(v, run, q, k, s) - score(v, run, q, k, -s)) / 2;
}

/* Its closed form: q . R_s k = sum Re(h_i e^{-is theta_i}) with h = q conj(k), so -i sin leaves sum Im(h_i) sin.  (D16.10) */
static double odd_formula(const scratch *v, const rwk_run *run, int64_t s)
{
    double sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        const double im = v->q[2 * i + 1] * v->k[2 * i] - v->q[2 * i] * v->k[2 * i + 1];
        sum += im * sin((double)s * run->inv_freq[i]);
    }
    return sum;
}

/* Sums of sin^2 and sin^4 over the pairs. */
typedef struct {
    double square, fourth;
} sine_sums;

static sine_sums sines(const rwk_run *run, int64_t s)
{
    sine_sums sum = { 0, 0 };
    for (size_t i = 0; i < run->n_pairs; i++) {
        const double e = sin((double)s * run->inv_freq[i]), square = e * e;
        sum.square += square;
        sum.fourth += square * square;
    }
    return sum;
}

static double share_law(const rwk_run *run, int64_t s) { return sines(run, s).square / (double)run->n_pairs; }

/* Standard deviation of the measured share: sqrt((8 P^2 + 12 Q)/draws)/(2 N)                              (D16.11) */
static double share_sigma(const rwk_run *run, int64_t s, size_t draws)
{
    const sine_sums sum = sines(run, s);
    return sqrt((8 * sum.square * sum.square + 12 * sum.fourth) / (double)draws) / (2 * (double)run->n_pairs);
}

/* Mean of A^2 over draws, in 2 N, the mean of score^2; of k drawn apart and of k = q. */
typedef struct {
    double apart[N_LISTED], same[N_LISTED];
    double used, swapped; /* |A - formula| over its bound; with the wrong side, smallest of the draws' largest */
} odd_energy;

static void measure_draw(odd_energy *e, rwk_run *run, scratch *v, size_t draws)
{
    const double unit = 2 * (double)v->n * (double)draws;
    double swapped = 0;
    rwk_run_gaussian(run, v->q, v->dim);
    rwk_run_gaussian(run, v->k, v->dim);
    rwk_pair_weights(v->w, v->q, v->k, v->n);
    for (int j = 0; j < N_LISTED; j++) {
        const int64_t s = LISTED[j];
        const double odd = odd_part(v, run, v->q, v->k, s), same = odd_part(v, run, v->q, v->q, s);
        const double bound = rwk_bound_identity(v->w, run->inv_freq, v->n, 0, rwk_unit_roundoff(RWK_F64));
        const double wrong_side = odd_part(v, run, v->q, v->k, rwk_fault_relative_position(0, s));
        e->apart[j] += odd * odd / unit;
        e->same[j] += same * same / unit;
        e->used = rwk_worst(e->used, fabs(odd - odd_formula(v, run, s)) / bound);
        swapped = rwk_worst(swapped, fabs(wrong_side - odd_formula(v, run, s)) / bound);
    }
    e->swapped = rwk_least(e->swapped, swapped);
}

/* Largest distance of the shares from the law, in sigma. */
static double deviation(const double share[], const rwk_run *run, size_t draws)
{
    double worst = 0;
    for (int j = 0; j < N_LISTED; j++)
        worst = rwk_worst(worst, fabs(share[j] - share_law(run, LISTED[j])) / share_sigma(run, LISTED[j], draws));
    return worst;
}

/* Half of PE_m . PE_{m+s} - PE_m . PE_{m-s}, from the sines and cosines of the positions m, m + s and m - s. */
static double sinusoidal_odd_part(scratch *v, const rwk_run *run, int64_t m, int64_t s)
{
    double sum = 0;
    rwk_angle_cos_sin(v->c, v->s, run->inv_freq, v->n, m, RWK_F64);
    rwk_angle_cos_sin(v->q, v->k, run->inv_freq, v->n, m + s, RWK_F64);
    for (size_t i = 0; i < v->n; i++) sum += v->c[i] * v->q[i] + v->s[i] * v->k[i];
    rwk_angle_cos_sin(v->q, v->k, run->inv_freq, v->n, m - s, RWK_F64);
    for (size_t i = 0; i < v->n; i++) sum -= v->c[i] * v->q[i] + v->s[i] * v->k[i];
    return sum / 2;
}

/* Its square over |PE|^4: 0 but for rounding. */
static double sinusoidal_deviation(rwk_run *run, scratch *v, size_t draws)
{
    double share[N_LISTED];
    for (int j = 0; j < N_LISTED; j++) {
        const double odd = sinusoidal_odd_part(v, run, LAST, LISTED[j]);
        share[j] = odd * odd / (double)(v->n * v->n);
    }
    return deviation(share, run, draws);
}

static rwk_status write_shares(rwk_run *run, const odd_energy *e, size_t draws)
{
    rwk_tsv *points, *law;
    rwk_status status = rwk_run_table(&points, run, "points", "distance\tshare\tfive_sigma\tsame");
    for (int j = 0; j < N_LISTED && status == RWK_OK; j++)
        RWK_ROW(points, (double)LISTED[j], e->apart[j], 5 * share_sigma(run, LISTED[j], draws), e->same[j]);
    if (status == RWK_OK) status = rwk_run_table(&law, run, "law", "distance\tshare");
    for (int64_t s = 1; s <= LAST && status == RWK_OK; s++) RWK_ROW(law, (double)s, share_law(run, s));
    return status;
}

static rwk_status write_curve(rwk_run *run, scratch *v)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "distance\tscore\tmirrored\todd");
    rwk_run_gaussian(run, v->q, v->dim);
    rwk_run_gaussian(run, v->k, v->dim);
    for (int64_t s = -CURVE; s <= CURVE && status == RWK_OK; s++)
        RWK_ROW(table, (double)s, score(v, run, v->q, v->k, s), score(v, run, v->q, v->k, -s), odd_part(v, run, v->q, v->k, s));
    return status;
}

static rwk_status measure_with(rwk_run *run, scratch *v)
{
    odd_energy e = { .swapped = INFINITY };
    const size_t draws = rwk_run_count(run, DRAWS, 32);
    v->n = run->n_pairs, v->dim = 2 * v->n;
    rwk_status status = write_curve(run, v);
    for (size_t i = 0; i < draws && status == RWK_OK; i++) {
        measure_draw(&e, run, v, draws);
        if (i % 64 == 0) rwk_run_progress(run, (double)i / (double)draws);
    }
    if (status != RWK_OK) return status;
    for (int j = 0; j < N_LISTED; j++)
        if (LISTED[j] == 1 || LISTED[j] == 10 || LISTED[j] == 100 || LISTED[j] == 1000) {
            rwk_run_fact(run, rwk_run_name(run, "share at distance %d, measured", (int)LISTED[j]), e.apart[j]);
            rwk_run_fact(run, rwk_run_name(run, "share at distance %d, law", (int)LISTED[j]), share_law(run, LISTED[j]));
        }
    rwk_run_check(run, "(score(s) - score(-s))/2 against sum Im(h) sin(s theta), over bound", e.used, 1);
    rwk_run_check(run, "share of the energy that changes sign against (1/N) sum sin^2, in sigma", deviation(e.apart, run, draws),
                  5);
    rwk_run_control(run, "k = q: the same share, in sigma", deviation(e.same, run, draws), 5);
    rwk_run_control(run, "sinusoidal code, PE . PE: the same share, in sigma", sinusoidal_deviation(run, v, draws), 5);
    rwk_run_control(run, "key on the wrong side, R_{m-n}: error over bound, smallest of all draws", e.swapped, 1);
    return write_shares(run, &e, draws);
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, MAX_DIM) != RWK_OK) return RWK_ERANGE;
    scratch *v = calloc(1, sizeof *v);
    if (!v) return RWK_ENOMEM;
    const rwk_status status = measure_with(run, v);
    free(v);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
