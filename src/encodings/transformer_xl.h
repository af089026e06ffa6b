/* SPDX-License-Identifier: MIT */
/* Transformer-XL (Dai et al. 2019): sinusoids of relative positions, and the shift that puts their products in place without
 * indexing.  The score itself needs dot products and stands in attention/relative_scores.h. */
#ifndef RWK_ENCODINGS_TRANSFORMER_XL_H
#define RWK_ENCODINGS_TRANSFORMER_XL_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * Sinusoids of the distances from, from - 1, .. from - n + 1, in falling order as rwk_rel_shift needs them:    (D14.6)
 *
 *   R[c, 2t] = sin((from - c) theta_t),  R[c, 2t+1] = cos of the same angle,  theta_t = base^(-2t/d_model)
 *
 * table    (n, d_model)  out
 * from                   in   query minus key [token], n_keys - 1 for the shift; all distances |r| <= 2 RWK_MAX_POSITION.
 * d_model                in   even, at least 2.
 * base                   in   above 0; 10000 in the paper.
 *
 * Rows of r >= 0 are those of rwk_sinusoidal_loop, bit for bit.  The authors' code puts all sines before all cosines; the learned
 * matrix behind the table absorbs the order of the columns.
 *
 * Returns RWK_OK; RWK_EODD, RWK_ENAN, RWK_ERANGE, RWK_EOVERFLOW.
 * Source: Dai et al. 2019, section 3.3; S4 eq. (7).
 */
rwk_status rwk_transformer_xl_table(double table[], int64_t from, size_t n, size_t d_model, double base);

/**
 * Put a zero before each row, read the whole as n_keys + 1 rows of n_queries numbers, drop the first row, read the rest as n_queries
 * rows of n_keys numbers:                                                                                  (D14.7)
 *
 *   y[i, j] = x[i, n_queries - 1 - i + j]   for j <= i + n_keys - n_queries
 *
 * With column c of x belonging to the distance n_keys - 1 - c, entry (i, j) of y belongs to the distance of query i, which is key
 * i + n_keys - n_queries, from key j.  Beyond, where keys lie in the future, y holds a zero and then numbers of query i + 1.
 *
 * y  (n_queries, n_keys)  out  must not overlap x.
 * x  (n_queries, n_keys)  in   the queries are the last keys: n_keys >= n_queries.
 *
 * Returns RWK_OK; RWK_ESHAPE, RWK_EOVERFLOW.
 * Source: Dai et al. 2019, appendix B; `_rel_shift` in the authors' code.
 */
rwk_status rwk_rel_shift(double y[], const double x[], size_t n_queries, size_t n_keys);

#endif
