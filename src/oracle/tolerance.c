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

/* The ramp's quotient in f32: error of (i - low)/(high - low), in roundings of 1.                           (D20.5) */
static double yarn_blend(const rwk_config *c)
{
    const double low = fmax(pair_of_turns(c, c->scaling.beta_fast), 0);
    const double high = fmin(pair_of_turns(c, c->scaling.beta_slow), (double)c->rotary_dim - 1);
    return (fabs(1 - 1 / c->scaling.factor)) * (4 + 2 * fabs(high) / fmax(high - low, 0.001));
}

/* The same for (L0/lambda - low)/(high - low), whose numerator inherits the frequency's error. */
static double llama3_blend(const rwk_config *c)
{
    const rwk_scaling *s = &c->scaling;
    const double apart = fmax(s->high_freq_factor - s->low_freq_factor, 0x1p-24);
    return fabs(1 - 1 / s->factor) * (3 + s->high_freq_factor * (8 + fabs(log(c->rope_theta))) / apart);
}

/* s L/L_max - (s - 1), what the base of dynamic scaling grows by before its power                            (D1.10) */
static double dynamic_factor(const rwk_config *c)
{
    const double limit = (double)c->max_position_embeddings, length = fmax((double)c->scaling.seq_len, limit);
    return c->scaling.factor * length / limit - (c->scaling.factor - 1);
}

rwk_tolerance rwk_tolerance_of(const rwk_config *c, rwk_dtype answer, bool compute_f32)
{
    rwk_tolerance t = { .config = *c, .answer = answer, .compute_f32 = compute_f32, .denominator = c->rotary_dim };
    t.log_base = fabs(log(c->rope_theta));
    const double exponent = (double)c->rotary_dim / fmax((double)c->rotary_dim - 2, 1), s = c->scaling.factor;
    switch (c->rope_type) {
    case RWK_ROPE_DEFAULT: break;
    case RWK_ROPE_LINEAR: t.rule = 2; break;
    case RWK_ROPE_NTK: t.rule = 2, t.log_base += exponent * fabs(log(s)); break;
    case RWK_ROPE_DYNAMIC: t.rule = 2, t.log_base += exponent * fabs(log(dynamic_factor(c))); break;
    case RWK_ROPE_YARN: t.rule = 4, t.blend = yarn_blend(c); break;
    case RWK_ROPE_LONGROPE: t.rule = 2; break;
    case RWK_ROPE_LLAMA3: t.rule = 4, t.blend = llama3_blend(c); break;
    case RWK_ROPE_PROPORTIONAL: t.rule = 1, t.denominator = c->head_dim; break;
    }
    return t;
}

void rwk_tolerance_angles(double delta[], const double inv_freq[], size_t n, const rwk_tolerance *t, rwk_grade grade)
{
    const double u = grade <= RWK_L2 ? 0x1p-53 : 0x1p-24;
    for (size_t i = 0; i < n; i++) {
        const double e = 2 * (double)i / (double)t->denominator, unscaled = pow(t->config.rope_theta, -e);
        const double direct = 3 + e * t->log_base, running = 1 + (double)i * (2 + 2 / (double)t->denominator * t->log_base);
        const double roundings = grade == RWK_L4 ? fmax(direct, running) : direct;
        delta[i] = u * (fabs(inv_freq[i]) * (roundings + t->rule) + t->blend * unscaled);
    }
}

/* Half the spacing of dtype's numbers around zero. */
static double eta(rwk_dtype dtype) { return rwk_ulp(0, dtype) / 2; }

rwk_rounding_terms rwk_tolerance_terms(const rwk_tolerance *t, rwk_grade grade, bool is_table)
{
    const double f32 = 0x1p-24, answer = rwk_unit_roundoff(t->answer);
    const bool narrow = grade >= RWK_L3 && !t->compute_f32 && answer > f32;
    const double u_w = narrow ? answer : f32, u_lib = grade <= RWK_L2 ? 0x1p-53 : f32;
    const double eps = 2 * u_lib + (narrow || grade <= RWK_L2 ? u_w : 0);
    const double work_eta = narrow ? eta(t->answer) : eta(RWK_F32);
    if (is_table) return (rwk_rounding_terms){ sqrt(2) * 2 * u_lib, answer, eta(t->answer) };
    return (rwk_rounding_terms){ sqrt(2) * eps + 3 * u_w, answer, 6 * work_eta + eta(t->answer) };
}
