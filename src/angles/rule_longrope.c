/* SPDX-License-Identifier: MIT */
/* Every pair is divided by a factor of its own, one list for short texts and one for long (Ding et al. 2024).     (D1.13) */
#include "angles/rule.h"

bool rwk_longrope_is_long(const rwk_config *config)
{
    return config->scaling.seq_len > config->scaling.original_max_position_embeddings;
}

/* theta_i = b^(-2i/d) / ext_i */
rwk_real rwk_rule_longrope(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_scaling *s = &config->scaling;
    const double *factors = rwk_longrope_is_long(config) ? s->long_factor : s->short_factor;
    return rwk_real_div(pool, rwk_rule_default(pool, config, i), rwk_real_of(pool, factors[i]));
}

/* short_mscale or long_mscale | attention_factor | sqrt(1 + ln s / ln L0), 1 for s <= 1 */
rwk_real rwk_attention_longrope(rwk_reals *pool, const rwk_config *config)
{
    const rwk_scaling *s = &config->scaling;
    const rwk_real one = rwk_real_of(pool, 1);
    const double mscale = rwk_longrope_is_long(config) ? s->long_mscale : s->short_mscale;
    if (mscale > 0) return rwk_real_of(pool, mscale);
    if (s->attention_factor > 0) return rwk_real_of(pool, s->attention_factor);
    if (s->factor <= 1) return one;
    const rwk_real original = rwk_real_of(pool, (double)s->original_max_position_embeddings);
    const rwk_real growth = rwk_real_div(pool, rwk_real_log(pool, rwk_real_of(pool, s->factor)), rwk_real_log(pool, original));
    return rwk_real_sqrt(pool, rwk_real_add(pool, one, growth));
}
