/* SPDX-License-Identifier: MIT */
/* Reads what the rule of a config needs; what is good in it is decided by scaling.c. */
#include "config/scaling_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void need(rwk_reader *r, const char *key, const char *expected)
{
    if (!rwk_reader_find(r, key)) rwk_reader_bad(r, key, NULL, expected);
}

static const char *const ORIGINAL = "original_max_position_embeddings";
static const char *const RATIO = "a number, or both max_position_embeddings and original_max_position_embeddings";

/* The context before stretching: beside the rope parameters, else among them, else the context itself. */
static void read_original(rwk_config *c, rwk_reader *inside, const rwk_reader *r)
{
    rwk_reader beside = *r;
    beside.rope = NULL;
    beside.status = inside->status;
    size_t original = rwk_reader_count(&beside, ORIGINAL, 0x1p31 - 1);
    inside->status = beside.status;
    if (!original) original = rwk_reader_count(inside, ORIGINAL, 0x1p31 - 1);
    if (!original) need(inside, "factor", RATIO);
    if (!original) original = (size_t)c->max_position_embeddings;
    if (!original) rwk_reader_bad(inside, ORIGINAL, NULL, "a whole number, or max_position_embeddings");
    c->scaling.original_max_position_embeddings = (int64_t)original;
}

/* yarn and longrope: how often the context holds the original one; a factor that says otherwise wins, as Hugging Face has it. */
static void default_factor(rwk_config *c, rwk_reader *r)
{
    rwk_scaling *s = &c->scaling;
    const double context = (double)c->max_position_embeddings, ratio = context / (double)s->original_max_position_embeddings;
    const bool given = rwk_reader_find(r, "factor") != NULL;
    if (r->status != RWK_OK) return;
    if (given && context > 0 && ratio != 1 && s->factor != ratio)
        rwk_warn(r->diag, "%s: factor: %g, but max_position_embeddings / original_max_position_embeddings = %g; taking %g", r->name,
                 s->factor, ratio, s->factor);
    if (given) return;
    if (context == 0) need(r, "factor", RATIO);
    s->factor = ratio;
}

static void read_factor(rwk_config *c, rwk_reader *r)
{
    need(r, "factor", "the number by which the rule scales");
    c->scaling.factor = rwk_reader_number(r, "factor", 0);
}

/* A zero is no factor; the field means "as the rule computes it" by it. */
static void read_attention_factor(rwk_config *c, rwk_reader *r)
{
    const rwk_json *value = rwk_reader_find(r, "attention_factor");
    c->scaling.attention_factor = rwk_reader_number(r, "attention_factor", 0);
    if (value && c->scaling.attention_factor <= 0) rwk_reader_bad(r, "attention_factor", value, "a number above 0");
}

static void read_yarn(rwk_config *c, rwk_reader *r)
{
    rwk_scaling *s = &c->scaling;
    s->factor = rwk_reader_number(r, "factor", 0);
    default_factor(c, r);
    read_attention_factor(c, r);
    s->beta_fast = rwk_reader_number(r, "beta_fast", 32);
    s->beta_slow = rwk_reader_number(r, "beta_slow", 1);
    s->truncate = rwk_reader_flag(r, "truncate", true);
    s->mscale = rwk_reader_number(r, "mscale", 0);
    s->mscale_all_dim = rwk_reader_number(r, "mscale_all_dim", 0);
}

static void read_longrope(rwk_config *c, rwk_reader *r)
{
    rwk_scaling *s = &c->scaling;
    const size_t n = c->rotary_dim / 2;
    read_attention_factor(c, r);
    s->short_mscale = rwk_reader_number(r, "short_mscale", 0);
    s->long_mscale = rwk_reader_number(r, "long_mscale", 0);
    s->factor = rwk_reader_number(r, "factor", 1); /* only the attention factor has a use for it */
    if (s->attention_factor == 0) default_factor(c, r);
    if (n > RWK_MAX_FACTORS) return; /* rwk_scaling_check says so */
    rwk_reader_list(r, "short_factor", s->short_factor, n);
    rwk_reader_list(r, "long_factor", s->long_factor, n);
}

static void read_llama3(rwk_config *c, rwk_reader *r)
{
    read_factor(c, r);
    need(r, "low_freq_factor", "a number above 0");
    need(r, "high_freq_factor", "a number of at least low_freq_factor");
    c->scaling.low_freq_factor = rwk_reader_number(r, "low_freq_factor", 0);
    c->scaling.high_freq_factor = rwk_reader_number(r, "high_freq_factor", 0);
}

/* The length that the base grows from. */
static void read_dynamic(rwk_config *c, rwk_reader *r)
{
    if (rwk_reader_find(r, "alpha"))
        rwk_reader_fail(r, RWK_EUNSUPPORTED,
                        "alpha: dynamic with an alpha is HunYuan's own rule; rope_type ntk with factor = alpha is its formula");
    read_factor(c, r);
    if (!c->max_position_embeddings)
        rwk_reader_bad(r, "max_position_embeddings", NULL, "the context length, which rope_type dynamic needs");
}

static void read_proportional(rwk_config *c, rwk_reader *r) { c->scaling.factor = rwk_reader_number(r, "factor", 1); }

static size_t count_items(const rwk_json *list)
{
    size_t n = 0;
    for (const rwk_json *item = rwk_json_is_list(list) ? rwk_json_first(list) : NULL; item && n <= RWK_MAX_AXES;
         item = rwk_json_next(item))
        n++;
    return n;
}

static void read_sections(rwk_config *c, rwk_reader *r)
{
    double sections[RWK_MAX_AXES] = { 0 };
    const rwk_json *list = rwk_reader_find(r, "mrope_section");
    const size_t n = count_items(list);
    if (!list) return;
    if (n < 2 || n > RWK_MAX_AXES) {
        rwk_reader_bad(r, "mrope_section", list, "a list of 2 to 4 whole numbers");
        return;
    }
    rwk_reader_list(r, "mrope_section", sections, n);
    for (size_t a = 0; a < n; a++) {
        const bool whole = sections[a] >= 0 && sections[a] <= RWK_MAX_DIM && sections[a] == floor(sections[a]);
        if (!whole) rwk_reader_bad(r, "mrope_section", list, "whole numbers of pairs");
        c->mrope_section[a] = whole ? (size_t)sections[a] : 0;
    }
    c->n_axes = n;
    c->mrope_interleaved = rwk_reader_flag(r, "mrope_interleaved", false);
}

/* Rules by type; `original` says whether the rule has a use for the context before stretching, `keys` which keys are its own. */
static const struct {
    void (*read)(rwk_config *c, rwk_reader *r);
    bool original;
    const char *keys;
} RULES[RWK_N_ROPE_TYPES] = {
    [RWK_ROPE_LINEAR] = { read_factor, false, " factor " },
    [RWK_ROPE_NTK] = { read_factor, false, " factor " },
    [RWK_ROPE_DYNAMIC] = { read_dynamic, false, " factor " },
    [RWK_ROPE_YARN] = { read_yarn, true, " factor attention_factor beta_fast beta_slow truncate mscale mscale_all_dim " },
    [RWK_ROPE_LONGROPE] = { read_longrope, true, " factor attention_factor short_factor long_factor short_mscale long_mscale " },
    [RWK_ROPE_LLAMA3] = { read_llama3, true, " factor low_freq_factor high_freq_factor " },
    [RWK_ROPE_PROPORTIONAL] = { read_proportional, false, " factor " },
};

/* A key of another rule is a sign of a mistake, though none that stops: Hugging Face ignores it too. */
static void warn_unused(const rwk_config *c, const rwk_reader *r)
{
    static const char *const keys[] = { "factor",           "attention_factor", "beta_fast",    "beta_slow",   "truncate",
                                        "mscale",           "mscale_all_dim",   "short_factor", "long_factor", "low_freq_factor",
                                        "high_freq_factor", "short_mscale",     "long_mscale" };
    char word[40];
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        snprintf(word, sizeof word, " %s ", keys[k]);
        const char *own = RULES[c->rope_type].keys;
        if (rwk_reader_find(r, keys[k]) && !(own && strstr(own, word)))
            rwk_warn(r->diag, "%s: %s: not used by rope_type %s", r->name, keys[k], rwk_rope_type_name(c->rope_type));
    }
}

void rwk_scaling_from_json(rwk_config *config, rwk_reader *r)
{
    rwk_reader inside = *r; /* what stands among the rope parameters only */
    inside.text = NULL;
    if (r->status != RWK_OK) return;
    if (RULES[config->rope_type].original) read_original(config, &inside, r);
    if (RULES[config->rope_type].read) RULES[config->rope_type].read(config, &inside);
    warn_unused(config, &inside);
    r->status = inside.status;
    read_sections(config, r);
}
