/* SPDX-License-Identifier: MIT */
/*
 * Claim     With f32 angles, tables and arithmetic in bf16 change a logit by an amount that does not grow with the shift, and a row of
 *           attention weights by no more than its largest logit, however many keys there are.
 * Source    H. Wang et al. 2024 (arXiv:2411.13476), "BFloat16 breaks down RoPE"; derivations (D22.9)-(D22.11)
 * Measure   change of logits and sum |dA| of softmax rows when all positions are shifted by up to 126976, L = 256 .. 4096 keys;
 *           random, and with a first key of weight 1/2 and twice the length
 * Holds if  each logit is within (D22.9)/sqrt(d) and each row within (D22.10); rms of the logits at the largest over the smallest
 *           shift, and sum |dA| at L = 4096 over L = 256, below 1.5
 * Must fail bf16 positions and all bf16 under a shift; the sum of the unweighted logit changes over more keys
 *
 * What training adds, single keys of great weight, needs the trained weights of the paper's models and is not reproduced here.
 */
#include <math.h>
#include <stdlib.h>

#include "attention/scores.h"
#include "claims/precision.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/precision_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 43,
    .id = "attention_precision",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "With f32 angles, bf16 tables and arithmetic change attention by an amount that grows neither with the shift nor with the "
        "number of keys.",
    .source = "H. Wang et al. 2024, read closely",
    .section = "22",
    .equations = "D22.10 D22.11",
};

enum { PAIRS = 64, DIM = 2 * PAIRS, KEYS = 4096, QUERIES = 16, HELD = 256, HELD_QUERIES = 2, N_LENGTHS = 5, N_SHIFTS = 5 };

static const size_t LENGTHS[N_LENGTHS] = { 256, 512, 1024, 2048, 4096 };
static const int64_t SHIFTS[N_SHIFTS] = { 16, 256, 4096, 65536, 126976 };

/* ---- The pipelines. ---- */

enum { TABLE, POSITIONS, ALL, N_PIPELINES };

static const struct {
    const char *name;
    rwk_score_pipeline p;
} PIPELINES[N_PIPELINES] = {
    [TABLE] = { "f32 angles, the rest bf16", { &rwk_stages_bf16_table, RWK_BF16, RWK_BF16 } },
    [POSITIONS] = { "bf16 positions", { &rwk_fault_bf16_positions, RWK_BF16, RWK_BF16 } },
    [ALL] = { "all bf16", { &rwk_fault_all_bf16, RWK_BF16, RWK_BF16 } },
};

/* Keys and queries, rounded to bf16; the same rotated at the first place and shifted; logits and weights of one row. */
typedef struct {
    double stored[RWK_N_DTYPES][PAIRS], c[PAIRS], s[PAIRS], nq[PAIRS], nk[PAIRS];
    double k[KEYS * DIM], q[QUERIES * DIM], first[KEYS * DIM], shifted[KEYS * DIM], rq[DIM], rk[DIM];
    double z0[KEYS], z[KEYS], a0[KEYS], a[KEYS];
} scratch;

static rwk_status rotate(double y[], const double x[], scratch *v, rwk_score_pipeline p, int64_t m)
{
    rwk_stages_cos_sin(v->c, v->s, v->stored[p.stages->inv_freq], PAIRS, m, *p.stages);
    return rwk_rope_interleaved(y, x, DIM, DIM, v->c, v->s, p.arithmetic);
}

static rwk_status rotate_keys(double y[], scratch *v, rwk_score_pipeline p, size_t n_keys, int64_t shift)
{
    rwk_status status = RWK_OK;
    for (size_t n = 0; n < n_keys && status == RWK_OK; n++) status = rotate(y + n * DIM, v->k + n * DIM, v, p, (int64_t)n + shift);
    return status;
}

/* A key for position 0 that draws half of the weight and is twice as long as the others: along the rotated query as much as gives the
 * logit of all others together, ln(L) + 1/2, and across it, in the direction of the first random key, what is left of its length. */
static rwk_status strong_key(double k[], scratch *v, rwk_score_pipeline p, const double q[], size_t n_keys)
{
    const rwk_status status = rotate(k, q, v, p, (int64_t)n_keys - 1);
    const double length = rwk_dot(k, k, DIM, RWK_F64), share = rwk_dot(k, v->k, DIM, RWK_F64) / length;
    const double along = (log((double)n_keys) + 0.5) * sqrt(DIM) / length;
    const double rest = rwk_dot(v->k, v->k, DIM, RWK_F64) - share * share * length;
    const double across = sqrt((4 * DIM - along * along * length) / rest);
    for (size_t j = 0; j < DIM; j++) k[j] = rwk_round(along * k[j] + across * (v->k[j] - share * k[j]), p.arithmetic);
    return status;
}

/* ---- One row: the last query against n_keys keys, at the first place and shifted. ---- */

typedef struct {
    double rows, sum_da, strong_da, strong_weight, square_dz, sum_dz, largest_dz, row_used, logit_used, keys;
} change;

/* By pipeline, length, shift */
typedef struct {
    change of[N_PIPELINES][N_LENGTHS][N_SHIFTS];
} changes;

static double row_change(change *w, scratch *v, size_t n)
{
    double largest = 0, sum = 0;
    rwk_softmax_rows(v->a0, v->z0, 1, n);
    rwk_softmax_rows(v->a, v->z, 1, n);
    for (size_t j = 0; j < n; j++) largest = rwk_worst(largest, fabs(v->z[j] - v->z0[j])), sum += fabs(v->a[j] - v->a0[j]);
    const double softmax = 2 * (double)n * (double)(n + 16) * rwk_unit_roundoff(RWK_F64); /* its own rounding (D3.9) */
    w->row_used = rwk_worst(w->row_used, (sum - softmax) / largest);                      /* (D22.10) */
    return sum;
}

/* Logits of the first keys over their bound                                                                  (D22.9) */
static void hold_logits(change *w, scratch *v, rwk_score_pipeline p, const double q[], size_t n_keys, int64_t shift)
{
    for (size_t i = 0; i < PAIRS; i++) v->nq[i] = hypot(q[2 * i], q[2 * i + 1]);
    for (size_t n = 0; n < HELD; n++) {
        for (size_t i = 0; i < PAIRS; i++) v->nk[i] = hypot(v->k[n * DIM + 2 * i], v->k[n * DIM + 2 * i + 1]);
        const double bound =
            rwk_bound_score_shift(v->nq, v->nk, v->stored[p.stages->inv_freq], PAIRS, (int64_t)n_keys - 1, (int64_t)n, shift, p);
        w->logit_used = rwk_worst(w->logit_used, fabs(v->z[n] - v->z0[n]) * sqrt(DIM) / bound);
    }
}

static rwk_status measure_row(change *w, scratch *v, rwk_score_pipeline p, size_t query, size_t n, int64_t shift)
{
    const double *q = v->q + query * DIM;
    double strong[DIM];
    rwk_status status = rotate(v->rq, q, v, p, (int64_t)n - 1);
    rwk_scores_between(v->z0, v->rq, 1, v->first, n, DIM, RWK_F64);
    if (status == RWK_OK) status = strong_key(strong, v, p, q, n);
    if (status == RWK_OK) status = rotate(v->rk, strong, v, p, 0);
    const double strong_z0 = rwk_dot(v->rq, v->rk, DIM, RWK_F64) / sqrt(DIM);
    if (status == RWK_OK) status = rotate(v->rq, q, v, p, (int64_t)n - 1 + shift);
    if (status == RWK_OK) status = rotate(v->rk, strong, v, p, shift);
    if (status != RWK_OK) return status;
    rwk_scores_between(v->z, v->rq, 1, v->shifted, n, DIM, RWK_F64);
    w->rows++, w->keys += (double)n;
    w->sum_da += row_change(w, v, n);
    for (size_t j = 0; j < n; j++) {
        const double dz = fabs(v->z[j] - v->z0[j]);
        w->square_dz += dz * dz, w->sum_dz += dz, w->largest_dz = rwk_worst(w->largest_dz, dz);
    }
    if (query < HELD_QUERIES && n == HELD) hold_logits(w, v, p, q, n, shift);
    v->z0[0] = strong_z0, v->z[0] = rwk_dot(v->rq, v->rk, DIM, RWK_F64) / sqrt(DIM);
    w->strong_da += row_change(w, v, n);
    w->strong_weight += v->a0[0];
    return RWK_OK;
}

/* ---- All lengths and shifts of one pipeline. ---- */

static rwk_status measure_pipeline(changes *w, int k, rwk_run *run, scratch *v)
{
    const rwk_score_pipeline p = PIPELINES[k].p;
    const size_t queries = rwk_run_count(run, QUERIES, 8), most = LENGTHS[N_LENGTHS - 1];
    rwk_status status = rotate_keys(v->first, v, p, most, 0);
    const int step = run->options.quick ? N_SHIFTS - 1 : 1; /* quick: the smallest and the largest shift */
    for (int s = 0; s < N_SHIFTS && status == RWK_OK; s += step) {
        status = rotate_keys(v->shifted, v, p, most, SHIFTS[s]);
        for (int l = 0; l < N_LENGTHS; l++)
            for (size_t i = 0; i < queries && status == RWK_OK; i++)
                status = measure_row(&w->of[k][l][s], v, p, i, LENGTHS[l], SHIFTS[s]);
    }
    return status;
}

static double rms_logit(const change *w) { return sqrt(w->square_dz / w->keys); }

/* Mean of sum |dA| over all shifts at one length, of the random rows or of those with a strong first key; the same of sum |dz| */
static double mean_da(const change w[N_SHIFTS], bool strong)
{
    double sum = 0, rows = 0;
    for (int s = 0; s < N_SHIFTS; s++) sum += strong ? w[s].strong_da : w[s].sum_da, rows += w[s].rows;
    return sum / rows;
}

static double mean_dz(const change w[N_SHIFTS])
{
    double sum = 0, rows = 0;
    for (int s = 0; s < N_SHIFTS; s++) sum += w[s].sum_dz, rows += w[s].rows;
    return sum / rows;
}

static void record(rwk_run *run, const changes *w)
{
    double logit = 0, row = 0;
    for (int k = 0; k < N_PIPELINES; k++)
        for (int l = 0; l < N_LENGTHS; l++)
            for (int s = 0; s < N_SHIFTS; s++) {
                row = rwk_worst(row, w->of[k][l][s].row_used);
                logit = rwk_worst(logit, w->of[k][l][s].logit_used);
            }
    rwk_run_check(run, "change of a logit over bound, every pipeline", logit, 1);
    rwk_run_check(run, "sum |dA| of a row over its largest |dz|, every pipeline", row, 1);
    const int far = N_SHIFTS - 1, longest = N_LENGTHS - 1;
    for (int k = 0; k < N_PIPELINES; k++) {
        const double growth = rms_logit(&w->of[k][longest][far]) / rms_logit(&w->of[TABLE][longest][0]);
        const char *name = rwk_run_name(run, "%s: rms |dz| at shift 126976 over that of f32 angles at 16", PIPELINES[k].name);
        if (k == TABLE) rwk_run_check(run, name, growth, 1.5);
        else rwk_run_control(run, name, growth, 1.5);
    }
    for (int l = 0; l < N_LENGTHS; l++) {
        rwk_run_fact(run, rwk_run_name(run, "sum |dA|, L = %zu, random keys", LENGTHS[l]), mean_da(w->of[TABLE][l], false));
        rwk_run_fact(run, rwk_run_name(run, "sum |dA|, L = %zu, strong first key", LENGTHS[l]), mean_da(w->of[TABLE][l], true));
        rwk_run_fact(run, rwk_run_name(run, "largest |dz|, L = %zu", LENGTHS[l]), w->of[TABLE][l][far].largest_dz);
    }
    rwk_run_check(run, "sum |dA| at L = 4096 over that at 256, random",
                  mean_da(w->of[TABLE][longest], false) / mean_da(w->of[TABLE][0], false), 1.5);
    rwk_run_check(run, "sum |dA| at L = 4096 over that at 256, strong first key",
                  mean_da(w->of[TABLE][longest], true) / mean_da(w->of[TABLE][0], true), 1.5);
    rwk_run_control(run, "sum |dz| over all keys at L = 4096 over that at 256",
                    mean_dz(w->of[TABLE][longest]) / mean_dz(w->of[TABLE][0]), 1.5);
    rwk_run_fact(run, "weight of the strong first key, L = 4096, mean",
                 w->of[TABLE][longest][far].strong_weight / w->of[TABLE][longest][far].rows);
    rwk_run_fact(run, "rms |dz| at shift 126976", rms_logit(&w->of[TABLE][longest][far]));
    rwk_run_fact(run, "sum |dA| over the law of independent roundings, L = 4096", /* (D22.11) */
                 w->of[TABLE][longest][far].sum_da / w->of[TABLE][longest][far].rows /
                     (sqrt(2 / acos(-1)) * rms_logit(&w->of[TABLE][longest][far])));
    rwk_run_fact(run, "trained models of the paper run here (their weights are needed)", 0);
}

static rwk_status write_tables(rwk_run *run, const changes *w)
{
    rwk_tsv *shifts, *lengths;
    rwk_status status = rwk_run_table(&shifts, run, NULL, "shift\ttable\tpositions\tall\trow_table\trow_positions\trow_all");
    if (status == RWK_OK) status = rwk_run_table(&lengths, run, "lengths", "keys\trandom\tstrong\tlargest_dz\tall\tsum_dz");
    if (status != RWK_OK) return status;
    for (int s = 0; s < N_SHIFTS; s++) {
        const change *t = &w->of[TABLE][N_LENGTHS - 1][s], *p = &w->of[POSITIONS][N_LENGTHS - 1][s],
                     *a = &w->of[ALL][N_LENGTHS - 1][s];
        RWK_ROW(shifts, (double)SHIFTS[s], rms_logit(t), rms_logit(p), rms_logit(a), t->sum_da / t->rows, p->sum_da / p->rows,
                a->sum_da / a->rows);
    }
    for (int l = 0; l < N_LENGTHS; l++)
        RWK_ROW(lengths, (double)LENGTHS[l], mean_da(w->of[TABLE][l], false), mean_da(w->of[TABLE][l], true),
                w->of[TABLE][l][N_SHIFTS - 1].largest_dz, mean_da(w->of[ALL][l], false), mean_dz(w->of[TABLE][l]));
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    changes w = { 0 };
    scratch *v = calloc(1, sizeof *v);
    rwk_status status = v ? RWK_OK : RWK_ENOMEM;
    for (int t = 0; t < RWK_N_DTYPES && status == RWK_OK; t++) status = rwk_truth_inv_freq(v->stored[t], run->truth, (rwk_dtype)t);
    if (status == RWK_OK) {
        rwk_run_gaussian(run, v->k, KEYS * DIM);
        rwk_run_gaussian(run, v->q, QUERIES * DIM);
        for (size_t j = 0; j < KEYS * DIM; j++) v->k[j] = rwk_round(v->k[j], RWK_BF16);
        for (size_t j = 0; j < QUERIES * DIM; j++) v->q[j] = rwk_round(v->q[j], RWK_BF16);
    }
    for (int k = 0; k < N_PIPELINES && status == RWK_OK; k++) {
        status = measure_pipeline(&w, k, run, v);
        rwk_run_progress(run, (k + 1.0) / N_PIPELINES);
    }
    free(v);
    if (status != RWK_OK) return status;
    record(run, &w);
    return write_tables(run, &w);
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
