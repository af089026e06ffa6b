/* SPDX-License-Identifier: MIT */
/* Rounding to a dtype by MPFR itself, with the precision and the exponent range of the dtype: the tests' second route. */
#ifndef RWK_TESTS_MPFR_ROUNDING_H
#define RWK_TESTS_MPFR_ROUNDING_H

#include <mpfr.h>

#include "core/dtype.h"

typedef struct {
    mpfr_prec_t precision;
    mpfr_exp_t emin, emax; /* in MPFR's convention 1/2 <= m < 1, subnormals included */
} range;

static const range RANGES[RWK_N_DTYPES] = {
    [RWK_F64] = { 53, -1073, 1024 }, [RWK_F32] = { 24, -148, 128 }, [RWK_BF16] = { 8, -132, 128 }, [RWK_F16] = { 11, -23, 16 }
};

static inline double round_by_mpfr(const mpfr_t x, rwk_dtype dtype)
{
    const range *r = &RANGES[dtype];
    const mpfr_exp_t emin = mpfr_get_emin(), emax = mpfr_get_emax();
    mpfr_t y;
    mpfr_init2(y, r->precision);
    mpfr_set_emin(r->emin);
    mpfr_set_emax(r->emax);
    int ternary = mpfr_set(y, x, MPFR_RNDN);
    ternary = mpfr_check_range(y, ternary, MPFR_RNDN);
    mpfr_subnormalize(y, ternary, MPFR_RNDN);
    const double value = mpfr_get_d(y, MPFR_RNDN);
    mpfr_set_emin(emin);
    mpfr_set_emax(emax);
    mpfr_clear(y);
    return value;
}

#endif
