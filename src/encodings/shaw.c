/* SPDX-License-Identifier: MIT */
/* r = clip(m - n, r_min, r_max).                                                                         (D14.1) */
#include "encodings/shaw.h"

#include <stdbool.h>

#include "config/config.h"
#include "core/size.h"

static bool is_position(int64_t m) { return m >= -RWK_MAX_POSITION && m <= RWK_MAX_POSITION; }

static int64_t clip(int64_t r, int64_t low, int64_t high) { return r < low ? low : r > high ? high : r; }

rwk_status rwk_shaw_rows(size_t *rows, int64_t r_min, int64_t r_max)
{
    if (r_min > r_max || r_min < -2 * RWK_MAX_POSITION || r_max > 2 * RWK_MAX_POSITION) return RWK_ERANGE;
    *rows = (size_t)(r_max - r_min) + 1;
    return RWK_OK;
}

rwk_status rwk_shaw_index(size_t index[], const int64_t m[], size_t n_queries, const int64_t n[], size_t n_keys, int64_t r_min,
                          int64_t r_max)
{
    size_t rows, entries, bytes;
    if (!rwk_size_mul(&entries, n_queries, n_keys) || !rwk_size_mul(&bytes, entries, sizeof *index)) return RWK_EOVERFLOW;
    if (rwk_shaw_rows(&rows, r_min, r_max) != RWK_OK) return RWK_ERANGE;
    for (size_t i = 0; i < n_queries; i++)
        if (!is_position(m[i])) return RWK_ERANGE;
    for (size_t j = 0; j < n_keys; j++)
        if (!is_position(n[j])) return RWK_ERANGE;
    for (size_t i = 0; i < n_queries; i++)
        for (size_t j = 0; j < n_keys; j++) index[i * n_keys + j] = (size_t)(clip(m[i] - n[j], r_min, r_max) - r_min);
    return RWK_OK;
}
