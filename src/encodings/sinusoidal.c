/* SPDX-License-Identifier: MIT */
/* PE[m, 2t] = sin(m base^(-2t/d)), PE[m, 2t+1] = cos of the same angle.                                 (D6.1) */
#include "encodings/sinusoidal.h"

#include <math.h>
#include <string.h>

#include "config/config.h"
#include "core/size.h"

static rwk_status check(size_t rows, size_t d_model, double base)
{
    size_t entries, bytes;
    if (d_model < 2 || d_model % 2 != 0) return RWK_EODD;
    if (!isfinite(base)) return RWK_ENAN;
    if (base <= 0) return RWK_ERANGE;
    return rwk_size_mul(&entries, rows, d_model) && rwk_size_mul(&bytes, entries, sizeof(double)) ? RWK_OK : RWK_EOVERFLOW;
}

rwk_status rwk_sinusoidal_loop(double pe[], size_t n_pos, size_t d_model, double base)
{
    const rwk_status status = check(n_pos, d_model, base);
    if (status != RWK_OK) return status;
    for (size_t pos = 0; pos < n_pos; pos++)
        for (size_t i = 0; i < d_model; i += 2) {
            const double angle = (double)pos / pow(base, (double)i / (double)d_model); /* i is already 2t */
            pe[pos * d_model + i] = sin(angle);
            pe[pos * d_model + i + 1] = cos(angle);
        }
    return RWK_OK;
}

rwk_status rwk_sinusoidal_vector(double pe[], size_t n_pos, size_t d_model, double base)
{
    const rwk_status status = check(n_pos, d_model, base);
    if (status != RWK_OK) return status;
    for (size_t t = 0; t < d_model / 2; t++) {
        const double theta = exp(-(double)(2 * t) * (log(base) / (double)d_model)); /* (1/base)^(2t/d) */
        for (size_t pos = 0; pos < n_pos; pos++) {
            pe[pos * d_model + 2 * t] = sin((double)pos * theta);
            pe[pos * d_model + 2 * t + 1] = cos((double)pos * theta);
        }
    }
    return RWK_OK;
}

rwk_status rwk_sinusoidal_shift(double shift[], int64_t k, size_t d_model, double base)
{
    const rwk_status status = check(d_model, d_model, base);
    if (status != RWK_OK) return status;
    if (k < -RWK_MAX_POSITION || k > RWK_MAX_POSITION) return RWK_ERANGE;
    memset(shift, 0, d_model * d_model * sizeof *shift);
    for (size_t i = 0; i < d_model; i += 2) {
        const double angle = (double)k / pow(base, (double)i / (double)d_model);
        double *upper = shift + i * d_model + i, *lower = upper + d_model;
        upper[0] = cos(angle), upper[1] = sin(angle);
        lower[0] = -sin(angle), lower[1] = cos(angle);
    }
    return RWK_OK;
}
