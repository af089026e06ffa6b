/* SPDX-License-Identifier: MIT */
/* A score of RoPE fitted to noise by least squares: how large it gets within the fitted positions, between and beyond them. */
#ifndef RWK_CLAIMS_SCORE_FIT_H
#define RWK_CLAIMS_SCORE_FIT_H

#include <gsl/gsl_matrix.h>
#include <stddef.h>

#include "core/dtype.h"
#include "core/status.h"

/** x = (sin s theta_0, cos s theta_0, sin s theta_1, ...): a(s) = x . c for coefficients c                     (D21.1)
 *
 * x         (2n)  out  theta, angle, sine and cosine are each rounded to dtype.
 * inv_freq  (n)   in   [radian/token]
 * s               in   [token], a number of dtype.
 */
void rwk_fit_row(double x[], const double inv_freq[], size_t n, double s, rwk_dtype dtype);

/** The rows of s = 0 .. length - 1 factored once, X = Q R; its leading blocks factor the rows of the fastest pairs.  (D21.1) */
typedef struct {
    gsl_matrix *qr;  /* (length, 2n) */
    gsl_vector *tau; /* (2n) */
} rwk_fit;

/** Factor.  length >= 2n >= 2.  RWK_OK; RWK_ESHAPE, RWK_ENOMEM.  To be cleared by rwk_fit_clear, safe on a zeroed fit and twice. */
rwk_status rwk_fit_open(rwk_fit *fit, const double inv_freq[], size_t n, size_t length);
void rwk_fit_clear(rwk_fit *fit);

/** z = the first 2n entries of Q^T y.  z (2n) out; y (length) in, and overwritten.  For y ~ N(0, 1), z ~ N(0, 1). */
void rwk_fit_project(double z[], const rwk_fit *fit, double y[]);

/** The singular values of X with the fastest pairs only, and its right singular vectors. */
typedef struct {
    size_t n;      /* columns: twice the pairs */
    size_t length; /* rows of X */
    gsl_matrix *u, *v;
    gsl_vector *sigma; /* falling */
} rwk_modes;

/** Of the fastest `pairs`, 1 .. n.  RWK_OK; RWK_ERANGE, RWK_ENOMEM, RWK_ENAN for a NaN in X, or when the iteration does not converge.  Cleared by
 *  rwk_modes_clear, safe on zeroed modes and twice. */
rwk_status rwk_modes_open(rwk_modes *modes, const rwk_fit *fit, size_t pairs);
void rwk_modes_clear(rwk_modes *modes);

/** How much of mode k a fit uses, sigma/(sigma^2 + ridge).  Without a ridge, what is at most length 2^-52 sigma_0 counts as 0, the rule
 *  of LAPACK's drivers as numpy calls them; `all` keeps it.                                                   (D21.3), (D21.7) */
typedef struct {
    double ridge; /* added to the diagonal of X^T X; >= 0 */
    int all;      /* no mode is left out */
} rwk_fit_rule;
double rwk_modes_gain(const rwk_modes *modes, size_t k, rwk_fit_rule rule);

/** c = V gain U^T z.  c (n) out; z in, its first n entries are used. */
void rwk_modes_solve(double c[], const rwk_modes *modes, const double z[], rwk_fit_rule rule);

/** Standard deviations of a(s) at so many positions for y ~ N(0, 1):  |gain V^T x|, x a row of rows.                (D21.2)
 *
 * deviation  (rows)          out
 * x          (rows, stride)  in   stride >= n, the columns of modes; rows >= 1.
 * Returns RWK_OK, RWK_ENOMEM.
 */
rwk_status rwk_modes_deviations(double deviation[], const rwk_modes *modes, const double x[], size_t rows, size_t stride,
                                rwk_fit_rule rule);

/** Bound on the rounding of a(s) = x . c, and of `sigmas` times its deviation:                               (D21.3)
 *
 *   u J^(1/2) ((n + (n + 3) n^(1/2)) |z| + n^(3/2) sigmas) max gain,   n = 2J columns */
double rwk_modes_rounding(const rwk_modes *modes, const double z[], double sigmas, rwk_fit_rule rule);

/** alpha (n) out, falling: singular values of the map z -> (a(s) at so many positions), x the rows of rows.       (D21.8)
 *
 * x  (rows, stride)  in   as above; rows >= n.
 * Returns RWK_OK, RWK_ENOMEM, RWK_ENAN.
 */
rwk_status rwk_modes_amplification(double alpha[], const rwk_modes *modes, const double x[], size_t rows, size_t stride,
                                   rwk_fit_rule rule);

/** `count` Gaussians together exceed so many sigmas as rarely as one exceeds 5.                              (D21.2) */
double rwk_fit_sigmas(double count);

/** P(|A z| < radius) <= prod_{k < m} radius/alpha_k  pi^(m/2)/Gamma(m/2 + 1)/(2 pi)^(m/2), the least over m = 1 .. n;    (D21.8)
 *  alpha falling, the singular values of A; z ~ N(0, 1). */
double rwk_fit_small_ball(const double alpha[], size_t n, double radius);

/** How many of the fastest pairs the Rayleigh limit separates: neighbours differ by more than 2 pi/length.      (D21.4)
 *  inv_freq (n) falling, n >= 1. */
size_t rwk_rayleigh_pairs(const double inv_freq[], size_t n, size_t length);

/** Squares of the singular values of such rows lie within (length -+ 2 pi/gap)/2 of the smallest gap; *low may be negative.  (D21.4)
 *  n >= 2 pairs, 1 >= theta_0 > theta_1 > ... > 0, neighbours by a factor of at most 3. */
void rwk_rayleigh_squares(double *low, double *high, const double inv_freq[], size_t n, size_t length);

#endif
