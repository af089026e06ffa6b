/* SPDX-License-Identifier: MIT */
/* Distances of sinusoidal encodings. */
#include "claims/pe_distance.h"

#include <float.h>
#include <gsl/gsl_math.h>
#include <math.h>

#include "angles/truth.h"
#include "claims/decay.h"
#include "claims/rounding.h"

static const double U = DBL_EPSILON / 2;

rwk_status rwk_pe_frequencies(double inv_freq[], size_t d, double base, rwk_diag *diag)
{
    rwk_truth *truth = NULL;
    const rwk_config config = rwk_config_plain(d, base);
    rwk_status status = rwk_truth_new(&truth, &config, 0, diag);
    if (status == RWK_OK) status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    return status;
}

/* The sum as far as it stays at or below `enough`; NaN is never enough. */
static double squared_up_to(const double inv_freq[], size_t n, int64_t k, double enough)
{
    double sum = 0;
    for (size_t t = 0; t < n && !(4 * sum > enough); t++) sum += gsl_pow_2(sin(0.5 * (double)k * inv_freq[t]));
    return 4 * sum;
}

double rwk_pe_distance_squared(const double inv_freq[], size_t n, int64_t k) { return squared_up_to(inv_freq, n, k, INFINITY); }

double rwk_bound_pe_distance(double sum, size_t n, int64_t k, double value)
{
    return U * (4 * (double)k * sum + ((double)n + 5) * value);
}

double rwk_bound_pe_rows(double sum, size_t n, double base, size_t n_pos)
{
    const double d = 2 * (double)n;
    return U * (2 * (6 + log(base)) * (double)n_pos * sum + 3 * d * d + 24 * d);
}

double rwk_pe_distance_law(double k, double base) { return (log(k) + M_EULER) / log(base); }

double rwk_pe_distance_law_bound(double k, double base, size_t n)
{
    const double continuum = (1 / k + gsl_pow_2(k / (2 * base))) / log(base);
    return continuum + fabs(rwk_decay_end_point(k, base, n)) + rwk_decay_remainder(k, base, n);
}

rwk_pe_closest rwk_pe_closest_pair(const double inv_freq[], size_t n, int64_t first, int64_t last)
{
    rwk_pe_closest best = { first, INFINITY };
    for (int64_t k = first; k <= last; k++) {
        const double squared = squared_up_to(inv_freq, n, k, best.squared);
        if (squared < best.squared || isnan(squared)) best = (rwk_pe_closest){ k, squared };
    }
    return best;
}
