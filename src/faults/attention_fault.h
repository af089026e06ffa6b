/* SPDX-License-Identifier: MIT */
/* Masks that do not mask, and linear attention rotated in the wrong place. */
#ifndef RWK_FAULTS_ATTENTION_FAULT_H
#define RWK_FAULTS_ATTENTION_FAULT_H

#include "attention/attention.h"
#include "attention/linear.h"
#include "attention/mask.h"
#include "core/dtype.h"

/** The fill value -1e-9 of S4, which asks for -1e9: a masked key keeps the weight e^(-1e-9) of a score of 0.  (D11.7) */
rwk_mask rwk_fault_mask_fill;

/** Attention as S4 computes it, masked by rwk_fault_mask_fill.  A row that allows nothing becomes uniform.     (D11.7)
 *  Arguments and statuses as rwk_attention_form, but for that row. */
rwk_attention_form rwk_fault_attention;

/** z[j] = value where allowed[j] is false, for a finite value; -1e9 in many code bases.                       (D11.10) */
void rwk_fault_mask_finite(double z[], const bool allowed[], size_t n, double value);

/** z[j] + value rounded to dtype where allowed[j] is false: an added mask, as many code bases have it.         (D11.10) */
void rwk_fault_mask_added(double z[], const bool allowed[], size_t n, double value, rwk_dtype dtype);

/** phi(R_m x_m) in place of R_m phi(x_m), for both outputs: not relative.  Arguments and statuses as rwk_linear_features, but phi must not be x.  (D11.15) */
rwk_status rwk_fault_linear_features(double phi[], double rotated[], const double x[], size_t seq, size_t dim, const double c[],
                                     const double s[]);

/**
 * Row m of the weights with the rotated denominator that RoFormer avoids, over all n:                       (D11.17)
 *
 *   weights[n] = (R_m phi(q_m)) . (R_n phi(k_n)) / sum_n (R_m phi(q_m)) . (R_n phi(k_n))
 *
 * weights  (in->seq)  out
 *
 * Returns the denominator over the plain one, which may be 0 or below.
 */
double rwk_fault_linear_weights(double weights[], const rwk_linear *in, size_t m);

#endif
