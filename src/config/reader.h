/* SPDX-License-Identifier: MIT */
/* Typed values of config keys; the first error sticks, so that a reading reads straight down. */
#ifndef RWK_CONFIG_READER_H
#define RWK_CONFIG_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/json.h"

/** Where the keys of a config stand: the first of these objects that has a key gives its value. */
typedef struct {
    const rwk_json *rope; /* the rope parameters: rope_scaling, rope_parameters, one layer type of it; NULL when absent */
    const rwk_json *text; /* the object around them: text_config, or the whole file */
    bool nested;          /* rope is one layer type of several */
    const char *name;     /* of the file, for messages */
    rwk_diag *diag;
    rwk_status status;
} rwk_reader;

/** The value of `key` in rope, else in text; NULL when neither has it. */
const rwk_json *rwk_reader_find(const rwk_reader *r, const char *key);

/** Fail with "name: key: value: expected …", unless an earlier failure stands; value may be NULL (absent). */
void rwk_reader_bad(rwk_reader *r, const char *key, const rwk_json *value, const char *expected);

/** Fail with a reason of one's own, unless an earlier failure stands. */
void rwk_reader_fail(rwk_reader *r, rwk_status status, const char *format, ...) RWK_PRINTF(3, 4);

/** The number under `key`; `absent` when there is none. */
double rwk_reader_number(rwk_reader *r, const char *key, double absent);

/** The whole number 1 .. limit under `key`; 0 when there is none. */
size_t rwk_reader_count(rwk_reader *r, const char *key, double limit);

/** The true or false under `key`; `absent` when there is none. */
bool rwk_reader_flag(rwk_reader *r, const char *key, bool absent);

/** The text under `key`; NULL when there is none. */
const char *rwk_reader_text(rwk_reader *r, const char *key);

/** list[0..n) = the numbers under `key`, exactly n of them; a failure when there is another number of them, or none. */
void rwk_reader_list(rwk_reader *r, const char *key, double list[], size_t n);

#endif
