/* SPDX-License-Identifier: MIT */
/* Rows of a table by position: copied, added, or sliced, added and dropped out. */
#include "encodings/position_module.h"

#include <stdlib.h>
#include <string.h>

#include "core/dtype.h"
#include "core/rng.h"
#include "core/size.h"

/* Every position has a row, and the sizes are sizes. */
static rwk_status check_positions(const int64_t positions[], size_t n, size_t n_pos, size_t d_model)
{
    size_t entries, bytes;
    if (!rwk_size_mul(&entries, n, d_model) || !rwk_size_mul(&bytes, entries, sizeof(double))) return RWK_EOVERFLOW;
    for (size_t j = 0; j < n; j++)
        if (positions[j] < 0 || (uint64_t)positions[j] >= n_pos) return RWK_ERANGE;
    return RWK_OK;
}

rwk_status rwk_position_lookup(double out[], const double table[], size_t n_pos, size_t d_model, const int64_t positions[],
                               size_t n)
{
    const rwk_status status = check_positions(positions, n, n_pos, d_model);
    if (status != RWK_OK) return status;
    for (size_t j = 0; j < n; j++) memcpy(out + j * d_model, table + (size_t)positions[j] * d_model, d_model * sizeof *out);
    return RWK_OK;
}

rwk_status rwk_position_add(double y[], const double x[], const double table[], size_t n_pos, size_t d_model,
                            const int64_t positions[], size_t n)
{
    rwk_status status = check_positions(positions, n, n_pos, d_model);
    if (status == RWK_OK) status = rwk_check_no_nan(x, n * d_model);
    for (size_t j = 0; j < n && status == RWK_OK; j++) status = rwk_check_no_nan(table + (size_t)positions[j] * d_model, d_model);
    if (status != RWK_OK) return status;
    for (size_t j = 0; j < n; j++)
        for (size_t c = 0; c < d_model; c++) y[j * d_model + c] = x[j * d_model + c] + table[(size_t)positions[j] * d_model + c];
    return RWK_OK;
}

rwk_status rwk_position_module(double y[], const double x[], size_t batch, size_t seq, size_t d_model, const double pe[],
                               size_t n_pos, double p, uint64_t seed)
{
    size_t row, n, bytes;
    if (seq > n_pos) return RWK_ESHAPE;
    if (!rwk_size_mul(&row, seq, d_model) || !rwk_size_mul(&n, row, batch) || !rwk_size_mul(&bytes, n, sizeof *y) ||
        bytes == SIZE_MAX)
        return RWK_EOVERFLOW;
    rwk_status status = rwk_check_no_nan(x, n);
    if (status == RWK_OK) status = rwk_check_no_nan(pe, row);
    if (status != RWK_OK) return status;
    double *mask = malloc(bytes + 1);
    if (!mask) return RWK_ENOMEM;
    status = rwk_dropout_mask(mask, n, p, seed);
    for (size_t j = 0; j < n && status == RWK_OK; j++) y[j] = mask[j] * (x[j] + pe[j % row]);
    free(mask);
    return status;
}
