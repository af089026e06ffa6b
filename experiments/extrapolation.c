/* SPDX-License-Identifier: MIT */
/*
 * Claim     Positions beyond any length can be reached by repeating one rotation, Q_{n+1} = R Q_n, as exactly as by evaluating the
 *           angle; and rotations keep the distances between encodings.
 * Source    S1 "extrapolation": Q_{n+1} = R P_n, Q_{n+2} = R Q_{n+1}, |R^-1 Q_i - R^-1 Q_j| = |P_i - P_j|; derivations (D7.1)-(D7.6)
 * Measure   after n = 10 .. 10^6 steps: drift of the norm, phase error of the repeated rotation, error of the angle n theta evaluated
 *           directly, and of the angle summed step by step, in f32 and f64; distances between rotated encodings
 * Holds if  rotation within expm1((2 + sqrt(2)) n u) (D7.2), direct angle within n theta u (D7.3), summed angle within
 *           u theta n (n + 1)/2 (D7.4); distances within their rounding (D7.5)
 * Must fail a bound linear in n for the summed angle; distances under an invertible map that is no rotation; R^k P_n for a table that
 *           is not sinusoidal
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "encodings/sinusoidal.h"
#include "faults/position_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 6, .id = "extrapolation", .expected = RWK_HOLDS,
    .statement = "Repeating one rotation reaches any position as exactly as evaluating its angle, and keeps distances.",
    .source = "S1, section on extrapolation", .section = "7",
};

enum { PER_DECADE = 8, DECADES = 5, N_POINTS = PER_DECADE * DECADES + 1, STEPS = 100, WIDTH = 64, ROWS = 256, PAIRS_OF_ROWS = 200 };

/* ---- Recurrence against direct evaluation. ---- */

/* Worst over pairs after n steps. */
typedef struct {
    double norm, phase, direct, summed;             /* errors */
    double rotation_bound, direct_bound, summed_bound;  /* with the largest frequency */
    double norm_used, phase_used, direct_used, summed_used, linear_used;  /* errors over the bound of their own pair */
} point;

static size_t steps_at(size_t p) { return (size_t)floor(10 * pow(10, (double)p / PER_DECADE) + 0.5); }

/* |angle - n theta|: n theta is exactly product + rest. */
static double angle_error(double angle, double n, double theta)
{
    const double product = n * theta, rest = fma(n, theta, -product);
    return fabs((angle - product) - rest);
}

static double rotation_bound(double n, double u) { return expm1((2 + M_SQRT2) * n * u); }

static rwk_status measure_point(point *o, const double v[2], double phi, double theta, size_t n, rwk_dtype dtype)
{
    const double u = rwk_unit_roundoff(dtype), steps = (double)n;
    double c, s;
    const rwk_status status = rwk_truth_cos_sin_of(&c, &s, theta, (int64_t)n, RWK_F64);
    if (status != RWK_OK) return status;
    const double norm = fabs((v[0] - 1) * (v[0] + 1) + v[1] * v[1]) / (1 + hypot(v[0], v[1])), phase = fabs(atan2(v[1] * c - v[0] * s, v[0] * c + v[1] * s));
    const double direct = angle_error(rwk_mul(steps, theta, dtype), steps, theta), summed = angle_error(phi, steps, theta);
    const double rotation = rotation_bound(steps, u), linear = steps * theta * u, quadratic = u * theta * steps * (steps + 1) / 2 * (1 + steps * u);
    o->norm = fmax(o->norm, norm), o->norm_used = fmax(o->norm_used, norm / rotation);
    o->phase = fmax(o->phase, phase), o->phase_used = fmax(o->phase_used, phase / asin(fmin(rotation, 1)));
    o->direct = fmax(o->direct, direct), o->direct_used = fmax(o->direct_used, direct / linear);
    o->summed = fmax(o->summed, summed), o->summed_used = fmax(o->summed_used, summed / quadratic);
    o->linear_used = fmax(o->linear_used, summed / asin(fmin(rotation, 1)));
    o->rotation_bound = rotation;
    o->direct_bound = fmax(o->direct_bound, linear), o->summed_bound = fmax(o->summed_bound, quadratic);
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

/* Exponent of n in an error that grows like a power: slope of log error over log n. */
static double exponent(const point points[], size_t from, double (*of)(const point *))
{
    double x[N_POINTS], y[N_POINTS], intercept, slope, ignored[4];
    for (size_t p = from; p < N_POINTS; p++) x[p - from] = log((double)steps_at(p)), y[p - from] = log(of(&points[p]));
    gsl_fit_linear(x, 1, y, 1, N_POINTS - from, &intercept, &slope, &ignored[0], &ignored[1], &ignored[2], &ignored[3]);
    return slope;
}

static double norm_of(const point *p) { return p->norm; }
static double phase_of(const point *p) { return p->phase; }
static double direct_of(const point *p) { return p->direct; }
static double summed_of(const point *p) { return p->summed; }

static double largest(const point points[], double (*of)(const point *))
{
    double worst = 0;
    for (size_t p = 0; p < N_POINTS; p++) worst = fmax(worst, of(&points[p]));
    return worst;
}

static double norm_used(const point *p) { return p->norm_used; }
static double phase_used(const point *p) { return p->phase_used; }
static double direct_used(const point *p) { return p->direct_used; }
static double summed_used(const point *p) { return p->summed_used; }

static void record(rwk_run *run, const point points[], const char *dtype)
{
    static const struct { const char *name; double (*error)(const point *), (*used)(const point *); } curves[] = {
        { "norm of the repeated rotation", norm_of, norm_used }, { "phase of the repeated rotation", phase_of, phase_used },
        { "angle evaluated directly", direct_of, direct_used }, { "angle summed step by step", summed_of, summed_used },
    };
    char name[96];
    for (size_t k = 0; k < 4; k++) {
        snprintf(name, sizeof name, "%s %s: error over bound", dtype, curves[k].name);
        rwk_run_check(run, name, largest(points, curves[k].used), 1);
        snprintf(name, sizeof name, "%s %s: error after 10^6 steps", dtype, curves[k].name);
        rwk_run_fact(run, name, curves[k].error(&points[N_POINTS - 1]));
        snprintf(name, sizeof name, "%s %s: exponent of n", dtype, curves[k].name);
        rwk_run_fact(run, name, exponent(points, PER_DECADE, curves[k].error));
    }
    snprintf(name, sizeof name, "%s summed angle against the linear bound of the rotation, at 10^4 steps", dtype);
    rwk_run_control(run, name, points[3 * PER_DECADE].linear_used, 1);
}

static rwk_status measure_recurrence(rwk_run *run)
{
    point points[2][N_POINTS] = { { { 0 } } };
    rwk_tsv *table;
    const size_t step = run->options.quick ? (run->n_pairs + 7) / 8 : 1;
    double *inv_freq = malloc(run->n_pairs * sizeof *inv_freq);
    rwk_status status = inv_freq ? rwk_run_table(&table, run, NULL,
        "steps\tnorm_f32\tphase_f32\tdirect_f32\tsummed_f32\trotation_bound_f32\tsummed_bound_f32\t"
        "norm_f64\tphase_f64\tdirect_f64\tsummed_f64\trotation_bound_f64\tsummed_bound_f64") : RWK_ENOMEM;
    for (int t = RWK_F64; t <= RWK_F32 && status == RWK_OK; t++) {
        status = rwk_truth_inv_freq(inv_freq, run->truth, (rwk_dtype)t);
        for (size_t i = 0; i < run->n_pairs && status == RWK_OK; i += step) {
            status = walk(points[t], inv_freq[i], (rwk_dtype)t);
            rwk_run_progress(run, 0.5 * t + 0.5 * (double)i / (double)run->n_pairs);
        }
    }
    free(inv_freq);
    if (status != RWK_OK) return status;
    for (size_t p = 0; p < N_POINTS; p++) {
        const point *f32 = &points[RWK_F32][p], *f64 = &points[RWK_F64][p];
        RWK_ROW(table, (double)steps_at(p), f32->norm, f32->phase, f32->direct, f32->summed, f32->rotation_bound, f32->summed_bound,
                f64->norm, f64->phase, f64->direct, f64->summed, f64->rotation_bound, f64->summed_bound);
    }
    record(run, points[RWK_F32], "f32");
    record(run, points[RWK_F64], "f64");
    return status;
}

/* ---- Distances, and continuing a table. ---- */

typedef struct {
    double pe[(ROWS + STEPS) * WIDTH], shift[WIDTH * WIDTH], learned[2 * WIDTH];
    gsl_matrix *a, *lu;
    gsl_permutation *p;
    double smallest, largest;  /* singular values of A */
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
    const gsl_vector_const_view entries = gsl_vector_const_view_array(w->a->data, WIDTH * WIDTH), origin = gsl_vector_const_view_array(z, WIDTH),
                                target = gsl_vector_const_view_array(p, WIDTH);
    apply(image, w->a->data, z);
    const double sizes = gsl_blas_dnrm2(&origin.vector) + gsl_blas_dnrm2(&target.vector);
    const double rounding = (WIDTH + 2) * rwk_unit_roundoff(RWK_F64) * gsl_blas_dnrm2(&entries.vector) * sizes;
    return (distance(image, q) + rounding) / w->smallest;
}

typedef struct {
    double rotated, stretched;  /* relative change of |Q_i - Q_j| against |P_i - P_j| by R, by A */
    double restored;            /* change of |A^-1 Q_i - A^-1 Q_j| over its bound */
} distances;

static void compare_rows(distances *worst, const scratch *w, const double p_i[], const double p_j[])
{
    double q_i[WIDTH], q_j[WIDTH], z_i[WIDTH], z_j[WIDTH];
    const double expected = distance(p_i, p_j);
    apply(q_i, w->shift, p_i), apply(q_j, w->shift, p_j);
    worst->rotated = fmax(worst->rotated, fabs(distance(q_i, q_j) / expected - 1));
    apply(q_i, w->a->data, p_i), apply(q_j, w->a->data, p_j);
    worst->stretched = fmax(worst->stretched, fabs(distance(q_i, q_j) / expected - 1));
    solve(z_i, w, q_i), solve(z_j, w, q_j);
    const double bound = solution_error(w, z_i, q_i, p_i) + solution_error(w, z_j, q_j, p_j) +
                         (WIDTH + 5) * rwk_unit_roundoff(RWK_F64) * expected;
    worst->restored = fmax(worst->restored, fabs(distance(z_i, z_j) - expected) / bound);
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
    double nearest = INFINITY, longest = 0;
    for (size_t k = 0; k < PAIRS_OF_ROWS; k++) {
        const size_t i = gsl_rng_uniform_int(run->rng, ROWS), j = (i + 1 + gsl_rng_uniform_int(run->rng, ROWS - 1)) % ROWS;
        const double *p_i = w->pe + i * WIDTH, *p_j = w->pe + j * WIDTH;
        compare_rows(&worst, w, p_i, p_j);
        nearest = fmin(nearest, distance(p_i, p_j));
        longest = fmax(longest, sqrt(WIDTH / 2.0));
    }
    /* Both ends of a distance are off by their rounding, |P| = sqrt(d/2) each.                          (D7.5) */
    const double rounding = 2 * u * longest / nearest;
    rwk_run_check(run, "rotation: relative change of a distance", worst.rotated, (2 + M_SQRT2 + WIDTH) * rounding);
    rwk_run_check(run, "any invertible A: |A^-1 Q_i - A^-1 Q_j| against |P_i - P_j|, over bound", worst.restored, 1);
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
    for (size_t j = 0; j < WIDTH; j++) worst = fmax(worst, fabs(q[j] - end[j]));
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
        return rwk_fail(&run->diag, RWK_ERANGE, "rotary_dim: 2: this experiment needs two pairs, since an angle of 1 sums without error");
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
