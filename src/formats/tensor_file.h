/* SPDX-License-Identifier: MIT */
/* A tensor file of either format, read whole. */
#ifndef RWK_FORMATS_TENSOR_FILE_H
#define RWK_FORMATS_TENSOR_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "formats/safetensors.h"
#include "formats/tensor.h"

/** A file in memory; zero it before rwk_tensor_file_read. */
typedef struct {
    char *bytes;
    bool is_npy;
    rwk_tensor array;            /* of an .npy file */
    rwk_safetensors safetensors; /* of any other */
} rwk_tensor_file;

/**
 * Read the file at `path` ("-" is standard input) of at most `limit` bytes: .npy when it begins with "\x93NUMPY", else safetensors.
 *
 * file  out  refers to path, which must outlive it; to be freed by rwk_tensor_file_clear.
 *
 * Returns RWK_OK; the statuses of rwk_file_read, rwk_npy_parse and rwk_safetensors_open.
 */
rwk_status rwk_tensor_file_read(rwk_tensor_file *file, const char *path, size_t limit, rwk_diag *diag);

/**
 * View the tensor called `name`, valid until the file is cleared.  The one array of an .npy file has no name and answers to every one.
 *
 * Returns RWK_OK or the statuses of rwk_safetensors_find.
 */
rwk_status rwk_tensor_file_get(rwk_tensor *tensor, const rwk_tensor_file *file, const char *name, rwk_diag *diag);

/** Free what read made; safe on a zeroed or cleared file. */
void rwk_tensor_file_clear(rwk_tensor_file *file);

#endif
