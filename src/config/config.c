/* SPDX-License-Identifier: MIT */
/* Names of rope types and layouts, and the validity of a config. */
#include "config/config.h"

#include <math.h>
#include <string.h>

static const char *const TYPE_NAMES[RWK_N_ROPE_TYPES] = {
    "default", "linear", "ntk", "dynamic", "yarn", "longrope", "llama3", "proportional",
};

const char *rwk_rope_type_name(rwk_rope_type type) { return TYPE_NAMES[type]; }

const char *rwk_layout_name(rwk_layout layout) { return layout == RWK_INTERLEAVED ? "interleaved" : "half_split"; }

rwk_status rwk_rope_type_from_name(rwk_rope_type *type, const char *name)
{
    if (strcmp(name, "su") == 0) name = "longrope";
    if (strcmp(name, "mrope") == 0) name = "default";
    for (int t = 0; t < RWK_N_ROPE_TYPES; t++) {
        if (strcmp(name, TYPE_NAMES[t]) != 0) continue;
        *type = (rwk_rope_type)t;
        return RWK_OK;
    }
    return RWK_EPARSE;
}

rwk_status rwk_layout_from_name(rwk_layout *layout, const char *name)
{
    for (int l = RWK_HALF_SPLIT; l <= RWK_INTERLEAVED; l++) {
        if (strcmp(name, rwk_layout_name((rwk_layout)l)) != 0) continue;
        *layout = (rwk_layout)l;
        return RWK_OK;
    }
    return RWK_EPARSE;
}

rwk_config rwk_config_plain(size_t head_dim, double rope_theta)
{
    return (rwk_config){ .head_dim = head_dim, .rotary_dim = head_dim, .rope_theta = rope_theta };
}

rwk_status rwk_config_check(const rwk_config *c, const char *name, rwk_diag *diag)
{
    if (c->head_dim < 2 || c->head_dim > RWK_MAX_DIM)
        return rwk_fail(diag, RWK_ERANGE, "%s: head_dim: %zu: expected 2 .. %d", name, c->head_dim, RWK_MAX_DIM);
    if (c->rotary_dim < 2 || c->rotary_dim % 2 != 0)
        return rwk_fail(diag, RWK_EODD, "%s: %s: %zu: expected an even number of at least 2", name,
                        c->rotary_dim == c->head_dim ? "head_dim" : "rotary_dim", c->rotary_dim);
    if (c->rotary_dim > c->head_dim)
        return rwk_fail(diag, RWK_ESHAPE, "%s: rotary_dim: %zu: expected at most head_dim = %zu", name, c->rotary_dim, c->head_dim);
    if (!isfinite(c->rope_theta))
        return rwk_fail(diag, RWK_ENAN, "%s: rope_theta: %g: expected a finite number", name, c->rope_theta);
    if (c->rope_theta <= 0) return rwk_fail(diag, RWK_ERANGE, "%s: rope_theta: %g: expected a number above 0", name, c->rope_theta);
    if (c->max_position_embeddings < 0 || c->max_position_embeddings > RWK_MAX_POSITION + 1)
        return rwk_fail(diag, RWK_ERANGE, "%s: max_position_embeddings: %lld: expected 1 .. 2^31", name,
                        (long long)c->max_position_embeddings);
    return rwk_scaling_check(c, name, diag);
}
