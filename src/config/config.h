/* SPDX-License-Identifier: MIT */
/* What a model says about its rotary positions: the struct every other layer works from, and what makes it valid. */
#ifndef RWK_CONFIG_CONFIG_H
#define RWK_CONFIG_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/** Which two slots of a head form pair i; rotary_dim = 8 as the picture:                              (D3.3)
 *
 *   RWK_HALF_SPLIT   slots i, i + rotary_dim/2   [0 1 2 3 0 1 2 3]   GPT-NeoX, Hugging Face Llama ("rotate_half")
 *   RWK_INTERLEAVED  slots 2i, 2i + 1            [0 0 1 1 2 2 3 3]   RoFormer, GPT-J, Meta's own Llama code
 */
typedef enum { RWK_HALF_SPLIT, RWK_INTERLEAVED } rwk_layout;

/** Why a config has the layout it has. */
typedef enum { RWK_LAYOUT_DEFAULT, RWK_LAYOUT_FAMILY, RWK_LAYOUT_OPTION } rwk_layout_reason;

/** Frequency rules, named as in Hugging Face configs (and `ntk`, which is not theirs). */
typedef enum {
    RWK_ROPE_DEFAULT,
    RWK_ROPE_LINEAR,
    RWK_ROPE_NTK,
    RWK_ROPE_DYNAMIC,
    RWK_ROPE_YARN,
    RWK_ROPE_LONGROPE,
    RWK_ROPE_LLAMA3,
    RWK_ROPE_PROPORTIONAL
} rwk_rope_type;

enum { RWK_N_ROPE_TYPES = 8, RWK_MAX_DIM = 1 << 20, RWK_NAME = 48 };

/** Largest |position| the suite accepts: 2^31 - 1. */
#define RWK_MAX_POSITION INT64_C(2147483647)

typedef struct {
    char model_type[RWK_NAME]; /* family as config.json names it; "" when it does not */
    size_t head_dim;           /* width of one head */
    size_t rotary_dim;         /* d: how many of its leading slots are rotated; even, 2 .. head_dim */
    double rope_theta;         /* base b > 0 */
    rwk_rope_type rope_type;
    rwk_layout layout;
    rwk_layout_reason layout_reason;
    int64_t max_position_embeddings; /* context length [token]; 0 when the config does not state it */
} rwk_config;

/** "default", "linear", … and "half_split", "interleaved". */
const char *rwk_rope_type_name(rwk_rope_type type);
const char *rwk_layout_name(rwk_layout layout);

/** *type, *layout = what `name` names (aliases: su = longrope, mrope = default); RWK_EPARSE when it names nothing. */
rwk_status rwk_rope_type_from_name(rwk_rope_type *type, const char *name);
rwk_status rwk_layout_from_name(rwk_layout *layout, const char *name);

/** The plain config of a head: rotary_dim = head_dim, default rule, half_split.  Not validated. */
rwk_config rwk_config_plain(size_t head_dim, double rope_theta);

/**
 * Check a config.
 *
 * name  in  what the config is called in the message ("config.json", "preset:…").
 *
 * Returns RWK_OK; RWK_EODD (rotary_dim), RWK_ESHAPE (rotary_dim > head_dim), RWK_ENAN (rope_theta),
 * RWK_ERANGE (rope_theta <= 0, head_dim below 2 or above RWK_MAX_DIM, a context outside 0 .. 2^31).
 */
rwk_status rwk_config_check(const rwk_config *config, const char *name, rwk_diag *diag);

#endif
