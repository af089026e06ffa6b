/* SPDX-License-Identifier: MIT */
/* Softmax attention of one head. */
#ifndef RWK_ATTENTION_ATTENTION_H
#define RWK_ATTENTION_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/** Sizes of one head. */
typedef struct {
    size_t n_queries, n_keys; /* rows of q, of k and v; equal in self-attention */
    size_t dim, dim_v;        /* width of a query and key, of a value */
} rwk_attention_shape;

/**
 * Softmax attention of one head:                                                                           (D11.1)
 *
 *   out[m] = sum_n g[m, n] a[m, n] v_n,   a[m, .] = softmax over the allowed n of q_m . k_n / sqrt(dim)
 *
 * out      (n_queries, dim_v)   out
 * weights  (n_queries, n_keys)  out  g a, as S4 returns them: rows sum to 1 where nothing is dropped.  out and weights must not
 *                                    overlap each other or an input.
 * q        (n_queries, dim)     in   already rotated, where a position is meant; finite.
 * k        (n_keys, dim)        in   likewise.
 * v        (n_keys, dim_v)      in   finite.
 * allowed  (n_queries, n_keys)  in   the mask (D11.2), or NULL: every key.
 * dropout  (n_queries, n_keys)  in   g, of rwk_dropout_mask (D6.8); NULL: 1.
 * shape                         in   all four sizes at least 1.
 *
 * Arithmetic is double, sums run from left to right.  A masked key is multiplied by exactly 0, so its q, k and v change no bit
 * of out.  Scores that overflow give NaN.
 *
 * Returns RWK_OK; RWK_ESHAPE (a size is 0), RWK_EOVERFLOW, RWK_ENAN (an input is not finite, or a row of the mask allows no key).
 * Source: S4, `attention`, with -infinity for its -1e-9; Vaswani et al. 2017, eq. (1).
 */
typedef rwk_status rwk_attention_form(double out[], double weights[], const double q[], const double k[], const double v[],
                                      const bool allowed[], const double dropout[], rwk_attention_shape shape);

rwk_attention_form rwk_attention_softmax;

/** The statuses named above. */
rwk_status rwk_attention_check(const double q[], const double k[], const double v[], const bool allowed[],
                               rwk_attention_shape shape);

/**
 * The last step alone:  weights *= dropout (unless NULL), out = weights v                                      (D11.1)
 *
 * Shapes and aliasing as above; weights is changed in place.
 */
void rwk_attention_average(double out[], double weights[], const double v[], const double dropout[], rwk_attention_shape shape);

#endif
