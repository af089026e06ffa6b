/* SPDX-License-Identifier: MIT */
/* What a model family implies when its config.json is silent: the pairing layout and the default base. */
#ifndef RWK_CONFIG_FAMILY_H
#define RWK_CONFIG_FAMILY_H

#include "config/config.h"

typedef struct {
    const char *model_type;  /* as in config.json */
    rwk_layout layout;
    double rope_theta;       /* the family's default base; 0 when its configs always state it */
} rwk_family;

/** The family named `model_type`, or NULL when it is not known here. */
const rwk_family *rwk_family_find(const char *model_type);

#endif
