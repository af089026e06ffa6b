/* SPDX-License-Identifier: MIT */
/*
 * Claim     Within a context of T tokens exactly ceil((d/2) log_b(T/(2 pi))) pairs complete a turn and show all of their angles; the
 *           others show an arc.
 * Source    Liu et al. 2023 (arXiv:2310.05209), "critical dimension" and smaller bases; derivations (D8.1)-(D8.6)
 * Measure   pairs with 2 pi/theta_i <= T, from certified frequencies, against the formula, for four published models and a sweep over
 *           d, b and T; the largest gap between the angles visited, sorted around the circle; turns of the slowest pair for small bases
 * Holds if  both counts are equal (D8.2), and certainly so (D8.6); gaps are at most theta_i with a full turn, else 2 pi - (T - 1) theta_i
 *           (D8.3); the bases T/(2 pi), T/pi, 2T/pi give a full, a half, a quarter turn (D8.5)
 * Must fail floor for ceil; the formula without 2 pi; gaps of the other pairs held to theta_i
 */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "claims/arcs.h"
#include "claims/profile.h"
#include "claims/rounding.h"
#include "faults/scaling_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 37,
    .id = "full_turns",
    .expected = RWK_HOLDS,
    .statement = "Within T tokens exactly ceil((d/2) log_b(T/(2 pi))) pairs complete a turn; of the others the model sees an arc.",
    .source = "Liu et al. 2023 (arXiv:2310.05209), critical dimension",
    .section = "8",
    .equations = "D8.2",
};

enum { PAIRS = 64, N_MODELS = 4, LONGEST = 16384, MAX_PAIRS = 512, BASES = 40, CONTEXTS = 1000 };

static const struct {
    const char *name;
    double base;
    int64_t context;
} MODELS[N_MODELS] = {
    { "LLaMA-1", 1e4, 2048 },
    { "Llama-2", 1e4, 4096 },
    { "Llama-3", 5e5, 8192 },
    { "CodeLlama", 1e6, 16384 },
};

static rwk_status certify(double inv_freq[], rwk_run *run, size_t n, double base)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(2 * n, base);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    return status;
}

/* ---- The count. ---- */

/* Over all cases: largest differences of the three formulas from the count, and the largest doubt about a count. */
typedef struct {
    double right, floor, radian, doubt;
} tally;

static double apart(size_t a, size_t b) { return fabs((double)a - (double)b); }

static void count_case(tally *t, const double inv_freq[], size_t n, double base, int64_t context)
{
    const size_t turning = rwk_profile_full_turns(inv_freq, n, context);
    t->right = rwk_worst(t->right, apart(turning, rwk_arcs_full_turn_pairs(base, n, context)));
    t->floor = rwk_worst(t->floor, apart(turning, rwk_fault_full_turns_floor(base, n, context)));
    t->radian = rwk_worst(t->radian, apart(turning, rwk_fault_full_turns_radian(base, n, context)));
    for (size_t i = 0; i < n; i++) t->doubt = rwk_worst(t->doubt, rwk_arcs_turn_doubt(inv_freq[i], context));
}

/* Log-uniform draws: bases 2 .. 10^9, contexts 1 .. 2^24. */
static rwk_status sweep(tally *t, rwk_run *run)
{
    static const size_t pairs[] = { 1, 2, 4, 8, 16, 32, 40, 48, 64, 128 };
    double inv_freq[128];
    rwk_status status = RWK_OK;
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        for (size_t draw = 0; draw < rwk_run_count(run, BASES, 10) && status == RWK_OK; draw++) {
            const double base = 2 * pow(5e8, gsl_rng_uniform(run->rng));
            status = certify(inv_freq, run, pairs[k], base);
            for (size_t c = 0; c < rwk_run_count(run, CONTEXTS, 10) && status == RWK_OK; c++)
                count_case(t, inv_freq, pairs[k], base, (int64_t)exp2(24 * gsl_rng_uniform(run->rng)));
        }
        rwk_run_progress(run, 0.5 + (double)k / 20);
    }
    return status;
}

static rwk_status measure_count(rwk_run *run, double inv_freq[N_MODELS][PAIRS])
{
    tally models = { 0, 0, 0, 0 }, swept = { 0, 0, 0, 0 };
    for (int k = 0; k < N_MODELS; k++) count_case(&models, inv_freq[k], PAIRS, MODELS[k].base, MODELS[k].context);
    const rwk_status status = sweep(&swept, run);
    if (status != RWK_OK) return status;
    rwk_run_check(run, "published models: pairs with a full turn against the formula, largest difference", models.right, 0);
    rwk_run_check(run, "sweep over d, b, T: pairs with a full turn against the formula, largest difference", swept.right, 0);
    rwk_run_check(run, "rounding over distance from a full turn, largest of all cases", rwk_worst(models.doubt, swept.doubt), 1);
    rwk_run_control(run, "floor for ceil, published models: largest difference", models.floor, 0);
    rwk_run_control(run, "floor for ceil, sweep: largest difference", swept.floor, 0);
    rwk_run_control(run, "without 2 pi, published models: largest difference", models.radian, 0);
    rwk_run_control(run, "without 2 pi, sweep: largest difference", swept.radian, 0);
    return RWK_OK;
}

/* ---- The angles visited. ---- */

/* Gaps of the pairs with a full turn over theta; of the others over theta (the smallest), and their distance from (D8.3). */
typedef struct {
    double full, others, error;
} gaps;

static void measure_gaps(gaps *worst, double gap[PAIRS], double angle[], const double inv_freq[], int64_t context)
{
    const size_t full = rwk_profile_full_turns(inv_freq, PAIRS, context);
    for (size_t i = 0; i < PAIRS; i++) {
        gap[i] = rwk_arcs_largest_gap(angle, inv_freq[i], (size_t)context);
        const double over_theta = gap[i] / inv_freq[i], rest = 2 * M_PI - (double)(context - 1) * inv_freq[i];
        if (i < full) worst->full = rwk_worst(worst->full, over_theta);
        else {
            worst->others = rwk_least(worst->others, over_theta);
            worst->error = rwk_worst(worst->error, fabs(gap[i] - rest));
        }
    }
}

static rwk_status measure_circle(rwk_run *run, double gap[N_MODELS][PAIRS], double inv_freq[N_MODELS][PAIRS])
{
    const double u = rwk_unit_roundoff(RWK_F64);
    gaps worst = { 0, INFINITY, 0 };
    double *angle = malloc(LONGEST * sizeof *angle);
    if (!angle) return RWK_ENOMEM;
    for (int k = 0; k < N_MODELS; k++) {
        measure_gaps(&worst, gap[k], angle, inv_freq[k], MODELS[k].context);
        rwk_run_progress(run, 0.1 * (k + 1));
    }
    free(angle);
    rwk_run_check(run, "pairs with a full turn: largest gap between visited angles, in theta", worst.full, 1 + 6 * u * LONGEST);
    rwk_run_check(run, "the others: largest gap against 2 pi - (T - 1) theta", worst.error, 64 * u);
    rwk_run_control(run, "the others: smallest of their largest gaps, in theta", worst.others, 1 + 6 * u * LONGEST);
    return RWK_OK;
}

static void record_models(rwk_run *run, double gap[N_MODELS][PAIRS], double inv_freq[N_MODELS][PAIRS])
{
    for (int k = 0; k < N_MODELS; k++) {
        const size_t full = rwk_profile_full_turns(inv_freq[k], PAIRS, MODELS[k].context);
        const char *name = MODELS[k].name;
        rwk_run_fact(run, rwk_run_name(run, "%s: pairs with a full turn, of 64", name), (double)full);
        rwk_run_fact(run, rwk_run_name(run, "%s: critical dimension", name), 2 * (double)full);
        rwk_run_fact(run, rwk_run_name(run, "%s: largest gap of the last of them [rad]", name), gap[k][full - 1]);
        rwk_run_fact(run, rwk_run_name(run, "%s: largest gap of the next pair [rad]", name), gap[k][full]);
        rwk_run_fact(run, rwk_run_name(run, "%s: share of the circle seen by the slowest pair", name),
                     rwk_arcs_share(inv_freq[k][PAIRS - 1], MODELS[k].context));
    }
}

/* ---- Small bases. ---- */

/* theta_{N-1} theta_1 = 1/b is the frequency that the slowest pair tends to: a full, a half, a quarter turn.       (D8.5) */
static rwk_status measure_small_bases(rwk_run *run)
{
    static const char *const names[] = { "T/(2 pi)", "T/pi", "2T/pi" };
    double inv_freq[PAIRS], error = 0;
    for (int k = 0; k < 3; k++) {
        const double share = ldexp(1, -k), base = 4096 / (2 * M_PI) / share;
        const rwk_status status = certify(inv_freq, run, PAIRS, base);
        if (status != RWK_OK) return status;
        const double limit = rwk_arcs_turns(inv_freq[PAIRS - 1] * inv_freq[1], 4096);
        error = rwk_worst(error, fabs(limit / share - 1));
        rwk_run_fact(run, rwk_run_name(run, "base %s at T = 4096", names[k]), base);
        rwk_run_fact(run, rwk_run_name(run, "base %s: turns of the slowest pair", names[k]),
                     rwk_arcs_turns(inv_freq[PAIRS - 1], 4096));
        rwk_run_fact(run, rwk_run_name(run, "base %s: pairs with a full turn, of 64", names[k]),
                     (double)rwk_profile_full_turns(inv_freq, PAIRS, 4096));
    }
    rwk_run_check(run, "bases T/(2 pi), T/pi, 2T/pi: turns for i -> d/2 against 1, 1/2, 1/4", error,
                  10 * rwk_unit_roundoff(RWK_F64));
    return RWK_OK;
}

/* ---- The model in hand. ---- */

/* Counted directly, whatever its rule; the closed form is about the plain rule. */
static void measure_model(rwk_run *run)
{
    const int64_t context = run->config.max_position_embeddings;
    if (context <= 0) return;
    const size_t n = run->n_pairs, full = rwk_profile_full_turns(run->inv_freq, n, context);
    double share = 0;
    for (size_t i = 0; i < n; i++) share += rwk_arcs_share(run->inv_freq[i], context) / (double)n;
    rwk_run_fact(run, "this model: context", (double)context);
    rwk_run_fact(run, "this model: pairs", (double)n);
    rwk_run_fact(run, "this model: pairs with a full turn", (double)full);
    rwk_run_fact(run, "this model: share of the circle seen by the slowest pair", rwk_arcs_share(run->inv_freq[n - 1], context));
    rwk_run_fact(run, "this model: share of the circle seen, mean over pairs", share);
    if (run->config.rope_type == RWK_ROPE_DEFAULT)
        rwk_run_check(run, "this model: pairs with a full turn against the formula, difference",
                      apart(full, rwk_arcs_full_turn_pairs(run->config.rope_theta, n, context)), 0);
}

/* ---- The curves. ---- */

/* NaN where there is nothing to draw: the model is shorter, states no context, or the pair stands still. */
static double turns_of_model(const rwk_run *run, size_t i)
{
    const int64_t context = run->config.max_position_embeddings;
    const double turns = i < run->n_pairs ? rwk_arcs_turns(run->inv_freq[i], context) : NAN;
    return turns > 0 ? turns : NAN;
}

static rwk_status write_curves(rwk_run *run, double gap[N_MODELS][PAIRS], double inv_freq[N_MODELS][PAIRS])
{
    rwk_tsv *table;
    const rwk_status status =
        rwk_run_table(&table, run, NULL,
                      "pair\tturns_llama1\tturns_llama2\tturns_llama3\tturns_codellama\tgap_llama1\tgap_llama2\t"
                      "gap_llama3\tgap_codellama\tturns_model\tmodel_context");
    for (size_t i = 0; (i < PAIRS || i < run->n_pairs) && status == RWK_OK; i++) {
        double turns[N_MODELS], gaps_of[N_MODELS];
        for (int k = 0; k < N_MODELS; k++) {
            turns[k] = i < PAIRS ? rwk_arcs_turns(inv_freq[k][i], MODELS[k].context) : NAN;
            gaps_of[k] = i < PAIRS ? gap[k][i] : NAN;
        }
        RWK_ROW(table, (double)i, turns[0], turns[1], turns[2], turns[3], gaps_of[0], gaps_of[1], gaps_of[2], gaps_of[3],
                turns_of_model(run, i), (double)run->config.max_position_embeddings);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    static double inv_freq[N_MODELS][PAIRS], gap[N_MODELS][PAIRS];
    rwk_status status = rwk_run_limit_dim(run, 2 * MAX_PAIRS);
    for (int k = 0; k < N_MODELS && status == RWK_OK; k++) status = certify(inv_freq[k], run, PAIRS, MODELS[k].base);
    if (status == RWK_OK) status = measure_circle(run, gap, inv_freq);
    if (status == RWK_OK) status = measure_count(run, inv_freq);
    if (status == RWK_OK) status = measure_small_bases(run);
    if (status != RWK_OK) return status;
    record_models(run, gap, inv_freq);
    measure_model(run);
    return write_curves(run, gap, inv_freq);
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
