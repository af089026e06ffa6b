/* SPDX-License-Identifier: MIT */
/* One output stream from opening to renaming, with a progress line and a flag that interrupts set. */
#define _POSIX_C_SOURCE 200809L
#include "cli/output.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* A signal that is ignored (nohup) stays so. */
static void catch (int signal_number)
{
    struct sigaction old, action = { .sa_handler = interrupt };
    sigemptyset(&action.sa_mask);
    if (sigaction(signal_number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(signal_number, &action, NULL);
}

static void catch_interrupts(void)
{
    catch (SIGINT);
    catch (SIGTERM);
    catch (SIGHUP);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow further is a write error */
}

int cli_output_format(cli_format *format, const char *path, cli_format dash, const char *command)
{
    static const char *const endings[] = { ".tsv", ".npy", ".safetensors" };
    *format = dash;
    if (!path || strcmp(path, "-") == 0) return CLI_GOOD;
    for (int f = 0; f < 3; f++) {
        const size_t n = strlen(path), e = strlen(endings[f]);
        if (n <= e || strcmp(path + n - e, endings[f]) != 0) continue;
        *format = (cli_format)f;
        return CLI_GOOD;
    }
    return cli_usage_error(command, "-o %.200s: expected a name that ends in .npy, .safetensors or .tsv", path);
}

/* Standard output may have been sent to a file, whose disk has an end too. */
static rwk_status check_stdout(double bytes, rwk_diag *diag)
{
    struct stat status;
    struct statvfs disk;
    if (fstat(STDOUT_FILENO, &status) != 0 || !S_ISREG(status.st_mode) || fstatvfs(STDOUT_FILENO, &disk) != 0) return RWK_OK;
    const double room = (double)disk.f_bavail * (double)disk.f_frsize;
    if (bytes <= room) return RWK_OK;
    return rwk_fail(diag, RWK_ERANGE, "standard output: %.3g bytes asked for, %.3g free on its disk; nothing written", bytes, room);
}

int cli_output_open(cli_output *output, cli_format format, double bytes, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    const char *path = options->output;
    *output = (cli_output){ .format = format, .command = command, .shows_progress = !options->quiet && isatty(STDERR_FILENO) };
    output->to_stdout = !path || strcmp(path, "-") == 0;
    rwk_status status = output->to_stdout ? check_stdout(bytes, &diag) : rwk_file_check_room(path, bytes, &diag);
    if (status == RWK_OK && !output->to_stdout) status = rwk_file_open(&output->file, path, &diag);
    if (status != RWK_OK) return cli_fail(command, status, &diag);
    output->stream = output->to_stdout ? stdout : output->file.stream;
    if (output->to_stdout) output->shows_progress = output->shows_progress && !isatty(STDOUT_FILENO);
    if (!output->to_stdout && !output->file.in_place) guard_unfinished(output->file.temporary);
    catch_interrupts();
    return CLI_GOOD;
}

bool cli_output_tick(cli_output *output, double fraction)
{
    if (output->shows_progress && (fraction >= output->shown + 0.01 || fraction >= 1)) {
        output->shown = fraction;
        fprintf(stderr, "\rropewalk %s: %3.0f %%", output->command, 100 * fraction);
        fflush(stderr);
    }
    return !interrupted && !ferror(output->stream);
}

static int commit(cli_output *output)
{
    rwk_diag diag = { .text = "" };
    if (output->to_stdout) return CLI_GOOD; /* cli_finish flushes it */
    const rwk_status status = rwk_file_commit(&output->file, &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail(output->command, status, &diag);
}

int cli_output_close(cli_output *output, int code)
{
    guard_unfinished(NULL);
    if (output->shows_progress && output->shown > 0) fputs("\r\033[K", stderr);
    if (code == CLI_GOOD && interrupted) {
        cli_usage_error(output->command, "interrupted%s", output->to_stdout ? "" : "; nothing written");
        code = CLI_INTERRUPTED;
        if (output->to_stdout) _exit(code); /* a reader that does not read must not keep what was interrupted waiting */
    }
    if (code == CLI_GOOD) return commit(output);
    rwk_file_discard(&output->file);
    return code;
}
