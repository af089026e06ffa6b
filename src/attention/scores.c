/* SPDX-License-Identifier: MIT */
/* Dot products, score matrices, softmax. */
#include "attention/scores.h"

#include <math.h>

double rwk_dot(const double q[], const double k[], size_t n, rwk_dtype dtype)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum = rwk_add(sum, rwk_mul(q[j], k[j], dtype), dtype);
    return sum;
}

void rwk_scores_between(double z[], const double q[], size_t n_queries, const double k[], size_t n_keys, size_t dim,
                        rwk_dtype dtype)
{
    const double scale = rwk_round(sqrt((double)dim), dtype);
    for (size_t m = 0; m < n_queries; m++)
        for (size_t n = 0; n < n_keys; n++)
            z[m * n_keys + n] = rwk_round(rwk_dot(q + m * dim, k + n * dim, dim, dtype) / scale, dtype);
}

void rwk_scores(double z[], const double q[], const double k[], size_t seq, size_t dim, rwk_dtype dtype)
{
    rwk_scores_between(z, q, seq, k, seq, dim, dtype);
}

static void softmax(double a[], const double z[], size_t n)
{
    double largest = z[0], sum = 0;
    for (size_t j = 1; j < n; j++) largest = fmax(largest, z[j]);
    for (size_t j = 0; j < n; j++) sum += a[j] = exp(z[j] - largest);
    for (size_t j = 0; j < n; j++) a[j] /= sum;
}

void rwk_softmax_rows(double a[], const double z[], size_t rows, size_t cols)
{
    for (size_t m = 0; m < rows; m++) softmax(a + m * cols, z + m * cols, cols);
}
