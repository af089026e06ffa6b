/* SPDX-License-Identifier: MIT */
/* ropewalk probe CONFIG -o FILE: the inputs that an implementation is to be run on. */
#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "core/json_write.h"
#include "core/version.h"
#include "formats/safetensors.h"
#include "oracle/probe.h"

enum { MAX_TENSORS = 4 };

static int put_numbers(cli_output *out, const double values[], size_t n)
{
    unsigned char bytes[4 * 1024];
    for (size_t at = 0; at < n; at += 1024) {
        const size_t count = n - at < 1024 ? n - at : 1024;
        rwk_pack(bytes, values + at, count, RWK_F32);
        fwrite(bytes, 4, count, out->stream);
    }
    return cli_output_tick(out, 1) ? CLI_GOOD : CLI_IO;
}

static void put_positions(cli_output *out, const rwk_probe *p)
{
    unsigned char bytes[8];
    for (size_t j = 0; j < p->n_axes * p->batch * p->seq; j++) {
        rwk_pack_i64(bytes, &p->positions[j], 1);
        fwrite(bytes, 1, 8, out->stream);
    }
}

/* Entries sorted by name: k, positions, q, x. */
static size_t entries(rwk_safetensors_entry list[MAX_TENSORS], const rwk_probe *p)
{
    size_t n = 0;
    if (p->k) list[n++] = (rwk_safetensors_entry){ "k", RWK_ELEMENT_F32, 4, { p->batch, p->seq, RWK_PROBE_HEADS, p->head_dim } };
    list[n++] = p->n_axes == 1 ? (rwk_safetensors_entry){ "positions", RWK_ELEMENT_I64, 2, { p->batch, p->seq } }
                               : (rwk_safetensors_entry){ "positions", RWK_ELEMENT_I64, 3, { p->n_axes, p->batch, p->seq } };
    if (p->q) list[n++] = (rwk_safetensors_entry){ "q", RWK_ELEMENT_F32, 4, { p->batch, p->seq, RWK_PROBE_QUERIES, p->head_dim } };
    list[n++] = (rwk_safetensors_entry){ "x", RWK_ELEMENT_F32, 4, { p->batch, p->seq, p->heads, p->head_dim } };
    return n;
}

static rwk_status write(cli_output *out, const rwk_probe *p, const rwk_config *config, rwk_dtype dtype, const cli_options *o,
                        rwk_diag *diag)
{
    rwk_safetensors_entry list[MAX_TENSORS];
    char seed[24];
    const size_t n = entries(list, p), vectors = p->batch * p->seq * p->head_dim;
    snprintf(seed, sizeof seed, "%d", RWK_PROBE_SEED);
    const rwk_safetensors_pair metadata[] = {
        { "config", o->operand },
        { "dtype", rwk_dtype_name(dtype) },
        { "layer_type", config->layer_type },
        { "layout", rwk_layout_name(config->layout) },
        { "seed", seed },
        { "seq_len", o->seq_len ? o->seq_len : "" },
        { "version", RWK_VERSION },
    };
    const rwk_status status =
        rwk_safetensors_put_header(out->stream, list, n, metadata, sizeof metadata / sizeof metadata[0], diag);
    if (status != RWK_OK) return status;
    if (p->k) put_numbers(out, p->k, vectors * RWK_PROBE_HEADS);
    put_positions(out, p);
    if (p->q) put_numbers(out, p->q, vectors * RWK_PROBE_QUERIES);
    put_numbers(out, p->x, vectors * p->heads);
    return RWK_OK;
}

/* For programs: what stands in the output. */
static void put_summary(const rwk_probe *p, rwk_dtype dtype, const cli_options *o)
{
    rwk_safetensors_entry list[MAX_TENSORS];
    const size_t n = entries(list, p);
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "output", o->output);
    rwk_json_put_string(&w, "dtype", rwk_dtype_name(dtype));
    rwk_json_open(&w, "tensors", '{');
    for (size_t t = 0; t < n; t++) {
        rwk_json_open(&w, list[t].name, '[');
        for (size_t a = 0; a < list[t].n_dims; a++) rwk_json_put_number(&w, NULL, (double)list[t].shape[a]);
        rwk_json_close(&w, ']');
    }
    rwk_json_close(&w, '}');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

/* What can be said before anything is read. */
static int check_usage(rwk_dtype *dtype, const cli_options *o)
{
    cli_format format;
    if (!o->output) return cli_usage_error("probe", "-o FILE is missing; see --help");
    if (o->json && strcmp(o->output, "-") == 0)
        return cli_usage_error("probe", "--json says on standard output what was written: it needs -o FILE");
    const int code = cli_output_format(&format, o->output, CLI_SAFETENSORS, "probe");
    if (code == CLI_GOOD && format != CLI_SAFETENSORS)
        return cli_usage_error("probe", "-o %.200s: a PROBE has several tensors: expected .safetensors", o->output);
    return code == CLI_GOOD ? cli_dtype(dtype, RWK_F32, "probe", o) : code;
}

static int write_output(const rwk_probe *probe, const rwk_config *config, rwk_dtype dtype, const cli_options *o)
{
    cli_output output;
    rwk_diag diag = { .text = "" };
    const double bytes =
        4.0 * (double)(probe->batch * probe->seq * probe->head_dim * 12); /* x, and with scores q and k: 3 + 6 + 3 heads */
    int code = cli_output_open(&output, CLI_SAFETENSORS, bytes, "probe", o);
    if (code != CLI_GOOD) return code;
    const rwk_status status = write(&output, probe, config, dtype, o, &diag);
    if (status != RWK_OK) code = cli_fail("probe", status, &diag);
    return cli_output_close(&output, code);
}

static int run(const cli_options *o)
{
    rwk_config config;
    rwk_dtype dtype;
    rwk_diag diag = { .text = "" };
    rwk_probe probe = { 0 };
    int code = check_usage(&dtype, o);
    if (code == CLI_GOOD) code = cli_load_config(&config, "probe", o);
    if (code != CLI_GOOD) return code;
    const rwk_status status = rwk_probe_init(&probe, &config, dtype, o->scores, o->beyond, &diag);
    if (status != RWK_OK) return cli_fail("probe", status, &diag);
    code = write_output(&probe, &config, dtype, o);
    if (code == CLI_GOOD && o->json) put_summary(&probe, dtype, o);
    rwk_probe_clear(&probe);
    return code;
}

const cli_command CMD_PROBE = {
    .name = "probe",
    .summary = "the few inputs and positions that tell everything about an implementation",
    .options = CLI_CONFIG_OPTIONS "output dtype scores beyond",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk probe preset:llama-3.1-8b -o probe.safetensors\n"
            "  ropewalk probe path/to/config.json --dtype bf16 -o probe.safetensors\n"
            "  ropewalk probe preset:qwen2-vl-7b --scores --beyond -o probe.safetensors\n\n"
            "Writes x (F32, [batch, seq, heads, head_dim]) and positions (I64, [batch, seq], or [axes, batch, seq]).  Rotate x by "
            "these\n"
            "positions with your implementation, save the result as a tensor y of the same shape, in the dtype that your kernel "
            "gives,\n"
            "and hand both to `ropewalk check CONFIG PROBE ANSWER`.\n\n"
            "  -o, --output FILE  .safetensors; - is standard output\n"
            "  --dtype D          x is exact in f32 (default), bf16 or f16: what your kernel takes\n"
            "  --scores           q and k too, for implementations that show only scores q . k (raw, without 1/sqrt(d))\n"
            "  --json             say on standard output what was written, for a program\n"
            "  --beyond           positions beyond max_position_embeddings too, up to 2^20 - 1\n" CLI_CONFIG_HELP,
};
