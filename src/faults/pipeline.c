/* SPDX-License-Identifier: MIT */
/* Forward model of an implementation: position, frequency, angle, table, rotation, each stage rounded as it is told. */
#include "faults/pipeline.h"

#include <math.h>
#include <string.h>

#include "angles/truth.h"

rwk_status rwk_pipeline_take(rwk_pipeline *p, const rwk_config *config, rwk_diag *diag)
{
    rwk_truth *truth;
    if (config->rotary_dim / 2 > RWK_PIPELINE_PAIRS)
        return rwk_fail(diag, RWK_ERANGE, "rotary_dim: %zu: expected at most %d here", config->rotary_dim, 2 * RWK_PIPELINE_PAIRS);
    rwk_status status = rwk_truth_new(&truth, config, 0, diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(p->inv_freq, truth, RWK_F64);
    p->attention_factor = rwk_truth_attention_factor(truth);
    rwk_truth_free(truth);
    return status;
}

rwk_status rwk_pipeline_of(rwk_pipeline *p, const rwk_config *config, rwk_diag *diag)
{
    memset(p, 0, sizeof *p);
    p->head_dim = config->head_dim, p->rotary_dim = config->rotary_dim, p->layout = config->layout;
    p->n_axes = config->n_axes ? config->n_axes : 1;
    const rwk_status status = rwk_pipeline_take(p, config, diag);
    for (size_t i = 0; status == RWK_OK && i < config->rotary_dim / 2; i++) p->axis[i] = (unsigned char)rwk_config_axis(config, i);
    return status;
}

static int64_t source_of(const rwk_pipeline *p, const rwk_place *place, size_t axis)
{
    switch (p->source) {
    case RWK_POSITION_CONSTANT: return 0;
    case RWK_POSITION_COLUMN: return (int64_t)place->column;
    case RWK_POSITION_ROW_ZERO: return place->row_zero[axis];
    case RWK_POSITION_HEAD: return (int64_t)place->head;
    case RWK_POSITION_TILED: return axis < RWK_MAX_AXES ? place->tiled[axis] : 0;
    default: return axis < RWK_MAX_AXES ? place->position[axis] : 0;
    }
}

/* The position that turns pair i, and whether it is beyond the table. */
static double position_of(bool *beyond, const rwk_pipeline *p, const rwk_place *place, size_t i)
{
    int64_t m = source_of(p, place, p->axis[i]) + p->shift + p->by_head * (int64_t)place->head + (place->batch > 0 ? p->by_row : 0);
    *beyond = p->limit_kind != RWK_LIMIT_NONE && m >= p->limit;
    if (*beyond && p->limit_kind == RWK_LIMIT_WRAP) m %= p->limit;
    if (*beyond && p->limit_kind == RWK_LIMIT_CLAMP) m = p->limit - 1;
    return (double)m;
}

double rwk_pipeline_position(const rwk_pipeline *p, const rwk_place *place, size_t i)
{
    bool beyond;
    return position_of(&beyond, p, place, i);
}

/* Which of inv_freq turns pair i there. */
static size_t frequency_at(const rwk_pipeline *p, const rwk_place *place, bool beyond, size_t i)
{
    const size_t behind = beyond && p->limit_kind == RWK_LIMIT_OTHER ? p->rotary_dim / 2 : 0,
                 k = i + place->head * p->pairs_by_head + behind;
    return k < RWK_PIPELINE_PAIRS ? k : i;
}

/* x rounded to dtype; *error, how far x may be off, becomes how far the rounded value may be: nothing, unless a boundary is near. */
static double stage(double *error, double x, rwk_dtype dtype)
{
    if (dtype == RWK_F64) return x;
    const double rounded = rwk_round(x, dtype), low = rwk_round(x - *error, dtype), high = rwk_round(x + *error, dtype);
    *error = isfinite(rounded) ? fmax(fabs(high - rounded), fabs(rounded - low)) : 0;
    return rounded;
}

/* The angle reduced by multiples of a 2 pi that has 24 bits: right near 0, off by 1.7e-7 a turn.  (D20.2) */
static double coarse(double angle)
{
    const double turn = (double)(float)(8 * atan(1));
    return rwk_round(angle - turn * nearbyint(angle / turn), RWK_F32);
}

double rwk_pipeline_frequency(double *error, const rwk_pipeline *p, size_t i) { return stage(error, p->inv_freq[i], p->frequency); }

/* phi_i of pair i, and how far it may be off. */
static double angle_of(double *error, const rwk_pipeline *p, double m, size_t i)
{
    const double theta = rwk_pipeline_frequency(error, p, i), exact = p->multiply ? p->multiply(p, m, i) : m * theta;
    *error *= fabs(m);
    if (p->position == RWK_F64 && fabs(m) > 0x1p24) *error += 0x1p-24 * fabs(exact); /* an f32 position; (D20.4) */
    if (p->frequency != RWK_F64)
        *error += 0x1p-24 * fabs(exact); /* delta holds the rounding of the product, a stored theta does not */
    const double angle = stage(error, exact, p->angle);
    return p->coarse_trig ? coarse(angle) : angle;
}

/* How far frequency k may be off where that of pair i may be off by `delta`: as far, for its size. */
static double error_of(const rwk_pipeline *p, double delta, size_t k, size_t i)
{
    return k == i || !(p->inv_freq[i] > 0) ? delta : delta * fmax(1, fabs(p->inv_freq[k] / p->inv_freq[i]));
}

void rwk_pipeline_row(double c[], double s[], double turn[], const rwk_pipeline *p, const rwk_place *place, const double delta[])
{
    const double a = p->attention_factor;
    for (size_t i = 0; i < p->rotary_dim / 2; i++) {
        bool beyond;
        const double m = rwk_round(position_of(&beyond, p, place, i), p->position);
        const size_t k = frequency_at(p, place, beyond, i);
        const bool still = beyond && p->limit_kind == RWK_LIMIT_IDENTITY;
        double error = delta ? error_of(p, delta[i], k, i) : 0;
        const double angle = angle_of(&error, p, m, k);
        double error_c = fabs(a) * (error + 0x1p-23), error_s = error_c;
        c[i] = still ? 1 : stage(&error_c, a * cos(angle), p->table);
        s[i] = still ? 0 : stage(&error_s, a * sin(angle), p->table);
        if (turn) turn[i] = p->table == RWK_F64 ? error : hypot(error_c, error_s) / fmax(fabs(a), 0x1p-60);
    }
}

/* Slot of the whole head that slot j of an interleaved head goes to when neighbours become halves within each chunk, then read back as
 * neighbours of the whole. */
static size_t moved(size_t j, size_t width, size_t chunks)
{
    const size_t chunk = width / chunks, at = j % chunk, half = at % 2 * (chunk / 2) + at / 2 + j / chunk * chunk;
    return half < width / 2 ? 2 * half : 2 * (half - width / 2) + 1;
}

void rwk_pipeline_side(rwk_pipeline *side, const rwk_pipeline *p, bool is_key)
{
    *side = *p;
    if (is_key ? p->swap_keys : p->swap_queries) side->layout = p->layout == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
}

void rwk_pipeline_key(double y[], const double x[], const rwk_pipeline *p)
{
    const size_t width = p->head_dim, chunks = p->key_chunks;
    const bool is_wrong = chunks > 1 && width % (2 * chunks) == 0 && p->rotary_dim == width;
    for (size_t j = 0; j < width; j++) y[j] = x[j];
    for (size_t j = 0; is_wrong && j < width; j++) { /* j: the slot as neighbours count */
        size_t from = j, to = moved(j, width, chunks);
        if (p->layout == RWK_HALF_SPLIT) from = j % 2 * (width / 2) + j / 2, to = to % 2 * (width / 2) + to / 2;
        y[to] = x[from];
    }
}

static double sum(double a, double b, rwk_dtype dtype) { return rwk_round(a + b, dtype); }
static double product(double a, double b, rwk_dtype dtype) { return rwk_round(a * b, dtype); }

/* The other layout's table under this layout's rotate_half: slot j takes cos and sin of the pair that j has there. */
static void rotate_mixed(double y[], const double x[], const rwk_pipeline *p, const double c[], const double s[])
{
    const size_t n = p->rotary_dim / 2;
    for (size_t i = 0; i < n; i++) {
        size_t a, b;
        rwk_slots(&a, &b, i, p->rotary_dim, p->layout);
        const size_t of_a = rwk_mixed_pair(a, p->rotary_dim, p->layout), of_b = rwk_mixed_pair(b, p->rotary_dim, p->layout);
        const double x0 = x[a], x1 = x[b];
        y[a] = sum(product(x0, c[of_a], p->arithmetic), -product(x1, s[of_a], p->arithmetic), p->arithmetic);
        y[b] = sum(product(x1, c[of_b], p->arithmetic), product(x0, s[of_b], p->arithmetic), p->arithmetic);
    }
}

static void rotate_pairs(double y[], const double x[], const rwk_pipeline *p, const double c[], const double s[])
{
    const double sign = p->rotate == RWK_ROTATE_BACK ? -1 : 1;
    for (size_t i = 0; i < p->rotary_dim / 2; i++) {
        size_t a, b;
        rwk_slots(&a, &b, i, p->rotary_dim, p->layout);
        const double cosine = p->rotate == RWK_ROTATE_SWAP ? s[i] : c[i],
                     sine = sign * (p->rotate == RWK_ROTATE_SWAP ? c[i] : s[i]);
        const double x0 = x[a], x1 = x[b];
        y[a] = sum(product(x0, cosine, p->arithmetic), -product(x1, sine, p->arithmetic), p->arithmetic);
        y[b] = sum(product(x0, sine, p->arithmetic), product(x1, cosine, p->arithmetic), p->arithmetic);
    }
}

void rwk_pipeline_head(double y[], const double x[], const rwk_pipeline *p, const double c[], const double s[])
{
    const size_t first_copied = p->rotate == RWK_ROTATE_NOT ? 0 : p->rotary_dim;
    if (p->rotate == RWK_ROTATE_MIXED) rotate_mixed(y, x, p, c, s);
    else if (p->rotate != RWK_ROTATE_NOT) rotate_pairs(y, x, p, c, s);
    for (size_t j = first_copied; j < p->head_dim; j++) y[j] = x[j];
}
