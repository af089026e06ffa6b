/* SPDX-License-Identifier: MIT */
/* Masks: -infinity is the one score whose weight is 0 beside any other. */
#include "attention/mask.h"

#include <math.h>

#include "core/size.h"

rwk_status rwk_mask_causal(bool allowed[], size_t n_queries, size_t n_keys, size_t offset)
{
    size_t entries;
    if (!rwk_size_mul(&entries, n_queries, n_keys) || offset > SIZE_MAX - n_queries) return RWK_EOVERFLOW;
    for (size_t m = 0; m < n_queries; m++)
        for (size_t n = 0; n < n_keys; n++) allowed[m * n_keys + n] = n <= offset + m;
    return RWK_OK;
}

static bool allows_one(const bool allowed[], size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (allowed[j]) return true;
    return false;
}

rwk_status rwk_mask_check(const bool allowed[], size_t n_queries, size_t n_keys)
{
    for (size_t m = 0; m < n_queries; m++)
        if (!allows_one(allowed + m * n_keys, n_keys)) return RWK_ENAN;
    return RWK_OK;
}

void rwk_mask_fill(double z[], const bool allowed[], size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (!allowed[j]) z[j] = -INFINITY;
}
