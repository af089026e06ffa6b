/* SPDX-License-Identifier: MIT */
/* The table of presets. */
#include "config/preset.h"

#include <string.h>

static const rwk_preset PRESETS[] = {
    { "gpt-j-6b", "EleutherAI/gpt-j-6b", "model_type=gptj,n_embd=4096,n_head=16,rotary_dim=64,rope_theta=10000,n_positions=2048",
      "config.json of the model; base 10000 is the family's default" },
    { "gpt-neox-20b", "EleutherAI/gpt-neox-20b",
      "model_type=gpt_neox,hidden_size=6144,num_attention_heads=64,rotary_pct=0.25,rotary_emb_base=10000,"
      "max_position_embeddings=2048",
      "config.json of the model" },
    { "llama-2-7b", "meta-llama/Llama-2-7b-hf",
      "model_type=llama,hidden_size=4096,num_attention_heads=32,rope_theta=10000,max_position_embeddings=4096",
      "config.json of the model; base 10000 is the family's default" },
    { "llama-3.1-8b", "meta-llama/Llama-3.1-8B",
      "model_type=llama,hidden_size=4096,num_attention_heads=32,rope_theta=500000,max_position_embeddings=131072,"
      "rope_type=llama3,factor=8,low_freq_factor=1,high_freq_factor=4,original_max_position_embeddings=8192",
      "config.json of the model" },
    { "roformer-base", "junnyu/roformer_chinese_base",
      "model_type=roformer,hidden_size=768,num_attention_heads=12,rope_theta=10000",
      "Su et al. 2021, arXiv:2104.09864; base 10000 is the family's default, context length not stated here" },
};

const rwk_preset *rwk_preset_at(size_t i) { return i < sizeof PRESETS / sizeof PRESETS[0] ? &PRESETS[i] : NULL; }

const rwk_preset *rwk_preset_find(const char *name)
{
    const rwk_preset *preset;
    for (size_t i = 0; (preset = rwk_preset_at(i)) != NULL; i++)
        if (strcmp(name, preset->name) == 0) return preset;
    return NULL;
}
