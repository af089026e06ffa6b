/* SPDX-License-Identifier: MIT */
/* The frequency rules once more, in plain MPFR at 400 bits and without src/angles: the tests' second route.  The formulas are those of
 * Hugging Face's modeling_rope_utils.py in its order of operations, powers by exp and log; and the configs that the tests share. */
#ifndef RWK_TESTS_REFERENCE_RULES_H
#define RWK_TESTS_REFERENCE_RULES_H

#include <mpfr.h>
#include <stdbool.h>
#include <stdint.h>

#include "config/config.h"

/* Computed with REFERENCE_BITS; theta is given with fewer, so that a value that is a short binary fraction (1/8, say) is exactly it. */
enum { REFERENCE_BITS = 400, REFERENCE_THETA_BITS = 320 };

/* y = base^(p/q) = exp(p ln(base) / q) */
static inline void reference_power(mpfr_t y, const mpfr_t base, size_t p, size_t q)
{
    mpfr_log(y, base, MPFR_RNDN);
    mpfr_mul_ui(y, y, (unsigned long)p, MPFR_RNDN);
    mpfr_div_ui(y, y, (unsigned long)q, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
}

/* w = 1 / base^(2i/d) */
static inline void reference_geometric(mpfr_t w, const mpfr_t base, size_t i, size_t d)
{
    reference_power(w, base, 2 * i, d);
    mpfr_ui_div(w, 1, w, MPFR_RNDN);
}

static inline void reference_default(mpfr_t w, const rwk_config *c, size_t i)
{
    mpfr_t base;
    mpfr_init2(base, REFERENCE_BITS);
    mpfr_set_d(base, c->rope_theta, MPFR_RNDN);
    reference_geometric(w, base, i, c->rotary_dim);
    mpfr_clear(base);
}

static inline void reference_linear(mpfr_t w, const rwk_config *c, size_t i)
{
    reference_default(w, c, i);
    mpfr_div_d(w, w, c->scaling.factor, MPFR_RNDN);
}

/* base' = base a^(d/(d-2)) */
static inline void reference_stretch(mpfr_t larger, const rwk_config *c, const mpfr_t a)
{
    reference_power(larger, a, c->rotary_dim, c->rotary_dim - 2);
    mpfr_mul_d(larger, larger, c->rope_theta, MPFR_RNDN);
}

/* The base of ntk, a = s, and of dynamic, a = s L/Lmax - (s - 1) with L = max(seq_len, Lmax). */
static inline void reference_base(mpfr_t larger, const rwk_config *c)
{
    const int64_t trained = c->max_position_embeddings, asked = c->scaling.seq_len;
    mpfr_t a, less;
    mpfr_inits2(REFERENCE_BITS, a, less, (mpfr_ptr)0);
    mpfr_set_d(a, c->scaling.factor, MPFR_RNDN);
    if (c->rope_type == RWK_ROPE_DYNAMIC) {
        mpfr_sub_ui(less, a, 1, MPFR_RNDN);
        mpfr_mul_si(a, a, (long)(asked > trained ? asked : trained), MPFR_RNDN);
        mpfr_div_si(a, a, (long)trained, MPFR_RNDN);
        mpfr_sub(a, a, less, MPFR_RNDN);
    }
    reference_stretch(larger, c, a);
    mpfr_clears(a, less, (mpfr_ptr)0);
}

static inline void reference_ntk(mpfr_t w, const rwk_config *c, size_t i)
{
    mpfr_t larger;
    mpfr_init2(larger, REFERENCE_BITS);
    reference_base(larger, c);
    reference_geometric(w, larger, i, c->rotary_dim);
    mpfr_clear(larger);
}

/* dim(r) = d ln(L0/(r 2 pi)) / (2 ln base) */
static inline void reference_dim(mpfr_t dim, const rwk_config *c, double turns)
{
    mpfr_t log_base;
    mpfr_init2(log_base, REFERENCE_BITS);
    mpfr_const_pi(dim, MPFR_RNDN);
    mpfr_mul_ui(dim, dim, 2, MPFR_RNDN);
    mpfr_mul_d(dim, dim, turns, MPFR_RNDN);
    mpfr_si_div(dim, (long)c->scaling.original_max_position_embeddings, dim, MPFR_RNDN);
    mpfr_log(dim, dim, MPFR_RNDN);
    mpfr_mul_ui(dim, dim, (unsigned long)c->rotary_dim, MPFR_RNDN);
    mpfr_set_d(log_base, c->rope_theta, MPFR_RNDN);
    mpfr_log(log_base, log_base, MPFR_RNDN);
    mpfr_mul_ui(log_base, log_base, 2, MPFR_RNDN);
    mpfr_div(dim, dim, log_base, MPFR_RNDN);
    mpfr_clear(log_base);
}

/* low = max(dim(beta_fast), 0), high = min(dim(beta_slow), d - 1), floor and ceil before where the config truncates */
static inline void reference_range(mpfr_t low, mpfr_t high, const rwk_config *c)
{
    reference_dim(low, c, c->scaling.beta_fast);
    reference_dim(high, c, c->scaling.beta_slow);
    if (c->scaling.truncate) {
        mpfr_floor(low, low);
        mpfr_ceil(high, high);
    }
    if (mpfr_sgn(low) < 0) mpfr_set_zero(low, 1);
    if (mpfr_cmp_ui(high, (unsigned long)c->rotary_dim - 1) > 0) mpfr_set_ui(high, (unsigned long)c->rotary_dim - 1, MPFR_RNDN);
}

/* clip((i - low)/(high - low), 0, 1), high += 0.001 where low == high */
static inline void reference_ramp(mpfr_t ramp, const rwk_config *c, size_t i)
{
    mpfr_t low, high;
    mpfr_inits2(REFERENCE_BITS, low, high, (mpfr_ptr)0);
    reference_range(low, high, c);
    if (mpfr_equal_p(low, high)) {
        mpfr_set_ui(ramp, 1, MPFR_RNDN);
        mpfr_div_ui(ramp, ramp, 1000, MPFR_RNDN);
        mpfr_add(high, high, ramp, MPFR_RNDN);
    }
    mpfr_sub(high, high, low, MPFR_RNDN);
    mpfr_ui_sub(ramp, (unsigned long)i, low, MPFR_RNDN);
    mpfr_div(ramp, ramp, high, MPFR_RNDN);
    if (mpfr_sgn(ramp) < 0) mpfr_set_zero(ramp, 1);
    if (mpfr_cmp_ui(ramp, 1) > 0) mpfr_set_ui(ramp, 1, MPFR_RNDN);
    mpfr_clears(low, high, (mpfr_ptr)0);
}

/* divided share + kept (1 - share), in place of `kept` */
static inline void reference_blend(mpfr_t kept, const mpfr_t divided, const mpfr_t share)
{
    mpfr_t rest, part;
    mpfr_inits2(REFERENCE_BITS, rest, part, (mpfr_ptr)0);
    mpfr_mul(part, divided, share, MPFR_RNDN);
    mpfr_ui_sub(rest, 1, share, MPFR_RNDN);
    mpfr_mul(kept, kept, rest, MPFR_RNDN);
    mpfr_add(kept, kept, part, MPFR_RNDN);
    mpfr_clears(rest, part, (mpfr_ptr)0);
}

static inline void reference_yarn(mpfr_t w, const rwk_config *c, size_t i)
{
    mpfr_t divided, share;
    mpfr_inits2(REFERENCE_BITS, divided, share, (mpfr_ptr)0);
    reference_linear(divided, c, i);
    reference_default(w, c, i);
    reference_ramp(share, c, i);
    reference_blend(w, divided, share);
    mpfr_clears(divided, share, (mpfr_ptr)0);
}

/* 1 / (ext_i base^(2i/d)), ext the long list where seq_len > L0 */
static inline void reference_longrope(mpfr_t w, const rwk_config *c, size_t i)
{
    const rwk_scaling *s = &c->scaling;
    reference_default(w, c, i);
    mpfr_div_d(w, w, s->seq_len > s->original_max_position_embeddings ? s->long_factor[i] : s->short_factor[i], MPFR_RNDN);
}

/* lambda = 2 pi/w, as wavelengths: short ones keep w, long ones have w/s, between them a blend by (L0/lambda - low)/(high - low) */
static inline void reference_llama3(mpfr_t w, const rwk_config *c, size_t i)
{
    const rwk_scaling *s = &c->scaling;
    mpfr_t wave, limit, divided;
    mpfr_inits2(REFERENCE_BITS, wave, limit, divided, (mpfr_ptr)0);
    reference_default(w, c, i);
    reference_linear(divided, c, i);
    mpfr_const_pi(wave, MPFR_RNDN);
    mpfr_mul_ui(wave, wave, 2, MPFR_RNDN);
    mpfr_div(wave, wave, w, MPFR_RNDN);
    mpfr_set_si(limit, (long)s->original_max_position_embeddings, MPFR_RNDN);
    mpfr_div_d(limit, limit, s->high_freq_factor, MPFR_RNDN);
    const bool is_short = mpfr_less_p(wave, limit);
    mpfr_set_si(limit, (long)s->original_max_position_embeddings, MPFR_RNDN);
    mpfr_div_d(limit, limit, s->low_freq_factor, MPFR_RNDN);
    if (mpfr_greater_p(wave, limit)) mpfr_set(w, divided, MPFR_RNDN);
    else if (!is_short) {
        mpfr_si_div(wave, (long)s->original_max_position_embeddings, wave, MPFR_RNDN);
        mpfr_sub_d(wave, wave, s->low_freq_factor, MPFR_RNDN);
        mpfr_set_d(limit, s->high_freq_factor, MPFR_RNDN);
        mpfr_sub_d(limit, limit, s->low_freq_factor, MPFR_RNDN);
        mpfr_div(wave, wave, limit, MPFR_RNDN);
        reference_blend(divided, w, wave);
        mpfr_set(w, divided, MPFR_RNDN);
    }
    mpfr_clears(wave, limit, divided, (mpfr_ptr)0);
}

static inline void reference_proportional(mpfr_t w, const rwk_config *c, size_t i)
{
    mpfr_t base;
    mpfr_init2(base, REFERENCE_BITS);
    mpfr_set_d(base, c->rope_theta, MPFR_RNDN);
    reference_geometric(w, base, i, c->head_dim);
    mpfr_div_d(w, w, c->scaling.factor, MPFR_RNDN);
    if (i >= c->scaling.rope_angles) mpfr_set_zero(w, 1);
    mpfr_clear(base);
}

/* theta_i of a config; theta is any initialised number, its precision becomes REFERENCE_THETA_BITS. */
static inline void reference_theta(mpfr_t theta, const rwk_config *config, size_t i)
{
    static void (*const rules[RWK_N_ROPE_TYPES])(mpfr_t, const rwk_config *, size_t) = {
        [RWK_ROPE_DEFAULT] = reference_default, [RWK_ROPE_LINEAR] = reference_linear,
        [RWK_ROPE_NTK] = reference_ntk,         [RWK_ROPE_DYNAMIC] = reference_ntk,
        [RWK_ROPE_YARN] = reference_yarn,       [RWK_ROPE_LONGROPE] = reference_longrope,
        [RWK_ROPE_LLAMA3] = reference_llama3,   [RWK_ROPE_PROPORTIONAL] = reference_proportional,
    };
    mpfr_set_prec(theta, REFERENCE_BITS);
    rules[config->rope_type](theta, config, i);
    mpfr_prec_round(theta, REFERENCE_THETA_BITS, MPFR_RNDN);
}

/* get_mscale(s, m) = 0.1 m ln s + 1, and 1 for s <= 1 */
static inline void reference_mscale(mpfr_t y, double s, double m)
{
    mpfr_set_d(y, s, MPFR_RNDN);
    mpfr_log(y, y, MPFR_RNDN);
    mpfr_mul_d(y, y, m, MPFR_RNDN);
    mpfr_div_ui(y, y, 10, MPFR_RNDN);
    mpfr_add_ui(y, y, 1, MPFR_RNDN);
    if (s <= 1) mpfr_set_ui(y, 1, MPFR_RNDN);
}

static inline void reference_yarn_attention(mpfr_t a, const rwk_scaling *s)
{
    const bool both = s->mscale > 0 && s->mscale_all_dim > 0;
    mpfr_t below;
    mpfr_init2(below, REFERENCE_BITS);
    reference_mscale(a, s->factor, both ? s->mscale : 1);
    reference_mscale(below, s->factor, s->mscale_all_dim);
    if (both) mpfr_div(a, a, below, MPFR_RNDN);
    mpfr_clear(below);
}

/* sqrt(1 + ln s / ln L0), and 1 for s <= 1 */
static inline void reference_longrope_attention(mpfr_t a, const rwk_scaling *s)
{
    mpfr_t log_length;
    mpfr_init2(log_length, REFERENCE_BITS);
    mpfr_set_si(log_length, (long)s->original_max_position_embeddings, MPFR_RNDN);
    mpfr_log(log_length, log_length, MPFR_RNDN);
    mpfr_set_d(a, s->factor > 1 ? s->factor : 1, MPFR_RNDN);
    mpfr_log(a, a, MPFR_RNDN);
    mpfr_div(a, a, log_length, MPFR_RNDN);
    mpfr_add_ui(a, a, 1, MPFR_RNDN);
    mpfr_sqrt(a, a, MPFR_RNDN);
    mpfr_clear(log_length);
}

/* attention_factor rounded once to binary64: the one given (by yarn and longrope alone), else the rule's */
static inline double reference_attention_factor(const rwk_config *config)
{
    const rwk_scaling *s = &config->scaling;
    if (config->rope_type != RWK_ROPE_YARN && config->rope_type != RWK_ROPE_LONGROPE) return 1;
    if (s->attention_factor > 0) return s->attention_factor;
    mpfr_t a;
    mpfr_init2(a, REFERENCE_BITS);
    if (config->rope_type == RWK_ROPE_YARN) reference_yarn_attention(a, s);
    else reference_longrope_attention(a, s);
    const double value = mpfr_get_d(a, MPFR_RNDN);
    mpfr_clear(a);
    return value;
}

/* c = a cos(m theta), s = a sin(m theta); theta exact, c and s initialised */
static inline void reference_cos_sin(mpfr_t c, mpfr_t s, const mpfr_t theta, int64_t m, double a)
{
    mpfr_t angle;
    mpfr_init2(angle, mpfr_get_prec(theta) + 64);
    mpfr_mul_si(angle, theta, (long)m, MPFR_RNDN); /* exact */
    mpfr_sin_cos(s, c, angle, MPFR_RNDN);
    mpfr_mul_d(c, c, a, MPFR_RNDN);
    mpfr_mul_d(s, s, a, MPFR_RNDN);
    mpfr_clear(angle);
}

/* ---- configs: one of every rope type, with the parameters of a published model where there is one ---- */

static inline rwk_config config_scaled(rwk_rope_type type, size_t dim, double base, double factor)
{
    rwk_config c = rwk_config_plain(dim, base);
    c.rope_type = type;
    c.scaling.factor = factor;
    return c;
}

/* s, beta_fast 32, beta_slow 1, truncated */
static inline rwk_config config_yarn(size_t dim, double base, double factor, int64_t original)
{
    rwk_config c = config_scaled(RWK_ROPE_YARN, dim, base, factor);
    c.scaling.original_max_position_embeddings = original;
    c.scaling.beta_fast = 32;
    c.scaling.beta_slow = 1;
    c.scaling.truncate = true;
    return c;
}

static inline rwk_config config_llama3(size_t dim, double base, double factor, int64_t original)
{
    rwk_config c = config_scaled(RWK_ROPE_LLAMA3, dim, base, factor);
    c.scaling.original_max_position_embeddings = original;
    c.scaling.low_freq_factor = 1;
    c.scaling.high_freq_factor = 4;
    return c;
}

/* Factors rise with the pair, as the published lists do: short 1 .. 3, long 1 .. 65. */
static inline rwk_config config_longrope(size_t dim, double base, double factor, int64_t original, int64_t seq_len)
{
    rwk_config c = config_scaled(RWK_ROPE_LONGROPE, dim, base, factor);
    c.scaling.original_max_position_embeddings = original;
    c.scaling.seq_len = seq_len;
    for (size_t i = 0; i < dim / 2; i++) {
        const double t = (double)i / (double)(dim / 2);
        c.scaling.short_factor[i] = 1 + 2 * t;
        c.scaling.long_factor[i] = 1 + 64 * t * t;
    }
    return c;
}

static inline rwk_config config_dynamic(size_t dim, double base, double factor, int64_t trained, int64_t seq_len)
{
    rwk_config c = config_scaled(RWK_ROPE_DYNAMIC, dim, base, factor);
    c.max_position_embeddings = trained;
    c.scaling.seq_len = seq_len;
    return c;
}

static inline rwk_config config_proportional(size_t dim, double base, double factor, size_t angles)
{
    rwk_config c = config_scaled(RWK_ROPE_PROPORTIONAL, dim, base, factor);
    c.scaling.rope_angles = angles;
    return c;
}

/* A published model's parameters for a rope type: Llama-2, Gemma-3, ntk by 4, Hugging Face's dynamic test, Qwen2.5 with yarn, Phi-3,
 * Llama-3.1, Gemma-4. */
static inline rwk_config config_example(rwk_rope_type type)
{
    switch (type) {
    case RWK_ROPE_LINEAR: return config_scaled(type, 256, 1e6, 8);
    case RWK_ROPE_NTK: return config_scaled(type, 128, 10000, 4);
    case RWK_ROPE_DYNAMIC: return config_dynamic(128, 10000, 10, 2048, 16384);
    case RWK_ROPE_YARN: return config_yarn(128, 1e6, 4, 32768);
    case RWK_ROPE_LONGROPE: return config_longrope(96, 10000, 32, 4096, 131072);
    case RWK_ROPE_LLAMA3: return config_llama3(128, 500000, 8, 8192);
    case RWK_ROPE_PROPORTIONAL: return config_proportional(512, 1e6, 1, 64);
    default: return rwk_config_plain(128, 10000);
    }
}

/* gpt-oss: yarn whose ramp does not end at whole pair numbers */
static inline rwk_config config_gpt_oss(void)
{
    rwk_config c = config_yarn(64, 150000, 32, 4096);
    c.scaling.truncate = false;
    return c;
}

/* DeepSeek-V3 */
static inline rwk_config config_deepseek(void)
{
    rwk_config c = config_yarn(64, 10000, 40, 4096);
    c.scaling.mscale = c.scaling.mscale_all_dim = 1;
    return c;
}

#endif
