/* SPDX-License-Identifier: MIT */
/* What each rule needs of its parameters. */
#include <math.h>
#include <stdio.h>

#include "config/config.h"
#include "core/json_write.h"

typedef struct {
    const rwk_config *config;
    const char *name;
    rwk_diag *diag;
    rwk_status status; /* the first failure sticks */
} check;

/* A finite number for which `good` is true. */
static void need(check *k, const char *key, double value, bool good, const char *expected)
{
    char decimal[32];
    if (k->status != RWK_OK || (isfinite(value) && good)) return;
    k->status = isfinite(value) ? RWK_ERANGE : RWK_ENAN;
    if (isfinite(value)) rwk_decimal(decimal, value);
    else snprintf(decimal, sizeof decimal, "%g", value);
    rwk_fail(k->diag, k->status, "%s: %s: %s: expected %s", k->name, key, decimal, expected);
}

static void need_factor(check *k)
{
    const double factor = k->config->scaling.factor;
    need(k, "factor", factor, factor > 0, "a number above 0");
}

static void need_original(check *k, int64_t least)
{
    const int64_t original = k->config->scaling.original_max_position_embeddings;
    need(k, "original_max_position_embeddings", (double)original, original >= least && original <= RWK_MAX_POSITION,
         least > 1 ? "a whole number 2 .. 2^31 - 1" : "a whole number 1 .. 2^31 - 1");
}

static void need_wide(check *k)
{
    if (k->status == RWK_OK && k->config->rotary_dim < 4)
        k->status = rwk_fail(k->diag, RWK_ERANGE, "%s: rotary_dim: %zu: expected at least 4 for rope_type %s", k->name,
                             k->config->rotary_dim, rwk_rope_type_name(k->config->rope_type));
}

static void check_dynamic(check *k)
{
    const int64_t context = k->config->max_position_embeddings;
    need_wide(k);
    need(k, "max_position_embeddings", (double)context, context > 0, "the context length, which rope_type dynamic needs");
}

static void check_yarn(check *k)
{
    const rwk_scaling *s = &k->config->scaling;
    need_original(k, 1);
    need(k, "rope_theta", k->config->rope_theta, k->config->rope_theta > 1, "a number above 1 for rope_type yarn");
    need(k, "beta_slow", s->beta_slow, s->beta_slow > 0, "a number above 0");
    need(k, "beta_fast", s->beta_fast, s->beta_fast >= s->beta_slow, "a number of at least beta_slow");
    need(k, "mscale", s->mscale, s->mscale >= 0, "a number of at least 0");
    need(k, "mscale_all_dim", s->mscale_all_dim, s->mscale_all_dim >= 0, "a number of at least 0");
}

static void check_llama3(check *k)
{
    const rwk_scaling *s = &k->config->scaling;
    need_original(k, 1);
    need(k, "low_freq_factor", s->low_freq_factor, s->low_freq_factor > 0, "a number above 0");
    need(k, "high_freq_factor", s->high_freq_factor, s->high_freq_factor >= s->low_freq_factor,
         "a number of at least low_freq_factor");
}

static void check_longrope(check *k)
{
    const rwk_scaling *s = &k->config->scaling;
    const size_t n = k->config->rotary_dim / 2;
    need_original(k, 2);
    need(k, "short_mscale", s->short_mscale, s->short_mscale >= 0, "a number of at least 0");
    need(k, "long_mscale", s->long_mscale, s->long_mscale >= 0, "a number of at least 0");
    if (k->status == RWK_OK && n > RWK_MAX_FACTORS)
        k->status = rwk_fail(k->diag, RWK_ESHAPE, "%s: rotary_dim: %zu: expected at most %d for rope_type longrope", k->name,
                             k->config->rotary_dim, 2 * RWK_MAX_FACTORS);
    for (size_t i = 0; i < n && i < RWK_MAX_FACTORS; i++) {
        need(k, "short_factor", s->short_factor[i], s->short_factor[i] > 0, "numbers above 0");
        need(k, "long_factor", s->long_factor[i], s->long_factor[i] > 0, "numbers above 0");
    }
}

static void check_proportional(check *k)
{
    const size_t most = k->config->head_dim / 2, angles = k->config->scaling.rope_angles;
    if (k->status == RWK_OK && k->config->rotary_dim != k->config->head_dim)
        k->status = rwk_fail(k->diag, RWK_ESHAPE, "%s: rotary_dim: %zu: expected head_dim = %zu for rope_type proportional",
                             k->name, k->config->rotary_dim, k->config->head_dim);
    need(k, "partial_rotary_factor", (double)angles, angles >= 1 && angles <= most,
         "a share of head_dim/2 pairs, at least one and at most all");
}

rwk_status rwk_scaling_check(const rwk_config *config, const char *name, rwk_diag *diag)
{
    static void (*const checks[RWK_N_ROPE_TYPES])(check *) = {
        [RWK_ROPE_LINEAR] = need_factor,
        [RWK_ROPE_NTK] = need_wide,
        [RWK_ROPE_DYNAMIC] = check_dynamic,
        [RWK_ROPE_YARN] = check_yarn,
        [RWK_ROPE_LONGROPE] = check_longrope,
        [RWK_ROPE_LLAMA3] = check_llama3,
        [RWK_ROPE_PROPORTIONAL] = check_proportional,
    };
    check k = { config, name, diag, RWK_OK };
    const rwk_scaling *s = &config->scaling;
    if (config->rope_type != RWK_ROPE_DEFAULT) need_factor(&k);
    if (checks[config->rope_type]) checks[config->rope_type](&k);
    need(&k, "attention_factor", s->attention_factor, s->attention_factor >= 0 && s->attention_factor < 0x1p64,
         "a number above 0, below 2^64");
    need(&k, "seq_len", (double)s->seq_len, s->seq_len >= 0 && s->seq_len <= RWK_MAX_POSITION + 1, "1 .. 2^31");
    return k.status == RWK_OK ? rwk_mrope_check(config, name, diag) : k.status;
}
