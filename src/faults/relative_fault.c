/* SPDX-License-Identifier: MIT */
/* Relative encodings gone wrong, each a few lines. */
#include "faults/relative_fault.h"

#include "attention/relative_scores.h"
#include "encodings/shaw.h"
#include "encodings/transformer_xl.h"

rwk_status rwk_fault_shaw_rows(size_t *rows, int64_t r_min, int64_t r_max)
{
    const rwk_status status = rwk_shaw_rows(rows, r_min, r_max); /* the right one first: it checks the arguments */
    if (status == RWK_OK) *rows -= 1;
    return status;
}

rwk_status rwk_fault_shaw_undirected(size_t index[], const int64_t m[], size_t n_queries, const int64_t n[], size_t n_keys,
                                     int64_t r_min, int64_t r_max)
{
    const rwk_status status = rwk_shaw_index(index, m, n_queries, n, n_keys, r_min, r_max);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < n_queries; i++)
        for (size_t j = 0; j < n_keys; j++) {
            const int64_t distance = m[i] < n[j] ? n[j] - m[i] : m[i] - n[j];
            index[i * n_keys + j] = (size_t)((distance < r_min ? r_min : distance > r_max ? r_max : distance) - r_min);
        }
    return RWK_OK;
}

double rwk_fault_score_four_terms_printed(const double q[], const double k[], const double r[], const double p[], size_t dim,
                                          rwk_dtype dtype)
{
    return rwk_score_four_terms(q, k, r, p, p, dim, dtype);
}

rwk_status rwk_fault_rel_shift_right(double y[], const double x[], size_t n_queries, size_t n_keys)
{
    const rwk_status status = rwk_rel_shift(y, x, n_queries, n_keys);
    if (status != RWK_OK) return status;
    for (size_t p = 0; p < n_queries * n_keys; p++) {
        const size_t row = p / (n_keys + 1), column = p % (n_keys + 1);
        y[p] = column == n_keys ? 0 : x[row * n_keys + column];
    }
    return RWK_OK;
}
