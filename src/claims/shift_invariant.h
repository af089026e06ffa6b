/* SPDX-License-Identifier: MIT */
/* Which weights make an additive sinusoidal code relative, and the rounding bounds of its four terms; derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_SHIFT_INVARIANT_H
#define RWK_CLAIMS_SHIFT_INVARIANT_H

#include <stddef.h>

#include "core/status.h"

/**
 * part = the matrix nearest to m, in the Frobenius norm, that is block-diagonal with 2 x 2 blocks [[a, -b], [b, a]]     (D13.3)
 *
 *   a = (m_00 + m_11)/2,  b = (m_10 - m_01)/2  in each diagonal block; all other entries 0
 *
 * These are the matrices for which p_i^T m p_j depends on j - i alone, p the sinusoidal table.
 *
 * part  (d, d)  out  row-major; part == m is allowed.
 * m     (d, d)  in   row-major, d even.
 */
void rwk_shift_invariant_part(double part[], const double m[], size_t d);

/** Frobenius norm of m - part: how far m is from leaving the score relative.                                  (D13.4) */
double rwk_shift_variant_norm(const double m[], size_t d);

/** Largest minus smallest entry along a diagonal of z (n, n), the largest of all diagonals; NaN if any entry is. */
double rwk_diagonal_spread(const double z[], size_t n);

/**
 * a^T E b of two pairs for the four 2 x 2 matrices that span all of them, kind 0 .. 3:                        (D13.3)
 * 1, [[0, -1], [1, 0]] and the reflections [[1, 0], [0, -1]], [[0, 1], [1, 0]].
 */
double rwk_pair_direction(const double a[2], const double b[2], int kind);

/**
 * Singular values, falling, of the linear map that takes m to all p_{i+1}^T m p_{j+1} - p_i^T m p_j, 0 <= i, j < n_pos - 1:     (D13.5)
 * as many of them are 0 as there are independent m that leave the score relative.
 *
 * values  (d d)       out
 * p       (n_pos, d)  in   row-major, d even; n_pos > d.
 *
 * Returns RWK_OK; RWK_ENOMEM.
 */
rwk_status rwk_shift_singular_values(double values[], const double p[], size_t n_pos, size_t d);

/** Score of sums against the sum of its four terms:  (6 d + 8) u size                                        (D13.2)
 *  size  in  (|W_q| (|x_m| + |p_m|)).(|W_k| (|x_n| + |p_n|)), absolute values entry by entry. */
double rwk_bound_expansion(double size, size_t d, double u);

/** |computed p_i - p_i| <= u sqrt(sum_t (i theta_t (3 + e_t ln b) + sqrt(2))^2), e_t = 2t/d, of the loop form      (D6.3) */
double rwk_bound_sinusoidal_row(size_t i, size_t d, double base, double u);

/**
 * Spread of p_i^T W_q^T W_k p_j along a diagonal, positions 0 .. n_pos - 1:                                  (D13.4)
 *
 *   d (variant + d u norms) + 6 d u size + 4 norms sqrt(d/2) |delta p|
 *
 * variant  in   rwk_shift_variant_norm of the computed W_q^T W_k.
 * norms    in   product of the Frobenius norms of W_q and W_k.
 * size     in   largest (|W_q| |p_i|).(|W_k| |p_j|).
 */
double rwk_bound_term_spread(double variant, double norms, double size, size_t n_pos, size_t d, double base, double u);

#endif
