/* SPDX-License-Identifier: MIT */
/* What RoFormer's (Abel's) bound says about h: the ratio to the bound without distance, at best and for Gaussian vectors. */
#ifndef RWK_CLAIMS_ABEL_H
#define RWK_CLAIMS_ABEL_H

#include <stddef.h>

/** h_i = q_i conj(k_i) for the complex pairs x_{2i} + i x_{2i+1} of q and k.                                (D5.1)
 *
 * re, im  (n)   out
 * q, k    (2n)  in
 */
void rwk_abel_pair_products(double re[], double im[], const double q[], const double k[], size_t n);

/**
 * max_i |h_{i+1} - h_i| / mean_i |h_i|, h_n = 0: Abel's bound over sum |h_i| is this times B(s).           (D17.1)
 * n >= 1; at least 2/(n + 1), for h_i = c (1 - i/n) only.
 */
double rwk_abel_steepness(const double re[], const double im[], size_t n);

/** (1/n) ceil(n/2): B(s) is never below it, whatever the frequencies and the distance; n >= 1.                (D17.2) */
double rwk_abel_floor(size_t n);

/** P(|h_i| > t) for Gaussian q and k:  t K_1(t), t > 0.                                                      (D17.4) */
double rwk_abel_product_tail(double t);

/** P(|h_{i+1} - h_i| > t), i + 1 < n, for Gaussian q and k:  t^2 K_2(t) / 2, t > 0.                          (D17.4) */
double rwk_abel_step_tail(double t);

/**
 * E exp(x |h_i|) for Gaussian q and k, 0 <= x < 1:                                                         (D17.4)
 *
 *   1/(1 - x^2) + x arccos(-x) / (1 - x^2)^(3/2)
 */
double rwk_abel_product_moment(double x);

/**
 * Bound on the probability that Gaussian q, k of n >= 2 pairs have a steepness below `ratio` > 0:              (D17.5)
 *
 *   (1 - G(ratio a))^floor(n/2) + (e^(-x a) M(x))^n,   G = rwk_abel_step_tail, M = rwk_abel_product_moment,
 *
 * the least over a grid of a > 0 and x (each of them is a bound), at most 1.
 */
double rwk_abel_flat_probability(size_t n, double ratio);

/** What B(s) averages to over all distances, if sums of many phases are Gaussian:  (1/n) sum_j sqrt(pi j) / 2   (D17.6) */
double rwk_abel_walk(size_t n);

/** Proved limits of that average: low = (1/n) sum_j j / sqrt(2j - 1), high = (1/n) sum_j sqrt(j).              (D17.6) */
void rwk_abel_walk_limits(double *low, double *high, size_t n);

#endif
