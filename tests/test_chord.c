/* SPDX-License-Identifier: MIT */
/* Tests claims/chord: by hand, quadrature of the second derivative, and the largest of all scores. */
#include "claims/chord.h"

#include "testing.h"

enum { N = 64 };

static void frequencies(double theta[], size_t n)
{
    const rwk_config config = rwk_config_plain(2 * n, 10000);
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

/* One pair, theta = 2, h = 3 + 4i: a(s) = 3 cos 2s - 4 sin 2s; at 1/4 of the way from 1 to 3. */
START_TEST(test_error_by_hand)
{
    const double re[] = { 3 }, im[] = { 4 }, theta[] = { 2 };
    const rwk_chord at = { 1, 3, 1.5 };
    const double want = 3 * cos(3) - 4 * sin(3) - 0.75 * (3 * cos(2) - 4 * sin(2)) - 0.25 * (3 * cos(6) - 4 * sin(6));
    ck_assert_near(rwk_chord_error(re, im, theta, 1, at), want, 1e-14);
    ck_assert_near(rwk_chord_error(re, im, theta, 1, (rwk_chord){ 1, 3, 1 }), 0, 1e-15);
    ck_assert_near(rwk_chord_error(re, im, theta, 1, (rwk_chord){ 1, 3, 3 }), 0, 1e-15);
}
END_TEST

/* Second route, (D21.10): the integral of -a''(t) G(t), G the tent with its top at s, by the midpoint rule. */
START_TEST(test_error_is_the_integral_of_the_second_derivative)
{
    rwk_rng rng = { 21 };
    const int steps = 40000;
    for (int round = 0; round < 20; round++) {
        const double re[] = { random_of(&rng, RWK_F64), 0.5 }, im[] = { random_of(&rng, RWK_F64), -0.25 }, theta[] = { 1, 0.31 };
        const rwk_chord at = { 2, 2 + 3 * rwk_rng_uniform(&rng), 0 }, s = { at.s1, at.s2, at.s1 + 0.37 * (at.s2 - at.s1) };
        double sum = 0;
        for (int k = 0; k < steps; k++) {
            const double t = s.s1 + (k + 0.5) * (s.s2 - s.s1) / steps;
            const double tent = (t < s.s ? (t - s.s1) * (s.s2 - s.s) : (s.s2 - t) * (s.s - s.s1)) / (s.s2 - s.s1);
            for (int j = 0; j < 2; j++) sum += theta[j] * theta[j] * (re[j] * cos(t * theta[j]) - im[j] * sin(t * theta[j])) * tent;
        }
        ck_assert_near(rwk_chord_error(re, im, theta, 2, s), sum * (s.s2 - s.s1) / steps, 1e-8);
    }
}
END_TEST

/* No h with |h_j| <= 1 is farther from its chord than the largest, one attains it, and it is under the bound. */
START_TEST(test_largest)
{
    double theta[N], re[N], im[N];
    rwk_rng rng = { 37 };
    frequencies(theta, N);
    for (int round = 0; round < 200; round++) {
        const double from = floor(100 * rwk_rng_uniform(&rng)), apart = 0.1 + 8 * rwk_rng_uniform(&rng);
        const rwk_chord at = { from, from + apart, from + apart * (0.01 + 0.98 * rwk_rng_uniform(&rng)) };
        const double largest = rwk_chord_largest(theta, N, at);
        for (size_t j = 0; j < N; j++) {
            const double phase = 7 * rwk_rng_uniform(&rng);
            re[j] = cos(phase), im[j] = sin(phase);
        }
        ck_assert(fabs(rwk_chord_error(re, im, theta, N, at)) < largest);
        ck_assert(largest <= rwk_chord_bound(rwk_chord_squares(theta, N), at) * (1 + 1e-9));
    }
    for (size_t j = 0; j < N; j++) re[j] = cos(theta[j] / 2), im[j] = -sin(theta[j] / 2);
    ck_assert_near(rwk_chord_error(re, im, theta, N, (rwk_chord){ 0, 1, 0.5 }),
                   rwk_chord_largest(theta, N, (rwk_chord){ 0, 1, 0.5 }), 1e-14);
    ck_assert_prints(rwk_chord_largest(theta, N, (rwk_chord){ 0, 1, 0.5 }), "%.5f", "0.49388"); /* the project's notes, numpy */
}
END_TEST

/* 3.998308 and d/256.11 are the project's notes; 1.010101 = 1 + 10^-2 + 10^-4 + 10^-6 by hand, for d = 8. */
START_TEST(test_squares)
{
    double theta[N];
    frequencies(theta, N);
    ck_assert_prints(rwk_chord_squares(theta, N), "%.6f", "3.998308");
    ck_assert_prints(128 / rwk_chord_bound(rwk_chord_squares(theta, N), (rwk_chord){ 7, 8, 7.5 }), "%.2f", "256.11");
    ck_assert_ulp(rwk_chord_squares_geometric(10000, 4), 1.010101, RWK_F64, 4);
    for (size_t n = 1; n <= N; n *= 2) {
        frequencies(theta, n);
        ck_assert_near(rwk_chord_squares(theta, n) / rwk_chord_squares_geometric(10000, n), 1, rwk_chord_squares_rounding(n));
    }
    ck_assert_same_bits(rwk_chord_squares_rounding(48), 64 * 0x1p-53);
    ck_assert_same_bits(rwk_chord_bound(3, (rwk_chord){ 1, 5, 2 }), 4.5);
}
END_TEST

TEST_MAIN("chord", test_error_by_hand, test_error_is_the_integral_of_the_second_derivative, test_largest, test_squares)
