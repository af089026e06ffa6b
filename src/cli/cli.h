/* SPDX-License-Identifier: MIT */
/* What the subcommands share: options, messages, exit codes. */
#ifndef RWK_CLI_CLI_H
#define RWK_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/guard.h"
#include "config/config.h"

/** Options of all subcommands; each takes only those that its cli_command names. */
typedef struct {
    bool json, quiet, color;
    const char *layout, *data, *figures;
    const char *operand; /* the one positional argument, or NULL */
} cli_options;

/** A subcommand. */
typedef struct {
    const char *name;
    const char *summary; /* one line for `ropewalk --help` */
    const char *help;    /* the whole text of --help, examples first */
    const char *options; /* long options it takes besides the common ones, "layout data figures" */
    const char *operand; /* name of its positional argument for messages, NULL when it takes none */
    int (*run)(const cli_options *options);
} cli_command;

extern const cli_command CMD_EXPLAIN, CMD_FREQS, CMD_PRESETS, CMD_REPORT, CMD_VERSION;

/** Print "ropewalk NAME: error: ..." to stderr and return CLI_USAGE. */
int cli_usage_error(const char *command, const char *format, ...) RWK_PRINTF(2, 3);

/** Print the reason of a failed call and return its exit code: 2, 5 or 71. */
int cli_fail(const char *command, rwk_status status, const rwk_diag *diag);

/** Load a CONFIG and apply --layout; prints warnings (not with --quiet) and errors.  CLI_GOOD or an exit code. */
int cli_load_config(rwk_config *config, const char *command, const cli_options *options);

/**
 * cli_load_config, then its certified frequencies.
 *
 * inv_freq  out  (rotary_dim/2) a new array, to be freed by the caller; untouched unless CLI_GOOD is returned.
 */
int cli_load_frequencies(rwk_config *config, double **inv_freq, const char *command, const cli_options *options);

/** Flush standard output; CLI_IO with a message when something could not be written, else `code`. */
int cli_finish(const char *command, int code);

#endif
