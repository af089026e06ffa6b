/* SPDX-License-Identifier: MIT */
/* A frequency rule: from a config to the real number theta_i and the attention factor, one rule a file. */
#ifndef RWK_ANGLES_RULE_H
#define RWK_ANGLES_RULE_H

#include "angles/real.h"
#include "config/config.h"

/** theta_i [radian/token] of pair i = 0 .. rotary_dim/2 - 1, as a real number; config has passed rwk_config_check. */
typedef rwk_real rwk_rule(rwk_reals *pool, const rwk_config *config, size_t i);

/** attention_factor, which multiplies cos and sin, as a real number. */
typedef rwk_real rwk_attention(rwk_reals *pool, const rwk_config *config);

rwk_rule rwk_rule_default;      /* b^(-2i/d)                                                    (D1.1) */
rwk_rule rwk_rule_linear;       /* b^(-2i/d) / s                                                (D1.8) */
rwk_rule rwk_rule_ntk;          /* (b s^(d/(d-2)))^(-2i/d)                                      (D1.9) */
rwk_rule rwk_rule_dynamic;      /* ntk with s L/Lmax - (s - 1) for s                            (D1.10) */
rwk_rule rwk_rule_yarn;         /* between linear and default, by turns within L0               (D1.11) */
rwk_rule rwk_rule_longrope;     /* b^(-2i/d) / ext_i                                            (D1.13) */
rwk_rule rwk_rule_llama3;       /* between linear and default, by wavelength                    (D1.14) */
rwk_rule rwk_rule_proportional; /* b^(-2i/head_dim) / s, then 0                                 (D1.15) */

rwk_attention rwk_attention_yarn;     /* 0.1 ln s + 1, or a ratio of two such                   (D1.12) */
rwk_attention rwk_attention_longrope; /* sqrt(1 + ln s / ln L0)                                 (D1.13) */

/** The rule of a rope type. */
rwk_rule *rwk_rule_find(rwk_rope_type type);

/** The attention factor of a rope type; NULL where it is 1. */
rwk_attention *rwk_attention_find(rwk_rope_type type);

/**
 * *low, *high = the pair numbers between which yarn's ramp rises: dim(beta_fast), dim(beta_slow)            (D1.11)
 *
 * Not pair numbers of this config alone: 0 <= *low, *high <= d - 1, as published.
 */
void rwk_yarn_range(rwk_real *low, rwk_real *high, rwk_reals *pool, const rwk_config *config);

/** 0.1 m ln s + 1, and 1 for s <= 1: yarn's magnitude scale                                             (D1.12) */
rwk_real rwk_yarn_mscale(rwk_reals *pool, double s, double m);

/** The context length of longrope's schedule is beyond the original: its long factors hold.               (D1.13) */
bool rwk_longrope_is_long(const rwk_config *config);

#endif
