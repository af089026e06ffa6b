/* SPDX-License-Identifier: MIT */
/* The table of rules: adding a rope type is a file and a line here. */
#include "angles/rule.h"

static const struct {
    rwk_rule *rule;
    rwk_attention *attention;
} RULES[RWK_N_ROPE_TYPES] = {
    [RWK_ROPE_DEFAULT] = { rwk_rule_default, NULL },
    [RWK_ROPE_LINEAR] = { rwk_rule_linear, NULL },
    [RWK_ROPE_NTK] = { rwk_rule_ntk, NULL },
    [RWK_ROPE_DYNAMIC] = { rwk_rule_dynamic, NULL },
    [RWK_ROPE_YARN] = { rwk_rule_yarn, rwk_attention_yarn },
    [RWK_ROPE_LONGROPE] = { rwk_rule_longrope, rwk_attention_longrope },
    [RWK_ROPE_LLAMA3] = { rwk_rule_llama3, NULL },
    [RWK_ROPE_PROPORTIONAL] = { rwk_rule_proportional, NULL },
};

rwk_rule *rwk_rule_find(rwk_rope_type type) { return RULES[type].rule; }
rwk_attention *rwk_attention_find(rwk_rope_type type) { return RULES[type].attention; }
