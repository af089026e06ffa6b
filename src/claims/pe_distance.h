/* SPDX-License-Identifier: MIT */
/* How far apart the sinusoidal encodings of two positions lie, the logarithm that the distance follows, and the closest pair. */
#ifndef RWK_CLAIMS_PE_DISTANCE_H
#define RWK_CLAIMS_PE_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** inv_freq[t] = base^(-2t/d), t < d/2, correctly rounded: the frequencies of (D6.1).  Statuses of rwk_truth_new and rwk_truth_inv_freq. */
rwk_status rwk_pe_frequencies(double inv_freq[], size_t d, double base, rwk_diag *diag);

/**
 * |PE_i - PE_{i+k}|^2 = 4 sum_t sin^2(k theta_t/2), the same for every i                                   (D6.6)
 *
 * inv_freq  (n)  in   theta_t [radian/token].
 * k              in   distance of the positions [token].
 */
double rwk_pe_distance_squared(const double inv_freq[], size_t n, int64_t k);

/**
 * Rounding of rwk_pe_distance_squared for correctly rounded frequencies: u [4 k sum theta + (n + 5) value]        (D12.1)
 *
 * sum    in   sum of the n frequencies.
 * value  in   what was computed.
 */
double rwk_bound_pe_distance(double sum, size_t n, int64_t k, double value);

/**
 * |PE_i - PE_{i+k}|^2 from two rows of a table of rwk_sinusoidal_loop, n_pos rows of 2n = d columns, against
 * rwk_pe_distance_squared:  u [2 (6 + ln b) n_pos sum theta + 3 d^2 + 24 d]                                (D12.1)
 */
double rwk_bound_pe_rows(double sum, size_t n, double base, size_t n_pos);

/** The law: |PE_i - PE_{i+k}|^2/d is about (ln k + gamma)/ln b, k >= 1.                                      (D12.3) */
double rwk_pe_distance_law(double k, double base);

/**
 * Bound on |PE_i - PE_{i+k}|^2/d minus the law, k >= 1:                                                     (D12.3)
 *
 *   [1/k + k^2/(4 b^2)]/ln b + |cos k - cos(k/b)|/(2n) + remainder of (D5.7)
 */
double rwk_pe_distance_law_bound(double k, double base, size_t n);

/** What is closest among the distances first .. last: the k, and its squared distance. */
typedef struct {
    int64_t k;
    double squared;
} rwk_pe_closest;

/** Smallest rwk_pe_distance_squared for k = first .. last; a sum is left off as soon as it exceeds the smallest so far. */
rwk_pe_closest rwk_pe_closest_pair(const double inv_freq[], size_t n, int64_t first, int64_t last);

#endif
