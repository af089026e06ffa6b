/* SPDX-License-Identifier: MIT */
/* Tests faults/relative_fault: each is wrong in exactly the way it says, and refuses what the right thing refuses. */
#include "faults/relative_fault.h"

#include "attention/relative_scores.h"
#include "encodings/shaw.h"
#include "encodings/transformer_xl.h"
#include "testing.h"

START_TEST(test_shaw_rows_are_one_short)
{
    size_t rows = 137;
    ck_assert_status(rwk_fault_shaw_rows(&rows, -4, 4), RWK_OK);
    ck_assert_uint_eq(rows, 8);
    ck_assert_status(rwk_fault_shaw_rows(&rows, 1, 0), RWK_ERANGE);
    ck_assert_uint_eq(rows, 8);
}
END_TEST

/* By hand, clip -2 .. 3: a query at 10; keys at 10, 9, 11, 0, 20 are 0, 1, 1, 3, 3 away. */
START_TEST(test_shaw_undirected)
{
    const int64_t m[] = { 10 }, n[] = { 10, 9, 11, 0, 20 };
    const size_t want[] = { 2, 3, 3, 5, 5 };
    size_t index[5], right[5];
    ck_assert_status(rwk_fault_shaw_undirected(index, m, 1, n, 5, -2, 3), RWK_OK);
    ck_assert_status(rwk_shaw_index(right, m, 1, n, 5, -2, 3), RWK_OK);
    for (int j = 0; j < 5; j++) {
        ck_assert_uint_eq(index[j], want[j]);
        ck_assert((index[j] == right[j]) == (n[j] <= m[0])); /* right where the key is not in the future */
    }
    ck_assert_status(rwk_fault_shaw_undirected(index, m, 1, n, 5, 3, -2), RWK_ERANGE);
    ck_assert_uint_eq(index[4], 5);
}
END_TEST

/* q.k = 1, q.r = 8, p.k = 5, p.r = 4; with u = v = p the right form, else not. */
START_TEST(test_four_terms_printed)
{
    const double q[] = { 1, 2 }, k[] = { 3, -1 }, r[] = { 0, 4 }, p[] = { 2, 1 }, v[] = { -1, 3 };
    ck_assert_same_bits(rwk_fault_score_four_terms_printed(q, k, r, p, 2, RWK_F64), 18);
    ck_assert_same_bits(rwk_score_four_terms(q, k, r, p, p, 2, RWK_F64), 18);
    ck_assert_same_bits(rwk_score_four_terms(q, k, r, p, v, 2, RWK_F64), 26);
}
END_TEST

/* By hand, (1 2 3), (4 5 6): padded 1 2 3 0 4 5 6 0, its last two numbers dropped; then a square, from its diagonal on. */
START_TEST(test_rel_shift_right)
{
    const double x[] = { 1, 2, 3, 4, 5, 6 }, want[] = { 1, 2, 3, 0, 4, 5 };
    double y[6], square[16], z[16];
    ck_assert_status(rwk_fault_rel_shift_right(y, x, 2, 3), RWK_OK);
    for (int j = 0; j < 6; j++) ck_assert_same_bits(y[j], want[j]);
    for (int j = 0; j < 16; j++) square[j] = j + 1;
    ck_assert_status(rwk_fault_rel_shift_right(z, square, 4, 4), RWK_OK);
    for (int i = 0; i < 4; i++)
        for (int j = i; j < 4; j++) ck_assert_same_bits(z[4 * i + j], square[4 * i + j - i]);
    fill_untouched(y, 6);
    ck_assert_status(rwk_fault_rel_shift_right(y, x, 3, 2), RWK_ESHAPE);
    ck_assert_status(rwk_fault_rel_shift_right(y, x, 1, SIZE_MAX), RWK_EOVERFLOW);
    ck_assert(is_untouched(y, 6));
}
END_TEST

TEST_MAIN("relative_fault", test_shaw_rows_are_one_short, test_shaw_undirected, test_four_terms_printed, test_rel_shift_right)
