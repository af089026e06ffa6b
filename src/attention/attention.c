/* SPDX-License-Identifier: MIT */
/* out = (g * softmax(q k^T / sqrt(dim), masked)) v                                                      (D11.1) */
#include "attention/attention.h"

#include <math.h>

#include "attention/mask.h"
#include "attention/scores.h"
#include "core/size.h"

static bool finite_rows(const double x[], size_t rows, size_t dim)
{
    for (size_t j = 0; j < rows * dim; j++)
        if (!isfinite(x[j])) return false;
    return true;
}

static bool fits(size_t rows, size_t cols)
{
    size_t entries, bytes;
    return rwk_size_mul(&entries, rows, cols) && rwk_size_mul(&bytes, entries, sizeof(double));
}

rwk_status rwk_attention_check(const double q[], const double k[], const double v[], const bool allowed[], rwk_attention_shape s)
{
    if (s.n_queries == 0 || s.n_keys == 0 || s.dim == 0 || s.dim_v == 0) return RWK_ESHAPE;
    if (!fits(s.n_queries, s.dim) || !fits(s.n_queries, s.dim_v) || !fits(s.n_keys, s.dim) || !fits(s.n_keys, s.dim_v) ||
        !fits(s.n_queries, s.n_keys))
        return RWK_EOVERFLOW;
    if (!finite_rows(q, s.n_queries, s.dim) || !finite_rows(k, s.n_keys, s.dim) || !finite_rows(v, s.n_keys, s.dim_v))
        return RWK_ENAN;
    return allowed ? rwk_mask_check(allowed, s.n_queries, s.n_keys) : RWK_OK;
}

void rwk_attention_average(double out[], double weights[], const double v[], const double dropout[], rwk_attention_shape s)
{
    for (size_t j = 0; dropout && j < s.n_queries * s.n_keys; j++) weights[j] *= dropout[j];
    for (size_t m = 0; m < s.n_queries; m++)
        for (size_t j = 0; j < s.dim_v; j++) {
            double sum = 0;
            for (size_t n = 0; n < s.n_keys; n++) sum += weights[m * s.n_keys + n] * v[n * s.dim_v + j];
            out[m * s.dim_v + j] = sum;
        }
}

rwk_status rwk_attention_softmax(double out[], double weights[], const double q[], const double k[], const double v[],
                                 const bool allowed[], const double dropout[], rwk_attention_shape s)
{
    const rwk_status status = rwk_attention_check(q, k, v, allowed, s);
    if (status != RWK_OK) return status;
    rwk_scores_between(weights, q, s.n_queries, k, s.n_keys, s.dim, RWK_F64);
    if (allowed) rwk_mask_fill(weights, allowed, s.n_queries * s.n_keys);
    rwk_softmax_rows(weights, weights, s.n_queries, s.n_keys);
    rwk_attention_average(out, weights, v, dropout, s);
    return RWK_OK;
}
