/* SPDX-License-Identifier: MIT */
/* Slopes 2^(-p/q) from certified roots, and the linear bias in its three forms. */
#include "encodings/alibi.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/real.h"
#include "angles/truth.h"

/* 2^(-p/q), rounded once to dtype: more bits until both ends of the ball round alike. */
static rwk_status slope_of(double *slope, int64_t p, uint64_t q, rwk_dtype dtype)
{
    rwk_status status = RWK_EUNDECIDED;
    for (long bits = RWK_TRUTH_BITS; bits <= RWK_TRUTH_CAP && status == RWK_EUNDECIDED; bits *= 2) {
        rwk_reals *pool = rwk_reals_new(bits);
        if (!pool) return RWK_ENOMEM;
        const rwk_real x = rwk_real_pow_ratio(pool, rwk_real_of(pool, 2), -p, q);
        status = rwk_reals_status(pool) == RWK_OK ? rwk_real_round(slope, x, dtype) : RWK_ENOMEM;
        rwk_reals_free(pool);
    }
    return status;
}

static size_t power_of_two_below(size_t n)
{
    size_t c = 1;
    while (c <= n / 2) c *= 2;
    return c;
}

/* The slopes of c heads, then the odd ones of 2c heads.                                                  (D15.2) */
static rwk_status fill(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype)
{
    const size_t c = power_of_two_below(n_heads);
    rwk_status status = RWK_OK;
    for (size_t h = 0; h < n_heads && status == RWK_OK; h++)
        status = h < c ? slope_of(&slopes[h], bias_max * (int64_t)(h + 1), c, dtype)
                       : slope_of(&slopes[h], bias_max * (int64_t)(2 * (h - c) + 1), 2 * c, dtype);
    return status;
}

rwk_status rwk_alibi_slopes(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype)
{
    if (n_heads < 1 || n_heads > RWK_ALIBI_MAX_HEADS || bias_max < 1 || bias_max > RWK_ALIBI_MAX_BIAS_MAX) return RWK_ERANGE;
    double *result = malloc(n_heads * sizeof *result);
    const rwk_status status = result ? fill(result, n_heads, bias_max, dtype) : RWK_ENOMEM;
    if (status == RWK_OK) memcpy(slopes, result, n_heads * sizeof *slopes);
    free(result);
    return status;
}

/* Whole numbers are subtracted before anything is rounded, so a common shift of i and j changes no bit. */
static double distance_form(int64_t i, int64_t j, const void *slope) { return *(const double *)slope * (double)(j - i); }
static double key_form(int64_t i, int64_t j, const void *slope) { return (void)i, *(const double *)slope * (double)j; }
static double symmetric_form(int64_t i, int64_t j, const void *slope) { return -*(const double *)slope * (double)llabs(j - i); }

rwk_status rwk_alibi_bias(double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form)
{
    static rwk_bias_value *const forms[] = {
        [RWK_ALIBI_DISTANCE] = distance_form, [RWK_ALIBI_KEY] = key_form, [RWK_ALIBI_SYMMETRIC] = symmetric_form
    };
    if (!isfinite(slope)) return RWK_ENAN;
    return rwk_bias_fill(bias, block, forms[form], &slope);
}
