/* SPDX-License-Identifier: MIT */
/* The learned absolute encoding of GPT-2, BERT and ViT: a table of trainable rows, here as it stands before training. */
#ifndef RWK_ENCODINGS_LEARNED_H
#define RWK_ENCODINGS_LEARNED_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * Fill a table with independent numbers that are all but Gaussian, the same on every machine:                  (D12.15)
 *
 *   P[m, j] = sigma (U_1 + ... + U_12 - 12 U) / 2^32,   U_k uniform on 0 .. 2^32 - 1 and U = (2^32 - 1)/2 its mean
 *
 * Mean 0, variance sigma^2 (up to 2^-64), never beyond 6 sigma; the sum is exact, and its product with sigma rounded once.
 * Nothing relates two rows: no linear map continues the table, and it has no row beyond its last, where rwk_position_lookup and
 * rwk_position_add refuse.
 *
 * table    (n_pos, d_model)  out
 * sigma                      in   standard deviation, at least 0; 0.02 in the models above.
 * seed                       in   of splitmix64; the same seed gives the same table.
 *
 * Returns RWK_OK; RWK_ENAN (sigma not finite), RWK_ERANGE (sigma < 0), RWK_EOVERFLOW.  On error the table is untouched.
 * Source: S4 section 1.1.2 (nn.Embedding(L, hidden_dim)); Radford et al. 2019; Devlin et al. 2018; Dosovitskiy et al. 2020.
 */
rwk_status rwk_learned_table(double table[], size_t n_pos, size_t d_model, double sigma, uint64_t seed);

#endif
