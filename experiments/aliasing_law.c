/* SPDX-License-Identifier: MIT */
/*
 * Claim     Beyond s1 = pi d / ln b the mean cosine is its smooth limit plus aliasing noise, whose mean square grows like a logarithm,
 *           (ln(s/s1) + gamma) / (d ln b), up to 1/d.
 * Source    derivations (D5.8), (D5.9), (D17.7)-(D17.11); the limit: Su, kexue.fm 8231 and 10122; models: their config.json
 * Measure   the mean square of f - g - end point over octaves from s1 to 2^22, for d = 64 to 2048 and b = 100 to 5e5; of f - g at 1e7
 *           and 1e9; the first integer distance with f < 0 for 49 bases, and the share of such distances in four models
 * Holds if  octave means are within the tolerance of (D17.8) of the law, and within 5 sigma (D17.9) of 1/d far out; every sign is
 *           certain (D17.10); a head with half of its slots rotated is never negative (D17.11)
 * Must fail the smooth limit with its end point alone; an onset without its 2 pi; a law that grows without end; a head with all of
 *           its slots rotated
 */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "claims/aliasing.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "faults/decay_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 25,
    .id = "aliasing_law",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Beyond s1 = pi d / ln b the mean cosine is its smooth limit plus aliasing noise of mean square "
                 "(ln(s/s1) + gamma) / (d ln b), at most 1/d.",
    .source = "the limit: Su, kexue.fm 8231 and 10122; the law: this project",
    .section = "17",
    .equations = "D5.9 D17.7",
};

enum { MAX_PAIRS = 2048, N_CURVES = 6, N_MODELS = 4, EVERY = 8192, FAR_DRAWS = 16384, LAST = 200000, PER_DECADE = 12, DECADES = 4 };

static const struct {
    double base;
    size_t n;
} CURVES[N_CURVES] = { { 1e4, 32 }, { 1e4, 64 }, { 1e4, 256 }, { 1e4, 1024 }, { 100, 64 }, { 5e5, 64 } };

static const struct {
    const char *name;
    double base;
    int context;
} MODELS[N_MODELS] = { { "LLaMA-1", 1e4, 2048 }, { "Llama-2", 1e4, 4096 }, { "Llama-3", 5e5, 8192 }, { "CodeLlama", 1e6, 16384 } };

typedef struct {
    double inv_freq[MAX_PAIRS], base;
    size_t n;
} curve;

static rwk_status curve_of(curve *c, rwk_run *run, size_t n, double base)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(2 * n, base);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(c->inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    c->n = n, c->base = base;
    return status;
}

/* ---- Mean squares over windows. ---- */

typedef struct {
    double noise, gap, end_point, law, no_turn, growing; /* mean squares: measured, measured with the end point, four predictions */
    double sampling;                                     /* relative standard deviation from drawing distances; 0: none drawn */
} window;

static void add(window *w, const curve *c, double s, double weight)
{
    const double end = rwk_decay_end_point(s, c->base, c->n), noise = rwk_alias_noise(c->inv_freq, c->n, c->base, s);
    w->noise += weight * gsl_pow_2(noise);
    w->gap += weight * gsl_pow_2(noise + end);
    w->end_point += weight * gsl_pow_2(end);
    w->law += weight * gsl_pow_2(rwk_decay_alias_rms(s, c->base, c->n));
    w->no_turn +=
        weight * rwk_least(rwk_fault_alias_growing(s, rwk_fault_alias_onset(c->base, c->n), c->base, c->n), 0.5 / (double)c->n);
    w->growing += weight * rwk_fault_alias_growing(s, rwk_decay_alias_onset(c->base, c->n), c->base, c->n);
}

/* Over the integers from <= s < to: each of them, or `draws` of them if they are more. */
static window measure_window(rwk_run *run, const curve *c, double from, double to, double draws)
{
    window w = { 0 };
    const double first = ceil(from), count = ceil(to) - first;
    if (count <= draws)
        for (double t = 0; t < count; t++) add(&w, c, first + t, 1 / count);
    else
        for (double t = 0; t < draws; t++) add(&w, c, first + floor(count * gsl_rng_uniform(run->rng)), 1 / draws);
    w.sampling = count <= draws ? 0 : sqrt(2 / draws);
    return w;
}

static double off(double measured, double predicted, double tolerance) { return fabs(measured / predicted - 1) / tolerance; }

/* ---- The law, octave by octave. ---- */

typedef struct {
    double law, end_point, no_turn, growing; /* largest deviations over their tolerance */
    double rms;                              /* largest |rms / law - 1| from 4 s1 on, over all integers */
} deviations;

static void judge(deviations *worst, const window *w, const curve *c, double from)
{
    const double tolerance = rwk_alias_tolerance(from, c->base, c->n) + 5 * w->sampling;
    worst->law = rwk_worst(worst->law, off(w->noise, w->law, tolerance));
    worst->end_point = rwk_worst(worst->end_point, off(w->gap, w->end_point, tolerance));
    worst->no_turn = rwk_worst(worst->no_turn, off(w->noise, w->no_turn, tolerance));
    worst->growing = rwk_worst(worst->growing, off(w->noise, w->growing, tolerance));
    if (w->sampling == 0 && from >= 3.99 * rwk_decay_alias_onset(c->base, c->n))
        worst->rms = rwk_worst(worst->rms, fabs(sqrt(w->noise / w->law) - 1));
}

static rwk_status measure_curve(rwk_run *run, curve *c, deviations *all, rwk_tsv *table, int k)
{
    deviations worst = { 0 };
    const rwk_status status = curve_of(c, run, CURVES[k].n, CURVES[k].base);
    if (status != RWK_OK) return status;
    const double draws = (double)rwk_run_count(run, EVERY, 8);
    for (double from = rwk_decay_alias_onset(c->base, c->n); from <= 0x1p22; from *= 2) {
        const window w = measure_window(run, c, from, 2 * from, draws);
        judge(&worst, &w, c, from);
        RWK_ROW(table, from * M_SQRT2, k, sqrt(w.noise), sqrt(w.law));
    }
    const char *format = "d = %zu, b = %g: octave means of the noise against the law, over tolerance";
    rwk_run_check(run, rwk_run_name(run, format, 2 * c->n, c->base), worst.law, 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu, b = %g: largest |rms/law - 1| of whole octaves from 4 s1 on", 2 * c->n, c->base),
                 worst.rms);
    all->end_point = rwk_worst(all->end_point, worst.end_point);
    all->no_turn = rwk_worst(all->no_turn, worst.no_turn);
    all->growing = rwk_worst(all->growing, worst.growing);
    return status;
}

/* Windows between multiples of s1, the law at their geometric middle. */
static void record_windows(rwk_run *run, const curve *c)
{
    static const double ends[][2] = { { 2, 4 }, { 8, 16 }, { 64, 128 }, { 1024, 1200 } };
    const double onset = rwk_decay_alias_onset(c->base, c->n);
    for (int k = 0; k < (c->n == 64 ? 4 : 3); k++) {
        const double from = floor(ends[k][0] * onset), to = floor(ends[k][1] * onset);
        const window w = measure_window(run, c, from, to, INFINITY);
        rwk_run_fact(run, rwk_run_name(run, "d = %zu: rms of f - g - end point, %.0f to %.0f", 2 * c->n, from, to), sqrt(w.noise));
        rwk_run_fact(run, rwk_run_name(run, "d = %zu: rms of f - g, %.0f to %.0f", 2 * c->n, from, to), sqrt(w.gap));
        rwk_run_fact(run, rwk_run_name(run, "d = %zu: law, at the middle of %.0f to %.0f", 2 * c->n, from, to),
                     rwk_decay_alias_rms(sqrt(from * to), c->base, c->n));
    }
}

static rwk_status measure_law(rwk_run *run, curve *c)
{
    deviations all = { 0 };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "octaves", "distance\tcurve\tmeasured\tlaw");
    for (int k = 0; k < N_CURVES && status == RWK_OK; k++) {
        status = measure_curve(run, c, &all, table, k);
        if (status == RWK_OK && k >= 1 && k <= 2) record_windows(run, c);
        rwk_run_progress(run, 0.1 * (k + 1));
    }
    rwk_run_control(run, "the limit with its end point alone, over tolerance", all.end_point, 1);
    rwk_run_control(run, "the law with onset n / ln b, over tolerance", all.no_turn, 1);
    rwk_run_control(run, "the law without its limit 1/d, over tolerance", all.growing, 1);
    return status;
}

/* ---- Far out. ---- */

static rwk_status measure_far(rwk_run *run, curve *c)
{
    const rwk_status status = curve_of(c, run, 64, 1e4);
    if (status != RWK_OK) return status;
    const double draws = (double)rwk_run_count(run, FAR_DRAWS, 16);
    double wrong = 0;
    for (double from = 1e7; from <= 1e9; from *= 100) {
        const window w = measure_window(run, c, from, 2 * from, draws);
        const double sigma = hypot(w.sampling, rwk_alias_window_spread(c->inv_freq, c->n, from));
        rwk_run_check(run, rwk_run_name(run, "mean square from %g on against 1/d, over 5 sigma", from),
                      off(w.gap, 0.5 / (double)c->n, 5 * sigma), 1);
        rwk_run_fact(run, rwk_run_name(run, "rms of f - g from %g on, one octave", from), sqrt(w.gap));
        wrong = rwk_worst(wrong, off(w.gap, w.growing, 5 * sigma));
    }
    const window near = measure_window(run, c, 1e7, 1e7 + 10000, INFINITY);
    rwk_run_control(run, "mean square far out against the law without its limit, over 5 sigma", wrong, 1);
    rwk_run_fact(run, "rms of f - g, 10000 distances from 1e7 on", sqrt(near.gap));
    rwk_run_fact(run, "its relative spread from one such window to another", rwk_alias_window_spread(c->inv_freq, 64, 10000) / 2);
    rwk_run_fact(run, "1/sqrt(d)", sqrt(0.5 / 64));
    return RWK_OK;
}

/* ---- Signs. ---- */

static double share_negative(const curve *c, int context, double *doubt)
{
    double negative = 0;
    for (int s = 0; s < context; s++) {
        const double f = rwk_decay_mean_cosine(c->inv_freq, c->n, s);
        *doubt = rwk_worst(*doubt, rwk_alias_rounding(s, c->n) / fabs(f));
        negative += f < 0;
    }
    return negative / context;
}

static rwk_status measure_models(rwk_run *run, curve *c, double *doubt)
{
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "models", "base\tcontext\tfirst");
    for (int k = 0; k < N_MODELS && status == RWK_OK; k++) {
        if ((status = curve_of(c, run, 64, MODELS[k].base)) != RWK_OK) break;
        const double first = rwk_alias_first_negative(c->inv_freq, 64, LAST, doubt);
        RWK_ROW(table, MODELS[k].base, MODELS[k].context, first);
        rwk_run_fact(run, rwk_run_name(run, "%s: first distance with f < 0", MODELS[k].name), first);
        rwk_run_fact(run, rwk_run_name(run, "%s: share of its distances with f < 0", MODELS[k].name),
                     share_negative(c, MODELS[k].context, doubt));
    }
    return status;
}

static rwk_status measure_signs(rwk_run *run, curve *c)
{
    rwk_tsv *table;
    double doubt = 0;
    const double x0 = rwk_decay_ci_zero();
    rwk_status status = rwk_run_table(&table, run, "negative", "base\tfirst\tsmooth");
    for (int k = 0; k <= PER_DECADE * DECADES && status == RWK_OK; k += run->options.quick ? PER_DECADE : 1) {
        const double base = rint(pow(10, 2 + (double)k / PER_DECADE));
        if ((status = curve_of(c, run, 64, base)) != RWK_OK) break;
        const double first = rwk_alias_first_negative(c->inv_freq, 64, LAST, &doubt);
        RWK_ROW(table, base, first, x0 * base);
        if (k == 0) rwk_run_fact(run, "b = 100: first distance with f < 0", first);
    }
    if (status == RWK_OK) status = measure_models(run, c, &doubt);
    rwk_run_check(run, "signs of f: rounding over |f|, at most", doubt, 1);
    return status;
}

/* ---- Half of a head rotated, and extremes. ---- */

static rwk_status measure_partial(rwk_run *run, curve *c)
{
    rwk_tsv *table;
    double least = INFINITY, least_whole = INFINITY;
    curve *half = calloc(1, sizeof *half);
    rwk_status status = half ? curve_of(half, run, 32, 1e4) : RWK_ENOMEM;
    if (status == RWK_OK) status = curve_of(c, run, 64, 1e4);
    if (status == RWK_OK) status = rwk_run_table(&table, run, NULL, "distance\twhole\thalf");
    for (double s = 1, next = 1; s <= LAST && status == RWK_OK; s++) {
        const double whole = rwk_decay_mean_cosine(c->inv_freq, 64, s);
        const double partly = 1 - 0.5 * (1 - rwk_decay_mean_cosine(half->inv_freq, 32, s));
        least = rwk_least(least, partly), least_whole = rwk_least(least_whole, whole);
        if (s < next) continue;
        RWK_ROW(table, s, whole, partly);
        next = rwk_worst(s + 1, floor(s * pow(10, 1.0 / 400)));
        if (run->options.quick) s = next - 1;
    }
    rwk_run_check(run, "half of the slots rotated: least mean cosine up to 2e5, its negative", -least,
                  -rwk_alias_least_partial(0.5));
    rwk_run_control(run, "all of them rotated: least mean cosine up to 2e5, its negative", -least_whole,
                    -rwk_alias_least_partial(0.5));
    free(half);
    return status;
}

static rwk_status record_extremes(rwk_run *run, curve *c)
{
    rwk_status status = RWK_OK;
    for (size_t n = 64; n <= MAX_PAIRS && status == RWK_OK; n *= n == 64 ? 4 : 8) {
        double largest = 0;
        if ((status = curve_of(c, run, n, 1e4)) != RWK_OK) break;
        for (int s = 0; s <= 4096; s++)
            largest = rwk_worst(largest, fabs(rwk_decay_mean_cosine(c->inv_freq, n, s) - rwk_decay_limit(s, 1e4)));
        rwk_run_fact(run, rwk_run_name(run, "d = %zu: largest |f - g| up to 4096", 2 * n), largest);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    curve *c = calloc(1, sizeof *c);
    rwk_status status = c ? measure_law(run, c) : RWK_ENOMEM;
    if (status == RWK_OK) status = measure_far(run, c);
    if (status == RWK_OK) status = measure_signs(run, c);
    rwk_run_progress(run, 0.9);
    if (status == RWK_OK) status = measure_partial(run, c);
    if (status == RWK_OK) status = record_extremes(run, c);
    free(c);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
