/* SPDX-License-Identifier: MIT */
/* Ranges stay ranges, so that a hundred million positions cost nothing. */
#include "formats/positions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "core/size.h"
#include "formats/tensor_file.h"

enum { MAX_RANGES = 1 << 20 };
#define FILE_LIMIT ((size_t)1 << 31) /* bytes of a position file */

/* A whole number at *text within +-RWK_MAX_POSITION; *text moves behind it. */
static bool whole(int64_t *value, const char **text)
{
    char *end;
    errno = 0;
    const long long number = strtoll(*text, &end, 10);
    const bool digits = end > *text && strchr("-0123456789", **text) != NULL;
    if (!digits || errno != 0 || number < -RWK_MAX_POSITION - 1 || number > RWK_MAX_POSITION + 1) return false;
    *value = number;
    *text = end;
    return true;
}

/* How many of start, start + step, … stand before stop, as Python's range has it. */
static size_t length(int64_t start, int64_t stop, int64_t step)
{
    const int64_t distance = step > 0 ? stop - start : start - stop, stride = step > 0 ? step : -step;
    return distance > 0 ? (size_t)((distance + stride - 1) / stride) : 0;
}

static bool within(int64_t m) { return m >= -RWK_MAX_POSITION && m <= RWK_MAX_POSITION; }

/* One field: number, start:stop or start:stop:step. */
static bool parse_range(rwk_range *range, const char *text, size_t size)
{
    const char *at = text, *end = text + size;
    int64_t stop, step = 1;
    if (!whole(&range->start, &at)) return false;
    *range = (rwk_range){ range->start, 1, 1 };
    if (at == end) return within(range->start);
    if (*at++ != ':' || !whole(&stop, &at)) return false;
    if (at < end && (*at++ != ':' || !whole(&step, &at))) return false;
    if (at != end || step == 0) return false;
    *range = (rwk_range){ range->start, step, length(range->start, stop, step) };
    return range->count == 0 || (within(range->start) && within(range->start + (int64_t)(range->count - 1) * step));
}

static size_t fields(const char *text)
{
    size_t n = 1;
    for (; *text; text++) n += *text == ',';
    return n;
}

static rwk_status parse_list(rwk_positions *p, const char *text, rwk_diag *diag)
{
    const size_t most = fields(text);
    if (most > MAX_RANGES) return rwk_fail(diag, RWK_ERANGE, "positions: more than %d fields; use @FILE.npy", MAX_RANGES);
    p->ranges = malloc(most * sizeof *p->ranges);
    if (!p->ranges) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    for (const char *field = text;; field++) {
        const size_t size = strcspn(field, ",");
        if (!parse_range(&p->ranges[p->n_ranges], field, size))
            return rwk_fail(diag, RWK_EPARSE,
                            "positions: \"%.*s\": expected start:stop[:step] or a whole number within +-(2^31 - 1)",
                            (int)(size < 60 ? size : 60), field);
        p->n += p->ranges[p->n_ranges++].count; /* at most 2^20 ranges of 2^32 */
        field += size;
        if (!*field) break;
    }
    return p->n > 0 ? RWK_OK : rwk_fail(diag, RWK_ERANGE, "positions: %.100s: expected at least one position", text);
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = ((const rwk_range *)a)->start, y = ((const rwk_range *)b)->start;
    return (x > y) - (x < y);
}

/* 0, powers of two, and the edges at which f16, bf16 and common contexts begin to lose positions, below the context. */
static rwk_status make_ladder(rwk_positions *p, int64_t context, rwk_diag *diag)
{
    static const int64_t others[] = { 0,    3,    255,   256,   257,   259,   2047,   2048,   2049,
                                      4095, 8191, 32767, 65504, 65519, 65520, 131071, 262143, 1048575 };
    const size_t n_others = sizeof others / sizeof others[0];
    const int64_t end = context > 0 ? context : 131072;
    p->ranges = malloc((31 + n_others) * sizeof *p->ranges);
    if (!p->ranges) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    for (int k = 0; k < 31; k++)
        if (INT64_C(1) << k < end) p->ranges[p->n_ranges++] = (rwk_range){ INT64_C(1) << k, 1, 1 };
    for (size_t k = 0; k < n_others; k++) {
        const bool power = others[k] > 0 && (others[k] & (others[k] - 1)) == 0;
        if (others[k] < end && !power) p->ranges[p->n_ranges++] = (rwk_range){ others[k], 1, 1 };
    }
    qsort(p->ranges, p->n_ranges, sizeof *p->ranges, ascending);
    p->n = p->n_ranges;
    return RWK_OK;
}

static rwk_status copy_values(rwk_positions *p, const rwk_tensor *tensor, const char *path, rwk_diag *diag)
{
    if ((tensor->element != RWK_ELEMENT_I64 && tensor->element != RWK_ELEMENT_I32) || tensor->n_dims < 1 || tensor->n_dims > 2)
        return rwk_fail(diag, RWK_EPARSE, "%.200s: expected whole numbers (int64) of shape [seq] or [axes, seq]", path);
    p->n_axes = tensor->n_dims == 2 ? tensor->shape[0] : 1;
    p->n = tensor->shape[tensor->n_dims - 1];
    if (tensor->n == 0) return rwk_fail(diag, RWK_ERANGE, "%.200s: expected at least one position", path);
    p->values = malloc(tensor->n * sizeof *p->values); /* the tensor held as many bytes or half of them */
    if (!p->values) return rwk_fail(diag, RWK_ENOMEM, "%.200s: out of memory", path);
    for (size_t k = 0; k < tensor->n; k++) {
        p->values[k] = rwk_tensor_integer(tensor, k);
        if (!within(p->values[k]))
            return rwk_fail(diag, RWK_ERANGE, "%.200s: item %zu: %lld: expected a position within +-(2^31 - 1)", path, k,
                            (long long)p->values[k]);
    }
    return RWK_OK;
}

static rwk_status read_file(rwk_positions *p, const char *path, rwk_diag *diag)
{
    rwk_tensor_file file = { 0 };
    rwk_tensor tensor;
    rwk_status status = rwk_tensor_file_read(&file, path, FILE_LIMIT, diag);
    if (status == RWK_OK) status = rwk_tensor_file_get(&tensor, &file, "positions", diag);
    if (status == RWK_OK) status = copy_values(p, &tensor, path, diag);
    rwk_tensor_file_clear(&file);
    return status;
}

rwk_status rwk_positions_parse(rwk_positions *positions, const char *text, int64_t context, rwk_diag *diag)
{
    rwk_positions p = { .n_axes = 1 };
    rwk_status status;
    if (strcmp(text, "@ladder") == 0) status = make_ladder(&p, context, diag);
    else if (text[0] == '@') status = read_file(&p, text + 1, diag);
    else status = parse_list(&p, text, diag);
    if (status == RWK_OK) *positions = p;
    else rwk_positions_clear(&p);
    return status;
}

void rwk_positions_at(int64_t m[], const rwk_positions *p, size_t row)
{
    if (p->values) {
        for (size_t a = 0; a < p->n_axes; a++) m[a] = p->values[a * p->n + row];
        return;
    }
    const rwk_range *range = p->ranges;
    for (; row >= range->count; range++) row -= range->count;
    m[0] = range->start + (int64_t)row * range->step;
}

void rwk_positions_clear(rwk_positions *positions)
{
    free(positions->ranges);
    free(positions->values);
    *positions = (rwk_positions){ 0 };
}
