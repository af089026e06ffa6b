/* SPDX-License-Identifier: MIT */
/* Rows of a cos/sin table at any positions, every entry correctly rounded. */
#ifndef RWK_ANGLES_ROWS_H
#define RWK_ANGLES_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "angles/rotor.h"

/** Above this many pairs the seeds of a rotor would take too much memory: every value is then MPFR's own. */
enum { RWK_ROTOR_PAIRS = 1 << 14 };

/** Rows of one config; owns its memory.  One thread at a time. */
typedef struct rwk_rows rwk_rows;

/**
 * Rows of a truth, which must outlive them; NULL when out of memory.
 *
 * axes  in  the config whose mrope sections say which axis turns which pair; NULL: positions have one axis.
 */
rwk_rows *rwk_rows_new(rwk_truth *truth, const rwk_config *axes);

/** Free; NULL is allowed. */
void rwk_rows_free(rwk_rows *rows);

/**
 * c[i] = a cos(m theta_i), s[i] = a sin(m theta_i), each rounded once to dtype: the values of rwk_truth_cos_sin      (D1.16)
 *
 * From double-double, where both ends of its error bound round alike; MPFR decides the rest.
 *
 * c, s       (rotary_dim/2)                    out  untouched on error; numbers of dtype.
 * positions  (n_axes of the config, at least 1)  in   m of each axis [token], each within +-RWK_MAX_POSITION; pair i takes
 *                                                        that of rwk_config_axis.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_ENOMEM, RWK_EUNDECIDED.
 */
rwk_status rwk_rows_at(double c[], double s[], rwk_rows *rows, const int64_t positions[], rwk_dtype dtype);

/**
 * *turn = a e^(i m theta) of all pairs in double-double, each with the position of its axis: rwk_rotor_at for several axes.
 *
 * turn  out  arrays of rotary_dim/2, owned by rows, valid until the next call; within rwk_rows_error of the real numbers.  NULL for more
 *            than RWK_ROTOR_PAIRS pairs.
 */
rwk_status rwk_rows_turn(const rwk_turn **turn, rwk_rows *rows, const int64_t positions[]);

/** rwk_rotor_error of these rows. */
double rwk_rows_error(const rwk_rows *rows);

/**
 * x rounded once to dtype, x known as hi + lo within error / 2 (hi the rounded sum), error >= 2^-104 |hi|      (D1.16)
 *
 * Returns true and *value when all numbers within error / 2 round alike; the other half covers the rounding of lo +- error.
 */
bool rwk_round_sum(double *value, double hi, double lo, double error, rwk_dtype dtype);

/** How many values MPFR had to decide so far. */
size_t rwk_rows_undecided(const rwk_rows *rows);

#endif
