/* SPDX-License-Identifier: MIT */
/* cos and sin of m theta_i in double-double: few certified seeds, then angle addition. */
#ifndef RWK_ANGLES_ROTOR_H
#define RWK_ANGLES_ROTOR_H

#include <stddef.h>
#include <stdint.h>

#include "angles/truth.h"

/** n unevaluated sums: the cosine is c_hi[i] + c_lo[i], the sine s_hi[i] + s_lo[i]; |lo| is at most half an ulp of hi. */
typedef struct {
    double *c_hi, *c_lo, *s_hi, *s_lo;
} rwk_turn;

/** Seeds of a config and the way to the position last asked for; owns its memory.  One thread at a time. */
typedef struct rwk_rotor rwk_rotor;

/** A rotor of truth's frequencies, which must outlive it; NULL when out of memory. */
rwk_rotor *rwk_rotor_new(rwk_truth *truth);

/** Free; NULL is allowed. */
void rwk_rotor_free(rwk_rotor *rotor);

/**
 * *turn = a e^(i m theta) of all pairs, a = attention_factor, each sum within rwk_rotor_error of the real number    (D1.16)
 *
 * |m| is written in base 64; each digit has its seed row, cos and sin of (digit 64^level) theta_i certified by MPFR and made when first
 * needed, and the rows are multiplied as complex numbers.  Neighbouring positions share all but the last product.
 *
 * turn  out  arrays of rotary_dim/2, owned by the rotor, valid until the next call.
 * m     in   position [token], |m| <= RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_ENOMEM, RWK_EUNDECIDED.
 */
rwk_status rwk_rotor_at(const rwk_turn **turn, rwk_rotor *rotor, int64_t m);

/** Bound on the error of every sum: 2^(e - 98) where 2^(e-1) <= attention_factor < 2^e. */
double rwk_rotor_error(const rwk_rotor *rotor);

#endif
