/* SPDX-License-Identifier: MIT */
/* Scales, grids and axes, each wrong in its own way. */
#include "faults/axes_fault.h"

rwk_status rwk_fault_xpos_same_scale(double scale[], const double zeta[], size_t n, double scale_base, int64_t m,
                                     rwk_xpos_role role, rwk_dtype dtype)
{
    (void)role;
    return rwk_xpos_scale(scale, zeta, n, scale_base, m, RWK_XPOS_QUERY, dtype);
}

int64_t rwk_fault_xpos_own_centre(int64_t m, int64_t call) { return m - call / 2; }

int64_t rwk_fault_raster(int64_t x, int64_t y, int64_t width) { return y * width + x; }

size_t rwk_fault_imrope_axis(const rwk_config *config, size_t i)
{
    const size_t axis = i % 3;
    return i < 3 * config->mrope_section[axis] ? axis : 3;
}

size_t rwk_fault_strided_axis(const rwk_config *config, size_t i)
{
    (void)config;
    return i % 3;
}
