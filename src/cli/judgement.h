/* SPDX-License-Identifier: MIT */
/* Grade, diagnosis and their report: what `check` and `run` share. */
#ifndef RWK_CLI_JUDGEMENT_H
#define RWK_CLI_JUDGEMENT_H

#include "cli/cli.h"
#include "oracle/evidence.h"

/** What of an answer came through a pipe besides values. */
typedef struct {
    size_t asked, skipped, rejected;
    size_t first_skipped, first_rejected; /* case numbers; 0: none */
    const char *why_skipped, *why_rejected;
} cli_piped;

/** Check --require and --compute, before any work; CLI_GOOD or CLI_USAGE. */
int cli_check_judgement(const char *command, const cli_options *options);

/** Grade the evidence, diagnose it when --require is not reached, print either for people or as --json.
 *  piped: NULL for files.  CLI_GOOD, CLI_NO or an error's code. */
int cli_judge(const rwk_evidence *evidence, const cli_piped *piped, const char *command, const cli_options *options);

#endif
