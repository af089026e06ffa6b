/* SPDX-License-Identifier: MIT */
/* Positions of several axes (time, height, width): which axis turns which pair. */
#include "config/config.h"

rwk_status rwk_mrope_check(const rwk_config *config, const char *name, rwk_diag *diag)
{
    size_t sum = 0;
    const size_t axes = config->n_axes;
    if (axes == 0) return RWK_OK;
    if (axes > RWK_MAX_AXES || (config->mrope_interleaved && axes != 3))
        return rwk_fail(diag, RWK_ESHAPE, "%s: mrope_section: %zu axes: expected %s", name, axes,
                        config->mrope_interleaved ? "3 where mrope_interleaved is true" : "at most 4");
    for (size_t a = 0; a < axes && sum <= RWK_MAX_DIM; a++) sum += config->mrope_section[a];
    if (sum == config->rotary_dim / 2) return RWK_OK;
    return rwk_fail(diag, RWK_ESHAPE, "%s: mrope_section: %zu pairs in all: expected rotary_dim/2 = %zu", name, sum,
                    config->rotary_dim / 2);
}

static size_t contiguous_axis(const rwk_config *c, size_t i)
{
    size_t axis = 0;
    for (size_t end = c->mrope_section[0]; i >= end && axis + 1 < c->n_axes; end += c->mrope_section[axis]) axis++;
    return axis;
}

size_t rwk_config_axis(const rwk_config *config, size_t i)
{
    if (config->n_axes == 0) return 0;
    if (!config->mrope_interleaved) return contiguous_axis(config, i);
    const size_t axis = i % 3;
    return i < 3 * config->mrope_section[axis] ? axis : 0;
}
