/* SPDX-License-Identifier: MIT */
/*
 * Claim     As sines and cosines lie in [-1, 1], adding the encoding does not take an embedding far from what it was.
 * Source    S3, first advantage in its summary, and its example of ViT-Large (196 patches, d = 1024); Vaswani et al. 2017, section 3.4;
 *           derivations (D12.12)-(D12.14)
 * Measure   |y - x| over |x| for y = x + PE by S3's module, Gaussian embeddings x of standard deviation 0.02, widths 64, 512, 1024;
 *           the singular values of the table 196 x 1024
 * Holds if  y is nearer to x than 0 is: the ratio is at most 1
 * Must fail the table of 100 rows that S3's class has, on its 196 patches; embeddings of deviation 0.02 taken for such of 0.025; a
 *           learned encoding taken to be as long as a sinusoidal one; 60 dimensions taken to hold the encodings
 */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

#include "attention/scores.h"
#include "claims/rounding.h"
#include "encodings/learned.h"
#include "encodings/position_module.h"
#include "encodings/sinusoidal.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 8,
    .id = "embedding_scale",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "As sines and cosines lie in [-1, 1], adding the encoding does not take an embedding far from what it was.",
    .source = "S3, summary of the sinusoidal encoding; Vaswani et al. 2017, section 3.4",
    .section = "12",
    .equations = "D12.12",
};

enum { PATCHES = 196, WIDTH = 1024, SHORT = 100, MAP_ROWS = 100, MAP_WIDTH = 512, TOO_FEW = 60 };

static const double BASE = 10000, SIGMA = 0.02, THRESHOLD = 1e-10;

static double norm(const double x[], size_t d) { return sqrt(rwk_dot(x, x, d, RWK_F64)); }

/* ---- Lengths. ---- */

/* Means over the patches: |y - x|/|x|, the angle between x and y [degree], |x|^2 and |y - x|; the largest
 * | |y - x|/sqrt(d/2) - 1 |. */
typedef struct {
    double ratio, angle, square, moved, off;
} displacement;

static double distance(const double x[], const double y[], size_t d)
{
    double sum = 0;
    for (size_t j = 0; j < d; j++) sum += (y[j] - x[j]) * (y[j] - x[j]);
    return sqrt(sum);
}

static displacement measure_displacement(const double y[], const double x[], size_t d)
{
    displacement mean = { 0 };
    for (size_t m = 0; m < PATCHES; m++) {
        const double *from = x + m * d, *to = y + m * d;
        const double length = norm(from, d), moved = distance(from, to, d);
        mean.ratio += moved / length / PATCHES;
        mean.angle += acos(rwk_dot(from, to, d, RWK_F64) / (length * norm(to, d))) * (180 / M_PI) / PATCHES;
        mean.square += length * length / PATCHES;
        mean.moved += moved / PATCHES;
        mean.off = rwk_worst(mean.off, fabs(moved / sqrt((double)d / 2) - 1));
    }
    return mean;
}

/* x: Gaussian embeddings of deviation `sigma`, one a patch; y = x + P by the module. */
static rwk_status displace(displacement *mean, rwk_run *run, const double table[], size_t d, double sigma)
{
    double *x = malloc(PATCHES * d * sizeof *x), *y = malloc(PATCHES * d * sizeof *y);
    rwk_status status = x && y ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) {
        rwk_run_gaussian(run, x, PATCHES * d);
        for (size_t j = 0; j < PATCHES * d; j++) x[j] *= sigma;
        status = rwk_position_module(y, x, 1, PATCHES, d, table, PATCHES, 0, 0);
    }
    if (status == RWK_OK) *mean = measure_displacement(y, x, d);
    free(x);
    free(y);
    return status;
}

/* The mean of |x|^2 against d sigma^2, over 5 of its standard deviations: it is a sum of PATCHES d squares.        (D12.12) */
static double square_deviation(double square, size_t d, double sigma)
{
    const double expected = (double)d * sigma * sigma;
    return fabs(square / expected - 1) / (5 * sqrt(2 / (double)(PATCHES * d)));
}

static rwk_status check_width(rwk_run *run, size_t d, rwk_tsv *table)
{
    double *pe = malloc(PATCHES * d * sizeof *pe);
    displacement plain, scaled, learned;
    const double vaswani = sqrt((double)d) * (1 / sqrt((double)d)); /* N(0, 1/d) times sqrt(d) */
    rwk_status status = pe ? rwk_sinusoidal_loop(pe, PATCHES, d, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) status = displace(&plain, run, pe, d, SIGMA);
    if (status == RWK_OK) status = displace(&scaled, run, pe, d, vaswani);
    if (status == RWK_OK) status = rwk_learned_table(pe, PATCHES, d, SIGMA, RWK_RUN_SEED);
    if (status == RWK_OK) status = displace(&learned, run, pe, d, SIGMA);
    free(pe);
    if (status != RWK_OK) return status;
    RWK_ROW(table, (double)d, plain.moved, sqrt(plain.square), sqrt(scaled.square), learned.moved);
    if (d != 64 && d != 512 && d != WIDTH) return RWK_OK;
    rwk_run_check(run, rwk_run_name(run, "d = %zu, embeddings of deviation 0.02: |y - x| over |x|", d), plain.ratio, 1);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu, embeddings times sqrt(d): |y - x| over |x|", d), scaled.ratio, 1);
    const double rounding = rwk_unit_roundoff(RWK_F64) * ((double)d / 2 + 6); /* (D12.12) */
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: | |y - x|/sqrt(d/2) - 1 |", d), plain.off, rounding);
    rwk_run_control(run, rwk_run_name(run, "d = %zu, learned encoding: | |y - x|/sqrt(d/2) - 1 |", d), learned.off, rounding);
    rwk_run_instead(run, rwk_run_name(run, "d = %zu: mean |x|^2 against d 0.02^2, over 5 deviations", d),
                    square_deviation(plain.square, d, SIGMA), 1);
    rwk_run_control(run, rwk_run_name(run, "d = %zu: mean |x|^2 against d 0.025^2, over 5 deviations", d),
                    square_deviation(plain.square, d, 0.025), 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: |PE|", d), plain.moved);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: root mean square of |x|", d), sqrt(plain.square));
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: the same, times sqrt(d)", d), sqrt(scaled.square));
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: angle from x to y [degree]", d), plain.angle);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu: learned encoding, |y - x| over |x|", d), learned.ratio);
    return RWK_OK;
}

static rwk_status check_lengths(rwk_run *run)
{
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "d\tpe\tembedding\tscaled\tlearned");
    for (size_t d = 4; d <= WIDTH && status == RWK_OK; d *= 2) status = check_width(run, d, table);
    return status;
}

/* ---- ViT-Large and the class of S3. ---- */

static rwk_status check_module(rwk_run *run, const double pe[])
{
    double *x = calloc(PATCHES * WIDTH, sizeof *x);
    if (!x) return RWK_ENOMEM;
    rwk_run_instead(run, "196 patches, table of 196 rows: status",
                    (double)rwk_position_module(x, x, 1, PATCHES, WIDTH, pe, PATCHES, 0, 0), RWK_OK);
    rwk_run_control(run, "196 patches, table of 100 rows as in S3: status",
                    (double)rwk_position_module(x, x, 1, PATCHES, WIDTH, pe, SHORT, 0, 0), RWK_OK);
    rwk_run_fact(run, "patches of ViT-Large, (224/16)^2", (224. / 16) * (224. / 16));
    free(x);
    return RWK_OK;
}

/* ---- How many dimensions the encodings take. ---- */

/* u diag(s) v^T = table^T */
typedef struct {
    gsl_matrix *u, *v, *product; /* (WIDTH, PATCHES), (PATCHES, PATCHES), (WIDTH, PATCHES) */
    gsl_vector *s, *work;
} decomposition;

static bool allocate(decomposition *w)
{
    w->u = gsl_matrix_alloc(WIDTH, PATCHES);
    w->v = gsl_matrix_alloc(PATCHES, PATCHES);
    w->product = gsl_matrix_alloc(WIDTH, PATCHES);
    w->s = gsl_vector_alloc(PATCHES);
    w->work = gsl_vector_alloc(PATCHES);
    return w->u && w->v && w->product && w->s && w->work;
}

static void release(decomposition *w)
{
    gsl_matrix_free(w->u);
    gsl_matrix_free(w->v);
    gsl_matrix_free(w->product);
    gsl_vector_free(w->s);
    gsl_vector_free(w->work);
}

static double frobenius(const gsl_matrix *a)
{
    double square = 0;
    for (size_t i = 0; i < a->size1; i++)
        for (size_t j = 0; j < a->size2; j++) square += gsl_matrix_get(a, i, j) * gsl_matrix_get(a, i, j);
    return sqrt(square);
}

/* |a^T a - I|, and what computing it may have added.                                                        (D12.13) */
static double orthogonality_defect(const gsl_matrix *a, gsl_matrix *gram)
{
    gsl_matrix_set_identity(gram);
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1, a, a, -1, gram);
    return frobenius(gram) + rwk_unit_roundoff(RWK_F64) * (double)((a->size1 + 2) * a->size2);
}

/* |table^T - u diag(s) v^T|, the rounding of this residual, and the table's own.                                (D12.13) */
static double residual(decomposition *w, const double pe[])
{
    const double u = rwk_unit_roundoff(RWK_F64);
    double own = 0, sum = 0;
    gsl_matrix_memcpy(w->product, w->u);
    for (size_t l = 0; l < PATCHES; l++) {
        gsl_vector_view column = gsl_matrix_column(w->product, l);
        gsl_vector_scale(&column.vector, gsl_vector_get(w->s, l));
        sum += gsl_vector_get(w->s, l);
    }
    gsl_matrix *difference = gsl_matrix_alloc(WIDTH, PATCHES);
    if (!difference) return NAN;
    for (size_t m = 0; m < PATCHES; m++)
        for (size_t j = 0; j < WIDTH; j++) {
            const double e = (double)(j & ~(size_t)1) / WIDTH, angle = (double)m * pow(BASE, -e);
            gsl_matrix_set(difference, j, m, pe[m * WIDTH + j]);
            own += pow(u * (angle * (3 + e * log(BASE)) + 2), 2);
        }
    gsl_blas_dgemm(CblasNoTrans, CblasTrans, -1, w->product, w->v, 1, difference);
    const double found = frobenius(difference);
    gsl_matrix_free(difference);
    return found + u * (PATCHES + 4) * (2.02 * sum) + sqrt(own);
}

static size_t rank_at(const gsl_vector *s, double threshold)
{
    size_t rank = 0;
    while (rank < s->size && gsl_vector_get(s, rank) > threshold * gsl_vector_get(s, 0)) rank++;
    return rank;
}

/* Error over distance from the threshold of the last singular value above it and the first below: under 1 the rank is certain.  (D12.13) */
static double rank_doubt(const decomposition *w, size_t rank, double absolute, double relative)
{
    const double edge = THRESHOLD * gsl_vector_get(w->s, 0);
    double worst = rank == 0 || rank == PATCHES ? NAN : 0;
    for (size_t l = rank - 1; l <= rank && !isnan(worst); l++) {
        const double s = gsl_vector_get(w->s, l);
        worst = rwk_worst(worst, (absolute + s * relative + THRESHOLD * absolute + edge * relative) / fabs(s - edge));
    }
    return worst;
}

/* |x|^2 less its part in the first `rank` columns of u, over |x|^2; `length` gets the length of what is left. */
static double outside(double *length, const decomposition *w, size_t rank, const double x[])
{
    double left[WIDTH], part;
    gsl_vector_view rest = gsl_vector_view_array(left, WIDTH);
    const gsl_vector_const_view from = gsl_vector_const_view_array(x, WIDTH);
    gsl_vector_memcpy(&rest.vector, &from.vector);
    for (size_t l = 0; l < rank; l++) {
        const gsl_vector_const_view direction = gsl_matrix_const_column(w->u, l);
        gsl_blas_ddot(&direction.vector, &from.vector, &part);
        gsl_blas_daxpy(-part, &direction.vector, &rest.vector);
    }
    *length = norm(left, WIDTH);
    return *length * *length / rwk_dot(x, x, WIDTH, RWK_F64);
}

static double farthest_outside(const decomposition *w, size_t rank, const double pe[])
{
    double worst = 0, length;
    for (size_t m = 0; m < PATCHES; m++) {
        outside(&length, w, rank, pe + m * WIDTH);
        worst = rwk_worst(worst, length);
    }
    return worst;
}

/* The mean share of a Gaussian vector outside, against 1 - rank/WIDTH, over 5 deviations of the mean.             (D12.14) */
static double share_deviation(rwk_run *run, const decomposition *w, size_t rank, double *share)
{
    const double r = (double)rank / WIDTH, draws = (double)rwk_run_count(run, 200, 4);
    double x[WIDTH], length;
    *share = 0;
    for (double draw = 0; draw < draws; draw++) {
        rwk_run_gaussian(run, x, WIDTH);
        *share += outside(&length, w, rank, x) / draws;
    }
    return fabs(*share - (1 - r)) / (5 * sqrt(2 * r * (1 - r) / ((WIDTH + 2) * draws)));
}

static rwk_status write_spectrum(rwk_run *run, const gsl_vector *s, size_t rank)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "spectrum", "index\tvalue\tthreshold\trank");
    for (size_t l = 0; l < PATCHES && status == RWK_OK; l++)
        RWK_ROW(table, (double)l + 1, gsl_vector_get(s, l) / gsl_vector_get(s, 0), THRESHOLD, (double)rank);
    return status;
}

static rwk_status check_rank(rwk_run *run, decomposition *w, const double pe[])
{
    double share;
    for (size_t m = 0; m < PATCHES; m++)
        for (size_t j = 0; j < WIDTH; j++) gsl_matrix_set(w->u, j, m, pe[m * WIDTH + j]);
    gsl_linalg_SV_decomp(w->u, w->v, w->s, w->work);
    gsl_matrix_view gram = gsl_matrix_submatrix(w->product, 0, 0, PATCHES, PATCHES);
    const double relative = orthogonality_defect(w->u, &gram.matrix) + orthogonality_defect(w->v, &gram.matrix);
    const size_t rank = rank_at(w->s, THRESHOLD);
    rwk_run_instead(run, "rank of the table 196 x 1024 at 1e-10: error over distance from the threshold",
                    rank_doubt(w, rank, residual(w, pe), relative), 1);
    rwk_run_instead(run, "encodings outside of that many dimensions: longest rest over the threshold",
                    farthest_outside(w, rank, pe) / (THRESHOLD * gsl_vector_get(w->s, 0)), 1);
    rwk_run_control(run, "encodings outside of 60 dimensions: longest rest over the threshold",
                    farthest_outside(w, TOO_FEW, pe) / (THRESHOLD * gsl_vector_get(w->s, 0)), 1);
    rwk_run_instead(run, "share of an embedding outside, against 1 - rank/d, over 5 deviations",
                    share_deviation(run, w, rank, &share), 1);
    rwk_run_fact(run, "rank of the table 196 x 1024 at 1e-10", (double)rank);
    rwk_run_fact(run, "its rank at 1e-6", (double)rank_at(w->s, 1e-6));
    rwk_run_fact(run, "its rank at 1e-3", (double)rank_at(w->s, 1e-3));
    rwk_run_fact(run, "largest singular value", gsl_vector_get(w->s, 0));
    rwk_run_fact(run, "share of an embedding's square that no encoding touches", share);
    return write_spectrum(run, w->s, rank);
}

/* The picture that every introduction shows, 100 positions and 512 columns, with all sines before all cosines. */
static rwk_status write_map(rwk_run *run)
{
    double *pe = malloc((size_t)MAP_ROWS * MAP_WIDTH * sizeof *pe);
    rwk_tsv *table;
    rwk_status status = pe ? rwk_sinusoidal_loop(pe, MAP_ROWS, MAP_WIDTH, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) status = rwk_run_table(&table, run, "map", "column\trow\tvalue");
    for (size_t m = 0; m < MAP_ROWS && status == RWK_OK; m++)
        for (size_t j = 0; j < MAP_WIDTH; j++)
            RWK_ROW(table, (double)j, (double)m, pe[m * MAP_WIDTH + 2 * j % MAP_WIDTH + 2 * j / MAP_WIDTH]);
    free(pe);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    decomposition w = { 0 };
    double *pe = malloc((size_t)PATCHES * WIDTH * sizeof *pe);
    rwk_status status = pe && allocate(&w) ? rwk_sinusoidal_loop(pe, PATCHES, WIDTH, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) status = check_lengths(run);
    rwk_run_progress(run, 0.4);
    if (status == RWK_OK) status = check_module(run, pe);
    if (status == RWK_OK) status = check_rank(run, &w, pe);
    rwk_run_progress(run, 0.9);
    if (status == RWK_OK) status = write_map(run);
    release(&w);
    free(pe);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
