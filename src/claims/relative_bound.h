/* SPDX-License-Identifier: MIT */
/* Bounds and laws of the relative encodings; derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_RELATIVE_BOUND_H
#define RWK_CLAIMS_RELATIVE_BOUND_H

#include <stddef.h>

/**
 * sum over dim of c . W (x + p) against c . (W x + W p), W of d columns:  2 u (d + dim + 2) magnitude          (D14.4)
 *
 * magnitude  in  sum_i |c_i| sum_j |W_ij| (|x_j| + |p_j|).
 * u          in  unit roundoff.
 */
double rwk_bound_split_projection(size_t d, size_t dim, double magnitude, double u);

/**
 * Four terms q . k + q . r + u . k + v . r against (q + u) . k + (q + v) . r:  u (2 dim + 6) magnitude           (D14.8)
 *
 * magnitude  in  sum_j (|q_j| + |u_j|) |k_j| + (|q_j| + |v_j|) |r_j|.
 */
double rwk_bound_four_terms(size_t dim, double magnitude, double u);

/** The magnitude of rwk_bound_four_terms. */
double rwk_four_terms_magnitude(const double q[], const double k[], const double r[], const double u[], const double v[],
                                size_t dim);

/**
 * Mean squared change of a score under a shift by s of all positions, weights N(0, 1/d), tokens N(0, 1), sinusoids of width d:
 *
 *   S4's eq. (7) as printed  3/2 d (1 - f)                    (D14.10)
 *   S4's eq. (6), x + PE     2 d (1 - f) + d/2 (1 - f^2)      (D14.15)
 *   RoFormer's eq. (9)       d/2 (1 - f^2)                    (D14.15)
 *
 * f  in  f(s), the mean cosine of the sinusoids.
 */
double rwk_law_printed_change(size_t d, double f);
double rwk_law_added_change(size_t d, double f);
double rwk_law_untied_change(size_t d, double f);

/** Standard deviation of one squared change of S4's eq. (7) as printed.                                     (D14.10) */
double rwk_law_printed_deviation(size_t d, double f);

#endif
