/* SPDX-License-Identifier: MIT */
/*
 * Claim     Every example that S0 prints of its helper functions (outer, matmul, polar, repeat_interleave) is what they return.
 * Source    S0 section 1.3.3; torch.outer, bmm, polar, repeat_interleave; S4 eq. (17) and its code; derivations (D10.1)-(D10.7)
 * Measure   entries that differ from the printed ones; digits of polar in half units of the last one printed; the batched product
 *           against dgemm; RoPE eq. (17) put together from the functions, against rwk_rope_interleaved
 * Holds if  no entry differs, and each printed digit is right.  Expected REFUTED: the flat repeat_interleave of [[1, 2], [3, 4]] is
 *           printed as the answer of [[1, 3], [4, 5]] (D10.6); instead, all other examples are right
 * Must fail the order of tile, in S0's last line and in eq. (17) (D10.7); arguments swapped in outer and polar; the wrong dimension;
 *           a product that takes the first matrix for all
 */
#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdlib.h>

#include "claims/rounding.h"
#include "claims/s0_answers.h"
#include "core/array.h"
#include "encodings/rope.h"
#include "faults/misprint.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 1,
    .id = "helper_examples",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "Every example that S0 prints of its helper functions is what they return.",
    .source = "S0 section 1.3.3",
    .section = "10",
    .equations = "D10.5 D10.6",
};

enum { ENTRIES = 4 * RWK_S0_REPEATS, PAIRS = 8, SLOTS = 2 * PAIRS, POSITIONS = 2048, DRAWS = 2000 };

/* How many of n entries differ; NaN differs from everything, and refutes. */
static double differing(const double a[], const double b[], size_t n)
{
    double count = 0;
    for (size_t j = 0; j < n; j++) count = isnan(a[j]) || isnan(b[j]) ? NAN : count + (a[j] != b[j]);
    return count;
}

/* ---- outer ---- */

static rwk_status outer_differs(double *count, const int8_t a[], size_t n_a, const int8_t b[], size_t n_b)
{
    int8_t result[RWK_S0_OUTER_ROWS * RWK_S0_OUTER_COLS];
    const rwk_status status = rwk_outer_i8(result, a, n_a, b, n_b);
    *count = 0;
    for (size_t j = 0; j < sizeof result; j++) *count += result[j] != rwk_s0_outer[j];
    return status;
}

static rwk_status measure_outer(rwk_run *run)
{
    const int8_t hundred = 100, two = 2;
    int8_t wrapped = 0;
    double right = NAN, swapped = NAN;
    rwk_status status = outer_differs(&right, rwk_s0_outer_a, RWK_S0_OUTER_ROWS, rwk_s0_outer_b, RWK_S0_OUTER_COLS);
    if (status == RWK_OK) status = outer_differs(&swapped, rwk_s0_outer_b, RWK_S0_OUTER_COLS, rwk_s0_outer_a, RWK_S0_OUTER_ROWS);
    if (status == RWK_OK) status = rwk_outer_i8(&wrapped, &hundred, 1, &two, 1);
    rwk_run_instead(run, "outer of int8, (5, 3): entries that differ from the printed", right, 0);
    rwk_run_control(run, "outer with its arguments swapped: entries that differ", swapped, 0);
    rwk_run_fact(run, "outer of int8 wraps: [100] x [2]", wrapped);
    return status;
}

/* ---- matmul: S0 compares only the shapes of two names for one function; here the numbers against BLAS. ---- */

typedef struct {
    double a[RWK_S0_BATCH * RWK_S0_ROWS * RWK_S0_INNER], b[RWK_S0_BATCH * RWK_S0_INNER * RWK_S0_COLS],
        c[RWK_S0_BATCH * RWK_S0_ROWS * RWK_S0_COLS], blas[RWK_S0_BATCH * RWK_S0_ROWS * RWK_S0_COLS],
        size[RWK_S0_BATCH * RWK_S0_ROWS * RWK_S0_COLS];
} product;

/* Slice t of `a` times slice t of `b`, or always slice 0 of `b`. */
static void slices_by_blas(product *p, bool first_of_b)
{
    enum { A = RWK_S0_ROWS * RWK_S0_INNER, B = RWK_S0_INNER * RWK_S0_COLS, C = RWK_S0_ROWS * RWK_S0_COLS };
    for (size_t t = 0; t < RWK_S0_BATCH; t++) {
        const gsl_matrix_const_view a = gsl_matrix_const_view_array(p->a + t * A, RWK_S0_ROWS, RWK_S0_INNER),
                                    b = gsl_matrix_const_view_array(p->b + (first_of_b ? 0 : t * B), RWK_S0_INNER, RWK_S0_COLS);
        gsl_matrix_view c = gsl_matrix_view_array(p->blas + t * C, RWK_S0_ROWS, RWK_S0_COLS);
        gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, &a.matrix, &b.matrix, 0, &c.matrix);
    }
}

/* Largest |c - blas| over 2 (k + 1) u sum |a b|; the sums by the same function, of absolute values.            (D10.3) */
static double worst_of_product(const product *p)
{
    double worst = 0;
    for (size_t j = 0; j < sizeof p->c / sizeof p->c[0]; j++)
        worst = rwk_worst(worst, fabs(p->c[j] - p->blas[j]) / (2 * (RWK_S0_INNER + 1) * rwk_unit_roundoff(RWK_F64) * p->size[j]));
    return worst;
}

static rwk_status measure_product(rwk_run *run, product *p)
{
    const size_t n_a = sizeof p->a / sizeof p->a[0], n_b = sizeof p->b / sizeof p->b[0];
    rwk_run_gaussian(run, p->a, n_a);
    rwk_run_gaussian(run, p->b, n_b);
    rwk_status status = rwk_bmm(p->c, p->a, p->b, RWK_S0_BATCH, RWK_S0_ROWS, RWK_S0_INNER, RWK_S0_COLS);
    slices_by_blas(p, false);
    product *absolute = malloc(sizeof *absolute);
    if (!absolute) return RWK_ENOMEM;
    for (size_t j = 0; j < n_a; j++) absolute->a[j] = fabs(p->a[j]);
    for (size_t j = 0; j < n_b; j++) absolute->b[j] = fabs(p->b[j]);
    if (status == RWK_OK) status = rwk_bmm(p->size, absolute->a, absolute->b, RWK_S0_BATCH, RWK_S0_ROWS, RWK_S0_INNER, RWK_S0_COLS);
    free(absolute);
    rwk_run_instead(run, "bmm of (10, 3, 4) and (10, 4, 7) against ten calls of dgemm: difference over bound", worst_of_product(p),
                    1);
    rwk_run_fact(run, "bmm against dgemm: entries that differ at all", differing(p->c, p->blas, sizeof p->c / sizeof p->c[0]));
    slices_by_blas(p, true);
    rwk_run_control(run, "the first matrix of the batch for all: difference over bound", worst_of_product(p), 1);
    return status;
}

/* ---- polar ---- */

/* Largest distance from the printed numbers, in half units of their last digit. */
static double from_printed(const double re[2], const double im[2])
{
    double worst = 0;
    for (int j = 0; j < 2; j++) {
        worst = rwk_worst(worst, fabs(re[j] - rwk_s0_polar_re[j].value) / rwk_s0_polar_re[j].half_unit);
        worst = rwk_worst(worst, fabs(im[j] - rwk_s0_polar_im[j].value) / rwk_s0_polar_im[j].half_unit);
    }
    return worst;
}

static rwk_status measure_polar(rwk_run *run)
{
    const double one[2] = { 1, 1 };
    double re[2] = { 0 }, im[2] = { 0 };
    rwk_status status = rwk_polar(re, im, one, rwk_s0_polar_angle, 2);
    rwk_run_instead(run, "polar at pi/2 and 5 pi/4: distance from the printed numbers, in half units of their last digit",
                    from_printed(re, im), 1);
    rwk_run_fact(run, "polar(1, pi/2): real part, the rounding error of pi/2", re[0]);
    rwk_run_fact(run, "polar(1, 5 pi/4): real part", re[1]);
    rwk_run_fact(run, "polar(1, 5 pi/4): imaginary part", im[1]);
    if (status == RWK_OK) status = rwk_polar(re, im, rwk_s0_polar_angle, one, 2);
    rwk_run_control(run, "polar with its arguments swapped: distance in half units", from_printed(re, im), 1);
    return status;
}

/* ---- repeat_interleave ---- */

/* Entries of keys2 that are not the entry of keys at the index that (D10.5) names, and sizes that are not the printed. */
static rwk_status keys_differ(double *count, size_t dim)
{
    size_t n = 1, shape[4] = { 0 }, inner = rwk_s0_keys[3], repeats = RWK_S0_KEYS_REPEATS, axis = rwk_s0_keys2[2];
    for (int i = 0; i < 4; i++) n *= rwk_s0_keys[i];
    double *keys = malloc(n * sizeof *keys), *keys2 = malloc(repeats * n * sizeof *keys2);
    rwk_status status = keys && keys2 ? RWK_OK : RWK_ENOMEM;
    for (size_t j = 0; j < n && status == RWK_OK; j++) keys[j] = (double)j;
    if (status == RWK_OK) status = rwk_repeat_interleave(keys2, shape, keys, rwk_s0_keys, 4, dim, repeats);
    *count = 0;
    for (int i = 0; i < 4; i++) *count += shape[i] != rwk_s0_keys2[i];
    for (size_t j = 0; j < repeats * n && status == RWK_OK; j++) {
        const size_t row = j / inner / axis, t = j / inner % axis / repeats;
        *count += keys2[j] != (double)((row * rwk_s0_keys[2] + t) * inner + j % inner);
    }
    free(keys);
    free(keys2);
    return status;
}

static rwk_status measure_repeats(rwk_run *run)
{
    static const size_t square[2] = { 2, 2 };
    const double letters[RWK_S0_LETTERS] = { 0, 1, 2, 3 };
    double rows[ENTRIES], columns[ENTRIES], line[ENTRIES], tiled[ENTRIES], keys = NAN, wrong_keys = NAN;
    size_t shape[2];
    rwk_status status = rwk_repeat_interleave(rows, shape, rwk_s0_x, square, 2, 1, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_repeat_interleave(columns, shape, rwk_s0_x, square, 2, 0, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_repeat_interleave_flat(line, letters, RWK_S0_LETTERS, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_fault_tile(tiled, letters, RWK_S0_LETTERS, RWK_S0_REPEATS);
    if (status == RWK_OK) status = keys_differ(&keys, RWK_S0_KEYS_DIM);
    if (status == RWK_OK) status = keys_differ(&wrong_keys, 1);
    if (status != RWK_OK) return status;
    rwk_run_instead(run, "keys (2, 12, 8, 512) along dim 2: sizes and entries that differ", keys, 0);
    rwk_run_control(run, "keys along dim 1: sizes and entries that differ", wrong_keys, 0);
    rwk_run_instead(run, "repeat_interleave of [[1, 2], [3, 4]] along dim 1: entries that differ",
                    differing(rows, rwk_s0_rows, ENTRIES), 0);
    rwk_run_control(run, "repeat_interleave of [[1, 2], [3, 4]] along dim 0: entries that differ",
                    differing(columns, rwk_s0_rows, ENTRIES), 0);
    rwk_run_instead(run, "[a, a, a, b, b, b, c, c, c, d, d, d]: entries that differ", differing(line, rwk_s0_letters, ENTRIES), 0);
    rwk_run_control(run, "tile, [a, b, c, d, a, b, …]: entries that differ", differing(tiled, rwk_s0_letters, ENTRIES), 0);
    return RWK_OK;
}

/* The example that is wrong, and the tensor that it is right for.                                        (D10.6) */
static rwk_status measure_flat(rwk_run *run)
{
    double flat[ENTRIES], of_other[ENTRIES], printed[ENTRIES], letters[ENTRIES], tiled[ENTRIES];
    const double sources[RWK_S0_LETTERS] = { 0, 1, 2, 3 };
    rwk_tsv *table;
    rwk_fault_repeat_interleave_printed(printed);
    rwk_status status = rwk_repeat_interleave_flat(flat, rwk_s0_x, 4, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_repeat_interleave_flat(of_other, rwk_s0_other_x, 4, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_repeat_interleave_flat(letters, sources, 4, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_fault_tile(tiled, sources, 4, RWK_S0_REPEATS);
    if (status == RWK_OK) status = rwk_run_table(&table, run, NULL, "entry\tflat\tprinted\tletters\ttiled");
    if (status != RWK_OK) return status;
    for (int j = 0; j < ENTRIES; j++) RWK_ROW(table, j, flat[j], printed[j], letters[j], tiled[j]);
    rwk_run_check(run, "repeat_interleave of [[1, 2], [3, 4]], flat: entries that differ from the printed",
                  differing(flat, printed, ENTRIES), 0);
    rwk_run_instead(run, "the right answer, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]: entries that differ",
                    differing(flat, rwk_s0_rows, ENTRIES), 0);
    rwk_run_instead(run, "repeat_interleave of [[1, 3], [4, 5]], flat: entries that differ from the printed",
                    differing(of_other, printed, ENTRIES), 0);
    return RWK_OK;
}

/* ---- What the functions are for: S4 eq. (17) put together from them. ---- */

typedef rwk_status repetition(double y[], const double x[], size_t n, size_t repeats);

/* y = x (*) cos + x' (*) sin with the columns of cos and sin made by `repeat`.                         (D10.7) */
static rwk_status equation_17(double y[SLOTS], const double x[SLOTS], const double c[PAIRS], const double s[PAIRS],
                              repetition *repeat)
{
    double cosines[SLOTS], sines[SLOTS];
    rwk_status status = repeat(cosines, c, PAIRS, 2);
    if (status == RWK_OK) status = repeat(sines, s, PAIRS, 2);
    for (size_t j = 0; j < SLOTS && status == RWK_OK; j++) {
        const double turned = j % 2 == 0 ? -x[j + 1] : x[j - 1];
        y[j] = x[j] * cosines[j] + turned * sines[j];
    }
    return status;
}

/* Elements that differ, and the largest change of a vector's length, which no rotation has. */
typedef struct {
    double elements, length;
} outcome;

static double length(const double x[SLOTS])
{
    double sum = 0;
    for (int j = 0; j < SLOTS; j++) sum += x[j] * x[j];
    return sqrt(sum);
}

static rwk_status compare(outcome *o, const double x[SLOTS], const double c[PAIRS], const double s[PAIRS], repetition *repeat)
{
    double y[SLOTS], want[SLOTS];
    rwk_status status = equation_17(y, x, c, s, repeat);
    if (status == RWK_OK) status = rwk_rope_interleaved(want, x, SLOTS, SLOTS, c, s, RWK_F64);
    if (status != RWK_OK) return status;
    o->elements += differing(y, want, SLOTS);
    o->length = rwk_worst(o->length, fabs(length(y) / length(x) - 1));
    return RWK_OK;
}

static rwk_status measure_rope(rwk_run *run)
{
    const rwk_config config = rwk_config_plain(SLOTS, 10000);
    double theta[PAIRS], x[SLOTS], angle[PAIRS], one[PAIRS], re[PAIRS], im[PAIRS], order[PAIRS], right[SLOTS], wrong[SLOTS];
    outcome good = { 0 }, tiled = { 0 };
    rwk_truth *truth;
    rwk_tsv *table;
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(theta, truth, RWK_F64);
    rwk_truth_free(truth);
    for (int i = 0; i < PAIRS; i++) one[i] = 1, order[i] = i;
    for (size_t draw = 0; draw < rwk_run_count(run, DRAWS, 20) && status == RWK_OK; draw++) {
        const double m = (double)gsl_rng_uniform_int(run->rng, POSITIONS);
        rwk_run_gaussian(run, x, SLOTS);
        status = rwk_outer(angle, &m, 1, theta, PAIRS);
        if (status == RWK_OK) status = rwk_polar(re, im, one, angle, PAIRS);
        if (status == RWK_OK) status = compare(&good, x, re, im, rwk_repeat_interleave_flat);
        if (status == RWK_OK) status = compare(&tiled, x, re, im, rwk_fault_tile);
    }
    if (status == RWK_OK) status = rwk_repeat_interleave_flat(right, order, PAIRS, 2);
    if (status == RWK_OK) status = rwk_fault_tile(wrong, order, PAIRS, 2);
    if (status == RWK_OK) status = rwk_run_table(&table, run, "slots", "slot\tright\ttiled");
    for (int j = 0; j < SLOTS && status == RWK_OK; j++) RWK_ROW(table, j, right[j], wrong[j]);
    rwk_run_instead(run, "eq. (17) of outer, polar, repeat_interleave: elements that differ from RoPE", good.elements, 0);
    rwk_run_control(run, "eq. (17) of tile: elements that differ from RoPE", tiled.elements, 0);
    rwk_run_fact(run, "eq. (17) of repeat_interleave: largest relative change of a length", good.length);
    rwk_run_fact(run, "eq. (17) of tile: largest relative change of a length", tiled.length);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    product *p = malloc(sizeof *p);
    rwk_status status = p ? measure_flat(run) : RWK_ENOMEM;
    if (status == RWK_OK) status = measure_outer(run);
    if (status == RWK_OK) status = measure_product(run, p);
    if (status == RWK_OK) status = measure_polar(run);
    if (status == RWK_OK) status = measure_repeats(run);
    if (status == RWK_OK) status = measure_rope(run);
    free(p);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
