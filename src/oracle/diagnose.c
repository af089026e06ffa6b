/* SPDX-License-Identifier: MIT */
/* Tries hypotheses alone and in pairs, and tells what fits from what comes next. */
#include "oracle/diagnose.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** A hypothesis, or two, and how well they explain the sample. */
typedef struct {
    const rwk_hypothesis *first, *second;
    double score;
} trial;

/** The search and all that it owns. */
typedef struct {
    rwk_sample sample;
    rwk_pipeline right, changed;
    rwk_recovery own, other;
    rwk_hypotheses stages, frequencies;
    trial fits[64], best_other; /* what fits; the best of what does not */
    size_t n_fits;
    rwk_diagnosis *diagnosis;
} search;

static int rank_of(const trial *t) { return t->first->rank + (t->second ? t->second->rank : 0); }

static bool better(const trial *a, const trial *b)
{
    if (rank_of(a) != rank_of(b)) return rank_of(a) < rank_of(b);
    return a->score < b->score;
}

static bool same_name(const trial *a, const trial *b)
{
    if (strcmp(a->first->id, b->first->id) != 0 || (a->second == NULL) != (b->second == NULL)) return false;
    return !a->second || strcmp(a->second->id, b->second->id) == 0;
}

static void drop(search *s, size_t k)
{
    memmove(&s->fits[k], &s->fits[k + 1], (s->n_fits - k - 1) * sizeof s->fits[0]);
    s->n_fits--;
}

/* Keep what fits once by name, best first; when there is no more room, without the last. */
static void keep(search *s, const trial *t)
{
    enum { ROOM = sizeof s->fits / sizeof s->fits[0] };
    for (size_t k = 0; k < s->n_fits; k++) {
        if (!same_name(&s->fits[k], t)) continue;
        if (!better(t, &s->fits[k])) return;
        drop(s, k);
    }
    size_t at = s->n_fits;
    while (at > 0 && better(t, &s->fits[at - 1])) at--;
    if (at == ROOM) return;
    if (s->n_fits == ROOM) s->n_fits--;
    memmove(&s->fits[at + 1], &s->fits[at], (s->n_fits - at) * sizeof *t);
    s->fits[at] = *t;
    s->n_fits++;
}

static void try(search *s, const rwk_hypothesis *first, const rwk_hypothesis *second)
{
    s->changed = s->right;
    if (second) second->apply(&s->changed, second); /* frequencies bring an attention factor, which the first may replace */
    first->apply(&s->changed, first);
    const double enough = fmax(1, s->best_other.score);
    const trial t = { first, second, rwk_sample_score(&s->sample, &s->changed, enough) };
    s->diagnosis->n_tried++;
    if (t.score <= 1) keep(s, &t);
    else if (t.score < s->best_other.score && s->changed.arithmetic == RWK_F64)
        s->best_other = t; /* whose tolerance is not wider */
}

static void try_each(search *s, const rwk_hypotheses *list)
{
    for (size_t k = 0; k < list->n; k++) try(s, &list->items[k], NULL);
}

static void try_pairs(search *s)
{
    for (size_t a = 0; a < s->stages.n; a++) {
        const rwk_hypothesis *first = &s->stages.items[a];
        if (first->alone) continue;
        for (size_t b = 0; b < s->frequencies.n; b++)
            if (!s->frequencies.items[b].alone) try(s, first, &s->frequencies.items[b]);
        for (size_t b = a + 1; b < s->stages.n; b++)
            if (s->stages.items[b].stage != first->stage && !s->stages.items[b].alone) try(s, first, &s->stages.items[b]);
    }
}

/* ---- Clues ---- */

static bool tells_phases(const rwk_evidence *e) { return e->kind == RWK_ROTATED || e->kind == RWK_TABLE; }

static rwk_status recover_inv_freq(search *s, const rwk_evidence *e)
{
    for (size_t i = 0; i < s->right.rotary_dim / 2; i++) {
        s->own.theta[i] = rwk_tensor_value(&e->y, i);
        s->own.error[i] = rwk_unit_roundoff(e->answer) * fabs(s->own.theta[i]) + 0x1p-22 * fabs(s->own.theta[i]);
    }
    s->own.rotary_dim = s->right.rotary_dim, s->own.norm_ratio = s->right.attention_factor;
    return RWK_OK;
}

static rwk_status look(search *s, rwk_clues *clues, const rwk_evidence *e)
{
    *clues = (rwk_clues){ .sample = &s->sample, .right = &s->right };
    const rwk_layout own = e->config.layout, other = own == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
    rwk_status status = RWK_OK;
    if (e->kind == RWK_INV_FREQ) status = recover_inv_freq(s, e);
    else if (tells_phases(e)) {
        clues->width = e->kind == RWK_ROTATED ? rwk_recover_width(&s->sample) : 0;
        status = rwk_recover(&s->own, &s->sample, own, s->right.rotary_dim);
        if (status == RWK_OK && e->kind == RWK_ROTATED) status = rwk_recover(&s->other, &s->sample, other, s->right.rotary_dim);
    }
    if (e->kind != RWK_SCORES) clues->own = &s->own;
    if (e->kind == RWK_ROTATED) clues->other = &s->other;
    return status;
}

/* ---- Findings ---- */

static void name_of(char name[2 * RWK_ID + 4], const trial *t)
{
    snprintf(name, 2 * RWK_ID + 4, "%s%s%s", t->first->id, t->second ? " + " : "", t->second ? t->second->id : "");
}

static void add_equivalent(rwk_finding *f, const char *id)
{
    if (strcmp(f->id, id) == 0 || f->n_equivalent == RWK_MAX_EQUIVALENT) return;
    for (size_t k = 0; k < f->n_equivalent; k++)
        if (strcmp(f->equivalent[k], id) == 0) return;
    snprintf(f->equivalent[f->n_equivalent++], RWK_ID, "%s", id);
}

/* One of the hypotheses of what fits best, with the ids that fit in its place. */
static rwk_finding finding(const search *s, bool second)
{
    rwk_finding f = { .score = s->fits[0].score, .has_runner_up = s->best_other.first != NULL };
    const rwk_hypothesis *h = second ? s->fits[0].second : s->fits[0].first;
    snprintf(f.id, sizeof f.id, "%s", h->id);
    snprintf(f.text, sizeof f.text, "%s", h->text);
    if (strcmp(f.id, "sign-flipped") == 0) add_equivalent(&f, "inverse");
    for (size_t k = 1; k < s->n_fits; k++) {
        const rwk_hypothesis *mine = second ? s->fits[k].second : s->fits[k].first,
                             *rest = second ? s->fits[k].first : s->fits[k].second;
        const rwk_hypothesis *partner = second ? s->fits[0].first : s->fits[0].second;
        const bool same_rest = (rest == NULL && partner == NULL) || (rest && partner && strcmp(rest->id, partner->id) == 0);
        if (mine && same_rest) add_equivalent(&f, mine->id);
    }
    if (f.has_runner_up) name_of(f.runner_up.id, &s->best_other), f.runner_up.score = s->best_other.score;
    return f;
}

static void set_finding(rwk_diagnosis *d, const char *id, const char *text, double score)
{
    d->n = 1;
    d->findings[0] = (rwk_finding){ .score = score };
    snprintf(d->findings[0].id, RWK_ID, "%s", id);
    snprintf(d->findings[0].text, RWK_HYPOTHESIS_TEXT, "%s", text);
}

static void conclude(search *s)
{
    rwk_diagnosis *d = s->diagnosis;
    if (s->n_fits > 0) {
        d->n = s->fits[0].second ? 2 : 1;
        for (size_t k = 0; k < d->n; k++) d->findings[k] = finding(s, k == 1);
        return;
    }
    set_finding(d, "unknown", "no hypothesis explains the answer", s->best_other.score);
    d->findings[0].has_runner_up = s->best_other.first != NULL;
    if (s->best_other.first) name_of(d->findings[0].runner_up.id, &s->best_other);
    d->findings[0].runner_up.score = s->best_other.score;
}

/* ---- The search ---- */

/* What needs no search: right up to rounding, or a table whose columns repeat in the other layout. */
static bool is_plain(search *s, const rwk_evidence *e, const rwk_grading *g)
{
    const double score = rwk_sample_score(&s->sample, &s->right, INFINITY);
    if (!(score <= 1)) return false;
    if (e->kind == RWK_TABLE && e->table_layout != e->config.layout)
        set_finding(s->diagnosis, "layout-swapped", "the columns repeat in the order of the other layout", score);
    else if (g->grade == RWK_L3 || g->grade == RWK_L4)
        set_finding(s->diagnosis, "angles-f32", "right, with angles, table or arithmetic in f32 or in the dtype of the answer",
                    score);
    else if (g->grade < RWK_L3)
        set_finding(s->diagnosis, "rounding", "right, but not every value is the exact one rounded once", score);
    return s->diagnosis->n > 0;
}

static void store_recovery(search *s, const rwk_clues *clues)
{
    rwk_diagnosis *d = s->diagnosis;
    const bool swapped = d->n > 0 && strcmp(d->findings[0].id, "layout-swapped") == 0 && clues->other;
    const rwk_recovery *r = swapped ? clues->other : clues->own;
    if (!r) return;
    d->has_recovery = true, d->n_pairs = s->right.rotary_dim / 2;
    memcpy(d->recovered, r->theta, d->n_pairs * sizeof(double));
    memcpy(d->expected, s->right.inv_freq, d->n_pairs * sizeof(double));
}

static rwk_status run(search *s, const rwk_evidence *e, const rwk_grading *g)
{
    rwk_clues clues;
    const rwk_status status = look(s, &clues, e);
    if (status != RWK_OK) return status;
    if (!is_plain(s, e, g)) {
        rwk_hypothesise_stages(&s->stages, &clues);
        rwk_hypothesise_frequencies(&s->frequencies, &clues);
        if (s->stages.out_of_memory || s->frequencies.out_of_memory) return RWK_ENOMEM;
        try_each(s, &s->stages);
        try_each(s, &s->frequencies);
        if (s->n_fits == 0) try_pairs(s);
        conclude(s);
    }
    store_recovery(s, &clues);
    return RWK_OK;
}

rwk_status rwk_diagnose(rwk_diagnosis *diagnosis, const rwk_evidence *e, const rwk_grading *grading, bool compute_f32,
                        rwk_diag *diag)
{
    search *s = calloc(1, sizeof *s);
    memset(diagnosis, 0, sizeof *diagnosis);
    if (!s) return RWK_ENOMEM;
    s->diagnosis = diagnosis, s->best_other.score = INFINITY;
    rwk_status status = rwk_pipeline_of(&s->right, &e->config, diag);
    if (status == RWK_OK) status = rwk_sample_init(&s->sample, e, grading, compute_f32);
    if (status == RWK_OK) status = run(s, e, grading);
    rwk_hypotheses_clear(&s->stages);
    rwk_hypotheses_clear(&s->frequencies);
    rwk_sample_clear(&s->sample);
    free(s);
    return status;
}
