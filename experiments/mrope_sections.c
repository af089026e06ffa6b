/* SPDX-License-Identifier: MIT */
/*
 * Claim     M-RoPE turns each pair by one axis: scores are relative on every axis and text is plain RoPE; contiguous sections keep the
 *           fast pairs for time, interleaved ones give every axis the whole spectrum.
 * Source    Wang et al. 2024 (Qwen2-VL, arXiv:2409.12191), Bai et al. 2025 (Qwen3-VL, arXiv:2511.21631), Hugging Face's code of both;
 *           derivations (D1.17), (D19.8), (D19.11), (D19.12)
 * Measure   scores before and after a shift along one axis; rotation at equal positions against 1-D RoPE; the axis of every pair, found by
 *           moving one axis at a time, against the slices of the published code; pairs that an axis leaves out; what 100 patches of
 *           width take from a score
 * Holds if  shifts change scores within (D3.8); text has the same bits; all axes agree; no hole of more than (D19.11) pairs where sections
 *           are interleaved; 100 patches take at most (D19.12) where they are contiguous
 * Must fail queries and keys of different arrangements; a fourth axis for the last pairs; sections forgotten; each arrangement held to the
 *           other's bound
 */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "angles/rows.h"
#include "attention/scores.h"
#include "claims/rounding.h"
#include "claims/sections.h"
#include "config/config_load.h"
#include "encodings/rope_nd.h"
#include "faults/axes_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 30,
    .id = "mrope_sections",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "M-RoPE is relative on every axis and plain RoPE for text; contiguous sections keep the fast pairs for time.",
    .source = "Wang et al. 2024; Bai et al. 2025",
    .section = "19",
    .equations = "D1.17 D19.12",
};

enum { T, H, W, AXES, D = 128, N = D / 2, DRAWS = 2000, FAR = 1 << 17, PATCHES = 1024, IMAGE = 100, FIGURE = 1000 };
enum { CONTIGUOUS, INTERLEAVED, N_MODELS };

static const char *const AXIS[AXES] = { "time", "height", "width" };

typedef struct {
    const char *preset, *name;
    rwk_config config;
    rwk_truth *truth;
    rwk_rows *rows; /* of one axis */
    double theta[N];
    size_t axis[N]; /* of each pair, as measured */
} model;

static rwk_status open_model(model *m, rwk_run *run)
{
    rwk_status status = rwk_config_load(&m->config, m->preset, NULL, &run->diag);
    if (status == RWK_OK) status = rwk_truth_new(&m->truth, &m->config, 0, &run->diag);
    if (status == RWK_OK) status = rwk_truth_inv_freq(m->theta, m->truth, RWK_F64);
    if (status != RWK_OK) return status;
    m->rows = rwk_rows_new(m->truth, NULL);
    return m->rows ? RWK_OK : RWK_ENOMEM;
}

/* ---- Rotations. ---- */

/* One certified row an axis, and a fourth at position 0. */
typedef struct {
    double c[AXES + 1][N], s[AXES + 1][N];
} axis_rows;

static rwk_status fill_rows(axis_rows *r, model *m, const int64_t p[AXES])
{
    rwk_status status = RWK_OK;
    for (size_t a = 0; a <= AXES && status == RWK_OK; a++)
        status = rwk_rows_at(r->c[a], r->s[a], m->rows, &(const int64_t){ a < AXES ? p[a] : 0 }, RWK_F64);
    return status;
}

/* y = x at time, height and width p. */
typedef rwk_status encode(double y[], const double x[], model *m, const int64_t p[AXES]);

static rwk_status encode_with(double y[], const double x[], model *m, const rwk_config *config, const int64_t p[AXES])
{
    axis_rows r;
    const double *const c[] = { r.c[T], r.c[H], r.c[W] }, *const s[] = { r.s[T], r.s[H], r.s[W] };
    const rwk_status status = fill_rows(&r, m, p);
    return status == RWK_OK ? rwk_rope_nd(y, x, config, RWK_SPECTRUM_SHARED, c, s, RWK_F64) : status;
}

static rwk_status encode_right(double y[], const double x[], model *m, const int64_t p[AXES])
{
    return encode_with(y, x, m, &m->config, p);
}

/* The same sections, contiguous for interleaved and the reverse. */
static rwk_status encode_rearranged(double y[], const double x[], model *m, const int64_t p[AXES])
{
    rwk_config other = m->config;
    other.mrope_interleaved = !other.mrope_interleaved;
    return encode_with(y, x, m, &other, p);
}

static rwk_status encode_by(double y[], const double x[], model *m, const int64_t p[AXES],
                            size_t (*axis_of)(const rwk_config *, size_t))
{
    axis_rows r;
    double c[N], s[N];
    const rwk_status status = fill_rows(&r, m, p);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < N; i++) c[i] = r.c[axis_of(&m->config, i)][i], s[i] = r.s[axis_of(&m->config, i)][i];
    return rwk_rope_of_layout(m->config.layout)(y, x, D, D, c, s, RWK_F64);
}

static rwk_status encode_fourth(double y[], const double x[], model *m, const int64_t p[AXES])
{
    return encode_by(y, x, m, p, rwk_fault_imrope_axis);
}

static rwk_status encode_strided(double y[], const double x[], model *m, const int64_t p[AXES])
{
    return encode_by(y, x, m, p, rwk_fault_strided_axis);
}

/* ---- Relative on every axis. ---- */

static double score(model *m, const double q[], const double k[], const int64_t at_q[], const int64_t at_k[], encode *encode_k)
{
    double a[D], b[D];
    if (encode_right(a, q, m, at_q) != RWK_OK || encode_k(b, k, m, at_k) != RWK_OK) return NAN;
    return rwk_dot(a, b, D, RWK_F64);
}

/* Largest change of a score when both tokens move alike along one axis, over its bound. */
static double shift_change(rwk_run *run, model *m, encode *encode_k)
{
    double q[D], k[D], w[N], worst = 0;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 20); draw++) {
        int64_t at_q[AXES], at_k[AXES];
        const size_t axis = draw % AXES;
        rwk_run_gaussian(run, q, D);
        rwk_run_gaussian(run, k, D);
        for (int a = 0; a < AXES; a++) {
            at_q[a] = (int64_t)gsl_rng_uniform_int(run->rng, a == T ? FAR : PATCHES);
            at_k[a] = (int64_t)gsl_rng_uniform_int(run->rng, a == T ? FAR : PATCHES);
        }
        const double before = score(m, q, k, at_q, at_k, encode_k);
        const int64_t shift = 1 + (int64_t)gsl_rng_uniform_int(run->rng, axis == T ? FAR : PATCHES);
        at_q[axis] += shift, at_k[axis] += shift;
        for (size_t i = 0; i < N; i++) w[i] = hypot(q[i], q[i + N]) * hypot(k[i], k[i + N]); /* both models are half_split */
        const double bound = rwk_bound_identity(w, m->theta, N, 0, rwk_unit_roundoff(RWK_F64));
        worst = rwk_worst(worst, fabs(score(m, q, k, at_q, at_k, encode_k) - before) / bound);
    }
    return worst;
}

/* Largest difference from 1-D RoPE when all axes have the same position. */
static double text_difference(rwk_run *run, model *m, encode *encode_x)
{
    double x[D], y[D], plain[D], c[N], s[N], worst = 0;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 20); draw++) {
        const int64_t at = (int64_t)gsl_rng_uniform_int(run->rng, FAR), p[AXES] = { at, at, at };
        rwk_run_gaussian(run, x, D);
        rwk_status status = rwk_rows_at(c, s, m->rows, &at, RWK_F64);
        if (status == RWK_OK) status = rwk_rope_of_layout(m->config.layout)(plain, x, D, D, c, s, RWK_F64);
        if (status == RWK_OK) status = encode_x(y, x, m, p);
        if (status != RWK_OK) return NAN;
        for (size_t j = 0; j < D; j++) worst = rwk_worst(worst, fabs(y[j] - plain[j]));
    }
    return worst;
}

/* ---- Which axis turns which pair. ---- */

/* axis[i]: the one of the axes whose step turns pair i; AXES when none does, or more than one. */
static rwk_status find_axes(size_t axis[N], model *m, encode *encode_x)
{
    double x[D], y[D];
    for (size_t j = 0; j < D; j++) x[j] = 1;
    for (size_t i = 0; i < N; i++) axis[i] = AXES;
    for (size_t a = 0; a < AXES; a++) {
        const int64_t p[AXES] = { a == T, a == H, a == W };
        const rwk_status status = encode_x(y, x, m, p);
        if (status != RWK_OK) return status;
        for (size_t i = 0; i < N; i++)
            if (y[i] != 1) axis[i] = axis[i] == AXES ? a : AXES;
    }
    return RWK_OK;
}

/* The published code: a split into consecutive chunks, or time everywhere and strided slices written over it. */
static void published_axes(size_t axis[N], const rwk_config *c)
{
    size_t i = 0;
    for (size_t a = 0; a < AXES && !c->mrope_interleaved; a++)
        for (size_t k = 0; k < c->mrope_section[a]; k++) axis[i++] = a;
    for (; i < N; i++) axis[i] = T;
    for (size_t a = H; a <= W && c->mrope_interleaved; a++)
        for (i = a; i < 3 * c->mrope_section[a]; i += 3) axis[i] = a;
}

static double other_axes(model *m, encode *encode_x)
{
    size_t found[N], published[N];
    double n = 0;
    published_axes(published, &m->config);
    if (find_axes(found, m, encode_x) != RWK_OK) return NAN;
    for (size_t i = 0; i < N; i++) n += found[i] != published[i];
    return n;
}

static double widest_hole(const model *m, size_t a) { return rwk_sections_widest_hole(m->axis, N, a); }

static double widest_of_all(const model *m)
{
    return rwk_worst(rwk_worst(widest_hole(m, T), widest_hole(m, H)), widest_hole(m, W));
}

/* ---- What a distance along one axis takes from a score. ---- */

static double loss(const model *m, size_t a, double s) { return rwk_sections_loss(m->theta, m->axis, N, a, s); }

static void record_axes(rwk_run *run, const model *m)
{
    for (size_t a = 0; a < AXES; a++) {
        double shortest = INFINITY, longest = 0, full = 0;
        for (size_t i = 0; i < N; i++) {
            const double wavelength = 2 * acos(-1) / m->theta[i];
            if (m->axis[i] != a) continue;
            shortest = rwk_least(shortest, wavelength), longest = rwk_worst(longest, wavelength), full += wavelength <= IMAGE;
        }
        rwk_run_fact(run, rwk_run_name(run, "%s, %s: shortest wavelength [token]", m->name, AXIS[a]), shortest);
        rwk_run_fact(run, rwk_run_name(run, "%s, %s: longest wavelength [token]", m->name, AXIS[a]), longest);
        rwk_run_fact(run, rwk_run_name(run, "%s, %s: pairs with a full turn within 100", m->name, AXIS[a]), full);
        rwk_run_fact(run, rwk_run_name(run, "%s, %s: widest hole [pair]", m->name, AXIS[a]), widest_hole(m, a));
        rwk_run_fact(run, rwk_run_name(run, "%s, %s: what a distance of 100 takes", m->name, AXIS[a]), loss(m, a, IMAGE));
    }
}

/* ---- Together. ---- */

static rwk_status check_model(rwk_run *run, model *m)
{
    const rwk_status status = find_axes(m->axis, m, encode_right);
    rwk_run_check(run, rwk_run_name(run, "%s: change of a score when both tokens move along one axis, over bound", m->name),
                  shift_change(run, m, encode_right), 1);
    rwk_run_check(run, rwk_run_name(run, "%s: text against 1-D RoPE, largest difference", m->name),
                  text_difference(run, m, encode_right), 0);
    rwk_run_check(run, rwk_run_name(run, "%s: pairs whose axis is not the published code's", m->name), other_axes(m, encode_right),
                  0);
    rwk_run_control(run, rwk_run_name(run, "%s: keys of the other arrangement, change over bound", m->name),
                    shift_change(run, m, encode_rearranged), 1);
    record_axes(run, m);
    return status;
}

static void compare(rwk_run *run, model m[N_MODELS])
{
    model *c = &m[CONTIGUOUS], *i = &m[INTERLEAVED];
    const double holes = rwk_sections_hole_bound(&i->config), width = rwk_sections_loss_bound(c->theta, c->axis, N, W, IMAGE);
    rwk_run_check(run, "interleaved: widest hole of an axis in the spectrum [pair]", widest_of_all(i), holes);
    rwk_run_check(run, "contiguous: what 100 patches of width take from a score, over bound", loss(c, W, IMAGE) / width, 1);
    rwk_run_control(run, "contiguous: widest hole of an axis in the spectrum [pair]", widest_of_all(c), holes);
    rwk_run_control(run, "interleaved: what 100 patches of width take, over the bound of contiguous", loss(i, W, IMAGE) / width, 1);
    rwk_run_control(run, "a fourth axis for pairs left over: text against 1-D RoPE", text_difference(run, i, encode_fourth), 0);
    rwk_run_control(run, "a fourth axis for pairs left over: pairs not the published code's", other_axes(i, encode_fourth), 0);
    rwk_run_control(run, "sections forgotten: pairs not the published code's", other_axes(i, encode_strided), 0);
    rwk_run_fact(run, "a fourth axis: pair 61 is off at position 262143 by [rad]", 262143 * i->theta[61]);
    rwk_run_fact(run, "a fourth axis: pair 62 is off at position 262143 by [rad]", 262143 * i->theta[62]);
}

static rwk_status write_tables(rwk_run *run, const model m[N_MODELS])
{
    rwk_tsv *table;
    const model *c = &m[CONTIGUOUS], *i = &m[INTERLEAVED];
    rwk_status status =
        rwk_run_table(&table, run, NULL, "pair\tcontiguous\twavelength_contiguous\tinterleaved\twavelength_interleaved");
    for (size_t k = 0; k < N && status == RWK_OK; k++)
        RWK_ROW(table, (double)k, (double)c->axis[k], 2 * acos(-1) / c->theta[k], (double)i->axis[k], 2 * acos(-1) / i->theta[k]);
    if (status == RWK_OK)
        status = rwk_run_table(&table, run, "loss",
                               "distance\tcontiguous_0\tcontiguous_1\tcontiguous_2\tinterleaved_0\tinterleaved_1\t"
                               "interleaved_2");
    for (double s = 1; s <= FIGURE && status == RWK_OK; s++)
        RWK_ROW(table, s, loss(c, T, s), loss(c, H, s), loss(c, W, s), loss(i, T, s), loss(i, H, s), loss(i, W, s));
    return status;
}

static rwk_status measure(rwk_run *run)
{
    static model m[N_MODELS] = { { .preset = "preset:qwen2-vl-7b", .name = "Qwen2-VL, contiguous" },
                                 { .preset = "preset:qwen3-vl", .name = "Qwen3-VL, interleaved" } };
    rwk_status status = RWK_OK;
    for (int k = 0; k < N_MODELS && status == RWK_OK; k++) {
        status = open_model(&m[k], run);
        if (status == RWK_OK) status = check_model(run, &m[k]);
        rwk_run_progress(run, 0.5 * (k + 1));
    }
    if (status == RWK_OK) compare(run, m);
    if (status == RWK_OK) status = write_tables(run, m);
    for (int k = 0; k < N_MODELS; k++) {
        rwk_rows_free(m[k].rows);
        rwk_truth_free(m[k].truth);
    }
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
