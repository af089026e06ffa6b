/* SPDX-License-Identifier: MIT */
/* Scores as printed, and as they are. */
#include "claims/errata_measures.h"

#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/projection.h"
#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "claims/projected.h"
#include "claims/rounding.h"
#include "claims/weights.h"
#include "encodings/rope.h"
#include "encodings/sinusoidal.h"
#include "faults/document_fault.h"
#include "faults/misprint.h"
#include "faults/relative_fault.h"

enum { DIM = 64, PAIRS = DIM / 2, DRAWS = 20, PLANE_DRAWS = 100, POSITIONS = 2048, SHOWN_M = 37, SHOWN_N = 12 };

/* ---- In the plane, theta = 1. ---- */

/* What a formula for the score of q at m and k at n needs: both vectors, cos and sin at m, n, n - m and m - n, correctly rounded. */
typedef struct {
    double q[2], k[2], c_m, s_m, c_n, s_n, c, s, c_printed, s_printed;
} plane;

static rwk_status turn(plane *p, int64_t m, int64_t n)
{
    rwk_status status = rwk_truth_cos_sin_of(&p->c_m, &p->s_m, 1, m, RWK_F64);
    if (status == RWK_OK) status = rwk_truth_cos_sin_of(&p->c_n, &p->s_n, 1, n, RWK_F64);
    if (status == RWK_OK) status = rwk_truth_cos_sin_of(&p->c, &p->s, 1, n - m, RWK_F64);
    if (status == RWK_OK)
        status = rwk_truth_cos_sin_of(&p->c_printed, &p->s_printed, 1, rwk_fault_relative_position(m, n), RWK_F64);
    return status;
}

/* q^T R k */
static double between(const double q[2], const double k[2], double c, double s)
{
    return q[0] * (k[0] * c - k[1] * s) + q[1] * (k[0] * s + k[1] * c);
}

/* (R_m q).(R_n k) */
static double absolute(const plane *p)
{
    const double a[2] = { p->q[0] * p->c_m - p->q[1] * p->s_m, p->q[0] * p->s_m + p->q[1] * p->c_m };
    return between(a, p->k, p->c_n, p->s_n);
}

static double absolute_of(const plane *p) { return absolute(p); }
static double func6_printed(const plane *p) { return between(p->q, p->k, p->c_printed, p->s_printed); }
static double func6_right(const plane *p) { return between(p->q, p->k, p->c, p->s); }
static double func9_printed(const plane *p) { return rwk_fault_expansion(p->q, p->k, p->c_printed, p->s_printed); }
static double func9_right(const plane *p)
{
    const double a = p->q[0] * p->k[0] + p->q[1] * p->k[1], b = p->q[1] * p->k[0] - p->q[0] * p->k[1];
    return a * p->c_printed + b * p->s_printed;
}

typedef double plane_form(const plane *p);

/* Gaussian q and k at m != n: |form - truth| over the bound of two forms of one score, and its rms over that of the truth.
 * Shown: q = (1, 0), k = (0, 1), m = 1, n = 0.                                                            (D3.8), (D23.2) */
static rwk_status measure_plane(rwk_erratum_result *r, rwk_run *run, plane_form *truth, plane_form *printed, plane_form *right)
{
    const double theta = 1;
    double off = 0, size = 0;
    plane p = { 0 };
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < PLANE_DRAWS && status == RWK_OK; i++) {
        rwk_run_gaussian(run, p.q, 2);
        rwk_run_gaussian(run, p.k, 2);
        const int64_t n = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS),
                      m = n + 1 + (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS);
        status = turn(&p, m, n);
        const double w[1] = { hypot(p.q[0], p.q[1]) * hypot(p.k[0], p.k[1]) }, value = truth(&p), gap = fabs(printed(&p) - value);
        const double bound = rwk_bound_identity(w, &theta, 1, 0, rwk_unit_roundoff(RWK_F64));
        r->printed = rwk_worst(r->printed, gap / bound);
        r->right = rwk_worst(r->right, fabs(right(&p) - value) / bound);
        off += gap * gap, size += value * value;
    }
    p.q[0] = p.k[1] = 1, p.q[1] = p.k[0] = 0;
    if (status == RWK_OK) status = turn(&p, 1, 0);
    r->bound = 1, r->relative = r->shown[2] = sqrt(off / size);
    r->shown[0] = printed(&p), r->shown[1] = truth(&p);
    return status;
}

rwk_status rwk_erratum_func6(rwk_erratum_result *r, rwk_run *run)
{
    return measure_plane(r, run, absolute_of, func6_printed, func6_right);
}

rwk_status rwk_erratum_func9(rwk_erratum_result *r, rwk_run *run)
{
    return measure_plane(r, run, func6_printed, func9_printed, func9_right);
}

/* ---- With weights: embeddings as wide as the head. ---- */

typedef struct {
    double w_q[DIM * DIM], w_k[DIM * DIM], w_r[DIM * DIM], x_m[DIM], x_n[DIM], q[DIM], k[DIM], inv_freq[PAIRS], w[PAIRS];
    double c[PAIRS], s[PAIRS], work[2 * DIM];
} head;

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

static void draw(rwk_run *run, head *h)
{
    rwk_run_weights(run, h->w_q, DIM);
    rwk_run_weights(run, h->w_k, DIM);
    rwk_run_gaussian(run, h->x_m, DIM);
    rwk_run_gaussian(run, h->x_n, DIM);
    for (size_t i = 0; i < PAIRS; i++) h->inv_freq[i] = pow(10000, -(double)i / PAIRS);
}

static rwk_status rotate(double x[], head *h, int64_t m)
{
    rwk_angle_cos_sin(h->c, h->s, h->inv_freq, PAIRS, m, RWK_F64);
    return rwk_rope_interleaved(x, x, DIM, DIM, h->c, h->s, RWK_F64);
}

/* (R_m W_q x_m).(R_n W_k x_n), and the bound of a right form.                                              (D13.7) */
static rwk_status absolute_score(double *score, double *bound, head *h)
{
    const double u = rwk_unit_roundoff(RWK_F64);
    rwk_project(h->q, h->w_q, h->x_m, 1, DIM);
    rwk_project(h->k, h->w_k, h->x_n, 1, DIM);
    rwk_pair_weights(h->w, h->q, h->k, PAIRS);
    *bound = rwk_bound_projected(h->w, h->inv_freq, PAIRS, SHOWN_M, DIM,
                                 norm(h->w_q, DIM * DIM) * norm(h->w_k, DIM * DIM) * norm(h->x_m, DIM) * norm(h->x_n, DIM), u);
    rwk_status status = rotate(h->q, h, SHOWN_M);
    if (status == RWK_OK) status = rotate(h->k, h, SHOWN_N);
    *score = rwk_dot(h->q, h->k, DIM, RWK_F64);
    return status;
}

static rwk_status form_score(double *score, head *h, rwk_score_form *form, int64_t relative)
{
    const rwk_projection w = { h->w_q, h->w_k, DIM, DIM };
    rwk_angle_cos_sin(h->c, h->s, h->inv_freq, PAIRS, relative, RWK_F64);
    return form(score, h->x_m, h->x_n, &w, h->c, h->s, h->work);
}

/* A form of the score with a relative position, at m = 37, n = 12, d = 64.  Shown: the first draw; rms over that of the truth. */
static rwk_status measure_form(rwk_erratum_result *r, rwk_run *run, rwk_score_form *form, int64_t relative)
{
    head *h = calloc(1, sizeof *h);
    double off = 0, size = 0, truth = NAN, printed = NAN, right = NAN, bound = NAN;
    rwk_status status = h ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < DRAWS && status == RWK_OK; i++) {
        draw(run, h);
        status = absolute_score(&truth, &bound, h);
        if (status == RWK_OK) status = form_score(&printed, h, form, relative);
        if (status == RWK_OK) status = form_score(&right, h, rwk_projected_score, SHOWN_N - SHOWN_M);
        r->printed = rwk_worst(r->printed, fabs(printed - truth) / bound);
        r->right = rwk_worst(r->right, fabs(right - truth) / bound);
        off += (printed - truth) * (printed - truth), size += truth * truth;
        if (i == 0) r->shown[0] = printed, r->shown[1] = truth;
    }
    r->bound = 1, r->relative = r->shown[2] = sqrt(off / size);
    free(h);
    return status;
}

rwk_status rwk_erratum_s4_16(rwk_erratum_result *r, rwk_run *run)
{
    return measure_form(r, run, rwk_fault_projected_score, rwk_fault_relative_position(SHOWN_M, SHOWN_N));
}

rwk_status rwk_erratum_roformer_16(rwk_erratum_result *r, rwk_run *run)
{
    return measure_form(r, run, rwk_fault_projected_score, SHOWN_N - SHOWN_M);
}

rwk_status rwk_erratum_subspaces(rwk_erratum_result *r, rwk_run *run)
{
    return measure_form(r, run, rwk_fault_subspaces_score, SHOWN_N - SHOWN_M);
}

/* ---- S4 eq. (7): a shift by 1000 of both positions, which a relative score does not see.                     (D14.5) ---- */

enum { SHIFT = 1000 };

/* The score as printed and as right at m + shift, n + shift; rows of PE at m and m - n. */
static void four_terms(double *printed, double *right, const head *h, const double pe[], const double *p, const double *u,
                       const double *v)
{
    double rho[DIM], absolute_position[DIM];
    rwk_project(rho, h->w_r, pe + (SHOWN_M - SHOWN_N) * DIM, 1, DIM);
    rwk_project(absolute_position, h->w_q, p, 1, DIM);
    *printed = rwk_fault_score_four_terms_printed(h->q, h->k, rho, absolute_position, DIM, RWK_F64);
    *right = rwk_score_four_terms(h->q, h->k, rho, u, v, DIM, RWK_F64);
}

static rwk_status measure_s4_7(rwk_erratum_result *r, rwk_run *run, head *h, const double pe[])
{
    double off = 0, size = 0, u[DIM], v[DIM];
    for (size_t i = 0; i < DRAWS; i++) {
        double before = NAN, after = NAN, right_before = NAN, right_after = NAN;
        draw(run, h);
        rwk_run_weights(run, h->w_r, DIM);
        rwk_run_gaussian(run, u, DIM);
        rwk_run_gaussian(run, v, DIM);
        rwk_project(h->q, h->w_q, h->x_m, 1, DIM);
        rwk_project(h->k, h->w_k, h->x_n, 1, DIM);
        four_terms(&before, &right_before, h, pe, pe + SHOWN_M * DIM, u, v);
        four_terms(&after, &right_after, h, pe, pe + (SHOWN_M + SHIFT) * DIM, u, v);
        r->printed = rwk_worst(r->printed, fabs(after - before));
        r->right = rwk_worst(r->right, fabs(right_after - right_before));
        off += (after - before) * (after - before), size += before * before;
    }
    r->bound = 0, r->relative = sqrt(off / size);
    r->shown[0] = sqrt(off / DRAWS), r->shown[1] = sqrt(size / DRAWS);
    return RWK_OK;
}

rwk_status rwk_erratum_s4_7(rwk_erratum_result *r, rwk_run *run)
{
    enum { ROWS = SHOWN_M + SHIFT + 1 };
    head *h = calloc(1, sizeof *h);
    double *pe = malloc((size_t)ROWS * DIM * sizeof *pe);
    rwk_status status = h && pe ? rwk_sinusoidal_loop(pe, ROWS, DIM, 10000) : RWK_ENOMEM;
    if (status == RWK_OK) status = measure_s4_7(r, run, h, pe);
    free(h);
    free(pe);
    return status;
}
