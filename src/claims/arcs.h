/* SPDX-License-Identifier: MIT */
/* Which angles of a pair's circle a context shows: full turns, the gaps between visited angles, arcs that training never saw. */
#ifndef RWK_CLAIMS_ARCS_H
#define RWK_CLAIMS_ARCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Turns of a pair within `context` tokens: context theta/(2 pi).                                         (D1.2) */
double rwk_arcs_turns(double theta, int64_t context);

/**
 * How many of the n pairs theta_i = b^(-2i/d), d = 2n, complete a turn within T tokens, in closed form:        (D8.2)
 *
 *   min(n, max(0, ceil(n log_b(T/(2 pi)))))
 *
 * base     in  b > 1.
 * context  in  T >= 1 [token].
 */
size_t rwk_arcs_full_turn_pairs(double base, size_t n, int64_t context);

/** Share of the circle that `context` tokens sweep: min(1, turns).                                         (D8.4) */
double rwk_arcs_share(double theta, int64_t context);

/**
 * Largest gap [radian] around the circle between neighbours among the angles m theta mod 2 pi, m = 0 .. n_pos - 1   (D8.3)
 *
 * angle  (n_pos)  out  scratch: the angles in ascending order; n_pos >= 1.
 */
double rwk_arcs_largest_gap(double angle[], double theta, size_t n_pos);

/**
 * Rounding over distance where a turn and `context` tokens are compared: below 1 neither 2 pi/theta <= context nor the closed
 * form can be mistaken about this pair:  u (8 + 7 |ln(T/(2 pi))|) / |ln turns|                                (D8.6)
 */
double rwk_arcs_turn_doubt(double theta, int64_t context);

/** A pair that was trained at one frequency and is then used at another: what claim `scaling_rules` counts. */
typedef struct {
    double theta;    /* frequency in training [radian/token] */
    int64_t trained; /* L [token]: positions 0 .. L - 1 */
    double used;     /* frequency after scaling */
    int64_t length;  /* T [token]: positions 0 .. T - 1 are used */
} rwk_arc;

/** The pair completed a turn in training: every angle of it was seen.                                      (D8.1) */
bool rwk_arcs_is_full(const rwk_arc *arc);

/** Whether the angle m used mod 2 pi lies in the arc [0, L theta) of training; after a full turn always, for NaN never.  (D9.1) */
bool rwk_arcs_is_seen(const rwk_arc *arc, int64_t m);

/** How many positions 0 .. T - 1 have an unseen angle, one by one. */
int64_t rwk_arcs_unseen(const rwk_arc *arc);

/** First position with an unseen angle; T when there is none. */
int64_t rwk_arcs_first_unseen(const rwk_arc *arc);

/** End of the angles used over end of the arc seen: T used/(L theta), and never further than once round the circle:
 *  min(T used, 2 pi)/(L theta)                                                                            (D9.2) */
double rwk_arcs_overshoot(const rwk_arc *arc);
double rwk_arcs_overshoot_capped(const rwk_arc *arc);

/** Largest rounding error of an angle over its distance from an end of the arc seen: below 1 every decision is certain.  (D9.7) */
double rwk_arcs_doubt(const rwk_arc *arc);

#endif
