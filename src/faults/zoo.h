/* SPDX-License-Identifier: MIT */
/* The zoo: known bugs of real implementations, each a small change of a pipeline, with its public source. */
#ifndef RWK_FAULTS_ZOO_H
#define RWK_FAULTS_ZOO_H

#include "faults/pipeline.h"

/** A known bug. */
typedef struct {
    const char *id;      /* its name: "yarn-ramp-inverted" */
    const char *title;   /* one line: what was wrong */
    const char *formula; /* what was computed instead */
    const char *shows;   /* how it shows, to users and in numbers */
    const char
        *source; /* public reports, "owner/project #number", separated by "; "; [code]: read in the source, not reported there */
    const char *expects; /* ids of the diagnoses that name it, the best first, separated by blanks; "<…>" stands for a number */
    bool (*applies)(const rwk_config *config); /* NULL: to every config */
    /** Change the pipeline of `config`; RWK_OK or the statuses of rwk_pipeline_take. */
    rwk_status (*make)(rwk_pipeline *pipeline, const rwk_config *config);
    double (*number)(const rwk_config *config); /* the number in the first id of `expects`; NULL: it has none, or any will do */
    bool needs_keys;                            /* it shows in scores alone, where q and k have different numbers of heads */
} rwk_bug;

/** Number of bugs, and bug k, in the order of the catalogue: slots, frequencies, positions, precision, scaling, axes. */
size_t rwk_zoo_size(void);
const rwk_bug *rwk_zoo_bug(size_t k);

/** The bug called `id`; NULL when there is none. */
const rwk_bug *rwk_zoo_find(const char *id);

/** Does the bug change anything for a config? */
bool rwk_bug_applies(const rwk_bug *bug, const rwk_config *config);

/**
 * Is `id`, of a diagnosis, among the bug's `expects`?  Their "<…>" is any number; that of the first must be within 1 % of `number`, where the
 * bug has one and config is not NULL.
 */
bool rwk_bug_expects(const rwk_bug *bug, const char *id, const rwk_config *config);

#endif
