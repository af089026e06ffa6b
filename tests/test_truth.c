/* SPDX-License-Identifier: MIT */
/* Tests angles/truth: every table entry below 1024 against an independent MPFR route, published digits, exact cases, statuses. */
#include "angles/truth.h"

#include <mpfr.h>

#include "mpfr_rounding.h"
#include "testing.h"

/* ---- second route: theta = exp(-(2i/d) ln b) at 320 bits, e^{i m theta} by repeated multiplication, rounding by MPFR
 * with the precision and the exponent range of the dtype ---- */

enum { BITS = 320, N_PAIRS = 64, N_POSITIONS = 1024 };

/* theta_i = b^(-2i/d) */
static void theta_by_exp(mpfr_t theta, double base, size_t i, size_t d)
{
    mpfr_set_d(theta, base, MPFR_RNDN);
    mpfr_log(theta, theta, MPFR_RNDN);
    mpfr_mul_ui(theta, theta, 2 * (unsigned long)i, MPFR_RNDN);
    mpfr_div_ui(theta, theta, (unsigned long)d, MPFR_RNDN);
    mpfr_neg(theta, theta, MPFR_RNDN);
    mpfr_exp(theta, theta, MPFR_RNDN);
}

typedef struct {
    mpfr_t c1, s1, c, s; /* e^{i theta} and e^{i m theta} */
} wheel;

static void wheel_init(wheel *w, double base, size_t i, size_t d)
{
    mpfr_inits2(BITS, w->c1, w->s1, w->c, w->s, (mpfr_ptr)0);
    theta_by_exp(w->c, base, i, d);
    mpfr_sin_cos(w->s1, w->c1, w->c, MPFR_RNDN);
    mpfr_set_ui(w->c, 1, MPFR_RNDN);
    mpfr_set_zero(w->s, 1);
}

/* (c + is)(c1 + i s1) */
static void wheel_turn(wheel *w, mpfr_t scratch)
{
    mpfr_fmms(scratch, w->c, w->c1, w->s, w->s1, MPFR_RNDN);
    mpfr_fmma(w->s, w->c, w->s1, w->s, w->c1, MPFR_RNDN);
    mpfr_swap(w->c, scratch);
}

static rwk_truth *truth_of(size_t head_dim, double base, long precision)
{
    const rwk_config config = rwk_config_plain(head_dim, base);
    rwk_truth *truth = NULL;
    ck_assert_status(rwk_truth_new(&truth, &config, precision, NULL), RWK_OK);
    return truth;
}

static void assert_row(rwk_truth *low, rwk_truth *high, wheel wheels[], int64_t m)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        double c[N_PAIRS], s[N_PAIRS], c192[N_PAIRS], s192[N_PAIRS];
        ck_assert_status(rwk_truth_cos_sin(c, s, low, m, dtype), RWK_OK);
        ck_assert_status(rwk_truth_cos_sin(c192, s192, high, m, dtype), RWK_OK);
        ck_assert_msg(memcmp(c, c192, sizeof c) == 0 && memcmp(s, s192, sizeof s) == 0, "m = %d: 96 and 192 bits differ", (int)m);
        for (size_t i = 0; i < N_PAIRS; i++) {
            const double cosine = round_by_mpfr(wheels[i].c, dtype), sine = round_by_mpfr(wheels[i].s, dtype);
            if (rwk_bits(c[i], RWK_F64) != rwk_bits(cosine, RWK_F64) || rwk_bits(s[i], RWK_F64) != rwk_bits(sine, RWK_F64))
                ck_abort_msg("m = %d, i = %zu, %s: got %a, %a, want %a, %a", (int)m, i, rwk_dtype_name(dtype), c[i], s[i], cosine,
                             sine);
        }
    }
}

static void assert_table(double base)
{
    rwk_truth *low = truth_of(2 * N_PAIRS, base, 96), *high = truth_of(2 * N_PAIRS, base, 192);
    static wheel wheels[N_PAIRS];
    mpfr_t scratch;
    mpfr_init2(scratch, BITS);
    for (size_t i = 0; i < N_PAIRS; i++) wheel_init(&wheels[i], base, i, 2 * N_PAIRS);
    for (int64_t m = 0; m < N_POSITIONS; m++) {
        assert_row(low, high, wheels, m);
        for (size_t i = 0; i < N_PAIRS; i++) wheel_turn(&wheels[i], scratch);
    }
    for (size_t i = 0; i < N_PAIRS; i++) mpfr_clears(wheels[i].c1, wheels[i].s1, wheels[i].c, wheels[i].s, (mpfr_ptr)0);
    mpfr_clear(scratch);
    rwk_truth_free(low);
    rwk_truth_free(high);
    mpfr_free_cache();
}

START_TEST(test_cos_sin_every_entry_base_10000) { assert_table(10000); }
END_TEST

START_TEST(test_cos_sin_every_entry_base_500000) { assert_table(500000); }
END_TEST

/* cos and sin of the product straight from MPFR, positions up to the limit of the suite. */
static void assert_direct(rwk_truth *truth, double base, int64_t m)
{
    double c[N_PAIRS], s[N_PAIRS];
    mpfr_t angle, cosine, sine;
    mpfr_inits2(BITS, angle, cosine, sine, (mpfr_ptr)0);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, (rwk_dtype)d), RWK_OK);
        for (size_t i = 0; i < N_PAIRS; i += 7) {
            theta_by_exp(angle, base, i, 2 * N_PAIRS);
            mpfr_mul_si(angle, angle, (long)m, MPFR_RNDN);
            mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
            ck_assert_same_bits(c[i], round_by_mpfr(cosine, (rwk_dtype)d));
            ck_assert_same_bits(s[i], round_by_mpfr(sine, (rwk_dtype)d));
        }
    }
    mpfr_clears(angle, cosine, sine, (mpfr_ptr)0);
}

START_TEST(test_cos_sin_at_far_and_negative_positions)
{
    const int64_t edges[] = { RWK_MAX_POSITION, -RWK_MAX_POSITION, 131071, -137, -41, 16777217 };
    rwk_truth *truth = truth_of(2 * N_PAIRS, 150000, 64);
    rwk_rng rng = { 2385 };
    for (size_t k = 0; k < 6; k++) assert_direct(truth, 150000, edges[k]);
    for (int k = 0; k < 100; k++)
        assert_direct(truth, 150000, (int64_t)(rwk_rng_next(&rng) >> 32) - (INT64_C(1) << 31) + 1 - (k == 0));
    rwk_truth_free(truth);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_cos_sin_is_even_and_odd)
{
    rwk_truth *truth = truth_of(48, 2.385, 0);
    double c[2][24], s[2][24];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c[0], s[0], truth, 137, (rwk_dtype)d), RWK_OK);
        ck_assert_status(rwk_truth_cos_sin(c[1], s[1], truth, -137, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 24; i++) ck_assert_same_bits(c[1][i], c[0][i]);
        for (int i = 0; i < 24; i++) ck_assert_same_bits(s[1][i], -s[0][i]);
    }
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_cos_sin_at_position_zero_is_one_and_plus_zero)
{
    rwk_truth *truth = truth_of(128, 10000, 0);
    double c[64], s[64];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, 0, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 64; i++) ck_assert_same_bits(c[i], 1.0);
        for (int i = 0; i < 64; i++) ck_assert_same_bits(s[i], 0.0);
    }
    rwk_truth_free(truth);
}
END_TEST

/* Nine digits as inference engines print them; all nine agree with pow() of Python. */
START_TEST(test_inv_freq_published_digits)
{
    const struct {
        double base;
        size_t dim;
        const char *first, *last;
    } published[] = { { 10000, 128, "0.865964323", "0.000115478198" },
                      { 500000, 128, "0.814617234", "2.45514079e-06" },
                      { 1000000, 128, "0.805842188", "1.24093776e-06" },
                      { 150000, 64, "0.689044306", "9.67523657e-06" } };
    for (int k = 0; k < 4; k++) {
        double theta[64];
        char text[32];
        rwk_truth *truth = truth_of(published[k].dim, published[k].base, 0);
        ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
        snprintf(text, sizeof text, "%.9g", theta[1]);
        ck_assert_str_eq(text, published[k].first);
        snprintf(text, sizeof text, "%.9g", theta[published[k].dim / 2 - 1]);
        ck_assert_str_eq(text, published[k].last);
        rwk_truth_free(truth);
    }
}
END_TEST

START_TEST(test_inv_freq_equals_mpfr_in_every_dtype)
{
    const double bases[] = { 2.385, 10000, 500000, 0.137, 1e300 };
    mpfr_t want;
    mpfr_init2(want, BITS);
    for (int k = 0; k < 5; k++) {
        rwk_truth *truth = truth_of(96, bases[k], 0);
        double theta[48];
        ck_assert_uint_eq(rwk_truth_pairs(truth), 48);
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            ck_assert_status(rwk_truth_inv_freq(theta, truth, (rwk_dtype)d), RWK_OK);
            for (size_t i = 0; i < 48; i++) {
                theta_by_exp(want, bases[k], i, 96);
                ck_assert_same_bits(theta[i], round_by_mpfr(want, (rwk_dtype)d));
            }
        }
        rwk_truth_free(truth);
    }
    mpfr_clear(want);
    mpfr_free_cache();
}
END_TEST

/* theta_i = 65536^(-2i/64) = 2^(-i/2): a power of two for even i, and IEEE's own square root of 2^-i for all. */
START_TEST(test_inv_freq_exact_cases)
{
    rwk_truth *truth = truth_of(64, 65536, 0);
    double theta[32], c[32], s[32];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_inv_freq(theta, truth, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 32; i++) ck_assert_same_bits(theta[i], rwk_round(sqrt(ldexp(1, -i)), (rwk_dtype)d));
    }
    ck_assert_status(rwk_truth_cos_sin(c, s, truth, 256, RWK_F64), RWK_OK);
    for (int i = 0; i < 32; i += 2) {
        double cosine, sine;
        ck_assert_status(rwk_truth_cos_sin_of(&cosine, &sine, ldexp(1, -i / 2), 256, RWK_F64), RWK_OK);
        ck_assert_same_bits(c[i], cosine);
        ck_assert_same_bits(s[i], sine);
    }
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_inv_freq_uses_rotary_dim_not_head_dim)
{
    rwk_config config = rwk_config_plain(256, 10000);
    rwk_truth *truth;
    double theta[32];
    config.rotary_dim = 64;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_uint_eq(rwk_truth_pairs(truth), 32);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    ck_assert_same_bits(theta[16], 0.01); /* 10000^(-32/64), the decimal rounded by the compiler */
    ck_assert_same_bits(theta[8], 0.1);
    ck_assert_same_bits(theta[24], 0.001);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_cos_sin_of_takes_theta_as_exact)
{
    const double thetas[] = { 0.01, 2.385, -2.385, 0x1p-1074, 0x1.fffffffffffffp1023, 0, -0.137 };
    const int64_t positions[] = { 137, -41, RWK_MAX_POSITION, 1 };
    mpfr_t angle, cosine, sine;
    mpfr_inits2(2600, angle, cosine, sine, (mpfr_ptr)0);
    for (int k = 0; k < 28; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            double c, s;
            mpfr_set_d(angle, thetas[k / 4], MPFR_RNDN);
            mpfr_mul_si(angle, angle, (long)positions[k % 4], MPFR_RNDN);
            mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
            ck_assert_status(rwk_truth_cos_sin_of(&c, &s, thetas[k / 4], positions[k % 4], (rwk_dtype)d), RWK_OK);
            ck_assert_same_bits(c, round_by_mpfr(cosine, (rwk_dtype)d));
            ck_assert(s == round_by_mpfr(sine, (rwk_dtype)d));
        }
    mpfr_clears(angle, cosine, sine, (mpfr_ptr)0);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_cos_sin_statuses_leave_the_outputs_alone)
{
    rwk_truth *truth = truth_of(4, 10000, 0);
    double c[2], s[2];
    fill_untouched(c, 2), fill_untouched(s, 2);
    const int64_t outside[] = { RWK_MAX_POSITION + 1, -RWK_MAX_POSITION - 1, INT64_MIN, INT64_MAX };
    for (int k = 0; k < 4; k++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, outside[k], RWK_F64), RWK_ERANGE);
        ck_assert_status(rwk_truth_cos_sin_of(c, s, 0.01, outside[k], RWK_F64), RWK_ERANGE);
    }
    ck_assert_status(rwk_truth_cos_sin_of(c, s, NAN, 1, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_truth_cos_sin_of(c, s, INFINITY, 1, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_truth_cos_sin_of(c, s, -INFINITY, 0, RWK_F64), RWK_ENAN);
    ck_assert(is_untouched(c, 2) && is_untouched(s, 2));
    rwk_truth_free(truth);
}
END_TEST

static void assert_new_fails(rwk_config config, rwk_status want, const char *reason)
{
    rwk_truth *const before = (rwk_truth *)&config, *truth = before;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_truth_new(&truth, &config, 0, &diag), want);
    ck_assert_ptr_eq(truth, before);
    if (!strstr(diag.text, reason)) ck_abort_msg("got \"%s\", want \"%s\"", diag.text, reason);
}

START_TEST(test_new_statuses)
{
    rwk_config config = rwk_config_plain(64, 10000);
    config.rotary_dim = 41;
    assert_new_fails(config, RWK_EODD, "rotary_dim");
    config.rotary_dim = 66;
    assert_new_fails(config, RWK_ESHAPE, "rotary_dim");
    assert_new_fails(rwk_config_plain(0, 10000), RWK_ERANGE, "head_dim");
    assert_new_fails(rwk_config_plain(64, NAN), RWK_ENAN, "rope_theta");
    assert_new_fails(rwk_config_plain(64, -1), RWK_ERANGE, "rope_theta");
    rwk_truth_free(NULL);
}
END_TEST

START_TEST(test_new_checks_the_precision)
{
    static const long bad[] = { -1, 1, 63, RWK_TRUTH_CAP + 1L };
    const rwk_config config = rwk_config_plain(8, 10000);
    rwk_truth *truth = NULL;
    for (size_t k = 0; k < 4; k++) ck_assert_status(rwk_truth_new(&truth, &config, bad[k], NULL), RWK_ERANGE);
    ck_assert_ptr_null(truth);
}
END_TEST

/* 5e-324^(-62/64) is beyond 1.8e308; 1e-300^(-62/64) = 10^290.6 is not. */
START_TEST(test_inv_freq_refuses_to_overflow)
{
    double inv_freq[32];
    rwk_truth *truth = truth_of(64, 5e-324, 0);
    fill_untouched(inv_freq, 32);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(inv_freq, 32));
    rwk_truth_free(truth);
    truth = truth_of(64, 1e-300, 0);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F32), RWK_ERANGE);
    rwk_truth_free(truth);
}
END_TEST

TEST_MAIN("truth", test_new_checks_the_precision, test_inv_freq_refuses_to_overflow, test_cos_sin_every_entry_base_10000,
          test_cos_sin_every_entry_base_500000, test_cos_sin_at_far_and_negative_positions, test_cos_sin_is_even_and_odd,
          test_cos_sin_at_position_zero_is_one_and_plus_zero, test_inv_freq_published_digits,
          test_inv_freq_equals_mpfr_in_every_dtype, test_inv_freq_exact_cases, test_inv_freq_uses_rotary_dim_not_head_dim,
          test_cos_sin_of_takes_theta_as_exact, test_cos_sin_statuses_leave_the_outputs_alone, test_new_statuses)
