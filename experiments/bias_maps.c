/* SPDX-License-Identifier: MIT */
/*
 * Claim     What positions alone do to the score of two equal tokens is constant along diagonals in seven encodings of eight, blind to
 *           direction in four, falls with every step of distance in ALiBi alone, and levels off in Shaw's and T5's.
 * Source    S4 section 1; Vaswani et al. 2017; Shaw et al. 2018; Dai et al. 2019; Raffel et al. 2020; Press et al. 2022; Su et al. 2021;
 *           Sun et al. 2022; derivations (D15.10)-(D15.14)
 * Measure   64 queries and 64 keys, width 64, base 10000, in logits: spread along diagonals, asymmetry, distances at which both sides
 *           look alike, largest rise away from the query, spread of far keys; the rotary maps against their laws
 * Holds if  what is indexed by m - n has no spread, what is a product no more than rounding (D15.12); four maps are symmetric to the bit,
 *           the others at no distance (D15.13); ALiBi never rises, Shaw's and T5's far keys are one, to the bit (D15.14)
 * Must fail the learned table held to diagonals; RoPE of unequal vectors and xPos held to symmetry; all but ALiBi, and ALiBi with its sign
 *           flipped, held to falling; all but Shaw and T5 held to a level, and these from one token nearer; xPos transposed
 */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "claims/bias_map.h"
#include "claims/decay.h"
#include "claims/weights.h"
#include "claims/relative_bound.h"
#include "claims/rounding.h"
#include "claims/xpos_curve.h"
#include "encodings/alibi.h"
#include "encodings/learned.h"
#include "encodings/shaw.h"
#include "encodings/sinusoidal.h"
#include "encodings/t5_bias.h"
#include "encodings/transformer_xl.h"
#include "encodings/xpos.h"
#include "faults/bias_fault.h"
#include "faults/relative_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 32,
    .id = "bias_maps",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement =
        "Seven of eight encodings see m - n alone, four are blind to direction, only ALiBi falls at every step, two level off.",
    .source = "S4 section 1; Vaswani 2017, Shaw 2018, Dai 2019, Raffel 2020, Press 2022, Su 2021, Sun 2022",
    .section = "15",
    .equations = "D15.11 D15.14",
};

enum { SEQ = 64, AREA = SEQ * SEQ, DIM = 64, N = DIM / 2, FAR = SEQ - 1, ROWS = 2 * FAR + 1, CLIP = 4, HEADS = 4 };

static const double BASE = 10000, ROOT = 8; /* sqrt(DIM), exact */

/* ALiBi has a map for each head. */
enum { SINUSOIDAL, LEARNED, ROPE, XPOS, SHAW, TRANSFORMER_XL, T5, ALIBI, N_KINDS, N_MAPS = ALIBI + HEADS };

typedef struct {
    const char *name;
    bool relative, indexed, symmetric, falls; /* indexed: looked up by m - n, so relative to the bit */
    int level_from;                           /* [token] from here on one number; 0: nowhere */
} kind;

/* The classification that is to be shown.  T5's last bucket within 64 tokens begins at 46.                    (D15.8) */
static const kind KINDS[N_KINDS] = {
    [SINUSOIDAL] = { "sinusoidal", .relative = true, .symmetric = true },
    [LEARNED] = { "learned", .symmetric = true },
    [ROPE] = { "RoPE, q = k", .relative = true, .symmetric = true },
    [XPOS] = { "xPos, q = k", .relative = true },
    [SHAW] = { "Shaw", .relative = true, .indexed = true, .level_from = CLIP },
    [TRANSFORMER_XL] = { "Transformer-XL", .relative = true, .indexed = true },
    [T5] = { "T5", .relative = true, .indexed = true, .level_from = 46 },
    [ALIBI] = { "ALiBi", .relative = true, .indexed = true, .symmetric = true, .falls = true },
};

typedef struct {
    double map[N_MAPS][AREA], spare[AREA]; /* [logit] */
    double slack[N_KINDS];                 /* rounding lets two entries of equal value differ by as much  (D15.12) */
    double inv_freq[N], c[N], s[N], scale[N], zeta[N], ones[DIM];
    double q[DIM], k[DIM], v[DIM], none[DIM];
    double rq[SEQ * DIM], rk[SEQ * DIM], table[SEQ * DIM];
    double rows[ROWS * DIM], r[ROWS * DIM], w[DIM * DIM], bucket[RWK_T5_NUM_BUCKETS];
    size_t index[AREA];
} scratch;

static double u(void) { return rwk_unit_roundoff(RWK_F64); }

/* ---- The maps.                                                                                        (D15.10) ---- */

/* x_m . y_n / sqrt(d) */
static void products(double map[AREA], const double x[], const double y[])
{
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) map[m * SEQ + n] = rwk_dot(x + m * DIM, y + n * DIM, DIM, RWK_F64) / ROOT;
}

static rwk_status make_absolute(scratch *s)
{
    double sum = 0, longest = 0;
    rwk_status status = rwk_sinusoidal_loop(s->table, SEQ, DIM, BASE);
    products(s->map[SINUSOIDAL], s->table, s->table);
    for (size_t i = 0; i < N; i++) sum += s->inv_freq[i];
    s->slack[SINUSOIDAL] = 2 * rwk_bound_sinusoidal_product(SEQ, sum, DIM, u()) / ROOT;
    if (status == RWK_OK) status = rwk_learned_table(s->table, SEQ, DIM, sqrt(0.5), RWK_RUN_SEED); /* as long as the sinusoids */
    products(s->map[LEARNED], s->table, s->table);
    for (size_t m = 0; m < SEQ; m++) longest = rwk_worst(longest, s->map[LEARNED][m * (SEQ + 1)]);
    s->slack[LEARNED] = 2 * (DIM + 1) * u() * longest;
    return status;
}

/* Queries q and keys k of all positions, rotated and scaled; a scale base of infinity is RoPE. */
static rwk_status rotate(scratch *s, const double q[], const double k[], double scale_base)
{
    rwk_status status = RWK_OK;
    for (int role = RWK_XPOS_QUERY; role <= RWK_XPOS_KEY; role++)
        for (size_t m = 0; m < SEQ && status == RWK_OK; m++) {
            double *y = (role == RWK_XPOS_QUERY ? s->rq : s->rk) + m * DIM;
            for (size_t i = 0; i < N; i++) s->scale[i] = 1;
            if (isfinite(scale_base))
                status = rwk_xpos_scale(s->scale, s->zeta, N, scale_base, (int64_t)m, (rwk_xpos_role)role, RWK_F64);
            rwk_angle_cos_sin(s->c, s->s, s->inv_freq, N, (int64_t)m, RWK_F64);
            if (status == RWK_OK)
                status = rwk_xpos(y, role == RWK_XPOS_QUERY ? q : k, DIM, DIM, s->c, s->s, s->scale, RWK_INTERLEAVED, RWK_F64);
        }
    return status;
}

static rwk_status make_rotary(scratch *s)
{
    double w[N], grown[N];
    rwk_status status = rwk_xpos_zeta(s->zeta, DIM);
    if (status == RWK_OK) status = rotate(s, s->ones, s->ones, INFINITY);
    products(s->map[ROPE], s->rq, s->rk);
    if (status == RWK_OK) status = rotate(s, s->ones, s->ones, RWK_XPOS_BASE);
    products(s->map[XPOS], s->rq, s->rk);
    rwk_pair_weights(w, s->ones, s->ones, N);
    for (size_t i = 0; i < N; i++) grown[i] = w[i] * pow(s->zeta[i], -FAR / RWK_XPOS_BASE);
    s->slack[ROPE] = 2 * rwk_bound_identity(w, s->inv_freq, N, FAR, u()) / ROOT;
    s->slack[XPOS] = 2 * rwk_bound_xpos(grown, s->inv_freq, N, FAR, u()) / ROOT;
    return status;
}

/* One entry: the score of a key that is 0, q . row of Shaw (v NULL) or q . row + v . row, terms 2 and 4 of Transformer-XL. */
static double entry(const scratch *s, const double row[], const double v[])
{
    return (v ? rwk_score_four_terms(s->q, s->none, row, s->none, v, DIM, RWK_F64)
              : rwk_score_shaw(s->q, s->none, row, DIM, RWK_F64)) /
           ROOT;
}

/* Fill a map by s->index; the largest error of two entries.                                              (D14.8) */
static double look_up(double map[AREA], const scratch *s, const double rows[], const double v[])
{
    double magnitude = 0;
    for (size_t i = 0; i < AREA; i++) {
        const double *row = rows + s->index[i] * DIM;
        map[i] = entry(s, row, v);
        magnitude = rwk_worst(magnitude, rwk_four_terms_magnitude(s->q, s->none, row, s->none, v ? v : s->none, DIM));
    }
    return rwk_bound_four_terms(DIM, magnitude, u()) / ROOT;
}

static rwk_status make_indexed(rwk_run *run, scratch *s)
{
    int64_t at[SEQ], backwards[SEQ];
    for (int t = 0; t < SEQ; t++) at[t] = t, backwards[t] = -t;
    rwk_status status = rwk_shaw_index(s->index, at, SEQ, at, SEQ, -CLIP, CLIP);
    s->slack[SHAW] = look_up(s->map[SHAW], s, s->rows, NULL);
    if (status == RWK_OK) status = rwk_fault_shaw_undirected(s->index, at, SEQ, at, SEQ, -CLIP, CLIP);
    look_up(s->spare, s, s->rows, NULL);
    rwk_run_control(run, "Shaw by |m - n|: distances that look alike to both sides",
                    (double)rwk_map_blind_distances(s->spare, SEQ, s->slack[SHAW]), 0);
    if (status == RWK_OK)
        status = rwk_shaw_index(s->index, backwards, SEQ, backwards, SEQ, -FAR, FAR); /* the largest m - n first */
    if (status == RWK_OK) status = rwk_transformer_xl_table(s->rows, FAR, ROWS, DIM, BASE);
    rwk_project(s->r, s->w, s->rows, ROWS, DIM);
    s->slack[TRANSFORMER_XL] = look_up(s->map[TRANSFORMER_XL], s, s->r, s->v);
    return status;
}

static rwk_status make_biases(rwk_run *run, scratch *s)
{
    const rwk_bias_block block = { .n_queries = SEQ, .n_keys = SEQ };
    double slopes[HEADS];
    rwk_t5_buckets buckets;
    rwk_status status = rwk_t5_buckets_init(&buckets, RWK_T5_NUM_BUCKETS, RWK_T5_MAX_DISTANCE, true);
    if (status == RWK_OK) status = rwk_t5_bias(s->map[T5], &block, &buckets, s->bucket, 1, 0);
    if (status == RWK_OK) status = rwk_alibi_slopes(slopes, HEADS, RWK_ALIBI_BIAS_MAX, RWK_F64);
    for (int h = 0; h < HEADS && status == RWK_OK; h++)
        status = rwk_alibi_bias(s->map[ALIBI + h], &block, slopes[h], RWK_ALIBI_SYMMETRIC);
    if (status == RWK_OK) status = rwk_fault_alibi_sign(s->spare, &block, slopes[HEADS - 1], RWK_ALIBI_SYMMETRIC);
    if (status == RWK_OK)
        rwk_run_control(run, "ALiBi, sign flipped: largest rise away from the query", rwk_map_largest_rise(s->spare, SEQ), 0);
    return status;
}

static rwk_status make_maps(rwk_run *run, scratch *s)
{
    for (size_t i = 0; i < N; i++) s->inv_freq[i] = 1 / pow(BASE, (double)(2 * i) / DIM);
    for (size_t j = 0; j < DIM; j++) s->ones[j] = 1;
    rwk_run_gaussian(run, s->q, DIM), rwk_run_gaussian(run, s->k, DIM), rwk_run_gaussian(run, s->v, DIM);
    rwk_run_gaussian(run, s->bucket, RWK_T5_NUM_BUCKETS), rwk_run_gaussian(run, s->rows, (2 * CLIP + 1) * DIM);
    rwk_run_weights(run, s->w, DIM);
    rwk_status status = make_absolute(s);
    if (status == RWK_OK) status = make_rotary(s);
    if (status == RWK_OK) status = make_indexed(run, s);
    return status == RWK_OK ? make_biases(run, s) : status;
}

/* ---- The classification. ---- */

enum { SPREAD, ASYMMETRY, BLIND, RISE, LEVEL, N_PROPERTIES };

static const char *const MEASURED[N_PROPERTIES] = { "spread along a diagonal", "largest |a(m, n) - a(n, m)|",
                                                    "distances that look alike to both sides", "largest rise away from the query",
                                                    "spread of far keys" };

static double measure_map(const double map[AREA], int property, double slack, size_t from)
{
    switch (property) {
    case SPREAD: return rwk_map_diagonal_spread(map, SEQ);
    case ASYMMETRY: return rwk_map_asymmetry(map, SEQ);
    case BLIND: return (double)rwk_map_blind_distances(map, SEQ, slack);
    case RISE: return rwk_map_largest_rise(map, SEQ);
    default: return rwk_map_far_spread(map, SEQ, from);
    }
}

/* What has a property keeps its bound; what has it not is held to it all the same, with room for rounding, and must fail. */
static void hold(rwk_run *run, const scratch *s, int i, int property, bool has, double bound)
{
    const size_t from = (size_t)KINDS[KINDS[i].level_from ? i : T5].level_from;
    double extreme = has ? -INFINITY : INFINITY;
    for (int map = i; map < (i == ALIBI ? N_MAPS : i + 1); map++) {
        const double found = measure_map(s->map[map], property, s->slack[i], from);
        extreme = has ? rwk_worst(extreme, found) : rwk_least(extreme, found);
    }
    const char *name = property == LEVEL ? rwk_run_name(run, "%s: %s, from %zu tokens on", KINDS[i].name, MEASURED[property], from)
                                         : rwk_run_name(run, "%s: %s", KINDS[i].name, MEASURED[property]);
    (has ? rwk_run_check : rwk_run_control)(run, name, extreme, bound);
}

/* (D15.12)-(D15.14) */
static void classify(rwk_run *run, const scratch *s)
{
    for (int i = 0; i < N_KINDS; i++) {
        const kind *k = &KINDS[i];
        hold(run, s, i, SPREAD, k->relative, k->indexed ? 0 : s->slack[i]);
        hold(run, s, i, k->symmetric ? ASYMMETRY : BLIND, true, 0);
        hold(run, s, i, RISE, k->falls, k->falls ? 0 : s->slack[i]);
        hold(run, s, i, LEVEL, k->level_from > 0, k->level_from ? 0 : s->slack[i]);
    }
    hold(run, s, ROPE, BLIND, false, 0);
    hold(run, s, XPOS, ASYMMETRY, false, s->slack[XPOS]);
    for (int i = SHAW; i <= T5; i += T5 - SHAW)
        rwk_run_control(run,
                        rwk_run_name(run, "%s: %s, from %d tokens on", KINDS[i].name, MEASURED[LEVEL], KINDS[i].level_from - 1),
                        rwk_map_far_spread(s->map[i], SEQ, (size_t)KINDS[i].level_from - 1), 0);
}

/* RoPE itself is not blind: unequal vectors see direction. */
static rwk_status measure_unequal(rwk_run *run, scratch *s)
{
    double w[N];
    const rwk_status status = rotate(s, s->q, s->k, INFINITY);
    products(s->spare, s->rq, s->rk);
    rwk_pair_weights(w, s->q, s->k, N);
    const double slack = 2 * rwk_bound_identity(w, s->inv_freq, N, FAR, u()) / ROOT;
    rwk_run_check(run, "RoPE, q and k unequal: spread along a diagonal", rwk_map_diagonal_spread(s->spare, SEQ), slack);
    rwk_run_control(run, "RoPE, q and k unequal: largest |a(m, n) - a(n, m)|", rwk_map_asymmetry(s->spare, SEQ), slack);
    return status;
}

/* ---- Laws. ---- */

/* Largest |map - sqrt(d) f(m - n)|, f the mean cosine or that of xPos; transposed: f(n - m).          (D5.5), (D19.4) */
static double law_error(const double map[AREA], const scratch *s, bool scaled, bool transposed)
{
    double worst = 0;
    for (int m = 0; m < SEQ; m++)
        for (int n = 0; n < SEQ; n++) {
            const double distance = transposed ? n - m : m - n;
            const double f = scaled ? rwk_xpos_mean_cosine(s->zeta, s->inv_freq, N, RWK_XPOS_BASE, distance)
                                    : rwk_decay_mean_cosine(s->inv_freq, N, distance);
            worst = rwk_worst(worst, fabs(map[m * SEQ + n] - ROOT * f));
        }
    return worst;
}

/* Largest |2 map - RoPE's|.                                                                             (D15.12) */
static double twice_against_rope(const double map[AREA], const scratch *s)
{
    double worst = 0;
    for (size_t i = 0; i < AREA; i++) worst = rwk_worst(worst, fabs(2 * map[i] - s->map[ROPE][i]));
    return worst;
}

static void measure_laws(rwk_run *run, const scratch *s)
{
    rwk_run_check(run, "RoPE, q = k: against the mean cosine", law_error(s->map[ROPE], s, false, false), s->slack[ROPE]);
    rwk_run_check(run, "xPos, q = k: against its mean cosine", law_error(s->map[XPOS], s, true, false), s->slack[XPOS]);
    rwk_run_control(run, "xPos, transposed: against its mean cosine", law_error(s->map[XPOS], s, true, true), s->slack[XPOS]);
    rwk_run_control(run, "xPos against RoPE's mean cosine", law_error(s->map[XPOS], s, false, false), s->slack[XPOS]);
    const double bound = s->slack[SINUSOIDAL] + s->slack[ROPE] / 2;
    rwk_run_check(run, "sinusoidal, twice, against RoPE, q = k", twice_against_rope(s->map[SINUSOIDAL], s), bound);
    rwk_run_control(run, "learned, twice, against RoPE, q = k", twice_against_rope(s->map[LEARNED], s), bound);
}

/* ---- For the record and the figure. ---- */

static void record(rwk_run *run, const scratch *s)
{
    for (int i = 0; i < N_KINDS; i++) {
        double low, high;
        gsl_stats_minmax(&low, &high, s->map[i], 1, i == ALIBI ? HEADS * AREA : AREA);
        rwk_run_fact(run, rwk_run_name(run, "%s: smallest entry [logit]", KINDS[i].name), low);
        rwk_run_fact(run, rwk_run_name(run, "%s: largest entry [logit]", KINDS[i].name), high + 0); /* not -0 */
        if (KINDS[i].indexed)
            rwk_run_fact(run, rwk_run_name(run, "%s: different numbers", KINDS[i].name), (double)rwk_map_values(s->map[i], SEQ));
    }
    size_t first = 1;
    while (first < SEQ && s->map[ROPE][first * SEQ] <= s->map[ROPE][(first - 1) * SEQ]) first++;
    rwk_run_fact(run, "RoPE, q = k: first distance that scores above a nearer one [token]", (double)first);
    rwk_run_fact(run, "xPos, q = k: key 63 tokens before the query [logit]", s->map[XPOS][FAR * SEQ]);
    rwk_run_fact(run, "xPos, q = k: key 63 tokens behind the query [logit]", s->map[XPOS][FAR]);
    rwk_run_fact(run, "xPos, q = k: largest difference from RoPE's [logit]", law_error(s->map[XPOS], s, false, false));
}

static rwk_status write_maps(rwk_run *run, const scratch *s)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL,
                                            "key\tquery\tsinusoidal\tlearned\trope\txpos\tshaw\ttransformer_xl\tt5\t"
                                            "alibi_1\talibi_2\talibi_3\talibi_4");
    for (size_t i = 0; i < AREA && status == RWK_OK; i++) {
        double row[2 + N_MAPS] = { (double)(i % SEQ), (double)(i / SEQ) };
        for (int map = 0; map < N_MAPS; map++) row[2 + map] = s->map[map][i];
        rwk_tsv_row(table, row, 2 + N_MAPS);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch *s = calloc(1, sizeof *s);
    if (!s) return RWK_ENOMEM;
    rwk_status status = make_maps(run, s);
    if (status == RWK_OK) {
        classify(run, s);
        status = measure_unequal(run, s);
        measure_laws(run, s);
        record(run, s);
    }
    if (status == RWK_OK) status = write_maps(run, s);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
