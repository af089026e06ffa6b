/* SPDX-License-Identifier: MIT */
/* The PositionalEncoder module of S3: dropout(x + PE[0 .. seq)). */
#ifndef RWK_ENCODINGS_POSITION_MODULE_H
#define RWK_ENCODINGS_POSITION_MODULE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * y = mask (*) (x + PE[t]),  mask = 0 with probability p, else 1/(1 - p)                                   (D6.8)
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
