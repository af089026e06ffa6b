/* SPDX-License-Identifier: MIT */
/* Masks that do not mask, and linear attention rotated in the wrong place. */
#include "faults/attention_fault.h"

#include "attention/scores.h"
#include "encodings/rope.h"

void rwk_fault_mask_finite(double z[], const bool allowed[], size_t n, double value)
{
    for (size_t j = 0; j < n; j++)
        if (!allowed[j]) z[j] = value;
}

void rwk_fault_mask_fill(double z[], const bool allowed[], size_t n) { rwk_fault_mask_finite(z, allowed, n, -1e-9); }

void rwk_fault_mask_added(double z[], const bool allowed[], size_t n, double value, rwk_dtype dtype)
{
    for (size_t j = 0; j < n; j++)
        if (!allowed[j]) z[j] = rwk_add(z[j], value, dtype);
}

rwk_status rwk_fault_attention(double out[], double weights[], const double q[], const double k[], const double v[],
                               const bool allowed[], const double dropout[], rwk_attention_shape s)
{
    const rwk_status status = rwk_attention_check(q, k, v, NULL, s);
    if (status != RWK_OK) return status;
    rwk_scores_between(weights, q, s.n_queries, k, s.n_keys, s.dim, RWK_F64);
    if (allowed) rwk_fault_mask_fill(weights, allowed, s.n_queries * s.n_keys);
    rwk_softmax_rows(weights, weights, s.n_queries, s.n_keys);
    rwk_attention_average(out, weights, v, dropout, s);
    return RWK_OK;
}

rwk_status rwk_fault_linear_features(double phi[], double rotated[], const double x[], size_t seq, size_t dim, const double c[],
                                     const double s[])
{
    const rwk_status status = rwk_linear_features(phi, rotated, x, seq, dim, c, s);
    for (size_t m = 0; m < seq && status == RWK_OK; m++) {
        const size_t first = m * dim, pairs = m * (dim / 2);
        (void)rwk_rope_interleaved(rotated + first, x + first, dim, dim, c + pairs, s + pairs, RWK_F64);
        for (size_t j = first; j < first + dim; j++) phi[j] = rotated[j] = rwk_linear_phi(rotated[j]);
    }
    return status;
}

double rwk_fault_linear_weights(double weights[], const rwk_linear *in, size_t m)
{
    const size_t d = in->dim;
    double rotated = 0, plain = 0;
    for (size_t n = 0; n < in->seq; n++) {
        rotated += weights[n] = rwk_dot(in->rotated_q + m * d, in->rotated_k + n * d, d, RWK_F64);
        plain += rwk_dot(in->phi_q + m * d, in->phi_k + n * d, d, RWK_F64);
    }
    for (size_t n = 0; n < in->seq; n++) weights[n] /= rotated;
    return rotated / plain;
}
