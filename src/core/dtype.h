/* SPDX-License-Identifier: MIT */
/* The four number formats of the suite and rounding to them: all arithmetic runs in double and is rounded here. */
#ifndef RWK_CORE_DTYPE_H
#define RWK_CORE_DTYPE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * A binary floating-point format.  p = significand bits, values are k 2^e with |k| < 2^p.
 *
 *   dtype      p    smallest normal   largest                unit roundoff u = 2^-p
 *   RWK_F64   53    2^-1022           (2 - 2^-52) 2^1023     1.1e-16
 *   RWK_F32   24    2^-126            (2 - 2^-23) 2^127      6.0e-08
 *   RWK_BF16   8    2^-126            (2 - 2^-7)  2^127      3.9e-03
 *   RWK_F16   11    2^-14             65504                  4.9e-04
 */
typedef enum { RWK_F64, RWK_F32, RWK_BF16, RWK_F16 } rwk_dtype;

enum { RWK_N_DTYPES = 4 };

/** "f64", "f32", "bf16", "f16". */
const char *rwk_dtype_name(rwk_dtype dtype);

/** Unit roundoff u = 2^-p: the largest relative error of one rounding to nearest. */
double rwk_unit_roundoff(rwk_dtype dtype);

/** Spacing of dtype's numbers at |x|, the subnormal spacing near zero; x finite. */
double rwk_ulp(double x, rwk_dtype dtype);

/** The bit pattern of x, a number of dtype, in the low 64, 32, 16 or 16 bits; NaN gives the quiet positive NaN. */
uint64_t rwk_bits(double x, rwk_dtype dtype);

/** The number of dtype whose bit pattern is the low 64, 32, 16 or 16 bits of `bits`, the inverse of rwk_bits; any NaN pattern gives NaN. */
double rwk_from_bits(uint64_t bits, rwk_dtype dtype);

/** Hex digits of a bit pattern: 16, 8, 4 or 4. */
int rwk_hex_digits(rwk_dtype dtype);

/** Any format, slow and general: what rwk_round does for bf16 and f16. */
double rwk_round_any(double x, rwk_dtype dtype);

/**
 * x rounded once, to nearest, ties to even, to a number of dtype; overflow gives an infinity, NaN stays NaN.
 *
 * After + - * / sqrt of numbers of dtype this is what hardware of that dtype returns: rounding first to 53 bits is
 * harmless because 53 >= 2p + 2 for f32, bf16 and f16 (Figueroa 1995).  A fused multiply-add is the exception.
 */
static inline double rwk_round(double x, rwk_dtype dtype)
{
    if (dtype == RWK_F64) return x;
    if (dtype == RWK_F32) return (double)(float)x;
    return rwk_round_any(x, dtype);
}

/** a + b, a - b, a * b as hardware of that dtype computes them; a and b are numbers of dtype. */
static inline double rwk_add(double a, double b, rwk_dtype dtype) { return rwk_round(a + b, dtype); }
static inline double rwk_sub(double a, double b, rwk_dtype dtype) { return rwk_round(a - b, dtype); }
static inline double rwk_mul(double a, double b, rwk_dtype dtype) { return rwk_round(a * b, dtype); }

/** RWK_OK if none of x[0..n) is NaN, else RWK_ENAN.  An empty array holds no NaN. */
rwk_status rwk_check_no_nan(const double x[], size_t n);

/** RWK_OK if every x[0..n) is a number of dtype (infinities count, NaN does not), else RWK_ENAN or RWK_EDTYPE. */
rwk_status rwk_check_dtype(const double x[], size_t n, rwk_dtype dtype);

#endif
