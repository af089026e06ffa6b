/* SPDX-License-Identifier: MIT */
/* Tests faults: each is wrong in exactly the way it says, and refuses what the right thing refuses. */
#include "angles/angle.h"
#include "faults/misprint.h"
#include "faults/not_rotation.h"
#include "faults/position_fault.h"
#include "testing.h"

/* Columns of a map on one pair: what it makes of (1, 0) and (0, 1). */
static double determinant(rwk_rope *map, double c, double s)
{
    const double e0[] = { 1, 0 }, e1[] = { 0, 1 };
    double a[2], b[2];
    ck_assert_status(map(a, e0, 2, 2, &c, &s, RWK_F64), RWK_OK);
    ck_assert_status(map(b, e1, 2, 2, &c, &s, RWK_F64), RWK_OK);
    return a[0] * b[1] - a[1] * b[0];
}

START_TEST(test_determinants)
{
    const double c = cos(1.37), s = sin(1.37);
    ck_assert_near(determinant(rwk_rope_interleaved, c, s), 1, 0x1p-51);
    ck_assert_near(determinant(rwk_fault_reflection, c, s), -1, 0x1p-51);
    ck_assert_same_bits(determinant(rwk_fault_shear, c, s), 1);
}
END_TEST

/* By hand at c = .75, s = .5: [[.75, .5], [.5, -.75]] (1, 2) = (1.75, -1); pair 1 as RoPE: (3 .75 - 4 .5, 3 .5 + 4 .75). */
START_TEST(test_reflection_by_hand)
{
    const double x[] = { 1, 2, 3, 4, 137 }, c[] = { 0.75, 0.75 }, s[] = { 0.5, 0.5 }, want[] = { 1.75, -1, 0.25, 4.5, 137 };
    double y[5] = { 1, 2, 3, 4, 137 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        memcpy(y, x, sizeof y);
        ck_assert_status(rwk_fault_reflection(y, d % 2 ? x : y, 5, 4, c, s, (rwk_dtype)d), RWK_OK);
        for (int j = 0; j < 5; j++) ck_assert_same_bits(y[j], want[j]);
    }
}
END_TEST

/* By hand: (1 + .5 2, 2), (3 - .25 4, 4). */
START_TEST(test_shear_by_hand)
{
    const double x[] = { 1, 2, 3, 4, 137 }, c[] = { 0.75, 0.75 }, s[] = { 0.5, -0.25 }, want[] = { 2, 2, 2, 4, 137 };
    double y[5];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        memcpy(y, x, sizeof y);
        ck_assert_status(rwk_fault_shear(y, d % 2 ? x : y, 5, 4, c, s, (rwk_dtype)d), RWK_OK);
        for (int j = 0; j < 5; j++) ck_assert_same_bits(y[j], want[j]);
    }
}
END_TEST

/* Arrays of exactly the stated size, so that a sanitizer sees a read before the checks. */
START_TEST(test_not_rotation_statuses_leave_the_output_alone)
{
    rwk_rope *const faults[] = { rwk_fault_reflection, rwk_fault_shear };
    double *one = malloc(sizeof *one), *none = malloc(1), y[4], c[2] = { 1, 1 }, s[2] = { 0, 0 }, x[4] = { 1, 2, 3, NAN };
    *one = 2.385;
    fill_untouched(y, 4);
    for (int k = 0; k < 2; k++) {
        ck_assert_status(faults[k](y, one, 1, 2, c, s, RWK_F64), RWK_ESHAPE);
        ck_assert_status(faults[k](y, one, 1, 0, none, none, RWK_F64), RWK_EODD);
        ck_assert_status(faults[k](y, x, 4, 3, c, s, RWK_F64), RWK_EODD);
        ck_assert_status(faults[k](y, x, 4, 2, c, s, RWK_F64), RWK_ENAN);
        ck_assert_status(faults[k](y, x, 2, 2, x + 3, s, RWK_F64), RWK_ENAN);
        ck_assert_status(faults[k](y, x, 2, 2, c, x + 3, RWK_F64), RWK_ENAN);
    }
    ck_assert(is_untouched(y, 4));
    free(one), free(none);
}
END_TEST

START_TEST(test_generator_blocks)
{
    const double theta[] = { 1, 0.137 };
    const double want[] = { 0, -1, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, -0.137, 0, 0, 0.0685, 0 };
    double g[16];
    fill_untouched(g, 16);
    rwk_fault_generator(g, theta, 2);
    for (int j = 0; j < 16; j++) ck_assert(g[j] == want[j]);
}
END_TEST

/* d = 8, base 10000, position 137.  As printed, columns 2t, 2t+1 (i = 2t) use exponents 2i/d = 4t/8 and 2(i+1)/d:
 * i = 2 gives sin(137 10000^-.5) = sin 1.37 and cos(137 10000^-.75) = cos .137; right are both 10000^-.25, 13.7. */
START_TEST(test_sinusoidal_printed_by_hand)
{
    double printed[138 * 8], right[138 * 8];
    ck_assert_status(rwk_fault_sinusoidal_printed(printed, 138, 8, 10000), RWK_OK);
    ck_assert_status(rwk_sinusoidal_loop(right, 138, 8, 10000), RWK_OK);
    const double *row = printed + 137 * 8, *good = right + 137 * 8;
    ck_assert_near(row[0], sin(137), 1e-13);
    ck_assert_near(row[1], cos(13.7), 1e-13); /* i = 0: exponent 2/8 */
    ck_assert_near(row[2], sin(1.37), 1e-13);
    ck_assert_near(row[3], cos(0.137), 1e-13);
    ck_assert_near(row[6], sin(137e-6), 1e-13); /* i = 6: 12/8 */
    ck_assert_near(row[7], cos(137e-7), 1e-13);
    ck_assert_same_bits(row[0], good[0]);
    for (int j = 1; j < 8; j++) ck_assert(fabs(row[j] - good[j]) > 1e-3);
}
END_TEST

START_TEST(test_sinusoidal_printed_statuses)
{
    double pe[4];
    fill_untouched(pe, 4);
    ck_assert_status(rwk_fault_sinusoidal_printed(pe, 1, 3, 10000), RWK_EODD);
    ck_assert_status(rwk_fault_sinusoidal_printed(pe, 1, 0, 10000), RWK_EODD);
    ck_assert_status(rwk_fault_sinusoidal_printed(pe, 1, 4, NAN), RWK_ENAN);
    ck_assert_status(rwk_fault_sinusoidal_printed(pe, 1, 4, 0), RWK_ERANGE);
    ck_assert(is_untouched(pe, 4));
}
END_TEST

START_TEST(test_sinusoidal_printed_refuses_sizes_that_overflow)
{
    double pe[4];
    ck_assert_status(rwk_fault_sinusoidal_printed(pe, SIZE_MAX, 4, 10000), RWK_EOVERFLOW);
}
END_TEST

/* The fault is the transpose of the right matrix. */
START_TEST(test_sinusoidal_shift_has_the_other_sign)
{
    enum { D = 6 };
    double fault[D * D], right[D * D];
    ck_assert_status(rwk_fault_sinusoidal_shift(fault, 41, D, 10000), RWK_OK);
    ck_assert_status(rwk_sinusoidal_shift(right, 41, D, 10000), RWK_OK);
    for (int i = 0; i < D; i++)
        for (int j = 0; j < D; j++) ck_assert(fault[i * D + j] == right[j * D + i]);
    ck_assert(fault[1] == -right[1] && right[1] != 0);
}
END_TEST

START_TEST(test_sinusoidal_shift_statuses)
{
    double shift[16];
    fill_untouched(shift, 16);
    ck_assert_status(rwk_fault_sinusoidal_shift(shift, 1, 3, 10000), RWK_EODD);
    ck_assert_status(rwk_fault_sinusoidal_shift(shift, 1, 4, -1), RWK_ERANGE);
    ck_assert_status(rwk_fault_sinusoidal_shift(shift, 1, 4, NAN), RWK_ENAN);
    ck_assert_status(rwk_fault_sinusoidal_shift(shift, INT64_C(1) << 31, 4, 10000), RWK_ERANGE);
    ck_assert_status(rwk_fault_sinusoidal_shift(shift, INT64_MIN, 4, 10000), RWK_ERANGE);
    ck_assert(is_untouched(shift, 16));
}
END_TEST

START_TEST(test_relative_position_is_the_negative_of_the_right_one)
{
    ck_assert_int_eq(rwk_fault_relative_position(137, 41), 96); /* right: n - m = -96 */
    ck_assert_int_eq(rwk_fault_relative_position(41, 137), -96);
}
END_TEST

/* h = 0, 5+12i, 20+32i: steps 13 and 25 (5, 12, 13 and 3, 4, 5); the last step, |h_2| = 37.7, is what it leaves out. */
START_TEST(test_largest_step_leaves_out_the_boundary)
{
    const double re[] = { 0, 5, 20 }, im[] = { 0, 12, 32 }, alone = 137;
    ck_assert_same_bits(rwk_fault_largest_step(re, im, 3), 25);
    ck_assert_same_bits(rwk_fault_largest_step(re, im, 2), 13);
    ck_assert_same_bits(rwk_fault_largest_step(&alone, &alone, 1), 0);
}
END_TEST

/* The printed answer is that of [[1, 3], [4, 5]], and 9 of 12 entries differ from that of [[1, 2], [3, 4]]. */
START_TEST(test_repeat_interleave_printed)
{
    const double x[] = { 1, 2, 3, 4 }, other[] = { 1, 3, 4, 5 };
    double printed[12], y[12], of_other[12], differ = 0;
    rwk_fault_repeat_interleave_printed(printed);
    ck_assert_status(rwk_repeat_interleave_flat(y, x, 4, 3), RWK_OK);
    ck_assert_status(rwk_repeat_interleave_flat(of_other, other, 4, 3), RWK_OK);
    for (int j = 0; j < 12; j++) {
        ck_assert_same_bits(printed[j], of_other[j]);
        differ += printed[j] != y[j];
    }
    ck_assert_same_bits(differ, 9);
}
END_TEST

START_TEST(test_tile_repeats_the_whole)
{
    const double x[] = { 2.385, 137, 41 }, want[] = { 2.385, 137, 41, 2.385, 137, 41 };
    double y[6];
    ck_assert_status(rwk_fault_tile(y, x, 3, 2), RWK_OK);
    for (int j = 0; j < 6; j++) ck_assert_same_bits(y[j], want[j]);
    fill_untouched(y, 6);
    ck_assert_status(rwk_fault_tile(y, x, SIZE_MAX / 8, 2), RWK_EOVERFLOW);
    ck_assert(is_untouched(y, 6));
}
END_TEST

/* By hand, R a quarter turn: W_k x_n = (2, 1), turned (-1, 2); W_q (-1, 2) = (3, 5); (1, 1).(3, 5) = 8.  Right is
 * (W_q (1, 1)).(-1, 2) = (3, 7).(-1, 2) = 11. */
START_TEST(test_projected_score_without_the_transpose)
{
    const double w_q[] = { 1, 2, 3, 4 }, w_k[] = { 0, 1, 1, 0 }, x_m[] = { 1, 1 }, x_n[] = { 1, 2 }, c = 0, s = 1, nan = NAN;
    const rwk_projection w = { w_q, w_k, 2, 2 }, wide = { w_q, w_k, 2, 1 };
    double score = UNTOUCHED, work[4];
    ck_assert_status(rwk_fault_projected_score(&score, x_m, x_n, &wide, &c, &s, work), RWK_ESHAPE);
    ck_assert_status(rwk_fault_projected_score(&score, x_m, x_n, &w, &nan, &s, work), RWK_ENAN);
    ck_assert(is_untouched(&score, 1));
    ck_assert_status(rwk_fault_projected_score(&score, x_m, x_n, &w, &c, &s, work), RWK_OK);
    ck_assert_same_bits(score, 8);
    ck_assert_status(rwk_projected_score(&score, x_m, x_n, &w, &c, &s, work), RWK_OK);
    ck_assert_same_bits(score, 11);
}
END_TEST

START_TEST(test_bf16_position_moves_257_to_256)
{
    const double theta[] = { 1, (double)0.1f, (double)0.01f };
    double c[3], s[3], right[2][3];
    const int64_t moved[][2] = { { 257, 256 }, { 259, 260 }, { 8191, 8192 }, { -257, -256 }, { 137, 137 } };
    for (int k = 0; k < 5; k++) {
        rwk_fault_bf16_position(c, s, theta, 3, moved[k][0]);
        rwk_angle_cos_sin(right[0], right[1], theta, 3, moved[k][1], RWK_F32);
        ck_assert_mem_eq(c, right[0], sizeof c);
        ck_assert_mem_eq(s, right[1], sizeof s);
        rwk_angle_cos_sin(right[0], right[1], theta, 3, moved[k][0], RWK_F32);
        ck_assert_int_eq(memcmp(c, right[0], sizeof c) == 0, k == 4);
    }
}
END_TEST

/* Native float: theta summed 131071 times drifts from 131071 theta, by less than n^2 u theta / 2. */
START_TEST(test_accumulate_drifts)
{
    const float theta = 0.01f;
    float native = 0;
    double phi = 0;
    for (int k = 0; k < 131071; k++) {
        native += theta;
        phi = rwk_fault_accumulate(phi, (double)theta, RWK_F32);
        ck_assert_same_bits(phi, (double)native);
    }
    const double drift = fabs(phi - 131071.0 * (double)theta);
    ck_assert(drift > 1e-3 && drift <= 131071.0 * 131071 * 0x1p-24 * (double)theta / 2);
    ck_assert_same_bits(rwk_fault_accumulate(256, 1, RWK_BF16), 256);
}
END_TEST

/* By hand: (1, 0) + 0.5 (0, 1) = (1, 0.5), then + 0.5 (-0.5, 1) = (0.75, 1); lengths grow by sqrt(1.25). */
START_TEST(test_euler_step_grows)
{
    double v[2] = { 1, 0 };
    rwk_fault_euler_step(v, 0.5, RWK_F64);
    ck_assert_same_bits(v[0], 1);
    ck_assert_same_bits(v[1], 0.5);
    rwk_fault_euler_step(v, 0.5, RWK_F64);
    ck_assert_same_bits(v[0], 0.75);
    ck_assert_same_bits(v[1], 1);
    double w[2] = { 1, 257 };
    rwk_fault_euler_step(w, 1, RWK_BF16); /* 258 is a number of bf16, 257 is not */
    ck_assert_same_bits(w[1], 258);
}
END_TEST

START_TEST(test_repeated_angle_turns_every_pair_alike)
{
    const double x[6] = { 1, 0, 1, 0, 2.385, 7 }, c[2] = { 0.6, 1 }, s[2] = { 0.8, 0 };
    double y[6];
    ck_assert_status(rwk_fault_repeated_angle(y, x, 6, 4, c, s, RWK_F64), RWK_OK);
    for (int pair = 0; pair < 2; pair++) {
        ck_assert_same_bits(y[2 * pair], 0.6);
        ck_assert_same_bits(y[2 * pair + 1], 0.8);
    }
    ck_assert_same_bits(y[4], 2.385);
    ck_assert_status(rwk_fault_repeated_angle(y, x, 6, 3, c, s, RWK_F64), RWK_EODD);
}
END_TEST

TEST_MAIN("faults", test_repeated_angle_turns_every_pair_alike, test_euler_step_grows, test_determinants, test_reflection_by_hand,
          test_shear_by_hand, test_not_rotation_statuses_leave_the_output_alone, test_generator_blocks,
          test_sinusoidal_printed_by_hand, test_sinusoidal_printed_statuses, test_sinusoidal_printed_refuses_sizes_that_overflow,
          test_sinusoidal_shift_has_the_other_sign, test_sinusoidal_shift_statuses,
          test_relative_position_is_the_negative_of_the_right_one, test_largest_step_leaves_out_the_boundary,
          test_repeat_interleave_printed, test_tile_repeats_the_whole, test_projected_score_without_the_transpose,
          test_bf16_position_moves_257_to_256, test_accumulate_drifts)
