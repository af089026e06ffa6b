/* SPDX-License-Identifier: MIT */
/* ropewalk table CONFIG -p POSITIONS: cos and sin of every pair at every position, correctly rounded. */
#include <inttypes.h>
#include <stdlib.h>

#include "angles/rows.h"
#include "cli/output.h"
#include "cli/value.h"
#include "formats/npy.h"
#include "formats/safetensors.h"

/* What a table is made from, and one row of it. */
typedef struct {
    const cli_options *options;
    rwk_config config;
    rwk_truth *truth;
    rwk_rows *rows;
    rwk_positions positions;
    rwk_dtype dtype;
    size_t n;
    int64_t m[RWK_MAX_AXES];
    double *c, *s;        /* (n) */
    unsigned char *bytes; /* (8 n) */
    cli_output output;
} job;

/* One position for every axis: a text token, whose axes agree. */
static rwk_status compute_row(job *j, size_t row)
{
    rwk_positions_at(j->m, &j->positions, row);
    for (size_t a = j->positions.n_axes; a < j->config.n_axes; a++) j->m[a] = j->m[0];
    return rwk_rows_at(j->c, j->s, j->rows, j->m, j->dtype);
}

static void print_row(job *j)
{
    char c[CLI_VALUE], s[CLI_VALUE];
    for (size_t i = 0; i < j->n; i++) {
        cli_value(c, j->c[i], j->dtype, j->options->bits);
        cli_value(s, j->s[i], j->dtype, j->options->bits);
        fprintf(j->output.stream, "%" PRId64 "\t%zu\t%s\t%s\n", j->m[rwk_config_axis(&j->config, i)], i, c, s);
    }
}

static void put_list(rwk_json_writer *w, const char *key, const double values[], const job *j)
{
    char text[CLI_VALUE];
    rwk_json_open(w, key, '[');
    for (size_t i = 0; i < j->n; i++) rwk_json_put_string(w, NULL, cli_value(text, values[i], j->dtype, true));
    rwk_json_close(w, ']');
}

static void put_row(rwk_json_writer *w, const job *j)
{
    const size_t axes = j->positions.n_axes;
    rwk_json_open(w, NULL, '{');
    if (axes == 1) rwk_json_put_number(w, "position", (double)j->m[0]);
    else rwk_json_open(w, "position", '[');
    for (size_t a = 0; a < axes && axes > 1; a++) rwk_json_put_number(w, NULL, (double)j->m[a]);
    if (axes > 1) rwk_json_close(w, ']');
    put_list(w, "cos", j->c, j);
    put_list(w, "sin", j->s, j);
    rwk_json_close(w, '}');
}

/* Rows as they come: text. */
static rwk_status write_text(job *j)
{
    rwk_status status = RWK_OK;
    rwk_json_writer w = rwk_json_begin(j->output.stream);
    if (j->options->json) {
        cli_put_head(&w, &j->config, rwk_truth_attention_factor(j->truth));
        rwk_json_put_string(&w, "dtype", rwk_dtype_name(j->dtype));
        rwk_json_open(&w, "rows", '[');
    } else fputs("position\tpair\tcos\tsin\n", j->output.stream);
    for (size_t row = 0; row < j->positions.n && status == RWK_OK; row++) {
        status = compute_row(j, row);
        if (status == RWK_OK && j->options->json) put_row(&w, j);
        else if (status == RWK_OK) print_row(j);
        if (!cli_output_tick(&j->output, (double)(row + 1) / (double)j->positions.n)) return status;
    }
    if (j->options->json) rwk_json_close(&w, ']'), rwk_json_close(&w, '}'), rwk_json_end(&w);
    return status;
}

static rwk_status put_header(job *j, rwk_diag *diag)
{
    const rwk_element element = rwk_element_of(j->dtype);
    const size_t shape[] = { 2, j->positions.n, j->n };
    if (j->output.format == CLI_NPY) return rwk_npy_put_header(j->output.stream, element, shape, 3, diag);
    char factor[CLI_VALUE];
    const rwk_safetensors_entry entries[] = { { "cos", element, 2, { j->positions.n, j->n } },
                                              { "sin", element, 2, { j->positions.n, j->n } } };
    const rwk_safetensors_pair metadata[] = {
        { "rope_type", rwk_rope_type_name(j->config.rope_type) },
        { "attention_factor", cli_value(factor, rwk_truth_attention_factor(j->truth), RWK_F64, true) },
    };
    return rwk_safetensors_put_header(j->output.stream, entries, 2, metadata, 2, diag);
}

/* All cosines, then all sines: the rows are computed twice, so that a table of any length needs the memory of one row. */
static rwk_status write_binary(job *j, rwk_diag *diag)
{
    rwk_status status = put_header(j, diag);
    const size_t size = rwk_element_size(rwk_element_of(j->dtype));
    for (int part = 0; part < 2; part++)
        for (size_t row = 0; row < j->positions.n && status == RWK_OK; row++) {
            status = compute_row(j, row);
            rwk_pack(j->bytes, part == 0 ? j->c : j->s, j->n, j->dtype);
            if (status == RWK_OK) fwrite(j->bytes, size, j->n, j->output.stream);
            const double done = (double)row + 1 + (double)part * (double)j->positions.n;
            if (!cli_output_tick(&j->output, done / (2 * (double)j->positions.n))) return status;
        }
    return status;
}

static double size_of(const job *j, cli_format format)
{
    const double entries = (double)j->positions.n * (double)j->n;
    if (format == CLI_TSV) return 2 * entries * (double)rwk_hex_digits(j->dtype); /* no line is shorter than that */
    return 2 * entries * (double)rwk_element_size(rwk_element_of(j->dtype));
}

static int write_table(job *j, cli_format format)
{
    rwk_diag diag = { .text = "" };
    int code = cli_output_open(&j->output, format, size_of(j, format), "table", j->options);
    if (code != CLI_GOOD) return code;
    const rwk_status status = format == CLI_TSV ? write_text(j) : write_binary(j, &diag);
    if (status != RWK_OK) code = cli_fail("table", status, &diag);
    return cli_output_close(&j->output, code);
}

static int prepare(job *j)
{
    int code = cli_load_truth(&j->config, &j->truth, "table", j->options);
    if (code == CLI_GOOD) code = cli_positions(&j->positions, &j->config, "table", j->options);
    if (code != CLI_GOOD) return code;
    if (j->options->no_attention_factor) rwk_truth_drop_attention_factor(j->truth);
    j->n = rwk_truth_pairs(j->truth);
    j->rows = rwk_rows_new(j->truth, &j->config);
    j->c = malloc(j->n * sizeof *j->c);
    j->s = malloc(j->n * sizeof *j->s);
    j->bytes = malloc(j->n * 8);
    return j->rows && j->c && j->s && j->bytes ? CLI_GOOD : cli_fail("table", RWK_ENOMEM, NULL);
}

static int run(const cli_options *options)
{
    cli_format format;
    job j = { .options = options };
    int code = cli_output_format(&format, options->output, CLI_TSV, "table");
    if (code == CLI_GOOD) code = cli_dtype(&j.dtype, RWK_F64, "table", options);
    if (code != CLI_GOOD) return code;
    if (format == CLI_NPY && j.dtype == RWK_BF16)
        return cli_usage_error("table", "--dtype bf16: NumPy has no name for it; write .safetensors");
    if (options->bits && format != CLI_TSV) return cli_usage_error("table", "--bits: a binary file holds the bits as they are");
    if (options->json && options->output) return cli_usage_error("table", "--json goes to standard output, not with -o");
    code = prepare(&j);
    if (code == CLI_GOOD) code = write_table(&j, format);
    rwk_rows_free(j.rows);
    rwk_truth_free(j.truth);
    rwk_positions_clear(&j.positions);
    free(j.c);
    free(j.s);
    free(j.bytes);
    return code;
}

const cli_command CMD_TABLE = {
    .name = "table",
    .summary = "cos and sin of every pair at any positions, correctly rounded",
    .options = CLI_CONFIG_OPTIONS "positions dtype output bits no-attention-factor ",
    .operand = "CONFIG",
    .run = run,
    .help =
        "Examples:\n"
        "  ropewalk table preset:llama-3.1-8b -p 0:8192 --dtype f32 -o table.npy\n"
        "  ropewalk table path/to/config.json -p 0:131072 --dtype bf16 -o table.safetensors\n"
        "  ropewalk table preset:gpt-j-6b -p @ladder --bits\n"
        "  ropewalk table head_dim=64,rope_theta=10000 -p 1,7,100:110,-5 --json\n\n"
        "Every value is attention_factor times the cosine or sine of the real angle m theta_i, rounded once.\n"
        "Text has one line a position and pair; .npy is one array [2, positions, pairs], cos first; .safetensors has cos and "
        "sin.\n\n"
        "  -p, --positions P    start:stop[:step] (stop excluded), lists 1,7,100:110, @ladder, @FILE.npy ([seq] or [axes, seq])\n"
        "  -o, --output FILE    .npy, .safetensors or .tsv; - or nothing is standard output\n"
        "  --dtype D            f64 (default), f32, bf16 or f16\n"
        "  --bits               bit patterns, big-endian hex, in place of decimals\n"
        "  --no-attention-factor  the cosine and sine alone\n"
        "  --json               rows of bit patterns for a program\n" CLI_CONFIG_HELP,
};
