/* SPDX-License-Identifier: MIT */
/* The formulas of claim `expected_score`. */
#include "claims/expected.h"

#include <gsl/gsl_math.h>
#include <math.h>

#include "claims/decay.h"

double rwk_expected_modulus(size_t d)
{
    const double half = (double)d / 2;
    return M_2_SQRTPI * exp(lgamma(half + 0.5) - lgamma(half));
}

double rwk_expected_gain(const double inv_freq[], size_t n, double r, double sigma)
{
    return 2 * sigma * sigma * (double)n * rwk_decay_mean_cosine(inv_freq, n, r);
}

double rwk_expected_gain_variance(const double inv_freq[], size_t n, double r, double mu, double sigma, double tau)
{
    const double d = 2 * (double)n, sigma2 = sigma * sigma, tau2 = tau * tau;
    double squares = 0;
    for (size_t i = 0; i < n; i++) squares += gsl_pow_2(cos(r * inv_freq[i]));
    return d * (sigma2 * (sigma2 + tau2) + mu * mu * (2 * sigma2 + tau2)) + 4 * sigma2 * sigma2 * squares;
}
