/* SPDX-License-Identifier: MIT */
/* Linear attention: one double sum, bracketed in two ways. */
#include "attention/linear.h"

#include <math.h>
#include <string.h>

#include "attention/scores.h"
#include "core/size.h"
#include "encodings/rope.h"

double rwk_linear_phi(double x) { return x > 0 ? x + 1 : exp(x); }

static bool fits(size_t rows, size_t cols)
{
    size_t entries, bytes;
    return rwk_size_mul(&entries, rows, cols) && rwk_size_mul(&bytes, entries, sizeof(double));
}

static bool all_finite(const double x[], size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (!isfinite(x[j])) return false;
    return true;
}

rwk_status rwk_linear_features(double phi[], double rotated[], const double x[], size_t seq, size_t dim, const double c[],
                               const double s[])
{
    if (dim < 2 || dim % 2 != 0) return RWK_EODD;
    if (!fits(seq, dim)) return RWK_EOVERFLOW;
    if (!all_finite(x, seq * dim) || !all_finite(c, seq * (dim / 2)) || !all_finite(s, seq * (dim / 2))) return RWK_ENAN;
    for (size_t j = 0; j < seq * dim; j++) phi[j] = rwk_linear_phi(x[j]);
    rwk_status status = RWK_OK;
    for (size_t m = 0; m < seq && status == RWK_OK; m++)
        status = rwk_rope_interleaved(rotated + m * dim, phi + m * dim, dim, dim, c + m * (dim / 2), s + m * (dim / 2), RWK_F64);
    return status;
}

static rwk_status check_plain(const double phi[], size_t n)
{
    for (size_t j = 0; j < n; j++) {
        if (!isfinite(phi[j])) return RWK_ENAN;
        if (phi[j] < 0x1p-400 || phi[j] > 0x1p400) return RWK_ERANGE;
    }
    return RWK_OK;
}

static rwk_status check(const rwk_linear *in)
{
    if (in->seq == 0 || in->dim == 0 || in->dim_v == 0) return RWK_ESHAPE;
    if (in->dim_v == SIZE_MAX || !fits(in->seq, in->seq) || !fits(in->seq, in->dim) || !fits(in->seq, in->dim_v) ||
        !fits(in->dim, in->dim_v + 1))
        return RWK_EOVERFLOW;
    const size_t n = in->seq * in->dim;
    if (!all_finite(in->rotated_q, n) || !all_finite(in->rotated_k, n) || !all_finite(in->v, in->seq * in->dim_v)) return RWK_ENAN;
    const rwk_status status = check_plain(in->phi_q, n);
    return status == RWK_OK ? check_plain(in->phi_k, n) : status;
}

/* Row m of the weights, divided by their plain sum. */
static void weigh(double weights[], const rwk_linear *in, size_t m)
{
    const size_t d = in->dim, seen = in->causal ? m + 1 : in->seq;
    double denominator = 0;
    for (size_t n = 0; n < seen; n++) denominator += rwk_dot(in->phi_q + m * d, in->phi_k + n * d, d, RWK_F64);
    for (size_t n = 0; n < in->seq; n++)
        weights[n] = n < seen ? rwk_dot(in->rotated_q + m * d, in->rotated_k + n * d, d, RWK_F64) / denominator : 0;
}

rwk_status rwk_linear_quadratic(double out[], double weights[], const rwk_linear *in)
{
    const rwk_status status = check(in);
    if (status != RWK_OK) return status;
    for (size_t m = 0; m < in->seq; m++) {
        weigh(weights + m * in->seq, in, m);
        for (size_t j = 0; j < in->dim_v; j++) {
            double sum = 0;
            for (size_t n = 0; n < in->seq; n++) sum += weights[m * in->seq + n] * in->v[n * in->dim_v + j];
            out[m * in->dim_v + j] = sum;
        }
    }
    return RWK_OK;
}

/* One more key and value. */
static void add(double state[], const rwk_linear *in, size_t n)
{
    const double *v = in->v + n * in->dim_v;
    for (size_t i = 0; i < in->dim; i++) {
        double *row = state + i * (in->dim_v + 1);
        const double key = in->rotated_k[n * in->dim + i];
        for (size_t j = 0; j < in->dim_v; j++) row[j] += key * v[j];
        row[in->dim_v] += in->phi_k[n * in->dim + i];
    }
}

/* What query m reads. */
static void read(double out[], const double state[], const rwk_linear *in, size_t m)
{
    const double *rotated = in->rotated_q + m * in->dim, *phi = in->phi_q + m * in->dim;
    const size_t width = in->dim_v + 1;
    double denominator = 0;
    for (size_t i = 0; i < in->dim; i++) denominator += phi[i] * state[i * width + in->dim_v];
    for (size_t j = 0; j < in->dim_v; j++) {
        double sum = 0;
        for (size_t i = 0; i < in->dim; i++) sum += rotated[i] * state[i * width + j];
        out[j] = sum / denominator;
    }
}

rwk_status rwk_linear_state(double out[], double state[], const rwk_linear *in)
{
    const rwk_status status = check(in);
    if (status != RWK_OK) return status;
    memset(state, 0, in->dim * (in->dim_v + 1) * sizeof *state);
    for (size_t n = 0; n < in->seq && !in->causal; n++) add(state, in, n);
    for (size_t m = 0; m < in->seq; m++) {
        if (in->causal) add(state, in, m);
        read(out + m * in->dim_v, state, in, m);
    }
    return RWK_OK;
}
