/* SPDX-License-Identifier: MIT */
/* Tests formats/npy: files as numpy.save writes them, byte by byte, what Python also allows, and what no reader may believe. */
#define _POSIX_C_SOURCE 200809L
#include "formats/npy.h"

#include "testing.h"

/* numpy.save of np.arange(6, dtype='<f4').reshape(2, 3), NumPy 1.24.2: 128 bytes of header, 24 of data. */
#define BLANKS_58 "                                                          "
static const char SAVED[] = "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" BLANKS_58 "\n"
                            "\0\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40\0\0\xa0\x40";
enum { SAVED_SIZE = sizeof SAVED - 1 };

START_TEST(test_parse_reads_what_numpy_saves)
{
    rwk_tensor t;
    ck_assert_uint_eq(SAVED_SIZE, 152);
    ck_assert_status(rwk_npy_parse(&t, (const unsigned char *)SAVED, SAVED_SIZE, "a.npy", NULL), RWK_OK);
    ck_assert_int_eq(t.element, RWK_ELEMENT_F32);
    ck_assert_uint_eq(t.n_dims, 2);
    ck_assert_uint_eq(t.shape[0], 2);
    ck_assert_uint_eq(t.shape[1], 3);
    ck_assert_ptr_eq(t.data, (const unsigned char *)SAVED + 128);
    for (size_t i = 0; i < 6; i++) ck_assert_same_bits(rwk_tensor_value(&t, i), (double)i);
}
END_TEST

/* ---- files composed from a version, a dictionary and zeros ---- */

static unsigned char composed[1 << 17];

static size_t compose(int version, const char *dictionary, size_t data)
{
    const size_t length = strlen(dictionary), width = version == 1 ? 2 : 4, start = 8 + width;
    memset(composed, 0, sizeof composed);
    memcpy(composed, "\x93NUMPY", 6);
    composed[6] = (unsigned char)version;
    rwk_put_little(composed + 8, length, width);
    memcpy(composed + start, dictionary, length);
    return start + length + data;
}

/* From memory of the exact size, so that a sanitizer sees one byte too many. */
static rwk_status parse_exact(rwk_tensor *t, const void *bytes, size_t size, rwk_diag *diag)
{
    unsigned char *exact = malloc(size ? size : 1);
    memcpy(exact, bytes, size);
    const rwk_status status = rwk_npy_parse(t, exact, size, "a.npy", diag);
    free(exact);
    return status;
}

#define DICT(descr, order, shape) "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }"

START_TEST(test_parse_accepts_what_python_writes_otherwise)
{
    const char *const accepted[] = {
        DICT("'<f4'", "False", "(2, 3)") "   \n",
        DICT("\"<f4\"", "False", "(2,3)"),
        DICT("'<f4'", "False", "( 2 , 3 , )"),
        "{'shape': (2L, 3L), 'descr': '<f4', 'fortran_order': False}",
        "{\"fortran_order\":False,\"shape\":(2,3),\"descr\":\"<f4\"}",
        " {\n\t'descr' :\r'<f4' ,'shape': (2,\n3),'fortran_order' : False , }\n\n",
    };
    for (int version = 1; version <= 3; version++)
        for (size_t k = 0; k < sizeof accepted / sizeof accepted[0]; k++) {
            rwk_tensor t = { 0 };
            rwk_diag diag = { 0 };
            const size_t size = compose(version, accepted[k], 24);
            if (parse_exact(&t, composed, size, &diag) != RWK_OK) ck_abort_msg("%s: %s", accepted[k], diag.text);
            ck_assert_uint_eq(t.n, 6);
            ck_assert_uint_eq(t.shape[0], 2);
            ck_assert_uint_eq(t.shape[1], 3);
        }
}
END_TEST

START_TEST(test_parse_knows_five_types_and_all_shapes)
{
    const struct {
        const char *dictionary;
        rwk_element element;
        size_t n_dims, n, bytes;
    } cases[] = {
        { DICT("'<f8'", "False", "()"), RWK_ELEMENT_F64, 0, 1, 8 },
        { DICT("'<f4'", "True", "()"), RWK_ELEMENT_F32, 0, 1, 4 },
        { DICT("'<f2'", "True", "(5,)"), RWK_ELEMENT_F16, 1, 5, 10 },
        { DICT("'<i8'", "False", "(0,)"), RWK_ELEMENT_I64, 1, 0, 0 },
        { DICT("'<i4'", "False", "(0, 3)"), RWK_ELEMENT_I32, 2, 0, 0 },
        { DICT("'<i4'", "False", "(1, 2, 1, 3, 1, 1, 1, 1)"), RWK_ELEMENT_I32, 8, 6, 24 },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_tensor t = { 0 };
        const size_t size = compose(1, cases[k].dictionary, cases[k].bytes);
        ck_assert_status(parse_exact(&t, composed, size, NULL), RWK_OK);
        ck_assert_int_eq(t.element, cases[k].element);
        ck_assert_uint_eq(t.n_dims, cases[k].n_dims);
        ck_assert_uint_eq(t.n, cases[k].n);
    }
}
END_TEST

static void assert_rejected(const void *bytes, size_t size, rwk_status want, const char *reason)
{
    rwk_tensor t, before;
    rwk_diag diag = { 0 };
    memset(&t, 0x5a, sizeof t);
    before = t;
    const rwk_status got = parse_exact(&t, bytes, size, &diag);
    if (got != want) ck_abort_msg("got \"%s\" (%s), want \"%s\" (%s)", rwk_strerror(got), diag.text, rwk_strerror(want), reason);
    ck_assert_mem_eq(&t, &before, sizeof t);
    ck_assert_int_eq(strncmp(diag.text, "a.npy: ", 7), 0);
    for (const char *p = diag.text; *p; p++) ck_assert_int_ge((unsigned char)*p, 0x20);
    if (!strstr(diag.text, reason)) ck_abort_msg("got: %s\nwant: %s", diag.text, reason);
}

START_TEST(test_parse_rejects_every_truncation_and_one_byte_more)
{
    char longer[SAVED_SIZE + 1];
    for (size_t size = 0; size < SAVED_SIZE; size++)
        assert_rejected(SAVED, size, RWK_EPARSE, size < 6 ? "not an .npy file" : "truncated");
    assert_rejected(SAVED, 151, RWK_EPARSE,
                    "a.npy: truncated: 23 bytes of data, expected 24 for descr '<f4' and shape (2, 3)"); /* the whole sentence */
    memcpy(longer, SAVED, SAVED_SIZE);
    longer[SAVED_SIZE] = '\0';
    assert_rejected(longer, SAVED_SIZE + 1, RWK_EPARSE, "too long: 25 bytes of data, expected 24");
}
END_TEST

/* Every dictionary has 8 bytes of data behind it, and the keys that are not its subject are right. */
static const struct {
    const char *dictionary;
    rwk_status status;
    const char *reason;
} REJECTED[] = {
    { DICT("'>f8'", "False", "(1,)"), RWK_EUNSUPPORTED,
      "a.npy: key 'descr' is '>f8' at byte 10 of the header, expected '<f8', '<f4', '<f2', '<i8' or '<i4'" },
    { DICT("'|b1'", "False", "(8,)"), RWK_EUNSUPPORTED, "key 'descr' is '|b1'" },
    { DICT("'<V2'", "False", "(4,)"), RWK_EUNSUPPORTED, "key 'descr' is '<V2'" },
    { DICT("'<f16'", "False", "()"), RWK_EUNSUPPORTED, "key 'descr' is '<f16'" },
    { DICT("'<f'", "False", "()"), RWK_EUNSUPPORTED, "key 'descr' is '<f'" },
    { DICT("''", "False", "()"), RWK_EUNSUPPORTED, "key 'descr' is ''" },
    { DICT("'f8'", "False", "(1,)"), RWK_EUNSUPPORTED, "key 'descr' is 'f8'" },
    { DICT("[('a', '<f8')]", "False", "(1,)"), RWK_EUNSUPPORTED, "key 'descr' is [('a', '<f8')], 'fortran at byte 10" },
    { DICT("f8", "False", "(1,)"), RWK_EPARSE, "key 'descr' is f8" },
    { DICT("'<f8\"", "False", "(1,)"), RWK_EUNSUPPORTED, "key 'descr' is '<f8\", '" },
    { DICT("'<f\\x38'", "False", "(1,)"), RWK_EPARSE, "key 'descr' is '<f\\x38'" },
    { "{'fortran_order': False, 'shape': (1,), 'descr': '<f8}", RWK_EPARSE, "key 'descr' is '<f8}" },
    { "{'fortran_order': False, 'shape': (1,), 'descr':", RWK_EPARSE, "key 'descr' is nothing" },
    { DICT("'<f4'", "True", "(2, 1)"), RWK_EUNSUPPORTED, "key 'fortran_order' is True for shape (2, 1), expected False" },
    { DICT("'<f8'", "false", "(1,)"), RWK_EPARSE, "key 'fortran_order' is false" },
    { DICT("'<f8'", "0", "(1,)"), RWK_EPARSE, "expected True or False" },
    { DICT("'<f8'", "Falsehood", "(1,)"), RWK_EPARSE, "what follows a value is hood" },
    { "{'descr': '<f8', 'shape': (1,), 'fortran_order': Fals", RWK_EPARSE, "key 'fortran_order' is Fals" },
    { DICT("'<f8'", "False", "(1)"), RWK_EPARSE,
      "key 'shape' is (1) at byte 50 of the header, expected a tuple, which needs a comma" },
    { DICT("'<f8'", "False", "1"), RWK_EPARSE, "expected a tuple like (2, 3)" },
    { DICT("'<f8'", "False", "[1]"), RWK_EPARSE, "expected a tuple like (2, 3)" },
    { DICT("'<f8'", "False", "(,)"), RWK_EPARSE, "expected a tuple of integers" },
    { DICT("'<f8'", "False", "(1,,)"), RWK_EPARSE, "expected a tuple of integers" },
    { DICT("'<f8'", "False", "(1 1)"), RWK_EPARSE, "expected a comma or a closing bracket" },
    { DICT("'<f8'", "False", "(1, 1"), RWK_EPARSE, "key 'shape' is } at byte 57" },
    { DICT("'<f8'", "False", "(-1,)"), RWK_EPARSE, "key 'shape' is -1" },
    { DICT("'<f8'", "False", "(+1,)"), RWK_EPARSE, "key 'shape' is +1" },
    { DICT("'<f8'", "False", "(01,)"), RWK_EPARSE, "key 'shape' is 01" },
    { DICT("'<f8'", "False", "(1.0,)"), RWK_EPARSE, "expected a comma or a closing bracket" },
    { DICT("'<f8'", "False", "(1e0,)"), RWK_EPARSE, "expected a comma or a closing bracket" },
    { DICT("'<f8'", "False", "(True,)"), RWK_EPARSE, "expected a tuple of integers" },
    { DICT("'<f8'", "False", "(1, 1, 1, 1, 1, 1, 1, 1, 1)"), RWK_EUNSUPPORTED, "expected at most 8 dimensions" },
    { DICT("'<f8'", "False", "(18446744073709551616,)"), RWK_EOVERFLOW, "18446744073709551616" },
    { DICT("'<f8'", "False", "(99999999999999999999999999,)"), RWK_EOVERFLOW, "expected one that fits in size_t" },
    { DICT("'<f8'", "False", "(4294967296, 4294967296)"), RWK_EOVERFLOW, "key 'shape' is (4294967296, 4294967296)" },
    { DICT("'<f8'", "False", "(4294967296, 4294967296, 0)"), RWK_EOVERFLOW, "expected one whose bytes fit" },
    { DICT("'<f8'", "False", "(2305843009213693953,)"), RWK_EOVERFLOW, "whose bytes fit" }, /* times 8 wraps to the 8 there are */
    { DICT("'<f8'", "False", "(2305843009213693951,)"), RWK_EPARSE, "truncated: 8 bytes of data, expected 18446744073709551608" },
    { DICT("'<f8'", "False", "(0,)"), RWK_EPARSE, "too long: 8 bytes of data, expected 0" },
    { "{'descr': '<f8', 'fortran_order': False}", RWK_EPARSE, "a.npy: key 'shape' is missing in the header" },
    { "{'descr': '<f8', 'shape': (1,)}", RWK_EPARSE, "key 'fortran_order' is missing" },
    { "{'fortran_order': False, 'shape': (1,)}", RWK_EPARSE, "key 'descr' is missing" },
    { "{}", RWK_EPARSE, "key 'descr' is missing" },
    { DICT("'<f8', 'descr': '<f8'", "False", "(1,)"), RWK_EPARSE,
      "a key is 'descr' at byte 17 of the header, expected every key once" },
    { DICT("'<f8', 'title': 'x'", "False", "(1,)"), RWK_EPARSE, "a key is 'title'" },
    { DICT("'<f8', descr: 'x'", "False", "(1,)"), RWK_EPARSE, "expected a quoted string" },
    { DICT("'<f8', 'des': 'x'", "False", "(1,)"), RWK_EPARSE, "a key is 'des'" },
    { "{'descr' '<f8'}", RWK_EPARSE, "expected a colon" },
    { "{'descr': '<f8' 'shape': (1,)}", RWK_EPARSE, "expected a comma or }" },
    { "{,}", RWK_EPARSE, "a key is ,}" },
    { DICT("'<f8',", "False", "(1,)"), RWK_EPARSE, "expected a quoted string" },
    { "", RWK_EPARSE, "what opens the dictionary is nothing" },
    { "   ", RWK_EPARSE, "what opens the dictionary is nothing" },
    { "[]", RWK_EPARSE, "what opens the dictionary is []" },
    { "{", RWK_EPARSE, "a key is nothing" },
    { DICT("'<f8'", "False", "(1,)") " x", RWK_EPARSE, "what follows the dictionary is x" },
    { DICT("'<f8'", "False", "(1,)") DICT("'<f8'", "False", "(1,)"), RWK_EPARSE, "what follows the dictionary is {" },
    { "{'\xff\xfe': 1}", RWK_EPARSE, "expected 'descr', 'fortran_order' or 'shape'" },
    { "{'a\nwarning: b\x1b[31m': 1}", RWK_EPARSE, "expected a quoted string" },
};

START_TEST(test_parse_rejects_hostile_dictionaries)
{
    for (int version = 1; version <= 3; version++)
        for (size_t k = 0; k < sizeof REJECTED / sizeof REJECTED[0]; k++) {
            const size_t size = compose(version, REJECTED[k].dictionary, 8);
            assert_rejected(composed, size, REJECTED[k].status, REJECTED[k].reason);
        }
}
END_TEST

START_TEST(test_parse_rejects_a_nul_in_the_dictionary)
{
    char copy[SAVED_SIZE];
    for (size_t at = 10; at < 128; at++) {
        memcpy(copy, SAVED, sizeof copy);
        copy[at] = '\0';
        rwk_tensor t;
        const rwk_status status = parse_exact(&t, copy, sizeof copy, NULL);
        if (status != RWK_EPARSE && status != RWK_EUNSUPPORTED) ck_abort_msg("NUL at byte %zu: %s", at, rwk_strerror(status));
    }
}
END_TEST

/* The dictionary ends where its length says, though the data would complete it. */
START_TEST(test_parse_reads_no_dictionary_beyond_its_length)
{
    const char *const cut[] = { "{'descr': '<f8', 'shape': (), 'fortran_order': Fals",
                                "{'descr': '<f8', 'fortran_order': False, 'shape': (1",
                                "{'fortran_order': False, 'shape': (), 'descr': '<f8" };
    const char *const rest[] = { "e}      ", ",)}     ", "'}      " };
    for (int k = 0; k < 3; k++) {
        const size_t size = compose(1, cut[k], 8);
        memcpy(composed + size - 8, rest[k], 8);
        assert_rejected(composed, size, RWK_EPARSE, k == 0 ? "key 'fortran_order' is Fals at" : "expected");
    }
}
END_TEST

START_TEST(test_parse_rejects_other_versions)
{
    const unsigned char versions[][2] = { { 0, 0 }, { 4, 0 }, { 1, 1 }, { 2, 1 }, { 255, 0 } };
    char copy[SAVED_SIZE];
    for (size_t k = 0; k < sizeof versions / sizeof versions[0]; k++) {
        memcpy(copy, SAVED, sizeof copy);
        memcpy(copy + 6, versions[k], 2);
        assert_rejected(copy, sizeof copy, RWK_EUNSUPPORTED, "expected 1.0, 2.0 or 3.0");
    }
}
END_TEST

START_TEST(test_parse_rejects_absurd_header_lengths)
{
    const size_t size = compose(2, DICT("'<f8'", "False", "()"), 8);
    rwk_put_little(composed + 8, 0xffffffff, 4);
    assert_rejected(composed, size, RWK_ERANGE, "a.npy: length of the header is 4294967295, expected at most 65535");
    rwk_put_little(composed + 8, 65536, 4);
    assert_rejected(composed, sizeof composed, RWK_ERANGE, "65536");
    rwk_put_little(composed + 8, 65535, 4);
    assert_rejected(composed, size, RWK_EPARSE, "truncated: length of the header is 65535, but");
    rwk_put_little(composed + 8, size - 12 + 1, 4);
    assert_rejected(composed, size, RWK_EPARSE, "truncated: length of the header is");
    rwk_put_little(composed + 8, 0, 4);
    assert_rejected(composed, size, RWK_EPARSE, "what opens the dictionary is nothing");
}
END_TEST

START_TEST(test_parse_meets_its_header_limit)
{
    char *text = malloc(RWK_NPY_HEADER + 1);
    rwk_tensor t;
    memset(text, ' ', RWK_NPY_HEADER);
    memcpy(text, DICT("'<f8'", "False", "()"), strlen(DICT("'<f8'", "False", "()")));
    text[RWK_NPY_HEADER] = '\0';
    for (int version = 1; version <= 3; version++)
        ck_assert_status(parse_exact(&t, composed, compose(version, text, 8), NULL), RWK_OK);
    free(text);
}
END_TEST

START_TEST(test_is_npy_needs_the_whole_magic_string)
{
    ck_assert(rwk_npy_is((const unsigned char *)SAVED, 6));
    ck_assert(!rwk_npy_is((const unsigned char *)SAVED, 5));
    ck_assert(!rwk_npy_is((const unsigned char *)"\x93NUMPX\x01", 7));
    assert_rejected("{}      ", 8, RWK_EPARSE, "expected \\x93NUMPY at its start");
}
END_TEST

/* ---- writing ---- */

static char *header;
static size_t header_size;

static void write_header(rwk_element element, const size_t shape[], size_t n_dims)
{
    FILE *out = open_memstream(&header, &header_size);
    ck_assert_status(rwk_npy_put_header(out, element, shape, n_dims, NULL), RWK_OK);
    fclose(out);
}

START_TEST(test_header_is_the_bytes_of_numpy_save)
{
    write_header(RWK_ELEMENT_F32, (const size_t[]){ 2, 3 }, 2);
    ck_assert_uint_eq(header_size, 128);
    ck_assert_mem_eq(header, SAVED, 128);
    free(header);
}
END_TEST

/* Dictionaries and lengths printed by numpy.save of NumPy 1.24.2; the last two stand on both sides of a step by 64. */
START_TEST(test_header_is_padded_as_numpy_pads)
{
    const struct {
        rwk_element element;
        size_t shape[RWK_TENSOR_DIMS], n_dims;
        const char *dictionary;
        size_t size;
    } cases[] = {
        { RWK_ELEMENT_F64, { 0 }, 0, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 128 },
        { RWK_ELEMENT_F16, { 4096 }, 1, "{'descr': '<f2', 'fortran_order': False, 'shape': (4096,), }", 128 },
        { RWK_ELEMENT_I64, { 0, 7 }, 2, "{'descr': '<i8', 'fortran_order': False, 'shape': (0, 7), }", 128 },
        { RWK_ELEMENT_I32,
          { 1, 1, 1, 1, 1, 1, 1, 1 },
          8,
          "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1), }",
          128 },
        { RWK_ELEMENT_I32,
          { 0, 1, 1, 1, 1, 1, 1000000000000000, 10000 },
          8,
          "{'descr': '<i4', 'fortran_order': False, 'shape': (0, 1, 1, 1, 1, 1, 1000000000000000, 10000), }",
          128 },
        { RWK_ELEMENT_I32,
          { 0, 1, 1, 1, 1, 1, 10000000000000000, 10000 },
          8,
          "{'descr': '<i4', 'fortran_order': False, 'shape': (0, 1, 1, 1, 1, 1, 10000000000000000, 10000), }",
          192 },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        write_header(cases[k].element, cases[k].shape, cases[k].n_dims);
        ck_assert_uint_eq(header_size, cases[k].size);
        ck_assert_uint_eq(rwk_get_little((const unsigned char *)header + 8, 2), cases[k].size - 10);
        ck_assert_mem_eq(header + 10, cases[k].dictionary, strlen(cases[k].dictionary));
        for (size_t i = 10 + strlen(cases[k].dictionary); i < header_size; i++)
            ck_assert_int_eq(header[i], i + 1 < header_size ? ' ' : '\n');
        free(header);
    }
}
END_TEST

START_TEST(test_header_is_read_again)
{
    const size_t shapes[][RWK_TENSOR_DIMS] = { { 5, 1, 7, 1, 1, 1, 1, 1 },
                                               { 100000, 3, 1, 2, 1, 1, 1, 1 },
                                               { 0, 1, 1, 1, 1, 1, 1, 1 } };
    for (int e = 0; e < RWK_N_ELEMENTS; e++)
        for (size_t n_dims = 0; n_dims <= RWK_TENSOR_DIMS; n_dims++)
            for (size_t k = 0; k < 3 && e != RWK_ELEMENT_BF16; k++) {
                rwk_tensor want = { 0 }, got = { 0 };
                ck_assert_status(rwk_tensor_view(&want, (rwk_element)e, shapes[k], n_dims, NULL), RWK_OK);
                write_header((rwk_element)e, shapes[k], n_dims);
                ck_assert_uint_eq(header_size % 64, 0);
                unsigned char *file = calloc(header_size + rwk_tensor_bytes(&want), 1);
                memcpy(file, header, header_size);
                ck_assert_status(rwk_npy_parse(&got, file, header_size + rwk_tensor_bytes(&want), "a", NULL), RWK_OK);
                ck_assert_int_eq(got.element, e);
                ck_assert_uint_eq(got.n_dims, n_dims);
                ck_assert_mem_eq(got.shape, want.shape, sizeof want.shape);
                free(file);
                free(header);
            }
}
END_TEST

START_TEST(test_header_statuses_write_nothing)
{
    const size_t many[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, large[] = { SIZE_MAX / 2, 2 };
    rwk_diag diag = { 0 };
    FILE *out = open_memstream(&header, &header_size);
    ck_assert_status(rwk_npy_put_header(out, RWK_ELEMENT_BF16, many, 1, &diag), RWK_EUNSUPPORTED);
    ck_assert_str_eq(diag.text, ".npy: element is BF16, which NumPy does not know, write safetensors");
    ck_assert_status(rwk_npy_put_header(out, RWK_ELEMENT_F32, many, 9, &diag), RWK_EUNSUPPORTED);
    ck_assert_str_eq(diag.text, ".npy: 9 dimensions, expected at most 8");
    ck_assert_status(rwk_npy_put_header(out, RWK_ELEMENT_F32, large, 2, &diag), RWK_EOVERFLOW);
    ck_assert_ptr_nonnull(strstr(diag.text, "size_t"));
    fclose(out);
    ck_assert_uint_eq(header_size, 0);
    free(header);
}
END_TEST

TEST_MAIN("npy", test_parse_reads_what_numpy_saves, test_parse_accepts_what_python_writes_otherwise,
          test_parse_knows_five_types_and_all_shapes, test_parse_rejects_every_truncation_and_one_byte_more,
          test_parse_rejects_hostile_dictionaries, test_parse_rejects_a_nul_in_the_dictionary,
          test_parse_reads_no_dictionary_beyond_its_length, test_parse_rejects_other_versions,
          test_parse_rejects_absurd_header_lengths, test_parse_meets_its_header_limit, test_is_npy_needs_the_whole_magic_string,
          test_header_is_the_bytes_of_numpy_save, test_header_is_padded_as_numpy_pads, test_header_is_read_again,
          test_header_statuses_write_nothing)
