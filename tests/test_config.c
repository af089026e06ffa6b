/* SPDX-License-Identifier: MIT */
/* Tests the config layer: published models by preset and by config.json, precedence of keys, and what is said about a bad config. */
#define _POSIX_C_SOURCE 200809L
#include "config/config.h"

#include "config/config_json.h"
#include "config/config_load.h"
#include "config/family.h"
#include "config/preset.h"
#include "testing.h"

typedef struct {
    const char *name, *model_type;
    size_t head_dim, rotary_dim;
    double rope_theta;
    rwk_rope_type rope_type;
    rwk_layout layout;
    int64_t context;
} model;

/* The config.json files of the models on the Hugging Face hub, head_dim = width / heads divided by hand. */
static const model MODELS[] = {
    { "llama-2-7b", "llama", 128, 128, 10000, RWK_ROPE_DEFAULT, RWK_HALF_SPLIT, 4096 },
    { "gpt-j-6b", "gptj", 256, 64, 10000, RWK_ROPE_DEFAULT, RWK_INTERLEAVED, 2048 },
    { "gpt-neox-20b", "gpt_neox", 96, 24, 10000, RWK_ROPE_DEFAULT, RWK_HALF_SPLIT, 2048 },
    { "roformer-base", "roformer", 64, 64, 10000, RWK_ROPE_DEFAULT, RWK_INTERLEAVED, 0 },
    { "llama-3.1-8b", "llama", 128, 128, 500000, RWK_ROPE_LLAMA3, RWK_HALF_SPLIT, 131072 },
};
enum { N_MODELS = sizeof MODELS / sizeof MODELS[0] };

static void assert_is(const rwk_config *c, const model *want)
{
    ck_assert_str_eq(c->model_type, want->model_type);
    ck_assert_uint_eq(c->head_dim, want->head_dim);
    ck_assert_uint_eq(c->rotary_dim, want->rotary_dim);
    ck_assert_same_bits(c->rope_theta, want->rope_theta);
    ck_assert_str_eq(rwk_rope_type_name(c->rope_type), rwk_rope_type_name(want->rope_type));
    ck_assert_str_eq(rwk_layout_name(c->layout), rwk_layout_name(want->layout));
    ck_assert_int_eq(c->layout_reason, RWK_LAYOUT_FAMILY);
    ck_assert_int_eq(c->max_position_embeddings, want->context);
}

START_TEST(test_load_presets_are_the_published_models)
{
    for (size_t k = 0; k < N_MODELS; k++) {
        char spec[64];
        rwk_config config;
        rwk_diag diag = { 0 };
        snprintf(spec, sizeof spec, "preset:%s", MODELS[k].name);
        if (rwk_config_load(&config, spec, &diag) != RWK_OK) ck_abort_msg("%s: %s", spec, diag.text);
        assert_is(&config, &MODELS[k]);
        ck_assert_str_eq(diag.warnings, "");
    }
}
END_TEST

START_TEST(test_load_files_in_the_published_layout_equal_the_presets)
{
    const char *const files[] = { "llama-2-7b",    "gpt-j-6b",     "gpt-neox-20b",
                                  "roformer-base", "llama-3.1-8b", "llama-3.1-8b-parameters" };
    for (size_t k = 0; k < 6; k++) {
        char path[64];
        rwk_config config;
        rwk_diag diag = { 0 };
        snprintf(path, sizeof path, "tests/data/%s.json", files[k]);
        if (rwk_config_load(&config, path, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
        assert_is(&config, &MODELS[k < 5 ? k : 4]);
    }
}
END_TEST

START_TEST(test_load_standard_input)
{
    rwk_config config;
    ck_assert_ptr_nonnull(freopen("tests/data/gpt-neox-20b.json", "rb", stdin));
    ck_assert_status(rwk_config_load(&config, "-", NULL), RWK_OK);
    assert_is(&config, &MODELS[2]);
}
END_TEST

START_TEST(test_preset_table_is_alphabetical_and_found_by_name)
{
    size_t n = 0;
    for (const rwk_preset *p; (p = rwk_preset_at(n)) != NULL; n++) {
        rwk_config config;
        char spec[64];
        snprintf(spec, sizeof spec, "preset:%s", p->name);
        ck_assert_status(rwk_config_load(&config, spec, NULL), RWK_OK);
        ck_assert_ptr_eq(rwk_preset_find(p->name), p);
        ck_assert(*p->model && *p->source);
        if (n > 0) ck_assert_str_lt(rwk_preset_at(n - 1)->name, p->name);
    }
    ck_assert_uint_ge(n, N_MODELS);
    ck_assert_ptr_null(rwk_preset_at(n));
    ck_assert_ptr_null(rwk_preset_at(SIZE_MAX));
    ck_assert_ptr_null(rwk_preset_find("gpt-5"));
    ck_assert_ptr_null(rwk_preset_find(""));
}
END_TEST

START_TEST(test_family_find)
{
    for (size_t k = 0; k < N_MODELS; k++) {
        const rwk_family *family = rwk_family_find(MODELS[k].model_type);
        ck_assert_ptr_nonnull(family);
        ck_assert_int_eq(family->layout, MODELS[k].layout);
        ck_assert_same_bits(family->rope_theta, 10000);
    }
    ck_assert_ptr_null(rwk_family_find("unheard-of"));
    ck_assert_ptr_null(rwk_family_find(""));
}
END_TEST

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

/* ---- precedence: which of several keys wins ---- */

typedef struct {
    const char *spec;
    size_t head_dim, rotary_dim;
    double rope_theta;
    int64_t context;
} reading;

static void assert_reads(const rwk_config *c, const reading *want)
{
    if (c->head_dim != want->head_dim || c->rotary_dim != want->rotary_dim || c->rope_theta != want->rope_theta ||
        c->max_position_embeddings != want->context)
        ck_abort_msg("%s: head_dim %zu, rotary_dim %zu, rope_theta %g, context %lld", want->spec, c->head_dim, c->rotary_dim,
                     c->rope_theta, (long long)c->max_position_embeddings);
}

/* int(product) by Python: int(100 * .29) = 28, since the product is 28.999999999999996; int(80 * .4) = 32. */
static const reading INLINE[] = {
    { "head_dim=96,rope_theta=2.385", 96, 96, 2.385, 0 },
    { "head_dim=96,qk_rope_head_dim=64,hidden_size=4096,num_attention_heads=32,rope_theta=7", 96, 96, 7, 0 },
    { "qk_rope_head_dim=64,hidden_size=4096,num_attention_heads=32,rope_theta=7", 64, 64, 7, 0 },
    { "hidden_size=4096,num_attention_heads=32,n_embd=64,n_head=1,rope_theta=7", 128, 128, 7, 0 },
    { "n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "hidden_size=4096,n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "head_dim=null,n_embd=1600,n_head=25,rope_theta=7", 64, 64, 7, 0 },
    { "head_dim=100,rotary_dim=41.0e0,rotary_pct=1,rope_theta=7,rotary_dim2=1", 0, 0, 0, 0 }, /* odd: skipped below */
    { "head_dim=100,rotary_dim=42,partial_rotary_factor=0.5,rope_theta=7", 100, 42, 7, 0 },
    { "head_dim=100,partial_rotary_factor=0.5,rotary_pct=0.25,rope_theta=7", 100, 50, 7, 0 },
    { "head_dim=96,rotary_pct=0.25,rope_theta=7", 96, 24, 7, 0 },
    { "head_dim=100,partial_rotary_factor=0.29,rope_theta=7", 100, 28, 7, 0 },
    { "head_dim=80,partial_rotary_factor=0.4,rope_theta=7", 80, 32, 7, 0 },
    { "head_dim=80,partial_rotary_factor=1,rope_theta=7", 80, 80, 7, 0 },
    { "head_dim=64,rope_theta=5e5,rotary_emb_base=7", 64, 64, 500000, 0 },
    { "head_dim=64,rotary_emb_base=7", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=null,rotary_emb_base=7", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=7,max_position_embeddings=137,n_positions=41", 64, 64, 7, 137 },
    { "head_dim=64,rope_theta=7,n_positions=41", 64, 64, 7, 41 },
    { "head_dim=64,rope_theta=7,max_position_embeddings=2147483648", 64, 64, 7, INT64_C(2147483648) },
    { "head_dim=1048576,rope_theta=7", 1048576, 1048576, 7, 0 },
    { "head_dim=64,rope_theta=7,rope_type=longrope,short_factor=[1,2.385,3],long_factor=[4,5]", 64, 64, 7, 0 },
    { "head_dim=64,rope_theta=7,attention_factor=NaN", 64, 64, 7, 0 },
};

START_TEST(test_load_inline_precedence)
{
    for (size_t k = 0; k < sizeof INLINE / sizeof INLINE[0]; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        if (INLINE[k].head_dim == 0) {
            ck_assert_status(rwk_config_load(&config, INLINE[k].spec, &diag), RWK_EODD);
            continue;
        }
        if (rwk_config_load(&config, INLINE[k].spec, &diag) != RWK_OK) ck_abort_msg("%s: %s", INLINE[k].spec, diag.text);
        assert_reads(&config, &INLINE[k]);
        ck_assert_int_eq(config.layout, RWK_HALF_SPLIT);
        ck_assert_int_eq(config.layout_reason, RWK_LAYOUT_DEFAULT);
    }
}
END_TEST

static rwk_status from_text(rwk_config *config, const char *text, bool flat, rwk_diag *diag)
{
    rwk_json *root;
    ck_assert_status(rwk_json_parse(&root, text, strlen(text), "t", diag), RWK_OK);
    const rwk_status status = rwk_config_from_json(config, root, flat, "t", diag);
    rwk_json_free(root);
    return status;
}

static const struct {
    reading want;
    rwk_rope_type type;
} NESTED[] = {
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_parameters\":{\"rope_theta\":7,\"rope_type\":\"yarn\"}}", 64, 64, 7, 0 },
      RWK_ROPE_YARN },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_parameters\":{\"rope_type\":\"linear\",\"type\":\"yarn\"}}", 64, 64, 3, 0 },
      RWK_ROPE_LINEAR },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"dynamic\",\"factor\":2}}", 64, 64, 3, 0 },
      RWK_ROPE_DYNAMIC },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"su\"}}", 64, 64, 3, 0 }, RWK_ROPE_LONGROPE },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"mrope\"}}", 64, 64, 3, 0 }, RWK_ROPE_DEFAULT },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"yarn\"},\"rope_parameters\":{\"rope_type\":\"ntk\"}}", 64,
        64, 3, 0 },
      RWK_ROPE_YARN }, /* as Hugging Face */
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{},\"rope_parameters\":{\"rope_type\":\"ntk\"}}", 64, 64, 3, 0 },
      RWK_ROPE_NTK },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"yarn\"},\"rope_parameters\":{}}", 64, 64, 3, 0 },
      RWK_ROPE_YARN },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"type\":\"yarn\"},\"rope_parameters\":null}", 64, 64, 3, 0 },
      RWK_ROPE_YARN },
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_type\":\"yarn\"}", 64, 64, 3, 0 },
      RWK_ROPE_YARN }, /* never taken for plain RoPE */
    { { "{\"head_dim\":64,\"rope_theta\":3,\"rope_scaling\":{\"rope_type\":null,\"type\":\"linear\"}}", 64, 64, 3, 0 },
      RWK_ROPE_LINEAR },
    { { "{\"head_dim\":64,\"rotary_pct\":0.25,\"rope_parameters\":{\"rope_theta\":7,\"rotary_pct\":0.5}}", 64, 32, 7, 0 },
      RWK_ROPE_DEFAULT },
    { { "{\"head_dim\":64,\"partial_rotary_factor\":0.75,\"rope_parameters\":{\"rope_theta\":7,\"partial_rotary_factor\":0.5}}", 64,
        32, 7, 0 },
      RWK_ROPE_DEFAULT },
    { { "{\"head_dim\":64,\"rope_parameters\":{\"rope_theta\":7,\"rope_type\":\"longrope\",\"long_factor\":[1,2]}}", 64, 64, 7, 0 },
      RWK_ROPE_LONGROPE },
};

START_TEST(test_from_json_precedence_of_nested_keys)
{
    for (size_t k = 0; k < sizeof NESTED / sizeof NESTED[0]; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        if (from_text(&config, NESTED[k].want.spec, false, &diag) != RWK_OK) ck_abort_msg("%s: %s", NESTED[k].want.spec, diag.text);
        assert_reads(&config, &NESTED[k].want);
        ck_assert_str_eq(rwk_rope_type_name(config.rope_type), rwk_rope_type_name(NESTED[k].type));
    }
}
END_TEST

START_TEST(test_from_json_flat_reads_the_rope_keys_at_the_top)
{
    const char *text = "{\"head_dim\":64,\"rope_theta\":3,\"rope_type\":\"yarn\",\"rope_parameters\":{\"rope_theta\":7}}";
    rwk_config config;
    ck_assert_status(from_text(&config, text, true, NULL), RWK_OK);
    ck_assert_int_eq(config.rope_type, RWK_ROPE_YARN);
    ck_assert_same_bits(config.rope_theta, 3);
}
END_TEST

START_TEST(test_from_json_cuts_a_long_model_type)
{
    const char *text = "{\"head_dim\":64,\"rope_theta\":3,\"model_type\":\"a123456789b123456789c123456789d123456789e123456789\"}";
    rwk_config config;
    ck_assert_status(from_text(&config, text, false, NULL), RWK_OK);
    ck_assert_str_eq(config.model_type, "a123456789b123456789c123456789d123456789e123456");
}
END_TEST

/* Defaults of the configuration classes in Hugging Face transformers: GPTNeoXConfig.rotary_pct 0.25, PhiConfig and GlmConfig
 * .partial_rotary_factor 0.5, GPTJConfig and CodeGenConfig .rotary_dim 64, LlamaConfig: the whole head. */
START_TEST(test_load_takes_the_family_s_rotary_width)
{
    static const struct {
        const char *model_type;
        size_t rotary_dim;
    } families[] = { { "gpt_neox", 32 }, { "phi", 64 },    { "glm", 64 },        { "gptj", 64 },
                     { "codegen", 64 },  { "llama", 128 }, { "unheard-of", 128 } };
    for (size_t k = 0; k < sizeof families / sizeof families[0]; k++) {
        char spec[96];
        rwk_config config;
        rwk_diag diag = { 0 };
        snprintf(spec, sizeof spec, "head_dim=128,rope_theta=7,model_type=%s", families[k].model_type);
        ck_assert_status(rwk_config_load(&config, spec, &diag), RWK_OK);
        ck_assert_uint_eq(config.rotary_dim, families[k].rotary_dim);
        ck_assert_int_eq(diag.warnings[0] != 0, config.rotary_dim != 128);
        strcat(spec, ",rotary_dim=16");
        ck_assert_status(rwk_config_load(&config, spec, NULL), RWK_OK);
        ck_assert_uint_eq(config.rotary_dim, 16);
    }
}
END_TEST

START_TEST(test_from_json_refuses_what_it_would_have_to_approximate)
{
    static const char *const texts[][2] = {
        { "{\"head_dim\":64,\"rope_theta\":7,\"text_config\":{}}", "text_config" },
        { "{\"head_dim\":64,\"rope_theta\":7,\"alibi\":true}", "alibi" },
        { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":{\"full_attention\":{}}}", "rope_scaling: full_attention" },
        { "{\"head_dim\":64,\"rope_theta\":7,\"rope_parameters\":{\"full_attention\":{}}}", "rope_parameters: full_attention" },
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        ck_assert_status(from_text(&config, texts[k][0], false, &diag), RWK_EUNSUPPORTED);
        if (!strstr(diag.text, texts[k][1])) ck_abort_msg("%s: %s", texts[k][0], diag.text);
    }
    rwk_config config;
    ck_assert_status(from_text(&config, "{\"head_dim\":64,\"rope_theta\":7,\"alibi\":false}", false, NULL), RWK_OK);
}
END_TEST

START_TEST(test_load_warns_of_a_default_base_and_of_unknown_keys)
{
    rwk_config config;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_config_load(&config, "head_dim=64,model_type=gptj,rope_teta=3", &diag), RWK_OK);
    ck_assert_same_bits(config.rope_theta, 10000);
    ck_assert_str_eq(diag.warnings, "warning: inline config: rope_teta: unknown key, ignored\n"
                                    "warning: inline config: rotary_dim: absent, taking 64, the default of model_type gptj\n"
                                    "warning: inline config: rope_theta: absent, taking 10000, the default of model_type gptj\n");
    ck_assert_str_eq(diag.text, "");
}
END_TEST

START_TEST(test_key_known)
{
    ck_assert(rwk_config_key_known("rope_theta") && rwk_config_key_known("mrope_interleaved") && rwk_config_key_known("type"));
    ck_assert(!rwk_config_key_known("rope_teta") && !rwk_config_key_known("") && !rwk_config_key_known("rope_parameters"));
}
END_TEST

/* ---- bad configs: the status, and a one-line reason that names the key ---- */

typedef struct {
    const char *spec;
    rwk_status status;
    const char *reason;
} bad;

static const bad BAD_INLINE[] = {
    { "rope_theta=10000", RWK_EPARSE, "head_dim: nothing: expected" },
    { "head_dim=64", RWK_EPARSE, "rope_theta: nothing: expected" },
    { "head_dim=64,model_type=unheard-of", RWK_EPARSE, "rope_theta: nothing" },
    { "head_dim=63,rope_theta=7", RWK_EODD, "head_dim: 63" },
    { "head_dim=1,rope_theta=7", RWK_ERANGE, "head_dim: 1" },
    { "head_dim=64,rope_theta=7,rotary_pct=0.05", RWK_EODD, "rotary_pct: 0.05" },
    { "head_dim=64,rope_theta=1e400", RWK_EPARSE, "rope_theta: a number beyond binary64: expected a number" },
    { "head_dim=64,rope_theta=7,model_type=NaN", RWK_EPARSE, "model_type: NaN or Infinity: expected a string" },
    { "head_dim=64,rope_theta=7,factor=4", RWK_EPARSE, "rope_type: nothing: expected the rule that the scaling factor belongs to" },
    { "head_dim=64,rope_theta=7,use_alibi=true", RWK_EUNSUPPORTED, "use_alibi" },
    { "head_dim=64,rope_theta=7,position_embedding_type=alibi", RWK_EUNSUPPORTED, "position_embedding_type" },
    { "head_dim=64,rope_theta=7,alibi=true", RWK_EUNSUPPORTED, "alibi" },
    { "head_dim=64,rope_theta=7,rope_local_base_freq=1e4", RWK_EUNSUPPORTED, "rope_local_base_freq" },
    { "head_dim=0,rope_theta=7", RWK_EPARSE, "head_dim: 0: expected a whole number" },
    { "head_dim=-64,rope_theta=7", RWK_EPARSE, "head_dim: -64" },
    { "head_dim=64.5,rope_theta=7", RWK_EPARSE, "head_dim: 64.5" },
    { "head_dim=1e400,rope_theta=7", RWK_EPARSE, "head_dim: a number beyond binary64" },
    { "head_dim=NaN,rope_theta=7", RWK_EPARSE, "head_dim: NaN or Infinity" },
    { "head_dim=1048577,rope_theta=7", RWK_EPARSE, "head_dim: 1048577: expected a whole number 1 .. 1048576" },
    { "head_dim=many,rope_theta=7", RWK_EPARSE, "head_dim: \"many\"" },
    { "head_dim=[64],rope_theta=7", RWK_EPARSE, "head_dim: a list" },
    { "head_dim=true,rope_theta=7", RWK_EPARSE, "head_dim: true" },
    { "qk_rope_head_dim=x,rope_theta=7", RWK_EPARSE, "qk_rope_head_dim: \"x\"" },
    { "hidden_size=4096,rope_theta=7", RWK_EPARSE, "head_dim: nothing" },
    { "hidden_size=4096,num_attention_heads=33,rope_theta=7", RWK_EPARSE, "num_attention_heads: 33: expected a divisor" },
    { "hidden_size=2,num_attention_heads=32,rope_theta=7", RWK_EPARSE, "num_attention_heads: 32" },
    { "hidden_size=x,num_attention_heads=32,rope_theta=7", RWK_EPARSE, "hidden_size: \"x\"" },
    { "n_embd=4096,n_head=0,rope_theta=7", RWK_EPARSE, "n_head: 0" },
    { "n_embd=1e9,n_head=1,rope_theta=7", RWK_ERANGE, "head_dim: 1000000000" },
    { "head_dim=64,rotary_dim=66,rope_theta=7", RWK_ESHAPE, "rotary_dim: 66: expected at most head_dim = 64" },
    { "head_dim=64,rotary_dim=31,rope_theta=7", RWK_EODD, "rotary_dim: 31" },
    { "head_dim=64,rotary_dim=0,rope_theta=7", RWK_EPARSE, "rotary_dim: 0" },
    { "head_dim=64,partial_rotary_factor=0,rope_theta=7", RWK_EPARSE, "partial_rotary_factor: 0" },
    { "head_dim=64,partial_rotary_factor=-0.5,rope_theta=7", RWK_EPARSE, "partial_rotary_factor: -0.5" },
    { "head_dim=64,partial_rotary_factor=1.0000000000000002,rope_theta=7", RWK_EPARSE, "partial_rotary_factor: 1.00" },
    { "head_dim=64,partial_rotary_factor=half,rope_theta=7", RWK_EPARSE, "partial_rotary_factor: \"half\"" },
    { "head_dim=64,partial_rotary_factor=0.01,rope_theta=7", RWK_EODD, "partial_rotary_factor: 0.01" },
    { "head_dim=10,partial_rotary_factor=0.7,rope_theta=7", RWK_EODD, "partial_rotary_factor: 0.7" },
    { "head_dim=64,rotary_pct=2,rope_theta=7", RWK_EPARSE, "rotary_pct: 2" },
    { "head_dim=64,rope_theta=0", RWK_ERANGE, "rope_theta: 0: expected a number above 0" },
    { "head_dim=64,rope_theta=-10000", RWK_ERANGE, "rope_theta: -10000" },
    { "head_dim=64,rope_theta=Infinity", RWK_EPARSE, "rope_theta: NaN or Infinity" },
    { "head_dim=64,rope_theta=-Infinity", RWK_EPARSE, "rope_theta: NaN or Infinity" },
    { "head_dim=64,rope_theta=1e999", RWK_EPARSE, "rope_theta: a number beyond binary64" },
    { "head_dim=64,rope_theta=ten", RWK_EPARSE, "rope_theta: \"ten\"" },
    { "head_dim=64,rope_theta=false", RWK_EPARSE, "rope_theta: false" },
    { "head_dim=64,rope_theta=", RWK_EPARSE, "rope_theta: \"\"" },
    { "head_dim=64,rotary_emb_base=x", RWK_EPARSE, "rotary_emb_base: \"x\"" },
    { "head_dim=64,rope_theta=7,rope_type=yam", RWK_EPARSE, "rope_type: \"yam\"" },
    { "head_dim=64,rope_theta=7,rope_type=3", RWK_EPARSE, "rope_type: 3: expected a string" },
    { "head_dim=64,rope_theta=7,type=[]", RWK_EPARSE, "type: a list" },
    { "head_dim=64,rope_theta=7,model_type=7", RWK_EPARSE, "model_type: 7" },
    { "head_dim=64,rope_theta=7,max_position_embeddings=0", RWK_EPARSE, "max_position_embeddings: 0" },
    { "head_dim=64,rope_theta=7,max_position_embeddings=2147483649", RWK_EPARSE, "max_position_embeddings: 2147483649" },
    { "head_dim=64,rope_theta=7,n_positions=4.5", RWK_EPARSE, "n_positions: 4.5" },
    { "head_dim=64,rope_theta=7,", RWK_EPARSE, "expected key=value" },
    { "head_dim=64,rope_theta", RWK_EPARSE, "\"rope_theta\": expected key=value" },
    { "=64,rope_theta=7", RWK_EPARSE, "\"=64\": expected key=value" },
    { "head_dim=64,head_dim=64,rope_theta=7", RWK_EPARSE, "key head_dim stands twice" },
    { "head_dim=064,rope_theta=7", RWK_EPARSE, "leading zero" },
    { "head_dim=64,rope_theta=7,long_factor=[1,2", RWK_EPARSE, "not JSON" },
    { "head_dim=64,rope_theta=7,model_type=\xff", RWK_EPARSE, "UTF-8" },
    { "head_dim=64,rope_theta=7,model_type=a\nb", RWK_EPARSE, "control character" },
    { "preset:gpt-5", RWK_EPARSE, "preset:gpt-5: no such preset" },
    { "preset:", RWK_EPARSE, "no such preset" },
    { "llama-2-7b", RWK_EOPEN, "did you mean preset:llama-2-7b?" },
    { "no-such-file-137.json", RWK_EOPEN, "no-such-file-137.json: no such file" },
    { "", RWK_EOPEN, "no such file" },
    { "tests", RWK_EOPEN, "tests: " },
    { "tests/data/not-json.json", RWK_EPARSE, "not-json.json:3:1: not JSON" },
};

static const bad BAD_JSON[] = {
    { "[]", RWK_EPARSE, "t: expected a JSON object" },
    { "\"head_dim\"", RWK_EPARSE, "expected a JSON object" },
    { "null", RWK_EPARSE, "expected a JSON object" },
    { "{}", RWK_EPARSE, "head_dim: nothing" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_parameters\":3}", RWK_EPARSE, "rope_parameters: 3: expected an object or null" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":\"yarn\"}", RWK_EPARSE, "rope_scaling: \"yarn\": expected an object" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":[{}]}", RWK_EPARSE, "rope_scaling: a list" },
    { "{\"head_dim\":64,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":7}}}", RWK_EUNSUPPORTED,
      "full_attention: parameters by layer type" },
    { "{\"head_dim\":64,\"rope_parameters\":{\"rope_theta\":null}}", RWK_EPARSE, "rope_theta: nothing" },
    { "{\"head_dim\":64,\"rope_parameters\":{\"rope_theta\":\"7\"}}", RWK_EPARSE, "rope_theta: \"7\"" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":{\"type\":{}}}", RWK_EUNSUPPORTED, "type" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":{\"rope_type\":\"Linear\"}}", RWK_EPARSE, "rope_type: \"Linear\"" },
};

static void assert_bad(const bad *b, rwk_status got, const rwk_config *config, const rwk_diag *diag)
{
    static const rwk_config before = { .head_dim = 137 };
    if (got != b->status)
        ck_abort_msg("%s: got \"%s\" (%s), want \"%s\"", b->spec, rwk_strerror(got), diag->text, rwk_strerror(b->status));
    if (!strstr(diag->text, b->reason)) ck_abort_msg("%s: got \"%s\", want \"%s\"", b->spec, diag->text, b->reason);
    if (strchr(diag->text, '\n')) ck_abort_msg("%s: two lines: %s", b->spec, diag->text);
    ck_assert_mem_eq(config, &before, sizeof before);
}

START_TEST(test_load_statuses_name_the_key)
{
    for (size_t k = 0; k < sizeof BAD_INLINE / sizeof BAD_INLINE[0]; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        memset(&config, 0, sizeof config);
        config.head_dim = 137;
        assert_bad(&BAD_INLINE[k], rwk_config_load(&config, BAD_INLINE[k].spec, &diag), &config, &diag);
    }
}
END_TEST

START_TEST(test_from_json_statuses_name_the_key)
{
    for (size_t k = 0; k < sizeof BAD_JSON / sizeof BAD_JSON[0]; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        memset(&config, 0, sizeof config);
        config.head_dim = 137;
        assert_bad(&BAD_JSON[k], from_text(&config, BAD_JSON[k].spec, false, &diag), &config, &diag);
    }
}
END_TEST

START_TEST(test_load_allows_no_diag)
{
    rwk_config config;
    ck_assert_status(rwk_config_load(&config, "head_dim=64,rope_teta=1", NULL), RWK_EPARSE);
    ck_assert_status(rwk_config_load(&config, "head_dim=63,rope_theta=1", NULL), RWK_EODD);
}
END_TEST

START_TEST(test_check_statuses)
{
    const rwk_config good = rwk_config_plain(64, 2.385);
    const struct {
        size_t head_dim, rotary_dim;
        double theta;
        int64_t context;
        rwk_status status;
    } cases[] = { { 2, 2, 0x1p-1074, 0, RWK_OK },    { RWK_MAX_DIM, 2, 1e308, INT64_C(1) << 31, RWK_OK },
                  { 0, 2, 1, 0, RWK_ERANGE },        { RWK_MAX_DIM + 1, 2, 1, 0, RWK_ERANGE },
                  { 64, 0, 1, 0, RWK_EODD },         { 64, 41, 1, 0, RWK_EODD },
                  { 64, 66, 1, 0, RWK_ESHAPE },      { 64, 64, NAN, 0, RWK_ENAN },
                  { 64, 64, INFINITY, 0, RWK_ENAN }, { 64, 64, -INFINITY, 0, RWK_ENAN },
                  { 64, 64, 0, 0, RWK_ERANGE },      { 64, 64, -1, 0, RWK_ERANGE },
                  { 64, 64, 1, -1, RWK_ERANGE },     { 64, 64, 1, (INT64_C(1) << 31) + 1, RWK_ERANGE } };
    ck_assert_status(rwk_config_check(&good, "t", NULL), RWK_OK);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_diag diag = { 0 };
        const rwk_config c = { .head_dim = cases[k].head_dim,
                               .rotary_dim = cases[k].rotary_dim,
                               .rope_theta = cases[k].theta,
                               .max_position_embeddings = cases[k].context };
        ck_assert_status(rwk_config_check(&c, "plain.json", &diag), cases[k].status);
        ck_assert_int_eq(strncmp(diag.text, "plain.json: ", 12) == 0, cases[k].status != RWK_OK);
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
}
END_TEST

TEST_MAIN("config", test_load_presets_are_the_published_models, test_load_files_in_the_published_layout_equal_the_presets,
          test_load_standard_input, test_preset_table_is_alphabetical_and_found_by_name, test_family_find,
          test_names_of_rope_types_and_layouts, test_names_unknown_leave_the_output_alone, test_load_inline_precedence,
          test_from_json_precedence_of_nested_keys, test_from_json_flat_reads_the_rope_keys_at_the_top,
          test_from_json_cuts_a_long_model_type, test_load_takes_the_family_s_rotary_width,
          test_from_json_refuses_what_it_would_have_to_approximate, test_load_warns_of_a_default_base_and_of_unknown_keys,
          test_key_known, test_load_statuses_name_the_key, test_from_json_statuses_name_the_key, test_load_allows_no_diag,
          test_check_statuses, test_plain_rotates_the_whole_head)
