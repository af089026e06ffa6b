/* SPDX-License-Identifier: MIT */
/* Tests claims/rounding: the bounds against arithmetic by hand, the pair weights against Cauchy and Schwarz. */
#include "claims/rounding.h"

#include "testing.h"

/* By hand: 4 (2.5) / 8 = 1.25. */
START_TEST(test_bound_same_table_by_hand)
{
    ck_assert_same_bits(rwk_bound_same_table(2.5, 0.125), 1.25);
    ck_assert_same_bits(rwk_bound_same_table(0, 0.125), 0);
}
END_TEST

/* By hand, d = 4: weights 3 and 5, frequencies 1 and 1/4, farthest 10, u = 1/8:
 * 3 (20 + 16) + 5 (5 + 16) = 213, 2 d sum = 8 * 8 = 64, 277 / 8 = 34.625; farthest 0: 3 16 + 5 16 + 64 = 192, / 8 = 24. */
START_TEST(test_bound_identity_by_hand)
{
    const double w[] = { 3, 5 }, theta[] = { 1, 0.25 };
    ck_assert_same_bits(rwk_bound_identity(w, theta, 2, 10, 0.125), 34.625);
    ck_assert_same_bits(rwk_bound_identity(w, theta, 2, 0, 0.125), 24);
    ck_assert_same_bits(rwk_bound_identity(w, theta, 0, 10, 0.125), 0);
}
END_TEST

/* By hand: 2 (2 (137 + 41) / 4 + 10) / 8 = 2 (99) / 8 = 24.75. */
START_TEST(test_bound_group_by_hand)
{
    ck_assert_same_bits(rwk_bound_group(2, 0.25, 137, 41, 0.125), 24.75);
    ck_assert_same_bits(rwk_bound_group(2, 0.25, 0, 0, 0.125), 2.5);
}
END_TEST

/* Pythagorean triples by hand: 5 * 13 and 17 * 25. */
START_TEST(test_pair_weights_by_hand)
{
    const double q[] = { 3, 4, -8, 15 }, k[] = { 5, 12, 7, -24 };
    double w[3] = { 0, 0, UNTOUCHED };
    rwk_pair_weights(w, q, k, 2);
    ck_assert_ulp(w[0], 65, RWK_F64, 1);
    ck_assert_ulp(w[1], 425, RWK_F64, 1);
    ck_assert(is_untouched(w + 2, 1));
}
END_TEST

/* Sum of the weights is at least |q . k| (Cauchy-Schwarz pair by pair). */
START_TEST(test_pair_weights_bound_the_dot_product)
{
    enum { N = 41 };
    double q[2 * N], k[2 * N], w[N];
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 1000; draw++) {
        double dot = 0, sum = 0;
        fill_random(q, 2 * N, &rng, RWK_F64);
        fill_random(k, 2 * N, &rng, RWK_F64);
        rwk_pair_weights(w, q, k, N);
        for (int j = 0; j < 2 * N; j++) dot += q[j] * k[j];
        for (int i = 0; i < N; i++) sum += w[i];
        ck_assert(fabs(dot) <= sum);
    }
}
END_TEST

START_TEST(test_worst_and_least_keep_nan)
{
    ck_assert_same_bits(rwk_worst(2.385, -7), 2.385);
    ck_assert_same_bits(rwk_least(2.385, -7), -7);
    ck_assert(isnan(rwk_worst(NAN, 1)) && isnan(rwk_worst(1, NAN)));
    ck_assert(isnan(rwk_least(NAN, 1)) && isnan(rwk_least(1, NAN)));
}
END_TEST

START_TEST(test_group_bound_grows_with_both_positions)
{
    ck_assert_same_bits(rwk_bound_group(1, 1, 41, -137, 1), 2 * (41 + 137) + 10);
    ck_assert_same_bits(rwk_bound_group(1, 1, 41, 137, 1), 2 * (41 + 137) + 10);
}
END_TEST

/* By hand: (1 + 2^-30)^2 - 1 = 2^-29 + 2^-60, whose last term plain double arithmetic loses; 3^2 + 4^2 = 5^2. */
START_TEST(test_squares_gap_keeps_what_rounding_loses)
{
    ck_assert_same_bits(rwk_squares_gap(3, 4, 5, 0), 0);
    ck_assert_same_bits(rwk_squares_gap(1 + 0x1p-30, 0, 1, 0), 0x1p-29 + 0x1p-60);
    ck_assert_same_bits(rwk_squares_gap(1 + 0x1p-30, 0, 1, 0x1p-30), 0x1p-29);
    ck_assert_same_bits(rwk_squares_gap(0x1p30, 0x1p-30, 0x1p30, 0), 0x1p-60);
}
END_TEST

/* The constants of docs/derivations.md, as written there. */
START_TEST(test_bounds_have_their_constants)
{
    ck_assert_near(rwk_bound_circle(1), 1.41421356237309505, 1e-5);
    ck_assert_same_bits(rwk_bound_gram(0x1p-53), 0x1p-51);
    ck_assert_same_bits(rwk_bound_determinant(128, 0x1p-53), 384 * 0x1p-53);
    ck_assert_near(rwk_bound_norm(1), 3.41421356237309505, 1e-5);
    ck_assert_same_bits(rwk_bound_sinusoidal_product(512, 8, 64, 1), 2 * 512 * 8 + 3 * 64 + 64 * 64);
    ck_assert_near(rwk_bound_sinusoidal_shift(41, 137, 1), 1.41421356237309505 * 360, 1e-12);
    ck_assert_near(rwk_bound_repeated_rotation(1000, 0x1p-53) / (3414.21356237309505 * 0x1p-53), 1, 1e-9);
    ck_assert_near(rwk_bound_repeated_rotation(1, 1), 29.39, 0.01); /* e^3.41421356 - 1 by Python */
}
END_TEST

TEST_MAIN("rounding", test_bounds_have_their_constants, test_squares_gap_keeps_what_rounding_loses, test_worst_and_least_keep_nan,
          test_group_bound_grows_with_both_positions, test_bound_same_table_by_hand, test_bound_identity_by_hand,
          test_bound_group_by_hand, test_pair_weights_by_hand, test_pair_weights_bound_the_dot_product)
