/* SPDX-License-Identifier: MIT */
/* A cos/sin table of consecutive positions, every entry correctly rounded. */
#ifndef RWK_ANGLES_TABLE_H
#define RWK_ANGLES_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "angles/truth.h"

/** Rows m = start .. start + n_pos - 1 of cos(m theta_i), sin(m theta_i); owns its arrays, zero it before use. */
typedef struct {
    double *cos, *sin; /* (n_pos, n_pairs), numbers of dtype */
    size_t n_pos, n_pairs;
    int64_t start; /* position of the first row [token] */
    rwk_dtype dtype;
} rwk_table;

/**
 * Fill a table.                                                                                       (D1.5)
 *
 * table  out  freed by rwk_table_clear; untouched on error.
 * n_pos  in   number of rows, at least 1; start .. start + n_pos - 1 within +-RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_EOVERFLOW, RWK_ENOMEM, RWK_EUNDECIDED.
 */
rwk_status rwk_table_init(rwk_table *table, rwk_truth *truth, int64_t start, size_t n_pos, rwk_dtype dtype);

/** Free the arrays; safe on a zeroed table and twice. */
void rwk_table_clear(rwk_table *table);

#endif
