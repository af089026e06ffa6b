/* SPDX-License-Identifier: MIT */
/* Hypotheses about slots, sign, positions, roundings and the attention factor. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/hypothesis.h"

#define APPLY(name) static void name(rwk_pipeline *p, const rwk_hypothesis *h)

APPLY(swap_layout) { (void)h, p->layout = p->layout == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED; }
APPLY(mix_layouts) { (void)h, p->rotate = RWK_ROTATE_MIXED; }
APPLY(turn_back) { (void)h, p->rotate = RWK_ROTATE_BACK; }
APPLY(swap_cos_sin) { (void)h, p->rotate = RWK_ROTATE_SWAP; }
APPLY(do_nothing) { (void)h, p->rotate = RWK_ROTATE_NOT; }
APPLY(shift) { p->shift = (int64_t)h->number; }
APPLY(take_constant) { p->source = RWK_POSITION_CONSTANT, p->shift = (int64_t)h->number; }
APPLY(take_head) { (void)h, p->source = RWK_POSITION_HEAD; }
APPLY(add_head) { p->by_head = (int64_t)h->number; }
APPLY(take_row_zero) { (void)h, p->source = RWK_POSITION_ROW_ZERO; }
APPLY(take_column) { (void)h, p->source = RWK_POSITION_COLUMN; }
APPLY(clamp) { p->limit_kind = RWK_LIMIT_CLAMP, p->limit = (int64_t)h->number; }
APPLY(stand_beyond) { p->limit_kind = RWK_LIMIT_IDENTITY, p->limit = (int64_t)h->number; }
APPLY(wrap_around) { p->limit_kind = RWK_LIMIT_WRAP, p->limit = (int64_t)h->number; }
APPLY(tile) { (void)h, p->source = RWK_POSITION_TILED; }
APPLY(shift_rows) { p->by_row = (int64_t)h->number; }
APPLY(swap_keys) { (void)h, p->swap_keys = true; }
APPLY(swap_queries) { (void)h, p->swap_queries = true; }
APPLY(permute_keys) { p->key_chunks = (size_t)h->number; }
APPLY(take_axes) { memcpy(p->axis, h->axis, sizeof p->axis); }
APPLY(round_position) { p->position = h->dtype; }
APPLY(round_frequency) { p->frequency = h->dtype; }
APPLY(round_angle) { p->angle = h->dtype; }
APPLY(round_angle_and_frequency) { p->angle = p->frequency = h->dtype; }
APPLY(round_angle_and_position) { p->angle = p->position = h->dtype; }
APPLY(round_all_angles) { p->angle = p->frequency = p->position = h->dtype; }
APPLY(round_everything) { p->angle = p->frequency = p->position = p->table = h->dtype; }
APPLY(round_table) { p->table = h->dtype; }
APPLY(round_arithmetic) { p->arithmetic = p->table = h->dtype; }
APPLY(reduce_coarsely) { (void)h, p->coarse_trig = true; }
APPLY(take_factor) { p->attention_factor = h->number; }

static rwk_hypothesis *add(rwk_hypotheses *list, rwk_stage stage, rwk_hypothesis_apply *apply, const char *id, const char *text)
{
    return rwk_hypotheses_add(list, stage, 0, apply, id, text);
}

/* ---- Slots and sign ---- */

static void slots(rwk_hypotheses *list, const rwk_clues *clues)
{
    const bool half = clues->right->layout == RWK_HALF_SPLIT;
    if (clues->sample->e->kind != RWK_TABLE) {
        add(list, RWK_STAGE_SLOTS, swap_layout, "layout-swapped",
            half ? "pairs are slots 2i and 2i+1 (interleaved) where i and i + d/2 (half_split) is meant"
                 : "pairs are slots i and i + d/2 (half_split) where 2i and 2i+1 (interleaved) is meant");
        add(list, RWK_STAGE_TURN, mix_layouts, "layout-mixed",
            half ? "cos and sin repeated in neighbouring slots under rotate_half: no rotation"
                 : "cos and sin repeated in halves under an interleaved rotation: no rotation");
    }
    const rwk_evidence *e = clues->sample->e;
    if (e->kind == RWK_SCORES && e->kv_heads < e->heads)
        add(list, RWK_STAGE_SLOTS, permute_keys, "layout-kv-heads",
            "keys are permuted from one layout to the other with the number of query heads, not their own")
            ->number = (double)(e->heads / e->kv_heads);
    if (e->kind == RWK_SCORES) {
        add(list, RWK_STAGE_SLOTS, swap_keys, "layout-keys", "keys are rotated on the slots of the other layout, queries are not");
        add(list, RWK_STAGE_SLOTS, swap_queries, "layout-queries",
            "queries are rotated on the slots of the other layout, keys are not");
    }
    add(list, RWK_STAGE_TURN, turn_back, "sign-flipped", "rotates by -m theta where m theta is meant");
    add(list, RWK_STAGE_TURN, swap_cos_sin, "sincos-swapped", "sin stands for cos and cos for sin");
    add(list, RWK_STAGE_TURN, do_nothing, "not-rotated", "y = x: no rotation at all");
}

/* ---- Positions ---- */

static rwk_hypothesis *add_number(rwk_hypotheses *list, rwk_hypothesis_apply *apply, const char *id_format, const char *text_format,
                                  double number)
{
    char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT];
    snprintf(id, sizeof id, id_format, number);
    snprintf(text, sizeof text, text_format, number);
    rwk_hypothesis *h = rwk_hypotheses_add(list, RWK_STAGE_POSITION, 1, apply, id, text);
    h->number = number;
    return h;
}

static void offset(rwk_hypotheses *list, double k)
{
    if (k == 0 || fabs(k) > 0x1p30) return;
    add_number(list, shift, "position-offset%+.0f", "the position used is m %+.0f", k);
}

/* Positions used, as the phases tell them, against those given: the differences that are whole numbers become hypotheses. */
static void recovered_offsets(rwk_hypotheses *list, const rwk_clues *clues, const rwk_recovery *r)
{
    double seen[4] = { 0 };
    size_t n = 0;
    const rwk_sample *s = clues->sample;
    const double *theta = clues->right->inv_freq;
    for (size_t at = 0; r && at < s->n_places && n < 4; at++) {
        bool known = false;
        const double claimed = (double)s->places[at].position[0], k = rwk_recover_position(s, r, theta, at, claimed) - claimed;
        if (isnan(k) || fabs(k) < 0.5) continue;
        for (size_t j = 0; j < n; j++) known = known || fabs(seen[j] - k) < 0.5;
        if (!known) seen[n++] = k, offset(list, nearbyint(k));
    }
}

/* The power of two between the last good position and the first bad one, if there is one. */
static double rows_between(double good, double bad)
{
    const double power = exp2(floor(log2(bad)));
    return power > good ? power : bad;
}

/* The farthest position of a place. */
static double farthest(const rwk_sample *s, size_t at)
{
    int64_t m = s->places[at].position[0];
    for (size_t a = 1; a < s->e->n_axes; a++) m = s->places[at].position[a] > m ? s->places[at].position[a] : m;
    return (double)m;
}

static void table_of(rwk_hypotheses *list, double n)
{
    add_number(list, clamp, "position-clamped-%.0f", "positions stop at row %.0f - 1 of the table", n);
    add_number(list, stand_beyond, "position-unrotated-%.0f", "from position %.0f on nothing is rotated", n);
    add_number(list, wrap_around, "position-wrapped-%.0f", "positions are taken modulo %.0f", n);
}

double rwk_hypothesis_table_end(const rwk_clues *clues)
{
    const rwk_sample *s = clues->sample;
    double good = 0, bad = INFINITY;
    if (!clues->own || s->e->kind == RWK_INV_FREQ || s->e->kind == RWK_SCORES) return NAN;
    for (size_t at = 0; at < s->n_places; at++)
        if (!(rwk_sample_place_score(s, clues->right, at) <= 1)) bad = fmin(bad, farthest(s, at));
    for (size_t at = 0; at < s->n_places; at++)
        if (farthest(s, at) < bad) good = fmax(good, farthest(s, at));
    return isfinite(bad) && good >= 1 ? rows_between(good, bad) : NAN;
}

double rwk_hypothesis_largest_table(const rwk_clues *clues)
{
    double most = 1;
    for (size_t at = 0; clues->sample->e->kind == RWK_SCORES && at < clues->sample->n_places; at++)
        most = fmax(most, farthest(clues->sample, at));
    return most > 1 ? exp2(floor(log2(most))) : 0;
}

/* Scores show no place alone: the usual sizes are tried. */
static void limits(rwk_hypotheses *list, const rwk_clues *clues)
{
    const double end = rwk_hypothesis_table_end(clues), most = rwk_hypothesis_largest_table(clues);
    if (!isnan(end)) table_of(list, end);
    const size_t before = list->n;
    for (double n = 256; n <= most; n *= 2) table_of(list, n);
    for (size_t k = before; k < list->n; k++) list->items[k].alone = true;
}

/* Batch rows other than 0 off by the same number: as their first recovered position says. */
static void row_offsets(rwk_hypotheses *list, const rwk_clues *clues)
{
    const rwk_sample *s = clues->sample;
    for (size_t at = 0; clues->own && at < s->n_places; at++) {
        if (s->places[at].batch == 0) continue;
        const double claimed = (double)s->places[at].position[0];
        const double k = nearbyint(rwk_recover_position(s, clues->own, clues->right->inv_freq, at, claimed) - claimed);
        if (isnan(k) || k == 0 || fabs(k) > 0x1p30) continue;
        add_number(list, shift_rows, "position-row-offset%+.0f", "batch rows other than the first use m %+.0f", k);
        return;
    }
}

static void positions(rwk_hypotheses *list, const rwk_clues *clues)
{
    const rwk_evidence *e = clues->sample->e;
    add_number(list, take_constant, "position-constant", "every token has position %.0f", 0)->rank = 0;
    if (clues->own && e->seq > 0) {
        const double m = rwk_recover_position(clues->sample, clues->own, clues->right->inv_freq, 0, 0);
        if (!isnan(m) && fabs(m) >= 0.5)
            add_number(list, take_constant, "position-constant", "every token has position %.0f", nearbyint(m));
    }
    if (e->heads > 1) {
        add(list, RWK_STAGE_POSITION, take_head, "position-by-head",
            "the position is the head's index: the wrong axis of the tensor");
        add(list, RWK_STAGE_POSITION, add_head, "position-plus-head", "the position used is m plus the head's index")->number = 1;
    }
    if (e->heads > 1)
        add(list, RWK_STAGE_POSITION, tile, "position-tiled",
            "rows of angles are repeated as a whole where each is to serve all heads");
    if (e->batch > 1) {
        add(list, RWK_STAGE_POSITION, take_row_zero, "position-by-batch", "every batch row has the positions of row 0");
        row_offsets(list, clues);
    }
    add(list, RWK_STAGE_POSITION, take_column, "position-column",
        "the position is the token's column, 0, 1, 2, …, whatever was given");
    for (int k = -2; k <= 2; k++) offset(list, k);
    recovered_offsets(list, clues, clues->own);
    recovered_offsets(list, clues, clues->other);
    limits(list, clues);
}

/* ---- Several axes ---- */

static rwk_hypothesis *add_axes(rwk_hypotheses *list, int rank, const char *id, const char *text, const rwk_config *config,
                                size_t n)
{
    rwk_hypothesis *h = rwk_hypotheses_add(list, RWK_STAGE_POSITION, rank, take_axes, id, text);
    for (size_t i = 0; i < n; i++) h->axis[i] = (unsigned char)rwk_config_axis(config, i);
    return h;
}

static void permuted_axes(rwk_hypotheses *list, const rwk_clues *clues, size_t n)
{
    static const unsigned char ORDERS[5][3] = { { 0, 2, 1 }, { 1, 0, 2 }, { 2, 1, 0 }, { 1, 2, 0 }, { 2, 0, 1 } };
    for (int k = 0; k < 5; k++) {
        char text[RWK_HYPOTHESIS_TEXT];
        snprintf(text, sizeof text, "axes 0, 1, 2 of the position are taken as %d, %d, %d", ORDERS[k][0], ORDERS[k][1],
                 ORDERS[k][2]);
        rwk_hypothesis *h = rwk_hypotheses_add(list, RWK_STAGE_POSITION, 0, take_axes, "position-axis-swapped", text);
        for (size_t i = 0; i < n; i++)
            h->axis[i] = clues->right->axis[i] < 3 ? ORDERS[k][clues->right->axis[i]] : clues->right->axis[i];
    }
}

/* Which axis each pair follows best, by the right frequencies. */
static void recovered_axes(rwk_hypotheses *list, const rwk_clues *clues, size_t n, size_t axes)
{
    rwk_hypothesis *h = rwk_hypotheses_add(list, RWK_STAGE_POSITION, 1, take_axes, "mrope-sections",
                                           "the pairs follow other axes of the position than the sections say");
    rwk_pipeline *p = malloc(sizeof *p);
    double least[RWK_PIPELINE_PAIRS];
    if (!p) list->out_of_memory = true;
    for (size_t a = 0; p && a <= axes && a < RWK_MAX_AXES; a++) { /* the one behind the last stands at 0 */
        *p = *clues->right;
        for (size_t i = 0; i < n; i++) p->axis[i] = (unsigned char)a;
        for (size_t i = 0; i < n; i++) {
            const double score = rwk_sample_pair_score(clues->sample, p, i);
            if (a == 0 || score < least[i]) least[i] = score, h->axis[i] = (unsigned char)a;
        }
    }
    free(p);
}

static void axes(rwk_hypotheses *list, const rwk_clues *clues)
{
    rwk_config config = clues->sample->e->config;
    const size_t n = config.rotary_dim / 2;
    if (config.n_axes < 2) return;
    permuted_axes(list, clues, n);
    if (config.n_axes == 3) {
        config.mrope_interleaved = !config.mrope_interleaved;
        add_axes(list, 0, "mrope-interleave",
                 config.mrope_interleaved ? "axes alternate from pair to pair where sections are meant to follow one another"
                                          : "sections follow one another where axes are meant to alternate",
                 &config, n);
        rwk_hypothesis *h = add_axes(list, 1, "mrope-sections", "axes alternate to the end, whatever the sections", &config, n);
        for (size_t i = 0; i < n; i++) h->axis[i] = (unsigned char)(i % 3);
    }
    add_axes(list, 0, "position-axis-first", "every pair follows axis 0 of the position", &(rwk_config){ .n_axes = 0 }, n);
    if (clues->sample->e->kind == RWK_ROTATED || clues->sample->e->kind == RWK_TABLE) recovered_axes(list, clues, n, config.n_axes);
}

/* ---- Roundings ---- */

/* Are all rotated values numbers of dtype, as sums that were rounded to it are?  Scores do not tell. */
static bool all_of(const rwk_sample *s, rwk_dtype dtype)
{
    for (size_t j = 0; s->e->kind != RWK_SCORES && j < s->n_places * s->width; j++)
        if (j % s->width < s->e->config.rotary_dim && s->y[j] != rwk_round(s->y[j], dtype)) return false;
    return true;
}

/* An answer in dtype, or in less, may be computed in it. */
static bool may_compute(const rwk_sample *s, rwk_dtype dtype)
{
    return !s->tolerance.compute_f32 && rwk_unit_roundoff(dtype) <= rwk_unit_roundoff(s->e->answer);
}

static void rounding(rwk_hypotheses *list, const rwk_clues *clues, rwk_dtype dtype)
{
    static const struct {
        const char *id, *text;
        rwk_hypothesis_apply *apply;
        bool of_frequencies;
    } KINDS[] = {
        { "positions-%s", "positions are rounded to %s", round_position, false },
        { "inv-freq-%s", "inv_freq is rounded to %s", round_frequency, true },
        { "angles-%s", "angles are rounded to %s", round_angle, false },
        { "angles-%s", "angles and inv_freq are rounded to %s", round_angle_and_frequency, false },
        { "angles-%s", "angles and positions are rounded to %s", round_angle_and_position, false },
        { "angles-%s", "angles, positions and inv_freq are rounded to %s", round_all_angles, false },
        { "angles-%s", "angles, positions, inv_freq, cos and sin are rounded to %s", round_everything, false },
        { "table-%s", "cos and sin are rounded to %s", round_table, false },
        { "arithmetic-%s", "cos, sin, products and sums are rounded to %s", round_arithmetic, false },
    };
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT];
        const bool works = KINDS[k].apply == round_arithmetic;
        if (clues->sample->e->kind == RWK_INV_FREQ && !KINDS[k].of_frequencies) continue;
        if (works && (may_compute(clues->sample, dtype) || !all_of(clues->sample, dtype))) continue;
        snprintf(id, sizeof id, KINDS[k].id, rwk_dtype_name(dtype));
        snprintf(text, sizeof text, KINDS[k].text, rwk_dtype_name(dtype));
        rwk_hypotheses_add(list, RWK_STAGE_ROUNDING, works, KINDS[k].apply, id, text)->dtype = dtype;
    }
}

/* ---- Attention factor ---- */

/* Scores that are all off by one ratio: its root is off in q and in k. */
static void factor_of_scores(rwk_hypotheses *list, const rwk_clues *clues)
{
    char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT], number[40];
    const double ratio = rwk_sample_scores_ratio(clues->sample, clues->right);
    if (!(ratio > 0) || !isfinite(ratio) || clues->right->head_dim != clues->right->rotary_dim) return;
    const double a = clues->right->attention_factor * sqrt(ratio),
                 error = clues->sample->terms.relative + clues->sample->terms.output;
    if (!(fabs(sqrt(ratio) - 1) > 1e-6)) return;
    rwk_roundest(number, sizeof number, a, error);
    snprintf(id, sizeof id, "attention-factor-%.24s", number);
    snprintf(text, sizeof text, "attention_factor is %s", number);
    rwk_hypothesis *h = rwk_hypotheses_add(list, RWK_STAGE_FACTOR, 1, take_factor, id, text);
    h->number = a, h->alone = true;
}

static void factors(rwk_hypotheses *list, const rwk_clues *clues)
{
    char id[RWK_ID], text[RWK_HYPOTHESIS_TEXT], number[40];
    const double a = clues->right->attention_factor;
    if (a != 1) {
        add(list, RWK_STAGE_FACTOR, take_factor, "attention-factor-missing", "attention_factor is left out")->number = 1;
        add(list, RWK_STAGE_FACTOR, take_factor, "attention-factor-twice", "attention_factor is applied twice")->number = a * a;
    }
    if (clues->sample->e->kind == RWK_SCORES) factor_of_scores(list, clues);
    for (int k = 0; k < 2; k++) {
        const rwk_recovery *r = k ? clues->other : clues->own;
        if (!r || !(r->norm_spread < 0.05) || !(fabs(r->norm_ratio / a - 1) > clues->sample->terms.relative)) continue;
        rwk_roundest(number, sizeof number, r->norm_ratio, clues->sample->terms.relative + clues->sample->terms.output);
        snprintf(id, sizeof id, "attention-factor-%.24s", number);
        snprintf(text, sizeof text, "attention_factor is %s", number);
        rwk_hypotheses_add(list, RWK_STAGE_FACTOR, 1, take_factor, id, text)->number = r->norm_ratio;
    }
}

void rwk_hypothesise_stages(rwk_hypotheses *list, const rwk_clues *clues)
{
    if (clues->sample->e->kind != RWK_INV_FREQ) {
        slots(list, clues);
        positions(list, clues);
        axes(list, clues);
        factors(list, clues);
        add(list, RWK_STAGE_ROUNDING, reduce_coarsely, "trig-coarse", "the angle is reduced by an f32 2 pi before cos and sin");
    }
    rounding(list, clues, RWK_BF16);
    rounding(list, clues, RWK_F16);
}
