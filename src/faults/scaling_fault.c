/* SPDX-License-Identifier: MIT */
/* The inverted ramp, and two wrong counts of full turns. */
#include "faults/scaling_fault.h"

#include <math.h>

rwk_real rwk_fault_yarn_inverted_ramp(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_real kept = rwk_rule_default(pool, config, i), divided = rwk_rule_linear(pool, config, i);
    return rwk_real_sub(pool, rwk_real_add(pool, kept, divided), rwk_rule_yarn(pool, config, i));
}

static size_t within(double pairs, size_t n) { return pairs <= 0 ? 0 : pairs >= (double)n ? n : (size_t)pairs; }

size_t rwk_fault_full_turns_floor(double base, size_t n, int64_t context)
{
    const double turn = 8 * atan(1);
    return within(floor((double)n * log((double)context / turn) / log(base)), n);
}

size_t rwk_fault_full_turns_radian(double base, size_t n, int64_t context)
{
    return within(ceil((double)n * log((double)context) / log(base)), n);
}
