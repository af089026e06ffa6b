/* SPDX-License-Identifier: MIT */
/* Tests core/dtype: rounding, spacing and bit patterns against all 16-bit patterns decoded by hand and native float arithmetic. */
#include <float.h>

#include "testing.h"

/* ---- second route: IEEE 754 section 3.4, decoded from the fields of a 16-bit pattern ---- */

static double decode(uint32_t bits, int exponent_bits, int fraction_bits)
{
    const uint32_t fraction = bits & ((1u << fraction_bits) - 1), top = (1u << exponent_bits) - 1;
    const uint32_t exponent = (bits >> fraction_bits) & top;
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const double sign = bits >> (exponent_bits + fraction_bits) & 1 ? -1.0 : 1.0;
    if (exponent == top) return fraction ? (double)NAN : sign * (double)INFINITY;
    if (exponent == 0) return sign * ldexp((double)fraction, 1 - bias - fraction_bits);
    return sign * ldexp((double)(fraction + (1u << fraction_bits)), (int)exponent - bias - fraction_bits);
}

static double decode_of(uint32_t bits, rwk_dtype dtype) { return dtype == RWK_BF16 ? decode(bits, 8, 7) : decode(bits, 5, 10); }

/* The float nearest to a double by its neighbours, not by the cast's own rounding: ties go to the even pattern. */
static double nearest_float(double x)
{
    const float guess = (float)x;
    double best = (double)guess;
    for (int side = -1; side <= 1; side += 2) {
        const double other = (double)nextafterf(guess, (float)side * INFINITY);
        const double gain = fabs(x - best) - fabs(x - other);
        uint32_t pattern;
        memcpy(&pattern, &guess, sizeof pattern);
        if (gain > 0 || (gain == 0 && best != other && pattern % 2 == 1)) best = other;
    }
    return best;
}

/* bfloat16 of a float by the usual bit trick, ties to even.  The double argument is first rounded to odd in float, so
 * that rounding twice is rounding once. */
static double bf16_by_bits(double x)
{
    float f = (float)x;
    uint32_t bits;
    if (fabs((double)f) > fabs(x)) f = nextafterf(f, 0.0f); /* towards zero */
    memcpy(&bits, &f, sizeof bits);
    if ((double)f != x) bits |= 1; /* round to odd: 24 >= 8 + 2 */
    bits += 0x7fff + (bits >> 16 & 1);
    bits &= 0xffff0000u;
    memcpy(&f, &bits, sizeof f);
    return (double)f;
}

static const rwk_dtype SMALL[] = { RWK_BF16, RWK_F16 };

START_TEST(test_round_keeps_every_16_bit_number)
{
    for (int k = 0; k < 2; k++)
        for (uint32_t bits = 0; bits < 65536; bits++) {
            const double x = decode_of(bits, SMALL[k]);
            ck_assert_same_bits(rwk_round(x, SMALL[k]), x);
            ck_assert_same_bits(rwk_round_any(x, SMALL[k]), x);
        }
}
END_TEST

START_TEST(test_bits_of_every_16_bit_number)
{
    const uint64_t nan_pattern[] = { 0x7fc0, 0x7e00 }; /* quiet, positive: by hand from the field widths */
    for (int k = 0; k < 2; k++)
        for (uint32_t pattern = 0; pattern < 65536; pattern++) {
            const double x = decode_of(pattern, SMALL[k]);
            const uint64_t want = isnan(x) ? nan_pattern[k] : pattern;
            if (rwk_bits(x, SMALL[k]) != want)
                ck_abort_msg("%s %a: got %04x, want %04x", rwk_dtype_name(SMALL[k]), x, (unsigned)rwk_bits(x, SMALL[k]),
                             (unsigned)want);
        }
}
END_TEST

/* Between neighbours lo < hi of one sign: the midpoint goes to the even pattern, what is just beside it to the nearer one. */
static void assert_between(uint32_t pattern, rwk_dtype dtype)
{
    const double lo = decode_of(pattern, dtype), hi = decode_of(pattern + 1, dtype);
    const double middle = lo + (hi - lo) / 2; /* exact in double */
    const double even = pattern % 2 == 0 ? lo : hi;
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert_same_bits(rwk_round(sign * middle, dtype), sign * even);
        ck_assert_same_bits(rwk_round(sign * nextafter(middle, 0), dtype), sign * lo);
        ck_assert_same_bits(rwk_round(sign * nextafter(middle, INFINITY), dtype), sign * hi);
    }
    if (lo != 0) ck_assert_same_bits(rwk_ulp(lo, dtype), hi - lo);
}

START_TEST(test_round_sends_midpoints_to_even)
{
    const uint32_t largest[] = { 0x7f7f, 0x7bff };
    for (int k = 0; k < 2; k++)
        for (uint32_t pattern = 0; pattern < largest[k]; pattern++) assert_between(pattern, SMALL[k]);
}
END_TEST

START_TEST(test_round_f32_is_the_nearest_of_three_neighbours)
{
    rwk_rng rng = { 41 };
    for (int i = 0; i < 300000; i++) {
        const double x = ldexp(random_of(&rng, RWK_F64), (int)(rwk_rng_next(&rng) % 270) - 145);
        const double y = (double)(float)x, up = (double)nextafterf((float)x, INFINITY);
        const double middle = y + (up - y) / 2;
        if (fabs(x) < (double)FLT_MAX) ck_assert_same_bits(rwk_round(x, RWK_F32), nearest_float(x));
        if (isfinite(up)) ck_assert_same_bits(rwk_round(middle, RWK_F32), nearest_float(middle));
        if (isfinite(up)) ck_assert_same_bits(rwk_round_any(middle, RWK_F32), nearest_float(middle));
        ck_assert_same_bits(rwk_round_any(x, RWK_F32), rwk_round(x, RWK_F32));
    }
}
END_TEST

/* strtof reads a decimal with one rounding of its own. */
START_TEST(test_round_f32_agrees_with_the_decimal_reader)
{
    rwk_rng rng = { 137 };
    char text[64];
    for (int i = 0; i < 50000; i++) {
        const double x = ldexp(random_of(&rng, RWK_F64), (int)(rwk_rng_next(&rng) % 250) - 140);
        snprintf(text, sizeof text, "%a", x);
        ck_assert_same_bits(rwk_round(x, RWK_F32), (double)strtof(text, NULL));
    }
}
END_TEST

START_TEST(test_round_bf16_agrees_with_the_bit_trick)
{
    rwk_rng rng = { 2385 };
    for (int i = 0; i < 1000000; i++) {
        const double x = ldexp(random_of(&rng, RWK_F64), (int)(rwk_rng_next(&rng) % 280) - 150);
        const double y = rwk_round(x, RWK_BF16);
        if (rwk_bits(y, RWK_F64) != rwk_bits(bf16_by_bits(x), RWK_F64)) ck_abort_msg("%a: got %a, want %a", x, y, bf16_by_bits(x));
    }
}
END_TEST

/* Thresholds from the definition of f16: 65504 + 16 is the midpoint to the next binade. */
START_TEST(test_round_overflows_at_the_half_ulp_beyond_the_largest)
{
    ck_assert_same_bits(rwk_round(65519.99, RWK_F16), 65504);
    ck_assert_same_bits(rwk_round(nextafter(65520, 0), RWK_F16), 65504);
    ck_assert_same_bits(rwk_round(65520, RWK_F16), INFINITY);
    ck_assert_same_bits(rwk_round(-65520, RWK_F16), -INFINITY);
    ck_assert_same_bits(rwk_round(0x1.fefffffp127, RWK_BF16), 0x1.fep127);
    ck_assert_same_bits(rwk_round(0x1.ffp127, RWK_BF16), INFINITY);
    ck_assert_same_bits(rwk_round(0x1.fffffefffffffp127, RWK_F32), (double)FLT_MAX);
    ck_assert_same_bits(rwk_round(0x1.ffffffp127, RWK_F32), INFINITY);
    ck_assert_same_bits(rwk_round(DBL_MAX, RWK_F64), DBL_MAX);
    ck_assert_same_bits(rwk_round(-DBL_MAX, RWK_BF16), -INFINITY);
}
END_TEST

/* By hand: in bf16 the spacing is 2 from 256 on; in f16 from 2048 on. */
START_TEST(test_round_rounds_integers_beyond_2_to_the_p)
{
    const double integers[][3] = { { 255, 255, 255 },    { 257, 256, 257 },    { 258, 258, 258 },    { 259, 260, 259 },
                                   { 2047, 2048, 2047 }, { 2049, 2048, 2048 }, { 2051, 2048, 2052 }, { 8191, 8192, 8192 } };
    for (size_t k = 0; k < sizeof integers / sizeof integers[0]; k++) {
        ck_assert_same_bits(rwk_round(integers[k][0], RWK_BF16), integers[k][1]);
        ck_assert_same_bits(rwk_round(integers[k][0], RWK_F16), integers[k][2]);
    }
    ck_assert_same_bits(rwk_round(16777217, RWK_F32), 16777216);
    ck_assert_same_bits(rwk_round(16777219, RWK_F32), 16777220);
}
END_TEST

START_TEST(test_round_underflows_to_subnormals_and_signed_zero)
{
    ck_assert_same_bits(rwk_round(0x1p-24, RWK_F16), 0x1p-24);
    ck_assert_same_bits(rwk_round(0x1p-25, RWK_F16), 0.0); /* tie: 0 is even */
    ck_assert_same_bits(rwk_round(-0x1p-25, RWK_F16), -0.0);
    ck_assert_same_bits(rwk_round(0x1.0000000000001p-25, RWK_F16), 0x1p-24);
    ck_assert_same_bits(rwk_round(0x1.8p-24, RWK_F16), 0x1p-23);
    ck_assert_same_bits(rwk_round(0x1p-133, RWK_BF16), 0x1p-133);
    ck_assert_same_bits(rwk_round(0x1p-134, RWK_BF16), 0.0);
    ck_assert_same_bits(rwk_round(-0x1.8p-134, RWK_BF16), -0x1p-133);
    ck_assert_same_bits(rwk_round(0x1p-150, RWK_F32), 0.0);
    ck_assert_same_bits(rwk_round(0x1.1p-150, RWK_F32), 0x1p-149);
    ck_assert_same_bits(rwk_round(-0x1p-1074, RWK_F16), -0.0);
}
END_TEST

START_TEST(test_round_passes_nan_infinity_and_zero)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert(isnan(rwk_round(NAN, (rwk_dtype)d)));
        ck_assert(isnan(rwk_round_any(NAN, (rwk_dtype)d)));
        ck_assert_same_bits(rwk_round(-INFINITY, (rwk_dtype)d), -INFINITY);
        ck_assert_same_bits(rwk_round(-0.0, (rwk_dtype)d), -0.0);
    }
}
END_TEST

static float random_float(rwk_rng *rng) { return (float)ldexp(random_of(rng, RWK_F64), (int)(rwk_rng_next(rng) % 80) - 40); }

/* The processor's own float arithmetic, 10^6 pairs. */
START_TEST(test_arithmetic_in_f32_is_native_float_arithmetic)
{
    rwk_rng rng = { 20210420 };
    for (int i = 0; i < 1000000; i++) {
        const float a = random_float(&rng), b = random_float(&rng);
        const double x = (double)a, y = (double)b;
        const float sum = a + b, difference = a - b, product = a * b, quotient = a / b, rooted = sqrtf(fabsf(a));
        ck_assert_same_bits(rwk_add(x, y, RWK_F32), (double)sum);
        ck_assert_same_bits(rwk_sub(x, y, RWK_F32), (double)difference);
        ck_assert_same_bits(rwk_mul(x, y, RWK_F32), (double)product);
        ck_assert_same_bits(rwk_round(x / y, RWK_F32), (double)quotient);
        ck_assert_same_bits(rwk_round(sqrt(fabs(x)), RWK_F32), (double)rooted);
    }
}
END_TEST

/* Exact integers: a sum or product of small bf16/f16 integers, rounded by integer arithmetic. */
static double round_integer(int64_t n, int precision)
{
    int64_t unit = 1;
    while (llabs(n) >= unit << precision) unit *= 2;
    int64_t k = n / unit; /* towards zero */
    const int64_t rest = llabs(n - k * unit) * 2;
    if (rest > unit || (rest == unit && k % 2 != 0)) k += n < 0 ? -1 : 1;
    return (double)(k * unit);
}

START_TEST(test_arithmetic_in_bf16_and_f16_agrees_with_integers)
{
    const int precision[] = { 8, 11 };
    for (int k = 0; k < 2; k++)
        for (int64_t a = -255; a <= 255; a += 2)
            for (int64_t b = -240; b <= 240; b += 3) {
                ck_assert_same_bits(rwk_add((double)a, (double)b, SMALL[k]), round_integer(a + b, precision[k]));
                ck_assert_same_bits(rwk_sub((double)a, (double)b, SMALL[k]), round_integer(a - b, precision[k]));
                if (b != 0) ck_assert_same_bits(rwk_mul((double)a, (double)b, SMALL[k]), round_integer(a * b, precision[k]));
            }
}
END_TEST

START_TEST(test_ulp_is_the_distance_to_the_next_number)
{
    rwk_rng rng = { 7 };
    for (int i = 0; i < 100000; i++) {
        const double x = ldexp(1 + rwk_rng_uniform(&rng), (int)(rwk_rng_next(&rng) % 2000) - 1040);
        ck_assert_same_bits(rwk_ulp(-x, RWK_F64), nextafter(x, INFINITY) - x);
        const float f = random_float(&rng);
        if (f != 0) ck_assert_same_bits(rwk_ulp((double)f, RWK_F32), (double)(nextafterf(fabsf(f), INFINITY) - fabsf(f)));
    }
}
END_TEST

START_TEST(test_ulp_near_zero_is_the_subnormal_spacing)
{
    const double smallest[] = { 0x1p-1074, 0x1p-149, 0x1p-133, 0x1p-24 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_same_bits(rwk_ulp(0.0, (rwk_dtype)d), smallest[d]);
        ck_assert_same_bits(rwk_ulp(-smallest[d], (rwk_dtype)d), smallest[d]);
    }
    ck_assert_same_bits(rwk_ulp(1.0, RWK_BF16), 0x1p-7);
    ck_assert_same_bits(rwk_ulp(2.385, RWK_F16), 0x1p-9);
}
END_TEST

/* Patterns from Python's struct.pack('>d' / '>f' / '>e'); bf16 is the upper half of the float. */
START_TEST(test_bits_of_literals)
{
    ck_assert_uint_eq(rwk_bits(2.385, RWK_F64), UINT64_C(0x4003147ae147ae14));
    ck_assert_uint_eq(rwk_bits(-0.0, RWK_F64), UINT64_C(0x8000000000000000));
    ck_assert_uint_eq(rwk_bits(rwk_round(2.385, RWK_F32), RWK_F32), 0x4018a3d7);
    ck_assert_uint_eq(rwk_bits(-0x1p-149, RWK_F32), 0x80000001);
    ck_assert_uint_eq(rwk_bits(0x1p-126, RWK_F32), 0x00800000);
    ck_assert_uint_eq(rwk_bits(rwk_round(2.385, RWK_F16), RWK_F16), 0x40c5);
    ck_assert_uint_eq(rwk_bits(rwk_round(2.385, RWK_BF16), RWK_BF16), 0x4019);
    ck_assert_uint_eq(rwk_bits(-INFINITY, RWK_F32), 0xff800000);
    ck_assert_uint_eq(rwk_bits(INFINITY, RWK_F64), UINT64_C(0x7ff0000000000000));
    ck_assert_uint_eq(rwk_bits(-(double)NAN, RWK_F64), UINT64_C(0x7ff8000000000000));
    ck_assert_uint_eq(rwk_bits(-(double)NAN, RWK_F32), 0x7fc00000);
}
END_TEST

START_TEST(test_bits_f32_is_the_memory_of_a_float)
{
    rwk_rng rng = { 99 };
    for (int i = 0; i < 200000; i++) {
        const uint32_t pattern = (uint32_t)(rwk_rng_next(&rng) >> 32);
        float f;
        memcpy(&f, &pattern, sizeof f);
        if (isnan(f)) continue;
        if (rwk_bits((double)f, RWK_F32) != pattern)
            ck_abort_msg("%a: got %08x, want %08x", (double)f, (unsigned)rwk_bits((double)f, RWK_F32), pattern);
    }
}
END_TEST

/* The decoder above is the second route; a NaN is a NaN whatever its payload and sign. */
START_TEST(test_from_bits_of_every_16_bit_pattern)
{
    for (int k = 0; k < 2; k++)
        for (uint32_t pattern = 0; pattern < 65536; pattern++) {
            const double x = rwk_from_bits(pattern, SMALL[k]);
            ck_assert_same_bits(x, decode_of(pattern, SMALL[k]));
            if (!isnan(x) && rwk_bits(x, SMALL[k]) != pattern) ck_abort_msg("%s %04x", rwk_dtype_name(SMALL[k]), pattern);
        }
}
END_TEST

START_TEST(test_from_bits_is_the_memory_of_floats_and_doubles)
{
    rwk_rng rng = { 4319 };
    for (int i = 0; i < 200000; i++) {
        const uint64_t pattern = rwk_rng_next(&rng) >> (i % 3 == 0 ? 12 : 0); /* every third one small: subnormal as f64 */
        const uint32_t low = (uint32_t)pattern >> (i % 3 == 1 ? 9 : 0);
        float f;
        double d;
        memcpy(&f, &low, sizeof f);
        memcpy(&d, &pattern, sizeof d);
        ck_assert_same_bits(rwk_from_bits(low, RWK_F32), (double)f);
        ck_assert_same_bits(rwk_from_bits(pattern, RWK_F64), d);
    }
}
END_TEST

/* Bits above the width belong to a neighbour in the file. */
START_TEST(test_from_bits_ignores_what_lies_above_its_width)
{
    ck_assert_same_bits(rwk_from_bits(UINT64_C(0xffffffff40490fdb), RWK_F32), 0x1.921fb6p1);
    ck_assert_same_bits(rwk_from_bits(UINT64_C(0xffffffffffff4019), RWK_BF16), 2.390625);
    ck_assert_same_bits(rwk_from_bits(UINT64_C(0xffffffffffff0001), RWK_F16), 0x1p-24);
    ck_assert_same_bits(rwk_from_bits(UINT64_C(0x8000000000000000), RWK_F64), -0.0);
    ck_assert(isnan(rwk_from_bits(UINT64_C(0xfff0000000000001), RWK_F64)));
    ck_assert(isnan(rwk_from_bits(0xff800001, RWK_F32)));
}
END_TEST

START_TEST(test_names_digits_and_roundoff)
{
    const char *const names[] = { "f64", "f32", "bf16", "f16" };
    const int digits[] = { 16, 8, 4, 4 };
    const double roundoff[] = { DBL_EPSILON / 2, (double)FLT_EPSILON / 2, 0x1p-8, 0x1p-11 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_str_eq(rwk_dtype_name((rwk_dtype)d), names[d]);
        ck_assert_int_eq(rwk_hex_digits((rwk_dtype)d), digits[d]);
        ck_assert_same_bits(rwk_unit_roundoff((rwk_dtype)d), roundoff[d]);
    }
}
END_TEST

START_TEST(test_check_no_nan_statuses)
{
    const double clean[] = { 2.385, INFINITY, -0.0 }, dirty[] = { 2.385, 41, NAN };
    ck_assert_status(rwk_check_no_nan(clean, 3), RWK_OK);
    ck_assert_status(rwk_check_no_nan(dirty, 3), RWK_ENAN);
    ck_assert_status(rwk_check_no_nan(dirty, 2), RWK_OK);
    ck_assert_status(rwk_check_no_nan(NULL, 0), RWK_OK);
}
END_TEST

START_TEST(test_check_dtype_statuses)
{
    const double x[] = { 2.375, -INFINITY, 0x1p-24, 257, 65536, 2.385, NAN };
    ck_assert_status(rwk_check_dtype(x, 3, RWK_F16), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, 3, RWK_BF16), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, 4, RWK_F16), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, 4, RWK_BF16), RWK_EDTYPE);
    ck_assert_status(rwk_check_dtype(x, 5, RWK_F16), RWK_EDTYPE);
    ck_assert_status(rwk_check_dtype(x, 5, RWK_F32), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, 6, RWK_F32), RWK_EDTYPE);
    ck_assert_status(rwk_check_dtype(x, 6, RWK_F64), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, 7, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_check_dtype(NULL, 0, RWK_BF16), RWK_OK);
}
END_TEST

TEST_MAIN("dtype", test_round_keeps_every_16_bit_number, test_bits_of_every_16_bit_number, test_round_sends_midpoints_to_even,
          test_round_f32_is_the_nearest_of_three_neighbours, test_round_f32_agrees_with_the_decimal_reader,
          test_round_bf16_agrees_with_the_bit_trick, test_round_overflows_at_the_half_ulp_beyond_the_largest,
          test_round_rounds_integers_beyond_2_to_the_p, test_round_underflows_to_subnormals_and_signed_zero,
          test_round_passes_nan_infinity_and_zero, test_arithmetic_in_f32_is_native_float_arithmetic,
          test_arithmetic_in_bf16_and_f16_agrees_with_integers, test_ulp_is_the_distance_to_the_next_number,
          test_ulp_near_zero_is_the_subnormal_spacing, test_bits_of_literals, test_bits_f32_is_the_memory_of_a_float,
          test_from_bits_of_every_16_bit_pattern, test_from_bits_is_the_memory_of_floats_and_doubles,
          test_from_bits_ignores_what_lies_above_its_width, test_names_digits_and_roundoff, test_check_no_nan_statuses,
          test_check_dtype_statuses)
