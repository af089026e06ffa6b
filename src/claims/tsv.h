/* SPDX-License-Identifier: MIT */
/* Data for figures: tab-separated numbers under named columns, provenance in '#' lines, complete or absent. */
#ifndef RWK_CLAIMS_TSV_H
#define RWK_CLAIMS_TSV_H

#include <stddef.h>

#include "core/file.h"

/** A table being written; rows go to a temporary file until rwk_file_commit. */
typedef struct {
    rwk_file file;
    size_t n_columns;
} rwk_tsv;

/**
 * Start a table.
 *
 * columns     in  names separated by tabs; the first is the abscissa.
 * provenance  in  lines that begin with "# ".
 *
 * Returns RWK_OK, RWK_EOPEN, RWK_ERANGE.
 */
rwk_status rwk_tsv_open(rwk_tsv *tsv, const char *path, const char *provenance, const char *columns, rwk_diag *diag);

/** Write one row of n = number of columns values with 17 significant digits (a programming error otherwise); "nan" is a gap. */
void rwk_tsv_row(rwk_tsv *tsv, const double values[], size_t n);

/** rwk_tsv_row of its arguments. */
#define RWK_ROW(tsv, ...)                                                                                                          \
    rwk_tsv_row(tsv, (const double[]){ __VA_ARGS__ }, sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double))

#endif
