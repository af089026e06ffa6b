/* SPDX-License-Identifier: MIT */
/* The formulas of claim `decay_bound`. */
#include "claims/abel.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "claims/decay.h"
#include "claims/rounding.h"

void rwk_abel_pair_products(double re[], double im[], const double q[], const double k[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double a = q[2 * i], b = q[2 * i + 1], c = k[2 * i], e = k[2 * i + 1];
        re[i] = a * c + b * e;
        im[i] = b * c - a * e;
    }
}

double rwk_abel_steepness(const double re[], const double im[], size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += hypot(re[i], im[i]);
    return rwk_decay_largest_step(re, im, n) / (sum / (double)n);
}

double rwk_abel_floor(size_t n) { return (double)((n + 1) / 2) / (double)n; }

double rwk_abel_product_tail(double t) { return t * gsl_sf_bessel_K1(t); }

double rwk_abel_step_tail(double t) { return t * t * gsl_sf_bessel_Kn(2, t) / 2; }

double rwk_abel_product_moment(double x)
{
    const double rest = 1 - x * x;
    return 1 / rest + x * acos(-x) / (rest * sqrt(rest));
}

/* Chernoff: P(mean |h| >= a) <= (e^(-x a) M(x))^n for every x in [0, 1). */
static double mean_tail(size_t n, double a)
{
    double least = 0; /* of the logarithm; x = 0 */
    for (double x = 0.01; x < 0.995; x += 0.01) least = rwk_least(least, log(rwk_abel_product_moment(x)) - x * a);
    return exp((double)n * least);
}

double rwk_abel_flat_probability(size_t n, double ratio)
{
    double least = 1;
    for (double a = 1.6; a < 6; a += 0.02)
        least = rwk_least(least, pow(1 - rwk_abel_step_tail(ratio * a), (double)(n / 2)) + mean_tail(n, a));
    return least;
}

double rwk_abel_walk(size_t n)
{
    double sum = 0;
    for (size_t j = 1; j <= n; j++) sum += sqrt(M_PI * (double)j) / 2;
    return sum / (double)n;
}

void rwk_abel_walk_limits(double *low, double *high, size_t n)
{
    double below = 0, above = 0;
    for (size_t j = 1; j <= n; j++) {
        below += (double)j / sqrt(2 * (double)j - 1);
        above += sqrt((double)j);
    }
    *low = below / (double)n;
    *high = above / (double)n;
}
