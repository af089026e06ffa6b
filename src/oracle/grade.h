/* SPDX-License-Identifier: MIT */
/* Every value of an answer against the certified one: the best grade whose bound none of them exceeds. */
#ifndef RWK_ORACLE_GRADE_H
#define RWK_ORACLE_GRADE_H

#include "oracle/evidence.h"
#include "oracle/tolerance.h"

/** The value nearest to its bound, or farthest beyond it. */
typedef struct {
    double abs, bound; /* |value - truth| and what is allowed; infinite for a value that is not finite */
    int64_t position;  /* [token], of the pair's axis; the row's for scores */
    size_t pair;       /* slots beyond rotary_dim count on from rotary_dim/2, one each; for scores the column's index */
    size_t batch, column, head;
} rwk_worst_value;

typedef struct {
    rwk_grade grade;
    /** The value nearest to, or farthest beyond, the bound of L2, L3, L4.  L0 and L1: of vectors the first value that is not the correctly
     *  rounded one, of tables and frequencies the one farthest from it, of scores as L2. */
    rwk_worst_value worst[RWK_N_GRADES];
    double used[RWK_N_GRADES]; /* abs/bound there; 0 for an exact answer */
    size_t n_values;
} rwk_grading;

/** Called now and then with the fraction done; false ends the work. */
typedef bool rwk_progress(void *owner, double fraction);

/**
 * Grade an answer.
 *
 * compute_f32  in  L3 and L4 too want arithmetic and table of at least f32.
 * progress     in  NULL is allowed.
 *
 * Returns RWK_OK; RWK_ENOMEM, RWK_EUNDECIDED, RWK_ERANGE (more pairs than RWK_PIPELINE_PAIRS); the statuses of rwk_truth_new.
 * When progress ended the work, the grade is that of what was seen.
 */
rwk_status rwk_grade_evidence(rwk_grading *grading, const rwk_evidence *evidence, bool compute_f32, rwk_progress *progress,
                              void *owner, rwk_diag *diag);

#endif
