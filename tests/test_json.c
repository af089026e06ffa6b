/* SPDX-License-Identifier: MIT */
/* Tests core/json, json_scan and json_write: what RFC 8259 allows and nothing else, places of errors, numbers that survive. */
#define _POSIX_C_SOURCE 200809L
#include "core/json.h"

#include "core/json_scan.h"
#include "core/json_write.h"
#include "testing.h"

typedef struct {
    const char *text;
    size_t size; /* 0: up to the NUL */
} sample;

static rwk_status parse(rwk_json **root, const char *text, size_t size, rwk_diag *diag)
{
    return rwk_json_parse(root, text, size, "t.json", diag);
}

static const sample ACCEPTED[] = {
    { "0", 0 },
    { "-0", 0 },
    { "-0.0", 0 },
    { "0e0", 0 },
    { "0E+41", 0 },
    { "1e-137", 0 },
    { "10.01", 0 },
    { "-137.25e-2", 0 },
    { "1e400", 0 },
    { "-1e400", 0 },
    { "1e-400", 0 },
    { "9007199254740993", 0 },
    { " \t\n\r137 \t\n\r", 0 },
    { "true", 0 },
    { "false", 0 },
    { "null", 0 },
    { "\"\"", 0 },
    { "[]", 0 },
    { "{}", 0 },
    { "[ ]", 0 },
    { "{ }", 0 },
    { "[1,2]", 0 },
    { "[[],{},\"\"]", 0 },
    { "{\"\":0}", 0 },
    { "{\"a\" : [ 1 , 2 ] }", 0 },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 0 },
    { "\"\\u00e9\\uABCD\\uFfFe\"", 0 },
    { "\"\\ud83d\\ude00\"", 0 },
    { "\"\xc3\xa9\"", 0 },
    { "\"\xe2\x82\xac\"", 0 },
    { "\"\xf0\x9f\x98\x80\"", 0 },
    { "\"\xf4\x8f\xbf\xbf\"", 0 },
    { "\"\xed\x9f\xbf\"", 0 },
    { "\"\xee\x80\x80\"", 0 },
    { "\"\xc2\x80\"", 0 },
    { "\"\xe0\xa0\x80\"", 0 },
    { "\"\xf0\x90\x80\x80\"", 0 },
    { "\"\x7f\"", 0 },
    { "{\"a\":1,\"A\":2}", 0 },
    { "{\"a\":{\"a\":{\"a\":1}}}", 0 },
    { "[{\"a\":1},{\"a\":2}]", 0 },
    { "NaN", 0 },
    { "[Infinity,-Infinity,NaN]", 0 },
    { "{\"unused\":NaN,\"x\":1}", 0 },
    { "\"NaN\"", 0 },
};

static const sample REJECTED[] = {
    { "", 0 },
    { " ", 0 },
    { "\n\n", 0 },
    { "01", 0 },
    { "-01", 0 },
    { "00", 0 },
    { "1.", 0 },
    { ".5", 0 },
    { "-.5", 0 },
    { "+1", 0 },
    { "1e", 0 },
    { "1e+", 0 },
    { "1E-", 0 },
    { "-", 0 },
    { "--1", 0 },
    { "1.e3", 0 },
    { "0x10", 0 },
    { "1_000", 0 },
    { "1 2", 0 },
    { "1,", 0 },
    { "[1,]", 0 },
    { "[,1]", 0 },
    { "[1 2]", 0 },
    { "[1", 0 },
    { "1]", 0 },
    { "[1}", 0 },
    { "[", 0 },
    { "]", 0 },
    { "{\"a\":1,}", 0 },
    { "{,}", 0 },
    { "{\"a\"}", 0 },
    { "{\"a\" 1}", 0 },
    { "{\"a\":}", 0 },
    { "{a:1}", 0 },
    { "{1:1}", 0 },
    { "{'a':1}", 0 },
    { "{\"a\":1", 0 },
    { "{\"a\":1]", 0 },
    { "{\"a\":1 \"b\":2}", 0 },
    { "{\"a\":1,\"a\":2}", 0 },
    { "{\"a\":1,\"\\u0061\":2}", 0 },
    { "{\"x\":[{\"k\":0,\"m\":1,\"k\":0}]}", 0 },
    { "True", 0 },
    { "tru", 0 },
    { "truee", 0 },
    { "nul", 0 },
    { "nan", 0 },
    { "NaNN", 0 },
    { "Infinit", 0 },
    { "-NaN", 0 },
    { "+Infinity", 0 },
    { "inf", 0 },
    { "undefined", 0 },
    { "// x\n1", 0 },
    { "/* */1", 0 },
    { "1 # x", 0 },
    { "\"", 0 },
    { "\"a", 0 },
    { "'a'", 0 },
    { "\"a\nb\"", 0 },
    { "\"a\tb\"", 0 },
    { "\"\x01\"", 0 },
    { "\"\x1f\"", 0 },
    { "\"\\a\"", 0 },
    { "\"\\x41\"", 0 },
    { "\"\\'\"", 0 },
    { "\"\\\"", 0 },
    { "\"\\u12\"", 0 },
    { "\"\\u12g4\"", 0 },
    { "\"\\U0041\"", 0 },
    { "\"\\u+123\"", 0 },
    { "\"\\u0000\"", 0 },
    { "{\"a\\u0000b\":1}", 0 },
    { "\"\\ud83d\"", 0 },
    { "\"\\ude00\"", 0 },
    { "\"\\ud83dx\"", 0 },
    { "\"\\ud83d\\u0041\"", 0 },
    { "\"\\ud83d\\ud83d\"", 0 },
    { "\"\\ud83d\\n\"", 0 },
    { "\"\x80\"", 0 },
    { "\"\xc3\"", 0 },
    { "\"\xc3(\"", 0 },
    { "\"\xc0\xaf\"", 0 },
    { "\"\xc1\xbf\"", 0 },
    { "\"\xe0\x9f\xbf\"", 0 },
    { "\"\xed\xa0\x80\"", 0 },
    { "\"\xe2\x82\"", 0 },
    { "\"\xf0\x8f\xbf\xbf\"", 0 },
    { "\"\xf0\x9f\x98\"", 0 },
    { "\"\xf4\x90\x80\x80\"", 0 },
    { "\"\xf5\x80\x80\x80\"", 0 },
    { "\"\xff\"", 0 },
    { "\xef\xbb\xbf{}", 0 },
    { "\xc2\xa0"
      "1",
      0 },
    { "\v1", 0 },
    { "\f1", 0 },
    { "1\0", 2 },
    { "\0", 1 },
    { "[1,\0 2]", 7 },
    { "\"a\0b\"", 5 },
    { "{}\0{}", 5 },
};

START_TEST(test_parse_accepts_what_the_rfc_allows)
{
    for (size_t k = 0; k < sizeof ACCEPTED / sizeof ACCEPTED[0]; k++) {
        rwk_diag diag = { 0 };
        rwk_json *root = NULL;
        if (parse(&root, ACCEPTED[k].text, strlen(ACCEPTED[k].text), &diag) != RWK_OK)
            ck_abort_msg("%s: %s", ACCEPTED[k].text, diag.text);
        ck_assert_ptr_nonnull(root);
        rwk_json_free(root);
    }
}
END_TEST

START_TEST(test_parse_rejects_everything_else)
{
    for (size_t k = 0; k < sizeof REJECTED / sizeof REJECTED[0]; k++) {
        const size_t size = REJECTED[k].size ? REJECTED[k].size : strlen(REJECTED[k].text);
        rwk_diag diag = { 0 };
        rwk_json *root = (rwk_json *)&diag;
        if (parse(&root, REJECTED[k].text, size, &diag) != RWK_EPARSE) ck_abort_msg("accepted: %s", REJECTED[k].text);
        ck_assert_ptr_eq(root, (rwk_json *)&diag);
        ck_assert_int_eq(strncmp(diag.text, "t.json:", 7), 0);
        ck_assert_ptr_null(strchr(diag.text, '\n'));
    }
}
END_TEST

/* Every truncation of a valid text is invalid (but for the whole); nothing is read beyond `size`. */
START_TEST(test_parse_rejects_every_truncation)
{
    const char whole[] = "{\"a\": [1.5e3, \"\xc3\xa9\\u00e9\", null], \"b\": {\"c\": true}}";
    for (size_t size = 0; size < sizeof whole - 1; size++) {
        char *exact = malloc(size ? size : 1); /* so that a sanitizer sees one byte too many */
        memcpy(exact, whole, size);
        rwk_json *root;
        ck_assert_status(parse(&root, exact, size, NULL), RWK_EPARSE);
        free(exact);
    }
}
END_TEST

static void assert_nested(int depth, char open, const char *close, rwk_status want)
{
    char text[1024] = "";
    size_t n = 0;
    for (int i = 0; i < depth; i++) n += (size_t)snprintf(text + n, sizeof text - n, open == '[' ? "[" : "{\"k\":");
    n += (size_t)snprintf(text + n, sizeof text - n, open == '[' ? "" : "0");
    for (int i = 0; i < depth; i++) n += (size_t)snprintf(text + n, sizeof text - n, "%s", close);
    rwk_json *root = NULL;
    ck_assert_status(parse(&root, text, n, NULL), want);
    rwk_json_free(root);
}

START_TEST(test_parse_limits_the_depth_to_32)
{
    ck_assert_int_eq(RWK_JSON_DEPTH, 32);
    assert_nested(32, '[', "]", RWK_OK);
    assert_nested(33, '[', "]", RWK_EPARSE);
    assert_nested(32, '{', "}", RWK_OK);
    assert_nested(33, '{', "}", RWK_EPARSE);
}
END_TEST

START_TEST(test_parse_limits_numbers_to_63_characters)
{
    char digits[80];
    memset(digits, '1', sizeof digits);
    rwk_json *root = NULL;
    double x = 0;
    ck_assert_status(parse(&root, digits, 63, NULL), RWK_OK);
    ck_assert(rwk_json_number(&x, root));
    ck_assert_same_bits(x, 1.11111111111111111e62);
    rwk_json_free(root);
    ck_assert_status(parse(&root, digits, 64, NULL), RWK_EPARSE);
    digits[0] = '-';
    ck_assert_status(parse(&root, digits, 64, NULL), RWK_EPARSE);
    memcpy(digits, "0.", 2);
    ck_assert_status(parse(&root, digits, 63, NULL), RWK_OK);
    rwk_json_free(root);
    ck_assert_status(parse(&root, digits, 64, NULL), RWK_EPARSE);
}
END_TEST

START_TEST(test_parse_limits_the_size)
{
    char *blanks = malloc(RWK_JSON_LIMIT + 1);
    memset(blanks, ' ', RWK_JSON_LIMIT + 1);
    blanks[0] = '7';
    rwk_json *root = NULL;
    ck_assert_status(parse(&root, blanks, RWK_JSON_LIMIT, NULL), RWK_OK);
    rwk_json_free(root);
    rwk_json *const before = root;
    ck_assert_status(parse(&root, blanks, RWK_JSON_LIMIT + 1, NULL), RWK_ERANGE);
    ck_assert_status(parse(&root, blanks, SIZE_MAX, NULL), RWK_ERANGE);
    ck_assert_ptr_eq(root, before);
    free(blanks);
}
END_TEST

/* Lines and columns counted by hand, from 1, columns in bytes. */
START_TEST(test_parse_says_line_and_column)
{
    const char *const cases[][2] = {
        { "{\"a\": 01}", "t.json:1:8: not JSON: a number has a leading zero" },
        { "{\n  \"a\": 1,\n  \"b\" 2\n}", "t.json:3:7: not JSON: a colon is missing behind a key" },
        { "[1,\n2,\n\n]", "t.json:4:1: not JSON: a value is missing" },
        { "137 41", "t.json:1:5: not JSON: something follows the value" },
        { "\"abc", "t.json:1:5: not JSON: the text ends inside a string" },
        { "", "t.json:1:1: not JSON: the text ends, or holds a NUL byte, where a value should be" },
        { "[\"\xc3\xa9\", \"\xff\"]", "t.json:1:9: not JSON: the text is not UTF-8" },
        { "{\"factor\": 1, \"factor\": 2}", "t.json: key factor stands twice in one object" },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_diag diag = { 0 };
        rwk_json *root;
        ck_assert_status(parse(&root, cases[k][0], strlen(cases[k][0]), &diag), RWK_EPARSE);
        ck_assert_str_eq(diag.text, cases[k][1]);
    }
}
END_TEST

/* The reason is one line, whatever the document holds. */
START_TEST(test_parse_reason_is_one_line_for_a_hostile_key)
{
    const char text[] = "{\"a\\nwarning: b\\u001b[31m\":1,\"a\\nwarning: b\\u001b[31m\":2}";
    rwk_diag diag = { 0 };
    rwk_json *root;
    ck_assert_status(parse(&root, text, sizeof text - 1, &diag), RWK_EPARSE);
    for (const char *p = diag.text; *p; p++) ck_assert_int_ge((unsigned char)*p, 0x20);
}
END_TEST

START_TEST(test_scan_replaces_not_finite_in_place)
{
    char text[] = "[NaN, Infinity , -Infinity]";
    ck_assert_status(rwk_json_scan(text, strlen(text), "t", NULL), RWK_OK);
    ck_assert_str_eq(text, "[\"\x7f\", \"\x7f\"      , \"\x7f\"      ]"); /* by hand: three characters, then blanks */
}
END_TEST

START_TEST(test_scan_statuses)
{
    char *blanks = malloc(RWK_JSON_LIMIT + 2), broken[] = "[1,";
    rwk_diag diag = { 0 };
    memset(blanks, ' ', RWK_JSON_LIMIT + 1);
    blanks[RWK_JSON_LIMIT + 1] = '\0';
    ck_assert_status(rwk_json_scan(blanks, RWK_JSON_LIMIT + 1, "t", &diag), RWK_ERANGE);
    ck_assert_ptr_nonnull(strstr(diag.text, "t: longer"));
    ck_assert_status(rwk_json_scan(broken, 3, "t", &diag), RWK_EPARSE);
    free(blanks);
}
END_TEST

static rwk_json *parsed(const char *text)
{
    rwk_json *root = NULL;
    ck_assert_status(parse(&root, text, strlen(text), NULL), RWK_OK);
    return root;
}

START_TEST(test_number_takes_finite_numbers_only)
{
    rwk_json *root =
        parsed("{\"x\":2.385,\"z\":-0.0,\"nan\":NaN,\"inf\":-Infinity,\"big\":1e400,\"s\":\"1\",\"b\":true,\"n\":null}");
    const char *const bad[] = { "nan", "inf", "big", "s", "b", "n", "absent" };
    double x = UNTOUCHED;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) ck_assert(!rwk_json_number(&x, rwk_json_get(root, bad[k])));
    ck_assert(is_untouched(&x, 1));
    ck_assert(rwk_json_number(&x, rwk_json_get(root, "x")));
    ck_assert_same_bits(x, 2.385);
    ck_assert(rwk_json_number(&x, rwk_json_get(root, "z")));
    ck_assert_same_bits(x, -0.0);
    rwk_json_free(root);
}
END_TEST

START_TEST(test_bool_and_string_take_their_kind_only)
{
    rwk_json *root = parsed("[true,false,\"\\u20ac\\n\",1,null,{},[]]");
    const rwk_json *node = rwk_json_first(root);
    bool flag = false;
    ck_assert(rwk_json_bool(&flag, node) && flag);
    node = rwk_json_next(node);
    ck_assert(rwk_json_bool(&flag, node) && !flag);
    ck_assert_ptr_null(rwk_json_string(node));
    node = rwk_json_next(node);
    ck_assert_str_eq(rwk_json_string(node), "\xe2\x82\xac\n");
    for (flag = true; node; node = rwk_json_next(node)) ck_assert(!rwk_json_bool(&flag, node));
    ck_assert(flag && !rwk_json_bool(&flag, NULL));
    ck_assert_ptr_null(rwk_json_string(NULL));
    rwk_json_free(root);
}
END_TEST

START_TEST(test_get_walks_keys_with_case_and_skips_null)
{
    rwk_json *root = parsed("{\"b\":{\"k\":41},\"B\":null,\"c\":[{\"k\":1}]}");
    const rwk_json *b = rwk_json_first(root);
    ck_assert_str_eq(rwk_json_key(b), "b");
    ck_assert_str_eq(rwk_json_key(rwk_json_next(b)), "B");
    ck_assert_ptr_eq(rwk_json_get(root, "b"), b);
    ck_assert_ptr_null(rwk_json_get(root, "B"));
    ck_assert_ptr_null(rwk_json_get(root, "k"));
    ck_assert_ptr_null(rwk_json_get(rwk_json_get(root, "c"), "k"));
    ck_assert_ptr_null(rwk_json_get(NULL, "k"));
    ck_assert_ptr_null(rwk_json_first(NULL));
    ck_assert_ptr_null(rwk_json_key(rwk_json_first(rwk_json_get(root, "c"))));
    ck_assert(rwk_json_is_object(b) && !rwk_json_is_object(rwk_json_get(root, "c")) && !rwk_json_is_object(NULL));
    rwk_json_free(root);
    rwk_json_free(NULL);
}
END_TEST

START_TEST(test_describe_names_every_kind)
{
    const char *const cases[][2] = { { "-3", "-3" },       { "2.5", "2.5" },      { "\"abc\"", "\"abc\"" },
                                     { "[1]", "a list" },  { "{}", "an object" }, { "true", "true" },
                                     { "false", "false" }, { "null", "nothing" }, { "-Infinity", "NaN or Infinity" } };
    char buffer[80];
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_json *root = parsed(cases[k][0]);
        ck_assert_str_eq(rwk_json_describe(buffer, sizeof buffer, root), cases[k][1]);
        ck_assert_uint_le(strlen(rwk_json_describe(buffer, 3, root)), 2);
        rwk_json_free(root);
    }
    ck_assert_str_eq(rwk_json_describe(buffer, sizeof buffer, NULL), "nothing");
}
END_TEST

START_TEST(test_describe_is_one_line_for_a_hostile_string)
{
    char buffer[80];
    rwk_json *root = parsed("\"a\\nwarning: b\\u001b[31m\"");
    for (const char *p = rwk_json_describe(buffer, sizeof buffer, root); *p; p++) ck_assert_int_ge((unsigned char)*p, 0x20);
    rwk_json_free(root);
}
END_TEST

START_TEST(test_parse_names_a_byte_order_mark)
{
    rwk_diag diag = { 0 };
    rwk_json *root = NULL;
    ck_assert_status(rwk_json_parse(&root, "\xef\xbb\xbf{}", 5, "t.json", &diag), RWK_EPARSE);
    ck_assert_str_eq(diag.text, "t.json:1:1: not JSON: a byte order mark stands before the value");
}
END_TEST

START_TEST(test_string_is_not_the_sign_for_nan)
{
    rwk_json *root = parsed("[NaN, \"NaN\"]");
    ck_assert_ptr_null(rwk_json_string(rwk_json_first(root)));
    ck_assert_str_eq(rwk_json_string(rwk_json_next(rwk_json_first(root))), "NaN");
    rwk_json_free(root);
}
END_TEST

START_TEST(test_read_statuses)
{
    rwk_diag diag = { 0 };
    rwk_json *root = NULL;
    ck_assert_status(rwk_json_read(&root, "tests/data/absent-137.json", &diag), RWK_EOPEN);
    ck_assert_status(rwk_json_read(&root, "tests", &diag), RWK_EOPEN);
    ck_assert_status(rwk_json_read(&root, "tests/data/not-json.json", &diag), RWK_EPARSE);
    ck_assert_int_eq(strncmp(diag.text, "tests/data/not-json.json:3:1: ", 30), 0);
    ck_assert_status(rwk_json_read(&root, "/dev/zero", &diag), RWK_ERANGE);
    ck_assert_ptr_null(root);
    ck_assert_status(rwk_json_read(&root, "tests/data/llama-2-7b.json", &diag), RWK_OK);
    rwk_json_free(root);
}
END_TEST

static double random_double(rwk_rng *rng)
{
    double x;
    do {
        const uint64_t bits = rwk_rng_next(rng);
        memcpy(&x, &bits, sizeof x);
    } while (!isfinite(x));
    return x;
}

START_TEST(test_decimal_survives_bit_for_bit)
{
    rwk_rng rng = { 20210420 };
    char buffer[32];
    for (int i = 0; i < 100000; i++) {
        const double x = i % 2 ? random_double(&rng) : random_of(&rng, RWK_F64);
        ck_assert_same_bits(strtod(rwk_decimal(buffer, x), NULL), x);
    }
}
END_TEST

/* Shortest of 15, 16, 17 digits: Python's repr gives the same numbers as 0.1, 0.30000000000000004, 2.385. */
START_TEST(test_decimal_of_literals)
{
    const struct {
        double x;
        const char *text;
    } cases[] = { { 0.1, "0.1" },
                  { 0.1 + 0.2, "0.30000000000000004" },
                  { 2.385, "2.385" },
                  { -0.0, "-0" },
                  { 1e23, "1e+23" },
                  { 137, "137" },
                  { 0x1p-1074, "4.94065645841247e-324" },
                  { 0x1.fffffffffffffp1023, "1.7976931348623157e+308" },
                  { 65536, "65536" } };
    char buffer[32];
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) ck_assert_str_eq(rwk_decimal(buffer, cases[k].x), cases[k].text);
}
END_TEST

static char *written;
static size_t written_size;

static rwk_json_writer begin(FILE **out)
{
    *out = open_memstream(&written, &written_size);
    ck_assert_ptr_nonnull(*out);
    return rwk_json_begin(*out);
}

/* The layout, as a picture. */
START_TEST(test_writer_layout)
{
    FILE *out;
    rwk_json_writer w = begin(&out);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "name", "137");
    rwk_json_open(&w, "list", '[');
    rwk_json_put_number(&w, NULL, 2.385);
    rwk_json_put_bool(&w, NULL, true);
    rwk_json_put_number(&w, NULL, NAN);
    rwk_json_open(&w, NULL, '{');
    rwk_json_close(&w, '}');
    rwk_json_close(&w, ']');
    rwk_json_open(&w, "empty", '[');
    rwk_json_close(&w, ']');
    rwk_json_put_bool(&w, "no", false);
    rwk_json_put_number(&w, "inf", -INFINITY);
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
    fclose(out);
    ck_assert_str_eq(written, "{\n"
                              "  \"name\": \"137\",\n"
                              "  \"list\": [\n"
                              "    2.385,\n"
                              "    true,\n"
                              "    null,\n"
                              "    {}\n"
                              "  ],\n"
                              "  \"empty\": [],\n"
                              "  \"no\": false,\n"
                              "  \"inf\": null\n"
                              "}\n");
    free(written);
}
END_TEST

START_TEST(test_writer_escapes)
{
    FILE *out;
    rwk_json_writer w = begin(&out);
    rwk_json_put_string(&w, NULL, "\"\\/\n\x1f\x7f\xc3\xa9");
    rwk_json_end(&w);
    fclose(out);
    ck_assert_str_eq(written, "\"\\\"\\\\/\\u000a\\u001f\x7f\xc3\xa9\"\n");
    free(written);
}
END_TEST

/* Every byte but NUL that is valid UTF-8 comes back through the reader, as value and as key. */
START_TEST(test_writer_and_reader_are_inverse)
{
    char text[200] = "";
    for (int c = 1; c < 128; c++) text[c - 1] = (char)c;
    strcat(text, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    FILE *out;
    rwk_json_writer w = begin(&out);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, text, text);
    rwk_json_put_number(&w, "x", 0x1.999999999999ap-4);
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
    fclose(out);
    rwk_json *root = parsed(written);
    double x = 0;
    ck_assert_str_eq(rwk_json_string(rwk_json_get(root, text)), text);
    ck_assert(rwk_json_number(&x, rwk_json_get(root, "x")));
    ck_assert_same_bits(x, 0x1.999999999999ap-4);
    rwk_json_free(root);
    free(written);
}
END_TEST

TEST_MAIN("json", test_parse_accepts_what_the_rfc_allows, test_parse_rejects_everything_else, test_parse_rejects_every_truncation,
          test_parse_limits_the_depth_to_32, test_parse_limits_numbers_to_63_characters, test_parse_limits_the_size,
          test_parse_says_line_and_column, test_parse_reason_is_one_line_for_a_hostile_key, test_scan_replaces_not_finite_in_place,
          test_scan_statuses, test_number_takes_finite_numbers_only, test_bool_and_string_take_their_kind_only,
          test_get_walks_keys_with_case_and_skips_null, test_describe_names_every_kind,
          test_describe_is_one_line_for_a_hostile_string, test_parse_names_a_byte_order_mark, test_string_is_not_the_sign_for_nan,
          test_read_statuses, test_decimal_survives_bit_for_bit, test_decimal_of_literals, test_writer_layout, test_writer_escapes,
          test_writer_and_reader_are_inverse)
