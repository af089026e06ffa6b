/* SPDX-License-Identifier: MIT */
/* Powers of zeta, and RoPE with cos and sin multiplied by them.                                          (D19.2) */
#include "encodings/xpos.h"

#include <math.h>
#include <stdlib.h>

#include "core/size.h"

rwk_status rwk_xpos_zeta(double zeta[], size_t rotary_dim)
{
    if (rotary_dim < 2 || rotary_dim % 2 != 0) return RWK_EODD;
    if (rotary_dim > RWK_MAX_DIM) return RWK_ERANGE;
    for (size_t i = 0; i < rotary_dim / 2; i++) zeta[i] = (double)(10 * i + 2 * rotary_dim) / (double)(7 * rotary_dim);
    return RWK_OK;
}

static rwk_status check(const double zeta[], size_t n, double scale_base, int64_t m)
{
    if (!isfinite(scale_base)) return RWK_ENAN;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(zeta[i])) return RWK_ENAN;
    if (!(scale_base > 0) || m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    for (size_t i = 0; i < n; i++)
        if (!(zeta[i] > 0)) return RWK_ERANGE;
    return RWK_OK;
}

rwk_status rwk_xpos_scale(double scale[], const double zeta[], size_t n, double scale_base, int64_t m, rwk_xpos_role role,
                          rwk_dtype dtype)
{
    const rwk_status status = check(zeta, n, scale_base, m);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < n; i++) {
        const double power = rwk_round(pow(zeta[i], (double)m / scale_base), dtype);
        scale[i] = role == RWK_XPOS_QUERY ? power : rwk_round(1 / power, dtype);
    }
    return RWK_OK;
}

int64_t rwk_xpos_centre(int64_t length) { return length / 2 + length % 2; }

rwk_status rwk_xpos(double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[],
                    const double scale[], rwk_layout layout, rwk_dtype dtype)
{
    size_t bytes;
    rwk_status status = rwk_rope_check(x, head_dim, rotary_dim, c, s);
    if (status == RWK_OK) status = rwk_check_no_nan(scale, rotary_dim / 2);
    if (status != RWK_OK) return status;
    if (!rwk_size_mul(&bytes, rotary_dim, sizeof(double))) return RWK_EOVERFLOW;
    double *scaled = malloc(bytes); /* cosines, then sines */
    if (!scaled) return RWK_ENOMEM;
    const size_t n = rotary_dim / 2;
    for (size_t i = 0; i < n; i++) {
        scaled[i] = rwk_mul(c[i], scale[i], dtype);
        scaled[n + i] = rwk_mul(s[i], scale[i], dtype);
    }
    status = rwk_rope_of_layout(layout)(y, x, head_dim, rotary_dim, scaled, scaled + n, dtype);
    free(scaled);
    return status;
}
