/* SPDX-License-Identifier: MIT */
/* Frequencies with their index off by one. */
#ifndef RWK_FAULTS_FREQUENCY_FAULT_H
#define RWK_FAULTS_FREQUENCY_FAULT_H

#include <stddef.h>

/**
 * The frequencies that S1 prints: theta_i = b^(-2i/d) for i = 1 .. d/2 where i = 0 .. d/2 - 1 is meant, so that no pair turns a
 * whole radian a token and the last one has the wavelength 2 pi b.                                         (D16.9)
 *
 * inv_freq  (n)  out  n = d/2 [radian/token].
 * base           in   b > 0.
 */
void rwk_fault_inv_freq_from_one(double inv_freq[], size_t n, double base);

#endif
