/* SPDX-License-Identifier: MIT */
/* Sums over pairs, as derived. */
#include "claims/xpos_curve.h"

#include <math.h>

#include "claims/rounding.h"

double rwk_xpos_mean_cosine(const double zeta[], const double inv_freq[], size_t n, double scale_base, double s)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += pow(zeta[i], s / scale_base) * cos(s * inv_freq[i]);
    return sum / (double)n;
}

double rwk_xpos_envelope(const double zeta[], size_t n, double scale_base, double s)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += pow(zeta[i], s / scale_base);
    return sum / (double)n;
}

double rwk_xpos_variation(const double zeta[], const double inv_freq[], size_t n, double scale_base, double last)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double z = pow(zeta[i], 1 / scale_base), step = hypot(z * cos(inv_freq[i]) - 1, z * sin(inv_freq[i]));
        sum += step * (z - pow(zeta[i], last / scale_base)) / (1 - z);
    }
    return sum / (double)n;
}

/* ln T with T = 2^E (1 - 2^-(p+1)): above the largest number 2^E (1 - 2^-p) by half an ulp. */
static double log_overflow(rwk_dtype dtype)
{
    const int exponent = dtype == RWK_F64 ? 1024 : dtype == RWK_F16 ? 16 : 128;
    return exponent * log(2) + log1p(-rwk_unit_roundoff(dtype) / 2);
}

double rwk_xpos_first_overflow(double zeta, double scale_base, rwk_dtype dtype)
{
    return ceil(scale_base * log_overflow(dtype) / -log(zeta));
}

double rwk_bound_xpos(const double w[], const double inv_freq[], size_t n, int64_t farthest, double u)
{
    double total = 0;
    for (size_t i = 0; i < n; i++) total += w[i];
    return rwk_bound_identity(w, inv_freq, n, farthest, u) + 12 * u * total;
}
