/* SPDX-License-Identifier: MIT */
/* Hypotheses about the frequencies: another base, exponent, width, scaling rule, or parameter of the rule. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "angles/rule.h"
#include "faults/rule_fault.h"
#include "oracle/hypothesis.h"

static void take_frequencies(rwk_pipeline *p, const rwk_hypothesis *h)
{
    p->rotary_dim = h->rotary_dim;
    p->attention_factor = h->number;
    memcpy(p->inv_freq, h->inv_freq, h->n_frequencies * sizeof h->inv_freq[0]);
}

static void take_by_head(rwk_pipeline *p, const rwk_hypothesis *h)
{
    take_frequencies(p, h);
    p->pairs_by_head = h->rotary_dim / 2;
}

/* The frequencies behind the first rotary_dim/2 from row `rows` on. */
static void take_from(rwk_pipeline *p, const rwk_hypothesis *h)
{
    take_frequencies(p, h);
    p->limit_kind = RWK_LIMIT_OTHER, p->limit = h->rows;
}

/** What the makers below share. */
typedef struct {
    rwk_hypotheses *list;
    const rwk_clues *clues;
    const rwk_config *config;
    rwk_pipeline *scratch;
} maker;

/* NULL when out of memory. */
static rwk_hypothesis *add_frequencies(const maker *m, int rank, const char *id, const char *text, const double inv_freq[],
                                       size_t n)
{
    double *copy = malloc(n * sizeof *copy);
    if (!copy) return m->list->out_of_memory = true, NULL;
    memcpy(copy, inv_freq, n * sizeof *copy);
    rwk_hypothesis *h = rwk_hypotheses_add(m->list, RWK_STAGE_FREQUENCY, rank, take_frequencies, id, text);
    h->rotary_dim = m->config->rotary_dim, h->number = m->clues->right->attention_factor, h->inv_freq = copy, h->n_frequencies = n;
    return h;
}

static void add_values(const maker *m, int rank, const char *id, const char *text, const double inv_freq[], size_t rotary_dim,
                       double a)
{
    rwk_hypothesis *h = add_frequencies(m, rank, id, text, inv_freq, rotary_dim / 2);
    if (h) h->rotary_dim = rotary_dim, h->number = a;
}

/* The frequencies of a wrong formula, with the right attention factor. */
static void add_fault(const maker *m, int rank, const char *id, const char *text, rwk_fault_frequencies *fault)
{
    double theta[RWK_PIPELINE_PAIRS];
    fault(theta, m->config);
    add_values(m, rank, id, text, theta, m->config->rotary_dim, m->clues->right->attention_factor);
}

/* Another config's frequencies, with its own attention factor and with the right one; nothing where that config is not valid. */
static void add_config(const maker *m, int rank, const char *id, const char *text, const rwk_config *config)
{
    rwk_diag diag;
    const double a = m->clues->right->attention_factor;
    if (config->rotary_dim > config->head_dim) return;
    const rwk_status status = rwk_pipeline_take(m->scratch, config, &diag);
    if (status == RWK_ENOMEM) m->list->out_of_memory = true;
    if (status != RWK_OK) return;
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

/* How much of factor a pair gets by the config's own rule, 0 .. 1: theta = w (1 - part) + w part/s; 1 for every pair where there is none. */
static double part_of(const maker *m, size_t i, double unscaled)
{
    const double s = m->config->scaling.factor;
    if (m->config->rope_type != RWK_ROPE_YARN && m->config->rope_type != RWK_ROPE_LLAMA3) return 1;
    return s == 1 ? 0 : (1 - m->clues->right->inv_freq[i] / unscaled) / (1 - 1 / s);
}

/* s = part / (theta_i/w - (1 - part))                                                                        (D20.12) */
static bool estimate_factor(estimate *result, const maker *m, const rwk_recovery *r)
{
    estimate list[RWK_PIPELINE_PAIRS];
    size_t n = 0;
    const double d = m->config->rope_type == RWK_ROPE_PROPORTIONAL ? (double)m->config->head_dim : (double)m->config->rotary_dim;
    for (size_t i = 0; i < r->rotary_dim / 2 && i < m->config->rotary_dim / 2; i++) {
        const double unscaled = pow(m->config->rope_theta, -2 * (double)i / d), part = part_of(m, i, unscaled);
        const double value = part / (fabs(r->theta[i]) / unscaled - (1 - part));
        if (is_known(r, i) && part > 0.05 && value > 0) list[n++] = (estimate){ value, value / part * r->error[i] / unscaled };
    }
    return middle(result, list, n);
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
    static const char *const USUAL[] = { "100",    "1000",   "10000",   "50000",   "100000",   "150000",
                                         "160000", "500000", "1000000", "5000000", "10000000", "1000000000" };
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

/* What llama3 makes of a frequency w; backwards: the blend the wrong way round. */
static double llama3_of(const rwk_scaling *s, double w, bool backwards)
{
    const double turns = (double)s->original_max_position_embeddings * w / (8 * atan(1));
    const double smooth = (turns - s->low_freq_factor) / (s->high_freq_factor - s->low_freq_factor),
                 kept = backwards ? 1 - smooth : smooth;
    return smooth >= 1 ? w : smooth <= 0 ? w / s->factor : w * kept + w * (1 - kept) / s->factor;
}

/* theta through the config's rule; false where there is none, or none that goes by pair or by wavelength. */
static bool apply_rule(double theta[], const maker *m)
{
    const rwk_config *c = m->config;
    const rwk_rope_type type = c->rope_type;
    if (type != RWK_ROPE_LINEAR && type != RWK_ROPE_YARN && type != RWK_ROPE_LONGROPE && type != RWK_ROPE_LLAMA3) return false;
    for (size_t i = 0; i < c->rotary_dim / 2; i++) {
        const double plain = pow(c->rope_theta, -2 * (double)i / (double)c->rotary_dim);
        theta[i] =
            type == RWK_ROPE_LLAMA3 ? llama3_of(&c->scaling, theta[i], false) : theta[i] * m->clues->right->inv_freq[i] / plain;
    }
    return true;
}

/* theta_i = b^(-(2i + start) step / D), with the scaling rule and without */
static void exponents(const maker *m, int rank, const char *id, const char *text, double start, double step, double denominator)
{
    double theta[RWK_PIPELINE_PAIRS];
    const size_t n = m->config->rotary_dim / 2;
    for (size_t i = 0; i < n; i++) theta[i] = pow(m->config->rope_theta, -(2 * (double)i + start) * step / denominator);
    add_values(m, rank, id, text, theta, m->config->rotary_dim, m->clues->right->attention_factor);
    if (apply_rule(theta, m)) add_values(m, rank, id, text, theta, m->config->rotary_dim, m->clues->right->attention_factor);
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

/* One vector of all heads: pair i of head h is its pair i + h d/2. */
static void by_head(const maker *m)
{
    double theta[RWK_PIPELINE_PAIRS];
    const size_t heads = m->clues->sample->e->heads, n = m->config->rotary_dim / 2, all = heads * n;
    if (m->clues->sample->e->kind != RWK_ROTATED || heads < 2 || all > RWK_PIPELINE_PAIRS) return;
    for (size_t i = 0; i < all; i++) theta[i] = pow(m->config->rope_theta, -(double)i / (double)all);
    rwk_hypothesis *h =
        add_frequencies(m, 0, "frequencies-by-head", "the exponents run over all heads: each has its own part", theta, all);
    if (h) h->apply = take_by_head;
}

/* Pairs and exponents of a partly rotated head counted over the whole of it. */
static void over_the_head(const maker *m)
{
    rwk_config config = *m->config;
    if (config.rotary_dim == config.head_dim || config.n_axes || config.rope_type != RWK_ROPE_DEFAULT) return;
    config.rope_type = RWK_ROPE_PROPORTIONAL, config.scaling.rope_angles = config.rotary_dim / 2, config.scaling.factor = 1;
    config.rotary_dim = config.head_dim;
    add_config(m, 0, "scaling-as-proportional",
               "pairs and exponents are counted over the whole head, as the proportional rule does", &config);
}

/* Nobody keeps a table of fewer rows: what leaves the scaled frequencies sooner never followed them. */
enum { SHORTEST_TABLE = 64 };

/* Scaled frequencies up to some row, plain ones behind. */
static void beyond_row(const maker *m, double rows, bool alone)
{
    char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT];
    double theta[RWK_PIPELINE_PAIRS];
    const size_t n = m->config->rotary_dim / 2;
    memcpy(theta, m->clues->right->inv_freq, n * sizeof theta[0]);
    rwk_fault_plain(theta + n, m->config);
    snprintf(id, sizeof id, "scaling-ignored-from-%.0f", rows);
    snprintf(text, sizeof text, "the scaling rule is left out from position %.0f on", rows);
    rwk_hypothesis *h = add_frequencies(m, 1, id, text, theta, 2 * n);
    if (h) h->apply = take_from, h->rows = (int64_t)rows, h->alone = alone;
}

static void beyond_the_table(const maker *m)
{
    if (m->config->rope_type == RWK_ROPE_DEFAULT || m->config->rotary_dim > RWK_PIPELINE_PAIRS) return;
    const double end = rwk_hypothesis_table_end(m->clues), most = rwk_hypothesis_largest_table(m->clues);
    if (end >= SHORTEST_TABLE) beyond_row(m, end, false);
    for (double n = 256; n <= most; n *= 2) beyond_row(m, n, true);
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
    add_fault(m, 0, "exponent-floored", "the exponent -ln b / d is floored before it is multiplied: theta_i = e^(-2i)",
              rwk_fault_floored_exponent);
    denominator(m, 0, width);
    denominator(m, 1, d - 2);
    by_head(m);
    over_the_head(m);
    beyond_the_table(m);
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

/* Where nothing can be recovered. */
static void usual_factors(const maker *m)
{
    static const double USUAL[] = { 2, 4, 8, 16, 32, 40, 64 };
    const size_t before = m->list->n;
    for (size_t k = 0; k < sizeof USUAL / sizeof USUAL[0]; k++) factor(m, 1, USUAL[k], 0);
    for (size_t k = before; k < m->list->n; k++) m->list->items[k].alone = true;
}

static bool stretches_base(const rwk_config *c) { return c->rope_type == RWK_ROPE_NTK || c->rope_type == RWK_ROPE_DYNAMIC; }

static void factors(const maker *m)
{
    const double d = (double)m->config->rotary_dim;
    estimate e;
    for (int k = 0; k < 2; k++) {
        const rwk_recovery *r = k ? m->clues->other : m->clues->own;
        if (r && m->config->rope_type == RWK_ROPE_NTK && estimate_base(&e, m, r))
            factor(m, 1, exp((e.value - log(m->config->rope_theta)) * (d - 2) / d), 4 * e.error + 1e-6);
        else if (r && !stretches_base(m->config) && estimate_factor(&e, m, r) && fabs(e.value - 1) > 1e-3)
            factor(m, 1, e.value, 4 * e.error + 1e-6);
    }
    const double ratio = (double)m->config->max_position_embeddings / (double)m->config->scaling.original_max_position_embeddings;
    if (m->config->scaling.original_max_position_embeddings && ratio != m->config->scaling.factor) factor(m, 0, ratio, 0);
    if (m->config->scaling.factor > 0) factor(m, 1, 1 / m->config->scaling.factor, 0);
    if (!m->clues->own && !stretches_base(m->config)) usual_factors(m);
}

static void ignored(const maker *m)
{
    if (m->config->rope_type == RWK_ROPE_DEFAULT) return;
    as_type(m, "scaling-ignored", "the scaling rule is left out: theta_i = b^(-2i/d)", RWK_ROPE_DEFAULT);
    if (!(m->config->scaling.factor > 0) || m->config->scaling.factor == 1) return;
    as_type(m, "scaling-linear", "every frequency is divided by factor", RWK_ROPE_LINEAR);
    as_type(m, "scaling-ntk", "the base is multiplied by factor^(d/(d-2))", RWK_ROPE_NTK);
    as_type(m, "scaling-as-yarn", "the rule is yarn's", RWK_ROPE_YARN);
    as_type(m, "scaling-as-llama3", "the rule is llama3's", RWK_ROPE_LLAMA3);
    if (m->config->max_position_embeddings && m->config->scaling.seq_len > m->config->max_position_embeddings)
        as_type(m, "scaling-as-dynamic", "the rule is dynamic's", RWK_ROPE_DYNAMIC);
}

static void yarn(const maker *m)
{
    rwk_config config = *m->config;
    config.scaling.truncate = !config.scaling.truncate;
    add_config(m, 0, "yarn-truncate",
               config.scaling.truncate ? "the ends of the ramp are rounded to whole pairs, truncate is false"
                                       : "the ends of the ramp are not rounded to whole pairs, truncate is true",
               &config);
    config = *m->config;
    config.scaling.original_max_position_embeddings = config.max_position_embeddings;
    add_config(m, 0, "yarn-original-length",
               "turns are counted within max_position_embeddings, not original_max_position_embeddings", &config);
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
    add_fault(m, 0, "yarn-ramp-clamped", "the ramp ends at the last pair, d/2 - 1, at the latest, where d - 1 is meant",
              rwk_fault_yarn_clamped_ramp);
    add_fault(m, 0, "yarn-factor-in-power", "slow pairs turn by (factor b)^(-2i/d), where b^(-2i/d)/factor is meant",
              rwk_fault_yarn_factor_in_power);
    add_fault(m, 0, "yarn-ntk-base", "yarn is computed from the base b factor^(d/(d-2))", rwk_fault_yarn_ntk_base);
    add_fault(m, 0, "yarn-ramp-inverted", "the ramp runs the wrong way: fast pairs are divided, slow ones kept",
              rwk_fault_yarn_inverted);
}

static void llama3(const maker *m)
{
    rwk_config config = *m->config;
    rwk_scaling *s = &config.scaling;
    s->original_max_position_embeddings = config.max_position_embeddings;
    add_config(m, 0, "llama3-boundaries",
               "wavelengths are compared with max_position_embeddings, not original_max_position_embeddings", &config);
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
    double theta[RWK_PIPELINE_PAIRS];
    for (size_t i = 0; i < config.rotary_dim / 2; i++)
        theta[i] = llama3_of(s, pow(config.rope_theta, -2 * (double)i / (double)config.rotary_dim), true);
    add_values(m, 1, "llama3-boundaries", "the blend runs the wrong way", theta, config.rotary_dim, 1);
    add_fault(m, 1, "llama3-boundaries", "the blend runs over wavelengths, from divided to kept", rwk_fault_llama3_by_wavelength);
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

/* A base grown by `grown`, as the rule of ntk does. */
static void grown_base(const maker *m, int rank, const char *id, const char *text, double grown)
{
    rwk_config config = *m->config;
    const double d = (double)config.rotary_dim;
    if (!(grown > 0) || grown > 1e12) return;
    config.rope_type = RWK_ROPE_DEFAULT, config.rope_theta *= pow(grown, d / (d - 2));
    config.scaling = (rwk_scaling){ 0 };
    add_config(m, rank, id, text, &config);
}

/* The length L whose base b (s L/Lmax - (s - 1))^(d/(d-2)) the answer has. */
static void recovered_length(const maker *m, const rwk_recovery *r)
{
    estimate e;
    char number[64], id[RWK_ID], text[RWK_HYPOTHESIS_TEXT];
    const double s = m->config->scaling.factor, d = (double)m->config->rotary_dim,
                 limit = (double)m->config->max_position_embeddings;
    if (!r || !estimate_base(&e, m, r) || !(e.value < 60) || !(s > 0)) return;
    const double grown = exp((e.value - log(m->config->rope_theta)) * (d - 2) / d), length = limit * (grown + s - 1) / s;
    if (!(length > 0)) return;
    rwk_roundest(number, sizeof number, length, (4 * e.error + 1e-6) * grown / (grown + fabs(s - 1)));
    snprintf(id, sizeof id, "dynamic-seq-len-%.24s", number);
    snprintf(text, sizeof text, "the base is that of a text of %s tokens", number);
    grown_base(m, 1, id, text, s * strtod(number, NULL) / limit - (s - 1));
}

static void dynamic(const maker *m)
{
    rwk_config config = *m->config;
    const double limit = (double)config.max_position_embeddings;
    config.scaling.seq_len = (int64_t)(limit * config.scaling.factor);
    add_config(m, 0, "dynamic-static", "one base for all lengths, that of factor times max_position_embeddings", &config);
    config.scaling.seq_len = 0;
    if (m->config->scaling.seq_len) add_config(m, 0, "dynamic-static", "the base does not grow with the text", &config);
    if ((double)m->config->scaling.seq_len > limit)
        grown_base(m, 0, "dynamic-octaves", "the base grows by 2^ceil(log2(L/Lmax) + 1) - 1, in steps",
                   exp2(ceil(log2((double)m->config->scaling.seq_len / limit) + 1)) - 1);
    recovered_length(m, m->clues->own);
    recovered_length(m, m->clues->other);
}

/* What should stretch the base, applied otherwise. */
static void ntk(const maker *m)
{
    add_fault(m, 0, "ntk-uniform", "every frequency is divided by factor^(d/(d-2)), which should stretch the base",
              rwk_fault_ntk_uniform);
    add_fault(m, 0, "ntk-shifted", "the base is multiplied by factor, and every frequency divided by factor^(2/d)",
              rwk_fault_ntk_shifted);
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
    if (m.config->n_axes > 1)
        add_fault(&m, 0, "mrope-restart", "the index of a pair starts anew in each section", rwk_fault_sections_restart);
    switch (m.config->rope_type) {
    case RWK_ROPE_YARN: yarn(&m); break;
    case RWK_ROPE_LLAMA3: llama3(&m); break;
    case RWK_ROPE_LONGROPE: longrope(&m); break;
    case RWK_ROPE_DYNAMIC: dynamic(&m), ntk(&m); break;
    case RWK_ROPE_NTK: ntk(&m); break;
    default: break;
    }
    free(scratch);
}
