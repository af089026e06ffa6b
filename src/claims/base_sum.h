/* SPDX-License-Identifier: MIT */
/* The sum of cosines S(b, m) = sum_j cos(m b^(-j/n)) of one base, with certain signs, and how far around the base they last. */
#ifndef RWK_CLAIMS_BASE_SUM_H
#define RWK_CLAIMS_BASE_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RWK_BASE_PAIRS = 64, RWK_BASE_BLOCK = 128 };

/** A base prepared for sums; some 130 kB. */
typedef struct {
    size_t n; /* pairs, d/2 */
    double base, log_base, theta[RWK_BASE_PAIRS];
    double theta_sum, slope; /* sum theta_j, sum (j/n) theta_j */
    bool ready;              /* c and s are filled: cos and sin of r theta_j, r = 0 .. RWK_BASE_BLOCK - 1 */
    double c[RWK_BASE_PAIRS][RWK_BASE_BLOCK], s[RWK_BASE_PAIRS][RWK_BASE_BLOCK];
} rwk_base;

/** Prepare a base >= 1 for n pairs, 2 <= n <= RWK_BASE_PAIRS: theta_j = b^(-j/n).                             (D18.1) */
void rwk_base_set(rwk_base *b, double base, size_t n);

/** S(b, m), m >= 0, cosine by cosine.                                                                      (D18.1) */
double rwk_base_sum(const rwk_base *b, double m);

/** sum[r] = S(b, m + r) for r = 0 .. RWK_BASE_BLOCK - 1, by the addition theorem; m >= 0.                      (D18.3) */
void rwk_base_block(double sum[RWK_BASE_BLOCK], rwk_base *b, double m);

/** Bound on the rounding of either:  u [(3 + ln b) m sum theta_j + n^2 + 5 n], u the unit roundoff of the arithmetic.  (D18.3) */
double rwk_base_rounding(const rwk_base *b, double m, double u);

/** What the sums of one base over m = 0 .. context - 1 say. */
typedef struct {
    double least, at;      /* the smallest sum, and where */
    double first_negative; /* the first m with a sum certainly below 0; NaN: none */
    double doubt;          /* largest rounding bound over |sum|: below 1 every sign is certain */
    double reach; /* ln of the factor up to which no sum changes its sign downwards; 0 if there is a negative one (D18.5) */
} rwk_base_signs;

rwk_base_signs rwk_base_scan(rwk_base *b, int64_t context);

/** No sum of the scan is negative, and certainly so. */
bool rwk_base_feasible(const rwk_base_signs *signs);

/**
 * h such that S(b', m) < 0 for all b <= b' <= b e^h; 0 if S(b, m) is not certainly negative.                    (D18.4)
 *
 * sum  out  S(b, m)
 */
double rwk_base_negative_reach(double *sum, const rwk_base *b, double m);

/** S(b, m) = sum is so far below 0 that S(b', m) < 0 for b/(1 + hair) <= b' <= b as well.                       (D18.5) */
bool rwk_base_negative_below(const rwk_base *b, double m, double sum, double hair);

#endif
