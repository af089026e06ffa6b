/* SPDX-License-Identifier: MIT */
/* The score of two embeddings: the projections W_q and W_k, and the rotation between them. */
#ifndef RWK_ATTENTION_PROJECTION_H
#define RWK_ATTENTION_PROJECTION_H

#include <stddef.h>

#include "core/status.h"

/** The weights of one head: q = W_q x, k = W_k x. */
typedef struct {
    const double *w_q, *w_k; /* (head_dim, d_model), row-major */
    size_t head_dim;         /* even: all of it is rotated */
    size_t d_model;          /* width of an embedding */
} rwk_projection;

/**
 * *score = x_m^T W_q^T R_{n-m} W_k x_n                                                                     (D13.6)
 *
 * x_m, x_n  (d_model)               in   embeddings at positions m and n; NaN is refused, here and in the weights.
 * c, s      (head_dim/2)            in   cos and sin of (n - m) theta_i: one row of a table, at the relative position.
 * work      (head_dim + d_model)    out  scratch; must not overlap the inputs.
 *
 * Multiplied from right to left in double: W_q is applied, transposed, to the key.  Pairs are neighbouring slots.
 *
 * Returns RWK_OK; RWK_EODD (head_dim), RWK_EOVERFLOW, RWK_ENAN (also when the projected key overflowed to NaN).  On error *score is
 * untouched.
 * Source: RoFormer eq. (16) and S4 eq. (16), with the transpose and the sign that they lack.
 */
typedef rwk_status rwk_score_form(double *score, const double x_m[], const double x_n[], const rwk_projection *w, const double c[],
                                  const double s[], double work[]);

rwk_score_form rwk_projected_score;

#endif
