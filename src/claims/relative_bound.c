/* SPDX-License-Identifier: MIT */
/* Rounding bounds of the relative encodings, as derived. */
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
