/* SPDX-License-Identifier: MIT */
/* The few inputs and positions that tell everything about an implementation. */
#ifndef RWK_ORACLE_PROBE_H
#define RWK_ORACLE_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "core/dtype.h"

enum {
    RWK_PROBE_BATCH = 2,   /* rows with different positions */
    RWK_PROBE_HEADS = 3,   /* a prime: a transposed axis shows */
    RWK_PROBE_QUERIES = 6, /* query heads of a probe for scores; k has RWK_PROBE_HEADS */
    RWK_PROBE_SEED = 20210420
};

/** Inputs of a probe; owns its arrays, zero it before rwk_probe_init. */
typedef struct {
    size_t batch, seq, heads, head_dim, n_axes;
    double *x;          /* (batch, seq, heads, head_dim) */
    int64_t *positions; /* (n_axes, batch, seq) [token] */
    double *q, *k; /* (batch, seq, RWK_PROBE_QUERIES, head_dim), (batch, seq, RWK_PROBE_HEADS, head_dim); NULL without scores */
} rwk_probe;

/**
 * Make the probe of a config.
 *
 *   positions  row 0 the ladder of rwk_positions_parse ("@ladder"): powers of two unwrap the phases of every pair, the edges of bf16 and f16
 *              tell rounded positions and rounded angles apart; row 1 the same 7 tokens on; with several axes each axis has the ladder in
 *              another order, and next to nowhere do two of them agree.
 *   x          every pair of norm 1/2 .. 1, of any direction, so that its phase is known to the answer's precision; the numbers of f32
 *              have all their bits, so that an input rounded on the way shows
 *   q          in each (row, head) one pair, the others 0: a score then shows one cosine; all pairs take turns. k has all pairs.
 *
 * dtype   in  x, q and k are numbers of it, and of f32.
 * beyond  in  positions do not stop at max_position_embeddings.
 *
 * Returns RWK_OK; RWK_EOVERFLOW, RWK_ENOMEM, RWK_ERANGE.
 */
rwk_status rwk_probe_init(rwk_probe *probe, const rwk_config *config, rwk_dtype dtype, bool scores, bool beyond, rwk_diag *diag);

/** Free; safe on a zeroed probe and twice. */
void rwk_probe_clear(rwk_probe *probe);

#endif
