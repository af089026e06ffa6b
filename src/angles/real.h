/* SPDX-License-Identifier: MIT */
/* Real numbers as values: MPFR balls (midpoint, radius) from a pool, so that a frequency rule reads like its formula. */
#ifndef RWK_ANGLES_REAL_H
#define RWK_ANGLES_REAL_H

#include <stddef.h>
#include <stdint.h>

#include "core/dtype.h"
#include "core/status.h"

/** A pool of reals of one working precision; it owns every real made from it. */
typedef struct rwk_reals rwk_reals;

/**
 * A real number known as  |x - mid| <= rad                                                               (D1.3)
 *
 * Every operation widens the radius by what it inherits plus its own rounding error; an operation on exact numbers
 * that MPFR reports as exact (ternary value 0) stays exact, radius 0: position 0, theta = 1, a perfect root.
 */
typedef const struct rwk_real_ball *rwk_real;

/** Make a pool whose midpoints carry `precision` bits (53 .. 2^20); NULL when out of memory. */
rwk_reals *rwk_reals_new(long precision);

/** Free a pool and all its reals; NULL is allowed. */
void rwk_reals_free(rwk_reals *pool);

/** How many reals were made, and forgetting those made since: scratch values inside a long loop. */
size_t rwk_reals_mark(const rwk_reals *pool);
void rwk_reals_release(rwk_reals *pool, size_t mark);

/** RWK_OK, or RWK_ENOMEM once an operation could not allocate; sticky, the operations then return an unbounded ball. */
rwk_status rwk_reals_status(const rwk_reals *pool);

/** x itself, exactly; a NaN or infinity gives an unbounded ball. */
rwk_real rwk_real_of(rwk_reals *pool, double x);

/** x, a real of any pool, as one of this pool */
rwk_real rwk_real_copy(rwk_reals *pool, rwk_real x);

/** p/q, q > 0: a rational that no double need hold, 1/10 say */
rwk_real rwk_real_ratio(rwk_reals *pool, double p, double q);

/** x + y, x - y, x * y, x / y; the quotient is unbounded when y may be 0 */
rwk_real rwk_real_add(rwk_reals *pool, rwk_real x, rwk_real y);
rwk_real rwk_real_sub(rwk_reals *pool, rwk_real x, rwk_real y);
rwk_real rwk_real_mul(rwk_reals *pool, rwk_real x, rwk_real y);
rwk_real rwk_real_div(rwk_reals *pool, rwk_real x, rwk_real y);

/**
 * base^(p/q) for base > 0, q > 0: the q-th root of base, to the power p, after p/q is reduced                (D1.4)
 *
 * An exact result of at most the working precision is found exact: 65536^(-2/4) = 2^-8.
 */
rwk_real rwk_real_pow_ratio(rwk_reals *pool, rwk_real base, int64_t p, uint64_t q);

/** Square root and natural logarithm, x > 0; pi */
rwk_real rwk_real_sqrt(rwk_reals *pool, rwk_real x);
rwk_real rwk_real_log(rwk_reals *pool, rwk_real x);
rwk_real rwk_real_pi(rwk_reals *pool);

/** *c = cos x and *s = sin x, x in radian */
void rwk_real_cos_sin(rwk_real *c, rwk_real *s, rwk_reals *pool, rwk_real x);

/** Largest whole number <= x, smallest >= x; exact, or unbounded where the ball does not decide. */
rwk_real rwk_real_floor(rwk_reals *pool, rwk_real x);
rwk_real rwk_real_ceil(rwk_reals *pool, rwk_real x);

/** x < y ? then : otherwise; unbounded where the balls do not decide, so that more precision is asked for.      (D1.7) */
rwk_real rwk_real_if_less(rwk_reals *pool, rwk_real x, rwk_real y, rwk_real then, rwk_real otherwise);

/** The larger and the smaller of two reals, unbounded where the balls do not decide. */
rwk_real rwk_real_max(rwk_reals *pool, rwk_real x, rwk_real y);
rwk_real rwk_real_min(rwk_reals *pool, rwk_real x, rwk_real y);

/**
 * Round to nearest-even, once, to a number of dtype: both ends of the ball must round alike.                 (D1.5)
 *
 * Returns RWK_OK; RWK_EUNDECIDED, and *value untouched, when they do not: more precision is needed.
 */
rwk_status rwk_real_round(double *value, rwk_real x, rwk_dtype dtype);

/**
 * x = *hi + *lo up to `error`: the real as an unevaluated sum of two doubles, hi being x rounded to nearest.
 *
 * Returns RWK_OK; RWK_EUNDECIDED, outputs untouched, when the ball is wider than that.
 */
rwk_status rwk_real_split(double *hi, double *lo, rwk_real x, double error);

/** Version of MPFR in use, "4.2.0". */
const char *rwk_real_library_version(void);

#endif
