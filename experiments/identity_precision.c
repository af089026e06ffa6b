/* SPDX-License-Identifier: MIT */
/*
 * Claim     What a coarse dtype does to RoPE's relative identity depends on where it enters: in the table, the arithmetic or the output
 *           it costs a constant; in the position it destroys the identity; in the frequency it makes it better.
 * Source    H. Wang et al. 2024 (arXiv:2411.13476); huggingface/transformers #29285; derivations (D22.8), (D22.9)
 * Measure   rms of |score(m + D, n + D) - score(m, n)| / (|q| |k|) for Gaussian q, k and m, n < 64, eight pipelines, D up to 131008
 * Holds if  every score is within the bound of its pipeline (D22.9); rms of the bf16 table over all D, largest over smallest, below 1.5;
 *           bf16 frequencies no worse than f32 up to D = 65000 (D22.8)
 * Must fail bf16 positions at D = 256 against 10^-2; f32 angles and bf16 positions against the factor 1.5; bf16 frequencies beyond 2^16
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
    .lesson = 42,
    .id = "identity_precision",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "A coarse table, arithmetic or output costs RoPE's identity a constant, a coarse position destroys it, a coarse frequency "
        "makes it better.",
    .source = "H. Wang et al. 2024; Hugging Face transformers #29285",
    .section = "22",
    .equations = "D22.9",
};

enum { DRAWS = 600, PAIRS = 64, DIM = 2 * PAIRS, NEAR = 64 };

/* ---- The pipelines. ---- */

typedef struct {
    const char *name;
    rwk_score_pipeline p;
} named;

enum { F64, F32, TABLE, OUTPUT, POSITIONS, BF16, F16, INV_FREQ, N_PIPELINES };

static const named PIPELINES[N_PIPELINES] = {
    [F64] = { "f64", { &rwk_stages_f64, RWK_F64, RWK_F64 } },
    [F32] = { "f32 table", { &rwk_stages_f32, RWK_F64, RWK_F64 } },
    [TABLE] = { "bf16 table and arithmetic", { &rwk_stages_bf16_table, RWK_BF16, RWK_BF16 } },
    [OUTPUT] = { "bf16 output", { &rwk_stages_f32, RWK_F64, RWK_BF16 } },
    [POSITIONS] = { "bf16 positions", { &rwk_fault_bf16_positions, RWK_F64, RWK_F64 } },
    [BF16] = { "all bf16", { &rwk_fault_all_bf16, RWK_BF16, RWK_BF16 } },
    [F16] = { "all f16", { &rwk_fault_all_f16, RWK_F16, RWK_F16 } },
    [INV_FREQ] = { "bf16 inv_freq", { &rwk_fault_bf16_inv_freq, RWK_F64, RWK_F64 } },
};

/* The shifts of the claim, and others between them for the figure */
enum { N_SHIFTS = 16, LAST_EXACT = 13, N_LISTED = 5 };
static const int64_t SHIFTS[N_SHIFTS] = { 16,   32,   64,    128,   256,   512,   1024,  2048,
                                          4096, 8192, 16384, 32768, 45000, 65000, 92000, 131008 };
static const int LISTED[N_LISTED] = { 0, 4, 8, 13, 15 };

typedef struct {
    double stored[RWK_N_DTYPES][PAIRS];
    double q[DIM], k[DIM], rounded_q[DIM], rounded_k[DIM], nq[PAIRS], nk[PAIRS], c[PAIRS], s[PAIRS], a[DIM], b[DIM];
} scratch;

static void rotate(double y[], const double x[], scratch *v, rwk_score_pipeline p, int64_t m, rwk_status *status)
{
    rwk_stages_cos_sin(v->c, v->s, v->stored[p.stages->inv_freq], PAIRS, m, *p.stages);
    if (*status == RWK_OK) *status = rwk_rope_interleaved(y, x, DIM, DIM, v->c, v->s, p.arithmetic);
    for (size_t j = 0; j < DIM; j++) y[j] = rwk_round(y[j], p.output);
}

/* The score of q at m and k at n; NaN when the table has none (infinite positions of f16). */
static rwk_status score(double *z, scratch *v, rwk_score_pipeline p, int64_t m, int64_t n)
{
    rwk_status status = RWK_OK;
    rotate(v->a, v->rounded_q, v, p, m, &status);
    rotate(v->b, v->rounded_k, v, p, n, &status);
    *z = status == RWK_ENAN ? NAN : rwk_dot(v->a, v->b, DIM, RWK_F64);
    return status == RWK_ENAN ? RWK_OK : status;
}

static void round_to(scratch *v, rwk_dtype dtype)
{
    for (size_t j = 0; j < DIM; j++) v->rounded_q[j] = rwk_round(v->q[j], dtype), v->rounded_k[j] = rwk_round(v->k[j], dtype);
    for (size_t i = 0; i < PAIRS; i++) {
        v->nq[i] = hypot(v->rounded_q[2 * i], v->rounded_q[2 * i + 1]);
        v->nk[i] = hypot(v->rounded_k[2 * i], v->rounded_k[2 * i + 1]);
    }
}

/* One pipeline: sums of squares over all draws of the change and of its bound, per |q||k|; the largest change over bound. */
typedef struct {
    double change[N_SHIFTS], bound[N_SHIFTS], used, none[N_SHIFTS];
} curve;

static rwk_status measure_pipeline(curve *w, scratch *v, const named *k, int64_t m, int64_t n, double size)
{
    double first, shifted;
    round_to(v, k->p.arithmetic);
    rwk_status status = score(&first, v, k->p, m, n);
    for (int i = 0; i < N_SHIFTS && status == RWK_OK; i++) {
        const int64_t shift = SHIFTS[i];
        if (isinf(rwk_round((double)(shift + (m > n ? m : n)), k->p.stages->position))) {
            status = score(&shifted, v, k->p, m + shift, n + shift);
            w->none[i] += isnan(shifted);
            continue;
        }
        status = score(&shifted, v, k->p, m + shift, n + shift);
        const double bound = rwk_bound_score_shift(v->nq, v->nk, v->stored[k->p.stages->inv_freq], PAIRS, m, n, shift, k->p);
        w->change[i] += pow((shifted - first) / size, 2);
        w->bound[i] += pow(bound / size, 2);
        w->used = rwk_worst(w->used, fabs(shifted - first) / bound);
    }
    return status;
}

static rwk_status measure_draw(curve w[], rwk_run *run, scratch *v)
{
    rwk_status status = RWK_OK;
    rwk_run_gaussian(run, v->q, DIM);
    rwk_run_gaussian(run, v->k, DIM);
    const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, NEAR), n = (int64_t)gsl_rng_uniform_int(run->rng, NEAR);
    const double size = sqrt(rwk_dot(v->q, v->q, DIM, RWK_F64) * rwk_dot(v->k, v->k, DIM, RWK_F64));
    for (int k = 0; k < N_PIPELINES && status == RWK_OK; k++) status = measure_pipeline(&w[k], v, &PIPELINES[k], m, n, size);
    return status;
}

/* ---- The verdict. ---- */

static double largest_over_smallest(const curve *w)
{
    double high = 0, low = INFINITY;
    for (int i = 0; i < N_SHIFTS; i++) high = rwk_worst(high, w->change[i]), low = rwk_least(low, w->change[i]);
    return high / low;
}

/* Largest of all D up to 65000 of the rms of a over that of b */
static double largest_ratio(const curve *a, const curve *b)
{
    double worst = 0;
    for (int i = 0; i <= LAST_EXACT; i++) worst = rwk_worst(worst, a->change[i] / b->change[i]);
    return worst;
}

static void record(rwk_run *run, const curve w[], size_t draws)
{
    for (int k = 0; k < N_PIPELINES; k++) {
        for (int j = 0; j < N_LISTED; j++) {
            const int i = LISTED[j];
            const bool none = w[k].none[i] > 0;
            rwk_run_fact(run,
                         rwk_run_name(run, "%s: %s at D = %d", PIPELINES[k].name, none ? "share of NaN" : "rms", (int)SHIFTS[i]),
                         none ? w[k].none[i] / (double)draws : w[k].change[i]);
        }
        rwk_run_check(run, rwk_run_name(run, "%s: change over bound", PIPELINES[k].name), w[k].used, 1);
    }
    rwk_run_check(run, "bf16 table and arithmetic: largest over smallest rms of all D", largest_over_smallest(&w[TABLE]), 1.5);
    rwk_run_check(run, "bf16 output: largest over smallest rms of all D", largest_over_smallest(&w[OUTPUT]), 1.5);
    rwk_run_check(run, "bf16 inv_freq over f32 table: rms, largest ratio up to D = 65000", largest_ratio(&w[INV_FREQ], &w[F32]), 1);
    rwk_run_check(run, "bf16 inv_freq: rms at 65000 over rms at 16", w[INV_FREQ].change[LAST_EXACT] / w[INV_FREQ].change[0], 1.5);
    rwk_run_check(run, "all f16: share of the scores at D = 131008 that are numbers", 1 - w[F16].none[N_SHIFTS - 1] / (double)draws,
                  0);
    rwk_run_control(run, "f32 table: share of the scores at D = 131008 that are numbers",
                    1 - w[F32].none[N_SHIFTS - 1] / (double)draws, 0);
    rwk_run_control(run, "bf16 positions: rms at D = 256", w[POSITIONS].change[4], 1e-2);
    rwk_run_control(run, "bf16 positions: largest over smallest rms of all D", largest_over_smallest(&w[POSITIONS]), 1.5);
    rwk_run_control(run, "f32 table: largest over smallest rms of all D", largest_over_smallest(&w[F32]), 1.5);
    rwk_run_control(run, "bf16 positions over f32 table: rms, largest ratio up to D = 65000", largest_ratio(&w[POSITIONS], &w[F32]),
                    1);
    rwk_run_control(run, "bf16 inv_freq: rms at 131008 over rms at 16", w[INV_FREQ].change[N_SHIFTS - 1] / w[INV_FREQ].change[0],
                    1.5);
}

static rwk_status write_curves(rwk_run *run, const curve w[])
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL,
                                            "shift\tf64\tf32\ttable\toutput\tpositions\tbf16\tf16\tinv_freq\tbound_f64\tbound_f32\t"
                                            "bound_table\tbound_output\tbound_positions\tbound_bf16\tbound_f16\tbound_inv_freq");
    for (int i = 0; i < N_SHIFTS && status == RWK_OK; i++) {
        double row[1 + 2 * N_PIPELINES] = { (double)SHIFTS[i] };
        for (int k = 0; k < N_PIPELINES; k++) {
            row[1 + k] = w[k].none[i] > 0 ? NAN : w[k].change[i];
            row[1 + N_PIPELINES + k] = w[k].none[i] > 0 ? NAN : w[k].bound[i];
        }
        rwk_tsv_row(table, row, 1 + 2 * N_PIPELINES);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    curve w[N_PIPELINES] = { 0 };
    const size_t draws = rwk_run_count(run, DRAWS, 4);
    scratch *v = calloc(1, sizeof *v);
    rwk_status status = v ? RWK_OK : RWK_ENOMEM;
    for (int t = 0; t < RWK_N_DTYPES && status == RWK_OK; t++) status = rwk_truth_inv_freq(v->stored[t], run->truth, (rwk_dtype)t);
    for (size_t i = 0; i < draws && status == RWK_OK; i++) {
        status = measure_draw(w, run, v);
        rwk_run_progress(run, (double)i / (double)draws);
    }
    free(v);
    for (int k = 0; k < N_PIPELINES; k++)
        for (int i = 0; i < N_SHIFTS; i++) {
            w[k].change[i] = sqrt(w[k].change[i] / (double)draws);
            w[k].bound[i] = sqrt(w[k].bound[i] / (double)draws);
        }
    if (status == RWK_OK) record(run, w, draws);
    return status == RWK_OK ? write_curves(run, w) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
