/* SPDX-License-Identifier: MIT */
/* Tests formats/safetensors: the reference implementation's own bytes, files that claim what is not so, and writing. */
#define _POSIX_C_SOURCE 200809L
#include "formats/safetensors.h"

#include "core/json_scan.h"
#include "testing.h"

/* ---- files composed from a header and bytes 1, 2, 3, … ---- */

static unsigned char composed[4096];

static size_t compose(const char *header, size_t data)
{
    const size_t length = strlen(header);
    rwk_put_little(composed, length, 8);
    memcpy(composed + 8, header, length);
    for (size_t i = 0; i < data; i++) composed[8 + length + i] = (unsigned char)(i + 1);
    return 8 + length + data;
}

/* In memory of the exact size, so that a sanitizer sees one byte too many; freed by close_exact. */
static unsigned char *exact;

static rwk_status open_exact(rwk_safetensors *file, const void *bytes, size_t size, rwk_diag *diag)
{
    exact = malloc(size ? size : 1);
    memcpy(exact, bytes, size);
    return rwk_safetensors_open(file, exact, size, "a.st", diag);
}

static void close_exact(rwk_safetensors *file)
{
    rwk_safetensors_close(file);
    free(exact);
}

static void assert_opens(rwk_safetensors *file, const char *header, size_t data)
{
    rwk_diag diag = { 0 };
    if (open_exact(file, composed, compose(header, data), &diag) != RWK_OK) ck_abort_msg("%s: %s", header, diag.text);
}

static void assert_rejected(const void *bytes, size_t size, rwk_status want, const char *reason)
{
    rwk_safetensors file, before;
    rwk_diag diag = { 0 };
    memset(&file, 0x5a, sizeof file);
    before = file;
    const rwk_status got = open_exact(&file, bytes, size, &diag);
    free(exact);
    if (got != want) ck_abort_msg("got \"%s\" (%s), want \"%s\" (%s)", rwk_strerror(got), diag.text, rwk_strerror(want), reason);
    ck_assert_mem_eq(&file, &before, sizeof file);
    ck_assert_int_eq(strncmp(diag.text, "a.st:", 5), 0);
    for (const char *p = diag.text; *p; p++) ck_assert_int_ge((unsigned char)*p, 0x20);
    if (!strstr(diag.text, reason)) ck_abort_msg("got: %s\nwant: %s", diag.text, reason);
}

/* ---- reading ---- */

#define ENTRY(dtype, shape, begin, end) "{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":[" #begin "," #end "]}"

/* The bytes that test_serialization of the reference implementation (safetensors/src/tensor.rs) expects. */
static const char REFERENCE[] = "\x40\0\0\0\0\0\0\0{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}"
                                "\0\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40\0\0\xa0\x40";
enum { REFERENCE_SIZE = sizeof REFERENCE - 1 };

START_TEST(test_open_reads_what_the_reference_writes)
{
    rwk_safetensors file = { 0 };
    rwk_tensor t;
    ck_assert_status(open_exact(&file, REFERENCE, REFERENCE_SIZE, NULL), RWK_OK);
    ck_assert_uint_eq(file.n, 1);
    ck_assert_str_eq(rwk_safetensors_name(&file, 0), "attn.0");
    ck_assert_status(rwk_safetensors_find(&t, &file, "attn.0", NULL), RWK_OK);
    ck_assert_int_eq(t.element, RWK_ELEMENT_F32);
    ck_assert_uint_eq(t.n_dims, 3);
    ck_assert_uint_eq(t.shape[0], 1);
    ck_assert_uint_eq(t.shape[1], 2);
    ck_assert_uint_eq(t.shape[2], 3);
    ck_assert_ptr_eq(t.data, exact + 72);
    for (size_t i = 0; i < 6; i++) ck_assert_same_bits(rwk_tensor_value(&t, i), (double)i);
    close_exact(&file);
    rwk_safetensors_close(&file);
}
END_TEST

/* Names in the header in any order, tensors in the order of their data; empty ones stand before what begins with them. */
START_TEST(test_names_are_in_the_order_of_the_data)
{
    rwk_safetensors file = { 0 };
    rwk_tensor t;
    assert_opens(
        &file,
        "{\"late\":" ENTRY("I32", "[1]", 7, 11) ",\"first\":" ENTRY("BOOL", "[3]", 0, 3) ",\"z\":" ENTRY(
            "F64", "[0,7]", 3, 3) ",\"empty\":" ENTRY("F16", "[4,0]", 3, 3) ",\"middle\":" ENTRY("BF16", "[2]", 3, 7) "}   ",
        11);
    const char *const want[] = { "first", "empty", "z", "middle", "late" };
    ck_assert_uint_eq(file.n, 5);
    for (size_t k = 0; k < 5; k++) ck_assert_str_eq(rwk_safetensors_name(&file, k), want[k]);
    ck_assert_status(rwk_safetensors_find(&t, &file, "late", NULL), RWK_OK);
    ck_assert_int_eq(rwk_tensor_integer(&t, 0), 0x0b0a0908);
    ck_assert_status(rwk_safetensors_find(&t, &file, "z", NULL), RWK_OK);
    ck_assert_uint_eq(t.n, 0);
    ck_assert_uint_eq(t.shape[1], 7);
    close_exact(&file);
}
END_TEST

static void assert_not_found(const rwk_safetensors *file, const char *name, rwk_status want, const char *text)
{
    rwk_tensor t, before;
    rwk_diag diag = { 0 };
    memset(&t, 0x5a, sizeof t);
    before = t;
    ck_assert_status(rwk_safetensors_find(&t, file, name, &diag), want);
    ck_assert_mem_eq(&t, &before, sizeof t);
    ck_assert_str_eq(diag.text, text);
}

START_TEST(test_metadata_are_strings_by_key)
{
    rwk_safetensors file = { 0 };
    assert_opens(&file, "{\"__metadata__\":{\"format\":\"pt\",\"\\u00e9\":\"\",\"NaN\":\"NaN\"}}", 0);
    ck_assert_uint_eq(file.n, 0);
    ck_assert_str_eq(rwk_safetensors_metadata(&file, "format"), "pt");
    ck_assert_str_eq(rwk_safetensors_metadata(&file, "\xc3\xa9"), "");
    ck_assert_str_eq(rwk_safetensors_metadata(&file, "NaN"), "NaN");
    ck_assert_ptr_null(rwk_safetensors_metadata(&file, "Format"));
    close_exact(&file);
    assert_opens(&file, "{}      ", 0);
    ck_assert_ptr_null(rwk_safetensors_metadata(&file, "format"));
    assert_not_found(&file, "cos", RWK_EPARSE, "a.st: tensor cos is absent, the file holds none");
    close_exact(&file);
}
END_TEST

START_TEST(test_find_statuses_leave_the_tensor_alone)
{
    rwk_safetensors file = { 0 };
    rwk_tensor t;
    assert_opens(&file,
                 "{\"cos\":" ENTRY("F16", "[1,1,1,1,1,1,1,1]", 0, 2) ",\"mask\":" ENTRY("F8_E4M3", "[2]", 2, 4) ",\"deep\":" ENTRY(
                     "F16", "[1,1,1,1,1,1,1,1,1]", 4, 6) "}",
                 6);
    ck_assert_status(rwk_safetensors_find(&t, &file, "cos", NULL), RWK_OK);
    assert_not_found(&file, "sin", RWK_EPARSE, "a.st: tensor sin is absent; the file has 3: cos, mask, deep");
    assert_not_found(&file, "Cos", RWK_EPARSE, "a.st: tensor Cos is absent; the file has 3: cos, mask, deep");
    assert_not_found(&file, "mask", RWK_EUNSUPPORTED,
                     "a.st: tensor mask: dtype is F8_E4M3, expected F64, F32, BF16, F16, I64 or I32");
    assert_not_found(&file, "deep", RWK_EUNSUPPORTED, "a.st: tensor deep: shape has 9 dimensions, expected at most 8");
    close_exact(&file);
}
END_TEST

/* A hundred names of 40 bytes do not fit into one line: some are named, nothing is overrun. */
START_TEST(test_find_lists_what_fits)
{
    static char header[16384];
    size_t used = (size_t)sprintf(header, "{");
    for (int k = 0; k < 100; k++)
        used += (size_t)sprintf(
            header + used, "%s\"%03d-a-name-of-a-layer-that-is-fifty-bytes-long-ok\":" ENTRY("F16", "[0]", 0, 0), k ? "," : "", k);
    sprintf(header + used, "}");
    unsigned char *bytes = malloc(8 + used + 1);
    rwk_put_little(bytes, used + 1, 8);
    memcpy(bytes + 8, header, used + 1);
    rwk_safetensors file = { 0 };
    rwk_diag diag = { 0 };
    rwk_tensor t;
    ck_assert_status(open_exact(&file, bytes, 8 + used + 1, &diag), RWK_OK);
    ck_assert_status(rwk_safetensors_find(&t, &file, "absent", &diag), RWK_EPARSE);
    ck_assert_ptr_nonnull(strstr(diag.text, "the file has 100: 000-a-name-of-a-layer-that-is-fifty-byte, 001-"));
    ck_assert_str_eq(diag.text + strlen(diag.text) - 5, ", …");
    free(bytes);
    close_exact(&file);
}
END_TEST

/* By the length there follow too few bytes; or, one data byte short, the last tensor ends outside. */
START_TEST(test_open_rejects_every_truncation_and_one_byte_more)
{
    char longer[REFERENCE_SIZE + 1];
    for (size_t size = 0; size < REFERENCE_SIZE; size++)
        assert_rejected(REFERENCE, size, RWK_EPARSE,
                        size < 72 ? "truncated" : "tensor attn.0: data_offsets is [0, 24], expected begin");
    assert_rejected(REFERENCE, 7, RWK_EPARSE, "a.st: truncated: 7 bytes, expected the 8 of a safetensors header's length");
    assert_rejected(REFERENCE, 71, RWK_EPARSE, "a.st: truncated: length of the header is 64, but 63 bytes follow");
    memcpy(longer, REFERENCE, REFERENCE_SIZE);
    longer[REFERENCE_SIZE] = '\0';
    assert_rejected(longer, REFERENCE_SIZE + 1, RWK_EPARSE, "a.st: data is 25 bytes long, expected 24, the end of the last tensor");
}
END_TEST

/* A good header cut short, its length told truly, is no JSON. */
START_TEST(test_open_rejects_every_truncated_header)
{
    char header[65] = "";
    for (size_t length = 0; length < 64; length++) {
        memcpy(header, REFERENCE + 8, length);
        header[length] = '\0';
        assert_rejected(composed, compose(header, 24), RWK_EPARSE, length ? "not JSON" : "a.st: the header does not begin with {");
    }
    memcpy(composed + compose("", 0), "{}", 2); /* no header, and data that look like one, or nothing at all */
    assert_rejected(composed, 10, RWK_EPARSE, "does not begin with {");
    assert_rejected(composed, 8, RWK_EPARSE, "does not begin with {");
}
END_TEST

START_TEST(test_open_rejects_absurd_header_lengths)
{
    const uint64_t absurd[] = { 100000001, UINT64_C(1) << 32, UINT64_C(1) << 63, UINT64_MAX, UINT64_MAX - 7 };
    char copy[REFERENCE_SIZE];
    memcpy(copy, REFERENCE, sizeof copy);
    for (size_t k = 0; k < sizeof absurd / sizeof absurd[0]; k++) {
        rwk_put_little((unsigned char *)copy, absurd[k], 8);
        assert_rejected(copy, sizeof copy, RWK_ERANGE, "expected at most 100000000 in a safetensors file");
    }
    rwk_put_little((unsigned char *)copy, 100000000, 8);
    assert_rejected(copy, sizeof copy, RWK_ERANGE,
                    "length of the header is 100000000, expected at most 16 MiB, what this version reads");
    rwk_put_little((unsigned char *)copy, RWK_JSON_LIMIT + 1, 8);
    assert_rejected(copy, sizeof copy, RWK_ERANGE, "expected at most 16 MiB");
    rwk_put_little((unsigned char *)copy, RWK_JSON_LIMIT, 8);
    assert_rejected(copy, sizeof copy, RWK_EPARSE, "truncated: length of the header is 16777216");
}
END_TEST

#define ONE(entry)                   "{\"a\":" entry "}"
#define KEYED(dtype, shape, offsets) ONE("{\"dtype\":" dtype ",\"shape\":" shape ",\"data_offsets\":" offsets "}")

/* Every header has 8 bytes of data behind it. */
static const struct {
    const char *header;
    rwk_status status;
    const char *reason;
} REJECTED[] = {
    { " {}", RWK_EPARSE, "does not begin with {" },
    { "[]", RWK_EPARSE, "does not begin with {" },
    { "{} {}", RWK_EPARSE, "a.st:1:4: not JSON: something follows the value" },
    { "{}", RWK_EPARSE, "data is 8 bytes long, expected 0" },
    { "{\"\xff\":{}}", RWK_EPARSE, "a.st:1:3: not JSON: the text is not UTF-8" },
    { "{\"a\\u0000\":{}}", RWK_EPARSE, "escaped NUL" },
    { ONE("1"), RWK_EPARSE, "a.st: tensor a: the entry is 1, expected an object" },
    { ONE("null"), RWK_EPARSE, "the entry is nothing, expected an object" },
    { ONE("[]"), RWK_EPARSE, "the entry is a list, expected an object" },
    { ONE("{}"), RWK_EPARSE, "dtype is nothing, expected a string" },
    { "{\"a\\nwarning: b\\u001b[31m\":{}}", RWK_EPARSE, "tensor a?warning: b?[31m: dtype is nothing" },
    { KEYED("1", "[1]", "[0,8]"), RWK_EPARSE, "dtype is 1, expected a string like \"F32\"" },
    { KEYED("NaN", "[1]", "[0,8]"), RWK_EPARSE, "dtype is NaN or Infinity" },
    { ONE("{\"dtype\":\"F64\",\"data_offsets\":[0,8]}"), RWK_EPARSE, "shape is nothing, expected a list of integers" },
    { ONE("{\"dtype\":\"F64\",\"shape\":[1]}"), RWK_EPARSE, "data_offsets is nothing, expected a list of two integers" },
    { ONE("{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8],\"scale\":1}"), RWK_EPARSE,
      "key scale is unknown, expected dtype, shape and data_offsets" },
    { ONE("{\"dtype\":\"F64\",\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}"), RWK_EPARSE, "key dtype stands twice" },
    { "{\"a\":" ENTRY("F32", "[1]", 0, 4) ",\"a\":" ENTRY("F32", "[1]", 4, 8) "}", RWK_EPARSE, "key a stands twice" },
    { KEYED("\"F64\"", "1", "[0,8]"), RWK_EPARSE, "shape is 1, expected a list of integers" },
    { KEYED("\"F64\"", "{\"0\":1}", "[0,8]"), RWK_EPARSE, "shape is an object" },
    { KEYED("\"F64\"", "\"1\"", "[0,8]"), RWK_EPARSE, "shape is \"1\"" },
    { KEYED("\"F64\"", "null", "[0,8]"), RWK_EPARSE, "shape is nothing" },
    { KEYED("\"F64\"", "[-1]", "[0,8]"), RWK_EPARSE, "a number in shape is -1, expected an integer 0 … 2^53 - 1" },
    { KEYED("\"F64\"", "[1.5]", "[0,8]"), RWK_EPARSE, "a number in shape is 1.5" },
    { KEYED("\"F64\"", "[\"1\"]", "[0,8]"), RWK_EPARSE, "a number in shape is \"1\"" },
    { KEYED("\"F64\"", "[[1]]", "[0,8]"), RWK_EPARSE, "a number in shape is a list" },
    { KEYED("\"F64\"", "[null]", "[0,8]"), RWK_EPARSE, "a number in shape is nothing" },
    { KEYED("\"F64\"", "[1e400]", "[0,8]"), RWK_EPARSE, "a number in shape is a number beyond binary64" },
    { KEYED("\"F64\"", "[9007199254740992]", "[0,8]"), RWK_EPARSE, "a number in shape is 9007199254740992" },
    { KEYED("\"F64\"", "[9007199254740991]", "[0,8]"), RWK_EPARSE, "expected 72057594037927928 bytes by dtype F64" },
    { KEYED("\"F64\"", "[4294967296,4294967296]", "[0,8]"), RWK_EOVERFLOW, "the product of shape does not fit in size_t" },
    { KEYED("\"BOOL\"", "[4294967296,4294967296]", "[0,8]"), RWK_EOVERFLOW, "the product of shape does not fit in size_t" },
    { KEYED("\"F64\"", "[4294967296,4294967296,0]", "[0,8]"), RWK_EOVERFLOW, "the product of shape" },
    { KEYED("\"F64\"", "[1073741824,2147483648]", "[0,8]"), RWK_EOVERFLOW, "the bytes of shape do not fit" }, /* 2^61 times 8 */
    { KEYED("\"F64\"", "[1,1,1,1,1,1,1,1,4294967296,4294967296]", "[0,8]"), RWK_EOVERFLOW, "the product of shape" },
    { KEYED("\"F64\"", "[1]", "{}"), RWK_EPARSE, "data_offsets is an object" },
    { KEYED("\"F64\"", "[1]", "{\"b\":0,\"e\":8}"), RWK_EPARSE, "data_offsets is an object" },
    { KEYED("\"F64\"", "[1]", "8"), RWK_EPARSE, "data_offsets is 8, expected a list of two integers" },
    { KEYED("\"F64\"", "[1]", "[]"), RWK_EPARSE, "data_offsets is a list, expected a list of two integers" },
    { KEYED("\"F64\"", "[1]", "[0]"), RWK_EPARSE, "expected a list of two integers" },
    { KEYED("\"F64\"", "[1]", "[0,8,8]"), RWK_EPARSE, "expected a list of two integers" },
    { KEYED("\"F64\"", "[1]", "[-8,0]"), RWK_EPARSE, "begin of data_offsets is -8, expected an integer" },
    { KEYED("\"F64\"", "[1]", "[0,-8]"), RWK_EPARSE, "end of data_offsets is -8" },
    { KEYED("\"F64\"", "[1]", "[0.5,8.5]"), RWK_EPARSE, "begin of data_offsets is 0.5" },
    { KEYED("\"F64\"", "[1]", "[8,0]"), RWK_EPARSE, "data_offsets is [8, 0], expected begin <= end <= 8, the bytes of data" },
    { KEYED("\"F64\"", "[2]", "[0,16]"), RWK_EPARSE, "data_offsets is [0, 16], expected begin <= end <= 8" },
    { KEYED("\"F64\"", "[1]", "[9007199254740983,9007199254740991]"), RWK_EPARSE, "expected begin <= end <= 8" },
    { KEYED("\"F64\"", "[1]", "[0,18446744073709551615]"), RWK_EPARSE, "end of data_offsets is 1.8446744073709552e+19" },
    { KEYED("\"F64\"", "[2]", "[0,8]"), RWK_EPARSE,
      "a.st: tensor a: data_offsets is [0, 8], expected 16 bytes by dtype F64 and shape" },
    { KEYED("\"F32\"", "[]", "[0,8]"), RWK_EPARSE, "expected 4 bytes by dtype F32" },
    { KEYED("\"I32\"", "[1]", "[4,8]"), RWK_EPARSE, "data_offsets is [4, 8], expected begin 0 (a hole before it)" },
    { KEYED("\"I32\"", "[1]", "[0,4]"), RWK_EPARSE, "data is 8 bytes long, expected 4" },
    { KEYED("\"BOOL\"", "[1]", "[0,4]"), RWK_EPARSE, "data is 8 bytes long, expected 4" },
    { "{\"a\":" ENTRY("I32", "[2]", 0, 8) ",\"b\":" ENTRY("I32", "[1]", 4, 8) "}", RWK_EPARSE,
      "a.st: tensor b: data_offsets is [4, 8], expected begin 8 (it overlaps another)" },
    { "{\"a\":" ENTRY("I32", "[2]", 0, 8) ",\"b\":" ENTRY("I32", "[2]", 0, 8) "}", RWK_EPARSE, "tensor b: data_offsets is [0, 8]" },
    { "{\"a\":" ENTRY("F16", "[1]", 0, 2) ",\"b\":" ENTRY("I32", "[1]", 4, 8) "}", RWK_EPARSE,
      "expected begin 2 (a hole before it)" },
    { "{\"a\":" ENTRY("F64", "[1]", 0, 8) ",\"e\":" ENTRY("F64", "[0]", 4, 4) "}", RWK_EPARSE, "it overlaps another" },
    { "{\"__metadata__\":1,\"a\":" ENTRY("F64", "[1]", 0, 8) "}", RWK_EPARSE,
      "a.st: __metadata__ is 1, expected an object of strings" },
    { "{\"__metadata__\":null,\"a\":" ENTRY("F64", "[1]", 0, 8) "}", RWK_EPARSE, "__metadata__ is nothing" },
    { "{\"__metadata__\":{\"k\":1},\"a\":" ENTRY("F64", "[1]", 0, 8) "}", RWK_EPARSE,
      "a.st: __metadata__: key k is 1, expected a string" },
    { "{\"__metadata__\":{\"k\":NaN},\"a\":" ENTRY("F64", "[1]", 0, 8) "}", RWK_EPARSE, "key k is NaN or Infinity" },
};

START_TEST(test_open_rejects_hostile_headers)
{
    for (size_t k = 0; k < sizeof REJECTED / sizeof REJECTED[0]; k++)
        assert_rejected(composed, compose(REJECTED[k].header, 8), REJECTED[k].status, REJECTED[k].reason);
}
END_TEST

START_TEST(test_open_rejects_a_nul_in_the_header)
{
    char copy[REFERENCE_SIZE];
    for (size_t at = 8; at < 72; at++) {
        memcpy(copy, REFERENCE, sizeof copy);
        copy[at] = '\0';
        assert_rejected(copy, sizeof copy, RWK_EPARSE, at == 8 ? "does not begin with {" : "not JSON");
    }
}
END_TEST

/* ---- writing ---- */

static char *written;
static size_t written_size;

static rwk_status write_header(const rwk_safetensors_entry entries[], size_t n, const rwk_safetensors_pair metadata[],
                               size_t n_metadata, rwk_diag *diag)
{
    FILE *out = open_memstream(&written, &written_size);
    const rwk_status status = rwk_safetensors_put_header(out, entries, n, metadata, n_metadata, diag);
    fclose(out);
    return status;
}

static void assert_written(const void *want, size_t size)
{
    ck_assert_uint_eq(written_size, size);
    ck_assert_mem_eq(written, want, size);
    free(written);
}

/* All four are what the reference implementation's own tests expect: no padding, padding, nothing at all, metadata alone. */
START_TEST(test_header_is_the_bytes_of_the_reference)
{
    const rwk_safetensors_entry attn = { "attn.0", RWK_ELEMENT_F32, 3, { 1, 2, 3 } };
    const rwk_safetensors_entry attn0 = { "attn0", RWK_ELEMENT_F32, 4, { 1, 1, 2, 3 } };
    const rwk_safetensors_pair framework = { "framework", "pt" };
    const char padded[] = "\x48\0\0\0\0\0\0\0{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       ";
    const char metadata[] = "\x28\0\0\0\0\0\0\0{\"__metadata__\":{\"framework\":\"pt\"}}     ";
    ck_assert_status(write_header(&attn, 1, NULL, 0, NULL), RWK_OK);
    assert_written(REFERENCE, 72);
    ck_assert_status(write_header(&attn0, 1, NULL, 0, NULL), RWK_OK);
    assert_written(padded, sizeof padded - 1);
    ck_assert_status(write_header(NULL, 0, NULL, 0, NULL), RWK_OK);
    assert_written("\x08\0\0\0\0\0\0\0{}      ", 16);
    ck_assert_status(write_header(NULL, 0, &framework, 1, NULL), RWK_OK);
    assert_written(metadata, sizeof metadata - 1);
}
END_TEST

static const rwk_safetensors_entry SEVERAL[] = {
    { "A \"quoted\\\" \n name", RWK_ELEMENT_BF16, 1, { 3 } },
    { "Z", RWK_ELEMENT_F64, 2, { 0, 5 } },
    { "a", RWK_ELEMENT_I64, 0, { 0 } },
    { "a.b", RWK_ELEMENT_F16, 8, { 1, 1, 1, 1, 1, 1, 1, 2 } },
    { "\xc3\xa9", RWK_ELEMENT_I32, 2, { 2, 1 } },
};
enum { N_SEVERAL = sizeof SEVERAL / sizeof SEVERAL[0] };

START_TEST(test_header_layout)
{
    const rwk_safetensors_pair pairs[] = { { "z", "1" }, { "a", "\"" } };
    const char want[] = "{\"__metadata__\":{\"z\":\"1\",\"a\":\"\\\"\"},"
                        "\"A \\\"quoted\\\\\\\" \\u000a name\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,6]},"
                        "\"Z\":{\"dtype\":\"F64\",\"shape\":[0,5],\"data_offsets\":[6,6]},"
                        "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[6,14]},"
                        "\"a.b\":{\"dtype\":\"F16\",\"shape\":[1,1,1,1,1,1,1,2],\"data_offsets\":[14,18]},"
                        "\"\xc3\xa9\":{\"dtype\":\"I32\",\"shape\":[2,1],\"data_offsets\":[18,26]}}";
    ck_assert_status(write_header(SEVERAL, N_SEVERAL, pairs, 2, NULL), RWK_OK);
    ck_assert_uint_eq(written_size % 8, 0);
    ck_assert_uint_eq(rwk_get_little((const unsigned char *)written, 8), written_size - 8);
    ck_assert_mem_eq(written + 8, want, sizeof want - 1);
    for (size_t i = 8 + sizeof want - 1; i < written_size; i++) ck_assert_int_eq(written[i], ' ');
    ck_assert_uint_lt(written_size - (8 + sizeof want - 1), 8);
    free(written);
}
END_TEST

START_TEST(test_header_and_reader_are_inverse)
{
    const rwk_safetensors_pair pair = { "\t\x7f key", "\xe2\x82\xac\r\n\"" };
    rwk_safetensors file = { 0 };
    ck_assert_status(write_header(SEVERAL, N_SEVERAL, &pair, 1, NULL), RWK_OK);
    unsigned char *bytes = calloc(written_size + 26, 1);
    memcpy(bytes, written, written_size);
    ck_assert_status(open_exact(&file, bytes, written_size + 26, NULL), RWK_OK);
    ck_assert_uint_eq(file.n, N_SEVERAL);
    for (size_t k = 0; k < N_SEVERAL; k++) {
        rwk_tensor t;
        ck_assert_status(rwk_safetensors_find(&t, &file, SEVERAL[k].name, NULL), RWK_OK);
        ck_assert_int_eq(t.element, SEVERAL[k].element);
        ck_assert_uint_eq(t.n_dims, SEVERAL[k].n_dims);
        ck_assert_mem_eq(t.shape, SEVERAL[k].shape, sizeof t.shape);
    }
    ck_assert_str_eq(rwk_safetensors_metadata(&file, pair.key), pair.value);
    close_exact(&file);
    free(bytes);
    free(written);
}
END_TEST

static void assert_unwritten(const rwk_safetensors_entry entries[], size_t n, const rwk_safetensors_pair metadata[],
                             size_t n_metadata, rwk_status want, const char *reason)
{
    rwk_diag diag = { 0 };
    ck_assert_status(write_header(entries, n, metadata, n_metadata, &diag), want);
    if (!strstr(diag.text, reason)) ck_abort_msg("got: %s\nwant: %s", diag.text, reason);
    ck_assert_uint_eq(written_size, 0);
    free(written);
}

START_TEST(test_header_statuses_write_nothing)
{
    const rwk_safetensors_entry unsorted[] = { { "b", RWK_ELEMENT_F32, 0, { 0 } }, { "a", RWK_ELEMENT_F32, 0, { 0 } } };
    const rwk_safetensors_entry twice[] = { { "a", RWK_ELEMENT_F32, 0, { 0 } }, { "a", RWK_ELEMENT_F32, 0, { 0 } } };
    const rwk_safetensors_entry utf8[] = { { "\xc3\xa9", RWK_ELEMENT_F32, 0, { 0 } }, { "z", RWK_ELEMENT_F32, 0, { 0 } } };
    const rwk_safetensors_entry large[] = { { "a", RWK_ELEMENT_F16, 1, { SIZE_MAX / 2 } }, { "b", RWK_ELEMENT_F16, 1, { 1 } } };
    const rwk_safetensors_entry wraps = { "a", RWK_ELEMENT_F16, 2, { SIZE_MAX / 2, 2 } };
    const rwk_safetensors_entry deep = { "a", RWK_ELEMENT_F16, 9, { 1, 1, 1, 1, 1, 1, 1, 1 } };
    const rwk_safetensors_entry reserved = { "__metadata__", RWK_ELEMENT_F16, 0, { 0 } };
    const rwk_safetensors_entry broken = { "\xff", RWK_ELEMENT_F16, 0, { 0 } };
    const rwk_safetensors_pair pairs[] = { { "k", "1" }, { "k", "2" } }, bad = { "k", "\xc3(" };
    assert_unwritten(unsorted, 2, NULL, 0, RWK_ERANGE, "safetensors: tensor a behind b, expected names sorted by bytes, each once");
    assert_unwritten(twice, 2, NULL, 0, RWK_ERANGE, "tensor a behind a");
    assert_unwritten(utf8, 2, NULL, 0, RWK_ERANGE, "tensor z behind");
    assert_unwritten(large, 2, NULL, 0, RWK_EOVERFLOW, "safetensors: tensor b: its end does not fit in size_t");
    assert_unwritten(&wraps, 1, NULL, 0, RWK_EOVERFLOW, "tensor a: its end does not fit");
    assert_unwritten(&deep, 1, NULL, 0, RWK_EUNSUPPORTED, "tensor a: 9 dimensions, expected at most 8");
    assert_unwritten(&reserved, 1, NULL, 0, RWK_ERANGE, "called __metadata__");
    assert_unwritten(&broken, 1, NULL, 0, RWK_EPARSE, "not UTF-8");
    assert_unwritten(NULL, 0, pairs, 2, RWK_EPARSE, "key k stands twice");
    assert_unwritten(NULL, 0, &bad, 1, RWK_EPARSE, "not UTF-8");
}
END_TEST

START_TEST(test_header_is_never_longer_than_the_reader_takes)
{
    char *name = malloc(RWK_JSON_LIMIT + 1);
    memset(name, 'x', RWK_JSON_LIMIT);
    name[RWK_JSON_LIMIT] = '\0';
    const rwk_safetensors_pair pair = { "k", name };
    assert_unwritten(NULL, 0, &pair, 1, RWK_ERANGE, "16 MiB");
    free(name);
}
END_TEST

TEST_MAIN("safetensors", test_open_reads_what_the_reference_writes, test_names_are_in_the_order_of_the_data,
          test_metadata_are_strings_by_key, test_find_statuses_leave_the_tensor_alone, test_find_lists_what_fits,
          test_open_rejects_every_truncation_and_one_byte_more, test_open_rejects_every_truncated_header,
          test_open_rejects_absurd_header_lengths, test_open_rejects_hostile_headers, test_open_rejects_a_nul_in_the_header,
          test_header_is_the_bytes_of_the_reference, test_header_layout, test_header_and_reader_are_inverse,
          test_header_statuses_write_nothing, test_header_is_never_longer_than_the_reader_takes)
