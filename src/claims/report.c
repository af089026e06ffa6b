/* SPDX-License-Identifier: MIT */
/* Reads verdict files. */
#define _POSIX_C_SOURCE 200809L
#include "claims/report.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

/* A number; null, as a value that is not finite is written, reads as NaN. */
static double number(const rwk_json *document, const char *key)
{
    double x = NAN;
    rwk_json_number(&x, rwk_json_get(document, key));
    return x;
}

static rwk_status read_entry(rwk_report_entry *e, const char *path, rwk_diag *diag)
{
    rwk_json *document;
    const rwk_status status = rwk_json_read(&document, path, diag);
    if (status != RWK_OK) return status;
    *e = (rwk_report_entry){
        .document = document,
        .lesson = number(document, "lesson"),
        .claim = rwk_json_string(rwk_json_get(document, "claim")),
        .statement = rwk_json_string(rwk_json_get(document, "statement")),
        .verdict = rwk_json_string(rwk_json_get(document, "verdict")),
        .expected = rwk_json_string(rwk_json_get(document, "expected")),
        .quantity = rwk_json_string(rwk_json_get(document, "quantity")),
        .measured = number(document, "measured"),
        .bound = number(document, "bound"),
    };
    const rwk_json *parameters = rwk_json_get(document, "parameters");
    e->config = rwk_json_string(rwk_json_get(parameters, "config"));
    rwk_json_bool(&e->quick, rwk_json_get(parameters, "quick"));
    const bool complete = rwk_json_bool(&e->as_expected, rwk_json_get(document, "as_expected"));
    if (complete && e->claim && e->statement && e->verdict && e->expected && e->quantity) return RWK_OK;
    rwk_json_free(document);
    return rwk_fail(diag, RWK_EPARSE, "%s: not a verdict file", path);
}

static bool is_verdict(const char *name)
{
    const char *ending = ".verdict.json";
    const size_t n = strlen(name), k = strlen(ending);
    return n > k && strcmp(name + n - k, ending) == 0;
}

static rwk_status append(rwk_report *report, const char *folder, const char *name, rwk_diag *diag)
{
    char path[RWK_PATH];
    rwk_report_entry *larger = realloc(report->entries, (report->n + 1) * sizeof *larger);
    if (!larger) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    report->entries = larger;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    const rwk_status status = read_entry(&larger[report->n], path, diag);
    if (status == RWK_OK) report->n++;
    return status;
}

static int by_lesson(const void *a, const void *b)
{
    const rwk_report_entry *x = a, *y = b;
    if (x->lesson != y->lesson) return x->lesson < y->lesson ? -1 : 1;
    return strcmp(x->claim, y->claim);
}

rwk_status rwk_report_read(rwk_report *report, const char *folder, rwk_diag *diag)
{
    rwk_report r = { 0 };
    DIR *dir = opendir(folder);
    if (!dir) return rwk_fail(diag, RWK_EOPEN, "%s: %s", folder, strerror(errno));
    rwk_status status = RWK_OK;
    for (const struct dirent *entry; status == RWK_OK && (entry = readdir(dir)) != NULL;)
        if (is_verdict(entry->d_name)) status = append(&r, folder, entry->d_name, diag);
    closedir(dir);
    if (status != RWK_OK) {
        rwk_report_clear(&r);
        return status;
    }
    if (r.n > 0) qsort(r.entries, r.n, sizeof *r.entries, by_lesson);
    *report = r;
    return RWK_OK;
}

bool rwk_report_as_expected(const rwk_report *report)
{
    for (size_t i = 0; i < report->n; i++)
        if (!report->entries[i].as_expected) return false;
    return report->n > 0;
}

void rwk_report_clear(rwk_report *report)
{
    for (size_t i = 0; i < report->n; i++) rwk_json_free(report->entries[i].document);
    free(report->entries);
    *report = (rwk_report){ 0 };
}
