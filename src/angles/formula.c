/* SPDX-License-Identifier: MIT */
/* Four ways to write one power. */
#include "angles/formula.h"

#include <math.h>

/* rd(b^x) */
static double power(double base, double x, rwk_dtype dtype) { return rwk_round(pow(base, x), dtype); }

/* rd(2i/d) */
static double exponent(size_t i, size_t d, rwk_dtype dtype) { return rwk_round((double)(2 * i) / (double)d, dtype); }

void rwk_formula_power(double inv_freq[], size_t d, double base, rwk_dtype dtype)
{
    for (size_t i = 0; i < d / 2; i++) inv_freq[i] = power(base, -exponent(i, d, dtype), dtype);
}

void rwk_formula_reciprocal(double inv_freq[], size_t d, double base, rwk_dtype dtype)
{
    for (size_t i = 0; i < d / 2; i++) inv_freq[i] = rwk_round(1 / power(base, exponent(i, d, dtype), dtype), dtype);
}

void rwk_formula_exponential(double inv_freq[], size_t d, double base, rwk_dtype dtype)
{
    const double step = rwk_round(-(log(base) / (double)d), dtype);
    for (size_t i = 0; i < d / 2; i++) inv_freq[i] = rwk_round(exp(rwk_mul((double)(2 * i), step, dtype)), dtype);
}

void rwk_formula_running(double inv_freq[], size_t d, double base, rwk_dtype dtype)
{
    const double scale = power(base, -exponent(1, d, dtype), dtype);
    inv_freq[0] = 1;
    for (size_t i = 1; i < d / 2; i++) inv_freq[i] = rwk_mul(inv_freq[i - 1], scale, dtype);
}
