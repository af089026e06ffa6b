/* SPDX-License-Identifier: MIT */
/* Tests encodings/transformer_xl: rows against the sinusoidal table, the shift against indexing and by hand, statuses. */
#include "encodings/transformer_xl.h"

#include "encodings/sinusoidal.h"
#include "testing.h"

/* Rows of r >= 0 are the sinusoidal table's; those of -r have the opposite sine. */
START_TEST(test_table_rows_are_sinusoids)
{
    enum { N = 137, D = 24 };
    static double pe[N * D], table[(2 * N - 1) * D];
    const double bases[] = { 10000, 2.385 };
    for (int b = 0; b < 2; b++) {
        ck_assert_status(rwk_sinusoidal_loop(pe, N, D, bases[b]), RWK_OK);
        ck_assert_status(rwk_transformer_xl_table(table, N - 1, 2 * N - 1, D, bases[b]), RWK_OK);
        for (int r = 0; r < N; r++)
            for (int j = 0; j < D; j++) {
                ck_assert_same_bits(table[(N - 1 - r) * D + j], pe[r * D + j]);
                ck_assert(table[(N - 1 + r) * D + j] == (j % 2 ? 1 : -1) * pe[r * D + j]);
            }
    }
}
END_TEST

/* Python's math: sin(-1), cos(-1), sin(-.01), cos(-.01); 10000^(-2/4) = .01. */
START_TEST(test_table_by_hand)
{
    const double want[] = { -0.8414709848078965, 0.5403023058681398, -0.009999833334166664, 0.9999500004166653 };
    double table[8];
    ck_assert_status(rwk_transformer_xl_table(table, 0, 2, 4, 10000), RWK_OK);
    for (int j = 0; j < 4; j++) {
        ck_assert(table[j] == j % 2);
        ck_assert_ulp(table[4 + j], want[j], RWK_F64, 2);
    }
}
END_TEST

START_TEST(test_table_reaches_the_farthest_distances)
{
    double table[4];
    const int64_t farthest = INT64_C(4294967294);
    ck_assert_status(rwk_transformer_xl_table(table, farthest, 1, 2, 10000), RWK_OK);
    ck_assert_ulp(table[0], sin(4294967294.0), RWK_F64, 1);
    ck_assert_status(rwk_transformer_xl_table(table, 1 - farthest, 2, 2, 10000), RWK_OK);
    ck_assert_ulp(table[2], -sin(4294967294.0), RWK_F64, 1);
    fill_untouched(table, 4);
    ck_assert_status(rwk_transformer_xl_table(table, farthest + 1, 1, 2, 10000), RWK_ERANGE);
    ck_assert_status(rwk_transformer_xl_table(table, -farthest - 1, 1, 2, 10000), RWK_ERANGE);
    ck_assert_status(rwk_transformer_xl_table(table, -farthest, 2, 2, 10000), RWK_ERANGE);
    ck_assert_status(rwk_transformer_xl_table(table, 1 - farthest, 3, 2, 10000), RWK_ERANGE);
    ck_assert_status(rwk_transformer_xl_table(table, INT64_MIN, 1, 2, 10000), RWK_ERANGE);
    ck_assert(is_untouched(table, 4));
}
END_TEST

/* By hand, 2 queries and 3 keys, (1 2 3), (4 5 6): padded 0 1 2 3 0 4 5 6, its first two numbers dropped. */
START_TEST(test_rel_shift_by_hand)
{
    const double x[] = { 1, 2, 3, 4, 5, 6 }, want[] = { 2, 3, 0, 4, 5, 6 };
    double y[6];
    ck_assert_status(rwk_rel_shift(y, x, 2, 3), RWK_OK);
    for (int j = 0; j < 6; j++) ck_assert_same_bits(y[j], want[j]);
}
END_TEST

/* The padded array, built and read again; and the index of the header where keys are not in the future. */
START_TEST(test_rel_shift_moves_the_right_numbers)
{
    enum { MAX = 24 };
    double x[MAX * MAX], y[MAX * MAX], padded[MAX * (MAX + 1)];
    rwk_rng rng = { 41 };
    for (size_t n_q = 1; n_q <= 12; n_q++)
        for (size_t n_k = n_q; n_k <= MAX; n_k++) {
            fill_random(x, n_q * n_k, &rng, RWK_F64);
            for (size_t i = 0; i < n_q; i++) {
                padded[i * (n_k + 1)] = 0;
                memcpy(padded + i * (n_k + 1) + 1, x + i * n_k, n_k * sizeof *x);
            }
            fill_untouched(y, MAX * MAX);
            ck_assert_status(rwk_rel_shift(y, x, n_q, n_k), RWK_OK);
            ck_assert_mem_eq(y, padded + n_q, n_q * n_k * sizeof *y);
            ck_assert(is_untouched(y + n_q * n_k, MAX * MAX - n_q * n_k));
            for (size_t i = 0; i < n_q; i++)
                for (size_t j = 0; j <= i + n_k - n_q; j++) ck_assert_same_bits(y[i * n_k + j], x[i * n_k + n_q - 1 - i + j]);
        }
}
END_TEST

START_TEST(test_statuses_leave_the_output_alone)
{
    double y[4], x[4] = { 1, 2, 3, 4 };
    const struct {
        size_t n, d;
        double base;
        rwk_status status;
    } cases[] = { { 1, 0, 10000, RWK_EODD },
                  { 1, 3, 10000, RWK_EODD },
                  { 1, 4, NAN, RWK_ENAN },
                  { 1, 4, INFINITY, RWK_ENAN },
                  { 1, 4, 0, RWK_ERANGE },
                  { 1, 4, -2.385, RWK_ERANGE },
                  { SIZE_MAX, 4, 10000, RWK_EOVERFLOW },
                  { SIZE_MAX / 8, 2, 10000, RWK_EOVERFLOW } };
    fill_untouched(y, 4);
    for (int k = 0; k < 8; k++)
        ck_assert_status(rwk_transformer_xl_table(y, 0, cases[k].n, cases[k].d, cases[k].base), cases[k].status);
    ck_assert_status(rwk_transformer_xl_table(y, 0, 0, 4, 10000), RWK_OK);
    ck_assert_status(rwk_rel_shift(y, x, 2, 1), RWK_ESHAPE);
    ck_assert_status(rwk_rel_shift(y, x, 1, SIZE_MAX), RWK_EOVERFLOW);
    ck_assert_status(rwk_rel_shift(y, x, SIZE_MAX / 2, SIZE_MAX / 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_rel_shift(y, x, 1, SIZE_MAX / 8), RWK_EOVERFLOW);
    ck_assert_status(rwk_rel_shift(y, x, 0, 0), RWK_OK);
    ck_assert_status(rwk_rel_shift(y, x, 0, 3), RWK_OK);
    ck_assert(is_untouched(y, 4));
}
END_TEST

TEST_MAIN("transformer_xl", test_table_rows_are_sinusoids, test_table_by_hand, test_table_reaches_the_farthest_distances,
          test_rel_shift_by_hand, test_rel_shift_moves_the_right_numbers, test_statuses_leave_the_output_alone)
