/* SPDX-License-Identifier: MIT */
/* By wavelength: short waves are kept, long ones divided by s, a blend between (Llama 3.1).              (D1.14) */
#include "angles/rule.h"

/* r = L0/lambda_i, turns within L0:  r > high: w;  r < low: w/s;  else (1 - t) w/s + t w,  t = (r - low)/(high - low) */
rwk_real rwk_rule_llama3(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_scaling *s = &config->scaling;
    const rwk_real kept = rwk_rule_default(pool, config, i), divided = rwk_rule_linear(pool, config, i);
    const rwk_real low = rwk_real_of(pool, s->low_freq_factor), high = rwk_real_of(pool, s->high_freq_factor);
    const rwk_real arc = rwk_real_mul(pool, rwk_real_of(pool, (double)s->original_max_position_embeddings), kept);
    const rwk_real turns = rwk_real_div(pool, arc, rwk_real_mul(pool, rwk_real_of(pool, 2), rwk_real_pi(pool)));
    const rwk_real t = rwk_real_div(pool, rwk_real_sub(pool, turns, low), rwk_real_sub(pool, high, low));
    const rwk_real rest = rwk_real_sub(pool, rwk_real_of(pool, 1), t);
    const rwk_real blend = rwk_real_add(pool, rwk_real_mul(pool, rest, divided), rwk_real_mul(pool, t, kept));
    return rwk_real_if_less(pool, high, turns, kept, rwk_real_if_less(pool, turns, low, divided, blend));
}
