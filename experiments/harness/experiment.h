/* SPDX-License-Identifier: MIT */
/* What every experiment's main() does around its measurement: arguments, one live line, exit status. */
#ifndef EXPERIMENTS_HARNESS_EXPERIMENT_H
#define EXPERIMENTS_HARNESS_EXPERIMENT_H

#include "claims/claim.h"

/** Measures: opens tables, records checks, controls and facts on the run. */
typedef rwk_status experiment_measure(rwk_run *run);

/**
 * Run one experiment:  NAME [--config CONFIG] [--out FOLDER] [--quick | --full] [--help]
 *
 * Returns the exit status: 0 the verdict is as expected, 1 it is not (the data are kept), 2 it could not run.
 */
int experiment_main(const rwk_claim *claim, experiment_measure *measure, int argc, char *argv[]);

#endif
