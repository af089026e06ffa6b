/* SPDX-License-Identifier: MIT */
/* Tests encodings/shaw: rows by hand, the index against a count of steps, Shaw's direction, statuses. */
#include "encodings/shaw.h"

#include "testing.h"

START_TEST(test_rows_by_hand)
{
    size_t rows = 137;
    ck_assert_status(rwk_shaw_rows(&rows, -4, 4), RWK_OK);
    ck_assert_uint_eq(rows, 9);
    ck_assert_status(rwk_shaw_rows(&rows, -512, 511), RWK_OK); /* DeBERTa, k = 512: 2k */
    ck_assert_uint_eq(rows, 1024);
    ck_assert_status(rwk_shaw_rows(&rows, 0, 0), RWK_OK);
    ck_assert_uint_eq(rows, 1);
    ck_assert_status(rwk_shaw_rows(&rows, -INT64_C(4294967294), INT64_C(4294967294)), RWK_OK);
    ck_assert(rows == (size_t)UINT64_C(8589934589));
}
END_TEST

/* By hand, clip -2 .. 1: m - n is 0, -3, 3, 0 for positions 5, 8; then a query at 6 with keys at 5, 8, -100. */
START_TEST(test_index_by_hand)
{
    const int64_t two[] = { 5, 8 }, one[] = { 6 }, keys[] = { 5, 8, -100 };
    const size_t want[] = { 2, 0, 3, 2 }, want_one[] = { 3, 0, 3 };
    size_t index[4];
    ck_assert_status(rwk_shaw_index(index, two, 2, two, 2, -2, 1), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_uint_eq(index[j], want[j]);
    ck_assert_status(rwk_shaw_index(index, one, 1, keys, 3, -2, 1), RWK_OK);
    for (int j = 0; j < 3; j++) ck_assert_uint_eq(index[j], want_one[j]);
}
END_TEST

/* The second route: how many of r_min + 1 .. r_max are at most m - n. */
START_TEST(test_index_counts_the_steps_below)
{
    enum { N_M = 41, N_N = 37 };
    int64_t m[N_M], n[N_N];
    size_t index[N_M * N_N], rows = 0;
    rwk_rng rng = { 2385 };
    for (int draw = 0; draw < 50; draw++) {
        const int64_t r_min = random_within(&rng, -30, 5), r_max = random_within(&rng, r_min, 35),
                      origin = random_within(&rng, -999, 999);
        for (int i = 0; i < N_M; i++) m[i] = origin + random_within(&rng, -40, 40);
        for (int j = 0; j < N_N; j++) n[j] = origin + random_within(&rng, -40, 40);
        ck_assert_status(rwk_shaw_index(index, m, N_M, n, N_N, r_min, r_max), RWK_OK);
        ck_assert_status(rwk_shaw_rows(&rows, r_min, r_max), RWK_OK);
        for (int i = 0; i < N_M; i++)
            for (int j = 0; j < N_N; j++) {
                size_t steps = 0;
                for (int64_t r = r_min + 1; r <= r_max; r++) steps += n[j] + r <= m[i];
                ck_assert_uint_eq(index[i * N_N + j], steps);
                ck_assert(steps < rows);
            }
    }
}
END_TEST

/* Shaw et al. clip key minus query: the same rows in opposite order. */
START_TEST(test_index_in_the_direction_of_shaw_is_reversed)
{
    enum { N = 24 };
    int64_t m[N], n[N];
    size_t s4[N * N], shaw[N * N], rows = 0;
    rwk_rng rng = { 137 };
    for (int i = 0; i < N; i++) m[i] = random_within(&rng, -20, 20), n[i] = random_within(&rng, -20, 20);
    ck_assert_status(rwk_shaw_index(s4, m, N, n, N, -7, 3), RWK_OK);
    ck_assert_status(rwk_shaw_index(shaw, n, N, m, N, -3, 7), RWK_OK); /* the "queries" of this call are the keys */
    ck_assert_status(rwk_shaw_rows(&rows, -7, 3), RWK_OK);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) ck_assert_uint_eq(s4[i * N + j], rows - 1 - shaw[j * N + i]);
}
END_TEST

START_TEST(test_index_reaches_the_farthest_positions)
{
    const int64_t m[] = { INT64_C(2147483647), -INT64_C(2147483647) };
    size_t index[4];
    ck_assert_status(rwk_shaw_index(index, m, 2, m, 2, -4, 4), RWK_OK);
    ck_assert(index[0] == 4 && index[1] == 8 && index[2] == 0 && index[3] == 4);
    ck_assert_status(rwk_shaw_index(index, m, 2, m, 2, -INT64_C(4294967294), INT64_C(4294967294)), RWK_OK);
    ck_assert(index[0] == (size_t)UINT64_C(4294967294) && index[1] == (size_t)UINT64_C(8589934588) && index[2] == 0);
}
END_TEST

START_TEST(test_statuses_leave_the_output_alone)
{
    const int64_t fine[] = { 0, 1 }, beyond[] = { 0, INT64_C(2147483648) }, below[] = { INT64_MIN, 0 };
    size_t rows = 137, index[4] = { 137, 137, 137, 137 };
    const int64_t ranges[][2] = {
        { 1, 0 }, { INT64_MAX, INT64_MIN }, { -INT64_C(4294967295), 0 }, { 0, INT64_C(4294967295) }, { INT64_MIN, INT64_MAX }
    };
    for (int k = 0; k < 5; k++) {
        ck_assert_status(rwk_shaw_rows(&rows, ranges[k][0], ranges[k][1]), RWK_ERANGE);
        ck_assert_status(rwk_shaw_index(index, fine, 2, fine, 2, ranges[k][0], ranges[k][1]), RWK_ERANGE);
    }
    ck_assert_status(rwk_shaw_index(index, beyond, 2, fine, 2, -4, 4), RWK_ERANGE);
    ck_assert_status(rwk_shaw_index(index, fine, 2, beyond, 2, -4, 4), RWK_ERANGE);
    ck_assert_status(rwk_shaw_index(index, below, 2, fine, 2, -4, 4), RWK_ERANGE);
    ck_assert_status(rwk_shaw_index(index, fine, 2, below, 2, -4, 4), RWK_ERANGE);
    ck_assert_status(rwk_shaw_index(index, fine, SIZE_MAX, fine, 2, -4, 4), RWK_EOVERFLOW);
    ck_assert_status(rwk_shaw_index(index, fine, SIZE_MAX / 8, fine, 2, -4, 4), RWK_EOVERFLOW);
    ck_assert_status(rwk_shaw_index(index, NULL, 0, NULL, 0, -4, 4), RWK_OK);
    ck_assert_uint_eq(rows, 137);
    for (int j = 0; j < 4; j++) ck_assert_uint_eq(index[j], 137);
}
END_TEST

TEST_MAIN("shaw", test_rows_by_hand, test_index_by_hand, test_index_counts_the_steps_below,
          test_index_in_the_direction_of_shaw_is_reversed, test_index_reaches_the_farthest_positions,
          test_statuses_leave_the_output_alone)
