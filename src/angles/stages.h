/* SPDX-License-Identifier: MIT */
/* The angle of an engine whose stages have dtypes of their own: frequency, position, product, cosine and sine. */
#ifndef RWK_ANGLES_STAGES_H
#define RWK_ANGLES_STAGES_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"

/** The dtype of each stage; all four equal: rwk_angle_cos_sin. */
typedef struct {
    rwk_dtype inv_freq; /* the stored frequency */
    rwk_dtype position; /* the position, before it is multiplied */
    rwk_dtype angle;    /* their product */
    rwk_dtype table;    /* cosine and sine */
} rwk_stages;

/** f64 or f32 throughout; f32 up to the angle and a table in bf16, as engines keep it. */
extern const rwk_stages rwk_stages_f64, rwk_stages_f32, rwk_stages_bf16_table;

/**
 * angle = rd_angle(rd_position(m) theta)  [radian]                                                         (D22.6)
 *
 * theta  in  a stored frequency [radian/token], a number of stages.inv_freq.
 * m      in   position [token].
 *
 * An infinite position (f16 from 65520 on) gives an infinite angle, or NaN for theta = 0.
 */
double rwk_stages_angle(double theta, int64_t m, rwk_stages stages);

/**
 * c[i] = rd_table(cos(angle_i)), s[i] likewise                                                             (D22.6)
 *
 * c, s      (n)  out  numbers of stages.table; NaN where the angle is infinite.
 * inv_freq  (n)  in   stored frequencies [radian/token], numbers of stages.inv_freq.
 * m              in   position [token].
 *
 * cos and sin are the C library's in double, rounded to stages.table.
 */
void rwk_stages_cos_sin(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_stages stages);

#endif
