/* SPDX-License-Identifier: MIT */
/* How measurements are collected, and the rounding bounds they are held against; each is derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_ROUNDING_H
#define RWK_CLAIMS_ROUNDING_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/** The larger and the smaller of two measurements.  NaN sticks, so that it refutes: fmax and fmin would swallow it. */
static inline double rwk_worst(double a, double b) { return isnan(a) || isnan(b) ? NAN : a > b ? a : b; }
static inline double rwk_least(double a, double b) { return isnan(a) || isnan(b) ? NAN : a < b ? a : b; }

/**
 * a^2 + b^2 - c^2 - d^2, each square an exact pair of doubles (TwoProduct), summed with the errors kept (TwoSum): as if computed
 * with twice the working precision.                                                                        (D4.2)
 */
double rwk_squares_gap(double a, double b, double c, double d);

/**
 * Two evaluations of one rotated pair from the same cos and sin:  4 u |pair|                                (D3.7)
 */
double rwk_bound_same_table(double pair_norm, double u);

/**
 * Score at absolute positions against score at the relative position, same stored frequencies:               (D3.8)
 *
 *   u [ sum_i w_i (2 max(m, n) theta_i + 16) + 2 d sum_i w_i ],   w_i = |q_i| |k_i|
 *
 * w, inv_freq  (n_pairs)  in   products of pair norms; frequencies [radian/token].
 * farthest                in   max(m, n) [token] for m, n >= 0; 0 when cos and sin come from a correctly rounded table, whose
 *                              error does not grow with position.
 * u                       in   unit roundoff of the arithmetic.
 */
double rwk_bound_identity(const double w[], const double inv_freq[], size_t n_pairs, int64_t farthest, double u);

/** R_m R_n x against R_{m+n} x, one pair, cos and sin within 0.6 ulp (glibc and musl state 0.55):
 *   u |pair| (2 (|m| + |n|) theta + 10)                              (D4.6) */
double rwk_bound_group(double pair_norm, double theta, int64_t m, int64_t n, double u);

/** |c^2 + s^2 - 1| of a correctly rounded table: sqrt(2) u; a millionth of u covers u^2                       (D4.2) */
double rwk_bound_circle(double u);

/** Largest entry of R^T R - I: 4 u                                                                          (D4.1) */
double rwk_bound_gram(double u);

/** |det R - 1| by elimination, R of d rows: 3 d u                                                           (D4.3) */
double rwk_bound_determinant(size_t d, double u);

/** | |R x|/|x| - 1 | of a pair: (2 + sqrt(2)) u                                                             (D4.5) */
double rwk_bound_norm(double u);

/** PE_i . PE_{i+j} against sum_t cos(theta_t j), n_pos positions: u [2 n_pos sum theta + 3 d + d^2]            (D6.3) */
double rwk_bound_sinusoidal_product(size_t n_pos, double sum_of_frequencies, size_t d, double u);

/** An entry of M_k PE_m against PE_{m+k}: sqrt(2) u (2 (m + k) + 4)                                         (D6.5) */
double rwk_bound_sinusoidal_shift(size_t m, size_t k, double u);

/** Relative error of a vector after n rotations by one rounded step: expm1((2 + sqrt(2)) n u)               (D7.2) */
double rwk_bound_repeated_rotation(double n, double u);

/** w[i] = |q_i| |k_i| of the neighbouring-slot pairs of q and k (2 n_pairs each). */
void rwk_pair_weights(double w[], const double q[], const double k[], size_t n_pairs);

#endif
