/* SPDX-License-Identifier: MIT */
/* Roots, powers, logarithm, cosine and sine, whole parts and choices of balls. */
#include <stdbool.h>
#include <stdlib.h>

#include "angles/real_ball.h"

typedef struct rwk_real_ball ball;

enum { RAD_BITS = RWK_RAD_BITS };

/* The low end of a ball, rounded down; false unless it is a number above 0, which roots and powers need. */
static bool low_end(mpfr_t low, rwk_real x)
{
    mpfr_sub(low, x->mid, x->rad, MPFR_RNDD);
    return mpfr_number_p(x->rad) && mpfr_number_p(low) && mpfr_sgn(low) > 0;
}

/* The q-th root; d/dx x^(1/q) = root / (q x), whose bound is the root of the high end over q times the low end. */
static rwk_real root(rwk_reals *pool, rwk_real x, uint64_t q)
{
    ball *z = rwk_real_new(pool);
    if (!z) return rwk_real_unknown(pool);
    mpfr_t low, slope;
    mpfr_inits2(RAD_BITS, low, slope, (mpfr_ptr)0);
    const bool positive = low_end(low, x);
    mpfr_add(slope, x->mid, x->rad, MPFR_RNDU);
    mpfr_rootn_ui(slope, slope, q, MPFR_RNDU);
    mpfr_div(slope, slope, low, MPFR_RNDU);
    mpfr_div_ui(slope, slope, q, MPFR_RNDU);
    mpfr_mul(z->rad, slope, x->rad, MPFR_RNDU);
    mpfr_clears(low, slope, (mpfr_ptr)0);
    if (!positive) return rwk_real_unknown(pool);
    return rwk_real_finish(pool, z, mpfr_rootn_ui(z->mid, x->mid, q, MPFR_RNDN));
}

/* x^p for an integer p; |d/dx x^p| = |p| x^(p-1) is monotone in x > 0, so its largest value stands at an end of the ball. */
static rwk_real power(rwk_reals *pool, rwk_real x, int64_t p)
{
    ball *z = rwk_real_new(pool);
    if (!z) return rwk_real_unknown(pool);
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
    if (!positive) return rwk_real_unknown(pool);
    return rwk_real_finish(pool, z, mpfr_pow_si(z->mid, x->mid, (long)p, MPFR_RNDN));
}

static uint64_t gcd(uint64_t a, uint64_t b) { return b == 0 ? a : gcd(b, a % b); }

rwk_real rwk_real_pow_ratio(rwk_reals *pool, rwk_real base, int64_t p, uint64_t q)
{
    const uint64_t common = gcd((uint64_t)llabs(p), q);
    return power(pool, root(pool, base, q / common), p / (int64_t)common);
}

rwk_real rwk_real_sqrt(rwk_reals *pool, rwk_real x) { return root(pool, x, 2); }

/* |log x - log x'| <= rx over the low end of the ball */
rwk_real rwk_real_log(rwk_reals *pool, rwk_real x)
{
    ball *z = rwk_real_new(pool);
    if (!z) return rwk_real_unknown(pool);
    mpfr_t low;
    mpfr_init2(low, RAD_BITS);
    const bool positive = low_end(low, x);
    mpfr_div(z->rad, x->rad, low, MPFR_RNDU);
    mpfr_clear(low);
    if (!positive) return rwk_real_unknown(pool);
    return rwk_real_finish(pool, z, mpfr_log(z->mid, x->mid, MPFR_RNDN));
}

rwk_real rwk_real_pi(rwk_reals *pool)
{
    ball *z = rwk_real_new(pool);
    if (!z) return rwk_real_unknown(pool);
    mpfr_set_zero(z->rad, 1);
    return rwk_real_finish(pool, z, mpfr_const_pi(z->mid, MPFR_RNDN));
}

/* |cos x - cos x'| <= |x - x'|, and likewise for sin. */
void rwk_real_cos_sin(rwk_real *c, rwk_real *s, rwk_reals *pool, rwk_real x)
{
    ball *cosine = rwk_real_new(pool), *sine = rwk_real_new(pool);
    *c = *s = rwk_real_unknown(pool);
    if (!cosine || !sine) return;
    mpfr_set(cosine->rad, x->rad, MPFR_RNDU);
    mpfr_set(sine->rad, x->rad, MPFR_RNDU);
    const int exact = mpfr_zero_p(x->mid); /* at no other rational is a cosine or a sine rational */
    mpfr_sin_cos(sine->mid, cosine->mid, x->mid, MPFR_RNDN);
    *c = rwk_real_finish(pool, cosine, !exact);
    *s = rwk_real_finish(pool, sine, !exact);
}

/* Both ends must have one whole part; a ball that holds a step is unknown. */
static rwk_real whole(rwk_reals *pool, rwk_real x, int (*function)(mpfr_t, const mpfr_t))
{
    ball *z = rwk_real_new(pool);
    if (!z) return rwk_real_unknown(pool);
    mpfr_t high;
    mpfr_init2(high, mpfr_get_prec(z->mid));
    rwk_real_ends(z->mid, high, x);
    function(z->mid, z->mid);
    function(high, high);
    const bool decided = mpfr_number_p(high) && mpfr_equal_p(z->mid, high);
    mpfr_clear(high);
    mpfr_set_zero(z->rad, 1);
    return decided ? z : rwk_real_unknown(pool);
}

rwk_real rwk_real_floor(rwk_reals *pool, rwk_real x) { return whole(pool, x, mpfr_floor); }
rwk_real rwk_real_ceil(rwk_reals *pool, rwk_real x) { return whole(pool, x, mpfr_ceil); }

rwk_real rwk_real_if_less(rwk_reals *pool, rwk_real x, rwk_real y, rwk_real then, rwk_real otherwise)
{
    const rwk_real gap = rwk_real_sub(pool, x, y);
    mpfr_t low, high;
    mpfr_inits2(mpfr_get_prec(gap->mid), low, high, (mpfr_ptr)0);
    rwk_real_ends(low, high, gap);
    const bool known = !mpfr_nan_p(low) && !mpfr_nan_p(high);
    const bool less = known && mpfr_sgn(high) < 0, not_less = known && mpfr_sgn(low) >= 0;
    mpfr_clears(low, high, (mpfr_ptr)0);
    return less ? then : not_less ? otherwise : rwk_real_unknown(pool);
}

rwk_real rwk_real_max(rwk_reals *pool, rwk_real x, rwk_real y) { return rwk_real_if_less(pool, x, y, y, x); }
rwk_real rwk_real_min(rwk_reals *pool, rwk_real x, rwk_real y) { return rwk_real_if_less(pool, x, y, x, y); }
