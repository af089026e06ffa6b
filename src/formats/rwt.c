/* SPDX-License-Identifier: MIT */
/* Writes the prompt; reads answers word by word, and names the line that is wrong. */
#include "formats/rwt.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_write.h"
#include "core/size.h"

/* ---- The prompt ---- */

void rwk_rwt_put_header(FILE *out, const rwk_config *c, rwk_dtype dtype, size_t n)
{
    fprintf(out, "rwt 1 rope.apply D=%zu rot=%zu base=%016" PRIx64 " layout=%s dtype=%s n=%zu", c->head_dim, c->rotary_dim,
            rwk_bits(c->rope_theta, RWK_F64), rwk_layout_name(c->layout), rwk_dtype_name(dtype), n);
    if (c->scaling.seq_len > 0) fprintf(out, " seq_len=%" PRId64, c->scaling.seq_len);
    fputs(" config=", out);
    rwk_config_put_json(out, c);
    fputc('\n', out);
}

void rwk_rwt_put_case(FILE *out, size_t id, const int64_t position[], size_t n_axes, const double x[], size_t width,
                      rwk_dtype dtype)
{
    fprintf(out, "%zu", id);
    for (size_t a = 0; a < n_axes; a++) fprintf(out, "%c%" PRId64, a == 0 ? ' ' : ',', position[a]);
    for (size_t j = 0; j < width; j++) fprintf(out, " %0*" PRIx64, rwk_hex_digits(dtype), rwk_bits(x[j], dtype));
    fputc('\n', out);
}

void rwk_rwt_put_end(FILE *out) { fputs("end\n", out); }

/* ---- Words ---- */

/** Part of a text; not terminated. */
typedef struct {
    const char *at;
    size_t n;
} word;

enum { SHOWN = 24 }; /* characters of a wrong word that a message repeats */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* The next word of `rest`, which then begins behind it; empty at the end. */
static word next_word(word *rest)
{
    while (rest->n > 0 && is_blank(*rest->at)) rest->at++, rest->n--;
    word w = { rest->at, 0 };
    while (w.n < rest->n && !is_blank(w.at[w.n])) w.n++;
    rest->at += w.n, rest->n -= w.n;
    return w;
}

static bool is(word w, const char *text) { return w.n == strlen(text) && memcmp(w.at, text, w.n) == 0; }

/* A case number without sign or leading zeros, at most n; 0 when it is none. */
static size_t number(word w, size_t n)
{
    size_t value = 0;
    if (w.n == 0 || w.at[0] == '0') return 0;
    for (size_t k = 0; k < w.n; k++) {
        if (w.at[k] < '0' || w.at[k] > '9' || value > n) return 0;
        value = 10 * value + (size_t)(w.at[k] - '0');
    }
    return value <= n ? value : 0;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool hex(uint64_t *bits, word w, rwk_dtype dtype)
{
    *bits = 0;
    for (size_t k = 0; k < w.n; k++) {
        if (digit(w.at[k]) < 0) return false;
        *bits = *bits << 4 | (uint64_t)digit(w.at[k]);
    }
    return w.n == (size_t)rwk_hex_digits(dtype);
}

/* ---- Lines ---- */

/** A parse under way. */
typedef struct {
    rwk_rwt_answer *answer;
    rwk_dtype dtype;
    size_t *lines; /* (n) of the replies */
    size_t line;
    rwk_diag *diag;
} parser;

static rwk_status bad(const parser *p, size_t id, word w, const char *expected)
{
    const int shown = w.n < SHOWN ? (int)w.n : SHOWN;
    char at[40] = "";
    if (id > 0) snprintf(at, sizeof at, "case %zu: ", id);
    return rwk_fail(p->diag, RWK_EPARSE, "line %zu: %s%s%.*s%s: expected %s", p->line, at, w.n ? "" : "nothing", shown, w.at,
                    w.n > SHOWN ? "..." : "", expected);
}

static rwk_status parse_values(const parser *p, size_t id, word first, word rest)
{
    char expected[96];
    const size_t width = p->answer->width;
    word w = first;
    for (size_t j = 0; j < width; j++, w = next_word(&rest)) {
        uint64_t bits;
        snprintf(expected, sizeof expected, "value %zu of %zu as %d hex digits of %s%s", j + 1, width, rwk_hex_digits(p->dtype),
                 rwk_dtype_name(p->dtype), j == 0 ? ", skip or reject" : "");
        if (!hex(&bits, w, p->dtype)) return bad(p, id, w, expected);
        p->answer->values[(id - 1) * width + j] = rwk_from_bits(bits, p->dtype);
    }
    snprintf(expected, sizeof expected, "%zu values and the end of the line", width);
    return w.n == 0 ? RWK_OK : bad(p, id, w, expected);
}

static void take_reason(rwk_rwt_answer *a, rwk_rwt_reply reply, size_t id, word rest)
{
    while (rest.n > 0 && is_blank(*rest.at)) rest.at++, rest.n--;
    if (a->first[reply]) return;
    a->first[reply] = id;
    snprintf(a->reason[reply], RWK_RWT_REASON, "%.*s", rest.n < RWK_RWT_REASON ? (int)rest.n : RWK_RWT_REASON - 1, rest.at);
    rwk_one_line(a->reason[reply]);
}

static rwk_status parse_line(const parser *p, word line)
{
    char expected[64];
    rwk_rwt_answer *a = p->answer;
    rwk_status status = RWK_OK;
    if (line.n > 0 && line.at[line.n - 1] == '\r') line.n--;
    const word first = next_word(&line);
    if (first.n == 0 || first.at[0] == '#') return RWK_OK;
    const size_t id = number(first, a->n);
    snprintf(expected, sizeof expected, "a case number, 1 .. %zu", a->n);
    if (id == 0) return bad(p, 0, first, expected);
    if (p->lines[id - 1])
        return rwk_fail(p->diag, RWK_EPARSE, "line %zu: case %zu: answered on line %zu already", p->line, id, p->lines[id - 1]);
    const word second = next_word(&line);
    const rwk_rwt_reply reply = is(second, "skip") ? RWK_RWT_SKIP : is(second, "reject") ? RWK_RWT_REJECT : RWK_RWT_VALUES;
    if (reply == RWK_RWT_VALUES) status = parse_values(p, id, second, line);
    else take_reason(a, reply, id, line);
    p->lines[id - 1] = p->line, a->replies[id - 1] = reply, a->count[reply]++, a->count[RWK_RWT_NOTHING]--;
    return status;
}

static rwk_status parse_lines(parser *p, const char *text, size_t size)
{
    rwk_status status = RWK_OK;
    for (size_t at = 0; at < size && status == RWK_OK; at++) {
        const char *end = memchr(text + at, '\n', size - at);
        const word line = { text + at, end ? (size_t)(end - text) - at : size - at };
        p->line++;
        status = parse_line(p, line);
        at += line.n;
    }
    return status;
}

/* ---- The answer ---- */

static rwk_status find_missing(const rwk_rwt_answer *a, rwk_diag *diag)
{
    size_t id = 1;
    const size_t missing = a->count[RWK_RWT_NOTHING];
    if (missing == 0) return RWK_OK;
    if (missing == a->n) return rwk_fail(diag, RWK_EPARSE, "no case was answered: expected one line for each of %zu", a->n);
    while (a->replies[id - 1] != RWK_RWT_NOTHING) id++;
    return rwk_fail(diag, RWK_EPARSE, "case %zu: no answer (%zu of %zu are missing)", id, missing, a->n);
}

static rwk_status allocate(rwk_rwt_answer *a, parser *p)
{
    size_t n;
    if (!rwk_size_mul(&n, a->n, a->width) || !rwk_size_mul(&n, n, sizeof(double)) || !rwk_size_mul(&n, n, 2)) return RWK_EOVERFLOW;
    a->values = malloc(a->n * a->width * sizeof *a->values + 1);
    a->replies = calloc(a->n + 1, sizeof *a->replies);
    p->lines = calloc(a->n + 1, sizeof *p->lines);
    if (!a->values || !a->replies || !p->lines) return RWK_ENOMEM;
    for (size_t j = 0; j < a->n * a->width; j++) a->values[j] = NAN;
    a->count[RWK_RWT_NOTHING] = a->n;
    return RWK_OK;
}

void rwk_rwt_clear(rwk_rwt_answer *answer)
{
    free(answer->values);
    free(answer->replies);
    *answer = (rwk_rwt_answer){ 0 };
}

rwk_status rwk_rwt_parse(rwk_rwt_answer *answer, size_t n, size_t width, rwk_dtype dtype, const char *text, size_t size,
                         rwk_diag *diag)
{
    rwk_rwt_answer a = { .n = n, .width = width };
    parser p = { .answer = &a, .dtype = dtype, .diag = diag };
    rwk_status status = allocate(&a, &p);
    if (status != RWK_OK) rwk_fail(diag, status, "%s", rwk_strerror(status));
    else status = parse_lines(&p, text, size);
    if (status == RWK_OK) status = find_missing(&a, diag);
    free(p.lines);
    if (status == RWK_OK) *answer = a;
    else rwk_rwt_clear(&a);
    return status;
}
