/* SPDX-License-Identifier: MIT */
/* The printed examples of S0, section 1.3.3.  Its wrong one is a fault: src/faults/misprint.c. */
#include "claims/s0_answers.h"

#include <gsl/gsl_math.h>

const int8_t rwk_s0_outer_a[] = { 2, 3, 1, 1, 2 }, rwk_s0_outer_b[] = { 4, 2, 3 };
const int8_t rwk_s0_outer[] = { 8, 4, 6, 12, 6, 9, 4, 2, 3, 4, 2, 3, 8, 4, 6 };

const double rwk_s0_polar_angle[] = { M_PI / 2, 5 * M_PI / 4 };
const rwk_s0_printed rwk_s0_polar_re[] = { { 6.1232e-17, 0.5e-21 }, { -7.0711e-01, 0.5e-5 } };
const rwk_s0_printed rwk_s0_polar_im[] = { { 1.0000, 0.5e-4 }, { -0.7071, 0.5e-4 } };

const size_t rwk_s0_keys[] = { 2, 12, 8, 512 }, rwk_s0_keys2[] = { 2, 12, 64, 512 };
const double rwk_s0_x[] = { 1, 2, 3, 4 }, rwk_s0_rows[] = { 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4 }, rwk_s0_other_x[] = { 1, 3, 4, 5 };
const double rwk_s0_letters[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3 };
