/* SPDX-License-Identifier: MIT */
/* Bugs of positions: which number is taken for the place of a token, and what happens behind the end of a table. */
#include <math.h>
#include <string.h>

#include "faults/rule_fault.h"
#include "faults/zoo_section.h"

/* Rows of a table that is too short: a quarter of the context, a power of two; 4096 where no context is stated. */
static int64_t rows(const rwk_config *c)
{
    const double context = c->max_position_embeddings ? (double)c->max_position_embeddings : 16384;
    return (int64_t)exp2(floor(log2(context / 4)));
}

static double row_count(const rwk_config *c) { return (double)rows(c); }
static double plus_one(const rwk_config *c) { return (void)c, 1; }
static double plus_six(const rwk_config *c) { return (void)c, 6; }
static double minus_two(const rwk_config *c) { return (void)c, -2; }
static double plus_five(const rwk_config *c) { return (void)c, 5; }
static double minus_evicted(const rwk_config *c) { return (void)c, -64; }

RWK_MAKE(take_head) { return (void)c, p->source = RWK_POSITION_HEAD, RWK_OK; }
RWK_MAKE(add_head) { return (void)c, p->by_head = 1, RWK_OK; }
RWK_MAKE(tile) { return (void)c, p->source = RWK_POSITION_TILED, RWK_OK; }
RWK_MAKE(add_one) { return (void)c, p->shift = 1, RWK_OK; }
RWK_MAKE(add_six) { return (void)c, p->shift = 6, RWK_OK; }
RWK_MAKE(start_too_low) { return (void)c, p->shift = -2, RWK_OK; }
RWK_MAKE(lose_evicted) { return (void)c, p->shift = -64, RWK_OK; }
RWK_MAKE(count_padding) { return (void)c, p->by_row = 5, RWK_OK; }
RWK_MAKE(take_column) { return (void)c, p->source = RWK_POSITION_COLUMN, RWK_OK; }
RWK_MAKE(take_row_zero) { return (void)c, p->source = RWK_POSITION_ROW_ZERO, RWK_OK; }

static rwk_status with_limit(rwk_pipeline *p, const rwk_config *c, rwk_limit kind)
{
    p->limit_kind = kind, p->limit = rows(c);
    return RWK_OK;
}

RWK_MAKE(stand_behind) { return with_limit(p, c, RWK_LIMIT_IDENTITY); }
RWK_MAKE(repeat_last) { return with_limit(p, c, RWK_LIMIT_CLAMP); }
RWK_MAKE(wrap) { return with_limit(p, c, RWK_LIMIT_WRAP); }

/* Rows that are added to the table when it has to grow are plain ones. */
RWK_MAKE(extend_plainly)
{
    if (c->rotary_dim > RWK_PIPELINE_PAIRS) return RWK_ERANGE;
    rwk_fault_plain(p->inv_freq + c->rotary_dim / 2, c);
    return with_limit(p, c, RWK_LIMIT_OTHER);
}

/* The rule changes some frequency. */
RWK_WHERE(scales_frequencies)
{
    double plain[RWK_PIPELINE_PAIRS];
    rwk_pipeline p;
    if (c->rope_type == RWK_ROPE_DEFAULT || c->rope_type == RWK_ROPE_PROPORTIONAL || c->rotary_dim > RWK_PIPELINE_PAIRS)
        return false;
    if (rwk_zoo_take(&p, c) != RWK_OK) return false;
    rwk_fault_plain(plain, c);
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        if (fabs(p.inv_freq[i] - plain[i]) > 1e-6 * plain[i]) return true;
    return false;
}

static const rwk_bug BUGS[] = {
    { .id = "position-from-head-axis",
      .title = "the tensor is [batch, seq, heads, dim], positions are counted along its heads",
      .formula = "m = index of the head",
      .shows = "a model without positions: every token of a head is rotated alike",
      .source = "mlfoundations/open_lm #4; facebookresearch/xformers #841; NVIDIA/audio-flamingo #27; vukrosic/leo-optimizer #2; "
                "vukrosic/leo-optimizer #3; rasbt/LLMs-from-scratch #411",
      .expects = "position-by-head",
      .make = take_head },
    { .id = "position-plus-head",
      .title = "a kernel adds the index of the head to the position",
      .formula = "m + h",
      .shows = "the error grows by a token from head to head; head 0 is right",
      .source = "elixir-nx/emlx #121; elixir-nx/emlx #122",
      .expects = "position-plus-head",
      .make = add_head },
    { .id = "angles-tiled",
      .title = "rows of angles are repeated as a whole (r mod n) where each is to be repeated (r / heads)",
      .formula = "row r of [seq heads] takes the position of column r mod seq",
      .shows = "most rows wrong, the first right; here the reference had the mistake and the device was right",
      .source = "amd/IRON #188; amd/IRON #191",
      .expects = "position-tiled",
      .make = tile },
    { .id = "offset-plus-one",
      .title = "positions are one too high, at decode or in upper layers",
      .formula = "m + 1",
      .shows = "q and k with the same offset give the same scores; a cache filled otherwise does not",
      .source = "fla-org/flash-linear-attention #766; microsoft/onnxruntime-genai #2354",
      .expects = "position-offset<+1>",
      .make = add_one,
      .number = plus_one },
    { .id = "offset-counted-twice",
      .title = "the length of the cache is added to positions that hold it already",
      .formula = "m + offset, here m + 6",
      .shows = "the second forward pass of a generation starts at 12 where 6 is right",
      .source = "skyzh/tiny-llm #46; RobertCsordas/moeut #6; NVIDIA/TensorRT-LLM #2084",
      .expects = "position-offset<+6>",
      .make = add_six,
      .number = plus_six },
    { .id = "offset-lost-with-eviction",
      .title = "the offset is the number of rows that the cache still holds, not of tokens seen",
      .formula = "m - evicted, here m - 64",
      .shows = "drift by as many tokens as were evicted",
      .source = "rajveer43/VeloxQuant-MLX #389; rajveer43/VeloxQuant-MLX #175; rajveer43/VeloxQuant-MLX #195",
      .expects = "position-offset<-64>",
      .make = lose_evicted,
      .number = minus_evicted },
    { .id = "padding-index-forgotten",
      .title = "positions start at 0 where a model was trained with a start of padding_idx + 1",
      .formula = "m - 2",
      .shows = "cosine similarity to the reference 0.65, then 1.0000; seen with RoBERTa's learned positions",
      .source =
          "huggingface/sentence-transformers #3879; sbryngelson/ANEForge #257; huggingface/transformers #20761; mlx-embeddings #10",
      .expects = "position-offset<-2>",
      .make = start_too_low,
      .number = minus_two },
    { .id = "left-padding-counted",
      .title = "rows that are padded on the left count their padding",
      .formula = "m + padding of the row, here 0 and 5",
      .shows = "rows of a batch differ from the same text alone; a uniform shift in each row",
      .source = "huggingface/transformers #22161; unslothai/unsloth #3699; nnsight #673",
      .expects = "position-row-offset<+5>",
      .make = count_padding,
      .number = plus_five },
    { .id = "packing-not-reset",
      .title = "position ids of packed documents are ignored: columns are counted",
      .formula = "m = column of the token",
      .shows = "the loss of every document but the first in a row",
      .source = "pytorch/torchtitan #2559; pytorch/torchtitan #2560; pytorch/torchtitan #2849; allenai/OLMo-core #591; "
                "NVIDIA/Megatron-LM #453",
      .expects = "position-column",
      .make = take_column },
    { .id = "row-zero-for-all",
      .title = "every row of a batch takes the positions of row 0",
      .formula = "m of the same column in row 0",
      .shows = "row 0 is right, the others by their difference in length wrong",
      .source = "ml-explore/mlx #3494; ml-explore/mlx #3795; ml-explore/mlx #3949; hiyouga/LlamaFactory #7754",
      .expects = "position-by-batch",
      .make = take_row_zero },
    { .id = "table-end-identity",
      .title = "rows behind the end of the table read cos = 1 and sin = 0",
      .formula = "y = x for m >= rows of the table",
      .shows = "long contexts degrade at one sharp position, without an error",
      .source = "Dao-AILab/flash-attention [code]",
      .expects = "position-unrotated-<n>",
      .make = stand_behind,
      .number = row_count },
    { .id = "table-end-repeated",
      .title = "a gather behind the end of the table takes its last row",
      .formula = "min(m, rows - 1); what else is read there differs by kernel",
      .shows = "all far tokens have one position",
      .source = "pegainfer #220; pegainfer #253; microsoft/onnxruntime #28205; vllm-project/vllm #56446",
      .expects = "position-clamped-<n>",
      .make = repeat_last,
      .number = row_count },
    { .id = "table-end-wraps",
      .title = "behind the end of the table it starts again",
      .formula = "m mod rows; what else is read there differs by kernel",
      .shows = "far tokens look near",
      .source = "hyprstream #1546; sgl-project/sglang #10788; karpathy/nanochat #520; mit-han-lab/llm-awq #332",
      .expects = "position-wrapped-<n>",
      .make = wrap,
      .number = row_count },
    { .id = "table-grows-unscaled",
      .title = "rows that are added when a table grows leave out the scaling",
      .formula = "theta_i = b^(-2i/d) for m >= rows of the first table",
      .shows = "cos off by up to 2 beyond the first table",
      .source = "sgl-project/sglang #35171",
      .expects = "scaling-ignored-from-<n>",
      .applies = scales_frequencies,
      .make = extend_plainly,
      .number = row_count },
};

const rwk_zoo_section RWK_ZOO_POSITION = { BUGS, sizeof BUGS / sizeof BUGS[0] };
