/* SPDX-License-Identifier: MIT */
/* Long-range decay: the partial sums of RoFormer's bound, the mean cosine, and its continuum limit. */
#ifndef RWK_CLAIMS_DECAY_H
#define RWK_CLAIMS_DECAY_H

#include <stddef.h>

/**
 * re[j] + i im[j] = S_{j+1} = sum_{i <= j} e^{i s theta_i}                                                 (D5.2)
 *
 * re, im    (n)  out
 * inv_freq  (n)  in   [radian/token]
 * s              in   distance [token]
 */
void rwk_decay_partial_sums(double re[], double im[], const double inv_freq[], size_t n, double s);

/** max over i of |h_{i+1} - h_i| with h_n = 0 behind the last; h_i = re[i] + i im[i], n >= 1.                 (D5.3) */
double rwk_decay_largest_step(const double re[], const double im[], size_t n);

/** B(s) = (1/n) sum_{j=1..n} |S_j|: what RoFormer's figure 2 shows.                                       (D5.4) */
double rwk_decay_mean_partial_sum(const double inv_freq[], size_t n, double s);

/** f(s) = (1/n) sum_i cos(s theta_i): the score of two equal vectors with equal pair norms, per unit.       (D5.5) */
double rwk_decay_mean_cosine(const double inv_freq[], size_t n, double s);

/** g(s) = [Ci(s) - Ci(s/b)] / ln b, the limit of f for n -> infinity; 1 at s = 0.  b > 1, s >= 0.           (D5.6) */
double rwk_decay_limit(double s, double base);

/** x0 = 0.6165…, the first zero of Ci, by bracketing; g falls below 0 near x0 b.  NaN should GSL find none.    (D5.6) */
double rwk_decay_ci_zero(void);

/** The first end-point correction of Euler and Maclaurin: (cos s - cos(s/b)) / (2n), of f - g.             (D5.7) */
double rwk_decay_end_point(double s, double base, size_t n);

/**
 * Bound on what is left of f - g after it, with L = ln b and T(s) = s^3 + 3 s^2 + s:                      (D5.7)
 *
 *   L (s + s^2/b^2) / (12 n^2)  +  L^3 [ (1 + 1/b) T(s) + s^4/4 + 2 s^3 + 7 s^2/2 + s ] / (720 n^4)
 */
double rwk_decay_remainder(double s, double base, size_t n);

/** s1 = 2 pi n / ln b: from here on neighbouring frequencies alias.                                         (D5.8) */
double rwk_decay_alias_onset(double base, size_t n);

/** Root mean square of f - g beyond s1, about: sqrt((ln(s/s1) + gamma) / (2 n ln b)), at most 1/sqrt(2n).            (D5.9) */
double rwk_decay_alias_rms(double s, double base, size_t n);

#endif
