/* SPDX-License-Identifier: MIT */
/* Hypotheses about the frequencies: another base, exponent, width, scaling rule, or parameter of the rule. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "angles/rule.h"
#include "oracle/hypothesis.h"

static void take_frequencies(rwk_pipeline *p, const rwk_hypothesis *h)
{
    p->rotary_dim = h->rotary_dim;
    p->attention_factor = h->number;
    memcpy(p->inv_freq, h->inv_freq, h->rotary_dim / 2 * sizeof h->inv_freq[0]);
}

/** What the makers below share. */
typedef struct {
    rwk_hypotheses *list;
    const rwk_clues *clues;
    const rwk_config *config;
    rwk_pipeline *scratch;
} maker;

static void add_values(const maker *m, int rank, const char *id, const char *text, const double inv_freq[], size_t rotary_dim, double a)
{
    double *copy = malloc(rotary_dim / 2 * sizeof *copy);
    if (!copy) {
        m->list->out_of_memory = true;
        return;
    }
    memcpy(copy, inv_freq, rotary_dim / 2 * sizeof *copy);
    rwk_hypothesis *h = rwk_hypotheses_add(m->list, RWK_STAGE_FREQUENCY, rank, take_frequencies, id, text);
    h->rotary_dim = rotary_dim, h->number = a, h->inv_freq = copy;
}

/* Another config's frequencies, with its own attention factor and with the right one; nothing where that config is not valid. */
static void add_config(const maker *m, int rank, const char *id, const char *text, const rwk_config *config)
{
    rwk_diag diag;
    const double a = m->clues->right->attention_factor;
    if (config->rotary_dim > config->head_dim || rwk_pipeline_take(m->scratch, config, &diag) != RWK_OK) return;
    add_values(m, rank, id, text, m->scratch->inv_freq, config->rotary_dim, m->scratch->attention_factor);
    if (m->scratch->attention_factor != a) add_values(m, rank, id, text, m->scratch->inv_freq, config->rotary_dim, a);
}

static void add_numbered(const maker *m, int rank, const char *kind, const char *number, const char *text, const rwk_config *config)
{
    char id[RWK_ID], line[RWK_HYPOTHESIS_TEXT];
    snprintf(id, sizeof id, "%s-%s", kind, number);
    snprintf(line, sizeof line, text, number);
    add_config(m, rank, id, line, config);
}

/* ---- Estimates from recovered frequencies ---- */

typedef struct {
    double value, error;
} estimate;

static int by_error(const void *a, const void *b)
{
    const estimate *x = a, *y = b;
    return (x->error > y->error) - (x->error < y->error);
}

static int by_value(const void *a, const void *b)
{
    const estimate *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* Of the surer half, the one in the middle; how sure it is, of the surest. */
static bool middle(estimate *result, estimate list[], size_t n)
{
    if (n < 1) return false;
    qsort(list, n, sizeof *list, by_error);
    const double error = list[0].error;
    const size_t half = (n + 1) / 2;
    qsort(list, half, sizeof *list, by_value);
    *result = (estimate){ list[half / 2].value, error };
    return true;
}

static bool is_known(const rwk_recovery *r, size_t i) { return fabs(r->theta[i]) > 0 && r->error[i] < 0.1 * fabs(r->theta[i]); }

/* ln b' = ln b - (d/2i) ln rho_i, rho_i the frequency used over the right one                                (D20.12) */
static bool estimate_base(estimate *result, const maker *m, const rwk_recovery *r)
{
    estimate list[RWK_PIPELINE_PAIRS];
    size_t n = 0;
    const double d = (double)m->config->rotary_dim;
    for (size_t i = 1; i < r->rotary_dim / 2 && i < m->config->rotary_dim / 2; i++) {
        const double right = m->clues->right->inv_freq[i], power = d / (2 * (double)i);
        if (!is_known(r, i) || !(right > 0)) continue;
        const double rho = fabs(r->theta[i]) / right;
        list[n++] = (estimate){ log(m->config->rope_theta) - power * log(rho), power * r->error[i] / fabs(r->theta[i]) };
    }
    return middle(result, list, n);
}

/* D = -2 i ln b / ln theta_i for the plain rule */
static bool estimate_denominator(estimate *result, const maker *m, const rwk_recovery *r)
{
    estimate list[RWK_PIPELINE_PAIRS];
    size_t n = 0;
    for (size_t i = 1; i < r->rotary_dim / 2; i++) {
        const double log_theta = log(fabs(r->theta[i]));
        if (!is_known(r, i) || !(log_theta < 0)) continue;
        const double value = -2 * (double)i * log(m->config->rope_theta) / log_theta;
        list[n++] = (estimate){ value, fabs(value * r->error[i] / (r->theta[i] * log_theta)) };
    }
    return middle(result, list, n);
}

/* The same ratio to the unscaled frequency in every pair, or in the last one: a factor. */
static double ratio_of_pair(const maker *m, const rwk_recovery *r, size_t i)
{
    const double unscaled = pow(m->config->rope_theta, -2 * (double)i / (double)m->config->rotary_dim);
    return is_known(r, i) ? unscaled / fabs(r->theta[i]) : NAN;
}

/* ---- Base ---- */

static void base(const maker *m, int rank, const char *number)
{
    rwk_config config = *m->config;
    config.rope_theta = strtod(number, NULL);
    if (!(config.rope_theta > 1) || config.rope_theta == m->config->rope_theta) return;
    add_numbered(m, rank, "base", number, "rope_theta is %s", &config);
}

static void bases(const maker *m)
{
    static const char *const USUAL[] = { "100", "1000", "10000", "100000", "150000", "160000", "500000", "1000000", "5000000", "10000000", "1000000000" };
    for (size_t k = 0; k < sizeof USUAL / sizeof USUAL[0]; k++) base(m, 1, USUAL[k]);
    for (int k = 0; k < 2; k++) {
        estimate e;
        char number[64];
        const rwk_recovery *r = k ? m->clues->other : m->clues->own;
        if (!r || !estimate_base(&e, m, r) || !(e.value < 60) || e.value < 0.1) continue;
        base(m, 1, rwk_roundest(number, sizeof number, exp(e.value), 4 * e.error + 1e-6));
    }
}

/* ---- Exponent and width ---- */

/* theta_i = b^(-(2i + start) step / D) */
static void exponents(const maker *m, int rank, const char *id, const char *text, double start, double step, double denominator)
{
    double theta[RWK_PIPELINE_PAIRS];
    const size_t n = m->config->rotary_dim / 2;
    for (size_t i = 0; i < n; i++) theta[i] = pow(m->config->rope_theta, -(2 * (double)i + start) * step / denominator);
    add_values(m, rank, id, text, theta, m->config->rotary_dim, m->clues->right->attention_factor);
}

static void denominator(const maker *m, int rank, double number)
{
    char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT];
    if (!(number >= 2) || number == (double)m->config->rotary_dim || number > 1e6) return;
    snprintf(id, sizeof id, "denominator-%.0f", number);
    snprintf(text, sizeof text, "the exponent of pair i is 2i/%.0f", number);
    exponents(m, rank, id, text, 0, 1, number);
}

static void widths(const maker *m, size_t rotary_dim)
{
    char number[24];
    rwk_config config = *m->config;
    if (rotary_dim < 2 || rotary_dim > config.head_dim || rotary_dim % 2 || rotary_dim == config.rotary_dim) return;
    snprintf(number, sizeof number, "%zu", rotary_dim);
    config.rotary_dim = rotary_dim;
    if (config.rope_type == RWK_ROPE_PROPORTIONAL) config.rope_type = RWK_ROPE_DEFAULT, config.scaling = (rwk_scaling){ 0 };
    if (config.n_axes) return;
    add_numbered(m, rotary_dim == config.head_dim ? 0 : 1, "rotary-dim", number, "%s slots are rotated", &config);
}

static void shapes(const maker *m)
{
    const double d = (double)m->config->rotary_dim, width = (double)m->config->head_dim;
    estimate e;
    exponents(m, 0, "exponent-odd", "the exponent of pair i is (2i+1)/d", 1, 1, d);
    exponents(m, 0, "exponent-from-one", "the exponent of pair i is 2(i+1)/d: pairs counted from 1", 2, 1, d);
    exponents(m, 0, "exponent-doubled", "the exponent of pair i is 4i/d", 0, 2, d);
    exponents(m, 0, "exponent-halved", "the exponent of pair i is i/d", 0, 0.5, d);
    exponents(m, 0, "exponent-positive", "the exponent has lost its minus: theta_i = b^(2i/d)", 0, -1, d);
    denominator(m, 0, width);
    denominator(m, 1, d - 2);
    if (m->clues->own && estimate_denominator(&e, m, m->clues->own) && fabs(e.value - nearbyint(e.value)) < 0.1 + 3 * e.error)
        denominator(m, 2, nearbyint(e.value));
    double zero[RWK_PIPELINE_PAIRS] = { 0 };
    add_values(m, 1, "inv-freq-zero", "inv_freq is all zeros, a buffer that was never filled", zero, m->config->rotary_dim,
               m->clues->right->attention_factor);
    widths(m, m->config->head_dim);
    if (m->clues->width > 0) widths(m, m->clues->width);
    widths(m, m->config->head_dim / 2);
    widths(m, m->config->head_dim / 4);
    widths(m, m->config->rotary_dim / 2);
    if (m->config->rope_type == RWK_ROPE_PROPORTIONAL) widths(m, 2 * m->config->scaling.rope_angles);
}

/* ---- Scaling ---- */

static void as_type(const maker *m, const char *id, const char *text, rwk_rope_type type)
{
    rwk_config config = *m->config;
    if (type == config.rope_type) return;
    config.rope_type = type;
    if (!config.scaling.original_max_position_embeddings)
        config.scaling.original_max_position_embeddings = config.max_position_embeddings;
    if (type == RWK_ROPE_YARN && config.scaling.beta_fast == 0)
        config.scaling.beta_fast = 32, config.scaling.beta_slow = 1, config.scaling.truncate = true;
    if (type == RWK_ROPE_LLAMA3 && config.scaling.high_freq_factor == 0)
        config.scaling.low_freq_factor = 1, config.scaling.high_freq_factor = 4;
    if (type == RWK_ROPE_DEFAULT) config.scaling = (rwk_scaling){ 0 };
    add_config(m, 0, id, text, &config);
}

static void factor(const maker *m, int rank, double value, double error)
{
    char number[40];
    rwk_config config = *m->config;
    if (!(value > 0) || !isfinite(value)) return;
    rwk_roundest(number, sizeof number, value, error);
    if (config.rope_type == RWK_ROPE_DEFAULT) config.rope_type = RWK_ROPE_LINEAR;
    config.scaling.factor = strtod(number, NULL);
    if (config.scaling.factor == m->config->scaling.factor || !(config.scaling.factor > 0)) return;
    add_numbered(m, rank, "factor", number, "factor is %s", &config);
}

static void factors(const maker *m)
{
    const size_t last = m->config->rotary_dim / 2 - 1;
    for (int k = 0; k < 2; k++) {
        const rwk_recovery *r = k ? m->clues->other : m->clues->own;
        if (!r || r->rotary_dim / 2 <= last) continue;
        for (int end = 0; end < 2; end++) {
            const size_t i = end ? last : 0;
            const double value = ratio_of_pair(m, r, i);
            if (isfinite(value) && fabs(value - 1) > 1e-3) factor(m, 1, value, 4 * r->error[i] / fabs(r->theta[i]) + 1e-6);
        }
    }
    if (m->config->scaling.factor > 0) factor(m, 1, 1 / m->config->scaling.factor, 0);
}

static void ignored(const maker *m)
{
    if (m->config->rope_type == RWK_ROPE_DEFAULT) return;
    as_type(m, "scaling-ignored", "the scaling rule is left out: theta_i = b^(-2i/d)", RWK_ROPE_DEFAULT);
    if (!(m->config->scaling.factor > 0)) return;
    as_type(m, "scaling-linear", "every frequency is divided by factor", RWK_ROPE_LINEAR);
    as_type(m, "scaling-ntk", "the base is multiplied by factor^(d/(d-2))", RWK_ROPE_NTK);
    as_type(m, "scaling-as-yarn", "the rule is yarn's", RWK_ROPE_YARN);
    as_type(m, "scaling-as-llama3", "the rule is llama3's", RWK_ROPE_LLAMA3);
    if (m->config->max_position_embeddings && m->config->scaling.seq_len) as_type(m, "scaling-as-dynamic", "the rule is dynamic's", RWK_ROPE_DYNAMIC);
}

static void yarn(const maker *m)
{
    rwk_config config = *m->config, plain = *m->config, linear = *m->config;
    const size_t n = config.rotary_dim / 2;
    double inverted[RWK_PIPELINE_PAIRS];
    rwk_diag diag;
    config.scaling.truncate = !config.scaling.truncate;
    add_config(m, 0, "yarn-truncate",
               config.scaling.truncate ? "the ends of the ramp are rounded to whole pairs, truncate is false"
                                       : "the ends of the ramp are not rounded to whole pairs, truncate is true",
               &config);
    config = *m->config;
    config.scaling.original_max_position_embeddings = config.max_position_embeddings;
    add_config(m, 0, "yarn-original-length", "turns are counted within max_position_embeddings, not original_max_position_embeddings",
               &config);
    config = *m->config;
    config.scaling.beta_fast = 32, config.scaling.beta_slow = 1;
    add_config(m, 1, "yarn-beta", "beta_fast and beta_slow are 32 and 1, whatever the config says", &config);
    for (int k = -1; k <= 1; k += 2) {
        config = *m->config;
        const double ratio = (double)config.max_position_embeddings / (double)config.scaling.original_max_position_embeddings;
        if (!(ratio > 0)) break;
        config.scaling.beta_fast *= pow(ratio, k), config.scaling.beta_slow *= pow(ratio, k);
        add_config(m, 1, "yarn-beta", "beta_fast and beta_slow are off by the ratio of the lengths", &config);
    }
    plain.rope_type = RWK_ROPE_DEFAULT, linear.rope_type = RWK_ROPE_LINEAR;
    if (rwk_pipeline_take(m->scratch, &plain, &diag) != RWK_OK) return;
    memcpy(inverted, m->scratch->inv_freq, n * sizeof inverted[0]);
    if (rwk_pipeline_take(m->scratch, &linear, &diag) != RWK_OK) return;
    for (size_t i = 0; i < n; i++) inverted[i] += m->scratch->inv_freq[i] - m->clues->right->inv_freq[i]; /* w + w/s - y */
    add_values(m, 0, "yarn-ramp-inverted", "the ramp runs the wrong way: fast pairs are divided, slow ones kept", inverted, 2 * n,
               m->clues->right->attention_factor);
}

static void llama3(const maker *m)
{
    rwk_config config = *m->config;
    rwk_scaling *s = &config.scaling;
    s->original_max_position_embeddings = config.max_position_embeddings;
    add_config(m, 0, "llama3-boundaries", "wavelengths are compared with max_position_embeddings, not original_max_position_embeddings",
               &config);
    config = *m->config;
    s->low_freq_factor = 1, s->high_freq_factor = 4, s->original_max_position_embeddings = 8192;
    add_config(m, 1, "llama3-boundaries", "low_freq_factor 1, high_freq_factor 4 and 8192, whatever the config says", &config);
    config = *m->config;
    s->low_freq_factor = s->high_freq_factor;
    add_config(m, 1, "llama3-boundaries", "no blend: one boundary, at high_freq_factor", &config);
    config = *m->config;
    s->high_freq_factor = s->low_freq_factor;
    add_config(m, 1, "llama3-boundaries", "no blend: one boundary, at low_freq_factor", &config);
    config = *m->config;
    const double high = s->high_freq_factor, length = (double)s->original_max_position_embeddings;
    double theta[RWK_PIPELINE_PAIRS];
    for (size_t i = 0; i < config.rotary_dim / 2; i++) { /* the blend the wrong way round */
        const double w = pow(config.rope_theta, -2 * (double)i / (double)config.rotary_dim);
        const double turns = length * w / (8 * atan(1)), smooth = (turns - s->low_freq_factor) / (high - s->low_freq_factor);
        theta[i] = smooth >= 1 ? w : smooth <= 0 ? w / s->factor : w * smooth / s->factor + w * (1 - smooth);
    }
    add_values(m, 1, "llama3-boundaries", "the blend runs the wrong way", theta, config.rotary_dim, 1);
}

static void longrope(const maker *m)
{
    rwk_config config = *m->config;
    const size_t n = config.rotary_dim / 2;
    memcpy(config.scaling.long_factor, m->config->scaling.short_factor, n * sizeof(double));
    memcpy(config.scaling.short_factor, m->config->scaling.long_factor, n * sizeof(double));
    const bool is_long = rwk_longrope_is_long(m->config);
    add_config(m, 0, is_long ? "longrope-short" : "longrope-long",
               is_long ? "short_factor is used where the text is longer than the original context"
                       : "long_factor is used where the text is not longer than the original context",
               &config);
}

static void dynamic(const maker *m)
{
    rwk_config config = *m->config;
    config.scaling.seq_len = (int64_t)((double)config.max_position_embeddings * config.scaling.factor);
    add_config(m, 0, "dynamic-static", "one base for all lengths, that of factor times max_position_embeddings", &config);
    config.scaling.seq_len = 0;
    if (m->config->scaling.seq_len) add_config(m, 0, "dynamic-static", "the base does not grow with the text", &config);
}

void rwk_hypothesise_frequencies(rwk_hypotheses *list, const rwk_clues *clues)
{
    rwk_pipeline *scratch = malloc(sizeof *scratch);
    const maker m = { list, clues, &clues->sample->e->config, scratch };
    if (!scratch) {
        list->out_of_memory = true;
        return;
    }
    *scratch = *clues->right;
    bases(&m);
    shapes(&m);
    ignored(&m);
    factors(&m);
    switch (m.config->rope_type) {
    case RWK_ROPE_YARN: yarn(&m); break;
    case RWK_ROPE_LLAMA3: llama3(&m); break;
    case RWK_ROPE_LONGROPE: longrope(&m); break;
    case RWK_ROPE_DYNAMIC: dynamic(&m); break;
    default: break;
    }
    free(scratch);
}
