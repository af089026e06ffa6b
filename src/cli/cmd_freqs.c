/* SPDX-License-Identifier: MIT */
/* ropewalk freqs CONFIG: inv_freq and attention_factor, correctly rounded to binary64. */
#include <gsl/gsl_math.h>
#include <stdlib.h>

#include "cli/output.h"
#include "cli/value.h"
#include "formats/npy.h"
#include "formats/safetensors.h"

static void put_json(FILE *out, const rwk_config *c, double attention_factor, const double inv_freq[], size_t n)
{
    rwk_json_writer w = rwk_json_begin(out);
    cli_put_head(&w, c, attention_factor);
    rwk_json_open(&w, "inv_freq", '[');
    for (size_t i = 0; i < n; i++) cli_put_value(&w, NULL, inv_freq[i]);
    rwk_json_close(&w, ']');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

static void print_table(FILE *out, double attention_factor, const double inv_freq[], size_t n)
{
    fprintf(out, "# attention_factor: %.17g\npair\tinv_freq\twavelength\n", attention_factor);
    for (size_t i = 0; i < n; i++) fprintf(out, "%zu\t%.17g\t%.10g\n", i, inv_freq[i], 2 * M_PI / inv_freq[i]); /* (D1.2) */
}

static rwk_status put_tensor(cli_output *output, double attention_factor, const double inv_freq[], size_t n, rwk_diag *diag)
{
    char factor[CLI_VALUE];
    unsigned char *bytes = malloc(8 * n);
    if (!bytes) return RWK_ENOMEM;
    const rwk_safetensors_entry entry = { "inv_freq", RWK_ELEMENT_F64, 1, { n } };
    const rwk_safetensors_pair metadata = { "attention_factor", cli_value(factor, attention_factor, RWK_F64, true) };
    const rwk_status status = output->format == CLI_NPY ? rwk_npy_put_header(output->stream, RWK_ELEMENT_F64, &n, 1, diag)
                                                        : rwk_safetensors_put_header(output->stream, &entry, 1, &metadata, 1, diag);
    rwk_pack(bytes, inv_freq, n, RWK_F64);
    if (status == RWK_OK) fwrite(bytes, 8, n, output->stream);
    free(bytes);
    return status;
}

static int write_frequencies(const cli_options *options, const rwk_config *c, double attention_factor, const double inv_freq[])
{
    const size_t n = c->rotary_dim / 2;
    cli_format format;
    cli_output output;
    rwk_diag diag = { .text = "" };
    rwk_status status = RWK_OK;
    int code = cli_output_format(&format, options->output, CLI_TSV, "freqs");
    if (code == CLI_GOOD) code = cli_output_open(&output, format, 8 * (double)n, "freqs", options);
    if (code != CLI_GOOD) return code;
    if (format != CLI_TSV) status = put_tensor(&output, attention_factor, inv_freq, n, &diag);
    else if (options->json) put_json(output.stream, c, attention_factor, inv_freq, n);
    else print_table(output.stream, attention_factor, inv_freq, n);
    if (status != RWK_OK) code = cli_fail("freqs", status, &diag);
    return cli_output_close(&output, code);
}

static int run(const cli_options *options)
{
    rwk_config config;
    rwk_truth *truth = NULL;
    if (options->json && options->output) return cli_usage_error("freqs", "--json goes to standard output, not with -o");
    int code = cli_load_truth(&config, &truth, "freqs", options);
    if (code != CLI_GOOD) return code;
    double *inv_freq = cli_frequencies(truth, "freqs", options, &code);
    if (inv_freq) code = write_frequencies(options, &config, rwk_truth_attention_factor(truth), inv_freq);
    free(inv_freq);
    rwk_truth_free(truth);
    return code;
}

const cli_command CMD_FREQS = {
    .name = "freqs",
    .summary = "inv_freq and attention_factor of a CONFIG, correctly rounded",
    .options = CLI_CONFIG_OPTIONS "output ",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk freqs preset:llama-3.1-8b\n"
            "  ropewalk freqs path/to/config.json --json\n"
            "  ropewalk freqs preset:gemma-3-4b --layer-type sliding_attention\n"
            "  ropewalk freqs preset:phi-3-mini-128k --seq-len 131072 -o inv_freq.npy\n"
            "  ropewalk freqs head_dim=64,rope_theta=150000,rope_type=yarn,factor=32,original_max_position_embeddings=4096\n\n"
            "Prints inv_freq[i] [radian/token] and the wavelength 2 pi/inv_freq[i] [token] of every pair, tab separated.\n"
            "Each inv_freq is the real number of the scaling rule rounded once to binary64, certified by MPFR.\n\n"
            "  -o, --output FILE    .tsv, or .npy and .safetensors with inv_freq as binary64\n"
            "  --json               bits (big-endian binary64, hex) and 17 digits of every value\n" CLI_CONFIG_HELP,
};
