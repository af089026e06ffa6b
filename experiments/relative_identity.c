/* SPDX-License-Identifier: MIT */
/*
 * Claim     A RoPE score depends on the positions m, n only through n - m: (R_m q).(R_n k) = q^T R_{n-m} k.
 * Source    S1 proofs 1 and 2; S3; S4 eq. (11)-(13), (16); RoFormer (arXiv:2104.09864) eq. (11), (12), (16); derivations (D2.4)-(D2.6), (D3.6)
 * Measure   |score at m, n - score at n - m| for m, n up to 2^20 in f64 and f32; three forms in the plane; change of a 64 x 64
 *           attention matrix under a common shift
 * Holds if  within u [sum w (2 max(m, n) theta + 16) + 2 d sum w], which grows with position (D3.8); weights move by at most half
 *           of what the scores move (D3.9)
 * Must fail R_{m-n} in place of R_{n-m} (the sign S4 and S1 print); positions rounded to bf16; sinusoidal addition under a shift
 */
#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/misprint.h"
#include "faults/position_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 16,
    .id = "relative_identity",
    .expected = RWK_HOLDS,
    .statement = "A RoPE score depends on the two positions only through their difference.",
    .source = "S1, S3, S4 eq. (11)-(13), (16); Su et al. 2021, eq. (11), (12), (16)",
    .section = "2",
    .equations = "D3.6 D2.5",
};

enum { DRAWS = 2000, FIRST_OCTAVE = 4, LAST_OCTAVE = 20, SEQ = 64, MAX_DIM = 1024, PLANE_DRAWS = 1000, PLANE_POSITIONS = 2048 };

/* ---- A pipeline: how an engine gets cos and sin, and the dtype of its arithmetic. ---- */

typedef struct pipeline {
    const char *name;
    void (*angles)(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_dtype dtype);
    rwk_dtype dtype;
    rwk_dtype stored; /* of the frequencies */
} pipeline;

static void bf16_table(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_dtype dtype)
{
    rwk_angle_cos_sin(c, s, inv_freq, n, m, RWK_F32);
    for (size_t i = 0; i < n; i++) c[i] = rwk_round(c[i], dtype), s[i] = rwk_round(s[i], dtype);
}

static void bf16_positions(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_dtype dtype)
{
    (void)dtype;
    rwk_fault_bf16_position(c, s, inv_freq, n, m);
}

enum { F64, F32, BF16_TABLE, BF16_POSITIONS, N_PIPELINES };

static const pipeline PIPELINES[N_PIPELINES] = {
    [F64] = { "f64", rwk_angle_cos_sin, RWK_F64, RWK_F64 },
    [F32] = { "f32", rwk_angle_cos_sin, RWK_F32, RWK_F32 },
    [BF16_TABLE] = { "bf16 table", bf16_table, RWK_BF16, RWK_F32 },
    [BF16_POSITIONS] = { "bf16 positions", bf16_positions, RWK_F32, RWK_F32 },
};

typedef struct {
    size_t n, dim; /* pairs, 2 n */
    double inv_freq[N_PIPELINES][MAX_DIM / 2], c[MAX_DIM / 2], s[MAX_DIM / 2], w[MAX_DIM / 2];
    double q[MAX_DIM], k[MAX_DIM], a[MAX_DIM], b[MAX_DIM], rounded_q[MAX_DIM], rounded_k[MAX_DIM];
} scratch;

/* y = R_m x through a pipeline.  Neighbouring slots: claim `equivalence` shows that the layout only permutes them. */
static rwk_status rotate(double y[], const double x[], scratch *v, int p, int64_t m)
{
    PIPELINES[p].angles(v->c, v->s, v->inv_freq[p], v->n, m, PIPELINES[p].dtype);
    return rwk_rope_interleaved(y, x, v->dim, v->dim, v->c, v->s, PIPELINES[p].dtype);
}

/* |(R_m q).(R_n k) - q.(R_offset k)| / (|q| |k|); the identity has offset = n - m. */
static rwk_status identity_error(double *error, scratch *v, int p, int64_t m, int64_t n, int64_t offset)
{
    const rwk_dtype dtype = PIPELINES[p].dtype;
    for (size_t j = 0; j < v->dim; j++) v->rounded_q[j] = rwk_round(v->q[j], dtype), v->rounded_k[j] = rwk_round(v->k[j], dtype);
    rwk_status status = rotate(v->a, v->rounded_q, v, p, m);
    if (status == RWK_OK) status = rotate(v->b, v->rounded_k, v, p, n);
    if (status != RWK_OK) return status;
    const double absolute = rwk_dot(v->a, v->b, v->dim, dtype);
    status = rotate(v->b, v->rounded_k, v, p, offset);
    const double relative = rwk_dot(v->rounded_q, v->b, v->dim, dtype);
    *error = fabs(absolute - relative);
    return status;
}

/* Largest of one octave of positions: errors over |q||k|, their bounds over |q||k|, and error over bound. */
typedef struct {
    double error[N_PIPELINES], bound[2], used[2], absolute[2], swapped, bf16_positions_used;
} octave;

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

/* m in the octave below `top`; n anywhere below, or every other time within 16 of m: far but close pairs. */
static void draw_positions(int64_t *m, int64_t *n, rwk_run *run, int64_t top, size_t draw)
{
    *m = top / 2 + (int64_t)gsl_rng_uniform_int(run->rng, (unsigned long)(top - top / 2)) + 1;
    *n = draw % 2 ? *m - (int64_t)gsl_rng_uniform_int(run->rng, top < 32 ? (unsigned long)(top / 2) : 16)
                  : (int64_t)gsl_rng_uniform_int(run->rng, (unsigned long)top);
}

static rwk_status measure_draw(octave *o, rwk_run *run, scratch *v, int64_t top, size_t draw)
{
    int64_t m, n;
    double error = 0;
    rwk_run_gaussian(run, v->q, v->dim);
    rwk_run_gaussian(run, v->k, v->dim);
    draw_positions(&m, &n, run, top, draw);
    rwk_pair_weights(v->w, v->q, v->k, v->n);
    const double size = norm(v->q, v->dim) * norm(v->k, v->dim);
    rwk_status status = RWK_OK;
    for (int p = 0; p < N_PIPELINES && status == RWK_OK; p++) {
        status = identity_error(&error, v, p, m, n, n - m);
        o->error[p] = rwk_worst(o->error[p], error / size);
        const double bound = rwk_bound_identity(v->w, v->inv_freq[p], v->n, m > n ? m : n, rwk_unit_roundoff(PIPELINES[p].dtype));
        if (p == BF16_POSITIONS) o->bf16_positions_used = rwk_worst(o->bf16_positions_used, error / bound);
        if (p > F32) continue;
        o->absolute[p] = rwk_worst(o->absolute[p], error);
        o->bound[p] = rwk_worst(o->bound[p], bound / size);
        o->used[p] = rwk_worst(o->used[p], error / bound);
        if (p != F64) continue;
        status = status == RWK_OK ? identity_error(&error, v, p, m, n, rwk_fault_relative_position(m, n)) : status;
        o->swapped = rwk_worst(o->swapped, error / bound);
    }
    return status;
}

static void record(rwk_run *run, const octave o[])
{
    double used[2] = { 0 }, swapped = INFINITY;
    for (int e = FIRST_OCTAVE; e <= LAST_OCTAVE; e++) {
        for (int p = F64; p <= F32; p++) {
            used[p] = rwk_worst(used[p], o[e].used[p]);
            if (e % 4 != 0) continue;
            rwk_run_fact(run, rwk_run_name(run, "%s largest error, positions up to 2^%d", PIPELINES[p].name, e), o[e].absolute[p]);
        }
        swapped = rwk_least(swapped, o[e].swapped);
    }
    rwk_run_check(run, "f64 error over bound, positions up to 2^20", used[F64], 1);
    rwk_run_check(run, "f32 error over bound, positions up to 2^20", used[F32], 1);
    rwk_run_control(run, "R_{m-n} for R_{n-m}: error over bound, smallest of all octaves", swapped, 1);
    rwk_run_control(run, "positions rounded to bf16: error over the f32 bound, beyond 2^12", o[13].bf16_positions_used, 1);
}

static rwk_status measure_octaves(rwk_run *run, scratch *v)
{
    octave octaves[LAST_OCTAVE + 1] = { 0 };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "farthest\tf64\tf32\tbf16_table\tbf16_positions\tbound_f64\tbound_f32");
    const size_t draws = rwk_run_count(run, DRAWS, 20);
    for (int e = FIRST_OCTAVE; e <= LAST_OCTAVE && status == RWK_OK; e++) {
        octave *o = &octaves[e];
        for (size_t i = 0; i < draws && status == RWK_OK; i++) status = measure_draw(o, run, v, (int64_t)1 << e, i);
        RWK_ROW(table, ldexp(1, e), o->error[F64], o->error[F32], o->error[BF16_TABLE], o->error[BF16_POSITIONS], o->bound[F64],
                o->bound[F32]);
        rwk_run_progress(run, (e - FIRST_OCTAVE + 1.0) / (LAST_OCTAVE - FIRST_OCTAVE + 1));
    }
    if (status == RWK_OK) record(run, octaves);
    return status;
}

/* ---- The plane: both proofs beside each other, with correctly rounded cos and sin of the largest frequency. ---- */

typedef struct {
    double c, s;
} turn;

static rwk_status turn_at(turn *t, rwk_run *run, scratch *v, int64_t m)
{
    const rwk_status status = rwk_truth_cos_sin(v->c, v->s, run->truth, m, RWK_F64);
    *t = (turn){ v->c[0], v->s[0] };
    return status;
}

/* y = R x in the plane                                                                                 (D2.1) */
static void apply(double y[2], turn t, const double x[2])
{
    y[0] = x[0] * t.c - x[1] * t.s;
    y[1] = x[0] * t.s + x[1] * t.c;
}

static double largest_gap(double a, double b, double c) { return rwk_worst(fabs(a - b), rwk_worst(fabs(b - c), fabs(a - c))); }

static rwk_status measure_plane(rwk_run *run, scratch *v)
{
    double worst = 0, misprint = 0;
    const double u = rwk_unit_roundoff(RWK_F64);
    for (size_t i = 0; i < rwk_run_count(run, PLANE_DRAWS, 10); i++) {
        double q[2], k[2], a[2], b[2];
        turn at_m, at_n, between, printed;
        rwk_run_gaussian(run, q, 2);
        rwk_run_gaussian(run, k, 2);
        const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, PLANE_POSITIONS),
                      n = (int64_t)gsl_rng_uniform_int(run->rng, PLANE_POSITIONS);
        rwk_status status = turn_at(&at_m, run, v, m);
        if (status == RWK_OK) status = turn_at(&at_n, run, v, n);
        if (status == RWK_OK) status = turn_at(&between, run, v, n - m);
        if (status == RWK_OK) status = turn_at(&printed, run, v, rwk_fault_relative_position(m, n));
        if (status != RWK_OK) return status;

        apply(a, at_m, q), apply(b, at_n, k);
        const double absolute = a[0] * b[0] + a[1] * b[1]; /* (R_m q).(R_n k)        */
        apply(b, between, k);
        const double matrix = q[0] * b[0] + q[1] * b[1];                             /* q^T R_{n-m} k    (D2.4) */
        const double re = q[0] * k[0] + q[1] * k[1], im = q[1] * k[0] - q[0] * k[1]; /* q conj(k)               */
        const double complex_form = re * between.c + im * between.s;                 /* Re[. e^{i(m-n)}] (D2.5), (D2.6) */
        const double w[1] = { hypot(q[0], q[1]) * hypot(k[0], k[1]) }, bound = rwk_bound_identity(w, run->inv_freq, 1, 0, u);
        worst = rwk_worst(worst, largest_gap(absolute, matrix, complex_form) / bound);
        apply(b, printed, k);
        misprint = rwk_worst(misprint, largest_gap(absolute, q[0] * b[0] + q[1] * b[1], complex_form) / bound);
    }
    rwk_run_check(run, "plane: three forms of the score, gap over bound", worst, 1);
    rwk_run_control(run, "plane: S1 func6 with R_{m-n}, gap over bound", misprint, 1);
    return RWK_OK;
}

/* ---- Whole attention matrices under a common shift. ---- */

typedef struct {
    double q[SEQ * MAX_DIM], k[SEQ * MAX_DIM], rq[SEQ * MAX_DIM], rk[SEQ * MAX_DIM];
    double z[SEQ * SEQ], a[SEQ * SEQ], z0[SEQ * SEQ], a0[SEQ * SEQ];
} attention;

enum { ROPE_F64, ROPE_F32, ADDED, N_MODES };

/* Position-encode all rows of x at positions shift + t: rotate, or add the sinusoidal row (sin, cos, sin, …). */
static rwk_status encode(double y[], const double x[], scratch *v, int mode, int64_t shift)
{
    rwk_status status = RWK_OK;
    for (size_t t = 0; t < SEQ && status == RWK_OK; t++) {
        double *row = y + t * v->dim;
        const int p = mode == ROPE_F32 ? F32 : F64;
        for (size_t j = 0; j < v->dim; j++) row[j] = rwk_round(x[t * v->dim + j], PIPELINES[p].dtype);
        if (mode != ADDED) {
            status = rotate(row, row, v, p, shift + (int64_t)t);
            continue;
        }
        rwk_angle_cos_sin(v->c, v->s, v->inv_freq[F64], v->n, shift + (int64_t)t, RWK_F64);
        for (size_t i = 0; i < v->n; i++) row[2 * i] += v->s[i], row[2 * i + 1] += v->c[i];
    }
    return status;
}

static rwk_status attend(double z[], double a[], attention *t, scratch *v, int mode, int64_t shift)
{
    rwk_status status = encode(t->rq, t->q, v, mode, shift);
    if (status == RWK_OK) status = encode(t->rk, t->k, v, mode, shift);
    if (status != RWK_OK) return status;
    rwk_scores(z, t->rq, t->rk, SEQ, v->dim, mode == ROPE_F32 ? RWK_F32 : RWK_F64);
    rwk_softmax_rows(a, z, SEQ, SEQ);
    return RWK_OK;
}

static double largest_difference(const double a[], const double b[], size_t n)
{
    double worst = 0;
    for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, fabs(a[j] - b[j]));
    return worst;
}

/* Bound on |dZ|: the score at the shifted and at the first place are each within the identity bound of the score at n - m;
 * dividing by sqrt(d) adds 2u |z| to each. */
static double score_bound(const attention *t, scratch *v, int mode, int64_t shift)
{
    const double u = rwk_unit_roundoff(mode == ROPE_F32 ? RWK_F32 : RWK_F64);
    double worst = 0;
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) {
            double total = 0;
            rwk_pair_weights(v->w, t->q + m * v->dim, t->k + n * v->dim, v->n);
            for (size_t i = 0; i < v->n; i++) total += v->w[i];
            const double bound = rwk_bound_identity(v->w, v->inv_freq[F64], v->n, shift + SEQ, u) +
                                 rwk_bound_identity(v->w, v->inv_freq[F64], v->n, SEQ, u) + 4 * u * total;
            worst = rwk_worst(worst, bound / sqrt((double)v->dim));
        }
    return worst;
}

/* Softmax itself rounds: each weight carries an absolute error below (SEQ + 8) u of f64, so two of them below that twice.  (D3.9) */
static double weight_slack(void) { return 2 * (SEQ + 8) * rwk_unit_roundoff(RWK_F64); }

/* Change of weights over change of scores for two equal scores moved apart, where it is largest: 1/2, times what the softmax
 * multiplies its scores by (1, or sqrt(64) where it forgets to divide).                                    (D3.9) */
static double steepest_ratio(double factor)
{
    const double step = 0x1p-10, z0[2] = { 0, 0 }, z[2] = { factor * step, -factor * step };
    double a0[2], a[2];
    rwk_softmax_rows(a0, z0, 1, 2);
    rwk_softmax_rows(a, z, 1, 2);
    return (largest_difference(a, a0, 2) - weight_slack()) / step;
}

typedef struct {
    double dz[N_MODES], da[N_MODES], bound[2];
} shifted;

static rwk_status measure_shift(shifted *result, attention *t, scratch *v, int64_t shift)
{
    for (int mode = 0; mode < N_MODES; mode++) {
        rwk_status status = attend(t->z0, t->a0, t, v, mode, 0);
        if (status == RWK_OK) status = attend(t->z, t->a, t, v, mode, shift);
        if (status != RWK_OK) return status;
        result->dz[mode] = largest_difference(t->z, t->z0, SEQ * SEQ);
        result->da[mode] = largest_difference(t->a, t->a0, SEQ * SEQ);
        if (mode != ADDED) result->bound[mode] = score_bound(t, v, mode, shift);
    }
    return RWK_OK;
}

static rwk_status measure_attention(rwk_run *run, scratch *v, attention *t)
{
    static const int64_t shifts[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
    double score_used = 0, weight_used = 0, added = INFINITY;
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "attention", "shift\tdz_f64\tda_f64\tdz_f32\tda_f32\tdz_added\tda_added");
    rwk_run_gaussian(run, t->q, SEQ * v->dim);
    rwk_run_gaussian(run, t->k, SEQ * v->dim);
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0] && status == RWK_OK; i++) {
        shifted s = { 0 };
        status = measure_shift(&s, t, v, shifts[i]);
        RWK_ROW(table, (double)shifts[i], s.dz[0], s.da[0], s.dz[1], s.da[1], s.dz[2], s.da[2]);
        for (int mode = 0; mode < N_MODES; mode++) weight_used = rwk_worst(weight_used, (s.da[mode] - weight_slack()) / s.dz[mode]);
        for (int mode = 0; mode < ADDED; mode++) score_used = rwk_worst(score_used, s.dz[mode] / s.bound[mode]);
        added = rwk_least(added, s.dz[ADDED] / s.bound[ROPE_F32]);
        if (shifts[i] == 1000000) rwk_run_fact(run, "attention weights, f32, shift 10^6: largest change", s.da[ROPE_F32]);
        if (shifts[i] == 1) rwk_run_fact(run, "attention weights, sinusoidal addition, shift 1: largest change", s.da[ADDED]);
    }
    rwk_run_check(run, "attention: change of scores under a shift over bound", score_used, 1);
    rwk_run_check(run, "attention: change of weights over change of scores", weight_used, 0.5);
    rwk_run_fact(run, "attention: two equal scores, change of weights over change of scores", steepest_ratio(1));
    rwk_run_control(run, "attention: softmax of 8 z, change of weights over change of scores z", steepest_ratio(8), 0.5);
    rwk_run_control(run, "attention: sinusoidal addition, change of scores over the f32 bound", added, 1);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, MAX_DIM) != RWK_OK) return RWK_ERANGE;
    scratch *v = calloc(1, sizeof *v);
    attention *t = calloc(1, sizeof *t);
    rwk_status status = v && t ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) v->n = run->n_pairs, v->dim = 2 * run->n_pairs;
    for (int p = 0; p < N_PIPELINES && status == RWK_OK; p++)
        status = rwk_truth_inv_freq(v->inv_freq[p], run->truth, PIPELINES[p].stored);
    if (status == RWK_OK) status = measure_octaves(run, v);
    if (status == RWK_OK) status = measure_plane(run, v);
    if (status == RWK_OK) status = measure_attention(run, v, t);
    free(v);
    free(t);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
