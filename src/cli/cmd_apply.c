/* SPDX-License-Identifier: MIT */
/* ropewalk apply CONFIG -p POSITIONS -i X -o Y: rotate a tensor, every value rounded once. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "cli/value.h"
#include "encodings/rope_exact.h"
#include "encodings/rope_tensor.h"
#include "formats/npy.h"
#include "formats/tensor_file.h"

/* A tensor on its way from x to y, head by head in the order of memory. */
typedef struct {
    const cli_options *options;
    rwk_config config;
    rwk_truth *truth;
    rwk_rope_exact *rope;
    rwk_positions positions;
    rwk_tensor_file file;
    rwk_tensor x;
    rwk_shape shape;
    rwk_dtype in, out; /* of x and of y */
    double *head;      /* (head_dim) */
    unsigned char *bytes;
    cli_output output;
} job;

static int read_input(job *j)
{
    rwk_diag diag = { .text = "" };
    if (!j->options->input) return cli_usage_error("apply", "-i FILE is missing; see --help");
    rwk_status status = rwk_tensor_file_read(&j->file, j->options->input, cli_physical_memory(), &diag);
    if (status == RWK_OK) status = rwk_tensor_file_get(&j->x, &j->file, "x", &diag);
    if (status != RWK_OK) return cli_fail("apply", status, &diag);
    if (!rwk_element_dtype(&j->in, j->x.element))
        return cli_usage_error("apply", "%.200s: x: %s: expected floating-point numbers", j->options->input,
                               rwk_element_name(j->x.element));
    for (size_t k = 0; k < j->x.n; k++)
        if (!isfinite(rwk_tensor_value(&j->x, k)))
            return cli_usage_error("apply", "%.200s: x: item %zu: %g: expected a finite number", j->options->input, k,
                                   rwk_tensor_value(&j->x, k));
    return cli_dtype(&j->out, j->in, "apply", j->options);
}

/* [batch, seq, heads, head_dim] or [batch, heads, seq, head_dim] by --axes; [seq, head_dim] needs no telling. */
static int read_shape(job *j)
{
    const size_t *s = j->x.shape;
    const char *axes = j->options->axes ? j->options->axes : "bshd";
    const bool bshd = strcmp(axes, "bshd") == 0;
    char text[RWK_SHAPE_TEXT];
    if (!bshd && strcmp(axes, "bhsd") != 0) return cli_usage_error("apply", "--axes: %s: expected bshd or bhsd", axes);
    if (j->x.n_dims == 2) j->shape = (rwk_shape){ 1, s[0], 1, s[1], RWK_BSHD };
    else if (j->x.n_dims == 4) j->shape = (rwk_shape){ s[0], s[bshd ? 1 : 2], s[bshd ? 2 : 1], s[3], bshd ? RWK_BSHD : RWK_BHSD };
    rwk_shape_text(text, s, j->x.n_dims);
    if (j->x.n_dims != 2 && j->x.n_dims != 4)
        return cli_usage_error("apply", "%.200s: x: shape %s: expected [seq, head_dim] or four axes (--axes)", j->options->input,
                               text);
    if (j->shape.head_dim != j->config.head_dim)
        return cli_usage_error("apply", "%.200s: x: shape %s: expected a last axis of head_dim = %zu", j->options->input, text,
                               j->config.head_dim);
    if (j->shape.seq != j->positions.n)
        return cli_usage_error("apply",
                               "%.200s: x: shape %s, read as --axes %s: expected a seq axis of %zu, the number of positions",
                               j->options->input, text, axes, j->positions.n);
    return CLI_GOOD;
}

/* Sequence index of the k-th head of the tensor. */
static size_t sequence_index(const rwk_shape *s, size_t k) { return s->axes == RWK_BSHD ? k / s->heads % s->seq : k % s->seq; }

static rwk_status go_to(job *j, size_t t)
{
    int64_t m[RWK_MAX_AXES];
    rwk_positions_at(m, &j->positions, t);
    for (size_t a = j->positions.n_axes; a < j->config.n_axes; a++) m[a] = m[0];
    for (size_t a = 0; a < RWK_MAX_AXES && (a == 0 || a < j->config.n_axes); a++)
        if (j->options->inverse) m[a] = -m[a];
    return rwk_rope_exact_at(j->rope, m);
}

static rwk_status rotate_head(job *j, size_t k)
{
    const size_t width = j->shape.head_dim;
    for (size_t e = 0; e < width; e++) j->head[e] = rwk_tensor_value(&j->x, k * width + e);
    return rwk_rope_exact_head(j->head, j->head, j->rope, j->out);
}

static void put_head(job *j, size_t k)
{
    char value[CLI_VALUE];
    const size_t width = j->shape.head_dim;
    if (j->output.format != CLI_TSV) {
        rwk_pack(j->bytes, j->head, width, j->out);
        fwrite(j->bytes, rwk_element_size(rwk_element_of(j->out)), width, j->output.stream);
        return;
    }
    for (size_t e = 0; e < width; e++)
        fprintf(j->output.stream, "%zu\t%s\n", k * width + e, cli_value(value, j->head[e], j->out, j->options->bits));
}

static rwk_status put_header(job *j, rwk_diag *diag)
{
    rwk_safetensors_entry entry = { .name = "y", .element = rwk_element_of(j->out), .n_dims = j->x.n_dims };
    memcpy(entry.shape, j->x.shape, sizeof entry.shape);
    if (j->output.format == CLI_TSV) fputs("item\ty\n", j->output.stream);
    if (j->output.format == CLI_NPY) return rwk_npy_put_header(j->output.stream, entry.element, entry.shape, entry.n_dims, diag);
    if (j->output.format == CLI_SAFETENSORS) return rwk_safetensors_put_header(j->output.stream, &entry, 1, NULL, 0, diag);
    return RWK_OK;
}

static rwk_status rotate_all(job *j, rwk_diag *diag)
{
    const size_t heads = j->shape.batch * j->shape.seq * j->shape.heads; /* the product fits: the file held it */
    size_t at = SIZE_MAX;
    rwk_status status = put_header(j, diag);
    for (size_t k = 0; k < heads && status == RWK_OK; k++) {
        const size_t t = sequence_index(&j->shape, k);
        if (t != at) status = go_to(j, t);
        at = t;
        if (status == RWK_OK) status = rotate_head(j, k);
        if (status == RWK_OK) put_head(j, k);
        if (!cli_output_tick(&j->output, (double)(k + 1) / (double)heads)) break;
    }
    return status;
}

static int prepare(job *j)
{
    int code = cli_load_truth(&j->config, &j->truth, "apply", j->options);
    if (code == CLI_GOOD) code = cli_positions(&j->positions, &j->config, "apply", j->options);
    if (code == CLI_GOOD) code = read_input(j);
    if (code == CLI_GOOD) code = read_shape(j);
    if (code != CLI_GOOD) return code;
    if (j->options->no_attention_factor) rwk_truth_drop_attention_factor(j->truth);
    j->rope = rwk_rope_exact_new(j->truth, &j->config);
    j->head = malloc(j->config.head_dim * sizeof *j->head);
    j->bytes = malloc(j->config.head_dim * 8);
    return j->rope && j->head && j->bytes ? CLI_GOOD : cli_fail("apply", RWK_ENOMEM, NULL);
}

static int write_output(job *j, cli_format format)
{
    rwk_diag diag = { .text = "" };
    if (format == CLI_NPY && j->out == RWK_BF16)
        return cli_usage_error("apply", "y would be bf16: NumPy has no name for it; write .safetensors");
    const double bytes = (double)j->x.n * (double)rwk_element_size(rwk_element_of(j->out));
    int code = cli_output_open(&j->output, format, bytes, "apply", j->options);
    if (code != CLI_GOOD) return code;
    const rwk_status status = rotate_all(j, &diag);
    if (status != RWK_OK) code = cli_fail("apply", status, &diag);
    return cli_output_close(&j->output, code);
}

/* For programs: what stands in the output. */
static void put_summary(const job *j)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "output", j->options->output);
    rwk_json_put_string(&w, "tensor", "y");
    rwk_json_put_string(&w, "dtype", rwk_dtype_name(j->out));
    rwk_json_open(&w, "shape", '[');
    for (size_t a = 0; a < j->x.n_dims; a++) rwk_json_put_number(&w, NULL, (double)j->x.shape[a]);
    rwk_json_close(&w, ']');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

static int run(const cli_options *options)
{
    cli_format format;
    job j = { .options = options };
    if (options->json && (!options->output || strcmp(options->output, "-") == 0))
        return cli_usage_error("apply", "--json says on standard output what was written: it needs -o FILE");
    if (options->input && strcmp(options->input, "-") == 0 && strcmp(options->operand, "-") == 0)
        return cli_usage_error("apply", "standard input cannot be both CONFIG and -i");
    int code = cli_output_format(&format, options->output, CLI_SAFETENSORS, "apply");
    if (code == CLI_GOOD && options->bits && format != CLI_TSV)
        code = cli_usage_error("apply", "--bits: a binary file holds the bits as they are");
    if (code == CLI_GOOD) code = prepare(&j);
    if (code == CLI_GOOD) code = write_output(&j, format);
    if (code == CLI_GOOD && options->json) put_summary(&j);
    rwk_rope_exact_free(j.rope);
    rwk_truth_free(j.truth);
    rwk_positions_clear(&j.positions);
    rwk_tensor_file_clear(&j.file);
    free(j.head);
    free(j.bytes);
    return code;
}

const cli_command CMD_APPLY = {
    .name = "apply",
    .summary = "rotate a tensor, every value rounded once",
    .options = CLI_CONFIG_OPTIONS "positions input output dtype axes inverse bits no-attention-factor ",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk apply preset:llama-3.1-8b -p 0:64 -i x.safetensors -o y.safetensors\n"
            "  ropewalk apply preset:gpt-j-6b -p 1000:1064 -i x.npy -o y.npy --axes bhsd\n"
            "  ropewalk apply preset:llama-2-7b -p 0:64 -i y.safetensors -o back.safetensors --inverse\n"
            "  cat x.npy | ropewalk apply head_dim=64,rope_theta=10000 -p 0:16 -i - -o y.npy --layout interleaved\n\n"
            "Reads tensor x ([batch, seq, heads, head_dim], or [seq, head_dim]) and writes y of the same shape: attention_factor "
            "times\n"
            "the rotated pairs, each value the exact real number rounded once; slots from rotary_dim on pass, rounded to the dtype "
            "of y.\n\n"
            "  -p, --positions P    as many as seq: start:stop[:step], lists, @ladder, @FILE.npy ([seq] or [axes, seq])\n"
            "  -i, --input FILE     .safetensors with a tensor x, or .npy; - is standard input\n"
            "  -o, --output FILE    .safetensors, .npy or .tsv; - or nothing is standard output, as safetensors\n"
            "  --axes ORDER         bshd (default) or bhsd, where seq stands in x\n"
            "  --inverse            rotate back, by -m; attention_factor still multiplies\n"
            "  --dtype D            of y: f64, f32, bf16 or f16 (default: that of x)\n"
            "  --bits               bit patterns in a .tsv\n"
            "  --json               say on standard output what was written, for a program\n"
            "  --no-attention-factor  rotate only\n" CLI_CONFIG_HELP,
};
