/* SPDX-License-Identifier: MIT */
/*
 * Claim     Axial RoPE on a grid depends on (dx, dy) only and tells all offsets apart, as a sum of a part in dx and one in dy: a cross.
 * Source    Heo et al. 2024 (arXiv:2403.13298); naver-ai/rope-vit, compute_axial_cis: 14 x 14 patches, d = 64, base 100;
 *           derivations (D19.7)-(D19.10)
 * Measure   scores of all 38416 pairs of patches: spread over the placements of an offset; offsets whose scores agree; the mixed
 *           difference; equal vectors against the kernel (f(dx) + f(dy))/2, and that kernel at equal Euclidean distances
 * Holds if  spread within (D3.8), no two offsets agree, the mixed difference vanishes within (D19.10), the kernel is met, and a step along
 *           an axis keeps more than a diagonal one of the same length
 * Must fail the patch number y 14 + x through 1-D RoPE: right neighbour and wrap into the next row agree, no cross; x and y exchanged in the
 *           keys: not relative; a kernel of the distance alone
 */
#include <math.h>
#include <stdlib.h>

#include "angles/table.h"
#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "encodings/rope_nd.h"
#include "faults/axes_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 29,
    .id = "axial_2d",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Axial RoPE on a grid depends on (dx, dy) only and tells all offsets apart; its kernel is a cross, not a disc.",
    .source = "Heo et al. 2024; naver-ai/rope-vit",
    .section = "19",
    .equations = "D19.7 D19.10",
};

enum { SIDE = 14, PATCHES = SIDE * SIDE, SPAN = 2 * SIDE - 1, OFFSETS = SPAN * SPAN, D = 64, N = D / 2, DRAWS = 40 };

typedef struct {
    rwk_config axial;
    rwk_table axis, line; /* rows of one coordinate, 0 .. 13, and of the patch number, 0 .. 195 */
    double q[D], k[D], rq[PATCHES][D], rk[PATCHES][D];
    double first[OFFSETS], low[OFFSETS], high[OFFSETS], sorted[OFFSETS];
} grid;

/* y = x as the patch in column cx and row cy. */
typedef rwk_status encode(double y[], const double x[], const grid *g, int cx, int cy);

static rwk_status encode_axial(double y[], const double x[], const grid *g, int cx, int cy)
{
    const double *const c[] = { g->axis.cos + cx * N / 2, g->axis.cos + cy * N / 2 };
    const double *const s[] = { g->axis.sin + cx * N / 2, g->axis.sin + cy * N / 2 };
    return rwk_rope_nd(y, x, &g->axial, RWK_SPECTRUM_OWN, c, s, RWK_F64);
}

static rwk_status encode_exchanged(double y[], const double x[], const grid *g, int cx, int cy)
{
    return encode_axial(y, x, g, cy, cx);
}

static rwk_status encode_raster(double y[], const double x[], const grid *g, int cx, int cy)
{
    const int64_t m = rwk_fault_raster(cx, cy, SIDE);
    return rwk_rope_interleaved(y, x, D, D, g->line.cos + m * N, g->line.sin + m * N, RWK_F64);
}

static size_t at(int dx, int dy) { return (size_t)((dy + SIDE - 1) * SPAN + dx + SIDE - 1); }

/* Scores of all pairs of patches, collected by their offset: first, smallest, largest. */
static rwk_status all_scores(grid *g, encode *encode_q, encode *encode_k)
{
    rwk_status status = RWK_OK;
    for (int p = 0; p < PATCHES && status == RWK_OK; p++) {
        status = encode_q(g->rq[p], g->q, g, p % SIDE, p / SIDE);
        if (status == RWK_OK) status = encode_k(g->rk[p], g->k, g, p % SIDE, p / SIDE);
    }
    if (status != RWK_OK) return status;
    for (size_t o = 0; o < OFFSETS; o++) g->low[o] = INFINITY, g->high[o] = -INFINITY;
    for (int m = 0; m < PATCHES; m++)
        for (int n = 0; n < PATCHES; n++) {
            const size_t o = at(n % SIDE - m % SIDE, n / SIDE - m / SIDE);
            g->first[o] = rwk_dot(g->rq[m], g->rk[n], D, RWK_F64);
            g->low[o] = rwk_least(g->low[o], g->first[o]);
            g->high[o] = rwk_worst(g->high[o], g->first[o]);
        }
    return RWK_OK;
}

static double spread(const grid *g)
{
    double largest = 0;
    for (size_t o = 0; o < OFFSETS; o++) largest = rwk_worst(largest, g->high[o] - g->low[o]);
    return largest;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    const int nan_last = (isnan(x) != 0) - (isnan(y) != 0);
    return nan_last ? nan_last : (x > y) - (x < y);
}

/* How many of the sorted scores of different offsets lie within `bound` of the next, or are NaN. */
static double coincidences(grid *g, double bound)
{
    double n = 0;
    for (size_t o = 0; o < OFFSETS; o++) g->sorted[o] = g->first[o];
    qsort(g->sorted, OFFSETS, sizeof g->sorted[0], ascending);
    for (size_t o = 1; o < OFFSETS; o++) n += !(g->sorted[o] - g->sorted[o - 1] > bound);
    return n;
}

/* Largest |S(dx, dy) - S(dx, 0) - S(0, dy) + S(0, 0)|, which is 0 for a sum of two parts.                   (D19.10) */
static double mixed_difference(const grid *g)
{
    double largest = 0;
    for (int dy = 1 - SIDE; dy < SIDE; dy++)
        for (int dx = 1 - SIDE; dx < SIDE; dx++) {
            const double *s = g->first;
            largest = rwk_worst(largest, fabs((s[at(dx, dy)] - s[at(dx, 0)]) - (s[at(0, dy)] - s[at(0, 0)])));
        }
    return largest;
}

/* ---- Gaussian queries and keys. ---- */

/* Of all draws: over their bounds, and counted. */
typedef struct {
    double spread, mixed, most, fewest;
} tally;

static rwk_status add(tally *t, grid *g, encode *encode_q, encode *encode_k)
{
    static const double none[N];
    double w[N];
    const rwk_status status = all_scores(g, encode_q, encode_k);
    rwk_pair_weights(w, g->q, g->k, N);
    const double bound = rwk_bound_identity(w, none, N, 0, rwk_unit_roundoff(RWK_F64)), n = coincidences(g, bound);
    t->spread = rwk_worst(t->spread, spread(g) / bound);
    t->mixed = rwk_worst(t->mixed, mixed_difference(g) / (3 * bound));
    t->most = rwk_worst(t->most, n), t->fewest = rwk_least(t->fewest, n);
    return status;
}

static void record_wrap(rwk_run *run, const grid *g, const char *name)
{
    rwk_run_fact(run, rwk_run_name(run, "one draw, %s: score of the right neighbour, (0,0) to (1,0)", name), g->first[at(1, 0)]);
    rwk_run_fact(run, rwk_run_name(run, "one draw, %s: score across the row's end, (13,0) to (0,1)", name), g->first[at(-13, 1)]);
}

static rwk_status measure_scores(rwk_run *run, grid *g)
{
    tally axial = { 0, 0, 0, INFINITY }, raster = axial, exchanged = axial;
    rwk_status status = RWK_OK;
    const size_t draws = rwk_run_count(run, DRAWS, 10);
    for (size_t draw = 0; draw < draws && status == RWK_OK; draw++) {
        rwk_run_gaussian(run, g->q, D);
        rwk_run_gaussian(run, g->k, D);
        status = add(&axial, g, encode_axial, encode_axial);
        if (draw == 0) record_wrap(run, g, "axial");
        if (status == RWK_OK) status = add(&exchanged, g, encode_axial, encode_exchanged);
        if (status == RWK_OK) status = add(&raster, g, encode_raster, encode_raster);
        if (draw == 0) record_wrap(run, g, "raster");
        rwk_run_progress(run, (double)draw / (double)draws);
    }
    rwk_run_fact(run, "raster: pairs of offsets whose scores agree", raster.most);
    rwk_run_check(run, "axial: spread of a score over all placements of its offset, over bound", axial.spread, 1);
    rwk_run_check(run, "axial: pairs of offsets whose scores agree, most of all draws", axial.most, 0);
    rwk_run_check(run, "axial: mixed difference of scores in dx and dy, over bound", axial.mixed, 1);
    rwk_run_control(run, "x and y exchanged in keys: spread over bound", exchanged.spread, 1);
    rwk_run_control(run, "raster: pairs of offsets whose scores agree, fewest of all draws", raster.fewest, 0);
    rwk_run_control(run, "raster: mixed difference over bound", raster.mixed, 1);
    return status;
}

/* ---- Equal vectors: the kernel. ---- */

/* K(dx, dy) = (f(dx) + f(dy))/2                                                                         (D19.10) */
static double kernel(const double theta[], int dx, int dy)
{
    return (rwk_decay_mean_cosine(theta, N / 2, dx) + rwk_decay_mean_cosine(theta, N / 2, dy)) / 2;
}

static double kernel_gap(const grid *g, const double theta[])
{
    double largest = 0;
    for (int dy = 1 - SIDE; dy < SIDE; dy++)
        for (int dx = 1 - SIDE; dx < SIDE; dx++)
            largest = rwk_worst(largest, fabs(g->first[at(dx, dy)] / D - kernel(theta, dx, dy)));
    return largest;
}

static const int TRIPLES[3][3] = { { 3, 4, 5 }, { 6, 8, 10 }, { 5, 12, 13 } };

/* Of the triples a^2 + b^2 = c^2, those for which (a, b) is not below (0, c) by more than rounding. */
static double not_crossed(const grid *g, double tolerance)
{
    double n = 0;
    for (int t = 0; t < 3; t++) {
        const int *e = TRIPLES[t];
        n += !(g->first[at(e[0], e[1])] / D < g->first[at(0, e[2])] / D - tolerance);
    }
    return n;
}

static double not_crossed_by_distance(const double theta[], double tolerance)
{
    double n = 0;
    for (int t = 0; t < 3; t++) {
        const int *e = TRIPLES[t];
        n += !(rwk_decay_mean_cosine(theta, N / 2, hypot(e[0], e[1])) < rwk_decay_mean_cosine(theta, N / 2, e[2]) - tolerance);
    }
    return n;
}

static rwk_status write_maps(rwk_run *run, const double axial[], const double raster[])
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "dx\tdy\taxial\traster");
    for (int dy = 1 - SIDE; dy < SIDE && status == RWK_OK; dy++)
        for (int dx = 1 - SIDE; dx < SIDE; dx++) RWK_ROW(table, dx, dy, axial[at(dx, dy)] / D, raster[at(dx, dy)] / D);
    return status;
}

static rwk_status measure_kernel(rwk_run *run, grid *g, const double theta[])
{
    static double axial[OFFSETS];
    const double bound = 128 * rwk_unit_roundoff(RWK_F64);
    for (size_t j = 0; j < D; j++) g->q[j] = g->k[j] = 1;
    rwk_status status = all_scores(g, encode_axial, encode_axial);
    if (status != RWK_OK) return status;
    for (size_t o = 0; o < OFFSETS; o++) axial[o] = g->first[o];
    rwk_run_fact(run, "kernel at (0, 13), 13 apart", axial[at(0, 13)] / D);
    rwk_run_fact(run, "kernel at (9, 9), 12.7 apart", axial[at(9, 9)] / D);
    rwk_run_fact(run, "kernel at (5, 12), 13 apart", axial[at(5, 12)] / D);
    rwk_run_check(run, "axial: score of equal vectors over d against (f(dx) + f(dy))/2", kernel_gap(g, theta), bound);
    rwk_run_check(run, "axial: of 3 equal distances, those kept no better along an axis", not_crossed(g, bound), 0);
    status = all_scores(g, encode_raster, encode_raster);
    rwk_run_control(run, "raster: score of equal vectors over d against (f(dx) + f(dy))/2", kernel_gap(g, theta), bound);
    rwk_run_control(run, "a kernel of the distance alone: of 3, those kept no better along an axis",
                    not_crossed_by_distance(theta, bound), 0);
    return status == RWK_OK ? write_maps(run, axial, g->first) : status;
}

/* ---- Tables. ---- */

static rwk_status certify(rwk_table *table, double theta[], rwk_run *run, size_t d, double base, size_t n_pos)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(d, base);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_table_init(table, truth, 0, n_pos, RWK_F64);
    if (status == RWK_OK) status = rwk_truth_inv_freq(theta, truth, RWK_F64);
    rwk_truth_free(truth);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    double theta[N], line_theta[N];
    grid *g = calloc(1, sizeof *g);
    if (!g) return RWK_ENOMEM;
    rwk_status status = rwk_rope_axial_config(&g->axial, D, 2, 100);
    if (status == RWK_OK) status = certify(&g->axis, theta, run, D / 2, g->axial.rope_theta, SIDE);
    if (status == RWK_OK) status = certify(&g->line, line_theta, run, D, g->axial.rope_theta, PATCHES);
    if (status == RWK_OK) status = measure_scores(run, g);
    if (status == RWK_OK) status = measure_kernel(run, g, theta);
    rwk_table_clear(&g->axis);
    rwk_table_clear(&g->line);
    free(g);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
