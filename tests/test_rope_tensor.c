/* SPDX-License-Identifier: MIT */
/* Tests encodings/rope_tensor: both axis orders, the offset of cached decoding, dtypes, and every refusal. */
#include "encodings/rope_tensor.h"

#include "testing.h"

enum { BATCH = 2, SEQ = 5, HEADS = 3, HEAD_DIM = 14, PAIRS = 6, ELEMENTS = BATCH * SEQ * HEADS * HEAD_DIM, START = 130 };

static const rwk_shape BSHD = { BATCH, SEQ, HEADS, HEAD_DIM, RWK_BSHD }, BHSD = { BATCH, SEQ, HEADS, HEAD_DIM, RWK_BHSD };

static rwk_table table_of(size_t n_pos, rwk_dtype dtype)
{
    const rwk_config config = rwk_config_plain(2 * PAIRS, 2385);
    rwk_truth *truth;
    rwk_table table = { 0 };
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_table_init(&table, truth, START, n_pos, dtype), RWK_OK);
    rwk_truth_free(truth);
    return table;
}

/* Element (b, t, h, j) of a tensor in each order, from the definition of row-major. */
static size_t at_bshd(size_t b, size_t t, size_t h, size_t j) { return ((b * SEQ + t) * HEADS + h) * HEAD_DIM + j; }
static size_t at_bhsd(size_t b, size_t t, size_t h, size_t j) { return ((b * HEADS + h) * SEQ + t) * HEAD_DIM + j; }

static void transpose(double bhsd[], const double bshd[])
{
    for (size_t b = 0; b < BATCH; b++)
        for (size_t t = 0; t < SEQ; t++)
            for (size_t h = 0; h < HEADS; h++)
                for (size_t j = 0; j < HEAD_DIM; j++) bhsd[at_bhsd(b, t, h, j)] = bshd[at_bshd(b, t, h, j)];
}

START_TEST(test_rope_tensor_is_the_single_vector_at_every_index)
{
    double x[ELEMENTS], y[ELEMENTS], want[HEAD_DIM];
    rwk_rng rng = { 41 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        rwk_table table = table_of(SEQ + 9, (rwk_dtype)d);
        fill_random(x, ELEMENTS, &rng, (rwk_dtype)d);
        ck_assert_status(rwk_rope_tensor(y, x, &BSHD, (rwk_dtype)d, &table, START + 7, rwk_rope_half_split), RWK_OK);
        for (size_t b = 0; b < BATCH; b++)
            for (size_t t = 0; t < SEQ; t++)
                for (size_t h = 0; h < HEADS; h++) {
                    const double *c = table.cos + (7 + t) * PAIRS, *s = table.sin + (7 + t) * PAIRS;
                    rwk_rope_half_split(want, x + at_bshd(b, t, h, 0), HEAD_DIM, 2 * PAIRS, c, s, (rwk_dtype)d);
                    ck_assert_mem_eq(y + at_bshd(b, t, h, 0), want, sizeof want);
                }
        rwk_table_clear(&table);
    }
}
END_TEST

START_TEST(test_rope_tensor_axis_orders_are_transposes)
{
    static double x[ELEMENTS], y[ELEMENTS], tx[ELEMENTS], ty[ELEMENTS], want[ELEMENTS];
    rwk_rng rng = { 137 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        rwk_table table = table_of(SEQ, (rwk_dtype)d);
        fill_random(x, ELEMENTS, &rng, (rwk_dtype)d);
        transpose(tx, x);
        ck_assert_status(rwk_rope_tensor(y, x, &BSHD, (rwk_dtype)d, &table, START, rwk_rope_interleaved), RWK_OK);
        ck_assert_status(rwk_rope_tensor(ty, tx, &BHSD, (rwk_dtype)d, &table, START, rwk_rope_interleaved), RWK_OK);
        transpose(want, y);
        ck_assert_mem_eq(ty, want, sizeof want);
        ck_assert_status(rwk_rope_tensor(tx, tx, &BHSD, (rwk_dtype)d, &table, START, rwk_rope_interleaved), RWK_OK);
        ck_assert_mem_eq(tx, want, sizeof want); /* in place */
        rwk_table_clear(&table);
    }
}
END_TEST

/* One token with offset = its position is the row of the full pass. */
START_TEST(test_rope_tensor_decode_step_is_a_row_of_the_full_pass)
{
    const rwk_shape full = { 1, SEQ, HEADS, HEAD_DIM, RWK_BSHD }, step = { 1, 1, HEADS, HEAD_DIM, RWK_BHSD };
    enum { ROW = HEADS * HEAD_DIM };
    double x[SEQ * ROW], y[SEQ * ROW], one[ROW];
    rwk_rng rng = { 2385 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        rwk_table table = table_of(SEQ + 11, (rwk_dtype)d);
        fill_random(x, SEQ * ROW, &rng, (rwk_dtype)d);
        ck_assert_status(rwk_rope_tensor(y, x, &full, (rwk_dtype)d, &table, START + 11, rwk_rope_interleaved), RWK_OK);
        for (size_t t = 0; t < SEQ; t++) {
            ck_assert_status(
                rwk_rope_tensor(one, x + t * ROW, &step, (rwk_dtype)d, &table, START + 11 + (int64_t)t, rwk_rope_interleaved),
                RWK_OK);
            ck_assert_mem_eq(one, y + t * ROW, sizeof one);
        }
        rwk_table_clear(&table);
    }
}
END_TEST

/* bf16 in, f32 table: rotated in float, then rounded once. */
START_TEST(test_rope_tensor_wider_table_rounds_once_at_the_end)
{
    double x[ELEMENTS], y[ELEMENTS], narrow[ELEMENTS];
    rwk_rng rng = { 7 };
    rwk_table table = table_of(SEQ, RWK_F32), small = table_of(SEQ, RWK_BF16);
    fill_random(x, ELEMENTS, &rng, RWK_BF16);
    ck_assert_status(rwk_rope_tensor(y, x, &BSHD, RWK_BF16, &table, START, rwk_rope_interleaved), RWK_OK);
    ck_assert_status(rwk_rope_tensor(narrow, x, &BSHD, RWK_BF16, &small, START, rwk_rope_interleaved), RWK_OK);
    ck_assert_status(rwk_check_dtype(y, ELEMENTS, RWK_BF16), RWK_OK);
    ck_assert_mem_ne(y, narrow, sizeof y);
    for (size_t t = 0; t < SEQ; t++)
        for (size_t i = 0; i < PAIRS; i++) {
            const size_t p = at_bshd(1, t, 2, 2 * i);
            const float c = (float)table.cos[t * PAIRS + i], s = (float)table.sin[t * PAIRS + i];
            const float x0 = (float)x[p], x1 = (float)x[p + 1], y0 = x0 * c - x1 * s, y1 = x0 * s + x1 * c;
            ck_assert_same_bits(y[p], rwk_round((double)y0, RWK_BF16));
            ck_assert_same_bits(y[p + 1], rwk_round((double)y1, RWK_BF16));
        }
    rwk_table_clear(&table), rwk_table_clear(&small);
}
END_TEST

START_TEST(test_rope_tensor_of_nothing_is_ok)
{
    const rwk_shape none[] = { { 0, SEQ, HEADS, HEAD_DIM, RWK_BSHD },
                               { BATCH, 0, HEADS, HEAD_DIM, RWK_BHSD },
                               { BATCH, SEQ, 0, HEAD_DIM, RWK_BSHD } };
    rwk_table table = table_of(SEQ, RWK_F64);
    double y = UNTOUCHED;
    for (int k = 0; k < 3; k++)
        ck_assert_status(rwk_rope_tensor(&y, &y, &none[k], RWK_F64, &table, START, rwk_rope_interleaved), RWK_OK);
    ck_assert(is_untouched(&y, 1));
    rwk_table_clear(&table);
}
END_TEST

static void assert_refused(const double x[], const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table, int64_t offset,
                           rwk_status want)
{
    static double y[ELEMENTS];
    fill_untouched(y, ELEMENTS);
    ck_assert_status(rwk_rope_tensor(y, x, shape, dtype, table, offset, rwk_rope_interleaved), want);
    ck_assert(is_untouched(y, ELEMENTS));
}

START_TEST(test_rope_tensor_statuses_leave_the_output_alone)
{
    double x[ELEMENTS] = { 0 };
    rwk_table table = table_of(SEQ + 2, RWK_F32);
    const rwk_shape huge = { SIZE_MAX / 2, SEQ, HEADS, HEAD_DIM, RWK_BSHD },
                    narrow = { BATCH, SEQ, HEADS, 2 * PAIRS - 2, RWK_BSHD };
    assert_refused(x, &huge, RWK_F32, &table, START, RWK_EOVERFLOW);
    assert_refused(x, &narrow, RWK_F32, &table, START, RWK_ESHAPE);
    const int64_t outside[] = { -1,        0,        START - 1, START + 3, START + SEQ + 2, START + SEQ + 3, RWK_MAX_POSITION,
                                INT64_MAX, INT64_MIN };
    for (int k = 0; k < 9; k++) assert_refused(x, &BSHD, RWK_F32, &table, outside[k], RWK_ESHAPE);
    x[ELEMENTS - 1] = NAN;
    assert_refused(x, &BSHD, RWK_F32, &table, START, RWK_ENAN);
    x[ELEMENTS - 1] = 2.385; /* no number of f32 */
    assert_refused(x, &BSHD, RWK_F32, &table, START, RWK_EDTYPE);
    assert_refused(x, &BSHD, RWK_F64, &table, START, RWK_EDTYPE); /* nor of the table's dtype */
    x[ELEMENTS - 1] = 257;
    assert_refused(x, &BSHD, RWK_BF16, &table, START, RWK_EDTYPE);
    rwk_table_clear(&table);
}
END_TEST

START_TEST(test_rope_tensor_statuses_of_a_table_without_pairs)
{
    const double x[ELEMENTS] = { 0 };
    double none = 0;
    const rwk_table empty = { .cos = &none, .sin = &none, .n_pos = SEQ, .n_pairs = 0, .start = START, .dtype = RWK_F64 };
    assert_refused(x, &BSHD, RWK_F64, &empty, START, RWK_EODD);
}
END_TEST

/* A NaN in a later row must be found before the first row is written. */
START_TEST(test_rope_tensor_nan_in_the_table_leaves_the_output_alone)
{
    const double x[ELEMENTS] = { 0 };
    rwk_table table = table_of(SEQ, RWK_F64);
    table.cos[3 * PAIRS + 1] = NAN;
    assert_refused(x, &BSHD, RWK_F64, &table, START, RWK_ENAN);
    rwk_table_clear(&table);
}
END_TEST

START_TEST(test_shape_elements)
{
    size_t n = 137;
    ck_assert_status(rwk_shape_elements(&n, &BHSD), RWK_OK);
    ck_assert_uint_eq(n, 420); /* 2 * 5 * 3 * 14 by hand */
    const rwk_shape most = { 1, 1, 1, SIZE_MAX / 8, RWK_BSHD };
    ck_assert_status(rwk_shape_elements(&n, &most), RWK_OK);
    ck_assert_uint_eq(n, SIZE_MAX / 8);
    const size_t big = (size_t)1 << 31;
    const rwk_shape over[] = { { 1, 1, 1, SIZE_MAX / 8 + 1, RWK_BSHD }, { big, big, 4, 1, RWK_BSHD },
                               { SIZE_MAX, 2, 1, 1, RWK_BHSD },         { 1, SIZE_MAX, 2, 1, RWK_BSHD },
                               { 1, 1, SIZE_MAX, 2, RWK_BSHD },         { big, big, 1, 1, RWK_BSHD } };
    n = 137;
    for (int k = 0; k < 6; k++) ck_assert_status(rwk_shape_elements(&n, &over[k]), RWK_EOVERFLOW);
    ck_assert_uint_eq(n, 137);
}
END_TEST

TEST_MAIN("rope_tensor", test_rope_tensor_is_the_single_vector_at_every_index, test_rope_tensor_axis_orders_are_transposes,
          test_rope_tensor_decode_step_is_a_row_of_the_full_pass, test_rope_tensor_wider_table_rounds_once_at_the_end,
          test_rope_tensor_of_nothing_is_ok, test_rope_tensor_statuses_leave_the_output_alone,
          test_rope_tensor_statuses_of_a_table_without_pairs, test_rope_tensor_nan_in_the_table_leaves_the_output_alone,
          test_shape_elements)
