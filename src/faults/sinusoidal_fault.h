/* SPDX-License-Identifier: MIT */
/* Frequencies that are not geometric, and the distance law without its constant: the controls of the claims on sinusoids. */
#ifndef RWK_FAULTS_SINUSOIDAL_FAULT_H
#define RWK_FAULTS_SINUSOIDAL_FAULT_H

#include <stddef.h>

/** Every pair turns one radian a token: the exponent forgotten.  As many clocks, but all show the same hand.       (D12.7) */
void rwk_fault_equal_frequencies(double inv_freq[], size_t n);

/** Evenly spaced, theta_t = (t + 1)/n: a Fourier series instead of a geometric one; it nearly repeats after 2 pi n tokens.  (D12.7) */
void rwk_fault_even_frequencies(double inv_freq[], size_t n);

/** Wavelengths 2 pi base^(t/n) rounded to whole tokens: the code repeats after their least common multiple, 6 for n = 1.  (D12.4) */
void rwk_fault_whole_wavelengths(double inv_freq[], size_t n, double base);

/** The law of the distance without Euler's constant: ln k/ln b.                                             (D12.3) */
double rwk_fault_pe_distance_law(double k, double base);

#endif
