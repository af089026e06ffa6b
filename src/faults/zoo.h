/* SPDX-License-Identifier: MIT */
/* The zoo: known bugs of real implementations, each a small change of a pipeline, with its public source. */
#ifndef RWK_FAULTS_ZOO_H
#define RWK_FAULTS_ZOO_H

#include "faults/pipeline.h"

/** A known bug. */
typedef struct {
    const char *id;      /* its name: "ramp-inverted" */
    const char *title;   /* one line: what was wrong */
    const char *formula; /* what was computed instead */
    const char *shows;   /* how it shows, to users and in numbers */
    const char *source;  /* public reports, "project #number" */
    const char *expects; /* ids of the diagnoses that name it, the best first, separated by blanks */
    bool (*applies)(const rwk_config *config); /* NULL: to every config */
    /** Change the pipeline of `config`; RWK_OK or the statuses of rwk_pipeline_take. */
    rwk_status (*make)(rwk_pipeline *pipeline, const rwk_config *config);
} rwk_bug;

/** Number of bugs, and bug k, in the order of the catalogue: slots, frequencies, positions, precision, scaling, axes. */
size_t rwk_zoo_size(void);
const rwk_bug *rwk_zoo_bug(size_t k);

/** The bug called `id`; NULL when there is none. */
const rwk_bug *rwk_zoo_find(const char *id);

#endif
