/* SPDX-License-Identifier: MIT */
/* How far a RoPE score is from the chord between two positions, the bound of Position Interpolation. */
#ifndef RWK_CLAIMS_CHORD_H
#define RWK_CLAIMS_CHORD_H

#include <stddef.h>

/** Two positions and one between them [token]; s1 < s2, s1 <= s <= s2. */
typedef struct {
    double s1, s2, s;
} rwk_chord;

/**
 * a(s) - a_lin(s): the score a(s) = Re sum_j h_j e^{i s theta_j} less the straight line through a(s1), a(s2).      (D21.10)
 *
 * re, im    (n)  in  h_j
 * inv_freq  (n)  in  theta_j [radian/token]
 */
double rwk_chord_error(const double re[], const double im[], const double inv_freq[], size_t n, rwk_chord at);

/** The largest |a(s) - a_lin(s)| of all h with max |h_j| = 1: sum_j |e^{i s theta_j} - its chord|.               (D21.13) */
double rwk_chord_largest(const double inv_freq[], size_t n, rwk_chord at);

/** Its bound: (s - s1)(s2 - s)/2 sum_j theta_j^2, `sum` the sum of squares.                                   (D21.10) */
double rwk_chord_bound(double sum, rwk_chord at);

/** sum_j theta_j^2 */
double rwk_chord_squares(const double inv_freq[], size_t n);

/** The same for theta_j = b^(-j/n): (1 - b^-2)/(1 - b^(-2/n)), by logarithm and expm1.  b > 1.                 (D21.11) */
double rwk_chord_squares_geometric(double base, size_t n);

/** Relative distance of the two as computed: (n + 16) u                                                     (D21.11) */
double rwk_chord_squares_rounding(size_t n);

#endif
