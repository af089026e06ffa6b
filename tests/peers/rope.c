/* SPDX-License-Identifier: MIT */
/*
 * RoPE in C with floats: right, or with a fault planted.  Jobs as rope_torch.py's; models without a scaling rule.
 * Formulations: powf (a frequency from powf), product (each angle the one before times a constant, as ggml does).
 * Reads and writes safetensors with the standard library alone: 8 bytes of length, a JSON header, the numbers; little-endian machines.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    size_t head_dim, rotary_dim;
    float base;
    int interleaved;
} model;

static const model MODELS[] = {
    { "llama-2-7b", 128, 128, 10000, 0 },
    { "gpt-j-6b", 256, 64, 10000, 1 },
    { "gpt-neox-20b", 96, 24, 10000, 0 },
};

typedef struct {
    char *header, *data;
    size_t batch, seq, heads;
} probe;

/* The numbers of a tensor, and up to four of its dimensions. */
static void *tensor(const probe *p, const char *name, size_t shape[4])
{
    char key[32];
    size_t offset = 0;
    snprintf(key, sizeof key, "\"%s\":{", name);
    const char *entry = strstr(p->header, key), *dims = entry ? strstr(entry, "\"shape\":[") : NULL;
    const char *offsets = entry ? strstr(entry, "\"data_offsets\":[") : NULL;
    if (!dims || !offsets || sscanf(offsets + 16, "%zu", &offset) != 1) return NULL;
    sscanf(dims + 9, "%zu,%zu,%zu,%zu", &shape[0], &shape[1], &shape[2], &shape[3]);
    return p->data + offset;
}

static int read_probe(probe *p, const char *path)
{
    uint64_t length;
    FILE *f = fopen(path, "rb");
    if (!f || fread(&length, 8, 1, f) != 1 || length > 1 << 20) return 0;
    fseek(f, 0, SEEK_END);
    const size_t size = (size_t)ftell(f) - 8;
    fseek(f, 8, SEEK_SET);
    p->header = malloc(size + 1);
    if (!p->header || fread(p->header, 1, size, f) != size) return 0;
    p->data = malloc(size - length);
    if (!p->data) return 0;
    memcpy(p->data, p->header + length, size - length);
    p->header[length] = '\0';
    return fclose(f) == 0;
}

static int write_answer(const char *path, const probe *p, const float *y, size_t width)
{
    char header[256];
    const size_t n = p->batch * p->seq * p->heads * width;
    int used = snprintf(header, sizeof header, "{\"y\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu,%zu,%zu],\"data_offsets\":[0,%zu]}}", p->batch,
                        p->seq, p->heads, width, 4 * n);
    while (used % 8) header[used++] = ' ';
    const uint64_t length = (uint64_t)used;
    FILE *f = fopen(path, "wb");
    return f && fwrite(&length, 8, 1, f) == 1 && fwrite(header, 1, length, f) == length && fwrite(y, 4, n, f) == n && fclose(f) == 0;
}

static void rotate(float *y, const float *x, int64_t position, const model *m, int product, const char *fault)
{
    const size_t n = m->rotary_dim / 2, d = strcmp(fault, "denominator") ? m->rotary_dim : m->head_dim;
    const float base = strcmp(fault, "base") ? m->base : 500000, step = powf(base, -2.0f / (float)d);
    const int interleaved = strcmp(fault, "layout") ? m->interleaved : !m->interleaved;
    float angle = (float)(strcmp(fault, "offset") ? position : position + 1);
    memcpy(y, x, m->head_dim * sizeof *y);
    for (size_t i = 0; i < n; i++) {
        const float phi = product ? angle : angle * powf(base, -2.0f * (float)i / (float)d);
        const float c = cosf(phi), s = strcmp(fault, "sign") ? sinf(phi) : -sinf(phi);
        const size_t a = interleaved ? 2 * i : i, b = interleaved ? 2 * i + 1 : i + n;
        y[a] = x[a] * c - x[b] * s;
        y[b] = x[b] * c + x[a] * s;
        if (product) angle *= step;
    }
}

static int answer(char *job)
{
    char *field[9];
    size_t n = 0, k = 0, shape[4], unused[4];
    for (char *s = strtok(job, "\t\n"); s && n < 9; s = strtok(NULL, "\t\n")) field[n++] = s;
    while (n == 9 && k < 3 && strcmp(MODELS[k].name, field[1])) k++;
    probe p;
    if (n != 9 || k == 3 || !read_probe(&p, field[7])) return 0;
    const float *x = tensor(&p, "x", shape);
    const int64_t *positions = tensor(&p, "positions", unused);
    p.batch = shape[0], p.seq = shape[1], p.heads = shape[2];
    float *y = malloc(p.batch * p.seq * p.heads * MODELS[k].head_dim * sizeof *y);
    if (!x || !positions || !y) return 0;
    for (size_t v = 0; v < p.batch * p.seq * p.heads; v++)
        rotate(y + v * MODELS[k].head_dim, x + v * MODELS[k].head_dim, positions[v / p.heads], &MODELS[k], !strcmp(field[0], "product"), field[5]);
    const int written = write_answer(field[8], &p, y, MODELS[k].head_dim);
    free(y);
    free(p.data);
    free(p.header);
    return written;
}

int main(int argc, char **argv)
{
    char line[4096];
    if (argc > 1 && strcmp(argv[1], "--version") == 0) return printf("C\n") < 0;
    while (fgets(line, sizeof line, stdin))
        if (!answer(line)) return fprintf(stderr, "rope: job failed\n"), 1;
    return 0;
}
