/* SPDX-License-Identifier: MIT */
/* P and its transpose. */
#include "encodings/layout.h"

rwk_status rwk_layout_permute(double *restrict y, const double *restrict x, size_t head_dim, size_t rotary_dim, rwk_layout to)
{
    if (rotary_dim < 2 || rotary_dim % 2 != 0) return RWK_EODD;
    if (rotary_dim > head_dim) return RWK_ESHAPE;
    const size_t half = rotary_dim / 2;
    for (size_t i = 0; i < half; i++) {
        const size_t neighbours[2] = { 2 * i, 2 * i + 1 }, apart[2] = { i, i + half };
        for (int k = 0; k < 2; k++) {
            if (to == RWK_HALF_SPLIT) y[apart[k]] = x[neighbours[k]];
            else y[neighbours[k]] = x[apart[k]];
        }
    }
    for (size_t j = rotary_dim; j < head_dim; j++) y[j] = x[j];
    return RWK_OK;
}
