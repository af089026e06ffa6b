/* SPDX-License-Identifier: MIT */
/* The table of presets. */
#include "config/preset.h"

#include <string.h>

static const rwk_preset PRESETS[] = {
    { "bloom", "bigscience/bloom", "model_type=bloom,n_embd=14336,n_head=112",
      "config.json of the model; ALiBi, no rotary positions" },
    { "codellama-7b", "codellama/CodeLlama-7b-hf",
      "model_type=llama,hidden_size=4096,num_attention_heads=32,rope_theta=1000000,max_position_embeddings=16384",
      "config.json of the model" },
    { "deepseek-v2-lite", "deepseek-ai/DeepSeek-V2-Lite",
      "model_type=deepseek_v2,qk_rope_head_dim=64,rope_theta=10000,max_position_embeddings=163840,rope_type=yarn,factor=40,"
      "original_max_position_embeddings=4096,beta_fast=32,beta_slow=1,mscale=0.707,mscale_all_dim=0.707",
      "config.json of the model" },
    { "deepseek-v3", "deepseek-ai/DeepSeek-V3",
      "model_type=deepseek_v3,qk_rope_head_dim=64,rope_theta=10000,max_position_embeddings=163840,rope_type=yarn,factor=40,"
      "original_max_position_embeddings=4096,beta_fast=32,beta_slow=1,mscale=1,mscale_all_dim=1",
      "config.json of the model" },
    { "falcon-7b", "tiiuae/falcon-7b",
      "model_type=falcon,hidden_size=4544,num_attention_heads=71,alibi=false,rope_theta=10000,max_position_embeddings=2048",
      "config.json of the model; base 10000 is the family's default" },
    { "falcon-rw-1b", "tiiuae/falcon-rw-1b", "model_type=falcon,hidden_size=2048,num_attention_heads=32,alibi=true",
      "config.json of the model; ALiBi, no rotary positions" },
    { "gemma-2-9b", "google/gemma-2-9b", "model_type=gemma2,head_dim=256,rope_theta=10000,max_position_embeddings=8192",
      "config.json of the model" },
    { "gemma-3-4b", "google/gemma-3-4b-it",
      "model_type=gemma3_text,head_dim=256,rope_theta=1000000,rope_local_base_freq=10000,max_position_embeddings=131072,"
      "rope_type=linear,factor=8",
      "config.json of the model, text_config; both bases are the family's defaults, the rule is that of the full layers" },
    { "gemma-4", "google/gemma-4-31B",
      "{\"model_type\": \"gemma4_text\", \"head_dim\": 256, \"global_head_dim\": 512, \"max_position_embeddings\": 262144,"
      " \"rope_parameters\": {\"full_attention\": {\"rope_type\": \"proportional\", \"rope_theta\": 1000000,"
      " \"partial_rotary_factor\": 0.25}, \"sliding_attention\": {\"rope_type\": \"default\", \"rope_theta\": 10000}}}",
      "config.json of Gemma 4 31B, text_config" },
    { "gemma-7b", "google/gemma-7b", "model_type=gemma,head_dim=256,rope_theta=10000,max_position_embeddings=8192",
      "config.json of the model" },
    { "gpt-j-6b", "EleutherAI/gpt-j-6b", "model_type=gptj,n_embd=4096,n_head=16,rotary_dim=64,rope_theta=10000,n_positions=2048",
      "config.json of the model; base 10000 is the family's default" },
    { "gpt-neox-20b", "EleutherAI/gpt-neox-20b",
      "model_type=gpt_neox,hidden_size=6144,num_attention_heads=64,rotary_pct=0.25,rotary_emb_base=10000,"
      "max_position_embeddings=2048",
      "config.json of the model" },
    { "gpt-oss-20b", "openai/gpt-oss-20b",
      "model_type=gpt_oss,head_dim=64,rope_theta=150000,max_position_embeddings=131072,rope_type=yarn,factor=32,"
      "original_max_position_embeddings=4096,beta_fast=32,beta_slow=1,truncate=false",
      "config.json of the model" },
    { "llama-2-7b", "meta-llama/Llama-2-7b-hf",
      "model_type=llama,hidden_size=4096,num_attention_heads=32,rope_theta=10000,max_position_embeddings=4096",
      "config.json of the model; base 10000 is the family's default" },
    { "llama-3.1-8b", "meta-llama/Llama-3.1-8B",
      "model_type=llama,hidden_size=4096,num_attention_heads=32,rope_theta=500000,max_position_embeddings=131072,"
      "rope_type=llama3,factor=8,low_freq_factor=1,high_freq_factor=4,original_max_position_embeddings=8192",
      "config.json of the model" },
    { "llama-3.2-1b", "meta-llama/Llama-3.2-1B",
      "model_type=llama,head_dim=64,rope_theta=500000,max_position_embeddings=131072,rope_type=llama3,factor=32,"
      "low_freq_factor=1,high_freq_factor=4,original_max_position_embeddings=8192",
      "config.json of the model" },
    { "mistral-7b-v0.1", "mistralai/Mistral-7B-v0.1",
      "model_type=mistral,hidden_size=4096,num_attention_heads=32,rope_theta=10000,max_position_embeddings=32768",
      "config.json of the model" },
    { "mixtral-8x7b", "mistralai/Mixtral-8x7B-v0.1",
      "model_type=mixtral,hidden_size=4096,num_attention_heads=32,rope_theta=1000000,max_position_embeddings=32768",
      "config.json of the model" },
    { "phi-2", "microsoft/phi-2",
      "model_type=phi,hidden_size=2560,num_attention_heads=32,partial_rotary_factor=0.4,rope_theta=10000,"
      "max_position_embeddings=2048",
      "config.json of the model" },
    { "phi-3-mini-128k", "microsoft/Phi-3-mini-128k-instruct",
      "model_type=phi3,hidden_size=3072,num_attention_heads=32,rope_theta=10000,max_position_embeddings=131072,"
      "original_max_position_embeddings=4096,rope_type=longrope,short_factor=[1.1,1.1,1.1,1.3000000000000003,"
      "1.3500000000000003,1.3500000000000003,1.4000000000000004,1.5500000000000005,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.0500000000000007,2.0500000000000007,2.0500000000000007,"
      "2.0500000000000007,2.0500000000000007,2.0500000000000007,2.1000000000000005,2.1000000000000005,2.1500000000000004,"
      "2.25,2.25,2.25,2.25,2.25,2.3999999999999995,2.4499999999999993,2.499999999999999,2.6999999999999984,"
      "2.6999999999999984,2.7499999999999982,2.799999999999998,2.8999999999999977,3.049999999999997],"
      "long_factor=[1.0700000524520874,1.1200000047683716,1.149999976158142,1.4199999570846558,1.5699999332427979,"
      "1.7999999523162842,2.129999876022339,2.129999876022339,3.009999990463257,5.910000324249268,6.950000286102295,"
      "9.070000648498535,9.930000305175781,10.710000038146973,11.130000114440918,14.609999656677246,15.409998893737793,"
      "19.809999465942383,37.279998779296875,38.279998779296875,38.599998474121094,40.12000274658203,46.20000457763672,"
      "50.940006256103516,53.66000747680664,54.9373893737793,56.89738845825195,57.28738784790039,59.98738479614258,"
      "60.86738586425781,60.887386322021484,61.71739196777344,62.91739273071289,62.957393646240234,63.41739273071289,"
      "63.8173942565918,63.83739471435547,63.897396087646484,63.93739700317383,64.06739807128906,64.11434936523438,"
      "64.12435150146484,64.15435028076172,64.19435119628906,64.24435424804688,64.57435607910156,64.69000244140625,"
      "64.76000213623047]",
      "config.json of the model since its revision of July 2024" },
    { "phi-3-mini-128k-first", "microsoft/Phi-3-mini-128k-instruct",
      "model_type=phi3,hidden_size=3072,num_attention_heads=32,rope_theta=10000,max_position_embeddings=131072,"
      "original_max_position_embeddings=4096,rope_type=su,short_factor=[1.05,1.05,1.05,1.1,1.1,1.1500000000000001,"
      "1.2000000000000002,1.2500000000000002,1.3000000000000003,1.3500000000000003,1.5000000000000004,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,2.000000000000001,"
      "2.000000000000001,2.000000000000001,2.0500000000000007,2.0500000000000007,2.0500000000000007,2.1000000000000005,"
      "2.1000000000000005,2.1000000000000005,2.1500000000000004,2.1500000000000004,2.3499999999999996,2.549999999999999,"
      "2.5999999999999988,2.5999999999999988,2.7499999999999982,2.849999999999998,2.849999999999998,2.9499999999999975],"
      "long_factor=[1.0299999713897705,1.0499999523162842,1.0499999523162842,1.0799999237060547,1.2299998998641968,"
      "1.2299998998641968,1.2999999523162842,1.4499999284744263,1.5999999046325684,1.6499998569488525,1.8999998569488525,"
      "2.859999895095825,3.68999981880188,5.419999599456787,5.489999771118164,5.489999771118164,9.09000015258789,"
      "11.579999923706055,15.65999984741211,15.769999504089355,15.789999961853027,18.360000610351562,21.989999771118164,"
      "23.079999923706055,30.009998321533203,32.35000228881836,32.590003967285156,35.56000518798828,39.95000457763672,"
      "53.840003967285156,56.20000457763672,57.95000457763672,59.29000473022461,59.77000427246094,59.920005798339844,"
      "61.190006256103516,61.96000671386719,62.50000762939453,63.3700065612793,63.48000717163086,63.48000717163086,"
      "63.66000747680664,63.850006103515625,64.08000946044922,64.760009765625,64.80001068115234,64.81001281738281,"
      "64.81001281738281]",
      "config.json of the model of April 2024, with other factors" },
    { "qwen2-vl-7b", "Qwen/Qwen2-VL-7B-Instruct",
      "model_type=qwen2_vl,hidden_size=3584,num_attention_heads=28,rope_theta=1000000,max_position_embeddings=32768,"
      "rope_type=default,mrope_section=[16,24,24]",
      "config.json of the model" },
    { "qwen2.5-7b", "Qwen/Qwen2.5-7B-Instruct",
      "model_type=qwen2,hidden_size=3584,num_attention_heads=28,rope_theta=1000000,max_position_embeddings=32768",
      "config.json of the model" },
    { "qwen2.5-7b-yarn", "Qwen/Qwen2.5-7B-Instruct",
      "model_type=qwen2,hidden_size=3584,num_attention_heads=28,rope_theta=1000000,max_position_embeddings=32768,"
      "rope_type=yarn,factor=4,original_max_position_embeddings=32768",
      "the rope_scaling that the model's page offers for long texts" },
    { "qwen3-vl", "Qwen3-VL family",
      "model_type=qwen3_vl_text,head_dim=128,rope_theta=5000000,max_position_embeddings=262144,mrope_section=[24,20,20],"
      "mrope_interleaved=true",
      "config.json of the models, text_config" },
    { "qwen3.5-27b", "Qwen/Qwen3.5-27B",
      "model_type=qwen3_5_text,head_dim=256,partial_rotary_factor=0.25,rope_theta=10000000,max_position_embeddings=262144,"
      "mrope_section=[11,11,10],mrope_interleaved=true",
      "config.json of the model, text_config" },
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
