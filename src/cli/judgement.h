/* SPDX-License-Identifier: MIT */
/* Grade, diagnosis and their report: what `check` and `run` share. */
#ifndef RWK_CLI_JUDGEMENT_H
#define RWK_CLI_JUDGEMENT_H

#include "cli/cli.h"
#include "oracle/evidence.h"

/** Grade the evidence, diagnose it when --require is not reached, print either for people or as --json.  CLI_GOOD, CLI_NO or an error's code. */
int cli_judge(const rwk_evidence *evidence, const char *command, const cli_options *options);

#endif
