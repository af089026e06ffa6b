/* SPDX-License-Identifier: MIT */
/* ropewalk explain CONFIG: a page of text on what a model's rotary positions do. */
#include <gsl/gsl_math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/rule.h"
#include "claims/profile.h"
#include "cli/explain.h"

enum { SEARCH_WORK = 1 << 26, SEARCH_LIMIT = 1 << 20, LONGEST = 1 << 20 };

const char *const EXPLAIN_PIPELINE_NAMES[EXPLAIN_PIPELINES] = { "f32 angles", "bf16 positions", "bf16 frequencies" };

/* 256, 4096, the context and 131072, ascending, each once. */
static void choose_lengths(explain_page *p)
{
    const int64_t context = p->config->max_position_embeddings, fixed[] = { 256, 4096, 131072 };
    for (size_t k = 0; k < 3; k++) {
        if (context > 0 && context < fixed[k] && (k == 0 || context > fixed[k - 1])) p->lengths[p->n_lengths++] = context;
        p->lengths[p->n_lengths++] = fixed[k];
    }
    if (context > fixed[2] && context <= LONGEST) p->lengths[p->n_lengths++] = context;
}

static void compute_losses(explain_page *p)
{
    choose_lengths(p);
    for (int l = 0; l < EXPLAIN_PIPELINES; l++) {
        for (size_t k = 0; k < p->n_lengths; k++)
            p->loss[k][l] = rwk_profile_angle_loss(p->inv_freq, p->n, p->lengths[k], (rwk_pipeline)l);
        p->first_loss[l] = rwk_profile_first_loss(p->inv_freq, p->n, (rwk_pipeline)l, EXPLAIN_LOSS);
    }
}

/* The short list of longrope holds up to the original context; a schedule set by --seq-len holds up to that length. */
static int64_t span_of(const rwk_config *c)
{
    const rwk_scaling *s = &c->scaling;
    const int64_t context = c->max_position_embeddings;
    if (c->rope_type == RWK_ROPE_LONGROPE && !rwk_longrope_is_long(c))
        return context == 0 || s->original_max_position_embeddings < context ? s->original_max_position_embeddings : context;
    return c->rope_type == RWK_ROPE_DYNAMIC && s->seq_len > context ? s->seq_len : context;
}

static void compute(explain_page *p)
{
    const rwk_config *c = p->config;
    const double a = p->attention_factor;
    p->span = span_of(c);
    p->full_turns = rwk_profile_full_turns(p->inv_freq, p->n, p->span);
    for (size_t i = 0; i < p->n; i++) p->still += p->inv_freq[i] == 0;
    p->searched = SEARCH_WORK / (int64_t)p->n < SEARCH_LIMIT ? SEARCH_WORK / (int64_t)p->n : SEARCH_LIMIT;
    p->first_negative = rwk_profile_first_negative(p->inv_freq, p->n, c->head_dim, a, p->searched);
    if (p->first_negative > 0 && p->first_negative < p->span)
        p->negative_share =
            p->span > p->searched ? GSL_NAN : rwk_profile_negative_share(p->inv_freq, p->n, c->head_dim, a, p->span);
    compute_losses(p);
}

static void print_layout(const rwk_config *c)
{
    printf("layout        %s: pair i is slots ", rwk_layout_name(c->layout));
    if (c->layout == RWK_INTERLEAVED) printf("2i and 2i + 1");
    else printf("i and i + %zu", c->rotary_dim / 2);
    switch (c->layout_reason) {
    case RWK_LAYOUT_FAMILY: printf(" (as Hugging Face has model_type %s)\n", c->model_type); break;
    case RWK_LAYOUT_OPTION: printf(" (by --layout)\n"); break;
    case RWK_LAYOUT_DEFAULT: printf(" (model family unknown: Hugging Face's usual one; --layout changes it)\n"); break;
    }
}

static void print_axes(const rwk_config *c)
{
    if (c->n_axes == 0) return;
    printf("positions     have %zu axes%s: ", c->n_axes, c->n_axes == 3 ? " (time, height, width)" : "");
    for (size_t a = 0; a < c->n_axes; a++) printf("%s%zu", a ? " + " : "", c->mrope_section[a]);
    printf(" pairs, %s\n", c->mrope_interleaved ? "in turn from pair to pair" : "one after another");
}

static void print_context(const explain_page *p)
{
    const rwk_config *c = p->config;
    const int64_t context = c->max_position_embeddings, original = c->scaling.original_max_position_embeddings;
    if (context == 0) printf("context       not stated by the config");
    else printf("context       %lld tokens", (long long)context);
    if (context > 0 && original > 0 && original != context) printf(", %lld before it was stretched", (long long)original);
    if (p->span != context) printf("; this page is about texts of up to %lld", (long long)p->span);
    printf("\n\n");
}

static void print_head(const explain_page *p)
{
    const rwk_config *c = p->config;
    printf("%s%s%s\n\n", p->name, c->layer_type[0] ? ", layers of type " : "", c->layer_type);
    printf("head_dim      %zu, of which %zu slots in %zu pairs are rotated", c->head_dim, c->rotary_dim, p->n);
    if (c->rotary_dim < c->head_dim) printf(" and %zu pass unchanged", c->head_dim - c->rotary_dim);
    printf(": at position m, pair i by m theta_i\n");
    explain_rule(p);
    print_layout(c);
    print_axes(c);
    print_context(p);
}

static const char *name_of_span(const explain_page *p)
{
    return p->span == p->config->max_position_embeddings ? "the context" : "such a text";
}

/* The pairs below one turn are the slow ones; with a rule of its own for each pair they need not be the last ones. */
static void print_turns(const explain_page *p)
{
    const double context = (double)p->span;
    if (context == 0) return;
    printf("\n%zu of %zu pairs complete a turn within %s; ", p->full_turns, p->n, name_of_span(p));
    if (p->full_turns == p->n) {
        printf("no longer text shows them an angle they have not seen.\n");
        return;
    }
    printf("never:");
    for (size_t i = 0; i < p->n; i++) {
        const bool here = p->inv_freq[i] * context<2 * M_PI, before = i> 0 && p->inv_freq[i - 1] * context < 2 * M_PI;
        const bool after = i + 1 < p->n && p->inv_freq[i + 1] * context < 2 * M_PI;
        if (here && !before) printf(" pair%s %zu", after ? "s" : "", i);
        if (here && before && !after) printf(" .. %zu", i);
    }
    printf(".\nThese are seen on an arc only, and any longer text shows them new angles");
    printf(p->still ? " (pairs that stand still have none).\n" : ".\n");
}

static void print_decay(const explain_page *p)
{
    if (p->first_negative > 0) {
        printf("The mean score of equal vectors first falls below zero at distance %lld", (long long)p->first_negative);
        if (p->negative_share > 0)
            printf("; at %.3g %% of the distances within %s it is", 100 * p->negative_share, name_of_span(p));
        printf(".\n");
    } else if (!rwk_profile_can_be_negative(p->inv_freq, p->n, p->config->head_dim, p->attention_factor)) {
        printf("The mean score of equal vectors is never negative: what does not turn outweighs what does.\n");
    } else {
        printf("The mean score of equal vectors is not negative up to distance %lld.\n", (long long)p->searched);
    }
}

static void print_losses(const explain_page *p)
{
    printf(
        "\nWhat coarse pipelines lose: largest angle error [rad] over all pairs and all positions below N, products in f32\n%20s",
        "N");
    for (size_t k = 0; k < p->n_lengths; k++) printf("  %9lld", (long long)p->lengths[k]);
    printf("   first off by more than %g rad at position", EXPLAIN_LOSS);
    for (int l = 0; l < EXPLAIN_PIPELINES; l++) {
        printf("\n%20s", EXPLAIN_PIPELINE_NAMES[l]);
        for (size_t k = 0; k < p->n_lengths; k++) printf("  %9.2g", p->loss[k][l]);
        if (p->first_loss[l] > 0) printf("   %lld", (long long)p->first_loss[l]);
        else printf(p->first_loss[l] < 0 ? "   not found within the search" : "   none below 2^31");
    }
    printf("\n");
}

static void print_page(const explain_page *p)
{
    print_head(p);
    explain_wavelengths(p);
    explain_change(p);
    print_turns(p);
    print_decay(p);
    print_losses(p);
}

/* The frequencies without the rule: the same base and dimensions, type default; a copy where that is what they have. */
static double *plain_frequencies(const explain_page *p, const cli_options *options, int *code)
{
    rwk_config plain = *p->config;
    rwk_truth *truth = NULL;
    rwk_diag diag = { .text = "" };
    if (plain.rope_type == RWK_ROPE_DEFAULT) {
        double *copy = malloc(p->n * sizeof *copy);
        if (copy) memcpy(copy, p->inv_freq, p->n * sizeof *copy);
        else *code = cli_fail("explain", RWK_ENOMEM, NULL);
        return copy;
    }
    plain.rope_type = RWK_ROPE_DEFAULT;
    plain.scaling = (rwk_scaling){ 0 };
    const rwk_status status = rwk_truth_new(&truth, &plain, 0, &diag);
    double *values = status == RWK_OK ? cli_frequencies(truth, "explain", options, code) : NULL;
    if (status != RWK_OK) *code = cli_fail("explain", status, &diag);
    rwk_truth_free(truth);
    return values;
}

static int run(const cli_options *options)
{
    rwk_config config;
    rwk_truth *truth = NULL;
    explain_page p = { .config = &config, .name = options->operand };
    int code = cli_load_truth(&config, &truth, "explain", options);
    if (code != CLI_GOOD) return code;
    p.n = rwk_truth_pairs(truth);
    p.attention_factor = rwk_truth_attention_factor(truth);
    p.inv_freq = cli_frequencies(truth, "explain", options, &code);
    p.plain = p.inv_freq ? plain_frequencies(&p, options, &code) : NULL;
    if (p.plain) {
        compute(&p);
        if (options->json) explain_json(&p);
        else print_page(&p);
    }
    free(p.inv_freq);
    free(p.plain);
    rwk_truth_free(truth);
    return code;
}

const cli_command CMD_EXPLAIN = {
    .name = "explain",
    .summary = "what a model's rotary positions do, in words and numbers",
    .options = CLI_CONFIG_OPTIONS,
    .operand = "CONFIG",
    .run = run,
    .help =
        "Examples:\n"
        "  ropewalk explain preset:llama-3.1-8b\n"
        "  ropewalk explain path/to/config.json\n"
        "  ropewalk explain preset:gemma-3-4b --layer-type sliding_attention\n"
        "  ropewalk explain head_dim=128,rope_theta=500000,max_position_embeddings=8192 --json\n\n"
        "The rule and what it changed, the layout and why, a diagram of wavelengths, pairs that never complete a turn within the\n"
        "context, the first distance with a negative mean score, and what coarse pipelines lose by position.\n\n"
        "  --json               the same numbers for a program\n" CLI_CONFIG_HELP,
};
