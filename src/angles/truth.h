/* SPDX-License-Identifier: MIT */
/* The truth: frequencies, cos and sin of the real angle m theta_i, correctly rounded and certified by MPFR. */
#ifndef RWK_ANGLES_TRUTH_H
#define RWK_ANGLES_TRUTH_H

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
 * Returns RWK_OK; RWK_EUNSUPPORTED (no rule for the rope type, diag names it), RWK_ERANGE (precision), RWK_ENOMEM, the statuses of
 * rwk_config_check.
 */
rwk_status rwk_truth_new(rwk_truth **truth, const rwk_config *config, long precision, rwk_diag *diag);

/** Free; NULL is allowed. */
void rwk_truth_free(rwk_truth *truth);

/** Number of pairs, rotary_dim/2. */
size_t rwk_truth_pairs(const rwk_truth *truth);

/**
 * inv_freq[i] = theta_i [radian/token], rounded once to dtype                                              (D1.1)
 *
 * inv_freq  (rotary_dim/2)  out
 *
 * Returns RWK_OK; RWK_ERANGE when a frequency overflows dtype (a tiny base); RWK_EUNDECIDED when the cap on the precision was
 * reached (never a guess), RWK_ENOMEM.
 */
rwk_status rwk_truth_inv_freq(double inv_freq[], rwk_truth *truth, rwk_dtype dtype);

/**
 * c[i] = cos(m theta_i), s[i] = sin(m theta_i), each rounded once to dtype                                 (D1.5)
 *
 * c, s  (rotary_dim/2)  out  attention_factor is 1 for the rules of this version.
 * m                     in   position [token], |m| <= RWK_MAX_POSITION.
 *
 * Returns RWK_OK; RWK_ERANGE for m, RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_truth_cos_sin(double c[], double s[], rwk_truth *truth, int64_t m, rwk_dtype dtype);

/**
 * *c = cos(m theta), *s = sin(m theta) for one stored frequency, the double theta taken as exact             (D1.5)
 *
 * Returns RWK_OK; RWK_ENAN (theta not finite), RWK_EUNDECIDED, RWK_ENOMEM.
 */
rwk_status rwk_truth_cos_sin_of(double *c, double *s, double theta, int64_t m, rwk_dtype dtype);

#endif
