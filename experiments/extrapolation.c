/* SPDX-License-Identifier: MIT */
/*
 * Claim     Positions beyond any length can be reached by repeating one rotation, Q_{n+1} = R Q_n, with an error that grows like n, as
 *           that of the evaluated angle does; and rotations keep the distances between encodings.
 * Source    S1 "extrapolation": Q_{n+1} = R P_n, Q_{n+2} = R Q_{n+1}, |R^-1 Q_i - R^-1 Q_j| = |P_i - P_j|; derivations (D7.1)-(D7.6)
 * Measure   after n = 10 .. 10^6 steps: drift of the norm, phase error of the repeated rotation, error of the angle n theta evaluated
 *           directly, and of the angle summed step by step, in f32 and f64; distances between rotated encodings
 * Holds if  rotation within expm1((2 + sqrt(2)) n u) (D7.2), direct angle within n theta u (D7.3), summed angle within
 *           u theta n (n + 1)/2 (D7.4); exponents of n 1, 1, 1 and 2; distances within their rounding (D7.5)
 * Must fail a bound linear in n for the summed angle; Euler's step for a rotation; bf16 positions; distances under an invertible map that is no rotation; R^k P_n for a table that
 *           is not sinusoidal
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "claims/rounding.h"
#include "encodings/sinusoidal.h"
#include "faults/not_rotation.h"
#include "faults/position_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 33,
    .id = "extrapolation",
    .expected = RWK_HOLDS,
    .geometric = true,
    .statement = "Repeating one rotation reaches any position with an error that grows like n, as evaluating its angle does, and "
                 "keeps distances.",
    .source = "S1, section on extrapolation",
    .section = "7",
    .equations = "D7.1 D7.2 D7.4",
};

/* How far a fitted exponent may be from 1 or 2.  Set from experience, not derived: three times the largest distance, 0.081, of 160
 * exponents in 20 runs (ten head sizes and bases, whole and quick). */
static const double SLOPE_SLACK = 0.25;

enum { PER_DECADE = 8, DECADES = 5, N_POINTS = PER_DECADE * DECADES + 1, STEPS = 100, WIDTH = 64, ROWS = 256, PAIRS_OF_ROWS = 200 };

/* ---- Recurrence against direct evaluation. ---- */

enum { NORM, PHASE, DIRECT, SUMMED, N_CURVES };

static const char *const CURVES[N_CURVES] = {
    [NORM] = "norm of the repeated rotation",
    [PHASE] = "phase of the repeated rotation",
    [DIRECT] = "angle evaluated directly",
    [SUMMED] = "angle summed step by step",
};

/* After n steps, worst over pairs: errors, their bounds with the largest frequency, errors over the bound of their own pair. */
typedef struct {
    double error[N_CURVES], used[N_CURVES], rotation_bound, summed_bound;
    double summed_as_rotation, bf16_position; /* controls: the summed angle and a bf16 position against the linear bounds */
} point;

static size_t steps_at(size_t p) { return (size_t)floor(10 * pow(10, (double)p / PER_DECADE) + 0.5); }

/* |angle - n theta|: n theta is exactly product + rest. */
static double angle_error(double angle, double n, double theta)
{
    const double product = n * theta, rest = fma(n, theta, -product);
    return fabs((angle - product) - rest);
}

/* The length of a vector that should be 1. */
static double norm_error(const double v[2]) { return fabs((v[0] - 1) * (v[0] + 1) + v[1] * v[1]) / (1 + hypot(v[0], v[1])); }

static void put(point *o, int curve, double error, double bound)
{
    o->error[curve] = rwk_worst(o->error[curve], error);
    o->used[curve] = rwk_worst(o->used[curve], error / bound);
}

static rwk_status measure_point(point *o, const double v[2], double phi, double theta, size_t n, rwk_dtype dtype)
{
    const double u = rwk_unit_roundoff(dtype), steps = (double)n, rotation = rwk_bound_repeated_rotation(steps, u),
                 linear = steps * theta * u;
    const double arc = asin(rwk_least(rotation, 1)), quadratic = u * theta * steps * (steps + 1) / 2 * (1 + steps * u);
    const double summed = angle_error(phi, steps, theta);
    double c, s;
    const rwk_status status = rwk_truth_cos_sin_of(&c, &s, theta, (int64_t)n, RWK_F64);
    if (status != RWK_OK) return status;
    put(o, NORM, norm_error(v), rotation);
    put(o, PHASE, fabs(atan2(v[1] * c - v[0] * s, v[0] * c + v[1] * s)), arc);
    put(o, DIRECT, angle_error(rwk_mul(steps, theta, dtype), steps, theta), linear);
    put(o, SUMMED, summed, quadratic);
    o->summed_as_rotation = rwk_worst(o->summed_as_rotation, summed / arc);
    o->bf16_position =
        rwk_worst(o->bf16_position, angle_error(rwk_mul(rwk_round(steps, RWK_BF16), theta, dtype), steps, theta) / linear);
    o->rotation_bound = rotation;
    o->summed_bound = rwk_worst(o->summed_bound, quadratic);
    return RWK_OK;
}

/* One pair: rotate (1, 0) step by step by the correctly rounded rotation of one step (D7.1), and sum the angle beside it. */
static rwk_status walk(point points[], double theta, rwk_dtype dtype)
{
    double c, s, v[2] = { 1, 0 }, phi = 0;
    rwk_status status = rwk_truth_cos_sin_of(&c, &s, theta, 1, dtype);
    size_t n = 0;
    for (size_t p = 0; p < N_POINTS && status == RWK_OK; p++) {
        for (; n < steps_at(p); n++) {
            const double x = rwk_sub(rwk_mul(v[0], c, dtype), rwk_mul(v[1], s, dtype), dtype);
            v[1] = rwk_add(rwk_mul(v[0], s, dtype), rwk_mul(v[1], c, dtype), dtype);
            v[0] = x;
            phi = rwk_fault_accumulate(phi, theta, dtype);
        }
        status = measure_point(&points[p], v, phi, theta, n, dtype);
    }
    return status;
}

/* Exponent of n in an error that grows like a power: slope of log error over log n from 10^2 steps on; exact zeros left out. */
static double exponent(const point points[], int curve)
{
    double x[N_POINTS], y[N_POINTS], intercept, slope, ignored[4];
    size_t n = 0;
    for (size_t p = PER_DECADE; p < N_POINTS; p++) {
        if (points[p].error[curve] == 0) continue;
        x[n] = log((double)steps_at(p));
        y[n++] = log(points[p].error[curve]);
    }
    gsl_fit_linear(x, 1, y, 1, n, &intercept, &slope, &ignored[0], &ignored[1], &ignored[2], &ignored[3]);
    return slope;
}

/* Norm of the largest frequency's vector after ten Euler steps, over the bound of a rotation. */
static double euler_drift(double theta, rwk_dtype dtype)
{
    double v[2] = { 1, 0 };
    for (int k = 0; k < 10; k++) rwk_fault_euler_step(v, theta, dtype);
    return norm_error(v) / rwk_bound_repeated_rotation(10, rwk_unit_roundoff(dtype));
}

static void record(rwk_run *run, const point points[], const char *dtype)
{
    double bf16_position = 0;
    for (int c = 0; c < N_CURVES; c++) {
        double used = 0;
        for (size_t p = 0; p < N_POINTS; p++) used = rwk_worst(used, points[p].used[c]);
        rwk_run_check(run, rwk_run_name(run, "%s %s: error over bound", dtype, CURVES[c]), used, 1);
        rwk_run_fact(run, rwk_run_name(run, "%s %s: error after 10^6 steps", dtype, CURVES[c]), points[N_POINTS - 1].error[c]);
        const double slope = exponent(points, c);
        if (c != SUMMED)
            rwk_run_check(run, rwk_run_name(run, "%s %s: exponent of n against 1", dtype, CURVES[c]), fabs(slope - 1), SLOPE_SLACK);
        else
            rwk_run_check(run, rwk_run_name(run, "%s %s: exponent of n against 2", dtype, CURVES[c]), fabs(slope - 2), SLOPE_SLACK);
        if (c == SUMMED)
            rwk_run_control(run, rwk_run_name(run, "%s %s: exponent of n against 1", dtype, CURVES[c]), fabs(slope - 1),
                            SLOPE_SLACK);
    }
    for (size_t p = 0; p < N_POINTS; p++) bf16_position = rwk_worst(bf16_position, points[p].bf16_position);
    rwk_run_control(run, rwk_run_name(run, "%s summed angle against the linear bound of the rotation, at 10^6 steps", dtype),
                    points[N_POINTS - 1].summed_as_rotation, 1);
    rwk_run_control(run, rwk_run_name(run, "%s angle of a bf16 position: error over bound", dtype), bf16_position, 1);
}

static void write_rows(rwk_tsv *table, const point f32[], const point f64[])
{
    for (size_t p = 0; p < N_POINTS; p++) {
        const double *a = f32[p].error, *b = f64[p].error;
        RWK_ROW(table, (double)steps_at(p), a[NORM], a[PHASE], a[DIRECT], a[SUMMED], f32[p].rotation_bound, f32[p].summed_bound,
                b[NORM], b[PHASE], b[DIRECT], b[SUMMED], f64[p].rotation_bound, f64[p].summed_bound);
    }
}

static rwk_status walk_all(point points[], rwk_run *run, double inv_freq[], rwk_dtype dtype)
{
    const size_t step = run->options.quick ? (run->n_pairs + 7) / 8 : 1;
    rwk_status status = rwk_truth_inv_freq(inv_freq, run->truth, dtype);
    for (size_t i = 0; i < run->n_pairs && status == RWK_OK; i += step) {
        status = walk(points, inv_freq[i], dtype);
        rwk_run_progress(run, (dtype == RWK_F32 ? 0.5 : 0) + 0.5 * (double)i / (double)run->n_pairs);
    }
    return status;
}

static rwk_status measure_recurrence(rwk_run *run)
{
    rwk_tsv *table;
    point(*points)[N_POINTS] = calloc(2, sizeof *points);
    double *inv_freq = malloc(run->n_pairs * sizeof *inv_freq);
    rwk_status status =
        inv_freq && points
            ? rwk_run_table(&table, run, NULL,
                            "steps\tnorm_f32\tphase_f32\tdirect_f32\tsummed_f32\trotation_bound_f32\tsummed_bound_f32\t"
                            "norm_f64\tphase_f64\tdirect_f64\tsummed_f64\trotation_bound_f64\tsummed_bound_f64")
            : RWK_ENOMEM;
    for (int t = RWK_F64; t <= RWK_F32 && status == RWK_OK; t++) status = walk_all(points[t], run, inv_freq, (rwk_dtype)t);
    if (status == RWK_OK) {
        write_rows(table, points[RWK_F32], points[RWK_F64]);
        record(run, points[RWK_F32], "f32");
        record(run, points[RWK_F64], "f64");
        rwk_run_control(run, "Euler step for rotation, 10 steps: norm error over bound", euler_drift(run->inv_freq[0], RWK_F64), 1);
    }
    free(points);
    free(inv_freq);
    return status;
}

/* ---- Distances, and continuing a table. ---- */

typedef struct {
    double pe[(ROWS + STEPS) * WIDTH], shift[WIDTH * WIDTH], learned[2 * WIDTH];
    gsl_matrix *a, *lu;
    gsl_permutation *p;
    double smallest, largest; /* singular values of A */
} scratch;

static double distance(const double a[], const double b[])
{
    double sum = 0;
    for (size_t j = 0; j < WIDTH; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(sum);
}

static void apply(double y[], const double matrix[], const double x[])
{
    const gsl_matrix_const_view m = gsl_matrix_const_view_array(matrix, WIDTH, WIDTH);
    const gsl_vector_const_view in = gsl_vector_const_view_array(x, WIDTH);
    gsl_vector_view out = gsl_vector_view_array(y, WIDTH);
    gsl_blas_dgemv(CblasNoTrans, 1.0, &m.matrix, &in.vector, 0.0, &out.vector);
}

/* z = A^-1 y */
static void solve(double z[], const scratch *w, const double y[])
{
    const gsl_vector_const_view right = gsl_vector_const_view_array(y, WIDTH);
    gsl_vector_view solution = gsl_vector_view_array(z, WIDTH);
    gsl_linalg_LU_solve(w->lu, w->p, &right.vector, &solution.vector);
}

/* Bound on |z - p| for a computed solution z of A z = q, q = fl(A p): |A^-1| (residual + (d + 2) u |A|_F (|z| + |p|)).  (D7.5) */
static double solution_error(const scratch *w, const double z[], const double q[], const double p[])
{
    double image[WIDTH];
    const gsl_vector_const_view entries = gsl_vector_const_view_array(w->a->data, WIDTH * WIDTH),
                                origin = gsl_vector_const_view_array(z, WIDTH), target = gsl_vector_const_view_array(p, WIDTH);
    apply(image, w->a->data, z);
    const double sizes = gsl_blas_dnrm2(&origin.vector) + gsl_blas_dnrm2(&target.vector);
    const double rounding = (WIDTH + 2) * rwk_unit_roundoff(RWK_F64) * gsl_blas_dnrm2(&entries.vector) * sizes;
    return (distance(image, q) + rounding) / w->smallest;
}

typedef struct {
    double rotated, stretched; /* relative change of |Q_i - Q_j| against |P_i - P_j| by R, by A */
    double unsolved;           /* change of |Q_i - Q_j| by A over the bound of the next */
    double restored;           /* change of |A^-1 Q_i - A^-1 Q_j| over its bound */
} distances;

static void compare_rows(distances *worst, const scratch *w, const double p_i[], const double p_j[])
{
    double q_i[WIDTH], q_j[WIDTH], z_i[WIDTH], z_j[WIDTH];
    const double expected = distance(p_i, p_j);
    apply(q_i, w->shift, p_i), apply(q_j, w->shift, p_j);
    worst->rotated = rwk_worst(worst->rotated, fabs(distance(q_i, q_j) / expected - 1));
    apply(q_i, w->a->data, p_i), apply(q_j, w->a->data, p_j);
    worst->stretched = rwk_worst(worst->stretched, fabs(distance(q_i, q_j) / expected - 1));
    solve(z_i, w, q_i), solve(z_j, w, q_j);
    const double bound =
        solution_error(w, z_i, q_i, p_i) + solution_error(w, z_j, q_j, p_j) + (WIDTH + 5) * rwk_unit_roundoff(RWK_F64) * expected;
    worst->unsolved = rwk_worst(worst->unsolved, fabs(distance(q_i, q_j) - expected) / bound);
    worst->restored = rwk_worst(worst->restored, fabs(distance(z_i, z_j) - expected) / bound);
}

static void find_singular_values(scratch *w)
{
    gsl_matrix *u = gsl_matrix_alloc(WIDTH, WIDTH), *v = gsl_matrix_alloc(WIDTH, WIDTH);
    gsl_vector *s = gsl_vector_alloc(WIDTH), *work = gsl_vector_alloc(WIDTH);
    w->largest = w->smallest = NAN;
    if (u && v && s && work) {
        gsl_matrix_memcpy(u, w->a);
        gsl_linalg_SV_decomp(u, v, s, work);
        w->largest = gsl_vector_get(s, 0);
        w->smallest = gsl_vector_get(s, WIDTH - 1);
    }
    gsl_matrix_free(u);
    gsl_matrix_free(v);
    gsl_vector_free(s);
    gsl_vector_free(work);
}

static void measure_distances(rwk_run *run, scratch *w)
{
    const double u = rwk_unit_roundoff(RWK_F64);
    distances worst = { 0 };
    double nearest = INFINITY;
    for (size_t k = 0; k < PAIRS_OF_ROWS; k++) {
        const size_t i = gsl_rng_uniform_int(run->rng, ROWS), j = (i + 1 + gsl_rng_uniform_int(run->rng, ROWS - 1)) % ROWS;
        const double *p_i = w->pe + i * WIDTH, *p_j = w->pe + j * WIDTH;
        compare_rows(&worst, w, p_i, p_j);
        nearest = rwk_least(nearest, distance(p_i, p_j));
    }
    /* Both ends of a distance are off by their rounding, |P| = sqrt(d/2) each.                          (D7.5) */
    const double rounding = 2 * u * sqrt(WIDTH / 2.0) / nearest;
    rwk_run_check(run, "rotation: relative change of a distance", worst.rotated, (2 + M_SQRT2 + WIDTH) * rounding);
    rwk_run_check(run, "any invertible A: |A^-1 Q_i - A^-1 Q_j| against |P_i - P_j|, over bound", worst.restored, 1);
    rwk_run_control(run, "A not undone: |Q_i - Q_j| against |P_i - P_j|, over the same bound", worst.unsolved, 1);
    rwk_run_control(run, "invertible A: relative change of a distance", worst.stretched, (2 + M_SQRT2 + WIDTH) * rounding);
    rwk_run_fact(run, "condition number of A", w->largest / w->smallest);
    rwk_run_fact(run, "|P_{n+1} - P_n|: gap between S1's two indexings", distance(w->pe, w->pe + WIDTH));
}

/* |R^k P_n - P_{n+k}| over its bound, largest entry, k = STEPS, one R a step.                             (D7.6) */
static double continuation_error(const scratch *w, const double start[], const double end[], size_t n)
{
    double q[WIDTH], next[WIDTH], worst = 0;
    for (size_t j = 0; j < WIDTH; j++) q[j] = start[j];
    for (size_t k = 0; k < STEPS; k++) {
        apply(next, w->shift, q);
        for (size_t j = 0; j < WIDTH; j++) q[j] = next[j];
    }
    for (size_t j = 0; j < WIDTH; j++) worst = rwk_worst(worst, fabs(q[j] - end[j]));
    return worst / (rwk_unit_roundoff(RWK_F64) * (2 * (double)(n + STEPS) + 6 * STEPS + 6));
}

static rwk_status measure_tables(rwk_run *run, scratch *w)
{
    int sign;
    const size_t n = ROWS - 1;
    rwk_status status = rwk_sinusoidal_loop(w->pe, ROWS + STEPS, WIDTH, 10000);
    if (status == RWK_OK) status = rwk_sinusoidal_shift(w->shift, 1, WIDTH, 10000);
    if (status != RWK_OK) return status;
    rwk_run_gaussian(run, w->a->data, WIDTH * WIDTH);
    rwk_run_gaussian(run, w->learned, 2 * WIDTH);
    gsl_matrix_memcpy(w->lu, w->a);
    gsl_linalg_LU_decomp(w->lu, w->p, &sign);
    find_singular_values(w);
    measure_distances(run, w);
    rwk_run_check(run, "R^100 P_n against P_{n+100}, sinusoidal P: error over bound",
                  continuation_error(w, w->pe + n * WIDTH, w->pe + (n + STEPS) * WIDTH, n), 1);
    rwk_run_control(run, "R^100 P_n against P_{n+100}, learned P: error over bound",
                    continuation_error(w, w->learned, w->learned + WIDTH, n), 1);
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    if (run->n_pairs < 2)
        return rwk_fail(&run->diag, RWK_ERANGE,
                        "rotary_dim: 2: this experiment needs two pairs, since an angle of 1 sums without error");
    rwk_status status = measure_recurrence(run);
    if (status != RWK_OK) return status;
    scratch *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    w->a = gsl_matrix_alloc(WIDTH, WIDTH), w->lu = gsl_matrix_alloc(WIDTH, WIDTH), w->p = gsl_permutation_alloc(WIDTH);
    status = w->a && w->lu && w->p ? measure_tables(run, w) : RWK_ENOMEM;
    gsl_matrix_free(w->a);
    gsl_matrix_free(w->lu);
    gsl_permutation_free(w->p);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
