/* SPDX-License-Identifier: MIT */
/* Fills a block of biases, query by query. */
#include "encodings/bias.h"

#include <math.h>

#include "config/config.h"
#include "core/size.h"

static bool in_range(int64_t first, size_t n)
{
    if (first < -RWK_MAX_POSITION || first > RWK_MAX_POSITION) return false;
    return n == 0 || n - 1 <= (uint64_t)(RWK_MAX_POSITION - first);
}

static rwk_status check(const rwk_bias_block *block)
{
    size_t entries, bytes;
    if (!in_range(block->first_query, block->n_queries) || !in_range(block->first_key, block->n_keys)) return RWK_ERANGE;
    if (!rwk_size_mul(&entries, block->n_queries, block->n_keys)) return RWK_EOVERFLOW;
    return rwk_size_mul(&bytes, entries, sizeof(double)) ? RWK_OK : RWK_EOVERFLOW;
}

rwk_status rwk_bias_fill(double bias[], const rwk_bias_block *block, rwk_bias_value *value, const void *of)
{
    const rwk_status status = check(block);
    if (status != RWK_OK) return status;
    for (size_t row = 0; row < block->n_queries; row++)
        for (size_t column = 0; column < block->n_keys; column++) {
            const int64_t i = block->first_query + (int64_t)row, j = block->first_key + (int64_t)column;
            bias[row * block->n_keys + column] = block->causal && j > i ? -INFINITY : value(i, j, of);
        }
    return RWK_OK;
}
