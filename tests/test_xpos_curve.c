/* SPDX-License-Identifier: MIT */
/* Tests claims/xpos_curve: by hand for one pair, against plain sums, overflow against the numbers of each format. */
#include "claims/xpos_curve.h"

#include "claims/decay.h"
#include "claims/rounding.h"
#include "testing.h"

/* zeta = 1/4, B = 2: z = 1/2; theta = pi: f(s) = (-1/2)^s. */
START_TEST(test_one_pair_by_hand)
{
    const double zeta = 0.25, theta = acos(-1);
    ck_assert_near(rwk_xpos_mean_cosine(&zeta, &theta, 1, 2, 3), -0.125, 0x1p-50);
    ck_assert_near(rwk_xpos_mean_cosine(&zeta, &theta, 1, 2, -3), -8, 0x1p-46);
    ck_assert_same_bits(rwk_xpos_envelope(&zeta, 1, 2, 3), 0.125);
    /* |f(2) - f(1)| + |f(3) - f(2)| + |f(4) - f(3)| = 3/4 + 3/8 + 3/16: the bound is attained */
    ck_assert_near(rwk_xpos_variation(&zeta, &theta, 1, 2, 4), 21.0 / 16, 0x1p-50);
    ck_assert_same_bits(rwk_xpos_variation(&zeta, &theta, 1, 2, 1), 0);
}
END_TEST

/* Two pairs: zeta^(s/B) of 1/4 and 1/16 at B = 2 are 2^-s and 4^-s; the mean, not the sum. */
START_TEST(test_means)
{
    const double zeta[] = { 0.25, 0.0625 }, still[] = { 0, 0 };
    ck_assert_same_bits(rwk_xpos_envelope(zeta, 2, 2, 2), (0.25 + 0.0625) / 2);
    ck_assert_same_bits(rwk_xpos_mean_cosine(zeta, still, 2, 2, 2), (0.25 + 0.0625) / 2);
    const double one[] = { 1, 1, 1 }, theta[] = { 1, 0.1, 0.01 };
    for (int s = 0; s < 100; s += 7)
        ck_assert_near(rwk_xpos_mean_cosine(one, theta, 3, 512, s), rwk_decay_mean_cosine(theta, 3, s), 0x1p-52);
}
END_TEST

/* zeta = 1/2, B = 1: 2^m reaches 2^16, 2^128, 2^1024 there; one binade below it is a number of the format. */
START_TEST(test_first_overflow)
{
    const int wanted[RWK_N_DTYPES] = { [RWK_F64] = 1024, [RWK_F32] = 128, [RWK_BF16] = 128, [RWK_F16] = 16 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_same_bits(rwk_xpos_first_overflow(0.5, 1, (rwk_dtype)d), wanted[d]);
        for (double base = 3; base < 3000; base *= 1.7) {
            const double m = rwk_xpos_first_overflow(0.5, base, (rwk_dtype)d);
            ck_assert(isinf(rwk_round(exp2(m / base), (rwk_dtype)d)));
            ck_assert(isfinite(rwk_round(exp2((m - 1) / base), (rwk_dtype)d)));
        }
    }
    /* 65520 and not 65504: B = 100000 puts 35 positions between them */
    ck_assert_same_bits(rwk_xpos_first_overflow(0.5, 100000, RWK_F16), ceil(100000 * log2(65520)));
}
END_TEST

/* w = 2, 3; theta = 1, .5; farthest = 10: [2 (20 + 16) + 3 (10 + 16)] + 2 4 5 + 12 5 = 250. */
START_TEST(test_bound_by_hand)
{
    const double w[] = { 2, 3 }, theta[] = { 1, 0.5 };
    ck_assert_same_bits(rwk_bound_xpos(w, theta, 2, 10, 1), 250);
    ck_assert_same_bits(rwk_bound_xpos(w, theta, 2, 10, 0x1p-53), 250 * 0x1p-53);
}
END_TEST

TEST_MAIN("xpos_curve", test_one_pair_by_hand, test_means, test_first_overflow, test_bound_by_hand)
