/* SPDX-License-Identifier: MIT */
/* The permutation P between the two layouts: evens then odds. */
#ifndef RWK_ENCODINGS_LAYOUT_H
#define RWK_ENCODINGS_LAYOUT_H

#include <stddef.h>

#include "config/config.h"

/**
 * Move a head vector from one layout to the other:  y = P x to half_split, y = P^T x to interleaved.       (D3.4)
 *
 *   (P x)_i = x_{2i},  (P x)_{i + d/2} = x_{2i+1};   R_half_split = P R_interleaved P^T
 *
 * y           (head_dim)  out  must not overlap x.
 * x           (head_dim)  in   slots from rotary_dim on are copied.
 * rotary_dim              in   d, even, 2 .. head_dim.
 * to                      in   the layout of y; x has the other one.
 *
 * Returns RWK_OK; RWK_EODD; RWK_ESHAPE.
 */
rwk_status rwk_layout_permute(double *restrict y, const double *restrict x, size_t head_dim, size_t rotary_dim, rwk_layout to);

#endif
