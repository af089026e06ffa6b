/* SPDX-License-Identifier: MIT */
/* Misprints and slips of the documents, each a few lines. */
#include "faults/misprint.h"

#include <math.h>
#include <string.h>

#include "attention/scores.h"
#include "encodings/rope.h"

int64_t rwk_fault_relative_position(int64_t m, int64_t n) { return m - n; }

rwk_status rwk_fault_sinusoidal_printed(double pe[], size_t n_pos, size_t d_model, double base)
{
    const rwk_status status = rwk_sinusoidal_loop(pe, n_pos, d_model, base); /* the right one first: it checks the arguments */
    if (status != RWK_OK) return status;
    for (size_t pos = 0; pos < n_pos; pos++)
        for (size_t i = 0; i < d_model; i += 2) {
            pe[pos * d_model + i] = sin((double)pos / pow(base, (double)(2 * i) / (double)d_model));
            pe[pos * d_model + i + 1] = cos((double)pos / pow(base, (double)(2 * (i + 1)) / (double)d_model));
        }
    return RWK_OK;
}

rwk_status rwk_fault_sinusoidal_shift(double shift[], int64_t k, size_t d_model, double base)
{
    const int64_t opposite = k < -INT64_MAX ? k : -k; /* out of range either way */
    return rwk_sinusoidal_shift(shift, opposite, d_model, base);
}

double rwk_fault_largest_step(const double re[], const double im[], size_t n)
{
    double largest = 0;
    for (size_t i = 0; i + 1 < n; i++) largest = fmax(largest, hypot(re[i + 1] - re[i], im[i + 1] - im[i]));
    return largest;
}

void rwk_fault_repeat_interleave_printed(double y[12])
{
    static const double printed[12] = { 1, 1, 1, 3, 3, 3, 4, 4, 4, 5, 5, 5 };
    memcpy(y, printed, sizeof printed);
}

rwk_status rwk_fault_tile(double y[], const double x[], size_t n, size_t repeats)
{
    const rwk_status status = rwk_repeat_interleave_flat(y, x, n, repeats); /* the right one first: it checks the sizes */
    for (size_t j = 0; status == RWK_OK && j < n * repeats; j++) y[j] = x[j % n];
    return status;
}

rwk_status rwk_fault_projected_score(double *score, const double x_m[], const double x_n[], const rwk_projection *w,
                                     const double c[], const double s[], double work[])
{
    double right, *key = work, *turned = work + w->head_dim;
    if (w->head_dim != w->d_model) return RWK_ESHAPE;
    rwk_status status = rwk_projected_score(&right, x_m, x_n, w, c, s, work); /* the right one first: it checks the arguments */
    if (status == RWK_OK) status = rwk_bmm(key, w->w_k, x_n, 1, w->head_dim, w->d_model, 1);
    if (status == RWK_OK) status = rwk_rope_interleaved(key, key, w->head_dim, w->head_dim, c, s, RWK_F64);
    if (status == RWK_OK) status = rwk_bmm(turned, w->w_q, key, 1, w->head_dim, w->d_model, 1); /* W_q key */
    if (status == RWK_OK) *score = rwk_dot(x_m, turned, w->d_model, RWK_F64);
    return status;
}
