/* SPDX-License-Identifier: MIT */
/* Correct engines as they compute: Hugging Face's steps in f32, ggml's running product.  None of them may raise an alarm. */
#ifndef RWK_TESTS_MATRIX_ENGINES_H
#define RWK_TESTS_MATRIX_ENGINES_H

#include <math.h>
#include <stdbool.h>

#include "angles/rule.h"
#include "faults/pipeline.h"

/* ---- Hugging Face: every operation of a float32 tensor rounded, scalars of Python in double ---- */

static inline double f32_(double x) { return rwk_round(x, RWK_F32); }

/* base ** (arange(0, d, 2) / denominator) */
static inline double hf_power(double base, size_t i, double denominator)
{
    return f32_(pow(f32_(base), f32_(2 * (double)i / denominator)));
}

static inline double hf_ramp(const rwk_config *c, size_t i)
{
    const double d = (double)c->rotary_dim, length = (double)c->scaling.original_max_position_embeddings, pi = 4 * atan(1);
    double low = d * log(length / (c->scaling.beta_fast * 2 * pi)) / (2 * log(c->rope_theta));
    double high = d * log(length / (c->scaling.beta_slow * 2 * pi)) / (2 * log(c->rope_theta));
    if (c->scaling.truncate) low = floor(low), high = ceil(high);
    low = fmax(low, 0), high = fmin(high, d - 1);
    if (low == high) high += 0.001;
    return fmin(fmax(f32_(f32_((double)i - low) / f32_(high - low)), 0), 1);
}

static inline double hf_llama3(const rwk_config *c, double theta)
{
    const rwk_scaling *s = &c->scaling;
    const double length = (double)s->original_max_position_embeddings, wavelength = f32_(8 * atan(1) / theta);
    if (wavelength > length / s->low_freq_factor) return f32_(theta / s->factor);
    if (wavelength < length / s->high_freq_factor) return theta;
    const double smooth = f32_(f32_(f32_(length / wavelength) - s->low_freq_factor) / (s->high_freq_factor - s->low_freq_factor));
    return f32_(f32_(f32_(f32_(1 - smooth) * theta) / s->factor) + f32_(smooth * theta));
}

static inline double hf_grown_base(const rwk_config *c)
{
    const double d = (double)c->rotary_dim, s = c->scaling.factor, limit = (double)c->max_position_embeddings;
    const double length = fmax((double)c->scaling.seq_len, limit);
    return c->rope_theta * pow(c->rope_type == RWK_ROPE_NTK ? s : s * length / limit - (s - 1), d / (d - 2));
}

static inline double hf_inv_freq(const rwk_config *c, size_t i)
{
    const double d = (double)c->rotary_dim, power = hf_power(c->rope_theta, i, d), plain = f32_(1 / power);
    switch (c->rope_type) {
    case RWK_ROPE_LINEAR: return f32_(plain / c->scaling.factor);
    case RWK_ROPE_NTK:
    case RWK_ROPE_DYNAMIC: return f32_(1 / hf_power(hf_grown_base(c), i, d));
    case RWK_ROPE_YARN: {
        const double divided = f32_(1 / f32_(f32_(c->scaling.factor) * power)), kept = f32_(1 - hf_ramp(c, i));
        return f32_(f32_(divided * f32_(1 - kept)) + f32_(plain * kept));
    }
    case RWK_ROPE_LONGROPE: return f32_(1 / f32_(f32_((rwk_longrope_is_long(c) ? c->scaling.long_factor : c->scaling.short_factor)[i]) * power));
    case RWK_ROPE_LLAMA3: return hf_llama3(c, plain);
    case RWK_ROPE_PROPORTIONAL:
        return i < c->scaling.rope_angles ? f32_(f32_(1 / hf_power(c->rope_theta, i, (double)c->head_dim)) / c->scaling.factor) : 0;
    default: return plain;
    }
}

/* ---- ggml: theta_scale multiplied up from pair to pair, in f32, then the rule's ratio ---- */

static inline double ggml_multiply(const rwk_pipeline *p, double m, size_t i)
{
    double product = f32_(m);
    const double step = f32_(p->inv_freq[RWK_PIPELINE_PAIRS - 1]); /* theta_scale, kept behind the frequencies by engine_of */
    for (size_t j = 0; j < i; j++) product = f32_(product * step);
    return f32_(product * f32_(p->inv_freq[RWK_PIPELINE_PAIRS / 2 + i]));
}

/** The engines whose answers must pass. */
typedef enum { ENGINE_F64, ENGINE_HF, ENGINE_GGML, ENGINE_HF_F16, ENGINE_HF_BF16, N_ENGINES } engine;

static const char *const ENGINE_NAMES[] = { "f64", "f32, each step (Hugging Face)", "f32, running product (ggml)", "f32 angles, f16 answer",
                                            "f32 angles, bf16 answer" };

static inline rwk_dtype engine_answer(engine e)
{
    return e == ENGINE_F64 ? RWK_F64 : e == ENGINE_HF_F16 ? RWK_F16 : e == ENGINE_HF_BF16 ? RWK_BF16 : RWK_F32;
}

/** The right pipeline of a config becomes that of an engine; false for more pairs than there is room for ratios. */
static inline bool engine_of(rwk_pipeline *p, const rwk_config *c, engine e)
{
    const size_t n = c->rotary_dim / 2;
    if (e == ENGINE_F64) return true;
    if (n >= RWK_PIPELINE_PAIRS / 2) return false;
    p->position = p->frequency = p->angle = RWK_F32;
    p->table = p->arithmetic = engine_answer(e);
    p->attention_factor = e == ENGINE_GGML ? f32_(p->attention_factor) : p->attention_factor;
    if (e == ENGINE_GGML) {
        const double denominator = c->rope_type == RWK_ROPE_PROPORTIONAL ? (double)c->head_dim : (double)c->rotary_dim;
        for (size_t i = 0; i < n; i++) p->inv_freq[RWK_PIPELINE_PAIRS / 2 + i] = p->inv_freq[i] * pow(c->rope_theta, 2 * (double)i / denominator);
        p->inv_freq[RWK_PIPELINE_PAIRS - 1] = pow(c->rope_theta, -2 / denominator);
        p->multiply = ggml_multiply;
    } else
        for (size_t i = 0; i < n; i++) p->inv_freq[i] = hf_inv_freq(c, i);
    return true;
}

#endif
