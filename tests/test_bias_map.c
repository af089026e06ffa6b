/* SPDX-License-Identifier: MIT */
/* Tests claims/bias_map: small maps by hand, and each property with one entry spoiled. */
#include "claims/bias_map.h"

#include <math.h>

#include "testing.h"

enum { SIDE = 4 };

/* a(m, n) = value[m - n + 3] */
static void toeplitz(double a[SIDE * SIDE], const double value[2 * SIDE - 1])
{
    for (size_t m = 0; m < SIDE; m++)
        for (size_t n = 0; n < SIDE; n++) a[m * SIDE + n] = value[m + SIDE - 1 - n];
}

static const double FALLING[] = { -3, -2, -1, 0, -1, -2, -3 }, DIRECTED[] = { 5, 5, 4, 0, 4.5, 1, 1 };

START_TEST(test_symmetric_map)
{
    double a[SIDE * SIDE];
    toeplitz(a, FALLING);
    ck_assert_same_bits(rwk_map_diagonal_spread(a, SIDE), 0);
    ck_assert_same_bits(rwk_map_asymmetry(a, SIDE), 0);
    ck_assert_uint_eq(rwk_map_blind_distances(a, SIDE, 0), 3);
    ck_assert_same_bits(rwk_map_largest_rise(a, SIDE), -1);
    ck_assert_same_bits(rwk_map_far_spread(a, SIDE, 1), 2);
    ck_assert_same_bits(rwk_map_far_spread(a, SIDE, 3), 0); /* one entry a side */
    ck_assert_same_bits(rwk_map_far_spread(a, SIDE, 4), 0); /* none */
    ck_assert_uint_eq(rwk_map_values(a, SIDE), 4);
}
END_TEST

/* Keys before the query see 4.5, 1, 1; keys behind it 4, 5, 5. */
START_TEST(test_directed_map)
{
    double a[SIDE * SIDE];
    toeplitz(a, DIRECTED);
    ck_assert_same_bits(a[1 * SIDE + 0], 4.5); /* m - n = 1 */
    ck_assert_same_bits(rwk_map_diagonal_spread(a, SIDE), 0);
    ck_assert_same_bits(rwk_map_asymmetry(a, SIDE), 4);
    ck_assert_uint_eq(rwk_map_blind_distances(a, SIDE, 0.25), 0);
    ck_assert_uint_eq(rwk_map_blind_distances(a, SIDE, 0.5), 1);
    ck_assert_same_bits(rwk_map_largest_rise(a, SIDE), 4.5);
    ck_assert_same_bits(rwk_map_far_spread(a, SIDE, 2), 0);
    ck_assert_same_bits(rwk_map_far_spread(a, SIDE, 1), 3.5);
    ck_assert_uint_eq(rwk_map_values(a, SIDE), 5);
}
END_TEST

/* One entry changed, on either side of the diagonal: the map sees where the text begins. */
START_TEST(test_one_entry_is_enough)
{
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double a[SIDE * SIDE];
        const size_t m = i / SIDE, n = i % SIDE, apart = m < n ? n - m : m - n;
        toeplitz(a, FALLING);
        a[i] += 8;
        ck_assert_same_bits(rwk_map_diagonal_spread(a, SIDE),
                            apart == SIDE - 1 ? 0 : 8); /* the corners are diagonals of one entry */
        ck_assert_same_bits(rwk_map_asymmetry(a, SIDE), apart ? 8 : 0);
        ck_assert_uint_eq(rwk_map_blind_distances(a, SIDE, 0), apart == SIDE - 1 ? 2 : 3); /* 3: some other m still looks alike */
        ck_assert_same_bits(rwk_map_largest_rise(a, SIDE), apart ? 7 : -1);
    }
}
END_TEST

START_TEST(test_nan_sticks)
{
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double a[SIDE * SIDE];
        toeplitz(a, DIRECTED);
        a[i] = NAN;
        const bool corner = i == SIDE - 1 || i == SIDE * (SIDE - 1), diagonal = i % (SIDE + 1) == 0;
        ck_assert(isnan(rwk_map_diagonal_spread(a, SIDE)));
        ck_assert(isnan(rwk_map_asymmetry(a, SIDE)));
        ck_assert_uint_eq(rwk_map_blind_distances(a, SIDE, 0), !diagonal);
        ck_assert(isnan(rwk_map_largest_rise(a, SIDE)));
        ck_assert(isnan(rwk_map_far_spread(a, SIDE, 3)) == corner);
    }
}
END_TEST

TEST_MAIN("bias_map", test_symmetric_map, test_directed_map, test_one_entry_is_enough, test_nan_sticks)
