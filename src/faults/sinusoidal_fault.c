/* SPDX-License-Identifier: MIT */
/* Sinusoids got wrong, a line or two each. */
#include "faults/sinusoidal_fault.h"

#include <math.h>

static const double TURN = 6.283185307179586;

void rwk_fault_equal_frequencies(double inv_freq[], size_t n)
{
    for (size_t t = 0; t < n; t++) inv_freq[t] = 1;
}

void rwk_fault_even_frequencies(double inv_freq[], size_t n)
{
    for (size_t t = 0; t < n; t++) inv_freq[t] = (double)(t + 1) / (double)n;
}

void rwk_fault_whole_wavelengths(double inv_freq[], size_t n, double base)
{
    for (size_t t = 0; t < n; t++) inv_freq[t] = TURN / round(TURN * pow(base, (double)t / (double)n));
}

double rwk_fault_pe_distance_law(double k, double base) { return log(k) / log(base); }
