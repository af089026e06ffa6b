/* SPDX-License-Identifier: MIT */
/* Tests angles/formula: every form against correctly rounded steps of MPFR, the running product against float arithmetic. */
#include "angles/formula.h"

#include <mpfr.h>

#include "testing.h"

enum { D = 128, N = D / 2 };

static const double BASES[] = { 1e4, 5e5, 1e6 };

/* rd_f32(b^x), rounded once, by MPFR */
static double power(double base, double x)
{
    mpfr_t y, b, e;
    mpfr_inits2(53, b, e, (mpfr_ptr)0);
    mpfr_init2(y, 24);
    mpfr_set_d(b, base, MPFR_RNDN);
    mpfr_set_d(e, x, MPFR_RNDN);
    mpfr_pow(y, b, e, MPFR_RNDN);
    const double value = mpfr_get_d(y, MPFR_RNDN);
    mpfr_clears(y, b, e, (mpfr_ptr)0);
    return value;
}

static double exponential(double x)
{
    mpfr_t y, e;
    mpfr_init2(e, 53);
    mpfr_init2(y, 24);
    mpfr_set_d(e, x, MPFR_RNDN);
    mpfr_exp(y, e, MPFR_RNDN);
    const double value = mpfr_get_d(y, MPFR_RNDN);
    mpfr_clears(y, e, (mpfr_ptr)0);
    return value;
}

/* Exponents i/64 are exact, so the powers are the certified frequencies themselves. */
START_TEST(test_power_is_certified)
{
    double got[N], want[N];
    for (int b = 0; b < 3; b++) {
        const rwk_config config = rwk_config_plain(D, BASES[b]);
        rwk_truth *truth = truth_of(&config);
        ck_assert_status(rwk_truth_inv_freq(want, truth, RWK_F32), RWK_OK);
        rwk_truth_free(truth);
        rwk_formula_power(got, D, BASES[b], RWK_F32);
        for (int i = 0; i < N; i++) ck_assert_same_bits(got[i], want[i]);
    }
}
END_TEST

START_TEST(test_reciprocal_step_by_step)
{
    double got[N];
    for (int b = 0; b < 3; b++)
        for (int d = 96; d <= D; d += 32) {
            rwk_formula_reciprocal(got, (size_t)d, BASES[b], RWK_F32);
            for (int i = 0; i < d / 2; i++) {
                const float e = (float)(2 * i) / (float)d, one = 1;
                ck_assert_same_bits(got[i], (double)(one / (float)power(BASES[b], (double)e)));
            }
        }
}
END_TEST

START_TEST(test_exponential_step_by_step)
{
    double got[N];
    for (int b = 0; b < 3; b++) {
        const float step = (float)(-(log(BASES[b]) / D));
        rwk_formula_exponential(got, D, BASES[b], RWK_F32);
        for (int i = 0; i < N; i++) ck_assert_same_bits(got[i], exponential((double)((float)(2 * i) * step)));
    }
}
END_TEST

START_TEST(test_running_in_float)
{
    double got[N];
    const float scale = (float)power(1e4, -2.0 / D);
    float theta = 1;
    rwk_formula_running(got, D, 1e4, RWK_F32);
    for (int i = 0; i < N; i++, theta *= scale) ck_assert_same_bits(got[i], (double)theta);
}
END_TEST

/* 10^-(2i/4): 1 and 0.1; in bf16 0.1 is 205/2048, and b ** -0.5 of 10^4 is 0.01, 164/16384 there. */
START_TEST(test_small_by_hand)
{
    double got[2];
    rwk_formula *const forms[] = { rwk_formula_power, rwk_formula_reciprocal, rwk_formula_exponential, rwk_formula_running };
    for (int f = 0; f < 4; f++) {
        forms[f](got, 4, 100, RWK_F64);
        ck_assert_same_bits(got[0], 1);
        ck_assert_near(got[1], 0.1, 1e-16);
    }
    rwk_formula_power(got, 4, 100, RWK_BF16);
    ck_assert_same_bits(got[1], 205.0 / 2048);
    rwk_formula_running(got, 4, 1e4, RWK_BF16);
    ck_assert_same_bits(got[1], 164.0 / 16384);
}
END_TEST

TEST_MAIN("formula", test_power_is_certified, test_reciprocal_step_by_step, test_exponential_step_by_step, test_running_in_float,
          test_small_by_hand)
