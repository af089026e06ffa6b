/* SPDX-License-Identifier: MIT */
/* What xPos makes of the mean cosine, how far its scores may be off, and where its scale leaves a number format. */
#ifndef RWK_CLAIMS_XPOS_CURVE_H
#define RWK_CLAIMS_XPOS_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"

/** (1/n) sum_i zeta_i^(s/B) cos(s theta_i): the score of equal vectors with equal pair norms, per unit.        (D19.4) */
double rwk_xpos_mean_cosine(const double zeta[], const double inv_freq[], size_t n, double scale_base, double s);

/** E(s) = (1/n) sum_i zeta_i^(s/B), which the mean cosine never exceeds.                                  (D19.4) */
double rwk_xpos_envelope(const double zeta[], size_t n, double scale_base, double s);

/**
 * Bound on the sum of |f(s + 1) - f(s)|, s = 1 .. last - 1, with z_i = zeta_i^(1/B):                         (D19.5)
 *
 *   (1/n) sum_i |z_i e^(i theta_i) - 1| (z_i - z_i^last) / (1 - z_i)
 *
 * zeta  (n)  in  above 0 and below 1.
 * last       in  at least 1 [token].
 */
double rwk_xpos_variation(const double zeta[], const double inv_freq[], size_t n, double scale_base, double last);

/**
 * The first position m whose 1/zeta^(m/B), rounded once to dtype, is infinite: ceil(B ln T / ln(1/zeta))        (D19.6)
 *
 * T is half an ulp above the largest number of dtype; 0 < zeta < 1.
 */
double rwk_xpos_first_overflow(double zeta, double scale_base, rwk_dtype dtype);

/**
 * xPos score at (m, n) against the one at (m - n, 0), same stored frequencies and zeta:                      (D19.3)
 *
 *   (D3.8) for the weights w_i zeta_i^((m-n)/B), and 12 u times their sum
 *
 * w         (n)  in   those weights.
 * farthest       in   max(m, n), both at least 0 [token].
 */
double rwk_bound_xpos(const double w[], const double inv_freq[], size_t n, int64_t farthest, double u);

#endif
