/* SPDX-License-Identifier: MIT */
/* The harness of all experiments. */
#define _POSIX_C_SOURCE 200809L
#include "harness/experiment.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/guard.h"

enum { AS_EXPECTED = CLI_GOOD, UNEXPECTED = CLI_NO, COULD_NOT_RUN = CLI_USAGE };

/* ---- An interrupted run leaves no temporary file. ---- */

static const rwk_run *interrupted_run;

static void on_interrupt(int signal_number)
{
    const rwk_run *run = interrupted_run;
    for (size_t i = 0; run && i < run->n_tables; i++)
        if (run->tables[i].file.stream) unlink(run->tables[i].file.temporary);
    if (run && run->verdict.stream) unlink(run->verdict.temporary);
    _exit(signal_number == SIGINT ? CLI_INTERRUPTED : 128 + signal_number);
}

static void catch_interrupts(const rwk_run *run)
{
    struct sigaction action = { .sa_handler = on_interrupt };
    interrupted_run = run;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static void print_help(const rwk_claim *claim)
{
    printf("%s: %s\n\n"
           "Examples:\n"
           "  build/experiments/%s\n"
           "  build/experiments/%s --config preset:gpt-j-6b --out /tmp\n"
           "  build/experiments/%s --config path/to/config.json --quick\n\n"
           "  --config CONFIG  the model whose parameters are used%s\n"
           "  --out FOLDER     where the data and the verdict go (default build/data)\n"
           "  --quick          fewer draws\n"
           "  --full           the long searches too, where there are any\n\n"
           "Exit: 0 verdict as expected, 1 not, 2 could not run.\n",
           claim->id, claim->statement, claim->id, claim->id, claim->id,
           claim->fixed ? "; no effect here, the claim fixes its own" : " (default preset:llama-2-7b)");
}

static int usage(const rwk_claim *claim, const char *argument)
{
    fprintf(stderr, "%s: unknown or incomplete argument %s; see --help\n", claim->id, argument);
    return COULD_NOT_RUN;
}

/* -1: go on; otherwise the exit status. */
static int parse(rwk_run_options *o, const rwk_claim *claim, int argc, char *argv[])
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(claim);
            return AS_EXPECTED;
        }
        if (strcmp(argv[i], "--quick") == 0) o->quick = true, o->full = false;
        else if (strcmp(argv[i], "--full") == 0) o->full = true, o->quick = false;
        else if (strcmp(argv[i], "--config") == 0 && value) o->config = argv[++i];
        else if (strcmp(argv[i], "--out") == 0 && value) o->folder = argv[++i];
        else return usage(claim, argv[i]);
    }
    return -1;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool talks(void) { return isatty(STDERR_FILENO) != 0; }

static void show_progress(const rwk_run *run, double fraction)
{
    static double last;
    const double now = seconds();
    if (now - last < 0.25) return;
    last = now;
    fprintf(stderr, "\r\033[K  …         %-20s %3.0f %%", run->claim->id, 100 * fraction);
}

static int fail(const rwk_run *run, rwk_status status)
{
    fprintf(stderr, "%s: error: %s\n", run->claim->id, run->diag.text[0] ? run->diag.text : rwk_strerror(status));
    return COULD_NOT_RUN;
}

static void print_unexpected(const rwk_run *run)
{
    for (size_t i = 0; i < run->n_checks; i++) {
        const rwk_check *c = &run->checks[i];
        if (c->kind == RWK_CONTROL && !(c->measured > c->bound))
            printf("            control \"%s\" does not fail: %g, within %g\n", c->name, c->measured, c->bound);
        else if (c->kind == RWK_INSTEAD && !rwk_check_holds(c))
            printf("            instead \"%s\" does not hold: %g, bound %g\n", c->name, c->measured, c->bound);
        else if (c->kind == RWK_STATEMENT && !rwk_check_holds(c))
            printf("            check \"%s\" does not hold: %g, bound %g\n", c->name, c->measured, c->bound);
    }
}

static int report(const rwk_run *run, double start)
{
    const rwk_check *worst = rwk_run_worst(run);
    const bool expected = rwk_run_as_expected(run);
    printf("%s  %-8s  %-20s %-10s %5.1f s   %s: %.2g, bound %.2g\n", talks() ? "\r\033[K" : "",
           rwk_verdict_name(rwk_run_verdict(run)), run->claim->id, expected ? "expected" : "UNEXPECTED", seconds() - start,
           worst ? worst->name : "nothing measured", worst ? worst->measured : 0, worst ? worst->bound : 0);
    if (!expected) print_unexpected(run);
    return expected ? AS_EXPECTED : UNEXPECTED;
}

int experiment_main(const rwk_claim *claim, experiment_measure *measure, int argc, char *argv[])
{
    rwk_run_options options = { .config = "preset:llama-2-7b", .folder = "build/data" };
    const int stop = parse(&options, claim, argc, argv);
    if (stop >= 0) return stop;
    const double start = seconds();
    rwk_run *run = calloc(1, sizeof *run);
    if (!run) return COULD_NOT_RUN;
    guard_install(claim->id); /* GSL then returns NaN or a code, and NaN refutes */
    catch_interrupts(run);
    run->progress = talks() ? show_progress : NULL;
    if (claim->fixed) options.config = "preset:llama-2-7b";
    rwk_status status = rwk_run_open(run, claim, &options);
    fputs(run->diag.warnings, stderr);
    if (status == RWK_OK) status = measure(run);
    if (status == RWK_OK) status = rwk_run_commit(run);
    const int code = status == RWK_OK ? report(run, start) : fail(run, status);
    interrupted_run = NULL;
    rwk_run_clear(run);
    free(run);
    return code;
}
