/* SPDX-License-Identifier: MIT */
/* Bugs of positions with several axes: time, height and width of images and video. */
#include "faults/rule_fault.h"
#include "faults/zoo_section.h"

/** An axis for each pair. */
typedef size_t axis_map(const rwk_config *config, size_t i);

static bool has_three(const rwk_config *c) { return c->n_axes == 3; }
static bool alternates(const rwk_config *c) { return has_three(c) && c->mrope_interleaved; }
static bool follows(const rwk_config *c) { return has_three(c) && !c->mrope_interleaved; }

static bool differs(const rwk_config *c, axis_map *map)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++)
        if (map(c, i) != rwk_config_axis(c, i)) return true;
    return false;
}

static rwk_status take_axes(rwk_pipeline *p, const rwk_config *c, axis_map *map)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++) p->axis[i] = (unsigned char)map(c, i);
    return RWK_OK;
}

static size_t first(const rwk_config *c, size_t i) { return (void)c, (void)i, 0; }
static size_t alternate_to_the_end(const rwk_config *c, size_t i) { return (void)c, i % 3; }

static size_t other_order(const rwk_config *c, size_t i)
{
    rwk_config other = *c;
    other.mrope_interleaved = !c->mrope_interleaved;
    return rwk_config_axis(&other, i);
}

/* Pair i stands where pair i - 1 should: `<=` for `<` at each end. */
static size_t one_late(const rwk_config *c, size_t i) { return rwk_config_axis(c, i > 0 ? i - 1 : 0); }

/* Sections counted in slots of the doubled table: half as many pairs, the rest on the last axis. */
static size_t by_slots(const rwk_config *c, size_t i)
{
    return 2 * i < c->rotary_dim / 2 ? rwk_config_axis(c, 2 * i) : c->n_axes - 1;
}

/* Alternating pairs behind three times their section go to a fourth axis, which holds 0 for text. */
static size_t fourth(const rwk_config *c, size_t i)
{
    return i % 3 != 0 && i >= 3 * c->mrope_section[i % 3] ? 3 : rwk_config_axis(c, i);
}

static size_t transposed(const rwk_config *c, size_t i)
{
    const size_t axis = rwk_config_axis(c, i);
    return axis == 0 ? 0 : 3 - axis;
}

RWK_MAKE(take_first) { return take_axes(p, c, first); }
RWK_MAKE(take_alternate) { return take_axes(p, c, alternate_to_the_end); }
RWK_MAKE(take_other_order) { return take_axes(p, c, other_order); }
RWK_MAKE(take_one_late) { return take_axes(p, c, one_late); }
RWK_MAKE(take_by_slots) { return take_axes(p, c, by_slots); }
RWK_MAKE(take_fourth) { return take_axes(p, c, fourth); }
RWK_MAKE(take_transposed) { return take_axes(p, c, transposed); }
RWK_MAKE(restart) { return rwk_fault_sections_restart(p->inv_freq, c), RWK_OK; }

RWK_WHERE(has_axes) { return c->n_axes > 1; }
RWK_WHERE(alternates_not_to_the_end) { return alternates(c) && differs(c, alternate_to_the_end); }
RWK_WHERE(alternates_and_differs) { return alternates(c) && differs(c, other_order); }
RWK_WHERE(follows_and_differs) { return follows(c) && differs(c, other_order); }
RWK_WHERE(has_pairs_behind) { return alternates(c) && differs(c, fourth); }

static const rwk_bug BUGS[] = {
    { .id = "sections-ignored",
      .title = "axes alternate pair by pair to the end, whatever the sections say",
      .formula = "axis of pair i = i mod 3",
      .shows = "the last pairs, which are time's, take height and width",
      .source = "XPU-Forces/mojo_opset #276",
      .expects = "mrope-sections",
      .applies = alternates_not_to_the_end,
      .make = take_alternate },
    { .id = "sections-off-by-one",
      .title = "the end of a section is compared with <= where < is meant",
      .formula = "pair i takes the axis of pair i - 1",
      .shows = "one pair at each end of a section is wrong",
      .source = "vllm-project/vllm-ascend #7223",
      .expects = "mrope-sections",
      .applies = follows,
      .make = take_one_late },
    { .id = "sections-follow",
      .title = "sections follow one another where axes are to alternate",
      .formula = "axis 0 for the first s_0 pairs, axis 1 for the next s_1, …",
      .shows = "text alone is right, images and video are not understood",
      .source = "alibaba/MNN #4104; alibaba/MNN #4133; ggml-org/llama.cpp #19443; ggml-org/llama.cpp #19928",
      .expects = "mrope-interleave",
      .applies = alternates_and_differs,
      .make = take_other_order },
    { .id = "sections-alternate",
      .title = "axes alternate where sections are to follow one another",
      .formula = "axis i mod 3 while i < 3 section, else time",
      .shows = "text alone is right, images and video are not understood",
      .source = "vllm-gaudi #1437; xllm #2120; ggml-org/llama.cpp #13870",
      .expects = "mrope-interleave",
      .applies = follows_and_differs,
      .make = take_other_order },
    { .id = "first-axis-for-all",
      .title = "multi-axis positions are read as plain ones",
      .formula = "every pair turns by axis 0",
      .shows = "text alone is right; images lose height and width",
      .source = "huggingface/transformers #42177; ml-explore/mlx-lm [code]",
      .expects = "position-axis-first",
      .applies = has_axes,
      .make = take_first },
    { .id = "sections-in-slots",
      .title = "sections are counted in slots of the doubled table, not in pairs",
      .formula = "axis a for half as many pairs, the rest the last axis",
      .shows = "half of the pairs take the wrong axis",
      .source = "vllm-omni #1784",
      .expects = "mrope-sections",
      .applies = follows,
      .make = take_by_slots },
    { .id = "fourth-axis-of-nothing",
      .title = "pairs behind three times a section go to a fourth axis, which is 0 for text",
      .formula = "theta_61 m and theta_62 m are 0 for sections [24, 20, 20]",
      .shows = "two slow pairs stand still: 0.1 radian at 262143",
      .source = "ggml-org/ggml [code]",
      .expects = "mrope-sections",
      .applies = has_pairs_behind,
      .make = take_fourth },
    { .id = "height-and-width-swapped",
      .title = "height and width change places",
      .formula = "axes 0, 2, 1",
      .shows = "images are seen transposed; square ones look nearly right",
      .source = "huggingface/pytorch-image-models #2541; ggml-org/llama.cpp #13282; Meituan-AutoML/VisionLLaMA #4; "
                "vllm-project/vllm #29425; vmlx-swift #225",
      .expects = "position-axis-swapped",
      .applies = has_three,
      .make = take_transposed },
    { .id = "sections-restart",
      .title = "the index of a pair starts anew in each section",
      .formula = "theta_i = b^(-2(i - j)/d), j the first pair of its section",
      .shows = "height and width turn as fast as time",
      .source = "huggingface/diffusers #12538; ggml-org/ggml [code]",
      .expects = "mrope-restart",
      .applies = follows,
      .make = restart },
};

const rwk_zoo_section RWK_ZOO_AXES = { BUGS, sizeof BUGS / sizeof BUGS[0] };
