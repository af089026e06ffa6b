/* SPDX-License-Identifier: MIT */
/* Ball arithmetic over MPFR: the pool, the four operations, rounding. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "angles/real_ball.h"

typedef struct rwk_real_ball ball;

enum { BLOCK = 256, RAD_BITS = RWK_RAD_BITS };

typedef struct block {
    ball balls[BLOCK];
    struct block *next;
} block;

struct rwk_reals {
    long precision;
    block **blocks;
    size_t n_blocks, used;
    rwk_status status;
    ball unknown; /* what every operation returns once memory has run out */
};

static void ball_init(ball *b, long precision)
{
    mpfr_init2(b->mid, precision);
    mpfr_init2(b->rad, RAD_BITS);
}

static void ball_clear(ball *b)
{
    mpfr_clear(b->mid);
    mpfr_clear(b->rad);
}

rwk_reals *rwk_reals_new(long precision)
{
    rwk_reals *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pool->precision = precision;
    ball_init(&pool->unknown, precision);
    mpfr_set_zero(pool->unknown.mid, 1);
    mpfr_set_inf(pool->unknown.rad, 1);
    return pool;
}

void rwk_reals_free(rwk_reals *pool)
{
    if (!pool) return;
    for (size_t b = 0; b < pool->n_blocks; b++) {
        for (size_t i = 0; i < BLOCK; i++) ball_clear(&pool->blocks[b]->balls[i]);
        free(pool->blocks[b]);
    }
    free(pool->blocks);
    ball_clear(&pool->unknown);
    free(pool);
}

size_t rwk_reals_mark(const rwk_reals *pool) { return pool->used; }
void rwk_reals_release(rwk_reals *pool, size_t mark) { pool->used = mark; }
rwk_status rwk_reals_status(const rwk_reals *pool) { return pool->status; }
rwk_real rwk_real_unknown(rwk_reals *pool) { return &pool->unknown; }

static bool add_block(rwk_reals *pool)
{
    block **blocks = realloc(pool->blocks, (pool->n_blocks + 1) * sizeof *blocks);
    if (!blocks) return false;
    pool->blocks = blocks;
    block *b = malloc(sizeof *b);
    if (!b) return false;
    for (size_t i = 0; i < BLOCK; i++) ball_init(&b->balls[i], pool->precision);
    blocks[pool->n_blocks++] = b;
    return true;
}

ball *rwk_real_new(rwk_reals *pool)
{
    if (pool->used == BLOCK * pool->n_blocks && !add_block(pool)) {
        pool->status = RWK_ENOMEM;
        return NULL;
    }
    ball *b = &pool->blocks[pool->used / BLOCK]->balls[pool->used % BLOCK];
    pool->used++;
    return b;
}

/* Half an ulp of mid, the error of the operation that produced it, unless that was exact. */
static void add_rounding(ball *z, int ternary)
{
    if (ternary == 0 || !mpfr_regular_p(z->mid)) return;
    mpfr_t half_ulp;
    mpfr_init2(half_ulp, RAD_BITS);
    mpfr_set_ui_2exp(half_ulp, 1, mpfr_get_exp(z->mid) - mpfr_get_prec(z->mid) - 1, MPFR_RNDU);
    mpfr_add(z->rad, z->rad, half_ulp, MPFR_RNDU);
    mpfr_clear(half_ulp);
}

/* A midpoint or radius that is no number (an infinite radius times 0 is NaN), or an underflow whose rounding error the ulp does not show:
 * nothing is known. */
rwk_real rwk_real_finish(rwk_reals *pool, ball *z, int ternary)
{
    if (!mpfr_number_p(z->mid) || !mpfr_number_p(z->rad) || (mpfr_zero_p(z->mid) && ternary != 0)) return &pool->unknown;
    add_rounding(z, ternary);
    return z;
}

rwk_real rwk_real_copy(rwk_reals *pool, rwk_real x)
{
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_set(z->rad, x->rad, MPFR_RNDU);
    return rwk_real_finish(pool, z, mpfr_set(z->mid, x->mid, MPFR_RNDN));
}

rwk_real rwk_real_of(rwk_reals *pool, double x)
{
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_set_zero(z->rad, 1);
    return rwk_real_finish(pool, z, mpfr_set_d(z->mid, x, MPFR_RNDN));
}

/* |x + y - x' - y'| <= rx + ry */
rwk_real rwk_real_add(rwk_reals *pool, rwk_real x, rwk_real y)
{
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_add(z->rad, x->rad, y->rad, MPFR_RNDU);
    return rwk_real_finish(pool, z, mpfr_add(z->mid, x->mid, y->mid, MPFR_RNDN));
}

rwk_real rwk_real_sub(rwk_reals *pool, rwk_real x, rwk_real y)
{
    if (x == y && mpfr_number_p(x->rad)) return rwk_real_of(pool, 0); /* the same real, however little is known of it */
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_add(z->rad, x->rad, y->rad, MPFR_RNDU);
    return rwk_real_finish(pool, z, mpfr_sub(z->mid, x->mid, y->mid, MPFR_RNDN));
}

/* *sum += |x| r, upwards. */
static void add_scaled(mpfr_t sum, const mpfr_t x, const mpfr_t r)
{
    mpfr_t term;
    mpfr_init2(term, RAD_BITS);
    mpfr_abs(term, x, MPFR_RNDU);
    mpfr_mul(term, term, r, MPFR_RNDU);
    mpfr_add(sum, sum, term, MPFR_RNDU);
    mpfr_clear(term);
}

/* |xy - x'y'| <= |x'| ry + |y'| rx + rx ry */
rwk_real rwk_real_mul(rwk_reals *pool, rwk_real x, rwk_real y)
{
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_mul(z->rad, x->rad, y->rad, MPFR_RNDU);
    add_scaled(z->rad, x->mid, y->rad);
    add_scaled(z->rad, y->mid, x->rad);
    return rwk_real_finish(pool, z, mpfr_mul(z->mid, x->mid, y->mid, MPFR_RNDN));
}

/* The smallest |y| of a ball, rounded down; false unless it is above 0. */
static bool least_size(mpfr_t least, rwk_real y)
{
    mpfr_abs(least, y->mid, MPFR_RNDD);
    mpfr_sub(least, least, y->rad, MPFR_RNDD);
    return mpfr_number_p(y->rad) && mpfr_sgn(least) > 0;
}

/* |x/y - x'/y'| = |x - x' + (x'/y')(y' - y)| / |y| <= (rx + |x'/y'| ry) / (|y'| - ry) */
rwk_real rwk_real_div(rwk_reals *pool, rwk_real x, rwk_real y)
{
    ball *z = rwk_real_new(pool);
    if (!z) return &pool->unknown;
    mpfr_t least, size;
    mpfr_inits2(RAD_BITS, least, size, (mpfr_ptr)0);
    const bool nonzero = least_size(least, y);
    mpfr_abs(size, x->mid, MPFR_RNDU);
    mpfr_div(size, size, least, MPFR_RNDU);
    mpfr_mul(z->rad, size, y->rad, MPFR_RNDU);
    mpfr_add(z->rad, z->rad, x->rad, MPFR_RNDU);
    mpfr_div(z->rad, z->rad, least, MPFR_RNDU);
    mpfr_clears(least, size, (mpfr_ptr)0);
    if (!nonzero) return &pool->unknown;
    return rwk_real_finish(pool, z, mpfr_div(z->mid, x->mid, y->mid, MPFR_RNDN));
}

rwk_real rwk_real_ratio(rwk_reals *pool, double p, double q)
{
    return rwk_real_div(pool, rwk_real_of(pool, p), rwk_real_of(pool, q));
}

void rwk_real_ends(mpfr_t low, mpfr_t high, rwk_real x)
{
    mpfr_sub(low, x->mid, x->rad, MPFR_RNDD);
    mpfr_add(high, x->mid, x->rad, MPFR_RNDU);
}

/* To double, towards zero, the last bit set when that was inexact ("round to odd"): rounding this once more to a
 * dtype of p <= 51 bits gives what one rounding of x gives (Boldo and Melquiond 2008).                     (D1.5) */
static double to_odd(const mpfr_t x)
{
    const double y = mpfr_get_d(x, MPFR_RNDZ);
    if (!isfinite(y) || mpfr_cmp_d(x, y) == 0) return y;
    const double away = nextafter(y, mpfr_sgn(x) > 0 ? INFINITY : -INFINITY);
    return rwk_bits(y, RWK_F64) & 1 ? y : away;
}

static double round_end(const mpfr_t x, rwk_dtype dtype)
{
    return dtype == RWK_F64 ? mpfr_get_d(x, MPFR_RNDN) : rwk_round(to_odd(x), dtype);
}

rwk_status rwk_real_round(double *value, rwk_real x, rwk_dtype dtype)
{
    if (mpfr_zero_p(x->mid) && mpfr_zero_p(x->rad)) { /* the real number 0 has no sign */
        *value = 0;
        return RWK_OK;
    }
    mpfr_t low, high;
    mpfr_inits2(mpfr_get_prec(x->mid), low, high, (mpfr_ptr)0);
    rwk_real_ends(low, high, x);
    const double a = round_end(low, dtype), b = round_end(high, dtype);
    mpfr_clears(low, high, (mpfr_ptr)0);
    if (isnan(a) || rwk_bits(a, dtype) != rwk_bits(b, dtype)) return RWK_EUNDECIDED;
    *value = a;
    return RWK_OK;
}

rwk_status rwk_real_split(double *hi, double *lo, rwk_real x, double error)
{
    mpfr_t rest;
    mpfr_init2(rest, mpfr_get_prec(x->mid));
    const double h = mpfr_get_d(x->mid, MPFR_RNDN);
    mpfr_sub_d(rest, x->mid, h, MPFR_RNDN); /* exact: the leading bits cancel */
    const double l = mpfr_get_d(rest, MPFR_RNDN);
    mpfr_sub_d(rest, rest, l, MPFR_RNDA);
    mpfr_abs(rest, rest, MPFR_RNDU);
    mpfr_add(rest, rest, x->rad, MPFR_RNDU);
    const bool known = isfinite(h) && mpfr_number_p(rest) && mpfr_cmp_d(rest, error) <= 0;
    mpfr_clear(rest);
    if (!known) return RWK_EUNDECIDED;
    *hi = h;
    *lo = l;
    return RWK_OK;
}

const char *rwk_real_library_version(void) { return mpfr_get_version(); }
