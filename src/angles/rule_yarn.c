/* SPDX-License-Identifier: MIT */
/* Pairs with many turns within L0 keep their frequency, pairs with few are divided by s, a ramp between (Peng et al. 2023). */
#include "angles/rule.h"

/* dim(r) = d ln(L0/(2 pi r)) / (2 ln b): the pair number, not whole, that makes r turns within L0 */
static rwk_real pair_of_turns(rwk_reals *pool, const rwk_config *config, double turns)
{
    const rwk_real d = rwk_real_of(pool, (double)config->rotary_dim), two = rwk_real_of(pool, 2);
    const rwk_real length = rwk_real_of(pool, (double)config->scaling.original_max_position_embeddings);
    const rwk_real arc = rwk_real_mul(pool, rwk_real_mul(pool, two, rwk_real_pi(pool)), rwk_real_of(pool, turns));
    const rwk_real above = rwk_real_mul(pool, d, rwk_real_log(pool, rwk_real_div(pool, length, arc)));
    const rwk_real below = rwk_real_mul(pool, two, rwk_real_log(pool, rwk_real_of(pool, config->rope_theta)));
    return rwk_real_div(pool, above, below);
}

void rwk_yarn_range(rwk_real *low, rwk_real *high, rwk_reals *pool, const rwk_config *config)
{
    const rwk_scaling *s = &config->scaling;
    const rwk_real zero = rwk_real_of(pool, 0), last = rwk_real_of(pool, (double)config->rotary_dim - 1);
    rwk_real first = pair_of_turns(pool, config, s->beta_fast), end = first;
    if (s->beta_slow != s->beta_fast) end = pair_of_turns(pool, config, s->beta_slow);
    if (s->truncate) first = rwk_real_floor(pool, first), end = rwk_real_ceil(pool, end);
    *low = rwk_real_max(pool, first, zero);
    *high = rwk_real_min(pool, end, last);
}

/* clip((i - low)/(high - low), 0, 1); ends that coincide are taken 0.001 apart, as published. */
static rwk_real ramp(rwk_reals *pool, const rwk_config *config, size_t i)
{
    rwk_real low, high;
    const rwk_real zero = rwk_real_of(pool, 0), one = rwk_real_of(pool, 1);
    rwk_yarn_range(&low, &high, pool, config);
    const rwk_real apart = rwk_real_add(pool, high, rwk_real_ratio(pool, 1, 1000));
    high = rwk_real_if_less(pool, low, high, high, rwk_real_if_less(pool, high, low, high, apart));
    const rwk_real steps = rwk_real_sub(pool, rwk_real_of(pool, (double)i), low);
    const rwk_real slope = rwk_real_div(pool, steps, rwk_real_sub(pool, high, low));
    return rwk_real_min(pool, rwk_real_max(pool, slope, zero), one);
}

/* theta_i = (w/s) ramp + w (1 - ramp),  w = b^(-2i/d)                                                   (D1.11) */
rwk_real rwk_rule_yarn(rwk_reals *pool, const rwk_config *config, size_t i)
{
    const rwk_real divided = rwk_rule_linear(pool, config, i), kept = rwk_rule_default(pool, config, i);
    const rwk_real share = ramp(pool, config, i), rest = rwk_real_sub(pool, rwk_real_of(pool, 1), share);
    return rwk_real_add(pool, rwk_real_mul(pool, divided, share), rwk_real_mul(pool, kept, rest));
}

rwk_real rwk_yarn_mscale(rwk_reals *pool, double s, double m)
{
    const rwk_real one = rwk_real_of(pool, 1);
    if (s <= 1) return one;
    const rwk_real slope = rwk_real_mul(pool, rwk_real_ratio(pool, 1, 10), rwk_real_of(pool, m));
    return rwk_real_add(pool, rwk_real_mul(pool, slope, rwk_real_log(pool, rwk_real_of(pool, s))), one);
}

/* attention_factor | mscale(s, mscale) / mscale(s, mscale_all_dim) where both are given | mscale(s, 1)      (D1.12) */
rwk_real rwk_attention_yarn(rwk_reals *pool, const rwk_config *config)
{
    const rwk_scaling *s = &config->scaling;
    if (s->attention_factor > 0) return rwk_real_of(pool, s->attention_factor);
    if (s->mscale == 0 || s->mscale_all_dim == 0) return rwk_yarn_mscale(pool, s->factor, 1);
    return rwk_real_div(pool, rwk_yarn_mscale(pool, s->factor, s->mscale), rwk_yarn_mscale(pool, s->factor, s->mscale_all_dim));
}
