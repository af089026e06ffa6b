/* SPDX-License-Identifier: MIT */
/* ALiBi, attention with linear biases (Press, Smith and Lewis 2022): each head lowers a score in proportion to the distance. */
#ifndef RWK_ENCODINGS_ALIBI_H
#define RWK_ENCODINGS_ALIBI_H

#include "core/dtype.h"
#include "encodings/bias.h"

/** bias_max of the paper and of BLOOM, Falcon and MPT: the smallest slope of 2^k heads is 2^-8. */
enum { RWK_ALIBI_BIAS_MAX = 8, RWK_ALIBI_MAX_HEADS = 1 << 16, RWK_ALIBI_MAX_BIAS_MAX = 1022 };

/**
 * The slopes m of n_heads heads [logit/token], c = the largest power of two <= n_heads:                    (D15.2)
 *
 *   slopes[h]     = 2^(-bias_max (h + 1)/c)        h < c
 *   slopes[c + t] = 2^(-bias_max (2t + 1)/(2c))    t < n_heads - c: every other slope of 2c heads
 *
 * Each is the real number rounded once to dtype, certified; exact where the exponent is whole, as for up to 8 heads.
 *
 * slopes    (n_heads)  out
 * n_heads              in   1 .. RWK_ALIBI_MAX_HEADS.
 * bias_max             in   8 in the paper; alibi_bias_max of MPT's config; 1 .. RWK_ALIBI_MAX_BIAS_MAX.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_ENOMEM.  (RWK_EUNDECIDED does not occur: an irrational root is no midpoint.)
 * Source: Press et al. 2022, section 3; get_slopes of their code for other than 2^k heads.  MPT's gen_slopes gives the same.
 */
rwk_status rwk_alibi_slopes(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype);

/** How the bias of query i and key j is written. */
typedef enum {
    RWK_ALIBI_DISTANCE, /* -m (i - j): Press et al., under a causal mask */
    RWK_ALIBI_KEY,      /* m j: BLOOM and Falcon; the constant m i of a row more, which the softmax does not see  (D15.4) */
    RWK_ALIBI_SYMMETRIC /* -m |i - j|: encoders, and MPT's code; the first form where j <= i */
} rwk_alibi_form;

/**
 * bias[i, j] of one head, in f64; one rounding an entry, none where slope is a power of two.                 (D15.3)
 *
 * bias   (n_queries, n_keys)  out
 * block                       in
 * slope                       in   m, finite.
 *
 * Returns RWK_OK; RWK_ENAN (slope), the statuses of rwk_bias_fill.
 */
rwk_status rwk_alibi_bias(double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form);

#endif
