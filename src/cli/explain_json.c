/* SPDX-License-Identifier: MIT */
/* The page for programs. */
#include <gsl/gsl_math.h>

#include "cli/explain.h"
#include "cli/value.h"

static const char *const KEYS[EXPLAIN_PIPELINES] = { "f32", "bf16_positions", "bf16_inv_freq" };

static void put_or_null(rwk_json_writer *w, const char *key, double value, bool there)
{
    rwk_json_put_number(w, key, there ? value : GSL_NAN);
}

static void put_list(rwk_json_writer *w, const char *key, const explain_page *p, double (*value)(const explain_page *, size_t))
{
    rwk_json_open(w, key, '[');
    for (size_t i = 0; i < p->n; i++) put_or_null(w, NULL, value(p, i), p->inv_freq[i] > 0);
    rwk_json_close(w, ']');
}

static double wavelength(const explain_page *p, size_t i) { return 2 * M_PI / p->inv_freq[i]; }
static double slowed(const explain_page *p, size_t i) { return p->plain[i] / p->inv_freq[i]; }

static void put_losses(rwk_json_writer *w, const explain_page *p)
{
    rwk_json_open(w, "angle_loss", '[');
    for (size_t k = 0; k < p->n_lengths; k++) {
        rwk_json_open(w, NULL, '{');
        rwk_json_put_number(w, "positions", (double)p->lengths[k]);
        for (int l = 0; l < EXPLAIN_PIPELINES; l++) rwk_json_put_number(w, KEYS[l], p->loss[k][l]);
        rwk_json_close(w, '}');
    }
    rwk_json_close(w, ']');
    rwk_json_open(w, "first_loss_of_0.1_rad", '{');
    for (int l = 0; l < EXPLAIN_PIPELINES; l++) put_or_null(w, KEYS[l], (double)p->first_loss[l], p->first_loss[l] > 0);
    rwk_json_close(w, '}');
    rwk_json_open(w, "first_loss_search_finished", '{');
    for (int l = 0; l < EXPLAIN_PIPELINES; l++) rwk_json_put_bool(w, KEYS[l], p->first_loss[l] >= 0);
    rwk_json_close(w, '}');
}

void explain_json(const explain_page *p)
{
    const rwk_config *c = p->config;
    const bool context = c->max_position_embeddings > 0, span = p->span > 0;
    rwk_json_writer w = rwk_json_begin(stdout);
    cli_put_head(&w, c, p->attention_factor);
    rwk_json_put_string(&w, "model_type", c->model_type);
    rwk_json_put_string(&w, "layer_type", c->layer_type);
    put_or_null(&w, "max_position_embeddings", (double)c->max_position_embeddings, context);
    put_or_null(&w, "original_max_position_embeddings", (double)c->scaling.original_max_position_embeddings,
                c->scaling.original_max_position_embeddings > 0);
    put_or_null(&w, "factor", c->scaling.factor, c->scaling.factor > 0);
    put_or_null(&w, "span", (double)p->span, span);
    put_or_null(&w, "full_turn_pairs", (double)p->full_turns, span);
    rwk_json_put_number(&w, "still_pairs", (double)p->still);
    put_or_null(&w, "first_negative_distance", (double)p->first_negative, p->first_negative > 0);
    put_or_null(&w, "negative_share", p->negative_share, span);
    rwk_json_put_number(&w, "searched_distances", (double)p->searched);
    put_list(&w, "wavelength", p, wavelength);
    put_list(&w, "slowed", p, slowed);
    put_losses(&w, p);
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}
