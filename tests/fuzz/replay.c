/* SPDX-License-Identifier: MIT */
// Feeds files to a fuzz target without libFuzzer, so that every compiler can replay a corpus: replay_config FILE…
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An array of exactly `size` bytes, so that the sanitizers see what reads past its end. */
static int replay(const char *path)
{
    char *text;
    size_t size;
    rwk_diag diag = { 0 };
    if (rwk_file_read(&text, &size, path, (size_t)1 << 26, &diag) != RWK_OK) {
        fprintf(stderr, "%s\n", diag.text);
        return 1;
    }
    uint8_t *bytes = malloc(size ? size : 1);
    for (size_t i = 0; bytes && i < size; i++) bytes[i] = (uint8_t)text[i];
    free(text);
    if (bytes) LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return bytes ? 0 : 1;
}

int main(int argc, char *argv[])
{
    int failed = argc < 2;
    for (int k = 1; k < argc; k++) {
        printf("%s\n", argv[k]);
        fflush(stdout); /* the last line names the file that aborts */
        failed |= replay(argv[k]);
    }
    printf("%d files replayed\n", argc - 1);
    return failed;
}
