/* SPDX-License-Identifier: MIT */
/* Slips of the documents beyond those of misprint.h, and misprints planted in formulas that they print right. */
#ifndef RWK_FAULTS_DOCUMENT_FAULT_H
#define RWK_FAULTS_DOCUMENT_FAULT_H

#include "attention/projection.h"
#include "core/dtype.h"
#include "encodings/rope.h"

/* ---- As the documents have it. ---- */

/**
 * A cos(phi) - B sin(phi), A = q_0 k_0 + q_1 k_1, B = q_1 k_0 - q_0 k_1, for q^T R(phi) k: the last sign of the image func9 of S1.
 * As the score at phi = (m - n) theta it is right: there it undoes the sign of func6.                        (D23.2)
 */
double rwk_fault_expansion(const double q[2], const double k[2], double c, double s);

/**
 * sum_i g(x_m^(i), x_n^(i), m - n) of S4, below its eq. (14): pair i of the embeddings through block (i, i) of the weights alone.
 * Arguments and statuses as rwk_projected_score; RWK_ESHAPE unless head_dim = d_model.                        (D23.3)
 */
rwk_score_form rwk_fault_subspaces_score;

/** base**-2*i/d as Python reads S2's `10000**-2i/d`: (base^(-2i))/d.                                        (D23.4) */
double rwk_fault_precedence(double base, size_t i, size_t d);

/**
 * Wavelengths 6, 12, 24, …: geometric, as S3 has it, and yet the code repeats after 6 2^(n-1) tokens.         (D23.5)
 *
 * inv_freq  (n)  out  [radian/token]
 */
void rwk_fault_geometric_wavelengths(double inv_freq[], size_t n);

/* ---- Planted: each a sign or an index in a formula that the documents print right. ---- */

/** S4 eq. (14) with the minus sign in the lower row of a block.  Statuses as rwk_rope. */
rwk_rope rwk_fault_clockwise;

/** S4 eq. (17) with (x_2, x_1, x_4, x_3, …) in its third column, the minus signs lost.  Statuses as rwk_rope. */
rwk_rope rwk_fault_no_minus;

/** The RoPE code of S3 with its slices ::2 and 1::2 exchanged, cosine for sine.  Statuses as rwk_rope. */
rwk_rope rwk_fault_exchanged;

/** S2's product with the real part of freqs_cis alone: (x_0 c, x_1 c).  Statuses as rwk_rope. */
rwk_rope rwk_fault_real_part;

/** S4 eq. (13)'s matrix of z, [[a, -b], [b, a]], without its minus sign, times w. */
void rwk_fault_complex_product(double product[2], const double z[2], const double w[2]);

/** S4 eq. (12) without the star: Re[q k e^{i phi}].  c, s: cos and sin of phi. */
double rwk_fault_no_conjugate(const double q[2], const double k[2], double c, double s);

/** S4 eq. (6) with a minus sign before its third term: the four terms' sum.                                  (D13.1) */
double rwk_fault_third_term(const double terms[4]);

#endif
