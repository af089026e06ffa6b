/* SPDX-License-Identifier: MIT */
/* Tests attention/scores: dot products rounded in order, scaled scores, softmax. */
#include "attention/scores.h"

#include "testing.h"

START_TEST(test_dot_f32_is_a_native_float_loop)
{
    enum { N = 137 };
    double q[N], k[N];
    rwk_rng rng = { 41 };
    for (int draw = 0; draw < 500; draw++) {
        float sum = 0;
        fill_random(q, N, &rng, RWK_F32);
        fill_random(k, N, &rng, RWK_F32);
        for (int j = 0; j < N; j++) {
            const float product = (float)q[j] * (float)k[j];
            sum += product;
        }
        ck_assert_same_bits(rwk_dot(q, k, N, RWK_F32), (double)sum);
    }
}
END_TEST

/* By hand, from left to right: in bf16 256 + 1 = 256 (a tie, to even), so 256 + 1 + 1 = 256 but 1 + 1 + 256 = 258. */
START_TEST(test_dot_sums_from_left_to_right)
{
    const double one[] = { 1, 1, 1 }, down[] = { 256, 1, 1 }, up[] = { 1, 1, 256 };
    ck_assert_same_bits(rwk_dot(down, one, 3, RWK_BF16), 256);
    ck_assert_same_bits(rwk_dot(up, one, 3, RWK_BF16), 258);
    ck_assert_same_bits(rwk_dot(down, one, 3, RWK_F16), 258);
    const double nine[] = { 129, 1 }, odd[] = { 129, 1 }; /* 129^2 = 16641 is 16640 in bf16, spacing 128 */
    ck_assert_same_bits(rwk_dot(nine, odd, 1, RWK_BF16), 16640);
    ck_assert_same_bits(rwk_dot(nine, odd, 2, RWK_F64), 16642);
    ck_assert_same_bits(rwk_dot(nine, odd, 0, RWK_F64), 0);
}
END_TEST

/* By hand, dim 4, so the scale is exactly 2: q = (1,2,3,4), (0,1,0,-1), k = (1,1,1,1), (2,0,-2,1). */
START_TEST(test_scores_by_hand)
{
    const double q[] = { 1, 2, 3, 4, 0, 1, 0, -1 }, k[] = { 1, 1, 1, 1, 2, 0, -2, 1 }, want[] = { 5, 0, 0, -0.5 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        double z[4];
        rwk_scores(z, q, k, 2, 4, (rwk_dtype)d);
        for (int j = 0; j < 4; j++) ck_assert(z[j] == want[j]);
    }
}
END_TEST

START_TEST(test_scores_f32_are_native_float_arithmetic)
{
    enum { SEQ = 7, DIM = 41 };
    double q[SEQ * DIM], k[SEQ * DIM], z[SEQ * SEQ];
    rwk_rng rng = { 137 };
    fill_random(q, SEQ * DIM, &rng, RWK_F32);
    fill_random(k, SEQ * DIM, &rng, RWK_F32);
    rwk_scores(z, q, k, SEQ, DIM, RWK_F32);
    for (int m = 0; m < SEQ; m++)
        for (int n = 0; n < SEQ; n++) {
            float sum = 0;
            for (int j = 0; j < DIM; j++) {
                const float product = (float)q[m * DIM + j] * (float)k[n * DIM + j];
                sum += product;
            }
            const float want = sum / sqrtf(DIM);
            ck_assert_same_bits(z[m * SEQ + n], (double)want);
        }
}
END_TEST

/* By hand: exp(ln 3) : 1 = 3 : 1; equal entries share equally. */
START_TEST(test_softmax_rows_by_hand)
{
    const double z[] = { log(3), 0, 137, 137 }, want[] = { 0.75, 0.25, 0.5, 0.5 };
    double a[4];
    rwk_softmax_rows(a, z, 2, 2);
    for (int j = 0; j < 4; j++) ck_assert_near(a[j], want[j], 0x1p-52);
}
END_TEST

START_TEST(test_softmax_rows_sum_to_one_and_keep_the_ratios)
{
    enum { ROWS = 41, COLS = 137 };
    static double z[ROWS * COLS], a[ROWS * COLS], shifted[ROWS * COLS];
    rwk_rng rng = { 2385 };
    for (int j = 0; j < ROWS * COLS; j++) z[j] = 30 * random_of(&rng, RWK_F32);
    rwk_softmax_rows(a, z, ROWS, COLS);
    for (int m = 0; m < ROWS; m++) {
        double sum = 0;
        for (int n = 0; n < COLS; n++) sum += a[m * COLS + n];
        ck_assert_near(sum, 1, COLS * 0x1p-53);
        for (int n = 1; n < COLS; n++) /* second route: log a_n - log a_0 = z_n - z_0 */
            ck_assert_near(log(a[m * COLS + n] / a[m * COLS]), z[m * COLS + n] - z[m * COLS], 1e-12);
    }
    for (int j = 0; j < ROWS * COLS; j++) shifted[j] = z[j] + 1024; /* exact: z holds floats below 32 */
    rwk_softmax_rows(shifted, shifted, ROWS, COLS);                 /* in place */
    ck_assert_mem_eq(shifted, a, sizeof a);
}
END_TEST

START_TEST(test_softmax_rows_mask_and_extremes)
{
    const double z[] = { -INFINITY, 2.385, -INFINITY, -INFINITY, 1000, -1000, 1e308, 1e308, -1e308 };
    const double want[] = { 0, 1, 0, 0, 1, 0, 0.5, 0.5, 0 };
    double a[9];
    rwk_softmax_rows(a, z, 3, 3);
    for (int j = 0; j < 9; j++) ck_assert_same_bits(a[j], want[j]);
}
END_TEST

TEST_MAIN("scores", test_dot_f32_is_a_native_float_loop, test_dot_sums_from_left_to_right, test_scores_by_hand,
          test_scores_f32_are_native_float_arithmetic, test_softmax_rows_by_hand, test_softmax_rows_sum_to_one_and_keep_the_ratios,
          test_softmax_rows_mask_and_extremes)
