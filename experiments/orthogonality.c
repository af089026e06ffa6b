/* SPDX-License-Identifier: MIT */
/*
 * Claim     R_m is a rotation (R^T R = I, det R = 1, eigenvalues e^{+-i m theta_i}, |R x| = |x|) and m -> R_m is a one-parameter
 *           group: R_m R_n = R_{m+n}, R_m = exp(m G).
 * Source    S4 "R is an orthogonal matrix"; S1 "invertible"; RoFormer (arXiv:2104.09864) section 3.2.2; derivations (D4.1)-(D4.8)
 * Measure   each of these on dense matrices of a model's frequencies at random positions below 2^20, with GSL
 * Holds if  each deviation is within its rounding bound: R^T R 4u (D4.1), table sqrt(2) u (D4.2), det 3du (D4.3), eigenvalues du
 *           (D4.4), norm (2 + sqrt(2)) u (D4.5), group law u |pair| (2(m+n) theta + 10) (D4.6), exponential (D4.8)
 * Must fail reflection (passes R^T R = I; det and group law fail), shear (passes det; norm fails), a generator that is not
 *           antisymmetric (scores change under a shift): no single check is enough
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_complex_math.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/generator.h"
#include "claims/rounding.h"
#include "encodings/rope_matrix.h"
#include "faults/not_rotation.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 19,
    .id = "orthogonality",
    .expected = RWK_HOLDS,
    .statement = "R_m is orthogonal with determinant 1, keeps norms, and R_m R_n = R_{m+n} = exp((m+n) G).",
    .source = "S4 after eq. (16); S1; Su et al. 2021, section 3.2.2",
    .section = "4",
    .equations = "D4.1 D4.7",
};

enum { POSITIONS = 1 << 20, VECTORS = 1000, MATRICES = 200, GROUPS = 1000, BINS = 80, RANGE = 4, MAX_DIM = 512 };

/* Room for one head: pairs n, width d = 2n; the dense matrices are d x d. */
typedef struct {
    size_t n, d;
    double c[MAX_DIM / 2], s[MAX_DIM / 2], x[MAX_DIM], y[MAX_DIM], z[MAX_DIM];
    gsl_matrix *r, *product, *work, *generator;
} scratch;

/* ---- Errors of the table and of one rotated vector, in units of u. ---- */

static double norm(const double x[], size_t n)
{
    const gsl_vector_const_view v = gsl_vector_const_view_array(x, n);
    return gsl_blas_dnrm2(&v.vector);
}

/* Histogram of a signed quantity over -RANGE u .. RANGE u; what lies outside is in the outermost bins. */
typedef struct {
    double count[BINS], total, worst;
} histogram;

static void put(histogram *h, double value)
{
    const double bin = floor((value + RANGE) / (2 * RANGE) * BINS);
    if (!isnan(bin)) h->count[bin < 0 ? 0 : bin < BINS ? (size_t)bin : BINS - 1]++;
    h->total++;
    h->worst = rwk_worst(h->worst, fabs(value));
}

static rwk_status measure_norms(rwk_run *run, scratch *w, rwk_rope *rope, histogram *circle, histogram *lengths, rwk_dtype dtype)
{
    const double u = rwk_unit_roundoff(dtype);
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < rwk_run_count(run, VECTORS, 10) && status == RWK_OK; i++) {
        status = rwk_truth_cos_sin(w->c, w->s, run->truth, (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS), dtype);
        rwk_run_gaussian(run, w->x, w->d);
        for (size_t j = 0; j < w->d; j++) w->x[j] = rwk_round(w->x[j], dtype);
        if (status == RWK_OK) status = rope(w->y, w->x, w->d, w->d, w->c, w->s, dtype);
        for (size_t j = 0; j < w->n && circle; j++) put(circle, rwk_squares_gap(w->c[j], w->s[j], 1, 0) / u);
        for (size_t j = 0; j < w->n; j++) { /* |y|/|x| - 1 = (|y|^2 - |x|^2) / 2|x|^2 to first order */
            const double *x = w->x + 2 * j, *y = w->y + 2 * j;
            put(lengths, rwk_squares_gap(y[0], y[1], x[0], x[1]) / (2 * u * (x[0] * x[0] + x[1] * x[1])));
        }
        if (i % 64 == 0) rwk_run_progress(run, 0.2 * (double)i / VECTORS);
    }
    return status;
}

static rwk_status measure_vectors(rwk_run *run, scratch *w)
{
    histogram circle[2] = { { { 0 }, 0, 0 } }, lengths[2] = { { { 0 }, 0, 0 } }, shear = { { 0 }, 0, 0 };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "drift", "units_of_u\tcircle_f64\tcircle_f32\tnorm_f64\tnorm_f32");
    for (int t = RWK_F64; t <= RWK_F32 && status == RWK_OK; t++)
        status = measure_norms(run, w, rwk_rope_interleaved, &circle[t], &lengths[t], (rwk_dtype)t);
    if (status == RWK_OK) status = measure_norms(run, w, rwk_fault_shear, NULL, &shear, RWK_F64);
    if (status != RWK_OK) return status;
    for (size_t b = 0; b < BINS; b++)
        RWK_ROW(table, ((double)b + 0.5) * 2 * RANGE / BINS - RANGE, circle[0].count[b] / circle[0].total,
                circle[1].count[b] / circle[1].total, lengths[0].count[b] / lengths[0].total,
                lengths[1].count[b] / lengths[1].total);
    rwk_run_check(run, "f64 table: |c^2 + s^2 - 1| in u", circle[0].worst, rwk_bound_circle(1));
    rwk_run_check(run, "f32 table: |c^2 + s^2 - 1| in u", circle[1].worst, rwk_bound_circle(1));
    rwk_run_check(run, "f64 | |Rx|/|x| - 1 | of a pair in u", lengths[0].worst, rwk_bound_norm(1));
    rwk_run_check(run, "f32 | |Rx|/|x| - 1 | of a pair in u", lengths[1].worst, rwk_bound_norm(1));
    status = rwk_truth_cos_sin(w->c, w->s, run->truth, 137, RWK_BF16); /* a table stored too narrow for its dtype */
    const double narrow = fabs(rwk_squares_gap(w->c[0], w->s[0], 1, 0));
    rwk_run_control(run, "bf16 entries in an f64 table: |c^2 + s^2 - 1| in u", narrow / rwk_unit_roundoff(RWK_F64),
                    rwk_bound_circle(1));
    rwk_run_control(run, "bf16 entries in an f32 table: |c^2 + s^2 - 1| in u", narrow / rwk_unit_roundoff(RWK_F32),
                    rwk_bound_circle(1));
    rwk_run_control(run, "shear: | |Sx|/|x| - 1 | of a pair in u", shear.worst, rwk_bound_norm(1));
    return status;
}

/* ---- Dense matrices: R^T R, determinant, eigenvalues. ---- */

/* The matrix of any map with the signature of RoPE: its columns are the images of the unit vectors. */
static rwk_status matrix_of(gsl_matrix *r, scratch *w, rwk_rope *rope)
{
    rwk_status status = RWK_OK;
    for (size_t j = 0; j < w->d && status == RWK_OK; j++) {
        for (size_t i = 0; i < w->d; i++) w->x[i] = i == j;
        status = rope(w->y, w->x, w->d, w->d, w->c, w->s, RWK_F64);
        for (size_t i = 0; i < w->d; i++) gsl_matrix_set(r, i, j, w->y[i]);
    }
    return status;
}

static double largest_entry(const gsl_matrix *a)
{
    double low, high;
    gsl_matrix_minmax(a, &low, &high);
    return rwk_worst(fabs(low), fabs(high));
}

/* max |R^T R - I|                                                                                        (D4.1) */
static double gram_defect(scratch *w)
{
    gsl_matrix_set_identity(w->product);
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1.0, w->r, w->r, -1.0, w->product);
    return largest_entry(w->product);
}

/* det R by LU decomposition.                                                                             (D4.3) */
static double determinant(scratch *w, gsl_permutation *p)
{
    int sign;
    gsl_matrix_memcpy(w->work, w->r);
    gsl_linalg_LU_decomp(w->work, p, &sign);
    return gsl_linalg_LU_det(w->work, sign);
}

typedef struct {
    double gram, det;
} defect;

static rwk_status measure_map(defect *worst, rwk_run *run, scratch *w, rwk_rope *rope, gsl_permutation *p, size_t count,
                              bool track_smallest)
{
    rwk_status status = RWK_OK;
    *worst = (defect){ 0, track_smallest ? INFINITY : 0 };
    for (size_t i = 0; i < count && status == RWK_OK; i++) {
        status = rwk_truth_cos_sin(w->c, w->s, run->truth, 1 + (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS - 1), RWK_F64);
        if (status == RWK_OK) status = matrix_of(w->r, w, rope);
        const double det = fabs(determinant(w, p) - 1);
        worst->gram = rwk_worst(worst->gram, gram_defect(w));
        worst->det = track_smallest ? rwk_least(worst->det, det) : rwk_worst(worst->det, det);
        rwk_run_progress(run, 0.2 + 0.3 * (double)i / (double)count);
    }
    return status;
}

static rwk_status measure_matrices(rwk_run *run, scratch *w)
{
    defect rotation, reflection, shear;
    const double u = rwk_unit_roundoff(RWK_F64);
    gsl_permutation *p = gsl_permutation_alloc(w->d);
    if (!p) return RWK_ENOMEM;
    rwk_status status = measure_map(&rotation, run, w, rwk_rope_interleaved, p, rwk_run_count(run, MATRICES, 20), false);
    if (status == RWK_OK) status = measure_map(&reflection, run, w, rwk_fault_reflection, p, 5, true);
    if (status == RWK_OK) status = measure_map(&shear, run, w, rwk_fault_shear, p, 5, false);
    gsl_permutation_free(p);
    if (status != RWK_OK) return status;
    rwk_run_check(run, "largest entry of R^T R - I", rotation.gram, rwk_bound_gram(u));
    rwk_run_check(run, "|det R - 1|", rotation.det, rwk_bound_determinant(w->d, u));
    rwk_run_control(run, "shear: largest entry of S^T S - I", shear.gram, rwk_bound_gram(u));
    rwk_run_check(run, "reflection also passes: largest entry of R^T R - I", reflection.gram, rwk_bound_gram(u));
    rwk_run_check(run, "shear also passes: |det - 1|", shear.det, rwk_bound_determinant(w->d, u));
    rwk_run_control(run, "reflection: |det - 1|", reflection.det, rwk_bound_determinant(w->d, u));
    return RWK_OK;
}

static double distance_to(gsl_complex z, double re, double im) { return hypot(GSL_REAL(z) - re, GSL_IMAG(z) - im); }

/* How far the computed eigenvalues are from the expected e^{+-i m theta_i}, matched both ways: none invented, none missing. */
static double eigenvalue_distance(const gsl_vector_complex *values, const scratch *w)
{
    double worst = 0;
    for (size_t j = 0; j < w->d; j++) {
        double to_expected = INFINITY, to_computed = INFINITY;
        const double sign = j % 2 ? -1 : 1, re = w->c[j / 2], im = sign * w->s[j / 2];
        const gsl_complex z = gsl_vector_complex_get(values, j);
        for (size_t i = 0; i < w->d; i++) {
            to_expected = rwk_least(to_expected, distance_to(z, w->c[i / 2], i % 2 ? -w->s[i / 2] : w->s[i / 2]));
            to_computed = rwk_least(to_computed, distance_to(gsl_vector_complex_get(values, i), re, im));
        }
        worst = rwk_worst(worst, rwk_worst(to_expected, to_computed));
    }
    return worst;
}

/* The eigenvalues of the matrix of `map` at position m against those of a rotation. */
static rwk_status measure_spectrum(double *distance, gsl_vector_complex *values, rwk_run *run, scratch *w, rwk_rope *map, int64_t m)
{
    gsl_eigen_nonsymm_workspace *workspace = gsl_eigen_nonsymm_alloc(w->d);
    if (!workspace) return RWK_ENOMEM;
    rwk_status status = rwk_truth_cos_sin(w->c, w->s, run->truth, m, RWK_F64);
    if (status == RWK_OK) status = matrix_of(w->r, w, map);
    gsl_matrix_memcpy(w->work, w->r);
    *distance = gsl_eigen_nonsymm(w->work, values, workspace) == 0 ? eigenvalue_distance(values, w) : NAN;
    gsl_eigen_nonsymm_free(workspace);
    return status;
}

static rwk_status measure_eigenvalues(rwk_run *run, scratch *w)
{
    static const int64_t positions[] = { 1, 10, 100 };
    const double bound = (double)w->d * rwk_unit_roundoff(RWK_F64);
    double worst = 0, distance = NAN, shear = NAN, repeated = NAN;
    rwk_tsv *table;
    gsl_vector_complex *values = gsl_vector_complex_alloc(w->d);
    if (!values) return RWK_ENOMEM;
    rwk_status status = rwk_run_table(&table, run, NULL, "position\tre\tim");
    for (size_t k = 0; k < 3 && status == RWK_OK; k++) {
        status = measure_spectrum(&distance, values, run, w, rwk_rope_interleaved, positions[k]);
        worst = rwk_worst(worst, distance);
        for (size_t j = 0; j < w->d; j++)
            RWK_ROW(table, (double)positions[k], GSL_REAL(gsl_vector_complex_get(values, j)),
                    GSL_IMAG(gsl_vector_complex_get(values, j)));
    }
    if (status == RWK_OK) status = measure_spectrum(&shear, values, run, w, rwk_fault_shear, 10);
    if (status == RWK_OK) status = measure_spectrum(&repeated, values, run, w, rwk_fault_repeated_angle, 10);
    gsl_vector_complex_free(values);
    rwk_run_check(run, "eigenvalues against e^{+-i m theta}, m = 1, 10, 100", worst, bound);
    if (w->n > 1) rwk_run_control(run, "one angle for all pairs: eigenvalues against e^{+-i m theta}, m = 10", repeated, bound);
    rwk_run_control(run, "shear: eigenvalues against e^{+-i m theta}, m = 10", shear, bound);
    return status;
}

/* ---- The group law, with the angles that an engine computes. ---- */

/* Largest over pairs of |A_m A_n x - A_{m+n} x| over its bound: rotations add their angles (D2.3). */
static rwk_status group_error(double *worst, rwk_run *run, scratch *w, rwk_rope *map, const double inv_freq[], rwk_dtype dtype)
{
    const int64_t m = 1 + (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS),
                  n = 1 + (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS);
    const int64_t at[3] = { n, m, m + n };
    double *const out[3] = { w->y, w->y, w->z }, *const in[3] = { w->x, w->y, w->x };
    rwk_run_gaussian(run, w->x, w->d);
    for (size_t j = 0; j < w->d; j++) w->x[j] = rwk_round(w->x[j], dtype);
    for (int k = 0; k < 3; k++) {
        rwk_angle_cos_sin(w->c, w->s, inv_freq, w->n, at[k], dtype);
        const rwk_status status = map(out[k], in[k], w->d, w->d, w->c, w->s, dtype);
        if (status != RWK_OK) return status;
    }
    for (size_t i = 0; i < w->n; i++) {
        const double pair = hypot(w->x[2 * i], w->x[2 * i + 1]);
        const double error = hypot(w->y[2 * i] - w->z[2 * i], w->y[2 * i + 1] - w->z[2 * i + 1]);
        *worst = rwk_worst(*worst, error / rwk_bound_group(pair, inv_freq[i], m, n, rwk_unit_roundoff(dtype)));
    }
    return RWK_OK;
}

static rwk_status measure_group(rwk_run *run, scratch *w)
{
    double inv_freq[2][MAX_DIM / 2], worst[2] = { 0 }, reflection[2] = { 0 };
    rwk_status status = RWK_OK;
    for (int t = RWK_F64; t <= RWK_F32 && status == RWK_OK; t++) {
        status = rwk_truth_inv_freq(inv_freq[t], run->truth, (rwk_dtype)t);
        for (size_t i = 0; i < rwk_run_count(run, GROUPS, 10) && status == RWK_OK; i++)
            status = group_error(&worst[t], run, w, rwk_rope_interleaved, inv_freq[t], (rwk_dtype)t);
    }
    for (int t = RWK_F64; t <= RWK_F32 && status == RWK_OK; t++)
        status = group_error(&reflection[t], run, w, rwk_fault_reflection, inv_freq[t], (rwk_dtype)t);
    rwk_run_check(run, "f64 group law R_m R_n = R_{m+n}: error over bound", worst[0], 1);
    rwk_run_check(run, "f32 group law R_m R_n = R_{m+n}: error over bound", worst[1], 1);
    rwk_run_control(run, "f64 reflection: group law, error over bound", reflection[0], 1);
    rwk_run_control(run, "f32 reflection: group law, error over bound", reflection[1], 1);
    return status;
}

/* ---- The exponential of the generator. ---- */

/* max |exp(mG) - R_m| with R_m from correctly rounded cos and sin of the exact product of m and the stored frequency. */
static rwk_status exponential_error(double *worst, rwk_run *run, scratch *w, int64_t m)
{
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < w->n && status == RWK_OK; i++)
        status = rwk_truth_cos_sin_of(&w->c[i], &w->s[i], run->inv_freq[i], m, RWK_F64);
    if (status == RWK_OK) status = rwk_rope_matrix_fill(w->r, w->d, w->c, w->s, RWK_INTERLEAVED);
    rwk_generator_exp(w->product, w->generator, (double)m, w->work);
    gsl_matrix_sub(w->product, w->r);
    *worst = largest_entry(w->product);
    return status;
}

/* image = exp(m G) x */
static void exponential_times(double image[], scratch *w, double x[], double m)
{
    gsl_vector_view in = gsl_vector_view_array(x, w->d), out = gsl_vector_view_array(image, w->d);
    rwk_generator_exp(w->product, w->generator, m, w->work);
    gsl_blas_dgemv(CblasNoTrans, 1.0, w->product, &in.vector, 0.0, &out.vector);
}

/* (exp(mG) x).(exp(nG) y) */
static double generator_score(scratch *w, double m, double n)
{
    double image[MAX_DIM];
    exponential_times(w->z, w, w->x, m);
    exponential_times(image, w, w->y, n);
    return rwk_dot(w->z, image, w->d, RWK_F64);
}

/* How far a score moves when both positions move by one. */
static double shift_change(scratch *w) { return fabs(generator_score(w, 38, 13) - generator_score(w, 37, 12)); }

static rwk_status measure_generators(rwk_run *run, scratch *w)
{
    rwk_run_gaussian(run, w->x, w->d);
    rwk_run_gaussian(run, w->y, w->d);
    /* A block of exp(mG) is off by at most twice an entry's error, each score has two factors, and there are two scores. */
    const double size = norm(w->x, w->d) * norm(w->y, w->d);
    const double bound = size * (8 * rwk_bound_exponential(38 * run->inv_freq[0]) + 4 * (double)w->d * rwk_unit_roundoff(RWK_F64));
    rwk_generator_fill(w->generator, run->inv_freq, w->n);
    rwk_run_check(run, "antisymmetric generator: change of a score under a shift by one", shift_change(w), bound);
    rwk_fault_generator(w->generator->data, run->inv_freq, w->n);
    rwk_run_control(run, "generator not antisymmetric: change of a score under a shift by one", shift_change(w), bound);
    return RWK_OK;
}

static rwk_status measure_exponential(rwk_run *run, scratch *w)
{
    static const int64_t positions[] = { 1, 100, 10000, 100000 };
    double used = 0, fault = NAN;
    rwk_status status = RWK_OK;
    rwk_generator_fill(w->generator, run->inv_freq, w->n);
    for (size_t k = 0; k < 4 && status == RWK_OK; k++) {
        double error = NAN;
        status = exponential_error(&error, run, w, positions[k]);
        used = rwk_worst(used, error / rwk_bound_exponential((double)positions[k] * run->inv_freq[0]));
        rwk_run_fact(run, rwk_run_name(run, "largest entry of exp(mG) - R_m, m = %lld", (long long)positions[k]), error);
        rwk_run_progress(run, 0.6 + 0.1 * (double)(k + 1));
    }
    rwk_fault_generator(w->generator->data, run->inv_freq, w->n); /* rows of a gsl_matrix made by alloc are contiguous */
    if (status == RWK_OK) status = exponential_error(&fault, run, w, 100);
    rwk_run_check(run, "exp(mG) against R_m: error over bound", used, 1);
    rwk_run_control(run, "generator not antisymmetric: exp(mG) against R_m, m = 100, error over bound",
                    fault / rwk_bound_exponential(100 * run->inv_freq[0]), 1);
    return status == RWK_OK ? measure_generators(run, w) : status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, MAX_DIM) != RWK_OK) return RWK_ERANGE;
    scratch *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    w->n = run->n_pairs, w->d = 2 * run->n_pairs;
    gsl_matrix **const matrices[] = { &w->r, &w->product, &w->work, &w->generator };
    rwk_status status = RWK_OK;
    for (size_t k = 0; k < 4; k++)
        if (!(*matrices[k] = gsl_matrix_alloc(w->d, w->d))) status = RWK_ENOMEM;
    if (status == RWK_OK) status = measure_vectors(run, w);
    if (status == RWK_OK) status = measure_matrices(run, w);
    if (status == RWK_OK) status = measure_eigenvalues(run, w);
    if (status == RWK_OK) status = measure_group(run, w);
    if (status == RWK_OK) status = measure_exponential(run, w);
    for (size_t k = 0; k < 4; k++) gsl_matrix_free(*matrices[k]);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
