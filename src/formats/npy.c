/* SPDX-License-Identifier: MIT */
/* Reads the dictionary of an .npy header as the subset of Python that numpy.save and its imitators write, and writes it. */
#include "formats/npy.h"

#include <stdint.h>
#include <string.h>

#include "core/size.h"

enum { MAGIC = 6, ALIGN = 64, GROWTH_DIGITS = 21 };
static const char MAGIC_BYTES[] = "\x93NUMPY";

static const char *const DESCR[RWK_N_ELEMENTS] = {
    [RWK_ELEMENT_F64] = "<f8", [RWK_ELEMENT_F32] = "<f4", [RWK_ELEMENT_F16] = "<f2",
    [RWK_ELEMENT_I64] = "<i8", [RWK_ELEMENT_I32] = "<i4", /* BF16: none */
};

bool rwk_npy_is(const unsigned char bytes[], size_t size) { return size >= MAGIC && memcmp(bytes, MAGIC_BYTES, MAGIC) == 0; }

/* ---- reading: a cursor in the dictionary, whose end is looked at before every byte ---- */

typedef struct {
    const char *text;
    size_t at, size;
    const char *name;
    rwk_diag *diag;
} cursor;

typedef enum { DESCR_KEY, ORDER_KEY, SHAPE_KEY, N_KEYS } key;
static const char *const KEYS[N_KEYS] = { "descr", "fortran_order", "shape" };

typedef struct {
    bool seen[N_KEYS];
    rwk_element element;
    bool fortran;
    size_t shape[RWK_TENSOR_DIMS], n_dims;
} dictionary;

/* The byte at the cursor, NUL at the end; a NUL in the text is no byte of a dictionary either. */
static char peek(const cursor *c) { return c->at < c->size ? c->text[c->at] : '\0'; }

static void skip_space(cursor *c)
{
    while (c->at < c->size && memchr(" \t\r\n", c->text[c->at], 4)) c->at++;
}

static bool take(cursor *c, char wanted)
{
    skip_space(c);
    if (peek(c) != wanted) return false;
    c->at++;
    return true;
}

/*
 * "file: key 'descr' is '>f8' at byte 10 of the header, expected …": shows what was read from `from` on or, where nothing was,
 * what stands there, at most 24 bytes of it.
 */
static rwk_status unexpected(const cursor *c, rwk_status status, size_t from, const char *what, const char *expected)
{
    size_t length = c->at > from ? c->at - from : c->size - from;
    if (length > 24) length = 24;
    return rwk_fail(c->diag, status, "%s: %s is %.*s at byte %zu of the header, expected %s", c->name, what,
                    length ? (int)length : 7, length ? c->text + from : "nothing", from, expected);
}

/* A string in single or double quotes without escapes; *length = what stands between the quotes, at *start. */
static bool quoted(cursor *c, size_t *start, size_t *length)
{
    const char quote = peek(c);
    if (quote != '\'' && quote != '"') return false;
    const size_t first = c->at + 1;
    for (size_t i = first; i < c->size; i++) {
        const char byte = c->text[i];
        if (byte == '\\' || (unsigned char)byte < ' ') return false;
        if (byte != quote) continue;
        *start = first;
        *length = i - first;
        c->at = i + 1;
        return true;
    }
    return false;
}

static bool equals(const cursor *c, size_t start, size_t length, const char *text)
{
    return text && strlen(text) == length && memcmp(c->text + start, text, length) == 0;
}

static rwk_status read_descr(dictionary *d, cursor *c)
{
    const char *const expected = "'<f8', '<f4', '<f2', '<i8' or '<i4'";
    const size_t from = c->at;
    size_t start, length;
    const bool list = peek(c) == '['; /* a structured type */
    if (!quoted(c, &start, &length)) return unexpected(c, list ? RWK_EUNSUPPORTED : RWK_EPARSE, from, "key 'descr'", expected);
    for (int k = 0; k < RWK_N_ELEMENTS; k++)
        if (equals(c, start, length, DESCR[k])) {
            d->element = (rwk_element)k;
            return RWK_OK;
        }
    return unexpected(c, RWK_EUNSUPPORTED, from, "key 'descr'", expected);
}

static bool word(cursor *c, const char *text)
{
    const size_t length = strlen(text);
    if (c->size - c->at < length || memcmp(c->text + c->at, text, length) != 0) return false;
    c->at += length;
    return true;
}

static rwk_status read_order(dictionary *d, cursor *c)
{
    d->fortran = word(c, "True");
    if (d->fortran || word(c, "False")) return RWK_OK;
    return unexpected(c, RWK_EPARSE, c->at, "key 'fortran_order'", "True or False");
}

/* An integer of Python, no sign; 'L' behind it is how Python 2 wrote a long one. */
static rwk_status read_dimension(size_t *dimension, cursor *c)
{
    const size_t from = c->at;
    size_t n = 0;
    bool fits = true;
    for (; peek(c) >= '0' && peek(c) <= '9'; c->at++) {
        const size_t digit = (size_t)(peek(c) - '0');
        fits = fits && rwk_size_mul(&n, n, 10) && n <= SIZE_MAX - digit;
        if (fits) n += digit;
    }
    const bool padded = c->at > from + 1 && c->text[from] == '0';
    if (c->at == from || padded) return unexpected(c, RWK_EPARSE, from, "key 'shape'", "a tuple of integers >= 0");
    if (!fits) return unexpected(c, RWK_EOVERFLOW, from, "a number in key 'shape'", "one that fits in size_t");
    word(c, "L");
    *dimension = n;
    return RWK_OK;
}

/* "()", "(3,)", "(2, 3)"; "(3)" is an integer in Python and no tuple. */
static rwk_status read_shape(dictionary *d, cursor *c)
{
    const size_t from = c->at;
    bool comma = true; /* one stands, or is not needed, before what comes next */
    if (!take(c, '(')) return unexpected(c, RWK_EPARSE, from, "key 'shape'", "a tuple like (2, 3)");
    for (d->n_dims = 0; !take(c, ')'); comma = take(c, ',')) {
        if (!comma) return unexpected(c, RWK_EPARSE, c->at, "key 'shape'", "a comma or a closing bracket");
        if (d->n_dims == RWK_TENSOR_DIMS) return unexpected(c, RWK_EUNSUPPORTED, from, "key 'shape'", "at most 8 dimensions");
        skip_space(c);
        const rwk_status status = read_dimension(&d->shape[d->n_dims], c);
        if (status != RWK_OK) return status;
        d->n_dims++;
    }
    if (d->n_dims == 1 && !comma) return unexpected(c, RWK_EPARSE, from, "key 'shape'", "a tuple, which needs a comma: (3,)");
    return RWK_OK;
}

static rwk_status read_item(dictionary *d, cursor *c)
{
    static rwk_status (*const READ[N_KEYS])(dictionary *, cursor *) = { read_descr, read_order, read_shape };
    const size_t from = c->at;
    size_t start, length, k = 0;
    if (!quoted(c, &start, &length)) return unexpected(c, RWK_EPARSE, from, "a key", "a quoted string");
    while (k < N_KEYS && !equals(c, start, length, KEYS[k])) k++;
    if (k == N_KEYS) return unexpected(c, RWK_EPARSE, from, "a key", "'descr', 'fortran_order' or 'shape'");
    if (d->seen[k]) return unexpected(c, RWK_EPARSE, from, "a key", "every key once");
    d->seen[k] = true;
    if (!take(c, ':')) return unexpected(c, RWK_EPARSE, c->at, "what follows a key", "a colon");
    skip_space(c);
    return READ[k](d, c);
}

static rwk_status read_dictionary(dictionary *d, cursor *c)
{
    bool comma = true;
    if (!take(c, '{')) return unexpected(c, RWK_EPARSE, c->at, "what opens the dictionary", "{");
    for (; !take(c, '}'); comma = take(c, ',')) {
        if (!comma) return unexpected(c, RWK_EPARSE, c->at, "what follows a value", "a comma or }");
        skip_space(c);
        const rwk_status status = read_item(d, c);
        if (status != RWK_OK) return status;
    }
    skip_space(c);
    if (c->at < c->size) return unexpected(c, RWK_EPARSE, c->at, "what follows the dictionary", "blanks up to the data");
    for (int k = 0; k < N_KEYS; k++)
        if (!d->seen[k]) return rwk_fail(c->diag, RWK_EPARSE, "%s: key '%s' is missing in the header", c->name, KEYS[k]);
    return RWK_OK;
}

/* *start = where the dictionary begins, *length = its bytes, all of them in the file. */
static rwk_status find_dictionary(size_t *start, size_t *length, const unsigned char bytes[], size_t size, const char *name,
                                  rwk_diag *diag)
{
    if (!rwk_npy_is(bytes, size)) return rwk_fail(diag, RWK_EPARSE, "%s: not an .npy file, expected \\x93NUMPY at its start", name);
    if (size < MAGIC + 2) return rwk_fail(diag, RWK_EPARSE, "%s: truncated before the version of the .npy format", name);
    const unsigned major = bytes[MAGIC], minor = bytes[MAGIC + 1];
    if (major < 1 || major > 3 || minor != 0)
        return rwk_fail(diag, RWK_EUNSUPPORTED, "%s: .npy version is %u.%u, expected 1.0, 2.0 or 3.0", name, major, minor);
    const size_t width = major == 1 ? 2 : 4, behind = MAGIC + 2 + width;
    if (size < behind) return rwk_fail(diag, RWK_EPARSE, "%s: truncated in the length of the header", name);
    const size_t n = (size_t)rwk_get_little(bytes + MAGIC + 2, width);
    if (n > RWK_NPY_HEADER)
        return rwk_fail(diag, RWK_ERANGE, "%s: length of the header is %zu, expected at most %d", name, n, RWK_NPY_HEADER);
    if (n > size - behind)
        return rwk_fail(diag, RWK_EPARSE, "%s: truncated: length of the header is %zu, but %zu bytes follow", name, n,
                        size - behind);
    *start = behind;
    *length = n;
    return RWK_OK;
}

static rwk_status view(rwk_tensor *tensor, const dictionary *d, const unsigned char data[], size_t size, const cursor *c)
{
    char shape[RWK_SHAPE_TEXT];
    rwk_shape_text(shape, d->shape, d->n_dims);
    if (d->fortran && d->n_dims > 1)
        return rwk_fail(c->diag, RWK_EUNSUPPORTED, "%s: key 'fortran_order' is True for shape %s, expected False (column-major)",
                        c->name, shape);
    rwk_tensor t;
    if (rwk_tensor_view(&t, d->element, d->shape, d->n_dims, data) != RWK_OK)
        return rwk_fail(c->diag, RWK_EOVERFLOW, "%s: key 'shape' is %s, expected one whose bytes fit in size_t", c->name, shape);
    if (size != rwk_tensor_bytes(&t))
        return rwk_fail(c->diag, RWK_EPARSE, "%s: %s: %zu bytes of data, expected %zu for descr '%s' and shape %s", c->name,
                        size < rwk_tensor_bytes(&t) ? "truncated" : "too long", size, rwk_tensor_bytes(&t), DESCR[d->element],
                        shape);
    *tensor = t;
    return RWK_OK;
}

rwk_status rwk_npy_parse(rwk_tensor *tensor, const unsigned char bytes[], size_t size, const char *name, rwk_diag *diag)
{
    size_t start = 0, length = 0;
    rwk_status status = find_dictionary(&start, &length, bytes, size, name, diag);
    if (status != RWK_OK) return status;
    cursor c = { .text = (const char *)bytes + start, .size = length, .name = name, .diag = diag };
    dictionary d = { 0 };
    status = read_dictionary(&d, &c);
    if (status != RWK_OK) return status;
    return view(tensor, &d, bytes + start + length, size - start - length, &c);
}

/* ---- writing ---- */

/*
 * Length of the dictionary with its blanks and newline: NumPy since 1.24 leaves room for the first dimension to grow to 21
 * digits in place, then pads to a multiple of 64, with a whole 64 more where nothing was missing.
 */
static size_t header_length(size_t dictionary_length, const size_t shape[], size_t n_dims)
{
    char first[24];
    const int digits = n_dims > 0 ? snprintf(first, sizeof first, "%zu", shape[0]) : GROWTH_DIGITS;
    const size_t used = dictionary_length + (size_t)(GROWTH_DIGITS - digits) + 1;
    return used + ALIGN - (MAGIC + 4 + used) % ALIGN;
}

static rwk_status check_header(rwk_element element, const size_t shape[], size_t n_dims, rwk_diag *diag)
{
    rwk_tensor sizes;
    const rwk_status status = rwk_tensor_view(&sizes, element, shape, n_dims, NULL);
    if (status == RWK_EUNSUPPORTED)
        return rwk_fail(diag, status, ".npy: %zu dimensions, expected at most %d", n_dims, RWK_TENSOR_DIMS);
    if (status != RWK_OK) return rwk_fail(diag, status, ".npy: shape whose bytes do not fit in size_t");
    if (DESCR[element]) return RWK_OK;
    return rwk_fail(diag, RWK_EUNSUPPORTED, ".npy: element is %s, which NumPy does not know, write safetensors",
                    rwk_element_name(element));
}

rwk_status rwk_npy_put_header(FILE *out, rwk_element element, const size_t shape[], size_t n_dims, rwk_diag *diag)
{
    const rwk_status status = check_header(element, shape, n_dims, diag);
    if (status != RWK_OK) return status;
    char tuple[RWK_SHAPE_TEXT], text[RWK_SHAPE_TEXT + 64];
    rwk_shape_text(tuple, shape, n_dims);
    const int used = snprintf(text, sizeof text, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", DESCR[element], tuple);
    const size_t length = header_length((size_t)used, shape, n_dims);
    unsigned char start[MAGIC + 4] = "\x93NUMPY\x01";
    rwk_put_little(start + MAGIC + 2, length, 2);
    fwrite(start, 1, sizeof start, out);
    fprintf(out, "%-*s\n", (int)length - 1, text);
    return RWK_OK;
}
