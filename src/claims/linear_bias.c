/* SPDX-License-Identifier: MIT */
/* The geometric law of linear biases, its decay, their rounding bounds. */
#include "claims/linear_bias.h"

#include <math.h>

#include "claims/rounding.h"
#include "core/dtype.h"

double rwk_linear_weight(double distance, double slope, size_t n)
{
    return exp(-slope * distance) * (expm1(-slope) / expm1(-slope * (double)n));
}

double rwk_linear_mean_distance(double slope, size_t n) { return 1 / expm1(slope) - (double)n / expm1(slope * (double)n); }

double rwk_linear_reach(double range, double slope, double eps) { return (range - log(eps)) / slope; }

rwk_linear_fit rwk_linear_compare(const double a[], double slope, size_t n)
{
    const double u = rwk_unit_roundoff(RWK_F64);
    rwk_linear_fit fit = { .mean = 0 };
    for (size_t D = 0; D < n; D++) {
        fit.mean += (double)D * a[D];
        fit.weight = rwk_worst(fit.weight, fabs(a[D] / rwk_linear_weight((double)D, slope, n) - 1));
        if (D > 0) fit.ratio = rwk_worst(fit.ratio, fabs(a[D] / a[D - 1] / exp(-slope) - 1));
    }
    fit.mean_error = fabs(fit.mean - rwk_linear_mean_distance(slope, n)) / rwk_bound_alibi_mean(slope, n, u);
    fit.weight /= rwk_bound_alibi_weight(slope, n, u);
    fit.ratio /= rwk_bound_alibi_ratio(slope, n, u);
    return fit;
}

double rwk_linear_over_certificate(const double a[], const double score[], size_t n, double slope)
{
    double low = score[0], high = score[0], worst = 0;
    for (size_t j = 1; j < n; j++) {
        low = rwk_least(low, score[j]);
        high = rwk_worst(high, score[j]);
    }
    const double largest = rwk_worst(fabs(low), fabs(high)), range = high - low;
    const double slack = rwk_bound_alibi_decay(range, largest, slope, n, rwk_unit_roundoff(RWK_F64));
    for (size_t D = 0; D < n; D++)
        worst = rwk_worst(worst, a[n - 1 - D] / (exp(range) * rwk_linear_weight((double)D, slope, n) * (1 + slack)));
    return worst;
}

void rwk_linear_published_slopes(double slopes[], size_t n_heads)
{
    size_t c = 1;
    while (c <= n_heads / 2) c *= 2;
    const double start = exp2(-exp2(3 - log2((double)c))), other = exp2(-exp2(3 - log2(2 * (double)c)));
    for (size_t h = 0; h < n_heads; h++)
        slopes[h] = h < c ? start * pow(start, (double)h) : other * pow(other, (double)(2 * (h - c)));
}

double rwk_bound_alibi_forms(double weight, double score, double slope, size_t n, double farthest, double u)
{
    const double range = 2 * score + slope * ((double)n - 1);
    return weight * u * (4 * range + 2 * (double)n + 4 * score + 8 * slope * farthest + 11);
}

double rwk_bound_alibi_weight(double slope, size_t n, double u) { return u * (5 * slope * (double)n + (double)n + 14); }

double rwk_bound_alibi_ratio(double slope, size_t n, double u) { return u * (4 * slope * (double)n + 10); }

double rwk_bound_alibi_mean(double slope, size_t n, double u)
{
    const double keys = (double)n, span = slope * keys, mean = rwk_linear_mean_distance(slope, n);
    return u * (mean * (4 * span + 2 * keys + 8) + 3 / expm1(slope) + (5 + span) * keys / expm1(span));
}

double rwk_bound_alibi_decay(double range, double score, double slope, size_t n, double u)
{
    return u * (4 * range + 2 * score + 7 * slope * (double)n + (double)n + 18);
}
