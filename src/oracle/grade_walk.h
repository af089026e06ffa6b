/* SPDX-License-Identifier: MIT */
/* What the walks over the four kinds of answers share; internal to src/oracle/grade*.c. */
#ifndef RWK_ORACLE_GRADE_WALK_H
#define RWK_ORACLE_GRADE_WALK_H

#include "angles/rows.h"
#include "encodings/rope_exact.h"
#include "oracle/grade.h"

enum { RWK_FIRST_BOUND = RWK_L2, RWK_N_BOUNDS = RWK_L4 + 1 }; /* grades that have a bound of section 20 */

/** What a walk carries. */
typedef struct {
    rwk_grading *grading;
    const rwk_evidence *e;
    rwk_truth *truth;
    rwk_rows *rows;
    rwk_rope_exact *exact;
    size_t n;                                                            /* pairs */
    double a;                                                            /* attention_factor */
    double *inv_freq, *delta[RWK_N_BOUNDS], *turn[RWK_N_BOUNDS], *c, *s; /* (n) each; turn, c, s of the place walked to */
    double *x, *y, *want;                                                /* (head_dim) */
    rwk_rounding_terms terms[RWK_N_BOUNDS];
    bool maybe_exact; /* no value so far differs from the correctly rounded one */
    rwk_progress *progress;
    void *owner;
} rwk_walk;

/** c, s and turn of a place. */
rwk_status rwk_walk_to(rwk_walk *walk, const rwk_place *place);

/** |got - want|: 0 where an infinity is what `want` rounds to, else infinite for what is not a finite number. */
double rwk_walk_error(const rwk_walk *walk, double got, double want);

/** Keep a value that is farther from the truth, by its bound, than all before it. */
void rwk_walk_note(rwk_walk *walk, rwk_grade grade, double error, double bound, const rwk_worst_value *where);

/** False when the caller of the grading wants to stop. */
bool rwk_walk_goes_on(const rwk_walk *walk, size_t done, size_t all);

/** Grade scores. */
rwk_status rwk_walk_scores(rwk_walk *walk);

#endif
