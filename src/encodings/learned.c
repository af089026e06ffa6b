/* SPDX-License-Identifier: MIT */
/* Twelve uniform numbers make one that is nearly Gaussian: their variance is 12/12.                         (D12.15) */
#include "encodings/learned.h"

#include <math.h>

#include "core/rng.h"
#include "core/size.h"

/* Six draws of 64 bits are twelve of 32; the sum is a whole number below 2^36, and so is twelve times the mean. */
static double nearly_gaussian(rwk_rng *rng)
{
    int64_t sum = -6 * (int64_t)UINT32_MAX;
    for (int k = 0; k < 6; k++) {
        const uint64_t bits = rwk_rng_next(rng);
        sum += (int64_t)(bits >> 32) + (int64_t)(bits & UINT32_MAX);
    }
    return ldexp((double)sum, -32);
}

rwk_status rwk_learned_table(double table[], size_t n_pos, size_t d_model, double sigma, uint64_t seed)
{
    size_t entries, bytes;
    if (!isfinite(sigma)) return RWK_ENAN;
    if (sigma < 0) return RWK_ERANGE;
    if (!rwk_size_mul(&entries, n_pos, d_model) || !rwk_size_mul(&bytes, entries, sizeof *table)) return RWK_EOVERFLOW;
    rwk_rng rng = { seed };
    for (size_t j = 0; j < entries; j++) table[j] = sigma * nearly_gaussian(&rng);
    return RWK_OK;
}
