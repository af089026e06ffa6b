/* SPDX-License-Identifier: MIT */
/* A small integer generator and the dropout mask: the same bits on every machine and compiler. */
#ifndef RWK_CORE_RNG_H
#define RWK_CORE_RNG_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** State of splitmix64 (Steele, Lea and Flood 2014); any value is a valid seed. */
typedef struct {
    uint64_t state;
} rwk_rng;

/** Next 64 random bits; period 2^64. */
uint64_t rwk_rng_next(rwk_rng *rng);

/** Next uniform number k 2^-53, k = 0 .. 2^53 - 1: exact in double, so equal everywhere. */
double rwk_rng_uniform(rwk_rng *rng);

/**
 * Dropout mask:  mask[i] = 0 with probability p, else 1/(1 - p)                                          (D6.8)
 *
 * mask  (n)  out  one factor an element; its mean is 1, so that the expected sum is what it was without dropout.
 * p          in   probability of dropping, 0 <= p < 1.
 * seed       in   the same seed gives the same mask.
 *
 * Returns RWK_OK; RWK_ERANGE or RWK_ENAN for a p outside [0, 1).
 * Source: Srivastava et al. 2014; the nn.Dropout of document S3.
 */
rwk_status rwk_dropout_mask(double mask[], size_t n, double p, uint64_t seed);

#endif
