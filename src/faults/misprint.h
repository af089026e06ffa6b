/* SPDX-License-Identifier: MIT */
/* Formulas as the documents print them, wrong: run beside the right ones to show what the misprint costs. */
#ifndef RWK_FAULTS_MISPRINT_H
#define RWK_FAULTS_MISPRINT_H

#include <stdint.h>

#include "attention/projection.h"
#include "core/array.h"
#include "encodings/sinusoidal.h"

/**
 * The relative position m - n that S4 eq. (16) and the image proof of S1 print; the identity needs n - m.    (D2.4)
 * m, n [token]
 */
int64_t rwk_fault_relative_position(int64_t m, int64_t n);

/**
 * The loop of S3 as printed: exponent 2i/d with i already in steps of two, and 2(i+1)/d for the cosine, so that
 * frequencies fall twice too fast and the two columns of a pair turn at different speeds.                    (D6.7)
 * Arguments and statuses as rwk_sinusoidal_loop.
 */
rwk_sinusoidal_table rwk_fault_sinusoidal_printed;

/**
 * The shift with RoPE's sign, blocks [[cos, -sin], [sin, cos]](k theta_t), on columns ordered (sin, cos).      (D6.4)
 * Arguments and statuses as rwk_sinusoidal_shift.
 */
rwk_status rwk_fault_sinusoidal_shift(double shift[], int64_t k, size_t d_model, double base);

/**
 * The Abel bound without its last term: max |h_{i+1} - h_i| over i < n - 1 instead of i < n with h_n = 0.       (D5.3)
 *
 * re, im  (n)  in  h_i; at least one.
 */
double rwk_fault_largest_step(const double re[], const double im[], size_t n);

/** repeat_interleave([[1, 2], [3, 4]], 3) as S0 prints it: the answer of [[1, 3], [4, 5]].                     (D10.6) */
void rwk_fault_repeat_interleave_printed(double y[12]);

/**
 * y[j] = x[j mod n]: all of x, again and again, as torch.repeat and numpy.tile do; the order that S0 warns of.  (D10.7)
 * Arguments and statuses as rwk_repeat_interleave_flat.
 */
rwk_status rwk_fault_tile(double y[], const double x[], size_t n, size_t repeats);

/**
 * x_m^T W_q R W_k x_n: rwk_projected_score without the transpose, RoFormer eq. (16).                        (D13.6)
 * With the table of rwk_fault_relative_position for R it is S4 eq. (16) as printed.
 * Arguments and statuses as rwk_projected_score; RWK_ESHAPE unless head_dim = d_model: W_q R has no other meaning.
 */
rwk_score_form rwk_fault_projected_score;

#endif
