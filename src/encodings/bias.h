/* SPDX-License-Identifier: MIT */
/* Biases that are added to a block of scores: its queries and keys, and the causal mask. */
#ifndef RWK_ENCODINGS_BIAS_H
#define RWK_ENCODINGS_BIAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * The scores that a bias is wanted for: queries first_query, first_query + 1, ... against keys first_key, first_key + 1, ...
 * A whole sequence has both firsts alike; one step of decoding has n_queries = 1 and first_query = n_keys - 1.
 */
typedef struct {
    size_t n_queries, n_keys;
    int64_t first_query, first_key; /* [token]; every position lies within -RWK_MAX_POSITION .. RWK_MAX_POSITION */
    bool causal;                    /* keys behind the query get -infinity */
} rwk_bias_block;

/** The bias of query i and key j [token]; `of` is the encoding's. */
typedef double rwk_bias_value(int64_t i, int64_t j, const void *of);

/**
 * bias[i, j] = value(i, j, of), and -infinity where the block is causal and j > i                            (D15.1)
 *
 * bias  (n_queries, n_keys)  out  to be added to scores before the softmax.
 *
 * Returns RWK_OK; RWK_ERANGE when a position is outside its range, RWK_EOVERFLOW; bias is then untouched.
 */
rwk_status rwk_bias_fill(double bias[], const rwk_bias_block *block, rwk_bias_value *value, const void *of);

#endif
