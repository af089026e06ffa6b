/* SPDX-License-Identifier: MIT */
/* The table of families. */
#include "config/family.h"

#include <string.h>

/* Layouts: the modeling_<family>.py files of Hugging Face transformers (rotate_half or rotate_every_two).
 * Defaults: GPT-J and RoFormer configs have no base at all; the other families' config classes default to 10000. */
static const rwk_family FAMILIES[] = {
    { "roformer", RWK_INTERLEAVED, 10000 },
    { "gptj",     RWK_INTERLEAVED, 10000 },
    { "codegen",  RWK_INTERLEAVED, 10000 },
    { "cohere",   RWK_INTERLEAVED, 10000 },
    { "glm",      RWK_INTERLEAVED, 10000 },
    { "gpt_neox", RWK_HALF_SPLIT,  10000 },
    { "llama",    RWK_HALF_SPLIT,  10000 },
    { "mistral",  RWK_HALF_SPLIT,  10000 },
    { "gemma",    RWK_HALF_SPLIT,  10000 },
    { "gemma2",   RWK_HALF_SPLIT,  10000 },
    { "phi",      RWK_HALF_SPLIT,  10000 },
    { "phi3",     RWK_HALF_SPLIT,  10000 },
    { "qwen2",    RWK_HALF_SPLIT,  10000 },
    { "falcon",   RWK_HALF_SPLIT,  10000 },
};

const rwk_family *rwk_family_find(const char *model_type)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++)
        if (strcmp(model_type, FAMILIES[i].model_type) == 0) return &FAMILIES[i];
    return NULL;
}
