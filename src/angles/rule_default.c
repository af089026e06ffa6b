/* SPDX-License-Identifier: MIT */
/* theta_i = b^(-2i/d): the geometric frequencies of Vaswani et al. 2017 and RoFormer.                 (D1.1) */
#include "angles/rule.h"

rwk_real rwk_rule_default(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_real base = rwk_real_of(pool, config->rope_theta);
    return rwk_real_pow_ratio(pool, base, -2 * (int64_t)i, config->rotary_dim);
}
