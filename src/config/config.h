/* SPDX-License-Identifier: MIT */
/* What a model says about its rotary positions: the struct every other layer works from, and what makes it valid. */
#ifndef RWK_CONFIG_CONFIG_H
#define RWK_CONFIG_CONFIG_H

#include <stdbool.h>
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

enum { RWK_N_ROPE_TYPES = 8, RWK_MAX_DIM = 1 << 20, RWK_NAME = 48, RWK_MAX_FACTORS = 512, RWK_MAX_AXES = 4 };

/** Largest |position| the suite accepts: 2^31 - 1. */
#define RWK_MAX_POSITION INT64_C(2147483647)

/** The parameters of a rule, named as in config.json; 0 where a rule has no use for one. */
typedef struct {
    double factor;                            /* s > 0: how much longer than original the context is meant to be */
    int64_t original_max_position_embeddings; /* L0 [token]: the context before it was stretched */
    int64_t seq_len;                          /* --seq-len [token]: sets the schedule of dynamic and longrope; 0: none */
    double attention_factor;                  /* multiplies cos and sin; 0: as the rule computes it */
    double beta_fast, beta_slow;              /* yarn: turns within L0 above which a pair is kept, below which it is divided */
    bool truncate;                            /* yarn: the ends of the ramp are whole pair numbers */
    double mscale, mscale_all_dim;            /* yarn as DeepSeek has it; 0: absent */
    double short_mscale, long_mscale;         /* longrope of Phi-3.5-MoE: attention factor for short and long texts; 0: absent */
    double low_freq_factor, high_freq_factor; /* llama3: turns within L0 below which a pair is divided, above which it is kept */
    double short_factor[RWK_MAX_FACTORS], long_factor[RWK_MAX_FACTORS]; /* longrope: (rotary_dim/2) divisors of the frequencies */
    size_t rope_angles;                                                 /* proportional: how many pairs turn */
} rwk_scaling;

typedef struct {
    char model_type[RWK_NAME]; /* family as config.json names it; "" when it does not */
    size_t head_dim;           /* width of one head */
    size_t rotary_dim;         /* d: how many of its leading slots are rotated; even, 2 .. head_dim */
    double rope_theta;         /* base b > 0 */
    rwk_rope_type rope_type;
    rwk_layout layout;
    rwk_layout_reason layout_reason;
    int64_t max_position_embeddings; /* context length [token]; 0 when the config does not state it */
    rwk_scaling scaling;
    char layer_type[RWK_NAME];                  /* the kind of layer these parameters are of; "" when all layers share them */
    size_t mrope_section[RWK_MAX_AXES], n_axes; /* pairs that turn by each axis of the position; n_axes = 0: one axis */
    bool mrope_interleaved;                     /* axes alternate from pair to pair; else they follow one another */
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
 * RWK_ERANGE (rope_theta <= 0, head_dim below 2 or above RWK_MAX_DIM, a context outside 0 .. 2^31, and the parameters of
 * the rule as rwk_scaling_check says).
 */
rwk_status rwk_config_check(const rwk_config *config, const char *name, rwk_diag *diag);

/**
 * Check what the rule of config->rope_type needs of config->scaling and of the dimensions:
 *
 *   linear, ntk, dynamic, yarn, longrope, llama3   factor > 0
 *   ntk, dynamic       rotary_dim >= 4 (their exponent is d/(d - 2))
 *   dynamic            max_position_embeddings
 *   yarn               original_max_position_embeddings, rope_theta > 1, beta_fast >= beta_slow > 0
 *   llama3             original_max_position_embeddings, high_freq_factor >= low_freq_factor > 0
 *   longrope           original_max_position_embeddings > 1, rotary_dim/2 factors > 0 in each list
 *   proportional       rotary_dim = head_dim, rope_angles in 1 .. head_dim/2
 *
 * and of every type: 0 <= attention_factor < 2^64, numbers that are finite, rwk_mrope_check.
 *
 * Returns RWK_OK; RWK_ERANGE, RWK_ENAN, RWK_ESHAPE.
 */
rwk_status rwk_scaling_check(const rwk_config *config, const char *name, rwk_diag *diag);

/** RWK_OK, or RWK_ESHAPE unless the sections add up to rotary_dim/2, on at most 4 axes, on 3 where they are interleaved. */
rwk_status rwk_mrope_check(const rwk_config *config, const char *name, rwk_diag *diag);

/**
 * The axis whose position turns pair i: 0 where there is one axis only; sections (s0, s1, s2) of axes 0, 1, 2      (D1.17)
 *
 *   contiguous    the first s0 pairs axis 0, the next s1 axis 1, and so on               Qwen2-VL
 *   interleaved   axis a = i mod 3 while i < 3 s_a, else axis 0                          Qwen3-VL
 */
size_t rwk_config_axis(const rwk_config *config, size_t i);

#endif
