/* SPDX-License-Identifier: MIT */
/* Reads config keys by precedence; the first error sticks, so that the reading reads straight down. */
#include "config/config_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/family.h"

typedef struct {
    const rwk_json *top, *rope; /* the whole object; the object with the rope parameters (NULL when absent) */
    const char *name;
    rwk_diag *diag;
    rwk_status status;
} reader;

static void bad_value(reader *r, const char *key, const rwk_json *value, const char *expected)
{
    char found[80];
    if (r->status != RWK_OK) return;
    r->status = rwk_fail(r->diag, RWK_EPARSE, "%s: %s: %s: expected %s", r->name, key,
                         rwk_json_describe(found, sizeof found, value), expected);
}

/* The number under `key`; `absent` when the key is not there. */
static double number(reader *r, const rwk_json *object, const char *key, double absent)
{
    const rwk_json *value = rwk_json_get(object, key);
    double x = absent;
    if (value && !rwk_json_number(&x, value)) bad_value(r, key, value, "a number");
    return x;
}

/* The whole number 1 .. limit under `key`; 0 when the key is not there. */
static size_t count(reader *r, const char *key, double limit)
{
    const rwk_json *value = rwk_json_get(r->top, key);
    double x = 0;
    if (!value) return 0;
    if (rwk_json_number(&x, value) && x >= 1 && x <= limit && x == floor(x)) return (size_t)x;
    char expected[64];
    snprintf(expected, sizeof expected, "a whole number 1 .. %.0f", limit);
    bad_value(r, key, value, expected);
    return 0;
}

static const char *string(reader *r, const rwk_json *object, const char *key)
{
    const rwk_json *value = rwk_json_get(object, key);
    const char *text = rwk_json_string(value);
    if (value && !text) bad_value(r, key, value, "a string");
    return text;
}

/* What the keys ask for and this version does not do is refused: plain RoPE in its place would be a wrong answer. */
static void refuse(reader *r, const char *key, const char *reason)
{
    if (r->status == RWK_OK && rwk_json_get(r->top, key))
        r->status = rwk_fail(r->diag, RWK_EUNSUPPORTED, "%s: %s: %s", r->name, key, reason);
}

static void refuse_unsupported(reader *r)
{
    static const char *const flags[] = { "alibi", "use_alibi" };
    for (size_t k = 0; k < 2; k++) {
        bool alibi = false;
        if (rwk_json_bool(&alibi, rwk_json_get(r->top, flags[k])) && alibi)
            refuse(r, flags[k], "the model uses ALiBi, not rotary positions");
    }
    const char *kind = rwk_json_string(rwk_json_get(r->top, "position_embedding_type"));
    if (kind && strcmp(kind, "rope") != 0 && strcmp(kind, "rotary") != 0)
        refuse(r, "position_embedding_type", "the model does not use rotary positions");
    refuse(r, "rope_local_base_freq", "one base for each layer type is not supported by this version");
    refuse(r, "text_config", "a config inside a config is not supported by this version; give the inner one");
}

/* A key that is null is absent, so an object of nulls is empty. */
static bool is_empty(const rwk_json *object)
{
    for (const rwk_json *node = rwk_json_first(object); node; node = rwk_json_next(node))
        if (rwk_json_get(object, rwk_json_key(node))) return false;
    return true;
}

/* As Hugging Face: rope_scaling (old) unless it is empty, else rope_parameters (new); or the flat object itself. */
static const char *find_rope_object(reader *r, bool flat)
{
    static const char *const keys[] = { "rope_scaling", "rope_parameters" };
    const char *found = NULL;
    if (flat) r->rope = r->top;
    for (size_t k = 0; k < 2 && !flat; k++) {
        const rwk_json *object = rwk_json_get(r->top, keys[k]);
        if (object && !rwk_json_is_object(object)) bad_value(r, keys[k], object, "an object or null");
        if (!object || is_empty(object)) continue;
        if (found) rwk_warn(r->diag, "%s: rope_parameters: ignored beside rope_scaling, as Hugging Face does", r->name);
        else r->rope = object, found = keys[k];
    }
    return found;
}

/* An object of objects holds parameters by layer type; a factor needs a rule. */
static void check_rope_object(reader *r, const char *key)
{
    for (const rwk_json *node = key ? rwk_json_first(r->rope) : NULL; node; node = rwk_json_next(node))
        if (rwk_json_is_object(node) && r->status == RWK_OK)
            r->status =
                rwk_fail(r->diag, RWK_EUNSUPPORTED, "%s: %s: %.60s: parameters by layer type are not supported by this version",
                         r->name, key, rwk_json_key(node));
    const bool typed = rwk_json_get(r->rope, "rope_type") || rwk_json_get(r->rope, "type") || rwk_json_get(r->top, "rope_type");
    static const char *const scaling[] = { "factor", "short_factor", "long_factor" };
    for (size_t k = 0; k < 3 && !typed; k++)
        if (rwk_json_get(r->rope, scaling[k])) bad_value(r, "rope_type", NULL, "the rule that the scaling factor belongs to");
}

static void read_rope_type(reader *r, rwk_config *c)
{
    const char *key = rwk_json_get(r->rope, "type") && !rwk_json_get(r->rope, "rope_type") ? "type" : "rope_type";
    const rwk_json *object = rwk_json_get(r->rope, key) ? r->rope : r->top; /* a rope_type beside the old keys counts too */
    const char *type = string(r, object, key);
    if (type && rwk_rope_type_from_name(&c->rope_type, type) != RWK_OK)
        bad_value(r, key, rwk_json_get(object, key), "default, linear, ntk, dynamic, yarn, longrope, llama3 or proportional");
}

static size_t quotient(reader *r, const char *width_key, const char *heads_key)
{
    const size_t width = count(r, width_key, 1e9), heads = count(r, heads_key, 1e9);
    if (width == 0 || heads == 0) return 0;
    if (width % heads != 0) bad_value(r, heads_key, rwk_json_get(r->top, heads_key), "a divisor of the model's width");
    return width / heads;
}

static void read_head_dim(reader *r, rwk_config *c)
{
    c->head_dim = count(r, "head_dim", RWK_MAX_DIM);
    if (!c->head_dim) c->head_dim = count(r, "qk_rope_head_dim", RWK_MAX_DIM);
    if (!c->head_dim) c->head_dim = quotient(r, "hidden_size", "num_attention_heads");
    if (!c->head_dim) c->head_dim = quotient(r, "n_embd", "n_head");
    if (!c->head_dim) bad_value(r, "head_dim", NULL, "head_dim, or hidden_size and num_attention_heads");
}

/* int(head_dim * factor), the product in binary64, as Python has it. */
static void set_rotary_factor(reader *r, rwk_config *c, const char *key, const rwk_json *value, double factor)
{
    const bool first = r->status == RWK_OK, share = factor > 0 && factor <= 1;
    c->rotary_dim = share ? (size_t)((double)c->head_dim * factor) : 0;
    if (c->rotary_dim >= 2 && c->rotary_dim % 2 == 0) return;
    bad_value(r, key, value, "a share of head_dim, above 0 and at most 1, that is an even number of at least 2");
    if (first && share) r->status = RWK_EODD;
}

static void read_rotary_dim(reader *r, rwk_config *c, const rwk_family *family)
{
    static const char *const keys[] = { "partial_rotary_factor", "rotary_pct" };
    c->rotary_dim = count(r, "rotary_dim", RWK_MAX_DIM);
    for (size_t k = 0; k < 2 && !c->rotary_dim; k++) {
        const rwk_json *object = rwk_json_get(r->rope, keys[k]) ? r->rope : r->top;
        if (!rwk_json_get(object, keys[k])) continue;
        set_rotary_factor(r, c, keys[k], rwk_json_get(object, keys[k]), number(r, object, keys[k], 1));
        return;
    }
    if (c->rotary_dim) return;
    c->rotary_dim = c->head_dim;
    if (!family || (family->rotary_factor == 1 && !family->rotary_dim)) return;
    c->rotary_dim = family->rotary_dim ? family->rotary_dim : (size_t)((double)c->head_dim * family->rotary_factor);
    rwk_warn(r->diag, "%s: rotary_dim: absent, taking %zu, the default of model_type %s", r->name, c->rotary_dim, c->model_type);
}

static void read_rope_theta(reader *r, rwk_config *c, const rwk_family *family)
{
    const char *key = rwk_json_get(r->rope, "rope_theta") || rwk_json_get(r->top, "rope_theta") ? "rope_theta" : "rotary_emb_base";
    const rwk_json *object = rwk_json_get(r->rope, key) ? r->rope : r->top;
    c->rope_theta = number(r, object, key, 0);
    if (rwk_json_get(object, key)) return;
    if (!family) {
        bad_value(r, "rope_theta", NULL, "a number above 0, or a model_type whose default is known");
        return;
    }
    c->rope_theta = family->rope_theta;
    rwk_warn(r->diag, "%s: rope_theta: absent, taking %g, the default of model_type %s", r->name, c->rope_theta, c->model_type);
}

static void read_model_type(reader *r, rwk_config *c)
{
    const char *text = string(r, r->top, "model_type");
    if (text) snprintf(c->model_type, sizeof c->model_type, "%s", text);
}

rwk_status rwk_config_from_json(rwk_config *config, const rwk_json *top, bool flat, const char *name, rwk_diag *diag)
{
    reader r = { .top = top, .name = name, .diag = diag };
    rwk_config c = { 0 };
    if (!rwk_json_is_object(top)) return rwk_fail(diag, RWK_EPARSE, "%s: expected a JSON object", name);
    refuse_unsupported(&r);
    check_rope_object(&r, find_rope_object(&r, flat));
    read_model_type(&r, &c);
    const rwk_family *family = rwk_family_find(c.model_type);
    if (family) c.layout = family->layout, c.layout_reason = RWK_LAYOUT_FAMILY;
    read_rope_type(&r, &c);
    read_head_dim(&r, &c);
    read_rotary_dim(&r, &c, family);
    read_rope_theta(&r, &c, family);
    c.max_position_embeddings = (int64_t)count(&r, "max_position_embeddings", 0x1p31);
    if (!c.max_position_embeddings) c.max_position_embeddings = (int64_t)count(&r, "n_positions", 0x1p31);
    if (r.status == RWK_OK) r.status = rwk_config_check(&c, name, diag);
    if (r.status == RWK_OK) *config = c;
    return r.status;
}

bool rwk_config_key_known(const char *key)
{
    static const char *const keys[] = {
        "model_type",
        "head_dim",
        "qk_rope_head_dim",
        "hidden_size",
        "num_attention_heads",
        "n_embd",
        "n_head",
        "rotary_dim",
        "partial_rotary_factor",
        "rotary_pct",
        "rope_theta",
        "rotary_emb_base",
        "rope_type",
        "type",
        "max_position_embeddings",
        "n_positions",
        "original_max_position_embeddings",
        "factor",
        "attention_factor",
        "beta_fast",
        "beta_slow",
        "truncate",
        "mscale",
        "mscale_all_dim",
        "low_freq_factor",
        "high_freq_factor",
        "short_factor",
        "long_factor",
        "mrope_section",
        "mrope_interleaved",
    };
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        if (strcmp(key, keys[k]) == 0) return true;
    return false;
}
