/* SPDX-License-Identifier: MIT */
/* What a linear bias makes of attention weights: their law at equal scores, the decay it proves, and the rounding of both. */
#ifndef RWK_CLAIMS_LINEAR_BIAS_H
#define RWK_CLAIMS_LINEAR_BIAS_H

#include <stddef.h>

/** w_D = e^(-mD) (1 - e^-m) / (1 - e^(-mn)): the weight of the key at distance D among n keys of equal score.   (D15.5) */
double rwk_linear_weight(double distance, double slope, size_t n);

/** 1/(e^m - 1) - n/(e^(mn) - 1): the mean distance under w [token].                                         (D15.5) */
double rwk_linear_mean_distance(double slope, size_t n);

/** (range + ln(1/eps))/m: from this distance on [token] all weights together are below eps.                   (D15.6) */
double rwk_linear_reach(double range, double slope, double eps);

/** How weights of equal scores keep the law: the largest error of a weight, of the quotient of neighbours, and that of the mean
 *  distance, each over its bound. */
typedef struct {
    double weight, ratio, mean_error;
    double mean; /* sum of D a_D [token] */
} rwk_linear_fit;

/** a (n) in: the weights by distance, a[0] the query's own key; n >= 2.                                      (D15.5) */
rwk_linear_fit rwk_linear_compare(const double a[], double slope, size_t n);

/**
 * The largest of a_D / (e^range w_D (1 + rounding)) over the distances: at most 1 where the decay is proved.     (D15.6)
 *
 * a, score  (n)  in   weights and scores without their bias, of one query; the last key is the query's own.
 */
double rwk_linear_over_certificate(const double a[], const double score[], size_t n, double slope);

/**
 * get_slopes of Press et al. as their code computes it in double: start = 2^(-2^(3 - log2 c)), then start start^h, and every other
 * one of 2c heads.  Slope h is off by at most u (4 h + 6) of itself.                                            (D15.2)
 */
void rwk_linear_published_slopes(double slopes[], size_t n_heads);

/**
 * Weights under -m (i - j) and under m j, one key:  weight u (4 r + 2 n + 4 S + 8 m X + 11)                  (D15.4)
 *
 * weight    in   the larger of both weights.
 * score     in   S, the largest |score|; r = 2 S + m (n - 1) is the largest range of logits.
 * slope, n  in   m; keys.
 * farthest  in   X, the largest |position| [token].
 */
double rwk_bound_alibi_forms(double weight, double score, double slope, size_t n, double farthest, double u);

/** Relative errors at equal scores.  A weight against w_D: u (5 m n + n + 14)                                (D15.5) */
double rwk_bound_alibi_weight(double slope, size_t n, double u);

/** a_{D+1}/a_D against e^-m, relative: u (4 m n + 10) */
double rwk_bound_alibi_ratio(double slope, size_t n, double u);

/** The mean distance against its formula, absolute: u (mean (4 m n + 2 n + 8) + 3/(e^m - 1) + (5 + m n) n/(e^(mn) - 1)) */
double rwk_bound_alibi_mean(double slope, size_t n, double u);

/** How far a weight over e^range w_D may exceed 1: u (4 range + 2 S + 7 m n + n + 18)                        (D15.6) */
double rwk_bound_alibi_decay(double range, double score, double slope, size_t n, double u);

#endif
