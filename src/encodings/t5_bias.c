/* SPDX-License-Identifier: MIT */
/* Bucket starts from exact roots of whole numbers, buckets by bisection. */
#include "encodings/t5_bias.h"

#include <math.h>

#include "angles/real.h"
#include "config/config.h"

/* ceil( (M^k e^(K-k))^(1/K) ): the root of a whole number, which the pool holds exactly.                        (D15.8) */
static rwk_status start_of(int64_t *start, rwk_reals *pool, size_t e, size_t k, size_t K, int64_t max_distance)
{
    const size_t mark = rwk_reals_mark(pool);
    const rwk_real m = rwk_real_pow_ratio(pool, rwk_real_of(pool, (double)max_distance), (int64_t)k, 1);
    const rwk_real n = rwk_real_pow_ratio(pool, rwk_real_of(pool, (double)e), (int64_t)(K - k), 1);
    const rwk_real root = rwk_real_pow_ratio(pool, rwk_real_mul(pool, m, n), 1, K);
    double whole = 0;
    rwk_status status = rwk_real_round(&whole, rwk_real_ceil(pool, root), RWK_F64);
    if (rwk_reals_status(pool) != RWK_OK) status = RWK_ENOMEM;
    if (status == RWK_OK) *start = (int64_t)whole;
    rwk_reals_release(pool, mark);
    return status;
}

/* Bits that hold M^K, and as many more as tell a root from the whole number next to it.                       (D15.8) */
static long bits_for(size_t K, int64_t max_distance) { return (long)(K + 2) * ilogb((double)max_distance) + (long)K + 128; }

static rwk_status fill(rwk_t5_buckets *buckets)
{
    const size_t e = buckets->n_starts / 2, K = buckets->n_starts - e;
    rwk_reals *pool = rwk_reals_new(bits_for(K, buckets->max_distance));
    rwk_status status = pool ? RWK_OK : RWK_ENOMEM;
    for (size_t b = 0; b < e; b++) buckets->starts[b] = (int64_t)b;
    for (size_t k = 0; k < K && status == RWK_OK; k++)
        status = start_of(&buckets->starts[e + k], pool, e, k, K, buckets->max_distance);
    rwk_reals_free(pool);
    return status;
}

rwk_status rwk_t5_buckets_init(rwk_t5_buckets *buckets, size_t num_buckets, int64_t max_distance, bool bidirectional)
{
    if (bidirectional && num_buckets % 2 != 0) return RWK_EODD;
    const size_t n_starts = bidirectional ? num_buckets / 2 : num_buckets;
    if (n_starts < 2 || num_buckets > RWK_T5_MAX_BUCKETS) return RWK_ERANGE;
    if (max_distance <= (int64_t)(n_starts / 2) || max_distance > RWK_MAX_POSITION) return RWK_ERANGE;
    rwk_t5_buckets result = { num_buckets, max_distance, bidirectional, n_starts, { 0 } };
    const rwk_status status = fill(&result);
    if (status == RWK_OK) *buckets = result;
    return status;
}

/* The last b with starts[b] <= distance; starts[0] = 0. */
static size_t last_start(const rwk_t5_buckets *buckets, uint64_t distance)
{
    size_t low = 0, high = buckets->n_starts;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if ((uint64_t)buckets->starts[middle] <= distance) low = middle;
        else high = middle;
    }
    return low;
}

/* What the bucket of one direction is taken of; causal: a key behind the query counts as distance 0. */
static uint64_t distance_of(const rwk_t5_buckets *buckets, int64_t relative)
{
    if (relative > 0) return buckets->bidirectional ? (uint64_t)relative : 0;
    return 0 - (uint64_t)relative;
}

static size_t offset_of(const rwk_t5_buckets *buckets, int64_t relative)
{
    return buckets->bidirectional && relative > 0 ? buckets->n_starts : 0;
}

size_t rwk_t5_bucket(const rwk_t5_buckets *buckets, int64_t relative)
{
    return offset_of(buckets, relative) + last_start(buckets, distance_of(buckets, relative));
}

/* K ln(n/e)/ln(M/e), every operation rounded; a bucket is a number of dtype as long as B < 256. */
static double logarithmic(const rwk_t5_buckets *buckets, double n, rwk_dtype dtype, bool reciprocal)
{
    const size_t e = buckets->n_starts / 2, K = buckets->n_starts - e;
    const double x = rwk_round(log(rwk_round(rwk_round(n, dtype) / (double)e, dtype)), dtype);
    const double scale = rwk_round(log((double)buckets->max_distance / (double)e), dtype);
    const double share = reciprocal ? rwk_mul(x, rwk_round(1 / scale, dtype), dtype) : rwk_round(x / scale, dtype);
    return rwk_mul(share, (double)K, dtype);
}

size_t rwk_t5_bucket_float(const rwk_t5_buckets *buckets, int64_t relative, rwk_dtype dtype, bool reciprocal)
{
    const size_t e = buckets->n_starts / 2, last = buckets->n_starts - 1, offset = offset_of(buckets, relative);
    const uint64_t n = distance_of(buckets, relative);
    if (n < e) return offset + (size_t)n;
    const double above = floor(logarithmic(buckets, (double)n, dtype, reciprocal));
    return offset + (above < (double)(last - e) ? e + (size_t)above : last);
}

/* One head's column of the table. */
typedef struct {
    const rwk_t5_buckets *buckets;
    const double *table;
    size_t n_heads, head;
} column;

static double value(int64_t i, int64_t j, const void *of)
{
    const column *c = of;
    return c->table[rwk_t5_bucket(c->buckets, j - i) * c->n_heads + c->head];
}

rwk_status rwk_t5_bias(double bias[], const rwk_bias_block *block, const rwk_t5_buckets *buckets, const double table[],
                       size_t n_heads, size_t head)
{
    if (head >= n_heads) return RWK_ESHAPE;
    for (size_t b = 0; b < buckets->num_buckets; b++)
        if (isnan(table[b * n_heads + head])) return RWK_ENAN;
    const column c = { buckets, table, n_heads, head };
    return rwk_bias_fill(bias, block, value, &c);
}
