/* SPDX-License-Identifier: MIT */
/* ropewalk report: the verdict table of the last run of experiments. */
#include <string.h>

#include "claims/page.h"
#include "claims/report.h"
#include "cli/cli.h"
#include "core/json_write.h"

static void put_json(const rwk_report *report, const char *figures)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    char figure[512];
    rwk_json_open(&w, NULL, '[');
    for (size_t i = 0; i < report->n; i++) {
        const rwk_report_entry *e = &report->entries[i];
        snprintf(figure, sizeof figure, "%.400s/%.100s.svg", figures, e->claim);
        rwk_json_open(&w, NULL, '{');
        rwk_json_put_string(&w, "claim", e->claim);
        rwk_json_put_string(&w, "statement", e->statement);
        rwk_json_put_string(&w, "verdict", e->verdict);
        rwk_json_put_string(&w, "expected", e->expected);
        rwk_json_put_bool(&w, "as_expected", e->as_expected);
        rwk_json_put_string(&w, "quantity", e->quantity);
        rwk_json_put_number(&w, "measured", e->measured);
        rwk_json_put_number(&w, "bound", e->bound);
        rwk_json_put_string(&w, "figure", figure);
        if (e->config) rwk_json_put_string(&w, "config", e->config);
        rwk_json_put_bool(&w, "quick", e->quick);
        rwk_json_close(&w, '}');
    }
    rwk_json_close(&w, ']');
    rwk_json_end(&w);
}

static void print_table(const rwk_report *report, const cli_options *options)
{
    const char *config = NULL;
    bool quick = false, mixed = false;
    const char *alarm = options->color ? "\033[1;31m" : "", *plain = options->color ? "\033[0m" : "";
    printf("%-20s %-8s %-10s %10s %10s  %s\n", "claim", "verdict", "", "measured", "bound", "figure");
    for (size_t i = 0; i < report->n; i++) {
        const rwk_report_entry *e = &report->entries[i];
        mixed = mixed || (config && e->config && strcmp(config, e->config) != 0) || (i > 0 && e->quick != quick);
        if (e->config) config = e->config;
        quick = quick || e->quick;
        printf("%-20s %-8s %s%-10s%s %10.3g %10.3g  %s/%s.svg\n", e->claim, e->verdict, e->as_expected ? "" : alarm,
               e->as_expected ? "expected" : "UNEXPECTED", e->as_expected ? "" : plain, e->measured, e->bound, options->figures,
               e->claim);
    }
    if (mixed) printf("\nmodel: not the same for all of them; see parameters in the verdict files");
    else printf("\nmodel: %s%s", config ? config : "none", quick ? " (quick run, fewer draws)" : "");
    printf("\nmeasured and bound: of the check nearest to its bound; all checks and controls: %s/*.verdict.json\nfigures: %s\n",
           options->data, options->figures);
    if (options->output) printf("report page: %s\n", options->output);
}

/* "../.." from build/report/index.html: one step up for each folder of a relative path. */
static void root_of(char root[], size_t size, const char *path)
{
    size_t n = 0;
    root[0] = '.', root[1] = '\0';
    for (const char *at = strchr(path, '/'); at && path[0] != '/' && n + 4 < size; at = strchr(at + 1, '/'))
        n += (size_t)snprintf(root + n, size - n, n ? "/.." : "..");
}

static int write_page(const rwk_report *report, const cli_options *options)
{
    char root[128];
    rwk_diag diag = { .text = "" };
    root_of(root, sizeof root, options->output);
    const rwk_page page = { report, options->figures, root };
    const rwk_status status = rwk_page_write(&page, options->output, &diag);
    if (status != RWK_OK) return cli_fail("report", status, &diag);
    return CLI_GOOD;
}

static int run(const cli_options *options)
{
    rwk_report report = { 0 };
    rwk_diag diag = { .text = "" };
    const rwk_status status = rwk_report_read(&report, options->data, &diag);
    if (status == RWK_EOPEN || (status == RWK_OK && report.n == 0))
        return cli_usage_error("report", "%s: no verdicts there; run `make experiments` first, or name a folder with --data",
                               options->data);
    if (status != RWK_OK) return cli_fail("report", status, &diag);
    int code = options->output ? write_page(&report, options) : CLI_GOOD;
    if (code == CLI_GOOD && options->json) put_json(&report, options->figures);
    else if (code == CLI_GOOD) print_table(&report, options);
    if (code == CLI_GOOD && !rwk_report_as_expected(&report)) code = CLI_NO;
    rwk_report_clear(&report);
    return code;
}

const cli_command CMD_REPORT = {
    .name = "report",
    .summary = "the verdict table of the last run of experiments, and the report page",
    .options = "data figures output",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk report\n"
            "  ropewalk report --json\n"
            "  ropewalk report -o build/report/index.html\n"
            "  ropewalk report --data /tmp/run --figures /tmp/figures\n\n"
            "Reads the verdicts that `make experiments` left; exit status 1 when one is not as expected.\n\n"
            "  --data FOLDER     where the verdicts are (default build/data)\n"
            "  --figures FOLDER  where the figures are (default build/figures)\n"
            "  -o, --output FILE write the report page too: one HTML file that needs no other; links to code and derivations\n"
            "                    are relative, from a FILE below the source tree\n",
};
