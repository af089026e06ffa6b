/* SPDX-License-Identifier: MIT */
/* Normal equations, rounded after every operation. */
#include "claims/normal_equations.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/size.h"

/* sum + a b under the rule; a and b are numbers of dtype. */
static double add_product(double sum, double a, double b, rwk_normal_rule rule)
{
    return rule.long_sums ? sum + a * b : rwk_add(sum, rwk_mul(a, b, rule.dtype), rule.dtype);
}

/* Row by row, so that memory is read in order. */
static void form_gram(rwk_normal *e)
{
    const size_t n = e->n;
    memset(e->lu, 0, n * n * sizeof *e->lu);
    for (size_t s = 0; s < e->rows; s++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                e->lu[i * n + j] = add_product(e->lu[i * n + j], e->x[s * n + i], e->x[s * n + j], e->rule);
    for (size_t k = 0; k < n * n; k++) e->lu[k] = rwk_round(e->lu[k], e->rule.dtype);
    for (size_t i = 0; i < n; i++) e->from[i] = i;
}

static void exchange(rwk_normal *e, size_t a, size_t b)
{
    for (size_t j = 0; j < e->n; j++) {
        const double kept = e->lu[a * e->n + j];
        e->lu[a * e->n + j] = e->lu[b * e->n + j];
        e->lu[b * e->n + j] = kept;
    }
    const size_t row = e->from[a];
    e->from[a] = e->from[b];
    e->from[b] = row;
}

static rwk_status eliminate(rwk_normal *e)
{
    const size_t n = e->n;
    const rwk_dtype t = e->rule.dtype;
    for (size_t k = 0; k < n; k++) {
        size_t pivot = k;
        for (size_t i = k; i < n; i++)
            if (fabs(e->lu[i * n + k]) > fabs(e->lu[pivot * n + k])) pivot = i;
        exchange(e, k, pivot);
        if (!(fabs(e->lu[k * n + k]) > 0)) return RWK_ENAN;
        for (size_t i = k + 1; i < n; i++) {
            const double factor = e->lu[i * n + k] = rwk_round(e->lu[i * n + k] / e->lu[k * n + k], t);
            for (size_t j = k + 1; j < n; j++)
                e->lu[i * n + j] = rwk_sub(e->lu[i * n + j], rwk_mul(factor, e->lu[k * n + j], t), t);
        }
    }
    return RWK_OK;
}

rwk_status rwk_normal_open(rwk_normal *normal, const double x[], size_t rows, size_t n, rwk_normal_rule rule)
{
    size_t entries;
    if (rows == 0 || n == 0) return RWK_ESHAPE;
    if (!rwk_size_mul(&entries, n, n) || entries > SIZE_MAX / sizeof(double)) return RWK_EOVERFLOW;
    *normal = (rwk_normal){ rows, n, rule, x, malloc(entries * sizeof(double)), malloc(n * sizeof(size_t)) };
    rwk_status status = normal->lu && normal->from ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) {
        form_gram(normal);
        status = eliminate(normal);
    }
    if (status != RWK_OK) rwk_normal_clear(normal);
    return status;
}

void rwk_normal_clear(rwk_normal *normal)
{
    free(normal->lu);
    free(normal->from);
    *normal = (rwk_normal){ 0 };
}

void rwk_normal_solve(double c[], const rwk_normal *normal, const double y[])
{
    const size_t n = normal->n;
    const rwk_dtype t = normal->rule.dtype;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t s = 0; s < normal->rows; s++)
            sum = add_product(sum, normal->x[s * n + normal->from[i]], rwk_round(y[s], t), normal->rule);
        c[i] = rwk_round(sum, t);
        for (size_t j = 0; j < i; j++) c[i] = rwk_sub(c[i], rwk_mul(normal->lu[i * n + j], c[j], t), t);
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++) c[i] = rwk_sub(c[i], rwk_mul(normal->lu[i * n + j], c[j], t), t);
        c[i] = rwk_round(c[i] / normal->lu[i * n + i], t);
    }
}
