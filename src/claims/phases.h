/* SPDX-License-Identifier: MIT */
/* Reading a position off noisy phases: the noise, the most likely position, and what theory allows. */
#ifndef RWK_CLAIMS_PHASES_H
#define RWK_CLAIMS_PHASES_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Concentration kappa > 0 of the von Mises noise with the mean cosine of a Gaussian phase error of sigma [radian]:  (D12.8)
 *
 *   I_1(kappa)/I_0(kappa) = exp(-sigma^2/2)
 *
 * sigma  in  0.01 .. 5.
 */
double rwk_phases_concentration(double sigma);

/** A phase error [radian] in (-pi, pi] with the density exp(kappa cos e)/(2 pi I_0(kappa)); Best and Fisher 1979.    (D12.8) */
double rwk_phases_von_mises(gsl_rng *rng, double kappa);

/**
 * The most likely position under that noise: of 0 .. n_pos - 1 the first with the largest sum_t cos(psi_t - m theta_t)   (D12.9)
 *
 * re, im    (n)         in   cos psi_t, sin psi_t.
 * c, s      (n, n_pos)  in   cos(m theta_t), sin(m theta_t), row t.
 * n_pos                 in   a multiple of RWK_PHASES_BLOCK.
 *
 * Returns -1 when no sum is a number.
 */
int64_t rwk_phases_decode(const double re[], const double im[], const double c[], const double s[], size_t n, size_t n_pos);

enum { RWK_PHASES_BLOCK = 512 };

/** Probability that a position k away looks at least as likely as the right one, at most:                    (D12.10)
 *  prod_t I_0(kappa cos(k theta_t/2))/I_0(kappa) */
double rwk_phases_confusion(const double inv_freq[], size_t n, int64_t k, double kappa);

/** Union bound for a position drawn from 0 .. n_pos - 1: the decoded one is more than `beyond` away with at most   (D12.10)
 *  2 sum_{k > beyond} (1 - k/n_pos) confusion(k), and 1. */
double rwk_phases_error_limit(const double inv_freq[], size_t n, int64_t n_pos, double kappa, int64_t beyond);

/** Information of one phase about the position, at most [nat]:  kappa I_1/I_0 - ln I_0                          (D12.11) */
double rwk_phases_information(double kappa);

/** Fano: no decoder finds the right one of n_pos positions more often than (n information + ln 2)/ln n_pos, and 1.  (D12.11) */
double rwk_phases_success_limit(size_t n, int64_t n_pos, double kappa);

#endif
