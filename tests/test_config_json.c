/* SPDX-License-Identifier: MIT */
/* Tests config/config_json: which of several keys wins, the family's defaults, and what is said about them. */
#include "config/config_json.h"

#include "config_text.h"

typedef struct {
    const char *text;
    size_t head_dim, rotary_dim;
    double rope_theta;
    int64_t context;
} reading;

static void assert_reads(const rwk_config *c, const reading *want)
{
    if (c->head_dim != want->head_dim || c->rotary_dim != want->rotary_dim || c->rope_theta != want->rope_theta ||
        c->max_position_embeddings != want->context)
        ck_abort_msg("%s: head_dim %zu, rotary_dim %zu, rope_theta %g, context %lld", want->text, c->head_dim, c->rotary_dim,
                     c->rope_theta, (long long)c->max_position_embeddings);
}

/* int(product) by Python: int(100 * .29) = 28, since the product is 28.999999999999996; int(80 * .4) = 32, int(10 * .7) = 7. */
static const reading INLINE[] = {
    { "head_dim=96,rope_theta=2.385", 96, 96, 2.385, 0 },
    { "head_dim=96,qk_rope_head_dim=64,hidden_size=4096,num_attention_heads=32,rope_theta=7", 96, 96, 7, 0 },
    { "head_dim=96,global_head_dim=64,rope_theta=7", 96, 96, 7, 0 }, /* no layer type, no full_attention */
    { "qk_rope_head_dim=64,hidden_size=4096,num_attention_heads=32,rope_theta=7", 64, 64, 7, 0 },
    { "head_dim=null,qk_rope_head_dim=64,rope_theta=7", 64, 64, 7, 0 },
    { "qk_rope_head_dim=64,model_type=gemma,rope_theta=7", 64, 64, 7, 0 },
    { "hidden_size=4096,num_attention_heads=32,n_embd=64,n_head=1,rope_theta=7", 128, 128, 7, 0 },
    { "n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "hidden_size=4096,n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "num_attention_heads=32,n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "head_dim=null,n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "hidden_size=1000000000,num_attention_heads=1000000,rope_theta=7", 1000, 1000, 7, 0 },
    { "head_dim=100,rotary_dim=42,partial_rotary_factor=0.5,rope_theta=7", 100, 42, 7, 0 },
    { "head_dim=100,rotary_dim=null,partial_rotary_factor=0.5,rope_theta=7", 100, 50, 7, 0 },
    { "head_dim=100,partial_rotary_factor=0.5,rotary_pct=0.25,rope_theta=7", 100, 50, 7, 0 },
    { "head_dim=96,rotary_pct=0.25,rope_theta=7", 96, 24, 7, 0 },
    { "head_dim=96,partial_rotary_factor=null,rotary_pct=0.25,rope_theta=7", 96, 24, 7, 0 },
    { "head_dim=96,rotary_pct=0.25,model_type=phi,rope_theta=7", 96, 24, 7, 0 },
    { "head_dim=100,partial_rotary_factor=0.29,rope_theta=7", 100, 28, 7, 0 },
    { "head_dim=80,partial_rotary_factor=0.4,rope_theta=7", 80, 32, 7, 0 },
    { "head_dim=80,partial_rotary_factor=1,rope_theta=7", 80, 80, 7, 0 },
    { "head_dim=64,rope_theta=5e5,rotary_emb_base=7", 64, 64, 500000, 0 },
    { "head_dim=64,rotary_emb_base=7", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=null,rotary_emb_base=7", 64, 64, 7, 0 },
    { "head_dim=64,rotary_emb_base=7,model_type=mixtral", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=7,max_position_embeddings=137,n_positions=41", 64, 64, 7, 137 },
    { "head_dim=64,rope_theta=7,max_position_embeddings=null,n_positions=41", 64, 64, 7, 41 },
    { "head_dim=64,rope_theta=7,n_positions=41", 64, 64, 7, 41 },
    { "head_dim=64,rope_theta=7,max_position_embeddings=2147483648", 64, 64, 7, INT64_C(2147483648) },
    { "head_dim=1048576,rope_theta=7", 1048576, 1048576, 7, 0 },
    { "head_dim=64.0e0,rope_theta=7", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=7,temperature=NaN,top_k=-Infinity", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=7,attention_factor=NaN,beta_fast=Infinity", 64, 64, 7, 0 }, /* not used by the rule default */
};

START_TEST(test_keys_of_an_inline_config_by_precedence)
{
    for (size_t k = 0; k < sizeof INLINE / sizeof INLINE[0]; k++) {
        const rwk_config config = config_of(INLINE[k].text, NULL, NULL);
        assert_reads(&config, &INLINE[k]);
        ck_assert_str_eq(config.layer_type, "");
        if (strstr(INLINE[k].text, "model_type")) continue;
        ck_assert_int_eq(config.layout, RWK_HALF_SPLIT);
        ck_assert_int_eq(config.layout_reason, RWK_LAYOUT_DEFAULT);
    }
}
END_TEST

#define HEAD "{\"head_dim\":64,\"rope_theta\":3,"
#define BARE "{\"head_dim\":64,"

/* What stands among the rope parameters wins over what stands beside them. */
static const struct {
    reading want;
    rwk_rope_type type;
} NESTED[] = {
    { { HEAD "\"rope_parameters\":{\"rope_theta\":7,\"rope_type\":\"linear\",\"factor\":2}}", 64, 64, 7, 0 }, RWK_ROPE_LINEAR },
    { { HEAD "\"rope_parameters\":{\"rope_type\":\"linear\",\"type\":\"ntk\",\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_LINEAR },
    { { HEAD "\"rope_parameters\":{\"type\":\"linear\",\"rope_type\":\"ntk\",\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_NTK },
    { { HEAD "\"n_positions\":9,\"rope_scaling\":{\"type\":\"dynamic\",\"factor\":2}}", 64, 64, 3, 9 }, RWK_ROPE_DYNAMIC },
    { { HEAD "\"rope_scaling\":{\"type\":\"mrope\"}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_scaling\":{\"rope_type\":\"mrope\"}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_scaling\":{\"rope_type\":\"default\",\"type\":\"default\"}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_scaling\":{\"rope_type\":null,\"type\":\"linear\",\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_LINEAR },
    { { HEAD "\"rope_scaling\":{\"type\":null,\"rope_type\":\"linear\",\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_LINEAR },
    { { HEAD "\"rope_scaling\":null}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_scaling\":{}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_scaling\":{\"type\":null,\"factor\":null}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { HEAD "\"rope_type\":\"linear\",\"rope_scaling\":{\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_LINEAR }, /* never plain RoPE */
    { { HEAD "\"type\":\"linear\"}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT }, /* a type of something else */
    { { HEAD "\"rope_scaling\":{\"type\":\"linear\",\"factor\":2},\"rope_parameters\":{\"rope_type\":\"ntk\",\"factor\":2}}", 64,
        64, 3, 0 },
      RWK_ROPE_LINEAR }, /* as Hugging Face */
    { { HEAD "\"rope_scaling\":{},\"rope_parameters\":{\"rope_type\":\"ntk\",\"factor\":2}}", 64, 64, 3, 0 }, RWK_ROPE_NTK },
    { { HEAD "\"rope_scaling\":{\"type\":null},\"rope_parameters\":{\"rope_type\":\"ntk\",\"factor\":2}}", 64, 64, 3, 0 },
      RWK_ROPE_NTK },
    { { HEAD "\"rope_scaling\":{\"type\":\"ntk\",\"factor\":2},\"rope_parameters\":null}", 64, 64, 3, 0 }, RWK_ROPE_NTK },
    { { BARE "\"rope_parameters\":{\"rope_theta\":7}}", 64, 64, 7, 0 }, RWK_ROPE_DEFAULT },
    { { BARE "\"rotary_emb_base\":3,\"rope_parameters\":{\"rope_theta\":7}}", 64, 64, 7, 0 }, RWK_ROPE_DEFAULT },
    { { BARE "\"rotary_pct\":0.25,\"rope_parameters\":{\"rope_theta\":7,\"rotary_pct\":0.5}}", 64, 32, 7, 0 }, RWK_ROPE_DEFAULT },
    { { BARE "\"partial_rotary_factor\":0.75,\"rope_parameters\":{\"rope_theta\":7,\"partial_rotary_factor\":0.5}}", 64, 32, 7, 0 },
      RWK_ROPE_DEFAULT },
    { { BARE "\"rope_parameters\":{\"rope_theta\":7,\"rotary_dim\":8}}", 64, 8, 7, 0 }, RWK_ROPE_DEFAULT },
    { { BARE "\"rope_parameters\":{\"rope_theta\":null},\"rope_theta\":7}", 64, 64, 7, 0 }, RWK_ROPE_DEFAULT },
};

START_TEST(test_rope_parameters_by_precedence)
{
    for (size_t k = 0; k < sizeof NESTED / sizeof NESTED[0]; k++) {
        const rwk_config config = config_of(NESTED[k].want.text, NULL, NULL);
        assert_reads(&config, &NESTED[k].want);
        if (config.rope_type != NESTED[k].type) ck_abort_msg("%s: %s", NESTED[k].want.text, rwk_rope_type_name(config.rope_type));
    }
}
END_TEST

START_TEST(test_old_parameters_beside_new_ones_are_said)
{
    assert_warns(HEAD "\"rope_scaling\":{\"type\":\"ntk\",\"factor\":2},\"rope_parameters\":{\"rope_type\":\"default\"}}", NULL,
                 "warning: t: rope_parameters: ignored beside rope_scaling, as Hugging Face does\n");
    assert_warns(HEAD "\"rope_scaling\":{\"type\":\"ntk\",\"factor\":2},\"rope_parameters\":{}}", NULL, "");
}
END_TEST

START_TEST(test_flat_reads_the_rope_keys_at_the_top)
{
    const char *text = HEAD "\"rope_type\":\"linear\",\"factor\":2,\"rope_parameters\":{\"rope_theta\":7,\"rope_type\":\"ntk\"}}";
    rwk_config config;
    ck_assert_status(from_text(&config, text, true, NULL, NULL), RWK_OK);
    ck_assert_int_eq(config.rope_type, RWK_ROPE_LINEAR);
    ck_assert_same_bits(config.rope_theta, 3);
    ck_assert_same_bits(config.scaling.factor, 2);
}
END_TEST

START_TEST(test_a_long_model_type_is_cut)
{
    const rwk_config config = config_of(HEAD "\"model_type\":\"a123456789b123456789c123456789d123456789e123456789\"}", NULL, NULL);
    ck_assert_str_eq(config.model_type, "a123456789b123456789c123456789d123456789e123456");
}
END_TEST

/* ---- the family's defaults ---- */

/* Defaults of the configuration classes in Hugging Face transformers: GPTNeoXConfig.rotary_pct 0.25, PhiConfig, GlmConfig,
 * Glm4Config .partial_rotary_factor 0.5, StableLmConfig 0.25, GPTJConfig and CodeGenConfig .rotary_dim 64; others the whole head. */
START_TEST(test_a_family_s_rotary_width)
{
    static const struct {
        const char *model_type;
        size_t rotary_dim;
    } families[] = { { "gpt_neox", 32 }, { "phi", 64 },     { "glm", 64 },    { "glm4", 64 },  { "stablelm", 32 },
                     { "gptj", 64 },     { "codegen", 64 }, { "llama", 128 }, { "phi3", 128 }, { "unheard-of", 128 } };
    for (size_t k = 0; k < sizeof families / sizeof families[0]; k++) {
        char spec[128], warning[128] = "";
        snprintf(spec, sizeof spec, "head_dim=128,rope_theta=7,model_type=%s", families[k].model_type);
        if (families[k].rotary_dim != 128)
            snprintf(warning, sizeof warning,
                     "warning: inline config: rotary_dim: absent, taking %zu, the default of model_type %s\n",
                     families[k].rotary_dim, families[k].model_type);
        assert_warns(spec, NULL, warning);
        ck_assert_uint_eq(config_of(spec, NULL, NULL).rotary_dim, families[k].rotary_dim);
        strcat(spec, ",rotary_dim=16");
        assert_warns(spec, NULL, "");
        ck_assert_uint_eq(config_of(spec, NULL, NULL).rotary_dim, 16);
    }
}
END_TEST

START_TEST(test_a_family_s_head)
{
    assert_warns("model_type=gemma2,hidden_size=3584,num_attention_heads=16,rope_theta=7", NULL,
                 "warning: inline config: head_dim: absent, taking 256, the default of model_type gemma2\n");
    ck_assert_uint_eq(config_of("model_type=gemma,hidden_size=3072,num_attention_heads=16,rope_theta=7", NULL, NULL).head_dim, 256);
    ck_assert_uint_eq(config_of("model_type=gemma,head_dim=64,rope_theta=7", NULL, NULL).head_dim, 64);
    ck_assert_uint_eq(config_of("model_type=llama,hidden_size=3072,num_attention_heads=16,rope_theta=7", NULL, NULL).head_dim, 192);
}
END_TEST

START_TEST(test_a_family_s_base)
{
    const char *spec = "head_dim=64,model_type=mixtral";
    assert_warns(spec, NULL, "warning: inline config: rope_theta: absent, taking 1e+06, the default of model_type mixtral\n");
    ck_assert_same_bits(config_of(spec, NULL, NULL).rope_theta, 1e6);
    assert_warns("head_dim=128,model_type=gptj,rope_teta=3", NULL,
                 "warning: inline config: rope_teta: unknown key, ignored\n"
                 "warning: inline config: rotary_dim: absent, taking 64, the default of model_type gptj\n"
                 "warning: inline config: rope_theta: absent, taking 10000, the default of model_type gptj\n");
    ck_assert_same_bits(config_of("head_dim=64,model_type=gptj", NULL, NULL).rope_theta, 10000);
    assert_warns("head_dim=64,model_type=llama,rope_theta=7", NULL, "");
}
END_TEST

START_TEST(test_a_family_s_layout)
{
    const char *const interleaved[] = {
        "gptj", "codegen", "roformer", "cohere", "glm", "deepseek_v2", "deepseek_v3", "llama4_text"
    };
    const char *const halves[] = { "llama", "gpt_neox", "phi3", "gemma", "gpt_oss", "qwen2_vl", "mistral" };
    char spec[96];
    for (size_t k = 0; k < 8; k++) {
        snprintf(spec, sizeof spec, "head_dim=64,rope_theta=7,model_type=%s", interleaved[k]);
        const rwk_config c = config_of(spec, NULL, NULL);
        if (c.layout != RWK_INTERLEAVED || c.layout_reason != RWK_LAYOUT_FAMILY) ck_abort_msg("%s", spec);
        ck_assert_str_eq(c.model_type, interleaved[k]);
    }
    for (size_t k = 0; k < 7; k++) {
        snprintf(spec, sizeof spec, "head_dim=64,rope_theta=7,model_type=%s", halves[k]);
        const rwk_config c = config_of(spec, NULL, NULL);
        if (c.layout != RWK_HALF_SPLIT || c.layout_reason != RWK_LAYOUT_FAMILY) ck_abort_msg("%s", spec);
    }
}
END_TEST

/* ---- what is no rotary encoding ---- */

START_TEST(test_other_encodings)
{
    assert_warns(HEAD "\"alibi\":false,\"use_alibi\":false}", NULL, "");
    assert_warns(HEAD "\"position_embedding_type\":\"rope\"}", NULL, "");
    assert_warns(HEAD "\"position_embedding_type\":\"rotary\"}", NULL, "");
    /* ModernBERT says absolute, and rotates */
    assert_warns(HEAD "\"model_type\":\"llama\",\"position_embedding_type\":\"absolute\"}", NULL,
                 "warning: t: position_embedding_type: absolute: ignored, model_type llama has rotary positions\n");
}
END_TEST

/* ---- unknown keys ---- */

START_TEST(test_unknown_keys_are_at_most_a_warning)
{
    assert_warns("head_dim=64,rope_teta=3,rope_theta=7", NULL, "warning: inline config: rope_teta: unknown key, ignored\n");
    assert_warns(HEAD "\"rope_teta\":3,\"rope_scaling\":{\"type\":\"default\",\"fctor\":[{}]}}", NULL,
                 "warning: t: fctor: unknown key among the rope parameters, ignored\n");
    assert_warns(HEAD "\"rope_scaling\":{\"type\":\"default\",\"\\u001b[31m\":1}}", NULL,
                 "warning: t: ?[31m: unknown key among the rope parameters, ignored\n");
    assert_warns(HEAD "\"rope_scaling\":{\"type\":\"linear\",\"factor\":2,\"notes\":{\"by\":\"me\"}}}", NULL,
                 "warning: t: notes: unknown key among the rope parameters, ignored\n");
    ck_assert(rwk_config_key_known("rope_theta") && rwk_config_key_known("mrope_interleaved") && rwk_config_key_known("type"));
    ck_assert(!rwk_config_key_known("rope_teta") && !rwk_config_key_known("") && !rwk_config_key_known("rope_parameters"));
}
END_TEST

/* Python writes NaN and Infinity; a key that nobody reads may hold them, wherever it stands. */
START_TEST(test_not_finite_is_harmless_where_it_is_not_used)
{
    const rwk_config c =
        config_of(HEAD "\"a\":NaN,\"b\":[Infinity,{\"c\":-Infinity}],\"vision_config\":{\"rope_theta\":NaN}}", NULL, NULL);
    ck_assert_same_bits(c.rope_theta, 3);
    assert_warns(HEAD "\"rope_scaling\":{\"type\":\"linear\",\"factor\":2,\"beta_fast\":NaN}}", NULL,
                 "warning: t: beta_fast: not used by rope_type linear\n");
}
END_TEST

TEST_MAIN("config_json", test_keys_of_an_inline_config_by_precedence, test_rope_parameters_by_precedence,
          test_old_parameters_beside_new_ones_are_said, test_flat_reads_the_rope_keys_at_the_top, test_a_long_model_type_is_cut,
          test_a_family_s_rotary_width, test_a_family_s_head, test_a_family_s_base, test_a_family_s_layout, test_other_encodings,
          test_unknown_keys_are_at_most_a_warning, test_not_finite_is_harmless_where_it_is_not_used)
