/* SPDX-License-Identifier: MIT */
/*
 * Claim     The pairs of RoPE are the hands of a clock: each turns by its theta_i a token, the fast ones lap, the slow ones do not
 *           complete a turn, and until long after the first hand's half turn the whole never comes near its start again.
 * Source    RoFormer eq. (15); S4 eq. (14); derivations (D16.1)-(D16.5), (D8.2)
 * Measure   hands from a certified table at up to 30000 positions: step by step, their sum against N f(m), turns counted as passes of 3
 *           o'clock, the distance of the hand that is farthest from its start
 * Holds if  a step is a turn by theta_i within 5u (D16.1); the sum is N f(m) within (D16.2); passes are floor(m theta_i/2 pi) (D16.3)
 *           and hands that have passed are the F pairs of (D8.2); some hand is as far as (D16.4) says at each position of its range
 * Must fail hands that stand still; the sum of sines; a radian taken for a turn; floor for ceil in F; a wheel with equal hands
 */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "angles/table.h"
#include "claims/arcs.h"
#include "claims/decay.h"
#include "claims/rounding.h"
#include "claims/wheel.h"
#include "faults/scaling_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 20,
    .id = "phase_wheel",
    .expected = RWK_HOLDS,
    .geometric = true,
    .statement =
        "Each pair turns as a hand of a clock by its theta a token; fast hands lap, slow ones do not complete a turn, and the "
        "whole does not come near its start again.",
    .source = "Su et al. 2021, eq. (15); S4 eq. (14)",
    .section = "16",
    .equations = "D16.1 D16.3",
};

enum { LATER = 1000, MAX_PAIRS = 256, LONGEST = 30000, QUICK = 5000, SHOWN = 4, FRAMES = 96 };
static const int POSITIONS[SHOWN] = { 1, 10, 100, 1000 };

typedef struct {
    rwk_table table;        /* positions 0 … n_pos - 1 */
    const double *inv_freq; /* (n) */
    size_t n, n_pos;
    double passes[MAX_PAIRS]; /* of 3 o'clock, up to the position looked at */
} wheel;

static const double *cos_at(const wheel *w, size_t m) { return w->table.cos + m * w->n; }
static const double *sin_at(const wheel *w, size_t m) { return w->table.sin + m * w->n; }

/* ---- Steps, sums. ---- */

/* |z(m+1) - z(m) z(step)| of pair i, over its bound; step 0 leaves the hand where it is.                     (D16.1) */
static double step_used(const wheel *w, size_t m, size_t step, size_t i)
{
    const double c = cos_at(w, m)[i], s = sin_at(w, m)[i], a = cos_at(w, step)[i], b = sin_at(w, step)[i];
    return hypot(cos_at(w, m + 1)[i] - (c * a - s * b), sin_at(w, m + 1)[i] - (c * b + s * a)) / rwk_bound_wheel_step();
}

static double sum(const double x[], size_t n)
{
    double total = 0;
    for (size_t i = 0; i < n; i++) total += x[i];
    return total;
}

static void check_steps(rwk_run *run, const wheel *w)
{
    double right = 0, still = INFINITY, sums = 0, sines = 0;
    for (size_t m = 0; m + 1 < w->n_pos; m++) {
        const double f = (double)w->n * rwk_decay_mean_cosine(w->inv_freq, w->n, (double)m),
                     bound = rwk_bound_wheel_sum(w->n, (double)m);
        for (size_t i = 0; i < w->n; i++) {
            right = rwk_worst(right, step_used(w, m, 1, i));
            still = rwk_least(still, step_used(w, m, 0, i));
        }
        sums = rwk_worst(sums, fabs(sum(cos_at(w, m), w->n) - f) / bound);
        sines = rwk_worst(sines, fabs(sum(sin_at(w, m), w->n) - f) / bound);
    }
    rwk_run_check(run, "a step of every hand against a turn by theta_i, over bound", right, 1);
    rwk_run_control(run, "a hand that stands still, least over bound", still, 1);
    rwk_run_check(run, "sum of the hands, their horizontal parts, against N f(m), over bound", sums, 1);
    rwk_run_control(run, "sum of their vertical parts against N f(m), over bound", sines, 1);
}

/* ---- Turns. ---- */

/* Hands whose passes are not floor(m theta_i / turn); *doubt: rounding over the distance to a whole number.    (D16.3) */
static double miscounted(const wheel *w, size_t m, double turn, double *doubt)
{
    double wrong = 0;
    for (size_t i = 0; i < w->n; i++) {
        const double turns = (double)m * w->inv_freq[i] / turn;
        wrong += !(w->passes[i] == floor(turns));
        if (m > 0) *doubt = rwk_worst(*doubt, 0x1p-51 * turns / fabs(turns - rint(turns)));
    }
    return wrong;
}

static double have_passed(const wheel *w)
{
    double hands = 0;
    for (size_t i = 0; i < w->n; i++) hands += w->passes[i] > 0;
    return hands;
}

/* Position, pair, angle from 0 to 2 pi, completed turns: for the figure. */
static void write_wheel(rwk_tsv *table, const wheel *w, size_t m)
{
    for (size_t i = 0; i < w->n; i++) {
        const double angle = atan2(sin_at(w, m)[i], cos_at(w, m)[i]);
        RWK_ROW(table, (double)m, (double)i, angle < 0 ? angle + 2 * M_PI : angle, w->passes[i]);
    }
}

typedef struct {
    double turns, radian, doubt, full, floor; /* hands miscounted, by rule; differences from F, right and by floor */
} count;

static void compare(count *k, const wheel *w, size_t m, double base)
{
    double unused = 0;
    k->turns += miscounted(w, m, 2 * M_PI, &k->doubt);
    k->radian += miscounted(w, m, 1, &unused);
    k->full += fabs(have_passed(w) - (double)rwk_arcs_full_turn_pairs(base, w->n, (int64_t)m));
    k->floor += fabs(have_passed(w) - (double)rwk_fault_full_turns_floor(base, w->n, (int64_t)m));
}

/* Walk through the positions, counting passes; compare at the positions shown and at each power of two. */
static rwk_status check_turns(rwk_run *run, wheel *w)
{
    rwk_tsv *shown, *frames;
    count k = { 0 };
    rwk_status status = rwk_run_table(&shown, run, NULL, "position\tpair\tangle\tturns");
    if (status == RWK_OK) status = rwk_run_table(&frames, run, "frames", "position\tpair\tangle\tturns");
    if (status != RWK_OK) return status;
    write_wheel(frames, w, 0);
    for (size_t m = 1, next = 0; m < w->n_pos; m++) {
        for (size_t i = 0; i < w->n; i++) w->passes[i] += rwk_wheel_passes(sin_at(w, m - 1)[i], sin_at(w, m)[i]);
        if (m < FRAMES) write_wheel(frames, w, m);
        const int is_shown = next < SHOWN && m == (size_t)POSITIONS[next];
        if (is_shown || (m & (m - 1)) == 0) compare(&k, w, m, run->config.rope_theta);
        if (!is_shown) continue;
        write_wheel(shown, w, m);
        rwk_run_fact(run, rwk_run_name(run, "hands that have completed a turn at position %zu", m), have_passed(w));
        next++;
    }
    rwk_run_check(run, "hands whose passes of 3 o'clock are not floor(m theta/2 pi)", k.turns, 0);
    rwk_run_check(run, "floor(m theta/2 pi) is certain: rounding over distance from a whole number", k.doubt, 1);
    rwk_run_control(run, "a radian for a turn: hands whose passes are not floor(m theta)", k.radian, 0);
    rwk_run_check(run, "hands that have passed against F, differences in all", k.full, 0);
    rwk_run_control(run, "floor for ceil in F: hands that have passed against it, differences in all", k.floor, 0);
    return RWK_OK;
}

/* ---- Far from the start. ---- */

static void check_separation(rwk_run *run, const wheel *w)
{
    double first, last, least = INFINITY, equal = INFINITY, nearest = INFINITY, at = 0;
    const double separation = rwk_wheel_separation(&first, &last, run->config.rope_theta, w->n);
    for (size_t m = (size_t)ceil(first); m < w->n_pos && (double)m < last; m++) {
        const double farthest = rwk_wheel_farthest(cos_at(w, m), sin_at(w, m), w->n);
        const double distance = rwk_wheel_distance(rwk_decay_mean_cosine(w->inv_freq, w->n, (double)m));
        least = rwk_least(least, farthest);
        equal = rwk_least(equal, rwk_wheel_farthest(cos_at(w, m), sin_at(w, m), 1)); /* all hands like the first */
        if (m >= LATER && distance < nearest) nearest = distance, at = (double)m;
    }
    rwk_run_check(run, "farthest hand from its start: bound over the least", separation / least, 1 + 0x1p-50);
    rwk_run_control(run, "equal hands: bound over the least", separation / equal, 1 + 0x1p-50);
    rwk_run_fact(run, "some hand is as far from its start as this", separation);
    rwk_run_fact(run, "from position", ceil(first));
    rwk_run_fact(run, "to position", ceil(last) - 1);
    rwk_run_fact(run, "least distance found of the farthest hand", least);
    rwk_run_fact(run, "equal hands: least distance found", equal);
    rwk_run_fact(run, "nearest return from position 1000 on, root mean square distance of the hands", nearest);
    rwk_run_fact(run, "its position", at);
}

static rwk_status measure(rwk_run *run)
{
    if (rwk_run_limit_dim(run, 2 * MAX_PAIRS) != RWK_OK) return RWK_ERANGE;
    wheel *w = calloc(1, sizeof *w);
    if (!w) return RWK_ENOMEM;
    w->n = run->n_pairs, w->inv_freq = run->inv_freq, w->n_pos = run->options.quick ? QUICK : LONGEST;
    rwk_status status = rwk_table_init(&w->table, run->truth, 0, w->n_pos, RWK_F64);
    if (status == RWK_OK) {
        check_steps(run, w);
        rwk_run_progress(run, 0.5);
        status = check_turns(run, w);
    }
    if (status == RWK_OK) check_separation(run, w);
    rwk_table_clear(&w->table);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
