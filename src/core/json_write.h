/* SPDX-License-Identifier: MIT */
/* Writing JSON: keys in the order written, numbers that read back to the same bits, the same bytes everywhere. */
#ifndef RWK_CORE_JSON_WRITE_H
#define RWK_CORE_JSON_WRITE_H

#include <stdbool.h>
#include <stdio.h>

/** A writer to a stream owned by the caller; write errors stay in ferror(out). */
typedef struct {
    FILE *out;
    int depth;
    bool first; /* nothing stands in the innermost bracket yet */
    bool compact;
} rwk_json_writer;

/** Start a document on `out`: two blanks a level, one member a line. */
rwk_json_writer rwk_json_begin(FILE *out);

/** Start a document without a single blank or line break, also inside its strings (they are escaped). */
rwk_json_writer rwk_json_begin_compact(FILE *out);

/** Open ('{' or '[') and close ('}' or ']') a bracket; key is NULL inside a list and at the top. */
void rwk_json_open(rwk_json_writer *w, const char *key, char bracket);
void rwk_json_close(rwk_json_writer *w, char bracket);

void rwk_json_put_string(rwk_json_writer *w, const char *key, const char *text);
void rwk_json_put_null(rwk_json_writer *w, const char *key);
void rwk_json_put_bool(rwk_json_writer *w, const char *key, bool flag);

/** The shortest of 15, 16 or 17 significant digits that reads back to the same binary64; null when not finite. */
void rwk_json_put_number(rwk_json_writer *w, const char *key, double number);

/** End the document, with a newline unless it is compact. */
void rwk_json_end(rwk_json_writer *w);

/** Decimal of a finite double as rwk_json_put_number writes it; buffer holds at least 32 bytes. */
const char *rwk_decimal(char buffer[], double number);

#endif
