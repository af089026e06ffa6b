/* SPDX-License-Identifier: MIT */
/* Somebody's program at the other end of two pipes. */
#ifndef RWK_CLI_CHILD_H
#define RWK_CLI_CHILD_H

#include <stddef.h>

#include "core/status.h"

typedef enum {
    CHILD_EXITED,     /* by itself, with `code` */
    CHILD_KILLED,     /* by signal `code` that we did not send */
    CHILD_TIMED_OUT,  /* and was ended */
    CHILD_TOO_LONG,   /* wrote more than the limit, and was ended */
    CHILD_INTERRUPTED /* we were, and ended it */
} child_end;

typedef struct {
    child_end end;
    int code;
    char *output; /* what it wrote to standard output; to be freed by the caller */
    size_t size;
} child_result;

/**
 * Run `command` by /bin/sh, feed it `input`, collect its output; its standard error is ours.  However much either side writes, neither
 * waits for the other.  A program that does not read its input to the end is no fault.
 *
 * The shell leads a process group of its own.  When it has ended, by itself or because time was up, we were interrupted (SIGINT, SIGTERM,
 * SIGHUP) or its output is too long, nothing of the group is left running: SIGTERM, a second later SIGKILL; and the shell is always waited
 * for.  What it left running in the background does not keep us waiting.
 *
 * limit    in  bytes of output.
 * seconds  in  > 0, for the whole run.
 *
 * Returns RWK_OK, result filled, however the command ended; RWK_ENOMEM or RWK_EOPEN when it could not be started.
 */
rwk_status child_run(child_result *result, const char *command, const char *input, size_t size, size_t limit, double seconds,
                     rwk_diag *diag);

#endif
