/* SPDX-License-Identifier: MIT */
/*
 * Claim     With projections the score of x_m at m and x_n at n is x_m^T W_q^T R_{n-m} W_k x_n.
 * Source    S4 eq. (16), RoFormer (arXiv:2104.09864) eq. (16), both mended; derivations (D13.6)-(D13.8)
 * Measure   (R_m W_q x_m).(R_n W_k x_n) against that form for Gaussian weights and embeddings, m, n < 4096; R_m^T R_n against R_{n-m}
 * Holds if  within u [sum w (2 max(m, n) theta + 16) + (4 d_model + 2 d + 2) ||W_q|| |x_m| ||W_k|| |x_n|] (D13.7); an entry of the
 *           product of rotations within u (2 max(m, n) theta + 6) (D13.8)
 * Must fail the form as S4 prints it (no transpose, R_{m-n}); only the sign wrong; only the transpose missing (RoFormer);
 *           R_m^T R_n against R_{m-n}
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/projection.h"
#include "attention/scores.h"
#include "claims/projected.h"
#include "claims/rounding.h"
#include "core/array.h"
#include "encodings/rope_matrix.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 17,
    .id = "projected_identity",
    .expected = RWK_HOLDS,
    .statement = "With projections, the score of two embeddings is x_m^T W_q^T R_{n-m} W_k x_n.",
    .source = "S4 eq. (16) and Su et al. 2021, eq. (16), with the transpose and the sign they lack",
    .section = "13",
    .equations = "D13.6",
};

enum { MAX_DIM = 512, WEIGHTS = 20, PAIRS_OF_TOKENS = 50, POSITIONS = 4096, NEAR = 60, SHOWN_M = 37, SHOWN_N = 12 };

/* Embeddings as wide as the head: only then do the printed forms mean anything. */
typedef struct {
    size_t d;
    double w_q[MAX_DIM * MAX_DIM], w_k[MAX_DIM * MAX_DIM], x_m[MAX_DIM], x_n[MAX_DIM], q[MAX_DIM], k[MAX_DIM];
    double c[MAX_DIM / 2], s[MAX_DIM / 2], w[MAX_DIM / 2], work[2 * MAX_DIM];
} scratch;

/* ---- Both sides. ---- */

/* The right form and its misprints: a formula, and whose relative position it is given. */
typedef struct {
    const char *name;
    rwk_score_form *score;
    bool sign_wrong;
} form;

enum { RIGHT, PRINTED, SIGN, TRANSPOSE, N_FORMS };

static const form FORMS[N_FORMS] = {
    [RIGHT] = { "x_m^T W_q^T R_{n-m} W_k x_n", rwk_projected_score, false },
    [PRINTED] = { "S4 (16) as printed, x_m^T W_q R_{m-n} W_k x_n", rwk_fault_projected_score, true },
    [SIGN] = { "only the sign wrong, R_{m-n}", rwk_projected_score, true },
    [TRANSPOSE] = { "only the transpose missing, RoFormer (16)", rwk_fault_projected_score, false },
};

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

static rwk_status form_score(double *score, const rwk_run *run, scratch *v, int f, int64_t m, int64_t n)
{
    const rwk_projection w = { v->w_q, v->w_k, v->d, v->d };
    const int64_t relative = FORMS[f].sign_wrong ? rwk_fault_relative_position(m, n) : n - m;
    rwk_angle_cos_sin(v->c, v->s, run->inv_freq, v->d / 2, relative, RWK_F64);
    return FORMS[f].score(score, v->x_m, v->x_n, &w, v->c, v->s, v->work);
}

static rwk_status rotate(double x[], const rwk_run *run, scratch *v, int64_t m)
{
    rwk_angle_cos_sin(v->c, v->s, run->inv_freq, v->d / 2, m, RWK_F64);
    return rwk_rope_interleaved(x, x, v->d, v->d, v->c, v->s, RWK_F64);
}

/* (R_m W_q x_m).(R_n W_k x_n); leaves the pair weights of the projections in v->w. */
static rwk_status absolute_score(double *score, const rwk_run *run, scratch *v, int64_t m, int64_t n)
{
    rwk_status status = rwk_bmm(v->q, v->w_q, v->x_m, 1, v->d, v->d, 1);
    if (status == RWK_OK) status = rwk_bmm(v->k, v->w_k, v->x_n, 1, v->d, v->d, 1);
    if (status != RWK_OK) return status;
    rwk_pair_weights(v->w, v->q, v->k, v->d / 2);
    status = rotate(v->q, run, v, m);
    if (status == RWK_OK) status = rotate(v->k, run, v, n);
    *score = rwk_dot(v->q, v->k, v->d, RWK_F64);
    return status;
}

/* Weights of variance 1/d, so that a projection keeps the size of an embedding. */
static void draw_weights(rwk_run *run, scratch *v)
{
    rwk_run_gaussian(run, v->w_q, v->d * v->d);
    rwk_run_gaussian(run, v->w_k, v->d * v->d);
    for (size_t j = 0; j < v->d * v->d; j++) v->w_q[j] /= sqrt((double)v->d), v->w_k[j] /= sqrt((double)v->d);
}

static void draw_tokens(rwk_run *run, scratch *v)
{
    rwk_run_gaussian(run, v->x_m, v->d);
    rwk_run_gaussian(run, v->x_n, v->d);
}

/* ---- Error over bound, for every form. ---- */

static rwk_status measure_draw(double over[N_FORMS], rwk_run *run, scratch *v, double weight_norms, int64_t m, int64_t n)
{
    double absolute = NAN, score = NAN;
    rwk_status status = absolute_score(&absolute, run, v, m, n);
    const double bound = rwk_bound_projected(v->w, run->inv_freq, v->d / 2, m > n ? m : n, v->d,
                                             weight_norms * norm(v->x_m, v->d) * norm(v->x_n, v->d), rwk_unit_roundoff(RWK_F64));
    for (int f = 0; f < N_FORMS && status == RWK_OK; f++) {
        status = form_score(&score, run, v, f, m, n);
        over[f] = fabs(score - absolute) / bound;
    }
    return status;
}

/* over[f][0..n): each form's errors over bound. */
static rwk_status record(rwk_run *run, double *over[N_FORMS], size_t n)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "draw\tright\tprinted\tsign\ttranspose");
    for (int f = 0; f < N_FORMS; f++) {
        double worst = 0, least = INFINITY;
        for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, over[f][j]), least = rwk_least(least, over[f][j]);
        if (f == RIGHT) rwk_run_check(run, rwk_run_name(run, "score against %s: error over bound", FORMS[f].name), worst, 1);
        else rwk_run_control(run, rwk_run_name(run, "%s: smallest error over bound", FORMS[f].name), least, 1);
        gsl_sort(over[f], 1, n);
    }
    for (size_t j = 0; j < n && status == RWK_OK; j++)
        RWK_ROW(table, (double)(j + 1), over[RIGHT][j], over[PRINTED][j], over[SIGN][j], over[TRANSPOSE][j]);
    return status;
}

static rwk_status measure_forms(rwk_run *run, scratch *v)
{
    const size_t sets = rwk_run_count(run, WEIGHTS, 10), n = sets * PAIRS_OF_TOKENS;
    double *store = malloc(N_FORMS * n * sizeof *store), *over[N_FORMS], one[N_FORMS] = { 0 };
    if (!store) return RWK_ENOMEM;
    for (int f = 0; f < N_FORMS; f++) over[f] = store + (size_t)f * n;
    rwk_status status = RWK_OK;
    for (size_t j = 0; j < n && status == RWK_OK; j++) {
        if (j % PAIRS_OF_TOKENS == 0) draw_weights(run, v), rwk_run_progress(run, (double)j / (double)n);
        draw_tokens(run, v);
        const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS),
                      other = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS - 1),
                      n_at = other < m ? other : other + 1; /* not m */
        status = measure_draw(one, run, v, norm(v->w_q, v->d * v->d) * norm(v->w_k, v->d * v->d), m, n_at);
        for (int f = 0; f < N_FORMS; f++) over[f][j] = one[f];
    }
    if (status == RWK_OK) status = record(run, over, n);
    free(store);
    return status;
}

/* ---- One pair of tokens: the numbers, and the curves over the distance. ---- */

static rwk_status measure_curves(rwk_run *run, scratch *v)
{
    double absolute = NAN, far = NAN, score[N_FORMS] = { 0 };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "distance", "distance\tabsolute\tfar\tright\tprinted\tsign\ttranspose");
    if (status == RWK_OK) status = absolute_score(&absolute, run, v, SHOWN_M, SHOWN_N);
    if (status == RWK_OK) rwk_run_fact(run, "m = 37, n = 12: (R_m W_q x_m).(R_n W_k x_n)", absolute);
    for (int f = 0; f < N_FORMS && status == RWK_OK; f++) {
        status = form_score(&score[f], run, v, f, SHOWN_M, SHOWN_N);
        rwk_run_fact(run, rwk_run_name(run, "m = 37, n = 12: %s", FORMS[f].name), score[f]);
    }
    for (int64_t offset = -NEAR; offset <= NEAR && status == RWK_OK; offset++) {
        status = absolute_score(&absolute, run, v, NEAR, NEAR + offset);
        if (status == RWK_OK) status = absolute_score(&far, run, v, 100 * NEAR, 100 * NEAR + offset);
        for (int f = 0; f < N_FORMS && status == RWK_OK; f++) status = form_score(&score[f], run, v, f, NEAR, NEAR + offset);
        RWK_ROW(table, (double)offset, absolute, far, score[RIGHT], score[PRINTED], score[SIGN], score[TRANSPOSE]);
    }
    return status;
}

/* ---- R_m^T R_n = R_{n-m}. ---- */

typedef struct {
    gsl_matrix *at_m, *at_n, *product, *relative;
} matrices;

static rwk_status fill(gsl_matrix *r, const rwk_run *run, scratch *v, int64_t m)
{
    rwk_angle_cos_sin(v->c, v->s, run->inv_freq, v->d / 2, m, RWK_F64);
    return rwk_rope_matrix_fill(r, v->d, v->c, v->s, RWK_INTERLEAVED);
}

/* Largest difference of an entry, as it is and over its bound; between different pairs both are exactly 0.        (D13.8) */
static rwk_status compare(double *largest, double *over, const rwk_run *run, scratch *v, matrices *r, int64_t m, int64_t relative)
{
    const rwk_status status = fill(r->relative, run, v, relative);
    *largest = *over = 0;
    for (size_t i = 0; i < v->d; i++)
        for (size_t j = 0; j < v->d; j++) {
            const double gap = fabs(gsl_matrix_get(r->product, i, j) - gsl_matrix_get(r->relative, i, j));
            const double bound = rwk_bound_product_of_rotations(m, run->inv_freq[i / 2], rwk_unit_roundoff(RWK_F64));
            *largest = rwk_worst(*largest, gap);
            *over = rwk_worst(*over, i / 2 == j / 2 ? gap / bound : gap > 0 ? INFINITY : gap);
        }
    return status;
}

static rwk_status measure_rotations(rwk_run *run, scratch *v, matrices *r)
{
    static const int64_t places[][2] = { { 5, 3 }, { 1000, 137 }, { 100000, 41 } };
    double worst = 0, swapped = INFINITY;
    rwk_status status = RWK_OK;
    for (size_t k = 0; k < 3 && status == RWK_OK; k++) {
        const int64_t m = places[k][0], n = places[k][1];
        double largest = NAN, over = NAN;
        status = fill(r->at_m, run, v, m);
        if (status == RWK_OK) status = fill(r->at_n, run, v, n);
        gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1, r->at_m, r->at_n, 0, r->product);
        if (status == RWK_OK) status = compare(&largest, &over, run, v, r, m, n - m);
        worst = rwk_worst(worst, over);
        rwk_run_fact(run, rwk_run_name(run, "R_m^T R_n against R_{n-m}, m = %d, n = %d: largest entry", (int)m, (int)n), largest);
        if (status == RWK_OK) status = compare(&largest, &over, run, v, r, m, rwk_fault_relative_position(m, n));
        swapped = rwk_least(swapped, over);
    }
    rwk_run_check(run, "R_m^T R_n against R_{n-m}: largest entry over bound", worst, 1);
    rwk_run_control(run, "R_m^T R_n against R_{m-n}: largest entry over bound", swapped, 1);
    return status;
}

static rwk_status measure_matrices(rwk_run *run, scratch *v)
{
    matrices r = { gsl_matrix_alloc(v->d, v->d), gsl_matrix_alloc(v->d, v->d), gsl_matrix_alloc(v->d, v->d),
                   gsl_matrix_alloc(v->d, v->d) };
    const rwk_status status = r.at_m && r.at_n && r.product && r.relative ? measure_rotations(run, v, &r) : RWK_ENOMEM;
    gsl_matrix_free(r.at_m);
    gsl_matrix_free(r.at_n);
    gsl_matrix_free(r.product);
    gsl_matrix_free(r.relative);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, MAX_DIM) != RWK_OK) return RWK_ERANGE;
    scratch *v = calloc(1, sizeof *v);
    if (!v) return RWK_ENOMEM;
    v->d = 2 * run->n_pairs;
    rwk_status status = measure_forms(run, v);
    if (status == RWK_OK) status = measure_curves(run, v);
    if (status == RWK_OK) status = measure_matrices(run, v);
    free(v);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
