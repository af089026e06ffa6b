/* SPDX-License-Identifier: MIT */
/* The curves of claim `long_range_decay`. */
#include "claims/decay.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_expint.h>
#include <math.h>

#include "claims/rounding.h"

void rwk_decay_partial_sums(double re[], double im[], const double inv_freq[], size_t n, double s)
{
    double sum_re = 0, sum_im = 0;
    for (size_t j = 0; j < n; j++) {
        re[j] = sum_re += cos(s * inv_freq[j]);
        im[j] = sum_im += sin(s * inv_freq[j]);
    }
}

double rwk_decay_largest_step(const double re[], const double im[], size_t n)
{
    double largest = hypot(re[n - 1], im[n - 1]); /* h_n = 0 */
    for (size_t i = 0; i + 1 < n; i++) largest = rwk_worst(largest, hypot(re[i + 1] - re[i], im[i + 1] - im[i]));
    return largest;
}

double rwk_decay_mean_partial_sum(const double inv_freq[], size_t n, double s)
{
    double re = 0, im = 0, sum = 0;
    for (size_t j = 0; j < n; j++) {
        re += cos(s * inv_freq[j]);
        im += sin(s * inv_freq[j]);
        sum += hypot(re, im);
    }
    return sum / (double)n;
}

double rwk_decay_mean_cosine(const double inv_freq[], size_t n, double s)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += cos(s * inv_freq[i]);
    return sum / (double)n;
}

double rwk_decay_limit(double s, double base) { return s == 0 ? 1.0 : (gsl_sf_Ci(s) - gsl_sf_Ci(s / base)) / log(base); }

static double ci(double x, void *unused)
{
    (void)unused;
    return gsl_sf_Ci(x);
}

double rwk_decay_ci_zero(void)
{
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    gsl_function f = { ci, NULL };
    if (!solver) return NAN;
    int status = gsl_root_fsolver_set(solver, &f, 0.5, 0.75), more = GSL_CONTINUE;
    for (int step = 0; step < 100 && status == GSL_SUCCESS && more == GSL_CONTINUE; step++) {
        status = gsl_root_fsolver_iterate(solver);
        more = gsl_root_test_interval(gsl_root_fsolver_x_lower(solver), gsl_root_fsolver_x_upper(solver), 0, 4 * GSL_DBL_EPSILON);
    }
    const double root = status == GSL_SUCCESS && more == GSL_SUCCESS ? gsl_root_fsolver_root(solver) : NAN;
    gsl_root_fsolver_free(solver);
    return root;
}

double rwk_decay_end_point(double s, double base, size_t n) { return (cos(s) - cos(s / base)) / (2 * (double)n); }

/* |F'| and |F'''| at both ends of [0, 1], then the integral of |F''''|, for F(x) = cos(s b^-x). */
double rwk_decay_remainder(double s, double base, size_t n)
{
    const double log_base = log(base), h = log_base / (double)n;
    const double first = s + s * s / (base * base);
    const double third = (1 + 1 / base) * (s * s * s + 3 * s * s + s);
    const double fourth = gsl_pow_4(s) / 4 + 2 * gsl_pow_3(s) + 3.5 * s * s + s;
    return (first * h * h / 12 + (third + fourth) * gsl_pow_4(h) / 720) / log_base;
}

double rwk_decay_alias_onset(double base, size_t n) { return 2 * M_PI * (double)n / log(base); }

double rwk_decay_alias_rms(double s, double base, size_t n)
{
    const double octaves = log(s / rwk_decay_alias_onset(base, n)) + M_EULER;
    return fmin(sqrt(fmax(octaves, 0) / (2 * (double)n * log(base))), 1 / sqrt(2 * (double)n));
}
