/* SPDX-License-Identifier: MIT */
/* Named published models, each an inline config with its source. */
#ifndef RWK_CONFIG_PRESET_H
#define RWK_CONFIG_PRESET_H

#include <stddef.h>

typedef struct {
    const char *name;   /* after "preset:" */
    const char *model;  /* the published model */
    const char *config; /* keys and values of its config.json, inline or as JSON, a base left to the family's default written out */
    const char *source; /* where the values were published */
} rwk_preset;

/** The i-th preset in alphabetical order; NULL behind the last. */
const rwk_preset *rwk_preset_at(size_t i);

/** The preset called `name`, or NULL. */
const rwk_preset *rwk_preset_find(const char *name);

#endif
