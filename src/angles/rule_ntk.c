/* SPDX-License-Identifier: MIT */
/* A larger base b s^(d/(d-2)): the first pair keeps its frequency, the last is divided by s (bloc97 2023).      (D1.9) */
#include "angles/rule.h"

/* (b a^(d/(d-2)))^(-2i/d) */
static rwk_real stretched(rwk_reals *pool, const rwk_config *config, rwk_real a, size_t i)
{
    const size_t d = config->rotary_dim;
    const rwk_real base = rwk_real_of(pool, config->rope_theta);
    const rwk_real larger = rwk_real_mul(pool, base, rwk_real_pow_ratio(pool, a, (int64_t)d, d - 2));
    return rwk_real_pow_ratio(pool, larger, -2 * (int64_t)i, d);
}

rwk_real rwk_rule_ntk(rwk_reals *pool, const rwk_config *config, size_t i)
{
    return stretched(pool, config, rwk_real_of(pool, config->scaling.factor), i);
}

/* a = s L/Lmax - (s - 1), L = max(seq_len, Lmax): 1 up to the trained context, then growing with the text.      (D1.10) */
rwk_real rwk_rule_dynamic(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const int64_t trained = config->max_position_embeddings, asked = config->scaling.seq_len;
    const int64_t length = asked > trained ? asked : trained;
    const rwk_real s = rwk_real_of(pool, config->scaling.factor), one = rwk_real_of(pool, 1);
    const rwk_real growth = rwk_real_ratio(pool, (double)length, (double)trained);
    const rwk_real a = rwk_real_sub(pool, rwk_real_mul(pool, s, growth), rwk_real_sub(pool, s, one));
    return stretched(pool, config, a, i);
}
