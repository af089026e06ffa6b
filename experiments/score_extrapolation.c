/* SPDX-License-Identifier: MIT */
/*
 * Claim     A RoPE score a(s) fitted to noise on the positions 0 .. 2047 is small there and between them, and blows up beyond.
 * Source    Chen et al. 2023 (Position Interpolation, arXiv:2306.15595), figure 2 and its code; derivations (D21.1)-(D21.9)
 * Measure   largest |a(s)| of least-squares fits to Gaussian noise at the fitted positions, between 25 and 75, and on 2048 .. 4095;
 *           the same with the fastest pairs only, with a ridge, and by normal equations in f64 and f32
 * Holds if  |a| is at most 3 at the fitted positions and between, and 10^6 times as large beyond; every |a(s)| within its deviation
 *           (D21.2) and rounding (D21.3); pairs under the Rayleigh limit conditioned and bounded as (D21.4), (D21.5); |a| under
 *           its envelope (D21.6); a ridge bounds it (D21.7)
 * Must fail the pairs under the Rayleigh limit for the blow-up; the deviation within held against the scores beyond; the pairs with a
 *           full turn for the Rayleigh limit's; max |h| for the envelope; the fit without a ridge for the one with
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "attention/scores.h"
#include "claims/normal_equations.h"
#include "claims/profile.h"
#include "claims/rounding.h"
#include "claims/score_fit.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 34,
    .id = "score_extrapolation",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "A RoPE score fitted to noise on 0 .. 2047 is small there and between, and blows up beyond.",
    .source = "Chen et al. 2023 (arXiv:2306.15595), figure 2",
    .section = "21",
    .equations = "D21.1 D21.4",
};

enum { PAIRS = 64, DIM = 2 * PAIRS, LENGTH = 2048, DRAWS = 20, NEAR = 401, POINTS = 2 * LENGTH + NEAR, BLOCK = 8 };

/* ---- The fits. ---- */

enum { ALL, EVERY_MODE, FIRST_RIDGE, FEW = FIRST_RIDGE + 4, RAYLEIGH, TURNS = RAYLEIGH + 4, NORMAL, IN_F32, LONG_F32, N_FITS };

/* Without pairs: as many as the Rayleigh limit allows, or as make a full turn. */
typedef struct {
    const char *name;
    size_t pairs;
    rwk_fit_rule rule;
    rwk_normal_rule normal;
} method;

static const method METHODS[N_FITS] = {
    [ALL] = { "all pairs, f64", PAIRS, { 0 }, { 0 } },
    [EVERY_MODE] = { "all pairs, f64, no singular value left out", PAIRS, { 0, 1 }, { 0 } },
    [FIRST_RIDGE] = { "ridge 1e-6", PAIRS, { 1e-6, 0 }, { 0 } },
    [FIRST_RIDGE + 1] = { "ridge 1e-3", PAIRS, { 1e-3, 0 }, { 0 } },
    [FIRST_RIDGE + 2] = { "ridge 1", PAIRS, { 1, 0 }, { 0 } },
    [FIRST_RIDGE + 3] = { "ridge 100", PAIRS, { 100, 0 }, { 0 } },
    [FEW] = { "the fastest 27 pairs", 27, { 0 }, { 0 } },
    [RAYLEIGH] = { "the pairs under the Rayleigh limit", 0, { 0 }, { 0 } },
    [RAYLEIGH + 1] = { "the fastest 30 pairs", 30, { 0 }, { 0 } },
    [RAYLEIGH + 2] = { "the fastest 32 pairs", 32, { 0 }, { 0 } },
    [RAYLEIGH + 3] = { "the fastest 36 pairs", 36, { 0 }, { 0 } },
    [TURNS] = { "the pairs with a full turn", 0, { 0 }, { 0 } },
    [NORMAL] = { "normal equations, f64", PAIRS, { 0 }, { RWK_F64, false } },
    [IN_F32] = { "normal equations, f32", PAIRS, { 0 }, { RWK_F32, false } },
    [LONG_F32] = { "normal equations, f32, sums in f64", PAIRS, { 0 }, { RWK_F32, true } },
};

enum { INSIDE, BETWEEN, BEYOND, N_REGIONS };

/* Fitted positions, then those beyond, then 25 .. 75 in eighths. */
static int region(size_t p) { return p < LENGTH ? INSIDE : p < 2 * LENGTH ? BEYOND : BETWEEN; }
static double position(size_t p) { return p < 2 * LENGTH ? (double)p : 25 + (double)(p - 2 * LENGTH) / 8; }

typedef struct {
    double inv_freq[PAIRS], rows[POINTS * DIM], f32_rows[POINTS * DIM]; /* the functions of (D21.1) at every position */
    double y[DRAWS][LENGTH], z[DRAWS][DIM];                             /* noise, and its image under Q^T */
    double deviation[POINTS], a[POINTS], curve[N_FITS][POINTS];         /* of one fit; of one draw; |a| of the first draw */
    double height[N_FITS][N_REGIONS][DRAWS], residual[N_FITS][DRAWS];   /* largest |a| of a draw; root mean square of a - y */
    double law[N_FITS], envelope, by_largest;                           /* |a| over bound, over sum |h| and max |h|, worst */
    double sd[N_FITS][N_REGIONS], condition[N_FITS];
    double passes, stays, above; /* what chance could do to the two thresholds */
    size_t pairs[N_FITS], draws;
    rwk_fit fit;
} world;

static rwk_status prepare(rwk_run *run, world *w)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(DIM, 10000);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(w->inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    if (status == RWK_OK) status = rwk_fit_open(&w->fit, w->inv_freq, PAIRS, LENGTH);
    for (size_t p = 0; p < POINTS; p++) {
        rwk_fit_row(w->rows + p * DIM, w->inv_freq, PAIRS, position(p), RWK_F64);
        rwk_fit_row(w->f32_rows + p * DIM, w->inv_freq, PAIRS, position(p), RWK_F32);
    }
    w->draws = rwk_run_count(run, DRAWS, 4);
    for (size_t k = 0; k < w->draws && status == RWK_OK; k++) {
        rwk_run_gaussian(run, w->y[k], LENGTH);
        memcpy(w->a, w->y[k], sizeof w->y[k]);
        rwk_fit_project(w->z[k], &w->fit, w->a);
    }
    for (int m = 0; m < N_FITS; m++) w->pairs[m] = METHODS[m].pairs;
    w->pairs[RAYLEIGH] = rwk_rayleigh_pairs(w->inv_freq, PAIRS, LENGTH);
    w->pairs[TURNS] = rwk_profile_full_turns(w->inv_freq, PAIRS, LENGTH);
    return status;
}

/* ---- What becomes of one fit. ---- */

/* a(s) of the coefficients c at every position, and its largest values. */
static void evaluate(world *w, int m, size_t draw, const double c[])
{
    const rwk_dtype dtype = METHODS[m].normal.dtype;
    const double *rows = dtype == RWK_F64 ? w->rows : w->f32_rows;
    double squares = 0;
    for (int r = 0; r < N_REGIONS; r++) w->height[m][r][draw] = 0;
    for (size_t p = 0; p < POINTS; p++) {
        w->a[p] = rwk_dot(rows + p * DIM, c, 2 * w->pairs[m], dtype);
        double *largest = &w->height[m][region(p)][draw];
        *largest = rwk_worst(*largest, fabs(w->a[p]));
        if (p < LENGTH) squares += gsl_pow_2(w->a[p] - w->y[draw][p]);
        if (draw == 0) w->curve[m][p] = fabs(w->a[p]);
    }
    w->residual[m][draw] = sqrt(squares / LENGTH);
}

/* |a| over sum |h_j| and over max |h_j|.                                                                 (D21.6) */
static void hold_to_envelope(world *w, int m, const double c[])
{
    double sum = 0, largest = 0;
    for (size_t j = 0; j < w->pairs[m]; j++) {
        sum += hypot(c[2 * j], c[2 * j + 1]);
        largest = rwk_worst(largest, hypot(c[2 * j], c[2 * j + 1]));
    }
    for (size_t p = 0; p < POINTS; p++) {
        w->envelope = rwk_worst(w->envelope, fabs(w->a[p]) / sum);
        if (m == RAYLEIGH) w->by_largest = rwk_worst(w->by_largest, fabs(w->a[p]) / largest);
    }
}

/* What chance can do, all draws together, at most: |a| above 3 at a fitted position; below 3e6 all over the beyond.  (D21.2), (D21.8) */
static rwk_status bound_chances(world *w, const rwk_modes *modes, rwk_fit_rule rule)
{
    double alpha[DIM];
    const double draws = (double)w->draws;
    for (size_t k = 0; k < DIM; k++) w->above += gsl_vector_get(modes->sigma, k) > 1e-3;
    for (size_t p = 0; p < LENGTH; p++) w->passes += 2 * draws * gsl_cdf_ugaussian_Q(3 / w->deviation[p]);
    const rwk_status status = rwk_modes_amplification(alpha, modes, w->rows + LENGTH * DIM, LENGTH, DIM, rule);
    w->stays = status == RWK_OK ? draws * rwk_fit_small_ball(alpha, DIM, 3e6 * sqrt(LENGTH)) : NAN;
    return status == RWK_ENAN ? RWK_OK : status;
}

/* By singular values: the deviation of a(s) at every position, then draw by draw.                           (D21.2), (D21.3) */
static rwk_status fit_by_modes(world *w, int m, double sigmas)
{
    double c[DIM];
    rwk_modes modes = { 0 };
    const rwk_fit_rule rule = METHODS[m].rule;
    rwk_status status = rwk_modes_open(&modes, &w->fit, w->pairs[m]);
    if (status != RWK_OK) return status;
    w->condition[m] = gsl_vector_get(modes.sigma, 0) / gsl_vector_get(modes.sigma, modes.n - 1);
    status = rwk_modes_deviations(w->deviation, &modes, w->rows, POINTS, DIM, rule);
    for (size_t p = 0; p < POINTS; p++) w->sd[m][region(p)] = rwk_worst(w->sd[m][region(p)], w->deviation[p]);
    if (m == ALL && status == RWK_OK) status = bound_chances(w, &modes, rule);
    for (size_t k = 0; k < w->draws; k++) {
        rwk_modes_solve(c, &modes, w->z[k], rule);
        evaluate(w, m, k, c);
        hold_to_envelope(w, m, c);
        const double rounding = rwk_modes_rounding(&modes, w->z[k], sigmas, rule);
        for (size_t p = 0; p < POINTS; p++) w->law[m] = rwk_worst(w->law[m], fabs(w->a[p]) / (sigmas * w->deviation[p] + rounding));
    }
    rwk_modes_clear(&modes);
    return status;
}

static rwk_status fit_by_normal_equations(world *w, int m)
{
    double c[DIM];
    rwk_normal normal = { 0 };
    const double *rows = METHODS[m].normal.dtype == RWK_F64 ? w->rows : w->f32_rows;
    const rwk_status status = rwk_normal_open(&normal, rows, LENGTH, DIM, METHODS[m].normal);
    if (status != RWK_OK) return status;
    for (size_t k = 0; k < w->draws; k++) {
        rwk_normal_solve(c, &normal, w->y[k]);
        evaluate(w, m, k, c);
    }
    rwk_normal_clear(&normal);
    return RWK_OK;
}

/* ---- Verdict. ---- */

static double largest_of(const double x[], size_t n)
{
    double largest = 0;
    for (size_t k = 0; k < n; k++) largest = rwk_worst(largest, x[k]);
    return largest;
}

/* 10^6 times |a| within over |a| beyond: at most 1 where scores blow up; the least or the largest of the draws. */
static double tameness(const world *w, int m, bool least)
{
    double tame = least ? INFINITY : 0;
    for (size_t k = 0; k < w->draws; k++) {
        const double ratio = 1e6 * w->height[m][INSIDE][k] / w->height[m][BEYOND][k];
        tame = least ? rwk_least(tame, ratio) : rwk_worst(tame, ratio);
    }
    return tame;
}

static void check_shape(rwk_run *run, const world *w, double sigmas)
{
    double law = 0, least = INFINITY;
    for (int m = ALL; m <= TURNS; m++)
        if (m != EVERY_MODE) law = rwk_worst(law, w->law[m]);
    for (size_t k = 0; k < w->draws; k++) least = rwk_least(least, w->height[ALL][BEYOND][k]);
    rwk_run_check(run, "fitted positions 0 .. 2047: largest |a(s)|", largest_of(w->height[ALL][INSIDE], w->draws), 3);
    rwk_run_check(run, "between them, 25 .. 75 in eighths: largest |a(s)|", largest_of(w->height[ALL][BETWEEN], w->draws), 3);
    rwk_run_check(run, "10^6 times the largest |a| at fitted positions over the largest beyond, worst draw",
                  tameness(w, ALL, false), 1);
    rwk_run_check(run, "every fit by singular values: |a(s)| over its deviation times sigmas", law, 1);
    rwk_run_check(run, "every fit by singular values: |a(s)| over its envelope sum |h_j|", w->envelope,
                  1 + (2 * DIM + 8) * 0x1p-53);
    rwk_run_control(run, "deviation at fitted positions held against the scores beyond: |a| over it, least draw",
                    least / (sigmas * w->sd[ALL][INSIDE]), 1);
}

static void check_cures(rwk_run *run, const world *w, double sigmas)
{
    double low, high, ridge = 0;
    rwk_rayleigh_squares(&low, &high, w->inv_freq, w->pairs[RAYLEIGH], LENGTH);
    const double condition = sqrt(high / low), sd = sqrt((double)w->pairs[RAYLEIGH] / low); /*                  (D21.4), (D21.5) */
    for (int m = FIRST_RIDGE; m < FEW; m++) {
        const double bound = sigmas * sqrt(PAIRS / (4 * METHODS[m].rule.ridge)); /*                              (D21.7) */
        for (int r = 0; r < N_REGIONS; r++) ridge = rwk_worst(ridge, largest_of(w->height[m][r], w->draws) / bound);
    }
    const double widest = rwk_worst(rwk_worst(w->sd[RAYLEIGH][INSIDE], w->sd[RAYLEIGH][BETWEEN]), w->sd[RAYLEIGH][BEYOND]);
    rwk_run_check(run, "pairs under the Rayleigh limit: condition number over its bound", w->condition[RAYLEIGH] / condition, 1);
    rwk_run_check(run, "pairs under the Rayleigh limit: largest deviation of a(s) over its bound", widest / sd, 1);
    rwk_run_check(run, "with a ridge: largest |a| over its bound", ridge, 1);
    rwk_run_control(run, "pairs under the Rayleigh limit: 10^6 times |a| at fitted positions over |a| beyond, least draw",
                    tameness(w, RAYLEIGH, true), 1);
    rwk_run_control(run, "pairs with a full turn: condition number over the Rayleigh limit's bound",
                    w->condition[TURNS] / condition, 1);
    rwk_run_control(run, "pairs under the Rayleigh limit: |a(s)| over max |h_j|", w->by_largest, 1);
    rwk_run_control(run, "without a ridge: largest |a| over the bound of ridge 1",
                    largest_of(w->height[ALL][BEYOND], w->draws) / (sigmas * sqrt(PAIRS / 4.0)), 1);
    rwk_run_fact(run, "chance that any |a| passes 3 at a fitted position, at most", w->passes);
    rwk_run_fact(run, "chance that any draw stays below 3 10^6 beyond, at most", w->stays);
    rwk_run_fact(run, "sigmas", sigmas);
    rwk_run_fact(run, "all pairs: singular values above 10^-3, of 128", w->above);
    rwk_run_fact(run, "all pairs: largest over least singular value, as computed", w->condition[ALL]);
    rwk_run_fact(run, "pairs under the Rayleigh limit", (double)w->pairs[RAYLEIGH]);
    rwk_run_fact(run, "pairs with a full turn", (double)w->pairs[TURNS]);
    rwk_run_fact(run, "pairs under the Rayleigh limit: bound on the condition number", condition);
    rwk_run_fact(run, "pairs under the Rayleigh limit: bound on the deviation", sd);
}

static void record(rwk_run *run, world *w)
{
    for (int m = 0; m < N_FITS; m++) {
        const char *name = METHODS[m].name;
        gsl_sort(w->height[m][INSIDE], 1, w->draws);
        gsl_sort(w->height[m][BEYOND], 1, w->draws);
        rwk_run_fact(run, rwk_run_name(run, "%s: median |a| at fitted positions", name), w->height[m][INSIDE][w->draws / 2]);
        rwk_run_fact(run, rwk_run_name(run, "%s: median |a| beyond", name), w->height[m][BEYOND][w->draws / 2]);
        rwk_run_fact(run, rwk_run_name(run, "%s: least |a| beyond", name), w->height[m][BEYOND][0]);
        rwk_run_fact(run, rwk_run_name(run, "%s: largest |a| beyond", name), w->height[m][BEYOND][w->draws - 1]);
        if (m >= FEW && m <= TURNS) rwk_run_fact(run, rwk_run_name(run, "%s: condition number", name), w->condition[m]);
        if (m < FEW) rwk_run_fact(run, rwk_run_name(run, "%s: residual of the first draw", name), w->residual[m][0]);
    }
}

/* ---- The figure. ---- */

/* Largest |a| of the first draw in each block of positions. */
static rwk_status write_curves(rwk_run *run, const world *w)
{
    static const int shown[] = { RAYLEIGH + 1, RAYLEIGH + 3, TURNS, ALL, IN_F32 };
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "position\tpairs_30\tpairs_36\tturns\tall\tnormal_f32");
    for (size_t p = 0; p < 2 * LENGTH && status == RWK_OK; p += BLOCK) {
        double block[5];
        for (int k = 0; k < 5; k++) block[k] = largest_of(w->curve[shown[k]] + p, BLOCK);
        RWK_ROW(table, (double)p + (BLOCK - 1) / 2.0, block[0], block[1], block[2], block[3], block[4]);
    }
    return status;
}

/* Column k: the k-th singular value of all pairs; the least one of the fastest k/2 pairs; its bound under the Rayleigh limit. */
static rwk_status write_modes(rwk_run *run, const world *w)
{
    rwk_tsv *table;
    rwk_modes all = { 0 }, some = { 0 };
    rwk_status status = rwk_modes_open(&all, &w->fit, PAIRS);
    if (status == RWK_OK) status = rwk_run_table(&table, run, "modes", "pairs\tsingular\tleast\tbound\trayleigh\tturns");
    for (size_t k = 1; k <= PAIRS && status == RWK_OK; k++) {
        double low = NAN, high;
        status = rwk_modes_open(&some, &w->fit, k);
        if (status != RWK_OK) break;
        if (k > 1 && k <= w->pairs[RAYLEIGH]) rwk_rayleigh_squares(&low, &high, w->inv_freq, k, LENGTH);
        RWK_ROW(table, (double)k - 0.5, gsl_vector_get(all.sigma, 2 * k - 2), NAN, NAN, (double)w->pairs[RAYLEIGH],
                (double)w->pairs[TURNS]);
        RWK_ROW(table, (double)k, gsl_vector_get(all.sigma, 2 * k - 1), gsl_vector_get(some.sigma, 2 * k - 1), sqrt(low),
                (double)w->pairs[RAYLEIGH], (double)w->pairs[TURNS]);
        rwk_modes_clear(&some);
    }
    rwk_modes_clear(&all);
    return status;
}

/* The height beyond of every draw, a row of the figure for each method. */
static rwk_status write_heights(rwk_run *run, const world *w)
{
    enum { R = FIRST_RIDGE };
    static const int shown[] = { EVERY_MODE, ALL, NORMAL, LONG_F32, IN_F32, R, R + 1, R + 2, R + 3 };
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "heights", "row\theight");
    for (size_t r = 0; r < sizeof shown / sizeof shown[0] && status == RWK_OK; r++)
        for (size_t k = 0; k < w->draws; k++) RWK_ROW(table, (double)r, w->height[shown[r]][BEYOND][k]);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    world *w = calloc(1, sizeof *w);
    rwk_status status = w ? prepare(run, w) : RWK_ENOMEM;
    const double sigmas = status == RWK_OK ? rwk_fit_sigmas((double)(POINTS * w->draws * (TURNS + 1))) : NAN;
    for (int m = 0; m < N_FITS && status == RWK_OK; m++) {
        status = m < NORMAL ? fit_by_modes(w, m, sigmas) : fit_by_normal_equations(w, m);
        rwk_run_progress(run, 0.1 + 0.8 * m / N_FITS);
    }
    if (status == RWK_OK) {
        check_shape(run, w, sigmas);
        check_cures(run, w, sigmas);
        record(run, w);
        status = write_curves(run, w);
    }
    if (status == RWK_OK) status = write_modes(run, w);
    if (status == RWK_OK) status = write_heights(run, w);
    if (w) rwk_fit_clear(&w->fit);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
