/* SPDX-License-Identifier: MIT */
/* What a model's frequencies do over its context: turns, the mean score, and what coarse pipelines lose. */
#ifndef RWK_CLAIMS_PROFILE_H
#define RWK_CLAIMS_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How many pairs complete a turn within `context` tokens: wavelength 2 pi/theta_i <= context.               (D1.2) */
size_t rwk_profile_full_turns(const double inv_freq[], size_t n, int64_t context);

/**
 * Mean score at distance s of equal vectors with equal entries, over a whole head; slots not rotated count as 1. (D5.5)
 *
 *   [2 a^2 sum_i cos(s theta_i) + head_dim - 2n] / head_dim,   a = attention_factor
 */
double rwk_profile_mean_score(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t s);

/** False when the slots that do not turn outweigh those that do, so that no mean score is negative: 2 a^2 t <= head_dim - 2n + 2 a^2 (n - t), t
 * of the n pairs turning. */
bool rwk_profile_can_be_negative(const double inv_freq[], size_t n, size_t head_dim, double a);

/** First distance 1 .. limit with a negative mean score; 0 when there is none. */
int64_t rwk_profile_first_negative(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t limit);

/** Share of the distances 0 .. n_pos - 1 whose mean score is negative. */
double rwk_profile_negative_share(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t n_pos);

/** How an engine stores what it multiplies; each multiplies in f32. */
typedef enum {
    RWK_PIPELINE_F32,            /* frequencies and positions in f32 */
    RWK_PIPELINE_BF16_POSITIONS, /* positions rounded to bf16 */
    RWK_PIPELINE_BF16_INV_FREQ   /* frequencies rounded to bf16 */
} rwk_pipeline;

/** Evaluations that one angle loss spends at most. */
#define RWK_PROFILE_WORK (INT64_C(1) << 25)

/**
 * Largest |computed angle - m theta_i| [radian] over all pairs and the positions n_pos/4 .. n_pos - 1: below, angles and their
 * spacing are at most a quarter as large.  Beyond RWK_PROFILE_WORK evaluations positions are taken at even steps.  (D1.6)
 *
 * inv_freq  (n)  in  certified frequencies in f64; n_pos at most 2^24.
 */
double rwk_profile_angle_loss(const double inv_freq[], size_t n, int64_t n_pos, rwk_pipeline pipeline);

/**
 * First position 1 .. 2^31 - 1 at which a pair's computed angle is off by more than `allowed` [radian]; 0 when there is none, -1 when
 * 4 RWK_PROFILE_WORK evaluations did not tell.                                                             (D1.6)
 *
 * Below allowed / (theta_i r) no error can be that large, r the sum of the relative errors of position, frequency and product: the
 * search of a pair begins there, and ends where another pair has failed already.
 */
int64_t rwk_profile_first_loss(const double inv_freq[], size_t n, rwk_pipeline pipeline, double allowed);

#endif
