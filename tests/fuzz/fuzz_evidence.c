/* SPDX-License-Identifier: MIT */
// Fuzz target of src/oracle/evidence: any bytes as a PROBE and an ANSWER; what is accepted is read to the last value.
//
//   make fuzz, or build/fuzz/fuzz_evidence tests/fuzz/corpus/evidence
//
// Byte 0: bits 0, 1 = config; bits 2 .. 4 = kind (4 and more: not given); bit 5 = a table or inv_freq; bit 6 = with positions.
// Bytes 1, 2: length of the PROBE (big-endian), which follows; the rest is the ANSWER.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/npy.h"
#include "oracle/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD_DIM = 6, MOST = 4096 };

static void require(int condition)
{
    if (!condition) abort();
}

/* As rwk_tensor_file_read does, from memory. */
static rwk_status open_file(rwk_tensor_file *file, const uint8_t *data, size_t size, rwk_diag *diag)
{
    file->is_npy = rwk_npy_is(data, size);
    return file->is_npy ? rwk_npy_parse(&file->array, data, size, "fuzz", diag)
                        : rwk_safetensors_open(&file->safetensors, data, size, "fuzz", diag);
}

static rwk_config config_of(unsigned choice)
{
    rwk_config c = rwk_config_plain(HEAD_DIM, 10000);
    if (choice & 1) c.rotary_dim = 4, c.layout = RWK_INTERLEAVED;
    if (choice == 2) c.n_axes = 3, c.mrope_section[0] = c.mrope_section[1] = c.mrope_section[2] = 1;
    return c;
}

static void read_head(const rwk_evidence *e, size_t b, size_t t, size_t h)
{
    double x[HEAD_DIM], y[HEAD_DIM];
    const rwk_place place = rwk_evidence_place(e, b, t, h);
    for (size_t a = 0; e->positions && a < e->n_axes; a++) require(llabs(place.position[a]) <= RWK_MAX_POSITION);
    if (e->kind == RWK_SCORES) {
        rwk_evidence_query(x, e, b, t, h);
        rwk_evidence_key(y, e, b, t, h / (e->heads / e->kv_heads));
        for (size_t n = 0; n < e->seq; n++) (void)rwk_evidence_score(e, b, h, t, n);
    } else rwk_evidence_head(x, y, e, &place);
    for (size_t j = 0; j < HEAD_DIM; j++) require(isfinite(x[j]));
}

static void read_all(const rwk_evidence *e)
{
    size_t count = 0;
    for (size_t b = 0; b < e->batch; b++)
        for (size_t t = 0; t < e->seq; t++)
            for (size_t h = 0; h < e->heads && e->kind != RWK_INV_FREQ && count < MOST; h++, count++) read_head(e, b, t, h);
    for (size_t i = 0; e->kind == RWK_INV_FREQ && i < e->width; i++) (void)rwk_tensor_value(&e->y, i);
}

static rwk_status put_together(rwk_evidence *e, unsigned choice, const rwk_tensor_file *probe, const rwk_tensor_file *answer,
                               rwk_diag *diag)
{
    static const char *const NAMES[] = { "probe", "answer" };
    rwk_range range = { 0, 3, 4 };
    const rwk_positions positions = { .n = 4, .n_axes = 1, .ranges = &range, .n_ranges = 1 };
    const rwk_config config = config_of(choice & 3);
    const rwk_evidence_kind kind = (rwk_evidence_kind)(choice >> 2 & 3);
    const rwk_evidence_kind *given = choice >> 4 & 1 ? NULL : &kind;
    if (choice >> 5 & 1)
        return rwk_evidence_of_table(e, &config, choice >> 6 & 1 ? &positions : NULL, answer, given, NAMES[1], diag);
    return rwk_evidence_of_probe(e, &config, probe, answer, given, NAMES, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rwk_tensor_file probe = { 0 }, answer = { 0 };
    rwk_evidence evidence = { 0 };
    rwk_diag diag = { .text = "" };
    if (size < 3) return 0;
    const size_t rest = size - 3, claimed = (size_t)data[1] << 8 | data[2], n = claimed < rest ? claimed : rest;
    uint8_t *first = malloc(n + 1), *second = malloc(rest - n + 1); /* apart, so that the sanitizers see what reads past an end */
    require(first && second);
    memcpy(first, data + 3, n);
    memcpy(second, data + 3 + n, rest - n);
    if ((n == 0 || open_file(&probe, first, n, &diag) == RWK_OK) && open_file(&answer, second, rest - n, &diag) == RWK_OK &&
        (n > 0 || data[0] >> 5 & 1)) {
        diag.text[0] = '\0';
        const rwk_status status = put_together(&evidence, data[0], &probe, &answer, &diag);
        if (status == RWK_OK) read_all(&evidence);
        else require(diag.text[0] != '\0' && !strchr(diag.text, '\n') && evidence.positions == NULL);
        rwk_evidence_clear(&evidence);
    }
    rwk_safetensors_close(&probe.safetensors);
    rwk_safetensors_close(&answer.safetensors);
    free(first);
    free(second);
    return 0;
}
