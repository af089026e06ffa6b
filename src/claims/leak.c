/* SPDX-License-Identifier: MIT */
/* The leak law and its finite form. */
#include "claims/leak.h"

#include <gsl/gsl_math.h>
#include <math.h>

double rwk_leak_row(double masked, double f, double sum) { return masked * f / (masked * f + sum); }

/* phi(t) by the trapezoid rule over z: the integrand is analytic for |Im z| < pi/(2 sigma), so the step 1/16 errs by e^{-32 pi^2/(2 sigma)}
 * at most, below 1e-22 for sigma <= 3; beyond |z| = 9 lie 2e-19. */
static double laplace(double t, double sigma)
{
    double sum = 0;
    for (int j = -144; j <= 144; j++) {
        const double z = j / 16.0;
        sum += exp(-z * z / 2 - t * exp(sigma * z));
    }
    return sum / (16 * sqrt(2 * M_PI));
}

/* One node t = e^u of the outer rule: dt = t du. */
static void add_node(double mean[], double square[], size_t n, double sigma, double f, double u)
{
    const double t = exp(u), phi = laplace(t, sigma);
    double power = 1;
    for (size_t i = 0; i < n; i++) {
        power *= phi;
        const double m = (double)(n - 1 - i) * f, term = m * t / 16 * exp(-m * t) * power;
        mean[i] += term;
        square[i] += term * m * t;
    }
}

rwk_status rwk_leak_moments(double mean[], double variance[], size_t n, double sigma, double f)
{
    if (n < 1 || n > (size_t)1 << 20 || !(sigma >= 0 && sigma <= 3) || !(f > 0) || !isfinite(f)) return RWK_ERANGE;
    for (size_t i = 0; i < n; i++) mean[i] = variance[i] = 0;
    const double low = -45 - log(f), high = 4.5 - log(f);
    for (int j = (int)ceil(16 * low); j <= 16 * high; j++) add_node(mean, variance, n, sigma, f, j / 16.0);
    for (size_t i = 0; i < n; i++) variance[i] = fmax(variance[i] - mean[i] * mean[i], 0);
    return RWK_OK;
}

double rwk_leak_law(double x, double sigma) { return (1 - x) / (1 - x + exp(sigma * sigma / 2) * x); }

double rwk_leak_mean_law(double sigma)
{
    const double c = expm1(sigma * sigma / 2); /* a - 1 */
    double sum = 0;
    if (c > 0.05) return ((1 + c) * log1p(c) - c) / (c * c);
    for (int k = 12; k >= 0; k--) sum = 1.0 / ((k + 1) * (k + 2)) - c * sum;
    return sum;
}

double rwk_leak_excess(size_t n, double sigma)
{
    const double a = exp(sigma * sigma / 2), spread = a * a * expm1(sigma * sigma), length = (double)n;
    double sum = 0;
    for (double k = 1; k <= length; k++) sum += k * spread / gsl_pow_2(length - k + k * a);
    return sum / length;
}
