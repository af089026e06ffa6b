/* SPDX-License-Identifier: MIT */
/* The generator of the one-parameter group m -> R_m and its exponential, with GSL. */
#ifndef RWK_CLAIMS_GENERATOR_H
#define RWK_CLAIMS_GENERATOR_H

#include <gsl/gsl_matrix.h>
#include <stddef.h>

/**
 * g = G = blockdiag theta_i [[0, -1], [1, 0]], so that R_m = exp(m G)                                      (D4.7)
 *
 * g         (2n, 2n)  out
 * inv_freq  (n)       in   theta_i [radian/token].
 */
void rwk_generator_fill(gsl_matrix *g, const double inv_freq[], size_t n);

/**
 * e = exp(m g) by scaling and squaring (gsl_linalg_exponential_ss); NaN throughout where GSL reports a failure.
 *
 * e     (d, d)  out  must not overlap g or work.
 * work  (d, d)  out  scratch: m g.
 */
void rwk_generator_exp(gsl_matrix *e, const gsl_matrix *g, double m, gsl_matrix *work);

/** Largest error of an entry of exp(m G) as GSL computes it, norm = |m| max theta_i <= 10^10:  1320 u (1 + norm)   (D4.8) */
double rwk_bound_exponential(double norm);

#endif
