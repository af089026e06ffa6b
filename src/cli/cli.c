/* SPDX-License-Identifier: MIT */
/* Messages, exit codes and CONFIG loading for all subcommands. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "angles/truth.h"
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

int cli_load_config(rwk_config *config, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    const rwk_status status = rwk_config_load(config, options->operand, &diag);
    if (!options->quiet) fputs(diag.warnings, stderr);
    if (status != RWK_OK) return cli_fail(command, status, &diag);
    if (!options->layout) return CLI_GOOD;
    if (rwk_layout_from_name(&config->layout, options->layout) != RWK_OK)
        return cli_usage_error(command, "--layout: %s: expected interleaved or half_split", options->layout);
    config->layout_reason = RWK_LAYOUT_OPTION;
    return CLI_GOOD;
}

int cli_load_frequencies(rwk_config *config, double **inv_freq, const char *command, const cli_options *options)
{
    rwk_truth *truth = NULL;
    rwk_diag diag = { .text = "" };
    const int code = cli_load_config(config, command, options);
    if (code != CLI_GOOD) return code;
    double *values = malloc(config->rotary_dim / 2 * sizeof *values);
    rwk_status status = values ? rwk_truth_new(&truth, config, 0, &diag) : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_truth_inv_freq(values, truth, RWK_F64);
    if (status == RWK_ERANGE)
        rwk_fail(&diag, status, "rope_theta: %g: expected a base whose frequencies fit binary64", config->rope_theta);
    rwk_truth_free(truth);
    if (status == RWK_OK) {
        *inv_freq = values;
        return CLI_GOOD;
    }
    free(values);
    cli_usage_error(command, "%.200s: %s", options->operand, diag.text[0] ? diag.text : rwk_strerror(status));
    return exit_code(status);
}

int cli_finish(const char *command, int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    cli_usage_error(command, "standard output: %s", errno ? strerror(errno) : "write error");
    return CLI_IO;
}
