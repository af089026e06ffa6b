/* SPDX-License-Identifier: MIT */
/* Extremes over the diagonals, the mirrored entries and the rows of a map. */
#include "claims/bias_map.h"

#include <math.h>
#include <stdbool.h>

#include "claims/rounding.h"

/* Largest minus smallest of `count` entries, `step` apart. */
static double spread(const double a[], size_t count, size_t step)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) low = rwk_least(low, a[i * step]), high = rwk_worst(high, a[i * step]);
    return count ? high - low : 0;
}

double rwk_map_diagonal_spread(const double a[], size_t n)
{
    double worst = 0;
    for (size_t s = 0; s < n; s++) {
        worst = rwk_worst(worst, spread(a + s, n - s, n + 1));     /* keys behind the query */
        worst = rwk_worst(worst, spread(a + s * n, n - s, n + 1)); /* before it */
    }
    return worst;
}

double rwk_map_asymmetry(const double a[], size_t n)
{
    double worst = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) worst = rwk_worst(worst, fabs(a[i * n + j] - a[j * n + i]));
    return worst;
}

size_t rwk_map_blind_distances(const double a[], size_t n, double slack)
{
    size_t blind = 0;
    for (size_t s = 1; s < n; s++) {
        bool told = true;
        for (size_t m = 0; m + s < n; m++) told = told && fabs(a[m * n + m + s] - a[(m + s) * n + m]) > slack;
        blind += !told;
    }
    return blind;
}

double rwk_map_largest_rise(const double a[], size_t n)
{
    double worst = n > 1 ? -INFINITY : 0;
    for (size_t m = 0; m < n; m++)
        for (size_t j = 0; j + 1 < n; j++) {
            const double step = a[m * n + j + 1] - a[m * n + j];
            worst = rwk_worst(worst, j < m ? -step : step);
        }
    return worst;
}

double rwk_map_far_spread(const double a[], size_t n, size_t from)
{
    double worst = 0;
    for (size_t m = 0; m < n; m++) {
        const double *row = a + m * n;
        if (m >= from) worst = rwk_worst(worst, spread(row, m - from + 1, 1));
        if (m + from < n) worst = rwk_worst(worst, spread(row + m + from, n - m - from, 1));
    }
    return worst;
}

size_t rwk_map_values(const double a[], size_t n)
{
    size_t different = 0;
    for (size_t i = 0; i < 2 * n - 1; i++) { /* the first column upwards, then the rest of the first row */
        const double value = i < n ? a[(n - 1 - i) * n] : a[i - n + 1];
        bool seen = false;
        for (size_t j = 0; j < i; j++) seen = seen || value == (j < n ? a[(n - 1 - j) * n] : a[j - n + 1]);
        different += !seen;
    }
    return different;
}
