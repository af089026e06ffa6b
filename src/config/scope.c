/* SPDX-License-Identifier: MIT */
/* Finds the objects; reads no values. */
#include "config/scope.h"

#include <string.h>

#include "config/config_json.h"
#include "config/family.h"

static const char *const LAYER_TYPES[] = { "full_attention", "sliding_attention" };

/* A key that is null is absent, so an object of nulls is empty. */
static bool is_empty(const rwk_json *object)
{
    for (const rwk_json *node = rwk_json_first(object); node; node = rwk_json_next(node))
        if (rwk_json_get(object, rwk_json_key(node))) return false;
    return true;
}

/* The object under `key`; NULL when there is none, it is empty, or it is no object (a failure). */
static const rwk_json *object_at(rwk_reader *r, const rwk_json *around, const char *key)
{
    const rwk_json *object = rwk_json_get(around, key);
    if (object && !rwk_json_is_object(object)) rwk_reader_bad(r, key, object, "an object or null");
    return object && rwk_json_is_object(object) && !is_empty(object) ? object : NULL;
}

/* As Hugging Face: rope_scaling unless it is empty, else rope_parameters. */
static const rwk_json *rope_object(rwk_reader *r, const rwk_json *around)
{
    const rwk_json *old = object_at(r, around, "rope_scaling"), *new = object_at(r, around, "rope_parameters");
    if (old && new) rwk_warn(r->diag, "%s: rope_parameters: ignored beside rope_scaling, as Hugging Face does", r->name);
    return old ? old : new;
}

static bool names_a_layer(const rwk_json *rope) { return rwk_json_get(rope, LAYER_TYPES[0]) || rwk_json_get(rope, LAYER_TYPES[1]); }

/* Parameters by layer type: one of the two names stands there, or nothing but objects under names that are no keys. */
static bool is_nested(const rwk_json *rope)
{
    size_t objects = 0;
    if (names_a_layer(rope)) return true;
    for (const rwk_json *node = rwk_json_first(rope); node; node = rwk_json_next(node)) {
        if (!rwk_json_get(rope, rwk_json_key(node))) continue;
        if (!rwk_json_is_object(node) || rwk_config_key_known(rwk_json_key(node))) return false;
        objects++;
    }
    return objects > 0;
}

/* What is chosen where the parameters depend on the layer; the choice is said unless the user made it. */
static const char *choose(rwk_reader *r, const char *layer_type)
{
    if (layer_type) return layer_type;
    rwk_warn(r->diag, "%s: parameters differ by layer type: taking %s; --layer-type takes another", r->name, LAYER_TYPES[0]);
    return LAYER_TYPES[0];
}

static const char *enter_layer(rwk_reader *r, const char *layer_type)
{
    const char *chosen = choose(r, layer_type);
    const rwk_json *inner = rwk_json_get(r->rope, chosen), *first = r->rope;
    r->rope = NULL;
    r->nested = true;
    if (!rwk_json_is_object(inner))
        rwk_reader_bad(r, chosen, inner, "an object with the parameters of this layer type, as the others have");
    else if (names_a_layer(inner)) rwk_reader_bad(r, chosen, inner, "an object of parameters, not of further layer types");
    else r->rope = inner;
    for (const rwk_json *node = rwk_json_first(first); node; node = rwk_json_next(node))
        if (!rwk_json_is_object(node) && rwk_json_get(first, rwk_json_key(node)))
            rwk_reader_bad(r, rwk_json_key(node), node, "an object with the parameters of a layer type, as the others are");
    return chosen;
}

/* Gemma 3 and ModernBERT: sliding layers have a base of their own, which published configs may leave to the family's default. */
static bool has_local_base(const rwk_reader *r)
{
    const char *model_type = rwk_json_string(rwk_reader_find(r, "model_type"));
    const rwk_family *family = model_type ? rwk_family_find(model_type) : NULL;
    return rwk_reader_find(r, "rope_local_base_freq") || rwk_reader_find(r, "local_rope_theta") ||
           (family && family->local_theta > 0);
}

static void warn_unknown(const rwk_reader *r)
{
    for (const rwk_json *node = rwk_json_first(r->rope); node; node = rwk_json_next(node))
        if (!rwk_config_key_known(rwk_json_key(node)))
            rwk_warn(r->diag, "%s: %.60s: unknown key among the rope parameters, ignored", r->name, rwk_json_key(node));
}

const char *rwk_scope_open(rwk_reader *r, const rwk_json *top, bool flat, const char *layer_type)
{
    const rwk_json *text = object_at(r, top, "text_config");
    r->text = text ? text : top; /* as Hugging Face, which builds the language model from text_config alone */
    r->rope = flat ? top : rope_object(r, r->text);
    if (!flat && is_nested(r->rope)) layer_type = enter_layer(r, layer_type);
    else if (has_local_base(r)) layer_type = choose(r, layer_type);
    else if (layer_type) {
        rwk_warn(r->diag, "%s: all layers share their parameters: --layer-type changes nothing", r->name);
        layer_type = NULL;
    }
    if (!flat) warn_unknown(r);
    return layer_type;
}
