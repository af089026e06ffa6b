/* SPDX-License-Identifier: MIT */
/* Messages, exit codes and CONFIG loading for all subcommands. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "config/config_load.h"

int cli_usage_error(const char *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "ropewalk%s%s: error: ", command ? " " : "", command ? command : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return CLI_USAGE;
}

static int exit_code(rwk_status status)
{
    switch (status) {
    case RWK_OK:     return CLI_GOOD;
    case RWK_ENOMEM: return CLI_NO_MEMORY;
    case RWK_EREAD:
    case RWK_EWRITE: return CLI_IO;
    default:         return CLI_USAGE;
    }
}

int cli_fail(const char *command, rwk_status status, const rwk_diag *diag)
{
    cli_usage_error(command, "%s", diag && diag->text[0] ? diag->text : rwk_strerror(status));
    return exit_code(status);
}

int cli_load_config(rwk_config *config, const char *command, const cli_options *options)
{
    rwk_diag diag = { .text = "" };
    const rwk_status status = rwk_config_load(config, options->operand, &diag);
    if (!options->quiet) fputs(diag.warnings, stderr);
    if (status != RWK_OK) return cli_fail(command, status, &diag);
    if (!options->layout) return CLI_GOOD;
    if (rwk_layout_from_name(&config->layout, options->layout) != RWK_OK)
        return cli_usage_error(command, "--layout: %s: expected interleaved or half_split", options->layout);
    config->layout_reason = RWK_LAYOUT_OPTION;
    return CLI_GOOD;
}

int cli_finish(const char *command, int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    cli_usage_error(command, "standard output: %s", errno ? strerror(errno) : "write error");
    return CLI_IO;
}
