/* SPDX-License-Identifier: MIT */
/* Ball arithmetic over MPFR: the only file of the library that includes mpfr.h. */
#include "angles/real.h"

#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdlib.h>

struct rwk_real_ball {
    mpfr_t mid;
    mpfr_t rad; /* an upper bound; computed upwards */
};

typedef struct rwk_real_ball ball;

enum { BLOCK = 256, RAD_BITS = 32 };

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

static ball *new_ball(rwk_reals *pool)
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

/* A midpoint that is no number, or an underflow whose rounding error the ulp does not show: nothing is known. */
static rwk_real finish(rwk_reals *pool, ball *z, int ternary)
{
    if (!mpfr_number_p(z->mid) || (mpfr_zero_p(z->mid) && ternary != 0)) return &pool->unknown;
    add_rounding(z, ternary);
    return z;
}

rwk_real rwk_real_of(rwk_reals *pool, double x)
{
    ball *z = new_ball(pool);
    if (!z) return &pool->unknown;
    mpfr_set_zero(z->rad, 1);
    return finish(pool, z, mpfr_set_d(z->mid, x, MPFR_RNDN));
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
    ball *z = new_ball(pool);
    if (!z) return &pool->unknown;
    mpfr_mul(z->rad, x->rad, y->rad, MPFR_RNDU);
    add_scaled(z->rad, x->mid, y->rad);
    add_scaled(z->rad, y->mid, x->rad);
    return finish(pool, z, mpfr_mul(z->mid, x->mid, y->mid, MPFR_RNDN));
}

/* The low end of a ball, rounded down; false unless it is a number above 0, which roots and powers need. */
static bool low_end(mpfr_t low, rwk_real x)
{
    mpfr_sub(low, x->mid, x->rad, MPFR_RNDD);
    return mpfr_number_p(x->rad) && mpfr_number_p(low) && mpfr_sgn(low) > 0;
}

/* The q-th root; d/dx x^(1/q) = root / (q x), whose bound is the root of the high end over q times the low end. */
static rwk_real root(rwk_reals *pool, rwk_real x, uint64_t q)
{
    ball *z = new_ball(pool);
    if (!z) return &pool->unknown;
    mpfr_t low, slope;
    mpfr_inits2(RAD_BITS, low, slope, (mpfr_ptr)0);
    const bool positive = low_end(low, x);
    mpfr_add(slope, x->mid, x->rad, MPFR_RNDU);
    mpfr_rootn_ui(slope, slope, q, MPFR_RNDU);
    mpfr_div(slope, slope, low, MPFR_RNDU);
    mpfr_div_ui(slope, slope, q, MPFR_RNDU);
    mpfr_mul(z->rad, slope, x->rad, MPFR_RNDU);
    mpfr_clears(low, slope, (mpfr_ptr)0);
    if (!positive) return &pool->unknown;
    return finish(pool, z, mpfr_rootn_ui(z->mid, x->mid, q, MPFR_RNDN));
}

/* x^p for an integer p; |d/dx x^p| = |p| x^(p-1) is monotone in x > 0, so its largest value stands at an end of the ball. */
static rwk_real power(rwk_reals *pool, rwk_real x, int64_t p)
{
    ball *z = new_ball(pool);
    if (!z) return &pool->unknown;
    mpfr_t end[2], slope;
    mpfr_inits2(RAD_BITS, end[0], end[1], slope, (mpfr_ptr)0);
    const bool positive = low_end(end[0], x);
    mpfr_add(end[1], x->mid, x->rad, MPFR_RNDU);
    mpfr_set_zero(z->rad, 1);
    for (int side = 0; side < 2; side++) {
        mpfr_pow_si(slope, end[side], (long)p - 1, MPFR_RNDU);
        mpfr_mul_ui(slope, slope, (unsigned long)llabs(p), MPFR_RNDU);
        mpfr_mul(slope, slope, x->rad, MPFR_RNDU);
        mpfr_max(z->rad, z->rad, slope, MPFR_RNDU);
    }
    mpfr_clears(end[0], end[1], slope, (mpfr_ptr)0);
    if (!positive) return &pool->unknown;
    return finish(pool, z, mpfr_pow_si(z->mid, x->mid, (long)p, MPFR_RNDN));
}

static uint64_t gcd(uint64_t a, uint64_t b) { return b == 0 ? a : gcd(b, a % b); }

rwk_real rwk_real_pow_ratio(rwk_reals *pool, rwk_real base, int64_t p, uint64_t q)
{
    const uint64_t common = gcd((uint64_t)llabs(p), q);
    return power(pool, root(pool, base, q / common), p / (int64_t)common);
}

/* |cos x - cos x'| <= |x - x'|, and likewise for sin. */
static rwk_real circular(rwk_reals *pool, rwk_real x, int (*function)(mpfr_t, const mpfr_t, mpfr_rnd_t))
{
    ball *z = new_ball(pool);
    if (!z) return &pool->unknown;
    mpfr_set(z->rad, x->rad, MPFR_RNDU);
    return finish(pool, z, function(z->mid, x->mid, MPFR_RNDN));
}

rwk_real rwk_real_cos(rwk_reals *pool, rwk_real x) { return circular(pool, x, mpfr_cos); }
rwk_real rwk_real_sin(rwk_reals *pool, rwk_real x) { return circular(pool, x, mpfr_sin); }

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
    mpfr_sub(low, x->mid, x->rad, MPFR_RNDD);
    mpfr_add(high, x->mid, x->rad, MPFR_RNDU);
    const double a = round_end(low, dtype), b = round_end(high, dtype);
    mpfr_clears(low, high, (mpfr_ptr)0);
    if (isnan(a) || rwk_bits(a, dtype) != rwk_bits(b, dtype)) return RWK_EUNDECIDED;
    *value = a;
    return RWK_OK;
}

const char *rwk_real_library_version(void) { return mpfr_get_version(); }
