/* SPDX-License-Identifier: MIT */
/* Slips of the documents, and planted ones, each a few lines. */
#include "faults/document_fault.h"

#include <math.h>

double rwk_fault_expansion(const double q[2], const double k[2], double c, double s)
{
    return (q[0] * k[0] + q[1] * k[1]) * c - (q[1] * k[0] - q[0] * k[1]) * s;
}

/* Pair i of W x through block (i, i) alone. */
static void through_block(double y[2], const double w[], const double x[], size_t i, size_t d)
{
    for (size_t r = 0; r < 2; r++) y[r] = w[(2 * i + r) * d + 2 * i] * x[2 * i] + w[(2 * i + r) * d + 2 * i + 1] * x[2 * i + 1];
}

rwk_status rwk_fault_subspaces_score(double *score, const double x_m[], const double x_n[], const rwk_projection *w,
                                     const double c[], const double s[], double work[])
{
    double right, sum = 0;
    if (w->head_dim != w->d_model) return RWK_ESHAPE;
    const rwk_status status =
        rwk_projected_score(&right, x_m, x_n, w, c, s, work); /* the right one first: it checks the arguments */
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < w->head_dim / 2; i++) {
        double q[2], k[2];
        through_block(q, w->w_q, x_m, i, w->d_model);
        through_block(k, w->w_k, x_n, i, w->d_model);
        sum += q[0] * (c[i] * k[0] - s[i] * k[1]) + q[1] * (s[i] * k[0] + c[i] * k[1]);
    }
    *score = sum;
    return RWK_OK;
}

double rwk_fault_precedence(double base, size_t i, size_t d) { return pow(base, -2.0 * (double)i) / (double)d; }

void rwk_fault_geometric_wavelengths(double inv_freq[], size_t n)
{
    const double turn = 6.283185307179586;
    for (size_t t = 0; t < n; t++) inv_freq[t] = turn / ldexp(6, (int)t);
}

/* y0 = x0 c + b x1 s, y1 = e x0 s + x1 c with the signs given, on neighbouring slots; what is not rotated is copied. */
static rwk_status with_signs(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                             rwk_dtype dtype, double b, double e)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < rotary_dim / 2; i++) {
        const double x0 = x[2 * i], x1 = x[2 * i + 1];
        y[2 * i] = rwk_round(rwk_round(x0 * c[i], dtype) + b * rwk_round(x1 * s[i], dtype), dtype);
        y[2 * i + 1] = rwk_round(e * rwk_round(x0 * s[i], dtype) + rwk_round(x1 * c[i], dtype), dtype);
    }
    for (size_t j = rotary_dim; j < head_dim; j++) y[j] = x[j];
    return RWK_OK;
}

rwk_status rwk_fault_clockwise(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                               rwk_dtype dtype)
{
    return with_signs(y, x, head_dim, rotary_dim, c, s, dtype, 1, -1);
}

rwk_status rwk_fault_no_minus(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                              rwk_dtype dtype)
{
    return with_signs(y, x, head_dim, rotary_dim, c, s, dtype, 1, 1);
}

rwk_status rwk_fault_exchanged(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                               rwk_dtype dtype)
{
    return with_signs(y, x, head_dim, rotary_dim, s, c, dtype, -1, 1);
}

rwk_status rwk_fault_real_part(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                               rwk_dtype dtype)
{
    return with_signs(y, x, head_dim, rotary_dim, c, s, dtype, 0, 0);
}

void rwk_fault_complex_product(double product[2], const double z[2], const double w[2])
{
    product[0] = z[0] * w[0] + z[1] * w[1];
    product[1] = z[1] * w[0] + z[0] * w[1];
}

double rwk_fault_no_conjugate(const double q[2], const double k[2], double c, double s)
{
    return (q[0] * k[0] - q[1] * k[1]) * c - (q[1] * k[0] + q[0] * k[1]) * s;
}

double rwk_fault_third_term(const double terms[4]) { return terms[0] + terms[1] - terms[2] + terms[3]; }
