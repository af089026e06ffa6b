/* SPDX-License-Identifier: MIT */
/* A frequency rule: from a config to the real number theta_i, one rule a file. */
#ifndef RWK_ANGLES_RULE_H
#define RWK_ANGLES_RULE_H

#include "angles/real.h"
#include "config/config.h"

/** theta_i [radian/token] of pair i = 0 .. rotary_dim/2 - 1, as a real number. */
typedef rwk_real rwk_rule(rwk_reals *pool, const rwk_config *config, size_t i);

/** The rule `default`:  theta_i = rope_theta^(-2i/rotary_dim)                                         (D1.1) */
rwk_rule rwk_rule_default;

/** The rule of a rope type; NULL when this version has none. */
rwk_rule *rwk_rule_find(rwk_rope_type type);

#endif
