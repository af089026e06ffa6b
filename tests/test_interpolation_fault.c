/* SPDX-License-Identifier: MIT */
/* Tests faults/interpolation_fault: where the printed forms are too small, and that each is what the paper prints. */
#include "faults/interpolation_fault.h"

#include "claims/chord.h"
#include "testing.h"

/* By hand: the tangent of 2^x at 0, and its value 1 + ln 2 at 1, where 2^x is 2. */
START_TEST(test_power_bound_lies_below)
{
    ck_assert_near(rwk_fault_power_bound(2, 1), 1.6931471805599453, 1e-15);
    ck_assert_same_bits(rwk_fault_power_bound(10000, 0), 1);
    for (double x = -0.9; x < 1; x += 0.2) ck_assert(rwk_fault_power_bound(10000, x) < pow(10000, x));
}
END_TEST

/* d/(4 ln c) typed into Python: 3.474355855226014 for d = 128. */
START_TEST(test_sum_of_squares_lies_below)
{
    ck_assert_near(rwk_fault_sum_of_squares(10000, 128), 3.474355855226014, 1e-13);
    for (size_t d = 2; d <= 4096; d *= 2) ck_assert(rwk_fault_sum_of_squares(10000, d) < rwk_chord_squares_geometric(10000, d / 2));
}
END_TEST

/* d max |h|/294.73 half-way between neighbours, and the parabola: 3/4 of it a quarter of the way, 16 times as much for 4 positions. */
START_TEST(test_interpolation_bound)
{
    ck_assert_prints(128 / rwk_fault_interpolation_bound(10000, 128, 0, 1, 0.5), "%.2f", "294.73");
    const double half_way = rwk_fault_interpolation_bound(10000, 128, 0, 1, 0.5);
    ck_assert_near(rwk_fault_interpolation_bound(10000, 128, 0, 1, 0.25), 0.75 * half_way, 1e-15);
    ck_assert_near(rwk_fault_interpolation_bound(10000, 128, 8, 12, 10), 16 * half_way, 1e-14);
    ck_assert_near(half_way, rwk_chord_bound(rwk_fault_sum_of_squares(10000, 128), (rwk_chord){ 0, 1, 0.5 }), 1e-14);
}
END_TEST

TEST_MAIN("interpolation_fault", test_power_bound_lies_below, test_sum_of_squares_lies_below, test_interpolation_bound)
