/* SPDX-License-Identifier: MIT */
/* POSITIONS as a user writes them: ranges, lists, @ladder, @file.npy. */
#ifndef RWK_FORMATS_POSITIONS_H
#define RWK_FORMATS_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** start, start + step, …: count of them; one position has step 1. */
typedef struct {
    int64_t start, step;
    size_t count;
} rwk_range;

/** Rows of positions in the order given; zero it before rwk_positions_parse. */
typedef struct {
    size_t n, n_axes;  /* rows; axes of each, at least 1 */
    rwk_range *ranges; /* one axis: they follow one another */
    size_t n_ranges;
    int64_t *values; /* (n_axes, n) of a file; NULL where ranges are used */
} rwk_positions;

/**
 * Parse POSITIONS:
 *
 *   7                 one position
 *   start:stop        start, start + 1, … below stop; start:stop:step as Python's range, step negative too
 *   1,7,100:110       several of these, in the order given
 *   @ladder           0, powers of two, 3 and the edges of f16, bf16 and the usual contexts, ascending, below `context`
 *   @FILE.npy         integers [seq] or [axes, seq]
 *
 * positions  out  freed by rwk_positions_clear; untouched on error.
 * context    in   max_position_embeddings; 0 where the config has none, the ladder then ends below 131072.
 *
 * Returns RWK_OK; RWK_EPARSE, RWK_ERANGE (|m| > 2^31 - 1, no position at all), RWK_ENOMEM, statuses of rwk_tensor_file_read.
 */
rwk_status rwk_positions_parse(rwk_positions *positions, const char *text, int64_t context, rwk_diag *diag);

/** m[0 .. n_axes) = the positions of a row. */
void rwk_positions_at(int64_t m[], const rwk_positions *positions, size_t row);

/** Free; safe on a zeroed value and twice. */
void rwk_positions_clear(rwk_positions *positions);

#endif
