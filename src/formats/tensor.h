/* SPDX-License-Identifier: MIT */
/* A typed, shaped view of little-endian bytes: what a tensor file holds, whatever its format, host or alignment. */
#ifndef RWK_FORMATS_TENSOR_H
#define RWK_FORMATS_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"
#include "core/status.h"

/** Type of the elements of a tensor file; names as safetensors spell them: "F64", "F32", "BF16", "F16", "I64", "I32". */
typedef enum { RWK_ELEMENT_F64, RWK_ELEMENT_F32, RWK_ELEMENT_BF16, RWK_ELEMENT_F16, RWK_ELEMENT_I64, RWK_ELEMENT_I32 } rwk_element;

enum { RWK_N_ELEMENTS = 6, RWK_TENSOR_DIMS = 8 };

/** "F64", "F32", "BF16", "F16", "I64" or "I32". */
const char *rwk_element_name(rwk_element element);

/** Bytes of one element: 8, 4, 2, 2, 8 or 4. */
size_t rwk_element_size(rwk_element element);

/** *element = the one called `name`, spelled exactly; false, and *element untouched, when there is none. */
bool rwk_element_find(rwk_element *element, const char *name);

/** *dtype = the number format of a floating-point element; false, and *dtype untouched, for I64 and I32. */
bool rwk_element_dtype(rwk_dtype *dtype, rwk_element element);

/** The element that stores numbers of dtype. */
rwk_element rwk_element_of(rwk_dtype dtype);

/**
 * A row-major (C order) tensor; element [i_0, i_1, …] stands at index (i_0 shape[1] + i_1) shape[2] + …
 *
 * n     number of elements, the product of shape[0 .. n_dims); 1 for a scalar (n_dims = 0), 0 when a dimension is 0.
 * data  n * rwk_element_size(element) little-endian bytes, possibly unaligned, in a buffer that somebody else owns.
 */
typedef struct {
    rwk_element element;
    size_t n_dims;
    size_t shape[RWK_TENSOR_DIMS];
    size_t n;
    const unsigned char *data;
} rwk_tensor;

/**
 * *tensor = a view of `data` as `element` in `shape`; the bytes are not looked at, data may be NULL to have only the sizes checked.
 *
 * shape  (n_dims)  in  NULL is allowed for n_dims = 0.
 *
 * Returns RWK_OK; RWK_EUNSUPPORTED for more than RWK_TENSOR_DIMS dimensions; RWK_EOVERFLOW when the number of bytes, or a
 * product on the way to it (from the left), does not fit in size_t.
 */
rwk_status rwk_tensor_view(rwk_tensor *tensor, rwk_element element, const size_t shape[], size_t n_dims, const unsigned char *data);

/** Bytes of data: n * size of one element; it fits, rwk_tensor_view saw to that. */
size_t rwk_tensor_bytes(const rwk_tensor *tensor);

/** Element `index` < n as a double: exact for floating point (NaN for any NaN), for integers up to 2^53 in magnitude, NaN beyond. */
double rwk_tensor_value(const rwk_tensor *tensor, size_t index);

/** values[j] = rwk_tensor_value of element first + j, j < count, first + count <= n; much faster for F32. */
void rwk_tensor_values(double values[], const rwk_tensor *tensor, size_t first, size_t count);

/** Element `index` < n of an I64 or I32 tensor; INT64_MIN, no position of anything, for a floating-point tensor. */
int64_t rwk_tensor_integer(const rwk_tensor *tensor, size_t index);

/**
 * Little-endian bytes of numbers, on a host of any byte order.
 *
 * bytes   (n * size)  out  size = rwk_element_size(rwk_element_of(dtype)); must not overlap values.
 * values  (n)         in   numbers of dtype (rwk_round); NaN is written as the quiet positive NaN.
 */
void rwk_pack(unsigned char bytes[], const double values[], size_t n, rwk_dtype dtype);

/** Little-endian bytes (8n) of values[0..n), two's complement; bytes must not overlap values. */
void rwk_pack_i64(unsigned char bytes[], const int64_t values[], size_t n);

/** The unsigned number in `size` <= 8 little-endian bytes; the inverse of rwk_put_little. */
uint64_t rwk_get_little(const unsigned char bytes[], size_t size);

/** The low `size` <= 8 bytes of `bits`, lowest first. */
void rwk_put_little(unsigned char bytes[], uint64_t bits, size_t size);

enum { RWK_SHAPE_TEXT = 192 }; /* RWK_TENSOR_DIMS numbers of 20 digits with ", " between them, brackets and NUL */

/** Python's spelling of a shape of at most RWK_TENSOR_DIMS dimensions, "()", "(3,)" or "(2, 3)", in text; returns text. */
const char *rwk_shape_text(char text[RWK_SHAPE_TEXT], const size_t shape[], size_t n_dims);

#endif
