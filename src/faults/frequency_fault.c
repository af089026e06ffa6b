/* SPDX-License-Identifier: MIT */
/* Frequencies counted from one. */
#include "faults/frequency_fault.h"

#include <math.h>

void rwk_fault_inv_freq_from_one(double inv_freq[], size_t n, double base)
{
    for (size_t i = 0; i < n; i++) inv_freq[i] = pow(base, -(double)(i + 1) / (double)n);
}
