/* SPDX-License-Identifier: MIT */
/* Relative encodings gone wrong: a row short, without direction, absolute positions left in, shifted the wrong way. */
#ifndef RWK_FAULTS_RELATIVE_FAULT_H
#define RWK_FAULTS_RELATIVE_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"

/** The r_max - r_min rows that S4 gives the table under its eq. (5): one short, r_max has no row.             (D14.1)
 *  Arguments and statuses as rwk_shaw_rows. */
rwk_status rwk_fault_shaw_rows(size_t *rows, int64_t r_min, int64_t r_max);

/** clip(|m - n|, r_min, r_max) - r_min: a distance without direction, left and right get one row.            (D14.1)
 *  Arguments and statuses as rwk_shaw_index. */
rwk_status rwk_fault_shaw_undirected(size_t index[], const int64_t m[], size_t n_queries, const int64_t n[], size_t n_keys,
                                     int64_t r_min, int64_t r_max);

/** S4 eq. (7) as printed, q . k + q . r + p . k + p . r with p = W_q p_m, the query's absolute position, where its text and the
 *  papers have u and v.                                                                                  (D14.5) */
double rwk_fault_score_four_terms_printed(const double q[], const double k[], const double r[], const double p[], size_t dim,
                                          rwk_dtype dtype);

/** The shift the other way: a zero behind each row, the last row dropped; y[i, j] = x[i, j - i] from the diagonal on.  (D14.7)
 *  Right for distances in another order (labml's annotated Transformer-XL), wrong for the paper's.
 *  Arguments and statuses as rwk_rel_shift. */
rwk_status rwk_fault_rel_shift_right(double y[], const double x[], size_t n_queries, size_t n_keys);

#endif
