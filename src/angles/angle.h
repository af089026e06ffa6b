/* SPDX-License-Identifier: MIT */
/* The angle as engines compute it: a stored frequency times a position, rounded, then the cosine and sine of that. */
#ifndef RWK_ANGLES_ANGLE_H
#define RWK_ANGLES_ANGLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"

/**
 * c[i] = rd(cos(fl(m) * theta_i)), s[i] likewise, every step rounded to dtype                              (D1.6)
 *
 *   angle = rd(rd(m) * theta_i),   |angle - m theta_i| <= u |m| theta_i  for m representable in dtype
 *
 * Below 2^p, p the significand bits of dtype, positions are exact; above they are rounded as the engine's dtype rounds them.
 * cos and sin are the C library's in double (below 1 ulp of double), rounded to dtype.
 *
 * c, s      (n)  out
 * inv_freq  (n)  in   stored frequencies [radian/token], numbers of dtype.
 * m              in   position [token].
 */
void rwk_angle_cos_sin(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_dtype dtype);

#endif
