/* SPDX-License-Identifier: MIT */
/*
 * Claim     In f32 the frequency b^(-2i/d) is as good as the formula that computes it: a power is off by at most one rounding, its
 *           reciprocal by two, the exponential of S3 by up to 2 ln b + 1, a running product by about d.
 * Source    S2 `compute_theta`, S4 `sinusoidal_position_embedding`, Hugging Face, S3 `div_term`, llama.cpp; derivations (D22.4), (D22.5)
 * Measure   |computed - theta_i|/theta_i in units of 2^-24 against certified frequencies; the error of the angle at 131071
 * Holds if  within the bound of each formula (D22.4), for d = 64 .. 256 and three bases; the angle within (D22.5)
 * Must fail one step in bf16 (the cast of the buffer); each weaker formula against the bound of the next better one
 */
#include <math.h>

#include "angles/formula.h"
#include "claims/precision.h"
#include "claims/rounding.h"
#include "faults/precision_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 40,
    .id = "frequency_formulas",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "A frequency in f32 is as good as its formula: a power errs by one rounding, S3's exponential by about 2 ln b, a "
                 "running product by about d.",
    .source = "S2; S3; S4; Hugging Face; llama.cpp",
    .section = "22",
    .equations = "D22.4",
};

enum { MAX_PAIRS = 128, FAR = 131071 };

typedef struct {
    const char *name;
    rwk_formula *compute;
    rwk_formula_kind kind;
} form;

enum { S2, S4, HUGGING_FACE, S3, LLAMA_CPP, N_FORMS };

static const form FORMS[N_FORMS] = {
    [S2] = { "S2, b ** (-2i/d)", rwk_formula_power, RWK_FORMULA_POWER },
    [S4] = { "S4, torch.pow", rwk_formula_power, RWK_FORMULA_POWER },
    [HUGGING_FACE] = { "Hugging Face, 1 / b ** (2i/d)", rwk_formula_reciprocal, RWK_FORMULA_RECIPROCAL },
    [S3] = { "S3, exp(2i * -(ln b / d))", rwk_formula_exponential, RWK_FORMULA_EXPONENTIAL },
    [LLAMA_CPP] = { "llama.cpp, running product", rwk_formula_running, RWK_FORMULA_RUNNING },
};

typedef struct {
    double truth[MAX_PAIRS], theta[MAX_PAIRS];
    size_t d;
    double base;
} spectrum;

static rwk_status certified(spectrum *s, rwk_run *run, size_t d, double base)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(d, base);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(s->truth, truth, RWK_F64);
    rwk_truth_free(truth);
    s->d = d, s->base = base;
    return status;
}

/* Relative error in units of 2^-24, of pair i and the largest */
static double units(const spectrum *s, size_t i) { return fabs(s->theta[i] / s->truth[i] - 1) * 0x1p24; }

static double largest_units(const spectrum *s)
{
    double worst = 0;
    for (size_t i = 0; i < s->d / 2; i++) worst = rwk_worst(worst, units(s, i));
    return worst;
}

/* Largest error over the bound of a kind; a bound of 0 must be met exactly.                                 (D22.4) */
static double used(const spectrum *s, rwk_formula_kind kind)
{
    double worst = 0;
    for (size_t i = 0; i < s->d / 2; i++)
        worst = rwk_worst(worst, fabs(s->theta[i] / s->truth[i] - 1) / rwk_bound_formula(kind, i, s->d, s->base, RWK_F32));
    return worst;
}

/* ---- The documents' own case, d = 128 and b = 10^4. ---- */

/* |fl(m theta) - m theta| at 131071: the largest, and the largest over its bound m theta e + half a spacing.     (D22.5) */
static double angle_error(double *over_bound, const spectrum *s, rwk_formula_kind kind)
{
    double worst = 0;
    *over_bound = 0;
    for (size_t i = 0; i < s->d / 2; i++) {
        const double angle = FAR * s->truth[i], error = fabs(rwk_mul(FAR, s->theta[i], RWK_F32) - angle);
        const double relative = rwk_bound_formula(kind, i, s->d, s->base, RWK_F32);
        worst = rwk_worst(worst, error);
        *over_bound = rwk_worst(*over_bound, error / (angle * relative + rwk_half_ulp(FAR * s->theta[i], RWK_F32)));
    }
    return worst;
}

/* What the stored frequency alone does at 131071, before the product is rounded */
static double drift(const spectrum *s)
{
    double worst = 0;
    for (size_t i = 0; i < s->d / 2; i++) worst = rwk_worst(worst, FAR * fabs(s->theta[i] - s->truth[i]));
    return worst;
}

static rwk_status measure_documents(rwk_run *run, spectrum *s)
{
    double error[N_FORMS][MAX_PAIRS] = { { 0 } }, angle_used = 0, one;
    rwk_tsv *table;
    rwk_status status = certified(s, run, 128, 10000);
    if (status == RWK_OK)
        status = rwk_run_table(&table, run, NULL,
                               "pair\ts2\thugging_face\ts3\tllama_cpp\tbound_s2\tbound_hugging_face\tbound_s3\tbound_llama_cpp");
    if (status != RWK_OK) return status;
    for (int f = 0; f < N_FORMS; f++) {
        FORMS[f].compute(s->theta, s->d, s->base, RWK_F32);
        for (size_t i = 0; i < s->d / 2; i++) error[f][i] = units(s, i);
        rwk_run_fact(run, rwk_run_name(run, "%s: largest error in 2^-24", FORMS[f].name), largest_units(s));
        rwk_run_fact(run, rwk_run_name(run, "%s: 131071 |stored - theta| [rad]", FORMS[f].name), drift(s));
        rwk_run_fact(run, rwk_run_name(run, "%s: angle error at 131071 [rad]", FORMS[f].name), angle_error(&one, s, FORMS[f].kind));
        angle_used = rwk_worst(angle_used, one);
    }
    for (size_t i = 0; i < s->d / 2; i++) {
        double bound[RWK_N_FORMULAS];
        for (int k = 0; k < RWK_N_FORMULAS; k++)
            bound[k] = rwk_bound_formula((rwk_formula_kind)k, i, s->d, s->base, RWK_F32) * 0x1p24;
        RWK_ROW(table, (double)i, error[S2][i], error[HUGGING_FACE][i], error[S3][i], error[LLAMA_CPP][i], bound[0], bound[1],
                bound[2], bound[3]);
    }
    rwk_run_check(run, "angle error at 131071 over bound, every formula", angle_used, 1);
    return RWK_OK;
}

/* ---- Every size and base. ---- */

typedef struct {
    double used[N_FORMS];   /* of its own bound */
    double better[N_FORMS]; /* of the bound of the next better formula */
    double cast;            /* of the frequencies cast to bf16, smallest of all cases */
} swept;

static void sweep_case(swept *w, spectrum *s)
{
    for (int f = 0; f < N_FORMS; f++) {
        FORMS[f].compute(s->theta, s->d, s->base, RWK_F32);
        w->used[f] = rwk_worst(w->used[f], used(s, FORMS[f].kind));
        if (FORMS[f].kind > RWK_FORMULA_POWER)
            w->better[f] = rwk_worst(w->better[f], used(s, (rwk_formula_kind)(FORMS[f].kind - 1)));
    }
    FORMS[S2].compute(s->theta, s->d, s->base, RWK_F32);
    for (size_t i = 0; i < s->d / 2; i++) s->theta[i] = rwk_round(s->theta[i], rwk_fault_bf16_inv_freq.inv_freq);
    w->cast = rwk_least(w->cast, used(s, RWK_FORMULA_RUNNING));
}

static rwk_status measure_sweep(rwk_run *run, spectrum *s)
{
    static const size_t dims[] = { 64, 80, 96, 128, 192, 256 };
    static const double bases[] = { 1e4, 5e5, 1e6 };
    swept w = { .cast = INFINITY };
    for (size_t k = 0; k < 6; k++)
        for (size_t b = 0; b < 3; b++) {
            const rwk_status status = certified(s, run, dims[k], bases[b]);
            if (status != RWK_OK) return status;
            sweep_case(&w, s);
        }
    for (int f = 0; f < N_FORMS; f++) rwk_run_check(run, rwk_run_name(run, "%s: error over bound", FORMS[f].name), w.used[f], 1);
    for (int f = HUGGING_FACE; f < N_FORMS; f++)
        rwk_run_control(run, rwk_run_name(run, "%s: error over the bound of the formula before", FORMS[f].name), w.better[f], 1);
    rwk_run_control(run, "the power cast to bf16: error over the weakest bound, smallest of all", w.cast, 1);
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    spectrum s;
    const rwk_status status = measure_documents(run, &s);
    return status == RWK_OK ? measure_sweep(run, &s) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
