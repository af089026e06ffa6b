/* SPDX-License-Identifier: MIT */
/* What the subcommands share: options, messages, exit codes. */
#ifndef RWK_CLI_CLI_H
#define RWK_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "angles/truth.h"
#include "cli/guard.h"
#include "config/config.h"
#include "formats/positions.h"

/** Options of all subcommands; each takes only those that its cli_command names. */
typedef struct {
    bool json, quiet, color;
    const char *layout, *layer_type, *seq_len; /* what CONFIG leaves open */
    const char *positions, *dtype, *input, *output, *axes;
    bool bits, no_attention_factor, inverse;
    const char *data, *figures;
    bool scores, beyond;
    const char *kind, *require, *compute;
    const char *exec, *timeout, *answer;
    bool emit;
    const char *suite, *config, *atol, *rtol; /* of zoo */
    const char *operand;                      /* the first positional argument, or NULL */
    const char *rest[2];                      /* those behind it, of commands that take more */
    int n_rest;
} cli_options;

/** The options that commands with a CONFIG share, and their lines of help. */
#define CLI_CONFIG_OPTIONS "layout layer-type seq-len "
#define CLI_CONFIG_HELP                                                                                                            \
    "  --layout LAYOUT      interleaved or half_split, in place of the model family's\n"                                           \
    "  --layer-type TYPE    full_attention or sliding_attention, where a config tells layers apart\n"                              \
    "  --seq-len N          text length that sets the schedule of dynamic and longrope\n"

/** A subcommand. */
typedef struct {
    const char *name;
    const char *summary; /* one line for `ropewalk --help` */
    const char *help;    /* the whole text of --help, examples first */
    const char *options; /* long options it takes besides the common ones, separated by blanks: "data figures" */
    const char *operand; /* name of its positional argument for messages, NULL when it takes none */
    int max_rest;        /* how many more it takes */
    int (*run)(const cli_options *options);
} cli_command;

extern const cli_command CMD_APPLY, CMD_CHECK, CMD_EXPLAIN, CMD_FREQS, CMD_PRESETS, CMD_PROBE, CMD_REPORT, CMD_RUN, CMD_TABLE,
    CMD_VERSION, CMD_ZOO;

/** Print "ropewalk NAME: error: ..." to stderr and return CLI_USAGE. */
int cli_usage_error(const char *command, const char *format, ...) RWK_PRINTF(2, 3);

/** Print the reason of a failed call and return its exit code: 2, 5 or 71. */
int cli_fail(const char *command, rwk_status status, const rwk_diag *diag);

/** Load a CONFIG and apply --layout, --layer-type, --seq-len; prints warnings (not with --quiet) and errors.  CLI_GOOD or an exit code. */
int cli_load_config(rwk_config *config, const char *command, const cli_options *options);

/** cli_load_config, then its truth, to be freed by the caller; untouched unless CLI_GOOD is returned. */
int cli_load_truth(rwk_config *config, rwk_truth **truth, const char *command, const cli_options *options);

/** The certified frequencies, a new array of rotary_dim/2 to be freed by the caller; NULL, with a message and *code, on failure. */
double *cli_frequencies(rwk_truth *truth, const char *command, const cli_options *options, int *code);

/** *dtype = --dtype, `absent` when it is not given; CLI_GOOD or CLI_USAGE. */
int cli_dtype(rwk_dtype *dtype, rwk_dtype absent, const char *command, const cli_options *options);

/** *positions = --positions, which must have as many axes as the config, or one; CLI_GOOD or an exit code. */
int cli_positions(rwk_positions *positions, const rwk_config *config, const char *command, const cli_options *options);

/** Bytes of memory that this machine has: what a file of tensors may be long. */
size_t cli_physical_memory(void);

/** Flush standard output; CLI_IO with a message when something could not be written, else `code`. */
int cli_finish(const char *command, int code);

#endif
