/* SPDX-License-Identifier: MIT */
/* The JSON writer. */
#include "core/json_write.h"

#include <math.h>
#include <stdlib.h>

rwk_json_writer rwk_json_begin(FILE *out) { return (rwk_json_writer){ .out = out, .first = true }; }

rwk_json_writer rwk_json_begin_compact(FILE *out) { return (rwk_json_writer){ .out = out, .first = true, .compact = true }; }

static void quote(FILE *out, const char *text, bool compact)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\') fprintf(out, "\\%c", *p);
        else if (*p < 0x20 || (compact && *p == ' ')) fprintf(out, "\\u%04x", *p);
        else fputc(*p, out);
    }
    fputc('"', out);
}

static void new_line(const rwk_json_writer *w)
{
    if (!w->compact) fprintf(w->out, "\n%*s", 2 * w->depth, "");
}

static void item(rwk_json_writer *w, const char *key)
{
    if (!w->first) fputc(',', w->out);
    if (w->depth > 0) new_line(w);
    w->first = false;
    if (!key) return;
    quote(w->out, key, w->compact);
    fputs(w->compact ? ":" : ": ", w->out);
}

void rwk_json_open(rwk_json_writer *w, const char *key, char bracket)
{
    item(w, key);
    fputc(bracket, w->out);
    w->depth++;
    w->first = true;
}

void rwk_json_close(rwk_json_writer *w, char bracket)
{
    w->depth--;
    if (!w->first) new_line(w);
    fputc(bracket, w->out);
    w->first = false;
}

void rwk_json_put_string(rwk_json_writer *w, const char *key, const char *text)
{
    item(w, key);
    quote(w->out, text, w->compact);
}

void rwk_json_put_bool(rwk_json_writer *w, const char *key, bool flag)
{
    item(w, key);
    fputs(flag ? "true" : "false", w->out);
}

void rwk_json_put_null(rwk_json_writer *w, const char *key)
{
    item(w, key);
    fputs("null", w->out);
}

const char *rwk_decimal(char buffer[], double number)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, 32, "%.*g", digits, number);
        if (strtod(buffer, NULL) == number) break;
    }
    return buffer;
}

void rwk_json_put_number(rwk_json_writer *w, const char *key, double number)
{
    char buffer[32];
    item(w, key);
    fputs(isfinite(number) ? rwk_decimal(buffer, number) : "null", w->out);
}

void rwk_json_end(rwk_json_writer *w)
{
    if (!w->compact) fputc('\n', w->out);
}
