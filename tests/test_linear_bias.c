/* SPDX-License-Identifier: MIT */
/* Tests claims/linear_bias: the laws against direct sums, the bounds by hand. */
#include "claims/linear_bias.h"

#include "testing.h"

/* Direct sums of e^(-mD) and D e^(-mD), the second route. */
START_TEST(test_law_against_sums)
{
    const double slopes[] = { 0.5, 0.3, 0.125, 0x1p-8, 1.37 };
    for (int k = 0; k < 5; k++)
        for (size_t n = 1; n <= 137; n += 17) {
            double sum = 0, first = 0;
            for (size_t D = 0; D < n; D++) {
                sum += exp(-slopes[k] * (double)D);
                first += (double)D * exp(-slopes[k] * (double)D);
            }
            for (size_t D = 0; D < n; D++)
                ck_assert_near(rwk_linear_weight((double)D, slopes[k], n), exp(-slopes[k] * (double)D) / sum, 1e-14);
            ck_assert_near(rwk_linear_mean_distance(slopes[k], n), first / sum, 1e-12 / slopes[k]);
        }
}
END_TEST

/* m = ln 2: weights 8/15, 4/15, 2/15, 1/15 of 4 keys, mean 11/15; range ln 8, eps = 1/32: (3 + 5) ln 2 / ln 2 = 8. */
START_TEST(test_law_by_hand)
{
    const double m = log(2);
    for (int D = 0; D < 4; D++) ck_assert_near(rwk_linear_weight(D, m, 4), (8 >> D) / 15.0, 1e-16);
    ck_assert_near(rwk_linear_mean_distance(m, 4), 11 / 15.0, 1e-15);
    ck_assert_near(rwk_linear_reach(3 * m, m, 0x1p-5), 8, 1e-14);
}
END_TEST

/* From distance D = reach on, e^range times the sum of w is below eps. */
START_TEST(test_reach_covers_the_tail)
{
    const double range = 4.1, m = 0.137, eps = 1e-3;
    double tail = 0;
    for (double D = ceil(rwk_linear_reach(range, m, eps)); D < 500; D++) tail += exp(range) * rwk_linear_weight(D, m, 500);
    ck_assert(tail <= eps && tail > 0.5 * eps);
}
END_TEST

/* m = 1/2, n = 4, S = 3, X = 10, u = 1: r = 6 + 1.5 = 7.5. */
START_TEST(test_bounds_by_hand)
{
    ck_assert_same_bits(rwk_bound_alibi_forms(0.5, 3, 0.5, 4, 10, 1), 0.5 * (30 + 8 + 12 + 40 + 11));
    ck_assert_same_bits(rwk_bound_alibi_weight(0.5, 4, 1), 10 + 4 + 14);
    ck_assert_same_bits(rwk_bound_alibi_ratio(0.5, 4, 1), 8 + 10);
    ck_assert_same_bits(rwk_bound_alibi_decay(5, 3, 0.5, 4, 1), 20 + 6 + 14 + 4 + 18);
    const double mean = 1 / expm1(0.5) - 4 / expm1(2);
    ck_assert_near(rwk_bound_alibi_mean(0.5, 4, 1), mean * (8 + 8 + 8) + 3 / expm1(0.5) + 7 * 4 / expm1(2), 1e-13);
}
END_TEST

/* Weights that keep the law have errors below 1, and the mean of 11/15 from above; a weight off by 1e-12 is found. */
START_TEST(test_compare)
{
    const double m = log(2);
    double a[4] = { 8 / 15.0, 4 / 15.0, 2 / 15.0, 1 / 15.0 };
    rwk_linear_fit fit = rwk_linear_compare(a, m, 4);
    ck_assert(fit.weight <= 1 && fit.ratio <= 1 && fit.mean_error <= 1);
    ck_assert_near(fit.mean, 11 / 15.0, 1e-15);
    a[3] *= 1 + 1e-12;
    fit = rwk_linear_compare(a, m, 4);
    ck_assert(fit.weight > 1 && fit.ratio > 1 && fit.mean_error > 1);
    a[2] = NAN;
    fit = rwk_linear_compare(a, m, 4);
    ck_assert(isnan(fit.weight) && isnan(fit.ratio) && isnan(fit.mean_error));
}
END_TEST

/* m = ln 2, scores 0, 0, ln 4 from far to near: e^logits 1/4, 1/2, 4, weights 1/19, 2/19, 16/19; certificate 4 (1, 2, 4)/7. */
START_TEST(test_over_certificate)
{
    const double m = log(2), score[] = { 0, 0, log(4) }, a[] = { 1 / 19.0, 2 / 19.0, 16 / 19.0 }, wrong[] = { 0.6, 0.2, 0.2 };
    ck_assert_near(rwk_linear_over_certificate(a, score, 3, m), 16 / 19.0 * 7 / 16, 1e-13);
    ck_assert_near(rwk_linear_over_certificate(wrong, score, 3, m), 0.6 * 7 / 4, 1e-13);
    double equal[41], zero[41] = { 0 };
    for (int j = 0; j < 41; j++)
        equal[j] = rwk_linear_weight(40 - j, 0.3, 41); /* on the certificate: below 1 by the rounding allowed */
    ck_assert_near(rwk_linear_over_certificate(equal, zero, 41, 0.3), 1 - 0x1p-53 * (7 * 0.3 * 41 + 41 + 18), 0x1p-52);
    const double nan[] = { 0.1, NAN, 0.9 };
    ck_assert(isnan(rwk_linear_over_certificate(nan, score, 3, m)));
}
END_TEST

/* As Python prints get_slopes(12) of the published code. */
START_TEST(test_published_slopes)
{
    const double want[] = { 0.5,
                            0.25,
                            0.125,
                            0.0625,
                            0.03125,
                            0.015625,
                            0.0078125,
                            0.00390625,
                            0.7071067811865476,
                            0.35355339059327384,
                            0.17677669529663692,
                            0.08838834764831849 };
    double slopes[12];
    rwk_linear_published_slopes(slopes, 12);
    for (int h = 0; h < 12; h++) ck_assert_ulp(slopes[h], want[h], RWK_F64, 1);
}
END_TEST

TEST_MAIN("linear_bias", test_law_against_sums, test_law_by_hand, test_reach_covers_the_tail, test_bounds_by_hand, test_compare,
          test_over_certificate, test_published_slopes)
