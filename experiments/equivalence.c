/* SPDX-License-Identifier: MIT */
/*
 * Claim     Complex product, dense rotation matrix, sin/cos interleave and half-split after the permutation P are one map.
 * Source    S2 apply_rotary_emb; S3; S4 eq. (14), (15), (17); RoFormer (arXiv:2104.09864) eq. (15), (34); derivations (D3.2)-(D3.4)
 * Measure   elements that differ at all between the implementations, same cos/sin, f64 and f32; dense product also in units of u |pair|
 * Holds if  none differs, since each computes fl(fl(ac) - fl(bs)) without fused multiply-add; dense within 4 u |pair| (D3.7), BLAS
 *           being free to reorder
 * Must fail half_split without P; q interleaved with k half_split (scores stop being relative); half_split on both without P is
 *           relative, but another score
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "attention/scores.h"
#include "claims/rounding.h"
#include "encodings/layout.h"
#include "encodings/rope.h"
#include "encodings/rope_matrix.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 15,
    .id = "equivalence",
    .expected = RWK_HOLDS,
    .statement = "Complex product, dense matrix, sin/cos interleave and half-split after permutation are the same map.",
    .source = "S2, S3, S4 eq. (14), (15), (17); Su et al. 2021, eq. (15), (34)",
    .section = "3",
    .equations = "D3.2 D3.4",
};

enum { MAX_DIM = 1024, DRAWS = 200, POSITIONS = 4096, N_DIMS = 7 };

/* One dimension: how many elements were compared, how many differ, worst errors in units of u |pair|. */
typedef struct {
    double elements, complex, half_split, matrix, unpermuted, matrix_error, unpermuted_error;
} tally;

typedef struct {
    double x[MAX_DIM], c[MAX_DIM / 2], s[MAX_DIM / 2], pair[MAX_DIM]; /* pair[j] = norm of the pair that slot j belongs to */
    double reference[MAX_DIM], y[MAX_DIM], z[MAX_DIM];
} scratch;

static double differing(const double a[], const double b[], size_t n)
{
    double count = 0;
    for (size_t j = 0; j < n; j++) count += a[j] != b[j];
    return count;
}

static double worst_error(const double a[], const double b[], const double pair[], size_t n, double u)
{
    double worst = 0;
    for (size_t j = 0; j < n; j++) worst = rwk_worst(worst, fabs(a[j] - b[j]) / (u * pair[j]));
    return worst;
}

/* y = P^T R_half_split P x */
static rwk_status half_split_permuted(double y[], scratch *w, size_t dim, rwk_dtype dtype)
{
    double permuted[MAX_DIM];
    rwk_status status = rwk_layout_permute(permuted, w->x, dim, dim, RWK_HALF_SPLIT);
    if (status == RWK_OK) status = rwk_rope_half_split(permuted, permuted, dim, dim, w->c, w->s, dtype);
    return status == RWK_OK ? rwk_layout_permute(y, permuted, dim, dim, RWK_INTERLEAVED) : status;
}

static rwk_status compare(tally *t, scratch *w, size_t dim, rwk_dtype dtype)
{
    const double u = rwk_unit_roundoff(dtype);
    rwk_status status = rwk_rope_interleaved(w->reference, w->x, dim, dim, w->c, w->s, dtype);
    if (status == RWK_OK) status = rwk_rope_complex(w->y, w->x, dim, dim, w->c, w->s, dtype);
    t->complex += differing(w->y, w->reference, dim);
    if (status == RWK_OK) status = half_split_permuted(w->y, w, dim, dtype);
    t->half_split += differing(w->y, w->reference, dim);
    if (status == RWK_OK) status = rwk_rope_matrix(w->y, w->x, dim, dim, w->c, w->s, dtype);
    t->matrix += differing(w->y, w->reference, dim);
    t->matrix_error = rwk_worst(t->matrix_error, worst_error(w->y, w->reference, w->pair, dim, u));
    if (status == RWK_OK) status = rwk_rope_half_split(w->y, w->x, dim, dim, w->c, w->s, dtype);
    t->unpermuted += differing(w->y, w->reference, dim);
    t->unpermuted_error = rwk_worst(t->unpermuted_error, worst_error(w->y, w->reference, w->pair, dim, u));
    t->elements += (double)dim;
    return status;
}

static void draw_vector(rwk_run *run, scratch *w, size_t dim, rwk_dtype dtype)
{
    rwk_run_gaussian(run, w->x, dim);
    for (size_t j = 0; j < dim; j++) w->x[j] = rwk_round(w->x[j], dtype);
    for (size_t j = 0; j < dim; j++) w->pair[j] = hypot(w->x[j & ~(size_t)1], w->x[j | 1]);
}

static rwk_status measure_dim(tally *t, rwk_run *run, scratch *w, size_t dim, rwk_dtype dtype)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(dim, run->config.rope_theta);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    const size_t draws = rwk_run_count(run, DRAWS, 8);
    for (size_t i = 0; i < draws && status == RWK_OK; i++) {
        const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, POSITIONS);
        draw_vector(run, w, dim, dtype);
        status = rwk_truth_cos_sin(w->c, w->s, truth, m, dtype);
        if (status == RWK_OK) status = compare(t, w, dim, dtype);
    }
    rwk_truth_free(truth);
    return status;
}

static void record(rwk_run *run, const tally *total, const char *dtype)
{
    const double bound = rwk_bound_same_table(1, 1);
    rwk_run_check(run, rwk_run_name(run, "%s elements where complex differs from interleaved", dtype), total->complex, 0);
    rwk_run_check(run, rwk_run_name(run, "%s elements where half_split with P differs from interleaved", dtype), total->half_split,
                  0);
    rwk_run_control(run, rwk_run_name(run, "%s elements where half_split without P differs from interleaved", dtype),
                    total->unpermuted, 0);
    rwk_run_check(run, rwk_run_name(run, "%s dense matrix against interleaved, in u |pair|", dtype), total->matrix_error, bound);
    rwk_run_control(run, rwk_run_name(run, "%s half_split without P, in u |pair|", dtype), total->unpermuted_error, bound);
    rwk_run_fact(run, rwk_run_name(run, "%s elements compared", dtype), total->elements);
    rwk_run_fact(run, rwk_run_name(run, "%s elements where the dense matrix differs", dtype), total->matrix);
}

static void add(tally *total, const tally *t)
{
    total->elements += t->elements;
    total->complex += t->complex;
    total->half_split += t->half_split;
    total->matrix += t->matrix;
    total->unpermuted += t->unpermuted;
    total->matrix_error = rwk_worst(total->matrix_error, t->matrix_error);
    total->unpermuted_error = rwk_worst(total->unpermuted_error, t->unpermuted_error);
}

static rwk_status measure_dims(rwk_run *run, scratch *w)
{
    const size_t dims[N_DIMS] = { 2, 4, 8, 64, 128, 256, run->config.rotary_dim }; /* the model's own last */
    tally total[2] = { { 0 } };
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL,
                                      "dim\telements\tcomplex\thalf_split\tmatrix\tmatrix_error_f64\t"
                                      "matrix_error_f32\tunpermuted_f64\tunpermuted_f32");
    for (size_t k = 0; k < N_DIMS && status == RWK_OK; k++) {
        tally t[2] = { { 0 } };
        for (int dtype = RWK_F64; dtype <= RWK_F32 && status == RWK_OK; dtype++) {
            status = measure_dim(&t[dtype], run, w, dims[k], (rwk_dtype)dtype);
            add(&total[dtype], &t[dtype]);
        }
        if (status != RWK_OK) return status;
        RWK_ROW(table, (double)dims[k], t[0].elements + t[1].elements, t[0].complex + t[1].complex,
                t[0].half_split + t[1].half_split, t[0].matrix + t[1].matrix, t[0].matrix_error, t[1].matrix_error,
                t[0].unpermuted_error, t[1].unpermuted_error);
        rwk_run_progress(run, (double)(k + 1) / N_DIMS);
    }
    record(run, &total[0], "f64");
    record(run, &total[1], "f32");
    return status;
}

/* Score of q at m + shift and k at n + shift, with a layout for each. */
static rwk_status score(double *result, rwk_run *run, scratch *w, const double q[], const double k[], int64_t m, int64_t n,
                        rwk_layout q_layout, rwk_layout k_layout)
{
    const size_t dim = run->config.rotary_dim;
    rwk_status status = rwk_truth_cos_sin(w->c, w->s, run->truth, m, RWK_F64);
    if (status == RWK_OK) status = rwk_rope_of_layout(q_layout)(w->y, q, dim, dim, w->c, w->s, RWK_F64);
    if (status == RWK_OK) status = rwk_truth_cos_sin(w->c, w->s, run->truth, n, RWK_F64);
    if (status == RWK_OK) status = rwk_rope_of_layout(k_layout)(w->z, k, dim, dim, w->c, w->s, RWK_F64);
    if (status == RWK_OK) *result = rwk_dot(w->y, w->z, dim, RWK_F64);
    return status;
}

/* Largest minus smallest score over common shifts of m = 37, n = 12; *unshifted is the score at shift 0. */
static rwk_status spread(double *width, double *unshifted, rwk_run *run, scratch *w, const double q[], const double k[],
                         rwk_layout q_layout, rwk_layout k_layout)
{
    static const int64_t shifts[] = { 0, 1, 10, 100 };
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < 4; i++) {
        double value = NAN;
        const rwk_status status = score(&value, run, w, q, k, 37 + shifts[i], 12 + shifts[i], q_layout, k_layout);
        if (status != RWK_OK) return status;
        if (i == 0) *unshifted = value;
        low = rwk_least(low, value);
        high = rwk_worst(high, value);
    }
    *width = high - low;
    return RWK_OK;
}

/* Two scores from certified tables differ by at most twice the identity bound without its angle term. */
static rwk_status measure_mixing(rwk_run *run, scratch *w)
{
    const size_t dim = run->config.rotary_dim;
    double q[MAX_DIM], k[MAX_DIM], weights[MAX_DIM / 2], mixed = 0, wrong = 0, wrong_score = 0, right = 0, right_score = 0,
                                                         ignored = 0;
    rwk_run_gaussian(run, q, dim);
    rwk_run_gaussian(run, k, dim);
    rwk_pair_weights(weights, q, k, run->n_pairs);
    double bound = 2 * rwk_bound_identity(weights, run->inv_freq, run->n_pairs, 0, rwk_unit_roundoff(RWK_F64));
    rwk_status status = spread(&right, &right_score, run, w, q, k, RWK_INTERLEAVED, RWK_INTERLEAVED);
    if (status == RWK_OK) status = spread(&mixed, &ignored, run, w, q, k, RWK_INTERLEAVED, RWK_HALF_SPLIT);
    if (status == RWK_OK) status = spread(&wrong, &wrong_score, run, w, q, k, RWK_HALF_SPLIT, RWK_HALF_SPLIT);
    if (status != RWK_OK) return status;
    rwk_run_check(run, "interleaved on both: spread of a score over common shifts", right, bound);
    if (dim == 2) return RWK_OK;              /* one pair: the layouts are the same, nothing can be mixed up */
    for (size_t i = 0; i < run->n_pairs; i++) /* the pairs that half_split makes of the same vectors */
        weights[i] = hypot(q[i], q[i + dim / 2]) * hypot(k[i], k[i + dim / 2]);
    bound = rwk_worst(bound, 2 * rwk_bound_identity(weights, run->inv_freq, run->n_pairs, 0, rwk_unit_roundoff(RWK_F64)));
    rwk_run_check(run, "half_split on both without P: still relative, spread over common shifts", wrong, bound);
    rwk_run_control(run, "q interleaved, k half_split: spread over common shifts", mixed, bound);
    rwk_run_control(run, "half_split on both without P: distance from the right score", fabs(wrong_score - right_score), bound);
    return RWK_OK;
}

static double finite_outputs(const double y[], size_t n)
{
    double count = 0;
    for (size_t j = 0; j < n; j++) count += isfinite(y[j]) != 0;
    return count;
}

/* Not equivalent on non-finite input: an infinite x_0 meets the matrix's zeros. */
static rwk_status measure_infinity(rwk_run *run, scratch *w)
{
    static const struct {
        const char *name;
        rwk_rope *rope;
    } forms[] = {
        { "interleaved", rwk_rope_interleaved },
        { "complex", rwk_rope_complex },
        { "dense matrix", rwk_rope_matrix },
    };
    for (size_t j = 0; j < 8; j++) w->x[j] = j == 0 ? INFINITY : 1 + (double)j;
    for (size_t i = 0; i < 4; i++) w->c[i] = 0.75, w->s[i] = 0.5;
    for (size_t f = 0; f < 3; f++) {
        const rwk_status status = forms[f].rope(w->y, w->x, 8, 8, w->c, w->s, RWK_F64);
        if (status != RWK_OK) return status;
        rwk_run_fact(run, rwk_run_name(run, "finite outputs of 8 when x_0 is infinite: %s", forms[f].name),
                     finite_outputs(w->y, 8));
    }
    return RWK_OK;
}

/* R for d = 8 at m = 137 in both layouts, entry by entry. */
static rwk_status draw_matrices(rwk_run *run, scratch *w)
{
    enum { DIM = 8, POSITION = 137 };
    double one[DIM], column[2][DIM];
    rwk_truth *truth;
    rwk_tsv *table;
    const rwk_config config = rwk_config_plain(DIM, run->config.rope_theta);
    rwk_status status = rwk_run_table(&table, run, "matrix", "column\trow\tinterleaved\thalf_split");
    if (status == RWK_OK) status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_cos_sin(w->c, w->s, truth, POSITION, RWK_F64);
    for (size_t j = 0; j < DIM && status == RWK_OK; j++) {
        for (size_t r = 0; r < DIM; r++) one[r] = r == j;
        for (int l = RWK_HALF_SPLIT; l <= RWK_INTERLEAVED; l++)
            status = rwk_rope_of_layout((rwk_layout)l)(column[l], one, DIM, DIM, w->c, w->s, RWK_F64);
        for (size_t r = 0; r < DIM; r++)
            RWK_ROW(table, (double)j, (double)r, column[RWK_INTERLEAVED][r], column[RWK_HALF_SPLIT][r]);
    }
    rwk_truth_free(truth);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, MAX_DIM) != RWK_OK) return RWK_ERANGE;
    scratch *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    rwk_status status = measure_dims(run, w);
    if (status == RWK_OK) status = measure_mixing(run, w);
    if (status == RWK_OK) status = measure_infinity(run, w);
    if (status == RWK_OK) status = draw_matrices(run, w);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
