/* SPDX-License-Identifier: MIT */
/* Tests config/scaling_json: the parameters of every rule, where they come from, and what is said about them. */
#include "config/scaling_json.h"

#include "config_text.h"

/* One line of keys, among the rope parameters of a file and of an inline config: the same scaling. */
static rwk_config both_ways(const char *keys, const char *rope, rwk_diag *diag)
{
    char text[1024], spec[1024];
    snprintf(text, sizeof text, "{%s,\"rope_parameters\":{%s}}", keys, rope);
    snprintf(spec, sizeof spec, "{%s,%s}", keys, rope);
    rwk_config c = config_of(text, NULL, diag), flat;
    rwk_diag own = { 0 };
    if (from_text(&flat, spec, true, NULL, &own) != RWK_OK) ck_abort_msg("%s: %s", spec, own.text);
    ck_assert_int_eq(c.rope_type, flat.rope_type);
    ck_assert_uint_eq(c.rotary_dim, flat.rotary_dim);
    ck_assert_mem_eq(&c.scaling, &flat.scaling, sizeof c.scaling);
    ck_assert_uint_eq(c.n_axes, flat.n_axes);
    return c;
}

#define KEYS    "\"head_dim\":8,\"rope_theta\":10000"
#define CONTEXT KEYS ",\"max_position_embeddings\":8192"

START_TEST(test_linear_ntk_and_dynamic_take_a_factor)
{
    const char *const types[] = { "linear", "ntk", "dynamic" };
    for (int k = 0; k < 3; k++) {
        char rope[128];
        snprintf(rope, sizeof rope, "\"rope_type\":\"%s\",\"factor\":2.385", types[k]);
        const rwk_config c = both_ways(CONTEXT, rope, NULL);
        ck_assert_str_eq(rwk_rope_type_name(c.rope_type), types[k]);
        ck_assert_same_bits(c.scaling.factor, 2.385);
        ck_assert_int_eq(c.scaling.original_max_position_embeddings, 0);
        ck_assert_int_eq(c.scaling.seq_len, 0);
        ck_assert_same_bits(c.scaling.attention_factor, 0);
    }
}
END_TEST

START_TEST(test_yarn_defaults)
{
    const rwk_config c = both_ways(CONTEXT, "\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":2048", NULL);
    ck_assert_int_eq(c.rope_type, RWK_ROPE_YARN);
    ck_assert_same_bits(c.scaling.factor, 4);
    ck_assert_int_eq(c.scaling.original_max_position_embeddings, 2048);
    ck_assert_same_bits(c.scaling.beta_fast, 32);
    ck_assert_same_bits(c.scaling.beta_slow, 1);
    ck_assert(c.scaling.truncate);
    ck_assert_same_bits(c.scaling.attention_factor, 0);
    ck_assert_same_bits(c.scaling.mscale, 0);
    ck_assert_same_bits(c.scaling.mscale_all_dim, 0);
}
END_TEST

START_TEST(test_yarn_takes_every_parameter)
{
    const rwk_config c = both_ways(CONTEXT,
                                   "\"type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":2048,\"beta_fast\":41,"
                                   "\"beta_slow\":0.3,\"truncate\":false,\"mscale\":0.707,\"mscale_all_dim\":0.5,"
                                   "\"attention_factor\":1.25",
                                   NULL);
    ck_assert_same_bits(c.scaling.beta_fast, 41);
    ck_assert_same_bits(c.scaling.beta_slow, 0.3);
    ck_assert(!c.scaling.truncate);
    ck_assert_same_bits(c.scaling.mscale, 0.707);
    ck_assert_same_bits(c.scaling.mscale_all_dim, 0.5);
    ck_assert_same_bits(c.scaling.attention_factor, 1.25);
}
END_TEST

START_TEST(test_null_is_the_default)
{
    const rwk_config c = both_ways(CONTEXT,
                                   "\"rope_type\":\"yarn\",\"factor\":null,\"original_max_position_embeddings\":2048,\"beta_fast\":"
                                   "null,\"beta_slow\":null,\"truncate\":null,\"mscale\":null,\"attention_factor\":null",
                                   NULL);
    ck_assert_same_bits(c.scaling.factor, 4);
    ck_assert_same_bits(c.scaling.beta_fast, 32);
    ck_assert_same_bits(c.scaling.beta_slow, 1);
    ck_assert(c.scaling.truncate);
    ck_assert_same_bits(c.scaling.attention_factor, 0);
}
END_TEST

/* ---- the context before stretching ---- */

START_TEST(test_original_beside_wins_over_the_one_inside)
{
    const char *const types[] = { "\"rope_type\":\"yarn\",\"factor\":4",
                                  "\"rope_type\":\"llama3\",\"factor\":4,\"low_freq_factor\":1,\"high_freq_factor\":4",
                                  "\"rope_type\":\"longrope\",\"factor\":4,\"short_factor\":[1,1,1,1],\"long_factor\":[2,2,2,2]" };
    for (int k = 0; k < 3; k++) {
        char text[512];
        snprintf(text, sizeof text, "{" CONTEXT ",\"original_max_position_embeddings\":41,\"rope_scaling\":{%s,%s}}", types[k],
                 "\"original_max_position_embeddings\":137");
        ck_assert_int_eq(config_of(text, NULL, NULL).scaling.original_max_position_embeddings, 41);
        snprintf(text, sizeof text,
                 "{\"original_max_position_embeddings\":41,\"text_config\":{" CONTEXT ",\"rope_scaling\":{%s,%s}}}", types[k],
                 "\"original_max_position_embeddings\":137");
        ck_assert_int_eq(config_of(text, NULL, NULL).scaling.original_max_position_embeddings, 137); /* text_config alone counts */
        snprintf(text, sizeof text, "{" CONTEXT ",\"original_max_position_embeddings\":null,\"rope_scaling\":{%s,%s}}", types[k],
                 "\"original_max_position_embeddings\":137");
        ck_assert_int_eq(config_of(text, NULL, NULL).scaling.original_max_position_embeddings, 137);
        snprintf(text, sizeof text, "{" CONTEXT ",\"rope_scaling\":{%s}}", types[k]);
        ck_assert_int_eq(config_of(text, NULL, NULL).scaling.original_max_position_embeddings, 8192);
    }
}
END_TEST

/* ---- the factor ---- */

#define YARN(factor) "{" CONTEXT ",\"rope_scaling\":{\"type\":\"yarn\",\"original_max_position_embeddings\":2048" factor "}}"
#define LISTS        "\"short_factor\":[1,2,3,4],\"long_factor\":[5,6,7,8]"
#define LONG(factor)                                                                                                               \
    "{" CONTEXT ",\"original_max_position_embeddings\":2048,\"rope_scaling\":{\"type\":\"longrope\"," LISTS factor "}}"
#define MISMATCH(given, ratio)                                                                                                     \
    "warning: t: factor: " given ", but max_position_embeddings / original_max_position_embeddings = " ratio "; taking " given "\n"

START_TEST(test_an_explicit_factor_wins_over_the_ratio_and_says_so)
{
    ck_assert_same_bits(config_of(YARN(""), NULL, NULL).scaling.factor, 4);
    ck_assert_same_bits(config_of(LONG(""), NULL, NULL).scaling.factor, 4);
    assert_warns(YARN(""), NULL, "");
    assert_warns(YARN(",\"factor\":4"), NULL, "");
    assert_warns(LONG(",\"factor\":4"), NULL, "");
    ck_assert_same_bits(config_of(YARN(",\"factor\":2.5"), NULL, NULL).scaling.factor, 2.5);
    assert_warns(YARN(",\"factor\":2.5"), NULL, MISMATCH("2.5", "4"));
    ck_assert_same_bits(config_of(LONG(",\"factor\":32"), NULL, NULL).scaling.factor, 32);
    assert_warns(LONG(",\"factor\":32"), NULL, MISMATCH("32", "4"));
    /* a ratio of 1 may come from an original length that was filled in: Hugging Face says nothing either */
    assert_warns("{" CONTEXT ",\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4}}", NULL, "");
    /* nothing to compare with */
    assert_warns("{" KEYS ",\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":2048}}", NULL,
                 "");
    /* llama3's factor is a number of its own */
    assert_warns("{" CONTEXT ",\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":3,\"original_max_position_embeddings\":2048,"
                 "\"low_freq_factor\":1,\"high_freq_factor\":4}}",
                 NULL, "");
}
END_TEST

/* As MiniCPM4 and other models without stretching publish it: the factor is 1, and so is attention_factor. */
START_TEST(test_longrope_of_an_unstretched_context)
{
    const rwk_config c = both_ways(CONTEXT, "\"rope_type\":\"longrope\",\"original_max_position_embeddings\":8192," LISTS, NULL);
    ck_assert_same_bits(c.scaling.factor, 1);
}
END_TEST

START_TEST(test_longrope_takes_its_lists)
{
    const rwk_config c =
        both_ways(CONTEXT,
                  "\"rope_type\":\"su\",\"original_max_position_embeddings\":2048,\"short_factor\":[1,1.5,2.0e0,1e-3],"
                  "\"long_factor\":[4,5,6,7],\"attention_factor\":1.19",
                  NULL);
    const double shorts[] = { 1, 1.5, 2, 1e-3, 0 }, longs[] = { 4, 5, 6, 7, 0 };
    ck_assert_int_eq(c.rope_type, RWK_ROPE_LONGROPE);
    ck_assert_mem_eq(c.scaling.short_factor, shorts, sizeof shorts);
    ck_assert_mem_eq(c.scaling.long_factor, longs, sizeof longs);
    ck_assert_same_bits(c.scaling.attention_factor, 1.19);
    ck_assert_int_eq(c.scaling.original_max_position_embeddings, 2048);
}
END_TEST

START_TEST(test_longrope_counts_rotary_pairs)
{
    const rwk_config c = config_of("head_dim=8,partial_rotary_factor=0.5,rope_theta=7,rope_type=longrope,factor=2,"
                                   "original_max_position_embeddings=4,short_factor=[1,2],long_factor=[3,4]",
                                   NULL, NULL);
    ck_assert_uint_eq(c.rotary_dim, 4);
    ck_assert_same_bits(c.scaling.long_factor[1], 4);
}
END_TEST

START_TEST(test_llama3_takes_every_parameter)
{
    const rwk_config c = both_ways(CONTEXT,
                                   "\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":0.5,\"high_freq_factor\":3,"
                                   "\"original_max_position_embeddings\":1024",
                                   NULL);
    ck_assert_same_bits(c.scaling.factor, 8);
    ck_assert_same_bits(c.scaling.low_freq_factor, 0.5);
    ck_assert_same_bits(c.scaling.high_freq_factor, 3);
    ck_assert_int_eq(c.scaling.original_max_position_embeddings, 1024);
}
END_TEST

/* int(share * head_dim // 2) pairs of the whole head: Python's int(0.3 * 10 // 2) = 1, int(0.29 * 100 // 2) = 14. */
START_TEST(test_proportional_turns_a_share_of_the_pairs)
{
    static const struct {
        const char *spec;
        size_t head_dim, angles;
        double factor;
    } cases[] = { { "head_dim=512,partial_rotary_factor=0.25", 512, 64, 1 },
                  { "head_dim=10,partial_rotary_factor=0.3", 10, 1, 1 },
                  { "head_dim=100,partial_rotary_factor=0.29,factor=2.5", 100, 14, 2.5 },
                  { "head_dim=100,rotary_pct=0.5", 100, 25, 1 },
                  { "head_dim=100", 100, 50, 1 },
                  { "head_dim=100,partial_rotary_factor=1", 100, 50, 1 },
                  { "head_dim=100,rotary_dim=50", 100, 50, 1 },
                  { "head_dim=100,rotary_dim=50,partial_rotary_factor=0.1", 100, 5, 1 },
                  { "head_dim=100,model_type=phi", 100, 50, 1 } };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char spec[128];
        snprintf(spec, sizeof spec, "%s,rope_theta=7,rope_type=proportional", cases[k].spec);
        const rwk_config c = config_of(spec, NULL, NULL);
        ck_assert_int_eq(c.rope_type, RWK_ROPE_PROPORTIONAL);
        if (c.head_dim != cases[k].head_dim || c.rotary_dim != c.head_dim || c.scaling.rope_angles != cases[k].angles)
            ck_abort_msg("%s: %zu of %zu", spec, c.scaling.rope_angles, c.rotary_dim);
        ck_assert_same_bits(c.scaling.factor, cases[k].factor);
    }
}
END_TEST

/* ---- positions of several axes ---- */

START_TEST(test_sections)
{
    rwk_config c = both_ways("\"head_dim\":128,\"rope_theta\":7", "\"type\":\"mrope\",\"mrope_section\":[16,24,24]", NULL);
    ck_assert_int_eq(c.rope_type, RWK_ROPE_DEFAULT);
    ck_assert_uint_eq(c.n_axes, 3);
    ck_assert(c.mrope_section[0] == 16 && c.mrope_section[1] == 24 && c.mrope_section[2] == 24 && !c.mrope_interleaved);
    c = both_ways("\"head_dim\":128,\"rope_theta\":7", "\"mrope_section\":[24,20,20],\"mrope_interleaved\":true", NULL);
    ck_assert(c.n_axes == 3 && c.mrope_section[0] == 24 && c.mrope_interleaved);
    c = both_ways("\"head_dim\":8,\"rope_theta\":7", "\"mrope_section\":[4,0],\"mrope_interleaved\":null", NULL);
    ck_assert(c.n_axes == 2 && c.mrope_section[0] == 4 && c.mrope_section[1] == 0 && !c.mrope_interleaved);
    c = both_ways("\"head_dim\":8,\"rope_theta\":7", "\"mrope_section\":[1,1,1,1]", NULL);
    ck_assert_uint_eq(c.n_axes, 4);
    c = config_of("{\"head_dim\":8,\"rope_theta\":7,\"mrope_section\":[2,2]}", NULL, NULL); /* beside the parameters */
    ck_assert_uint_eq(c.n_axes, 2);
    c = both_ways(CONTEXT,
                  "\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":2048,\"mrope_section\":[1,1,2]",
                  NULL); /* Qwen3.5's page: a stretched rule with sections */
    ck_assert_uint_eq(c.n_axes, 3);
    ck_assert_uint_eq(config_of("head_dim=8,rope_theta=7,mrope_section=null", NULL, NULL).n_axes, 0);
}
END_TEST

/* ---- keys that a rule has no use for ---- */

START_TEST(test_unused_parameters_are_said)
{
    assert_warns(
        "{" CONTEXT ",\"rope_scaling\":{\"type\":\"linear\",\"factor\":2,\"beta_fast\":32,\"long_factor\":[1],\"mscale\":1}}", NULL,
        "warning: t: beta_fast: not used by rope_type linear\nwarning: t: mscale: not used by rope_type linear\n"
        "warning: t: long_factor: not used by rope_type linear\n");
    assert_warns("{" CONTEXT ",\"rope_scaling\":{\"rope_type\":\"default\",\"factor\":2}}", NULL,
                 "warning: t: factor: not used by rope_type default\n");
    assert_warns("{" CONTEXT ",\"rope_scaling\":{\"rope_type\":\"default\",\"attention_factor\":2}}", NULL,
                 "warning: t: attention_factor: not used by rope_type default\n");
    assert_warns("{" CONTEXT ",\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":2048,"
                 "\"high_freq_factor\":4,\"low_freq_factor\":1,\"short_factor\":[]}}",
                 NULL,
                 "warning: t: short_factor: not used by rope_type yarn\nwarning: t: low_freq_factor: not used by rope_type yarn\n"
                 "warning: t: high_freq_factor: not used by rope_type yarn\n");
    assert_warns(
        "{" CONTEXT ",\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":4,\"low_freq_factor\":1,\"high_freq_factor\":4,"
        "\"truncate\":true,\"mscale_all_dim\":1,\"beta_slow\":null}}",
        NULL, "warning: t: truncate: not used by rope_type llama3\nwarning: t: mscale_all_dim: not used by rope_type llama3\n");
    assert_warns(LONG(",\"beta_slow\":1"), NULL, "warning: t: beta_slow: not used by rope_type longrope\n");
    /* beside the parameters they are somebody else's */
    assert_warns("{" CONTEXT ",\"factor\":2,\"beta_fast\":1,\"rope_scaling\":{\"type\":\"default\"}}", NULL, "");
}
END_TEST

/* What a rule reads must stand among its parameters: a `factor` beside them is not its own. */
START_TEST(test_parameters_beside_are_not_taken)
{
    rwk_config config;
    rwk_diag diag = { 0 };
    ck_assert_status(from_text(&config, "{" CONTEXT ",\"factor\":2,\"rope_scaling\":{\"type\":\"linear\"}}", false, NULL, &diag),
                     RWK_EPARSE);
    ck_assert_ptr_nonnull(strstr(diag.text, "t: factor: "));
}
END_TEST

TEST_MAIN("config_scaling", test_linear_ntk_and_dynamic_take_a_factor, test_yarn_defaults, test_yarn_takes_every_parameter,
          test_null_is_the_default, test_original_beside_wins_over_the_one_inside,
          test_an_explicit_factor_wins_over_the_ratio_and_says_so, test_longrope_of_an_unstretched_context,
          test_longrope_takes_its_lists, test_longrope_counts_rotary_pairs, test_llama3_takes_every_parameter,
          test_proportional_turns_a_share_of_the_pairs, test_sections, test_unused_parameters_are_said,
          test_parameters_beside_are_not_taken)
