/* SPDX-License-Identifier: MIT */
/* xPos: RoPE whose pairs also shrink with position in queries and grow in keys, so that far scores fade.  Why just so: (D2.7). */
#ifndef RWK_ENCODINGS_XPOS_H
#define RWK_ENCODINGS_XPOS_H

#include <stddef.h>
#include <stdint.h>

#include "encodings/rope.h"

/** What a vector is: queries are multiplied by the scale, keys by its inverse. */
typedef enum { RWK_XPOS_QUERY, RWK_XPOS_KEY } rwk_xpos_role;

/** The scale base of torchscale [token]. */
#define RWK_XPOS_BASE 512.0

/**
 * zeta[i] = (2i + 0.4 d)/(1.4 d) = (10 i + 2 d)/(7 d), rounded once: 2/7 for the fastest pair, below 1 for all    (D19.1)
 *
 * zeta        (rotary_dim/2)  out
 * rotary_dim                  in   d, even, 2 .. RWK_MAX_DIM.
 *
 * Returns RWK_OK; RWK_EODD; RWK_ERANGE.  Source: Sun et al. 2022, gamma = 0.4; microsoft/torchscale, class XPOS.
 */
rwk_status rwk_xpos_zeta(double zeta[], size_t rotary_dim);

/**
 * scale[i] = zeta_i^(m/B) for a query, 1/zeta_i^(m/B) for a key                                          (D19.2)
 *
 * The power is the C library's in double, rounded to dtype; its inverse is divided in dtype, as torchscale does.
 *
 * scale       (n)  out  infinity where it overflows, 0 where it underflows                                (D19.6)
 * zeta        (n)  in   numbers above 0.
 * scale_base       in   B > 0 [token]: RWK_XPOS_BASE in torchscale.
 * m                in   position, or its distance from a centre common to queries and keys (rwk_xpos_centre) [token];
 *                       |m| <= RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_ENAN (zeta or scale_base not finite); RWK_ERANGE.
 */
typedef rwk_status rwk_xpos_scaling(double scale[], const double zeta[], size_t n, double scale_base, int64_t m, rwk_xpos_role role,
                                    rwk_dtype dtype);
rwk_xpos_scaling rwk_xpos_scale;

/**
 * ceil(length/2), what torchscale subtracts from the positions 0 .. length - 1 before it scales (not before it rotates); it cancels
 * in every score and halves the largest exponent.                                                        (D19.2)
 *
 * length  in  tokens of the whole text, cached ones included; at least 0.
 */
int64_t rwk_xpos_centre(int64_t length);

/**
 * y = scale (*) R_m x: pair i turned by m theta_i and multiplied by scale[i]                               (D19.2)
 *
 * cos and sin are multiplied by the scale first, then x is rotated by them, as torchscale does; a scale of 1 gives the bits of RoPE.
 *
 * y, x      (head_dim)      out, in  as in rwk_rope; y == x is allowed.  Slots from rotary_dim on are copied.
 * c, s      (rotary_dim/2)  in       as in rwk_rope.
 * scale     (rotary_dim/2)  in       of rwk_xpos_scale.
 * layout                    in       torchscale has RWK_INTERLEAVED.
 *
 * Returns RWK_OK; RWK_ENOMEM, RWK_EOVERFLOW; the statuses of rwk_rope, RWK_ENAN also where an infinite scale meets a sine or cosine of 0.
 */
rwk_status rwk_xpos(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                    const double scale[], rwk_layout layout, rwk_dtype dtype);

#endif
