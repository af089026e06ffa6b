/* SPDX-License-Identifier: MIT */
/* Expected scores of random queries and keys: independent ones, similar ones, and how far a mean over draws may be off. */
#ifndef RWK_CLAIMS_EXPECTED_H
#define RWK_CLAIMS_EXPECTED_H

#include <stddef.h>

/** E |q . R k| for independent standard Gaussian q and k of d >= 1 components:  (2/sqrt(pi)) Gamma((d+1)/2) / Gamma(d/2)  (D17.12) */
double rwk_expected_modulus(size_t d);

/** E q . R_r (q + e) - E q . R_r k = 2 sigma^2 sum_i cos(r theta_i), components of q, k of deviation sigma, e of mean 0.   (D17.14) */
double rwk_expected_gain(const double inv_freq[], size_t n, double r, double sigma);

/**
 * Variance of q . R_r (q + e - k) for Gaussian components: q, k of mean mu and deviation sigma, e of deviation tau:    (D17.15)
 *
 *   d [ sigma^2 (sigma^2 + tau^2) + mu^2 (2 sigma^2 + tau^2) ] + 4 sigma^4 sum_i cos^2(r theta_i),   d = 2n
 */
double rwk_expected_gain_variance(const double inv_freq[], size_t n, double r, double mu, double sigma, double tau);

#endif
