/* SPDX-License-Identifier: MIT */
/* The reader's keys, written. */
#include "config/config_write.h"

#include <math.h>

#include "core/json_write.h"

/* A share whose product with head_dim, cut to a whole number as Python's int() does, is `part` again. */
static double share_of(size_t part, size_t head_dim)
{
    double share = (double)part / (double)head_dim;
    while ((size_t)((double)head_dim * share) < part) share = nextafter(share, 2);
    return share;
}

static void put_count(rwk_json_writer *w, const char *key, int64_t count)
{
    if (count > 0) rwk_json_put_number(w, key, (double)count);
}

static void put_given(rwk_json_writer *w, const char *key, double value)
{
    if (value != 0) rwk_json_put_number(w, key, value);
}

static void put_list(rwk_json_writer *w, const char *key, const double list[], size_t n)
{
    rwk_json_open(w, key, '[');
    for (size_t i = 0; i < n; i++) rwk_json_put_number(w, NULL, list[i]);
    rwk_json_close(w, ']');
}

static void put_yarn(rwk_json_writer *w, const rwk_scaling *s)
{
    rwk_json_put_number(w, "beta_fast", s->beta_fast);
    rwk_json_put_number(w, "beta_slow", s->beta_slow);
    rwk_json_put_bool(w, "truncate", s->truncate);
    put_given(w, "mscale", s->mscale);
    put_given(w, "mscale_all_dim", s->mscale_all_dim);
}

static void put_longrope(rwk_json_writer *w, const rwk_scaling *s, size_t n)
{
    put_list(w, "short_factor", s->short_factor, n);
    put_list(w, "long_factor", s->long_factor, n);
    put_given(w, "short_mscale", s->short_mscale);
    put_given(w, "long_mscale", s->long_mscale);
}

static void put_llama3(rwk_json_writer *w, const rwk_scaling *s)
{
    rwk_json_put_number(w, "low_freq_factor", s->low_freq_factor);
    rwk_json_put_number(w, "high_freq_factor", s->high_freq_factor);
}

static void put_sections(rwk_json_writer *w, const rwk_config *c)
{
    rwk_json_open(w, "mrope_section", '[');
    for (size_t a = 0; a < c->n_axes; a++) rwk_json_put_number(w, NULL, (double)c->mrope_section[a]);
    rwk_json_close(w, ']');
    if (c->mrope_interleaved) rwk_json_put_bool(w, "mrope_interleaved", true);
}

static void put_rule(rwk_json_writer *w, const rwk_config *c)
{
    const rwk_scaling *s = &c->scaling;
    rwk_json_open(w, "rope_scaling", '{');
    rwk_json_put_string(w, "rope_type", rwk_rope_type_name(c->rope_type));
    put_given(w, "factor", s->factor);
    put_given(w, "attention_factor", s->attention_factor);
    put_count(w, "original_max_position_embeddings", s->original_max_position_embeddings);
    if (c->rope_type == RWK_ROPE_YARN) put_yarn(w, s);
    if (c->rope_type == RWK_ROPE_LONGROPE) put_longrope(w, s, c->rotary_dim / 2);
    if (c->rope_type == RWK_ROPE_LLAMA3) put_llama3(w, s);
    if (c->n_axes > 0) put_sections(w, c);
    rwk_json_close(w, '}');
}

void rwk_config_put_json(FILE *out, const rwk_config *c)
{
    rwk_json_writer w = rwk_json_begin_compact(out);
    const bool proportional = c->rope_type == RWK_ROPE_PROPORTIONAL;
    const size_t turned = proportional ? 2 * c->scaling.rope_angles : c->rotary_dim;
    rwk_json_open(&w, NULL, '{');
    if (c->model_type[0]) rwk_json_put_string(&w, "model_type", c->model_type);
    rwk_json_put_number(&w, "head_dim", (double)c->head_dim);
    if (!proportional) rwk_json_put_number(&w, "rotary_dim", (double)c->rotary_dim);
    if (turned != c->head_dim) rwk_json_put_number(&w, "partial_rotary_factor", share_of(turned, c->head_dim));
    put_count(&w, "max_position_embeddings", c->max_position_embeddings);
    rwk_json_put_number(&w, "rope_theta", c->rope_theta);
    if (c->rope_type != RWK_ROPE_DEFAULT || c->n_axes > 0) put_rule(&w, c);
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}
