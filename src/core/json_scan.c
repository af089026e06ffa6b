/* SPDX-License-Identifier: MIT */
/* A recursive-descent check of RFC 8259, one function a grammar rule; it builds nothing. */
#include "core/json_scan.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *text;
    size_t at;          /* text ends with NUL, so looking one byte ahead is always allowed */
    const char *reason; /* why the scan stopped */
} scanner;

static bool stop(scanner *s, const char *reason)
{
    if (!s->reason) s->reason = reason;
    return false;
}

static void skip_space(scanner *s) { s->at += strspn(s->text + s->at, " \t\n\r"); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void skip_digits(scanner *s)
{
    while (is_digit(s->text[s->at])) s->at++;
}

/* digits = 1*DIGIT */
static bool digits(scanner *s)
{
    if (!is_digit(s->text[s->at])) return stop(s, "a digit is missing in a number");
    skip_digits(s);
    return true;
}

/* number = [ minus ] int [ frac ] [ exp ]; int has no leading zero */
static bool number(scanner *s)
{
    const size_t start = s->at;
    if (s->text[s->at] == '-') s->at++;
    if (s->text[s->at] == '0') {
        s->at++;
        if (is_digit(s->text[s->at])) return stop(s, "a number has a leading zero");
    } else if (!digits(s)) {
        return false;
    }
    if (s->text[s->at] == '.') {
        s->at++;
        if (!digits(s)) return false;
    }
    if (s->text[s->at] == 'e' || s->text[s->at] == 'E') {
        s->at++;
        if (s->text[s->at] == '+' || s->text[s->at] == '-') s->at++;
        if (!digits(s)) return false;
    }
    if (s->at - start > RWK_JSON_NUMBER) return stop(s, "a number is longer than 63 characters");
    return true;
}

/* Bytes of the UTF-8 sequence at p, 0 when malformed: overlong forms, surrogates and code points past 10FFFF are. */
static size_t utf8_length(const char *p)
{
    const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
    if (a < 0x80) return 1;
    if (a < 0xc2 || a > 0xf4 || (b & 0xc0) != 0x80) return 0;
    if (a < 0xe0) return 2;
    if ((a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f)) return 0;
    if ((a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f)) return 0;
    if (((unsigned char)p[2] & 0xc0) != 0x80) return 0;
    if (a < 0xf0) return 3;
    return ((unsigned char)p[3] & 0xc0) == 0x80 ? 4 : 0;
}

static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* The four hex digits of a \u escape at p, or -1. */
static int unicode_escape(const char *p)
{
    char hex[5] = { 0 };
    for (int i = 0; i < 4; i++) {
        if (!is_hex(p[i])) return -1;
        hex[i] = p[i];
    }
    return (int)strtol(hex, NULL, 16);
}

/* s->at stands behind the backslash.  A high surrogate needs a low one behind it; a NUL would cut the string. */
static bool escape(scanner *s)
{
    const char *p = s->text + s->at;
    if (*p && strchr("\"\\/bfnrt", *p)) {
        s->at++;
        return true;
    }
    if (*p != 'u') return stop(s, "a string has an unknown escape");
    const int unit = unicode_escape(p + 1);
    if (unit < 0) return stop(s, "\\u needs four hex digits");
    if (unit == 0) return stop(s, "a string holds an escaped NUL");
    s->at += 5;
    if (unit < 0xd800 || unit > 0xdfff) return true;
    p = s->text + s->at;
    const int low = unit < 0xdc00 && p[0] == '\\' && p[1] == 'u' ? unicode_escape(p + 2) : -1;
    if (low < 0xdc00 || low > 0xdfff) return stop(s, "a string has half a surrogate pair");
    s->at += 6;
    return true;
}

static bool string(scanner *s)
{
    if (s->text[s->at] != '"') return stop(s, "a quoted string is missing");
    s->at++;
    while (s->text[s->at] != '"') {
        const unsigned char c = (unsigned char)s->text[s->at];
        if (c < 0x20) return stop(s, c ? "a string holds a bare control character" : "the text ends inside a string");
        if (c == '\\') {
            s->at++;
            if (!escape(s)) return false;
            continue;
        }
        const size_t length = utf8_length(s->text + s->at);
        if (length == 0) return stop(s, "the text is not UTF-8");
        s->at += length;
    }
    s->at++;
    return true;
}

static bool value(scanner *s, int depth);

static bool member(scanner *s, int depth)
{
    skip_space(s);
    if (!string(s)) return false;
    skip_space(s);
    if (s->text[s->at] != ':') return stop(s, "a colon is missing behind a key");
    s->at++;
    return value(s, depth);
}

/* object and array = open [ item *( "," item ) ] close */
static bool sequence(scanner *s, char close, bool (*item)(scanner *, int), int depth)
{
    if (depth >= RWK_JSON_DEPTH) return stop(s, "nested deeper than 32 levels");
    s->at++;
    skip_space(s);
    if (s->text[s->at] == close) {
        s->at++;
        return true;
    }
    for (;;) {
        if (!item(s, depth + 1)) return false;
        const char c = s->text[s->at];
        if (c != ',' && c != close) return stop(s, "a comma or a closing bracket is missing");
        s->at++;
        if (c == close) return true;
    }
}

static bool word(scanner *s, const char *literal)
{
    const size_t length = strlen(literal);
    if (strncmp(s->text + s->at, literal, length) != 0) return false;
    s->at += length;
    return true;
}

/* Python's spelling of what JSON cannot say; every one of the three has room for the replacement and blanks. */
static bool not_finite(scanner *s)
{
    const size_t start = s->at;
    if (!word(s, "NaN") && !word(s, "Infinity") && !word(s, "-Infinity")) return false;
    memset(s->text + start, ' ', s->at - start);
    memcpy(s->text + start, "\"" RWK_JSON_NOT_FINITE "\"", 3);
    return true;
}

static bool bare_value(scanner *s, int depth)
{
    const char c = s->text[s->at];
    if (c == '{') return sequence(s, '}', member, depth);
    if (c == '[') return sequence(s, ']', value, depth);
    if (c == '"') return string(s);
    if (not_finite(s)) return true;
    if (c == '-' || is_digit(c)) return number(s);
    if (word(s, "true") || word(s, "false") || word(s, "null")) return true;
    return stop(s, c ? "a value is missing" : "the text ends, or holds a NUL byte, where a value should be");
}

static bool value(scanner *s, int depth)
{
    skip_space(s);
    if (!bare_value(s, depth)) return false;
    skip_space(s);
    return true;
}

static rwk_status fail_at(const scanner *s, const char *name, rwk_diag *diag)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < s->at; i++) {
        column++;
        if (s->text[i] == '\n') line++, column = 1;
    }
    return rwk_fail(diag, RWK_EPARSE, "%s:%zu:%zu: not JSON: %s", name, line, column, s->reason);
}

rwk_status rwk_json_scan(char text[], size_t size, const char *name, rwk_diag *diag)
{
    if (size > RWK_JSON_LIMIT) return rwk_fail(diag, RWK_ERANGE, "%s: longer than 16 MiB", name);
    scanner s = { .text = text };
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) stop(&s, "a byte order mark stands before the value");
    if (s.reason || !value(&s, 0)) return fail_at(&s, name, diag);
    if (s.at == size) return RWK_OK;
    stop(&s, s.text[s.at] ? "something follows the value" : "a NUL byte in the text");
    return fail_at(&s, name, diag);
}
