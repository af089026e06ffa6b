/* SPDX-License-Identifier: MIT */
#include "faults/decay_fault.h"

#include <math.h>

double rwk_fault_alias_onset(double base, size_t n) { return (double)n / log(base); }

double rwk_fault_alias_growing(double s, double onset, double base, size_t n)
{
    const double gamma = 0.57721566490153286;
    return fmax(log(s / onset) + gamma, 0) / (2 * (double)n * log(base));
}
