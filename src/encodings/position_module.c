/* SPDX-License-Identifier: MIT */
/* Slice the table, add it to every batch row, drop out. */
#include "encodings/position_module.h"

#include <stdlib.h>

#include "core/dtype.h"
#include "core/rng.h"
#include "core/size.h"

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
