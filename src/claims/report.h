/* SPDX-License-Identifier: MIT */
/* The verdicts of the last run, read back from their files in reading order. */
#ifndef RWK_CLAIMS_REPORT_H
#define RWK_CLAIMS_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/json.h"

/** One verdict file. */
typedef struct {
    rwk_json *document; /* the parsed file; the strings below belong to it */
    double lesson;
    const char *claim, *statement, *verdict, *expected, *quantity;
    const char *config; /* the model, NULL when the claim fixes its own parameters */
    double measured, bound;
    bool as_expected, quick;
} rwk_report_entry;

/** All verdicts of a folder; zero it before use. */
typedef struct {
    rwk_report_entry *entries;
    size_t n;
} rwk_report;

/**
 * Read every *.verdict.json of a folder, sorted by lesson, then by name.
 *
 * Returns RWK_OK (n may be 0); RWK_EOPEN, RWK_EREAD, RWK_EPARSE (a file that is no verdict), RWK_ENOMEM.
 */
rwk_status rwk_report_read(rwk_report *report, const char *folder, rwk_diag *diag);

/** True when there is a verdict and every one is as expected. */
bool rwk_report_as_expected(const rwk_report *report);

/** Free; safe on a zeroed report and twice. */
void rwk_report_clear(rwk_report *report);

#endif
