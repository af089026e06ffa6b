/* SPDX-License-Identifier: MIT */
/* Rounding bounds of attention, softmax and linear; each is derived in section 11 of docs/derivations.md. */
#ifndef RWK_CLAIMS_ATTENTION_BOUNDS_H
#define RWK_CLAIMS_ATTENTION_BOUNDS_H

#include <stddef.h>

#include "attention/linear.h"

/**
 * An output of softmax attention computed with its n keys in two orders:  4 (n + 1) u sum_n a_n |v_n|         (D11.4)
 *
 * mean_abs  in  sum_n a_n |v_n|, the mean of the absolute values.
 */
double rwk_bound_reordered(size_t n, double mean_abs, double u);

/** The mean over n rows of such outputs, again in two orders:  6 (n + 1) u (mean of sum_n a_n |v_n|)           (D11.5) */
double rwk_bound_pooled(size_t n, double mean_abs, double u);

/**
 * An output whose scores move by at most dz:  r/2 (dz + 2 (2 + t) u) + 4 (n + 1) u sum_n a_n |v_n|             (D11.6)
 *
 * range   in  r = max v - min v of the column over the keys.
 * spread  in  t, largest minus smallest score of the row.
 */
double rwk_bound_moved(double dz, double range, double spread, size_t n, double mean_abs, double u);

/**
 * An output of linear attention as a sum over n keys of width d, and by the state:  4 (n + d + 1) u size       (D11.14)
 *
 * size  in  |phi(q)| sum_n |phi(k_n)| |v_n| over the denominator.
 */
double rwk_bound_linear_forms(size_t n, size_t d, double size, double u);

/**
 * Largest |a - b| over that bound, for two computations of the outputs of `in`.                               (D11.14)
 *
 * a, b  (in->seq, in->dim_v)  in
 * size  (in->dim_v)           out  scratch
 */
double rwk_linear_forms_used(const rwk_linear *in, const double a[], const double b[], double size[]);

/** What makes rows of weights an average, or not.                                                       (D11.16) */
typedef struct {
    double low, high; /* smallest and largest row sum */
    double off;       /* largest |row sum - 1| */
    double negative;  /* share of weights below 0 */
} rwk_balance;

/** weights  (rows, cols)  in  at least one row and column.  NaN sticks to what it touches. */
rwk_balance rwk_weigh(const double weights[], size_t rows, size_t cols);

#endif
