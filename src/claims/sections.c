/* SPDX-License-Identifier: MIT */
/* Counts and means over the pairs of one axis. */
#include "claims/sections.h"

#include <math.h>

#include "claims/rounding.h"

double rwk_sections_widest_hole(const size_t axis[], size_t n, size_t a)
{
    double widest = 0, last = -1;
    for (size_t i = 0; i <= n; i++)
        if (i == n || axis[i] == a) widest = rwk_worst(widest, (double)i - last), last = (double)i;
    return widest;
}

double rwk_sections_hole_bound(const rwk_config *config)
{
    double widest = 3;
    for (size_t a = 1; a < 3; a++) {
        const double last = 3 * ((double)config->mrope_section[a] - 1) + (double)a;
        widest = rwk_worst(widest, (double)(config->rotary_dim / 2) - last);
    }
    return widest;
}

double rwk_sections_loss(const double theta[], const size_t axis[], size_t n, size_t a, double s)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        const double half = sin(s * theta[i] / 2);
        if (axis[i] == a) sum += 2 * half * half, count++; /* 1 - cos without its cancellation */
    }
    return sum / count;
}

double rwk_sections_loss_bound(const double theta[], const size_t axis[], size_t n, size_t a, double s)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        if (axis[i] == a) sum += theta[i] * theta[i], count++;
    return s * s / 2 * sum / count;
}
