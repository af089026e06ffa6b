/* SPDX-License-Identifier: MIT */
/* The parameters of a scaling rule from the keys of a config. */
#ifndef RWK_CONFIG_SCALING_JSON_H
#define RWK_CONFIG_SCALING_JSON_H

#include "config/config.h"
#include "config/reader.h"

/**
 * Read the parameters that the rule config->rope_type has, and the sections of a position of several axes.
 *
 *   original_max_position_embeddings   beside the rope parameters | among them | max_position_embeddings
 *   factor             as given | max_position_embeddings / original_max_position_embeddings (yarn, longrope)
 *   beta_fast 32, beta_slow 1, truncate true, attention_factor, mscale, mscale_all_dim: as given | these defaults
 *   short_factor, long_factor          lists of rotary_dim/2
 *
 * config  in/out  rope_type, rotary_dim and max_position_embeddings are read, scaling and mrope_* written; not yet checked.
 * r       in/out  failures are left in r->status; warnings name a factor that is not the ratio of the lengths, and keys that
 *                 the rule has no use for.
 */
void rwk_scaling_from_json(rwk_config *config, rwk_reader *r);

#endif
