/* SPDX-License-Identifier: MIT */
/*
 * Claim     With p added to embeddings a score is a sum of four terms, and the fourth, p_m^T W_q^T W_k p_n, depends on n - m alone
 *           exactly when W_q^T W_k is block-diagonal with blocks [[a, -b], [b, a]].
 * Source    S4 eq. (3), (4), (6); RoFormer (arXiv:2104.09864) eq. (6); derivations (D13.1)-(D13.5)
 * Measure   the score of sums against its four terms, 64 x 64; spread of the fourth along diagonals for weights of several kinds, and
 *           for each of the d^2 directions of W_q^T W_k; RoPE's score of one token with itself
 * Holds if  (6 d + 8) u |..| (D13.2); within d times the part of W_q^T W_k that is not of that kind, and rounding (D13.4); just d
 *           directions leave it relative (D13.3)
 * Must fail three terms; a lost transpose; random weights; blocks [[a, -b], [b, a]] off the diagonal too; reflecting blocks
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/rounding.h"
#include "claims/shift_invariant.h"
#include "core/array.h"
#include "encodings/rope.h"
#include "encodings/sinusoidal.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 9,
    .id = "four_terms",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "A score of x + p has four terms; the fourth is relative exactly for block-diagonal complex-linear W_q^T W_k.",
    .source = "S4 eq. (6); Su et al. 2021, eq. (6)",
    .section = "13",
    .equations = "D13.1 D13.3",
};

enum { D = 64, PAIRS = D / 2, SEQ = 64, N_TERMS = 4, SMALL = 8 };

static const double BASE = 10000;

enum { RANDOM, IDENTITY, BLOCKS, HIDDEN, FULL_BLOCKS, REFLECTING, N_KINDS };

static const char *const KINDS[N_KINDS] = {
    [RANDOM] = "random weights",
    [IDENTITY] = "W_q = W_k = I",
    [BLOCKS] = "W_q and W_k of diagonal blocks [[a, -b], [b, a]]",
    [HIDDEN] = "W_q orthogonal, W_k = W_q times such blocks",
    [FULL_BLOCKS] = "blocks [[a, -b], [b, a]] off the diagonal too",
    [REFLECTING] = "diagonal blocks [[a, b], [b, -a]]",
};

typedef struct {
    double p[SEQ * D], x[SEQ * D], sum[SEQ * D], w_q[D * D], w_k[D * D], product[D * D]; /* product: W_q^T W_k */
    double a[SEQ * D], b[SEQ * D], absolute_q[D * D], absolute_k[D * D], size[SEQ * SEQ];
    double term[N_TERMS][SEQ * SEQ], total[SEQ * SEQ], fourth[N_KINDS][SEQ * SEQ], rope[SEQ * SEQ];
} scratch;

/* ---- Scores of two sets of rows: (W_q left_m).(W_k right_n). ---- */

static void project(double y[SEQ * D], const double rows[SEQ * D], const double w[D * D])
{
    for (size_t m = 0; m < SEQ; m++)
        for (size_t i = 0; i < D; i++) y[m * D + i] = rwk_dot(w + i * D, rows + m * D, D, RWK_F64);
}

static void scores(double z[SEQ * SEQ], scratch *v, const double left[], const double right[], const double w_q[],
                   const double w_k[])
{
    project(v->a, left, w_q);
    project(v->b, right, w_k);
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) z[m * SEQ + n] = rwk_dot(v->a + m * D, v->b + n * D, D, RWK_F64);
}

static void absolute_values(double y[], const double x[], size_t n)
{
    for (size_t j = 0; j < n; j++) y[j] = fabs(x[j]);
}

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

/* ---- The expansion. ---- */

/* Largest |score of sums - sum of the first `terms` terms| over its bound.                                (D13.2) */
static double expansion_error(const scratch *v, int terms)
{
    double worst = 0;
    for (size_t j = 0; j < SEQ * SEQ; j++) {
        double sum = 0;
        for (int k = 0; k < terms; k++) sum += v->term[k][j];
        worst = rwk_worst(worst, fabs(v->total[j] - sum) / rwk_bound_expansion(v->size[j], D, rwk_unit_roundoff(RWK_F64)));
    }
    return worst;
}

static void transpose(double y[D * D], const double x[D * D])
{
    for (size_t i = 0; i < D; i++)
        for (size_t j = 0; j < D; j++) y[i * D + j] = x[j * D + i];
}

/* Terms content-content, content-position, position-content, position-position, in the order of S4 (6).      (D13.1) */
static void four_terms(scratch *v, const double w_q[D * D])
{
    const double *const left[] = { v->x, v->x, v->p, v->p }, *const right[] = { v->x, v->p, v->x, v->p };
    for (int k = 0; k < N_TERMS; k++) scores(v->term[k], v, left[k], right[k], w_q, v->w_k);
}

static void measure_expansion(rwk_run *run, scratch *v)
{
    static const char *const names[] = { "x.x", "x.p", "p.x", "p.p" };
    for (size_t j = 0; j < SEQ * D; j++) v->sum[j] = v->x[j] + v->p[j];
    scores(v->total, v, v->sum, v->sum, v->w_q, v->w_k);
    absolute_values(v->absolute_q, v->w_q, D * D);
    absolute_values(v->absolute_k, v->w_k, D * D);
    for (size_t j = 0; j < SEQ * D; j++) v->sum[j] = fabs(v->x[j]) + fabs(v->p[j]);
    scores(v->size, v, v->sum, v->sum, v->absolute_q, v->absolute_k);
    transpose(v->product, v->w_q);
    four_terms(v, v->product);
    rwk_run_control(run, "terms with W_q for W_q^T: difference over bound", expansion_error(v, N_TERMS), 1);
    four_terms(v, v->w_q);
    rwk_run_check(run, "score of x + p against the sum of four terms: difference over bound", expansion_error(v, N_TERMS), 1);
    rwk_run_control(run, "without the fourth term: difference over bound", expansion_error(v, N_TERMS - 1), 1);
    double gap = 0;
    for (size_t j = 0; j < SEQ * SEQ; j++)
        gap = rwk_worst(gap, fabs(v->total[j] - (v->term[0][j] + v->term[1][j] + v->term[2][j] + v->term[3][j])));
    rwk_run_fact(run, "score of x + p against the sum of four terms: largest difference", gap);
    for (int k = 0; k < N_TERMS; k++)
        rwk_run_fact(run, rwk_run_name(run, "term %d, %s: rms over %d x %d", k + 1, names[k], SEQ, SEQ),
                     norm(v->term[k], SEQ * SEQ) / SEQ);
}

/* ---- The fourth term for several kinds of weights. ---- */

/* Blocks [[a, -b], [b, a]] (sign 1) or [[a, b], [b, -a]] (sign -1), of variance `variance`, on the diagonal or everywhere. */
static void draw_blocks(double w[D * D], rwk_run *run, double variance, double sign, bool everywhere)
{
    memset(w, 0, D * D * sizeof *w);
    for (size_t i = 0; i < D; i += 2)
        for (size_t j = 0; j < D; j += 2) {
            double z[2];
            if (i != j && !everywhere) continue;
            rwk_run_gaussian(run, z, 2);
            const double a = z[0] * sqrt(variance), b = z[1] * sqrt(variance);
            w[i * D + j] = a, w[i * D + j + 1] = -sign * b;
            w[(i + 1) * D + j] = b, w[(i + 1) * D + j + 1] = sign * a;
        }
}

static void identity(double w[D * D])
{
    for (size_t j = 0; j < D * D; j++) w[j] = j % (D + 1) == 0;
}

/* c = a b or, transposed, a^T b. */
static void multiply(double c[D * D], CBLAS_TRANSPOSE_t turned, const double a[D * D], const double b[D * D])
{
    const gsl_matrix_const_view left = gsl_matrix_const_view_array(a, D, D), right = gsl_matrix_const_view_array(b, D, D);
    gsl_matrix_view result = gsl_matrix_view_array(c, D, D);
    gsl_blas_dgemm(turned, CblasNoTrans, 1, &left.matrix, &right.matrix, 0, &result.matrix);
}

/* w becomes the orthogonal factor of a Gaussian matrix. */
static void draw_orthogonal(double w[D * D], double work[D * D], rwk_run *run)
{
    double tau[D];
    rwk_run_gaussian(run, w, D * D);
    gsl_matrix_view qr = gsl_matrix_view_array(w, D, D), q = gsl_matrix_view_array(work, D, D);
    gsl_vector_view t = gsl_vector_view_array(tau, D);
    gsl_linalg_QR_decomp(&qr.matrix, &t.vector);
    gsl_matrix_set_identity(&q.matrix);
    for (size_t j = 0; j < D; j++) { /* column j of Q is Q e_j */
        gsl_vector_view column = gsl_matrix_column(&q.matrix, j);
        gsl_linalg_QR_Qvec(&qr.matrix, &t.vector, &column.vector);
    }
    memcpy(w, work, D * D * sizeof *w);
}

static void draw_weights(scratch *v, rwk_run *run, int kind)
{
    identity(v->w_q), identity(v->w_k);
    if (kind == RANDOM) {
        rwk_run_gaussian(run, v->w_q, D * D);
        rwk_run_gaussian(run, v->w_k, D * D);
        for (size_t j = 0; j < D * D; j++) v->w_q[j] /= sqrt(D), v->w_k[j] /= sqrt(D);
    }
    if (kind == BLOCKS) draw_blocks(v->w_q, run, 0.5, 1, false), draw_blocks(v->w_k, run, 0.5, 1, false);
    if (kind == FULL_BLOCKS) draw_blocks(v->w_k, run, 1.0 / D, 1, true);
    if (kind == REFLECTING) draw_blocks(v->w_k, run, 0.5, -1, false);
    if (kind != HIDDEN) return;
    draw_orthogonal(v->w_q, v->product, run);
    draw_blocks(v->product, run, 0.5, 1, false);
    multiply(v->w_k, CblasNoTrans, v->w_q, v->product);
}

/* What the fourth term does for one kind of weights: its spread, and the spread over the bound (D13.4) with and without the part of
 * W_q^T W_k that is not block-diagonal complex-linear. */
typedef struct {
    double spread, over, over_rounding, variant;
} relativity;

static relativity measure_fourth(scratch *v, int kind)
{
    const double u = rwk_unit_roundoff(RWK_F64), norms = norm(v->w_q, D * D) * norm(v->w_k, D * D);
    double largest = 0;
    scores(v->fourth[kind], v, v->p, v->p, v->w_q, v->w_k);
    multiply(v->product, CblasTrans, v->w_q, v->w_k);
    absolute_values(v->absolute_q, v->w_q, D * D);
    absolute_values(v->absolute_k, v->w_k, D * D);
    absolute_values(v->sum, v->p, SEQ * D);
    scores(v->size, v, v->sum, v->sum, v->absolute_q, v->absolute_k);
    for (size_t j = 0; j < SEQ * SEQ; j++) largest = rwk_worst(largest, v->size[j]);
    relativity r = { .spread = rwk_diagonal_spread(v->fourth[kind], SEQ), .variant = rwk_shift_variant_norm(v->product, D) };
    r.over = r.spread / rwk_bound_term_spread(r.variant, norms, largest, SEQ, D, BASE, u);
    r.over_rounding = r.spread / rwk_bound_term_spread(0, norms, largest, SEQ, D, BASE, u);
    return r;
}

static void measure_kinds(rwk_run *run, scratch *v, double spreads[N_KINDS])
{
    double over = 0;
    for (int kind = 0; kind < N_KINDS; kind++) {
        draw_weights(v, run, kind);
        if (kind == RANDOM) measure_expansion(run, v);
        const relativity r = measure_fourth(v, kind);
        const bool relative = kind == IDENTITY || kind == BLOCKS || kind == HIDDEN;
        over = rwk_worst(over, r.over);
        spreads[kind] = r.spread;
        rwk_run_fact(run, rwk_run_name(run, "%s: spread of the fourth term", KINDS[kind]), r.spread);
        if (relative) rwk_run_check(run, rwk_run_name(run, "%s: spread over rounding", KINDS[kind]), r.over_rounding, 1);
        else rwk_run_control(run, rwk_run_name(run, "%s: spread over rounding", KINDS[kind]), r.over_rounding, 1);
    }
    rwk_run_check(run, "weights of every kind: spread over the bound by their other part", over, 1);
}

/* ---- Every direction of W_q^T W_k by itself. ---- */

/* How many directions leave the fourth term relative: spread within twice 2 u and the errors of both rows.       (D13.3) */
static double relative_directions(scratch *v)
{
    const double u = rwk_unit_roundoff(RWK_F64), bound = 2 * (2 * u + 2 * rwk_bound_sinusoidal_row(SEQ - 1, D, BASE, u));
    double count = 0;
    for (size_t left = 0; left < PAIRS; left++)
        for (size_t right = 0; right < PAIRS; right++)
            for (int kind = 0; kind < 4; kind++) {
                for (size_t j = 0; j < SEQ * SEQ; j++)
                    v->total[j] = rwk_pair_direction(v->p + j / SEQ * D + 2 * left, v->p + j % SEQ * D + 2 * right, kind);
                const double width = rwk_diagonal_spread(v->total, SEQ);
                count = isnan(width) ? NAN : count + (width <= bound);
            }
    return count;
}

/* All combinations of directions at once, d = 8: the singular values of the map from W_q^T W_k to the changes under a shift. */
static rwk_status measure_combinations(rwk_run *run)
{
    double p[SEQ * SMALL], values[SMALL * SMALL];
    rwk_status status = rwk_sinusoidal_loop(p, SEQ, SMALL, BASE);
    if (status == RWK_OK) status = rwk_shift_singular_values(values, p, SEQ, SMALL);
    if (status != RWK_OK) return status;
    rwk_run_fact(run, "d = 8: largest singular value of the 8 relative directions", values[SMALL * SMALL - SMALL]);
    rwk_run_fact(run, "d = 8: smallest singular value of the 56 others", values[SMALL * SMALL - SMALL - 1]);
    rwk_run_fact(run, "d = 8: largest singular value", values[0]);
    return RWK_OK;
}

/* ---- RoPE: one token everywhere, random weights. ---- */

static rwk_status measure_rope(rwk_run *run, scratch *v, double *rope_spread)
{
    double q[D], k[D], c[PAIRS], s[PAIRS], theta[PAIRS], w[PAIRS];
    rwk_status status;
    for (size_t t = 0; t < PAIRS; t++) theta[t] = pow(BASE, -2 * (double)t / D);
    draw_weights(v, run, RANDOM);
    status = rwk_bmm(q, v->w_q, v->x, 1, D, D, 1);
    if (status == RWK_OK) status = rwk_bmm(k, v->w_k, v->x, 1, D, D, 1);
    for (size_t m = 0; m < SEQ && status == RWK_OK; m++) {
        rwk_angle_cos_sin(c, s, theta, PAIRS, (int64_t)m, RWK_F64);
        status = rwk_rope_interleaved(v->a + m * D, q, D, D, c, s, RWK_F64);
        if (status == RWK_OK) status = rwk_rope_interleaved(v->b + m * D, k, D, D, c, s, RWK_F64);
    }
    for (size_t j = 0; j < SEQ * SEQ; j++) v->rope[j] = rwk_dot(v->a + j / SEQ * D, v->b + j % SEQ * D, D, RWK_F64);
    rwk_pair_weights(w, q, k, PAIRS);
    *rope_spread = rwk_diagonal_spread(v->rope, SEQ);
    rwk_run_check(run, "RoPE, random weights, one token everywhere: spread over twice the bound of the identity",
                  *rope_spread / (2 * rwk_bound_identity(w, theta, PAIRS, SEQ - 1, rwk_unit_roundoff(RWK_F64))), 1);
    rwk_run_fact(run, "RoPE, random weights, one token everywhere: spread", *rope_spread);
    return status;
}

static rwk_status write_maps(rwk_run *run, const scratch *v, const double spreads[N_KINDS], double rope)
{
    rwk_tsv *maps, *table;
    rwk_status status = rwk_run_table(&maps, run, NULL, "n\tm\tterm1\tterm2\tterm3\tterm4\tblocks\trope");
    for (size_t j = 0; j < SEQ * SEQ && status == RWK_OK; j++)
        RWK_ROW(maps, (double)(j % SEQ), (double)(j / SEQ), v->term[0][j], v->term[1][j], v->term[2][j], v->term[3][j],
                v->fourth[BLOCKS][j], v->rope[j]);
    if (status == RWK_OK) status = rwk_run_table(&table, run, "spread", "d\trandom\tblocks\trope");
    if (status == RWK_OK) RWK_ROW(table, D, spreads[RANDOM], spreads[BLOCKS], rope);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    double spreads[N_KINDS], rope = NAN;
    scratch *v = calloc(1, sizeof *v);
    rwk_status status = v ? rwk_sinusoidal_loop(v->p, SEQ, D, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) {
        rwk_run_gaussian(run, v->x, SEQ * D);
        measure_kinds(run, v, spreads);
        const double count = relative_directions(v);
        rwk_run_check(run, "directions of W_q^T W_k that leave the fourth term relative: distance from d", fabs(count - D), 0);
        rwk_run_control(run, "were all complex-linear ones relative: distance from d^2/2", fabs(count - D * D / 2), 0);
        status = measure_rope(run, v, &rope);
    }
    if (status == RWK_OK) status = write_maps(run, v, spreads, rope);
    if (status == RWK_OK) status = measure_combinations(run);
    free(v);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
