/* SPDX-License-Identifier: MIT */
/* splitmix64 and the seeded dropout mask. */
#include "core/rng.h"

#include <math.h>

uint64_t rwk_rng_next(rwk_rng *rng)
{
    uint64_t z = (rng->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

double rwk_rng_uniform(rwk_rng *rng) { return ldexp((double)(rwk_rng_next(rng) >> 11), -53); }

rwk_status rwk_dropout_mask(double mask[], size_t n, double p, uint64_t seed)
{
    if (isnan(p)) return RWK_ENAN;
    if (p < 0 || p >= 1) return RWK_ERANGE;
    rwk_rng rng = { seed };
    for (size_t i = 0; i < n; i++) mask[i] = rwk_rng_uniform(&rng) < p ? 0.0 : 1.0 / (1.0 - p);
    return RWK_OK;
}
