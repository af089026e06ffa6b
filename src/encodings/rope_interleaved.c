/* SPDX-License-Identifier: MIT */
/* RoPE as S4 eq. (17) writes it: y = x (*) cos + x' (*) sin, pairs in neighbouring slots.              (D3.2) */
#include "encodings/rope.h"

rwk_status rwk_rope_interleaved(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[],
                                const double s[], rwk_dtype dtype)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < rotary_dim / 2; i++) {
        const double x0 = x[2 * i], x1 = x[2 * i + 1];
        y[2 * i] = rwk_add(rwk_mul(x0, c[i], dtype), rwk_mul(-x1, s[i], dtype), dtype);
        y[2 * i + 1] = rwk_add(rwk_mul(x1, c[i], dtype), rwk_mul(x0, s[i], dtype), dtype);
    }
    for (size_t j = rotary_dim; j < head_dim; j++) y[j] = x[j];
    return RWK_OK;
}
