/* SPDX-License-Identifier: MIT */
/* Fills tables row by row from the truth. */
#include "angles/table.h"

#include <stdlib.h>

#include "angles/rows.h"
#include "core/size.h"

static rwk_status allocate(rwk_table *t)
{
    size_t entries, bytes;
    if (!rwk_size_mul(&entries, t->n_pos, t->n_pairs) || !rwk_size_mul(&bytes, entries, sizeof(double))) return RWK_EOVERFLOW;
    t->cos = malloc(bytes);
    t->sin = malloc(bytes);
    return t->cos && t->sin ? RWK_OK : RWK_ENOMEM;
}

static rwk_status fill(rwk_table *t, rwk_truth *truth)
{
    rwk_rows *rows = rwk_rows_new(truth, NULL);
    rwk_status status = rows ? RWK_OK : RWK_ENOMEM;
    for (size_t row = 0; row < t->n_pos && status == RWK_OK; row++) {
        const int64_t m = t->start + (int64_t)row;
        status = rwk_rows_at(t->cos + row * t->n_pairs, t->sin + row * t->n_pairs, rows, &m, t->dtype);
    }
    rwk_rows_free(rows);
    return status;
}

rwk_status rwk_table_init(rwk_table *table, rwk_truth *truth, int64_t start, size_t n_pos, rwk_dtype dtype)
{
    if (n_pos < 1 || start < -RWK_MAX_POSITION || start > RWK_MAX_POSITION) return RWK_ERANGE;
    if (n_pos - 1 > (uint64_t)(RWK_MAX_POSITION - start)) return RWK_ERANGE;
    rwk_table t = { .n_pos = n_pos, .n_pairs = rwk_truth_pairs(truth), .start = start, .dtype = dtype };
    rwk_status status = allocate(&t);
    if (status == RWK_OK) status = fill(&t, truth);
    if (status == RWK_OK) *table = t;
    else rwk_table_clear(&t);
    return status;
}

void rwk_table_clear(rwk_table *table)
{
    free(table->cos);
    free(table->sin);
    *table = (rwk_table){ 0 };
}
