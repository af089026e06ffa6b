/* SPDX-License-Identifier: MIT */
/* Tests formats/tensor and tensor_file: bytes by hand, every 16-bit pattern, sizes that overflow, which format a file has. */
#define _XOPEN_SOURCE 700
#include "formats/tensor.h"

#include <unistd.h>

#include "formats/npy.h"
#include "formats/tensor_file.h"
#include "testing.h"

static rwk_tensor viewed(rwk_element element, size_t n, const unsigned char *data)
{
    rwk_tensor tensor = { 0 };
    ck_assert_status(rwk_tensor_view(&tensor, element, &n, 1, data), RWK_OK);
    return tensor;
}

START_TEST(test_elements_have_names_sizes_and_dtypes)
{
    const struct {
        const char *name;
        size_t size;
        int dtype; /* -1: none */
    } want[] = { { "F64", 8, RWK_F64 }, { "F32", 4, RWK_F32 }, { "BF16", 2, RWK_BF16 },
                 { "F16", 2, RWK_F16 }, { "I64", 8, -1 },      { "I32", 4, -1 } };
    for (int k = 0; k < RWK_N_ELEMENTS; k++) {
        const rwk_element element = (rwk_element)k;
        rwk_element found = RWK_ELEMENT_F64;
        rwk_dtype dtype = RWK_F64;
        ck_assert_str_eq(rwk_element_name(element), want[k].name);
        ck_assert_uint_eq(rwk_element_size(element), want[k].size);
        ck_assert(rwk_element_find(&found, want[k].name));
        ck_assert_int_eq(found, element);
        ck_assert_int_eq(rwk_element_dtype(&dtype, element), want[k].dtype >= 0);
        if (want[k].dtype < 0) continue;
        ck_assert_int_eq((int)dtype, want[k].dtype);
        ck_assert_int_eq(rwk_element_of(dtype), element);
    }
}
END_TEST

START_TEST(test_elements_that_are_none_leave_the_outputs_alone)
{
    const char *const none[] = { "", "f32", "F3", "F321", "I8", "U64", "BOOL", "F8_E4M3" };
    rwk_element element = RWK_ELEMENT_I32;
    rwk_dtype dtype = RWK_F16;
    for (size_t k = 0; k < sizeof none / sizeof none[0]; k++) ck_assert(!rwk_element_find(&element, none[k]));
    ck_assert(!rwk_element_dtype(&dtype, RWK_ELEMENT_I64) && !rwk_element_dtype(&dtype, RWK_ELEMENT_I32));
    ck_assert_int_eq(element, RWK_ELEMENT_I32);
    ck_assert_int_eq(dtype, RWK_F16);
}
END_TEST

/* By hand: 2.385 as Python's struct packs it, behind one byte that makes everything unaligned. */
START_TEST(test_values_of_literals_unaligned)
{
    const unsigned char f64[] = { 0xee, 0x14, 0xae, 0x47, 0xe1, 0x7a, 0x14, 0x03, 0x40 };
    const unsigned char f32[] = { 0xee, 0xd7, 0xa3, 0x18, 0x40, 0x01, 0x00, 0x00, 0x80 };
    const unsigned char bf16[] = { 0xee, 0x19, 0x40, 0x80, 0xff }, f16[] = { 0xee, 0xc5, 0x40, 0x00, 0xfc, 0x01, 0x7c };
    rwk_tensor t = viewed(RWK_ELEMENT_F64, 1, f64 + 1);
    ck_assert_same_bits(rwk_tensor_value(&t, 0), 2.385);
    t = viewed(RWK_ELEMENT_F32, 2, f32 + 1);
    ck_assert_same_bits(rwk_tensor_value(&t, 0), (double)2.385f);
    ck_assert_same_bits(rwk_tensor_value(&t, 1), -0x1p-149);
    t = viewed(RWK_ELEMENT_BF16, 2, bf16 + 1);
    ck_assert_same_bits(rwk_tensor_value(&t, 0), 2.390625);
    ck_assert_same_bits(rwk_tensor_value(&t, 1), -INFINITY);
    t = viewed(RWK_ELEMENT_F16, 3, f16 + 1);
    ck_assert_same_bits(rwk_tensor_value(&t, 0), 2.384765625);
    ck_assert_same_bits(rwk_tensor_value(&t, 1), -INFINITY);
    ck_assert(isnan(rwk_tensor_value(&t, 2)));
}
END_TEST

/* Every bit pattern of bf16 and f16, and many of f32 and f64, at once and unaligned: what rwk_from_bits says of each alone. */
START_TEST(test_values_of_all_patterns)
{
    enum { N = 65536 };
    static unsigned char bytes[8 * N + 1];
    static double values[N];
    rwk_rng rng = { 4 };
    const size_t shape[1] = { N };
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) {
        rwk_tensor t;
        const size_t size = rwk_element_size(rwk_element_of((rwk_dtype)dtype));
        for (size_t j = 0; j < N; j++) rwk_put_little(bytes + 1 + j * size, size == 2 ? j : rwk_rng_next(&rng), size);
        if (size == 8) rwk_put_little(bytes + 1 + 8 * 5, UINT64_C(0xfff0000000000001), 8); /* a NaN among the last read */
        ck_assert_status(rwk_tensor_view(&t, rwk_element_of((rwk_dtype)dtype), shape, 1, bytes + 1), RWK_OK);
        rwk_tensor_values(values, &t, 3, N - 3);
        for (size_t j = 3; j < N; j++)
            ck_assert_same_bits(values[j - 3], rwk_from_bits(rwk_get_little(bytes + 1 + j * size, size), (rwk_dtype)dtype));
    }
}
END_TEST

/* A double holds integers to 2^53; beyond, the value is unknown and the integer is not. */
START_TEST(test_integers_of_literals)
{
    const int64_t integers[] = { 0,
                                 -1,
                                 INT64_C(137) << 40,
                                 INT64_C(1) << 53,
                                 -(INT64_C(1) << 53),
                                 (INT64_C(1) << 53) + 1,
                                 -(INT64_C(1) << 53) - 1,
                                 INT64_MAX,
                                 INT64_MIN };
    unsigned char bytes[9 * 8 + 1];
    rwk_pack_i64(bytes + 1, integers, 9);
    const rwk_tensor t = viewed(RWK_ELEMENT_I64, 9, bytes + 1);
    for (size_t i = 0; i < 9; i++) {
        ck_assert_int_eq(rwk_tensor_integer(&t, i), integers[i]);
        ck_assert_same_bits(rwk_tensor_value(&t, i), i < 5 ? (double)integers[i] : (double)NAN);
    }
    const unsigned char i32[] = { 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00, 0x00, 0x80, 0xfe, 0xff, 0xff, 0xff, 0x89, 0x00, 0x00, 0x00 };
    const int64_t want[] = { 2147483647, -INT64_C(2147483648), -2, 137 };
    const rwk_tensor u = viewed(RWK_ELEMENT_I32, 4, i32);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(rwk_tensor_integer(&u, i), want[i]);
        ck_assert_same_bits(rwk_tensor_value(&u, i), (double)want[i]);
    }
}
END_TEST

START_TEST(test_integer_of_a_float_is_none)
{
    const unsigned char bytes[8] = { 0 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_tensor t = viewed(rwk_element_of((rwk_dtype)d), 1, bytes);
        ck_assert_int_eq(rwk_tensor_integer(&t, 0), INT64_MIN);
    }
}
END_TEST

/* Little-endian by hand: 1 is 3ff0… as f64, 3f80… as f32, 3f80 as bf16, 3c00 as f16. */
START_TEST(test_pack_of_literals)
{
    const double x[] = { 1, -0.0, NAN };
    const unsigned char f64[] = { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f };
    const unsigned char f32[] = { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x80, 0, 0, 0xc0, 0x7f };
    const unsigned char bf16[] = { 0x80, 0x3f, 0, 0x80, 0xc0, 0x7f }, f16[] = { 0, 0x3c, 0, 0x80, 0, 0x7e };
    const int64_t integers[] = { 1, -2 };
    const unsigned char i64[] = { 1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    unsigned char bytes[24];
    rwk_pack(bytes, x, 3, RWK_F64);
    ck_assert_mem_eq(bytes, f64, 24);
    rwk_pack(bytes, x, 3, RWK_F32);
    ck_assert_mem_eq(bytes, f32, 12);
    rwk_pack(bytes, x, 3, RWK_BF16);
    ck_assert_mem_eq(bytes, bf16, 6);
    rwk_pack(bytes, x, 3, RWK_F16);
    ck_assert_mem_eq(bytes, f16, 6);
    rwk_pack_i64(bytes, integers, 2);
    ck_assert_mem_eq(bytes, i64, 16);
}
END_TEST

START_TEST(test_pack_writes_nothing_behind_its_end)
{
    unsigned char bytes[9];
    const double x = 1;
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const size_t size = rwk_element_size(rwk_element_of((rwk_dtype)d));
        memset(bytes, 0xa5, sizeof bytes);
        rwk_pack(bytes, &x, 1, (rwk_dtype)d);
        ck_assert_int_eq(bytes[size], 0xa5);
        ck_assert_int_ne(bytes[size - 1], 0xa5);
        rwk_pack(bytes, &x, 0, (rwk_dtype)d);
    }
}
END_TEST

START_TEST(test_values_and_pack_are_inverse)
{
    enum { N = 2000 };
    static double x[N];
    static unsigned char bytes[8 * N + 1];
    rwk_rng rng = { 43 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        fill_random(x, N, &rng, (rwk_dtype)d);
        rwk_pack(bytes + 1, x, N, (rwk_dtype)d);
        const rwk_tensor t = viewed(rwk_element_of((rwk_dtype)d), N, bytes + 1);
        for (size_t i = 0; i < N; i++) ck_assert_same_bits(rwk_tensor_value(&t, i), x[i]);
    }
}
END_TEST

START_TEST(test_view_multiplies_its_shape)
{
    const size_t shape[] = { 2, 3, 1, 5, 1, 1, 1, 7 }, empty[] = { 4, 0, 3 };
    rwk_tensor t;
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_BF16, shape, 8, NULL), RWK_OK);
    ck_assert_uint_eq(t.n, 210);
    ck_assert_uint_eq(t.n_dims, 8);
    ck_assert_mem_eq(t.shape, shape, sizeof shape);
    ck_assert_uint_eq(rwk_tensor_bytes(&t), 420);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F64, NULL, 0, NULL), RWK_OK);
    ck_assert_uint_eq(t.n, 1);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F64, empty, 3, NULL), RWK_OK);
    ck_assert_uint_eq(t.n, 0);
    ck_assert_uint_eq(rwk_tensor_bytes(&t), 0);
}
END_TEST

START_TEST(test_view_statuses_leave_the_tensor_alone)
{
    const size_t many[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, half = SIZE_MAX / 2 + 1;
    const size_t wraps[] = { half, 2 }, bytes_wrap[] = { half / 2, 1 }, late_zero[] = { half, 2, 0 }, fits = half / 4;
    rwk_tensor t, before;
    memset(&t, 0x5a, sizeof t);
    before = t;
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F32, many, 9, NULL), RWK_EUNSUPPORTED);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F16, wraps, 2, NULL), RWK_EOVERFLOW);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F32, bytes_wrap, 2, NULL), RWK_EOVERFLOW);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F16, late_zero, 3, NULL), RWK_EOVERFLOW);
    ck_assert_mem_eq(&t, &before, sizeof t);
    ck_assert_status(rwk_tensor_view(&t, RWK_ELEMENT_F32, &fits, 1, NULL), RWK_OK); /* half as many bytes as would wrap */
}
END_TEST

START_TEST(test_little_reads_what_it_writes)
{
    const unsigned char want[] = { 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01 };
    unsigned char bytes[8];
    rwk_put_little(bytes, UINT64_C(0x0123456789abcdef), 8);
    ck_assert_mem_eq(bytes, want, 8);
    ck_assert_uint_eq(rwk_get_little(bytes, 8), UINT64_C(0x0123456789abcdef));
    ck_assert_uint_eq(rwk_get_little(bytes, 3), 0xabcdef);
    ck_assert_uint_eq(rwk_get_little(bytes, 0), 0);
}
END_TEST

START_TEST(test_shape_text_is_python)
{
    const size_t shape[] = { 2, 3, 0 };
    size_t largest[RWK_TENSOR_DIMS];
    char text[RWK_SHAPE_TEXT];
    ck_assert_str_eq(rwk_shape_text(text, shape, 0), "()");
    ck_assert_str_eq(rwk_shape_text(text, shape, 1), "(2,)");
    ck_assert_str_eq(rwk_shape_text(text, shape, 2), "(2, 3)");
    ck_assert_str_eq(rwk_shape_text(text, shape, 3), "(2, 3, 0)");
    for (int i = 0; i < RWK_TENSOR_DIMS; i++) largest[i] = SIZE_MAX;
    ck_assert_int_eq(rwk_shape_text(text, largest, RWK_TENSOR_DIMS)[strlen(text) - 1], ')'); /* nothing is cut */
}
END_TEST

/* ---- files ---- */

static char path[64];

static void put(const void *bytes, size_t size)
{
    strcpy(path, "/tmp/ropewalk-test-tensor-XXXXXX");
    const int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, bytes, size), (long)size);
    close(descriptor);
}

static size_t put_npy(void)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_status(rwk_npy_put_header(out, RWK_ELEMENT_I64, (const size_t[]){ 1 }, 1, NULL), RWK_OK);
    fwrite("\x89\0\0\0\0\0\0", 1, 8, out);
    fclose(out);
    put(text, size);
    free(text);
    return size;
}

#define SAFETENSORS "\x38\0\0\0\0\0\0\0{\"m\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}  \x29\0\0\0"

static void assert_first(const rwk_tensor_file *file, const char *name, int64_t want)
{
    rwk_tensor t;
    ck_assert_status(rwk_tensor_file_get(&t, file, name, NULL), RWK_OK);
    ck_assert_int_eq(rwk_tensor_integer(&t, 0), want);
}

START_TEST(test_file_npy_answers_to_every_name)
{
    rwk_tensor_file file = { 0 };
    put_npy();
    ck_assert_status(rwk_tensor_file_read(&file, path, 4096, NULL), RWK_OK);
    ck_assert(file.is_npy);
    assert_first(&file, "cos", 137);
    assert_first(&file, "", 137);
    rwk_tensor_file_clear(&file);
    rwk_tensor_file_clear(&file);
    unlink(path);
}
END_TEST

START_TEST(test_file_safetensors_answers_to_its_names)
{
    rwk_tensor_file file = { 0 };
    rwk_diag diag = { 0 };
    rwk_tensor t;
    put(SAFETENSORS, sizeof SAFETENSORS - 1);
    ck_assert_status(rwk_tensor_file_read(&file, path, 4096, &diag), RWK_OK);
    ck_assert(!file.is_npy);
    assert_first(&file, "m", 41);
    ck_assert_status(rwk_tensor_file_get(&t, &file, "cos", &diag), RWK_EPARSE);
    ck_assert_int_eq(strncmp(diag.text, path, strlen(path)), 0);
    rwk_tensor_file_clear(&file);
    unlink(path);
}
END_TEST

START_TEST(test_file_minus_is_standard_input)
{
    rwk_tensor_file file = { 0 };
    rwk_diag diag = { 0 };
    rwk_tensor t;
    put(SAFETENSORS, sizeof SAFETENSORS - 1);
    ck_assert_ptr_nonnull(freopen(path, "rb", stdin));
    ck_assert_status(rwk_tensor_file_read(&file, "-", 4096, NULL), RWK_OK);
    assert_first(&file, "m", 41);
    ck_assert_status(rwk_tensor_file_get(&t, &file, "cos", &diag), RWK_EPARSE);
    ck_assert_int_eq(strncmp(diag.text, "standard input: ", 16), 0);
    rwk_tensor_file_clear(&file);
    unlink(path);
}
END_TEST

static void assert_unreadable(const char *from, size_t limit, rwk_status want, const char *reason)
{
    rwk_tensor_file file, before;
    rwk_diag diag = { 0 };
    memset(&file, 0x5a, sizeof file);
    before = file;
    ck_assert_status(rwk_tensor_file_read(&file, from, limit, &diag), want);
    ck_assert_mem_eq(&file, &before, sizeof file);
    ck_assert_int_eq(strncmp(diag.text, from, strlen(from)), 0);
    if (!strstr(diag.text, reason)) ck_abort_msg("%s: want %s", diag.text, reason);
}

START_TEST(test_file_statuses_leave_it_alone)
{
    assert_unreadable("/nonexistent-137/a.npy", 4096, RWK_EOPEN, "No such file");
    const size_t size = put_npy();
    assert_unreadable(path, size - 1, RWK_ERANGE, "longer than the limit");
    ck_assert_int_eq(truncate(path, (long)size - 1), 0);
    assert_unreadable(path, size, RWK_EPARSE, "truncated: 7 bytes of data");
    ck_assert_int_eq(truncate(path, 7), 0);
    assert_unreadable(path, size, RWK_EPARSE, "version of the .npy format");
    ck_assert_int_eq(truncate(path, 5), 0); /* not even the magic string */
    assert_unreadable(path, size, RWK_EPARSE, "truncated: 5 bytes");
    unlink(path);
    put("PK\3\4 is a zip file", 19);
    assert_unreadable(path, size, RWK_ERANGE, "expected at most 100000000 in a safetensors file");
    unlink(path);
}
END_TEST

TEST_MAIN("tensor", test_elements_have_names_sizes_and_dtypes, test_elements_that_are_none_leave_the_outputs_alone,
          test_values_of_literals_unaligned, test_values_of_all_patterns, test_integers_of_literals,
          test_integer_of_a_float_is_none, test_pack_of_literals, test_pack_writes_nothing_behind_its_end,
          test_values_and_pack_are_inverse, test_view_multiplies_its_shape, test_view_statuses_leave_the_tensor_alone,
          test_little_reads_what_it_writes, test_shape_text_is_python, test_file_npy_answers_to_every_name,
          test_file_safetensors_answers_to_its_names, test_file_minus_is_standard_input, test_file_statuses_leave_it_alone)
