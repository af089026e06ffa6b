/* SPDX-License-Identifier: MIT */
/* Bugs of slots: which two of them form a pair, which way they turn, whether they turn at all. */
#include "faults/zoo_section.h"

#include <math.h>

RWK_WHERE(is_half_split) { return c->layout == RWK_HALF_SPLIT; }
RWK_WHERE(is_interleaved) { return c->layout == RWK_INTERLEAVED; }
RWK_WHERE(is_plain_and_whole) { return c->rope_type == RWK_ROPE_DEFAULT && c->rotary_dim == c->head_dim && !c->n_axes; }
RWK_WHERE(is_partial_half_split)
{
    return is_half_split(c) && c->rotary_dim < c->head_dim && c->rope_type == RWK_ROPE_DEFAULT && !c->n_axes;
}
RWK_WHERE(is_proportional) { return c->rope_type == RWK_ROPE_PROPORTIONAL; }
RWK_WHERE(rotates_whole_heads) { return c->rotary_dim == c->head_dim && c->head_dim % 4 == 0; }

RWK_MAKE(swap_layout)
{
    p->layout = c->layout == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
    return RWK_OK;
}

RWK_MAKE(mix_layouts) { return (void)c, p->rotate = RWK_ROTATE_MIXED, RWK_OK; }
RWK_MAKE(turn_back) { return (void)c, p->rotate = RWK_ROTATE_BACK, RWK_OK; }
RWK_MAKE(do_nothing) { return (void)c, p->rotate = RWK_ROTATE_NOT, RWK_OK; }
RWK_MAKE(permute_keys) { return (void)c, p->key_chunks = 2, RWK_OK; }

/* theta of slot pair i of head h: that of pair i + h d/2 in a vector of all heads. */
RWK_MAKE(rotate_inner_dim)
{
    const size_t n = c->rotary_dim / 2, heads = 3;
    if (heads * n > RWK_PIPELINE_PAIRS) return RWK_ERANGE;
    for (size_t i = 0; i < heads * n; i++) p->inv_freq[i] = pow(c->rope_theta, -(double)i / (double)(heads * n));
    p->pairs_by_head = n;
    return RWK_OK;
}

RWK_WHERE(has_room_for_heads) { return is_plain_and_whole(c) && is_interleaved(c) && 3 * c->rotary_dim / 2 <= RWK_PIPELINE_PAIRS; }

/* Half of a partial config's pairs become pairs of the whole head. */
RWK_MAKE(pair_over_the_head)
{
    const size_t n = c->rotary_dim / 2;
    p->rotary_dim = c->head_dim;
    for (size_t i = 0; i < c->head_dim / 2; i++)
        p->inv_freq[i] = i < n ? pow(c->rope_theta, -2 * (double)i / (double)c->head_dim) : 0;
    return RWK_OK;
}

RWK_MAKE(pair_within_the_part)
{
    rwk_config partial = *c;
    partial.rope_type = RWK_ROPE_DEFAULT, partial.rotary_dim = p->rotary_dim = 2 * c->scaling.rope_angles;
    return rwk_zoo_take(p, &partial);
}

static double twice_rope_angles(const rwk_config *c) { return 2 * (double)c->scaling.rope_angles; }

static const rwk_bug BUGS[] = {
    { .id = "interleaved-for-half-split",
      .title = "pairs of neighbouring slots, as Meta's code has them, on weights permuted for rotate_half",
      .formula = "(x_2i, x_2i+1) is rotated where (x_i, x_i+d/2) is meant",
      .shows =
          "output about 1.4 times its own size off from the first token on; text is garbage; perplexity 44 became 4419 where one "
          "class of tensors skipped the permutation",
      .source =
          "huggingface/transformers #25199; huggingface/transformers #31859; huggingface/transformers #33826; "
          "huggingface/transformers #39687; karpathy/llama2.c #286; ggml-org/llama.cpp #22611; facebookresearch/xformers #779",
      .expects = "layout-swapped",
      .applies = is_half_split,
      .make = swap_layout },
    { .id = "half-split-for-interleaved",
      .title = "rotate_half on weights that are stored for neighbouring pairs (GPT-J, RoFormer, GGUF)",
      .formula = "(x_i, x_i+d/2) is rotated where (x_2i, x_2i+1) is meant",
      .shows = "perplexity 35.0 where 11.1 is right",
      .source = "ooples/AiDotNet #2074; huggingface/transformers #34740; huggingface/transformers #34741",
      .expects = "layout-swapped",
      .applies = is_interleaved,
      .make = swap_layout },
    { .id = "keys-permuted-as-queries",
      .title = "keys of grouped-query attention are permuted with the number of query heads",
      .formula = "neighbours become halves within each of n_heads/n_kv_heads parts of a key, not within the whole key",
      .shows = "garbage text from the conversion of any model with grouped queries; queries alone look right",
      .source = "jzhang38/TinyLlama #24; ggml-org/llama.cpp #3018; ggml-org/llama.cpp #3364; ggml-org/llama.cpp #2376",
      .expects = "layout-kv-heads",
      .applies = rotates_whole_heads,
      .make = permute_keys,
      .needs_keys = true },
    { .id = "repeated-for-the-other-layout",
      .title = "cos and sin repeated for one layout, slots paired for the other: no rotation at all",
      .formula = "y_j = x_j c_k + rotate(x)_j s_k with k the pair that slot j has in the other layout",
      .shows = "norms change, by 3.6 % on average and up to 17 %; scores depend on more than the distance",
      .source = "baidu/ERNIE-Image #6; huggingface/diffusers #13546; ark-nlp #47",
      .expects = "layout-mixed",
      .make = mix_layouts },
    { .id = "transposed-rotation",
      .title = "the rotation is transposed: it turns the other way",
      .formula = "y_a = x_a cos + x_b sin, y_b = x_b cos - x_a sin",
      .shows = "2 m theta off for every pair; harmless for a model that was trained so, wrong for anybody else's weights",
      .source = "karpathy/nanochat #489; karpathy/nanochat #264",
      .expects = "sign-flipped inverse",
      .make = turn_back },
    { .id = "never-rotated",
      .title = "rotary positions are configured, and nothing rotates",
      .formula = "y = x",
      .shows = "the model reads a bag of tokens: an empty turn was predicted with probability 0.968",
      .source = "sqliteai/warp #27",
      .expects = "not-rotated",
      .make = do_nothing },
    { .id = "frequencies-over-all-heads",
      .title = "frequencies run over the width of all heads, each head has its own part",
      .formula = "theta of pair i of head h is b^(-2(i + h d/2)/(heads d))",
      .shows = "every head is rotated in its own way, none as the config says; by design in one video model",
      .source = "Lightricks/LTX-Video #224",
      .expects = "frequencies-by-head",
      .applies = has_room_for_heads,
      .make = rotate_inner_dim },
    { .id = "partial-as-proportional",
      .title = "a partly rotated head counts its exponents and its pairs over the whole head",
      .formula = "pairs (x_i, x_i+head_dim/2), theta_i = b^(-2i/head_dim), i < rotary_dim/2",
      .shows = "top-1 agreement 60 % instead of 92.5 %; the tests had the same mistake",
      .source = "pie-project/pie #602; pie-project/pie #603",
      .expects = "scaling-as-proportional",
      .applies = is_partial_half_split,
      .make = pair_over_the_head },
    { .id = "proportional-as-partial",
      .title = "a proportional head is paired and counted within its rotated part",
      .formula = "pairs (x_i, x_i+r/2), theta_i = b^(-2i/r), r = twice the number of rotated pairs",
      .shows = "silent: short prompts look right",
      .source = "apple/coreai-models #66; zml/zml #660",
      .expects = "rotary-dim-<r>",
      .applies = is_proportional,
      .make = pair_within_the_part,
      .number = twice_rope_angles },
};

const rwk_zoo_section RWK_ZOO_SLOTS = { BUGS, sizeof BUGS / sizeof BUGS[0] };
