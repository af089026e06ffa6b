/* SPDX-License-Identifier: MIT */
/* R[c, 2t] = sin((from - c) base^(-2t/d)), R[c, 2t+1] = cos of the same angle.                             (D14.6) */
#include "encodings/transformer_xl.h"

#include <math.h>

#include "config/config.h"
#include "core/size.h"

static rwk_status check(int64_t from, size_t n, size_t d_model, double base)
{
    size_t entries, bytes;
    if (d_model < 2 || d_model % 2 != 0) return RWK_EODD;
    if (!isfinite(base)) return RWK_ENAN;
    if (base <= 0) return RWK_ERANGE;
    if (!rwk_size_mul(&entries, n, d_model) || !rwk_size_mul(&bytes, entries, sizeof(double))) return RWK_EOVERFLOW;
    const int64_t farthest = 2 * RWK_MAX_POSITION;
    if (from < -farthest || from > farthest) return RWK_ERANGE;
    return n <= (size_t)(from + farthest) + 1 ? RWK_OK : RWK_ERANGE;
}

rwk_status rwk_transformer_xl_table(double table[], int64_t from, size_t n, size_t d_model, double base)
{
    const rwk_status status = check(from, n, d_model, base);
    if (status != RWK_OK) return status;
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < d_model; i += 2) {
            const double angle = (double)(from - (int64_t)c) / pow(base, (double)i / (double)d_model);
            table[c * d_model + i] = sin(angle);
            table[c * d_model + i + 1] = cos(angle);
        }
    return RWK_OK;
}

rwk_status rwk_rel_shift(double y[], const double x[], size_t n_queries, size_t n_keys)
{
    size_t padded, bytes;
    if (n_keys < n_queries) return RWK_ESHAPE;
    if (n_keys == SIZE_MAX || !rwk_size_mul(&padded, n_queries, n_keys + 1) || !rwk_size_mul(&bytes, padded, sizeof *y))
        return RWK_EOVERFLOW;
    for (size_t p = n_queries; p < padded; p++) { /* the padded array is read, never built */
        const size_t row = p / (n_keys + 1), column = p % (n_keys + 1);
        y[p - n_queries] = column == 0 ? 0 : x[row * n_keys + column - 1];
    }
    return RWK_OK;
}
