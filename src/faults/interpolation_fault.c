/* SPDX-License-Identifier: MIT */
/* A convex function held to lie below its tangent. */
#include "faults/interpolation_fault.h"

#include <math.h>

double rwk_fault_power_bound(double c, double x) { return 1 + x * log(c); }

double rwk_fault_sum_of_squares(double c, size_t d) { return 1 / (1 - rwk_fault_power_bound(c, -4 / (double)d)); }

double rwk_fault_interpolation_bound(double c, size_t d, double s1, double s2, double s)
{
    return (double)d * (s - s1) * (s2 - s) / (8 * log(c));
}
