/* SPDX-License-Identifier: MIT */
/* RoPE as the dense block-diagonal matrix R_{Theta,m} of S4 eq. (14)/(15); needs GSL, so not part of the installed library. */
#ifndef RWK_ENCODINGS_ROPE_MATRIX_H
#define RWK_ENCODINGS_ROPE_MATRIX_H

#include <gsl/gsl_matrix.h>

#include "encodings/rope.h"

/**
 * r = R_{Theta,m}: the blocks [[cos, -sin], [sin, cos]](m theta_i) on the slots of pair i, 1 on slots that are not rotated. (D3.1)
 *
 * r           (head_dim, head_dim)  out
 * rotary_dim                        in   even, 2 .. head_dim = r->size1 = r->size2.
 * c, s        (rotary_dim/2)        in   cos(m theta_i), sin(m theta_i).
 * layout                            in   which slots form a pair.
 *
 * Returns RWK_OK; RWK_EODD; RWK_ESHAPE.
 */
rwk_status rwk_rope_matrix_fill(gsl_matrix *r, size_t rotary_dim, const double c[], const double s[], rwk_layout layout);

/** y = R_{Theta,m} x, interleaved, as a dense product: gsl_blas_dgemv in f64, row sums rounded term by term otherwise. */
rwk_rope rwk_rope_matrix;

#endif
