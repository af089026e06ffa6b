/* SPDX-License-Identifier: MIT */
/* Bugs of precision: a stage that is rounded too early, or a cosine that is computed carelessly. */
#include "faults/zoo_section.h"

RWK_MAKE(frequencies_in_bf16) { return (void)c, p->frequency = RWK_BF16, RWK_OK; }
RWK_MAKE(frequencies_in_f16) { return (void)c, p->frequency = RWK_F16, RWK_OK; }
RWK_MAKE(positions_in_bf16) { return (void)c, p->position = RWK_BF16, RWK_OK; }
RWK_MAKE(angles_in_f16) { return (void)c, p->angle = RWK_F16, RWK_OK; }
RWK_MAKE(angles_in_bf16) { return (void)c, p->angle = RWK_BF16, RWK_OK; }
RWK_MAKE(table_in_bf16) { return (void)c, p->table = RWK_BF16, RWK_OK; }
RWK_MAKE(table_in_f16) { return (void)c, p->table = RWK_F16, RWK_OK; }
RWK_MAKE(arithmetic_in_bf16) { return (void)c, p->table = p->arithmetic = RWK_BF16, RWK_OK; }
RWK_MAKE(reduce_coarsely) { return (void)c, p->coarse_trig = true, RWK_OK; }

static rwk_status angles_from(rwk_pipeline *p, rwk_dtype dtype)
{
    p->position = p->frequency = p->angle = dtype;
    return RWK_OK;
}

RWK_MAKE(matmul_in_bf16) { return (void)c, angles_from(p, RWK_BF16); }
RWK_MAKE(all_in_f16) { return (void)c, p->table = RWK_F16, angles_from(p, RWK_F16); }
RWK_MAKE(all_in_bf16) { return (void)c, p->table = RWK_BF16, angles_from(p, RWK_BF16); }

static const rwk_bug BUGS[] = {
    { .id = "inv-freq-in-bf16",
      .title = "model.to(bfloat16) casts the inv_freq buffer with the weights",
      .formula = "theta_i rounded to 8 bits",
      .shows = "0.6 radian off at position 512, 2.5 at 2048; a long-context model that never was one",
      .source = "Modalities/modalities #462; tenstorrent/tt-metal #54528; NVIDIA/Megatron-LM #535",
      .expects = "inv-freq-bf16",
      .make = frequencies_in_bf16 },
    { .id = "inv-freq-in-f16",
      .title = "model.half() casts the inv_freq buffer with the weights",
      .formula = "theta_i rounded to 11 bits",
      .shows = "cos off by up to 0.78 below position 2048",
      .source = "EleutherAI/gpt-neox #1003",
      .expects = "inv-freq-f16",
      .make = frequencies_in_f16 },
    { .id = "all-in-f16",
      .title = "positions, inv_freq, angles and table are all computed in float16",
      .formula = "m, theta_i, m theta_i, cos and sin rounded to 11 bits",
      .shows = "positions beyond 2048 merge, beyond 65504 are infinite",
      .source = "huggingface/transformers #25681; EleutherAI/gpt-neox #1003",
      .expects = "angles-f16",
      .make = all_in_f16 },
    { .id = "all-in-bf16",
      .title = "positions, inv_freq, angles and table are all computed in bfloat16",
      .formula = "m, theta_i, m theta_i, cos and sin rounded to 8 bits",
      .shows = "0.8 radian off below position 256, 19 below 4096",
      .source = "huggingface/transformers #25681; EleutherAI/gpt-neox #1003",
      .expects = "angles-bf16",
      .make = all_in_bf16 },
    { .id = "positions-in-bf16",
      .title = "positions become bfloat16, by torch.arange(dtype=x.dtype) or under autocast",
      .formula = "m rounded to 8 bits: 257 is 256, 15962 is 15968",
      .shows = "right up to 256, then runs of 2, 4, 8 tokens with one position",
      .source = "huggingface/transformers #29285; huggingface/transformers #29496; huggingface/diffusers #13922; "
                "huggingface/candle #3520",
      .expects = "positions-bf16",
      .make = positions_in_bf16 },
    { .id = "outer-product-under-autocast",
      .title = "the product of positions and inv_freq is a matmul, which autocast runs in bfloat16",
      .formula = "m and theta_i, then m theta_i rounded to 8 bits",
      .shows = "wrong from position 1 on, by radians from a few hundred on",
      .source = "huggingface/transformers #29285; UNI-D2 #6",
      .expects = "angles-bf16",
      .make = matmul_in_bf16 },
    { .id = "angles-in-bf16",
      .title = "angles are stored in the dtype of the activations, bfloat16",
      .formula = "m theta_i rounded to 8 bits",
      .shows = "the fast pairs are off by radians beyond 1000 tokens, slow ones hardly",
      .source = "KellerJordan/modded-nanogpt #39",
      .expects = "angles-bf16",
      .make = angles_in_bf16 },
    { .id = "angles-in-f16",
      .title = "angles pass through a float16 graph",
      .formula = "m theta_i rounded to 11 bits",
      .shows = "exact to 2048, garbled text past 6000 tokens",
      .source = "cactus-compute/cactus #688",
      .expects = "angles-f16",
      .make = angles_in_f16 },
    { .id = "fast-math-cosine",
      .title = "the cosine of a fast-math build reduces its argument coarsely",
      .formula = "cos(phi - k 2pi) with a 2 pi of 24 bits",
      .shows = "pair 0 is off by 1e-2 at 131071 although its frequency is 1; tests that end at position 40 pass",
      .source = "kekzl/imp #1316; kekzl/imp #1317; kekzl/imp #1325; kekzl/imp #1630; lablup/mlxcel #1049; lablup/mlxcel #1055",
      .expects = "trig-coarse",
      .make = reduce_coarsely },
    { .id = "table-in-bf16",
      .title = "the table is kept in bfloat16 while the rest is float32",
      .formula = "cos and sin rounded to 8 bits",
      .shows = "2e-3 to 8e-3 off at every position alike",
      .source = "sgl-project/sglang #33117; NVIDIA/Megatron-LM #744",
      .expects = "table-bf16",
      .make = table_in_bf16 },
    { .id = "table-in-f16",
      .title = "the table is kept in float16 while the rest is float32",
      .formula = "cos and sin rounded to 11 bits",
      .shows = "2e-4 to 1e-3 off at every position alike",
      .source = "EleutherAI/gpt-neox #1003",
      .expects = "table-f16",
      .make = table_in_f16 },
    { .id = "products-in-bf16",
      .title = "cos, sin and the rotation are computed in the dtype of x, and cast up afterwards",
      .formula = "cos, sin, products and sums rounded to 8 bits",
      .shows = "every value off by a rounding of bfloat16 or two, although the answer is float32",
      .source = "ml-explore/mlx #2791",
      .expects = "arithmetic-bf16",
      .make = arithmetic_in_bf16 },
};

const rwk_zoo_section RWK_ZOO_PRECISION = { BUGS, sizeof BUGS / sizeof BUGS[0] };
