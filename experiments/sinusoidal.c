/* SPDX-License-Identifier: MIT */
/*
 * Claim     Sinusoidal encodings of two positions have an inner product that depends on their distance only, and a shift by k is one
 *           linear map M_k for all positions.
 * Source    Vaswani et al. 2017, section 3.5; S3; S4 section 1.1.1, its sum over cos(k_i j) read as cos(k_t j); derivations (D6.1)-(D6.7)
 * Measure   PE_i . PE_{i+j} against sum_t cos(theta_t j); M_k PE_m against PE_{m+k}; the loop of S3 (corrected) against the vector form
 *           of S4; sizes 64 x 512, 512 x 4096 and ViT-Large's 1024 x 196
 * Holds if  within u [2 N sum theta + 3d + d^2] (D6.3), sqrt(2) u (2(m + k) + 4) (D6.5), the sum of both forms' angle errors (D6.3)
 * Must fail the loop of S3 as printed (exponent doubled, sine and cosine of a pair at different speeds); RoPE's sign in M_k
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>

#include "attention/scores.h"
#include "claims/rounding.h"
#include "encodings/sinusoidal.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 4,
    .id = "sinusoidal",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Sinusoidal inner products depend on distance only, and a shift is one linear map for all positions.",
    .source = "Vaswani et al. 2017, section 3.5; S3; S4 section 1.1.1",
    .section = "6",
    .equations = "D6.2 D6.4",
};

typedef struct {
    const char *name;
    size_t d, n_pos, sampled; /* width, positions, how many starting points a distance is measured from */
} size_case;

enum { SMALL, LARGE, VIT, N_CASES };

static const size_case CASES[N_CASES] = {
    [SMALL] = { "64 x 512", 64, 512, 512 },
    [LARGE] = { "512 x 4096", 512, 4096, 64 },
    [VIT] = { "1024 x 196", 1024, 196, 196 },
};

static const double BASE = 10000;

static double frequency(size_t t, size_t d) { return 1 / pow(BASE, (double)(2 * t) / (double)d); }

static double sum_of_frequencies(size_t d)
{
    double sum = 0;
    for (size_t t = 0; t < d / 2; t++) sum += frequency(t, d);
    return sum;
}

/* sum_t cos(theta_t j)                                                                                   (D6.2) */
static double expected_product(size_t j, size_t d)
{
    double sum = 0;
    for (size_t t = 0; t < d / 2; t++) sum += cos((double)j / pow(BASE, (double)(2 * t) / (double)d));
    return sum;
}

static double product_bound(const size_case *k)
{
    return rwk_bound_sinusoidal_product(k->n_pos, sum_of_frequencies(k->d), k->d, rwk_unit_roundoff(RWK_F64));
}

/* The inner products at one distance: largest deviation from the formula, smallest and largest value. */
typedef struct {
    double deviation, low, high;
} diagonal;

static diagonal measure_diagonal(const double pe[], const size_case *k, size_t distance)
{
    diagonal result = { 0, INFINITY, -INFINITY };
    const double expected = expected_product(distance, k->d);
    const size_t count = k->n_pos - distance, step = count > k->sampled ? count / k->sampled : 1;
    for (size_t i = 0; i < count; i += step) {
        const double value = rwk_dot(pe + i * k->d, pe + (i + distance) * k->d, k->d, RWK_F64);
        result.deviation = rwk_worst(result.deviation, fabs(value - expected));
        result.low = rwk_least(result.low, value);
        result.high = rwk_worst(result.high, value);
    }
    return result;
}

/* Over all distances: largest deviation and largest spread along a diagonal of the Gram matrix. */
static void measure_gram(double *deviation, double *spread, const double pe[], const size_case *k, rwk_tsv *table,
                         const double printed[])
{
    *deviation = *spread = 0;
    for (size_t j = 0; j < k->n_pos; j++) {
        const diagonal right = measure_diagonal(pe, k, j);
        *deviation = rwk_worst(*deviation, right.deviation);
        *spread = rwk_worst(*spread, right.high - right.low);
        if (!table) continue;
        const diagonal wrong = measure_diagonal(printed, k, j);
        RWK_ROW(table, (double)j, right.low, right.high, wrong.low, wrong.high);
    }
}

/* |PE_m|^2 = d/2                                                                                         (D6.6) */
static double norm_deviation(const double pe[], const size_case *k)
{
    double worst = 0;
    for (size_t m = 0; m < k->n_pos; m++)
        worst = rwk_worst(worst, fabs(rwk_dot(pe + m * k->d, pe + m * k->d, k->d, RWK_F64) - (double)k->d / 2));
    return worst;
}

/* Largest over k and m of |shift PE_m - PE_{m+k}| over its bound, entry by entry.                              (D6.5) */
static rwk_status measure_shift(double *worst, rwk_run *run, const double pe[], const size_case *c,
                                rwk_status (*shift)(double[], int64_t, size_t, double))
{
    double *m_k = malloc(c->d * c->d * sizeof *m_k), *image = malloc(c->d * sizeof *image);
    rwk_status status = m_k && image ? RWK_OK : RWK_ENOMEM;
    *worst = 0;
    for (size_t draw = 0; draw < 40 && status == RWK_OK; draw++) {
        const size_t k = 1 + gsl_rng_uniform_int(run->rng, c->n_pos - 1), m = gsl_rng_uniform_int(run->rng, c->n_pos - k);
        const gsl_vector_const_view from = gsl_vector_const_view_array(pe + m * c->d, c->d);
        gsl_vector_view to = gsl_vector_view_array(image, c->d);
        status = shift(m_k, (int64_t)k, c->d, BASE);
        if (status != RWK_OK) break;
        const gsl_matrix_const_view matrix = gsl_matrix_const_view_array(m_k, c->d, c->d);
        gsl_blas_dgemv(CblasNoTrans, 1.0, &matrix.matrix, &from.vector, 0.0, &to.vector);
        const double bound = rwk_bound_sinusoidal_shift(m, k, rwk_unit_roundoff(RWK_F64));
        for (size_t j = 0; j < c->d; j++) *worst = rwk_worst(*worst, fabs(image[j] - pe[(m + k) * c->d + j]) / bound);
    }
    free(m_k);
    free(image);
    return status;
}

/* Largest |loop - vector form| over the sum of their angle errors and two roundings of cos or sin. */
static rwk_status measure_forms(double *worst, const double loop[], const size_case *k)
{
    double *vector = malloc(k->n_pos * k->d * sizeof *vector);
    rwk_status status = vector ? rwk_sinusoidal_vector(vector, k->n_pos, k->d, BASE) : RWK_ENOMEM;
    *worst = 0;
    for (size_t m = 0; m < k->n_pos && status == RWK_OK; m++)
        for (size_t j = 0; j < k->d; j++) {
            const double e = (double)(j & ~(size_t)1) / (double)k->d, angle = (double)m * frequency(j / 2, k->d);
            const double bound = rwk_unit_roundoff(RWK_F64) * (angle * (6 + 5 * e * log(BASE)) + 4);
            *worst = rwk_worst(*worst, fabs(vector[m * k->d + j] - loop[m * k->d + j]) / bound);
        }
    free(vector);
    return status;
}

/* The best 2 x 2 map from pair t of PE_m to pair t of PE_{m+1}, by least squares: its largest residual over t and m.  Any linear
 * shift map at all would do, not only M_k. */
static rwk_status best_map_residual(double *worst, const double pe[], const size_case *k)
{
    const size_t rows = k->n_pos - 1;
    gsl_multifit_linear_workspace *workspace = gsl_multifit_linear_alloc(rows, 2);
    gsl_vector *map = gsl_vector_alloc(2), *residual = gsl_vector_alloc(rows);
    gsl_matrix *covariance = gsl_matrix_alloc(2, 2);
    rwk_status status = workspace && map && residual && covariance ? RWK_OK : RWK_ENOMEM;
    *worst = 0;
    for (size_t j = 0; j < k->d && status == RWK_OK; j++) {
        double squares, low, high;
        const gsl_matrix_const_view from = gsl_matrix_const_view_array_with_tda(pe + (j & ~(size_t)1), rows, 2, k->d);
        const gsl_vector_const_view to = gsl_vector_const_view_array_with_stride(pe + k->d + j, k->d, rows);
        gsl_multifit_linear(&from.matrix, &to.vector, map, covariance, &squares, workspace);
        gsl_multifit_linear_residuals(&from.matrix, &to.vector, map, residual);
        gsl_vector_minmax(residual, &low, &high);
        *worst = rwk_worst(*worst, rwk_worst(high, -low));
    }
    if (workspace) gsl_multifit_linear_free(workspace);
    gsl_vector_free(map);
    gsl_vector_free(residual);
    gsl_matrix_free(covariance);
    return status;
}

/* How many columns differ by more than 1e-3 between some two positions: the others tell next to nothing. */
static double varying_columns(const double pe[], const size_case *k)
{
    double count = 0;
    for (size_t j = 0; j < k->d; j++) {
        double low, high;
        const gsl_vector_const_view column = gsl_vector_const_view_array_with_stride(pe + j, k->d, k->n_pos);
        gsl_vector_minmax(&column.vector, &low, &high);
        count += high - low > 1e-3;
    }
    return count;
}

/* Names begin with the size. */
static const char *name(rwk_run *run, const size_case *k, const char *what) { return rwk_run_name(run, "%s: %s", k->name, what); }

static void measure_printed(rwk_run *run, const double printed[], const size_case *k)
{
    double deviation, spread, low = INFINITY, high = 0;
    measure_gram(&deviation, &spread, printed, k, NULL, NULL);
    for (size_t m = 0; m < k->n_pos; m++) {
        const double square = rwk_dot(printed + m * k->d, printed + m * k->d, k->d, RWK_F64);
        low = rwk_least(low, square);
        high = rwk_worst(high, square);
    }
    rwk_run_control(run, name(run, k, "loop of S3 as printed, inner product against formula, over bound"),
                    deviation / product_bound(k), 1);
    rwk_run_fact(run, name(run, k, "loop as printed, spread along a diagonal"), spread);
    rwk_run_fact(run, name(run, k, "loop as printed, smallest squared norm"), low);
    rwk_run_fact(run, name(run, k, "loop as printed, largest squared norm"), high);
    rwk_run_fact(run, name(run, k, "loop as printed, columns that vary by more than 1e-3"), varying_columns(printed, k));
}

static rwk_status write_gram(rwk_run *run, const double pe[], const double printed[], const size_case *k)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "gram", "column\trow\tright\tprinted");
    for (size_t i = 0; i < k->n_pos && status == RWK_OK; i++)
        for (size_t j = 0; j < k->n_pos; j++)
            RWK_ROW(table, (double)j, (double)i, rwk_dot(pe + i * k->d, pe + j * k->d, k->d, RWK_F64),
                    rwk_dot(printed + i * k->d, printed + j * k->d, k->d, RWK_F64));
    return status;
}

static rwk_status measure_tables(rwk_run *run, const double pe[], const double printed[], const size_case *k, bool draw)
{
    double deviation, spread, shift = 0, wrong_sign = 0, printed_shift = 0, forms = 0, printed_forms = 0, residual = 0,
                              printed_residual = 0;
    rwk_tsv *table = NULL;
    const double u = rwk_unit_roundoff(RWK_F64), d = (double)k->d;
    rwk_status status =
        draw ? rwk_run_table(&table, run, NULL, "distance\tright_low\tright_high\tprinted_low\tprinted_high") : RWK_OK;
    if (status == RWK_OK) measure_gram(&deviation, &spread, pe, k, table, printed);
    if (status == RWK_OK) status = measure_shift(&shift, run, pe, k, rwk_sinusoidal_shift);
    if (status == RWK_OK) status = measure_shift(&wrong_sign, run, pe, k, rwk_fault_sinusoidal_shift);
    if (status == RWK_OK) status = measure_shift(&printed_shift, run, printed, k, rwk_sinusoidal_shift);
    if (status == RWK_OK) status = measure_forms(&forms, pe, k);
    if (status == RWK_OK) status = measure_forms(&printed_forms, printed, k);
    if (status == RWK_OK) status = best_map_residual(&residual, pe, k);
    if (status == RWK_OK) status = best_map_residual(&printed_residual, printed, k);
    if (status == RWK_OK && draw) status = write_gram(run, pe, printed, k);
    if (status != RWK_OK) return status;
    rwk_run_check(run, name(run, k, "inner product against sum cos(theta j), over bound"), deviation / product_bound(k), 1);
    rwk_run_check(run, name(run, k, "| |PE|^2 - d/2 |"), norm_deviation(pe, k), u * (2 * d + d * d / 2));
    rwk_run_check(run, name(run, k, "M_k PE_m against PE_{m+k}, over bound"), shift, 1);
    rwk_run_check(run, name(run, k, "loop of S3 corrected against vector form of S4, over bound"), forms, 1);
    rwk_run_control(run, name(run, k, "loop of S3 as printed, | |PE|^2 - d/2 |"), norm_deviation(printed, k),
                    u * (2 * d + d * d / 2));
    rwk_run_control(run, name(run, k, "loop of S3 as printed against vector form of S4, over bound"), printed_forms, 1);
    rwk_run_control(run, name(run, k, "M_k with RoPE's sign, over bound"), wrong_sign, 1);
    rwk_run_control(run, name(run, k, "loop of S3 as printed, M_k PE_m against PE_{m+k}, over bound"), printed_shift, 1);
    rwk_run_fact(run, name(run, k, "spread along a diagonal"), spread);
    rwk_run_fact(run, name(run, k, "columns that vary by more than 1e-3"), varying_columns(pe, k));
    rwk_run_fact(run, name(run, k, "best linear shift map of a pair, largest residual"), residual);
    rwk_run_fact(run, name(run, k, "loop as printed, best linear shift map of a pair, largest residual"), printed_residual);
    measure_printed(run, printed, k);
    return RWK_OK;
}

static rwk_status measure_case(rwk_run *run, const size_case *k, bool draw)
{
    double *pe = malloc(k->n_pos * k->d * sizeof *pe), *printed = malloc(k->n_pos * k->d * sizeof *printed);
    rwk_status status = pe && printed ? rwk_sinusoidal_loop(pe, k->n_pos, k->d, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_fault_sinusoidal_printed(printed, k->n_pos, k->d, BASE);
    if (status == RWK_OK) status = measure_tables(run, pe, printed, k, draw);
    free(pe);
    free(printed);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    rwk_status status = RWK_OK;
    for (int c = 0; c < N_CASES && status == RWK_OK; c++) {
        if (c == LARGE && run->options.quick) continue;
        status = measure_case(run, &CASES[c], c == VIT);
        rwk_run_progress(run, (c + 1.0) / N_CASES);
    }
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
