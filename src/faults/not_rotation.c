/* SPDX-License-Identifier: MIT */
/* Reflection, shear, and a generator with unequal entries. */
#include "faults/not_rotation.h"

#include <string.h>

/* Applies the 2x2 matrix `block` to the neighbouring slots of pair i. */
static void apply(double y[], const double x[], size_t i, const double block[4], rwk_dtype dtype)
{
    const double x0 = x[2 * i], x1 = x[2 * i + 1];
    y[2 * i] = rwk_add(rwk_mul(block[0], x0, dtype), rwk_mul(block[1], x1, dtype), dtype);
    y[2 * i + 1] = rwk_add(rwk_mul(block[2], x0, dtype), rwk_mul(block[3], x1, dtype), dtype);
}

rwk_status rwk_fault_reflection(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[],
                                const double s[], rwk_dtype dtype)
{
    rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    const double reflected[4] = { c[0], s[0], s[0], -c[0] }, pair[2] = { x[0], x[1] };
    status = rwk_rope_interleaved(y, x, head_dim, rotary_dim, c, s, dtype);
    if (status == RWK_OK) apply(y, pair, 0, reflected, dtype);
    return status;
}

rwk_status rwk_fault_repeated_angle(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[],
                                    const double s[], rwk_dtype dtype)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    const double block[4] = { c[0], -s[0], s[0], c[0] };
    memmove(y, x, head_dim * sizeof *y);
    for (size_t i = 0; i < rotary_dim / 2; i++) apply(y, y, i, block, dtype);
    return RWK_OK;
}

rwk_status rwk_fault_shear(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                           rwk_dtype dtype)
{
    const rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status != RWK_OK) return status;
    memmove(y, x, head_dim * sizeof *y);
    for (size_t i = 0; i < rotary_dim / 2; i++) apply(y, y, i, (const double[4]){ 1, s[i], 0, 1 }, dtype);
    return RWK_OK;
}

void rwk_fault_euler_step(double v[2], double theta, rwk_dtype dtype)
{
    const double x = rwk_sub(v[0], rwk_mul(theta, v[1], dtype), dtype);
    v[1] = rwk_add(v[1], rwk_mul(theta, v[0], dtype), dtype);
    v[0] = x;
}

void rwk_fault_generator(double g[], const double inv_freq[], size_t n)
{
    memset(g, 0, 4 * n * n * sizeof *g);
    for (size_t i = 0; i < n; i++) {
        g[2 * i * 2 * n + 2 * i + 1] = -inv_freq[i];
        g[(2 * i + 1) * 2 * n + 2 * i] = inv_freq[i] / 2;
    }
}
