/* SPDX-License-Identifier: MIT */
/* One sentence a rule, with its numbers, and what it did to the frequencies. */
#include <gsl/gsl_math.h>
#include <math.h>

#include "angles/rule.h"
#include "cli/explain.h"

static double value_of(rwk_real x)
{
    double value = GSL_NAN;
    return rwk_real_round(&value, x, RWK_F64) == RWK_OK ? value : GSL_NAN;
}

static void say_default(const rwk_config *c) { printf("theta_i = %.10g^(-2i/%zu), plain RoPE", c->rope_theta, c->rotary_dim); }

static void say_linear(const rwk_config *c)
{
    printf("theta_i = %.10g^(-2i/%zu) / %.10g: every position counts %.4g of one (position interpolation)", c->rope_theta,
           c->rotary_dim, c->scaling.factor, 1 / c->scaling.factor);
}

/* The base that the first frequency below 1 belongs to: theta_1 = b'^(-2/d). */
static double effective_base(const explain_page *p) { return pow(p->inv_freq[1], -(double)p->config->rotary_dim / 2); }

static void say_larger_base(const explain_page *p)
{
    const rwk_config *c = p->config;
    const bool dynamic = c->rope_type == RWK_ROPE_DYNAMIC, stretched = c->scaling.seq_len > c->max_position_embeddings;
    if (dynamic && !stretched) {
        printf("unscaled for texts of up to %lld tokens; for longer ones the base %.10g grows with the text (--seq-len N)",
               (long long)c->max_position_embeddings, c->rope_theta);
        return;
    }
    printf("base %.8g in place of %.10g: the first pair keeps its frequency, the last is slowed most", effective_base(p),
           c->rope_theta);
    if (dynamic) printf(" (for a text of %lld tokens; the base grows with the text)", (long long)c->scaling.seq_len);
}

static void say_yarn(const explain_page *p)
{
    const rwk_scaling *s = &p->config->scaling;
    rwk_real low, high;
    rwk_reals *pool = rwk_reals_new(128);
    if (!pool) return;
    rwk_yarn_range(&low, &high, pool, p->config);
    printf("pairs with more than %g turns within %lld tokens keep %.10g^(-2i/%zu), those with less than %g are slowed %g times;\n"
           "              the ramp between runs from pair %.8g to pair %.8g%s",
           s->beta_fast, (long long)s->original_max_position_embeddings, p->config->rope_theta, p->config->rotary_dim, s->beta_slow,
           s->factor, value_of(low), value_of(high), s->truncate ? ", rounded outwards" : ", not rounded (truncate false)");
    rwk_reals_free(pool);
}

static void say_longrope(const explain_page *p)
{
    const rwk_scaling *s = &p->config->scaling;
    const bool is_long = rwk_longrope_is_long(p->config);
    printf("theta_i = %.10g^(-2i/%zu) over a factor of its own, from the %s list (%s %lld tokens); --seq-len chooses",
           p->config->rope_theta, p->config->rotary_dim, is_long ? "long" : "short", is_long ? "texts beyond" : "texts up to",
           (long long)s->original_max_position_embeddings);
}

static void say_llama3(const explain_page *p)
{
    const rwk_scaling *s = &p->config->scaling;
    const double original = (double)s->original_max_position_embeddings;
    printf("waves shorter than %.6g tokens keep %.10g^(-2i/%zu), waves longer than %.6g are slowed %g times, blended between",
           original / s->high_freq_factor, p->config->rope_theta, p->config->rotary_dim, original / s->low_freq_factor, s->factor);
}

static void say_proportional(const explain_page *p)
{
    printf("theta_i = %.10g^(-2i/%zu)", p->config->rope_theta, p->config->head_dim);
    if (p->config->scaling.factor != 1) printf(" / %g", p->config->scaling.factor);
    printf(" for the first %zu pairs, spaced as in a whole head; the others stand still", p->config->scaling.rope_angles);
}

void explain_rule(const explain_page *p)
{
    printf("rule          %s: ", rwk_rope_type_name(p->config->rope_type));
    switch (p->config->rope_type) {
    case RWK_ROPE_DEFAULT: say_default(p->config); break;
    case RWK_ROPE_LINEAR: say_linear(p->config); break;
    case RWK_ROPE_NTK:
    case RWK_ROPE_DYNAMIC: say_larger_base(p); break;
    case RWK_ROPE_YARN: say_yarn(p); break;
    case RWK_ROPE_LONGROPE: say_longrope(p); break;
    case RWK_ROPE_LLAMA3: say_llama3(p); break;
    case RWK_ROPE_PROPORTIONAL: say_proportional(p); break;
    }
    printf("\n");
}

/* By how much a pair is slower than under the rule default; 1 where it is the same number. */
static double slowed(const explain_page *p, size_t i) { return p->plain[i] / p->inv_freq[i]; }

typedef enum { KEPT, SLOWED_ALIKE, SLOWED, STILL } change;

static bool alike(const explain_page *p, size_t i, size_t j)
{
    return i < p->n && j < p->n && p->inv_freq[i] > 0 && p->inv_freq[j] > 0 && fabs(slowed(p, i) / slowed(p, j) - 1) < 1e-12;
}

/* longrope's factors are a list of their own and told as one stretch. */
static change kind_of(const explain_page *p, size_t i)
{
    if (p->inv_freq[i] == 0) return STILL;
    if (fabs(slowed(p, i) - 1) < 1e-15) return KEPT;
    const bool neighbour = alike(p, i, i + 1) || (i > 0 && alike(p, i, i - 1));
    return neighbour && p->config->rope_type != RWK_ROPE_LONGROPE ? SLOWED_ALIKE : SLOWED;
}

static bool same_stretch(const explain_page *p, size_t i)
{
    return kind_of(p, i + 1) == kind_of(p, i) && (kind_of(p, i) != SLOWED_ALIKE || alike(p, i, i + 1));
}

static void say_stretch(const explain_page *p, size_t first, size_t last)
{
    const change kind = kind_of(p, first);
    if (first == last) printf("  pair  %3zu         ", first);
    else printf("  pairs %3zu .. %-3zu  ", first, last);
    if (kind == KEPT) printf("as without the rule\n");
    else if (kind == STILL) printf("stand still: every position leaves them as they are\n");
    else if (kind == SLOWED_ALIKE || first == last) printf("slowed %.6g times\n", slowed(p, first));
    else printf("slowed %.6g to %.6g times\n", slowed(p, first), slowed(p, last));
}

static void say_attention(const explain_page *p)
{
    const rwk_scaling *s = &p->config->scaling;
    if (p->attention_factor != 1)
        printf("  attention_factor %.10g multiplies cos and sin, and so %s by %.8g\n", p->attention_factor,
               p->config->rotary_dim < p->config->head_dim ? "the rotated part of every score" : "every score",
               p->attention_factor * p->attention_factor);
    if (p->config->rope_type != RWK_ROPE_YARN || s->mscale_all_dim == 0) return;
    rwk_reals *pool = rwk_reals_new(128);
    if (!pool) return;
    const double m = value_of(rwk_yarn_mscale(pool, s->factor, s->mscale_all_dim));
    printf("  DeepSeek's own code also multiplies the softmax scale by mscale_all_dim's %.7g squared, %.7g: not part of the "
           "rotation\n",
           m, m * m);
    rwk_reals_free(pool);
}

void explain_change(const explain_page *p)
{
    if (p->config->rope_type == RWK_ROPE_DEFAULT) return;
    printf("\nWhat the rule %s changed, against plain RoPE of the same base:\n", rwk_rope_type_name(p->config->rope_type));
    for (size_t first = 0, last; first < p->n; first = last + 1) {
        last = first;
        while (last + 1 < p->n && same_stretch(p, last)) last++;
        say_stretch(p, first, last);
    }
    say_attention(p);
}
