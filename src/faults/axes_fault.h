/* SPDX-License-Identifier: MIT */
/* xPos and positions of several axes got wrong: scales that do not cancel, grids read as lines, axes that turn others' pairs. */
#ifndef RWK_FAULTS_AXES_FAULT_H
#define RWK_FAULTS_AXES_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include "encodings/xpos.h"

/** Keys scaled like queries: a score gets zeta^((m + n)/B) for zeta^((m - n)/B).  Arguments as rwk_xpos_scale.   (D19.2) */
rwk_xpos_scaling rwk_fault_xpos_same_scale;

/**
 * Distance of position m from the middle of its own call, m - floor(call/2): a query that is decoded alone (call = 1) and keys that
 * come all at once are then centred differently, and scores depend on the length of the text.  lucidrains/rotary-embedding-torch,
 * rotate_queries_with_cached_keys.                                                                      (D19.2)
 *
 * m     in  position [token].
 * call  in  tokens of the tensor at hand, at least 0.
 */
int64_t rwk_fault_xpos_own_centre(int64_t m, int64_t call);

/** The patch in column x and row y of a grid of `width` columns as one number, y width + x: the last patch of a row and the first of
 *  the next become neighbours.                                                                           (D19.9) */
int64_t rwk_fault_raster(int64_t x, int64_t y, int64_t width);

/**
 * The interleaved axis of pair i with pairs that belong to none of the three rules sent to a fourth axis, where time should have them:
 * 61 and 62 for sections (24, 20, 20).  IMROPE of ggml (llama.cpp), whose text tokens have 0 there.        (D1.17)
 */
size_t rwk_fault_imrope_axis(const rwk_config *config, size_t i);

/** i mod 3, the sections forgotten: a strided slice over the whole head.  XPU-Forces/mojo_opset #276.    (D1.17) */
size_t rwk_fault_strided_axis(const rwk_config *config, size_t i);

#endif
