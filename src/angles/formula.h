/* SPDX-License-Identifier: MIT */
/* b^(-2i/d) as the documents and engines write it: equal over the reals, not in a dtype. */
#ifndef RWK_ANGLES_FORMULA_H
#define RWK_ANGLES_FORMULA_H

#include <stddef.h>

#include "core/dtype.h"

/**
 * inv_freq[i] [radian/token], i = 0 .. d/2 - 1, every step rounded to dtype                                (D22.4)
 *
 * inv_freq  (d/2)  out
 * d                in   rotary_dim, even, at least 2.
 * base             in   rope_theta, a positive number of dtype.
 *
 * pow and exp are the C library's in double, rounded once more: a correctly rounded result of dtype unless the double lies within
 * its own error of a midpoint.
 */
typedef void rwk_formula(double inv_freq[], size_t d, double base, rwk_dtype dtype);

/** b ** (-2i/d): S2 `compute_theta`, S4 `sinusoidal_position_embedding`; torch.pow is its `**`. */
rwk_formula rwk_formula_power;

/** 1 / b ** (2i/d): Hugging Face. */
rwk_formula rwk_formula_reciprocal;

/** exp(2i * -(ln b / d)): `div_term` of S3, `den` of S4; the bracket is a double, rounded to dtype when the tensor is multiplied. */
rwk_formula rwk_formula_exponential;

/** theta_0 = 1, theta_i = theta_{i-1} * b ** (-2/d): llama.cpp, which starts from the position instead of 1. */
rwk_formula rwk_formula_running;

#endif
