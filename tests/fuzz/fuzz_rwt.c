/* SPDX-License-Identifier: MIT */
// Fuzz target of src/formats/rwt: any bytes as an answer; what is accepted, written again, is accepted as the same.
//
//   make fuzz, or build/fuzz/fuzz_rwt tests/fuzz/corpus/rwt
//
// Byte 0: bits 0, 1 = dtype; bits 2 .. 4 = cases; bits 5 .. 7 = values of each.  Then the answer.
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/rwt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition) abort();
}

static int has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f) return 1;
    return 0;
}

/* Every case has one reply, and the counts say how many of each. */
static void check_replies(const rwk_rwt_answer *a)
{
    size_t count[RWK_RWT_N_REPLIES] = { 0 };
    for (size_t k = 0; k < a->n; k++) count[a->replies[k]]++;
    require(memcmp(count, a->count, sizeof count) == 0 && count[RWK_RWT_NOTHING] == 0);
    for (int r = RWK_RWT_SKIP; r <= RWK_RWT_REJECT; r++) {
        require((a->first[r] != 0) == (count[r] != 0) && a->first[r] <= a->n);
        require(a->first[r] == 0 || a->replies[a->first[r] - 1] == (rwk_rwt_reply)r);
        require(strlen(a->reason[r]) < RWK_RWT_REASON && !has_control(a->reason[r]));
    }
}

/* The answer that says the same, last case first; to be freed. */
static char *write_again(size_t *size, const rwk_rwt_answer *a, rwk_dtype dtype)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    require(out != NULL);
    for (size_t k = a->n; k-- > 0;) {
        if (a->replies[k] == RWK_RWT_VALUES) rwk_rwt_put_case(out, k + 1, NULL, 0, a->values + k * a->width, a->width, dtype);
        else fprintf(out, "%zu %s\n", k + 1, a->replies[k] == RWK_RWT_SKIP ? "skip" : "reject");
    }
    require(fclose(out) == 0);
    return text;
}

static void check_again(const rwk_rwt_answer *a, rwk_dtype dtype)
{
    size_t size;
    rwk_rwt_answer again = { 0 };
    rwk_diag diag = { .text = "" };
    char *text = write_again(&size, a, dtype);
    require(rwk_rwt_parse(&again, a->n, a->width, dtype, text, size, &diag) == RWK_OK);
    require(memcmp(again.replies, a->replies, a->n * sizeof *a->replies) == 0);
    for (size_t j = 0; j < a->n * a->width; j++) require(rwk_bits(again.values[j], dtype) == rwk_bits(a->values[j], dtype));
    rwk_rwt_clear(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rwk_rwt_answer answer = { 0 };
    rwk_diag diag = { .text = "" };
    if (size < 1) return 0;
    const rwk_dtype dtype = (rwk_dtype)(data[0] & 3);
    const size_t n = 1 + (data[0] >> 2 & 7), width = 2 + (size_t)(data[0] >> 5);
    const rwk_status status = rwk_rwt_parse(&answer, n, width, dtype, (const char *)data + 1, size - 1, &diag);
    if (status == RWK_OK) {
        require(diag.text[0] == '\0');
        check_replies(&answer);
        check_again(&answer, dtype);
    } else {
        require(status == RWK_EPARSE && diag.text[0] != '\0' && !has_control(diag.text) && answer.values == NULL);
    }
    rwk_rwt_clear(&answer);
    return 0;
}
