/* SPDX-License-Identifier: MIT */
/* Linear attention with rotated features: RoFormer eq. (19), by a sum over keys and by a state of fixed size. */
#ifndef RWK_ATTENTION_LINEAR_H
#define RWK_ATTENTION_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/** phi(x) = elu(x) + 1 = x + 1 for x > 0, e^x otherwise: above 0, continuous with its slope.                  (D11.11) */
double rwk_linear_phi(double x);

/**
 * The features of queries or keys, plain and rotated:  phi[m] = phi(x_m),  rotated[m] = R_m phi(x_m)          (D11.11)
 *
 * phi      (seq, dim)    out  phi == x is allowed.
 * rotated  (seq, dim)    out  pairs in neighbouring slots, as rwk_rope_interleaved; must not overlap phi or x.
 * x        (seq, dim)    in   finite.
 * c, s     (seq, dim/2)  in   row m: cos and sin of position m's angles.
 *
 * Returns RWK_OK; RWK_EODD (dim), RWK_EOVERFLOW, RWK_ENAN.
 * Source: Katharopoulos et al. 2020, eq. (7); the rotation after phi: RoFormer eq. (19).
 */
rwk_status rwk_linear_features(double phi[], double rotated[], const double x[], size_t seq, size_t dim, const double c[],
                               const double s[]);

/** The inputs of one head. */
typedef struct {
    const double *phi_q, *phi_k;         /* (seq, dim) plain features: the denominator; within 2^-400 .. 2^400 */
    const double *rotated_q, *rotated_k; /* (seq, dim) rotated features: the numerator; finite */
    const double *v;                     /* (seq, dim_v) values; finite */
    size_t seq, dim, dim_v;              /* at least 1 */
    bool causal;                         /* sum over n <= m, not over all n */
} rwk_linear;

/**
 * Linear attention as a sum over keys, O(seq^2):                                                           (D11.12)
 *
 *   weights[m, n] = (R_m phi(q_m)) . (R_n phi(k_n)) / sum_n phi(q_m) . phi(k_n),   out[m] = sum_n weights[m, n] v_n
 *
 * out      (seq, dim_v)  out
 * weights  (seq, seq)    out  0 above the diagonal when causal.  May be negative; rows do not sum to 1.
 *                             Neither may overlap an input or the other.
 *
 * Returns RWK_OK; RWK_ESHAPE (a size is 0), RWK_EOVERFLOW, RWK_ENAN (a number is not finite), RWK_ERANGE (a plain feature outside
 * 2^-400 .. 2^400, between which the denominator can neither vanish nor overflow).
 * Source: RoFormer (arXiv:2104.09864) eq. (17)-(19).
 */
rwk_status rwk_linear_quadratic(double out[], double weights[], const rwk_linear *in);

/**
 * The same by a state, O(seq): nothing grows with the length.                                             (D11.13)
 *
 *   S = sum_n (R_n phi(k_n)) v_n^T,  z = sum_n phi(k_n);   out[m] = S^T R_m phi(q_m) / (z . phi(q_m))
 *
 * out    (seq, dim_v)      out
 * state  (dim, dim_v + 1)  out  row i: S[i, 0 .. dim_v - 1], then z[i], after the last position.
 *
 * Aliasing and statuses as rwk_linear_quadratic.
 */
rwk_status rwk_linear_state(double out[], double state[], const rwk_linear *in);

#endif
