/* SPDX-License-Identifier: MIT */
/*
 * Claim     Of the score forms (5) to (10) of RoFormer, of which S4 prints (5) to (7), the forms (5), (7), (8), (10) see positions
 *           through m - n alone, to the bit; (6) and (9) keep absolute positions; RoPE sees m - n up to rounding.
 * Source    RoFormer section 2.3, eq. (5)-(10); S4 eq. (5)-(7), (16); Raffel et al. 2020 (T5); Ke et al. 2021 (TUPE); He et al. 2021
 *           (DeBERTa); derivations (D14.11)-(D14.15)
 * Measure   32 tokens of width 64, Gaussian weights, tokens and tables: the scores under common shifts of 1 .. 10^6; DeBERTa's three
 *           terms against the product of sums
 * Holds if  (5), (7), (8), (10) do not change at all (D14.14); RoPE within the bound of both places (D3.8); DeBERTa's form lacks
 *           exactly the last term (D14.13)
 * Must fail (6) and (9) under the same shifts; bits of RoPE; the product of sums with its last term
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "angles/angle.h"
#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "claims/decay.h"
#include "claims/weights.h"
#include "claims/relative_bound.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "encodings/shaw.h"
#include "encodings/transformer_xl.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 14,
    .id = "score_forms",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "RoFormer's forms (5), (7), (8), (10) see m - n alone, to the bit; (6) and (9) do not; RoPE does up to rounding.",
    .source = "Su et al. 2021, section 2.3, eq. (5)-(10); S4 eq. (5)-(7), (16)",
    .section = "14",
    .equations = "D14.11",
};

enum { SEQ = 32, DIM = 64, FAR = SEQ - 1, ROWS = 2 * FAR + 1, CLIP = 4, DRAWS = 10, N_SHIFTS = 7 };
enum { SHAW, TRANSFORMER_XL, T5, DEBERTA, ADDED, TUPE, ROPE, N_FORMS };

static const double BASE = 10000;

static const char *const NAMES[N_FORMS] = { "(5) Shaw",   "(7) Transformer-XL", "(8) T5",   "(10) DeBERTa",
                                            "(6) x + PE", "(9) TUPE",           "(16) RoPE" };

enum { W_Q, W_K, W_R, U_Q, U_K, N_WEIGHTS };

typedef struct {
    double w[N_WEIGHTS][DIM * DIM], x[SEQ * DIM], q[SEQ * DIM], k[SEQ * DIM];
    double a[ROWS * DIM], b[ROWS], u[DIM], v[DIM];                                  /* Shaw's and DeBERTa's rows, T5's biases */
    double a_k[ROWS * DIM], a_q[ROWS * DIM], table[ROWS * DIM], r[ROWS * DIM];      /* W_k a, W_q a; R, W_R R */
    double pe[SEQ * DIM], p[4][SEQ * DIM];                                          /* PE; W_q, W_k, U_q, U_k of it */
    double rq[SEQ * DIM], rk[SEQ * DIM], inv_freq[DIM / 2], c[DIM / 2], s[DIM / 2]; /* RoPE */
    size_t clipped[SEQ * SEQ], half_open[SEQ * SEQ], reversed[SEQ * SEQ], all[SEQ * SEQ]; /* rows */
    double z[SEQ * SEQ], z0[N_FORMS][SEQ * SEQ];
} scratch;

/* What does not know positions.  Identical tokens show in a map what positions alone do. */
static void draw(rwk_run *run, scratch *s, bool identical)
{
    for (int i = 0; i < N_WEIGHTS; i++) rwk_run_weights(run, s->w[i], DIM);
    rwk_run_gaussian(run, s->x, SEQ * DIM);
    for (size_t t = 1; t < SEQ && identical; t++) memcpy(s->x + t * DIM, s->x, DIM * sizeof *s->x);
    rwk_run_gaussian(run, s->a, ROWS * DIM), rwk_run_gaussian(run, s->b, ROWS);
    rwk_run_gaussian(run, s->u, DIM), rwk_run_gaussian(run, s->v, DIM);
    for (size_t i = 0; i < DIM / 2; i++) s->inv_freq[i] = pow(BASE, -(double)(2 * i) / DIM);
    rwk_project(s->q, s->w[W_Q], s->x, SEQ, DIM), rwk_project(s->k, s->w[W_K], s->x, SEQ, DIM);
    rwk_project(s->a_q, s->w[W_Q], s->a, ROWS, DIM), rwk_project(s->a_k, s->w[W_K], s->a, ROWS, DIM);
}

static rwk_status rotate_all(scratch *s, int64_t first)
{
    rwk_status status = RWK_OK;
    for (size_t t = 0; t < SEQ && status == RWK_OK; t++) {
        rwk_angle_cos_sin(s->c, s->s, s->inv_freq, DIM / 2, first + (int64_t)t, RWK_F64);
        status = rwk_rope_interleaved(s->rq + t * DIM, s->q + t * DIM, DIM, DIM, s->c, s->s, RWK_F64);
        if (status == RWK_OK) status = rwk_rope_interleaved(s->rk + t * DIM, s->k + t * DIM, DIM, DIM, s->c, s->s, RWK_F64);
    }
    return status;
}

/* What knows positions first, first + 1, ..: indices, sinusoids, rotated vectors. */
static rwk_status place(scratch *s, int64_t first)
{
    int64_t at[SEQ], backwards[SEQ];
    for (int t = 0; t < SEQ; t++) at[t] = first + t, backwards[t] = -at[t]; /* -m - -n = n - m */
    rwk_status status = rwk_shaw_index(s->clipped, at, SEQ, at, SEQ, -CLIP, CLIP);
    if (status == RWK_OK) status = rwk_shaw_index(s->half_open, at, SEQ, at, SEQ, -CLIP, CLIP - 1);
    if (status == RWK_OK) status = rwk_shaw_index(s->reversed, backwards, SEQ, backwards, SEQ, -CLIP, CLIP - 1);
    if (status == RWK_OK) status = rwk_shaw_index(s->all, at, SEQ, at, SEQ, -FAR, FAR);
    if (status == RWK_OK) status = rwk_transformer_xl_table(s->table, at[FAR] - at[0], ROWS, DIM, BASE);
    if (status == RWK_OK) status = rwk_transformer_xl_table(s->pe, at[FAR], SEQ, DIM, BASE); /* last position first */
    if (status == RWK_OK) status = rotate_all(s, first);
    rwk_project(s->r, s->w[W_R], s->table, ROWS, DIM);
    for (int i = 0; i < 4; i++) rwk_project(s->p[i], s->w[(const int[]){ W_Q, W_K, U_Q, U_K }[i]], s->pe, SEQ, DIM);
    return status;
}

/* One score of a form.                                                        (D14.2), (D14.5), (D14.11)-(D14.13) */
static double score(const scratch *s, int form, size_t m, size_t n)
{
    const size_t pair = m * SEQ + n, row_m = (FAR - m) * DIM, row_n = (FAR - n) * DIM;
    const double *q = s->q + m * DIM, *k = s->k + n * DIM;
    double added_q[DIM], added_k[DIM];
    for (size_t j = 0; j < DIM; j++) added_q[j] = q[j] + s->p[0][row_m + j], added_k[j] = k[j] + s->p[1][row_n + j];
    switch (form) {
    case SHAW: return rwk_score_shaw(q, k, s->a_k + s->clipped[pair] * DIM, DIM, RWK_F64);
    case TRANSFORMER_XL: /* rows run from the largest distance down */
        return rwk_score_four_terms(q, k, s->r + (ROWS - 1 - s->all[pair]) * DIM, s->u, s->v, DIM, RWK_F64);
    case T5: return rwk_score_t5(q, k, s->b[s->all[pair]], DIM, RWK_F64);
    case DEBERTA: return rwk_score_deberta(q, k, s->a_k + s->half_open[pair] * DIM, s->a_q + s->reversed[pair] * DIM, DIM, RWK_F64);
    case ADDED: return rwk_dot(added_q, added_k, DIM, RWK_F64);
    case TUPE: return rwk_score_tupe(q, k, s->p[2] + row_m, s->p[3] + row_n, s->b[s->all[pair]], DIM, RWK_F64);
    default: return rwk_dot(s->rq + m * DIM, s->rk + n * DIM, DIM, RWK_F64);
    }
}

static void scores(double z[], const scratch *s, int form)
{
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) z[m * SEQ + n] = score(s, form, m, n);
}

/* ---- Shifts. ---- */

/* Largest and mean squared change of each form at each shift; RoPE's over its bound. */
typedef struct {
    double change[N_FORMS][N_SHIFTS], squares[N_FORMS][N_SHIFTS], rope_bound[N_SHIFTS], rope_used;
} result;

/* Bound on the change of RoPE's score: each place is within its bound of the score at n - m.                  (D3.8) */
static double rope_bound(const scratch *s, size_t m, size_t n, int64_t shift)
{
    double w[DIM / 2];
    const double u = rwk_unit_roundoff(RWK_F64);
    rwk_pair_weights(w, s->q + m * DIM, s->k + n * DIM, DIM / 2);
    return rwk_bound_identity(w, s->inv_freq, DIM / 2, shift + SEQ, u) + rwk_bound_identity(w, s->inv_freq, DIM / 2, SEQ, u);
}

static void collect(result *all, const scratch *s, int form, int at, int64_t shift, size_t draws)
{
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) {
            const double change = fabs(s->z[m * SEQ + n] - s->z0[form][m * SEQ + n]);
            all->change[form][at] = rwk_worst(all->change[form][at], change);
            if (m != n) all->squares[form][at] += change * change / (double)(SEQ * FAR * draws);
            if (form != ROPE) continue;
            const double bound = rope_bound(s, m, n, shift);
            all->rope_bound[at] = rwk_worst(all->rope_bound[at], bound);
            all->rope_used = rwk_worst(all->rope_used, change / bound);
        }
}

static rwk_status measure_draw(result *all, rwk_run *run, scratch *s, size_t draws)
{
    draw(run, s, false);
    rwk_status status = place(s, 0);
    for (int form = 0; form < N_FORMS; form++) scores(s->z0[form], s, form);
    int64_t shift = 1;
    for (int at = 0; at < N_SHIFTS && status == RWK_OK; at++, shift *= 10) {
        status = place(s, shift);
        for (int form = 0; form < N_FORMS; form++) {
            scores(s->z, s, form);
            collect(all, s, form, at, shift, draws);
        }
    }
    return status;
}

static rwk_status record(rwk_run *run, const result *all, const scratch *s)
{
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "shift\tindexed\tadded\ttupe\trope\trope_bound\tadded_law\ttupe_law");
    double worst[N_FORMS] = { 0 }, least[N_FORMS], shift = 1;
    for (int form = 0; form < N_FORMS; form++) least[form] = INFINITY;
    for (int at = 0; at < N_SHIFTS && status == RWK_OK; at++, shift *= 10) {
        for (int form = 0; form < N_FORMS; form++) {
            worst[form] = rwk_worst(worst[form], all->change[form][at]);
            least[form] = rwk_least(least[form], all->change[form][at]);
        }
        const double f = rwk_decay_mean_cosine(s->inv_freq, DIM / 2, shift);
        const double tupe = rwk_law_untied_change(DIM, f), added = rwk_law_added_change(DIM, f);
        RWK_ROW(table, shift, worst[SHAW] + worst[TRANSFORMER_XL] + worst[T5] + worst[DEBERTA], sqrt(all->squares[ADDED][at]),
                sqrt(all->squares[TUPE][at]), all->change[ROPE][at], all->rope_bound[at], sqrt(added), sqrt(tupe));
        if (at % 2) continue;
        rwk_run_fact(run, rwk_run_name(run, "(6) x + PE: mean squared change over its law, shift %g", shift),
                     all->squares[ADDED][at] / added);
        rwk_run_fact(run, rwk_run_name(run, "(9) TUPE: mean squared change over its law, shift %g", shift),
                     all->squares[TUPE][at] / tupe);
        rwk_run_fact(run, rwk_run_name(run, "(16) RoPE: largest change, shift %g", shift), all->change[ROPE][at]);
    }
    for (int form = 0; form < ADDED; form++)
        rwk_run_check(run, rwk_run_name(run, "%s: largest change under a shift", NAMES[form]), worst[form], 0);
    rwk_run_check(run, "(16) RoPE: change under a shift over bound", all->rope_used, 1);
    rwk_run_control(run, "(16) RoPE: change, to the bit", worst[ROPE], 0);
    for (int form = ADDED; form <= TUPE; form++)
        rwk_run_control(run, rwk_run_name(run, "%s: change over RoPE's bound, least of all shifts", NAMES[form]),
                        least[form] / all->rope_bound[N_SHIFTS - 1], 1);
    return status;
}

static rwk_status measure_shifts(rwk_run *run, scratch *s)
{
    static result all;
    rwk_status status = RWK_OK;
    const size_t draws = rwk_run_count(run, DRAWS, 5);
    for (size_t i = 0; i < draws && status == RWK_OK; i++) {
        status = measure_draw(&all, run, s, draws);
        rwk_run_progress(run, (double)i / (double)draws);
    }
    return status == RWK_OK ? record(run, &all, s) : status;
}

/* ---- DeBERTa leaves out the last term of (q + r_q) . (k + r_k). ---- */

static void measure_deberta(rwk_run *run, const scratch *s)
{
    double used = 0, with_last = INFINITY;
    for (size_t m = 0; m < SEQ; m++)
        for (size_t n = 0; n < SEQ; n++) {
            const double *q = s->q + m * DIM, *k = s->k + n * DIM;
            const double *r_k = s->a_k + s->half_open[m * SEQ + n] * DIM, *r_q = s->a_q + s->reversed[m * SEQ + n] * DIM;
            double sum_q[DIM], sum_k[DIM], magnitude = 0;
            for (size_t j = 0; j < DIM; j++) {
                sum_q[j] = q[j] + r_q[j], sum_k[j] = k[j] + r_k[j];
                magnitude += (fabs(q[j]) + fabs(r_q[j])) * (fabs(k[j]) + fabs(r_k[j]));
            }
            const double whole = rwk_dot(sum_q, sum_k, DIM, RWK_F64), last = rwk_dot(r_q, r_k, DIM, RWK_F64);
            const double three = score(s, DEBERTA, m, n), bound = rwk_bound_four_terms(DIM, magnitude, rwk_unit_roundoff(RWK_F64));
            used = rwk_worst(used, fabs(whole - (three + last)) / bound);
            with_last = rwk_least(with_last, fabs(whole - three) / bound);
        }
    rwk_run_check(run, "(10) DeBERTa: three terms and the last against the product of sums, over bound", used, 1);
    rwk_run_control(run, "(10) DeBERTa: three terms against the product of sums, over bound, least of all pairs", with_last, 1);
}

/* ---- Maps of identical tokens. ---- */

static rwk_status write_maps(rwk_run *run, scratch *s)
{
    rwk_tsv *table;
    draw(run, s, true);
    rwk_status status = place(s, 0);
    if (status == RWK_OK)
        status = rwk_run_table(&table, run, "maps", "key\tquery\tshaw\ttransformer_xl\tt5\tdeberta\tadded\ttupe\trope");
    for (int form = 0; form < N_FORMS && status == RWK_OK; form++) scores(s->z0[form], s, form);
    for (size_t m = 0; m < SEQ && status == RWK_OK; m++)
        for (size_t n = 0; n < SEQ; n++) {
            double row[2 + N_FORMS] = { (double)n, (double)m };
            for (int form = 0; form < N_FORMS; form++) row[2 + form] = s->z0[form][m * SEQ + n] - rwk_dot(s->q, s->k, DIM, RWK_F64);
            rwk_tsv_row(table, row, 2 + N_FORMS);
        }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch *s = calloc(1, sizeof *s);
    if (!s) return RWK_ENOMEM;
    rwk_status status = measure_shifts(run, s);
    measure_deberta(run, s);
    if (status == RWK_OK) status = write_maps(run, s);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
