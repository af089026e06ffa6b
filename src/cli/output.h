/* SPDX-License-Identifier: MIT */
/* Long outputs: where they go, in which format, how far they are, and what happens when they are interrupted. */
#ifndef RWK_CLI_OUTPUT_H
#define RWK_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/cli.h"
#include "core/file.h"

typedef enum { CLI_TSV, CLI_NPY, CLI_SAFETENSORS } cli_format;

/** An output being written; complete or absent unless it is a device, a pipe or standard output. */
typedef struct {
    FILE *stream;
    cli_format format;
    const char *command;
    rwk_file file; /* unused for standard output */
    bool to_stdout, shows_progress;
    double shown; /* fraction last shown */
} cli_output;

/**
 * *format = what the ending of `path` says: .npy, .safetensors or .tsv; `dash` for "-" and for NULL, standard output.
 *
 * CLI_GOOD, or CLI_USAGE with a message for another ending.
 */
int cli_output_format(cli_format *format, const char *path, cli_format dash, const char *command);

/**
 * Start writing --output.
 *
 * bytes  in  about how long it will be: refused, before anything is written, when the disk has less room.
 *
 * CLI_GOOD or an exit code, with a message.  Interrupts are from now on seen by cli_output_tick.
 */
int cli_output_open(cli_output *output, cli_format format, double bytes, const char *command, const cli_options *options);

/** Show how far the work is (on a terminal); false when the user interrupted or the stream has failed: stop, then cli_output_close. */
bool cli_output_tick(cli_output *output, double fraction);

/** Commit when `code` is CLI_GOOD and nothing failed, else discard.  The exit code: `code`, CLI_IO or CLI_INTERRUPTED. */
int cli_output_close(cli_output *output, int code);

#endif
