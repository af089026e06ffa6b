/* SPDX-License-Identifier: MIT */
/* Bugs of long context: a scaling rule left out, taken for another, given other parameters, or its attention factor. */
#include <math.h>
#include <string.h>

#include "angles/rule.h"
#include "faults/rule_fault.h"
#include "faults/zoo_section.h"

/* ---- Which configs ---- */

RWK_WHERE(is_yarn) { return c->rope_type == RWK_ROPE_YARN; }
RWK_WHERE(is_llama3) { return c->rope_type == RWK_ROPE_LLAMA3; }
RWK_WHERE(is_longrope) { return c->rope_type == RWK_ROPE_LONGROPE; }
RWK_WHERE(is_linear) { return c->rope_type == RWK_ROPE_LINEAR; }
RWK_WHERE(is_ntk) { return c->rope_type == RWK_ROPE_NTK; }
RWK_WHERE(is_dynamic) { return c->rope_type == RWK_ROPE_DYNAMIC; }
RWK_WHERE(is_proportional) { return c->rope_type == RWK_ROPE_PROPORTIONAL; }
RWK_WHERE(is_sliding) { return c->rope_type == RWK_ROPE_DEFAULT && strcmp(c->layer_type, "sliding_attention") == 0; }
RWK_WHERE(is_long) { return is_longrope(c) && rwk_longrope_is_long(c); }
RWK_WHERE(is_short) { return is_longrope(c) && !rwk_longrope_is_long(c); }
RWK_WHERE(is_untruncated) { return is_yarn(c) && !c->scaling.truncate; }
RWK_WHERE(is_truncated) { return is_yarn(c) && c->scaling.truncate; }
RWK_WHERE(has_two_lengths) { return is_yarn(c) && c->max_position_embeddings > c->scaling.original_max_position_embeddings; }
RWK_WHERE(has_other_factor) { return is_llama3(c) && c->scaling.factor != 8; }
RWK_WHERE(states_attention_factor) { return is_yarn(c) && c->scaling.attention_factor > 0 && c->scaling.mscale == 0; }
RWK_WHERE(scales_attention)
{
    return is_yarn(c) && c->scaling.attention_factor == 0 && c->scaling.mscale == 0 && c->scaling.factor > 1;
}
RWK_WHERE(has_mscale) { return is_yarn(c) && c->scaling.mscale > 0 && c->scaling.mscale_all_dim > 0; }
RWK_WHERE(is_within_the_context) { return is_dynamic(c) && c->scaling.seq_len <= c->max_position_embeddings; }
RWK_WHERE(is_beyond_the_context) { return is_dynamic(c) && c->scaling.seq_len > c->max_position_embeddings; }

/* s and the ratio of the lengths disagree. */
RWK_WHERE(states_other_factor)
{
    return is_yarn(c) &&
           c->scaling.factor * (double)c->scaling.original_max_position_embeddings != (double)c->max_position_embeddings &&
           c->max_position_embeddings > 0;
}

/* The ramp would end behind the last pair. */
RWK_WHERE(ends_late)
{
    double right[RWK_PIPELINE_PAIRS], wrong[RWK_PIPELINE_PAIRS];
    rwk_pipeline p;
    if (!is_yarn(c) || c->rotary_dim / 2 > RWK_PIPELINE_PAIRS || rwk_zoo_take(&p, c) != RWK_OK) return false;
    memcpy(right, p.inv_freq, c->rotary_dim / 2 * sizeof right[0]);
    rwk_fault_yarn_clamped_ramp(wrong, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        if (fabs(wrong[i] - right[i]) > 1e-6 * right[i]) return true;
    return false;
}

/* ---- What they do ---- */

static rwk_status as_type(rwk_pipeline *p, const rwk_config *c, rwk_rope_type type)
{
    rwk_config other = *c;
    other.rope_type = type;
    if (type == RWK_ROPE_DEFAULT) memset(&other.scaling, 0, sizeof other.scaling);
    return rwk_zoo_take(p, &other);
}

static rwk_status with_seq_len(rwk_pipeline *p, const rwk_config *c, double length)
{
    rwk_config other = *c;
    other.scaling.seq_len = (int64_t)length;
    return rwk_zoo_take(p, &other);
}

/* The base of dynamic with `grown` for s L/Lmax - (s - 1). */
static rwk_status grown_base(rwk_pipeline *p, const rwk_config *c, double grown)
{
    rwk_config other = *c;
    const double d = (double)c->rotary_dim;
    other.rope_type = RWK_ROPE_DEFAULT, other.rope_theta *= pow(grown, d / (d - 2));
    memset(&other.scaling, 0, sizeof other.scaling);
    return rwk_zoo_take(p, &other);
}

static double lengths(const rwk_config *c) { return (double)c->max_position_embeddings; }
static double twice_the_length(const rwk_config *c) { return 2 * lengths(c); }
static double half_grown(const rwk_config *c) { return lengths(c) * (1 - 0.5 / c->scaling.factor); } /* s L/Lmax - (s - 1) = 1/2 */
static double ratio_of_lengths(const rwk_config *c) { return lengths(c) / (double)c->scaling.original_max_position_embeddings; }
static double published_factor(const rwk_config *c) { return (void)c, 8; }
static double computed_attention(const rwk_config *c) { return 0.1 * log(c->scaling.factor) + 1; }
static double telechat_attention(const rwk_config *c) { return 0.07 * log(c->scaling.factor) + 1; }

RWK_MAKE(leave_out) { return as_type(p, c, RWK_ROPE_DEFAULT); }
RWK_MAKE(stay_long) { return with_seq_len(p, c, twice_the_length(c)); }
RWK_MAKE(take_longest) { return with_seq_len(p, c, c->scaling.factor * lengths(c)); }
RWK_MAKE(start_below) { return grown_base(p, c, 0.5); }
RWK_MAKE(divide_all) { return rwk_fault_ntk_uniform(p->inv_freq, c), RWK_OK; }
RWK_MAKE(shift_ntk) { return rwk_fault_ntk_shifted(p->inv_freq, c), RWK_OK; }
RWK_MAKE(invert_ramp) { return rwk_fault_yarn_inverted(p->inv_freq, c), RWK_OK; }
RWK_MAKE(clamp_ramp) { return rwk_fault_yarn_clamped_ramp(p->inv_freq, c), RWK_OK; }
RWK_MAKE(stretch_twice) { return rwk_fault_yarn_ntk_base(p->inv_freq, c), RWK_OK; }
RWK_MAKE(scale_in_power) { return rwk_fault_yarn_factor_in_power(p->inv_freq, c), RWK_OK; }
RWK_MAKE(blend_by_wavelength) { return rwk_fault_llama3_by_wavelength(p->inv_freq, c), RWK_OK; }
RWK_MAKE(leave_attention) { return (void)c, p->attention_factor = 1, RWK_OK; }
RWK_MAKE(compute_attention) { return p->attention_factor = computed_attention(c), RWK_OK; }
RWK_MAKE(slope_of_telechat) { return p->attention_factor = telechat_attention(c), RWK_OK; }
RWK_MAKE(twice_attention) { return (void)c, p->attention_factor *= p->attention_factor, RWK_OK; }

RWK_MAKE(step_by_octaves) { return grown_base(p, c, exp2(ceil(log2((double)c->scaling.seq_len / lengths(c)) + 1)) - 1); }

/* 2^ceil(log2(L/Lmax) + 1) - 1 is not s L/Lmax - (s - 1). */
RWK_WHERE(steps_elsewhere)
{
    if (!is_beyond_the_context(c)) return false;
    const double x = (double)c->scaling.seq_len / lengths(c);
    return exp2(ceil(log2(x) + 1)) - 1 != c->scaling.factor * x - (c->scaling.factor - 1);
}

RWK_MAKE(toggle_truncate)
{
    rwk_config other = *c;
    other.scaling.truncate = !c->scaling.truncate;
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(count_in_whole_context)
{
    rwk_config other = *c;
    other.scaling.original_max_position_embeddings = c->max_position_embeddings;
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(factor_from_lengths)
{
    rwk_config other = *c;
    other.scaling.factor = ratio_of_lengths(c);
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(published_llama3)
{
    rwk_config other = *c;
    other.scaling.factor = 8, other.scaling.low_freq_factor = 1, other.scaling.high_freq_factor = 4;
    other.scaling.original_max_position_embeddings = 8192;
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(other_list)
{
    rwk_config other = *c;
    memcpy(other.scaling.long_factor, c->scaling.short_factor, sizeof other.scaling.long_factor);
    memcpy(other.scaling.short_factor, c->scaling.long_factor, sizeof other.scaling.short_factor);
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(scale_by_8)
{
    rwk_config other = *c;
    other.rope_type = RWK_ROPE_LINEAR, other.scaling.factor = 8;
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(base_of_full_layers)
{
    rwk_config other = *c;
    other.rope_theta = 1000000;
    return rwk_zoo_take(p, &other);
}

RWK_MAKE(rotate_all_pairs)
{
    rwk_config other = *c;
    other.rope_type = RWK_ROPE_DEFAULT;
    return rwk_zoo_take(p, &other);
}

static const rwk_bug BUGS[] = {
    { .id = "dynamic-never-reset",
      .title = "after one long text the stretched base stays, for short ones too",
      .formula = "base of a text of twice the context, for a short one",
      .shows = "the same call before and after a long one differs",
      .source = "huggingface/transformers #46624; huggingface/transformers #25104; huggingface/transformers #27226",
      .expects = "dynamic-seq-len-<L> dynamic-static base-<b>",
      .applies = is_within_the_context,
      .make = stay_long,
      .number = twice_the_length },
    { .id = "dynamic-static",
      .title = "dynamic scaling with one table for all lengths, that of factor times the context",
      .formula = "base b (s^2 - (s - 1))^(d/(d-2))",
      .shows = "172 radian off at position 4095 for factor 2",
      .source = "vllm-project/vllm #41236; vllm-project/vllm #41277",
      .expects = "dynamic-static",
      .applies = is_dynamic,
      .make = take_longest },
    { .id = "dynamic-below-the-context",
      .title = "the base shrinks, or turns negative, where less than the trained context is served",
      .formula = "L/Lmax is not held at 1 from below; here L = Lmax (1 - 1/(2 factor))",
      .shows = "wrong without an error, NaN for large factors",
      .source = "vllm-project/vllm #52665; vllm-project/vllm #52675",
      .expects = "dynamic-seq-len-<L> base-<b>",
      .applies = is_within_the_context,
      .make = start_below,
      .number = half_grown },
    { .id = "dynamic-by-octaves",
      .title = "the base grows in steps, by powers of two of the length",
      .formula = "base b (2^ceil(log2(L/Lmax) + 1) - 1)^(d/(d-2)), as Qwen-1 has it",
      .shows = "differs from every other reading of the same config",
      .source = "InternLM/lmdeploy #536",
      .expects = "dynamic-octaves dynamic-seq-len-<L> base-<b>",
      .applies = steps_elsewhere,
      .make = step_by_octaves },
    { .id = "dynamic-uniform",
      .title = "what should stretch the base divides every frequency",
      .formula = "theta_i = b^(-2i/d) / s^(d/(d-2))",
      .shows = "0.51 radian off in pair 0 at position 1, for factor 2",
      .source = "keras-team/keras-hub #2981",
      .expects = "ntk-uniform factor-<s^(d/(d-2))>",
      .applies = is_dynamic,
      .make = divide_all },
    { .id = "ntk-shifted",
      .title = "the base is multiplied by factor and all frequencies divided by factor^(2/d)",
      .formula = "theta_i = (b s)^(-2i/d) / s^(2/d)",
      .shows = "another dialect of ntk: pair 0 is slowed too",
      .source = "vllm-project/vllm [code]",
      .expects = "ntk-shifted",
      .applies = is_ntk,
      .make = shift_ntk },
    { .id = "yarn-ramp-inverted",
      .title = "yarn's ramp runs the wrong way: fast pairs are divided, slow ones kept",
      .formula = "theta_i = w/s (1 - ramp) + w ramp",
      .shows = "0.975 radian off in pair 0 at position 1, for factor 40",
      .source = "Lightning-AI/litgpt [code]; Lightning-AI/litgpt #1860",
      .expects = "yarn-ramp-inverted",
      .applies = is_yarn,
      .make = invert_ramp },
    { .id = "yarn-truncate-ignored",
      .title = "truncate: false is not read, the ends of the ramp are rounded to whole pairs",
      .formula = "floor(low), ceil(high)",
      .shows = "0.9 radian off at position 4095 of gpt-oss, 29 at 131071",
      .source = "apache/tvm #18576; vllm-project/vllm #27722; vllm-project/vllm #28244; huggingface/transformers #45887",
      .expects = "yarn-truncate",
      .applies = is_untruncated,
      .make = toggle_truncate },
    { .id = "yarn-never-truncated",
      .title = "truncate defaults to false",
      .formula = "low and high as they are, where floor(low) and ceil(high) are meant",
      .shows = "frequencies off by up to 1.7e-3",
      .source = "keras-team/keras-hub #2981",
      .expects = "yarn-truncate",
      .applies = is_truncated,
      .make = toggle_truncate },
    { .id = "yarn-ramp-clamped-early",
      .title = "the ramp's end is held at the last pair, d/2 - 1, where d - 1 is published",
      .formula = "high = min(high, d/2 - 1)",
      .shows = "nothing, until the original context is long: then slow pairs are off by up to 0.7 of themselves",
      .source = "keras-team/keras-hub #2981; Lightning-AI/litgpt [code]",
      .expects = "yarn-ramp-clamped",
      .applies = ends_late,
      .make = clamp_ramp },
    { .id = "yarn-factor-in-power",
      .title = "the factor stands inside the power of the divided pairs",
      .formula = "(s b)^(-2i/d) where b^(-2i/d)/s is meant",
      .shows = "slow pairs turn as if the base alone had grown",
      .source = "apache/tvm #18576",
      .expects = "yarn-factor-in-power",
      .applies = is_yarn,
      .make = scale_in_power },
    { .id = "yarn-on-ntk-base",
      .title = "yarn is computed from the base that ntk would take",
      .formula = "yarn with base b s^(d/(d-2))",
      .shows = "stretched twice",
      .source = "paiml/aprender #2161; keras-team/keras-hub #2981",
      .expects = "yarn-ntk-base",
      .applies = is_yarn,
      .make = stretch_twice },
    { .id = "yarn-original-length",
      .title = "turns are counted within the stretched context, not the original one",
      .formula = "L0 = max_position_embeddings",
      .shows = "22 radian off at position 4095 of DeepSeek-V3; the ramp runs from 23 to 36 where 10 to 23 is meant",
      .source = "huggingface/transformers #33783; huggingface/transformers #38224; huggingface/transformers #40320; "
                "NVIDIA/Megatron-LM #1418",
      .expects = "yarn-original-length",
      .applies = has_two_lengths,
      .make = count_in_whole_context },
    { .id = "yarn-factor-from-lengths",
      .title = "the ratio of the two lengths overrides the config's factor",
      .formula = "s = max_position_embeddings / original_max_position_embeddings",
      .shows = "a config that names a factor and leaves its context as it was is not scaled at all",
      .source = "huggingface/transformers #38224; huggingface/transformers #40320",
      .expects = "factor-<s> scaling-ignored",
      .applies = states_other_factor,
      .make = factor_from_lengths,
      .number = ratio_of_lengths },
    { .id = "yarn-off-when-short",
      .title = "yarn is switched off while the served context is not longer than the original one",
      .formula = "theta_i = b^(-2i/d), attention factor 1",
      .shows = "the same weights answer differently by server settings",
      .source = "deepseek-ai/DeepSeek-V3 [code]",
      .expects = "scaling-ignored",
      .applies = is_yarn,
      .make = leave_out },
    { .id = "attention-factor-computed",
      .title = "the config's attention_factor is not read, 0.1 ln s + 1 is taken",
      .formula = "a = 0.1 ln(factor) + 1",
      .shows = "1.4159 where 1 is stated, or 1.2773; scores are too large by its square",
      .source = "vllm-project/vllm #46280; vllm-project/vllm #48621; vllm-project/vllm #48623; ml-explore/mlx-lm #1507",
      .expects = "attention-factor-<a>",
      .applies = states_attention_factor,
      .make = compute_attention,
      .number = computed_attention },
    { .id = "attention-factor-without-mscale",
      .title = "mscale and mscale_all_dim are not read: their ratio is not taken",
      .formula = "a = 0.1 ln(factor) + 1 where (0.1 mscale ln s + 1)/(0.1 mscale_all_dim ln s + 1) is meant",
      .shows = "rotated vectors 1.37 times too long for DeepSeek's factor 40",
      .source = "ggml-org/llama.cpp #17945; ggml-org/llama.cpp #7118",
      .expects = "attention-factor-<a>",
      .applies = has_mscale,
      .make = compute_attention,
      .number = computed_attention },
    { .id = "attention-factor-twice",
      .title = "the attention factor is applied by the table and once more by the operator",
      .formula = "a^2 cos, a^2 sin",
      .shows = "norms are those of a squared; ggml multiplies by 1 + 0.1 ln s itself",
      .source = "ggml-org/llama.cpp #17945",
      .expects = "attention-factor-twice",
      .applies = scales_attention,
      .make = twice_attention },
    { .id = "attention-factor-left-out",
      .title = "yarn's frequencies without its attention factor",
      .formula = "a = 1",
      .shows = "nothing at a glance; attention is too flat at every length",
      .source = "Lightning-AI/litgpt [code]; pytorch/torchtitan [code]",
      .expects = "attention-factor-missing attention-factor-<a>",
      .applies = scales_attention,
      .make = leave_attention },
    { .id = "attention-factor-slope",
      .title = "the slope of the attention factor is 0.07",
      .formula = "a = 0.07 ln(factor) + 1",
      .shows = "a dialect of one family, applied to others a few percent off",
      .source = "vllm-project/vllm [code]",
      .expects = "attention-factor-<a>",
      .applies = scales_attention,
      .make = slope_of_telechat,
      .number = telechat_attention },
    { .id = "llama3-ignored",
      .title = "rope_scaling of Llama 3.1 and later is not read, or its function returns what it was given",
      .formula = "theta_i = b^(-2i/d)",
      .shows = "short prompts agree; perplexity 2916 instead of 5.5 at 32768 tokens",
      .source =
          "huggingface/transformers #32330; unslothai/unsloth #2405; unslothai/unsloth #6197; ikawrakow/ik_llama.cpp #2291; "
          "ggml-org/llama.cpp #8650; ggml-org/llama.cpp #8676; lablup/mlxcel #1355; felafax/felafax #59; jmaczan/tiny-vllm #1; "
          "sgl-project/sglang #26187",
      .expects = "scaling-ignored",
      .applies = is_llama3,
      .make = leave_out },
    { .id = "llama3-published-values",
      .title = "8, 1, 4 and 8192 are written into the code",
      .formula = "factor 8 whatever the config says",
      .shows = "Llama-3.2-1B and 3B, whose factor is 32, are stretched four times too little",
      .source = "meta-llama/llama-models [code]",
      .expects = "factor-<8>",
      .applies = has_other_factor,
      .make = published_llama3,
      .number = published_factor },
    { .id = "llama3-blend-by-wavelength",
      .title = "the blend runs over wavelengths and the wrong way round",
      .formula = "theta_i / ((1 - t) s + t), t = (lambda - L0/high)/(L0/low - L0/high)",
      .shows = "a handful of middle pairs, and those by up to the factor",
      .source = "ml-explore/mlx-examples #907",
      .expects = "llama3-boundaries",
      .applies = is_llama3,
      .make = blend_by_wavelength },
    { .id = "longrope-ignored",
      .title = "longrope's factors and its attention factor are dropped",
      .formula = "theta_i = b^(-2i/d), a = 1",
      .shows = "logits 29 % off up to 512 tokens, 600 % at 4096",
      .source = "apple/coreai-models #246",
      .expects = "scaling-ignored",
      .applies = is_longrope,
      .make = leave_out },
    { .id = "longrope-always-long",
      .title = "long_factor for every text",
      .formula = "theta_i = b^(-2i/d) / long_factor_i",
      .shows = "short texts are stretched up to 64.8 times too far",
      .source =
          "ml-explore/mlx-lm #707; ml-explore/mlx-lm #660; ggml-org/llama.cpp #8995; vllm-project/vllm #27414; lablup/mlxcel #1358",
      .expects = "longrope-long",
      .applies = is_short,
      .make = other_list },
    { .id = "longrope-always-short",
      .title = "short_factor for every text, or as soon as one token is decoded",
      .formula = "theta_i = b^(-2i/d) / short_factor_i",
      .shows = "long texts fall apart behind the original context; prefill and decode disagree",
      .source =
          "keras-team/keras-hub [code]; microsoft/onnxruntime-genai #1161; mlc-ai/mlc-llm #3375; huggingface/transformers #33129",
      .expects = "longrope-short",
      .applies = is_long,
      .make = other_list },
    { .id = "linear-ignored",
      .title = "the linear factor of Gemma 3's full layers is not read",
      .formula = "theta_i = b^(-2i/d) where it is to be divided by 8",
      .shows = "rank correlation of the best 100 tokens 0.96 after 195 tokens, 0.53 after 2916",
      .source = "ggml-org/llama.cpp #14367; Blaizzy/mlx-vlm #1709; Blaizzy/mlx-vlm #1927; lablup/mlxcel #1340; lablup/mlxcel #1386",
      .expects = "scaling-ignored factor-<1>",
      .applies = is_linear,
      .make = leave_out },
    { .id = "sliding-layers-scaled",
      .title = "sliding layers get the factor of the full ones",
      .formula = "theta_i = b^(-2i/d) / 8",
      .shows = "local attention sees its window eight times narrower",
      .source = "antonellof/ferrox #39",
      .expects = "factor-<8>",
      .applies = is_sliding,
      .make = scale_by_8,
      .number = published_factor },
    { .id = "sliding-layers-full-base",
      .title = "sliding layers get the base of the full ones",
      .formula = "theta_i = 1000000^(-2i/d) where 10000 is meant",
      .shows = "five of six layers are wrong from the first tokens on",
      .source = "huggingface/transformers #41922; huggingface/transformers #48392",
      .expects = "base-1000000",
      .applies = is_sliding,
      .make = base_of_full_layers },
    { .id = "proportional-all-pairs",
      .title = "partial_rotary_factor of a proportional head is not read: all pairs turn",
      .formula = "theta_i = b^(-2i/head_dim) for every i",
      .shows = "slow pairs, which should stand still, turn",
      .source = "jagmarques/nexusquant #12",
      .expects = "scaling-ignored",
      .applies = is_proportional,
      .make = rotate_all_pairs },
};

const rwk_zoo_section RWK_ZOO_SCALING = { BUGS, sizeof BUGS / sizeof BUGS[0] };
