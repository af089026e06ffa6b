/* SPDX-License-Identifier: MIT */
/* Bugs of the plain frequencies: base, exponent, width, buffers without content. */
#include <math.h>
#include <string.h>

#include "faults/rule_fault.h"
#include "faults/zoo_section.h"

RWK_WHERE(is_default) { return c->rope_type == RWK_ROPE_DEFAULT; }
RWK_WHERE(is_partial) { return is_default(c) && c->rotary_dim < c->head_dim && !c->n_axes; }
RWK_WHERE(is_wide) { return c->rotary_dim >= 8 && is_default(c) && !c->n_axes; }
RWK_WHERE(has_other_base) { return c->rope_theta != 10000; }
RWK_WHERE(has_base_500000) { return c->rope_theta == 500000; }
RWK_WHERE(is_whole) { return is_default(c) && c->rotary_dim == c->head_dim && c->head_dim % 4 == 0; }
RWK_WHERE(is_linear) { return c->rope_type == RWK_ROPE_LINEAR; }

/* theta_i = b^(-(2i + start) step / denominator), the right attention factor. */
static rwk_status powers(rwk_pipeline *p, const rwk_config *c, double start, double step, double denominator)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        p->inv_freq[i] = pow(c->rope_theta, -(2 * (double)i + start) * step / denominator);
    return RWK_OK;
}

static rwk_status with_base(rwk_pipeline *p, const rwk_config *c, double base)
{
    rwk_config other = *c;
    other.rope_theta = base;
    return rwk_zoo_take(p, &other);
}

static rwk_status with_width(rwk_pipeline *p, const rwk_config *c, size_t rotary_dim)
{
    rwk_config other = *c;
    other.rotary_dim = p->rotary_dim = rotary_dim;
    return rwk_zoo_take(p, &other);
}

static double width(const rwk_config *c) { return (double)c->rotary_dim; }
static double head_width(const rwk_config *c) { return (double)c->head_dim; }
static double half_width(const rwk_config *c) { return (double)(c->rotary_dim / 4 * 2); }
static double width_less_two(const rwk_config *c) { return (double)c->rotary_dim - 2; }
static double other_width(const rwk_config *c) { return 1.25 * (double)c->head_dim; }
static double stretched_width(const rwk_config *c) { return (double)c->rotary_dim * c->scaling.factor; }

RWK_MAKE(take_10000) { return with_base(p, c, 10000); }
RWK_MAKE(take_1000) { return with_base(p, c, 1000); }
RWK_MAKE(take_50000) { return with_base(p, c, 50000); }
RWK_MAKE(count_odd) { return powers(p, c, 1, 1, width(c)); }
RWK_MAKE(lose_minus) { return powers(p, c, 0, -1, width(c)); }
RWK_MAKE(halve_exponent) { return powers(p, c, 0, 0.5, width(c)); }
RWK_MAKE(double_exponent) { return powers(p, c, 0, 2, width(c)); }
RWK_MAKE(divide_by_head_dim) { return powers(p, c, 0, 1, head_width(c)); }
RWK_MAKE(divide_by_less) { return powers(p, c, 0, 1, width_less_two(c)); }
RWK_MAKE(divide_by_other_width) { return powers(p, c, 0, 1, other_width(c)); }
RWK_MAKE(rotate_the_head) { return with_width(p, c, c->head_dim); }
RWK_MAKE(rotate_half_the_width) { return with_width(p, c, c->rotary_dim / 4 * 2); }
RWK_MAKE(floor_exponent) { return rwk_fault_floored_exponent(p->inv_freq, c), RWK_OK; }
RWK_MAKE(scale_exponent) { return rwk_fault_factor_in_exponent(p->inv_freq, c), RWK_OK; }

RWK_MAKE(leave_zero) { return memset(p->inv_freq, 0, c->rotary_dim / 2 * sizeof p->inv_freq[0]), RWK_OK; }

/* What memory may hold: nothing that a formula gives. */
RWK_MAKE(leave_garbage)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        p->inv_freq[i] = i == 0 ? 6.93e-18 : fabs(sin(12.9898 * (double)(i * i + 1))) * 0.7;
    return RWK_OK;
}

static const rwk_bug BUGS[] = {
    { .id = "default-base",
      .title = "rope_theta is not read: the base is 10000, whatever the config says",
      .formula = "theta_i = 10000^(-2i/d)",
      .shows = "0.13 radian off at position 1 for base 500000, 13 at position 100; text is fluent and wrong",
      .source = "lyogavin/airllm #368; lyogavin/airllm #369; paiml/aprender #2148; THUDM/slime #1720; google/gemma.cpp #986; "
                "vllm-project/vllm #1004; vllm-project/vllm #9503",
      .expects = "base-10000",
      .applies = has_other_base,
      .make = take_10000 },
    { .id = "base-1000",
      .title = "rope_theta 1000 copied from a page of documentation",
      .formula = "theta_i = 1000^(-2i/d)",
      .shows = "gibberish",
      .source = "vllm-project/vllm-ascend #5201",
      .expects = "base-1000",
      .make = take_1000 },
    { .id = "base-lost-a-digit",
      .title = "rope_theta 50000 where 500000 is meant",
      .formula = "theta_i = 50000^(-2i/d)",
      .shows = "0.07 radian off at position 1; a test had the same number on both sides",
      .source = "Lightning-AI/litgpt [code]",
      .expects = "base-50000",
      .applies = has_base_500000,
      .make = take_50000 },
    { .id = "odd-exponent",
      .title = "exponents (2k-1)/d for k = 1, 2, …, where 2(k-1)/d is meant",
      .formula = "theta_i = b^(-(2i+1)/d)",
      .shows = "the fastest pair turns by less than a radian a token",
      .source = "stanford-cs336 assignment #22",
      .expects = "exponent-odd",
      .applies = is_default,
      .make = count_odd },
    { .id = "exponent-without-minus",
      .title = "the minus of the exponent is missing",
      .formula = "theta_i = b^(2i/d)",
      .shows = "frequencies grow to the base: angles of ten thousand radian a token",
      .source =
          "labmlai/annotated_deep_learning_paper_implementations #313; labmlai/annotated_deep_learning_paper_implementations #265; "
          "rasbt/LLMs-from-scratch #410; rasbt/LLMs-from-scratch #412",
      .expects = "exponent-positive",
      .applies = is_default,
      .make = lose_minus },
    { .id = "exponent-halved",
      .title = "the exponent is i/d where 2i/d is meant",
      .formula = "theta_i = b^(-i/d)",
      .shows = "the first pair of every row agrees, all the others do not",
      .source = "xlite-dev/LeetCUDA #289",
      .expects = "exponent-halved",
      .applies = is_default,
      .make = halve_exponent },
    { .id = "exponent-doubled",
      .title = "the index already steps by two and is doubled again",
      .formula = "theta_i = b^(-4i/d)",
      .shows = "frequencies fall twice too fast; seen in sinusoidal tables",
      .source = "SamLynnEvans/Transformer #25",
      .expects = "exponent-doubled",
      .applies = is_default,
      .make = double_exponent },
    { .id = "floored-exponent",
      .title = "`-log(b) / d // 2` floors the exponent to -1",
      .formula = "theta_i = e^(-2i)",
      .shows = "all but a few pairs stand still; seen in a sinusoidal table",
      .source = "zju3dv/LoFTR #41",
      .expects = "exponent-floored",
      .applies = is_wide,
      .make = floor_exponent },
    { .id = "denominator-of-timing-signal",
      .title = "the exponent's denominator is d/2 - 1, as in tensor2tensor's timing signal",
      .formula = "theta_i = b^(-2i/(d-2))",
      .shows = "the slowest pair has frequency 1/b exactly; seen in sinusoidal tables",
      .source = "jadore801120/attention-is-all-you-need-pytorch #32; tatp22/multidim-positional-encoding #20",
      .expects = "denominator-<d-2>",
      .applies = is_wide,
      .make = divide_by_less,
      .number = width_less_two },
    { .id = "denominator-head-dim",
      .title = "a partly rotated head takes head_dim for the exponent's denominator",
      .formula = "theta_i = b^(-2i/head_dim), i < rotary_dim/2",
      .shows = "0.47 radian off at position 1 for 64 of 256 slots",
      .source = "AI-Hypercomputer/maxtext #4616; huggingface/transformers #48652; huggingface/transformers #48630; "
                "NVIDIA/FasterTransformer #182",
      .expects = "denominator-<head_dim>",
      .applies = is_partial,
      .make = divide_by_head_dim,
      .number = head_width },
    { .id = "head-dim-from-hidden-size",
      .title = "head_dim is taken as hidden_size / num_attention_heads where the config states another",
      .formula = "theta_i = b^(-2i/d'), d' = hidden_size / num_attention_heads (here 5/4 of head_dim, as in Mistral-Nemo)",
      .shows = "shape errors, or a table cut to fit and text that degrades",
      .source = "huggingface/transformers #32495; huggingface/candle #2358; InternLM/lmdeploy #2761",
      .expects = "denominator-<d'>",
      .applies = is_whole,
      .make = divide_by_other_width,
      .number = other_width },
    { .id = "rotary-dim-ignored",
      .title = "rotary_dim is not read: the whole head is rotated",
      .formula = "d = head_dim",
      .shows = "slots that should pass through turn",
      .source = "huggingface/transformers #48241; vllm-project/vllm #41185",
      .expects = "rotary-dim-<head_dim>",
      .applies = is_partial,
      .make = rotate_the_head,
      .number = head_width },
    { .id = "rotary-dim-halved",
      .title = "half of the slots that should be rotated are",
      .formula = "d/2 for d",
      .shows = "the rest of the head passes through; n_rot was mistaken when a cache was shifted",
      .source = "ggml-org/llama.cpp #4156; ggml-org/llama.cpp #4889",
      .expects = "rotary-dim-<d/2>",
      .applies = is_wide,
      .make = rotate_half_the_width,
      .number = half_width },
    { .id = "factor-in-exponent",
      .title = "linear scaling divides the exponent, not the frequency",
      .formula = "theta_i = b^(-2i/(d factor))",
      .shows = "fast pairs are right, slow ones too fast",
      .source = "keras-team/keras-hub #1605",
      .expects = "denominator-<d factor> base-<b^(1/factor)>",
      .applies = is_linear,
      .make = scale_exponent,
      .number = stretched_width },
    { .id = "inv-freq-never-filled",
      .title = "inv_freq is a buffer that is not saved and not filled after a load on the meta device: zeros",
      .formula = "theta_i = 0",
      .shows = "no pair turns; loss 11.08 where 3.63 is right",
      .source =
          "huggingface/transformers #45902; huggingface/transformers #34234; pytorch/torchtitan #4783; unslothai/unsloth #4112; "
          "pytorch/executorch #19627",
      .expects = "inv-freq-zero not-rotated position-constant",
      .make = leave_zero },
    { .id = "inv-freq-garbage",
      .title = "the same buffer holds whatever memory held",
      .formula = "theta_i = anything (theta_0 = 6.93e-18 was seen)",
      .shows = "another result on every run; no formula explains it",
      .source = "Synthyra/FastPLMs #47; macwiatrak/Bacformer #33; macwiatrak/Bacformer #36",
      .expects = "unknown",
      .applies = is_wide,
      .make = leave_garbage },
};

const rwk_zoo_section RWK_ZOO_FREQUENCY = { BUGS, sizeof BUGS / sizeof BUGS[0] };
