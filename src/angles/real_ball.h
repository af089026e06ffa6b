/* SPDX-License-Identifier: MIT */
/* Inside of a real: shared by real.c and real_function.c, the only files of the library that include mpfr.h. */
#ifndef RWK_ANGLES_REAL_BALL_H
#define RWK_ANGLES_REAL_BALL_H

#include <mpfr.h>

#include "angles/real.h"

struct rwk_real_ball {
    mpfr_t mid;
    mpfr_t rad; /* an upper bound; computed upwards */
};

enum { RWK_RAD_BITS = 32 };

/** A new ball with nothing in it; NULL, and the pool's status set, when out of memory. */
struct rwk_real_ball *rwk_real_new(rwk_reals *pool);

/** The ball of which nothing is known: radius infinite. */
rwk_real rwk_real_unknown(rwk_reals *pool);

/** z with half an ulp added to its radius unless `ternary` says that mid is exact; unknown when mid is no number. */
rwk_real rwk_real_finish(rwk_reals *pool, struct rwk_real_ball *z, int ternary);

/** The ends of a ball, rounded outwards to the precision of low and high; an end of an unknown ball is infinite. */
void rwk_real_ends(mpfr_t low, mpfr_t high, rwk_real x);

#endif
