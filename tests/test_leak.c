/* SPDX-License-Identifier: MIT */
/* Tests claims/leak: the law, its mean, and the exact moments, each by a second route. */
#include "claims/leak.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

#include "testing.h"

START_TEST(test_row_by_hand)
{
    ck_assert_same_bits(rwk_leak_row(3, 1, 1), 0.75);
    ck_assert_same_bits(rwk_leak_row(0, 1, 2.385), 0);
    ck_assert_same_bits(rwk_leak_row(2, 0.5, 3), 0.25);
}
END_TEST

/* By hand, n = 2 and a = 2, so that e^z has the variance 4 * 3: (12/9 + 24/16)/2. */
START_TEST(test_excess_by_hand)
{
    ck_assert_ulp(rwk_leak_excess(2, sqrt(2 * log(2))), 17.0 / 12, RWK_F64, 8);
    ck_assert_same_bits(rwk_leak_excess(3, 0), 0);
}
END_TEST

static double law(double x, void *sigma) { return rwk_leak_law(x, *(double *)sigma); }

/* The closed mean is the integral of the law; 0 gives 1/2, and both branches of the formula meet. */
START_TEST(test_mean_is_the_integral)
{
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(200);
    ck_assert_same_bits(rwk_leak_mean_law(0), 0.5);
    for (double sigma = 0.01; sigma <= 3; sigma += 0.07) {
        double integral, error;
        gsl_function f = { law, &sigma };
        gsl_integration_qag(&f, 0, 1, 0, 1e-12, 200, 6, work, &integral, &error);
        ck_assert_near(rwk_leak_mean_law(sigma), integral, 1e-11);
    }
    gsl_integration_workspace_free(work);
    const double edge = sqrt(2 * log1p(0.05)); /* a - 1 = 0.05 */
    ck_assert_near(rwk_leak_mean_law(edge * (1 + 1e-9)), rwk_leak_mean_law(edge * (1 - 1e-9)), 1e-10);
}
END_TEST

/* All scores 0: k keys seen of n leak (n - k) f/((n - k) f + k), without fluctuation. */
START_TEST(test_moments_of_equal_scores)
{
    enum { N = 137 };
    double mean[N], variance[N];
    const double fills[] = { 1, 0.3, 7 };
    for (int f = 0; f < 3; f++) {
        ck_assert_status(rwk_leak_moments(mean, variance, N, 0, fills[f]), RWK_OK);
        for (int i = 0; i < N; i++) {
            const double hidden = (N - 1 - i) * fills[f];
            ck_assert_near(mean[i], hidden / (hidden + i + 1), 1e-12);
            ck_assert_near(variance[i], 0, 1e-12);
        }
    }
}
END_TEST

/* One key seen: the leak is a logistic function of a Gaussian, integrated here by GSL. */
static double logistic(double z, void *p)
{
    const double *c = p; /* masked, sigma, power */
    return pow(c[0] / (c[0] + exp(c[1] * z)), c[2]) * gsl_ran_ugaussian_pdf(z);
}

START_TEST(test_moments_of_the_first_row)
{
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(200);
    for (size_t n = 2; n <= 6; n += 2)
        for (double sigma = 0.5; sigma <= 3; sigma += 0.5) {
            double mean[6], variance[6], first, second, error, c[3] = { (double)(n - 1), sigma, 1 };
            gsl_function f = { logistic, c };
            ck_assert_status(rwk_leak_moments(mean, variance, n, sigma, 1), RWK_OK);
            gsl_integration_qag(&f, -12, 12, 0, 1e-11, 200, 6, work, &first, &error);
            c[2] = 2;
            gsl_integration_qag(&f, -12, 12, 0, 1e-11, 200, 6, work, &second, &error);
            ck_assert_near(mean[0], first, 1e-11);
            ck_assert_near(variance[0], second - first * first, 1e-11);
        }
    gsl_integration_workspace_free(work);
}
END_TEST

/* The exact mean over the rows lies within its bounds of the law, and comes closer with the length. */
START_TEST(test_moments_approach_the_law)
{
    static double mean[1024], variance[1024];
    for (double sigma = 0; sigma <= 2; sigma += 0.5) {
        double gap = INFINITY;
        for (size_t n = 16; n <= 1024; n *= 4) {
            double sum = 0;
            ck_assert_status(rwk_leak_moments(mean, variance, n, sigma, 1), RWK_OK);
            for (size_t i = 0; i < n; i++) sum += mean[i] / (double)n;
            const double off = sum - rwk_leak_mean_law(sigma);
            ck_assert(off >= -1 / (double)n && off <= rwk_leak_excess(n, sigma) + 1e-12);
            ck_assert(fabs(off) < gap);
            gap = fabs(off);
        }
    }
}
END_TEST

START_TEST(test_moment_statuses_leave_the_outputs_alone)
{
    double mean[1], variance[1];
    fill_untouched(mean, 1);
    fill_untouched(variance, 1);
    ck_assert_status(rwk_leak_moments(mean, variance, 0, 1, 1), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, ((size_t)1 << 20) + 1, 1, 1), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, -0.1, 1), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, 3.1, 1), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, NAN, 1), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, 1, 0), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, 1, INFINITY), RWK_ERANGE);
    ck_assert_status(rwk_leak_moments(mean, variance, 1, 1, NAN), RWK_ERANGE);
    ck_assert(is_untouched(mean, 1) && is_untouched(variance, 1));
}
END_TEST

TEST_MAIN("leak", test_row_by_hand, test_excess_by_hand, test_mean_is_the_integral, test_moments_of_equal_scores,
          test_moments_of_the_first_row, test_moments_approach_the_law, test_moment_statuses_leave_the_outputs_alone)
