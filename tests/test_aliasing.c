/* SPDX-License-Identifier: MIT */
/* Tests claims/aliasing: the noise by Euler and Maclaurin and by Poisson, its spread by brute force, roundings against the truth. */
#include "claims/aliasing.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>

#include "claims/decay.h"
#include "testing.h"

enum { N = 64 };

static double theta[N];

static rwk_truth *frequencies(size_t n, double base)
{
    const rwk_config config = rwk_config_plain(2 * n, base);
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    return truth;
}

/* Below s1/2 the noise is (F'(1) - F'(0)) / (12 n^2) up to the terms in n^-4 of the remainder. */
START_TEST(test_noise_is_the_next_term_of_euler_and_maclaurin)
{
    const double b = 1e4, log_b = log(b), square = 12.0 * N * N;
    rwk_truth_free(frequencies(N, b));
    for (double s = 0.5; s < 8; s += 0.5) {
        const double next = log_b * (s / b * sin(s / b) - s * sin(s)) / square;
        const double rest = rwk_decay_remainder(s, b, N) - log_b * (s + s * s / (b * b)) / square;
        ck_assert(fabs(next) > 1e-6);
        ck_assert_near(rwk_alias_noise(theta, N, b, s), next, rest + 1e-15);
    }
}
END_TEST

typedef struct {
    double s, base, k;
} term;

static double integrand(double x, void *parameters)
{
    const term *t = parameters;
    return 2 * cos(t->s * pow(t->base, -x)) * cos(2 * M_PI * t->k * x);
}

/* Second route: Poisson's sum over k of 2 int F(x) cos(2 pi k n x) dx; beyond k its rest falls like 1/k, doubled by ends. */
START_TEST(test_noise_is_poissons_sum)
{
    enum { FEW = 8, TERMS = 200 };
    const double b = 100, distances[] = { 20, 137 }; /* s1 = 10.9 */
    rwk_truth_free(frequencies(FEW, b));
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(4000);
    for (int d = 0; d < 2; d++) {
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            term t = { distances[d], b, (double)k * FEW };
            const gsl_function f = { integrand, &t };
            double value, error;
            ck_assert_int_eq(gsl_integration_qag(&f, 0, 1, 1e-8, 0, 4000, GSL_INTEG_GAUSS61, work, &value, &error), GSL_SUCCESS);
            sum += value;
        }
        ck_assert(fabs(sum) > 0.01);
        ck_assert_near(rwk_alias_noise(theta, FEW, b, distances[d]), sum, 2 * distances[d] * log(b) / (40.0 * FEW * FEW * TERMS));
    }
    gsl_integration_workspace_free(work);
}
END_TEST

/* The formula typed into Python; with more pairs or further out there is less room. */
START_TEST(test_tolerance)
{
    ck_assert_ulp(rwk_alias_tolerance(1000, 1e4, N), 0.30919720761703934, RWK_F64, 8);
    ck_assert_ulp(rwk_alias_tolerance(44, 1e4, N), 0.9338172346659103, RWK_F64, 64);
    ck_assert(rwk_alias_tolerance(2000, 1e4, N) < rwk_alias_tolerance(1000, 1e4, N));
    ck_assert(rwk_alias_tolerance(1000, 1e4, 2 * N) < rwk_alias_tolerance(1000, 1e4, N));
}
END_TEST

/* Second route: windows over random phases, whose mean squares scatter by as much as the formula says. */
START_TEST(test_window_spread_by_brute_force)
{
    enum { FEW = 3, LENGTH = 7, WINDOWS = 200000 };
    const double x[FEW] = { 1, 0.61, 0.043 };
    rwk_rng rng = { 1987 };
    double sum = 0, squares = 0;
    for (int w = 0; w < WINDOWS; w++) {
        double phase[FEW], mean = 0;
        for (int i = 0; i < FEW; i++) phase[i] = 2 * M_PI * rwk_rng_uniform(&rng);
        for (int s = 0; s < LENGTH; s++) {
            double f = 0;
            for (int i = 0; i < FEW; i++) f += cos(phase[i] + s * x[i]) / FEW;
            mean += f * f / LENGTH;
        }
        sum += mean, squares += mean * mean;
    }
    const double mean = sum / WINDOWS, spread = sqrt(squares / WINDOWS - mean * mean) / mean;
    ck_assert_near(mean, 0.5 / FEW, 2e-3);
    ck_assert_near(spread, rwk_alias_window_spread(x, FEW, LENGTH), 0.01);
}
END_TEST

/* One frequency: f^2 = (1 + cos 2 theta s)/2 varies by |W(2 theta)| cos(phase)/2, of relative deviation |W|/sqrt 2. */
START_TEST(test_window_spread_by_hand)
{
    const double one = 0.3;
    ck_assert_near(rwk_alias_window_spread(&one, 1, 1), 1 / sqrt(2), 1e-15);
    ck_assert_near(rwk_alias_window_spread(&one, 1, 2), cos(0.3) / sqrt(2), 1e-15);
    rwk_truth_free(frequencies(N, 1e4));
    ck_assert(rwk_alias_window_spread(theta, N, 1e7) < 2e-3);
    ck_assert_near(rwk_alias_window_spread(theta, N, 1), sqrt(2 - 1.5 / N), 1e-12); /* f alone: E f^4 = 3 (E f^2)^2 (1 - 1/2n) */
}
END_TEST

/* Against certified cosines, by Kahan's sum: within the bound, and at large distances by more than a hundredth of it. */
START_TEST(test_rounding_is_a_bound)
{
    double c[N], s[N];
    rwk_truth *truth = frequencies(N, 1e4);
    rwk_rng rng = { 5 };
    double used = 0;
    for (int t = 0; t < 300; t++) {
        const int64_t m = (int64_t)random_by_octaves(&rng, 1, 1e9);
        long double sum = 0;
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, RWK_F64), RWK_OK);
        for (int i = 0; i < N; i++) sum += (long double)c[i];
        const double off = fabs(rwk_decay_mean_cosine(theta, N, (double)m) - (double)(sum / N));
        used = fmax(used, off / rwk_alias_rounding((double)m, N));
    }
    ck_assert(used < 1 && used > 0.01);
    rwk_truth_free(truth);
}
END_TEST

/* The project's notes: 59, 1707 and 18438 for b = 100, 1e4 and 5e5. */
START_TEST(test_first_negative)
{
    const double known[][2] = { { 100, 59 }, { 1e4, 1707 }, { 5e5, 18438 } };
    double doubt = 0;
    for (int k = 0; k < 3; k++) {
        rwk_truth_free(frequencies(N, known[k][0]));
        ck_assert_same_bits(rwk_alias_first_negative(theta, N, 20000, &doubt), known[k][1]);
        ck_assert_same_bits(rwk_alias_first_negative(theta, N, known[k][1] - 1, &doubt), 0);
        ck_assert_same_bits(rwk_alias_first_negative(theta, N, known[k][1], &doubt), known[k][1]);
    }
    ck_assert(doubt > 0 && doubt < 1e-6);
    doubt = 7;
    ck_assert_same_bits(rwk_alias_first_negative(theta, N, 5, &doubt), 0);
    ck_assert_same_bits(doubt, 7);
    const double spoiled = NAN;
    rwk_alias_first_negative(&spoiled, 1, 5, &doubt);
    ck_assert(isnan(doubt));
}
END_TEST

/* One pair at half a turn is at its least: -1 of a whole head, 0 when it is half of it, 1/2 when a quarter. */
START_TEST(test_least_partial)
{
    const double one = M_PI;
    for (double share = 0.125; share <= 1; share += 0.125)
        ck_assert_near(1 - share * (1 - rwk_decay_mean_cosine(&one, 1, 1)), rwk_alias_least_partial(share), 1e-15);
}
END_TEST

TEST_MAIN("aliasing", test_noise_is_the_next_term_of_euler_and_maclaurin, test_noise_is_poissons_sum, test_tolerance,
          test_window_spread_by_brute_force, test_window_spread_by_hand, test_rounding_is_a_bound, test_first_negative,
          test_least_partial)
