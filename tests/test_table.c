/* SPDX-License-Identifier: MIT */
/* Tests angles/table: its rows are the truth's, its refusals leave it alone. */
#include "angles/table.h"

#include "testing.h"

enum { N = 24 };

static rwk_truth *new_truth(void)
{
    const rwk_config config = rwk_config_plain(2 * N, 2385);
    rwk_truth *truth = NULL;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    return truth;
}

START_TEST(test_init_rows_are_the_truth)
{
    rwk_truth *truth = new_truth();
    const int64_t starts[] = { 0, 137, -41, RWK_MAX_POSITION - 4, -RWK_MAX_POSITION };
    for (int k = 0; k < 5; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            rwk_table table = { 0 };
            double c[N], s[N];
            ck_assert_status(rwk_table_init(&table, truth, starts[k], 5, (rwk_dtype)d), RWK_OK);
            ck_assert(table.n_pos == 5 && table.n_pairs == N && table.start == starts[k] && (int)table.dtype == d);
            for (size_t row = 0; row < 5; row++) {
                rwk_truth_cos_sin(c, s, truth, starts[k] + (int64_t)row, (rwk_dtype)d);
                ck_assert_mem_eq(table.cos + row * N, c, sizeof c);
                ck_assert_mem_eq(table.sin + row * N, s, sizeof s);
            }
            ck_assert_status(rwk_check_dtype(table.cos, 5 * N, (rwk_dtype)d), RWK_OK);
            rwk_table_clear(&table);
        }
    rwk_truth_free(truth);
}
END_TEST

/* Pair 0 turns by one radian a token: cos 137 and sin 137 by Python's math module. */
START_TEST(test_init_first_pair_literal)
{
    rwk_truth *truth = new_truth();
    rwk_table table = { 0 };
    ck_assert_status(rwk_table_init(&table, truth, 130, 8, RWK_F64), RWK_OK);
    ck_assert_same_bits(table.cos[7 * N], 0x1.562f73376af35p-2);
    ck_assert_same_bits(table.sin[7 * N], -0x1.e291412cab80ap-1);
    rwk_table_clear(&table);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_init_statuses_leave_the_table_alone)
{
    rwk_truth *truth = new_truth();
    const rwk_table zero = { 0 };
    rwk_table table = { 0 };
    const struct {
        int64_t start;
        size_t n_pos;
    } outside[] = { { 0, 0 },
                    { RWK_MAX_POSITION + 1, 1 },
                    { -RWK_MAX_POSITION - 1, 1 },
                    { RWK_MAX_POSITION, 2 },
                    { 0, (size_t)RWK_MAX_POSITION + 2 },
                    { 1, SIZE_MAX },
                    { INT64_MIN, 1 },
                    { INT64_MAX, 1 } };
    for (int k = 0; k < 8; k++)
        ck_assert_status(rwk_table_init(&table, truth, outside[k].start, outside[k].n_pos, RWK_F64), RWK_ERANGE);
    ck_assert_mem_eq(&table, &zero, sizeof table);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_clear_is_safe_on_zero_and_twice)
{
    rwk_truth *truth = new_truth();
    rwk_table table = { 0 };
    rwk_table_clear(&table);
    ck_assert_status(rwk_table_init(&table, truth, 41, 3, RWK_BF16), RWK_OK);
    rwk_table_clear(&table);
    rwk_table_clear(&table);
    ck_assert(!table.cos && !table.sin && table.n_pos == 0);
    rwk_truth_free(truth);
}
END_TEST

TEST_MAIN("table", test_init_rows_are_the_truth, test_init_first_pair_literal, test_init_statuses_leave_the_table_alone,
          test_clear_is_safe_on_zero_and_twice)
