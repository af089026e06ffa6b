/* SPDX-License-Identifier: MIT */
/* Rounding bounds of attention, as derived. */
#include "claims/attention_bounds.h"

#include <math.h>

#include "attention/scores.h"
#include "claims/rounding.h"

double rwk_bound_reordered(size_t n, double mean_abs, double u) { return 4 * (double)(n + 1) * u * mean_abs; }

double rwk_bound_pooled(size_t n, double mean_abs, double u) { return 6 * (double)(n + 1) * u * mean_abs; }

double rwk_bound_moved(double dz, double range, double spread, size_t n, double mean_abs, double u)
{
    return range / 2 * (dz + 2 * (2 + spread) * u) + rwk_bound_reordered(n, mean_abs, u);
}

double rwk_bound_linear_forms(size_t n, size_t d, double size, double u) { return 4 * (double)(n + d + 1) * u * size; }

/* size[j] = sum_n |phi(k_n)| |v_nj| over the seen n, times |phi(q_m)| over the denominator phi(q_m) . sum_n phi(k_n). */
static void sizes_of_row(double size[], const rwk_linear *in, size_t m)
{
    const size_t d = in->dim, seen = in->causal ? m + 1 : in->seq;
    const double *q = in->phi_q + m * d, length = sqrt(rwk_dot(q, q, d, RWK_F64));
    double denominator = 0;
    for (size_t j = 0; j < in->dim_v; j++) size[j] = 0;
    for (size_t n = 0; n < seen; n++) {
        const double *k = in->phi_k + n * d, product = length * sqrt(rwk_dot(k, k, d, RWK_F64));
        for (size_t j = 0; j < in->dim_v; j++) size[j] += product * fabs(in->v[n * in->dim_v + j]);
        denominator += rwk_dot(q, k, d, RWK_F64);
    }
    for (size_t j = 0; j < in->dim_v; j++) size[j] /= denominator;
}

double rwk_linear_forms_used(const rwk_linear *in, const double a[], const double b[], double size[])
{
    double worst = 0;
    for (size_t m = 0; m < in->seq; m++) {
        sizes_of_row(size, in, m);
        for (size_t j = 0, at = m * in->dim_v; j < in->dim_v; j++, at++) {
            const double bound = rwk_bound_linear_forms(in->causal ? m + 1 : in->seq, in->dim, size[j], rwk_unit_roundoff(RWK_F64));
            worst = rwk_worst(worst, fabs(a[at] - b[at]) / bound);
        }
    }
    return worst;
}

rwk_balance rwk_weigh(const double weights[], size_t rows, size_t cols)
{
    rwk_balance b = { INFINITY, -INFINITY, 0, 0 };
    for (size_t m = 0; m < rows; m++) {
        double sum = 0;
        for (size_t n = 0; n < cols; n++) {
            sum += weights[m * cols + n];
            b.negative += weights[m * cols + n] < 0;
        }
        b.low = rwk_least(b.low, sum), b.high = rwk_worst(b.high, sum), b.off = rwk_worst(b.off, fabs(sum - 1));
    }
    b.negative /= (double)rows * (double)cols;
    return b;
}
