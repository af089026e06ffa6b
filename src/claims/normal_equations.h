/* SPDX-License-Identifier: MIT */
/* Least squares by the normal equations X^T X c = X^T y in any number format: what a deep-learning framework's `solve` does. */
#ifndef RWK_CLAIMS_NORMAL_EQUATIONS_H
#define RWK_CLAIMS_NORMAL_EQUATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/dtype.h"

/** How the normal equations are computed.                                                                (D21.9) */
typedef struct {
    rwk_dtype dtype; /* every operation is rounded to it, one after the other */
    bool long_sums;  /* ... but the sums over the rows run in double and are rounded once */
} rwk_normal_rule;

/** X^T X factored by elimination with row exchanges. */
typedef struct {
    size_t rows, n;
    rwk_normal_rule rule;
    const double *x; /* (rows, n), the caller's; numbers of dtype */
    double *lu;      /* (n, n) */
    size_t *from;    /* (n) row i of lu came from row from[i] */
} rwk_normal;

/** Form X^T X and factor it.  x (rows, n) is to outlive the result; rows, n >= 1.  RWK_OK; RWK_ENAN when a pivot is 0 or no number,
 *  RWK_ESHAPE, RWK_EOVERFLOW, RWK_ENOMEM.  Cleared by rwk_normal_clear, safe on zeroed and twice. */
rwk_status rwk_normal_open(rwk_normal *normal, const double x[], size_t rows, size_t n, rwk_normal_rule rule);
void rwk_normal_clear(rwk_normal *normal);

/** c (n) out: the solution for y (rows) in, which is rounded to dtype first. */
void rwk_normal_solve(double c[], const rwk_normal *normal, const double y[]);

#endif
