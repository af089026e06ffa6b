/* SPDX-License-Identifier: MIT */
/* Wrong slopes, wrong sign, wrong buckets. */
#include "faults/bias_fault.h"

#include <math.h>

static rwk_status slopes_from(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype, size_t first)
{
    if (n_heads < 1 || n_heads > RWK_ALIBI_MAX_HEADS || bias_max < 1 || bias_max > RWK_ALIBI_MAX_BIAS_MAX) return RWK_ERANGE;
    for (size_t h = 0; h < n_heads; h++)
        slopes[h] = rwk_round(exp2(-(double)bias_max * (double)(h + first) / (double)n_heads), dtype);
    return RWK_OK;
}

rwk_status rwk_fault_alibi_slopes_naive(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype)
{
    return slopes_from(slopes, n_heads, bias_max, dtype, 1);
}

rwk_status rwk_fault_alibi_slopes_from_zero(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype)
{
    return slopes_from(slopes, n_heads, bias_max, dtype, 0);
}

rwk_status rwk_fault_alibi_sign(double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form)
{
    return rwk_alibi_bias(bias, block, -slope, form);
}

/* A formula K ln(n/e)/ln(M/e) got wrong somewhere. */
typedef struct {
    double e, exact;         /* where the logarithm begins; distances below `exact` have a bucket each */
    double unit;             /* what the logarithm is divided by besides: 1, or ln 2 for log2 */
    double (*whole)(double); /* floor, or round */
} formula;

/* e + whole(K ln(n/e)/ln(M/e)), at most the last bucket, in the direction of `relative`. */
static size_t bucket_of(const rwk_t5_buckets *b, int64_t relative, const formula *f)
{
    const double n = relative > 0 && !b->bidirectional ? 0 : fabs((double)relative), last = (double)b->n_starts - 1;
    const size_t offset = relative > 0 && b->bidirectional ? b->n_starts : 0;
    const double share = (last + 1 - f->e) * log(n / f->e) / log((double)b->max_distance / f->e);
    const double bucket = n < f->exact ? n : f->e + f->whole(share / f->unit);
    return offset + (size_t)(bucket < last ? bucket : last);
}

static double half(const rwk_t5_buckets *b) { return (double)(b->n_starts / 2); }

size_t rwk_fault_t5_round(const rwk_t5_buckets *b, int64_t relative)
{
    return bucket_of(b, relative, &(formula){ half(b), half(b), 1, round });
}

size_t rwk_fault_t5_log2(const rwk_t5_buckets *b, int64_t relative)
{
    return bucket_of(b, relative, &(formula){ half(b), half(b), log(2), floor });
}

size_t rwk_fault_t5_max_exact(const rwk_t5_buckets *b, int64_t relative)
{
    return bucket_of(b, relative, &(formula){ half(b) + 1, half(b) + 1, 1, floor });
}

size_t rwk_fault_t5_threshold(const rwk_t5_buckets *b, int64_t relative)
{
    return bucket_of(b, relative, &(formula){ half(b), (double)b->n_starts, 1, floor });
}

size_t rwk_fault_t5_direction(const rwk_t5_buckets *b, int64_t relative) { return rwk_t5_bucket(b, -relative); }

size_t rwk_fault_t5_undirected(const rwk_t5_buckets *b, int64_t relative)
{
    return rwk_t5_bucket(b, relative > 0 ? -relative : relative);
}
