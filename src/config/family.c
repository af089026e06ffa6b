/* SPDX-License-Identifier: MIT */
/* The table of families. */
#include "config/family.h"

#include <string.h>

/* The modeling_<family>.py (rotate_half or rotate_every_two) and configuration_<family>.py files of Hugging Face transformers. */
static const rwk_family FAMILIES[] = {
    { "roformer", RWK_INTERLEAVED, 10000, 1, 0 }, { "gptj", RWK_INTERLEAVED, 10000, 1, 64 },
    { "codegen", RWK_INTERLEAVED, 10000, 1, 64 }, { "cohere", RWK_INTERLEAVED, 10000, 1, 0 },
    { "glm", RWK_INTERLEAVED, 10000, 0.5, 0 },    { "gpt_neox", RWK_HALF_SPLIT, 10000, 0.25, 0 },
    { "llama", RWK_HALF_SPLIT, 10000, 1, 0 },     { "mistral", RWK_HALF_SPLIT, 10000, 1, 0 },
    { "gemma", RWK_HALF_SPLIT, 10000, 1, 0 },     { "gemma2", RWK_HALF_SPLIT, 10000, 1, 0 },
    { "phi", RWK_HALF_SPLIT, 10000, 0.5, 0 },     { "phi3", RWK_HALF_SPLIT, 10000, 1, 0 },
    { "qwen2", RWK_HALF_SPLIT, 10000, 1, 0 },     { "falcon", RWK_HALF_SPLIT, 10000, 1, 0 },
};

const rwk_family *rwk_family_find(const char *model_type)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++)
        if (strcmp(model_type, FAMILIES[i].model_type) == 0) return &FAMILIES[i];
    return NULL;
}
