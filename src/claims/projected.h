/* SPDX-License-Identifier: MIT */
/* Rounding bounds of scores with projections; each is derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_PROJECTED_H
#define RWK_CLAIMS_PROJECTED_H

#include <stddef.h>
#include <stdint.h>

/**
 * (R_m W_q x_m).(R_n W_k x_n) against x_m^T W_q^T R_{n-m} W_k x_n, the same stored frequencies, m, n >= 0:        (D13.7)
 *
 *   u [ sum_i w_i (2 max(m, n) theta_i + 16) + (4 d_model + 2 d + 2) ||W_q|| |x_m| ||W_k|| |x_n| ]
 *
 * w, inv_freq  (n_pairs)  in   products of pair norms of W_q x_m and W_k x_n; frequencies [radian/token].
 * farthest                in   max(m, n) [token].
 * norms                   in   the product of the two Frobenius norms and the two lengths.
 */
double rwk_bound_projected(const double w[], const double inv_freq[], size_t n_pairs, int64_t farthest, size_t d_model,
                           double norms, double u);

/** An entry of R_m^T R_n against that of R_{n-m}, a C library within 1 ulp:  u (2 max(m, n) theta + 6)        (D13.8) */
double rwk_bound_product_of_rotations(int64_t farthest, double theta, double u);

#endif
