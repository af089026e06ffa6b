/* SPDX-License-Identifier: MIT */
/* Files read whole with a size limit, and files that appear complete or not at all. */
#ifndef RWK_CORE_FILE_H
#define RWK_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/status.h"

/**
 * Read a whole file ("-" is standard input) of at most `limit` bytes into a new NUL-terminated buffer.
 *
 * text  out  the buffer, to be freed by the caller; text[*size] == '\0'.
 * size  out  bytes read.
 *
 * Returns RWK_OK; RWK_EOPEN, RWK_EREAD, RWK_ENOMEM; RWK_ERANGE when the file is longer than `limit`.  diag says which file.
 */
rwk_status rwk_file_read(char **text, size_t *size, const char *path, size_t limit, rwk_diag *diag);

enum { RWK_PATH = 1024 };

/** A file being written beside its final place; zero it before rwk_file_open. */
typedef struct {
    FILE *stream;
    char path[RWK_PATH];
    char temporary[RWK_PATH + 16];
    bool in_place; /* a device or a pipe */
} rwk_file;

/**
 * Start writing `path`: file->stream goes to a temporary file in the same folder, or to `path` itself when that is a device or a pipe.
 *
 * Returns RWK_OK, RWK_EOPEN or RWK_ERANGE (name too long).
 */
rwk_status rwk_file_open(rwk_file *file, const char *path, rwk_diag *diag);

/** Flush, close and rename into place.  RWK_OK, or RWK_EWRITE with nothing left behind (a full disk ends here). */
rwk_status rwk_file_commit(rwk_file *file, rwk_diag *diag);

/** RWK_OK, or RWK_ERANGE when the disk of `path` has less than `bytes` free; devices and pipes always have room. */
rwk_status rwk_file_check_room(const char *path, double bytes, rwk_diag *diag);

/** Give up: close and remove the temporary file.  Safe on a zeroed, committed or discarded file. */
void rwk_file_discard(rwk_file *file);

#endif
