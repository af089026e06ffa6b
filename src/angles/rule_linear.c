/* SPDX-License-Identifier: MIT */
/* theta_i = b^(-2i/d) / s: position interpolation, Chen et al. 2023, eq. (4); every position counts 1/s.       (D1.8) */
#include "angles/rule.h"

rwk_real rwk_rule_linear(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_real factor = rwk_real_of(pool, config->scaling.factor);
    return rwk_real_div(pool, rwk_rule_default(pool, config, i), factor);
}
