/* SPDX-License-Identifier: MIT */
/* Writes the tables that gnuplot reads. */
#include "claims/tsv.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static size_t count_columns(const char *columns)
{
    size_t n = 1;
    for (const char *tab = strchr(columns, '\t'); tab; tab = strchr(tab + 1, '\t')) n++;
    return n;
}

rwk_status rwk_tsv_open(rwk_tsv *tsv, const char *path, const char *provenance, const char *columns, rwk_diag *diag)
{
    const rwk_status status = rwk_file_open(&tsv->file, path, diag);
    if (status != RWK_OK) return status;
    tsv->n_columns = count_columns(columns);
    fprintf(tsv->file.stream, "%s%s\n", provenance, columns);
    return RWK_OK;
}

void rwk_tsv_row(rwk_tsv *tsv, const double values[], size_t n)
{
    assert(n == tsv->n_columns);
    for (size_t j = 0; j < n; j++) {
        if (j > 0) fputc('\t', tsv->file.stream);
        if (isnan(values[j])) fputs("nan", tsv->file.stream);
        else fprintf(tsv->file.stream, "%.17g", values[j]);
    }
    fputc('\n', tsv->file.stream);
}
