/* SPDX-License-Identifier: MIT */
/* Noise on the circle, its most likely position, and two bounds. */
#include "claims/phases.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

static double mean_cosine(double kappa) { return gsl_sf_bessel_I1_scaled(kappa) / gsl_sf_bessel_I0_scaled(kappa); }

static double log_i0(double x) { return fabs(x) + log(gsl_sf_bessel_I0_scaled(x)); }

/* Bisection: the mean cosine grows with kappa, and is at least kappa/(kappa + 2). */
double rwk_phases_concentration(double sigma)
{
    const double wanted = exp(-sigma * sigma / 2);
    double low = 0, high = 2 * wanted / (1 - wanted);
    for (int step = 0; step < 100; step++) {
        const double middle = 0.5 * (low + high);
        if (mean_cosine(middle) < wanted) low = middle;
        else high = middle;
    }
    return 0.5 * (low + high);
}

/* Rejection from a wrapped Cauchy; the constants are those of the paper. */
double rwk_phases_von_mises(gsl_rng *rng, double kappa)
{
    const double tau = 1 + sqrt(1 + 4 * kappa * kappa), rho = (tau - sqrt(2 * tau)) / (2 * kappa);
    const double r = (1 + rho * rho) / (2 * rho);
    for (;;) {
        const double z = cos(M_PI * gsl_rng_uniform_pos(rng)), f = (1 + r * z) / (r + z), c = kappa * (r - f);
        const double u = gsl_rng_uniform_pos(rng), e = acos(f);
        if (c * (2 - c) > u || log(c / u) + 1 - c >= 0) return gsl_rng_uniform(rng) < 0.5 ? -e : e;
    }
}

int64_t rwk_phases_decode(const double re[], const double im[], const double c[], const double s[], size_t n, size_t n_pos)
{
    double best = -INFINITY;
    int64_t found = -1;
    for (size_t block = 0; block + RWK_PHASES_BLOCK <= n_pos; block += RWK_PHASES_BLOCK) {
        double sum[RWK_PHASES_BLOCK] = { 0 };
        for (size_t t = 0; t < n; t++) {
            const double *row_c = c + t * n_pos + block, *row_s = s + t * n_pos + block, a = re[t], b = im[t];
            for (size_t j = 0; j < RWK_PHASES_BLOCK; j++) sum[j] += a * row_c[j] + b * row_s[j];
        }
        for (size_t j = 0; j < RWK_PHASES_BLOCK; j++)
            if (sum[j] > best) best = sum[j], found = (int64_t)(block + j);
    }
    return found;
}

double rwk_phases_confusion(const double inv_freq[], size_t n, int64_t k, double kappa)
{
    double log_product = 0;
    for (size_t t = 0; t < n; t++) log_product += log_i0(kappa * cos(0.5 * (double)k * inv_freq[t]));
    return exp(log_product - (double)n * log_i0(kappa));
}

double rwk_phases_error_limit(const double inv_freq[], size_t n, int64_t n_pos, double kappa, int64_t beyond)
{
    double sum = 0;
    for (int64_t k = n_pos - 1; k > beyond && !(2 * sum >= 1); k--)
        sum += (1 - (double)k / (double)n_pos) * rwk_phases_confusion(inv_freq, n, k, kappa);
    return 2 * sum < 1 ? 2 * sum : isnan(sum) ? NAN : 1;
}

double rwk_phases_information(double kappa) { return kappa * mean_cosine(kappa) - log_i0(kappa); }

double rwk_phases_success_limit(size_t n, int64_t n_pos, double kappa)
{
    const double limit = ((double)n * rwk_phases_information(kappa) + M_LN2) / log((double)n_pos);
    return limit < 1 ? limit : isnan(limit) ? NAN : 1;
}
