/* SPDX-License-Identifier: MIT */
/* Replaces GSL's error handler and GMP's allocators. */
#include "cli/guard.h"

#include <gmp.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char *program_name = "ropewalk", *unfinished;

void guard_unfinished(const char *path) { unfinished = path; }

static void *checked(void *memory)
{
    if (memory) return memory;
    fprintf(stderr, "%s: error: out of memory\n", program_name);
    if (unfinished) remove(unfinished);
    exit(CLI_NO_MEMORY);
}

static void *allocate(size_t size) { return checked(malloc(size)); }

static void *reallocate(void *memory, size_t old_size, size_t size)
{
    (void)old_size;
    return checked(realloc(memory, size));
}

static void release(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void guard_install(const char *program)
{
    program_name = program;
    gsl_set_error_handler_off();
    mp_set_memory_functions(allocate, reallocate, release);
}
