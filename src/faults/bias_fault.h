/* SPDX-License-Identifier: MIT */
/* Biases on the score got wrong: slopes, signs, bucket formulas. */
#ifndef RWK_FAULTS_BIAS_FAULT_H
#define RWK_FAULTS_BIAS_FAULT_H

#include "encodings/alibi.h"
#include "encodings/t5_bias.h"

/**
 * 2^(-bias_max (h + 1)/n_heads) for any number of heads, which Press et al. have for powers of two only (OLMo).   (D15.2)
 * Arguments and statuses as rwk_alibi_slopes.
 */
rwk_status rwk_fault_alibi_slopes_naive(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype);

/** Heads counted from 0: exponents bias_max h/n_heads, so that the first slope is 1 (aprender #2143).         (D15.2) */
rwk_status rwk_fault_alibi_slopes_from_zero(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype);

/** The bias with its sign flipped, +m (i - j): far keys are preferred.  Arguments and statuses as rwk_alibi_bias.  (D15.3) */
rwk_status rwk_fault_alibi_sign(double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form);

/** A bucket of T5 by a wrong formula; arguments as rwk_t5_bucket, |relative| < 2^63. */
typedef size_t rwk_fault_t5_bucket(const rwk_t5_buckets *buckets, int64_t relative);

/** Rounded to the nearest whole number in place of floor.                                                     (D15.8) */
rwk_fault_t5_bucket rwk_fault_t5_round;

/** log2(n/e) over the natural ln(M/e): too large by 1/ln 2.                                                 (D15.8) */
rwk_fault_t5_bucket rwk_fault_t5_log2;

/** One exact bucket too many: e + 1 for e, in all four places of the formula.                                 (D15.8) */
rwk_fault_t5_bucket rwk_fault_t5_max_exact;

/** The exact buckets taken as far as B for e, where the logarithm begins at e: buckets then fall with distance.    (D15.8) */
rwk_fault_t5_bucket rwk_fault_t5_threshold;

/** i - j for j - i, the sign of the first ports: a decoder then sees all earlier keys in bucket 0.              (D15.7) */
rwk_fault_t5_bucket rwk_fault_t5_direction;

/** Without num_buckets/2 for keys behind the query: both directions share their buckets.                      (D15.7) */
rwk_fault_t5_bucket rwk_fault_t5_undirected;

#endif
