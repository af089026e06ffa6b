/* SPDX-License-Identifier: MIT */
/* What a dtype keeps of positions, frequencies, tables, scores: counts and bounds, derived in docs/derivations.md. */
#ifndef RWK_CLAIMS_PRECISION_H
#define RWK_CLAIMS_PRECISION_H

#include <stddef.h>
#include <stdint.h>

#include "angles/stages.h"
#include "core/dtype.h"

/** p, the significand bits of dtype: u = 2^-p. */
int rwk_precision_bits(rwk_dtype dtype);

/** The first whole number that dtype does not hold: 2^p + 1                                                (D22.1) */
int64_t rwk_precision_first_lost(rwk_dtype dtype);

/** Share of the neighbours m, m + 1 with 2^e <= m < 2^(e+1) that round to one number of dtype: 1 - 2^(p-1-e), at least 0   (D22.2) */
double rwk_precision_collisions(int e, rwk_dtype dtype);

/** How many values 0 .. 2^e - 1 take in dtype, e >= p; an infinity counts as one: 2^p + (e - p) 2^(p-1) + 1   (D22.3) */
int64_t rwk_precision_distinct(int e, rwk_dtype dtype);

/** How a frequency is computed, for its bound. */
typedef enum {
    RWK_FORMULA_POWER,
    RWK_FORMULA_RECIPROCAL,
    RWK_FORMULA_EXPONENTIAL,
    RWK_FORMULA_RUNNING,
    RWK_N_FORMULAS
} rwk_formula_kind;

/** Largest relative error of inv_freq[i]; exponents that dtype holds exactly contribute nothing               (D22.4) */
double rwk_bound_formula(rwk_formula_kind kind, size_t i, size_t d, double base, rwk_dtype dtype);

/** Largest error of rd(x) for a real x: half the spacing of dtype's numbers there. */
double rwk_half_ulp(double x, rwk_dtype dtype);

/**
 * |angle - m theta| for the real theta next to `stored`; infinite where the position overflows               (D22.6)
 */
double rwk_bound_stages_angle(double stored, int64_t m, rwk_stages stages);

/** |rd(cos angle) - cos(m theta)|, never above 2 and the rounding of the table                                (D22.7) */
double rwk_bound_stages_table(double stored, int64_t m, rwk_stages stages);

/**
 * First position 1 .. end - 1 at which some pair's angle is off by more than `allowed` [radian]; `end` when there is none   (D22.6)
 *
 * theta, stored  (n)  in  certified frequencies in f64, and as stored in stages.inv_freq.
 */
int64_t rwk_precision_first_off(const double theta[], const double stored[], size_t n, rwk_stages stages, double allowed,
                                int64_t end);

/**
 * Largest |angle - m theta| [radian] of all pairs at m = end - 1, end - 1 - step, … down to `from`; infinite where a position overflows.
 *
 * used           in, out  raised to the largest error over bound; 2^-52 m is allowed for m theta itself            (D22.6)
 * theta, stored  (n)  in  as above; theta at most 1.
 */
double rwk_precision_angle_loss(double *used, const double theta[], const double stored[], size_t n, rwk_stages stages,
                                int64_t from, int64_t end, int64_t step);

/** How a score is computed from a table. */
typedef struct {
    const rwk_stages *stages;
    rwk_dtype arithmetic; /* of q, k and of the products and sums that rotate them */
    rwk_dtype output;     /* the rotated vectors are stored in it */
} rwk_score_pipeline;

/** |angle - m stored|: what is left when the stored frequency counts as the right one                         (D22.8) */
double rwk_bound_stages_drift(double stored, int64_t m, rwk_stages stages);

/**
 * |score at (m + shift, n + shift) - score at (m, n)|, dot products in f64                                      (D22.9)
 *
 * nq, nk, stored  (n_pairs)  in  norms of the pairs of q and k as rounded to the arithmetic; stored frequencies.
 */
double rwk_bound_score_shift(const double nq[], const double nk[], const double stored[], size_t n_pairs, int64_t m, int64_t n,
                             int64_t shift, rwk_score_pipeline pipeline);

#endif
