/* SPDX-License-Identifier: MIT */
/* Frequencies of few bits. */
#include "claims/coarse.h"

#include <gsl/gsl_math.h>

double rwk_round_to_bits(double x, int bits)
{
    int exponent;
    const double mantissa = frexp(x, &exponent); /* 1/2 <= |mantissa| < 1 */
    return ldexp(nearbyint(ldexp(mantissa, bits)), exponent - bits);
}

double rwk_bound_exact_angles(const double w[], size_t n_pairs, double u)
{
    double sum = 0;
    for (size_t i = 0; i < n_pairs; i++) sum += w[i];
    return (2 * M_SQRT2 + 0x1p-15) * u * sum;
}

double rwk_bound_rounded_angles(const double w[], const double inv_freq[], size_t n_pairs, double positions, double u)
{
    double sum = 0;
    for (size_t i = 0; i < n_pairs; i++) sum += w[i] * inv_freq[i];
    return u * positions * sum + rwk_bound_exact_angles(w, n_pairs, u);
}

double rwk_law_table_variance(double u)
{
    double mean = 0; /* of 4^-j over |cos| in [2^-j-1, 2^-j), where numbers are 2^-j u apart */
    for (int j = 0; j < 30; j++) mean += ldexp(2 / M_PI * (asin(ldexp(1, -j)) - asin(ldexp(1, -j - 1))), -2 * j);
    return u * u / 12 * mean;
}
