/* SPDX-License-Identifier: MIT */
/* Writing a safetensors header: composed in memory, since its length stands before it, and read back before it is let out. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>

#include "core/json_write.h"
#include "formats/safetensors.h"

/* A string at the top of a document is written without blanks, commas or a newline. */
static void put_quoted(FILE *out, const char *text)
{
    rwk_json_writer w = rwk_json_begin(out);
    rwk_json_put_string(&w, NULL, text);
}

/* Entries in order, their sizes computable; the end of the last one must fit. */
static rwk_status check_entries(const rwk_safetensors_entry entries[], size_t n, rwk_diag *diag)
{
    size_t end = 0;
    for (size_t k = 0; k < n; k++) {
        const rwk_safetensors_entry *e = &entries[k];
        rwk_tensor t;
        if (strcmp(e->name, "__metadata__") == 0) return rwk_fail(diag, RWK_ERANGE, "safetensors: a tensor is called __metadata__");
        if (k > 0 && strcmp(e[-1].name, e->name) >= 0)
            return rwk_fail(diag, RWK_ERANGE, "safetensors: tensor %.100s behind %.100s, expected names sorted by bytes, each once",
                            e->name, e[-1].name);
        const rwk_status status = rwk_tensor_view(&t, e->element, e->shape, e->n_dims, NULL);
        if (status == RWK_EUNSUPPORTED)
            return rwk_fail(diag, status, "safetensors: tensor %.100s: %zu dimensions, expected at most 8", e->name, e->n_dims);
        if (status != RWK_OK || rwk_tensor_bytes(&t) > SIZE_MAX - end)
            return rwk_fail(diag, RWK_EOVERFLOW, "safetensors: tensor %.100s: its end does not fit in size_t", e->name);
        end += rwk_tensor_bytes(&t);
    }
    return RWK_OK;
}

static void put_metadata(FILE *out, const rwk_safetensors_pair metadata[], size_t n)
{
    if (n == 0) return;
    fputs("\"__metadata__\":{", out);
    for (size_t k = 0; k < n; k++) {
        if (k > 0) fputc(',', out);
        put_quoted(out, metadata[k].key);
        fputc(':', out);
        put_quoted(out, metadata[k].value);
    }
    fputc('}', out);
}

/* Returns the end of the entry's data; the view succeeds, check_entries saw to that. */
static size_t put_entry(FILE *out, const rwk_safetensors_entry *e, size_t begin)
{
    rwk_tensor t = { 0 };
    rwk_tensor_view(&t, e->element, e->shape, e->n_dims, NULL);
    const size_t end = begin + rwk_tensor_bytes(&t);
    put_quoted(out, e->name);
    fprintf(out, ":{\"dtype\":\"%s\",\"shape\":[", rwk_element_name(e->element));
    for (size_t i = 0; i < e->n_dims; i++) fprintf(out, "%s%zu", i > 0 ? "," : "", e->shape[i]);
    fprintf(out, "],\"data_offsets\":[%zu,%zu]}", begin, end);
    return end;
}

static void compose(FILE *out, const rwk_safetensors_entry entries[], size_t n, const rwk_safetensors_pair metadata[],
                    size_t n_metadata)
{
    size_t at = 0;
    fputc('{', out);
    put_metadata(out, metadata, n_metadata);
    for (size_t k = 0; k < n; k++) {
        if (k > 0 || n_metadata > 0) fputc(',', out);
        at = put_entry(out, &entries[k], at);
    }
    fputc('}', out);
}

/* Reading it back finds what no reader would take: text that is not UTF-8, a metadata key twice, more than the limit. */
static rwk_status check_text(const char *text, size_t size, rwk_diag *diag)
{
    rwk_json *root;
    const rwk_status status = rwk_json_parse(&root, text, size, "safetensors header", diag);
    if (status == RWK_OK) rwk_json_free(root);
    return status;
}

rwk_status rwk_safetensors_put_header(FILE *out, const rwk_safetensors_entry entries[], size_t n,
                                      const rwk_safetensors_pair metadata[], size_t n_metadata, rwk_diag *diag)
{
    char *text = NULL;
    size_t size = 0;
    rwk_status status = check_entries(entries, n, diag);
    if (status != RWK_OK) return status;
    FILE *memory = open_memstream(&text, &size);
    if (!memory) return rwk_fail(diag, RWK_ENOMEM, "safetensors: out of memory");
    compose(memory, entries, n, metadata, n_metadata);
    int bad = ferror(memory);
    bad |= fclose(memory);
    status = bad ? rwk_fail(diag, RWK_ENOMEM, "safetensors: out of memory") : check_text(text, size, diag);
    if (status == RWK_OK) {
        unsigned char length[8];
        const size_t padding = (8 - size % 8) % 8;
        rwk_put_little(length, size + padding, 8);
        fwrite(length, 1, sizeof length, out);
        fwrite(text, 1, size, out);
        fprintf(out, "%*s", (int)padding, "");
    }
    free(text);
    return status;
}
