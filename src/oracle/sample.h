/* SPDX-License-Identifier: MIT */
/* The part of an answer that a diagnosis looks at, and how well a pipeline explains it. */
#ifndef RWK_ORACLE_SAMPLE_H
#define RWK_ORACLE_SAMPLE_H

#include "faults/pipeline.h"
#include "oracle/evidence.h"
#include "oracle/grade.h"
#include "oracle/tolerance.h"

enum { RWK_SAMPLE_COLUMNS = 48, RWK_SAMPLE_ROWS = 2, RWK_SAMPLE_HEADS = 4 };

/** Decoded head vectors at some places; owns its memory, zero it before rwk_sample_init. */
typedef struct {
    const rwk_evidence *e;
    rwk_tolerance tolerance;  /* of L4 */
    rwk_rounding_terms terms; /* of L4 */
    size_t n_places, width;
    rwk_place *places;                  /* (n_places) for scores: of the queries, all columns of a row and head together */
    double *x, *y;                      /* (n_places, width) x and y; q and k of the same place for scores */
    size_t n_columns;                   /* of scores: rows and columns of each small score matrix */
    double *scores;                     /* (n_places, n_columns) */
    size_t *columns;                    /* (n_columns) */
    struct rwk_sample_scratch *scratch; /* of one scoring: a sample serves one thread at a time */
} rwk_sample;

/**
 * Choose places: few batch rows and heads, columns from all over the sequence and around the worst value.
 *
 * grading  in  where the worst value stands; its place is among the sample.
 *
 * Returns RWK_OK; RWK_ENOMEM.
 */
rwk_status rwk_sample_init(rwk_sample *sample, const rwk_evidence *evidence, const rwk_grading *grading, bool compute_f32);

/** Free; safe on a zeroed sample and twice. */
void rwk_sample_clear(rwk_sample *sample);

/**
 * Largest |answer - prediction| / T over the sample, T the bound of L4 for the pipeline's own frequencies and positions, and for
 * values that stand on a boundary of the pipeline's rounding one step more: at most 1 when the pipeline explains the answer.   (D20.8)
 *
 * enough  in  the search ends when it is exceeded: the value returned is then only known to be above it.
 */
double rwk_sample_score(const rwk_sample *sample, const rwk_pipeline *pipeline, double enough);

/** Of scores of tokens with themselves, which no angle changes: the ratio that fits them best, sum of answer times prediction over sum of
 *  prediction squared; NaN when every prediction is 0. */
double rwk_sample_scores_ratio(const rwk_sample *sample, const rwk_pipeline *pipeline);

/** rwk_sample_score at one place alone, rotated vectors and tables only. */
double rwk_sample_place_score(const rwk_sample *sample, const rwk_pipeline *pipeline, size_t at);

/** The same for one pair alone, rotated vectors and tables only. */
double rwk_sample_pair_score(const rwk_sample *sample, const rwk_pipeline *pipeline, size_t i);

#endif
