/* SPDX-License-Identifier: MIT */
/* The table of rules: adding a rope type is a file and a line here. */
#include "angles/rule.h"

rwk_rule *rwk_rule_find(rwk_rope_type type)
{
    static rwk_rule *const rules[RWK_N_ROPE_TYPES] = {
        [RWK_ROPE_DEFAULT] = rwk_rule_default,
    };
    return rules[type];
}
