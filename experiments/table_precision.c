/* SPDX-License-Identifier: MIT */
/*
 * Claim     A cos/sin table is as good as the coarsest dtype on the way to its angle: the error grows like u p theta, so f32 angles
 *           lose 0.1 rad beyond 10^6 tokens, bf16 ones within 257 whatever base and dimension are; a bf16 table of f32 angles loses
 *           a constant.
 * Source    EleutherAI/gpt-neox #1003, Modalities/modalities #462, huggingface/transformers #29285; derivations (D22.6), (D22.7)
 * Measure   |computed - cos(p theta_i)| against double-double truth, every position below 131072, d = 128, b = 10^4; largest angle
 *           errors by base, dimension, pipeline and position; the reports' own examples
 * Holds if  every entry is within the bound of its pipeline (D22.7), every angle within (D22.6)
 * Must fail bf16 frequencies, bf16 positions, all bf16, all f16 against the bound of f32 angles
 */
#include <gsl/gsl_math.h>
#include <stdlib.h>

#include "angles/rotor.h"
#include "angles/stages.h"
#include "claims/precision.h"
#include "claims/profile.h"
#include "claims/rounding.h"
#include "faults/precision_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 41,
    .id = "table_precision",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "A cos/sin table is as good as the coarsest dtype on the way to its angle; only a coarse table itself costs a constant.",
    .source = "EleutherAI/gpt-neox #1003; Modalities #462; Hugging Face transformers #29285",
    .section = "22",
    .equations = "D22.6 D22.7",
};

enum {
    PAIRS = 64,
    MAX_PAIRS = 128,
    END = 131072,
    RANGES = 5,
    PER_OCTAVE = 4,
    COARSE_STEP = 41,
    QUICK_STEP = 211,
    LAST_OCTAVE = 20,
    SAMPLES = 64
};

static const double LOST = 0.1; /* radian, as `ropewalk explain` counts */

/* ---- The pipelines. ---- */

static const rwk_stages F64_TO_BF16 = { RWK_F64, RWK_F64, RWK_F64, RWK_BF16 };

typedef struct {
    const char *name;
    const rwk_stages *stages;
    bool coarse; /* of its angle: a control */
} pipeline;

enum {
    F32,
    F64_BF16,
    F32_BF16,
    BF16_INV_FREQ,
    BF16_POSITIONS,
    ALL_BF16,
    ALL_F16,
    N_TABLES,
    F16_INV_FREQ = N_TABLES,
    F16_POSITIONS,
    N_PIPELINES
};

static const pipeline PIPELINES[N_PIPELINES] = {
    [F32] = { "f32", &rwk_stages_f32, false },
    [F64_BF16] = { "f64 angle, bf16 table", &F64_TO_BF16, false },
    [F32_BF16] = { "f32 angle, bf16 table", &rwk_stages_bf16_table, false },
    [BF16_INV_FREQ] = { "bf16 inv_freq", &rwk_fault_bf16_inv_freq, true },
    [BF16_POSITIONS] = { "bf16 positions", &rwk_fault_bf16_positions, true },
    [ALL_BF16] = { "all bf16", &rwk_fault_all_bf16, true },
    [ALL_F16] = { "all f16", &rwk_fault_all_f16, true },
    [F16_INV_FREQ] = { "f16 inv_freq", &rwk_fault_f16_inv_freq, true },
    [F16_POSITIONS] = { "f16 positions", &rwk_fault_f16_positions, true },
};

/* Frequencies of one size and base: certified, and rounded once to each dtype. */
typedef struct {
    size_t n;
    double theta[MAX_PAIRS], stored[RWK_N_DTYPES][MAX_PAIRS];
    rwk_truth *truth;
} spectrum;

static rwk_status spectrum_init(spectrum *s, rwk_run *run, size_t d, double base)
{
    const rwk_config config = rwk_config_plain(d, base);
    rwk_status status = rwk_truth_new(&s->truth, &config, 0, &run->diag);
    s->n = d / 2;
    for (int t = 0; t < RWK_N_DTYPES && status == RWK_OK; t++) status = rwk_truth_inv_freq(s->stored[t], s->truth, (rwk_dtype)t);
    for (size_t i = 0; i < s->n; i++) s->theta[i] = s->stored[RWK_F64][i];
    return status;
}

static void spectrum_clear(spectrum *s)
{
    rwk_truth_free(s->truth);
    s->truth = NULL;
}

static bool holds_position(const pipeline *k, int64_t p) { return isfinite(rwk_round((double)p, k->stages->position)) != 0; }

/* ---- The cosines, d = 128 and b = 10^4. ---- */

typedef struct {
    double error[N_TABLES], bound[N_TABLES], used[N_TABLES], as_f32[N_TABLES];
} worst_of;

static void collect(worst_of *into, const worst_of *w)
{
    for (int k = 0; k < N_TABLES; k++) {
        into->error[k] = rwk_worst(into->error[k], w->error[k]);
        into->bound[k] = rwk_worst(into->bound[k], w->bound[k]);
        into->used[k] = rwk_worst(into->used[k], w->used[k]);
        into->as_f32[k] = rwk_worst(into->as_f32[k], w->as_f32[k]);
    }
}

/* Pipeline k at position p against the cosines of the truth.                                             (D22.7) */
static void compare(worst_of *w, int k, const spectrum *s, int64_t p, const double truth[])
{
    const rwk_stages stages = *PIPELINES[k].stages;
    for (size_t i = 0; i < PAIRS; i++) {
        const double theta = s->stored[stages.inv_freq][i], bound = rwk_bound_stages_table(theta, p, stages);
        const double error = fabs(rwk_round(cos(rwk_stages_angle(theta, p, stages)), stages.table) - truth[i]);
        w->error[k] = rwk_worst(w->error[k], error);
        w->bound[k] = rwk_worst(w->bound[k], bound);
        w->used[k] = rwk_worst(w->used[k], error / bound);
        if (PIPELINES[k].coarse) w->as_f32[k] = rwk_worst(w->as_f32[k], error / rwk_bound_stages_table(theta, p, rwk_stages_f32));
    }
}

/* f32 angles at every position; the others, constant or lost beyond 2048, at every 41st there. */
static rwk_status compare_positions(worst_of *w, rwk_run *run, const spectrum *s, rwk_rotor *rotor, int64_t from, int64_t to)
{
    for (int64_t p = from; p < to; p++) {
        const bool sampled = p < 2048 || p % (run->options.quick ? QUICK_STEP : COARSE_STEP) == 0;
        if (!sampled && run->options.quick) continue;
        const rwk_turn *turn;
        const rwk_status status = rwk_rotor_at(&turn, rotor, p);
        if (status != RWK_OK) return status;
        for (int k = 0; k < N_TABLES; k++)
            if ((sampled || k == F32 || k == F32_BF16) && holds_position(&PIPELINES[k], p)) compare(w, k, s, p, turn->c_hi);
    }
    return RWK_OK;
}

static void record_ranges(rwk_run *run, const worst_of range[])
{
    static const char *const names[RANGES] = { "[1, 16)", "[16, 256)", "[256, 2048)", "[2048, 16384)", "[16384, 131072)" };
    worst_of all = { 0 };
    for (int r = 0; r < RANGES; r++) {
        collect(&all, &range[r]);
        for (int k = 0; k < N_TABLES; k++)
            rwk_run_fact(run, rwk_run_name(run, "%s: largest |cos - truth| in %s", PIPELINES[k].name, names[r]), range[r].error[k]);
    }
    for (int k = 0; k < N_TABLES; k++)
        rwk_run_check(run, rwk_run_name(run, "%s: table error over bound", PIPELINES[k].name), all.used[k], 1);
    for (int k = 0; k < N_TABLES; k++)
        if (PIPELINES[k].coarse)
            rwk_run_control(run, rwk_run_name(run, "%s: table error over the bound of f32", PIPELINES[k].name), all.as_f32[k], 1);
    rwk_run_control(run, "a bf16 table is no f32 one: f64 angles, error over 2 u p of f32 below 16", range[0].error[F64_BF16],
                    0x1p-23 * 16);
}

static rwk_status measure_table(rwk_run *run, const spectrum *s, rwk_rotor *rotor)
{
    static const int64_t range_end[RANGES] = { 16, 256, 2048, 16384, END };
    worst_of range[RANGES] = { 0 };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL,
                                      "position\tf32\tf64_bf16\tf32_bf16\tbf16_inv_freq\tbf16_positions\tall_bf16\tall_f16\t"
                                      "bound_f32\tbound_bf16_inv_freq\tbound_all_bf16");
    for (int64_t from = 1, r = 0, end = 1; from < END && status == RWK_OK; from = end) {
        for (int k = 0; end <= from; k++) end = (int64_t)floor(exp2((double)k / PER_OCTAVE) + 0.5);
        worst_of w = { 0 };
        status = compare_positions(&w, run, s, rotor, from, end);
        collect(&range[r], &w);
        RWK_ROW(table, sqrt((double)from * (double)(end - 1)), w.error[F32], w.error[F64_BF16], w.error[F32_BF16],
                w.error[BF16_INV_FREQ], w.error[BF16_POSITIONS], w.error[ALL_BF16], w.error[ALL_F16], w.bound[F32],
                w.bound[BF16_INV_FREQ], w.bound[ALL_BF16]);
        if (end == range_end[r]) r++;
        rwk_run_progress(run, 0.8 * (double)end / END);
    }
    if (status == RWK_OK) record_ranges(run, range);
    return status;
}

/* ---- The atlas: angles by base, dimension, pipeline and position. ---- */

enum { N_ATLAS = 7 };
static const int ATLAS[N_ATLAS] = { F32, F16_INV_FREQ, BF16_INV_FREQ, F16_POSITIONS, BF16_POSITIONS, ALL_F16, ALL_BF16 };

/* The octave below 2^e                                                                                   (D22.6) */
static double octave_loss(double *used, const spectrum *s, int k, int e, int64_t samples)
{
    const rwk_stages stages = *PIPELINES[k].stages;
    const int64_t end = (int64_t)1 << e;
    return rwk_precision_angle_loss(used, s->theta, s->stored[stages.inv_freq], s->n, stages, end / 2, end, end / 2 / samples + 1);
}

static double first_lost(const spectrum *s, int k)
{
    const rwk_stages stages = *PIPELINES[k].stages;
    return (double)rwk_precision_first_off(s->theta, s->stored[stages.inv_freq], s->n, stages, LOST, END);
}

typedef struct {
    double used, explain_gap, first[N_ATLAS], last[N_ATLAS];
} atlas;

/* The same by what `ropewalk explain` computes */
static double explained(const spectrum *s, rwk_pipeline p) { return (double)rwk_profile_first_loss(s->theta, s->n, p, LOST); }

static void measure_losses(atlas *a, const spectrum *s)
{
    for (int j = 0; j < N_ATLAS; j++) {
        const double lost = ATLAS[j] == F32 ? explained(s, RWK_PIPELINE_F32) : first_lost(s, ATLAS[j]);
        a->first[j] = a->first[j] == 0 ? lost : rwk_least(a->first[j], lost);
        a->last[j] = rwk_worst(a->last[j], lost);
    }
    a->explain_gap = rwk_worst(a->explain_gap, fabs(first_lost(s, BF16_INV_FREQ) - explained(s, RWK_PIPELINE_BF16_INV_FREQ)));
    a->explain_gap = rwk_worst(a->explain_gap, fabs(first_lost(s, BF16_POSITIONS) - explained(s, RWK_PIPELINE_BF16_POSITIONS)));
}

/* Row y of the map: the pipelines from the top, nine sizes and bases each, one row left free between them */
static void write_losses(rwk_tsv *map, atlas *a, const spectrum *s, int size, int64_t samples)
{
    for (int j = 0; j < N_ATLAS; j++) {
        double below = 0;
        for (int e = 4; e <= LAST_OCTAVE; e++) {
            below = rwk_worst(below, octave_loss(&a->used, s, ATLAS[j], e, samples));
            RWK_ROW(map, e, -10 * j - size, below < M_PI ? below : M_PI, ATLAS[j]);
        }
    }
}

static rwk_status measure_atlas(rwk_run *run, spectrum *s)
{
    static const size_t dims[] = { 64, 128, 256 };
    static const double bases[] = { 1e4, 5e5, 1e6 };
    const int64_t samples = (int64_t)rwk_run_count(run, SAMPLES, 8);
    atlas a = { 0 };
    rwk_tsv *map, *losses;
    rwk_status status = rwk_run_table(&map, run, "atlas", "octave\trow\tangle_error\tpipeline");
    if (status == RWK_OK) status = rwk_run_table(&losses, run, "losses", "row\tfirst\tlast");
    for (int k = 0; k < 9 && status == RWK_OK; k++) {
        status = spectrum_init(s, run, dims[k % 3], bases[k / 3]);
        if (status == RWK_OK) measure_losses(&a, s), write_losses(map, &a, s, k, samples);
        spectrum_clear(s);
    }
    if (status != RWK_OK) return status;
    for (int j = 0; j < N_ATLAS; j++) {
        RWK_ROW(losses, -10 * j - 4, a.first[j], a.last[j]);
        rwk_run_fact(run, rwk_run_name(run, "%s: first off by 0.1 rad, earliest of 9 models", PIPELINES[ATLAS[j]].name),
                     a.first[j]);
        rwk_run_fact(run, rwk_run_name(run, "%s: first off by 0.1 rad, latest of 9 models", PIPELINES[ATLAS[j]].name), a.last[j]);
    }
    rwk_run_check(run, "angle error over bound, 3 bases, 3 dimensions, 7 pipelines, up to 2^20", a.used, 1);
    rwk_run_check(run, "position of the first 0.1 rad against explain's, largest difference", a.explain_gap, 0);
    return RWK_OK;
}

/* ---- What was reported. ---- */

/* gpt-neox #1003: largest |cos in f16 - cos in f32| below 2048, d = 32; 0.7819 there.  Modalities #462: largest phase error of bf16
 * tables from bf16 frequencies, d = 128; 0.62, 2.5 and pi rad below 512, 2048 and 4096 there. */
static double neox_difference(const spectrum *s, rwk_stages stages)
{
    double worst = 0;
    for (int64_t p = 0; p < 2048; p++)
        for (size_t i = 0; i < s->n; i++) {
            const double coarse = cos(rwk_stages_angle(s->stored[stages.inv_freq][i], p, stages));
            const double fine = cos(rwk_stages_angle(s->stored[RWK_F32][i], p, rwk_stages_f32));
            worst = rwk_worst(worst, fabs(rwk_round(coarse, stages.table) - rwk_round(fine, RWK_F32)));
        }
    return worst;
}

static double phase_error(const spectrum *s, int64_t n_pos)
{
    const rwk_stages stages = { RWK_BF16, RWK_F32, RWK_F32, RWK_BF16 };
    double worst = 0;
    for (int64_t p = 0; p < n_pos; p++) {
        double c[PAIRS], t[PAIRS];
        rwk_stages_cos_sin(c, t, s->stored[RWK_BF16], PAIRS, p, stages);
        for (size_t i = 0; i < PAIRS; i++)
            worst = rwk_worst(worst, fabs(remainder(atan2(t[i], c[i]) - (double)p * s->theta[i], 2 * M_PI)));
    }
    return worst;
}

/* A printed number is met to half a unit of its last digit. */
static rwk_status measure_reports(rwk_run *run, const spectrum *documents)
{
    static const struct {
        int below;
        double printed, half_unit;
    } phases[] = { { 512, 0.62, 0.005 }, { 2048, 2.5, 0.05 }, { 4096, 3.14, 0.005 } };
    spectrum neox;
    double gap = 0;
    rwk_status status = spectrum_init(&neox, run, 32, 1e4);
    if (status != RWK_OK) return status;
    const double f16 = neox_difference(&neox, rwk_fault_all_f16), bf16 = neox_difference(&neox, rwk_fault_all_bf16);
    spectrum_clear(&neox);
    for (size_t k = 0; k < 3; k++) {
        const double phase = phase_error(documents, phases[k].below);
        gap = rwk_worst(gap, fabs(phase - phases[k].printed) / phases[k].half_unit);
        rwk_run_fact(run, rwk_run_name(run, "Modalities #462 (%g): phase error below %d", phases[k].printed, phases[k].below),
                     phase);
    }
    rwk_run_fact(run, "gpt-neox #1003 (0.7819): largest |cos f16 - cos f32| below 2048, d = 32", f16);
    rwk_run_check(run, "gpt-neox #1003: gap to 0.7819 over half a unit", fabs(f16 - 0.7819) / 0.5e-4, 1);
    rwk_run_control(run, "gpt-neox #1003 in bf16: gap to 0.7819 over half a unit", fabs(bf16 - 0.7819) / 0.5e-4, 1);
    rwk_run_check(run, "Modalities #462: gap to 0.62, 2.5, 3.14 rad over half a unit", gap, 1);
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    spectrum *s = calloc(1, sizeof *s);
    if (!s) return RWK_ENOMEM;
    rwk_status status = spectrum_init(s, run, 2 * PAIRS, 1e4);
    rwk_rotor *rotor = status == RWK_OK ? rwk_rotor_new(s->truth) : NULL;
    if (status == RWK_OK) status = rotor ? measure_table(run, s, rotor) : RWK_ENOMEM;
    if (status == RWK_OK) status = measure_reports(run, s);
    rwk_rotor_free(rotor);
    spectrum_clear(s);
    if (status == RWK_OK) status = measure_atlas(run, s);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
