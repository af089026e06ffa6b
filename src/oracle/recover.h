/* SPDX-License-Identifier: MIT */
/* What an answer itself says: rotation or not, width, norm ratio, the frequencies and the positions that were used. */
#ifndef RWK_ORACLE_RECOVER_H
#define RWK_ORACLE_RECOVER_H

#include "oracle/sample.h"

/** Recovered from (x, y) under one reading of the slots.  Rotated vectors, tables and inv_freq; scores tell none of it. */
typedef struct {
    rwk_layout layout;
    size_t rotary_dim;  /* width under which the pairs were read */
    double norm_spread; /* largest | |y|/|x| over the median - 1 | of a pair: small for a rotation                      (D20.9) */
    double norm_ratio;  /* median of |y|/|x|: the attention factor used */
    double theta
        [RWK_PIPELINE_PAIRS]; /* frequencies used, signed [radian/token]; NaN where the ladder of positions does not tell (D20.10) */
    double error[RWK_PIPELINE_PAIRS]; /* how far each may be off */
    double phase[RWK_PIPELINE_PAIRS]; /* phi at position 0 by the fit [radian]: theta times a constant offset */
} rwk_recovery;

/** Slots that differ from x anywhere, counted up to the last: the rotary_dim that was used, 0 when nothing was rotated. */
size_t rwk_recover_width(const rwk_sample *sample);

/** Read the sample's pairs as those of a layout and width; statuses RWK_OK, RWK_ENOMEM. */
rwk_status rwk_recover(rwk_recovery *recovery, const rwk_sample *sample, rwk_layout layout, size_t rotary_dim);

/**
 * The position that was used at sample place `at`, given the frequencies: from the slowest pair, where a turn is longest, to the
 * fastest, those of axis 0 where there are several; nearest to `claimed`.                                                                        (D20.11)
 *
 * Returns NaN when the pairs contradict each other.
 */
double rwk_recover_position(const rwk_sample *sample, const rwk_recovery *recovery, const double inv_freq[], size_t at,
                            double claimed);

/** The decimal of fewest digits within `error` of x (relative), as text without exponent. */
const char *rwk_roundest(char text[], size_t size, double x, double error);

#endif
