/* SPDX-License-Identifier: MIT */
/* Reading: the header's length, its JSON, every entry by itself, then all of them in the order of their data. */
#include "formats/safetensors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_scan.h"
#include "core/size.h"

enum { LENGTH = 8 };
static const char METADATA[] = "__metadata__";

/* *size = an integer 0 .. 2^53 - 1: beyond it a double no longer tells one from the next. */
static bool read_size(size_t *size, const rwk_json *node)
{
    double x;
    if (!rwk_json_number(&x, node) || x < 0 || x != floor(x) || x >= 0x1p53 || x > (double)SIZE_MAX) return false;
    *size = (size_t)x;
    return true;
}

static rwk_status unexpected(const char *file, const char *tensor, const char *key, const rwk_json *node, const char *expected,
                             rwk_diag *diag)
{
    char text[80];
    return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s: %s is %s, expected %s", file, tensor, key,
                    rwk_json_describe(text, sizeof text, node), expected);
}

/* ---- one entry ---- */

/* *n = the product of a shape, *n_dims its length; a shape of more dimensions than an rwk_tensor has is only counted. */
static rwk_status read_shape(size_t shape[RWK_TENSOR_DIMS], size_t *n_dims, size_t *n, const rwk_safetensors *file,
                             const rwk_json *entry, rwk_diag *diag)
{
    const char *name = rwk_json_key(entry);
    const rwk_json *list = rwk_json_get(entry, "shape");
    size_t product = 1, count = 0, dimension;
    if (!rwk_json_is_list(list)) return unexpected(file->name, name, "shape", list, "a list of integers", diag);
    for (const rwk_json *node = rwk_json_first(list); node; node = rwk_json_next(node), count++) {
        if (!read_size(&dimension, node))
            return unexpected(file->name, name, "a number in shape", node, "an integer 0 … 2^53 - 1", diag);
        if (!rwk_size_mul(&product, product, dimension))
            return rwk_fail(diag, RWK_EOVERFLOW, "%s: tensor %.100s: the product of shape does not fit in size_t", file->name,
                            name);
        if (count < RWK_TENSOR_DIMS) shape[count] = dimension;
    }
    *n_dims = count;
    *n = product;
    return RWK_OK;
}

/* data_offsets = [begin, end] inside the data. */
static rwk_status read_offsets(rwk_safetensors_item *item, const rwk_safetensors *file, rwk_diag *diag)
{
    const char *key = "data_offsets";
    const rwk_json *list = rwk_json_get(item->json, key);
    const rwk_json *first = rwk_json_is_list(list) ? rwk_json_first(list) : NULL, *second = first ? rwk_json_next(first) : NULL;
    if (!second || rwk_json_next(second)) return unexpected(file->name, item->name, key, list, "a list of two integers", diag);
    if (!read_size(&item->begin, first))
        return unexpected(file->name, item->name, "begin of data_offsets", first, "an integer 0 … 2^53 - 1", diag);
    if (!read_size(&item->end, second))
        return unexpected(file->name, item->name, "end of data_offsets", second, "an integer 0 … 2^53 - 1", diag);
    if (item->begin <= item->end && item->end <= file->size) return RWK_OK;
    return rwk_fail(diag, RWK_EPARSE,
                    "%s: tensor %.100s: data_offsets is [%zu, %zu], expected begin <= end <= %zu, the bytes of data", file->name,
                    item->name, item->begin, item->end, file->size);
}

static rwk_status check_keys(const rwk_safetensors *file, const rwk_json *entry, rwk_diag *diag)
{
    if (!rwk_json_is_object(entry)) return unexpected(file->name, rwk_json_key(entry), "the entry", entry, "an object", diag);
    for (const rwk_json *node = rwk_json_first(entry); node; node = rwk_json_next(node)) {
        const char *key = rwk_json_key(node);
        if (strcmp(key, "dtype") != 0 && strcmp(key, "shape") != 0 && strcmp(key, "data_offsets") != 0)
            return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s: key %.100s is unknown, expected dtype, shape and data_offsets",
                            file->name, rwk_json_key(entry), key);
    }
    return RWK_OK;
}

static rwk_status check_size(const rwk_safetensors_item *item, const rwk_safetensors *file, const char *dtype, size_t n,
                             rwk_diag *diag)
{
    rwk_element element;
    size_t bytes;
    if (!rwk_element_find(&element, dtype)) return RWK_OK; /* of a type unknown here: let stand until it is asked for */
    if (!rwk_size_mul(&bytes, n, rwk_element_size(element)))
        return rwk_fail(diag, RWK_EOVERFLOW, "%s: tensor %.100s: the bytes of shape do not fit in size_t", file->name, item->name);
    if (item->end - item->begin == bytes) return RWK_OK;
    return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s: data_offsets is [%zu, %zu], expected %zu bytes by dtype %s and shape",
                    file->name, item->name, item->begin, item->end, bytes, dtype);
}

static rwk_status read_entry(rwk_safetensors_item *item, const rwk_safetensors *file, const rwk_json *entry, rwk_diag *diag)
{
    rwk_safetensors_item it = { .name = rwk_json_key(entry), .json = entry };
    size_t shape[RWK_TENSOR_DIMS], n_dims, n;
    rwk_status status = check_keys(file, entry, diag);
    if (status != RWK_OK) return status;
    const char *dtype = rwk_json_string(rwk_json_get(entry, "dtype"));
    if (!dtype) return unexpected(file->name, it.name, "dtype", rwk_json_get(entry, "dtype"), "a string like \"F32\"", diag);
    status = read_shape(shape, &n_dims, &n, file, entry, diag);
    if (status == RWK_OK) status = read_offsets(&it, file, diag);
    if (status == RWK_OK) status = check_size(&it, file, dtype, n, diag);
    if (status == RWK_OK) *item = it;
    return status;
}

/* ---- the whole header ---- */

static rwk_status check_metadata(const rwk_safetensors *file, const rwk_json *metadata, rwk_diag *diag)
{
    char text[80];
    if (!rwk_json_is_object(metadata))
        return rwk_fail(diag, RWK_EPARSE, "%s: %s is %s, expected an object of strings", file->name, METADATA,
                        rwk_json_describe(text, sizeof text, metadata));
    for (const rwk_json *node = rwk_json_first(metadata); node; node = rwk_json_next(node))
        if (!rwk_json_string(node))
            return rwk_fail(diag, RWK_EPARSE, "%s: %s: key %.100s is %s, expected a string", file->name, METADATA,
                            rwk_json_key(node), rwk_json_describe(text, sizeof text, node));
    return RWK_OK;
}

static rwk_status read_entries(rwk_safetensors *file, rwk_diag *diag)
{
    size_t members = 0;
    for (const rwk_json *node = rwk_json_first(file->root); node; node = rwk_json_next(node)) members++;
    file->items = calloc(members + 1, sizeof *file->items);
    if (!file->items) return rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", file->name);
    rwk_status status = RWK_OK;
    for (const rwk_json *node = rwk_json_first(file->root); node && status == RWK_OK; node = rwk_json_next(node))
        if (strcmp(rwk_json_key(node), METADATA) == 0) status = check_metadata(file, node, diag);
        else status = read_entry(&file->items[file->n++], file, node, diag);
    return status;
}

/* An empty tensor stands before the one that begins where it does; the name makes the order of equals the same everywhere. */
static int by_place(const void *a, const void *b)
{
    const rwk_safetensors_item *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return strcmp(x->name, y->name);
}

static rwk_status check_places(const rwk_safetensors *file, rwk_diag *diag)
{
    size_t at = 0;
    for (size_t k = 0; k < file->n; k++) {
        const rwk_safetensors_item *item = &file->items[k];
        if (item->begin != at)
            return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s: data_offsets is [%zu, %zu], expected begin %zu (%s)", file->name,
                            item->name, item->begin, item->end, at, item->begin < at ? "it overlaps another" : "a hole before it");
        at = item->end;
    }
    if (at == file->size) return RWK_OK;
    return rwk_fail(diag, RWK_EPARSE, "%s: data is %zu bytes long, expected %zu, the end of the last tensor", file->name,
                    file->size, at);
}

/* *length = bytes of the header, all of them in the file and the first of them '{', as the format asks. */
static rwk_status find_header(size_t *length, const unsigned char bytes[], size_t size, const char *name, rwk_diag *diag)
{
    if (size < LENGTH)
        return rwk_fail(diag, RWK_EPARSE, "%s: truncated: %zu bytes, expected the 8 of a safetensors header's length", name, size);
    const uint64_t n = rwk_get_little(bytes, LENGTH);
    if (n > RWK_SAFETENSORS_HEADER)
        return rwk_fail(diag, RWK_ERANGE, "%s: length of the header is %llu, expected at most 100000000 in a safetensors file",
                        name, (unsigned long long)n);
    if (n > RWK_JSON_LIMIT)
        return rwk_fail(diag, RWK_ERANGE, "%s: length of the header is %llu, expected at most 16 MiB, what this version reads",
                        name, (unsigned long long)n);
    if (n > size - LENGTH)
        return rwk_fail(diag, RWK_EPARSE, "%s: truncated: length of the header is %llu, but %zu bytes follow", name,
                        (unsigned long long)n, size - LENGTH);
    if (n == 0 || bytes[LENGTH] != '{') return rwk_fail(diag, RWK_EPARSE, "%s: the header does not begin with {", name);
    *length = (size_t)n;
    return RWK_OK;
}

rwk_status rwk_safetensors_open(rwk_safetensors *file, const unsigned char bytes[], size_t size, const char *name, rwk_diag *diag)
{
    size_t length = 0;
    rwk_status status = find_header(&length, bytes, size, name, diag);
    if (status != RWK_OK) return status;
    rwk_safetensors f = { .name = name, .data = bytes + LENGTH + length, .size = size - LENGTH - length };
    status = rwk_json_parse(&f.root, (const char *)bytes + LENGTH, length, name, diag);
    if (status == RWK_OK) status = read_entries(&f, diag);
    if (status == RWK_OK) qsort(f.items, f.n, sizeof *f.items, by_place);
    if (status == RWK_OK) status = check_places(&f, diag);
    if (status == RWK_OK) *file = f;
    else rwk_safetensors_close(&f);
    return status;
}

void rwk_safetensors_close(rwk_safetensors *file)
{
    rwk_json_free(file->root);
    free(file->items);
    *file = (rwk_safetensors){ 0 };
}

/* ---- questions ---- */

const char *rwk_safetensors_name(const rwk_safetensors *file, size_t k) { return file->items[k].name; }

static rwk_status absent(const rwk_safetensors *file, const char *name, rwk_diag *diag)
{
    char list[240] = "";
    size_t used = 0, k = 0;
    for (; k < file->n && used + 48 < sizeof list; k++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.40s", k > 0 ? ", " : "", file->items[k].name);
    if (file->n == 0) return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s is absent, the file holds none", file->name, name);
    return rwk_fail(diag, RWK_EPARSE, "%s: tensor %.100s is absent; the file has %zu: %s%s", file->name, name, file->n, list,
                    k < file->n ? ", …" : "");
}

static rwk_status view(rwk_tensor *tensor, const rwk_safetensors *file, const rwk_safetensors_item *item, rwk_diag *diag)
{
    rwk_element element;
    size_t shape[RWK_TENSOR_DIMS] = { 0 }, n_dims, n;
    const char *dtype = rwk_json_string(rwk_json_get(item->json, "dtype"));
    if (!rwk_element_find(&element, dtype))
        return rwk_fail(diag, RWK_EUNSUPPORTED, "%s: tensor %.100s: dtype is %.40s, expected F64, F32, BF16, F16, I64 or I32",
                        file->name, item->name, dtype);
    rwk_status status = read_shape(shape, &n_dims, &n, file, item->json, diag);
    if (status == RWK_OK) status = rwk_tensor_view(tensor, element, shape, n_dims, file->data + item->begin);
    if (status == RWK_EUNSUPPORTED)
        return rwk_fail(diag, status, "%s: tensor %.100s: shape has %zu dimensions, expected at most 8", file->name, item->name,
                        n_dims);
    return status;
}

rwk_status rwk_safetensors_find(rwk_tensor *tensor, const rwk_safetensors *file, const char *name, rwk_diag *diag)
{
    for (size_t k = 0; k < file->n; k++)
        if (strcmp(file->items[k].name, name) == 0) return view(tensor, file, &file->items[k], diag);
    return absent(file, name, diag);
}

const char *rwk_safetensors_metadata(const rwk_safetensors *file, const char *key)
{
    return rwk_json_string(rwk_json_get(rwk_json_get(file->root, METADATA), key));
}
