/* SPDX-License-Identifier: MIT */
/* Rounding bounds of the relative encodings; derived in docs/derivations.md. */
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

#endif
