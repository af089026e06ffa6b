/* SPDX-License-Identifier: MIT */
/* NumPy's .npy files: one array of little-endian numbers behind a Python dictionary. */
#ifndef RWK_FORMATS_NPY_H
#define RWK_FORMATS_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/status.h"
#include "formats/tensor.h"

enum { RWK_NPY_HEADER = 65535 }; /* bytes of the longest dictionary that version 1.0 can hold, the limit for 2.0 and 3.0 too */

/** Whether bytes[0..size) begin with the magic string "\x93NUMPY". */
bool rwk_npy_is(const unsigned char bytes[], size_t size);

/**
 * View the array of an .npy file, version 1.0, 2.0 or 3.0: descr '<f8', '<f4', '<f2', '<i8' or '<i4', row-major (fortran_order
 * False, or at most one dimension).  bfloat16, which NumPy has no name for, is left to safetensors.
 *
 * tensor         out  its data points into `bytes`.
 * bytes  (size)  in   the whole file, nothing more and nothing less.
 * name           in   file name for messages.
 *
 * Returns RWK_OK; RWK_EPARSE (not an .npy file, a malformed dictionary, truncated, trailing bytes); RWK_EUNSUPPORTED (another
 * version, type, byte order or array order, more than RWK_TENSOR_DIMS dimensions); RWK_ERANGE (a header longer than
 * RWK_NPY_HEADER); RWK_EOVERFLOW (a shape whose bytes do not fit in size_t).
 *
 * Source: NEP 1 and the docstring of numpy/lib/format.py, NumPy 1.24.
 */
rwk_status rwk_npy_parse(rwk_tensor *tensor, const unsigned char bytes[], size_t size, const char *name, rwk_diag *diag);

/**
 * Write the header of version 1.0, the same bytes as numpy.save (NumPy 1.24 and later); the caller writes the data behind it.
 *
 * out             in  write errors stay in ferror(out).
 * shape (n_dims)  in
 *
 * Returns RWK_OK; RWK_EUNSUPPORTED for BF16 and for more than RWK_TENSOR_DIMS dimensions; RWK_EOVERFLOW when the bytes of the
 * data do not fit in size_t.  On an error nothing is written.
 */
rwk_status rwk_npy_put_header(FILE *out, rwk_element element, const size_t shape[], size_t n_dims, rwk_diag *diag);

#endif
