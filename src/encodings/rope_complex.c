/* SPDX-License-Identifier: MIT */
/* RoPE as a product of complex numbers: y_i = x_i e^{i m theta_i}, x_i = x_{2i} + i x_{2i+1}.          (D2.2) */
#include <complex.h>
#include <string.h>

#include "encodings/rope.h"

/* a + ib without the arithmetic of `a + I * b`, which turns an infinite part into NaN. */
static double complex make(double a, double b)
{
    const double parts[2] = { a, b };
    double complex z;
    memcpy(&z, parts, sizeof z); /* C11 6.2.5: a complex number is laid out as its two parts */
    return z;
}

/* z e for numbers of dtype: the product of C99, or its four products and two sums rounded one by one. */
static double complex product(double complex z, double complex e, rwk_dtype dtype)
{
    if (dtype == RWK_F64) return z * e;
    const double a = creal(z), b = cimag(z), c = creal(e), s = cimag(e);
    return make(rwk_sub(rwk_mul(a, c, dtype), rwk_mul(b, s, dtype), dtype),
                rwk_add(rwk_mul(a, s, dtype), rwk_mul(b, c, dtype), dtype));
}

rwk_status rwk_rope_complex(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                            rwk_dtype dtype)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < rotary_dim / 2; i++) {
        const double complex z = make(x[2 * i], x[2 * i + 1]);
        const double complex e = make(c[i], s[i]); /* e^{i m theta_i} */
        const double complex w = product(z, e, dtype);
        y[2 * i] = creal(w);
        y[2 * i + 1] = cimag(w);
    }
    for (size_t j = rotary_dim; j < head_dim; j++) y[j] = x[j];
    return RWK_OK;
}
