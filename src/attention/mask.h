/* SPDX-License-Identifier: MIT */
/* Which key a query may see, and what that does to its scores. */
#ifndef RWK_ATTENTION_MASK_H
#define RWK_ATTENTION_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/**
 * The causal mask:  allowed[m, n] = (n <= offset + m)                                                      (D11.2)
 *
 * allowed            (n_queries, n_keys)  out
 * n_queries, n_keys                       in   rows and columns.
 * offset                                  in   place of the first query among the keys [token]: 0 for a whole sequence, the number
 *                                              of cached keys in decoding.  Every row allows a key, if there is one.
 *
 * Returns RWK_OK; RWK_EOVERFLOW when a size does not fit in size_t.
 */
rwk_status rwk_mask_causal(bool allowed[], size_t n_queries, size_t n_keys, size_t offset);

/** RWK_OK, or RWK_ENAN when some row allows no key: its weights would be 0/0.  allowed (n_queries, n_keys). */
rwk_status rwk_mask_check(const bool allowed[], size_t n_queries, size_t n_keys);

/**
 * Scores that softmax turns into weights of exactly 0:  z[j] = -infinity where allowed[j] is false            (D11.2)
 *
 * z        (n)  in, out
 * allowed  (n)  in       any pattern; a row that allows nothing becomes NaN in rwk_softmax_rows.
 *
 * Source: the masked_fill of S4, with the value that its name promises.
 */
typedef void rwk_mask(double z[], const bool allowed[], size_t n);

rwk_mask rwk_mask_fill;

#endif
