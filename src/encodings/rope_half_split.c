/* SPDX-License-Identifier: MIT */
/* RoPE as GPT-NeoX and Hugging Face write it: y = x (*) cos + rotate_half(x) (*) sin, pairs d/2 apart.  (D3.3) */
#include "encodings/rope.h"

rwk_status rwk_rope_half_split(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                               rwk_dtype dtype)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    const size_t half = rotary_dim / 2;
    for (size_t i = 0; i < half; i++) {
        const double x0 = x[i], x1 = x[i + half];
        y[i] = rwk_add(rwk_mul(x0, c[i], dtype), rwk_mul(-x1, s[i], dtype), dtype);
        y[i + half] = rwk_add(rwk_mul(x1, c[i], dtype), rwk_mul(x0, s[i], dtype), dtype);
    }
    for (size_t j = rotary_dim; j < head_dim; j++) y[j] = x[j];
    return RWK_OK;
}
