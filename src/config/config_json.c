/* SPDX-License-Identifier: MIT */
/* Reads dimensions, base, rule and layout by precedence; the parameters of the rule are scaling_json's. */
#include "config/config_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/family.h"
#include "config/reader.h"
#include "config/scaling_json.h"
#include "config/scope.h"

/* What the keys ask for and is no rotary encoding is refused: plain RoPE in its place would be a wrong answer. */
static void refuse_others(rwk_reader *r, const rwk_family *family)
{
    static const char *const flags[] = { "alibi", "use_alibi" };
    for (size_t k = 0; k < 2; k++)
        if (rwk_reader_flag(r, flags[k], false))
            rwk_reader_fail(r, RWK_EUNSUPPORTED, "%s: true: the model uses ALiBi, not rotary positions", flags[k]);
    if (family && family->alibi)
        rwk_reader_fail(r, RWK_EUNSUPPORTED, "model_type: %s: the model uses ALiBi, not rotary positions", family->model_type);
    const char *kind = rwk_reader_text(r, "position_embedding_type");
    if (!kind || strcmp(kind, "rope") == 0 || strcmp(kind, "rotary") == 0) return;
    if (family)
        rwk_warn(r->diag, "%s: position_embedding_type: %.40s: ignored, model_type %s has rotary positions", r->name, kind,
                 family->model_type);
    else rwk_reader_fail(r, RWK_EUNSUPPORTED, "position_embedding_type: %.60s: the model does not use rotary positions", kind);
}

/* Parameters without a rule: Hugging Face would take them for plain RoPE. */
static void need_rule(rwk_reader *r)
{
    static const char *const keys[] = { "factor", "short_factor", "long_factor" };
    if (rwk_reader_find(r, "rope_type") || rwk_json_get(r->rope, "type")) return;
    for (size_t k = 0; k < 3; k++)
        if (rwk_json_get(r->rope, keys[k])) rwk_reader_bad(r, "rope_type", NULL, "the rule that the scaling factor belongs to");
}

/* rope_type wins over type; a rope_type beside the old keys counts too, a `type` there is something else. */
static void read_rope_type(rwk_reader *r, rwk_config *c)
{
    const bool old = rwk_json_get(r->rope, "type") && !rwk_json_get(r->rope, "rope_type");
    const char *key = old ? "type" : "rope_type";
    const char *type = rwk_reader_text(r, key);
    need_rule(r);
    if (type && rwk_rope_type_from_name(&c->rope_type, type) != RWK_OK)
        rwk_reader_bad(r, key, rwk_reader_find(r, key), "default, linear, ntk, dynamic, yarn, longrope, llama3 or proportional");
}

static size_t quotient(rwk_reader *r, const char *width_key, const char *heads_key)
{
    const size_t width = rwk_reader_count(r, width_key, 1e9), heads = rwk_reader_count(r, heads_key, 1e9);
    if (width == 0 || heads == 0) return 0;
    if (width % heads != 0) rwk_reader_bad(r, heads_key, rwk_reader_find(r, heads_key), "a divisor of the model's width");
    return width / heads;
}

/* The family's own head width stands before the quotient: Gemma's heads are wider than hidden_size / num_attention_heads. */
static void read_head_dim(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    const bool global = strcmp(c->layer_type, "full_attention") == 0;
    c->head_dim = global ? rwk_reader_count(r, "global_head_dim", RWK_MAX_DIM) : 0;
    if (!c->head_dim) c->head_dim = rwk_reader_count(r, "head_dim", RWK_MAX_DIM);
    if (!c->head_dim) c->head_dim = rwk_reader_count(r, "qk_rope_head_dim", RWK_MAX_DIM);
    if (!c->head_dim && family && family->head_dim) {
        c->head_dim = family->head_dim;
        rwk_warn(r->diag, "%s: head_dim: absent, taking %zu, the default of model_type %s", r->name, c->head_dim, c->model_type);
    }
    if (!c->head_dim) c->head_dim = quotient(r, "hidden_size", "num_attention_heads");
    if (!c->head_dim) c->head_dim = quotient(r, "n_embd", "n_head");
    if (!c->head_dim) rwk_reader_bad(r, "head_dim", NULL, "head_dim, or hidden_size and num_attention_heads");
}

/* proportional: int(factor * head_dim // 2) of head_dim/2 pairs turn, all as wide apart as in a whole head.     (D1.15) */
static void set_rope_angles(rwk_config *c, double share)
{
    c->rotary_dim = c->head_dim;
    c->scaling.rope_angles = (size_t)floor(share * (double)c->head_dim / 2);
}

/* rotary_dim = int(head_dim * share), the product in binary64, as Python has it. */
static void set_share(rwk_reader *r, rwk_config *c, const char *key)
{
    const rwk_json *value = rwk_reader_find(r, key);
    const double share = rwk_reader_number(r, key, 1);
    const bool first = r->status == RWK_OK, possible = share > 0 && share <= 1;
    if (possible && c->rope_type == RWK_ROPE_PROPORTIONAL) {
        set_rope_angles(c, share);
        if (c->scaling.rope_angles == 0) rwk_reader_bad(r, key, value, "a share of head_dim/2 pairs that is at least one pair");
        return;
    }
    c->rotary_dim = possible ? (size_t)((double)c->head_dim * share) : 0;
    if (c->rotary_dim >= 2 && c->rotary_dim % 2 == 0) return;
    rwk_reader_bad(r, key, value, "a share of head_dim, above 0 and at most 1, that is an even number of at least 2");
    if (first && possible) r->status = RWK_EODD;
}

static void set_family_rotary(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    if (!family || c->rope_type == RWK_ROPE_PROPORTIONAL) return;
    if (family->rotary_dim) c->rotary_dim = family->rotary_dim;
    else if (family->rotary_factor > 0) c->rotary_dim = (size_t)((double)c->head_dim * family->rotary_factor);
    if (c->rotary_dim != c->head_dim)
        rwk_warn(r->diag, "%s: rotary_dim: absent, taking %zu, the default of model_type %s", r->name, c->rotary_dim,
                 c->model_type);
}

static void read_rotary_dim(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    static const char *const keys[] = { "partial_rotary_factor", "rotary_pct" };
    const bool proportional = c->rope_type == RWK_ROPE_PROPORTIONAL;
    c->rotary_dim = proportional ? 0 : rwk_reader_count(r, "rotary_dim", RWK_MAX_DIM);
    for (size_t k = 0; k < 2 && !c->rotary_dim; k++) {
        if (!rwk_reader_find(r, keys[k])) continue;
        set_share(r, c, keys[k]);
        return;
    }
    if (c->rotary_dim) return;
    c->rotary_dim = c->head_dim;
    if (proportional) set_rope_angles(c, 1);
    set_family_rotary(r, c, family);
}

/* The first of two spellings that is there. */
static const char *spelling(const rwk_reader *r, const char *key, const char *other)
{
    return rwk_reader_find(r, key) || !rwk_reader_find(r, other) ? key : other;
}

/* The number under `key`, else the family's default, which is said. */
static double base_or_default(rwk_reader *r, const rwk_config *c, const char *key, double family_default)
{
    char found[80];
    const rwk_json *value = rwk_reader_find(r, key);
    const double base = rwk_reader_number(r, key, family_default);
    if (!value && base == 0) rwk_reader_bad(r, key, NULL, "a number above 0, or a model_type whose default is known");
    else if (!value)
        rwk_warn(r->diag, "%s: %s: absent, taking %g, the default of model_type %s", r->name, key, base, c->model_type);
    else if (base <= 0)
        rwk_reader_fail(r, RWK_ERANGE, "%s: %s: expected a number above 0", key, rwk_json_describe(found, sizeof found, value));
    return base;
}

static void read_rope_theta(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    const char *key = spelling(r, "rope_theta", spelling(r, "rotary_emb_base", "global_rope_theta"));
    if (!rwk_reader_find(r, key)) key = "rope_theta";
    const bool local = family && family->local_theta > 0 && strcmp(c->layer_type, "sliding_attention") == 0;
    c->rope_theta = base_or_default(r, c, key, !family ? 0 : local ? family->local_theta : family->rope_theta);
}

/* The base of sliding layers where it stands apart. */
static void read_local_theta(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    const char *key = spelling(r, "rope_local_base_freq", "local_rope_theta");
    c->rope_theta = base_or_default(r, c, key, family ? family->local_theta : 0);
}

/* Sliding layers of a config with two bases: plain rotation at the local base, whatever stretches the others. */
static bool has_local_rule(const rwk_reader *r, const rwk_config *c, const rwk_family *family)
{
    const bool given = rwk_reader_find(r, "rope_local_base_freq") || rwk_reader_find(r, "local_rope_theta");
    const bool local = given || (family && family->local_theta > 0);
    return local && !r->nested && strcmp(c->layer_type, "sliding_attention") == 0;
}

static void read_rule(rwk_reader *r, rwk_config *c, const rwk_family *family)
{
    if (r->status != RWK_OK) return;
    if (has_local_rule(r, c, family)) {
        r->rope = NULL;
        read_head_dim(r, c, family);
        read_rotary_dim(r, c, family);
        read_local_theta(r, c, family);
        return;
    }
    read_rope_type(r, c);
    read_head_dim(r, c, family);
    read_rotary_dim(r, c, family);
    read_rope_theta(r, c, family);
    rwk_scaling_from_json(c, r);
}

static void read_names(rwk_reader *r, rwk_config *c, const char *layer_type)
{
    const char *text = rwk_reader_text(r, "model_type");
    if (text) snprintf(c->model_type, sizeof c->model_type, "%s", text);
    if (layer_type) snprintf(c->layer_type, sizeof c->layer_type, "%s", layer_type);
}

rwk_status rwk_config_from_json(rwk_config *config, const rwk_json *top, bool flat, const char *layer_type, const char *name,
                                rwk_diag *diag)
{
    rwk_reader r = { .name = name, .diag = diag };
    rwk_config c = { 0 };
    if (!rwk_json_is_object(top)) return rwk_fail(diag, RWK_EPARSE, "%s: expected a JSON object", name);
    layer_type = rwk_scope_open(&r, top, flat, layer_type);
    read_names(&r, &c, layer_type);
    const rwk_family *family = rwk_family_find(c.model_type);
    if (family) c.layout = family->layout, c.layout_reason = RWK_LAYOUT_FAMILY;
    refuse_others(&r, family);
    c.max_position_embeddings = (int64_t)rwk_reader_count(&r, "max_position_embeddings", 0x1p31);
    if (!c.max_position_embeddings) c.max_position_embeddings = (int64_t)rwk_reader_count(&r, "n_positions", 0x1p31);
    read_rule(&r, &c, family);
    if (r.status == RWK_OK) r.status = rwk_config_check(&c, name, diag);
    if (r.status == RWK_OK) *config = c;
    return r.status;
}

bool rwk_config_key_known(const char *key)
{
    static const char *const keys[] = {
        "model_type",
        "head_dim",
        "global_head_dim",
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
        "rope_local_base_freq",
        "global_rope_theta",
        "local_rope_theta",
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
        "short_mscale",
        "long_mscale",
        "alpha",
        "position_embedding_type",
        "use_alibi",
        "alibi",
    };
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        if (strcmp(key, keys[k]) == 0) return true;
    return false;
}
