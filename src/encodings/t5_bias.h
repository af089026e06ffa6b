/* SPDX-License-Identifier: MIT */
/* The relative position bias of T5 (Raffel et al. 2020): distances fall into buckets, each head learns one number a bucket. */
#ifndef RWK_ENCODINGS_T5_BIAS_H
#define RWK_ENCODINGS_T5_BIAS_H

#include "core/dtype.h"
#include "encodings/bias.h"

/** Of T5's own models. */
enum { RWK_T5_NUM_BUCKETS = 32, RWK_T5_MAX_DISTANCE = 128, RWK_T5_MAX_BUCKETS = 512 };

/** Where the buckets begin; made by rwk_t5_buckets_init. */
typedef struct {
    size_t num_buckets;   /* as in a config: of both directions together */
    int64_t max_distance; /* [token]; from here on all distances share the last bucket, and from its start on already */
    bool bidirectional;   /* encoder: half of the buckets are for keys behind the query; decoder: those fall into bucket 0 */
    size_t n_starts;      /* B below, the buckets of one direction */
    int64_t starts[RWK_T5_MAX_BUCKETS]; /* starts[b] [token]: the smallest distance whose bucket is b or more */
} rwk_t5_buckets;

/**
 * Decide where the buckets begin, in whole numbers.                                                       (D15.8)
 *
 * B buckets a direction, e = floor(B/2) of them for one distance each, K = B - e in proportion to the logarithm, M = max_distance:
 *
 *   starts[b] = b  (b < e),   starts[e + k] = ceil( (M^k e^(K-k))^(1/K) )  (k < K)
 *
 * so that a distance n >= e has the bucket  min(B - 1, e + floor(K ln(n/e) / ln(M/e)))  of the published code, whatever the C
 * library's log returns.
 *
 * num_buckets   in   2 .. RWK_T5_MAX_BUCKETS, relative_attention_num_buckets of a config; bidirectional: even, at least 4.
 * max_distance  in   relative_attention_max_distance [token], e < M <= RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_EODD, RWK_ERANGE, RWK_ENOMEM.
 * Source: Raffel et al. 2020, section 2.1; _relative_position_bucket of mesh-tensorflow and Hugging Face transformers.
 */
rwk_status rwk_t5_buckets_init(rwk_t5_buckets *buckets, size_t num_buckets, int64_t max_distance, bool bidirectional);

/**
 * The bucket of relative = j - i, key minus query [token], any number.                                     (D15.7)
 *
 * Bidirectional: the bucket of |relative|, plus num_buckets/2 for keys behind the query (relative > 0).
 * Otherwise the bucket of max(-relative, 0).
 */
size_t rwk_t5_bucket(const rwk_t5_buckets *buckets, int64_t relative);

/**
 * The same bucket from logarithms, as an engine computes it: log of the C library, every result rounded to dtype.  (D15.8)
 *
 * reciprocal  in   log(n/e) times 1/log(M/e), as PyTorch divides by a number on a GPU, in place of a quotient.
 *
 * Where K ln(n/e)/ln(M/e) is a whole number, or closer to one than the rounding errors, the bucket may be one off.
 */
size_t rwk_t5_bucket_float(const rwk_t5_buckets *buckets, int64_t relative, rwk_dtype dtype, bool reciprocal);

/**
 * bias[i, j] = table[bucket(j - i), head]                                                                  (D15.9)
 *
 * bias   (n_queries, n_keys)      out  must not overlap table.
 * table  (num_buckets, n_heads)   in   relative_attention_bias.weight of a checkpoint [logit].
 * head                            in   0 .. n_heads - 1.
 *
 * Returns RWK_OK; RWK_ESHAPE (head), RWK_ENAN (the head's column), the statuses of rwk_bias_fill.
 */
rwk_status rwk_t5_bias(double bias[], const rwk_bias_block *block, const rwk_t5_buckets *buckets, const double table[],
                       size_t n_heads, size_t head);

#endif
