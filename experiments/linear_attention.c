/* SPDX-License-Identifier: MIT */
/*
 * Claim     Linear attention with RoPE (RoFormer eq. 19) is computed by a state of fixed size, and its numerator depends on relative
 *           positions only.
 * Source    RoFormer (arXiv:2104.09864) eq. (17)-(19); S1 "effectiveness" (3); Su, kexue.fm 8265; derivations (D11.11)-(D11.19)
 * Measure   512 tokens, d = 64: sum over keys against state, full and causal; lengths of rotated features; weights under a shift by
 *           1000; sums, signs and sizes of the weights; denominators of constructed keys
 * Holds if  both forms agree within the order of their sums (D11.14), lengths within 4u, shifted scores within the identity bound
 *           (D11.15), and no weight exceeds |phi(q)| |phi(k)| over the denominator (D11.16)
 * Must fail a causal state against the full sum; phi(R q) for R phi(q); rotated weights as an average: they do not sum to 1 and some are
 *           negative; a rotated denominator, which RoFormer avoids: it vanishes at distance 11 and is negative at 2
 */
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/attention_bounds.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/attention_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 28,
    .id = "linear_attention",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "Linear attention with RoPE is computed by a state of fixed size, and its numerator depends on relative positions only.",
    .source = "Su et al. 2021, eq. (17)-(19); S1; Su, kexue.fm 8265",
    .section = "11",
    .equations = "D11.11 D11.15",
};

enum { N = 512, MAX_DIM = 64, SHIFT = 1000, BINS = 100 };

typedef rwk_status features(double phi[], double rotated[], const double x[], size_t seq, size_t dim, const double c[],
                            const double s[]);

/* ---- One head; `dim` columns are in use. ---- */

typedef struct {
    size_t dim;
    double q[N * MAX_DIM], k[N * MAX_DIM], v[N * MAX_DIM], c[N * MAX_DIM / 2], s[N * MAX_DIM / 2], inv_freq[MAX_DIM / 2];
    double phi_q[N * MAX_DIM], phi_k[N * MAX_DIM], rotated_q[N * MAX_DIM], rotated_k[N * MAX_DIM];
    double sum[N * MAX_DIM], by_state[N * MAX_DIM], state[MAX_DIM * (MAX_DIM + 1)];
    double weights[N * N], score[N * N], shifted[N * N], norm_q[N], norm_k[N], pair[MAX_DIM / 2];
} head;

static void turn(head *h, int64_t first)
{
    for (size_t m = 0; m < N; m++)
        rwk_angle_cos_sin(h->c + m * h->dim / 2, h->s + m * h->dim / 2, h->inv_freq, h->dim / 2, first + (int64_t)m, RWK_F64);
}

static rwk_status featurize(head *h, features *make)
{
    const rwk_status status = make(h->phi_q, h->rotated_q, h->q, N, h->dim, h->c, h->s);
    return status == RWK_OK ? make(h->phi_k, h->rotated_k, h->k, N, h->dim, h->c, h->s) : status;
}

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

/* Gaussian queries, keys and values at positions 0 .. 511, their features and the features' lengths. */
static rwk_status draw(rwk_run *run, head *h, size_t dim)
{
    h->dim = dim;
    for (size_t i = 0; i < dim / 2; i++) h->inv_freq[i] = pow(10000, -2.0 * (double)i / (double)dim);
    rwk_run_gaussian(run, h->q, N * dim);
    rwk_run_gaussian(run, h->k, N * dim);
    rwk_run_gaussian(run, h->v, N * dim);
    turn(h, 0);
    const rwk_status status = featurize(h, rwk_linear_features);
    for (size_t m = 0; m < N; m++) h->norm_q[m] = norm(h->phi_q + m * dim, dim), h->norm_k[m] = norm(h->phi_k + m * dim, dim);
    return status;
}

static rwk_linear inputs(const head *h, bool causal)
{
    return (rwk_linear){ h->phi_q, h->phi_k, h->rotated_q, h->rotated_k, h->v, N, h->dim, h->dim, causal };
}

/* z[m, n] = q_m . k_n, undivided. */
static void score(double z[], const double q[], const double k[], size_t dim)
{
    for (size_t m = 0; m < N; m++)
        for (size_t n = 0; n < N; n++) z[m * N + n] = rwk_dot(q + m * dim, k + n * dim, dim, RWK_F64);
}

/* ---- Two bracketings of one double sum. ---- */

static double largest_difference(const double a[], const double b[], size_t n)
{
    double worst = 0;
    for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, fabs(a[j] - b[j]));
    return worst;
}

static rwk_status measure_forms(rwk_run *run, head *h)
{
    double size[MAX_DIM];
    rwk_status status = RWK_OK;
    for (int causal = 0; causal < 2 && status == RWK_OK; causal++) {
        const rwk_linear in = inputs(h, causal);
        const char *name = causal ? "causal" : "full";
        status = rwk_linear_quadratic(h->sum, h->weights, &in);
        if (status == RWK_OK) status = rwk_linear_state(h->by_state, h->state, &in);
        rwk_run_check(run, rwk_run_name(run, "%s: sum over keys against state, over bound", name),
                      rwk_linear_forms_used(&in, h->sum, h->by_state, size), 1);
        rwk_run_fact(run, rwk_run_name(run, "%s: sum over keys against state, largest difference", name),
                     largest_difference(h->sum, h->by_state, N * h->dim));
    }
    const rwk_linear full = inputs(h, false);
    if (status == RWK_OK) status = rwk_linear_quadratic(h->sum, h->weights, &full);
    rwk_run_control(run, "causal state against the full sum, over bound", rwk_linear_forms_used(&full, h->sum, h->by_state, size),
                    1);
    return status;
}

/* ---- Lengths and shifts. ---- */

/* Largest | |R phi|/|phi| - 1 | of a pair, from squares summed in twice the precision.                    (D11.15) */
static double length_error(const head *h)
{
    double worst = 0;
    for (size_t p = 0; p < N * h->dim; p += 2) {
        const double *x = h->phi_q + p, *y = h->rotated_q + p;
        worst = rwk_worst(worst, fabs(rwk_squares_gap(y[0], y[1], x[0], x[1])) / (2 * (x[0] * x[0] + x[1] * x[1])));
    }
    return worst;
}

/* |shifted - score| over the bounds of both against the score at n - m.                                   (D11.15) */
static double shift_used(head *h, double *largest)
{
    const double u = rwk_unit_roundoff(RWK_F64);
    double worst = 0;
    *largest = largest_difference(h->shifted, h->score, (size_t)N * N);
    for (size_t m = 0; m < N; m += 7)
        for (size_t n = 0; n < N; n += 5) {
            rwk_pair_weights(h->pair, h->phi_q + m * h->dim, h->phi_k + n * h->dim, h->dim / 2);
            const double bound = rwk_bound_identity(h->pair, h->inv_freq, h->dim / 2, N + SHIFT, u) +
                                 rwk_bound_identity(h->pair, h->inv_freq, h->dim / 2, N, u);
            worst = rwk_worst(worst, fabs(h->shifted[m * N + n] - h->score[m * N + n]) / bound);
        }
    return worst;
}

/* Scores at positions 0, 1, … and at 1000, 1001, …; afterwards the features are those of `make` at the second place. */
static rwk_status score_both(head *h, features *make)
{
    turn(h, 0);
    rwk_status status = featurize(h, make);
    score(h->score, h->rotated_q, h->rotated_k, h->dim);
    turn(h, SHIFT);
    if (status == RWK_OK) status = featurize(h, make);
    score(h->shifted, h->rotated_q, h->rotated_k, h->dim);
    return status;
}

/* Largest |score| / (|phi(q)| |phi(k)|), the lengths those of the plain features.                        (D11.16) */
static double largest_share(const head *h)
{
    double worst = 0;
    for (size_t m = 0; m < N; m++)
        for (size_t n = 0; n < N; n++) worst = rwk_worst(worst, fabs(h->score[m * N + n]) / (h->norm_q[m] * h->norm_k[n]));
    return worst;
}

static rwk_status measure_shift(rwk_run *run, head *h)
{
    const double u = rwk_unit_roundoff(RWK_F64), rounded_share = 1 + (2 * MAX_DIM + 12) * u;
    double largest, wrong;
    rwk_status status = score_both(h, rwk_linear_features);
    rwk_run_check(run, "| |R phi|/|phi| - 1 | of a pair", length_error(h), 4 * u);
    rwk_run_check(run, "shift by 1000: change of a score, over bound", shift_used(h, &largest), 1);
    rwk_run_check(run, "largest |score| over |phi(q)| |phi(k)|", largest_share(h), rounded_share);
    rwk_run_fact(run, "shift by 1000: largest change of a score", largest);
    if (status != RWK_OK) return status;
    status = score_both(h, rwk_fault_linear_features);
    for (size_t p = 0; p < N * h->dim; p++) h->phi_q[p] = rwk_linear_phi(h->q[p]), h->phi_k[p] = rwk_linear_phi(h->k[p]);
    rwk_run_control(run, "phi(R q): | |phi(R q)|/|phi(q)| - 1 | of a pair", length_error(h), 4 * u);
    rwk_run_control(run, "phi(R q), phi(R k): shift by 1000, change of a score, over bound", shift_used(h, &wrong), 1);
    rwk_run_control(run, "phi(R q), phi(R k): largest |score| over |phi(q)| |phi(k)|", largest_share(h), rounded_share);
    rwk_run_fact(run, "phi(R q), phi(R k): shift by 1000, largest change of a score", wrong);
    turn(h, 0);
    return status == RWK_OK ? featurize(h, rwk_linear_features) : status;
}

/* ---- The weights are no average. ---- */

static double row_sum_bound(void) { return (2 * N + 2) * rwk_unit_roundoff(RWK_F64); } /* (D11.16) */

static rwk_status measure_balance(rwk_run *run, head *h)
{
    const rwk_linear rotated = inputs(h, false);
    rwk_linear plain = rotated;
    plain.rotated_q = h->phi_q, plain.rotated_k = h->phi_k;
    rwk_status status = rwk_linear_quadratic(h->sum, h->weights, &plain);
    rwk_balance b = rwk_weigh(h->weights, N, N);
    rwk_run_check(run, "not rotated: largest |row sum - 1|", b.off, row_sum_bound());
    rwk_run_check(run, "not rotated: share of negative weights", b.negative, 0);
    if (status == RWK_OK) status = rwk_linear_quadratic(h->sum, h->weights, &rotated);
    b = rwk_weigh(h->weights, N, N);
    rwk_run_control(run, "rotated: largest |row sum - 1|", b.off, row_sum_bound());
    rwk_run_control(run, "rotated: share of negative weights", b.negative, 0);
    rwk_run_fact(run, "rotated: smallest row sum", b.low);
    rwk_run_fact(run, "rotated: largest row sum", b.high);
    double least = INFINITY;
    for (size_t p = 0; p < N * h->dim; p++) least = rwk_least(least, h->rotated_q[p]);
    rwk_run_fact(run, "smallest entry of R phi(q)", least);
    return status;
}

/* With fewer pairs a score of 512 tokens is more often negative; the sign is the weight's. */
static rwk_status measure_narrow(rwk_run *run, head *h)
{
    double early = 0;
    const rwk_status status = draw(run, h, 16);
    score(h->weights, h->rotated_q, h->rotated_k, h->dim);
    for (size_t j = 0; j < (size_t)N * N; j++) early += h->weights[j] < 0 && j / N < 64 && j % N < 64;
    rwk_run_fact(run, "d = 16, rotated: share of negative weights", rwk_weigh(h->weights, N, N).negative);
    rwk_run_fact(run, "d = 16, rotated: share of negative weights among the first 64 tokens", early / (64 * 64));
    return status;
}

/* Su's sim = 1 + (R_m q).(R_n k) / (|q| |k|), divided by its own sums.                                   (D11.18) */
static rwk_status measure_su(rwk_run *run, head *h)
{
    rwk_status status = RWK_OK;
    double least = INFINITY;
    for (size_t m = 0; m < N && status == RWK_OK; m++) {
        const size_t at = m * h->dim, pairs = m * h->dim / 2;
        status = rwk_rope_interleaved(h->rotated_q + at, h->q + at, h->dim, h->dim, h->c + pairs, h->s + pairs, RWK_F64);
        if (status == RWK_OK)
            status = rwk_rope_interleaved(h->rotated_k + at, h->k + at, h->dim, h->dim, h->c + pairs, h->s + pairs, RWK_F64);
    }
    score(h->score, h->rotated_q, h->rotated_k, h->dim);
    for (size_t m = 0; m < N; m++) {
        double sum = 0;
        for (size_t n = 0; n < N; n++) {
            const double sim = 1 + h->score[m * N + n] / (norm(h->q + m * h->dim, h->dim) * norm(h->k + n * h->dim, h->dim));
            sum += h->weights[m * N + n] = sim;
            least = rwk_least(least, sim);
        }
        for (size_t n = 0; n < N; n++) h->weights[m * N + n] /= sum;
    }
    const rwk_balance b = rwk_weigh(h->weights, N, N);
    rwk_run_check(run, "1 + cosine, rotated: largest |row sum - 1|", b.off, row_sum_bound());
    rwk_run_check(run, "1 + cosine, rotated: share of negative weights", b.negative, 0);
    rwk_run_fact(run, "1 + cosine, rotated: smallest value", least);
    return status;
}

/* ---- Denominators of constructed keys: d = 2, every feature (1, 1), the query at position 0. ---- */

/* Rotated over plain denominator for keys at two distances (or one, twice); *largest is the largest |weight| with it.  (D11.17) */
static rwk_status constructed(double *share, double *largest, int64_t first, int64_t second)
{
    const double phi[4] = { 1, 1, 1, 1 }, theta = 1;
    double k[4], c[2], s[2], weights[2];
    rwk_angle_cos_sin(c, s, &theta, 1, first, RWK_F64);
    rwk_angle_cos_sin(c + 1, s + 1, &theta, 1, second, RWK_F64);
    rwk_status status = rwk_rope_interleaved(k, phi, 2, 2, c, s, RWK_F64);
    if (status == RWK_OK) status = rwk_rope_interleaved(k + 2, phi, 2, 2, c + 1, s + 1, RWK_F64);
    if (status != RWK_OK) return status;
    *share = rwk_fault_linear_weights(weights, &(rwk_linear){ phi, phi, phi, k, phi, 2, 2, 1, false }, 0);
    *largest = rwk_worst(fabs(weights[0]), fabs(weights[1]));
    return RWK_OK;
}

static rwk_status measure_denominators(rwk_run *run)
{
    double here, distant, opposite, both, weight, unused;
    rwk_status status = constructed(&here, &unused, 0, 0);
    if (status == RWK_OK) status = constructed(&distant, &unused, 11, 11);
    if (status == RWK_OK) status = constructed(&opposite, &unused, 2, 2);
    if (status == RWK_OK) status = constructed(&both, &weight, 2, 20);
    if (status != RWK_OK) return status;
    const double slack = 8 * rwk_unit_roundoff(RWK_F64);
    rwk_run_check(run, "constructed: what rotating takes of the denominator, distance 0", fabs(1 - here), slack);
    rwk_run_control(run, "constructed: what rotating takes of the denominator, distance 11", 1 - distant, slack);
    rwk_run_control(run, "constructed: what rotating takes of the denominator, distance 2", 1 - opposite, slack);
    rwk_run_control(run, "constructed: rotated denominator, distances 2 and 20: largest |weight|", weight, 1);
    rwk_run_fact(run, "constructed: rotated over plain denominator, distance 11", distant);
    rwk_run_fact(run, "constructed: rotated over plain denominator, distance 2", opposite);
    rwk_run_fact(run, "constructed: rotated over plain denominator, distances 2 and 20", both);
    return status;
}

/* ---- What it costs: S1's "no additional computation" and "lowers complexity", counted.                   (D11.19) ---- */

static void count_cost(rwk_run *run)
{
    const double d = MAX_DIM, heads = 8 * 32, table = 4096 * MAX_DIM;
    rwk_run_fact(run, "flops: rotating a vector", 3 * d);
    rwk_run_fact(run, "flops: rotating q and k, over those of a row of Q K^T, 512 keys", 2 * 3 * d / (2 * d * N));
    rwk_run_fact(run, "flops a token: state", 4 * d * d + 4 * d);
    rwk_run_fact(run, "flops a token: sum over 512 keys", 4 * d * N + 2 * N);
    rwk_run_fact(run, "numbers kept: state", d * (d + 1));
    rwk_run_fact(run, "numbers kept: keys and values of 512 tokens", 2 * d * N);
    rwk_run_fact(run, "numbers kept: cos and sin of 4096 positions", table);
    rwk_run_fact(run, "numbers kept: the same, repeated by S4 over 8 x 32 heads", heads * table);
}

/* ---- The figure. ---- */

/* Row sums by position, full and causal; how often score / (|phi(q)| |phi(k)|) falls into each bin, plain and rotated; cos. */
static rwk_status write_figure(rwk_run *run, head *h)
{
    rwk_tsv *sums, *bins;
    double count[2][BINS] = { { 0 } };
    const rwk_linear full = inputs(h, false), causal = inputs(h, true);
    rwk_status status = rwk_run_table(&sums, run, NULL, "position\tfull\tcausal");
    if (status == RWK_OK) status = rwk_run_table(&bins, run, "bins", "share\tplain\trotated");
    if (status == RWK_OK) status = rwk_linear_quadratic(h->sum, h->weights, &full);
    if (status == RWK_OK) status = rwk_linear_quadratic(h->sum, h->score, &causal);
    if (status != RWK_OK) return status;
    rwk_run_fact(run, "rotated, causal: smallest row sum", rwk_weigh(h->score, N, N).low);
    rwk_run_fact(run, "rotated, causal: largest row sum", rwk_weigh(h->score, N, N).high);
    for (size_t m = 0; m < N; m++) {
        double row[2] = { 0 };
        for (size_t n = 0; n < N; n++) row[0] += h->weights[m * N + n], row[1] += h->score[m * N + n];
        RWK_ROW(sums, (double)m, row[0], row[1]);
    }
    score(h->score, h->phi_q, h->phi_k, h->dim);
    score(h->shifted, h->rotated_q, h->rotated_k, h->dim);
    for (size_t j = 0; j < (size_t)N * N; j++) {
        const double size = h->norm_q[j / N] * h->norm_k[j % N], both[2] = { h->score[j] / size, h->shifted[j] / size };
        for (int r = 0; r < 2; r++) {
            const double at = floor((both[r] + 1) * BINS / 2);
            if (at >= 0 && at < BINS) count[r][(size_t)at] += 100.0 / ((double)N * N);
        }
    }
    for (size_t b = 0; b < BINS; b++) RWK_ROW(bins, ((double)b + 0.5) * 2 / BINS - 1, count[0][b], count[1][b]);
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    head *h = calloc(1, sizeof *h);
    rwk_status status = h ? draw(run, h, MAX_DIM) : RWK_ENOMEM;
    if (status == RWK_OK) status = measure_forms(run, h);
    rwk_run_progress(run, 0.4);
    if (status == RWK_OK) status = measure_shift(run, h);
    rwk_run_progress(run, 0.7);
    if (status == RWK_OK) status = measure_balance(run, h);
    if (status == RWK_OK) status = write_figure(run, h);
    if (status == RWK_OK) status = measure_su(run, h);
    if (status == RWK_OK) status = measure_narrow(run, h);
    if (status == RWK_OK) status = measure_denominators(run);
    if (status == RWK_OK) count_cost(run);
    free(h);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
