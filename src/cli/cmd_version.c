/* SPDX-License-Identifier: MIT */
/* ropewalk version: of itself and of the libraries it runs with. */
#include <gmp.h>
#include <gsl/gsl_version.h>

#include "angles/real.h"
#include "cli/cli.h"
#include "core/json.h"
#include "core/json_write.h"
#include "core/version.h"

static int run(const cli_options *options)
{
    const struct {
        const char *name, *version;
    } parts[] = {
        { "ropewalk", RWK_VERSION }, { "mpfr", rwk_real_library_version() },  { "gmp", gmp_version },
        { "gsl", gsl_version },      { "cjson", rwk_json_library_version() },
    };
    rwk_json_writer w = rwk_json_begin(stdout);
    if (options->json) rwk_json_open(&w, NULL, '{');
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (options->json) rwk_json_put_string(&w, parts[i].name, parts[i].version);
        else printf("%-9s %s\n", parts[i].name, parts[i].version);
    }
    if (options->json) rwk_json_close(&w, '}'), rwk_json_end(&w);
    return CLI_GOOD;
}

const cli_command CMD_VERSION = {
    .name = "version",
    .summary = "versions of ropewalk, MPFR, GMP, GSL and cJSON",
    .options = "",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk version\n"
            "  ropewalk version --json\n\n"
            "Prints the versions of ropewalk and of the libraries it runs with.\n",
};
