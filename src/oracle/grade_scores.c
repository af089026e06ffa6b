/* SPDX-License-Identifier: MIT */
/* Scores: what the bounds of rotated q and k let a dot product be off by. */
#include <math.h>
#include <stdlib.h>

#include "core/size.h"
#include "oracle/grade_walk.h"

/** Rotated q or k of one batch row and head: (seq, head_dim), and by group, a pair or a slot that is copied, (seq, groups) its norm and by
 *  grade the bound on its error. */
typedef struct {
    double *rotated, *norm, *error[RWK_N_BOUNDS];
} side;

static size_t groups_of(const rwk_walk *w) { return w->n + w->e->config.head_dim - w->e->config.rotary_dim; }

static void side_clear(side *z)
{
    free(z->rotated);
    free(z->norm);
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) free(z->error[g]);
}

static bool side_init(side *z, const rwk_walk *w)
{
    size_t bytes;
    if (!rwk_size_mul(&bytes, w->e->seq, w->e->config.head_dim) || !rwk_size_mul(&bytes, bytes, sizeof(double))) return false;
    z->rotated = malloc(bytes); /* no side has more groups than slots */
    z->norm = malloc(bytes);
    bool good = z->rotated && z->norm;
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) good = (z->error[g] = malloc(bytes)) && good;
    return good;
}

/* r (turn + relative + u_o) + sqrt2 eta bounds the error of a rotated pair as a vector.                    (D20.7) */
static void side_group(side *z, const rwk_walk *w, size_t at, double r, size_t i)
{
    z->norm[at] = r;
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) {
        const rwk_rounding_terms *t = &w->terms[g];
        const double turn = i < w->n ? w->turn[g][i] + t->relative : 0;
        z->error[g][at] = r * (turn + t->output) + sqrt(2) * t->absolute;
    }
}

/* The head in w->x, rotated by the row walked to. */
static void side_row(side *z, const rwk_walk *w, size_t t)
{
    const rwk_config *config = &w->e->config;
    const size_t d = config->rotary_dim, first = t * groups_of(w);
    double *out = z->rotated + t * config->head_dim;
    for (size_t i = 0; i < w->n; i++) {
        size_t a, b;
        rwk_slots(&a, &b, i, d, config->layout);
        out[a] = w->x[a] * w->c[i] - w->x[b] * w->s[i], out[b] = w->x[a] * w->s[i] + w->x[b] * w->c[i];
        side_group(z, w, first + i, fabs(w->a) * hypot(w->x[a], w->x[b]), i);
    }
    for (size_t j = d; j < config->head_dim; j++) {
        out[j] = w->x[j];
        side_group(z, w, first + w->n + j - d, fabs(w->x[j]), w->n);
    }
}

static rwk_status side_fill(side *z, rwk_walk *w, size_t batch, size_t head, bool is_key)
{
    for (size_t t = 0; t < w->e->seq; t++) {
        const rwk_place place = rwk_evidence_place(w->e, batch, t, head);
        const rwk_status status = rwk_walk_to(w, &place);
        if (status != RWK_OK) return status;
        if (is_key) rwk_evidence_key(w->x, w->e, batch, t, head);
        else rwk_evidence_query(w->x, w->e, batch, t, head);
        side_row(z, w, t);
    }
    return RWK_OK;
}

/* sum over pairs (E_q |k| + |q| E_k + E_q E_k) + d 2^-24 sum |q||k|                                          (D20.7) */
static double pairs_bound(const rwk_walk *w, const side *q, const side *k, size_t m, size_t n, int g)
{
    double bound = 0;
    const size_t groups = groups_of(w);
    const double *norm_q = q->norm + m * groups, *norm_k = k->norm + n * groups, dot = (double)w->e->config.head_dim * 0x1p-24;
    const double *error_q = q->error[g] + m * groups, *error_k = k->error[g] + n * groups;
    for (size_t i = 0; i < groups; i++)
        bound += error_q[i] * (norm_k[i] + error_k[i]) + norm_q[i] * error_k[i] + dot * norm_q[i] * norm_k[i];
    return bound;
}

static void hold_score(rwk_walk *w, const side *q, const side *k, size_t m, size_t n, double got, const rwk_worst_value *where)
{
    double want = 0;
    const size_t width = w->e->config.head_dim;
    for (size_t j = 0; j < width; j++) want += q->rotated[m * width + j] * k->rotated[n * width + j];
    const double error = rwk_walk_error(w, got, want);
    for (int g = RWK_FIRST_BOUND; g < RWK_N_BOUNDS; g++) {
        const double bound = pairs_bound(w, q, k, m, n, g) + w->terms[g].output * fabs(want) + w->terms[g].absolute;
        rwk_walk_note(w, (rwk_grade)g, error, bound, where);
    }
    w->grading->n_values++;
}

static rwk_status hold_score_head(rwk_walk *w, side *q, side *k, size_t batch, size_t head)
{
    const rwk_evidence *e = w->e;
    rwk_status status = side_fill(q, w, batch, head, false);
    if (status == RWK_OK) status = side_fill(k, w, batch, head / (e->heads / e->kv_heads), true);
    for (size_t m = 0; m < e->seq && status == RWK_OK; m++) {
        const rwk_place place = rwk_evidence_place(e, batch, m, head);
        rwk_worst_value where = { .position = place.position[0], .batch = batch, .column = m, .head = head };
        for (where.pair = 0; where.pair < e->seq; where.pair++)
            hold_score(w, q, k, m, where.pair, rwk_evidence_score(e, batch, head, m, where.pair), &where);
    }
    return status;
}

/* No score has a certified value, so L0 and L1 are out of reach; their worst value is that of L2. */
rwk_status rwk_walk_scores(rwk_walk *w)
{
    side q = { 0 }, k = { 0 };
    rwk_grading *g = w->grading;
    const size_t all = w->e->batch * w->e->heads;
    const bool has_room = side_init(&q, w), has_more = side_init(&k, w);
    rwk_status status = has_room && has_more ? RWK_OK : RWK_ENOMEM;
    w->maybe_exact = false;
    for (size_t j = 0; j < all && status == RWK_OK; j++) {
        status = hold_score_head(w, &q, &k, j / w->e->heads, j % w->e->heads);
        if (!rwk_walk_goes_on(w, j + 1, all)) break;
    }
    g->worst[RWK_L0] = g->worst[RWK_L1] = g->worst[RWK_L2], g->used[RWK_L0] = g->used[RWK_L1] = g->used[RWK_L2];
    side_clear(&q);
    side_clear(&k);
    return status;
}
