/* SPDX-License-Identifier: MIT */
/* Tests attention/mask: the causal pattern, the fill, rows that allow nothing. */
#include "attention/mask.h"

#include "attention/scores.h"
#include "testing.h"

/* By hand: three queries behind two cached keys, five keys. */
START_TEST(test_causal_by_hand)
{
    const bool want[15] = { 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1 };
    bool got[15];
    ck_assert_status(rwk_mask_causal(got, 3, 5, 2), RWK_OK);
    for (int j = 0; j < 15; j++) ck_assert(got[j] == want[j]);
}
END_TEST

START_TEST(test_causal_is_a_lower_triangle)
{
    enum { N = 23 };
    bool got[N * N];
    ck_assert_status(rwk_mask_causal(got, N, N, 0), RWK_OK);
    for (int m = 0; m < N; m++) {
        int seen = 0;
        for (int n = 0; n < N; n++) seen += got[m * N + n];
        ck_assert(seen == m + 1 && got[m * N + m] && (m == N - 1 || !got[m * N + m + 1]));
    }
    ck_assert_status(rwk_mask_check(got, N, N), RWK_OK);
}
END_TEST

START_TEST(test_causal_statuses)
{
    bool got[4] = { true, false, false, true };
    ck_assert_status(rwk_mask_causal(got, SIZE_MAX, 2, 0), RWK_EOVERFLOW);
    ck_assert_status(rwk_mask_causal(got, 2, 2, SIZE_MAX - 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_mask_causal(got, 0, 2, 0), RWK_OK);
    ck_assert(got[0] && !got[1] && !got[2] && got[3]);
    ck_assert_status(rwk_mask_causal(got, 2, 2, SIZE_MAX - 2), RWK_OK);
    ck_assert(got[0] && got[1] && got[2] && got[3]);
}
END_TEST

START_TEST(test_check_finds_the_row_that_allows_nothing)
{
    const bool fine[6] = { 0, 0, 1, 1, 0, 0 }, first[6] = { 0, 0, 0, 1, 1, 1 }, last[6] = { 1, 1, 1, 0, 0, 0 };
    ck_assert_status(rwk_mask_check(fine, 2, 3), RWK_OK);
    ck_assert_status(rwk_mask_check(first, 2, 3), RWK_ENAN);
    ck_assert_status(rwk_mask_check(last, 2, 3), RWK_ENAN);
    ck_assert_status(rwk_mask_check(fine, 2, 0), RWK_ENAN);
    ck_assert_status(rwk_mask_check(fine, 0, 3), RWK_OK);
}
END_TEST

/* What is allowed keeps its bits and gets the weights of a softmax without the rest; the rest gets exactly 0. */
START_TEST(test_fill_is_a_softmax_without_the_masked)
{
    enum { N = 41 };
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 50; draw++) {
        double z[N], filled[N], a[N], few[N];
        bool allowed[N];
        size_t kept = 0;
        fill_random(z, N, &rng, RWK_F64);
        for (int j = 0; j < N; j++) {
            allowed[j] = j == draw % N || rwk_rng_uniform(&rng) < 0.4;
            filled[j] = z[j];
            if (allowed[j]) few[kept++] = z[j];
        }
        rwk_mask_fill(filled, allowed, N);
        rwk_softmax_rows(a, filled, 1, N);
        rwk_softmax_rows(few, few, 1, kept);
        kept = 0;
        for (int j = 0; j < N; j++) {
            ck_assert_same_bits(filled[j], allowed[j] ? z[j] : -INFINITY);
            ck_assert_same_bits(a[j], allowed[j] ? few[kept++] : 0);
        }
    }
}
END_TEST

START_TEST(test_a_row_of_nothing_is_nan)
{
    const bool allowed[3] = { false, false, false };
    double z[3] = { 0.41, -1.37, 2.385 };
    rwk_mask_fill(z, allowed, 3);
    rwk_softmax_rows(z, z, 1, 3);
    for (int j = 0; j < 3; j++) ck_assert(isnan(z[j]));
}
END_TEST

TEST_MAIN("mask", test_causal_by_hand, test_causal_is_a_lower_triangle, test_causal_statuses,
          test_check_finds_the_row_that_allows_nothing, test_fill_is_a_softmax_without_the_masked, test_a_row_of_nothing_is_nan)
