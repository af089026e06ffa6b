/* SPDX-License-Identifier: MIT */
/* The magic string decides; a safetensors file cannot begin with it, since that would be a header of 10^18 bytes. */
#include "formats/tensor_file.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "formats/npy.h"

rwk_status rwk_tensor_file_read(rwk_tensor_file *file, const char *path, size_t limit, rwk_diag *diag)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    rwk_tensor_file f = { 0 };
    size_t size;
    rwk_status status = rwk_file_read(&f.bytes, &size, path, limit, diag);
    if (status != RWK_OK) return status;
    const unsigned char *bytes = (const unsigned char *)f.bytes;
    f.is_npy = rwk_npy_is(bytes, size);
    if (f.is_npy) status = rwk_npy_parse(&f.array, bytes, size, name, diag);
    else status = rwk_safetensors_open(&f.safetensors, bytes, size, name, diag);
    if (status == RWK_OK) *file = f;
    else rwk_tensor_file_clear(&f);
    return status;
}

rwk_status rwk_tensor_file_get(rwk_tensor *tensor, const rwk_tensor_file *file, const char *name, rwk_diag *diag)
{
    if (!file->is_npy) return rwk_safetensors_find(tensor, &file->safetensors, name, diag);
    *tensor = file->array;
    return RWK_OK;
}

void rwk_tensor_file_clear(rwk_tensor_file *file)
{
    rwk_safetensors_close(&file->safetensors);
    free(file->bytes);
    *file = (rwk_tensor_file){ 0 };
}
