/* SPDX-License-Identifier: MIT */
/* How much weight a mask with a finite fill leaks, for independent Gaussian scores. */
#ifndef RWK_CLAIMS_LEAK_H
#define RWK_CLAIMS_LEAK_H

#include <stddef.h>

#include "core/status.h"

/**
 * The leak of a row: the weight that `masked` keys of weight f share with `seen` keys whose weights sum to `sum`:     (D11.7)
 *
 *   masked f / (masked f + sum)
 */
double rwk_leak_row(double masked, double f, double sum);

/**
 * Expectation and variance of the leak of each row of a causal mask, for independent scores N(0, sigma^2):       (D11.8)
 *
 *   E leak = M int e^{-M t} phi(t)^k dt,  E leak^2 = M^2 int t e^{-M t} phi(t)^k dt,   phi(t) = E exp(-t e^{sigma Z})
 *
 * with k = i + 1 keys seen and M = (n - k) f in row i.
 *
 * mean, variance  (n)  out
 * n                    in   length, 1 .. 2^20.
 * sigma                in   0 .. 3
 * f                    in   weight of a masked key before normalising, above 0: e^fill.
 *
 * Quadrature by the trapezoid rule, good to 1e-13.  Returns RWK_OK, RWK_ERANGE.
 */
rwk_status rwk_leak_moments(double mean[], double variance[], size_t n, double sigma, double f);

/** The law of a long sequence at x = k/n:  (1 - x)/(1 - x + a x),  a = e^{sigma^2/2}                          (D11.9) */
double rwk_leak_law(double x, double sigma);

/** Its mean over 0 <= x <= 1:  (a ln a - (a - 1))/(a - 1)^2;  1/2 for sigma = 0                               (D11.9) */
double rwk_leak_mean_law(double sigma);

/** How far the mean over n rows may lie above that law: (1/n) sum_k k a^2 (a^2 - 1)/(n - k + k a)^2; below it by 1/n.  (D11.9) */
double rwk_leak_excess(size_t n, double sigma);

#endif
