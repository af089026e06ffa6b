/* SPDX-License-Identifier: MIT */
/* safetensors files: named tensors behind a JSON header; checked whole when opened, written header first. */
#ifndef RWK_FORMATS_SAFETENSORS_H
#define RWK_FORMATS_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/json.h"
#include "core/status.h"
#include "formats/tensor.h"

/** Bytes of header that the format allows.  This version reads RWK_JSON_LIMIT of them (core/json_scan.h). */
#define RWK_SAFETENSORS_HEADER UINT64_C(100000000)

/** A tensor of an open file, bytes [begin, end) of its data. */
typedef struct {
    const char *name;
    const rwk_json *json;
    size_t begin, end;
} rwk_safetensors_item;

/** An open file; zero it before rwk_safetensors_open.  Only what the functions below say is for reading. */
typedef struct {
    const char *name;
    rwk_json *root;
    rwk_safetensors_item *items; /* in the order of their data */
    size_t n;                    /* tensors, for rwk_safetensors_name */
    const unsigned char *data;
    size_t size;
} rwk_safetensors;

/**
 * Open the file bytes[0..size): every entry has dtype, shape and data_offsets and nothing else, the data follow each other without
 * holes, overlap or rest, and for an rwk_element they are as long as its shape says.  Sizes and offsets are integers by value
 * (8.0 is 8) below 2^53.  `__metadata__`, if there, is an object of strings.  Tensors of other dtypes are let stand.
 *
 * file           out  refers to bytes and name, which must outlive it; to be freed by rwk_safetensors_close.
 * bytes  (size)  in   the whole file.
 * name           in   file name for messages.
 *
 * Returns RWK_OK; RWK_EPARSE (truncated, not JSON, a duplicate, missing or unknown key, a wrong type or size); RWK_ERANGE (a header
 * beyond 100 MB or RWK_JSON_LIMIT); RWK_EOVERFLOW (a shape whose size does not fit in size_t); RWK_ENOMEM.
 *
 * Source: the README of github.com/huggingface/safetensors, section Format, and validate() of its tensor.rs.
 */
rwk_status rwk_safetensors_open(rwk_safetensors *file, const unsigned char bytes[], size_t size, const char *name, rwk_diag *diag);

/** Free what open made; safe on a zeroed or closed file. */
void rwk_safetensors_close(rwk_safetensors *file);

/** Name of tensor k < file->n, in the order of their data; owned by the file. */
const char *rwk_safetensors_name(const rwk_safetensors *file, size_t k);

/**
 * View the tensor called `name`; its data point into the bytes that were opened.
 *
 * Returns RWK_OK; RWK_EPARSE when there is none (diag lists what there is); RWK_EUNSUPPORTED when its dtype is no rwk_element or it
 * has more than RWK_TENSOR_DIMS dimensions.
 */
rwk_status rwk_safetensors_find(rwk_tensor *tensor, const rwk_safetensors *file, const char *name, rwk_diag *diag);

/** The string under `key` of `__metadata__`, owned by the file; NULL when there is none. */
const char *rwk_safetensors_metadata(const rwk_safetensors *file, const char *key);

/** A tensor to be written. */
typedef struct {
    const char *name; /* UTF-8, not "__metadata__" */
    rwk_element element;
    size_t n_dims;
    size_t shape[RWK_TENSOR_DIMS];
} rwk_safetensors_entry;

typedef struct {
    const char *key, *value; /* UTF-8 */
} rwk_safetensors_pair;

/**
 * Write the length and the header of a file, padded with blanks to a multiple of 8 bytes; the caller writes behind it the data of
 * every entry (rwk_pack) in this order, nothing between them.  The spelling is that of the reference: `__metadata__` first (left
 * out when n_metadata is 0), dtype, shape, data_offsets, no blanks.
 *
 * out                    in  write errors stay in ferror(out).
 * entries   (n)          in  sorted by the bytes of their names, all different.
 * metadata  (n_metadata) in  written in this order; NULL is allowed for 0.
 *
 * Returns RWK_OK; RWK_ERANGE (names not sorted, or a header beyond RWK_JSON_LIMIT); RWK_EPARSE (a name or text that is not UTF-8, a
 * duplicate metadata key); RWK_EUNSUPPORTED (more than RWK_TENSOR_DIMS dimensions); RWK_EOVERFLOW (an offset); RWK_ENOMEM.
 * On an error nothing is written.
 */
rwk_status rwk_safetensors_put_header(FILE *out, const rwk_safetensors_entry entries[], size_t n,
                                      const rwk_safetensors_pair metadata[], size_t n_metadata, rwk_diag *diag);

#endif
