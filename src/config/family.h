/* SPDX-License-Identifier: MIT */
/* What a model family implies when its config.json is silent: the pairing layout and the default base. */
#ifndef RWK_CONFIG_FAMILY_H
#define RWK_CONFIG_FAMILY_H

#include "config/config.h"

typedef struct {
    const char *model_type; /* as in config.json */
    rwk_layout layout;
    double rope_theta;    /* the family's default base */
    double rotary_factor; /* share of the head that turns when the config does not say; 1 = all of it … */
    size_t rotary_dim;    /* … unless this is given: so many slots */
} rwk_family;

/** The family named `model_type`, or NULL when it is not known here. */
const rwk_family *rwk_family_find(const char *model_type);

#endif
