/* SPDX-License-Identifier: MIT */
/* Tests claims/abel: the laws of Gaussian pair products by quadrature and by hand, and the limits of the bound by extreme h. */
#include "claims/abel.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>

#include "claims/decay.h"
#include "testing.h"

enum { N = 64 };

/* By hand: (1 + 2i)(3 - 4i) = 11 + 2i; (5 + 6i)(7 - 8i) = 83 + 2i. */
START_TEST(test_pair_products_by_hand)
{
    const double q[] = { 1, 2, 5, 6 }, k[] = { 3, 4, 7, 8 };
    double re[2], im[2];
    rwk_abel_pair_products(re, im, q, k, 2);
    ck_assert_same_bits(re[0], 11);
    ck_assert_same_bits(im[0], 2);
    ck_assert_same_bits(re[1], 83);
    ck_assert_same_bits(im[1], 2);
}
END_TEST

/* By hand: h = 3 + 4i, 0, 2: steps 5, 2, 2, mean 7/3.  Scaling h changes nothing. */
START_TEST(test_steepness_by_hand)
{
    const double re[] = { 3, 0, 2 }, im[] = { 4, 0, 0 }, twice_re[] = { 6, 0, 4 }, twice_im[] = { 8, 0, 0 };
    ck_assert_near(rwk_abel_steepness(re, im, 3), 15.0 / 7, 1e-15);
    ck_assert_near(rwk_abel_steepness(twice_re, twice_im, 3), 15.0 / 7, 1e-15);
    ck_assert(isnan(rwk_abel_steepness((const double[]){ 1, NAN }, im + 1, 2)));
}
END_TEST

/* 2/(n + 1) is attained by 1 - i/n and by nothing else: any change of one value adds to it. */
START_TEST(test_steepness_is_least_for_the_straight_line)
{
    double re[N], im[N] = { 0 };
    for (int i = 0; i < N; i++) re[i] = 1 - (double)i / N;
    ck_assert_near(rwk_abel_steepness(re, im, N), 2.0 / (N + 1), 1e-15);
    for (int i = 0; i < N; i++) {
        re[i] += 1e-3;
        ck_assert(rwk_abel_steepness(re, im, N) > 2.0 / (N + 1) + 1e-4);
        re[i] -= 2e-3;
        ck_assert(rwk_abel_steepness(re, im, N) > 2.0 / (N + 1) + 1e-7);
        re[i] += 1e-3;
    }
}
END_TEST

/* B stays above the floor, and two frequencies that always oppose each other attain it: S_j = 1, 0, 1, 0, 1. */
START_TEST(test_floor_is_a_floor_and_attained)
{
    const double theta[] = { 0, M_PI, 0, M_PI, 0 };
    rwk_rng rng = { 2385 };
    for (size_t n = 1; n <= 5; n++) ck_assert_near(rwk_decay_mean_partial_sum(theta, n, 1), rwk_abel_floor(n), 1e-15);
    for (int t = 0; t < 20000; t++) {
        double x[7];
        const size_t n = 1 + (size_t)t % 7;
        fill_random(x, n, &rng, RWK_F64);
        ck_assert(rwk_decay_mean_partial_sum(x, n, 1000) >= rwk_abel_floor(n) - 1e-12);
    }
}
END_TEST

/* Second route: given |k|^2 = v (or the sum of two of them) the modulus is Rayleigh, P(> t) = exp(-t^2/2v); v is chi-squared. */
static double t_of_integrand;

static double product_integrand(double v, void *unused)
{
    (void)unused;
    return exp(-t_of_integrand * t_of_integrand / (2 * v) - v / 2) / 2;
}

static double step_integrand(double v, void *unused)
{
    (void)unused;
    return v * exp(-t_of_integrand * t_of_integrand / (2 * v) - v / 2) / 4;
}

static double integral(double (*integrand)(double, void *))
{
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(1000);
    gsl_function f = { integrand, NULL };
    double value, error;
    ck_assert_int_eq(gsl_integration_qagiu(&f, 0, 1e-13, 1e-11, 1000, work, &value, &error), GSL_SUCCESS);
    gsl_integration_workspace_free(work);
    return value;
}

START_TEST(test_tails_by_quadrature)
{
    for (double t = 0.1; t < 20; t *= 1.41) {
        t_of_integrand = t;
        ck_assert_near(rwk_abel_product_tail(t), integral(product_integrand), 1e-11);
        ck_assert_near(rwk_abel_step_tail(t), integral(step_integrand), 1e-11);
    }
    ck_assert_near(rwk_abel_product_tail(1e-6), 1, 1e-9);
    ck_assert_near(rwk_abel_step_tail(1e-6), 1, 1e-9);
}
END_TEST

/* E exp(x |h|) = 1 + x int exp(x t) P(|h| > t) dt. */
static double moment_integrand(double t, void *x) { return t > 0 ? exp(*(double *)x * t) * rwk_abel_product_tail(t) : 1; }

START_TEST(test_moment_by_quadrature)
{
    for (double x = 0.05; x < 0.95; x += 0.1) {
        gsl_integration_workspace *work = gsl_integration_workspace_alloc(1000);
        gsl_function f = { moment_integrand, &x };
        double value, error;
        ck_assert_int_eq(gsl_integration_qag(&f, 0, 600, 1e-12, 1e-10, 1000, GSL_INTEG_GAUSS61, work, &value, &error), GSL_SUCCESS);
        ck_assert_near(rwk_abel_product_moment(x), 1 + x * value, 1e-8);
        gsl_integration_workspace_free(work);
    }
    ck_assert_near((rwk_abel_product_moment(1e-6) - 1) / 1e-6, M_PI / 2, 1e-5); /* E |h| = (E |q|)^2 = pi/2 */
}
END_TEST

/* A probability: at most 1, growing with the ratio, falling with n; and a bound on a count of draws. */
START_TEST(test_flat_probability)
{
    rwk_rng rng = { 41 };
    size_t flat = 0;
    enum { DRAWS = 4000, FEW = 4 };
    for (int draw = 0; draw < DRAWS; draw++) {
        double q[2 * FEW], k[2 * FEW], re[FEW], im[FEW];
        for (int j = 0; j < FEW; j++) {
            const double r = sqrt(-2 * log(1 - rwk_rng_uniform(&rng))), a = 2 * M_PI * rwk_rng_uniform(&rng);
            const double p = sqrt(-2 * log(1 - rwk_rng_uniform(&rng))), b = 2 * M_PI * rwk_rng_uniform(&rng);
            q[2 * j] = r * cos(a), q[2 * j + 1] = r * sin(a), k[2 * j] = p * cos(b), k[2 * j + 1] = p * sin(b);
        }
        rwk_abel_pair_products(re, im, q, k, FEW);
        flat += rwk_abel_steepness(re, im, FEW) < 1.5;
    }
    ck_assert_uint_gt(flat, 0);
    ck_assert((double)flat / DRAWS < rwk_abel_flat_probability(FEW, 1.5));
    ck_assert(rwk_abel_flat_probability(FEW, 100) <= 1);
    for (double ratio = 0.5; ratio < 3; ratio += 0.25) {
        ck_assert(rwk_abel_flat_probability(N, ratio) < rwk_abel_flat_probability(N, ratio + 0.25));
        ck_assert(rwk_abel_flat_probability(N, ratio) < rwk_abel_flat_probability(N / 2, ratio));
    }
}
END_TEST

/* Of many pairs mean |h| is next to pi/2, and floor(n/2) independent steps are left. */
START_TEST(test_flat_probability_of_many_pairs)
{
    const double p = rwk_abel_flat_probability(100000, 8);
    ck_assert(p > pow(1 - rwk_abel_step_tail(8 * 1.6), 50000) && p < pow(1 - rwk_abel_step_tail(8 * 1.8), 50000));
}
END_TEST

/* n = 1: |S_1| = 1 at every distance; n = 2: the average of |1 + e^{ix}| = 2 |cos(x/2)| is 4/pi. */
START_TEST(test_walk_limits_hold)
{
    double low, high;
    rwk_abel_walk_limits(&low, &high, 1);
    ck_assert_same_bits(low, 1);
    ck_assert_same_bits(high, 1);
    rwk_abel_walk_limits(&low, &high, 2);
    ck_assert_near(low, (1 + 2 / sqrt(3)) / 2, 1e-15);
    ck_assert_near(high, (1 + sqrt(2)) / 2, 1e-15);
    ck_assert(low < (1 + 4 / M_PI) / 2 && (1 + 4 / M_PI) / 2 < high);
    rwk_abel_walk_limits(&low, &high, N);
    ck_assert(low < rwk_abel_walk(N) && rwk_abel_walk(N) < high);
    ck_assert_near(rwk_abel_walk(1), sqrt(M_PI) / 2, 1e-15);
    ck_assert_near(rwk_abel_walk(100000) / sqrt(100000), sqrt(M_PI) / 3, 1e-5);
}
END_TEST

TEST_MAIN("abel", test_pair_products_by_hand, test_steepness_by_hand, test_steepness_is_least_for_the_straight_line,
          test_floor_is_a_floor_and_attained, test_tails_by_quadrature, test_moment_by_quadrature, test_flat_probability,
          test_flat_probability_of_many_pairs, test_walk_limits_hold)
