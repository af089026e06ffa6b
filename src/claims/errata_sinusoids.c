/* SPDX-License-Identifier: MIT */
/* What the documents print of sinusoidal encodings, and what is so. */
#include "claims/errata_measures.h"

#include <math.h>
#include <stdlib.h>

#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/pe_distance.h"
#include "claims/rounding.h"
#include "claims/shift_invariant.h"
#include "encodings/sinusoidal.h"
#include "faults/document_fault.h"
#include "faults/misprint.h"

static const double BASE = 10000;

enum { VIT_ROWS = 196, VIT_DIM = 1024 };

static double sum_of(const double x[], size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; t++) sum += x[t];
    return sum;
}

/* A table and the certified frequencies of its width. */
typedef struct {
    size_t rows, d;
    double *pe, *theta;
} table;

static void clear(table *t)
{
    free(t->pe);
    free(t->theta);
}

static rwk_status fill(table *t, size_t rows, size_t d, rwk_sinusoidal_table *loop, rwk_run *run)
{
    *t = (table){ rows, d, malloc(rows * d * sizeof(double)), malloc(d / 2 * sizeof(double)) };
    rwk_status status = t->pe && t->theta ? loop(t->pe, rows, d, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_pe_frequencies(t->theta, d, BASE, &run->diag);
    return status;
}

static double dot(const table *t, size_t i, size_t j) { return rwk_dot(t->pe + i * t->d, t->pe + j * t->d, t->d, RWK_F64); }

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

static double product_bound(const table *t)
{
    return rwk_bound_sinusoidal_product(t->rows, sum_of(t->theta, t->d / 2), t->d, rwk_unit_roundoff(RWK_F64));
}

/* ---- E24: the spread of the Gram matrix along its diagonals, twice (D6.3) where products depend on distance alone. ---- */

static rwk_status spread(double *result, const table *t)
{
    double *gram = malloc(t->rows * t->rows * sizeof *gram);
    if (!gram) return RWK_ENOMEM;
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->rows; j++) gram[i * t->rows + j] = j < i ? gram[j * t->rows + i] : dot(t, i, j);
    *result = rwk_diagonal_spread(gram, t->rows);
    free(gram);
    return RWK_OK;
}

static double varying_columns(const table *t)
{
    double count = 0;
    for (size_t j = 0; j < t->d; j++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t m = 0; m < t->rows; m++) low = rwk_least(low, t->pe[m * t->d + j]), high = rwk_worst(high, t->pe[m * t->d + j]);
        count += high - low > 1e-3;
    }
    return count;
}

/* Columns of two tables that agree in every entry. */
static double equal_columns(const table *a, const table *b)
{
    double count = 0;
    for (size_t j = 0; j < a->d; j++) {
        bool equal = true;
        for (size_t m = 0; m < a->rows; m++) equal = equal && a->pe[m * a->d + j] == b->pe[m * a->d + j];
        count += equal;
    }
    return count;
}

/* What the loop does to a table of one size: spreads, columns, squared norms. */
typedef struct {
    double printed, right, bound, varying_printed, varying, equal, low, high;
} loop_result;

static void squared_norms(loop_result *l, const table *p)
{
    l->low = INFINITY;
    for (size_t m = 0; m < p->rows; m++) l->low = rwk_least(l->low, dot(p, m, m)), l->high = rwk_worst(l->high, dot(p, m, m));
}

static rwk_status run_loop(loop_result *l, rwk_run *run, size_t rows, size_t d)
{
    table t = { 0 }, p = { 0 };
    rwk_status status = fill(&t, rows, d, rwk_sinusoidal_loop, run);
    if (status == RWK_OK) status = fill(&p, rows, d, rwk_fault_sinusoidal_printed, run);
    if (status == RWK_OK) status = spread(&l->right, &t);
    if (status == RWK_OK) status = spread(&l->printed, &p);
    if (status == RWK_OK) {
        l->bound = 2 * product_bound(&t);
        l->varying_printed = varying_columns(&p), l->varying = varying_columns(&t), l->equal = equal_columns(&p, &t);
        squared_norms(l, &p);
    }
    clear(&t);
    clear(&p);
    return status;
}

rwk_status rwk_erratum_loop(rwk_erratum_result *r, rwk_run *run)
{
    loop_result a = { 0 }, b = { 0 };
    rwk_status status = run_loop(&a, run, 512, 64);
    if (status == RWK_OK) status = run_loop(&b, run, VIT_ROWS, VIT_DIM);
    r->printed = rwk_least(a.printed / a.bound, b.printed / b.bound), r->right = rwk_worst(a.right / a.bound, b.right / b.bound);
    r->bound = 1, r->relative = a.printed / 32; /* of PE . PE */
    const double shown[] = {
        a.printed, b.printed, b.varying_printed, b.varying, pow(BASE, -4 * 31.0 / 64), a.low, a.high, b.equal
    };
    for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++) r->shown[k] = shown[k];
    return status;
}

/* ---- E28: D^2(k)/d against k^2 D^2(1)/d, and against the law, both over the law's bound, d = 1024.               (D12.3) ---- */

rwk_status rwk_erratum_proportional(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = VIT_DIM, LAST = VIT_ROWS - 1 };
    double theta[D / 2];
    const rwk_status status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    const double first = rwk_pe_distance_squared(theta, D / 2, 1), half = rwk_decay_alias_onset(BASE, D / 2) / 2;
    for (int64_t k = 2; (double)k <= half; k++) {
        const double squared = rwk_pe_distance_squared(theta, D / 2, k), bound = rwk_pe_distance_law_bound((double)k, BASE, D / 2);
        r->printed = rwk_worst(r->printed, fabs(squared - (double)(k * k) * first) / D / bound);
        r->right = rwk_worst(r->right, fabs(squared / D - rwk_pe_distance_law((double)k, BASE)) / bound);
    }
    r->shown[0] = LAST * sqrt(first / rwk_pe_distance_squared(theta, D / 2, LAST));
    r->bound = 1, r->relative = r->shown[0] - 1;
    return RWK_OK;
}

/* ---- E30: rounding over the smallest squared distance: at most 1 where all positions differ.                (D12.4), (D23.5) ---- */

static double doubt(const double theta[], size_t n, int64_t last, rwk_pe_closest *closest)
{
    *closest = rwk_pe_closest_pair(theta, n, 1, last);
    return rwk_bound_pe_distance(sum_of(theta, n), n, closest->k, closest->squared) / closest->squared;
}

rwk_status rwk_erratum_geometric(rwk_erratum_result *r, rwk_run *run)
{
    enum { N = 4, LAST = 1000 };
    double printed[N], right[N];
    rwk_pe_closest closest;
    const rwk_status status = rwk_pe_frequencies(right, 2 * N, BASE, &run->diag);
    if (status != RWK_OK) return status;
    rwk_fault_geometric_wavelengths(printed, N);
    r->right = doubt(right, N, LAST, &closest);
    r->shown[1] = sqrt(closest.squared);
    r->printed = doubt(printed, N, LAST, &closest);
    r->shown[0] = (double)closest.k;
    r->bound = 1, r->relative = 1 - sqrt(closest.squared) / r->shown[1];
    return RWK_OK;
}

/* ---- E49: a component of PE_i - PE_{i+3}, and its squared length, over all i; twice (D12.1). ---- */

rwk_status rwk_erratum_difference(rwk_erratum_result *r, rwk_run *run)
{
    enum { K = 3 };
    table t = { 0 };
    double low = INFINITY, high = -INFINITY, least = INFINITY, largest = 0, difference[VIT_DIM];
    rwk_status status = fill(&t, VIT_ROWS, VIT_DIM, rwk_sinusoidal_loop, run);
    for (size_t i = 0; i + K < VIT_ROWS && status == RWK_OK; i++) {
        for (size_t j = 0; j < VIT_DIM; j++) difference[j] = t.pe[i * VIT_DIM + j] - t.pe[(i + K) * VIT_DIM + j];
        const double squared = rwk_dot(difference, difference, VIT_DIM, RWK_F64);
        low = rwk_least(low, difference[0]), high = rwk_worst(high, difference[0]);
        least = rwk_least(least, squared), largest = rwk_worst(largest, squared);
    }
    r->printed = r->shown[0] = high - low, r->right = largest - least, r->relative = (high - low) / 2; /* of its largest value */
    if (status == RWK_OK) r->bound = 2 * rwk_bound_pe_rows(sum_of(t.theta, VIT_DIM / 2), VIT_DIM / 2, BASE, VIT_ROWS);
    clear(&t);
    return status;
}

/* ---- E52: |PE| over the length of an embedding with entries of deviation 0.02, and of 1 (times sqrt(d)).          (D12.12) ---- */

rwk_status rwk_erratum_scale(rwk_erratum_result *r, rwk_run *run)
{
    table t = { 0 };
    const rwk_status status = fill(&t, VIT_ROWS, VIT_DIM, rwk_sinusoidal_loop, run);
    for (size_t m = 0; m < VIT_ROWS && status == RWK_OK; m++) {
        const double length = norm(t.pe + m * VIT_DIM, VIT_DIM);
        r->printed = rwk_worst(r->printed, length / (0.02 * sqrt(VIT_DIM)));
        r->right = rwk_worst(r->right, length / sqrt(VIT_DIM));
    }
    r->bound = 1, r->relative = r->shown[0] = r->printed, r->shown[1] = r->right;
    clear(&t);
    return status;
}

/* ---- E31: rows of the code, from position 0, against (4) with i from 1 and with i from 0; entries over (D6.3). ---- */

static double entries_over(const double code[], const double formula[], size_t rows, size_t d)
{
    double worst = 0;
    for (size_t m = 0; m < rows; m++)
        for (size_t j = 0; j < d; j++) {
            const double e = (double)(j & ~(size_t)1) / (double)d, angle = (double)(m + 1) * pow(BASE, -e);
            const double bound = rwk_unit_roundoff(RWK_F64) * (angle * (6 + 5 * e * log(BASE)) + 4);
            worst = rwk_worst(worst, fabs(code[m * d + j] - formula[m * d + j]) / bound);
        }
    return worst;
}

rwk_status rwk_erratum_first_row(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 512, N = 100 };
    table code = { 0 }, formula = { 0 };
    rwk_status status = fill(&code, N, D, rwk_sinusoidal_vector, run);
    if (status == RWK_OK) status = fill(&formula, N + 1, D, rwk_sinusoidal_loop, run);
    if (status == RWK_OK) {
        double gap[D];
        r->printed = entries_over(code.pe, formula.pe + D, N, D), r->right = entries_over(code.pe, formula.pe, N, D);
        for (size_t j = 0; j < D; j++) gap[j] = formula.pe[D + j] - formula.pe[j];
        r->shown[0] = norm(gap, D), r->relative = r->shown[0] / sqrt(D / 2);
    }
    r->bound = 1;
    clear(&code);
    clear(&formula);
    return status;
}

/* ---- E32: sum_t cos(k_i j), for each i that is an index of k, against PE_i . PE_{i+j}, d = 64, j = 10.           (D6.2) ---- */

rwk_status rwk_erratum_dot(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 64, N = D / 2, J = 10 };
    table t = { 0 };
    double sum = 0;
    const rwk_status status = fill(&t, N + J, D, rwk_sinusoidal_loop, run);
    for (size_t k = 0; k < N && status == RWK_OK; k++) sum += cos(t.theta[k] * J);
    r->printed = INFINITY;
    for (size_t i = 0; i < N && status == RWK_OK; i++) {
        const double product = dot(&t, i, i + J);
        r->printed = rwk_least(r->printed, fabs(N * cos(t.theta[i] * J) - product));
        r->right = rwk_worst(r->right, fabs(sum - product));
    }
    if (status == RWK_OK) {
        r->bound = product_bound(&t), r->relative = fabs(N * cos(J) / sum - 1);
        r->shown[0] = N * cos(J), r->shown[1] = N * cos(t.theta[3] * J), r->shown[2] = sum;
    }
    clear(&t);
    return status;
}
