/* SPDX-License-Identifier: MIT */
/* The wheel of phases: the pairs as hands e^{im theta_i} of a clock, how far it is from its start, and how near it can come. */
#ifndef RWK_CLAIMS_WHEEL_H
#define RWK_CLAIMS_WHEEL_H

#include <stddef.h>

/** Bound on |z(m+1) - z(m) z(1)| for a hand from a correctly rounded f64 table:  5 u                         (D16.1) */
double rwk_bound_wheel_step(void);

/** Bound on |sum_i c_i - n f(m)|, c from a correctly rounded f64 table, f by rwk_decay_mean_cosine:  u n (2 m + 2 n + 4)  (D16.2) */
double rwk_bound_wheel_sum(size_t n, double m);

/** Whether a hand passed 3 o'clock going up, from the sines before and after a step of less than half a turn.     (D16.3) */
int rwk_wheel_passes(double sin_before, double sin_after);

/** Largest |c_i - 1 + i s_i| of the hands: how far the hand that is farthest from its start is from it, 0 … 2. */
double rwk_wheel_farthest(const double c[], const double s[], size_t n);

/**
 * From first to last, some hand of b^(-i/n) is at least this far from its start, r = b^(1/n):               (D16.4)
 *
 *   2 cos(pi (sqrt(r) - 1) / 2), or 0 when that is negative;   first = pi/sqrt(r), last = pi sqrt(r) b^((n-1)/n) [token]
 */
double rwk_wheel_separation(double *first, double *last, double base, size_t n);

/** Root mean square over the hands of the distance from the start, at mean cosine f <= 1:  sqrt(2 (1 - f))         (D16.5) */
double rwk_wheel_distance(double f);

#endif
