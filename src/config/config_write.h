/* SPDX-License-Identifier: MIT */
/* A config in the keys of config.json: what a program in another language is told. */
#ifndef RWK_CONFIG_CONFIG_WRITE_H
#define RWK_CONFIG_CONFIG_WRITE_H

#include <stdio.h>

#include "config/config.h"

/**
 * Write a valid config as one JSON object without blanks or line breaks: rope_theta and rope_scaling as Hugging Face's older files have them,
 * defaults of the family spelled out.  rwk_config_from_json reads it back to the same rule, numbers and dimensions; a layout that was chosen
 * by option, a layer type and seq_len have no key there and are not in it.
 */
void rwk_config_put_json(FILE *out, const rwk_config *config);

#endif
