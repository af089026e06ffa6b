/* SPDX-License-Identifier: MIT */
/* Tests angles/real: exact cases stay exact, balls hold the real number, and rounding equals MPFR's own to every dtype. */
#include "angles/real.h"

#include <mpfr.h>

#include "mpfr_rounding.h"
#include "testing.h"

static double rounded(rwk_real x, rwk_dtype dtype)
{
    double value = UNTOUCHED;
    ck_assert_status(rwk_real_round(&value, x, dtype), RWK_OK);
    return value;
}

static void assert_undecided(rwk_real x)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        double value = UNTOUCHED;
        ck_assert_status(rwk_real_round(&value, x, (rwk_dtype)d), RWK_EUNDECIDED);
        ck_assert(is_untouched(&value, 1));
    }
}

/* Times 1 + 2^-8 a power of 2 is halfway between neighbours in bf16: decided only where it is known exactly. */
static void assert_exact(rwk_reals *pool, rwk_real x, double value)
{
    ck_assert_same_bits(rounded(x, RWK_F64), value);
    const rwk_real tie = rwk_real_mul(pool, x, rwk_real_of(pool, 0x1.01p0));
    if (value == exp2(floor(log2(value)))) ck_assert_same_bits(rounded(tie, RWK_BF16), rwk_round(value, RWK_BF16));
}

START_TEST(test_pow_ratio_is_exact_where_the_result_is)
{
    rwk_reals *pool = rwk_reals_new(192);
    const struct {
        double base;
        int64_t p;
        uint64_t q;
        double value;
    } cases[] = { { 65536, -2, 4, 0x1p-8 },
                  { 65536, -2, 64, 0x1p-0 / 1.4142135623730951 },
                  { 8, 2, 3, 4 },
                  { 10000, 0, 128, 1 },
                  { 1, -126, 128, 1 },
                  { 0x1p-1074, 1, 2, 0x1p-537 },
                  { 3, 41, 41, 3 },
                  { 7, 3, 1, 343 },
                  { 65536, -60, 64, 0x1p-15 },
                  { 0.25, -3, 2, 8 } };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const rwk_real x = rwk_real_pow_ratio(pool, rwk_real_of(pool, cases[k].base), cases[k].p, cases[k].q);
        if (k != 1) assert_exact(pool, x, cases[k].value);
        else ck_assert_ulp(rounded(x, RWK_F64), cases[k].value, RWK_F64, 1); /* 2^(-1/2): irrational */
    }
    rwk_reals_free(pool);
}
END_TEST

/* 1/100 is no binary fraction: the ball has a radius, and still rounds like the decimal 0.01. */
START_TEST(test_pow_ratio_rounds_what_is_not_exact)
{
    rwk_reals *pool = rwk_reals_new(192);
    const rwk_real x = rwk_real_pow_ratio(pool, rwk_real_of(pool, 10000), -1, 2);
    ck_assert_same_bits(rounded(x, RWK_F64), 0.01);
    ck_assert_same_bits(rounded(x, RWK_F32), (double)0.01f);
    rwk_reals_free(pool);
}
END_TEST

/* log and exp instead of root and power, at 320 bits. */
static void pow_by_exp(mpfr_t y, double base, int64_t p, uint64_t q)
{
    mpfr_set_d(y, base, MPFR_RNDN);
    mpfr_log(y, y, MPFR_RNDN);
    mpfr_mul_si(y, y, (long)p, MPFR_RNDN);
    mpfr_div_ui(y, y, (unsigned long)q, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
}

START_TEST(test_pow_ratio_agrees_with_exp_of_log)
{
    rwk_reals *pool = rwk_reals_new(128);
    rwk_rng rng = { 2385 };
    mpfr_t want;
    mpfr_init2(want, 320);
    for (int k = 0; k < 3000; k++) {
        const double base = exp(40 * rwk_rng_uniform(&rng) - 10);
        const int64_t p = (int64_t)(rwk_rng_next(&rng) % 501) - 250;
        const uint64_t q = 1 + rwk_rng_next(&rng) % 256;
        if (fabs((double)p / (double)q * log(base)) > 700) continue;
        const size_t mark = rwk_reals_mark(pool);
        const rwk_real x = rwk_real_pow_ratio(pool, rwk_real_of(pool, base), p, q);
        pow_by_exp(want, base, p, q);
        for (int d = 0; d < RWK_N_DTYPES; d++) ck_assert_same_bits(rounded(x, (rwk_dtype)d), round_by_mpfr(want, (rwk_dtype)d));
        rwk_reals_release(pool, mark);
    }
    mpfr_clear(want);
    rwk_reals_free(pool);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_mul_is_exact_on_doubles)
{
    rwk_reals *pool = rwk_reals_new(128);
    rwk_rng rng = { 41 };
    mpfr_t want;
    mpfr_init2(want, 106);
    for (int k = 0; k < 20000; k++) {
        const double a = random_of(&rng, RWK_F64), b = random_of(&rng, RWK_F64);
        const size_t mark = rwk_reals_mark(pool);
        const rwk_real x = rwk_real_mul(pool, rwk_real_of(pool, a), rwk_real_of(pool, b));
        mpfr_set_d(want, a, MPFR_RNDN);
        ck_assert_int_eq(mpfr_mul_d(want, want, b, MPFR_RNDN), 0);
        for (int d = 0; d < RWK_N_DTYPES; d++) ck_assert_same_bits(rounded(x, (rwk_dtype)d), round_by_mpfr(want, (rwk_dtype)d));
        rwk_reals_release(pool, mark);
    }
    mpfr_clear(want);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_cos_and_sin_of_zero_are_exact)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real zero = rwk_real_of(pool, 0);
    assert_exact(pool, rwk_real_cos(pool, zero), 1);
    ck_assert_same_bits(rounded(rwk_real_sin(pool, zero), RWK_F64), 0.0);
    const rwk_real product = rwk_real_mul(pool, zero, rwk_real_pow_ratio(pool, rwk_real_of(pool, 10000), -1, 2));
    assert_exact(pool, rwk_real_cos(pool, product), 1);
    rwk_reals_free(pool);
}
END_TEST

/* Whatever the precision, a decided value is the same one: what a radius too small would break. */
START_TEST(test_round_decides_alike_at_every_precision)
{
    const long bits[] = { 53, 64, 80, 128, 192 };
    int decided[5] = { 0 };
    rwk_rng rng = { 137 };
    rwk_reals *pools[5];
    for (int k = 0; k < 5; k++) pools[k] = rwk_reals_new(bits[k]);
    for (int draw = 0; draw < 4000; draw++) {
        const double base = exp(20 * rwk_rng_uniform(&rng)), m = (double)(rwk_rng_next(&rng) % 131072);
        const int64_t i = (int64_t)(rwk_rng_next(&rng) % 64);
        double want[2][RWK_N_DTYPES];
        for (int k = 4; k >= 0; k--) {
            const size_t mark = rwk_reals_mark(pools[k]);
            const rwk_real theta = rwk_real_pow_ratio(pools[k], rwk_real_of(pools[k], base), -2 * i, 128);
            const rwk_real angle = rwk_real_mul(pools[k], rwk_real_of(pools[k], m), theta);
            const rwk_real xs[] = { rwk_real_cos(pools[k], angle), rwk_real_sin(pools[k], angle) };
            for (int f = 0; f < 2; f++)
                for (int d = 0; d < RWK_N_DTYPES; d++) {
                    double value;
                    if (rwk_real_round(&value, xs[f], (rwk_dtype)d) != RWK_OK) continue;
                    decided[k]++;
                    if (k == 4) want[f][d] = value;
                    else ck_assert_same_bits(value, want[f][d]);
                }
            rwk_reals_release(pools[k], mark);
        }
    }
    ck_assert_int_eq(decided[4], 4000 * 8);
    ck_assert_int_lt(decided[0], decided[4] * 9 / 10); /* f64 from 53 bits is hopeless, and says so */
    ck_assert_int_gt(decided[0], decided[4] / 4);      /* but f16 and bf16 are not */
    for (int k = 0; k < 5; k++) rwk_reals_free(pools[k]);
}
END_TEST

START_TEST(test_round_is_undecided_when_precision_is_too_low)
{
    rwk_reals *pool = rwk_reals_new(53);
    const rwk_real x = rwk_real_pow_ratio(pool, rwk_real_of(pool, 10000), -2, 128);
    double value = UNTOUCHED;
    ck_assert_status(rwk_real_round(&value, x, RWK_F64), RWK_EUNDECIDED);
    ck_assert(is_untouched(&value, 1));
    ck_assert_same_bits(rounded(x, RWK_BF16), 0.8671875); /* theta_1 = .86596: between .86328125 and .8671875, nearer the latter */
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_unbounded_for_what_is_no_real_number)
{
    rwk_reals *pool = rwk_reals_new(128);
    const rwk_real one = rwk_real_of(pool, 1);
    const double none[] = { NAN, INFINITY, -INFINITY };
    for (int k = 0; k < 3; k++) {
        const rwk_real x = rwk_real_of(pool, none[k]);
        assert_undecided(x);
        assert_undecided(rwk_real_mul(pool, x, one));
        assert_undecided(rwk_real_mul(pool, one, x));
        assert_undecided(rwk_real_cos(pool, rwk_real_mul(pool, x, one)));
        assert_undecided(rwk_real_pow_ratio(pool, x, -2, 128));
        assert_undecided(rwk_real_pow_ratio(pool, x, 3, 7));
    }
    const double bases[] = { 0, -0.0, -2.385, -1 };
    for (int k = 0; k < 4; k++) assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, bases[k]), -2, 128));
    ck_assert_status(rwk_reals_status(pool), RWK_OK);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_unbounded_base_to_the_power_zero)
{
    rwk_reals *pool = rwk_reals_new(128);
    assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, NAN), 0, 7));
    assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, -2.385), 0, 7));
    rwk_reals_free(pool);
}
END_TEST

/* The real number a b, an exact product. */
static void assert_rounds_like_mpfr(rwk_reals *pool, double a, double b)
{
    mpfr_t want;
    mpfr_init2(want, 106);
    mpfr_set_d(want, a, MPFR_RNDN);
    mpfr_mul_d(want, want, b, MPFR_RNDN);
    const size_t mark = rwk_reals_mark(pool);
    const rwk_real x = rwk_real_mul(pool, rwk_real_of(pool, a), rwk_real_of(pool, b));
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const double got = rounded(x, (rwk_dtype)d), expected = round_by_mpfr(want, (rwk_dtype)d);
        if (rwk_bits(got, RWK_F64) != rwk_bits(expected, RWK_F64))
            ck_abort_msg("%a * %a to %s: got %a, want %a", a, b, rwk_dtype_name((rwk_dtype)d), got, expected);
    }
    rwk_reals_release(pool, mark);
    mpfr_clear(want);
}

/* Ties of a dtype times 1, 1 +- 2^-52, and, below what a double shows, times
 * (1 + 2^-30)(1 - 2^-30) = 1 - 2^-60 and (1 + 2^-20)(1 - 2^-20 + 2^-40) = 1 + 2^-60: two roundings get these wrong. */
START_TEST(test_round_halfway_and_a_little_beside)
{
    const double beside[][2] = { { 1, 1 },
                                 { 1, 0x1.0000000000001p0 },
                                 { 1, 0x1.fffffffffffffp-1 },
                                 { 0x1.00000004p0, 0x1.fffffff8p-1 },
                                 { 0x1.00001p0, 1 - 0x1p-20 + 0x1p-40 } };
    const int digits[] = { 24, 8, 11 };
    rwk_reals *pool = rwk_reals_new(128);
    rwk_rng rng = { 99 };
    for (int k = 0; k < 15000; k++) {
        const int p = digits[k % 3], e = (int)(rwk_rng_next(&rng) % 40) - 20;
        const double tie = ldexp(floor(ldexp(rwk_rng_uniform(&rng), p)) + 0.5, e);
        for (int b = 0; b < 5; b++) assert_rounds_like_mpfr(pool, (k % 2 ? tie : -tie) * beside[b][0], beside[b][1]);
    }
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_round_near_underflow_and_overflow)
{
    rwk_reals *pool = rwk_reals_new(128);
    const int exponents[] = { -24, -25, -26, -133, -134, -149, -150, -1074, 15, 16, 127, 128, 1023 };
    rwk_rng rng = { 7 };
    for (int k = 0; k < 20000; k++) {
        const int e = exponents[(size_t)k % (sizeof exponents / sizeof exponents[0])];
        const double scale = ldexp(1, e / 2), rest = ldexp(1, e - e / 2);
        const double a = scale * (1 + floor(16 * rwk_rng_uniform(&rng)) / 16), b = rest * (k % 3 ? 1 : 1 + rwk_rng_uniform(&rng));
        assert_rounds_like_mpfr(pool, a, k % 2 ? b : -b);
    }
    assert_rounds_like_mpfr(pool, 65520, 1);
    assert_rounds_like_mpfr(pool, 65520, 0x1.fffffffffffffp-1);
    assert_rounds_like_mpfr(pool, 0x1p-540, -0x1p-540);
    assert_rounds_like_mpfr(pool, 0x1.8p-540, 0x1p-535);
    assert_rounds_like_mpfr(pool, 0x1p600, 0x1p600);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_mark_and_release_reuse_the_pool)
{
    rwk_reals *pool = rwk_reals_new(128);
    const rwk_real kept = rwk_real_of(pool, 2.385);
    const size_t mark = rwk_reals_mark(pool);
    ck_assert_uint_eq(mark, 1);
    for (int round = 0; round < 3; round++) {
        for (int k = 0; k < 1000; k++) { /* several blocks: none may move */
            const rwk_real x = rwk_real_of(pool, (double)k);
            ck_assert_same_bits(rounded(rwk_real_mul(pool, x, kept), RWK_F64), k * 2.385);
        }
        ck_assert_uint_eq(rwk_reals_mark(pool), mark + 2000);
        rwk_reals_release(pool, mark);
        ck_assert_uint_eq(rwk_reals_mark(pool), mark);
        ck_assert_same_bits(rounded(kept, RWK_F64), 2.385);
    }
    ck_assert_status(rwk_reals_status(pool), RWK_OK);
    rwk_reals_free(pool);
    rwk_reals_free(NULL);
}
END_TEST

TEST_MAIN("real", test_pow_ratio_is_exact_where_the_result_is, test_pow_ratio_rounds_what_is_not_exact,
          test_pow_ratio_agrees_with_exp_of_log, test_mul_is_exact_on_doubles, test_cos_and_sin_of_zero_are_exact,
          test_round_decides_alike_at_every_precision, test_round_is_undecided_when_precision_is_too_low,
          test_unbounded_for_what_is_no_real_number, test_unbounded_base_to_the_power_zero, test_round_halfway_and_a_little_beside,
          test_round_near_underflow_and_overflow, test_mark_and_release_reuse_the_pool)
