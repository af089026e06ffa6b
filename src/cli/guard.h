/* SPDX-License-Identifier: MIT */
/* What programs, and only programs, do to the libraries: no aborts. */
#ifndef RWK_CLI_GUARD_H
#define RWK_CLI_GUARD_H

/** Exit codes of the command line tool; experiments use 0, 1 and 2. */
enum {
    CLI_GOOD = 0,
    CLI_NO = 1,         /* the answer is no */
    CLI_USAGE = 2,      /* usage, or an input that cannot be opened, parsed or accepted */
    CLI_MISBEHAVED = 4, /* the tested program did */
    CLI_IO = 5,         /* read error after opening, any write error */
    CLI_NO_MEMORY = 71,
    CLI_INTERRUPTED = 130
};

/**
 * Turn GSL's aborting error handler off (GSL then returns codes and NaN) and make GMP and MPFR end the program with
 * one line and CLI_NO_MEMORY, instead of an abort, when memory runs out.
 *
 * program  in  name for that line; must outlive the program.
 */
void guard_install(const char *program);

/** The unfinished file to remove should the program end by guard_install's line; NULL: none.  path must outlive the next call. */
void guard_unfinished(const char *path);

#endif
