/* SPDX-License-Identifier: MIT */
/* Tests config/config: names, the plain config, what makes a config valid, and which axis turns which pair. */
#include "config/config.h"

#include "config/family.h"
#include "testing.h"

START_TEST(test_names_of_rope_types_and_layouts)
{
    const char *const names[] = { "default", "linear", "ntk", "dynamic", "yarn", "longrope", "llama3", "proportional" };
    rwk_rope_type type = RWK_ROPE_YARN;
    for (int t = 0; t < RWK_N_ROPE_TYPES; t++) {
        ck_assert_str_eq(rwk_rope_type_name((rwk_rope_type)t), names[t]);
        ck_assert_status(rwk_rope_type_from_name(&type, names[t]), RWK_OK);
        ck_assert_int_eq((int)type, t);
    }
    ck_assert_status(rwk_rope_type_from_name(&type, "su"), RWK_OK);
    ck_assert_int_eq(type, RWK_ROPE_LONGROPE);
    ck_assert_status(rwk_rope_type_from_name(&type, "mrope"), RWK_OK);
    ck_assert_int_eq(type, RWK_ROPE_DEFAULT);
    rwk_layout layout = RWK_HALF_SPLIT;
    ck_assert_status(rwk_layout_from_name(&layout, "interleaved"), RWK_OK);
    ck_assert_int_eq(layout, RWK_INTERLEAVED);
    ck_assert_status(rwk_layout_from_name(&layout, "half_split"), RWK_OK);
    ck_assert_int_eq(layout, RWK_HALF_SPLIT);
}
END_TEST

START_TEST(test_names_unknown_leave_the_output_alone)
{
    const char *const unknown[] = { "", "Default", "yarn ", "llama", "half-split", "neox" };
    for (size_t k = 0; k < 6; k++) {
        rwk_rope_type type = RWK_ROPE_YARN;
        rwk_layout layout = RWK_INTERLEAVED;
        ck_assert_status(rwk_rope_type_from_name(&type, unknown[k]), RWK_EPARSE);
        ck_assert_status(rwk_layout_from_name(&layout, unknown[k]), RWK_EPARSE);
        ck_assert_int_eq(type, RWK_ROPE_YARN);
        ck_assert_int_eq(layout, RWK_INTERLEAVED);
    }
}
END_TEST

START_TEST(test_plain_rotates_the_whole_head)
{
    const rwk_config c = rwk_config_plain(96, 2.385);
    ck_assert_uint_eq(c.head_dim, 96);
    ck_assert_uint_eq(c.rotary_dim, 96);
    ck_assert_same_bits(c.rope_theta, 2.385);
    ck_assert_int_eq(c.rope_type, RWK_ROPE_DEFAULT);
    ck_assert_int_eq(c.layout, RWK_HALF_SPLIT);
    ck_assert_int_eq(c.layout_reason, RWK_LAYOUT_DEFAULT);
    ck_assert_int_eq(c.max_position_embeddings, 0);
    ck_assert_str_eq(c.model_type, "");
    ck_assert_str_eq(c.layer_type, "");
    ck_assert_uint_eq(c.n_axes, 0);
    ck_assert_status(rwk_config_check(&c, "t", NULL), RWK_OK);
}
END_TEST

/* ---- validity ---- */

static void assert_checks(const rwk_config *c, rwk_status want, const char *reason)
{
    rwk_diag diag = { 0 };
    const rwk_status got = rwk_config_check(c, "plain.json", &diag);
    if (got != want) ck_abort_msg("got \"%s\" (%s), want \"%s\" (%s)", rwk_strerror(got), diag.text, rwk_strerror(want), reason);
    if (want == RWK_OK) ck_assert_str_eq(diag.text, "");
    else if (strncmp(diag.text, "plain.json: ", 12) != 0 || !strstr(diag.text, reason))
        ck_abort_msg("got \"%s\", want \"%s\"", diag.text, reason);
    ck_assert_status(rwk_config_check(c, "plain.json", NULL), want);
}

START_TEST(test_check_dimensions_base_and_context)
{
    const struct {
        size_t head_dim, rotary_dim;
        double theta;
        int64_t context;
        rwk_status status;
        const char *reason;
    } cases[] = { { 2, 2, 0x1p-1074, 0, RWK_OK, "" },
                  { RWK_MAX_DIM, 2, 1e308, INT64_C(1) << 31, RWK_OK, "" },
                  { 0, 2, 1, 0, RWK_ERANGE, "head_dim: 0: expected 2 .. 1048576" },
                  { 1, 2, 1, 0, RWK_ERANGE, "head_dim: 1: expected 2 .. 1048576" },
                  { RWK_MAX_DIM + 1, 2, 1, 0, RWK_ERANGE, "head_dim: 1048577: expected 2 .. 1048576" },
                  { 64, 0, 1, 0, RWK_EODD, "rotary_dim: 0: expected an even number of at least 2" },
                  { 64, 41, 1, 0, RWK_EODD, "rotary_dim: 41: expected an even number" },
                  { 41, 41, 1, 0, RWK_EODD, "head_dim: 41: expected an even number" },
                  { 64, 66, 1, 0, RWK_ESHAPE, "rotary_dim: 66: expected at most head_dim = 64" },
                  { 64, 64, NAN, 0, RWK_ENAN, "rope_theta: " },
                  { 64, 64, INFINITY, 0, RWK_ENAN, "rope_theta: inf" },
                  { 64, 64, -INFINITY, 0, RWK_ENAN, "rope_theta: -inf" },
                  { 64, 64, 0, 0, RWK_ERANGE, "rope_theta: 0: expected a number above 0" },
                  { 64, 64, -1, 0, RWK_ERANGE, "rope_theta: -1" },
                  { 64, 64, 1, -1, RWK_ERANGE, "max_position_embeddings: -1: expected 1 .. 2^31" },
                  { 64, 64, 1, (INT64_C(1) << 31) + 1, RWK_ERANGE, "max_position_embeddings: 2147483649" } };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const rwk_config c = { .head_dim = cases[k].head_dim,
                               .rotary_dim = cases[k].rotary_dim,
                               .rope_theta = cases[k].theta,
                               .max_position_embeddings = cases[k].context };
        assert_checks(&c, cases[k].status, cases[k].reason);
    }
}
END_TEST

/* A good config of a rule: four pairs, every parameter in use. */
static rwk_config good(rwk_rope_type type)
{
    rwk_config c = rwk_config_plain(8, 2.385);
    c.rope_type = type;
    c.max_position_embeddings = 41;
    c.scaling = (rwk_scaling){ .factor = 0.137, /* a rule may shrink: Hugging Face computes with it, too */
                               .original_max_position_embeddings = 2,
                               .beta_fast = 0.7,
                               .beta_slow = 0.7,
                               .low_freq_factor = 0.3,
                               .high_freq_factor = 0.5,
                               .short_factor = { 0.1, 0.2, 0.3, 0.4 },
                               .long_factor = { 1e-300, 1e300, 7, 8 },
                               .rope_angles = 1 };
    return c;
}

START_TEST(test_check_takes_a_good_config_of_every_rule)
{
    for (int t = 0; t < RWK_N_ROPE_TYPES; t++) {
        rwk_config c = good((rwk_rope_type)t);
        assert_checks(&c, RWK_OK, "");
        c.scaling.attention_factor = 0x1.fffffffffffffp63;
        c.scaling.seq_len = RWK_MAX_POSITION + 1;
        assert_checks(&c, RWK_OK, "");
    }
    rwk_config c = good(RWK_ROPE_PROPORTIONAL);
    c.scaling.rope_angles = 4;
    assert_checks(&c, RWK_OK, "");
    c = good(RWK_ROPE_LLAMA3); /* as Llama 4 Scout: no band between the two wavelengths */
    c.scaling.low_freq_factor = c.scaling.high_freq_factor = 1;
    assert_checks(&c, RWK_OK, "");
    c = good(RWK_ROPE_DEFAULT); /* which has no use for any of them */
    c.scaling = (rwk_scaling){ .factor = -1, .beta_slow = NAN, .low_freq_factor = INFINITY };
    assert_checks(&c, RWK_OK, "");
}
END_TEST

#define OF(type, change, status, reason)                                                                                           \
    do {                                                                                                                           \
        rwk_config c = good(RWK_ROPE_##type);                                                                                      \
        change;                                                                                                                    \
        assert_checks(&c, status, reason);                                                                                         \
    } while (0)

START_TEST(test_check_what_each_rule_needs)
{
    for (int t = RWK_ROPE_LINEAR; t < RWK_N_ROPE_TYPES; t++) {
        const double bad[] = { 0, -4, NAN, INFINITY };
        for (int k = 0; k < 4; k++) {
            rwk_config c = good((rwk_rope_type)t);
            c.scaling.factor = bad[k];
            assert_checks(&c, isfinite(bad[k]) ? RWK_ERANGE : RWK_ENAN, "factor: ");
        }
    }
    OF(NTK, c.rotary_dim = 2, RWK_ERANGE, "rotary_dim: 2: expected at least 4 for rope_type ntk");
    OF(DYNAMIC, c.rotary_dim = 2, RWK_ERANGE, "rotary_dim: 2: expected at least 4 for rope_type dynamic");
    OF(NTK, c.rotary_dim = 4, RWK_OK, "");
    OF(DYNAMIC, c.rotary_dim = 4, RWK_OK, "");
    OF(DYNAMIC, c.max_position_embeddings = 0, RWK_ERANGE, "max_position_embeddings: ");
    OF(YARN, c.scaling.original_max_position_embeddings = 0, RWK_ERANGE, "original_max_position_embeddings: 0");
    OF(YARN, c.scaling.original_max_position_embeddings = 1, RWK_OK, "");
    OF(YARN, c.scaling.original_max_position_embeddings = RWK_MAX_POSITION, RWK_OK, "");
    OF(YARN, c.scaling.original_max_position_embeddings = RWK_MAX_POSITION + 1, RWK_ERANGE, "original_max_position_embeddings: ");
    OF(YARN, c.rope_theta = 1, RWK_ERANGE, "rope_theta: 1: expected a number above 1 for rope_type yarn");
    OF(YARN, c.rope_theta = 0.5, RWK_ERANGE, "rope_theta: 0.5: expected a number above 1");
    OF(YARN, c.scaling.beta_slow = 0, RWK_ERANGE, "beta_slow: 0: expected a number above 0");
    OF(YARN, c.scaling.beta_slow = NAN, RWK_ENAN, "beta_slow: ");
    OF(YARN, c.scaling.beta_fast = 0.69, RWK_ERANGE, "beta_fast: 0.69: expected a number of at least beta_slow");
    OF(YARN, c.scaling.beta_fast = INFINITY, RWK_ENAN, "beta_fast: inf");
    OF(YARN, c.scaling.mscale = -0.1, RWK_ERANGE, "mscale: -0.1: expected a number of at least 0");
    OF(YARN, c.scaling.mscale_all_dim = -0.1, RWK_ERANGE, "mscale_all_dim: -0.1");
    OF(LLAMA3, c.scaling.original_max_position_embeddings = 0, RWK_ERANGE, "original_max_position_embeddings: 0");
    OF(LLAMA3, c.scaling.low_freq_factor = 0, RWK_ERANGE, "low_freq_factor: 0: expected a number above 0");
    OF(LLAMA3, c.scaling.low_freq_factor = NAN, RWK_ENAN, "low_freq_factor: ");
    OF(LLAMA3, c.scaling.high_freq_factor = 0.299, RWK_ERANGE, "high_freq_factor: 0.299");
    OF(LLAMA3, c.scaling.high_freq_factor = INFINITY, RWK_ENAN, "high_freq_factor: ");
    OF(LONGROPE, c.scaling.original_max_position_embeddings = 1, RWK_ERANGE,
       "original_max_position_embeddings: 1: expected a whole");
    OF(LONGROPE, c.scaling.short_factor[3] = 0, RWK_ERANGE, "short_factor: 0: expected numbers above 0");
    OF(LONGROPE, c.scaling.long_factor[0] = -1, RWK_ERANGE, "long_factor: -1");
    OF(LONGROPE, c.scaling.long_factor[3] = NAN, RWK_ENAN, "long_factor: ");
    OF(LONGROPE, c.scaling.long_factor[4] = NAN, RWK_OK, ""); /* behind the last pair */
    OF(LONGROPE, c.head_dim = c.rotary_dim = 2 * RWK_MAX_FACTORS + 2, RWK_ESHAPE, "rotary_dim: 1026: expected at most 1024");
    OF(PROPORTIONAL, c.rotary_dim = 6, RWK_ESHAPE, "rotary_dim: 6: expected head_dim = 8 for rope_type proportional");
    OF(PROPORTIONAL, c.scaling.rope_angles = 0, RWK_ERANGE, "partial_rotary_factor: ");
    OF(PROPORTIONAL, c.scaling.rope_angles = 5, RWK_ERANGE, "partial_rotary_factor: ");
}
END_TEST

START_TEST(test_check_what_every_rule_needs)
{
    OF(DEFAULT, c.scaling.attention_factor = -0x1p-1074, RWK_ERANGE, "attention_factor: -");
    OF(DEFAULT, c.scaling.attention_factor = 0x1p64, RWK_ERANGE, "attention_factor: 1.84467");
    OF(YARN, c.scaling.attention_factor = NAN, RWK_ENAN, "attention_factor: ");
    OF(LINEAR, c.scaling.seq_len = -1, RWK_ERANGE, "seq_len: -1: expected 1 .. 2^31");
    OF(LINEAR, c.scaling.seq_len = RWK_MAX_POSITION + 2, RWK_ERANGE, "seq_len: ");
}
END_TEST

/* ---- positions of several axes ---- */

static rwk_config with_sections(size_t pairs, size_t n_axes, const size_t sections[], bool interleaved)
{
    rwk_config c = rwk_config_plain(2 * pairs, 2.385);
    c.n_axes = n_axes;
    c.mrope_interleaved = interleaved;
    for (size_t a = 0; a < n_axes && a < RWK_MAX_AXES; a++) c.mrope_section[a] = sections[a];
    return c;
}

START_TEST(test_check_sections_add_up)
{
    const size_t qwen2[] = { 16, 24, 24 }, four[] = { 1, 0, 2, 4 };
    rwk_config c = with_sections(64, 3, qwen2, false);
    assert_checks(&c, RWK_OK, "");
    c.mrope_interleaved = true;
    assert_checks(&c, RWK_OK, "");
    c.mrope_section[2] = 23;
    assert_checks(&c, RWK_ESHAPE, "mrope_section: 63 pairs in all: expected rotary_dim/2 = 64");
    c.mrope_section[0] = c.mrope_section[1] = SIZE_MAX / 2 + 1, c.mrope_section[2] = 64; /* a sum that would wrap around to 64 */
    assert_checks(&c, RWK_ESHAPE, "mrope_section: ");
    c = with_sections(7, 4, four, false);
    assert_checks(&c, RWK_OK, "");
    c.mrope_interleaved = true;
    assert_checks(&c, RWK_ESHAPE, "mrope_section: 4 axes: expected 3 where mrope_interleaved is true");
    c.n_axes = 5, c.mrope_interleaved = false;
    assert_checks(&c, RWK_ESHAPE, "mrope_section: 5 axes: expected at most 4");
}
END_TEST

static void assert_axes(const rwk_config *c, const char *want)
{
    for (size_t i = 0; i < strlen(want); i++)
        if (rwk_config_axis(c, i) != (size_t)(want[i] - '0')) ck_abort_msg("pair %zu: axis %zu", i, rwk_config_axis(c, i));
}

/* Qwen2-VL: T, then H, then W.  Qwen3-VL: H is pairs 1, 4, .. 58, W is 2, 5, .. 59, T the rest with 60 .. 63. */
START_TEST(test_axis_of_a_pair)
{
    const size_t qwen2[] = { 16, 24, 24 }, qwen3[] = { 24, 20, 20 }, four[] = { 1, 0, 2, 4 }, qwen35[] = { 11, 11, 10 };
    rwk_config c = rwk_config_plain(8, 2.385);
    assert_axes(&c, "0000");
    c = with_sections(64, 3, qwen2, false);
    assert_axes(&c, "0000000000000000111111111111111111111111222222222222222222222222");
    c = with_sections(64, 3, qwen3, true);
    assert_axes(&c, "0120120120120120120120120120120120120120120120120120120120120000");
    c = with_sections(32, 3, qwen35, true);
    assert_axes(&c, "01201201201201201201201201201201");
    c = with_sections(7, 4, four, false);
    assert_axes(&c, "0223333");
}
END_TEST

START_TEST(test_family_find)
{
    static const struct {
        const char *model_type;
        rwk_layout layout;
        double rope_theta;
    } families[] = { { "llama", RWK_HALF_SPLIT, 10000 },      { "gptj", RWK_INTERLEAVED, 10000 },
                     { "gpt_neox", RWK_HALF_SPLIT, 10000 },   { "roformer", RWK_INTERLEAVED, 10000 },
                     { "mixtral", RWK_HALF_SPLIT, 1e6 },      { "deepseek_v3", RWK_INTERLEAVED, 10000 },
                     { "gpt_oss", RWK_HALF_SPLIT, 0 },        { "gemma3_text", RWK_HALF_SPLIT, 1e6 },
                     { "glm4", RWK_INTERLEAVED, 10000 },      { "codegen", RWK_INTERLEAVED, 10000 },
                     { "phi3", RWK_HALF_SPLIT, 10000 },       { "cohere2", RWK_INTERLEAVED, 10000 },
                     { "llama4_text", RWK_INTERLEAVED, 5e5 }, { "ernie4_5", RWK_INTERLEAVED, 5e5 } };
    for (size_t k = 0; k < sizeof families / sizeof families[0]; k++) {
        const rwk_family *family = rwk_family_find(families[k].model_type);
        if (!family || family->layout != families[k].layout) ck_abort_msg("%s", families[k].model_type);
        ck_assert_str_eq(family->model_type, families[k].model_type);
        ck_assert_same_bits(family->rope_theta, families[k].rope_theta);
    }
    ck_assert_ptr_null(rwk_family_find("unheard-of"));
    ck_assert_ptr_null(rwk_family_find("Llama"));
    ck_assert_ptr_null(rwk_family_find(""));
}
END_TEST

TEST_MAIN("config", test_names_of_rope_types_and_layouts, test_names_unknown_leave_the_output_alone,
          test_plain_rotates_the_whole_head, test_check_dimensions_base_and_context, test_check_takes_a_good_config_of_every_rule,
          test_check_what_each_rule_needs, test_check_what_every_rule_needs, test_check_sections_add_up, test_axis_of_a_pair,
          test_family_find)
