/* SPDX-License-Identifier: MIT */
/* Rounding bounds of attention, as derived. */
#include "claims/attention_bounds.h"

double rwk_bound_reordered(size_t n, double mean_abs, double u) { return 4 * (double)(n + 1) * u * mean_abs; }

double rwk_bound_pooled(size_t n, double mean_abs, double u) { return 6 * (double)(n + 1) * u * mean_abs; }

double rwk_bound_moved(double dz, double range, double spread, size_t n, double mean_abs, double u)
{
    return range / 2 * (dz + 2 * (2 + spread) * u) + rwk_bound_reordered(n, mean_abs, u);
}

double rwk_bound_linear_forms(size_t n, size_t d, double size, double u) { return 4 * (double)(n + d + 1) * u * size; }
