/* SPDX-License-Identifier: MIT */
/* Rotary position embedding of one head vector: implementations of one map, over one signature.  Why a rotation: (D2.7). */
#ifndef RWK_ENCODINGS_ROPE_H
#define RWK_ENCODINGS_ROPE_H

#include <stddef.h>

#include "config/config.h"
#include "core/dtype.h"

/**
 * Rotate one head vector:  y = R_m x, pair i by the angle m theta_i, counter-clockwise.                    (D3.1)
 *
 *   y_p = x_p cos(m theta_i) - x_q sin(m theta_i)        p, q: the two slots of pair i in the layout
 *   y_q = x_p sin(m theta_i) + x_q cos(m theta_i)
 *
 * y           (head_dim)      out  rotated vector; slots from rotary_dim on are copied.  y == x is allowed.
 * x           (head_dim)      in   query or key of one head, numbers of dtype.  An infinity spreads as IEEE arithmetic
 *                                  makes it (the implementations then differ, see claim `equivalence`); NaN is refused.
 * head_dim                    in   width of the head.
 * rotary_dim                  in   d, even, 2 .. head_dim.
 * c, s        (rotary_dim/2)  in   cos(m theta_i) and sin(m theta_i): one row of an rwk_table.
 * dtype                       in   every product and sum is rounded to it.
 *
 * Returns RWK_OK; RWK_EODD, RWK_ESHAPE, RWK_ENAN (in x, c or s); rope_matrix also RWK_ENOMEM.  On error y is untouched.
 */
typedef rwk_status rwk_rope(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                            rwk_dtype dtype);

/** y = x e^{i m theta} on the complex numbers x_{2i} + i x_{2i+1}; documents S2 and S3; RoFormer eq. (12).  (D2.2) */
rwk_rope rwk_rope_complex;

/** y = x (*) cos + x' (*) sin with x' = (-x_1, x_0, -x_3, x_2, …); S4 eq. (17), RoFormer eq. (34).         (D3.2) */
rwk_rope rwk_rope_interleaved;

/** The same on slots i and i + d/2: y = x (*) cos + rotate_half(x) (*) sin; GPT-NeoX, Hugging Face.         (D3.3) */
rwk_rope rwk_rope_half_split;

/** The implementation for a layout: rwk_rope_interleaved or rwk_rope_half_split. */
rwk_rope *rwk_rope_of_layout(rwk_layout layout);

/** What every implementation checks first: the statuses named above. */
rwk_status rwk_rope_check(const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[]);

#endif
