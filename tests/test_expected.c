/* SPDX-License-Identifier: MIT */
/* Tests claims/expected: by hand in few dimensions, and by drawing. */
#include "claims/expected.h"

#include <gsl/gsl_math.h>

#include "testing.h"

/* d = 1: (E|x|)^2 = 2/pi.  d = 2: pi/2 times the mean |cos| of a uniform angle, 2/pi.  Large d: sqrt(2 d/pi) (1 - 1/4d). */
START_TEST(test_modulus)
{
    ck_assert_near(rwk_expected_modulus(1), 2 / M_PI, 1e-15);
    ck_assert_near(rwk_expected_modulus(2), 1, 1e-15);
    ck_assert_near(rwk_expected_modulus(100000) / sqrt(2 * 100000 / M_PI), 1 - 1 / 400000.0, 1e-9);
    ck_assert_near(rwk_expected_modulus(128), sqrt(256 / M_PI) * (1 - 1 / 512.0 + 1 / (32 * 128.0 * 128)), 1e-6);
}
END_TEST

/* By hand: cosines of 0 and pi/3 are 1 and 1/2. */
START_TEST(test_gain_by_hand)
{
    const double theta[] = { 0, M_PI / 3 };
    ck_assert_near(rwk_expected_gain(theta, 2, 1, 1), 3, 1e-15);
    ck_assert_near(rwk_expected_gain(theta, 2, 1, 3), 27, 1e-13);
    ck_assert_near(rwk_expected_gain(theta, 2, 3, 1), 0, 1e-15);
}
END_TEST

/* By hand, one pair, r = 0: q.(q + e - k) with mu = tau = 0 is |q|^2 - q.k of variance 4 + 2. */
START_TEST(test_variance_by_hand)
{
    const double theta[] = { 0, M_PI / 3 };
    ck_assert_near(rwk_expected_gain_variance(theta, 1, 1, 0, 1, 0), 6, 1e-15);
    ck_assert_near(rwk_expected_gain_variance(theta, 2, 1, 0, 1, 0), 9, 1e-14);
    ck_assert_near(rwk_expected_gain_variance(theta, 1, 1, 0, 2, 0), 96, 1e-13);
    ck_assert_near(rwk_expected_gain_variance(theta, 1, 1, 5, 0, 2), 200, 1e-13); /* 5 (e_0 + e_1) */
}
END_TEST

static double gaussian(rwk_rng *rng) { return sqrt(-2 * log(1 - rwk_rng_uniform(rng))) * cos(2 * M_PI * rwk_rng_uniform(rng)); }

/* Second route: 400000 draws of two pairs, mean and variance of q . R (q + e - k). */
START_TEST(test_gain_and_variance_by_drawing)
{
    enum { DRAWS = 400000 };
    const double theta[] = { 0.7, 0.2 }, mu = 0.6, sigma = 1.3, tau = 0.9, r = 2;
    rwk_rng rng = { 2104 };
    double sum = 0, squares = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
        double x = 0;
        for (int i = 0; i < 2; i++) {
            const double c = cos(r * theta[i]), s = sin(r * theta[i]), q0 = mu + sigma * gaussian(&rng),
                         q1 = mu + sigma * gaussian(&rng), v0 = q0 + tau * gaussian(&rng) - mu - sigma * gaussian(&rng),
                         v1 = q1 + tau * gaussian(&rng) - mu - sigma * gaussian(&rng);
            x += q0 * (c * v0 - s * v1) + q1 * (s * v0 + c * v1);
        }
        sum += x, squares += x * x;
    }
    const double mean = sum / DRAWS, variance = squares / DRAWS - mean * mean;
    ck_assert_near(mean, rwk_expected_gain(theta, 2, r, sigma), 5 * sqrt(variance / DRAWS));
    ck_assert_near(variance / rwk_expected_gain_variance(theta, 2, r, mu, sigma, tau), 1, 0.02);
}
END_TEST

TEST_MAIN("expected", test_modulus, test_gain_by_hand, test_variance_by_hand, test_gain_and_variance_by_drawing)
