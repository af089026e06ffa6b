/* SPDX-License-Identifier: MIT */
/* Aliasing of the mean cosine beyond s1: the noise around the smooth limit, how far an octave's mean may be from the law, signs. */
#ifndef RWK_CLAIMS_ALIASING_H
#define RWK_CLAIMS_ALIASING_H

#include <stddef.h>

/** f(s) - g(s) - (cos s - cos(s/b))/(2n): what Poisson's formula has beyond the integral.  base > 1, s >= 0.  (D17.7) */
double rwk_alias_noise(const double inv_freq[], size_t n, double base, double s);

/**
 * How far the mean square of the noise over from <= s < 2 from may be from that of the law, relative, with e = ln b / n, K = from/s1:
 *
 *   2 e + sqrt(e/K) / (ln K + gamma)                                                                       (D17.8)
 *
 * from >= s1 = rwk_decay_alias_onset(base, n).
 */
double rwk_alias_tolerance(double from, double base, size_t n);

/**
 * Relative standard deviation of the mean of f^2 over `length` consecutive integers, wherever on the axis they lie:    (D17.9)
 *
 *   (2/n) sqrt( (1/8) sum_i |W(2 theta_i)|^2 + (1/2) sum_{i<j} |W(theta_i + theta_j)|^2 + |W(theta_i - theta_j)|^2 ),
 *
 * W(x) the mean of e^{ixs} over the window; the mean of f^2 itself is 1/(2n).
 */
double rwk_alias_window_spread(const double inv_freq[], size_t n, double length);

/** Bound on the rounding of rwk_decay_mean_cosine, integer s <= 2^53, theta_i <= 1 within u:  u (2 s + n + 2)      (D17.10) */
double rwk_alias_rounding(double s, size_t n);

/**
 * The first integer s = 1 … last with f(s) < 0; 0 when there is none.
 *
 * doubt  inout  raised to the largest rwk_alias_rounding(s) / |f(s)| met on the way: below 1, every sign is certain.   (D17.10)
 */
double rwk_alias_first_negative(const double inv_freq[], size_t n, double last, double *doubt);

/** Least mean cosine that a head can have when d of its D slots are rotated, share = d/D:  1 - 2 share          (D17.11) */
double rwk_alias_least_partial(double share);

#endif
