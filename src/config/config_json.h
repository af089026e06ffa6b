/* SPDX-License-Identifier: MIT */
/* From the keys of a Hugging Face config.json, old or new, to an rwk_config. */
#ifndef RWK_CONFIG_CONFIG_JSON_H
#define RWK_CONFIG_CONFIG_JSON_H

#include <stdbool.h>

#include "config/config.h"
#include "core/json.h"

/**
 * Read a config from a JSON object.
 *
 *   where         text_config where there is one, else the whole; rope_scaling (old) unless empty, else rope_parameters (new);
 *                 of parameters nested by layer type, those of layer_type
 *   head_dim      global_head_dim (full_attention) | head_dim | qk_rope_head_dim | the family's own, with a warning |
 *                 hidden_size / num_attention_heads | n_embd / n_head
 *   rotary_dim    rotary_dim | int(head_dim * (partial_rotary_factor | rotary_pct)), the product in binary64 |
 *                 the family's default, with a warning where that is not head_dim | head_dim
 *   rope_theta    rope_theta | rotary_emb_base | global_rope_theta | the family's default, with a warning;
 *                 rope_local_base_freq | local_rope_theta for sliding_attention, which then has the rule default
 *   rope_type     rope_type | type among the rope parameters | default; its parameters as rwk_scaling_from_json has it
 *   context       max_position_embeddings | n_positions
 *   layout        the family's, else half_split
 *
 * The first key that is present wins; null means absent.
 *
 * config  out  a valid config.
 * top     in   the object; anything else is an error.
 * flat    in   true when the rope parameters stand in `top` itself, as in an inline config.
 * layer_type  in   full_attention or sliding_attention where the config tells them apart; NULL: full_attention.
 * name    in   file name for messages.
 *
 * Returns RWK_OK; RWK_EPARSE (a needed key missing or ill-typed), RWK_EUNSUPPORTED (ALiBi and other encodings:
 * refused, never taken for plain RoPE), and the statuses of rwk_config_check.  diag->text names file, key, value and what was expected.
 */
rwk_status rwk_config_from_json(rwk_config *config, const rwk_json *top, bool flat, const char *layer_type, const char *name,
                                rwk_diag *diag);

/** True when `key` is one that a config is read for: what an inline config and the rope parameters may hold. */
bool rwk_config_key_known(const char *key);

#endif
