/* SPDX-License-Identifier: MIT */
/* RoPE with every value the exact real number rounded once: what `ropewalk apply` writes. */
#ifndef RWK_ENCODINGS_ROPE_EXACT_H
#define RWK_ENCODINGS_ROPE_EXACT_H

#include "angles/rows.h"

/** Rotates heads of one config; owns its memory.  One thread at a time. */
typedef struct rwk_rope_exact rwk_rope_exact;

/** For truth's config, which must outlive it and has the layout and the axes; NULL when out of memory. */
rwk_rope_exact *rwk_rope_exact_new(rwk_truth *truth, const rwk_config *config);

/** Free; NULL is allowed. */
void rwk_rope_exact_free(rwk_rope_exact *rope);

/** Go to a position; rwk_rows_turn's arguments and statuses. */
rwk_status rwk_rope_exact_at(rwk_rope_exact *rope, const int64_t positions[]);

/**
 * y = a R_m x for one head at the position gone to:                                            (D3.1), (D3.2), (D3.3), (D1.16)
 *
 *   y_a = a (x_a cos(m theta_i) - x_b sin(m theta_i)),   y_b = a (x_a sin(m theta_i) + x_b cos(m theta_i))
 *
 * a, b the slots of pair i by the config's layout, a = attention_factor; each value is rounded once to dtype; slots from rotary_dim on are
 * rounded to dtype and not scaled.
 *
 * y, x  (head_dim)  out, in  may be the same array; y is untouched on error.  x finite.
 *
 * Returns RWK_OK; RWK_ENAN, RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_rope_exact_head(double y[], const double x[], rwk_rope_exact *rope, rwk_dtype dtype);

#endif
