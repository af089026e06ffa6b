/* SPDX-License-Identifier: MIT */
/* Tests core/file: bounded reading, and files that appear whole or not at all, also when the disk refuses. */
#define _XOPEN_SOURCE 700
#include "core/file.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "testing.h"

/* Each test works in a new folder below the system's temporary one. */
static char folder[64];
static char target[RWK_PATH];

static void enter(void)
{
    strcpy(folder, "/tmp/ropewalk-test-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(target, sizeof target, "%s/data.tsv", folder);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *level)
{
    (void)info, (void)kind, (void)level;
    return remove(path);
}

static void leave(void) { nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS); }

static int counted;

static int count_entry(const char *path, const struct stat *info, int kind, struct FTW *level)
{
    (void)path, (void)info, (void)level;
    counted += kind == FTW_F;
    return 0;
}

static int files_in_folder(void)
{
    counted = 0;
    nftw(folder, count_entry, 8, FTW_PHYS);
    return counted;
}

static void put(const char *path, const char *text, size_t size)
{
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(text, 1, size, out), size);
    fclose(out);
}

static void assert_holds(const char *path, const char *want)
{
    char *text = NULL;
    size_t size = 0;
    ck_assert_status(rwk_file_read(&text, &size, path, 1 << 20, NULL), RWK_OK);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(test_read_returns_the_bytes_and_a_nul)
{
    enter();
    const char bytes[] = "137\0 41\r\n\xff";
    put(target, bytes, sizeof bytes - 1);
    char *text;
    size_t size;
    ck_assert_status(rwk_file_read(&text, &size, target, 4096, NULL), RWK_OK);
    ck_assert_uint_eq(size, sizeof bytes - 1);
    ck_assert_mem_eq(text, bytes, sizeof bytes); /* its NUL included */
    free(text);
    leave();
}
END_TEST

/* Sizes around the buffer's first room of 4096 bytes and its doublings; the limit is met, and missed by one. */
START_TEST(test_read_meets_its_limit_exactly)
{
    const size_t sizes[] = { 0, 1, 137, 4095, 4096, 4097, 8191, 8192, 8193, 100003 };
    char *bytes = malloc(100003), *text;
    size_t size;
    enter();
    for (size_t i = 0; i < 100003; i++) bytes[i] = (char)('a' + i * 41 % 26);
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        put(target, bytes, sizes[k]);
        ck_assert_status(rwk_file_read(&text, &size, target, sizes[k], NULL), RWK_OK);
        ck_assert_uint_eq(size, sizes[k]);
        if (size > 0) ck_assert_mem_eq(text, bytes, size);
        ck_assert_int_eq(text[size], '\0');
        free(text);
        if (sizes[k] > 0) ck_assert_status(rwk_file_read(&text, &size, target, sizes[k] - 1, NULL), RWK_ERANGE);
    }
    free(bytes);
    leave();
}
END_TEST

static void assert_read_fails(const char *path, size_t limit, rwk_status want, const char *reason)
{
    char *const before = target;
    char *text = before;
    size_t size = 137;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_file_read(&text, &size, path, limit, &diag), want);
    ck_assert_ptr_eq(text, before);
    ck_assert_uint_eq(size, 137);
    ck_assert_ptr_nonnull(strstr(diag.text, path));
    ck_assert_ptr_nonnull(strstr(diag.text, reason));
}

START_TEST(test_read_statuses_leave_the_outputs_alone)
{
    enter();
    assert_read_fails(target, 100, RWK_EOPEN, "No such file");
    assert_read_fails(folder, 100, RWK_EOPEN, "is a folder");
    /* opens, but its first page cannot be read */
    if (access("/proc/self/mem", R_OK) == 0) assert_read_fails("/proc/self/mem", 100, RWK_EREAD, "mem");
    put(target, "123456", 6);
    assert_read_fails(target, 5, RWK_ERANGE, "5 bytes");
    leave();
}
END_TEST

START_TEST(test_read_minus_is_standard_input)
{
    enter();
    put(target, "from standard input", 19);
    ck_assert_ptr_nonnull(freopen(target, "rb", stdin));
    assert_holds("-", "from standard input");
    leave();
}
END_TEST

START_TEST(test_commit_replaces_the_target_at_once)
{
    enter();
    put(target, "old", 3);
    rwk_file file = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    fputs("new and longer", file.stream);
    fflush(file.stream);
    assert_holds(target, "old");
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
    assert_holds(target, "new and longer");
    ck_assert_int_eq(files_in_folder(), 1);
    rwk_file_discard(&file); /* safe, and removes nothing */
    assert_holds(target, "new and longer");
    leave();
}
END_TEST

/* Beside its target means on the same file system: the temporary's name begins with the target's folder. */
START_TEST(test_open_writes_beside_the_target)
{
    enter();
    rwk_file file = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    ck_assert_int_eq(strncmp(file.temporary, target, strlen(target)), 0);
    ck_assert_str_ne(file.temporary, target);
    ck_assert_int_eq(access(target, F_OK), -1);
    ck_assert_int_eq(access(file.temporary, F_OK), 0);
    rwk_file_discard(&file);
    leave();
}
END_TEST

START_TEST(test_discard_leaves_nothing)
{
    enter();
    rwk_file file = { 0 };
    rwk_file_discard(&file);
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    fputs("half", file.stream);
    rwk_file_discard(&file);
    rwk_file_discard(&file);
    ck_assert_int_eq(files_in_folder(), 0);
    leave();
}
END_TEST

/* 4096 bytes may be written and no more, as on a full disk; the signal that says so is ignored. */
static void limit_file_size(void)
{
    const struct rlimit limit = { 4096, 4096 };
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void assert_refused(size_t bytes)
{
    rwk_file file = { 0 };
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    for (size_t i = 0; i < bytes; i++) fputc('x', file.stream);
    ck_assert_status(rwk_file_commit(&file, &diag), RWK_EWRITE);
    ck_assert_int_eq(strncmp(diag.text, target, strlen(target)), 0);
    rwk_file_discard(&file);
    assert_holds(target, "old");
    ck_assert_int_eq(files_in_folder(), 1);
}

START_TEST(test_commit_reports_a_full_disk_and_keeps_the_old_file)
{
    enter();
    put(target, "old", 3);
    limit_file_size();
    assert_refused(100000); /* refused while writing */
    leave();
}
END_TEST

/* Without a buffer nothing is left to write at close: only the stream remembers that bytes were lost. */
START_TEST(test_commit_reports_a_full_disk_not_seen_at_close)
{
    enter();
    put(target, "old", 3);
    rwk_file file = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    setvbuf(file.stream, NULL, _IONBF, 0);
    limit_file_size();
    for (int i = 0; i < 5000; i++) fputc('x', file.stream);
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_EWRITE);
    assert_holds(target, "old");
    leave();
}
END_TEST

START_TEST(test_commit_reports_a_full_disk_seen_only_at_close)
{
    enter();
    put(target, "old", 3);
    rwk_file file = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    char buffer[1 << 16];
    setvbuf(file.stream, buffer, _IOFBF, sizeof buffer);
    for (int i = 0; i < 5000; i++) fputc('x', file.stream);
    limit_file_size();
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_EWRITE);
    assert_holds(target, "old");
    ck_assert_int_eq(files_in_folder(), 1);
    leave();
}
END_TEST

START_TEST(test_a_folder_cannot_be_opened_and_stays)
{
    enter();
    rwk_file file = { 0 };
    rwk_diag diag = { 0 };
    ck_assert_int_eq(mkdir(target, 0700), 0);
    ck_assert_status(rwk_file_open(&file, target, &diag), RWK_EOPEN);
    ck_assert_ptr_nonnull(strstr(diag.text, "Is a directory"));
    ck_assert_int_eq(files_in_folder(), 0);
    ck_assert_int_eq(access(target, F_OK), 0);
    leave();
}
END_TEST

/* The target became a folder while its bytes were written. */
START_TEST(test_commit_onto_a_folder_fails_and_leaves_nothing)
{
    enter();
    rwk_file file = { 0 };
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    ck_assert_int_eq(mkdir(target, 0700), 0);
    ck_assert_status(rwk_file_commit(&file, &diag), RWK_EWRITE);
    ck_assert_ptr_nonnull(strstr(diag.text, target));
    ck_assert_int_eq(files_in_folder(), 0);
    leave();
}
END_TEST

START_TEST(test_open_statuses_leave_the_file_alone)
{
    char path[2 * RWK_PATH];
    const rwk_file zero = { 0 };
    rwk_file file = { 0 };
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_file_open(&file, "/nonexistent-137/data.tsv", &diag), RWK_EOPEN);
    ck_assert_ptr_nonnull(strstr(diag.text, "/nonexistent-137/data.tsv"));
    memset(path, 'x', sizeof path);
    path[RWK_PATH] = '\0';
    ck_assert_status(rwk_file_open(&file, path, &diag), RWK_ERANGE);
    ck_assert_ptr_nonnull(strstr(diag.text, "too long"));
    ck_assert_mem_eq(&file, &zero, sizeof file);
}
END_TEST

/* ---- devices and pipes ---- */

START_TEST(test_a_device_is_written_in_place)
{
    enter();
    rwk_file file = { 0 };
    ck_assert_int_eq(symlink("/dev/null", target), 0);
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    ck_assert(file.in_place);
    fputs("nowhere", file.stream);
    ck_assert_int_eq(files_in_folder(), 0); /* no temporary beside it */
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
    struct stat status;
    ck_assert_int_eq(lstat(target, &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    rwk_file_discard(&file); /* closes it, and removes nothing */
    ck_assert_ptr_null(file.stream);
    ck_assert_int_eq(lstat(target, &status), 0);
    leave();
}
END_TEST

START_TEST(test_a_full_device_is_an_error)
{
    enter();
    rwk_file file = { 0 };
    rwk_diag diag = { 0 };
    if (access("/dev/full", W_OK) == 0) {
        ck_assert_int_eq(symlink("/dev/full", target), 0);
        ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
        fputs("too much", file.stream);
        ck_assert_status(rwk_file_commit(&file, &diag), RWK_EWRITE);
        ck_assert_ptr_nonnull(strstr(diag.text, "No space left"));
        ck_assert_int_eq(access(target, F_OK), 0);
    }
    leave();
}
END_TEST

START_TEST(test_a_pipe_is_written_in_place)
{
    enter();
    char text[8] = "";
    rwk_file file = { 0 };
    struct stat status;
    ck_assert_int_eq(mkfifo(target, 0600), 0);
    const int reader = open(target, O_RDONLY | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    ck_assert(file.in_place);
    fputs("through", file.stream);
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
    ck_assert_int_eq(read(reader, text, 7), 7);
    ck_assert_str_eq(text, "through");
    ck_assert_int_eq(stat(target, &status), 0);
    ck_assert(S_ISFIFO(status.st_mode));
    close(reader);
    leave();
}
END_TEST

/* A link stays one: what it names is replaced, and the temporary stands beside that. */
START_TEST(test_a_link_is_followed)
{
    enter();
    char other[RWK_PATH + 8];
    rwk_file file = { 0 };
    struct stat status;
    snprintf(other, sizeof other, "%s/other", folder);
    put(other, "old", 3);
    ck_assert_int_eq(symlink(other, target), 0);
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    ck_assert(!file.in_place);
    ck_assert_int_eq(strncmp(file.temporary, other, strlen(other)), 0);
    fputs("new", file.stream);
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
    assert_holds(other, "new");
    ck_assert_int_eq(lstat(target, &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_int_eq(files_in_folder(), 1);
    leave();
}
END_TEST

START_TEST(test_a_link_that_leads_nowhere_is_replaced)
{
    enter();
    rwk_file file = { 0 };
    struct stat status;
    ck_assert_int_eq(symlink("/nonexistent-137/x", target), 0);
    ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
    fputs("new", file.stream);
    ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
    assert_holds(target, "new");
    ck_assert_int_eq(lstat(target, &status), 0);
    ck_assert(S_ISREG(status.st_mode));
    leave();
}
END_TEST

START_TEST(test_a_file_keeps_its_permissions)
{
    enter();
    const mode_t modes[] = { 0600, 0644, 0440 };
    struct stat status;
    for (int k = 0; k < 3; k++) {
        rwk_file file = { 0 };
        remove(target);
        put(target, "old", 3);
        ck_assert_int_eq(chmod(target, modes[k]), 0);
        ck_assert_status(rwk_file_open(&file, target, NULL), RWK_OK);
        ck_assert_status(rwk_file_commit(&file, NULL), RWK_OK);
        ck_assert_int_eq(stat(target, &status), 0);
        ck_assert_int_eq(status.st_mode & 0777, modes[k]);
    }
    leave();
}
END_TEST

/* ---- room on the disk ---- */

START_TEST(test_check_room)
{
    enter();
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_file_check_room(target, 0, &diag), RWK_OK);
    ck_assert_status(rwk_file_check_room(target, 1, &diag), RWK_OK);
    ck_assert_str_eq(diag.text, "");
    ck_assert_status(rwk_file_check_room(target, 0x1p80, &diag), RWK_ERANGE);
    ck_assert_int_eq(strncmp(diag.text, target, strlen(target)), 0);
    ck_assert_ptr_nonnull(strstr(diag.text, "1.21e+24 bytes asked for, "));
    ck_assert_ptr_nonnull(strstr(diag.text, "nothing written"));
    ck_assert_int_eq(files_in_folder(), 0);
    ck_assert_status(rwk_file_check_room(target, NAN, NULL), RWK_ERANGE);
    put(target, "old", 3); /* an existing file is no device */
    ck_assert_status(rwk_file_check_room(target, 0x1p80, NULL), RWK_ERANGE);
    leave();
}
END_TEST

/* The limit is what statvfs has for the folder, not for the folder the program runs in. */
START_TEST(test_check_room_asks_the_disk_of_the_path)
{
    struct statvfs disk;
    if (statvfs("/proc", &disk) == 0 && disk.f_bavail == 0) { /* a file system without any room */
        ck_assert_status(rwk_file_check_room("/proc/x", 1, NULL), RWK_ERANGE);
        ck_assert_int_eq(chdir("/proc"), 0);
        ck_assert_status(rwk_file_check_room("x", 1, NULL), RWK_ERANGE);
        ck_assert_status(rwk_file_check_room("/tmp/x", 1, NULL), RWK_OK);
        ck_assert_status(rwk_file_check_room("/x", 1, NULL), RWK_OK);
    }
    ck_assert_int_eq(statvfs("/tmp", &disk), 0);
    const double room = (double)disk.f_bavail * (double)disk.f_frsize;
    ck_assert_status(rwk_file_check_room("/tmp/x", room / 2, NULL), RWK_OK);
    ck_assert_status(rwk_file_check_room("/tmp/x", room * 2 + 1, NULL), RWK_ERANGE);
}
END_TEST

START_TEST(test_check_room_of_what_has_always_room)
{
    enter();
    ck_assert_status(rwk_file_check_room("/dev/null", 0x1p80, NULL), RWK_OK);
    ck_assert_int_eq(mkfifo(target, 0600), 0);
    ck_assert_status(rwk_file_check_room(target, 0x1p80, NULL), RWK_OK);
    ck_assert_status(rwk_file_check_room("/nonexistent-137/x", 0x1p80, NULL), RWK_OK); /* opening it will say what is wrong */
    leave();
}
END_TEST

TEST_MAIN("file", test_read_returns_the_bytes_and_a_nul, test_read_meets_its_limit_exactly,
          test_read_statuses_leave_the_outputs_alone, test_read_minus_is_standard_input, test_commit_replaces_the_target_at_once,
          test_open_writes_beside_the_target, test_discard_leaves_nothing, test_commit_reports_a_full_disk_and_keeps_the_old_file,
          test_commit_reports_a_full_disk_not_seen_at_close, test_commit_reports_a_full_disk_seen_only_at_close,
          test_a_folder_cannot_be_opened_and_stays, test_commit_onto_a_folder_fails_and_leaves_nothing,
          test_open_statuses_leave_the_file_alone, test_a_device_is_written_in_place, test_a_full_device_is_an_error,
          test_a_pipe_is_written_in_place, test_a_link_is_followed, test_a_link_that_leads_nowhere_is_replaced,
          test_a_file_keeps_its_permissions, test_check_room, test_check_room_asks_the_disk_of_the_path,
          test_check_room_of_what_has_always_room)
