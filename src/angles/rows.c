/* SPDX-License-Identifier: MIT */
/* Rounds what the rotor computes; asks MPFR where its error bound leaves a choice. */
#include "angles/rows.h"

#include <math.h>
#include <stdlib.h>

#include "core/size.h"

struct rwk_rows {
    rwk_truth *truth;
    rwk_rotor *rotor;
    rwk_config config;
    size_t n, undecided;
    bool *stands;    /* (n) theta_i = 0: cos and sin are a and 0, as at position 0 */
    double *memory;  /* (6 n) of the next two */
    rwk_turn merged; /* (n) pairs of several axes */
    double *c, *s;   /* (n) a row until it is complete */
};

rwk_rows *rwk_rows_new(rwk_truth *truth, const rwk_config *axes)
{
    rwk_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    size_t bytes;
    const size_t n = rwk_truth_pairs(truth);
    *rows = (rwk_rows){ .truth = truth, .n = n };
    const bool fast = n <= RWK_ROTOR_PAIRS;
    if (fast) rows->rotor = rwk_rotor_new(truth);
    if (axes) rows->config = *axes;
    rows->stands = calloc(n, sizeof *rows->stands);
    rows->memory = rwk_size_mul(&bytes, n, 6 * sizeof(double)) ? malloc(bytes) : NULL;
    if ((fast && !rows->rotor) || !rows->stands || !rows->memory) {
        rwk_rows_free(rows);
        return NULL;
    }
    double *m = rows->memory;
    rows->merged = (rwk_turn){ m, m + n, m + 2 * n, m + 3 * n };
    rows->c = m + 4 * n;
    rows->s = m + 5 * n;
    for (size_t i = 0; i < n; i++) rows->stands[i] = rwk_truth_stands(truth, i);
    return rows;
}

void rwk_rows_free(rwk_rows *rows)
{
    if (!rows) return;
    rwk_rotor_free(rows->rotor);
    free(rows->stands);
    free(rows->memory);
    free(rows);
}

double rwk_rows_error(const rwk_rows *rows) { return rows->rotor ? rwk_rotor_error(rows->rotor) : INFINITY; }
size_t rwk_rows_undecided(const rwk_rows *rows) { return rows->undecided; }

static void take_axis(rwk_rows *rows, const rwk_turn *from, size_t axis)
{
    const rwk_turn *to = &rows->merged;
    for (size_t i = 0; i < rows->n; i++) {
        if (rwk_config_axis(&rows->config, i) != axis) continue;
        to->c_hi[i] = from->c_hi[i], to->c_lo[i] = from->c_lo[i];
        to->s_hi[i] = from->s_hi[i], to->s_lo[i] = from->s_lo[i];
    }
}

rwk_status rwk_rows_turn(const rwk_turn **turn, rwk_rows *rows, const int64_t positions[])
{
    const rwk_turn *one;
    for (size_t a = 0; a < (rows->config.n_axes ? rows->config.n_axes : 1); a++)
        if (positions[a] < -RWK_MAX_POSITION || positions[a] > RWK_MAX_POSITION) return RWK_ERANGE;
    if (!rows->rotor) {
        *turn = NULL;
        return RWK_OK;
    }
    if (rows->config.n_axes == 0) return rwk_rotor_at(turn, rows->rotor, positions[0]);
    for (size_t axis = 0; axis < rows->config.n_axes; axis++) {
        const rwk_status status = rwk_rotor_at(&one, rows->rotor, positions[axis]);
        if (status != RWK_OK) return status;
        take_axis(rows, one, axis);
    }
    *turn = &rows->merged;
    return RWK_OK;
}

/* Doubles just outside [x - error, x + error]; the sums below are rounded, one neighbour further is beyond doubt. */
static void outside(double *low, double *high, double hi, double lo, double error)
{
    *low = nextafter(hi + (lo - error), -INFINITY);
    *high = nextafter(hi + (lo + error), INFINITY);
}

bool rwk_round_sum(double *value, double hi, double lo, double error, rwk_dtype dtype)
{
    double low = hi + (lo - error), high = hi + (lo + error);
    if (dtype != RWK_F64) {
        outside(&low, &high, hi, lo, error);
        low = rwk_round(low, dtype), high = rwk_round(high, dtype);
    }
    if (!(low == high) || low == 0) return false; /* the sign of a zero is not decided here, and NaN never is */
    *value = low;
    return true;
}

/* Position 0 and theta = 0 are exact, and no error bound could show it. */
static rwk_status round_pair(double *c, double *s, rwk_rows *rows, const rwk_turn *t, size_t i, int64_t m, double error,
                             rwk_dtype dtype)
{
    if (rows->stands[i] || m == 0) {
        *c = rwk_round(rwk_truth_attention_factor(rows->truth), dtype);
        *s = 0;
        return RWK_OK;
    }
    if (t && rwk_round_sum(c, t->c_hi[i], t->c_lo[i], error, dtype) && rwk_round_sum(s, t->s_hi[i], t->s_lo[i], error, dtype))
        return RWK_OK;
    rows->undecided++;
    return rwk_truth_cos_sin_pair(c, s, rows->truth, i, m, dtype);
}

static rwk_status fill(rwk_rows *rows, const int64_t positions[], rwk_dtype dtype)
{
    const rwk_turn *turn = NULL;
    const double error = rwk_rows_error(rows);
    rwk_status status = rwk_rows_turn(&turn, rows, positions);
    for (size_t i = 0; i < rows->n && status == RWK_OK; i++)
        status = round_pair(&rows->c[i], &rows->s[i], rows, turn, i, positions[rwk_config_axis(&rows->config, i)], error, dtype);
    return status;
}

rwk_status rwk_rows_at(double c[], double s[], rwk_rows *rows, const int64_t positions[], rwk_dtype dtype)
{
    const rwk_status status = fill(rows, positions, dtype);
    for (size_t i = 0; i < rows->n && status == RWK_OK; i++) {
        c[i] = rows->c[i];
        s[i] = rows->s[i];
    }
    return status;
}
