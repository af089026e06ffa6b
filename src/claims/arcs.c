/* SPDX-License-Identifier: MIT */
/* Turns, gaps and unseen arcs: the numbers of claims `full_turns` and `scaling_rules`. */
#include "claims/arcs.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <math.h>

#include "claims/rounding.h"
#include "core/dtype.h"

static const double TURN = 2 * M_PI;

double rwk_arcs_turns(double theta, int64_t context) { return (double)context * theta / TURN; }

size_t rwk_arcs_full_turn_pairs(double base, size_t n, int64_t context)
{
    const double pairs = ceil((double)n * log((double)context / TURN) / log(base));
    return pairs <= 0 ? 0 : pairs >= (double)n ? n : (size_t)pairs;
}

double rwk_arcs_share(double theta, int64_t context) { return rwk_least(1, rwk_arcs_turns(theta, context)); }

double rwk_arcs_largest_gap(double angle[], double theta, size_t n_pos)
{
    for (size_t m = 0; m < n_pos; m++) angle[m] = fmod((double)m * theta, TURN);
    gsl_sort(angle, 1, n_pos);
    double gap = angle[0] + TURN - angle[n_pos - 1]; /* across angle 0 */
    for (size_t m = 1; m < n_pos; m++) gap = rwk_worst(gap, angle[m] - angle[m - 1]);
    return gap;
}

double rwk_arcs_turn_doubt(double theta, int64_t context)
{
    const double rounding = rwk_unit_roundoff(RWK_F64) * (8 + 7 * fabs(log((double)context / TURN)));
    return rounding / fabs(log(rwk_arcs_turns(theta, context)));
}

bool rwk_arcs_is_full(const rwk_arc *arc) { return TURN / arc->theta <= (double)arc->trained; }

static double end_of_arc(const rwk_arc *arc) { return (double)arc->trained * arc->theta; }
static double angle_used(const rwk_arc *arc, int64_t m) { return fmod((double)m * arc->used, TURN); }

/* After a full turn the end is at 2 pi or beyond, and no angle is. */
bool rwk_arcs_is_seen(const rwk_arc *arc, int64_t m) { return angle_used(arc, m) < end_of_arc(arc); }

int64_t rwk_arcs_unseen(const rwk_arc *arc)
{
    int64_t count = 0;
    for (int64_t m = 0; m < arc->length; m++) count += !rwk_arcs_is_seen(arc, m);
    return count;
}

int64_t rwk_arcs_first_unseen(const rwk_arc *arc)
{
    int64_t m = 0;
    while (m < arc->length && rwk_arcs_is_seen(arc, m)) m++;
    return m;
}

double rwk_arcs_overshoot(const rwk_arc *arc) { return (double)arc->length * arc->used / end_of_arc(arc); }

double rwk_arcs_overshoot_capped(const rwk_arc *arc) { return rwk_least((double)arc->length * arc->used, TURN) / end_of_arc(arc); }

/* m used = L theta as real numbers, and exactly so in doubles: used is theta over a power of two. */
static bool is_exact_tie(const rwk_arc *arc, double angle)
{
    int exponent;
    return angle == end_of_arc(arc) && frexp(arc->theta / arc->used, &exponent) == 0.5;
}

/* Angle 0 of position 0 is exact; 0 and 2 pi are the other end of the arc. */
double rwk_arcs_doubt(const rwk_arc *arc)
{
    const double u = rwk_unit_roundoff(RWK_F64), end = end_of_arc(arc);
    double worst = 5 * u * end / fabs(end - TURN);
    for (int64_t m = 1; m < arc->length && !rwk_arcs_is_full(arc); m++) {
        const double angle = angle_used(arc, m), distance = rwk_least(fabs(angle - end), rwk_least(angle, TURN - angle));
        if (!is_exact_tie(arc, angle)) worst = rwk_worst(worst, u * (3 * (double)m * arc->used + 2 * end) / distance);
    }
    return worst;
}
