/* SPDX-License-Identifier: MIT */
/* One position of an engine's cos/sin cache. */
#include "angles/angle.h"

#include <math.h>

void rwk_angle_cos_sin(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_dtype dtype)
{
    const double position = rwk_round((double)m, dtype);
    for (size_t i = 0; i < n; i++) {
        const double angle = rwk_mul(position, inv_freq[i], dtype);
        c[i] = rwk_round(cos(angle), dtype);
        s[i] = rwk_round(sin(angle), dtype);
    }
}
