/* SPDX-License-Identifier: MIT */
/* The rotation matrix written out, zeros and all, and applied with GSL's BLAS.                         (D3.1) */
#include "encodings/rope_matrix.h"

#include <gsl/gsl_blas.h>
#include <string.h>

rwk_status rwk_rope_matrix_fill(gsl_matrix *r, size_t rotary_dim, const double c[], const double s[], rwk_layout layout)
{
    if (rotary_dim < 2 || rotary_dim % 2 != 0) return RWK_EODD;
    if (r->size1 != r->size2 || rotary_dim > r->size1) return RWK_ESHAPE;
    gsl_matrix_set_identity(r);
    const size_t half = rotary_dim / 2;
    for (size_t i = 0; i < half; i++) {
        const size_t p = layout == RWK_INTERLEAVED ? 2 * i : i, q = layout == RWK_INTERLEAVED ? 2 * i + 1 : i + half;
        gsl_matrix_set(r, p, p, c[i]);
        gsl_matrix_set(r, p, q, -s[i]);
        gsl_matrix_set(r, q, p, s[i]);
        gsl_matrix_set(r, q, q, c[i]);
    }
    return RWK_OK;
}

/* sum_j r_ij x_j from left to right, every product and sum rounded to dtype. */
static double row_times(const gsl_matrix *r, size_t i, const gsl_vector *x, rwk_dtype dtype)
{
    double sum = 0;
    for (size_t j = 0; j < x->size; j++) sum = rwk_add(sum, rwk_mul(gsl_matrix_get(r, i, j), gsl_vector_get(x, j), dtype), dtype);
    return sum;
}

static void multiply(gsl_vector *y, const gsl_matrix *r, const gsl_vector *x, rwk_dtype dtype)
{
    if (dtype == RWK_F64) {
        gsl_blas_dgemv(CblasNoTrans, 1.0, r, x, 0.0, y);
        return;
    }
    for (size_t i = 0; i < x->size; i++) gsl_vector_set(y, i, row_times(r, i, x, dtype));
}

rwk_status rwk_rope_matrix(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                           rwk_dtype dtype)
{
    rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    gsl_matrix *r = gsl_matrix_alloc(head_dim, head_dim);
    gsl_vector *product = gsl_vector_alloc(head_dim);
    if (r && product) {
        const gsl_vector_const_view input = gsl_vector_const_view_array(x, head_dim);
        rwk_rope_matrix_fill(r, rotary_dim, c, s, RWK_INTERLEAVED);
        multiply(product, r, &input.vector, dtype);
        memcpy(y, product->data, head_dim * sizeof *y);
    } else {
        status = RWK_ENOMEM;
    }
    if (r) gsl_matrix_free(r);
    if (product) gsl_vector_free(product);
    return status;
}
