/* SPDX-License-Identifier: MIT */
/* The report page: one self-contained HTML file with every verdict, what was measured, what must fail, and the figures. */
#ifndef RWK_CLAIMS_PAGE_H
#define RWK_CLAIMS_PAGE_H

#include "claims/report.h"

/** Where a page takes its parts from and links to. */
typedef struct {
    const rwk_report *report;
    const char *figures; /* folder of STEM.svg, and STEM.gif where there is one */
    const char *root;    /* from the page to the folder of experiments/, plots/ and docs/, "../.." */
} rwk_page;

/**
 * Write the page to `path`.  It asks for nothing else: figures are inside it, formulas are MathML, nothing is fetched and no script runs.
 *
 * Returns RWK_OK; RWK_EOPEN (also for a figure that is not there), RWK_EREAD, RWK_EWRITE, RWK_ENOMEM, RWK_ERANGE (a figure beyond 64 MiB).
 */
rwk_status rwk_page_write(const rwk_page *page, const char *path, rwk_diag *diag);

/** The finding that the figure's headline states, from its SVG text, in `finding` (size bytes), as plain HTML text without tags; false
 *  when there is none. */
bool rwk_page_finding(char finding[], size_t size, const char *svg);

/** The style sheet of the page. */
extern const char *const RWK_PAGE_STYLE[];

#endif
