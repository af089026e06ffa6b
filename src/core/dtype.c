/* SPDX-License-Identifier: MIT */
/* Exact rounding to f64, f32, bf16 and f16, spacing and bit patterns, from four numbers a format. */
#include "core/dtype.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name;
    int precision; /* significand bits p, the hidden one included */
    int min_exp;   /* exponent of the smallest normal number 2^min_exp */
    int max_exp;   /* exponent of the largest binade */
    int width;     /* bits of storage */
} format;

static const format FORMATS[RWK_N_DTYPES] = {
    [RWK_F64] = { "f64", 53, -1022, 1023, 64 },
    [RWK_F32] = { "f32", 24, -126, 127, 32 },
    [RWK_BF16] = { "bf16", 8, -126, 127, 16 },
    [RWK_F16] = { "f16", 11, -14, 15, 16 },
};

const char *rwk_dtype_name(rwk_dtype dtype) { return FORMATS[dtype].name; }

double rwk_unit_roundoff(rwk_dtype dtype) { return ldexp(1.0, -FORMATS[dtype].precision); }

int rwk_hex_digits(rwk_dtype dtype) { return FORMATS[dtype].width / 4; }

/* Exponent of the last place of x: below min_exp the spacing stays that of the smallest normal binade. */
static int last_place(double x, const format *f)
{
    int e = f->min_exp;
    if (x != 0) {
        int exponent;
        frexp(x, &exponent); /* |x| = m 2^exponent, 1/2 <= m < 1 */
        if (exponent - 1 > e) e = exponent - 1;
    }
    return e - (f->precision - 1);
}

double rwk_ulp(double x, rwk_dtype dtype) { return ldexp(1.0, last_place(x, &FORMATS[dtype])); }

static uint64_t bits_f64(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Of a double in the format's normal range below its last binade, the bits beyond p rounded off: half, less one where the last kept bit is
 * 0, carries into it, and from there into the exponent. */
static double round_normal(uint64_t bits, const format *f)
{
    double y;
    const int dropped = 53 - f->precision;
    const uint64_t half = UINT64_C(1) << (dropped - 1);
    bits = (bits + half - 1 + (bits >> dropped & 1)) >> dropped << dropped;
    memcpy(&y, &bits, sizeof y);
    return y;
}

double rwk_round_any(double x, rwk_dtype dtype)
{
    const format *f = &FORMATS[dtype];
    const uint64_t bits = bits_f64(x);
    const int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
    if (dtype != RWK_F64 && exponent >= f->min_exp && exponent < f->max_exp) return round_normal(bits, f);
    if (!isfinite(x) || x == 0) return x;
    const int place = last_place(x, f);
    const double y = ldexp(nearbyint(ldexp(x, -place)), place); /* both scalings are exact for p <= 24 */
    const double largest = ldexp(2.0 - ldexp(1.0, 1 - f->precision), f->max_exp);
    return fabs(y) > largest ? copysign(INFINITY, x) : y;
}

uint64_t rwk_bits(double x, rwk_dtype dtype)
{
    const format *f = &FORMATS[dtype];
    const uint64_t exponent_mask = ((uint64_t)1 << (f->width - f->precision)) - 1;
    const int shift = f->precision - 1;
    if (isnan(x)) return (exponent_mask << shift) | (uint64_t)1 << (shift - 1);
    if (dtype == RWK_F64) return bits_f64(x);

    const uint64_t sign = (uint64_t)(signbit(x) != 0) << (f->width - 1);
    const double magnitude = fabs(x);
    if (isinf(magnitude)) return sign | exponent_mask << shift;
    /* In units of its last place a number is an integer k; a normal one has 2^shift <= k. */
    const int place = last_place(magnitude, f);
    const uint64_t k = (uint64_t)ldexp(magnitude, -place);
    const uint64_t steps = (uint64_t)(place + shift - f->min_exp);
    return sign | ((steps << shift) + k); /* the hidden bit of k carries into the exponent field */
}

double rwk_from_bits(uint64_t bits, rwk_dtype dtype)
{
    const format *f = &FORMATS[dtype];
    const int shift = f->precision - 1;
    const uint64_t hidden = (uint64_t)1 << shift, exponent_mask = ((uint64_t)1 << (f->width - f->precision)) - 1;
    const uint64_t exponent = bits >> shift & exponent_mask, fraction = bits & (hidden - 1);
    const double sign = bits >> (f->width - 1) & 1 ? -1.0 : 1.0;
    if (exponent == exponent_mask) return fraction ? (double)NAN : sign * (double)INFINITY;
    if (exponent == 0) return sign * ldexp((double)fraction, f->min_exp - shift);
    return sign * ldexp((double)(hidden + fraction), (int)exponent - 1 + f->min_exp - shift);
}

rwk_status rwk_check_no_nan(const double x[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i])) return RWK_ENAN;
    return RWK_OK;
}

rwk_status rwk_check_dtype(const double x[], size_t n, rwk_dtype dtype)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) return RWK_ENAN;
        if (rwk_round(x[i], dtype) != x[i]) return RWK_EDTYPE;
    }
    return RWK_OK;
}
