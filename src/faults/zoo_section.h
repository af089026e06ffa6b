/* SPDX-License-Identifier: MIT */
/* Inside of the zoo: its sections, one a file, and what they share. */
#ifndef RWK_FAULTS_ZOO_SECTION_H
#define RWK_FAULTS_ZOO_SECTION_H

#include "faults/zoo.h"

/** Bugs of one section. */
typedef struct {
    const rwk_bug *bugs;
    size_t n;
} rwk_zoo_section;

extern const rwk_zoo_section RWK_ZOO_SLOTS, RWK_ZOO_FREQUENCY, RWK_ZOO_POSITION, RWK_ZOO_PRECISION, RWK_ZOO_SCALING, RWK_ZOO_AXES;

/** A bug's `make`, and its `applies`. */
#define RWK_MAKE(name)  static rwk_status name(rwk_pipeline *p, const rwk_config *c)
#define RWK_WHERE(name) static bool name(const rwk_config *c)

/** rwk_pipeline_take without a message. */
static inline rwk_status rwk_zoo_take(rwk_pipeline *p, const rwk_config *config)
{
    rwk_diag diag = { .text = "" };
    return rwk_pipeline_take(p, config, &diag);
}

#endif
