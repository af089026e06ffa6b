/* SPDX-License-Identifier: MIT */
/* Relative scores, each as its formula. */
#include "attention/relative_scores.h"

#include "attention/scores.h"

/* (x + bias) . y */
static double biased_dot(const double x[], const double bias[], const double y[], size_t dim, rwk_dtype dtype)
{
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum = rwk_add(sum, rwk_mul(rwk_add(x[j], bias[j], dtype), y[j], dtype), dtype);
    return sum;
}

double rwk_score_shaw(const double q[], const double k[], const double a[], size_t dim, rwk_dtype dtype)
{
    return biased_dot(k, a, q, dim, dtype);
}

void rwk_value_shaw(double o[], const double w[], const double v[], const double a[], const size_t row[], size_t n_keys, size_t dim,
                    rwk_dtype dtype)
{
    for (size_t i = 0; i < dim; i++) {
        o[i] = 0;
        for (size_t j = 0; j < n_keys; j++)
            o[i] = rwk_add(o[i], rwk_mul(w[j], rwk_add(v[j * dim + i], a[row[j] * dim + i], dtype), dtype), dtype);
    }
}

double rwk_score_four_terms(const double q[], const double k[], const double r[], const double u[], const double v[], size_t dim,
                            rwk_dtype dtype)
{
    const double content = rwk_add(rwk_dot(q, k, dim, dtype), rwk_dot(q, r, dim, dtype), dtype);
    return rwk_add(rwk_add(content, rwk_dot(u, k, dim, dtype), dtype), rwk_dot(v, r, dim, dtype), dtype);
}

double rwk_score_transformer_xl(const double q[], const double k[], const double r[], const double u[], const double v[],
                                size_t dim, rwk_dtype dtype)
{
    return rwk_add(biased_dot(q, u, k, dim, dtype), biased_dot(q, v, r, dim, dtype), dtype);
}

double rwk_score_t5(const double q[], const double k[], double b, size_t dim, rwk_dtype dtype)
{
    return rwk_add(rwk_dot(q, k, dim, dtype), b, dtype);
}

double rwk_score_tupe(const double q[], const double k[], const double p_q[], const double p_k[], double b, size_t dim,
                      rwk_dtype dtype)
{
    return rwk_add(rwk_add(rwk_dot(q, k, dim, dtype), rwk_dot(p_q, p_k, dim, dtype), dtype), b, dtype);
}

double rwk_score_deberta(const double q[], const double k[], const double r_k[], const double r_q[], size_t dim, rwk_dtype dtype)
{
    return rwk_add(rwk_add(rwk_dot(q, k, dim, dtype), rwk_dot(q, r_k, dim, dtype), dtype), rwk_dot(r_q, k, dim, dtype), dtype);
}
