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

/* e + above, at most the last bucket, in the direction of `relative`; exact below e. */
static size_t bucket_of(const rwk_t5_buckets *b, int64_t relative, size_t e,
                        double (*above)(const rwk_t5_buckets *, double n, double e))
{
    const double n = relative > 0 && !b->bidirectional ? 0 : fabs((double)relative);
    const size_t offset = relative > 0 && b->bidirectional ? b->n_starts : 0, last = b->n_starts - 1;
    if (n < (double)e) return offset + (size_t)n;
    const double bucket = (double)e + above(b, n, (double)e);
    return offset + (bucket < (double)last ? (size_t)bucket : last);
}

/* K ln(n/e)/ln(M/e) */
static double share(const rwk_t5_buckets *b, double n, double e)
{
    return ((double)b->n_starts - e) * log(n / e) / log((double)b->max_distance / e);
}

static double rounded(const rwk_t5_buckets *b, double n, double e) { return round(share(b, n, e)); }
static double by_log2(const rwk_t5_buckets *b, double n, double e) { return floor(share(b, n, e) / log(2)); }
static double floored(const rwk_t5_buckets *b, double n, double e) { return floor(share(b, n, e)); }

size_t rwk_fault_t5_round(const rwk_t5_buckets *b, int64_t relative) { return bucket_of(b, relative, b->n_starts / 2, rounded); }
size_t rwk_fault_t5_log2(const rwk_t5_buckets *b, int64_t relative) { return bucket_of(b, relative, b->n_starts / 2, by_log2); }
size_t rwk_fault_t5_max_exact(const rwk_t5_buckets *b, int64_t relative)
{
    return bucket_of(b, relative, b->n_starts / 2 + 1, floored);
}
size_t rwk_fault_t5_direction(const rwk_t5_buckets *b, int64_t relative) { return rwk_t5_bucket(b, -relative); }
size_t rwk_fault_t5_undirected(const rwk_t5_buckets *b, int64_t relative)
{
    return rwk_t5_bucket(b, relative > 0 ? -relative : relative);
}
