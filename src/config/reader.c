/* SPDX-License-Identifier: MIT */
/* Every wrong value becomes one line: file, key, value, what was expected. */
#include "config/reader.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

const rwk_json *rwk_reader_find(const rwk_reader *r, const char *key)
{
    const rwk_json *value = rwk_json_get(r->rope, key);
    return value ? value : rwk_json_get(r->text, key);
}

void rwk_reader_fail(rwk_reader *r, rwk_status status, const char *format, ...)
{
    char text[RWK_DIAG_TEXT];
    va_list args;
    if (r->status != RWK_OK) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    r->status = rwk_fail(r->diag, status, "%s: %s", r->name, text);
}

void rwk_reader_bad(rwk_reader *r, const char *key, const rwk_json *value, const char *expected)
{
    char found[80];
    rwk_reader_fail(r, RWK_EPARSE, "%s: %s: expected %s", key, rwk_json_describe(found, sizeof found, value), expected);
}

double rwk_reader_number(rwk_reader *r, const char *key, double absent)
{
    const rwk_json *value = rwk_reader_find(r, key);
    double x = absent;
    if (value && !rwk_json_number(&x, value)) rwk_reader_bad(r, key, value, "a number");
    return x;
}

size_t rwk_reader_count(rwk_reader *r, const char *key, double limit)
{
    const rwk_json *value = rwk_reader_find(r, key);
    double x = 0;
    if (!value) return 0;
    if (rwk_json_number(&x, value) && x >= 1 && x <= limit && x == floor(x)) return (size_t)x;
    char expected[64];
    snprintf(expected, sizeof expected, "a whole number 1 .. %.0f", limit);
    rwk_reader_bad(r, key, value, expected);
    return 0;
}

bool rwk_reader_flag(rwk_reader *r, const char *key, bool absent)
{
    const rwk_json *value = rwk_reader_find(r, key);
    bool flag = absent;
    if (value && !rwk_json_bool(&flag, value)) rwk_reader_bad(r, key, value, "true or false");
    return flag;
}

const char *rwk_reader_text(rwk_reader *r, const char *key)
{
    const rwk_json *value = rwk_reader_find(r, key);
    const char *text = rwk_json_string(value);
    if (value && !text) rwk_reader_bad(r, key, value, "a string");
    return text;
}

void rwk_reader_list(rwk_reader *r, const char *key, double list[], size_t n)
{
    char expected[64];
    const rwk_json *value = rwk_reader_find(r, key), *item = rwk_json_first(value);
    snprintf(expected, sizeof expected, "a list of %zu numbers", n);
    if (!rwk_json_is_list(value)) item = NULL;
    size_t found = 0;
    for (; item && found < n && rwk_json_number(&list[found], item); item = rwk_json_next(item)) found++;
    size_t length = found;
    for (const rwk_json *rest = item; rest; rest = rwk_json_next(rest)) length++;
    if (found == n && !item) return;
    if (!rwk_json_is_list(value)) rwk_reader_bad(r, key, value, expected);
    else if (length != n) rwk_reader_fail(r, RWK_EPARSE, "%s: a list of %zu: expected %s", key, length, expected);
    else rwk_reader_fail(r, RWK_EPARSE, "%s: item %zu is no finite number: expected %s", key, found, expected);
}
