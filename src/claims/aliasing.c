/* SPDX-License-Identifier: MIT */
/* The formulas of claim `aliasing_law`. */
#include "claims/aliasing.h"

#include <gsl/gsl_math.h>
#include <math.h>

#include "claims/decay.h"
#include "claims/rounding.h"

double rwk_alias_noise(const double inv_freq[], size_t n, double base, double s)
{
    return rwk_decay_mean_cosine(inv_freq, n, s) - rwk_decay_limit(s, base) - rwk_decay_end_point(s, base, n);
}

double rwk_alias_tolerance(double from, double base, size_t n)
{
    const double period = log(base) / (double)n, terms = from / rwk_decay_alias_onset(base, n);
    return 2 * period + sqrt(period / terms) / (log(terms) + M_EULER);
}

/* |W(x)|^2, W the mean of e^{ixs} over `length` consecutive integers. */
static double window_square(double x, double length)
{
    const double step = sin(x / 2);
    return step == 0 ? 1 : gsl_pow_2(sin(length * x / 2) / (length * step));
}

double rwk_alias_window_spread(const double inv_freq[], size_t n, double length)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += window_square(2 * inv_freq[i], length) / 8;
        for (size_t j = 0; j < i; j++)
            sum += (window_square(inv_freq[i] + inv_freq[j], length) + window_square(inv_freq[i] - inv_freq[j], length)) / 2;
    }
    return 2 * sqrt(sum) / (double)n;
}

double rwk_alias_rounding(double s, size_t n) { return 0x1p-53 * (2 * s + (double)n + 2); }

double rwk_alias_first_negative(const double inv_freq[], size_t n, double last, double *doubt)
{
    for (double s = 1; s <= last; s++) {
        const double f = rwk_decay_mean_cosine(inv_freq, n, s);
        *doubt = rwk_worst(*doubt, rwk_alias_rounding(s, n) / fabs(f));
        if (f < 0) return s;
    }
    return 0;
}

double rwk_alias_least_partial(double share) { return 1 - 2 * share; }
