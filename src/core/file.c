/* SPDX-License-Identifier: MIT */
/* Bounded reading and atomic writing: write beside, then rename. */
#define _XOPEN_SOURCE 700 /* POSIX 2008 and realpath */
#include "core/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Grow a buffer by doubling until end of file; one byte beyond `limit` is enough to know that the file is too long. */
static rwk_status read_stream(char **text, size_t *size, FILE *in, size_t limit)
{
    size_t used = 0, room = 4096;
    char *buffer = malloc(room + 1);
    while (buffer) {
        used += fread(buffer + used, 1, room - used, in);
        if (used > limit || used < room) break;
        room = room > limit / 2 ? limit + 1 : 2 * room;
        char *larger = realloc(buffer, room + 1);
        if (!larger) free(buffer);
        buffer = larger;
    }
    if (!buffer) return RWK_ENOMEM;
    if (ferror(in) || used > limit) {
        free(buffer);
        return used > limit ? RWK_ERANGE : RWK_EREAD;
    }
    buffer[used] = '\0';
    *text = buffer;
    *size = used;
    return RWK_OK;
}

static bool is_folder(FILE *in)
{
    struct stat status;
    return fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode);
}

rwk_status rwk_file_read(char **text, size_t *size, const char *path, size_t limit, rwk_diag *diag)
{
    const int is_stdin = strcmp(path, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(path, "rb");
    if (is_stdin) path = "standard input";
    if (in && !is_stdin && is_folder(in)) {
        fclose(in);
        return rwk_fail(diag, RWK_EOPEN, "%s: is a folder", path);
    }
    if (!in) return rwk_fail(diag, RWK_EOPEN, "%s: %s", path, strerror(errno));
    errno = 0;
    const rwk_status status = read_stream(text, size, in, limit);
    if (status == RWK_ERANGE) rwk_fail(diag, status, "%s: longer than the limit of %zu bytes", path, limit);
    else if (status == RWK_EREAD) rwk_fail(diag, status, "%s: %s", path, strerror(errno));
    else if (status != RWK_OK) rwk_fail(diag, status, "%s: %s", path, rwk_strerror(status));
    if (!is_stdin) fclose(in);
    return status;
}

/* Where a link points to, so that the link stays one; a path that is no link, or leads nowhere, stays as it is. */
static bool follow(char path[RWK_PATH], const char *link)
{
    struct stat status;
    char *target = lstat(link, &status) == 0 && S_ISLNK(status.st_mode) ? realpath(link, NULL) : NULL;
    const char *final = target ? target : link;
    const bool fits = strlen(final) < RWK_PATH;
    if (fits) strcpy(path, final);
    free(target);
    return fits;
}

/* A file that is replaced keeps its permissions. */
static void keep_permissions(FILE *stream, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) (void)!fchmod(fileno(stream), status.st_mode & 0777);
}

/* A device or a pipe has nothing to protect and cannot be renamed over. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

rwk_status rwk_file_open(rwk_file *file, const char *path, rwk_diag *diag)
{
    rwk_file f = { .in_place = is_special(path) };
    if (!follow(f.path, path)) return rwk_fail(diag, RWK_ERANGE, "%.200s…: path too long", path);
    snprintf(f.temporary, sizeof f.temporary, "%s.%ld~", f.path, (long)getpid());
    f.stream = fopen(f.in_place ? f.path : f.temporary, "wb");
    if (!f.stream) return rwk_fail(diag, RWK_EOPEN, "%s: %s", path, strerror(errno));
    if (!f.in_place) keep_permissions(f.stream, f.path);
    *file = f;
    return RWK_OK;
}

rwk_status rwk_file_commit(rwk_file *file, rwk_diag *diag)
{
    errno = 0;
    int bad = ferror(file->stream);
    bad |= fclose(file->stream);
    file->stream = NULL;
    if (!bad && (file->in_place || rename(file->temporary, file->path) == 0)) return RWK_OK;
    const char *reason = errno ? strerror(errno) : "write error";
    if (!file->in_place) remove(file->temporary);
    return rwk_fail(diag, RWK_EWRITE, "%s: %s", file->path, reason);
}

void rwk_file_discard(rwk_file *file)
{
    if (!file->stream) return;
    fclose(file->stream);
    file->stream = NULL;
    if (!file->in_place) remove(file->temporary);
}

/* The folder that a path stands in: all up to its last slash. */
static void folder_of(char folder[RWK_PATH], const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    if (n == 0 || n >= RWK_PATH) strcpy(folder, n ? "/" : ".");
    else memcpy(folder, path, n), folder[n] = '\0';
}

rwk_status rwk_file_check_room(const char *path, double bytes, rwk_diag *diag)
{
    char folder[RWK_PATH];
    struct statvfs disk;
    if (is_special(path)) return RWK_OK;
    folder_of(folder, path);
    if (statvfs(folder, &disk) != 0) return RWK_OK; /* opening the file will say what is wrong */
    const double room = (double)disk.f_bavail * (double)disk.f_frsize;
    if (bytes <= room) return RWK_OK;
    return rwk_fail(diag, RWK_ERANGE, "%s: %.3g bytes asked for, %.3g free on its disk; nothing written", path, bytes, room);
}
