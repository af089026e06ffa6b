/* SPDX-License-Identifier: MIT */
/* Puts the tensors of a PROBE and an ANSWER together and refuses what does not fit. */
#include "oracle/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/size.h"

/* ---- Tensors by name ---- */

static bool holds(const rwk_tensor_file *file, const char *name)
{
    for (size_t t = 0; !file->is_npy && t < file->safetensors.n; t++)
        if (strcmp(rwk_safetensors_name(&file->safetensors, t), name) == 0) return true;
    return false;
}

/* What an ANSWER is: by the option, else by the names of its tensors, of which the first two kinds are those that are looked for. */
static rwk_status kind_of(rwk_evidence *e, const rwk_tensor_file *answer, const rwk_evidence_kind *kind,
                          const rwk_evidence_kind order[4], const char *name, rwk_diag *diag)
{
    static const char *const TENSORS[] = { "y", "cos", "inv_freq", "scores" };
    if (kind) return e->kind = *kind, RWK_OK;
    if (answer->is_npy)
        return rwk_fail(diag, RWK_EPARSE,
                        "%s: an .npy file does not say what it holds: expected --kind y, table, inv_freq or scores", name);
    for (int k = 0; k < 4; k++)
        if (holds(answer, TENSORS[order[k]])) return e->kind = order[k], RWK_OK;
    return rwk_fail(diag, RWK_EPARSE, "%s: expected a tensor y, or cos and sin, or inv_freq, or scores", name);
}

static rwk_status find_floating(rwk_tensor *tensor, rwk_dtype *dtype, const rwk_tensor_file *file, const char *tensor_name,
                                const char *name, rwk_diag *diag)
{
    rwk_diag inner = { .text = "" };
    const rwk_status status = rwk_tensor_file_get(tensor, file, tensor_name, &inner);
    if (status != RWK_OK) return rwk_fail(diag, status, "%s", inner.text);
    if (rwk_element_dtype(dtype, tensor->element)) return RWK_OK;
    return rwk_fail(diag, RWK_EUNSUPPORTED, "%s: %s: %s: expected floating-point numbers", name, tensor_name,
                    rwk_element_name(tensor->element));
}

static rwk_status shape_error(const rwk_tensor *t, const char *tensor_name, const char *name, const char *expected, rwk_diag *diag)
{
    char text[RWK_SHAPE_TEXT];
    return rwk_fail(diag, RWK_ESHAPE, "%s: %s: shape %s: expected %s", name, tensor_name, rwk_shape_text(text, t->shape, t->n_dims),
                    expected);
}

static rwk_status check_finite(const rwk_tensor *t, const char *tensor_name, const char *name, rwk_diag *diag)
{
    double values[256];
    for (size_t at = 0, count; at < t->n; at += count) {
        count = t->n - at < 256 ? t->n - at : 256;
        rwk_tensor_values(values, t, at, count);
        for (size_t j = 0; j < count; j++)
            if (!isfinite(values[j]))
                return rwk_fail(diag, RWK_ENAN, "%s: %s: item %zu: %g: expected a finite number", name, tensor_name, at + j,
                                values[j]);
    }
    return RWK_OK;
}

/* ---- Positions ---- */

static rwk_status allocate_positions(rwk_evidence *e, rwk_diag *diag)
{
    size_t n, bytes;
    if (!rwk_size_mul(&n, e->batch, e->seq) || !rwk_size_mul(&n, n, e->n_axes) || !rwk_size_mul(&bytes, n, sizeof(int64_t)))
        return rwk_fail(diag, RWK_EOVERFLOW, "positions: too many");
    e->positions = malloc(bytes + 1);
    return e->positions ? RWK_OK : rwk_fail(diag, RWK_ENOMEM, "out of memory");
}

static size_t axes_of(const rwk_config *config) { return config->n_axes ? config->n_axes : 1; }

/* Which of [seq], [batch, seq], [axes, batch, seq] the tensor is; its strides over axis and batch. */
static rwk_status position_strides(size_t *axis, size_t *batch, rwk_evidence *e, const rwk_tensor *t, const char *name,
                                   rwk_diag *diag)
{
    const size_t *s = t->shape, rows = t->n_dims >= 2 ? s[t->n_dims - 2] : 1;
    char expected[64];
    const bool fits =
        t->n_dims >= 1 && t->n_dims <= 3 && s[t->n_dims - 1] == e->seq && (t->n_dims < 2 || rows == e->batch || rows == 1);
    if (!fits) return shape_error(t, "positions", name, "[batch, seq] of x, or [axes, batch, seq]", diag);
    const size_t axes = axes_of(&e->config), given = t->n_dims == 3 ? s[0] : 1;
    snprintf(expected, sizeof expected, "a first axis of %zu, as the config has it", axes);
    if (given != 1 && given != axes) return shape_error(t, "positions", name, expected, diag);
    *axis = given == 1 ? 0 : rows * e->seq, *batch = rows == 1 ? 0 : e->seq;
    e->n_axes = axes;
    return RWK_OK;
}

static rwk_status read_positions(rwk_evidence *e, const rwk_tensor_file *probe, const char *name, rwk_diag *diag)
{
    rwk_tensor t;
    rwk_diag inner = { .text = "" };
    size_t axis = 0, batch = 0, at = 0;
    rwk_dtype floating;
    rwk_status status = rwk_tensor_file_get(&t, probe, "positions", &inner);
    if (status != RWK_OK) return rwk_fail(diag, status, "%s", inner.text);
    if (rwk_element_dtype(&floating, t.element))
        return rwk_fail(diag, RWK_EUNSUPPORTED, "%s: positions: %s: expected I64 or I32", name, rwk_element_name(t.element));
    status = position_strides(&axis, &batch, e, &t, name, diag);
    if (status == RWK_OK) status = allocate_positions(e, diag);
    for (size_t a = 0; a < e->n_axes && status == RWK_OK; a++)
        for (size_t b = 0; b < e->batch; b++)
            for (size_t column = 0; column < e->seq; column++)
                e->positions[at++] = rwk_tensor_integer(&t, a * axis + b * batch + column);
    for (size_t j = 0; j < at && status == RWK_OK; j++)
        if (e->positions[j] < -RWK_MAX_POSITION || e->positions[j] > RWK_MAX_POSITION)
            status = rwk_fail(diag, RWK_ERANGE, "%s: positions: item %zu: %lld: expected -(2^31 - 1) .. 2^31 - 1", name, j,
                              (long long)e->positions[j]);
    return status;
}

/* ---- The four kinds ---- */

static bool same_shape(const rwk_tensor *a, const rwk_tensor *b)
{
    return a->n_dims == b->n_dims && memcmp(a->shape, b->shape, a->n_dims * sizeof a->shape[0]) == 0;
}

static rwk_status take_input(rwk_evidence *e, rwk_tensor *t, const char *tensor_name, const rwk_tensor_file *probe,
                             const char *name, rwk_diag *diag)
{
    rwk_dtype dtype;
    char expected[96];
    rwk_status status = find_floating(t, &dtype, probe, tensor_name, name, diag);
    if (status != RWK_OK) return status;
    snprintf(expected, sizeof expected, "[batch, seq, heads, head_dim = %zu], none of them 0", e->config.head_dim);
    if (t->n_dims != 4 || t->n == 0 || t->shape[3] != e->config.head_dim) return shape_error(t, tensor_name, name, expected, diag);
    return check_finite(t, tensor_name, name, diag);
}

static void take_shape(rwk_evidence *e)
{
    e->batch = e->x.shape[0], e->seq = e->x.shape[1], e->heads = e->x.shape[2], e->width = e->x.shape[3];
}

static rwk_status take_rotated(rwk_evidence *e, const rwk_tensor_file *probe, const rwk_tensor_file *answer,
                               const char *const names[2], rwk_diag *diag)
{
    rwk_status status = take_input(e, &e->x, "x", probe, names[0], diag);
    if (status == RWK_OK) status = find_floating(&e->y, &e->answer, answer, "y", names[1], diag);
    if (status != RWK_OK) return status;
    take_shape(e);
    return same_shape(&e->x, &e->y) ? RWK_OK : shape_error(&e->y, "y", names[1], "the shape of x", diag);
}

static rwk_status take_scores(rwk_evidence *e, const rwk_tensor_file *probe, const rwk_tensor_file *answer,
                              const char *const names[2], rwk_diag *diag)
{
    rwk_status status = take_input(e, &e->x, "q", probe, names[0], diag);
    if (status == RWK_OK) status = take_input(e, &e->k, "k", probe, names[0], diag);
    if (status == RWK_OK) status = find_floating(&e->y, &e->answer, answer, "scores", names[1], diag);
    if (status != RWK_OK) return status;
    take_shape(e);
    e->kv_heads = e->k.shape[2];
    if (e->k.shape[0] != e->batch || e->k.shape[1] != e->seq || e->heads % e->kv_heads != 0)
        return shape_error(&e->k, "k", names[0], "batch and seq of q, and heads that divide its heads", diag);
    const size_t *s = e->y.shape;
    if (e->y.n_dims == 4 && s[0] == e->batch && s[1] == e->heads && s[2] == e->seq && s[3] == e->seq) return RWK_OK;
    return shape_error(&e->y, "scores", names[1], "[batch, heads, seq, seq] of q", diag);
}

rwk_status rwk_evidence_of_probe(rwk_evidence *evidence, const rwk_config *config, const rwk_tensor_file *probe,
                                 const rwk_tensor_file *answer, const rwk_evidence_kind *kind, const char *const names[2],
                                 rwk_diag *diag)
{
    static const rwk_evidence_kind ORDER[] = { RWK_ROTATED, RWK_SCORES, RWK_TABLE, RWK_INV_FREQ };
    rwk_evidence e = { .config = *config };
    rwk_status status = kind_of(&e, answer, kind, ORDER, names[1], diag);
    if (status != RWK_OK) return status;
    if (e.kind == RWK_ROTATED) status = take_rotated(&e, probe, answer, names, diag);
    else if (e.kind == RWK_SCORES) status = take_scores(&e, probe, answer, names, diag);
    else
        status = rwk_fail(diag, RWK_EPARSE, "%s: %s: expected y or scores beside a PROBE; a table is checked with -p POSITIONS",
                          names[1], rwk_evidence_name(e.kind));
    if (status == RWK_OK) status = read_positions(&e, probe, names[0], diag);
    if (status == RWK_OK) *evidence = e;
    else rwk_evidence_clear(&e);
    return status;
}

rwk_status rwk_evidence_of_inputs(rwk_evidence *evidence, const rwk_config *config, const rwk_tensor_file *probe, const char *name,
                                  rwk_diag *diag)
{
    rwk_evidence e = { .kind = RWK_ROTATED, .config = *config };
    rwk_status status = take_input(&e, &e.x, "x", probe, name, diag);
    if (status != RWK_OK) return status;
    rwk_element_dtype(&e.answer, e.x.element);
    take_shape(&e);
    status = read_positions(&e, probe, name, diag);
    if (status == RWK_OK) *evidence = e;
    else rwk_evidence_clear(&e);
    return status;
}

/* ---- Tables ---- */

static double table_at(const rwk_tensor *t, size_t row, size_t column, size_t width)
{
    return rwk_tensor_value(t, row * width + column);
}

/* How many columns of a wide table repeat the pairs of a layout, over some rows. */
static size_t repeats(const rwk_evidence *e, rwk_layout layout)
{
    size_t count = 0;
    const size_t n = e->width / 2, step = e->seq > 64 ? e->seq / 64 : 1;
    for (size_t row = 0; row < e->seq; row += step)
        for (size_t i = 0; i < n; i++) {
            size_t a, b;
            rwk_slots(&a, &b, i, e->width, layout);
            count += table_at(&e->y, row, a, e->width) == table_at(&e->y, row, b, e->width) &&
                     table_at(&e->sin, row, a, e->width) == table_at(&e->sin, row, b, e->width);
        }
    return count;
}

static rwk_layout layout_of_table(const rwk_evidence *e)
{
    const rwk_layout own = e->config.layout, other = own == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
    if (e->width != e->config.rotary_dim) return own;
    return repeats(e, other) > repeats(e, own) ? other : own;
}

/* An .npy table is one array [2, positions, width], cos first. */
static rwk_status split_npy(rwk_evidence *e, const char *name, rwk_diag *diag)
{
    const rwk_tensor t = e->y;
    if (t.n_dims != 3 || t.shape[0] != 2) return shape_error(&t, "table", name, "[2, positions, rotary_dim/2 or rotary_dim]", diag);
    rwk_status status = rwk_tensor_view(&e->y, t.element, t.shape + 1, 2, t.data);
    if (status == RWK_OK) status = rwk_tensor_view(&e->sin, t.element, t.shape + 1, 2, t.data + rwk_tensor_bytes(&t) / 2);
    return status;
}

static rwk_status take_table(rwk_evidence *e, const rwk_positions *positions, const rwk_tensor_file *answer, const char *name,
                             rwk_diag *diag)
{
    rwk_dtype other;
    char expected[96];
    const size_t d = e->config.rotary_dim;
    rwk_status status = find_floating(&e->y, &e->answer, answer, "cos", name, diag);
    if (status == RWK_OK && answer->is_npy) status = split_npy(e, name, diag);
    else if (status == RWK_OK) status = find_floating(&e->sin, &other, answer, "sin", name, diag);
    if (status != RWK_OK) return status;
    snprintf(expected, sizeof expected, "[positions = %zu, rotary_dim/2 = %zu or rotary_dim = %zu]", positions->n, d / 2, d);
    const size_t *s = e->y.shape;
    if (e->y.n_dims != 2 || s[0] != positions->n || (s[1] != d / 2 && s[1] != d))
        return shape_error(&e->y, "cos", name, expected, diag);
    if (!same_shape(&e->y, &e->sin) || e->y.element != e->sin.element)
        return shape_error(&e->sin, "sin", name, "the shape and dtype of cos", diag);
    e->batch = e->heads = 1, e->seq = positions->n, e->width = s[1], e->n_axes = axes_of(&e->config);
    e->table_layout = layout_of_table(e);
    status = allocate_positions(e, diag);
    for (size_t row = 0; row < e->seq && status == RWK_OK; row++) {
        int64_t m[RWK_MAX_AXES] = { 0 };
        rwk_positions_at(m, positions, row);
        for (size_t a = 0; a < e->n_axes; a++) e->positions[a * e->seq + row] = m[positions->n_axes == 1 ? 0 : a];
    }
    return status;
}

static rwk_status take_inv_freq(rwk_evidence *e, const rwk_tensor_file *answer, const char *name, rwk_diag *diag)
{
    char expected[64];
    const rwk_status status = find_floating(&e->y, &e->answer, answer, "inv_freq", name, diag);
    if (status != RWK_OK) return status;
    e->batch = e->seq = e->heads = 1, e->width = e->config.rotary_dim / 2, e->n_axes = 1;
    snprintf(expected, sizeof expected, "[rotary_dim/2 = %zu]", e->width);
    return e->y.n == e->width ? RWK_OK : shape_error(&e->y, "inv_freq", name, expected, diag);
}

rwk_status rwk_evidence_of_table(rwk_evidence *evidence, const rwk_config *config, const rwk_positions *positions,
                                 const rwk_tensor_file *answer, const rwk_evidence_kind *kind, const char *name, rwk_diag *diag)
{
    rwk_evidence e = { .config = *config, .table_layout = config->layout };
    const rwk_evidence_kind implied = positions ? RWK_TABLE : RWK_INV_FREQ;
    const rwk_evidence_kind order[] = { implied, positions ? RWK_INV_FREQ : RWK_TABLE, RWK_ROTATED, RWK_SCORES };
    rwk_status status = kind_of(&e, answer, kind ? kind : answer->is_npy ? &implied : NULL, order, name, diag);
    if (status != RWK_OK) return status;
    if (e.kind == RWK_TABLE && positions) status = take_table(&e, positions, answer, name, diag);
    else if (e.kind == RWK_INV_FREQ && !positions) status = take_inv_freq(&e, answer, name, diag);
    else if (e.kind == RWK_TABLE)
        status = rwk_fail(diag, RWK_EPARSE, "%s: a table: expected its rows' positions, -p POSITIONS", name);
    else if (e.kind == RWK_INV_FREQ) status = rwk_fail(diag, RWK_EPARSE, "%s: inv_freq has no positions: expected no -p", name);
    else status = rwk_fail(diag, RWK_EPARSE, "%s: %s: expected the PROBE that it answers", name, rwk_evidence_name(e.kind));
    if (status == RWK_OK) *evidence = e;
    else rwk_evidence_clear(&e);
    return status;
}
