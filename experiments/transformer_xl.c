/* SPDX-License-Identifier: MIT */
/*
 * Claim     Transformer-XL's score with u and v depends on m - n alone, and its relative shift gives what direct indexing gives for
 *           every key that is not in the future.
 * Source    Dai et al. 2019, section 3.3, appendix B; RoFormer eq. (7), which S4 eq. (7) misprints; derivations (D14.5)-(D14.10)
 * Measure   64 queries and keys, and 32 queries behind a memory of 48, width 64: scores under a common shift of all positions; two
 *           terms placed by the relative shift against four terms by indexing; attention weights of both under a causal mask; what a
 *           shift changes in S4's eq. (7) as printed, for 4000 draws of Gaussian weights of width 16
 * Holds if  a shift changes no bit; the two routes agree within u (2 d + 6) magnitude (D14.8); what the relative shift moves keeps
 *           its bits, and so do the weights; the mean squared change of the misprint is 3/2 d (1 - f(s)), to 5 sigma (D14.10)
 * Must fail S4's eq. (7) as printed, p_m kept in terms 3 and 4; the two routes on future keys; the shift to the other side; the
 *           table in rising order of distance; no mask; d (1 - f(s)), which leaves out R
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/weights.h"
#include "claims/relative_bound.h"
#include "claims/rounding.h"
#include "encodings/transformer_xl.h"
#include "faults/relative_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 11,
    .id = "transformer_xl",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Transformer-XL's score with u, v depends on m - n alone; its relative shift is indexing, under a causal mask.",
    .source = "Dai et al. 2019, section 3.3, appendix B; S4 eq. (7)",
    .section = "14",
    .equations = "D14.5",
};

enum { DIM = 64, MAX_KEYS = 80, MAX_QUERIES = 64, MAX_ROWS = MAX_KEYS + MAX_QUERIES, DRAWS = 40, PICTURE = 6, LAST_SHIFT = 256 };

static const double BASE = 10000;

/* The queries are the last of the keys. */
typedef struct {
    const char *name;
    size_t n_queries, n_keys;
} size_case;

static const size_case CASES[] = { { "64 x 64", 64, 64 }, { "32 x 80, memory 48", 32, 80 } };

enum { N_CASES = sizeof CASES / sizeof CASES[0] };

typedef struct {
    double x[MAX_KEYS * DIM], w_q[DIM * DIM], w_k[DIM * DIM], w_r[DIM * DIM], u[DIM], v[DIM];
    double q[MAX_KEYS * DIM], k[MAX_KEYS * DIM]; /* of all tokens; the queries are the last n_queries */
    double table[MAX_ROWS * DIM], r[MAX_ROWS * DIM], pe[MAX_KEYS * DIM], p[MAX_KEYS * DIM]; /* R, W_kR R; PE_m, W_q PE_m */
    double z[MAX_QUERIES * MAX_KEYS], z0[MAX_QUERIES * MAX_KEYS], two[MAX_QUERIES * MAX_KEYS], before[MAX_QUERIES * MAX_KEYS],
        shifted[MAX_QUERIES * MAX_KEYS];
} scratch;

/* Tokens, u and v with unit entries, weights that keep them so. */
static void draw(rwk_run *run, scratch *s)
{
    double *const weights[] = { s->w_q, s->w_k, s->w_r };
    rwk_run_gaussian(run, s->x, MAX_KEYS * DIM);
    rwk_run_gaussian(run, s->u, DIM);
    rwk_run_gaussian(run, s->v, DIM);
    for (int i = 0; i < 3; i++) rwk_run_weights(run, weights[i], DIM);
    rwk_project(s->q, s->w_q, s->x, MAX_KEYS, DIM), rwk_project(s->k, s->w_k, s->x, MAX_KEYS, DIM);
}

static const double *query(const scratch *s, const size_case *c, size_t i) { return s->q + (c->n_keys - c->n_queries + i) * DIM; }

/* Rows of all distances between a query and a key, farthest first; keys at first, first + 1, ..                (D14.6) */
static rwk_status fill_table(scratch *s, const size_case *c, int64_t first)
{
    const int64_t last = first + (int64_t)c->n_keys - 1; /* the last query */
    const size_t rows = c->n_keys + c->n_queries - 1;
    const rwk_status status = rwk_transformer_xl_table(s->table, last - first, rows, DIM, BASE);
    rwk_project(s->r, s->w_r, s->table, rows, DIM);
    return status;
}

static double largest_difference(const double a[], const double b[], size_t n)
{
    double worst = 0;
    for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, fabs(a[j] - b[j]));
    return worst;
}

/* ---- A common shift of all positions. ---- */

/* Four terms, row by direct indexing; printed: with p_m in place of u and v.                                 (D14.5) */
static rwk_status four_terms(double z[], scratch *s, const size_case *c, int64_t first, bool printed)
{
    rwk_status status = fill_table(s, c, first);
    /* PE of the keys' positions, last one first. */
    if (status == RWK_OK) status = rwk_transformer_xl_table(s->pe, first + (int64_t)c->n_keys - 1, c->n_keys, DIM, BASE);
    rwk_project(s->p, s->w_q, s->pe, c->n_keys, DIM);
    for (size_t i = 0; i < c->n_queries && status == RWK_OK; i++)
        for (size_t j = 0; j < c->n_keys; j++) {
            const int64_t m = first + (int64_t)(c->n_keys - c->n_queries + i), n = first + (int64_t)j;
            const double *q = query(s, c, i), *k = s->k + j * DIM, *r = s->r + ((int64_t)c->n_keys - 1 - (m - n)) * DIM;
            z[i * c->n_keys + j] =
                printed ? rwk_fault_score_four_terms_printed(q, k, r, s->p + (c->n_queries - 1 - i) * DIM, DIM, RWK_F64)
                        : rwk_score_four_terms(q, k, r, s->u, s->v, DIM, RWK_F64);
        }
    return status;
}

static rwk_status measure_shift(rwk_run *run, scratch *s, const size_case *c)
{
    static const int64_t shifts[] = { 1, 10, 1000, 1000000, INT64_C(2147483647) - MAX_KEYS };
    double right = 0, printed = INFINITY;
    const size_t n = c->n_queries * c->n_keys;
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0] && status == RWK_OK; i++) {
        status = four_terms(s->z0, s, c, 0, false);
        if (status == RWK_OK) status = four_terms(s->z, s, c, shifts[i], false);
        right = rwk_worst(right, largest_difference(s->z, s->z0, n));
        if (status == RWK_OK) status = four_terms(s->z0, s, c, 0, true);
        if (status == RWK_OK) status = four_terms(s->z, s, c, shifts[i], true);
        const double change = largest_difference(s->z, s->z0, n);
        printed = rwk_least(printed, change);
        if (i < 4)
            rwk_run_fact(run, rwk_run_name(run, "%s: S4 (7) as printed, largest change, shift %d", c->name, (int)shifts[i]),
                         change);
    }
    rwk_run_check(run, rwk_run_name(run, "%s: largest change of a score under a shift", c->name), right, 0);
    rwk_run_control(run, rwk_run_name(run, "%s: S4 (7) as printed, largest change, least of all shifts", c->name), printed, 0);
    return status;
}

/* f(s) of d columns                                                                                     (D5.5) */
static double mean_cosine(double s, size_t d)
{
    double inv_freq[DIM / 2];
    for (size_t i = 0; i < d / 2; i++) inv_freq[i] = pow(BASE, -(double)(2 * i) / (double)d);
    return rwk_decay_mean_cosine(inv_freq, d / 2, s);
}

/* Largest and rms change against shift 0, for the figure. */
static rwk_status write_shifts(rwk_run *run, scratch *s, const size_case *c)
{
    rwk_tsv *table;
    const size_t n = c->n_queries * c->n_keys;
    double *const start[] = { s->z0, s->two };
    rwk_status status = rwk_run_table(&table, run, NULL, "shift\tright\tprinted\tprinted_rms\tlaw_rms");
    for (int printed = 0; printed < 2 && status == RWK_OK; printed++) status = four_terms(start[printed], s, c, 0, printed);
    for (int64_t shift = 0; shift <= LAST_SHIFT && status == RWK_OK; shift += 2) {
        double change[2], squares = 0;
        for (int printed = 0; printed < 2 && status == RWK_OK; printed++) {
            status = four_terms(s->z, s, c, shift, printed);
            change[printed] = largest_difference(s->z, start[printed], n);
        }
        for (size_t j = 0; j < n; j++) squares += (s->z[j] - s->two[j]) * (s->z[j] - s->two[j]);
        RWK_ROW(table, (double)shift, change[0], change[1], sqrt(squares / (double)n),
                sqrt(rwk_law_printed_change(DIM, mean_cosine((double)shift, DIM))));
    }
    return status;
}

/* ---- What the misprint costs: 3/2 d (1 - f(s)) in the mean square.                                          (D14.10) ---- */

enum { NARROW = 16, LAW_DRAWS = 4000 };

/* Change of one score of S4 (7) as printed from positions (m, n) to (m + s, n + s), everything drawn afresh. */
static rwk_status printed_change(double *change, rwk_run *run, int64_t m, int64_t n, int64_t s)
{
    enum { D = NARROW };
    double x[D], w[D * D], table[3 * D], q[D] = { 0 }, k[D], r[D], p[2 * D]; /* the table: PE_m, PE_{m+s}, R_{m-n} */
    rwk_status status = rwk_transformer_xl_table(table, m, 1, D, BASE);
    if (status == RWK_OK) status = rwk_transformer_xl_table(table + D, m + s, 1, D, BASE);
    if (status == RWK_OK) status = rwk_transformer_xl_table(table + 2 * D, m - n, 1, D, BASE);
    if (status != RWK_OK) return status;
    rwk_run_gaussian(run, x, D);
    rwk_run_weights(run, w, D), rwk_project(k, w, x, 1, D);
    rwk_run_weights(run, w, D), rwk_project(r, w, table + 2 * D, 1, D);
    rwk_run_weights(run, w, D), rwk_project(p, w, table, 2, D);
    *change =
        rwk_fault_score_four_terms_printed(q, k, r, p + D, D, RWK_F64) - rwk_fault_score_four_terms_printed(q, k, r, p, D, RWK_F64);
    return status;
}

static rwk_status measure_law(rwk_run *run)
{
    double off = 0, without = INFINITY;
    rwk_status status = RWK_OK;
    for (int64_t s = 1; s <= 1000 && status == RWK_OK; s *= 10) {
        double mean = 0, change = 0;
        for (size_t i = 0; i < LAW_DRAWS && status == RWK_OK; i++) {
            status = printed_change(&change, run, 37, 12, s);
            mean += change * change / LAW_DRAWS;
        }
        const double f = mean_cosine((double)s, NARROW), law = rwk_law_printed_change(NARROW, f);
        const double sigma = rwk_law_printed_deviation(NARROW, f) / sqrt(LAW_DRAWS);
        off = rwk_worst(off, fabs(mean - law) / sigma);
        without = rwk_least(without, fabs(mean - NARROW * (1 - f)) / sigma);
        rwk_run_fact(run, rwk_run_name(run, "S4 (7) as printed, d = 16, shift %d: mean squared change over law", (int)s),
                     mean / law);
    }
    rwk_run_check(run, "S4 (7) as printed: mean squared change against 3/2 d (1 - f), in sigmas", off, 5);
    rwk_run_control(run, "S4 (7) as printed: mean squared change against d (1 - f), in sigmas", without, 5);
    return status;
}

/* ---- The relative shift is indexing. ---- */

typedef rwk_status shift_function(double y[], const double x[], size_t n_queries, size_t n_keys);

/* (q + u) . k + (q + v) . r, the second products for n_keys rows of the table from `first` in steps of `step`, then put in place. */
static rwk_status two_terms(scratch *s, const size_case *c, shift_function *shift, size_t first, ptrdiff_t step)
{
    double biased[DIM];
    for (size_t i = 0; i < c->n_queries; i++) {
        for (size_t l = 0; l < DIM; l++) biased[l] = query(s, c, i)[l] + s->v[l];
        for (size_t j = 0; j < c->n_keys; j++)
            s->before[i * c->n_keys + j] = rwk_dot(biased, s->r + ((ptrdiff_t)first + step * (ptrdiff_t)j) * DIM, DIM, RWK_F64);
    }
    const rwk_status status = shift(s->shifted, s->before, c->n_queries, c->n_keys);
    for (size_t i = 0; i < c->n_queries && status == RWK_OK; i++) {
        for (size_t l = 0; l < DIM; l++) biased[l] = query(s, c, i)[l] + s->u[l];
        for (size_t j = 0; j < c->n_keys; j++)
            s->two[i * c->n_keys + j] = rwk_dot(biased, s->k + j * DIM, DIM, RWK_F64) + s->shifted[i * c->n_keys + j];
    }
    return status;
}

static bool is_future(const size_case *c, size_t i, size_t j) { return j > c->n_keys - c->n_queries + i; }

/* The row of the table for query i and key j. */
static const double *direct_row(const scratch *s, const size_case *c, size_t i, size_t j)
{
    return s->r + (c->n_queries - 1 - i + j) * DIM;
}

/* s->two against four terms by indexing: largest gap and gap over bound, past keys and future ones; and the bits that differ from
 * two terms by indexing. */
typedef struct {
    double gap[2], used[2], moved;
} routes;

static void compare(routes *g, const scratch *s, const size_case *c)
{
    for (size_t i = 0; i < c->n_queries; i++)
        for (size_t j = 0; j < c->n_keys; j++) {
            const double *q = query(s, c, i), *k = s->k + j * DIM, *r = direct_row(s, c, i, j), two = s->two[i * c->n_keys + j];
            const double gap = fabs(two - rwk_score_four_terms(q, k, r, s->u, s->v, DIM, RWK_F64));
            const double magnitude = rwk_four_terms_magnitude(q, k, r, s->u, s->v, DIM);
            const int future = is_future(c, i, j);
            g->gap[future] = rwk_worst(g->gap[future], gap);
            g->used[future] = rwk_worst(g->used[future], gap / rwk_bound_four_terms(DIM, magnitude, rwk_unit_roundoff(RWK_F64)));
            if (!future) g->moved = rwk_worst(g->moved, fabs(two - rwk_score_transformer_xl(q, k, r, s->u, s->v, DIM, RWK_F64)));
        }
}

/* Largest difference of the attention weights of s->two and of two terms by indexing.                          (D14.9) */
static double weight_change(scratch *s, const size_case *c, bool mask)
{
    const size_t n = c->n_queries * c->n_keys;
    for (size_t i = 0; i < c->n_queries; i++)
        for (size_t j = 0; j < c->n_keys; j++) {
            const size_t at = i * c->n_keys + j;
            const bool hidden = mask && is_future(c, i, j);
            const double *r = direct_row(s, c, i, j);
            s->z[at] = hidden ? -INFINITY : s->two[at] / 8; /* sqrt(DIM) */
            s->z0[at] =
                hidden ? -INFINITY : rwk_score_transformer_xl(query(s, c, i), s->k + j * DIM, r, s->u, s->v, DIM, RWK_F64) / 8;
        }
    rwk_softmax_rows(s->z, s->z, c->n_queries, c->n_keys);
    rwk_softmax_rows(s->z0, s->z0, c->n_queries, c->n_keys);
    return largest_difference(s->z, s->z0, n);
}

typedef struct {
    routes right, other_side, rising;
    double masked, unmasked;
} shift_result;

static rwk_status measure_draw(shift_result *result, scratch *s, const size_case *c)
{
    rwk_status status = fill_table(s, c, 0);
    if (status == RWK_OK) status = two_terms(s, c, rwk_fault_rel_shift_right, 0, 1);
    compare(&result->other_side, s, c);
    if (status == RWK_OK) status = two_terms(s, c, rwk_rel_shift, c->n_keys - 1, -1);
    compare(&result->rising, s, c);
    if (status == RWK_OK) status = two_terms(s, c, rwk_rel_shift, 0, 1);
    compare(&result->right, s, c);
    result->masked = rwk_worst(result->masked, weight_change(s, c, true));
    result->unmasked = rwk_worst(result->unmasked, weight_change(s, c, false));
    return status;
}

static const char *name(rwk_run *run, const size_case *c, const char *what) { return rwk_run_name(run, "%s: %s", c->name, what); }

static rwk_status measure_routes(rwk_run *run, scratch *s, const size_case *c)
{
    shift_result result = { 0 };
    rwk_status status = RWK_OK;
    for (size_t i = 0, draws = rwk_run_count(run, DRAWS, 20); i < draws && status == RWK_OK; i++) {
        draw(run, s);
        status = measure_draw(&result, s, c);
    }
    const routes *right = &result.right;
    rwk_run_check(run, name(run, c, "relative shift against four terms by indexing, past keys, over bound"), right->used[0], 1);
    rwk_run_check(run, name(run, c, "relative shift against two terms by indexing, past keys, difference"), right->moved, 0);
    rwk_run_check(run, name(run, c, "causal mask: largest difference of a weight"), result.masked, 0);
    rwk_run_control(run, name(run, c, "future keys: relative shift against indexing, over bound"), right->used[1], 1);
    rwk_run_control(run, name(run, c, "shift to the other side, past keys, over bound"), result.other_side.used[0], 1);
    rwk_run_control(run, name(run, c, "table in rising order, past keys, over bound"), result.rising.used[0], 1);
    rwk_run_control(run, name(run, c, "table in rising order, past keys, difference"), result.rising.moved, 0);
    rwk_run_control(run, name(run, c, "no mask: largest difference of a weight"), result.unmasked, 0);
    rwk_run_fact(run, name(run, c, "relative shift against four terms, past keys, largest gap"), right->gap[0]);
    rwk_run_fact(run, name(run, c, "relative shift against four terms, future keys, largest gap"), right->gap[1]);
    return status;
}

/* ---- The shift in a picture: each number says whose it is. ---- */

static rwk_status write_picture(rwk_run *run)
{
    double x[PICTURE * PICTURE], y[PICTURE * PICTURE];
    rwk_tsv *table;
    for (int i = 0; i < PICTURE; i++)
        for (int j = 0; j < PICTURE; j++) x[i * PICTURE + j] = 1 + i * PICTURE + (PICTURE - 1 - j); /* query i, distance */
    rwk_status status = rwk_rel_shift(y, x, PICTURE, PICTURE);
    if (status == RWK_OK)
        status = rwk_run_table(&table, run, "picture", "column\trow\tfrom_query\tdistance\tto_query\tto_distance");
    for (int i = 0; i < PICTURE && status == RWK_OK; i++)
        for (int j = 0; j < PICTURE; j++) {
            const int a = (int)x[i * PICTURE + j] - 1, b = (int)y[i * PICTURE + j] - 1; /* the zero is -1 */
            RWK_ROW(table, j, i, a / PICTURE, a % PICTURE, b < 0 ? -1 : b / PICTURE, b < 0 ? -1 : b % PICTURE);
        }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch *s = calloc(1, sizeof *s);
    rwk_status status = s ? RWK_OK : RWK_ENOMEM;
    for (int c = 0; c < N_CASES && status == RWK_OK; c++) {
        draw(run, s);
        status = measure_shift(run, s, &CASES[c]);
        if (status == RWK_OK && c == 0) status = write_shifts(run, s, &CASES[c]);
        if (status == RWK_OK) status = measure_routes(run, s, &CASES[c]);
        rwk_run_progress(run, (c + 1.0) / N_CASES);
    }
    if (status == RWK_OK) status = measure_law(run);
    if (status == RWK_OK) status = write_picture(run);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
