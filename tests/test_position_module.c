/* SPDX-License-Identifier: MIT */
/* Tests encodings/position_module: look up, add, slice and drop out, and every refusal. */
#include "encodings/position_module.h"

#include "testing.h"

enum { BATCH = 3, SEQ = 5, D = 4, N = BATCH * SEQ * D, ROWS = 9 };

static void fill(double x[], double pe[], uint64_t seed)
{
    rwk_rng rng = { seed };
    fill_random(x, N, &rng, RWK_F64);
    fill_random(pe, ROWS * D, &rng, RWK_F64);
}

START_TEST(test_position_module_adds_the_first_rows_to_every_batch)
{
    double x[N], pe[ROWS * D], y[N];
    fill(x, pe, 41);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, 0, 137), RWK_OK);
    for (int b = 0; b < BATCH; b++)
        for (int t = 0; t < SEQ; t++)
            for (int j = 0; j < D; j++) ck_assert_same_bits(y[(b * SEQ + t) * D + j], x[(b * SEQ + t) * D + j] + pe[t * D + j]);
}
END_TEST

/* What survives is scaled by 1/(1 - p), the rest is 0; the mask is that of the seed. */
START_TEST(test_position_module_drops_and_scales_by_seed)
{
    const double p = 0.25; /* 1/(1 - p) = 4/3 */
    double x[N], pe[ROWS * D], y[N], again[N], other[N], mask[N];
    int dropped = 0;
    fill(x, pe, 42);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, p, 137), RWK_OK);
    ck_assert_status(rwk_position_module(again, x, BATCH, SEQ, D, pe, ROWS, p, 137), RWK_OK);
    ck_assert_status(rwk_position_module(other, x, BATCH, SEQ, D, pe, ROWS, p, 138), RWK_OK);
    ck_assert_mem_eq(y, again, sizeof y);
    ck_assert_mem_ne(y, other, sizeof y);
    rwk_dropout_mask(mask, N, p, 137);
    for (int j = 0; j < N; j++) {
        const double sum = x[j] + pe[j % (SEQ * D)];
        dropped += mask[j] == 0;
        if (mask[j] == 0) ck_assert(y[j] == 0);
        else ck_assert_ulp(y[j], sum * 4 / 3, RWK_F64, 2);
    }
    ck_assert(dropped > 3 && dropped < 30); /* of 60, expected 15 */
}
END_TEST

START_TEST(test_position_module_in_place)
{
    double x[N], pe[ROWS * D], y[N];
    fill(x, pe, 43);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, 0.5, 9), RWK_OK);
    ck_assert_status(rwk_position_module(x, x, BATCH, SEQ, D, pe, ROWS, 0.5, 9), RWK_OK);
    ck_assert_mem_eq(x, y, sizeof x);
}
END_TEST

START_TEST(test_position_module_statuses_leave_the_output_alone)
{
    double x[N], pe[ROWS * D], y[N];
    fill(x, pe, 44);
    fill_untouched(y, N);
    ck_assert_status(rwk_position_module(y, x, 1, 196, D, pe, 100, 0, 1), RWK_ESHAPE); /* S3's own case */
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, SEQ - 1, 0, 1), RWK_ESHAPE);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, 1, 1), RWK_ERANGE);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, -0.1, 1), RWK_ERANGE);
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, NAN, 1), RWK_ENAN);
    ck_assert_status(rwk_position_module(y, x, SIZE_MAX, SEQ, D, pe, ROWS, 0, 1), RWK_EOVERFLOW);
    pe[SEQ * D] = NAN; /* a row that is not used */
    double z[N];
    ck_assert_status(rwk_position_module(z, x, BATCH, SEQ, D, pe, ROWS, 0, 1), RWK_OK);
    pe[SEQ * D - 1] = NAN;
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, 0, 1), RWK_ENAN);
    pe[SEQ * D - 1] = 0;
    ck_assert_status(rwk_position_module(y, x, 1, SEQ, SIZE_MAX / 4, pe, ROWS, 0, 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_position_module(y, x, SIZE_MAX / 8 / SEQ / D + 1, SEQ, D, pe, ROWS, 0, 1), RWK_EOVERFLOW);
    x[N - 1] = NAN;
    ck_assert_status(rwk_position_module(y, x, BATCH, SEQ, D, pe, ROWS, 0, 1), RWK_ENAN);
    ck_assert_status(rwk_position_module(y, x, 0, SEQ, D, pe, ROWS, 0, 1), RWK_OK);
    ck_assert(is_untouched(y, N));
}
END_TEST

START_TEST(test_lookup_copies_rows)
{
    enum { WIDTH = 6, LENGTH = 200 };
    static double pe[LENGTH * WIDTH];
    double out[4 * WIDTH];
    const int64_t positions[] = { 137, 0, 41, 199 };
    for (int j = 0; j < LENGTH * WIDTH; j++) pe[j] = 2.385 * j;
    ck_assert_status(rwk_position_lookup(out, pe, LENGTH, WIDTH, positions, 4), RWK_OK);
    for (int r = 0; r < 4; r++)
        for (int j = 0; j < WIDTH; j++) ck_assert_same_bits(out[r * WIDTH + j], 2.385 * (double)(positions[r] * WIDTH + j));
}
END_TEST

START_TEST(test_lookup_statuses_leave_the_output_alone)
{
    double pe[8] = { 0 }, out[8];
    const int64_t beyond[] = { 0, 4 }, negative[] = { 3, -1 }, least[] = { INT64_MIN, 0 }, fine[] = { 0, 3 };
    fill_untouched(out, 8);
    ck_assert_status(rwk_position_lookup(out, pe, 4, 2, beyond, 2), RWK_ERANGE);
    ck_assert_status(rwk_position_lookup(out, pe, 4, 2, negative, 2), RWK_ERANGE);
    ck_assert_status(rwk_position_lookup(out, pe, 4, 2, least, 2), RWK_ERANGE);
    ck_assert_status(rwk_position_lookup(out, pe, 4, SIZE_MAX / 2, fine, 3), RWK_EOVERFLOW);
    ck_assert_status(rwk_position_lookup(out, pe, 4, SIZE_MAX / 8, fine, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_position_lookup(out, pe, 4, 2, NULL, 0), RWK_OK);
    ck_assert(is_untouched(out, 8));
}
END_TEST

/* Row by row against the lookup, also in place. */
START_TEST(test_add_is_lookup_and_sum)
{
    double x[N], pe[ROWS * D], y[4 * D], rows[4 * D];
    const int64_t positions[] = { 8, 0, 4, 8 };
    fill(x, pe, 45);
    ck_assert_status(rwk_position_lookup(rows, pe, ROWS, D, positions, 4), RWK_OK);
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, positions, 4), RWK_OK);
    for (int j = 0; j < 4 * D; j++) ck_assert_same_bits(y[j], x[j] + rows[j]);
    ck_assert_status(rwk_position_add(x, x, pe, ROWS, D, positions, 4), RWK_OK);
    ck_assert_mem_eq(x, y, sizeof y);
}
END_TEST

START_TEST(test_add_statuses_leave_the_output_alone)
{
    double x[2 * D] = { 0 }, pe[ROWS * D] = { 0 }, y[2 * D];
    const int64_t beyond[] = { 0, ROWS }, negative[] = { 3, -1 }, fine[] = { 0, 3 };
    fill_untouched(y, 2 * D);
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, beyond, 2), RWK_ERANGE);
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, negative, 2), RWK_ERANGE);
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, SIZE_MAX / 2, fine, 3), RWK_EOVERFLOW);
    pe[3 * D] = NAN;
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, fine, 2), RWK_ENAN);
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, fine, 0), RWK_OK);
    ck_assert(is_untouched(y, 2 * D));
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, fine, 1), RWK_OK); /* the row with NaN is not used */
    fill_untouched(y, 2 * D);
    x[D - 1] = NAN;
    ck_assert_status(rwk_position_add(y, x, pe, ROWS, D, fine, 1), RWK_ENAN);
    ck_assert(is_untouched(y, 2 * D));
}
END_TEST

TEST_MAIN("position_module", test_lookup_copies_rows, test_lookup_statuses_leave_the_output_alone, test_add_is_lookup_and_sum,
          test_add_statuses_leave_the_output_alone, test_position_module_adds_the_first_rows_to_every_batch,
          test_position_module_drops_and_scales_by_seed, test_position_module_in_place,
          test_position_module_statuses_leave_the_output_alone)
