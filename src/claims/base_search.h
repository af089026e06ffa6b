/* SPDX-License-Identifier: MIT */
/* The least base of a context: inf{b >= 1 : S(b, m) >= 0 for m = 0 .. L - 1}, enclosed by a proof that covers every base below. */
#ifndef RWK_CLAIMS_BASE_SEARCH_H
#define RWK_CLAIMS_BASE_SEARCH_H

#include "claims/base_sum.h"

enum { RWK_BASE_KEEP = 32 };

/** A search and its notes; zero it, then rwk_base_search_start. */
typedef struct {
    rwk_base at;
    size_t n;
    double recent[RWK_BASE_KEEP]; /* distances m that were negative lately: the first to be tried at the next base */
    size_t n_recent;
    double usual;                         /* reach of the witnesses found by looking at all m, a running mean */
    size_t steps;                         /* intervals of bases that were decided */
    size_t undecided;                     /* and hairs between them that were not: 0 for a proof */
    double doubt;                         /* largest rounding bound over |sum| that decided */
    void (*tick)(void *who, double base); /* called at every step; may be NULL */
    void *who;
} rwk_base_search;

void rwk_base_search_start(rwk_base_search *s, size_t n);

/** A place where feasibility changes: it lies above `low` and not above `high` = low (1 + 2^-34). */
typedef struct {
    double low, high;
} rwk_base_edge;

/**
 * The first feasible base above `from` for positions 0 .. context - 1: all bases from .. low are infeasible, high is feasible.  (D18.6)
 *
 * from   in  an infeasible base, or the low end of another edge; >= 1.
 * limit  in  give up there: high is then INFINITY; NaN when a thousand hairs were undecided.
 */
rwk_base_edge rwk_base_first_feasible(rwk_base_search *s, double from, int64_t context, double limit);

/** The end of the window that begins at the feasible base `from`: all bases from .. low are feasible, high is not.            (D18.6) */
rwk_base_edge rwk_base_first_infeasible(rwk_base_search *s, double from, int64_t context, double limit);

/**
 * Su's way to the least base: cut [0, B] in 10^k equal parts, B := the first feasible cut, for k = 1 .. 5.         (D18.7)
 *
 * top  in  the B to begin with; feasible.
 * low  in  bases up to here are known to be infeasible (an edge's low): cuts below are not tried.
 */
double rwk_base_by_grid(rwk_base_search *s, double top, double low, int64_t context);

/** The middle that bisection of [low, high] ends with, low infeasible, high feasible, 40 halvings: some edge, not the first. */
double rwk_base_by_bisection(rwk_base_search *s, double low, double high, int64_t context);

#endif
