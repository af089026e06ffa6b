/* SPDX-License-Identifier: MIT */
/* Tests claims/decay: published and independently evaluated values, quadrature, and the bound that ties sum to limit. */
#include "claims/decay.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include "angles/truth.h"
#include "testing.h"

enum { N = 64 };

static double theta[N];

static void frequencies(double base)
{
    const rwk_config config = rwk_config_plain(2 * N, base);
    rwk_truth *truth;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

/* 15-digit evaluation with mpmath, recorded in the project's notes; B(0) = (N + 1)/2 by hand. */
START_TEST(test_mean_partial_sum_published_values)
{
    const double known[][2] = { { 0, 32.5 },
                                { 1, 31.538166142658 },
                                { 10, 17.954137137085 },
                                { 50, 12.629452488319 },
                                { 100, 10.227329948505 },
                                { 250, 6.548179031942 },
                                { 256, 6.543097322978 } };
    frequencies(10000);
    for (int k = 0; k < 7; k++) ck_assert_near(rwk_decay_mean_partial_sum(theta, N, known[k][0]), known[k][1], 1e-12);
}
END_TEST

START_TEST(test_mean_partial_sum_is_the_mean_of_the_partial_sums)
{
    double re[N], im[N];
    frequencies(10000);
    for (double s = 0.137; s < 1e5; s *= 2.385) {
        double sum = 0;
        rwk_decay_partial_sums(re, im, theta, N, s);
        for (int j = 0; j < N; j++) sum += sqrt(re[j] * re[j] + im[j] * im[j]);
        ck_assert_near(rwk_decay_mean_partial_sum(theta, N, s), sum / N, 1e-13);
        ck_assert_near(rwk_decay_mean_cosine(theta, N, s), re[N - 1] / N, 1e-15);
        ck_assert_same_bits(re[0], cos(s));
        for (int j = 1; j < N; j++) ck_assert_near(hypot(re[j] - re[j - 1], im[j] - im[j - 1]), 1, 1e-13);
    }
}
END_TEST

/* Two equal frequencies by hand: S_1 = e^{is}, S_2 = 2 e^{is}. */
START_TEST(test_partial_sums_by_hand)
{
    const double equal[] = { 0.5, 0.5 };
    double re[2], im[2];
    rwk_decay_partial_sums(re, im, equal, 2, 2.74);
    ck_assert_near(re[0], cos(1.37), 1e-16);
    ck_assert_near(im[1], 2 * sin(1.37), 1e-15);
    ck_assert_near(rwk_decay_mean_partial_sum(equal, 2, 2.74), 1.5, 1e-15);
}
END_TEST

/* The project's notes (mpmath): f, the first distance at which it is negative, and its values there. */
START_TEST(test_mean_cosine_published_values)
{
    const double known[][2] = { { 1, 0.970214 }, { 10, 0.6691 }, { 100, 0.4772 }, { 1000, 0.1590 }, { 10000, -0.0279 } };
    const double digits[] = { 5e-7, 5e-5, 5e-5, 5e-5, 5e-5 };
    frequencies(10000);
    for (int k = 0; k < 5; k++) ck_assert_near(rwk_decay_mean_cosine(theta, N, known[k][0]), known[k][1], digits[k]);
    int s = 1;
    while (rwk_decay_mean_cosine(theta, N, s) >= 0) s++;
    ck_assert_int_eq(s, 1707);
    ck_assert_near(rwk_decay_mean_cosine(theta, N, 1707), -0.007796, 5e-7);
    ck_assert_near(rwk_decay_mean_cosine(theta, N, 1706), 0.001072, 5e-7);
}
END_TEST

START_TEST(test_limit_published_values)
{
    const double known[][2] = { { 0, 1 }, { 1, 0.9740 }, { 10, 0.6824 }, { 100, 0.4368 }, { 1000, 0.1877 }, { 10000, -0.0366 } };
    for (int k = 0; k < 6; k++) ck_assert_near(rwk_decay_limit(known[k][0], 10000), known[k][1], 5e-5);
}
END_TEST

/* Ci has its first zero at .616505485620716 (mpmath): there g is Ci(.6165 b)/ln b, and |Ci(x)| < 1/x + 1/x^2. */
START_TEST(test_limit_vanishes_near_the_zero_of_ci)
{
    const double x0 = 0.616505485620716, bases[] = { 100, 10000, 500000 };
    for (int k = 0; k < 3; k++) {
        const double x = x0 * bases[k], limit = (1 / x + 1 / (x * x)) / log(bases[k]);
        ck_assert_near(rwk_decay_limit(x, bases[k]), 0, limit + 1e-15);
        ck_assert(rwk_decay_limit(0.95 * x, bases[k]) > 0 && rwk_decay_limit(1.05 * x, bases[k]) < 0);
    }
}
END_TEST

/* The same digits by mpmath, recorded in the project's notes. */
START_TEST(test_zero_of_ci) { ck_assert_near(rwk_decay_ci_zero(), 0.616505485620716, 1e-14); }
END_TEST

typedef struct {
    double s, base;
} curve;

static double integrand(double x, void *parameters)
{
    const curve *c = parameters;
    return cos(c->s * pow(c->base, -x));
}

/* Second route: g(s) is the integral of cos(s b^-x) over 0 <= x <= 1. */
START_TEST(test_limit_is_the_integral)
{
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(4000);
    for (double s = 0.01; s < 3000; s *= 2.385) {
        curve c = { s, 10000 };
        const gsl_function f = { integrand, &c };
        double value, error;
        ck_assert_int_eq(gsl_integration_qag(&f, 0, 1, 1e-12, 1e-12, 4000, GSL_INTEG_GAUSS61, work, &value, &error), GSL_SUCCESS);
        ck_assert_near(rwk_decay_limit(s, 10000), value, 1e-11);
    }
    gsl_integration_workspace_free(work);
}
END_TEST

/* |f - g - end point| <= remainder up to half the onset of aliasing, and not idly: the end point itself is needed. */
START_TEST(test_remainder_bounds_what_is_left)
{
    const double bases[] = { 100, 10000, 500000 };
    int needed = 0;
    for (int k = 0; k < 3; k++) {
        frequencies(bases[k]);
        for (double s = 0.137; s <= rwk_decay_alias_onset(bases[k], N) / 2; s += 0.41) {
            const double gap = rwk_decay_mean_cosine(theta, N, s) - rwk_decay_limit(s, bases[k]);
            const double bound = rwk_decay_remainder(s, bases[k], N);
            ck_assert_near(gap, rwk_decay_end_point(s, bases[k], N), bound + 1e-14);
            needed += fabs(gap) > bound;
        }
    }
    ck_assert_int_gt(needed, 20);
}
END_TEST

START_TEST(test_remainder_is_positive_and_grows)
{
    for (double s = 0.01; s < 1e4; s *= 1.137) {
        ck_assert(rwk_decay_remainder(s, 10000, N) > 0);
        ck_assert(rwk_decay_remainder(1.137 * s, 10000, N) > rwk_decay_remainder(s, 10000, N));
        ck_assert(rwk_decay_remainder(s, 10000, 2 * N) < rwk_decay_remainder(s, 10000, N));
    }
}
END_TEST

/* The formulas of decay.h typed into Python: s = 10, b = 1e4, n = 64. */
START_TEST(test_formulas_of_the_header)
{
    ck_assert_ulp(rwk_decay_remainder(10, 10000, 64), 0.002272937066796994, RWK_F64, 8);
    ck_assert_ulp(rwk_decay_end_point(10, 10000, 64), -0.014367742414660111, RWK_F64, 4);
    ck_assert_near(rwk_decay_alias_onset(10000, 64), 43.66, 0.005);
    ck_assert_ulp(rwk_decay_alias_onset(10000, 64), 43.66004332293892, RWK_F64, 4);
    ck_assert_ulp(rwk_decay_alias_rms(1000, 10000, 64), 0.056086523138575595, RWK_F64, 8);
    ck_assert_ulp(rwk_decay_alias_rms(100, 10000, 64), 0.03453365138200674, RWK_F64, 8);
    ck_assert_same_bits(rwk_decay_alias_rms(1e30, 10000, 64), 1 / sqrt(128));
    ck_assert(rwk_decay_alias_rms(1, 10000, 64) >= 0);
}
END_TEST

/* By hand: h = 3 + 4i, 3, 0 has the steps 4, 3 and, to the h_3 = 0 behind it, 0; h = 2.385 alone has the step 2.385. */
START_TEST(test_largest_step_counts_the_last)
{
    const double re[3] = { 3, 3, 0 }, im[3] = { 4, 0, 0 }, constant[4] = { 2.385, 2.385, 2.385, 2.385 }, zero[4] = { 0 };
    ck_assert_same_bits(rwk_decay_largest_step(re, im, 3), 4);
    ck_assert_same_bits(rwk_decay_largest_step(constant, zero, 4), 2.385);
    ck_assert_same_bits(rwk_decay_largest_step(constant, zero, 1), 2.385);
    ck_assert(isnan(rwk_decay_largest_step((const double[]){ 1, NAN }, zero, 2)));
}
END_TEST

TEST_MAIN("decay", test_largest_step_counts_the_last, test_mean_partial_sum_published_values,
          test_mean_partial_sum_is_the_mean_of_the_partial_sums, test_partial_sums_by_hand, test_mean_cosine_published_values,
          test_limit_published_values, test_limit_vanishes_near_the_zero_of_ci, test_zero_of_ci, test_limit_is_the_integral,
          test_remainder_bounds_what_is_left, test_remainder_is_positive_and_grows, test_formulas_of_the_header)
