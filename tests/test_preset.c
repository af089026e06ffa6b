/* SPDX-License-Identifier: MIT */
/* Tests the presets against the published models, and config.json files in the published layout against both. */
#define _POSIX_C_SOURCE 200809L
#include "config/preset.h"

#include <dirent.h>
#include <unistd.h>

#include "config_text.h"

typedef struct {
    const char *name, *model_type;
    size_t head_dim, rotary_dim;
    double rope_theta;
    rwk_rope_type rope_type;
    rwk_layout layout;
    int64_t context;
    double factor;
    int64_t original;
} model;

#define HALF  RWK_HALF_SPLIT
#define INTER RWK_INTERLEAVED

/* shared/research/peers.md 2.4: the config.json files of the models on the Hugging Face hub, head_dim = width / heads by hand. */
static const model MODELS[] = {
    { "codellama-7b", "llama", 128, 128, 1e6, RWK_ROPE_DEFAULT, HALF, 16384, 0, 0 },
    { "deepseek-v2-lite", "deepseek_v2", 64, 64, 1e4, RWK_ROPE_YARN, INTER, 163840, 40, 4096 },
    { "deepseek-v3", "deepseek_v3", 64, 64, 1e4, RWK_ROPE_YARN, INTER, 163840, 40, 4096 },
    { "falcon-7b", "falcon", 64, 64, 1e4, RWK_ROPE_DEFAULT, HALF, 2048, 0, 0 },
    { "gemma-2-9b", "gemma2", 256, 256, 1e4, RWK_ROPE_DEFAULT, HALF, 8192, 0, 0 },
    { "gemma-3-4b", "gemma3_text", 256, 256, 1e6, RWK_ROPE_LINEAR, HALF, 131072, 8, 0 },
    { "gemma-4", "gemma4_text", 512, 512, 1e6, RWK_ROPE_PROPORTIONAL, HALF, 262144, 1, 0 },
    { "gemma-7b", "gemma", 256, 256, 1e4, RWK_ROPE_DEFAULT, HALF, 8192, 0, 0 },
    { "gpt-j-6b", "gptj", 256, 64, 1e4, RWK_ROPE_DEFAULT, INTER, 2048, 0, 0 },
    { "gpt-neox-20b", "gpt_neox", 96, 24, 1e4, RWK_ROPE_DEFAULT, HALF, 2048, 0, 0 },
    { "gpt-oss-20b", "gpt_oss", 64, 64, 150000, RWK_ROPE_YARN, HALF, 131072, 32, 4096 },
    { "llama-2-7b", "llama", 128, 128, 1e4, RWK_ROPE_DEFAULT, HALF, 4096, 0, 0 },
    { "llama-3.1-8b", "llama", 128, 128, 5e5, RWK_ROPE_LLAMA3, HALF, 131072, 8, 8192 },
    { "llama-3.2-1b", "llama", 64, 64, 5e5, RWK_ROPE_LLAMA3, HALF, 131072, 32, 8192 },
    { "mistral-7b-v0.1", "mistral", 128, 128, 1e4, RWK_ROPE_DEFAULT, HALF, 32768, 0, 0 },
    { "mixtral-8x7b", "mixtral", 128, 128, 1e6, RWK_ROPE_DEFAULT, HALF, 32768, 0, 0 },
    { "phi-2", "phi", 80, 32, 1e4, RWK_ROPE_DEFAULT, HALF, 2048, 0, 0 },
    { "phi-3-mini-128k", "phi3", 96, 96, 1e4, RWK_ROPE_LONGROPE, HALF, 131072, 32, 4096 },
    { "phi-3-mini-128k-first", "phi3", 96, 96, 1e4, RWK_ROPE_LONGROPE, HALF, 131072, 32, 4096 },
    { "qwen2-vl-7b", "qwen2_vl", 128, 128, 1e6, RWK_ROPE_DEFAULT, HALF, 32768, 0, 0 },
    { "qwen2.5-7b", "qwen2", 128, 128, 1e6, RWK_ROPE_DEFAULT, HALF, 32768, 0, 0 },
    { "qwen2.5-7b-yarn", "qwen2", 128, 128, 1e6, RWK_ROPE_YARN, HALF, 32768, 4, 32768 },
    { "qwen3-vl", "qwen3_vl_text", 128, 128, 5e6, RWK_ROPE_DEFAULT, HALF, 262144, 0, 0 },
    { "qwen3.5-27b", "qwen3_5_text", 256, 64, 1e7, RWK_ROPE_DEFAULT, HALF, 262144, 0, 0 },
    { "roformer-base", "roformer", 64, 64, 1e4, RWK_ROPE_DEFAULT, INTER, 0, 0, 0 },
};
enum { N_MODELS = sizeof MODELS / sizeof MODELS[0] };

static rwk_status load_preset(rwk_config *config, const char *name, const char *layer_type, rwk_diag *diag)
{
    char spec[64];
    snprintf(spec, sizeof spec, "preset:%s", name);
    return rwk_config_load(config, spec, layer_type, diag);
}

static bool same_text(const char *a, const char *b) { return strcmp(a, b) == 0; }

static void assert_is(const rwk_config *c, const model *m)
{
    const bool dimensions = c->head_dim == m->head_dim && c->rotary_dim == m->rotary_dim && c->rope_theta == m->rope_theta;
    const bool rule = c->rope_type == m->rope_type && c->scaling.factor == m->factor &&
                      c->scaling.original_max_position_embeddings == m->original && c->max_position_embeddings == m->context;
    const bool layout = c->layout == m->layout && c->layout_reason == RWK_LAYOUT_FAMILY && same_text(c->model_type, m->model_type);
    if (!dimensions || !rule || !layout)
        ck_abort_msg("%s: %s, %zu of %zu, base %g, %s, factor %g, context %lld of %lld, %s", m->name, c->model_type, c->rotary_dim,
                     c->head_dim, c->rope_theta, rwk_rope_type_name(c->rope_type), c->scaling.factor,
                     (long long)c->scaling.original_max_position_embeddings, (long long)c->max_position_embeddings,
                     rwk_layout_name(c->layout));
}

START_TEST(test_presets_are_the_published_models)
{
    for (size_t k = 0; k < N_MODELS; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        const bool layers = strncmp(MODELS[k].name, "gemma-3", 7) == 0 || strncmp(MODELS[k].name, "gemma-4", 7) == 0;
        if (load_preset(&config, MODELS[k].name, layers ? "full_attention" : NULL, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
        assert_is(&config, &MODELS[k]);
        if (diag.warnings[0]) ck_abort_msg("%s: %s", MODELS[k].name, diag.warnings);
    }
}
END_TEST

START_TEST(test_models_without_rotary_positions_are_refused)
{
    const char *const names[] = { "bloom", "falcon-rw-1b" };
    for (int k = 0; k < 2; k++) {
        rwk_config config;
        rwk_diag diag = { 0 };
        ck_assert_status(load_preset(&config, names[k], NULL, &diag), RWK_EUNSUPPORTED);
        ck_assert_ptr_nonnull(strstr(diag.text, "ALiBi"));
    }
}
END_TEST

START_TEST(test_what_the_rules_of_presets_have_besides)
{
    rwk_config c = config_of("preset:deepseek-v3", NULL, NULL);
    ck_assert(c.scaling.beta_fast == 32 && c.scaling.beta_slow == 1 && c.scaling.truncate);
    ck_assert(c.scaling.mscale == 1 && c.scaling.mscale_all_dim == 1);
    c = config_of("preset:deepseek-v2-lite", NULL, NULL);
    ck_assert(c.scaling.mscale == 0.707 && c.scaling.mscale_all_dim == 0.707);
    ck_assert(!config_of("preset:gpt-oss-20b", NULL, NULL).scaling.truncate);
    c = config_of("preset:llama-3.2-1b", NULL, NULL);
    ck_assert(c.scaling.low_freq_factor == 1 && c.scaling.high_freq_factor == 4);
    c = config_of("preset:phi-3-mini-128k", NULL, NULL);
    ck_assert(c.scaling.short_factor[0] == 1.1 && c.scaling.short_factor[47] == 3.049999999999997);
    ck_assert(c.scaling.long_factor[0] == 1.0700000524520874 && c.scaling.long_factor[47] == 64.76000213623047);
    c = config_of("preset:phi-3-mini-128k-first", NULL, NULL);
    ck_assert(c.scaling.short_factor[0] == 1.05 && c.scaling.long_factor[47] == 64.81001281738281);
    c = config_of("preset:qwen2-vl-7b", NULL, NULL);
    ck_assert(c.n_axes == 3 && c.mrope_section[0] == 16 && c.mrope_section[1] == 24 && !c.mrope_interleaved);
    c = config_of("preset:qwen3-vl", NULL, NULL);
    ck_assert(c.n_axes == 3 && c.mrope_section[0] == 24 && c.mrope_section[2] == 20 && c.mrope_interleaved);
    ck_assert_uint_eq(config_of("preset:gemma-4", NULL, NULL).scaling.rope_angles, 64);
}
END_TEST

/* The layers that look at a window turn plainly, at a base of their own. */
START_TEST(test_sliding_layers_of_gemma)
{
    const char *const names[] = { "preset:gemma-3-4b", "preset:gemma-4" };
    for (int k = 0; k < 2; k++) {
        const rwk_config c = config_of(names[k], "sliding_attention", NULL);
        if (c.head_dim != 256 || c.rotary_dim != 256 || c.rope_theta != 1e4 || c.rope_type != RWK_ROPE_DEFAULT)
            ck_abort_msg("%s: %zu, base %g, %s", names[k], c.rotary_dim, c.rope_theta, rwk_rope_type_name(c.rope_type));
        ck_assert_same_bits(c.scaling.factor, 0);
    }
}
END_TEST

START_TEST(test_table_is_alphabetical_and_found_by_name)
{
    size_t n = 0;
    for (const rwk_preset *p; (p = rwk_preset_at(n)) != NULL; n++) {
        rwk_config config;
        const rwk_status status = load_preset(&config, p->name, NULL, NULL);
        if (status != RWK_OK && status != RWK_EUNSUPPORTED) ck_abort_msg("%s: %s", p->name, rwk_strerror(status));
        ck_assert_ptr_eq(rwk_preset_find(p->name), p);
        ck_assert(*p->model && *p->source);
        if (n > 0) ck_assert_str_lt(rwk_preset_at(n - 1)->name, p->name);
    }
    ck_assert_uint_ge(n, N_MODELS + 2);
    ck_assert_ptr_null(rwk_preset_at(n));
    ck_assert_ptr_null(rwk_preset_at(SIZE_MAX));
    ck_assert_ptr_null(rwk_preset_find("gpt-5"));
    ck_assert_ptr_null(rwk_preset_find(""));
}
END_TEST

/* ---- files in the published layout ---- */

#define CONFIGS "tests/data/configs/"

/* Equal in all that a table depends on; a context that only one of them states is not compared. */
static void assert_same(const rwk_config *a, const rwk_config *b, const char *what)
{
    const bool dimensions = a->head_dim == b->head_dim && a->rotary_dim == b->rotary_dim && a->rope_theta == b->rope_theta;
    const bool rule = a->rope_type == b->rope_type && a->layout == b->layout && same_text(a->layer_type, b->layer_type);
    const bool axes = a->n_axes == b->n_axes && a->mrope_interleaved == b->mrope_interleaved &&
                      memcmp(a->mrope_section, b->mrope_section, sizeof a->mrope_section) == 0;
    const int64_t m = a->max_position_embeddings, n = b->max_position_embeddings;
    const bool scaling = memcmp(&a->scaling, &b->scaling, sizeof a->scaling) == 0;
    if (!dimensions || !rule || !axes || !scaling || (m != n && m > 0 && n > 0)) ck_abort_msg("%s differs from its preset", what);
}

static void compare(const char *file, const char *preset, const char *layer_type)
{
    char path[128];
    rwk_config config, want;
    rwk_diag diag = { 0 }, other = { 0 };
    snprintf(path, sizeof path, CONFIGS "%s.json", file);
    const rwk_status status = rwk_config_load(&config, path, layer_type, &diag);
    if (status != load_preset(&want, preset, layer_type, &other)) ck_abort_msg("%s, %s", diag.text, other.text);
    if (status == RWK_OK) assert_same(&config, &want, path);
}

START_TEST(test_files_equal_the_presets_of_their_name)
{
    size_t found = 0;
    for (size_t k = 0; rwk_preset_at(k); k++) {
        char path[128];
        const char *name = rwk_preset_at(k)->name;
        snprintf(path, sizeof path, CONFIGS "%s.json", name);
        if (access(path, R_OK) != 0) continue;
        found++;
        compare(name, name, NULL);
        compare(name, name, "full_attention");
        compare(name, name, "sliding_attention");
    }
    ck_assert_uint_ge(found, 20);
    compare("llama-3.1-8b-parameters", "llama-3.1-8b", NULL);
    compare("deepseek-v2-lite", "deepseek-v2-lite", NULL);
    compare("phi-3-mini-128k-first-revision", "phi-3-mini-128k-first", NULL);
    compare("gemma-3-4b-sparse", "gemma-3-4b", "full_attention");
    compare("gemma-3-4b-sparse", "gemma-3-4b", "sliding_attention");
    compare("mllama-11b", "llama-3.1-8b", NULL);
}
END_TEST

/* By mpmath at 50 digits from the formulas of the papers, 15 digits: pair 1, the middle pair (yarn's and llama3's ramps), the last. */
static const struct {
    const char *file, *layer_type;
    int64_t seq_len;
    size_t head_dim, rotary_dim;
    rwk_layout layout;
    double attention_factor, second, middle, last;
} VALUES[] = {
    { "llama-2-7b", NULL, 0, 128, 128, HALF, 1, 0.865964323360065, 0.01, 0.000115478198468946 },
    { "codellama-7b", NULL, 0, 128, 128, HALF, 1, 0.805842187761482, 0.001, 1.24093776075172e-6 },
    { "mistral-7b-v0.1", NULL, 0, 128, 128, HALF, 1, 0.865964323360065, 0.01, 0.000115478198468946 },
    { "mixtral-8x7b", NULL, 0, 128, 128, HALF, 1, 0.805842187761482, 0.001, 1.24093776075172e-6 },
    { "llama-3.1-8b", NULL, 0, 128, 128, HALF, 1, 0.814617233856545, 0.000524846160992955, 3.06892598891451e-7 },
    { "llama-3.1-8b-parameters", NULL, 0, 128, 128, HALF, 1, 0.814617233856545, 0.000524846160992955, 3.06892598891451e-7 },
    { "mllama-11b", NULL, 0, 128, 128, HALF, 1, 0.814617233856545, 0.000524846160992955, 3.06892598891451e-7 },
    { "llama-3.2-1b", NULL, 0, 64, 64, HALF, 1, 0.663601237696088, 0.000429556796559368, 9.41830672543491e-8 },
    { "llama-4-scout", NULL, 0, 128, 128, INTER, 1, 0.814617233856545, 0.0014142135623731, 1.53446299445726e-7 },
    { "qwen2.5-7b", NULL, 0, 128, 128, HALF, 1, 0.805842187761482, 0.001, 1.24093776075172e-6 },
    { "qwen2.5-7b-yarn", NULL, 0, 128, 128, HALF, 1.138629436112, 0.805842187761482, 0.000602941176470588, 3.1023444018793e-7 },
    { "qwen2-vl-7b", NULL, 0, 128, 128, HALF, 1, 0.805842187761482, 0.001, 1.24093776075172e-6 },
    { "qwen3-vl", NULL, 0, 128, 128, HALF, 1, 0.785829980419635, 0.000447213595499958, 2.54507978803761e-7 },
    { "qwen3.5-27b", NULL, 0, 256, 64, HALF, 1, 0.604296390238133, 0.000316227766016838, 1.65481709994318e-7 },
    { "phi-3-mini-128k", NULL, 0, 96, 96, HALF, 1.190238071424, 0.750367441152744, 0.005, 3.97222183156915e-5 },
    { "phi-3-mini-128k", NULL, 4096, 96, 96, HALF, 1.190238071424, 0.750367441152744, 0.005, 3.97222183156915e-5 },
    { "phi-3-mini-128k", NULL, 4097, 96, 96, HALF, 1.190238071424, 0.736968019423108, 0.000186358527891042, 1.87079619929597e-6 },
    { "phi-3-mini-128k-first-revision", NULL, 0, 96, 96, HALF, 1.190238071424, 0.786099224064779, 0.005, 4.10687341907996e-5 },
    { "phi-3-mini-128k-first-revision", NULL, 131072, 96, 96, HALF, 1.190238071424, 0.786099259763954, 0.000333222277884123,
      1.86935259840535e-6 },
    { "deepseek-v2-lite", NULL, 0, 64, 64, INTER, 1, 0.749894209332456, 0.0055, 3.33380358040831e-6 },
    { "deepseek-v3", NULL, 0, 64, 64, INTER, 1, 0.749894209332456, 0.0055, 3.33380358040831e-6 },
    { "kimi-k2", NULL, 0, 64, 64, INTER, 1, 0.713111084911932, 0.00447213595499958, 8.76441291158987e-7 },
    { "gpt-oss-20b", NULL, 0, 64, 64, HALF, 1.34657359028, 0.689044305888163, 0.00045648391922324, 3.02351142811921e-7 },
    { "gpt-j-6b", NULL, 0, 256, 64, INTER, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
    { "gpt-neox-20b", NULL, 0, 96, 24, HALF, 1, 0.464158883361278, 0.01, 0.000215443469003188 },
    { "pythia-1.4b", NULL, 0, 128, 32, HALF, 1, 0.562341325190349, 0.01, 0.000177827941003892 },
    { "gemma-7b", NULL, 0, 256, 256, HALF, 1, 0.930572040929699, 0.01, 0.000107460782832132 },
    { "gemma-2-9b", NULL, 0, 256, 256, HALF, 1, 0.930572040929699, 0.01, 0.000107460782832132 },
    { "gemma-3-4b", "full_attention", 0, 256, 256, HALF, 1, 0.112210891555914, 0.000125, 1.3924673249935e-7 },
    { "gemma-3-4b", "sliding_attention", 0, 256, 256, HALF, 1, 0.930572040929699, 0.01, 0.000107460782832132 },
    { "gemma-3-4b-sparse", "full_attention", 0, 256, 256, HALF, 1, 0.112210891555914, 0.000125, 1.3924673249935e-7 },
    { "gemma-3-4b-sparse", "sliding_attention", 0, 256, 256, HALF, 1, 0.930572040929699, 0.01, 0.000107460782832132 },
    { "gemma-4", "full_attention", 0, 512, 512, HALF, 1, 0.947463525655375, 0, 0 },
    { "gemma-4", "sliding_attention", 0, 256, 256, HALF, 1, 0.930572040929699, 0.01, 0.000107460782832132 },
    { "modernbert-base", "full_attention", 0, 64, 64, HALF, 1, 0.687656021933632, 0.0025, 9.08884645905596e-6 },
    { "modernbert-base", "sliding_attention", 0, 64, 64, HALF, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
    { "modernbert-base-parameters", "full_attention", 0, 64, 64, HALF, 1, 0.687656021933632, 0.0025, 9.08884645905596e-6 },
    { "modernbert-base-parameters", "sliding_attention", 0, 64, 64, HALF, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
    { "phi-2", NULL, 0, 80, 32, HALF, 1, 0.562341325190349, 0.01, 0.000177827941003892 },
    { "falcon-7b", NULL, 0, 64, 64, HALF, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
    { "roformer-base", NULL, 0, 64, 64, INTER, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
    { "minimax-m2", NULL, 0, 128, 64, HALF, 1, 0.617528758126323, 0.000447213595499958, 3.23871556373877e-7 },
    { "glm-4-9b", NULL, 0, 128, 64, INTER, 1, 0.749894209332456, 0.01, 0.000133352143216332 },
};
enum { N_VALUES = sizeof VALUES / sizeof VALUES[0] };

static void assert_close(double got, double want, const char *file)
{
    if (!(fabs(got - want) <= 2e-12 * want)) ck_abort_msg("%s: got %.15g, want %.15g", file, got, want);
}

START_TEST(test_files_have_the_frequencies_of_the_model)
{
    double inv_freq[256];
    for (size_t k = 0; k < N_VALUES; k++) {
        char path[128];
        rwk_diag diag = { 0 };
        rwk_config c;
        snprintf(path, sizeof path, CONFIGS "%s.json", VALUES[k].file);
        if (rwk_config_load(&c, path, VALUES[k].layer_type, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
        c.scaling.seq_len = VALUES[k].seq_len;
        if (c.head_dim != VALUES[k].head_dim || c.rotary_dim != VALUES[k].rotary_dim || c.layout != VALUES[k].layout)
            ck_abort_msg("%s: %zu of %zu, %s", path, c.rotary_dim, c.head_dim, rwk_layout_name(c.layout));
        rwk_truth *truth = truth_of(&c);
        const size_t n = c.rotary_dim / 2;
        ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_OK);
        assert_close(rwk_truth_attention_factor(truth), VALUES[k].attention_factor, path);
        assert_close(inv_freq[1], VALUES[k].second, path);
        assert_close(inv_freq[n / 2], VALUES[k].middle, path);
        assert_close(inv_freq[n - 1], VALUES[k].last, path);
        rwk_truth_free(truth);
    }
}
END_TEST

/* Every file is looked at above: one that is new must get its row. */
START_TEST(test_every_file_has_its_values)
{
    DIR *folder = opendir(CONFIGS);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const size_t n = strlen(entry->d_name);
        bool known = n < 6 || !same_text(entry->d_name + n - 5, ".json");
        known = known || same_text(entry->d_name, "bloom.json") || same_text(entry->d_name, "falcon-rw-1b.json");
        for (size_t k = 0; k < N_VALUES && !known; k++)
            known = strlen(VALUES[k].file) == n - 5 && strncmp(VALUES[k].file, entry->d_name, n - 5) == 0;
        if (!known) ck_abort_msg("%s has no row in this test", entry->d_name);
    }
    closedir(folder);
}
END_TEST

TEST_MAIN("preset", test_presets_are_the_published_models, test_models_without_rotary_positions_are_refused,
          test_what_the_rules_of_presets_have_besides, test_sliding_layers_of_gemma, test_table_is_alphabetical_and_found_by_name,
          test_files_equal_the_presets_of_their_name, test_files_have_the_frequencies_of_the_model, test_every_file_has_its_values)
