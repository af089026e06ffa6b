/* SPDX-License-Identifier: MIT */
/* Tests claims/coarse: rounding against the dtypes and by hand, exactness by integers, the bounds by hand. */
#include "claims/coarse.h"

#include "testing.h"

/* Where a dtype has that many bits, away from its ends. */
START_TEST(test_rounding_is_that_of_the_dtypes)
{
    static const struct {
        rwk_dtype dtype;
        int bits;
    } cases[] = { { RWK_F32, 24 }, { RWK_BF16, 8 }, { RWK_F16, 11 }, { RWK_F64, 53 } };
    rwk_rng rng = { 137 };
    for (int j = 0; j < 10000; j++) {
        const double x = (j % 2 ? -1 : 1) * random_by_octaves(&rng, 1e-3, 1e3);
        for (int k = 0; k < 4; k++) ck_assert_same_bits(rwk_round_to_bits(x, cases[k].bits), rwk_round(x, cases[k].dtype));
    }
}
END_TEST

/* Ties go to even, a carry to the next power of two; 0 and infinity stay. */
START_TEST(test_rounding_by_hand)
{
    ck_assert_same_bits(rwk_round_to_bits(17, 4), 16);
    ck_assert_same_bits(rwk_round_to_bits(19, 4), 20);
    ck_assert_same_bits(rwk_round_to_bits(31, 4), 32);
    ck_assert_same_bits(rwk_round_to_bits(0.3, 1), 0.25);
    ck_assert_same_bits(rwk_round_to_bits(-2.385, 3), -2.5);
    ck_assert_same_bits(rwk_round_to_bits(0, 4), 0);
    ck_assert_same_bits(rwk_round_to_bits(INFINITY, 4), INFINITY);
    ck_assert(isnan(rwk_round_to_bits(NAN, 4)));
}
END_TEST

/* k m of t and s bits fits into 24; with s + 1 bits an odd product above 2^24 does not. */
START_TEST(test_products_of_few_bits_are_exact)
{
    for (int t = 1; t < 24; t++) {
        const double k = ldexp(1, t) - 1, m = ldexp(1, 24 - t) - 1, next = ldexp(1, 25 - t) - 1;
        ck_assert_same_bits(rwk_round(k * m, RWK_F32), k * m);
        if (k > 1) ck_assert(rwk_round(k * next, RWK_F32) != k * next);
    }
}
END_TEST

START_TEST(test_bounds_by_hand)
{
    const double w[] = { 2, 3 }, theta[] = { 1, 0.5 }, exact = (2 * 1.4142135623730951 + 0x1p-15) * 5 * 0x1p-24;
    ck_assert_ulp(rwk_bound_exact_angles(w, 2, 0x1p-24), exact, RWK_F64, 2);
    ck_assert_ulp(rwk_bound_rounded_angles(w, theta, 2, 41, 0x1p-24), 41 * 3.5 * 0x1p-24 + exact, RWK_F64, 2);
}
END_TEST

/* Measured: cosines and sines of 400000 random angles rounded to f32.  A squared error lies in 0 .. u^2/4, so sigma of their mean is
 * below u^2/8/sqrt(n). */
START_TEST(test_table_variance_is_what_rounding_gives)
{
    enum { N = 400000 };
    rwk_rng rng = { 41 };
    double sum = 0;
    for (int j = 0; j < N; j++) {
        const double angle = 6.283185307179586 * rwk_rng_uniform(&rng), x = j % 2 ? cos(angle) : sin(angle);
        sum += (rwk_round(x, RWK_F32) - x) * (rwk_round(x, RWK_F32) - x) * 0x1p48;
    }
    ck_assert_near(sum / N, rwk_law_table_variance(0x1p-24) * 0x1p48, 5 / 8.0 / sqrt(N));
    ck_assert_prints(rwk_law_table_variance(1), "%.4f", "0.0596");
}
END_TEST

TEST_MAIN("coarse", test_rounding_is_that_of_the_dtypes, test_rounding_by_hand, test_products_of_few_bits_are_exact,
          test_bounds_by_hand, test_table_variance_is_what_rounding_gives)
