/* SPDX-License-Identifier: MIT */
/* Frequencies of few bits: rounding to them, and how far a score moves under a common shift; derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_COARSE_H
#define RWK_CLAIMS_COARSE_H

#include <stddef.h>
#include <stdint.h>

/** x rounded to `bits` significand bits, to nearest, ties to even, without limits of exponent: k 2^e with |k| <= 2^bits.  1 <= bits <= 53.
 *                                                                                                          (D13.9) */
double rwk_round_to_bits(double x, int bits);

/**
 * Change of a score under a common shift where all angles are exact: four tables of correctly rounded cosines and sines,
 *
 *   (2 sqrt(2) + 2^-15) u sum_i w_i                                                                        (D13.10)
 *
 * w  (n_pairs)  in   |q_i| |k_i|; n_pairs <= 512.
 * u             in   unit roundoff of the table, that of f32 or coarser; the rest is computed in double.
 */
double rwk_bound_exact_angles(const double w[], size_t n_pairs, double u);

/** Mean square of the rounding error of cos or sin, angles spread evenly over the circle:  0.0596 u^2             (D13.10) */
double rwk_law_table_variance(double u);

/**
 * That change where each angle is rounded once to the dtype of the table:
 *
 *   u sum_i w_i theta_i positions + (D13.10)                                                               (D13.11)
 *
 * inv_freq   (n_pairs)  in   stored frequencies [radian/token].
 * positions             in   m + n + (m + shift) + (n + shift) [token], all >= 0.
 */
double rwk_bound_rounded_angles(const double w[], const double inv_freq[], size_t n_pairs, double positions, double u);

#endif
