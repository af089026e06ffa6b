/* SPDX-License-Identifier: MIT */
/* The formulas of claim `phase_wheel`. */
#include "claims/wheel.h"

#include <gsl/gsl_math.h>
#include <math.h>

#include "claims/rounding.h"

double rwk_bound_wheel_step(void) { return 5 * 0x1p-53; }

double rwk_bound_wheel_sum(size_t n, double m) { return 0x1p-53 * (double)n * (2 * m + 2 * (double)n + 4); }

int rwk_wheel_passes(double sin_before, double sin_after) { return sin_before < 0 && sin_after >= 0; }

double rwk_wheel_farthest(const double c[], const double s[], size_t n)
{
    double farthest = 0;
    for (size_t i = 0; i < n; i++) farthest = rwk_worst(farthest, hypot(c[i] - 1, s[i]));
    return farthest;
}

double rwk_wheel_separation(double *first, double *last, double base, size_t n)
{
    const double root = pow(base, 0.5 / (double)n);
    *first = M_PI / root;
    *last = M_PI * root * pow(base, ((double)n - 1) / (double)n);
    return rwk_worst(0, 2 * cos(rwk_least(M_PI * (root - 1) / 2, M_PI)));
}

double rwk_wheel_distance(double f) { return sqrt(2 * (1 - f)); }
