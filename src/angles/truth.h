/* SPDX-License-Identifier: MIT */
/* The truth: frequencies, cos and sin of the real angle m theta_i, correctly rounded and certified by MPFR. */
#ifndef RWK_ANGLES_TRUTH_H
#define RWK_ANGLES_TRUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "core/dtype.h"

/** The real frequencies of a config, held as balls; owns its memory.  One thread at a time. */
typedef struct rwk_truth rwk_truth;

/** Bits at which certification starts; doubled on each failure up to the cap. */
enum { RWK_TRUTH_BITS = 192, RWK_TRUTH_CAP = 192 << 6 };

/**
 * Prepare the frequencies of a config.
 *
 * truth      out  to be freed by rwk_truth_free.
 * config     in   a valid config.
 * precision  in   working bits to start from, 64 .. RWK_TRUTH_CAP; 0 means RWK_TRUTH_BITS.
 *
 * Returns RWK_OK; RWK_ERANGE (precision; an attention factor outside 2^-64 .. 2^64), RWK_EUNDECIDED (the attention factor),
 * RWK_ENOMEM, the statuses of rwk_config_check.
 */
rwk_status rwk_truth_new(rwk_truth **truth, const rwk_config *config, long precision, rwk_diag *diag);

/** Free; NULL is allowed. */
void rwk_truth_free(rwk_truth *truth);

/** Number of pairs, rotary_dim/2. */
size_t rwk_truth_pairs(const rwk_truth *truth);

/** attention_factor: the real number of the rule rounded once to binary64, exact from then on; multiplies cos and sin. */
double rwk_truth_attention_factor(const rwk_truth *truth);

/** From now on attention_factor is 1: cos and sin of the angle alone.  To be called before a rotor or rows are made of the truth. */
void rwk_truth_drop_attention_factor(rwk_truth *truth);

/**
 * inv_freq[i] = theta_i [radian/token], rounded once to dtype                                         (D1.1), (D1.8) ff.
 *
 * inv_freq  (rotary_dim/2)  out
 *
 * Returns RWK_OK; RWK_ERANGE when a frequency overflows dtype (a tiny base); RWK_EUNDECIDED when the cap on the precision was
 * reached (never a guess), RWK_ENOMEM.
 */
rwk_status rwk_truth_inv_freq(double inv_freq[], rwk_truth *truth, rwk_dtype dtype);

/**
 * c[i] = a cos(m theta_i), s[i] = a sin(m theta_i), a = attention_factor, each rounded once to dtype        (D1.5)
 *
 * c, s  (rotary_dim/2)  out
 * m                     in   position [token], |m| <= RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_ERANGE for m, RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_truth_cos_sin(double c[], double s[], rwk_truth *truth, int64_t m, rwk_dtype dtype);

/** rwk_truth_cos_sin of pair i alone. */
rwk_status rwk_truth_cos_sin_pair(double *c, double *s, rwk_truth *truth, size_t i, int64_t m, rwk_dtype dtype);

/**
 * *y0 = x0 C - x1 S, *y1 = x0 S + x1 C for the real numbers C = a cos(m theta_i), S = a sin(m theta_i): the rotated pair, each component
 * rounded once to dtype                                                                                   (D2.2)
 *
 * Returns as rwk_truth_cos_sin; RWK_ENAN when x0 or x1 is not finite.
 */
rwk_status rwk_truth_rotate_pair(double *y0, double *y1, double x0, double x1, rwk_truth *truth, size_t i, int64_t m,
                                 rwk_dtype dtype);

/** theta_i is the real number 0: the pair stands still. */
bool rwk_truth_stands(const rwk_truth *truth, size_t i);

/**
 * c[0] + c[1] = a cos(m theta_i), s[0] + s[1] = a sin(m theta_i) up to 2^(e - 105), 2^(e-1) <= a < 2^e; a = 1 unless `scaled`   (D1.16)
 *
 * Returns RWK_OK, RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_truth_split(double c[2], double s[2], rwk_truth *truth, size_t i, int64_t m, bool scaled);

/**
 * *c = cos(m theta), *s = sin(m theta) for one stored frequency, the double theta taken as exact             (D1.5)
 *
 * Returns RWK_OK; RWK_ENAN (theta not finite), RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_truth_cos_sin_of(double *c, double *s, double theta, int64_t m, rwk_dtype dtype);

#endif
