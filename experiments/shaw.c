/* SPDX-License-Identifier: MIT */
/*
 * Claim     Shaw's relative embeddings depend on clip(m - n, r_min, r_max) alone, through a table of r_max - r_min + 1 rows; S4's
 *           W_k (x_n + p_r) is Shaw's k_n + a_r with a_r = W_k p_r.
 * Source    Shaw, Uszkoreit and Vaswani 2018, eq. (3), (4); S4 eq. (5); derivations (D14.1)-(D14.4)
 * Measure   64 tokens of width 64, clip -4 .. 4: scores and outputs under a common shift of all positions; scores of identical
 *           tokens; S4's form against Shaw's for Gaussian weights, tokens and tables
 * Holds if  a shift changes no bit; identical tokens see one score a row, all different, one beyond each end of the clip, left and
 *           right told apart; both forms within 2 u (d + dim + 2) magnitude (D14.4)
 * Must fail absolute embeddings in place of relative; no clip; S4's table of r_max - r_min rows; |m - n|; a_r = p_r without W_k
 */
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "claims/weights.h"
#include "claims/relative_bound.h"
#include "claims/rounding.h"
#include "encodings/shaw.h"
#include "encodings/transformer_xl.h"
#include "faults/relative_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 10,
    .id = "shaw",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Shaw's embeddings see clip(m - n) alone: r_max - r_min + 1 rows, nothing beyond the clip; S4's form is Shaw's.",
    .source = "Shaw et al. 2018, eq. (3), (4); S4 eq. (5)",
    .section = "14",
    .equations = "D14.1 D14.2",
};

enum { SEQ = 64, DIM = 64, DRAWS = 50, R_MIN = -4, R_MAX = 4, FAR = SEQ - 1, MAX_ROWS = 2 * FAR + 1, DRAWN = 20, MAP = 24 };

typedef struct {
    double x[SEQ * DIM], p_k[MAX_ROWS * DIM], p_v[MAX_ROWS * DIM]; /* tokens, S4's tables */
    double w_q[DIM * DIM], w_k[DIM * DIM], w_v[DIM * DIM];
    double q[SEQ * DIM], k[SEQ * DIM], v[SEQ * DIM], a_k[MAX_ROWS * DIM], a_v[MAX_ROWS * DIM]; /* Shaw's projected ones */
    double z[SEQ * SEQ], z0[SEQ * SEQ], w[SEQ * SEQ], o[SEQ * DIM], o0[SEQ * DIM], pe[SEQ * DIM];
    size_t index[SEQ * SEQ];
} scratch;

/* Tokens and tables with unit entries, weights that keep them so. */
static void draw(rwk_run *run, scratch *s)
{
    double *const weights[] = { s->w_q, s->w_k, s->w_v };
    rwk_run_gaussian(run, s->x, SEQ * DIM);
    rwk_run_gaussian(run, s->p_k, MAX_ROWS * DIM);
    rwk_run_gaussian(run, s->p_v, MAX_ROWS * DIM);
    for (int i = 0; i < 3; i++) rwk_run_weights(run, weights[i], DIM);
}

static void project_all(scratch *s)
{
    rwk_project(s->q, s->w_q, s->x, SEQ, DIM), rwk_project(s->k, s->w_k, s->x, SEQ, DIM), rwk_project(s->v, s->w_v, s->x, SEQ, DIM);
    rwk_project(s->a_k, s->w_k, s->p_k, MAX_ROWS, DIM), rwk_project(s->a_v, s->w_v, s->p_v, MAX_ROWS, DIM);
}

static void make_identical(scratch *s)
{
    for (size_t t = 1; t < SEQ; t++) memcpy(s->x + t * DIM, s->x, DIM * sizeof *s->x);
    project_all(s);
}

typedef rwk_status index_function(size_t index[], const int64_t m[], size_t n_queries, const int64_t n[], size_t n_keys,
                                  int64_t r_min, int64_t r_max);

/* What is called relative: an index and its range.  Table rows are drawn for -FAR .. FAR; a range uses those in its middle. */
typedef struct {
    index_function *index;
    int64_t r_min, r_max;
} scheme;

static const double *table_of(const double drawn[], scheme how) { return drawn + (FAR + how.r_min) * DIM; }

static const scheme CLIPPED = { rwk_shaw_index, R_MIN, R_MAX }, UNCLIPPED = { rwk_shaw_index, -FAR, FAR },
                    UNDIRECTED = { rwk_fault_shaw_undirected, R_MIN, R_MAX };

/* Scores of all pairs at positions shift, shift + 1, ..                                                (D14.1), (D14.2) */
static rwk_status relative_scores(double z[], scratch *s, scheme how, int64_t shift)
{
    int64_t positions[SEQ];
    for (int t = 0; t < SEQ; t++) positions[t] = shift + t;
    const double *a = table_of(s->a_k, how);
    const rwk_status status = how.index(s->index, positions, SEQ, positions, SEQ, how.r_min, how.r_max);
    for (size_t m = 0; m < SEQ && status == RWK_OK; m++)
        for (size_t n = 0; n < SEQ; n++)
            z[m * SEQ + n] = rwk_score_shaw(s->q + m * DIM, s->k + n * DIM, a + s->index[m * SEQ + n] * DIM, DIM, RWK_F64);
    return status;
}

/* The same with W (x + PE) for query and key: S4 eq. (3), sinusoids for the positions. */
static rwk_status absolute_scores(double z[], scratch *s, int64_t shift)
{
    double *q = s->o, *k = s->o0;                                                                /* not otherwise in use here */
    const rwk_status status = rwk_transformer_xl_table(s->pe, shift + SEQ - 1, SEQ, DIM, 10000); /* last position first */
    if (status != RWK_OK) return status;
    for (size_t t = 0; t < SEQ; t++)
        for (size_t j = 0; j < DIM; j++) q[t * DIM + j] = s->x[t * DIM + j] + s->pe[(SEQ - 1 - t) * DIM + j];
    memcpy(s->pe, q, sizeof s->pe);
    rwk_project(q, s->w_q, s->pe, SEQ, DIM), rwk_project(k, s->w_k, s->pe, SEQ, DIM);
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) z[m * SEQ + n] = rwk_dot(q + m * DIM, k + n * DIM, DIM, RWK_F64);
    return status;
}

/* o = softmax(z/sqrt(d)) (v + a), rows of the last index.                                                    (D14.3) */
static void outputs(double o[], scratch *s, const double z[])
{
    for (size_t j = 0; j < SEQ * SEQ; j++) s->w[j] = z[j] / 8;
    rwk_softmax_rows(s->w, s->w, SEQ, SEQ);
    for (size_t m = 0; m < SEQ; m++)
        rwk_value_shaw(o + m * DIM, s->w + m * SEQ, s->v, table_of(s->a_v, CLIPPED), s->index + m * SEQ, SEQ, DIM, RWK_F64);
}

static double largest_difference(const double a[], const double b[], size_t n)
{
    double worst = 0;
    for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, fabs(a[j] - b[j]));
    return worst;
}

/* ---- A common shift changes nothing. ---- */

static rwk_status measure_shift(rwk_run *run, scratch *s)
{
    static const int64_t shifts[] = { 1, 137, 10000, 1000000, INT64_C(2147483647) - FAR };
    double scores = 0, values = 0, absolute = INFINITY;
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0] && status == RWK_OK; i++) {
        status = relative_scores(s->z0, s, CLIPPED, 0);
        outputs(s->o0, s, s->z0);
        if (status == RWK_OK) status = relative_scores(s->z, s, CLIPPED, shifts[i]);
        outputs(s->o, s, s->z);
        scores = rwk_worst(scores, largest_difference(s->z, s->z0, SEQ * SEQ));
        values = rwk_worst(values, largest_difference(s->o, s->o0, SEQ * DIM));
        if (status == RWK_OK) status = absolute_scores(s->z0, s, 0);
        if (status == RWK_OK) status = absolute_scores(s->z, s, shifts[i]);
        const double change = largest_difference(s->z, s->z0, SEQ * SEQ);
        absolute = rwk_least(absolute, change);
        if (shifts[i] == 1) rwk_run_fact(run, "absolute embeddings: largest change of a score, shift 1", change);
        if (shifts[i] == 1000000) rwk_run_fact(run, "absolute embeddings: largest change of a score, shift 10^6", change);
    }
    rwk_run_check(run, "largest change of a score under a shift", scores, 0);
    rwk_run_check(run, "largest change of an output under a shift, values with a^V", values, 0);
    rwk_run_control(run, "absolute embeddings: largest change of a score, least of all shifts", absolute, 0);
    return status;
}

/* ---- Identical tokens: what the score says of the distance. ---- */

/* Scores of identical tokens by distance r, at [r + FAR], and their largest spread at one distance. */
typedef struct {
    double low[MAX_ROWS], high[MAX_ROWS], spread;
} profile;

static void read_profile(profile *p, const double z[])
{
    for (size_t i = 0; i < MAX_ROWS; i++) p->low[i] = INFINITY, p->high[i] = -INFINITY;
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) {
            const size_t i = m + FAR - n;
            p->low[i] = rwk_least(p->low[i], z[m * SEQ + n]);
            p->high[i] = rwk_worst(p->high[i], z[m * SEQ + n]);
        }
    p->spread = 0;
    for (size_t i = 0; i < MAX_ROWS; i++) p->spread = rwk_worst(p->spread, p->high[i] - p->low[i]);
}

/* How many different numbers; NaN when one of them is. */
static double distinct(const double z[], size_t n)
{
    static double sorted[SEQ * SEQ];
    double count = 1;
    memcpy(sorted, z, n * sizeof *z);
    gsl_sort(sorted, 1, n);
    for (size_t j = 0; j < n; j++)
        if (isnan(sorted[j])) return NAN;
    for (size_t j = 1; j < n; j++) count += sorted[j] > sorted[j - 1];
    return count;
}

/* Largest spread among distances from R_MAX on and among those from R_MIN down. */
static double spread_beyond(const profile *p)
{
    double worst = 0;
    for (int side = -1; side <= 1; side += 2)
        for (int r = R_MAX; r <= FAR; r++)
            for (int e = R_MAX; e < r; e++) worst = rwk_worst(worst, fabs(p->high[FAR + side * r] - p->low[FAR + side * e]));
    return worst;
}

/* Distances whose score on the left is not different from that on the right. */
static double undirected_distances(const profile *p)
{
    double count = 0;
    for (int r = 1; r <= FAR; r++) count += !(fabs(p->low[FAR + r] - p->low[FAR - r]) > 0);
    return count;
}

static rwk_status write_profiles(rwk_run *run, const profile *clipped, const profile *unclipped, const profile *absolute)
{
    rwk_tsv *table, *map;
    rwk_status status = rwk_run_table(&table, run, NULL, "distance\tclipped\tunclipped\tabsolute_low\tabsolute_high");
    for (int r = -DRAWN; r <= DRAWN && status == RWK_OK; r++)
        RWK_ROW(table, r, clipped->low[FAR + r], unclipped->low[FAR + r], absolute->low[FAR + r], absolute->high[FAR + r]);
    if (status == RWK_OK) status = rwk_run_table(&map, run, "map", "key\tquery\tr\tscore");
    for (int m = 0; m < MAP && status == RWK_OK; m++)
        for (int n = 0; n < MAP; n++)
            RWK_ROW(map, n, m, m - n < R_MIN ? R_MIN : m - n > R_MAX ? R_MAX : m - n, clipped->low[FAR + m - n]);
    return status;
}

static void record_rows(rwk_run *run, const scratch *s, double count, size_t rows, size_t printed)
{
    double outside = 0;
    for (size_t j = 0; j < SEQ * SEQ; j++) outside += s->index[j] >= printed;
    rwk_run_fact(run, "identical tokens: distinct scores", count);
    rwk_run_fact(run, "rows of the table, r_max - r_min + 1", (double)rows);
    rwk_run_check(run, "identical tokens: distinct scores against r_max - r_min + 1", fabs(count - (double)rows), 0);
    rwk_run_control(run, "S4's r_max - r_min: distinct scores against that", fabs(count - (double)printed), 0);
    rwk_run_control(run, "S4's table of r_max - r_min rows: pairs of 64 x 64 whose row lies outside", outside, 0);
}

static rwk_status measure_identical(rwk_run *run, scratch *s)
{
    static profile clipped, unclipped, undirected, absolute;
    size_t rows = 0, printed = 0;
    make_identical(s);
    rwk_status status = rwk_shaw_rows(&rows, R_MIN, R_MAX);
    if (status == RWK_OK) status = rwk_fault_shaw_rows(&printed, R_MIN, R_MAX);
    if (status == RWK_OK) status = absolute_scores(s->z, s, 0);
    read_profile(&absolute, s->z);
    if (status == RWK_OK) status = relative_scores(s->z, s, UNDIRECTED, 0);
    read_profile(&undirected, s->z);
    if (status == RWK_OK) status = relative_scores(s->z, s, UNCLIPPED, 0);
    read_profile(&unclipped, s->z);
    const double without_clip = distinct(s->z, SEQ * SEQ);
    if (status == RWK_OK) status = relative_scores(s->z, s, CLIPPED, 0);
    read_profile(&clipped, s->z);
    if (status != RWK_OK) return status;

    record_rows(run, s, distinct(s->z, SEQ * SEQ), rows, printed);
    rwk_run_check(run, "identical tokens: spread of the scores at one distance", clipped.spread, 0);
    rwk_run_check(run, "identical tokens: spread of the scores beyond the clip", spread_beyond(&clipped), 0);
    rwk_run_check(run, "identical tokens: distances whose two directions have one score", undirected_distances(&clipped), 0);
    rwk_run_control(run, "absolute embeddings: spread of the scores at one distance", absolute.spread, 0);
    rwk_run_control(run, "no clip: distinct scores against r_max - r_min + 1", fabs(without_clip - (double)rows), 0);
    rwk_run_control(run, "no clip: spread of the scores beyond what was the clip", spread_beyond(&unclipped), 0);
    rwk_run_control(run, "|m - n|: distances whose two directions have one score", undirected_distances(&undirected), 0);
    rwk_run_fact(run, "identical tokens: score at r = 1 minus score at r = -1", clipped.low[FAR + 1] - clipped.low[FAR - 1]);
    rwk_run_fact(run, "no clip: distinct scores", without_clip);
    return write_profiles(run, &clipped, &unclipped, &absolute);
}

/* ---- S4's form is Shaw's. ---- */

/* W (x + p) and |W| (|x| + |p|). */
static void project_sum(double y[], double size[], const double w[], const double x[], const double p[])
{
    double sum[DIM];
    for (size_t j = 0; j < DIM; j++) sum[j] = x[j] + p[j];
    for (size_t i = 0; i < DIM; i++) {
        size[i] = 0;
        for (size_t j = 0; j < DIM; j++) size[i] += fabs(w[i * DIM + j]) * (fabs(x[j]) + fabs(p[j]));
    }
    rwk_project(y, w, sum, 1, DIM);
}

/* Largest of: gap of the two forms, that over its bound, and the same with a = p in Shaw's. */
typedef struct {
    double gap, used, unprojected;
} forms;

static double magnitude(const double c[], const double size[])
{
    double sum = 0;
    for (size_t i = 0; i < DIM; i++) sum += fabs(c[i]) * size[i];
    return sum;
}

/* Scores: key n with every row, seen by query m = n + r, where there is one.                          (D14.2), (D14.4) */
static void compare_scores(forms *f, const scratch *s)
{
    double key[DIM], size[DIM];
    const double u = rwk_unit_roundoff(RWK_F64);
    for (size_t n = 0; n < SEQ; n++)
        for (size_t row = 0; row <= R_MAX - R_MIN; row++) {
            project_sum(key, size, s->w_k, s->x + n * DIM, table_of(s->p_k, CLIPPED) + row * DIM);
            for (size_t m = 0; m < SEQ; m++) {
                if (s->index[m * SEQ + n] != row) continue;
                const double *q = s->q + m * DIM, *k = s->k + n * DIM, s4 = rwk_dot(q, key, DIM, RWK_F64);
                const double bound = rwk_bound_split_projection(DIM, DIM, magnitude(q, size), u);
                const double gap = fabs(s4 - rwk_score_shaw(q, k, table_of(s->a_k, CLIPPED) + row * DIM, DIM, RWK_F64));
                f->gap = rwk_worst(f->gap, gap);
                f->used = rwk_worst(f->used, gap / bound);
                f->unprojected = rwk_worst(
                    f->unprojected, fabs(s4 - rwk_score_shaw(q, k, table_of(s->p_k, CLIPPED) + row * DIM, DIM, RWK_F64)) / bound);
            }
        }
}

/* Outputs: sum_n w_n W_v (x_n + p_r) for every query.                                                 (D14.3), (D14.4) */
static void compare_values(forms *f, scratch *s)
{
    double value[DIM], size[DIM], shaw[DIM], unprojected[DIM], s4[DIM], total[DIM];
    const double u = rwk_unit_roundoff(RWK_F64);
    outputs(s->o, s, s->z);
    for (size_t m = 0; m < SEQ; m++) {
        const double *w = s->w + m * SEQ;
        const size_t *row = s->index + m * SEQ;
        for (size_t i = 0; i < DIM; i++) s4[i] = total[i] = 0;
        for (size_t n = 0; n < SEQ; n++) {
            project_sum(value, size, s->w_v, s->x + n * DIM, table_of(s->p_v, CLIPPED) + row[n] * DIM);
            for (size_t i = 0; i < DIM; i++) s4[i] += w[n] * value[i], total[i] += w[n] * size[i];
        }
        rwk_value_shaw(shaw, w, s->v, table_of(s->a_v, CLIPPED), row, SEQ, DIM, RWK_F64);
        rwk_value_shaw(unprojected, w, s->v, table_of(s->p_v, CLIPPED), row, SEQ, DIM, RWK_F64);
        for (size_t i = 0; i < DIM; i++) {
            const double bound = rwk_bound_split_projection(DIM, SEQ, total[i], u);
            f->gap = rwk_worst(f->gap, fabs(s4[i] - shaw[i]));
            f->used = rwk_worst(f->used, fabs(s4[i] - shaw[i]) / bound);
            f->unprojected = rwk_worst(f->unprojected, fabs(s4[i] - unprojected[i]) / bound);
        }
    }
}

static rwk_status measure_forms(rwk_run *run, scratch *s)
{
    forms scores = { 0 }, values = { 0 };
    rwk_status status = RWK_OK;
    for (size_t i = 0, draws = rwk_run_count(run, DRAWS, 25); i < draws && status == RWK_OK; i++) {
        draw(run, s);
        project_all(s);
        status = relative_scores(s->z, s, CLIPPED, 0);
        compare_scores(&scores, s);
        if (i % 5 == 0) compare_values(&values, s);
        rwk_run_progress(run, (double)i / (double)draws);
    }
    rwk_run_check(run, "scores: W_k (x + p) against k + a, over bound", scores.used, 1);
    rwk_run_check(run, "outputs: W_v (x + p) against v + a, over bound", values.used, 1);
    rwk_run_control(run, "scores: a = p without W_k, over bound", scores.unprojected, 1);
    rwk_run_control(run, "outputs: a = p without W_v, over bound", values.unprojected, 1);
    rwk_run_fact(run, "scores: W_k (x + p) against k + a, largest gap", scores.gap);
    rwk_run_fact(run, "outputs: W_v (x + p) against v + a, largest gap", values.gap);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch *s = calloc(1, sizeof *s);
    if (!s) return RWK_ENOMEM;
    draw(run, s);
    project_all(s);
    rwk_status status = measure_shift(run, s);
    if (status == RWK_OK) status = measure_identical(run, s);
    if (status == RWK_OK) status = measure_forms(run, s);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
