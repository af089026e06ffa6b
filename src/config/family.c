/* SPDX-License-Identifier: MIT */
/* The table of families. */
#include "config/family.h"

#include <string.h>

/* The modeling_<family>.py (rotate_half or rotate_every_two) and configuration_<family>.py files of Hugging Face transformers. */
static const rwk_family FAMILIES[] = {
    { "bloom", RWK_HALF_SPLIT, .rope_theta = 0, .alibi = true },
    { "codegen", RWK_INTERLEAVED, .rope_theta = 10000, .rotary_dim = 64 },
    { "cohere", RWK_INTERLEAVED, .rope_theta = 5e5 },
    { "cohere2", RWK_INTERLEAVED, .rope_theta = 10000 },
    { "deepseek_v2", RWK_INTERLEAVED, .rope_theta = 10000 },
    { "deepseek_v3", RWK_INTERLEAVED, .rope_theta = 10000 },
    { "ernie4_5", RWK_INTERLEAVED, .rope_theta = 5e5, .head_dim = 128 },
    { "exaone4", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "falcon", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "gemma", RWK_HALF_SPLIT, .rope_theta = 10000, .head_dim = 256 },
    { "gemma2", RWK_HALF_SPLIT, .rope_theta = 10000, .head_dim = 256 },
    { "gemma3", RWK_HALF_SPLIT, .rope_theta = 1e6, .head_dim = 256, .local_theta = 10000 },
    { "gemma3_text", RWK_HALF_SPLIT, .rope_theta = 1e6, .head_dim = 256, .local_theta = 10000 },
    { "gemma4", RWK_HALF_SPLIT, .rope_theta = 0, .head_dim = 256 },
    { "gemma4_text", RWK_HALF_SPLIT, .rope_theta = 0, .head_dim = 256 },
    { "glm", RWK_INTERLEAVED, .rope_theta = 10000, .rotary_factor = 0.5 },
    { "glm4", RWK_INTERLEAVED, .rope_theta = 10000, .rotary_factor = 0.5 },
    { "glm4_moe", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.5 },
    { "gpt_neox", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.25 },
    { "gpt_neox_japanese", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "gpt_oss", RWK_HALF_SPLIT, .rope_theta = 0, .head_dim = 64 },
    { "gptj", RWK_INTERLEAVED, .rope_theta = 10000, .rotary_dim = 64 },
    { "granite", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "internlm2", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "kimi_k2", RWK_INTERLEAVED, .rope_theta = 10000 },
    { "llama", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "llama4", RWK_INTERLEAVED, .rope_theta = 5e5, .head_dim = 128 },
    { "llama4_text", RWK_INTERLEAVED, .rope_theta = 5e5, .head_dim = 128 },
    { "minimax_m2", RWK_HALF_SPLIT, .rope_theta = 5e6, .rotary_factor = 0.5 },
    { "mistral", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "mixtral", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "mllama", RWK_HALF_SPLIT, .rope_theta = 5e5 },
    { "mllama_text_model", RWK_HALF_SPLIT, .rope_theta = 5e5 },
    { "modernbert", RWK_HALF_SPLIT, .rope_theta = 160000, .local_theta = 10000 },
    { "nemotron", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.5 },
    { "olmo", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "olmo2", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "persimmon", RWK_HALF_SPLIT, .rope_theta = 0, .rotary_factor = 0.5 },
    { "phi", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.5 },
    { "phi3", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "phimoe", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "qwen2", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "qwen2_5_vl", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "qwen2_5_vl_text", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "qwen2_moe", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "qwen2_vl", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "qwen2_vl_text", RWK_HALF_SPLIT, .rope_theta = 1e6 },
    { "qwen3", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "qwen3_5", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.25, .head_dim = 256 },
    { "qwen3_5_text", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.25, .head_dim = 256 },
    { "qwen3_moe", RWK_HALF_SPLIT, .rope_theta = 10000 },
    { "qwen3_next", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.25, .head_dim = 256 },
    { "qwen3_vl", RWK_HALF_SPLIT, .rope_theta = 5e5 },
    { "qwen3_vl_text", RWK_HALF_SPLIT, .rope_theta = 5e5 },
    { "roformer", RWK_INTERLEAVED, .rope_theta = 10000 },
    { "smollm3", RWK_HALF_SPLIT, .rope_theta = 2e6 },
    { "stablelm", RWK_HALF_SPLIT, .rope_theta = 10000, .rotary_factor = 0.25 },
    { "starcoder2", RWK_HALF_SPLIT, .rope_theta = 10000 },
};

const rwk_family *rwk_family_find(const char *model_type)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++)
        if (strcmp(model_type, FAMILIES[i].model_type) == 0) return &FAMILIES[i];
    return NULL;
}
