/* SPDX-License-Identifier: MIT */
/* What a model family implies when its config.json is silent: the pairing layout and the default values of its keys. */
#ifndef RWK_CONFIG_FAMILY_H
#define RWK_CONFIG_FAMILY_H

#include "config/config.h"

typedef struct {
    const char *model_type; /* as in config.json */
    rwk_layout layout;
    double rope_theta;    /* the family's default base; 0: none that a config may leave out */
    double rotary_factor; /* share of the head that turns when the config does not say; 0 means all of it … */
    size_t rotary_dim;    /* … unless this is given: so many slots */
    size_t head_dim;      /* width of a head that the family sets apart from hidden_size; 0: hidden_size / num_attention_heads */
    double local_theta;   /* base of its sliding layers; 0: all layers share one */
    bool alibi;           /* the family has ALiBi in place of rotary positions */
} rwk_family;

/** The family named `model_type`, or NULL when it is not known here. */
const rwk_family *rwk_family_find(const char *model_type);

#endif
