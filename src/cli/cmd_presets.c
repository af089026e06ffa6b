/* SPDX-License-Identifier: MIT */
/* ropewalk presets: the named published models. */
#include "cli/cli.h"
#include "config/config_load.h"
#include "config/preset.h"
#include "core/json_write.h"

/* c is NULL for a model without rotary positions. */
static void print_row(const rwk_preset *preset, const rwk_config *c)
{
    if (!c) printf("%s\t-\t-\t-\t-\t%s\t- (ALiBi)\n", preset->name, preset->model);
    else
        printf("%s\t%zu\t%zu\t%.17g\t%s\t%s\t%s\n", preset->name, c->head_dim, c->rotary_dim, c->rope_theta,
               rwk_layout_name(c->layout), preset->model, rwk_rope_type_name(c->rope_type));
}

static void put_object(rwk_json_writer *w, const rwk_preset *preset, const rwk_config *c)
{
    rwk_json_open(w, NULL, '{');
    rwk_json_put_string(w, "name", preset->name);
    rwk_json_put_string(w, "model", preset->model);
    if (c) {
        rwk_json_put_string(w, "rope_type", rwk_rope_type_name(c->rope_type));
        rwk_json_put_string(w, "layout", rwk_layout_name(c->layout));
        rwk_json_put_number(w, "head_dim", (double)c->head_dim);
        rwk_json_put_number(w, "rotary_dim", (double)c->rotary_dim);
        rwk_json_put_number(w, "rope_theta", c->rope_theta);
    }
    rwk_json_put_bool(w, "rotary", c != NULL);
    rwk_json_put_string(w, "config", preset->config);
    rwk_json_put_string(w, "source", preset->source);
    rwk_json_close(w, '}');
}

static int run(const cli_options *options)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    const rwk_preset *preset;
    if (options->json) rwk_json_open(&w, NULL, '[');
    else printf("preset\thead_dim\trotary_dim\trope_theta\tlayout\tmodel\trope_type\n");
    for (size_t i = 0; (preset = rwk_preset_at(i)) != NULL; i++) {
        char spec[RWK_NAME + 8];
        rwk_config config;
        rwk_diag diag = { .text = "" };
        snprintf(spec, sizeof spec, "preset:%s", preset->name);
        const rwk_status status = rwk_config_load(&config, spec, NULL, &diag);
        if (status != RWK_OK && status != RWK_EUNSUPPORTED) return cli_fail("presets", status, &diag);
        const rwk_config *rotary = status == RWK_OK ? &config : NULL;
        if (options->json) put_object(&w, preset, rotary);
        else print_row(preset, rotary);
    }
    if (options->json) rwk_json_close(&w, ']'), rwk_json_end(&w);
    return CLI_GOOD;
}

const cli_command CMD_PRESETS = {
    .name = "presets",
    .summary = "the named published models",
    .options = "",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk presets\n"
            "  ropewalk presets --json\n\n"
            "Lists what may stand after `preset:` in a CONFIG, tab separated; models without rotary positions have dashes.\n",
};
