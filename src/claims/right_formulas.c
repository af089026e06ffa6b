/* SPDX-License-Identifier: MIT */
/* What the documents print right, and the same with one sign or index wrong. */
#include "claims/right_formulas.h"

#include <math.h>

#include "attention/scores.h"
#include "claims/rounding.h"
#include "claims/shift_invariant.h"
#include "claims/weights.h"
#include "encodings/rope.h"
#include "encodings/rope_matrix.h"
#include "encodings/sinusoidal.h"
#include "faults/document_fault.h"

enum { DIM = 16, PAIRS = DIM / 2, DRAWS = 40, POSITIONS = 2048 };

double rwk_bound_product_of_turns(double norms, double angle, double u) { return u * norms * (20 + fabs(angle)); }

double rwk_bound_certified_pair(double pair_norm, double u) { return 4 * u * pair_norm; }

/* ---- S4 (14), (17) and the codes: a vector rotated, against the real rotation of each pair.                    (D23.8) ---- */

static double worst_of(const double y[DIM], const double x[DIM], const double truth[DIM])
{
    double worst = 0;
    for (size_t j = 0; j < DIM; j++) {
        const double *pair = x + (j & ~(size_t)1);
        worst =
            rwk_worst(worst, fabs(y[j] - truth[j]) / rwk_bound_certified_pair(hypot(pair[0], pair[1]), rwk_unit_roundoff(RWK_F64)));
    }
    return worst;
}

static rwk_status rotation(rwk_formula_result *r, rwk_run *run, rwk_rope *printed, rwk_rope *planted)
{
    const rwk_config config = rwk_config_plain(DIM, 10000);
    rwk_truth *truth = NULL;
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    for (int draw = 0; draw < DRAWS && status == RWK_OK; draw++) {
        double c[PAIRS], s[PAIRS], x[DIM], y[DIM], z[DIM], real[DIM];
        const int64_t m = 1 + (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS);
        rwk_run_gaussian(run, x, DIM);
        status = rwk_truth_cos_sin(c, s, truth, m, RWK_F64);
        for (size_t i = 0; i < PAIRS && status == RWK_OK; i++)
            status = rwk_truth_rotate_pair(&real[2 * i], &real[2 * i + 1], x[2 * i], x[2 * i + 1], truth, i, m, RWK_F64);
        if (status == RWK_OK) status = printed(y, x, DIM, DIM, c, s, RWK_F64);
        if (status == RWK_OK) status = planted(z, x, DIM, DIM, c, s, RWK_F64);
        if (status != RWK_OK) break;
        r->printed = rwk_worst(r->printed, worst_of(y, x, real)), r->planted = rwk_worst(r->planted, worst_of(z, x, real));
    }
    rwk_truth_free(truth);
    return status;
}

static rwk_status s4_14(rwk_formula_result *r, rwk_run *run) { return rotation(r, run, rwk_rope_matrix, rwk_fault_clockwise); }
static rwk_status s4_17(rwk_formula_result *r, rwk_run *run) { return rotation(r, run, rwk_rope_interleaved, rwk_fault_no_minus); }
static rwk_status s3_code(rwk_formula_result *r, rwk_run *run)
{
    return rotation(r, run, rwk_rope_interleaved, rwk_fault_exchanged);
}
static rwk_status s2_code(rwk_formula_result *r, rwk_run *run) { return rotation(r, run, rwk_rope_complex, rwk_fault_real_part); }

/* ---- S4 (12) and (13): complex numbers in the plane. ---- */

static void times(double product[2], const double z[2], const double w[2])
{
    product[0] = z[0] * w[0] - z[1] * w[1];
    product[1] = z[1] * w[0] + z[0] * w[1];
}

static void turned(double y[2], const double z[2], double angle)
{
    const double e[2] = { cos(angle), sin(angle) };
    times(y, z, e);
}

static rwk_status s4_13(rwk_formula_result *r, rwk_run *run)
{
    for (int draw = 0; draw < DRAWS; draw++) {
        double z[2], w[2], angles[2], a[2], b[2], left[2], planted[2], product[2], right[2];
        rwk_run_gaussian(run, z, 2);
        rwk_run_gaussian(run, w, 2);
        rwk_run_gaussian(run, angles, 2);
        turned(a, z, angles[0]), turned(b, w, angles[1]), times(left, a, b), rwk_fault_complex_product(planted, a, b);
        times(product, z, w), turned(right, product, angles[0] + angles[1]);
        const double bound =
            rwk_bound_product_of_turns(hypot(z[0], z[1]) * hypot(w[0], w[1]), angles[0] + angles[1], rwk_unit_roundoff(RWK_F64));
        r->printed = rwk_worst(r->printed, hypot(left[0] - right[0], left[1] - right[1]) / bound);
        r->planted = rwk_worst(r->planted, hypot(planted[0] - right[0], planted[1] - right[1]) / bound);
    }
    return RWK_OK;
}

/* Re[q conj(k) e^{i phi}] against (q e^{i m}).(k e^{i n}), phi = m - n.                                    (D2.5), (D3.8) */
static rwk_status s4_12(rwk_formula_result *r, rwk_run *run)
{
    rwk_status status = RWK_OK;
    for (int draw = 0; draw < DRAWS && status == RWK_OK; draw++) {
        double q[2], k[2], e_m[2], e_n[2], e[2], a[2], b[2];
        const double one = 1;
        rwk_run_gaussian(run, q, 2);
        rwk_run_gaussian(run, k, 2);
        const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS), n = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS);
        status = rwk_truth_cos_sin_of(&e_m[0], &e_m[1], 1, m, RWK_F64);
        if (status == RWK_OK) status = rwk_truth_cos_sin_of(&e_n[0], &e_n[1], 1, n, RWK_F64);
        if (status == RWK_OK) status = rwk_truth_cos_sin_of(&e[0], &e[1], 1, m - n, RWK_F64);
        if (status != RWK_OK) break;
        times(a, q, e_m), times(b, k, e_n);
        const double score = a[0] * b[0] + a[1] * b[1], w = hypot(q[0], q[1]) * hypot(k[0], k[1]),
                     bound = rwk_bound_identity(&w, &one, 1, 0, rwk_unit_roundoff(RWK_F64)),
                     g = (q[0] * k[0] + q[1] * k[1]) * e[0] - (q[1] * k[0] - q[0] * k[1]) * e[1];
        r->printed = rwk_worst(r->printed, fabs(g - score) / bound);
        r->planted = rwk_worst(r->planted, fabs(rwk_fault_no_conjugate(q, k, e[0], e[1]) - score) / bound);
    }
    return status;
}

/* ---- S4 (6): the score of sums against its four terms.                                                      (D13.2) ---- */

/* y = W x and the same of absolute values. */
static void project(double y[DIM], double size[DIM], const double w[], const double x[DIM])
{
    double absolute_w[DIM * DIM], absolute_x[DIM];
    for (size_t j = 0; j < DIM * DIM; j++) absolute_w[j] = fabs(w[j]);
    for (size_t j = 0; j < DIM; j++) absolute_x[j] = fabs(x[j]);
    rwk_project(y, w, x, 1, DIM);
    rwk_project(size, absolute_w, absolute_x, 1, DIM);
}

static void add(double sum[DIM], const double a[DIM], const double b[DIM])
{
    for (size_t j = 0; j < DIM; j++) sum[j] = a[j] + b[j];
}

static rwk_status s4_6(rwk_formula_result *r, rwk_run *run)
{
    double pe[POSITIONS * DIM];
    const rwk_status status = rwk_sinusoidal_loop(pe, POSITIONS, DIM, 10000);
    for (int draw = 0; draw < DRAWS && status == RWK_OK; draw++) {
        double w_q[DIM * DIM], w_k[DIM * DIM], x[2 * DIM], sum[2 * DIM], q[DIM], k[DIM];
        double part[4][DIM], size[4][DIM], all[2][DIM]; /* W_q x_m, W_q p_m, W_k x_n, W_k p_n, and of absolute values */
        const double *p[2] = { pe + gsl_rng_uniform_int(run->rng, POSITIONS) * DIM,
                               pe + gsl_rng_uniform_int(run->rng, POSITIONS) * DIM };
        rwk_run_weights(run, w_q, DIM), rwk_run_weights(run, w_k, DIM), rwk_run_gaussian(run, x, 2 * DIM);
        add(sum, x, p[0]), add(sum + DIM, x + DIM, p[1]);
        rwk_project(q, w_q, sum, 1, DIM), rwk_project(k, w_k, sum + DIM, 1, DIM);
        project(part[0], size[0], w_q, x), project(part[1], size[1], w_q, p[0]);
        project(part[2], size[2], w_k, x + DIM), project(part[3], size[3], w_k, p[1]);
        add(all[0], size[0], size[1]), add(all[1], size[2], size[3]);
        const double score = rwk_dot(q, k, DIM, RWK_F64);
        const double terms[4] = { rwk_dot(part[0], part[2], DIM, RWK_F64), rwk_dot(part[0], part[3], DIM, RWK_F64),
                                  rwk_dot(part[1], part[2], DIM, RWK_F64), rwk_dot(part[1], part[3], DIM, RWK_F64) };
        const double bound = rwk_bound_expansion(rwk_dot(all[0], all[1], DIM, RWK_F64), DIM, rwk_unit_roundoff(RWK_F64));
        r->printed = rwk_worst(r->printed, fabs(terms[0] + terms[1] + terms[2] + terms[3] - score) / bound);
        r->planted = rwk_worst(r->planted, fabs(rwk_fault_third_term(terms) - score) / bound);
    }
    return status;
}

const rwk_formula rwk_formulas[RWK_FORMULAS] = {
    { "S4 (6)", "a minus sign before its third term", s4_6 },
    { "S4 (12)", "without the star", s4_12 },
    { "S4 (13)", "without a minus sign in its matrix", s4_13 },
    { "S4 (14)", "with the minus sign in the lower row", s4_14 },
    { "S4 (17), S4's code", "without the minus signs of the third column", s4_17 },
    { "S3's RoPE code", "with ::2 and 1::2 exchanged", s3_code },
    { "S2's product", "with the real part of freqs_cis alone", s2_code },
};
