/* SPDX-License-Identifier: MIT */
/* Names what an implementation did instead: hypotheses applied to the input and compared with the answer. */
#ifndef RWK_ORACLE_DIAGNOSE_H
#define RWK_ORACLE_DIAGNOSE_H

#include "oracle/evidence.h"
#include "oracle/grade.h"
#include "oracle/hypothesis.h"

enum { RWK_MAX_FINDINGS = 2, RWK_MAX_EQUIVALENT = 12 };

/** One diagnosis. */
typedef struct {
    char id[RWK_ID];
    char text[RWK_HYPOTHESIS_TEXT];
    double score; /* largest |answer - prediction| over tolerance; at most 1 fits */
    bool has_runner_up;
    struct {
        char id[2 * RWK_ID + 4];
        double score;
    } runner_up; /* the best hypothesis that is not among those which fit; better than any, if none does */
    size_t n_equivalent;
    char equivalent[RWK_MAX_EQUIVALENT][RWK_ID]; /* what else fits: this evidence cannot tell them apart */
} rwk_finding;

/** Findings hold together: where there are two, both were needed. */
typedef struct {
    size_t n;
    rwk_finding findings[RWK_MAX_FINDINGS];
    bool has_recovery; /* of the frequencies: their n_pairs recovered and expected values */
    size_t n_pairs;
    double recovered[RWK_PIPELINE_PAIRS], expected[RWK_PIPELINE_PAIRS]; /* [radian/token] */
    size_t n_tried;                                                     /* hypotheses and pairs of them */
} rwk_diagnosis;

/**
 * Diagnose an answer that did not reach the grade asked for.
 *
 * First one hypothesis at a time; if none fits, two at a time that change different stages; if none fits, `unknown`.   (D20.13)
 *
 * grading      in   of rwk_grade_evidence.
 *
 * Returns RWK_OK; RWK_ENOMEM, RWK_ERANGE; the statuses of rwk_pipeline_of.
 */
rwk_status rwk_diagnose(rwk_diagnosis *diagnosis, const rwk_evidence *evidence, const rwk_grading *grading, bool compute_f32,
                        rwk_diag *diag);

#endif
