/* SPDX-License-Identifier: MIT */
/* Relative embeddings of Shaw et al. 2018: which row of the learned table a query and a key share.  What is done with the row
 * needs dot products and stands in attention/relative_scores.h. */
#ifndef RWK_ENCODINGS_SHAW_H
#define RWK_ENCODINGS_SHAW_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * Rows of the table, one for each value of r:  r_max - r_min + 1                                            (D14.1)
 *
 * r_min, r_max  in  r_min <= r_max [token], |r| <= 2 RWK_MAX_POSITION; -k and k in Shaw et al., -k and k - 1 in DeBERTa.
 *
 * Returns RWK_OK; RWK_ERANGE.
 */
rwk_status rwk_shaw_rows(size_t *rows, int64_t r_min, int64_t r_max);

/**
 * The row of every query and key:                                                                          (D14.1)
 *
 *   index[i, j] = clip(m[i] - n[j], r_min, r_max) - r_min,   0 .. r_max - r_min
 *
 * index         (n_queries, n_keys)  out
 * m             (n_queries)          in   positions of the queries [token], |m| <= RWK_MAX_POSITION.
 * n             (n_keys)             in   positions of the keys, likewise.
 * r_min, r_max                       in   as above.
 *
 * Shaw et al. clip key minus query, S4 query minus key: the same scheme with the rows of the table in opposite order.
 *
 * Returns RWK_OK; RWK_ERANGE; RWK_EOVERFLOW.
 * Source: S4 eq. (5); Shaw, Uszkoreit, Vaswani 2018, section 3.2.
 */
rwk_status rwk_shaw_index(size_t index[], const int64_t m[], size_t n_queries, const int64_t n[], size_t n_keys, int64_t r_min,
                          int64_t r_max);

#endif
