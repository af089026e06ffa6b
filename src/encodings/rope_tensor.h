/* SPDX-License-Identifier: MIT */
/* RoPE on whole tensors in both axis orders of the documents, with a position offset for cached decoding. */
#ifndef RWK_ENCODINGS_ROPE_TENSOR_H
#define RWK_ENCODINGS_ROPE_TENSOR_H

#include <stddef.h>
#include <stdint.h>

#include "angles/table.h"
#include "encodings/rope.h"

/** Axis order in memory, last axis contiguous: S2 has RWK_BSHD, S3 and S4 have RWK_BHSD. */
typedef enum {
    RWK_BSHD, /* [batch, seq, heads, head_dim] */
    RWK_BHSD  /* [batch, heads, seq, head_dim] */
} rwk_axes;

typedef struct {
    size_t batch, seq, heads, head_dim;
    rwk_axes axes;
} rwk_shape;

/** *elements = batch * seq * heads * head_dim; RWK_EOVERFLOW when that does not fit. */
rwk_status rwk_shape_elements(size_t *elements, const rwk_shape *shape);

/**
 * Rotate every head vector of a tensor: the one at sequence index t by position m = offset + t.             (D3.5)
 *
 * y       (shape)  out  numbers of dtype, the dtype of the input.  y == x is allowed.
 * x       (shape)  in   numbers of dtype.
 * table            in   rows for all of offset .. offset + seq - 1; rotary_dim = 2 table->n_pairs.  Arithmetic runs in
 *                       table->dtype, at least as wide as dtype or equal to it; each output is then rounded to dtype.
 * offset           in   position of sequence index 0 [token]: a decode step of one token at position m with offset = m
 *                       gives the same bits as row m of a full pass.
 * rope             in   the implementation.
 *
 * Returns RWK_OK; RWK_EOVERFLOW; RWK_ESHAPE (positions outside the table, rotary_dim > head_dim); RWK_ENAN; RWK_EDTYPE
 * (x holds a value that is no number of dtype, or of the table's dtype); RWK_EODD; RWK_ENOMEM.  On error y is untouched.
 */
rwk_status rwk_rope_tensor(double y[], const double x[], const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table,
                           int64_t offset, rwk_rope *rope);

#endif
