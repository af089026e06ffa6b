/* SPDX-License-Identifier: MIT */
/* Rounded positions, accumulated angles. */
#include "faults/position_fault.h"

#include "angles/angle.h"

void rwk_fault_bf16_position(double c[], double s[], const double inv_freq[], size_t n, int64_t m)
{
    rwk_angle_cos_sin(c, s, inv_freq, n, (int64_t)rwk_round((double)m, RWK_BF16), RWK_F32);
}

double rwk_fault_accumulate(double phi, double theta, rwk_dtype dtype) { return rwk_add(phi, theta, dtype); }
