/* SPDX-License-Identifier: MIT */
/* How a table of absolute encodings, computed or learned, is used: look up its rows, add them to embeddings, drop out. */
#ifndef RWK_ENCODINGS_POSITION_MODULE_H
#define RWK_ENCODINGS_POSITION_MODULE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * out[j] = P[positions[j]]: the lookup of S4.                                                              (D12.16)
 *
 * out        (n, d_model)      out  must not overlap table.
 * table      (n_pos, d_model)  in   P.
 * positions  (n)               in   0 .. n_pos - 1: the table has no row for any other.
 *
 * Returns RWK_OK; RWK_ERANGE when a position is outside the table (out is then untouched); RWK_EOVERFLOW.
 */
rwk_status rwk_position_lookup(double out[], const double table[], size_t n_pos, size_t d_model, const int64_t positions[],
                               size_t n);

/**
 * y[j] = x[j] + P[positions[j]]                                                                            (D12.16)
 *
 * y          (n, d_model)      out  y == x is allowed.
 * x          (n, d_model)      in   embeddings; NaN is refused, here and in the rows that are used.
 * table, positions                  as above.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_ENAN, RWK_EOVERFLOW.  On error y is untouched.
 * Source: S4 eq. (3); Gehring et al. 2017; Devlin et al. 2018; Radford et al. 2019; Dosovitskiy et al. 2020.
 */
rwk_status rwk_position_add(double y[], const double x[], const double table[], size_t n_pos, size_t d_model,
                            const int64_t positions[], size_t n);

/**
 * The PositionalEncoder module of S3:  y = mask (*) (x + P[t]),  mask = 0 with probability p, else 1/(1 - p)   (D6.8)
 *
 * y        (batch, seq, d_model)  out  y == x is allowed.
 * x        (batch, seq, d_model)  in   embeddings; NaN is refused, here and in pe.
 * pe       (n_pos, d_model)       in   the table; its first seq rows are used for every batch row.
 * p                               in   dropout probability, 0 <= p < 1; 0 outside training.
 * seed                            in   the same seed gives the same mask.
 *
 * Returns RWK_OK; RWK_ESHAPE (seq > n_pos: S3's own 100 rows with its 196 patches), RWK_ENAN, RWK_ERANGE, RWK_EOVERFLOW,
 * RWK_ENOMEM.  On error y is untouched.
 * Source: S3, class PositionalEncoder (its dropout_prob is never defined there; here it is an argument).
 */
rwk_status rwk_position_module(double y[], const double x[], size_t batch, size_t seq, size_t d_model, const double pe[],
                               size_t n_pos, double p, uint64_t seed);

#endif
