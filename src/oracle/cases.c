/* SPDX-License-Identifier: MIT */
/* From the tensors of a probe to cases, and from answers back to tensors. */
#include "oracle/cases.h"

#include <stdlib.h>
#include <string.h>

#include "oracle/probe.h"

void rwk_cases_clear(rwk_cases *c)
{
    free(c->positions);
    free(c->x);
    *c = (rwk_cases){ 0 };
}

/* Row b, column t of the probe: another head in each row, so that more vectors come up. */
static void fill(rwk_cases *c, const rwk_probe *p)
{
    for (size_t b = 0, at = 0; b < p->batch; b++)
        for (size_t t = 0; t < p->seq; t++, at++) {
            const double *x = p->x + ((b * p->seq + t) * p->heads + b % p->heads) * p->head_dim;
            memcpy(c->x + at * p->head_dim, x, p->head_dim * sizeof *x);
            for (size_t a = 0; a < p->n_axes; a++) c->positions[at * p->n_axes + a] = p->positions[(a * p->batch + b) * p->seq + t];
        }
}

rwk_status rwk_cases_init(rwk_cases *cases, const rwk_config *config, rwk_dtype dtype, bool beyond, rwk_diag *diag)
{
    rwk_probe probe = { 0 };
    rwk_cases c = { .config = *config, .dtype = dtype };
    rwk_status status = rwk_probe_init(&probe, config, dtype, false, beyond, diag);
    if (status != RWK_OK) return status;
    c.n = probe.batch * probe.seq, c.n_axes = probe.n_axes; /* fewer than the probe holds: the products fit */
    c.positions = malloc(c.n * c.n_axes * sizeof *c.positions);
    c.x = malloc(c.n * config->head_dim * sizeof *c.x);
    if (c.positions && c.x) fill(&c, &probe);
    else status = RWK_ENOMEM;
    rwk_probe_clear(&probe);
    if (status == RWK_OK) *cases = c;
    else rwk_cases_clear(&c);
    return status;
}

/* ---- Evidence ---- */

void rwk_case_evidence_clear(rwk_case_evidence *e)
{
    rwk_evidence_clear(&e->evidence);
    free(e->x);
    free(e->y);
    *e = (rwk_case_evidence){ 0 };
}

static size_t count(const bool kept[], size_t n)
{
    size_t sum = 0;
    for (size_t k = 0; k < n; k++) sum += kept[k];
    return sum;
}

static void pack_kept(rwk_case_evidence *out, const rwk_cases *c, const double y[], const bool kept[])
{
    const size_t width = c->config.head_dim, bytes = width * rwk_element_size(rwk_element_of(c->dtype));
    for (size_t k = 0, column = 0; k < c->n; k++) {
        if (!kept[k]) continue;
        rwk_pack(out->x + column * bytes, c->x + k * width, width, c->dtype);
        rwk_pack(out->y + column * bytes, y + k * width, width, c->dtype);
        for (size_t a = 0; a < c->n_axes; a++)
            out->evidence.positions[a * out->evidence.seq + column] = c->positions[k * c->n_axes + a];
        column++;
    }
}

rwk_status rwk_cases_evidence(rwk_case_evidence *evidence, const rwk_cases *c, const double y[], const bool kept[])
{
    rwk_case_evidence out = { .evidence = { .kind = RWK_ROTATED, .config = c->config, .answer = c->dtype } };
    rwk_evidence *e = &out.evidence;
    const rwk_element element = rwk_element_of(c->dtype);
    e->batch = e->heads = 1, e->seq = count(kept, c->n), e->width = c->config.head_dim, e->n_axes = c->n_axes;
    const size_t shape[4] = { 1, e->seq, 1, e->width }, bytes = e->seq * e->width * rwk_element_size(element);
    e->positions = malloc(e->seq * e->n_axes * sizeof *e->positions + 1);
    out.x = malloc(bytes + 1), out.y = malloc(bytes + 1);
    rwk_status status = e->positions && out.x && out.y ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_tensor_view(&e->x, element, shape, 4, out.x);
    if (status == RWK_OK) status = rwk_tensor_view(&e->y, element, shape, 4, out.y);
    if (status == RWK_OK) pack_kept(&out, c, y, kept);
    if (status == RWK_OK) *evidence = out;
    else rwk_case_evidence_clear(&out);
    return status;
}
