/* SPDX-License-Identifier: MIT */
/* Positions and angles handled carelessly: rounded too early, or summed step by step. */
#ifndef RWK_FAULTS_POSITION_FAULT_H
#define RWK_FAULTS_POSITION_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"

/**
 * cos and sin of an f32 angle whose position was first rounded to bf16: 257 becomes 256.                     (D1.6)
 *
 * c, s      (n)  out  numbers of f32.
 * inv_freq  (n)  in   numbers of f32.
 */
void rwk_fault_bf16_position(double c[], double s[], const double inv_freq[], size_t n, int64_t m);

/**
 * One step of the accumulated angle, phi + theta rounded to dtype: after n steps off by up to u theta n (n + 1)/2 (1 + n u).  (D7.4)
 */
double rwk_fault_accumulate(double phi, double theta, rwk_dtype dtype);

#endif
