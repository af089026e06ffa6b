/* SPDX-License-Identifier: MIT */
/* ropewalk explain CONFIG: a page of text on what a model's rotary positions do. */
#include <gsl/gsl_math.h>
#include <stdlib.h>

#include "claims/profile.h"
#include "cli/cli.h"
#include "core/json_write.h"

enum { SEARCH_WORK = 1 << 26, SEARCH_LIMIT = 1 << 20, ROWS = 12, N_PIPELINES = 3, N_LENGTHS = 4, LONGEST = 1 << 20 };

/* Everything the page says, computed once. */
typedef struct {
    const rwk_config *config;
    double *inv_freq;
    size_t n, full_turns;
    int64_t first_negative, searched; /* 0: none up to the distance searched */
    double negative_share;            /* of the distances within the context */
    int64_t lengths[N_LENGTHS];       /* how many positions the losses were taken over; ascending */
    size_t n_lengths;
    double loss[N_LENGTHS][N_PIPELINES];
} page;

static const char *const PIPELINE_NAMES[N_PIPELINES] = { "f32 angles", "bf16 positions", "bf16 frequencies" };

/* 256, 4096, the context and 131072, ascending, each once. */
static void choose_lengths(page *p)
{
    const int64_t context = p->config->max_position_embeddings, fixed[] = { 256, 4096, 131072 };
    for (size_t k = 0; k < 3; k++) {
        if (context > 0 && context < fixed[k] && (k == 0 || context > fixed[k - 1])) p->lengths[p->n_lengths++] = context;
        p->lengths[p->n_lengths++] = fixed[k];
    }
    if (context > fixed[2] && context <= LONGEST) p->lengths[p->n_lengths++] = context;
}

static void compute(page *p)
{
    const rwk_config *c = p->config;
    p->full_turns = rwk_profile_full_turns(p->inv_freq, p->n, c->max_position_embeddings);
    p->searched = SEARCH_WORK / (int64_t)p->n < SEARCH_LIMIT ? SEARCH_WORK / (int64_t)p->n : SEARCH_LIMIT;
    p->first_negative = rwk_profile_first_negative(p->inv_freq, p->n, c->head_dim, p->searched);
    const int64_t context = c->max_position_embeddings;
    if (p->first_negative > 0 && p->first_negative < context && context <= p->searched)
        p->negative_share = rwk_profile_negative_share(p->inv_freq, p->n, c->head_dim, context);
    choose_lengths(p);
    for (size_t k = 0; k < p->n_lengths; k++)
        for (int l = 0; l < N_PIPELINES; l++)
            p->loss[k][l] = rwk_profile_angle_loss(p->inv_freq, p->n, p->lengths[k], (rwk_pipeline)l);
}

static void print_layout(const rwk_config *c)
{
    const char *slots = c->layout == RWK_INTERLEAVED ? "2i and 2i + 1" : NULL;
    printf("layout        %s: pair i is slots ", rwk_layout_name(c->layout));
    if (slots) printf("%s", slots);
    else printf("i and i + %zu", c->rotary_dim / 2);
    switch (c->layout_reason) {
    case RWK_LAYOUT_FAMILY: printf(" (as Hugging Face has model_type %s)\n", c->model_type); break;
    case RWK_LAYOUT_OPTION: printf(" (by --layout)\n"); break;
    case RWK_LAYOUT_DEFAULT: printf(" (model family unknown: Hugging Face's usual one; --layout changes it)\n"); break;
    }
}

static void print_head(const page *p, const char *name)
{
    const rwk_config *c = p->config;
    printf("%s\n\n", name);
    printf("rule          %s: theta_i = %.10g^(-2i/%zu), attention_factor 1\n", rwk_rope_type_name(c->rope_type), c->rope_theta,
           c->rotary_dim);
    printf("head_dim      %zu, of which %zu slots in %zu pairs are rotated", c->head_dim, c->rotary_dim, p->n);
    if (c->rotary_dim < c->head_dim) printf(" and %zu pass unchanged", c->head_dim - c->rotary_dim);
    printf("\n");
    print_layout(c);
    if (c->max_position_embeddings > 0) printf("context       %lld tokens\n\n", (long long)c->max_position_embeddings);
    else printf("context       not stated by the config\n\n");
}

static void print_frequencies(const page *p)
{
    const int64_t context = p->config->max_position_embeddings;
    const size_t step = p->n > ROWS ? (p->n + ROWS - 2) / (ROWS - 1) : 1;
    printf("pair      inv_freq [rad/token]   wavelength [token]%s\n", context > 0 ? "   turns in context" : "");
    for (size_t i = 0; i < p->n; i = i + step < p->n || i == p->n - 1 ? i + step : p->n - 1) {
        printf("%4zu   %23.9g   %18.6g", i, p->inv_freq[i], 2 * M_PI / p->inv_freq[i]);
        if (context > 0) printf("   %16.4g", (double)context * p->inv_freq[i] / (2 * M_PI));
        printf("\n");
    }
    printf("(all of them: ropewalk freqs)\n\n");
}

static void print_reading(const page *p)
{
    const rwk_config *c = p->config;
    if (c->max_position_embeddings > 0) {
        printf("%zu of %zu pairs complete a turn within the context; ", p->full_turns, p->n);
        if (p->full_turns < p->n)
            printf("the other %zu are seen on an arc only, and any longer text shows them new angles.\n", p->n - p->full_turns);
        else printf("no longer text shows them an angle they have not seen.\n");
    }
    if (p->first_negative > 0) {
        printf("The mean score of equal vectors first falls below zero at distance %lld", (long long)p->first_negative);
        if (p->negative_share > 0) printf("; at %.3g %% of the distances within the context it is", 100 * p->negative_share);
        printf(".\n");
    } else if (4 * p->n <= c->head_dim) {
        printf("The mean score of equal vectors is never negative: at most half of the head turns.\n");
    } else {
        printf("The mean score of equal vectors is not negative up to distance %lld.\n", (long long)p->searched);
    }
}

static void print_losses(const page *p)
{
    printf("\nLargest angle error [rad] over all pairs and all positions below N, products rounded to f32:\n%16s", "N");
    for (size_t k = 0; k < p->n_lengths; k++) printf("  %9lld", (long long)p->lengths[k]);
    for (int l = 0; l < N_PIPELINES; l++) {
        printf("\n%16s", PIPELINE_NAMES[l]);
        for (size_t k = 0; k < p->n_lengths; k++) printf("  %9.2g", p->loss[k][l]);
    }
    printf("\n");
}

static void put_json(const page *p)
{
    const rwk_config *c = p->config;
    static const char *const keys[N_PIPELINES] = { "f32", "bf16_positions", "bf16_inv_freq" };
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "rope_type", rwk_rope_type_name(c->rope_type));
    rwk_json_put_string(&w, "layout", rwk_layout_name(c->layout));
    rwk_json_put_number(&w, "head_dim", (double)c->head_dim);
    rwk_json_put_number(&w, "rotary_dim", (double)c->rotary_dim);
    rwk_json_put_number(&w, "rope_theta", c->rope_theta);
    rwk_json_put_number(&w, "max_position_embeddings",
                        c->max_position_embeddings > 0 ? (double)c->max_position_embeddings : GSL_NAN);
    rwk_json_put_number(&w, "full_turn_pairs", c->max_position_embeddings > 0 ? (double)p->full_turns : GSL_NAN);
    rwk_json_put_number(&w, "first_negative_distance", p->first_negative > 0 ? (double)p->first_negative : GSL_NAN);
    rwk_json_put_number(&w, "negative_share", c->max_position_embeddings > 0 ? p->negative_share : GSL_NAN);
    rwk_json_open(&w, "wavelength", '[');
    for (size_t i = 0; i < p->n; i++) rwk_json_put_number(&w, NULL, 2 * M_PI / p->inv_freq[i]);
    rwk_json_close(&w, ']');
    rwk_json_open(&w, "angle_loss", '[');
    for (size_t k = 0; k < p->n_lengths; k++) {
        rwk_json_open(&w, NULL, '{');
        rwk_json_put_number(&w, "positions", (double)p->lengths[k]);
        for (int l = 0; l < N_PIPELINES; l++) rwk_json_put_number(&w, keys[l], p->loss[k][l]);
        rwk_json_close(&w, '}');
    }
    rwk_json_close(&w, ']');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

static void write_page(const page *p, const cli_options *options)
{
    if (options->json) {
        put_json(p);
        return;
    }
    print_head(p, options->operand);
    print_frequencies(p);
    print_reading(p);
    print_losses(p);
}

static int run(const cli_options *options)
{
    rwk_config config;
    page p = { .config = &config };
    const int code = cli_load_frequencies(&config, &p.inv_freq, "explain", options);
    if (code != CLI_GOOD) return code;
    p.n = config.rotary_dim / 2;
    compute(&p);
    write_page(&p, options);
    free(p.inv_freq);
    return CLI_GOOD;
}

const cli_command CMD_EXPLAIN = {
    .name = "explain",
    .summary = "what a model's rotary positions do, in words and numbers",
    .options = "layout",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk explain preset:gpt-j-6b\n"
            "  ropewalk explain path/to/config.json\n"
            "  ropewalk explain head_dim=128,rope_theta=500000,max_position_embeddings=8192 --json\n\n"
            "Frequencies and wavelengths by pair, pairs that complete a turn within the context, the first distance with a\n"
            "negative mean score, and what coarse pipelines lose by position.\n\n"
            "  --json           the same numbers for a program\n"
            "  --layout LAYOUT  interleaved or half_split, in place of the model family's\n",
};
