/* SPDX-License-Identifier: MIT */
/* Index formulas, written as loops.                                                                    (D10.1)-(D10.5) */
#include "core/array.h"

#include <math.h>
#include <string.h>

#include "core/size.h"

/* RWK_OK if an array of a b c elements of `width` bytes has a size. */
static rwk_status fits(size_t a, size_t b, size_t c, size_t width)
{
    size_t total;
    return rwk_size_mul(&total, a, b) && rwk_size_mul(&total, total, c) && rwk_size_mul(&total, total, width) ? RWK_OK
                                                                                                              : RWK_EOVERFLOW;
}

rwk_status rwk_outer(double result[], const double a[], size_t n_a, const double b[], size_t n_b)
{
    const rwk_status status = fits(n_a, n_b, 1, sizeof *result);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++) result[i * n_b + j] = a[i] * b[j];
    return RWK_OK;
}

/* The number of -128 .. 127 that is x modulo 256, without a conversion that C leaves to the compiler. */
static int8_t wrapped(int x)
{
    const int rest = x & 0xff;
    return (int8_t)(rest < 128 ? rest : rest - 256);
}

rwk_status rwk_outer_i8(int8_t result[], const int8_t a[], size_t n_a, const int8_t b[], size_t n_b)
{
    const rwk_status status = fits(n_a, n_b, 1, sizeof *result);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++) result[i * n_b + j] = wrapped(a[i] * b[j]);
    return RWK_OK;
}

static void multiply(double c[], const double a[], const double b[], size_t n, size_t k, size_t m)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++) sum += a[i * k + l] * b[l * m + j];
            c[i * m + j] = sum;
        }
}

rwk_status rwk_bmm(double c[], const double a[], const double b[], size_t batch, size_t n, size_t k, size_t m)
{
    rwk_status status = fits(batch, n, k, sizeof *a);
    if (status == RWK_OK) status = fits(batch, k, m, sizeof *b);
    if (status == RWK_OK) status = fits(batch, n, m, sizeof *c);
    if (status != RWK_OK) return status;
    for (size_t t = 0; t < batch; t++) multiply(c + t * n * m, a + t * n * k, b + t * k * m, n, k, m);
    return RWK_OK;
}

rwk_status rwk_polar(double re[], double im[], const double abs[], const double angle[], size_t n)
{
    const rwk_status status = fits(n, 1, 1, sizeof *re);
    if (status != RWK_OK) return status;
    for (size_t j = 0; j < n; j++)
        if (!isfinite(abs[j]) || !isfinite(angle[j])) return RWK_ENAN;
    for (size_t j = 0; j < n; j++) {
        const double r = abs[j], phi = angle[j];
        re[j] = r * cos(phi);
        im[j] = r * sin(phi);
    }
    return RWK_OK;
}

/* *product = shape[0] … shape[n - 1]; a 0 among them makes it 0, wherever it stands. */
static rwk_status count(size_t *product, const size_t shape[], size_t n)
{
    size_t total = 1;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == 0) return *product = 0, RWK_OK;
    for (size_t i = 0; i < n; i++)
        if (!rwk_size_mul(&total, total, shape[i])) return RWK_EOVERFLOW;
    *product = total;
    return RWK_OK;
}

rwk_status rwk_repeat_interleave(double y[], size_t y_shape[], const double x[], const size_t shape[], size_t n_dims, size_t dim,
                                 size_t repeats)
{
    if (dim >= n_dims) return RWK_ESHAPE;
    size_t blocks, block,
        length; /* y: blocks of `block` neighbouring entries, each standing `repeats` times; its axis is so long */
    rwk_status status = count(&blocks, shape, dim + 1);
    if (status == RWK_OK) status = count(&block, shape + dim + 1, n_dims - dim - 1);
    if (status == RWK_OK) status = fits(blocks, block, 1, sizeof *x);
    if (status == RWK_OK) status = fits(blocks, block, repeats, sizeof *y);
    if (status == RWK_OK && !rwk_size_mul(&length, shape[dim], repeats)) status = RWK_EOVERFLOW;
    if (status != RWK_OK) return status;
    for (size_t j = 0; block > 0 && j < blocks * repeats; j++) memcpy(y + j * block, x + j / repeats * block, block * sizeof *y);
    memmove(y_shape, shape, n_dims * sizeof *shape);
    y_shape[dim] = length;
    return RWK_OK;
}

rwk_status rwk_repeat_interleave_flat(double y[], const double x[], size_t n, size_t repeats)
{
    size_t length;
    return rwk_repeat_interleave(y, &length, x, &n, 1, 0, repeats);
}
