/* SPDX-License-Identifier: MIT */
/* The array functions that codes of RoPE are put together from, named as torch names them: outer, bmm, polar, repeat_interleave. */
#ifndef RWK_CORE_ARRAY_H
#define RWK_CORE_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * result[i, j] = a[i] b[j]                                                                                 (D10.1)
 *
 * result  (n_a, n_b)  out  row-major; must not overlap a or b.
 * a       (n_a)       in   positions, where the result is a table of angles [radian].
 * b       (n_b)       in   frequencies [radian/token].
 *
 * Each product is rounded once; NaN and infinities spread as IEEE arithmetic makes them.
 *
 * Returns RWK_OK; RWK_EOVERFLOW when the size of the result does not fit.
 * Source: torch.outer; S0 section 1.3.3.
 */
rwk_status rwk_outer(double result[], const double a[], size_t n_a, const double b[], size_t n_b);

/** rwk_outer of 8-bit integers, modulo 256 into -128 .. 127 as torch.int8 does: outer([100], [2]) = [[-56]].     (D10.2) */
rwk_status rwk_outer_i8(int8_t result[], const int8_t a[], size_t n_a, const int8_t b[], size_t n_b);

/**
 * c[t, i, j] = sum_l a[t, i, l] b[t, l, j]: a product of matrices for every t                               (D10.3)
 *
 * c  (batch, n, m)  out  row-major; must not overlap a or b.  All 0 for k = 0.
 * a  (batch, n, k)  in
 * b  (batch, k, m)  in
 *
 * Sums run from left to right.  NaN and infinities spread as IEEE arithmetic makes them.
 *
 * Returns RWK_OK; RWK_EOVERFLOW when the size of a, b or c does not fit.
 * Source: torch.bmm, which is torch.matmul of two three-dimensional tensors; S0 section 1.3.3.
 */
rwk_status rwk_bmm(double c[], const double a[], const double b[], size_t batch, size_t n, size_t k, size_t m);

/**
 * re[j] + i im[j] = abs[j] e^{i angle[j]} = abs[j] cos(angle[j]) + i abs[j] sin(angle[j])                    (D10.4)
 *
 * re, im  (n)  out  must not overlap each other; each may be abs or angle itself.
 * abs     (n)  in   finite; a negative one turns by half a circle, as in torch.
 * angle   (n)  in   [radian], finite.
 *
 * cos and sin are the C library's (below 1 ulp); one more rounding for the product.
 *
 * Returns RWK_OK; RWK_ENAN when a number is not finite; RWK_EOVERFLOW when n doubles do not fit.
 * Source: torch.polar; S0 section 1.3.3; S2 fills its freqs_cis with it.
 */
rwk_status rwk_polar(double re[], double im[], const double abs[], const double angle[], size_t n);

/**
 * y[…, j, …] = x[…, floor(j/repeats), …]: every entry along `dim` stands `repeats` times side by side         (D10.5)
 *
 * y        (as x, but shape[dim] repeats along dim)  out  row-major; must not overlap x.
 * y_shape  (n_dims)                                  out  the shape of y; may be shape itself.
 * x        (shape[0], …, shape[n_dims - 1])          in
 * shape    (n_dims)                                  in
 * dim                                                in   0 .. n_dims - 1.
 * repeats                                            in   0 gives an empty y.
 *
 * Returns RWK_OK; RWK_ESHAPE (dim); RWK_EOVERFLOW when the size of x or y does not fit.
 * Source: torch.repeat_interleave with dim; S0 section 1.3.3.
 */
rwk_status rwk_repeat_interleave(double y[], size_t y_shape[], const double x[], const size_t shape[], size_t n_dims, size_t dim,
                                 size_t repeats);

/**
 * y[j] = x[floor(j/repeats)]: torch.repeat_interleave without dim, which reads x as flat                    (D10.5)
 *
 * y  (n repeats)  out  must not overlap x.
 * x  (n)          in
 *
 * Returns RWK_OK; RWK_EOVERFLOW.
 */
rwk_status rwk_repeat_interleave_flat(double y[], const double x[], size_t n, size_t repeats);

#endif
