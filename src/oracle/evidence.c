/* SPDX-License-Identifier: MIT */
/* The values of an answer and of what it answers, place by place. */
#include "oracle/evidence.h"

#include <stdlib.h>
#include <string.h>

static const char *const NAMES[] = { "y", "table", "inv_freq", "scores" };

const char *rwk_evidence_name(rwk_evidence_kind kind) { return NAMES[kind]; }

rwk_status rwk_evidence_from_name(rwk_evidence_kind *kind, const char *name)
{
    for (int k = RWK_ROTATED; k <= RWK_SCORES; k++)
        if (strcmp(name, NAMES[k]) == 0) return *kind = (rwk_evidence_kind)k, RWK_OK;
    return RWK_EPARSE;
}

void rwk_evidence_clear(rwk_evidence *e)
{
    free(e->positions);
    e->positions = NULL;
}

rwk_place rwk_evidence_place(const rwk_evidence *e, size_t batch, size_t column, size_t head)
{
    rwk_place place = { .batch = batch, .column = column, .head = head };
    const size_t tile = e->seq ? (column * e->heads + head) % e->seq : 0;
    for (size_t a = 0; e->positions && a < e->n_axes; a++) {
        place.position[a] = e->positions[(a * e->batch + batch) * e->seq + column];
        place.row_zero[a] = e->positions[a * e->batch * e->seq + column];
        place.tiled[a] = e->positions[(a * e->batch + batch) * e->seq + tile];
    }
    return place;
}

static void table_head(double x[], double y[], const rwk_evidence *e, size_t row)
{
    const size_t d = e->config.rotary_dim;
    memset(x, 0, e->config.head_dim * sizeof *x);
    memset(y, 0, e->config.head_dim * sizeof *y);
    for (size_t i = 0; i < d / 2; i++) {
        size_t a, b, column = i, unused;
        rwk_slots(&a, &b, i, d, e->config.layout);
        if (e->width == d) rwk_slots(&column, &unused, i, d, e->table_layout);
        x[a] = 1, y[a] = rwk_tensor_value(&e->y, row * e->width + column),
        y[b] = rwk_tensor_value(&e->sin, row * e->width + column);
    }
}

void rwk_evidence_head(double x[], double y[], const rwk_evidence *e, const rwk_place *p)
{
    if (e->kind == RWK_TABLE) {
        table_head(x, y, e, p->column);
        return;
    }
    const size_t at = ((p->batch * e->seq + p->column) * e->heads + p->head) * e->width;
    rwk_tensor_values(x, &e->x, at, e->width);
    rwk_tensor_values(y, &e->y, at, e->width);
}

void rwk_evidence_query(double q[], const rwk_evidence *e, size_t batch, size_t column, size_t head)
{
    const size_t at = ((batch * e->seq + column) * e->heads + head) * e->width;
    rwk_tensor_values(q, &e->x, at, e->width);
}

void rwk_evidence_key(double k[], const rwk_evidence *e, size_t batch, size_t column, size_t kv_head)
{
    const size_t at = ((batch * e->seq + column) * e->kv_heads + kv_head) * e->width;
    rwk_tensor_values(k, &e->k, at, e->width);
}

double rwk_evidence_score(const rwk_evidence *e, size_t batch, size_t head, size_t m, size_t n)
{
    return rwk_tensor_value(&e->y, ((batch * e->heads + head) * e->seq + m) * e->seq + n);
}
