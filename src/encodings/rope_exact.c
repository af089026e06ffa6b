/* SPDX-License-Identifier: MIT */
/* The product of a pair of exact doubles with a double-double rotation, rounded where its error bound allows, else by MPFR. */
#include "encodings/rope_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/double_double.h"

struct rwk_rope_exact {
    rwk_truth *truth;
    rwk_rows *rows;
    rwk_config config;
    const rwk_turn *turn;
    int64_t positions[RWK_MAX_AXES];
    double *y; /* (head_dim) a head until it is complete */
};

rwk_rope_exact *rwk_rope_exact_new(rwk_truth *truth, const rwk_config *config)
{
    rwk_rope_exact *rope = calloc(1, sizeof *rope);
    if (!rope) return NULL;
    *rope = (rwk_rope_exact){ .truth = truth, .rows = rwk_rows_new(truth, config), .config = *config };
    rope->y = malloc(config->head_dim * sizeof *rope->y);
    if (rope->rows && rope->y) return rope;
    rwk_rope_exact_free(rope);
    return NULL;
}

void rwk_rope_exact_free(rwk_rope_exact *rope)
{
    if (!rope) return;
    rwk_rows_free(rope->rows);
    free(rope->y);
    free(rope);
}

rwk_status rwk_rope_exact_at(rwk_rope_exact *rope, const int64_t positions[])
{
    const rwk_status status = rwk_rows_turn(&rope->turn, rope->rows, positions);
    if (status == RWK_OK) memcpy(rope->positions, positions, (rope->config.n_axes ? rope->config.n_axes : 1) * sizeof positions[0]);
    return status;
}

/* Room for the products' exponents: outside it error-free transformations may lose bits, and MPFR is asked. */
enum { LARGEST_EXPONENT = 900 };

/* The pair by double-double; false when that does not decide both components.                             (D1.16) */
static bool rotate_fast(double *y0, double *y1, double x0, double x1, const rwk_rope_exact *rope, size_t i, rwk_dtype dtype)
{
    int exponent;
    double hi, lo;
    const rwk_turn *t = rope->turn;
    if (!t) return false;
    frexp(fmax(fabs(x0), fabs(x1)), &exponent);
    if (abs(exponent) > LARGEST_EXPONENT) return false;
    const double error = ldexp(rwk_rows_error(rope->rows), exponent + 1);
    rwk_product_sum(&hi, &lo, x0, 0, t->c_hi[i], t->c_lo[i], -1, x1, 0, t->s_hi[i], t->s_lo[i]);
    if (!rwk_round_sum(y0, hi, lo, error, dtype)) return false;
    rwk_product_sum(&hi, &lo, x0, 0, t->s_hi[i], t->s_lo[i], 1, x1, 0, t->c_hi[i], t->c_lo[i]);
    return rwk_round_sum(y1, hi, lo, error, dtype);
}

static rwk_status rotate_pair(double *y0, double *y1, double x0, double x1, const rwk_rope_exact *rope, size_t i, rwk_dtype dtype)
{
    const int64_t m = rope->positions[rwk_config_axis(&rope->config, i)];
    if (x0 == 0 && x1 == 0) {
        *y0 = *y1 = 0;
        return RWK_OK;
    }
    if (rotate_fast(y0, y1, x0, x1, rope, i, dtype)) return RWK_OK;
    return rwk_truth_rotate_pair(y0, y1, x0, x1, rope->truth, i, m, dtype);
}

rwk_status rwk_rope_exact_head(double y[], const double x[], rwk_rope_exact *rope, rwk_dtype dtype)
{
    const rwk_config *c = &rope->config;
    const size_t n = c->rotary_dim / 2, step = c->layout == RWK_INTERLEAVED ? 2 : 1, apart = c->layout == RWK_INTERLEAVED ? 1 : n;
    rwk_status status = RWK_OK;
    for (size_t j = 0; j < c->head_dim; j++)
        if (!isfinite(x[j])) return RWK_ENAN;
    for (size_t i = 0; i < n && status == RWK_OK; i++) {
        const size_t a = step * i, b = a + apart;
        status = rotate_pair(&rope->y[a], &rope->y[b], x[a], x[b], rope, i, dtype);
    }
    if (status != RWK_OK) return status;
    for (size_t j = 0; j < c->head_dim; j++) y[j] = j < c->rotary_dim ? rope->y[j] : rwk_round(x[j], dtype);
    return RWK_OK;
}
