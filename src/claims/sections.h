/* SPDX-License-Identifier: MIT */
/* How the axes of M-RoPE share the spectrum: what each leaves out, and what a distance along it takes from a score. */
#ifndef RWK_CLAIMS_SECTIONS_H
#define RWK_CLAIMS_SECTIONS_H

#include <stddef.h>

#include "config/config.h"

/**
 * The widest hole of axis a: the largest step from one of its pairs to the next, with -1 and n counted among them   (D19.11)
 *
 * axis  (n)  in  the axis of each pair.
 *
 * Every pair: 1.  None: n + 1.
 */
double rwk_sections_widest_hole(const size_t axis[], size_t n, size_t a);

/** The largest widest hole that interleaved sections can have: max(3, n - 3 (S_a - 1) - a over the axes a = 1, 2)   (D19.11)
 *
 * config  in  three axes, interleaved, S_a > 0, 3 (S_a - 1) + a < rotary_dim/2. */
double rwk_sections_hole_bound(const rwk_config *config);

/**
 * 1 - (1/S_a) sum over the pairs of axis a of cos(s theta_i): the share of a score of equal vectors, in these pairs, that a distance s
 * along the axis takes away; at most rwk_sections_loss_bound. NaN for an axis without pairs.               (D19.12)
 *
 * theta, axis  (n)  in  frequencies [radian/token], axis of each pair.
 * s                 in  distance [token].
 */
double rwk_sections_loss(const double theta[], const size_t axis[], size_t n, size_t a, double s);

/** s^2/2 times the mean of theta_i^2 over the pairs of axis a                                            (D19.12) */
double rwk_sections_loss_bound(const double theta[], const size_t axis[], size_t n, size_t a, double s);

#endif
