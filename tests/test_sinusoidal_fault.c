/* SPDX-License-Identifier: MIT */
/* Tests faults/sinusoidal_fault: that each differs from the right one where it should. */
#include "faults/sinusoidal_fault.h"

#include "claims/pe_distance.h"
#include "testing.h"

enum { N = 32 };

/* As many clocks as N say no more than one: the squared distance is N times that of d = 2. */
START_TEST(test_equal_frequencies_are_one)
{
    double equal[N], one = 1;
    rwk_fault_equal_frequencies(equal, N);
    for (int k = 1; k < 1000; k += 41)
        ck_assert_ulp(rwk_pe_distance_squared(equal, N, k), N * rwk_pe_distance_squared(&one, 1, k), RWK_F64, 2 * N);
}
END_TEST

/* Evenly spaced: the first and last by hand, and after 2 pi N = 201.06 tokens the code is nearly back. */
START_TEST(test_even_frequencies_repeat)
{
    double even[N];
    rwk_fault_even_frequencies(even, N);
    ck_assert(even[0] == 1.0 / N && even[1] == 2.0 / N && even[N - 1] == 1);
    ck_assert_int_eq(rwk_pe_closest_pair(even, N, 1, 300).k, 201);
    ck_assert(rwk_pe_distance_squared(even, N, 201) < 0.02 * rwk_pe_distance_squared(even, N, 1));
}
END_TEST

/* Wavelengths 6 and 63 for b = 100, n = 2: 2 pi 10 = 62.8; both are back after 126 tokens. */
START_TEST(test_whole_wavelengths_repeat)
{
    double whole[2];
    rwk_fault_whole_wavelengths(whole, 2, 100);
    ck_assert_ulp(whole[0], 6.283185307179586 / 6, RWK_F64, 1);
    ck_assert_ulp(whole[1], 6.283185307179586 / 63, RWK_F64, 1);
    ck_assert(rwk_pe_distance_squared(whole, 2, 126) < 1e-25 && rwk_pe_distance_squared(whole, 2, 63) > 1);
}
END_TEST

START_TEST(test_law_lacks_eulers_constant)
{
    ck_assert_near(rwk_pe_distance_law(50, 10000) - rwk_fault_pe_distance_law(50, 10000), 0.0626704, 1e-7);
    ck_assert(rwk_fault_pe_distance_law(1, 10000) == 0);
}
END_TEST

TEST_MAIN("sinusoidal_fault", test_equal_frequencies_are_one, test_even_frequencies_repeat, test_whole_wavelengths_repeat,
          test_law_lacks_eulers_constant)
