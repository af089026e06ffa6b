/* SPDX-License-Identifier: MIT */
/* Wrong frequency formulas, in doubles. */
#include "faults/rule_fault.h"

#include <math.h>

static double exponent(const rwk_config *c, size_t i) { return 2 * (double)i / (double)c->rotary_dim; }

/* d/(d - 2) */
static double stretch(const rwk_config *c) { return (double)c->rotary_dim / ((double)c->rotary_dim - 2); }

void rwk_fault_plain(double theta[], const rwk_config *c)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++) theta[i] = pow(c->rope_theta, -exponent(c, i));
}

void rwk_fault_floored_exponent(double theta[], const rwk_config *c)
{
    const double step = floor(-log(c->rope_theta) / (double)c->rotary_dim / 2);
    for (size_t i = 0; i < c->rotary_dim / 2; i++) theta[i] = exp(2 * (double)i * step);
}

void rwk_fault_factor_in_exponent(double theta[], const rwk_config *c)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++) theta[i] = pow(c->rope_theta, -exponent(c, i) / c->scaling.factor);
}

/* ---- yarn ---- */

/* Pair number that makes so many turns within the original context. */
static double pair_of_turns(const rwk_config *c, double base, double turns)
{
    const double length = (double)c->scaling.original_max_position_embeddings;
    return (double)c->rotary_dim * log(length / (8 * atan(1) * turns)) / (2 * log(base));
}

/* 0 where pair i is kept, 1 where it is divided; the upper end at most `last`. */
static double ramp(const rwk_config *c, double base, double last, size_t i)
{
    double low = pair_of_turns(c, base, c->scaling.beta_fast), high = pair_of_turns(c, base, c->scaling.beta_slow);
    if (c->scaling.truncate) low = floor(low), high = ceil(high);
    low = fmax(low, 0), high = fmin(high, last);
    if (low == high) high += 0.001;
    return fmin(fmax(((double)i - low) / (high - low), 0), 1);
}

static double last_of(const rwk_config *c) { return (double)c->rotary_dim - 1; }

static double blend(double kept, double divided, double part) { return kept * (1 - part) + divided * part; }

void rwk_fault_yarn_inverted(double theta[], const rwk_config *c)
{
    rwk_fault_plain(theta, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        theta[i] = blend(theta[i] / c->scaling.factor, theta[i], ramp(c, c->rope_theta, last_of(c), i));
}

void rwk_fault_yarn_clamped_ramp(double theta[], const rwk_config *c)
{
    rwk_fault_plain(theta, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        theta[i] = blend(theta[i], theta[i] / c->scaling.factor, ramp(c, c->rope_theta, (double)c->rotary_dim / 2 - 1, i));
}

void rwk_fault_yarn_ntk_base(double theta[], const rwk_config *c)
{
    rwk_config stretched = *c;
    stretched.rope_theta *= pow(c->scaling.factor, stretch(c));
    rwk_fault_plain(theta, &stretched);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        theta[i] = blend(theta[i], theta[i] / c->scaling.factor, ramp(c, stretched.rope_theta, last_of(c), i));
}

void rwk_fault_yarn_factor_in_power(double theta[], const rwk_config *c)
{
    rwk_fault_plain(theta, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        theta[i] = blend(theta[i], pow(c->rope_theta * c->scaling.factor, -exponent(c, i)), ramp(c, c->rope_theta, last_of(c), i));
}

/* ---- llama3 and ntk ---- */

void rwk_fault_llama3_by_wavelength(double theta[], const rwk_config *c)
{
    const rwk_scaling *s = &c->scaling;
    const double length = (double)s->original_max_position_embeddings, slow = length / s->low_freq_factor,
                 fast = length / s->high_freq_factor;
    rwk_fault_plain(theta, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++) {
        const double wavelength = 8 * atan(1) / theta[i], part = (wavelength - fast) / (slow - fast);
        if (wavelength > slow) theta[i] /= s->factor;
        else if (wavelength >= fast) theta[i] /= (1 - part) * s->factor + part;
    }
}

void rwk_fault_ntk_uniform(double theta[], const rwk_config *c)
{
    rwk_fault_plain(theta, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++) theta[i] /= pow(c->scaling.factor, stretch(c));
}

void rwk_fault_ntk_shifted(double theta[], const rwk_config *c)
{
    const double s = c->scaling.factor;
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        theta[i] = pow(c->rope_theta * s, -exponent(c, i)) / pow(s, 2 / (double)c->rotary_dim);
}

/* ---- Several axes ---- */

void rwk_fault_sections_restart(double theta[], const rwk_config *c)
{
    size_t first = 0;
    for (size_t i = 0; i < c->rotary_dim / 2; i++) {
        if (i > 0 && rwk_config_axis(c, i) != rwk_config_axis(c, i - 1)) first = i;
        theta[i] = pow(c->rope_theta, -exponent(c, i - first));
    }
}
