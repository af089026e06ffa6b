/* SPDX-License-Identifier: MIT */
/* Tests formats/rwt: the prompt to the letter, answers as programs of other languages write them, and everything that is refused. */
#define _POSIX_C_SOURCE 200809L
#include "formats/rwt.h"

#include "config/config_load.h"
#include "config/config_write.h"
#include "config_text.h"
#include "testing.h"

/* What a function writes, in a buffer. */
static char written[4096];

static FILE *begin(void)
{
    memset(written, 0, sizeof written);
    FILE *out = fmemopen(written, sizeof written - 1, "w");
    ck_assert_ptr_nonnull(out);
    return out;
}

static void assert_written(FILE *out, const char *want)
{
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(written, want);
}

/* ---- The prompt ---- */

START_TEST(test_header_to_the_letter)
{
    rwk_config c = config_of("head_dim=4,rope_theta=500000", NULL, NULL);
    FILE *out = begin();
    rwk_rwt_put_header(out, &c, RWK_F32, 2);
    assert_written(out, "rwt 1 rope.apply D=4 rot=4 base=411e848000000000 layout=half_split dtype=f32 n=2 "
                        "config={\"head_dim\":4,\"rotary_dim\":4,\"rope_theta\":500000}\n");
    c = config_of("head_dim=8,rotary_dim=4,rope_theta=0.1,rope_type=dynamic,factor=2,max_position_embeddings=64", NULL, NULL);
    c.layout = RWK_INTERLEAVED, c.scaling.seq_len = 137;
    out = begin();
    rwk_rwt_put_header(out, &c, RWK_BF16, 31);
    assert_written(out, "rwt 1 rope.apply D=8 rot=4 base=3fb999999999999a layout=interleaved dtype=bf16 n=31 seq_len=137 "
                        "config={\"head_dim\":8,\"rotary_dim\":4,\"partial_rotary_factor\":0.5,\"max_position_embeddings\":64,"
                        "\"rope_theta\":0.1,\"rope_scaling\":{\"rope_type\":\"dynamic\",\"factor\":2}}\n");
}
END_TEST

/* Bit patterns of 1, -0, the least number, infinity, by hand. */
START_TEST(test_case_to_the_letter)
{
    static const char *const WANT[RWK_N_DTYPES] = {
        [RWK_F64] = "7 -5 3ff0000000000000 8000000000000000 0000000000000001 7ff0000000000000\n",
        [RWK_F32] = "7 -5 3f800000 80000000 00000001 7f800000\n",
        [RWK_BF16] = "7 -5 3f80 8000 0001 7f80\n",
        [RWK_F16] = "7 -5 3c00 8000 0001 7c00\n",
    };
    static const double LEAST[RWK_N_DTYPES] = {
        [RWK_F64] = 0x1p-1074, [RWK_F32] = 0x1p-149, [RWK_BF16] = 0x1p-133, [RWK_F16] = 0x1p-24
    };
    const int64_t axes[] = { -5, 0, RWK_MAX_POSITION };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const double x[] = { 1, -0.0, LEAST[d], INFINITY };
        FILE *out = begin();
        rwk_rwt_put_case(out, 7, axes, 1, x, 4, (rwk_dtype)d);
        assert_written(out, WANT[d]);
    }
    FILE *out = begin();
    rwk_rwt_put_case(out, 1, axes, 3, LEAST, 0, RWK_F32);
    rwk_rwt_put_end(out);
    assert_written(out, "1 -5,0,2147483647\nend\n");
}
END_TEST

/* ---- config=: the reader has it back ---- */

static const char *const CONFIGS[] = {
    "preset:llama-2-7b",
    "preset:llama-3.1-8b",
    "preset:gpt-neox-20b",
    "preset:gpt-j-6b",
    "preset:deepseek-v3",
    "preset:qwen2-vl-7b",
    "preset:qwen2.5-7b-yarn",
    "preset:phi-3-mini-128k",
    "preset:gemma-3-4b",
    "preset:gemma-4",
    "preset:gpt-oss-20b",
    "head_dim=98,rotary_dim=6,rope_theta=1e6",
    "head_dim=6,rope_theta=7,mrope_section=[1,1,1],mrope_interleaved=true",
    "head_dim=94,rope_theta=1e-3,rope_type=proportional,partial_rotary_factor=0.52",
    "head_dim=8,rope_theta=10000,rope_type=dynamic,factor=3.7,max_position_embeddings=64",
    "head_dim=8,rope_theta=10000,rope_type=ntk,factor=1.1",
    "head_dim=8,rope_theta=10000,rope_type=linear,factor=0.3",
    "head_dim=8,rope_theta=10000,rope_type=yarn,factor=4,original_max_position_embeddings=64,attention_factor=1.25,truncate=false,"
    "mscale=0.7",
    "head_dim=4,rope_theta=7,rope_type=longrope,max_position_embeddings=64,original_max_position_embeddings=16,short_factor=[1,1],"
    "long_factor=[2,2.5],short_mscale=1.25,long_mscale=1.5",
};

START_TEST(test_config_reads_back)
{
    for (size_t k = 0; k < sizeof CONFIGS / sizeof CONFIGS[0]; k++) {
        rwk_diag diag = { 0 };
        rwk_config back, want;
        ck_assert_status(rwk_config_load(&want, CONFIGS[k], NULL, &diag), RWK_OK);
        FILE *out = begin();
        rwk_config_put_json(out, &want);
        ck_assert_int_eq(fclose(out), 0);
        if (strpbrk(written, " \n\t")) ck_abort_msg("%s: a blank in %s", CONFIGS[k], written);
        ck_assert_status(from_text(&back, written, false, NULL, &diag), RWK_OK);
        memcpy(back.layer_type, want.layer_type, sizeof back.layer_type);
        if (memcmp(&back, &want, sizeof back) != 0) ck_abort_msg("%s comes back otherwise: %s", CONFIGS[k], written);
    }
}
END_TEST

/* A blank in a name is escaped, and int(head_dim * share) of Python is the width again for every width. */
START_TEST(test_config_names_and_shares)
{
    rwk_config c = rwk_config_plain(4, 7);
    snprintf(c.model_type, sizeof c.model_type, "my own \"model\"\n");
    FILE *out = begin();
    rwk_config_put_json(out, &c);
    assert_written(out,
                   "{\"model_type\":\"my\\u0020own\\u0020\\\"model\\\"\\u000a\",\"head_dim\":4,\"rotary_dim\":4,\"rope_theta\":7}");
    for (size_t d = 4; d <= 260; d += 2)
        for (size_t part = 2; part < d; part += 2) {
            c = rwk_config_plain(d, 7), c.rotary_dim = part;
            out = begin();
            rwk_config_put_json(out, &c);
            ck_assert_int_eq(fclose(out), 0);
            const char *at = strstr(written, "\"partial_rotary_factor\":");
            ck_assert_ptr_nonnull(at);
            ck_assert_uint_eq((size_t)((double)d * strtod(strchr(at, ':') + 1, NULL)), part);
        }
}
END_TEST

/* ---- Answers ---- */

static rwk_status parse(rwk_rwt_answer *a, size_t n, size_t width, rwk_dtype dtype, const char *text, rwk_diag *diag)
{
    const size_t size = strlen(text);
    char *exact = malloc(size ? size : 1); /* not terminated, so that a sanitizer sees one byte too many */
    memcpy(exact, text, size);
    const rwk_status status = rwk_rwt_parse(a, n, width, dtype, exact, size, diag);
    free(exact);
    return status;
}

START_TEST(test_parse_answers_in_any_order)
{
    rwk_rwt_answer a = { 0 };
    const char *text = "# mine\n\n3 3f800000 80000000\r\n1\t7F800000   00000001 \n  \t\n  # later\n4 reject beyond 2048 rows\n2 "
                       "skip no\ttable  \n5 skip";
    ck_assert_status(parse(&a, 5, 2, RWK_F32, text, NULL), RWK_OK);
    const double want[] = { INFINITY, 0x1p-149, NAN, NAN, 1, -0.0, NAN, NAN, NAN, NAN };
    const rwk_rwt_reply replies[] = { RWK_RWT_VALUES, RWK_RWT_SKIP, RWK_RWT_VALUES, RWK_RWT_REJECT, RWK_RWT_SKIP };
    for (size_t j = 0; j < 10; j++) ck_assert_same_bits(a.values[j], want[j]);
    ck_assert_mem_eq(a.replies, replies, sizeof replies);
    ck_assert_uint_eq(a.count[RWK_RWT_NOTHING], 0);
    ck_assert_uint_eq(a.count[RWK_RWT_VALUES], 2);
    ck_assert_uint_eq(a.count[RWK_RWT_SKIP], 2);
    ck_assert_uint_eq(a.count[RWK_RWT_REJECT], 1);
    ck_assert_uint_eq(a.first[RWK_RWT_SKIP], 2);
    ck_assert_uint_eq(a.first[RWK_RWT_REJECT], 4);
    ck_assert_str_eq(a.reason[RWK_RWT_SKIP], "no?table  ");
    ck_assert_str_eq(a.reason[RWK_RWT_REJECT], "beyond 2048 rows");
    rwk_rwt_clear(&a);
    rwk_rwt_clear(&a);
}
END_TEST

/* Every pattern of each dtype's kind of number comes back as the bits it was. */
START_TEST(test_parse_has_the_bits_back)
{
    rwk_rng rng = { 1 };
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int k = 0; k < 2000; k++) {
            const int digits = rwk_hex_digits((rwk_dtype)d);
            const uint64_t bits = rwk_rng_next(&rng) >> (64 - 4 * digits);
            const double x = rwk_from_bits(bits, (rwk_dtype)d);
            rwk_rwt_answer a = { 0 };
            FILE *out = begin();
            rwk_rwt_put_case(out, 1, NULL, 0, &x, 1, (rwk_dtype)d);
            ck_assert_int_eq(fclose(out), 0);
            ck_assert_status(parse(&a, 1, 1, (rwk_dtype)d, written, NULL), RWK_OK);
            ck_assert_same_bits(a.values[0], x);
            rwk_rwt_clear(&a);
        }
}
END_TEST

static void refuses(const char *text, const char *want)
{
    rwk_rwt_answer a = { .n = 137 };
    rwk_diag diag = { .text = "" };
    ck_assert_status(parse(&a, 12, 2, RWK_F32, text, &diag), RWK_EPARSE);
    ck_assert_str_eq(diag.text, want);
    ck_assert(a.n == 137 && a.values == NULL);
}

START_TEST(test_parse_names_the_line)
{
    refuses("", "no case was answered: expected one line for each of 12");
    refuses("\n# nothing\n", "no case was answered: expected one line for each of 12");
    refuses("1 skip\n2 skip\n", "case 3: no answer (10 of 12 are missing)");
    refuses("2 skip\n\n# x\n2 skip\n", "line 4: case 2: answered on line 1 already");
    refuses("13 skip\n", "line 1: 13: expected a case number, 1 .. 12");
    refuses("0 skip\n", "line 1: 0: expected a case number, 1 .. 12");
    refuses("01 skip\n", "line 1: 01: expected a case number, 1 .. 12");
    refuses("+1 skip\n", "line 1: +1: expected a case number, 1 .. 12");
    refuses("18446744073709551617 skip\n", "line 1: 18446744073709551617: expected a case number, 1 .. 12");
    refuses("184467440737095516160000000001 skip\n", "line 1: 184467440737095516160000...: expected a case number, 1 .. 12");
    refuses("rwt 1 rope.apply\n", "line 1: rwt: expected a case number, 1 .. 12");
    refuses("1 skip\nend\n", "line 2: end: expected a case number, 1 .. 12");
    refuses("1 Skip\n", "line 1: case 1: Skip: expected value 1 of 2 as 8 hex digits of f32, skip or reject");
    refuses("1 skipped\n", "line 1: case 1: skipped: expected value 1 of 2 as 8 hex digits of f32, skip or reject");
    refuses("1\n", "line 1: case 1: nothing: expected value 1 of 2 as 8 hex digits of f32, skip or reject");
    refuses("1 3f800000\n", "line 1: case 1: nothing: expected value 2 of 2 as 8 hex digits of f32");
    refuses("1 3f800000 3f80\n", "line 1: case 1: 3f80: expected value 2 of 2 as 8 hex digits of f32");
    refuses("1 3f800000 3f8000000\n", "line 1: case 1: 3f8000000: expected value 2 of 2 as 8 hex digits of f32");
    refuses("1 3f800000 0x3f8000\n", "line 1: case 1: 0x3f8000: expected value 2 of 2 as 8 hex digits of f32");
    refuses("1 3f800000 1.000000\n", "line 1: case 1: 1.000000: expected value 2 of 2 as 8 hex digits of f32");
    refuses("1 3f800000 3f800000 x\n", "line 1: case 1: x: expected 2 values and the end of the line");
    refuses("1 3f800000 3f800000 # one\n", "line 1: case 1: #: expected 2 values and the end of the line");
    refuses("1 3f800000\r 3f800000\n", "line 1: case 1: 3f800000?: expected value 1 of 2 as 8 hex digits of f32, skip or reject");
    refuses("\x1b[31m 1\n", "line 1: ?[31m: expected a case number, 1 .. 12");
}
END_TEST

START_TEST(test_parse_what_is_no_text)
{
    static const char NUL[] = "1 3f800000\0 3f800000\n";
    rwk_rwt_answer a = { 0 };
    rwk_diag diag = { .text = "" };
    ck_assert_status(rwk_rwt_parse(&a, 1, 2, RWK_F32, NUL, sizeof NUL - 1, &diag), RWK_EPARSE);
    ck_assert_str_eq(diag.text, "line 1: case 1: 3f800000: expected value 1 of 2 as 8 hex digits of f32, skip or reject");
    ck_assert_status(rwk_rwt_parse(&a, SIZE_MAX / 2, 4, RWK_F32, "", 0, &diag), RWK_EOVERFLOW);
    ck_assert_ptr_null(a.values);
}
END_TEST

/* A reason is cut, not an overflow. */
START_TEST(test_parse_cuts_a_long_reason)
{
    char text[1000] = "1 skip ";
    rwk_rwt_answer a = { 0 };
    memset(text + 7, 'x', sizeof text - 8);
    ck_assert_status(parse(&a, 1, 1, RWK_F16, text, NULL), RWK_OK);
    ck_assert_uint_eq(strlen(a.reason[RWK_RWT_SKIP]), RWK_RWT_REASON - 1);
    rwk_rwt_clear(&a);
}
END_TEST

TEST_MAIN("rwt", test_header_to_the_letter, test_case_to_the_letter, test_config_reads_back, test_config_names_and_shares,
          test_parse_answers_in_any_order, test_parse_has_the_bits_back, test_parse_names_the_line, test_parse_what_is_no_text,
          test_parse_cuts_a_long_reason)
