/* SPDX-License-Identifier: MIT */
/* Walks up the bases from one proven interval to the next. */
#include "claims/base_search.h"

#include <math.h>

#include "claims/rounding.h"
#include "core/dtype.h"

static const double HAIR = 0x1p-34, LEAST_REACH = 0x1p-40; /* relative                                                (D18.6) */
enum { GIVE_UP = 1000 };

void rwk_base_search_start(rwk_base_search *s, size_t n)
{
    s->n = n;
    s->n_recent = s->steps = s->undecided = 0;
    s->usual = s->doubt = 0;
}

static void move(rwk_base_search *s, double base)
{
    rwk_base_set(&s->at, base, s->n);
    s->steps++;
    if (s->tick) s->tick(s->who, base);
}

/* A distance whose sum is negative at this base and stays so for all bases up to base e^reach. */
typedef struct {
    double m, sum, reach;
} witness;

static void try_distance(witness *best, const rwk_base_search *s, double m)
{
    double sum;
    const double reach = rwk_base_negative_reach(&sum, &s->at, m);
    if (reach > best->reach) *best = (witness){ m, sum, reach };
}

/* Two thirds are found here, in microseconds. */
static witness try_recent(const rwk_base_search *s, double context)
{
    witness best = { 0, 0, 0 };
    for (size_t i = 0; i < RWK_BASE_KEEP && i < s->n_recent; i++)
        if (s->recent[i] < context) try_distance(&best, s, s->recent[i]);
    return best;
}

/* From m = 0 on, a quarter past the first that is good enough: nearer distances change more slowly with the base. */
static witness try_all(rwk_base_search *s, double context)
{
    double sum[RWK_BASE_BLOCK], end = context;
    witness best = { 0, 0, 0 };
    for (double m = 0; m < end; m += RWK_BASE_BLOCK) {
        const double rounding = rwk_base_rounding(&s->at, m + RWK_BASE_BLOCK, rwk_unit_roundoff(RWK_F64));
        rwk_base_block(sum, &s->at, m);
        for (int r = 0; r < RWK_BASE_BLOCK && m + r < context; r++) {
            if (!(sum[r] < -rounding)) continue;
            try_distance(&best, s, m + r);
            s->recent[s->n_recent++ % RWK_BASE_KEEP] = m + r;
        }
        if (best.reach > s->usual / 5 && end == context) end = rwk_least(context, 1.25 * (m + RWK_BASE_BLOCK));
    }
    return best;
}

/* The witness that reaches furthest, of those looked at; reach 0 when no sum is certainly negative. */
static witness find_witness(rwk_base_search *s, int64_t context)
{
    witness best = try_recent(s, (double)context);
    if (!(best.reach > s->usual / 5)) {
        best = try_all(s, (double)context);
        s->usual = 0.9 * s->usual + 0.1 * best.reach;
    }
    return best;
}

static void note_doubt(rwk_base_search *s, const witness *w)
{
    s->doubt = rwk_worst(s->doubt, rwk_base_rounding(&s->at, w->m, rwk_unit_roundoff(RWK_F64)) / fabs(w->sum));
}

/* Whether the base is certainly feasible; `reach` says how far upwards. */
static bool is_feasible(double *reach, rwk_base_search *s, int64_t context)
{
    const rwk_base_signs signs = rwk_base_scan(&s->at, context);
    *reach = signs.reach;
    if (!rwk_base_feasible(&signs)) return false;
    s->doubt = rwk_worst(s->doubt, signs.doubt);
    return true;
}

rwk_base_edge rwk_base_first_feasible(rwk_base_search *s, double from, int64_t context, double limit)
{
    const size_t give_up = s->undecided + GIVE_UP;
    double base = from, reach;
    move(s, base);
    while (base < limit) {
        const witness here = find_witness(s, context);
        if (here.reach >= LEAST_REACH) {
            note_doubt(s, &here);
            move(s, base *= 1 + here.reach);
            continue;
        }
        const double low = base;
        move(s, base *= 1 + HAIR);
        const witness next = find_witness(s, context);
        if (next.reach > 0 && rwk_base_negative_below(&s->at, next.m, next.sum, HAIR)) continue;
        if (!(next.reach > 0) && is_feasible(&reach, s, context)) return (rwk_base_edge){ low, base };
        if (++s->undecided == give_up) return (rwk_base_edge){ NAN, NAN };
    }
    return (rwk_base_edge){ base, INFINITY };
}

rwk_base_edge rwk_base_first_infeasible(rwk_base_search *s, double from, int64_t context, double limit)
{
    const size_t give_up = s->undecided + GIVE_UP;
    double base = from, reach;
    move(s, base);
    while (base < limit) {
        if (is_feasible(&reach, s, context) && reach >= LEAST_REACH) {
            move(s, base *= 1 + reach);
            continue;
        }
        const double low = base;
        move(s, base *= 1 + HAIR);
        if (find_witness(s, context).reach > 0) return (rwk_base_edge){ low, base };
        if (++s->undecided == give_up) return (rwk_base_edge){ NAN, NAN };
    }
    return (rwk_base_edge){ base, INFINITY };
}

/* A base that is neither certainly feasible nor certainly not counts as undecided, and as infeasible. */
static bool decide(rwk_base_search *s, double base, int64_t context)
{
    double reach;
    move(s, base);
    if (find_witness(s, context).reach > 0) return false;
    if (is_feasible(&reach, s, context)) return true;
    s->undecided++;
    return false;
}

double rwk_base_by_grid(rwk_base_search *s, double top, double low, int64_t context)
{
    for (double parts = 10; parts <= 1e5; parts *= 10) {
        double i = floor(low * parts / top);
        while (i < parts && (top * i / parts <= low || !decide(s, top * i / parts, context))) i++;
        top = top * i / parts;
    }
    return top;
}

double rwk_base_by_bisection(rwk_base_search *s, double low, double high, int64_t context)
{
    for (int k = 0; k < 40; k++) {
        const double middle = low + (high - low) / 2;
        if (decide(s, middle, context)) high = middle;
        else low = middle;
    }
    return high;
}
