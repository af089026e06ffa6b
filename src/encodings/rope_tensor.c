/* SPDX-License-Identifier: MIT */
/* Walks a tensor head vector by head vector; nothing is written before all of them are done. */
#include "encodings/rope_tensor.h"

#include <stdlib.h>
#include <string.h>

#include "core/size.h"

rwk_status rwk_shape_elements(size_t *elements, const rwk_shape *s)
{
    size_t n, bytes;
    if (!rwk_size_mul(&n, s->batch, s->seq) || !rwk_size_mul(&n, n, s->heads) || !rwk_size_mul(&n, n, s->head_dim) ||
        !rwk_size_mul(&bytes, n, sizeof(double)))
        return RWK_EOVERFLOW;
    *elements = n;
    return RWK_OK;
}

static rwk_status check(const double x[], size_t elements, const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table,
                        int64_t offset)
{
    if (2 * table->n_pairs > shape->head_dim) return RWK_ESHAPE;
    if (offset < table->start || offset > RWK_MAX_POSITION) return RWK_ESHAPE;
    const uint64_t skipped = (uint64_t)(offset - table->start);
    if (skipped > table->n_pos || shape->seq > table->n_pos - skipped) return RWK_ESHAPE;
    rwk_status status = rwk_check_no_nan(table->cos + skipped * table->n_pairs, shape->seq * table->n_pairs);
    if (status == RWK_OK) status = rwk_check_no_nan(table->sin + skipped * table->n_pairs, shape->seq * table->n_pairs);
    if (status == RWK_OK) status = rwk_check_dtype(x, elements, dtype);
    return status == RWK_OK ? rwk_check_dtype(x, elements, table->dtype) : status;
}

/* Where the head vector (b, t, h) starts. */
static size_t start_of(const rwk_shape *s, size_t b, size_t t, size_t h)
{
    const size_t row = s->axes == RWK_BSHD ? (b * s->seq + t) * s->heads + h : (b * s->heads + h) * s->seq + t;
    return row * s->head_dim;
}

/* One head vector into z, rounded to dtype. */
static rwk_status rotate_one(double z[], const double x[], const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table,
                             size_t row, rwk_rope *rope)
{
    const double *c = table->cos + row * table->n_pairs, *s = table->sin + row * table->n_pairs;
    const rwk_status status = rope(z, x, shape->head_dim, 2 * table->n_pairs, c, s, table->dtype);
    for (size_t j = 0; j < shape->head_dim && status == RWK_OK; j++) z[j] = rwk_round(z[j], dtype);
    return status;
}

static rwk_status rotate_all(double z[], const double x[], const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table,
                             size_t first_row, rwk_rope *rope)
{
    rwk_status status = RWK_OK;
    for (size_t b = 0; b < shape->batch; b++)
        for (size_t t = 0; t < shape->seq; t++)
            for (size_t h = 0; h < shape->heads && status == RWK_OK; h++) {
                const size_t at = start_of(shape, b, t, h);
                status = rotate_one(z + at, x + at, shape, dtype, table, first_row + t, rope);
            }
    return status;
}

/* Into scratch first: an implementation that runs out of memory half way leaves y as it was. */
rwk_status rwk_rope_tensor(double y[], const double x[], const rwk_shape *shape, rwk_dtype dtype, const rwk_table *table,
                           int64_t offset, rwk_rope *rope)
{
    size_t elements;
    rwk_status status = rwk_shape_elements(&elements, shape);
    if (status == RWK_OK) status = check(x, elements, shape, dtype, table, offset);
    if (status != RWK_OK || elements == 0) return status;
    double *z = malloc(elements * sizeof *z);
    if (!z) return RWK_ENOMEM;
    status = rotate_all(z, x, shape, dtype, table, (size_t)(offset - table->start), rope);
    if (status == RWK_OK) memcpy(y, z, elements * sizeof *y);
    free(z);
    return status;
}
