/* SPDX-License-Identifier: MIT */
/* The interpolation bound of Position Interpolation (Chen et al. 2023) as printed, and the slip in its proof. */
#ifndef RWK_FAULTS_INTERPOLATION_FAULT_H
#define RWK_FAULTS_INTERPOLATION_FAULT_H

#include <stddef.h>

/** 1 + x ln c, which their eq. (14) takes for an upper bound of c^x.  It is the tangent at x = 0, and lies below.      (D21.12) */
double rwk_fault_power_bound(double c, double x);

/** d/(4 ln c), which eq. (14) so finds for an upper bound of sum_j theta_j^2, theta_j = c^(-2j/d).  It lies below.     (D21.12) */
double rwk_fault_sum_of_squares(double c, size_t d);

/** Their Theorem 2.1: |a(s) - a_lin(s)| <= d max |h_j| (s - s1)(s2 - s)/(8 ln c), for max |h_j| = 1.                  (D21.12) */
double rwk_fault_interpolation_bound(double c, size_t d, double s1, double s2, double s);

#endif
