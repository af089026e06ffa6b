/* SPDX-License-Identifier: MIT */
/* Rounding bounds, as derived. */
#include "claims/projected.h"

double rwk_bound_projected(const double w[], const double inv_freq[], size_t n_pairs, int64_t farthest, size_t d_model,
                           double norms, double u)
{
    double rotations = 0;
    for (size_t i = 0; i < n_pairs; i++) rotations += w[i] * (2 * (double)farthest * inv_freq[i] + 16);
    return u * (rotations + (4 * (double)d_model + 4 * (double)n_pairs + 2) * norms);
}

double rwk_bound_product_of_rotations(int64_t farthest, double theta, double u) { return u * (2 * (double)farthest * theta + 6); }
