/* SPDX-License-Identifier: MIT */
/* The bounds of section 20 of the derivations, term by term. */
#include "oracle/tolerance.h"

#include <math.h>
#include <string.h>

static const char *const NAMES[RWK_N_GRADES] = { "L0", "L1", "L2", "L3", "L4", "FAIL" };

const char *rwk_grade_name(rwk_grade grade) { return NAMES[grade]; }

rwk_status rwk_grade_from_name(rwk_grade *grade, const char *name)
{
    for (int g = RWK_L0; g <= RWK_L4; g++)
        if (strcmp(name, NAMES[g]) == 0) return *grade = (rwk_grade)g, RWK_OK;
    return RWK_EPARSE;
}

/* Pair number that makes r turns within the original context, as yarn counts                               (D1.11) */
static double pair_of_turns(const rwk_config *c, double turns)
{
    const double length = (double)c->scaling.original_max_position_embeddings;
    return (double)c->rotary_dim * log(length / (8 * atan(1) * turns)) / (2 * log(c->rope_theta));
}

/* What an engine pays for a parameter that f32 does not hold exactly: one rounding. */
static double inexact(double x) { return rwk_round(x, RWK_F32) == x ? 0 : 1; }

/* The pairs between two numbers of turns, and one more on either side, are blended. */
static void blend_between(rwk_tolerance *t, double fast, double slow, double roundings)
{
    const double from = pair_of_turns(&t->config, fast), to = pair_of_turns(&t->config, slow), s = t->config.scaling.factor;
    t->blend_from = fmin(from, to) - 1, t->blend_to = fmax(from, to) + 1;
    t->blend = fabs(1 - 1 / s) * fmin(4 + roundings, 0x1p24);
    t->rule = 4 + inexact(s);
}

/* The ends of yarn's ramp where they are not whole numbers, in roundings of (i - low)/(high - low).         (D20.5) */
static double yarn_ends(const rwk_config *c)
{
    const double low = fmax(pair_of_turns(c, c->scaling.beta_fast), 0);
    const double high = fmin(pair_of_turns(c, c->scaling.beta_slow), (double)c->rotary_dim - 1);
    if (c->scaling.truncate) return 0;
    return (5 * fabs(high) + 2 * (double)c->rotary_dim / log(c->rope_theta)) / fmax(high - low, 0.001);
}

/* The same of (L0/lambda - low)/(high - low), whose numerator inherits the frequency's error. */
static double llama3_ends(const rwk_config *c)
{
    const rwk_scaling *s = &c->scaling;
    return s->high_freq_factor * (8 + fabs(log(c->rope_theta))) / fmax(s->high_freq_factor - s->low_freq_factor, 0x1p-24);
}

/* A base b a^(d/(d-2)) that is itself computed, from an a that is off by `roundings`.                        (D20.5) */
static void stretch(rwk_tolerance *t, double a, double roundings)
{
    const double power = (double)t->config.rotary_dim / fmax((double)t->config.rotary_dim - 2, 1);
    t->per_exponent += 2.5 + power * (2 * fabs(log(a)) + roundings);
}

/* a = s L/L_max - (s - 1), and what is left of its roundings after the difference                          (D1.10) */
static void stretch_dynamic(rwk_tolerance *t)
{
    const rwk_config *c = &t->config;
    const double limit = (double)c->max_position_embeddings, length = fmax((double)c->scaling.seq_len, limit);
    const double s = c->scaling.factor, grown = s * length / limit, a = grown - (s - 1);
    stretch(t, a, ((2 + inexact(s)) * grown + fabs(s - 1)) / a + 1);
}

rwk_tolerance rwk_tolerance_of(const rwk_config *c, rwk_dtype answer, bool compute_f32)
{
    rwk_tolerance t = { .config = *c, .answer = answer, .compute_f32 = compute_f32, .denominator = c->rotary_dim };
    const rwk_scaling *s = &c->scaling;
    t.per_exponent = fabs(log(c->rope_theta)) + inexact(c->rope_theta);
    switch (c->rope_type) {
    case RWK_ROPE_DEFAULT: break;
    case RWK_ROPE_LINEAR: t.rule = 2 + inexact(s->factor); break;
    case RWK_ROPE_NTK: stretch(&t, s->factor, inexact(s->factor)); break;
    case RWK_ROPE_DYNAMIC: stretch_dynamic(&t); break;
    case RWK_ROPE_YARN: blend_between(&t, s->beta_fast, s->beta_slow, yarn_ends(c)); break;
    case RWK_ROPE_LONGROPE: t.rule = 2.5; break;
    case RWK_ROPE_LLAMA3: blend_between(&t, s->high_freq_factor, s->low_freq_factor, llama3_ends(c)); break;
    case RWK_ROPE_PROPORTIONAL: t.rule = 2 + inexact(s->factor), t.denominator = c->head_dim; break;
    }
    return t;
}

void rwk_tolerance_angles(double delta[], const double inv_freq[], size_t n, const rwk_tolerance *t, rwk_grade grade)
{
    const double u = grade <= RWK_L2 ? 0x1p-53 : 0x1p-24, d = (double)t->denominator;
    for (size_t i = 0; i < n; i++) {
        const double k = (double)i, e = 2 * k / d, direct = 3 + e * t->per_exponent,
                     running = 1 + k * (2 + 2 / d * t->per_exponent);
        const double roundings = grade == RWK_L4 ? fmax(direct, running) : direct;
        const bool blended = k >= t->blend_from && k <= t->blend_to;
        const double blend = blended ? t->blend * pow(t->config.rope_theta, -e) : 0;
        delta[i] = u * (fabs(inv_freq[i]) * (roundings + t->rule) + blend);
    }
}

/* Half the spacing of dtype's numbers around zero; of f64, where that is no double, all of it. */
static double eta(rwk_dtype dtype) { return fmax(rwk_ulp(0, dtype) / 2, 0x1p-1074); }

/* Whether cos and sin are multiplied by an attention factor, which an engine computes and applies with a rounding each. */
static bool has_factor(const rwk_config *c) { return c->rope_type == RWK_ROPE_YARN || c->rope_type == RWK_ROPE_LONGROPE; }

rwk_rounding_terms rwk_tolerance_terms(const rwk_tolerance *t, rwk_grade grade, bool is_table)
{
    const double f32 = 0x1p-24, answer = rwk_unit_roundoff(t->answer);
    const bool narrow = grade >= RWK_L3 && !t->compute_f32 && answer > f32;
    const double u_w = narrow ? answer : f32, u_lib = grade <= RWK_L2 ? 0x1p-53 : f32;
    const double eps = 2 * u_lib + (narrow || grade <= RWK_L2 ? u_w : 0);
    const double work_eta = narrow ? eta(t->answer) : eta(RWK_F32);
    if (is_table) return (rwk_rounding_terms){ (sqrt(2) * 2 + (has_factor(&t->config) ? 2 : 0)) * u_lib, answer, eta(t->answer) };
    return (rwk_rounding_terms){ sqrt(2) * eps + 3 * u_w, answer, 6 * work_eta + eta(t->answer) };
}
