/* SPDX-License-Identifier: MIT */
/* Rounding bounds, as derived. */
#include "claims/rounding.h"

#include <gsl/gsl_math.h>

double rwk_squares_gap(double a, double b, double c, double d)
{
    const double v[4] = { a, b, c, d };
    double high = 0, low = 0;
    for (int k = 0; k < 4; k++) {
        const double sign = k < 2 ? 1 : -1, square = sign * v[k] * v[k], rest = fma(sign * v[k], v[k], -square);
        const double sum = high + square, back = sum - high;
        low += (high - (sum - back)) + (square - back) + rest;
        high = sum;
    }
    return high + low;
}

double rwk_bound_same_table(double pair_norm, double u) { return 4 * u * pair_norm; }

double rwk_bound_identity(const double w[], const double inv_freq[], size_t n_pairs, int64_t farthest, double u)
{
    double rotations = 0, dots = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        rotations += w[i] * (2 * (double)farthest * inv_freq[i] + 16);
        dots += w[i];
    }
    return u * (rotations + 2 * (double)(2 * n_pairs) * dots);
}

double rwk_bound_group(double pair_norm, double theta, int64_t m, int64_t n, double u)
{
    return u * pair_norm * (2 * (fabs((double)m) + fabs((double)n)) * theta + 10);
}

double rwk_bound_circle(double u) { return (M_SQRT2 + 1e-6) * u; }

double rwk_bound_gram(double u) { return 4 * u; }

double rwk_bound_determinant(size_t d, double u) { return 3 * (double)d * u; }

double rwk_bound_norm(double u) { return (2 + M_SQRT2 + 1e-6) * u; }

double rwk_bound_sinusoidal_product(size_t n_pos, double sum_of_frequencies, size_t d, double u)
{
    const double width = (double)d;
    return u * (2 * (double)n_pos * sum_of_frequencies + 3 * width + width * width);
}

double rwk_bound_sinusoidal_shift(size_t m, size_t k, double u) { return M_SQRT2 * u * (2 * (double)(m + k) + 4); }

double rwk_bound_repeated_rotation(double n, double u) { return expm1((2 + M_SQRT2) * n * u); }

void rwk_pair_weights(double w[], const double q[], const double k[], size_t n_pairs)
{
    for (size_t i = 0; i < n_pairs; i++) w[i] = hypot(q[2 * i], q[2 * i + 1]) * hypot(k[2 * i], k[2 * i + 1]);
}
