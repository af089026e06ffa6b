/* SPDX-License-Identifier: MIT */
/* The first rope_angles pairs turn as in a whole head, the others stand still (Gemma 4 in Hugging Face).      (D1.15) */
#include "angles/rule.h"

/* theta_i = b^(-2i/head_dim) / s for i < rope_angles, else 0; rotary_dim is head_dim, so pairs span the whole head */
rwk_real rwk_rule_proportional(rwk_reals *pool, const rwk_config *config, size_t i)
{
    if (i >= config->scaling.rope_angles) return rwk_real_of(pool, 0);
    return rwk_rule_linear(pool, config, i);
}
