/* SPDX-License-Identifier: MIT */
/* Scores between positions. */
#include "claims/chord.h"

#include <math.h>

#include "core/dtype.h"

/* Weights of the two ends. */
static double of_first(rwk_chord at) { return (at.s2 - at.s) / (at.s2 - at.s1); }
static double of_second(rwk_chord at) { return (at.s - at.s1) / (at.s2 - at.s1); }

/* e^{i s theta} less its chord. */
static void curve_less_chord(double *re, double *im, double theta, rwk_chord at)
{
    *re = cos(at.s * theta) - of_first(at) * cos(at.s1 * theta) - of_second(at) * cos(at.s2 * theta);
    *im = sin(at.s * theta) - of_first(at) * sin(at.s1 * theta) - of_second(at) * sin(at.s2 * theta);
}

double rwk_chord_error(const double re[], const double im[], const double inv_freq[], size_t n, rwk_chord at)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) {
        double c, s;
        curve_less_chord(&c, &s, inv_freq[j], at);
        sum += re[j] * c - im[j] * s;
    }
    return sum;
}

double rwk_chord_largest(const double inv_freq[], size_t n, rwk_chord at)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) {
        double c, s;
        curve_less_chord(&c, &s, inv_freq[j], at);
        sum += hypot(c, s);
    }
    return sum;
}

double rwk_chord_bound(double sum, rwk_chord at) { return sum * (at.s - at.s1) * (at.s2 - at.s) / 2; }

double rwk_chord_squares(const double inv_freq[], size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum += inv_freq[j] * inv_freq[j];
    return sum;
}

double rwk_chord_squares_geometric(double base, size_t n) { return expm1(-2 * log(base)) / expm1(-2 * log(base) / (double)n); }

double rwk_chord_squares_rounding(size_t n) { return ((double)n + 16) * rwk_unit_roundoff(RWK_F64); }
