/* SPDX-License-Identifier: MIT */
/* Messages, exit codes and CONFIG loading for all subcommands. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config_load.h"

int cli_usage_error(const char *command, const char *format, ...)
{
    char text[RWK_DIAG_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rwk_one_line(text); /* what the user typed may stand in it */
    fprintf(stderr, "ropewalk%s%s: error: %s\n", command ? " " : "", command ? command : "", text);
    return CLI_USAGE;
}

static int exit_code(rwk_status status)
{
    switch (status) {
    case RWK_OK: return CLI_GOOD;
    case RWK_ENOMEM: return CLI_NO_MEMORY;
    case RWK_EREAD:
    case RWK_EWRITE: return CLI_IO;
    default: return CLI_USAGE;
    }
}

int cli_fail(const char *command, rwk_status status, const rwk_diag *diag)
{
    cli_usage_error(command, "%s", diag && diag->text[0] ? diag->text : rwk_strerror(status));
    return exit_code(status);
}

/* What the options say in place of the config. */
static int override(rwk_config *config, const char *command, const cli_options *options)
{
    char *end;
    if (options->layout) {
        if (rwk_layout_from_name(&config->layout, options->layout) != RWK_OK)
            return cli_usage_error(command, "--layout: %s: expected interleaved or half_split", options->layout);
        config->layout_reason = RWK_LAYOUT_OPTION;
    }
    if (!options->seq_len) return CLI_GOOD;
    const long long length = strtoll(options->seq_len, &end, 10);
    if (*end != '\0' || length < 1 || length > RWK_MAX_POSITION + 1)
        return cli_usage_error(command, "--seq-len: %s: expected a whole number 1 .. 2^31", options->seq_len);
    config->scaling.seq_len = length;
    if (config->rope_type != RWK_ROPE_DYNAMIC && config->rope_type != RWK_ROPE_LONGROPE && !options->quiet)
        fprintf(stderr, "warning: --seq-len: rope_type %s has no schedule: it changes nothing\n",
                rwk_rope_type_name(config->rope_type));
    return CLI_GOOD;
}

int cli_load_config(rwk_config *config, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    const char *layer = options->layer_type;
    if (layer && strcmp(layer, "full_attention") != 0 && strcmp(layer, "sliding_attention") != 0)
        return cli_usage_error(command, "--layer-type: %s: expected full_attention or sliding_attention", layer);
    const rwk_status status = rwk_config_load(config, options->operand, layer, &diag);
    if (!options->quiet) fputs(diag.warnings, stderr);
    if (status != RWK_OK) return cli_fail(command, status, &diag);
    return override(config, command, options);
}

int cli_load_truth(rwk_config *config, rwk_truth **truth, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    const int code = cli_load_config(config, command, options);
    if (code != CLI_GOOD) return code;
    const rwk_status status = rwk_truth_new(truth, config, 0, &diag);
    if (status == RWK_OK) return CLI_GOOD;
    cli_usage_error(command, "%.200s: %s", options->operand, diag.text[0] ? diag.text : rwk_strerror(status));
    return exit_code(status);
}

double *cli_frequencies(rwk_truth *truth, const char *command, const cli_options *options, int *code)
{
    double *inv_freq = malloc(rwk_truth_pairs(truth) * sizeof *inv_freq);
    const rwk_status status = inv_freq ? rwk_truth_inv_freq(inv_freq, truth, RWK_F64) : RWK_ENOMEM;
    if (status == RWK_OK) return inv_freq;
    cli_usage_error(command, "%.200s: %s", options->operand,
                    status == RWK_ERANGE ? "a frequency does not fit binary64: expected a larger rope_theta"
                                         : rwk_strerror(status));
    free(inv_freq);
    *code = exit_code(status);
    return NULL;
}

int cli_dtype(rwk_dtype *dtype, rwk_dtype absent, const char *command, const cli_options *options)
{
    *dtype = absent;
    if (!options->dtype) return CLI_GOOD;
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        if (strcmp(options->dtype, rwk_dtype_name((rwk_dtype)d)) != 0) continue;
        *dtype = (rwk_dtype)d;
        return CLI_GOOD;
    }
    return cli_usage_error(command, "--dtype: %s: expected f64, f32, bf16 or f16", options->dtype);
}

int cli_positions(rwk_positions *positions, const rwk_config *config, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    if (!options->positions) return cli_usage_error(command, "-p POSITIONS is missing; see --help");
    const rwk_status status = rwk_positions_parse(positions, options->positions, config->max_position_embeddings, &diag);
    if (status != RWK_OK) return cli_fail(command, status, &diag);
    if (positions->n_axes == 1 || positions->n_axes == config->n_axes) return CLI_GOOD;
    const size_t axes = positions->n_axes;
    rwk_positions_clear(positions);
    return cli_usage_error(command, "%.200s: positions of %zu axes: expected %zu, as the config has it", options->positions, axes,
                           config->n_axes ? config->n_axes : (size_t)1);
}

size_t cli_physical_memory(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (size_t)pages * (size_t)size : SIZE_MAX / 2;
}

int cli_finish(const char *command, int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    cli_usage_error(command, "standard output: %s", errno ? strerror(errno) : "write error");
    return CLI_IO;
}
