/* SPDX-License-Identifier: MIT */
/* Long context got wrong: a ramp the wrong way round, and full turns miscounted. */
#ifndef RWK_FAULTS_SCALING_FAULT_H
#define RWK_FAULTS_SCALING_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include "angles/rule.h"

/**
 * YaRN with its ramp inverted: pairs with many turns are divided by s, pairs with few are kept.  With w = b^(-2i/d) and the right
 * y = (w/s) ramp + w (1 - ramp):   (w/s)(1 - ramp) + w ramp = w + w/s - y                                  (D1.11)
 */
rwk_rule rwk_fault_yarn_inverted_ramp;

/** Pairs with a full turn by floor for ceil: one too few, as the fastest pair counts too.                     (D8.2) */
size_t rwk_fault_full_turns_floor(double base, size_t n, int64_t context);

/** Pairs with a full turn as if a turn were one radian: the 2 pi left out.                                   (D8.2) */
size_t rwk_fault_full_turns_radian(double base, size_t n, int64_t context);

#endif
