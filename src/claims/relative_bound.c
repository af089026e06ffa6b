/* SPDX-License-Identifier: MIT */
/* Bounds and laws of the relative encodings, as derived. */
#include "claims/relative_bound.h"

#include <math.h>

double rwk_bound_split_projection(size_t d, size_t dim, double magnitude, double u)
{
    return 2 * u * (double)(d + dim + 2) * magnitude;
}

double rwk_bound_four_terms(size_t dim, double magnitude, double u) { return u * (double)(2 * dim + 6) * magnitude; }

double rwk_four_terms_magnitude(const double q[], const double k[], const double r[], const double u[], const double v[],
                                size_t dim)
{
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += (fabs(q[j]) + fabs(u[j])) * fabs(k[j]) + (fabs(q[j]) + fabs(v[j])) * fabs(r[j]);
    return sum;
}

double rwk_law_printed_change(size_t d, double f) { return 1.5 * (double)d * (1 - f); }

double rwk_law_untied_change(size_t d, double f) { return (double)d / 2 * (1 - f * f); }

double rwk_law_added_change(size_t d, double f) { return 2 * (double)d * (1 - f) + rwk_law_untied_change(d, f); }

double rwk_law_printed_deviation(size_t d, double f)
{
    const double n = (double)d, fourth = 3 * (2.25 + 2 / n) * (n * n + 2 * n);
    return (1 - f) * sqrt(fourth - 2.25 * n * n);
}
