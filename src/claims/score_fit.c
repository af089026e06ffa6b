/* SPDX-License-Identifier: MIT */
/* Least squares with the functions of a RoPE score: one QR decomposition, small singular value decompositions of its blocks. */
#include "claims/score_fit.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

#include "claims/rounding.h"

void rwk_fit_row(double x[], const double inv_freq[], size_t n, double s, rwk_dtype dtype)
{
    for (size_t j = 0; j < n; j++) {
        const double angle = rwk_mul(s, rwk_round(inv_freq[j], dtype), dtype);
        x[2 * j] = rwk_round(sin(angle), dtype);
        x[2 * j + 1] = rwk_round(cos(angle), dtype);
    }
}

rwk_status rwk_fit_open(rwk_fit *fit, const double inv_freq[], size_t n, size_t length)
{
    if (n == 0 || n > length / 2) return RWK_ESHAPE;
    *fit = (rwk_fit){ gsl_matrix_alloc(length, 2 * n), gsl_vector_alloc(2 * n) };
    if (!fit->qr || !fit->tau) {
        rwk_fit_clear(fit);
        return RWK_ENOMEM;
    }
    for (size_t s = 0; s < length; s++) rwk_fit_row(gsl_matrix_ptr(fit->qr, s, 0), inv_freq, n, (double)s, RWK_F64);
    gsl_linalg_QR_decomp(fit->qr, fit->tau);
    return RWK_OK;
}

void rwk_fit_clear(rwk_fit *fit)
{
    gsl_matrix_free(fit->qr);
    gsl_vector_free(fit->tau);
    *fit = (rwk_fit){ 0 };
}

void rwk_fit_project(double z[], const rwk_fit *fit, double y[])
{
    gsl_vector_view view = gsl_vector_view_array(y, fit->qr->size1);
    gsl_linalg_QR_QTvec(fit->qr, fit->tau, &view.vector);
    for (size_t j = 0; j < fit->tau->size; j++) z[j] = y[j];
}

/* Singular values of the leading n rows and columns of a QR decomposition; u and v (n, n) become their vectors.  GSL loses a NaN. */
static rwk_status decompose(gsl_matrix *u, gsl_matrix *v, gsl_vector *sigma, const gsl_matrix *qr)
{
    gsl_vector *work = gsl_vector_alloc(sigma->size);
    if (!work) return RWK_ENOMEM;
    gsl_matrix_set_zero(u);
    for (size_t i = 0; i < sigma->size; i++)
        for (size_t j = i; j < sigma->size; j++) gsl_matrix_set(u, i, j, gsl_matrix_get(qr, i, j));
    rwk_status status = rwk_check_no_nan(u->data, sigma->size * sigma->size);
    if (status == RWK_OK && gsl_linalg_SV_decomp(u, v, sigma, work) != GSL_SUCCESS) status = RWK_ENAN;
    gsl_vector_free(work);
    return status;
}

/* The leading block of R belongs to the first columns of X: Householder steps go column by column. */
rwk_status rwk_modes_open(rwk_modes *modes, const rwk_fit *fit, size_t pairs)
{
    const size_t n = 2 * pairs;
    if (pairs == 0 || pairs > fit->tau->size / 2) return RWK_ERANGE;
    *modes = (rwk_modes){ n, fit->qr->size1, gsl_matrix_alloc(n, n), gsl_matrix_alloc(n, n), gsl_vector_alloc(n) };
    rwk_status status = modes->u && modes->v && modes->sigma ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) status = decompose(modes->u, modes->v, modes->sigma, fit->qr);
    if (status != RWK_OK) rwk_modes_clear(modes);
    return status;
}

void rwk_modes_clear(rwk_modes *modes)
{
    gsl_matrix_free(modes->u);
    gsl_matrix_free(modes->v);
    gsl_vector_free(modes->sigma);
    *modes = (rwk_modes){ 0 };
}

double rwk_modes_gain(const rwk_modes *modes, size_t k, rwk_fit_rule rule)
{
    const double sigma = gsl_vector_get(modes->sigma, k);
    const double cutoff = ldexp((double)modes->length, -52) * gsl_vector_get(modes->sigma, 0);
    if (rule.ridge == 0 && !rule.all && sigma <= cutoff) return 0;
    return sigma / (sigma * sigma + rule.ridge);
}

void rwk_modes_solve(double c[], const rwk_modes *modes, const double z[], rwk_fit_rule rule)
{
    for (size_t i = 0; i < modes->n; i++) c[i] = 0;
    for (size_t k = 0; k < modes->n; k++) {
        double along = 0;
        for (size_t i = 0; i < modes->n; i++) along += gsl_matrix_get(modes->u, i, k) * z[i];
        along *= rwk_modes_gain(modes, k, rule);
        for (size_t i = 0; i < modes->n; i++) c[i] += gsl_matrix_get(modes->v, i, k) * along;
    }
}

double rwk_modes_rounding(const rwk_modes *modes, const double z[], double sigmas, rwk_fit_rule rule)
{
    const double n = (double)modes->n;
    double largest = 0, norm = 0;
    for (size_t k = 0; k < modes->n; k++) {
        largest = rwk_worst(largest, rwk_modes_gain(modes, k, rule));
        norm = hypot(norm, z[k]);
    }
    return rwk_unit_roundoff(RWK_F64) * sqrt(n / 2) * ((n + (n + 3) * sqrt(n)) * norm + n * sqrt(n) * sigmas) * largest;
}

/* (rows, n): row s is gain V^T x of that position. */
static void fill_amplification(gsl_matrix *a, const rwk_modes *modes, const double x[], size_t stride, rwk_fit_rule rule)
{
    const gsl_matrix_const_view from = gsl_matrix_const_view_array_with_tda(x, a->size1, modes->n, stride);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, &from.matrix, modes->v, 0.0, a);
    for (size_t k = 0; k < modes->n; k++) {
        gsl_vector_view column = gsl_matrix_column(a, k);
        gsl_vector_scale(&column.vector, rwk_modes_gain(modes, k, rule));
    }
}

rwk_status rwk_modes_deviations(double deviation[], const rwk_modes *modes, const double x[], size_t rows, size_t stride,
                                rwk_fit_rule rule)
{
    gsl_matrix *a = gsl_matrix_alloc(rows, modes->n);
    if (!a) return RWK_ENOMEM;
    fill_amplification(a, modes, x, stride, rule);
    for (size_t s = 0; s < rows; s++) {
        const gsl_vector_const_view row = gsl_matrix_const_row(a, s);
        deviation[s] = gsl_blas_dnrm2(&row.vector);
    }
    gsl_matrix_free(a);
    return RWK_OK;
}

rwk_status rwk_modes_amplification(double alpha[], const rwk_modes *modes, const double x[], size_t rows, size_t stride,
                                   rwk_fit_rule rule)
{
    const size_t n = modes->n;
    gsl_vector_view values = gsl_vector_view_array(alpha, n);
    gsl_matrix *a = gsl_matrix_alloc(rows, n), *u = gsl_matrix_alloc(n, n), *v = gsl_matrix_alloc(n, n);
    gsl_vector *tau = gsl_vector_alloc(n);
    rwk_status status = a && u && v && tau ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) {
        fill_amplification(a, modes, x, stride, rule);
        gsl_linalg_QR_decomp(a, tau);
        status = decompose(u, v, &values.vector, a);
    }
    gsl_matrix_free(a);
    gsl_matrix_free(u);
    gsl_matrix_free(v);
    gsl_vector_free(tau);
    return status;
}

double rwk_fit_sigmas(double count) { return gsl_cdf_ugaussian_Qinv(gsl_cdf_ugaussian_Q(5) / count); }

double rwk_fit_small_ball(const double alpha[], size_t n, double radius)
{
    double product = 1, least = 1;
    for (size_t m = 1; m <= n; m++) {
        product *= radius / alpha[m - 1] / M_SQRT2; /* pi^(m/2)/(2 pi)^(m/2) = 2^(-m/2) */
        least = rwk_least(least, product / gsl_sf_gamma((double)m / 2 + 1));
    }
    return least;
}

size_t rwk_rayleigh_pairs(const double inv_freq[], size_t n, size_t length)
{
    size_t pairs = 1;
    while (pairs < n && inv_freq[pairs - 1] - inv_freq[pairs] > 2 * M_PI / (double)length) pairs++;
    return pairs;
}

void rwk_rayleigh_squares(double *low, double *high, const double inv_freq[], size_t n, size_t length)
{
    double gap = INFINITY;
    for (size_t j = 0; j + 1 < n; j++) gap = rwk_least(gap, inv_freq[j] - inv_freq[j + 1]);
    *low = ((double)length - 2 * M_PI / gap) / 2;
    *high = ((double)length + 2 * M_PI / gap) / 2;
}
