/* SPDX-License-Identifier: MIT */
/* Tests formats/positions: ranges as Python has them, the ladder, files of positions, and what is refused. */
#define _POSIX_C_SOURCE 200809L
#include "formats/positions.h"

#include "config/config.h"
#include "formats/npy.h"
#include "testing.h"

static rwk_positions positions_of(const char *text, int64_t context)
{
    rwk_positions p = { 0 };
    rwk_diag diag = { 0 };
    if (rwk_positions_parse(&p, text, context, &diag) != RWK_OK) ck_abort_msg("%s: %s", text, diag.text);
    if (diag.text[0]) ck_abort_msg("%s: accepted, with the reason \"%s\"", text, diag.text);
    return p;
}

/* All rows of one axis, as Python's list(…) would print them. */
static void assert_rows(const char *text, int64_t context, const char *want)
{
    char got[1024] = "";
    rwk_positions p = positions_of(text, context);
    ck_assert_uint_eq(p.n_axes, 1);
    for (size_t row = 0; row < p.n; row++) {
        int64_t m = 0;
        rwk_positions_at(&m, &p, row);
        snprintf(got + strlen(got), sizeof got - strlen(got), "%lld ", (long long)m);
    }
    if (strcmp(got, want) != 0) ck_abort_msg("%s: got %s, want %s", text, got, want);
    rwk_positions_clear(&p);
}

START_TEST(test_lists_and_ranges)
{
    assert_rows("7", 0, "7 ");
    assert_rows("-0", 0, "0 ");
    assert_rows("007", 0, "7 ");
    assert_rows("0:3", 0, "0 1 2 ");
    assert_rows("-2:2:1", 0, "-2 -1 0 1 ");
    assert_rows("0:10:4", 0, "0 4 8 ");
    assert_rows("0:8:4", 0, "0 4 ");
    assert_rows("0:9:4", 0, "0 4 8 ");
    assert_rows("10:0:-4", 0, "10 6 2 ");
    assert_rows("10:2:-4", 0, "10 6 ");
    assert_rows("10:1:-4", 0, "10 6 2 ");
    assert_rows("2:-3:-1", 0, "2 1 0 -1 -2 ");
    assert_rows("5:6:1000", 0, "5 ");
    assert_rows("1,7,100:103,-5,7", 0, "1 7 100 101 102 -5 7 ");
    assert_rows("3:3,5:1,7,1:5:-1,9:9", 0, "7 ");
    assert_rows("0:2,3:3,4:6", 0, "0 1 4 5 ");
}
END_TEST

START_TEST(test_the_largest_positions)
{
    assert_rows("2147483647,-2147483647", 0, "2147483647 -2147483647 ");
    assert_rows("2147483645:2147483648", 0, "2147483645 2147483646 2147483647 ");
    assert_rows("-2147483646:-2147483648:-1", 0, "-2147483646 -2147483647 ");
    assert_rows("2147483647:-2147483648:-2147483647", 0, "2147483647 0 -2147483647 ");
    assert_rows("0:2147483648:2147483648", 0, "0 ");
    assert_rows("-2147483648:-2147483648,1", 0, "1 "); /* an empty range has no position that could be too large */
}
END_TEST

/* Four thousand million rows cost the memory of one. */
START_TEST(test_a_range_stays_a_range)
{
    int64_t m;
    rwk_positions p = positions_of("-2147483647:2147483648,5", 0);
    ck_assert_uint_eq(p.n, (size_t)4294967295 + 1);
    ck_assert_uint_eq(p.n_ranges, 2);
    ck_assert_ptr_null(p.values);
    rwk_positions_at(&m, &p, 0);
    ck_assert_int_eq(m, -2147483647);
    rwk_positions_at(&m, &p, 4294967294);
    ck_assert_int_eq(m, 2147483647);
    rwk_positions_at(&m, &p, 4294967295);
    ck_assert_int_eq(m, 5);
    rwk_positions_clear(&p);
}
END_TEST

/* ---- the ladder ---- */

#define LOW    "0 1 2 3 4 8 16 32 64 128 255 256 257 259 512 1024 2047 2048 2049 "
#define MIDDLE "4095 4096 8191 8192 16384 32767 32768 65504 65519 65520 65536 131071 "

START_TEST(test_the_ladder_ends_below_the_context)
{
    assert_rows("@ladder", 0, LOW MIDDLE);
    assert_rows("@ladder", 131072, LOW MIDDLE);
    assert_rows("@ladder", 131073, LOW MIDDLE "131072 ");
    assert_rows("@ladder", 4096, LOW "4095 ");
    assert_rows("@ladder", 4095, LOW);
    assert_rows("@ladder", 4097, LOW "4095 4096 ");
    assert_rows("@ladder", 1, "0 ");
    assert_rows("@ladder", 2, "0 1 ");
    assert_rows("@ladder", 256, "0 1 2 3 4 8 16 32 64 128 255 ");
    assert_rows("@ladder", 1048576, LOW MIDDLE "131072 262143 262144 524288 1048575 ");
    assert_rows("@ladder", INT64_C(1) << 31,
                LOW MIDDLE "131072 262143 262144 524288 1048575 1048576 2097152 4194304 8388608 16777216 "
                           "33554432 67108864 134217728 268435456 536870912 1073741824 ");
}
END_TEST

/* ---- files ---- */

static char path[64];

static void put_npy(rwk_element element, const size_t shape[], size_t n_dims, const unsigned char *bytes, size_t size)
{
    if (path[0]) remove(path + 1);
    strcpy(path, "@/tmp/ropewalk-test-positions-XXXXXX");
    const int fd = mkstemp(path + 1);
    ck_assert_int_ge(fd, 0);
    FILE *out = fopen(path + 1, "wb");
    ck_assert_status(rwk_npy_put_header(out, element, shape, n_dims, NULL), RWK_OK);
    ck_assert_uint_eq(fwrite(bytes, 1, size, out), size);
    fclose(out);
}

static void put_i64(const int64_t values[], const size_t shape[], size_t n_dims, size_t n)
{
    unsigned char bytes[8 * 16];
    rwk_pack_i64(bytes, values, n);
    put_npy(RWK_ELEMENT_I64, shape, n_dims, bytes, 8 * n);
}

START_TEST(test_a_file_of_one_axis)
{
    const int64_t values[] = { 7, -5, RWK_MAX_POSITION, -RWK_MAX_POSITION, 7 };
    put_i64(values, (const size_t[]){ 5 }, 1, 5);
    assert_rows(path, 3, "7 -5 2147483647 -2147483647 7 ");
    put_i64(values, (const size_t[]){ 1, 5 }, 2, 5);
    assert_rows(path, 0, "7 -5 2147483647 -2147483647 7 ");
    remove(path + 1);
}
END_TEST

START_TEST(test_a_file_of_several_axes)
{
    const int64_t values[] = { 1, 2, 30, 40, 500, 600 };
    int64_t m[3];
    put_i64(values, (const size_t[]){ 3, 2 }, 2, 6);
    rwk_positions p = positions_of(path, 0);
    ck_assert_uint_eq(p.n_axes, 3);
    ck_assert_uint_eq(p.n, 2);
    rwk_positions_at(m, &p, 0);
    ck_assert(m[0] == 1 && m[1] == 30 && m[2] == 500);
    rwk_positions_at(m, &p, 1);
    ck_assert(m[0] == 2 && m[1] == 40 && m[2] == 600);
    rwk_positions_clear(&p);
    rwk_positions_clear(&p);
    ck_assert(!p.ranges && !p.values && p.n == 0);
    remove(path + 1);
}
END_TEST

START_TEST(test_a_file_of_32_bits)
{
    const unsigned char bytes[] = { 7, 0, 0, 0, 0xfb, 0xff, 0xff, 0xff };
    put_npy(RWK_ELEMENT_I32, (const size_t[]){ 2 }, 1, bytes, 8);
    assert_rows(path, 0, "7 -5 ");
    remove(path + 1);
}
END_TEST

/* ---- what is refused ---- */

static void assert_refused(const char *text, rwk_status want, const char *reason)
{
    rwk_positions p, before;
    rwk_diag diag = { 0 };
    memset(&p, 0xa5, sizeof p);
    memcpy(&before, &p, sizeof p);
    const rwk_status got = rwk_positions_parse(&p, text, 0, &diag);
    if (got != want || !strstr(diag.text, reason)) ck_abort_msg("%s: got \"%s\": %s", text, rwk_strerror(got), diag.text);
    ck_assert_mem_eq(&p, &before, sizeof p);
    ck_assert_status(rwk_positions_parse(&p, text, 0, NULL), want);
}

START_TEST(test_text_that_is_no_position)
{
    const char *const bad[] = { "",
                                ",",
                                "1,",
                                ":",
                                ":5",
                                "5:",
                                "0:5:",
                                "0::2",
                                "0:5:0",
                                "0:5:1:1",
                                "1.5",
                                "1e3",
                                "0x10",
                                "+5",
                                " 5",
                                "5 ",
                                "5: 6",
                                "a",
                                "--5",
                                "-",
                                "5:-",
                                "ladder",
                                "1;2",
                                "1:2,",
                                "2147483648",
                                "-2147483648",
                                "0:2147483649",
                                "-2147483648:0",
                                "2147483647:2147483650",
                                "5:-2147483649:-2147483648",
                                "99999999999999999999",
                                "0:1:99999999999999999999" };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) assert_refused(bad[k], RWK_EPARSE, "positions: \"");
    assert_refused("1,2,x7,3", RWK_EPARSE, "positions: \"x7\": expected");
    assert_refused("5:5", RWK_ERANGE, "positions: 5:5: expected at least one position");
    assert_refused("1:5:-1,3:3", RWK_ERANGE, "positions: 1:5:-1,3:3: expected at least one position");
}
END_TEST

START_TEST(test_files_that_are_refused)
{
    const int64_t far[] = { 1, INT64_C(1) << 31, 2 }, near[] = { 1, 2, -(INT64_C(1) << 31) }, least[] = { INT64_MIN };
    const unsigned char floats[8] = { 0 };
    put_i64(far, (const size_t[]){ 3 }, 1, 3);
    assert_refused(path, RWK_ERANGE, "item 1: 2147483648: expected a position within +-(2^31 - 1)");
    put_i64(near, (const size_t[]){ 3, 1 }, 2, 3);
    assert_refused(path, RWK_ERANGE, "item 2: -2147483648: expected");
    put_i64(least, (const size_t[]){ 1 }, 1, 1);
    assert_refused(path, RWK_ERANGE, "item 0: -9223372036854775808");
    put_i64(far, (const size_t[]){ 1, 1, 1 }, 3, 1);
    assert_refused(path, RWK_EPARSE, "of shape [seq] or [axes, seq]");
    put_i64(far, NULL, 0, 1);
    assert_refused(path, RWK_EPARSE, "of shape [seq] or [axes, seq]");
    put_i64(far, (const size_t[]){ 0 }, 1, 0);
    assert_refused(path, RWK_ERANGE, "expected at least one position");
    put_i64(far, (const size_t[]){ 0, 3 }, 2, 0);
    assert_refused(path, RWK_ERANGE, "expected at least one position");
    put_npy(RWK_ELEMENT_F64, (const size_t[]){ 1 }, 1, floats, 8);
    assert_refused(path, RWK_EPARSE, "expected whole numbers (int64)");
    put_npy(RWK_ELEMENT_I64, (const size_t[]){ 2 }, 1, floats, 8);
    assert_refused(path, RWK_EPARSE, path + 1); /* cut short */
    remove(path + 1);
    assert_refused(path, RWK_EOPEN, "No such file");
    assert_refused("@/tmp", RWK_EOPEN, "is a folder");
}
END_TEST

START_TEST(test_too_many_fields)
{
    const size_t fields = (1 << 20) + 1;
    char *text = malloc(2 * fields);
    for (size_t k = 0; k < fields; k++) text[2 * k] = '7', text[2 * k + 1] = ',';
    text[2 * fields - 1] = '\0';
    assert_refused(text, RWK_ERANGE, "more than 1048576 fields; use @FILE.npy");
    text[2 * fields - 3] = '\0';
    rwk_positions p = positions_of(text, 0);
    ck_assert_uint_eq(p.n, fields - 1);
    rwk_positions_clear(&p);
    free(text);
}
END_TEST

TEST_MAIN("positions", test_lists_and_ranges, test_the_largest_positions, test_a_range_stays_a_range,
          test_the_ladder_ends_below_the_context, test_a_file_of_one_axis, test_a_file_of_several_axes, test_a_file_of_32_bits,
          test_text_that_is_no_position, test_files_that_are_refused, test_too_many_fields)
