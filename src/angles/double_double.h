/* SPDX-License-Identifier: MIT */
/* Error-free transformations and the product of two double-double complex numbers. */
#ifndef RWK_ANGLES_DOUBLE_DOUBLE_H
#define RWK_ANGLES_DOUBLE_DOUBLE_H

#include <math.h>

/*
 * One loop, several processors: fma() is one instruction where there is one and a library call elsewhere; its value, and so every bit of
 * the result, is the same.  The clones are chosen at load time by an indirect function, which needs glibc.
 */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define RWK_CLONES __attribute__((target_clones("arch=haswell", "default")))
#else
#define RWK_CLONES
#endif

/** s + e = a + b exactly, s the rounded sum (TwoSum, Knuth). */
static inline void rwk_two_sum(double *s, double *e, double a, double b)
{
    const double sum = a + b, other = sum - a;
    *e = (a - (sum - other)) + (b - other);
    *s = sum;
}

/** (h, l) = a b + sign c d for double-doubles a, b, c, d of size at most 1: error below 13 2^-107             (D1.16) */
static inline void rwk_product_sum(double *h, double *l, double ah, double al, double bh, double bl, double sign, double ch,
                                   double cl, double dh, double dl)
{
    double r, r_low;
    const double p = ah * bh, p_low = fma(ah, bh, -p);
    const double q = sign * ch * dh, q_low = fma(sign * ch, dh, -q);
    const double cross = fma(ah, bl, al * bh) + sign * fma(ch, dl, cl * dh);
    rwk_two_sum(&r, &r_low, p, q);
    rwk_two_sum(h, l, r, ((p_low + q_low) + r_low) + cross);
}

#endif
