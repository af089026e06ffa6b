/* SPDX-License-Identifier: MIT */
/* What may have gone wrong, as changes of a pipeline: each with its id, its formula, and the stage it changes. */
#ifndef RWK_ORACLE_HYPOTHESIS_H
#define RWK_ORACLE_HYPOTHESIS_H

#include "faults/pipeline.h"
#include "oracle/recover.h"
#include "oracle/sample.h"

enum { RWK_ID = 48, RWK_HYPOTHESIS_TEXT = 200 };

/** The stage that a hypothesis changes: two that change the same one are not combined. */
typedef enum {
    RWK_STAGE_FREQUENCY,
    RWK_STAGE_SLOTS,
    RWK_STAGE_TURN,
    RWK_STAGE_POSITION,
    RWK_STAGE_ROUNDING,
    RWK_STAGE_FACTOR
} rwk_stage;

typedef struct rwk_hypothesis rwk_hypothesis;

/** Change the pipeline as the hypothesis says. */
typedef void rwk_hypothesis_apply(rwk_pipeline *pipeline, const rwk_hypothesis *hypothesis);

struct rwk_hypothesis {
    char id[RWK_ID];                /* of the diagnosis */
    char text[RWK_HYPOTHESIS_TEXT]; /* what was done instead */
    rwk_stage stage;
    int rank; /* 0: a value of the config in another one's place, or a kind; 1: a recovered number; 2: a number with no place in configs */
    bool alone; /* a usual number, tried where none can be recovered: not together with others */
    rwk_hypothesis_apply *apply;
    double number;
    rwk_dtype dtype;
    size_t rotary_dim;                      /* of frequencies; 0: as it was */
    double *inv_freq;                       /* (n_frequencies) frequencies, owned; else NULL */
    int64_t rows;                           /* of the table, where rows behind it have frequencies of their own */
    size_t n_frequencies;                   /* rotary_dim/2, or more where heads or far rows have their own */
    unsigned char axis[RWK_PIPELINE_PAIRS]; /* which axis turns pair i, for sections */
};

/** A growing list; zero it before use, free with rwk_hypotheses_clear. */
typedef struct {
    rwk_hypothesis *items;
    size_t n, room;
    bool out_of_memory;
    rwk_hypothesis spare; /* what rwk_hypotheses_add returns then */
} rwk_hypotheses;

/** Append a zeroed hypothesis with its id and text; never NULL (a spare one when out of memory). */
rwk_hypothesis *rwk_hypotheses_add(rwk_hypotheses *list, rwk_stage stage, int rank, rwk_hypothesis_apply *apply, const char *id,
                                   const char *text);

void rwk_hypotheses_clear(rwk_hypotheses *list);

/** What a diagnosis works from. */
typedef struct {
    const rwk_sample *sample;
    const rwk_pipeline *right;       /* what the config says */
    const rwk_recovery *own, *other; /* by the config's layout, and by the other one; NULL for scores and inv_freq without phases */
    size_t width;                    /* rwk_recover_width */
} rwk_clues;

/** Frequencies other than the config's: base, exponent, width, scaling rule and its parameters.              (D20.12) */
void rwk_hypothesise_frequencies(rwk_hypotheses *list, const rwk_clues *clues);

/** Rows of the table that an answer follows and then leaves: the power of two between the last good position and the first bad one, else the
 *  first bad one; NaN when every place is good or none. */
double rwk_hypothesis_table_end(const rwk_clues *clues);

/** Largest power of two not beyond the sample's positions, for sizes that are tried where none can be recovered; 0 but for scores. */
double rwk_hypothesis_largest_table(const rwk_clues *clues);

/** Slots, sign, positions, roundings, attention factor. */
void rwk_hypothesise_stages(rwk_hypotheses *list, const rwk_clues *clues);

#endif
