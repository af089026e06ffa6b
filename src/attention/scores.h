/* SPDX-License-Identifier: MIT */
/* Scores and softmax attention weights of one head. */
#ifndef RWK_ATTENTION_SCORES_H
#define RWK_ATTENTION_SCORES_H

#include <stddef.h>

#include "core/dtype.h"

/** sum_j q[j] k[j] from left to right, every product and sum rounded to dtype.                             (D3.6) */
double rwk_dot(const double q[], const double k[], size_t n, rwk_dtype dtype);

/**
 * z[m, n] = q_m . k_n / sqrt(dim)                                                                          (D3.9)
 *
 * z     (seq, seq)  out  must not overlap q or k.
 * q, k  (seq, dim)  in   numbers of dtype.
 */
void rwk_scores(double z[], const double q[], const double k[], size_t seq, size_t dim, rwk_dtype dtype);

/** The same for queries and keys of different number: z (n_queries, n_keys), q (n_queries, dim), k (n_keys, dim).  (D3.9) */
void rwk_scores_between(double z[], const double q[], size_t n_queries, const double k[], size_t n_keys, size_t dim,
                        rwk_dtype dtype);

/**
 * Softmax of each row:  a[m, n] = exp(z[m, n] - max) / sum_n exp(z[m, n] - max).                           (D3.9)
 *
 * a  (rows, cols)  out  a == z is allowed.
 * z  (rows, cols)  in   at least one finite entry a row; -infinity gives weight 0, a row of nothing else NaN.
 */
void rwk_softmax_rows(double a[], const double z[], size_t rows, size_t cols);

#endif
