/* SPDX-License-Identifier: MIT */
/* Tests angles/real: exact cases stay exact, balls hold the real number, and rounding equals MPFR's own to every dtype. */
#include "angles/real.h"

#include <mpfr.h>

#include "angles/real_ball.h"
#include "mpfr_rounding.h"
#include "testing.h"

static rwk_real cosine(rwk_reals *pool, rwk_real x)
{
    rwk_real c, s;
    rwk_real_cos_sin(&c, &s, pool, x);
    return c;
}

static rwk_real sine(rwk_reals *pool, rwk_real x)
{
    rwk_real c, s;
    rwk_real_cos_sin(&c, &s, pool, x);
    return s;
}

static rwk_real ball_of(rwk_reals *pool, double mid, double rad)
{
    struct rwk_real_ball *b = rwk_real_new(pool);
    mpfr_set_d(b->mid, mid, MPFR_RNDN);
    mpfr_set_d(b->rad, rad, MPFR_RNDU);
    return b;
}

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
    assert_exact(pool, cosine(pool, zero), 1);
    ck_assert_same_bits(rounded(sine(pool, zero), RWK_F64), 0.0);
    const rwk_real product = rwk_real_mul(pool, zero, rwk_real_pow_ratio(pool, rwk_real_of(pool, 10000), -1, 2));
    assert_exact(pool, cosine(pool, product), 1);
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
            const rwk_real xs[] = { cosine(pools[k], angle), sine(pools[k], angle) };
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
        assert_undecided(cosine(pool, rwk_real_mul(pool, x, one)));
        assert_undecided(rwk_real_pow_ratio(pool, x, -2, 128));
        assert_undecided(rwk_real_pow_ratio(pool, x, 3, 7));
    }
    const double bases[] = { 0, -0.0, -2.385, -1 };
    for (int k = 0; k < 4; k++) assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, bases[k]), -2, 128));
    ck_assert_status(rwk_reals_status(pool), RWK_OK);
    rwk_reals_free(pool);
}
END_TEST

/* The sign of what rounds to 0 is a question too; a radius that is no number answers none. */
START_TEST(test_round_is_undecided_about_the_sign_of_zero)
{
    rwk_reals *pool = rwk_reals_new(64);
    for (int d = RWK_F32; d < RWK_N_DTYPES; d++) {
        double value = UNTOUCHED;
        ck_assert_status(rwk_real_round(&value, ball_of(pool, 0, 0x1p-200), (rwk_dtype)d), RWK_EUNDECIDED);
        ck_assert(is_untouched(&value, 1));
        ck_assert_same_bits(rounded(ball_of(pool, 0x1p-200, 0x1p-210), (rwk_dtype)d), 0.0);
        ck_assert_same_bits(rounded(ball_of(pool, -0x1p-200, 0x1p-210), (rwk_dtype)d), -0.0);
    }
    assert_undecided(ball_of(pool, 1, NAN));
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

/* ---- balls with a radius: whatever the real number in it, the result holds its image ---- */

enum { TRUE_BITS = 600 }; /* enough for the images to be as good as exact */

/* x = mid + end rad, end = -1, 0 or 1 */
static void point_of(mpfr_t x, rwk_real ball, int end)
{
    mpfr_set_prec(x, TRUE_BITS);
    mpfr_mul_si(x, ball->rad, end, MPFR_RNDN);
    mpfr_add(x, x, ball->mid, MPFR_RNDN);
}

/* |x - mid| <= rad, but for the error of x itself; *far = the larger of it and |x - mid| */
static void assert_holds(rwk_real ball, const mpfr_t x, mpfr_t far)
{
    mpfr_t off, slack;
    mpfr_inits2(TRUE_BITS, off, slack, (mpfr_ptr)0);
    mpfr_sub(off, x, ball->mid, MPFR_RNDN);
    mpfr_abs(off, off, MPFR_RNDN);
    mpfr_max(far, far, off, MPFR_RNDU);
    mpfr_abs(slack, x, MPFR_RNDU);
    mpfr_mul_2si(slack, slack, 8 - TRUE_BITS, MPFR_RNDU);
    mpfr_sub(off, off, slack, MPFR_RNDN);
    if (!mpfr_number_p(ball->rad) || !mpfr_lessequal_p(off, ball->rad))
        ck_abort_msg("off by %g, radius %g", mpfr_get_d(off, MPFR_RNDN), mpfr_get_d(ball->rad, MPFR_RNDN));
    mpfr_clears(off, slack, (mpfr_ptr)0);
}

/* The radius is no more than `times` what was needed, and 2^ulps ulp. */
static void assert_tight(rwk_real ball, mpfr_t far, double times, int ulps)
{
    mpfr_t ulp;
    mpfr_init2(ulp, 64);
    const mpfr_exp_t place = mpfr_regular_p(ball->mid) ? mpfr_get_exp(ball->mid) - mpfr_get_prec(ball->mid) : -1000;
    mpfr_set_ui_2exp(ulp, 1, place + ulps, MPFR_RNDU);
    mpfr_mul_d(far, far, times, MPFR_RNDU);
    mpfr_add(far, far, ulp, MPFR_RNDU);
    if (!mpfr_lessequal_p(ball->rad, far))
        ck_abort_msg("radius %g, needed %g", mpfr_get_d(ball->rad, MPFR_RNDN), mpfr_get_d(far, MPFR_RNDN));
    mpfr_clear(ulp);
}

typedef rwk_real binary(rwk_reals *, rwk_real, rwk_real);
typedef int mpfr_binary(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

static void assert_binary_holds(rwk_reals *pool, binary *op, mpfr_binary *mpfr_op, rwk_real x, rwk_real y)
{
    mpfr_t u, v, far;
    mpfr_inits2(TRUE_BITS, u, v, far, (mpfr_ptr)0);
    mpfr_set_zero(far, 1);
    const rwk_real z = op(pool, x, y);
    for (int corner = 0; corner < 9; corner++) {
        point_of(u, x, corner % 3 - 1);
        point_of(v, y, corner / 3 - 1);
        mpfr_op(u, u, v, MPFR_RNDN);
        assert_holds(z, u, far);
    }
    assert_tight(z, far, 1.5, 0);
    mpfr_clears(u, v, far, (mpfr_ptr)0);
}

/* Of either sign, of any size within 2^+-40, known to a few bits or to many, or exactly */
static rwk_real random_ball(rwk_reals *pool, rwk_rng *rng, bool positive)
{
    const double mid = ldexp(1 + rwk_rng_uniform(rng), (int)random_within(rng, -40, 40));
    const double rad = random_within(rng, 0, 4) ? ldexp(mid * rwk_rng_uniform(rng), -(int)random_within(rng, 4, 80)) : 0;
    return ball_of(pool, positive || random_within(rng, 0, 1) ? mid : -mid, rad);
}

START_TEST(test_four_operations_hold_every_image)
{
    static const struct {
        binary *op;
        mpfr_binary *mpfr_op;
    } ops[] = { { rwk_real_add, mpfr_add }, { rwk_real_sub, mpfr_sub }, { rwk_real_mul, mpfr_mul }, { rwk_real_div, mpfr_div } };
    rwk_reals *pool = rwk_reals_new(64);
    rwk_rng rng = { 2385 };
    for (int k = 0; k < 20000; k++) {
        const size_t mark = rwk_reals_mark(pool);
        const rwk_real x = random_ball(pool, &rng, false), y = random_ball(pool, &rng, false);
        assert_binary_holds(pool, ops[k % 4].op, ops[k % 4].mpfr_op, x, y);
        rwk_reals_release(pool, mark);
    }
    rwk_reals_free(pool);
    mpfr_free_cache();
}
END_TEST

/* Balls that hold 0 or are wider than their midpoint: only the quotient minds. */
START_TEST(test_sum_and_product_of_wide_balls)
{
    rwk_reals *pool = rwk_reals_new(64);
    rwk_rng rng = { 41 };
    for (int k = 0; k < 3000; k++) {
        const size_t mark = rwk_reals_mark(pool);
        const rwk_real x = ball_of(pool, random_of(&rng, RWK_F64), rwk_rng_uniform(&rng));
        const rwk_real y = ball_of(pool, k % 3 ? random_of(&rng, RWK_F64) : 0, rwk_rng_uniform(&rng));
        assert_binary_holds(pool, rwk_real_add, mpfr_add, x, y);
        assert_binary_holds(pool, rwk_real_sub, mpfr_sub, x, y);
        assert_binary_holds(pool, rwk_real_mul, mpfr_mul, x, y);
        assert_binary_holds(pool, rwk_real_div, mpfr_div, x, ball_of(pool, 3 + rwk_rng_uniform(&rng), 0x1p-4));
        rwk_reals_release(pool, mark);
    }
    rwk_reals_free(pool);
}
END_TEST

typedef rwk_real unary(rwk_reals *, rwk_real);
typedef void mpfr_image(mpfr_t y, const mpfr_t x);

static rwk_real cube_root(rwk_reals *pool, rwk_real x) { return rwk_real_pow_ratio(pool, x, 1, 3); }
static rwk_real five_sevenths(rwk_reals *pool, rwk_real x) { return rwk_real_pow_ratio(pool, x, 5, 7); }
static rwk_real minus_two_64ths(rwk_reals *pool, rwk_real x) { return rwk_real_pow_ratio(pool, x, -2, 64); }
static rwk_real seventh(rwk_reals *pool, rwk_real x) { return rwk_real_pow_ratio(pool, x, 7, 1); }
static rwk_real minus_three(rwk_reals *pool, rwk_real x) { return rwk_real_pow_ratio(pool, x, -3, 1); }

static void log_image(mpfr_t y, const mpfr_t x) { mpfr_log(y, x, MPFR_RNDN); }
static void sqrt_image(mpfr_t y, const mpfr_t x) { mpfr_sqrt(y, x, MPFR_RNDN); }
static void cos_image(mpfr_t y, const mpfr_t x) { mpfr_cos(y, x, MPFR_RNDN); }
static void sin_image(mpfr_t y, const mpfr_t x) { mpfr_sin(y, x, MPFR_RNDN); }
static void cube_root_image(mpfr_t y, const mpfr_t x) { mpfr_cbrt(y, x, MPFR_RNDN); }

/* x^(p/q) through exp and log */
static void power_image(mpfr_t y, const mpfr_t x, long p, unsigned long q)
{
    mpfr_log(y, x, MPFR_RNDN);
    mpfr_mul_si(y, y, p, MPFR_RNDN);
    mpfr_div_ui(y, y, q, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
}

static void five_sevenths_image(mpfr_t y, const mpfr_t x) { power_image(y, x, 5, 7); }
static void minus_two_64ths_image(mpfr_t y, const mpfr_t x) { power_image(y, x, -1, 32); }
static void seventh_image(mpfr_t y, const mpfr_t x) { mpfr_pow_ui(y, x, 7, MPFR_RNDN); }
static void minus_three_image(mpfr_t y, const mpfr_t x) { power_image(y, x, -3, 1); }

/* times = 0: the bound is not a tight one */
static void assert_unary_holds(rwk_reals *pool, unary *op, mpfr_image *image, rwk_real x, double times)
{
    mpfr_t u, far;
    mpfr_inits2(TRUE_BITS, u, far, (mpfr_ptr)0);
    mpfr_set_zero(far, 1);
    const rwk_real z = op(pool, x);
    for (int end = -1; end <= 1; end++) {
        point_of(u, x, end);
        image(u, u);
        assert_holds(z, u, far);
    }
    if (times > 0) assert_tight(z, far, times, 3); /* a power is two operations */
    mpfr_clears(u, far, (mpfr_ptr)0);
}

START_TEST(test_functions_hold_every_image)
{
    static const struct {
        unary *op;
        mpfr_image *image;
        double times;
    } functions[] = { { rwk_real_log, log_image, 1.5 },
                      { rwk_real_sqrt, sqrt_image, 1.5 },
                      { cosine, cos_image, 0 },
                      { sine, sin_image, 0 },
                      { cube_root, cube_root_image, 1.5 },
                      { five_sevenths, five_sevenths_image, 6 },
                      { minus_three, minus_three_image, 1.5 },
                      { minus_two_64ths, minus_two_64ths_image, 3 },
                      { seventh, seventh_image, 1.5 } };
    rwk_reals *pool = rwk_reals_new(64);
    rwk_rng rng = { 137 };
    for (int k = 0; k < 18000; k++) {
        const size_t mark = rwk_reals_mark(pool);
        assert_unary_holds(pool, functions[k % 9].op, functions[k % 9].image, random_ball(pool, &rng, true),
                           functions[k % 9].times);
        rwk_reals_release(pool, mark);
    }
    rwk_reals_free(pool);
    mpfr_free_cache();
}
END_TEST

/* The slope of a cosine is at most 1: the radius is inherited as it is. */
START_TEST(test_cos_sin_inherit_the_radius)
{
    rwk_reals *pool = rwk_reals_new(64);
    const double mids[] = { 0, 1, -2, 0x1p40 };
    for (int k = 0; k < 4; k++) {
        const rwk_real x = ball_of(pool, mids[k], 0x1p-20), c = cosine(pool, x), s = sine(pool, x);
        ck_assert(mpfr_cmp_d(c->rad, 0x1p-20) >= 0 && mpfr_cmp_d(c->rad, 0x1.001p-20) <= 0);
        ck_assert(mpfr_cmp_d(s->rad, 0x1p-20) >= 0 && mpfr_cmp_d(s->rad, 0x1.001p-20) <= 0);
    }
    ck_assert(mpfr_zero_p(cosine(pool, rwk_real_of(pool, 0))->rad) && mpfr_zero_p(sine(pool, rwk_real_of(pool, 0))->rad));
    rwk_reals_free(pool);
}
END_TEST

/* Into a pool of other precision: nothing is lost going up, half an ulp is added going down. */
START_TEST(test_copy_holds_what_it_copies)
{
    rwk_reals *wide = rwk_reals_new(192), *narrow = rwk_reals_new(64);
    mpfr_t third, far;
    mpfr_inits2(TRUE_BITS, third, far, (mpfr_ptr)0);
    mpfr_set_zero(far, 1);
    mpfr_set_ui(third, 1, MPFR_RNDN);
    mpfr_div_ui(third, third, 3, MPFR_RNDN);
    const rwk_real x = rwk_real_ratio(wide, 1, 3), down = rwk_real_copy(narrow, x), up = rwk_real_copy(wide, down);
    assert_holds(down, third, far);
    assert_tight(down, far, 1, 0);
    assert_holds(up, third, far);
    ck_assert(mpfr_equal_p(up->mid, down->mid) && mpfr_equal_p(up->rad, down->rad));
    ck_assert_uint_eq(rwk_reals_mark(narrow), 1);
    assert_exact(narrow, rwk_real_copy(narrow, rwk_real_of(wide, 0.5)), 0.5);
    assert_undecided(rwk_real_copy(narrow, rwk_real_of(wide, NAN)));
    mpfr_clears(third, far, (mpfr_ptr)0);
    rwk_reals_free(wide);
    rwk_reals_free(narrow);
}
END_TEST

/* A real less itself is 0, however little is known of it. */
START_TEST(test_sub_of_one_ball)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real x = ball_of(pool, 1, 0.5), same = ball_of(pool, 1, 0.5);
    ck_assert_same_bits(rounded(rwk_real_sub(pool, x, x), RWK_F64), 0.0);
    assert_undecided(rwk_real_sub(pool, x, same));
    rwk_reals_free(pool);
}
END_TEST

/* ---- exact cases and known digits ---- */

START_TEST(test_operations_on_exact_numbers_are_exact)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real a = rwk_real_of(pool, 0.75), b = rwk_real_of(pool, -3), zero = rwk_real_of(pool, 0);
    assert_exact(pool, rwk_real_add(pool, a, b), -2.25);
    assert_exact(pool, rwk_real_sub(pool, a, b), 3.75);
    assert_exact(pool, rwk_real_mul(pool, a, b), -2.25);
    assert_exact(pool, rwk_real_div(pool, a, b), -0.25);
    assert_exact(pool, rwk_real_ratio(pool, 3, 96), 0x1p-5);
    assert_exact(pool, rwk_real_sqrt(pool, rwk_real_of(pool, 0x1p-1074)), 0x1p-537);
    const rwk_real exact[] = { rwk_real_sub(pool, a, a), rwk_real_div(pool, zero, b), rwk_real_log(pool, rwk_real_of(pool, 1)),
                               zero };
    for (int k = 0; k < 4; k++) ck_assert_same_bits(rounded(exact[k], RWK_F64), 0.0);
    for (int k = 0; k < 4; k++) ck_assert(mpfr_zero_p(exact[k]->rad));
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_known_digits)
{
    rwk_reals *pool = rwk_reals_new(128);
    ck_assert_same_bits(rounded(rwk_real_pi(pool), RWK_F64), 0x1.921fb54442d18p1);
    ck_assert_same_bits(rounded(rwk_real_pi(pool), RWK_F32), 0x1.921fb6p1);
    ck_assert_same_bits(rounded(rwk_real_log(pool, rwk_real_of(pool, 2)), RWK_F64), 0x1.62e42fefa39efp-1);
    ck_assert_same_bits(rounded(rwk_real_sqrt(pool, rwk_real_of(pool, 2)), RWK_F64), 0x1.6a09e667f3bcdp0);
    ck_assert_same_bits(rounded(rwk_real_ratio(pool, 1, 10), RWK_F64), 0.1);
    ck_assert_same_bits(rounded(rwk_real_ratio(pool, -1, 1000), RWK_F32), (double)-0.001f);
    ck_assert(!mpfr_zero_p(rwk_real_pi(pool)->rad) && !mpfr_zero_p(rwk_real_ratio(pool, 1, 10)->rad));
    rwk_reals_free(pool);
}
END_TEST

/* ---- outside the domain ---- */

START_TEST(test_unbounded_where_a_divisor_may_be_zero)
{
    const double balls[][2] = { { 0, 0 }, { 0, 1 }, { 0.5, 0.5 }, { -0.5, 0.5 }, { 0.25, 1 }, { -1, INFINITY } };
    rwk_reals *pool = rwk_reals_new(64);
    for (int k = 0; k < 6; k++) {
        assert_undecided(rwk_real_div(pool, rwk_real_of(pool, 1), ball_of(pool, balls[k][0], balls[k][1])));
        assert_undecided(rwk_real_div(pool, rwk_real_of(pool, 0), ball_of(pool, balls[k][0], balls[k][1])));
    }
    ck_assert_same_bits(rounded(rwk_real_div(pool, rwk_real_of(pool, 0), ball_of(pool, 0.5, 0.25)), RWK_F64), 0.0);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_unbounded_where_a_logarithm_or_root_may_not_be)
{
    const double balls[][2] = { { 0, 0 }, { 0.5, 0.5 }, { 0.25, 1 }, { -1, 0 }, { -1, 0.5 }, { 1, INFINITY } };
    rwk_reals *pool = rwk_reals_new(64);
    for (int k = 0; k < 6; k++) {
        const rwk_real x = ball_of(pool, balls[k][0], balls[k][1]);
        assert_undecided(rwk_real_log(pool, x));
        assert_undecided(rwk_real_sqrt(pool, x));
        assert_undecided(rwk_real_pow_ratio(pool, x, 3, 1));
        assert_undecided(rwk_real_pow_ratio(pool, x, -2, 6));
    }
    rwk_reals_free(pool);
}
END_TEST

/* 2^-(2^62 + 99) is below MPFR's own range: the 0 that comes back says nothing. */
START_TEST(test_unbounded_where_mpfr_underflows)
{
    rwk_reals *pool = rwk_reals_new(64);
    assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, 0.5), (INT64_C(1) << 62) + 99, 1));
    assert_undecided(rwk_real_pow_ratio(pool, rwk_real_of(pool, 2), (INT64_C(1) << 62) + 99, 1));
    rwk_reals_free(pool);
}
END_TEST

/* Infinity times 0 is not 0: what is unknown stays so, in every question that can be asked of it. */
START_TEST(test_unbounded_times_zero_stays_unbounded)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real zero = rwk_real_of(pool, 0), one = rwk_real_of(pool, 1), unknown = rwk_real_of(pool, NAN);
    const rwk_real products[] = { rwk_real_mul(pool, unknown, zero), rwk_real_mul(pool, zero, unknown),
                                  rwk_real_mul(pool, one, unknown), rwk_real_sub(pool, unknown, unknown),
                                  rwk_real_div(pool, unknown, one) };
    for (int k = 0; k < 5; k++) {
        double hi = UNTOUCHED, lo = UNTOUCHED;
        ck_assert(mpfr_inf_p(products[k]->rad));
        assert_undecided(products[k]);
        assert_undecided(rwk_real_add(pool, one, products[k]));
        assert_undecided(rwk_real_floor(pool, products[k]));
        assert_undecided(rwk_real_if_less(pool, products[k], one, zero, zero));
        assert_undecided(rwk_real_if_less(pool, one, products[k], zero, zero));
        ck_assert_status(rwk_real_split(&hi, &lo, products[k], 1), RWK_EUNDECIDED);
        ck_assert_status(rwk_real_split(&hi, &lo, sine(pool, products[k]), 1), RWK_EUNDECIDED);
        ck_assert(is_untouched(&hi, 1) && is_untouched(&lo, 1));
    }
    rwk_reals_free(pool);
}
END_TEST

/* ---- whole parts and choices ---- */

START_TEST(test_floor_and_ceil)
{
    const struct {
        double mid, rad, floor, ceil;
    } cases[] = { { 2, 0, 2, 2 }, { 2.5, 0, 2, 3 },  { 2.5, 0.4375, 2, 3 },         { -2.5, 0.25, -3, -2 }, { -0.5, 0.25, -1, 0 },
                  { 0, 0, 0, 0 }, { -7, 0, -7, -7 }, { 0x1p60, 0, 0x1p60, 0x1p60 }, { 0.5, 0x1p-60, 0, 1 } };
    rwk_reals *pool = rwk_reals_new(64);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const rwk_real x = ball_of(pool, cases[k].mid, cases[k].rad), low = rwk_real_floor(pool, x), high = rwk_real_ceil(pool, x);
        ck_assert_same_bits(rounded(low, RWK_F64), cases[k].floor);
        ck_assert_same_bits(rounded(high, RWK_F64), cases[k].ceil);
        ck_assert(mpfr_zero_p(low->rad) && mpfr_zero_p(high->rad));
    }
    rwk_reals_free(pool);
}
END_TEST

/* A ball that touches a whole number from one side has one whole part at that side, two at the other. */
START_TEST(test_floor_and_ceil_undecided)
{
    const double both[][2] = { { 2, 0.125 }, { 2.0625, 0.125 }, { 0, 0x1p-60 }, { 5, 3 }, { -2.9375, 0.125 }, { 1, INFINITY } };
    rwk_reals *pool = rwk_reals_new(64);
    for (int k = 0; k < 6; k++) {
        assert_undecided(rwk_real_floor(pool, ball_of(pool, both[k][0], both[k][1])));
        assert_undecided(rwk_real_ceil(pool, ball_of(pool, both[k][0], both[k][1])));
    }
    assert_undecided(rwk_real_floor(pool, ball_of(pool, 2.5, 0.5)));
    assert_undecided(rwk_real_ceil(pool, ball_of(pool, 2.5, 0.5)));
    ck_assert_same_bits(rounded(rwk_real_floor(pool, ball_of(pool, 2.25, 0.25)), RWK_F64), 2);
    ck_assert_same_bits(rounded(rwk_real_ceil(pool, ball_of(pool, 1.75, 0.25)), RWK_F64), 2);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_if_less_decides)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real one = rwk_real_of(pool, 1), two = rwk_real_of(pool, 2), yes = rwk_real_of(pool, 3), no = rwk_real_of(pool, 4);
    const rwk_real wide = ball_of(pool, 1.5, 0.5), narrow = ball_of(pool, 1.5, 0x1p-70);
    ck_assert_ptr_eq(rwk_real_if_less(pool, one, two, yes, no), yes);
    ck_assert_ptr_eq(rwk_real_if_less(pool, two, one, yes, no), no);
    ck_assert_ptr_eq(rwk_real_if_less(pool, one, rwk_real_of(pool, 1), yes, no), no);
    ck_assert_ptr_eq(rwk_real_if_less(pool, one, narrow, yes, no), yes);
    ck_assert_ptr_eq(rwk_real_if_less(pool, two, narrow, yes, no), no);
    ck_assert_ptr_eq(rwk_real_if_less(pool, wide, one, yes, no), no); /* at least 1, so not less */
    assert_undecided(rwk_real_if_less(pool, wide, two, yes, no));     /* at most 2 */
    assert_undecided(rwk_real_if_less(pool, one, wide, yes, no));
    assert_undecided(rwk_real_if_less(pool, wide, narrow, yes, no));
    assert_undecided(rwk_real_if_less(pool, narrow, rwk_real_of(pool, 1.5), yes, no));
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_min_and_max)
{
    rwk_reals *pool = rwk_reals_new(64);
    const rwk_real small = rwk_real_of(pool, -1), large = ball_of(pool, 1.5, 0.25), wide = ball_of(pool, 1, 1);
    ck_assert_ptr_eq(rwk_real_min(pool, small, large), small);
    ck_assert_ptr_eq(rwk_real_min(pool, large, small), small);
    ck_assert_ptr_eq(rwk_real_max(pool, small, large), large);
    ck_assert_ptr_eq(rwk_real_max(pool, large, small), large);
    assert_undecided(rwk_real_min(pool, wide, large));
    assert_undecided(rwk_real_max(pool, wide, large));
    assert_exact(pool, rwk_real_max(pool, rwk_real_of(pool, 2), rwk_real_of(pool, 2)), 2);
    rwk_reals_free(pool);
}
END_TEST

/* ---- a real as two doubles ---- */

static void assert_split(rwk_real x, double error, double hi, double lo)
{
    double h = UNTOUCHED, l = UNTOUCHED;
    ck_assert_status(rwk_real_split(&h, &l, x, error), RWK_OK);
    ck_assert_same_bits(h, hi);
    ck_assert_same_bits(l, lo);
}

static void assert_no_split(rwk_real x, double error)
{
    double h = UNTOUCHED, l = UNTOUCHED;
    ck_assert_status(rwk_real_split(&h, &l, x, error), RWK_EUNDECIDED);
    ck_assert(is_untouched(&h, 1) && is_untouched(&l, 1));
}

START_TEST(test_split_of_exact_numbers)
{
    rwk_reals *pool = rwk_reals_new(192);
    const rwk_real one = rwk_real_of(pool, 1);
    assert_split(one, 0, 1, 0);
    assert_split(rwk_real_of(pool, 0), 0, 0, 0);
    assert_split(rwk_real_add(pool, one, rwk_real_of(pool, 0x1p-80)), 0, 1, 0x1p-80);
    assert_split(rwk_real_sub(pool, one, rwk_real_of(pool, 0x1p-80)), 0, 1, -0x1p-80);
    assert_no_split(rwk_real_mul(pool, rwk_real_of(pool, 0x1p1000), rwk_real_of(pool, 0x1p1000)), 1);
    rwk_reals_free(pool);
}
END_TEST

/* 1 + 2^-53 + 2^-120: hi takes the nearest double, not the one below; what lo cannot hold counts as error. */
START_TEST(test_split_counts_what_two_doubles_leave)
{
    rwk_reals *pool = rwk_reals_new(192);
    const rwk_real sum = rwk_real_add(pool, rwk_real_of(pool, 1 + 0x1p-52), rwk_real_of(pool, -0x1p-53 + 0x1p-100));
    const rwk_real x = rwk_real_add(pool, sum, rwk_real_of(pool, 0x1p-160));
    assert_split(x, 0x1p-160, 1 + 0x1p-52, -0x1p-53 + 0x1p-100);
    assert_split(x, 0x1p-107, 1 + 0x1p-52, -0x1p-53 + 0x1p-100);
    assert_no_split(x, 0x1.fp-161);
    assert_no_split(rwk_real_sub(pool, sum, rwk_real_of(pool, 0x1p-160)), 0x1.fp-161);
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_split_counts_the_radius)
{
    rwk_reals *pool = rwk_reals_new(192);
    assert_split(ball_of(pool, 1, 0x1p-60), 0x1p-60, 1, 0);
    assert_no_split(ball_of(pool, 1, 0x1p-60), 0x1.fffffffp-61);
    assert_no_split(rwk_real_of(pool, NAN), 1e300);
    assert_no_split(ball_of(pool, 1, NAN), 1e300);
    rwk_reals_free(pool);
}
END_TEST

/* hi + lo + what is left: 1/3 at 192 bits is left with 2^-110 or so. */
START_TEST(test_split_is_within_its_error)
{
    rwk_reals *pool = rwk_reals_new(192);
    rwk_rng rng = { 9 };
    mpfr_t rest;
    mpfr_init2(rest, TRUE_BITS);
    for (int k = 0; k < 3000; k++) {
        const size_t mark = rwk_reals_mark(pool);
        const rwk_real x = rwk_real_ratio(pool, random_of(&rng, RWK_F64), 1 + rwk_rng_uniform(&rng));
        double hi, lo;
        ck_assert_status(rwk_real_split(&hi, &lo, x, 0x1p-106), RWK_OK);
        ck_assert_same_bits(hi, mpfr_get_d(x->mid, MPFR_RNDN));
        ck_assert(hi + lo == hi);
        mpfr_sub_d(rest, x->mid, hi, MPFR_RNDN);
        mpfr_sub_d(rest, rest, lo, MPFR_RNDN);
        ck_assert(mpfr_cmpabs(rest, x->mid) <= 0 && fabs(mpfr_get_d(rest, MPFR_RNDA)) <= 0x1p-107);
        rwk_reals_release(pool, mark);
    }
    mpfr_clear(rest);
    rwk_reals_free(pool);
}
END_TEST

TEST_MAIN("real", test_pow_ratio_is_exact_where_the_result_is, test_pow_ratio_rounds_what_is_not_exact,
          test_pow_ratio_agrees_with_exp_of_log, test_mul_is_exact_on_doubles, test_cos_and_sin_of_zero_are_exact,
          test_round_decides_alike_at_every_precision, test_round_is_undecided_when_precision_is_too_low,
          test_unbounded_for_what_is_no_real_number, test_unbounded_base_to_the_power_zero,
          test_round_is_undecided_about_the_sign_of_zero, test_round_halfway_and_a_little_beside,
          test_round_near_underflow_and_overflow, test_mark_and_release_reuse_the_pool, test_four_operations_hold_every_image,
          test_sum_and_product_of_wide_balls, test_functions_hold_every_image, test_cos_sin_inherit_the_radius,
          test_copy_holds_what_it_copies, test_sub_of_one_ball, test_operations_on_exact_numbers_are_exact, test_known_digits,
          test_unbounded_where_a_divisor_may_be_zero, test_unbounded_where_a_logarithm_or_root_may_not_be,
          test_unbounded_where_mpfr_underflows, test_unbounded_times_zero_stays_unbounded, test_floor_and_ceil,
          test_floor_and_ceil_undecided, test_if_less_decides, test_min_and_max, test_split_of_exact_numbers,
          test_split_counts_what_two_doubles_leave, test_split_counts_the_radius, test_split_is_within_its_error)
