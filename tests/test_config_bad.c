/* SPDX-License-Identifier: MIT */
/* Tests what the config front end refuses: the status, one line that names the key, and outputs left alone.
 * The full text of every message is the business of tests/check_configs.sh. */
#include "config_text.h"

typedef struct {
    const char *spec;
    rwk_status status;
    const char *reason;
} bad;

#define YARN  "head_dim=8,rope_theta=7,rope_type=yarn,factor=4,original_max_position_embeddings=64,"
#define LONG  "head_dim=8,rope_theta=7,rope_type=longrope,factor=4,original_max_position_embeddings=64,"
#define LLAMA "head_dim=8,rope_theta=7,rope_type=llama3,factor=4,original_max_position_embeddings=64,"

static const bad BAD_INLINE[] = {
    { "rope_theta=10000", RWK_EPARSE, "head_dim: " },
    { "head_dim=64", RWK_EPARSE, "rope_theta: " },
    { "head_dim=64,model_type=unheard-of", RWK_EPARSE, "rope_theta: " },
    { "head_dim=63,rope_theta=7", RWK_EODD, "head_dim: 63" },
    { "head_dim=1,rope_theta=7", RWK_ERANGE, "head_dim: 1" },
    { "head_dim=0,rope_theta=7", RWK_EPARSE, "head_dim: 0" },
    { "head_dim=1048577,rope_theta=7", RWK_EPARSE, "head_dim: 1048577" },
    { "n_embd=1000000000,n_head=1,rope_theta=7", RWK_ERANGE, "head_dim: 1000000000" },
    { "n_embd=1000000001,n_head=1,rope_theta=7", RWK_EPARSE, "n_embd: 1000000001" },
    { "hidden_size=4096,num_attention_heads=33,rope_theta=7", RWK_EPARSE, "num_attention_heads: 33" },
    { "head_dim=64,rope_theta=7,rotary_pct=0.05", RWK_EODD, "rotary_pct: 0.05" },
    { "head_dim=64,rope_theta=7,rotary_pct=0.01", RWK_EODD, "rotary_pct: 0.01" },
    { "head_dim=64,rope_theta=7,partial_rotary_factor=0", RWK_EPARSE, "partial_rotary_factor: 0" },
    { "head_dim=64,rope_theta=7,partial_rotary_factor=1.0000000000000002", RWK_EPARSE, "partial_rotary_factor: 1.00" },
    { "head_dim=64,rotary_dim=66,rope_theta=7", RWK_ESHAPE, "rotary_dim: 66" },
    { "head_dim=64,rotary_dim=31,rope_theta=7", RWK_EODD, "rotary_dim: 31" },
    { "head_dim=64,rope_theta=0", RWK_ERANGE, "rope_theta: 0" },
    { "head_dim=64,rope_theta=1e400", RWK_EPARSE, "rope_theta: a number beyond binary64" },
    { "head_dim=64,rope_theta=NaN", RWK_EPARSE, "rope_theta: NaN or Infinity" },
    { "head_dim=64,rope_theta=7,model_type=NaN", RWK_EPARSE, "model_type: NaN or Infinity" },
    { "head_dim=64,rope_theta=7,max_position_embeddings=2147483649", RWK_EPARSE, "max_position_embeddings: 2147483649" },
    { "head_dim=64,rope_theta=7,factor=4", RWK_EPARSE, "rope_type: " },
    { "head_dim=64,rope_theta=7,short_factor=[4]", RWK_EPARSE, "rope_type: " },
    { "head_dim=64,rope_theta=7,long_factor=[4]", RWK_EPARSE, "rope_type: " },
    { "head_dim=64,rope_theta=7,rope_type=yam", RWK_EPARSE, "rope_type: \"yam\"" },
    { "head_dim=64,rope_theta=7,type=yam", RWK_EPARSE, "type: \"yam\"" },
    { "head_dim=64,rope_theta=7,rope_type=linear", RWK_EPARSE, "factor: " },
    { "head_dim=64,rope_theta=7,rope_type=linear,factor=0", RWK_ERANGE, "factor: 0" },
    { "head_dim=64,rope_theta=7,rope_type=ntk", RWK_EPARSE, "factor: " },
    { "head_dim=2,rope_theta=7,rope_type=ntk,factor=2", RWK_ERANGE, "rotary_dim: 2" },
    { "head_dim=64,rope_theta=7,rope_type=dynamic,n_positions=8", RWK_EPARSE, "factor: " },
    { "head_dim=64,rope_theta=7,rope_type=dynamic,factor=2", RWK_EPARSE, "max_position_embeddings: nothing" },
    { "head_dim=64,rope_theta=7,rope_type=proportional,factor=-1", RWK_ERANGE, "factor: -1" },
    { "head_dim=64,rope_theta=7,rope_type=proportional,partial_rotary_factor=0.01", RWK_EPARSE, "partial_rotary_factor: 0" },
    { "head_dim=64,rope_theta=7,rope_type=proportional,partial_rotary_factor=2", RWK_EPARSE, "partial_rotary_factor: 2" },
    { "head_dim=64,rope_theta=7,rope_type=yarn,factor=4", RWK_EPARSE, "original_max_position_embeddings: " },
    { "head_dim=64,rope_theta=7,rope_type=yarn,n_positions=64", RWK_EPARSE, "factor: " },
    { YARN "beta_slow=0", RWK_ERANGE, "beta_slow: 0" },
    { YARN "beta_fast=0.5", RWK_ERANGE, "beta_fast: 0.5" },
    { YARN "truncate=no", RWK_EPARSE, "truncate: \"no\"" },
    { YARN "attention_factor=0", RWK_EPARSE, "attention_factor: 0" },
    { YARN "attention_factor=1e20", RWK_ERANGE, "attention_factor: 1e+20" },
    { YARN "mscale=NaN", RWK_EPARSE, "mscale: NaN or Infinity" },
    { YARN "mscale_all_dim=-1", RWK_ERANGE, "mscale_all_dim: -1" },
    { YARN "original_max_position_embeddings=64", RWK_EPARSE, "original_max_position_embeddings stands twice" },
    { LLAMA "low_freq_factor=1", RWK_EPARSE, "high_freq_factor: " },
    { LLAMA "high_freq_factor=1", RWK_EPARSE, "low_freq_factor: " },
    { LLAMA "low_freq_factor=2,high_freq_factor=1", RWK_ERANGE, "high_freq_factor: 1" },
    { LONG "short_factor=[1,2,3,4]", RWK_EPARSE, "long_factor: " },
    { LONG "long_factor=[1,2,3,4]", RWK_EPARSE, "short_factor: " },
    { LONG "short_factor=[1,2,3],long_factor=[1,2,3,4]", RWK_EPARSE, "short_factor: a list of 3" },
    { LONG "short_factor=[1,2,3,4],long_factor=[1,2,3,4,5,6]", RWK_EPARSE, "long_factor: a list of 6" },
    { LONG "short_factor=[1,x2,3,4],long_factor=[1,2,3,4]", RWK_EPARSE, "not JSON" },
    { LONG "short_factor=[1,null,3,4],long_factor=[1,2,3,4]", RWK_EPARSE, "short_factor: item 1" },
    { LONG "short_factor=[1,2,3,4],long_factor=[1,2,3,0]", RWK_ERANGE, "long_factor: 0" },
    { LONG "short_factor=four,long_factor=[1,2,3,4]", RWK_EPARSE, "short_factor: \"four\"" },
    { "head_dim=1026,rope_theta=7,rope_type=longrope,factor=2,n_positions=8", RWK_ESHAPE, "rotary_dim: 1026" },
    { "head_dim=8,rope_theta=7,mrope_section=[1,1,1]", RWK_ESHAPE, "mrope_section: 3 pairs" },
    { "head_dim=8,rope_theta=7,mrope_section=[4]", RWK_EPARSE, "mrope_section: " },
    { "head_dim=8,rope_theta=7,mrope_section=[1,1,1,1,0]", RWK_EPARSE, "mrope_section: " },
    { "head_dim=8,rope_theta=7,mrope_section=[0.5,3.5]", RWK_EPARSE, "mrope_section: " },
    { "head_dim=8,rope_theta=7,mrope_section=[5,-1]", RWK_EPARSE, "mrope_section: " },
    { "head_dim=8,rope_theta=7,mrope_section=[2,2],mrope_interleaved=true", RWK_ESHAPE, "mrope_section: 2 axes" },
    { "head_dim=8,rope_theta=7,mrope_section=[1,1,1,1],mrope_interleaved=true", RWK_ESHAPE, "mrope_section: 4 axes" },
    { "head_dim=64,rope_theta=7,alibi=true", RWK_EUNSUPPORTED, "alibi" },
    { "head_dim=64,rope_theta=7,use_alibi=true", RWK_EUNSUPPORTED, "use_alibi" },
    { "head_dim=64,rope_theta=7,model_type=bloom", RWK_EUNSUPPORTED, "model_type: bloom" },
    { "head_dim=64,rope_theta=7,position_embedding_type=alibi", RWK_EUNSUPPORTED, "position_embedding_type: alibi" },
    { "head_dim=64,rope_theta=7,", RWK_EPARSE, "\"\": expected key=value" },
    { "=64,rope_theta=7", RWK_EPARSE, "\"=64\": expected key=value" },
    { "head_dim=64,rope_theta=7,model_type=\xff", RWK_EPARSE, "UTF-8" },
    { "head_dim=64,rope_theta=7,model_type=a\nb", RWK_EPARSE, "control character" },
    { "head_dim=64,rope_theta=7,a\nb=1", RWK_EPARSE, "control character" },
    { "preset:gpt-5", RWK_EPARSE, "preset:gpt-5: no such preset" },
    { "llama-2-7b", RWK_EOPEN, "did you mean preset:llama-2-7b?" },
    { "no-such-file-137.json", RWK_EOPEN, "no-such-file-137.json: no such file" },
    { "", RWK_EOPEN, "no such file" },
    { "tests", RWK_EOPEN, "tests: is a folder" },
    { "tests/data/not-json.json", RWK_EPARSE, "not-json.json:3:1: not JSON" },
};

static const bad BAD_JSON[] = {
    { "[]", RWK_EPARSE, "t: expected a JSON object" },
    { "null", RWK_EPARSE, "expected a JSON object" },
    { "{}", RWK_EPARSE, "head_dim: " },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_parameters\":3}", RWK_EPARSE, "rope_parameters: 3" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":[{}]}", RWK_EPARSE, "rope_scaling: a list" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"text_config\":7}", RWK_EPARSE, "text_config: 7" },
    { "{\"head_dim\":64,\"rope_parameters\":{\"rope_theta\":null}}", RWK_EPARSE, "rope_theta: " },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_parameters\":{\"rope_theta\":\"7\"}}", RWK_EPARSE, "rope_theta: \"7\"" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":{\"type\":[]}}", RWK_EPARSE, "type: a list" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"rope_scaling\":{\"type\":\"linear\"},\"factor\":2}", RWK_EPARSE, "factor: " },
    { "{\"head_dim\":64,\"rope_parameters\":{\"sliding_attention\":{\"rope_theta\":7}}}", RWK_EPARSE, "full_attention: " },
    { "{\"head_dim\":64,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":7},\"rope_theta\":7}}", RWK_EPARSE,
      "rope_theta: 7" },
    { "{\"head_dim\":64,\"rope_parameters\":{\"full_attention\":{\"full_attention\":{\"rope_theta\":7}}}}", RWK_EPARSE,
      "full_attention: an object" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"text_config\":{\"rope_scaling\":{\"type\":\"yam\"}}}", RWK_EPARSE, "type: \"yam\"" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"text_config\":{\"alibi\":true}}", RWK_EUNSUPPORTED, "alibi: true" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"alibi\":true,\"text_config\":{\"x\":1}}", RWK_EPARSE, "head_dim: nothing" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"alibi\":\"true\"}", RWK_EPARSE, "alibi: \"true\"" },
    { "{\"head_dim\":64,\"rope_theta\":7,\"position_embedding_type\":[]}", RWK_EPARSE, "position_embedding_type: a list" },
};

static void assert_bad(const bad *b, bool json, const char *layer_type)
{
    rwk_config config, before;
    rwk_diag diag = { 0 };
    memset(&config, 0xa5, sizeof config);
    memcpy(&before, &config, sizeof before);
    const rwk_status got =
        json ? from_text(&config, b->spec, false, layer_type, &diag) : rwk_config_load(&config, b->spec, layer_type, &diag);
    if (got != b->status)
        ck_abort_msg("%s: got \"%s\" (%s), want \"%s\"", b->spec, rwk_strerror(got), diag.text, rwk_strerror(b->status));
    if (!strstr(diag.text, b->reason)) ck_abort_msg("%s: got \"%s\", want \"%s\"", b->spec, diag.text, b->reason);
    for (const char *c = diag.text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) ck_abort_msg("%s: a control character in %s", b->spec, diag.text);
    ck_assert_mem_eq(&config, &before, sizeof before);
}

START_TEST(test_inline_configs)
{
    for (size_t k = 0; k < sizeof BAD_INLINE / sizeof BAD_INLINE[0]; k++) assert_bad(&BAD_INLINE[k], false, NULL);
}
END_TEST

START_TEST(test_json)
{
    for (size_t k = 0; k < sizeof BAD_JSON / sizeof BAD_JSON[0]; k++) assert_bad(&BAD_JSON[k], true, NULL);
}
END_TEST

START_TEST(test_layer_types)
{
    const bad missing = { "{\"head_dim\":64,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":7}}}", RWK_EPARSE,
                          "sliding_attention: " };
    const bad base = { "{\"head_dim\":64,\"rope_theta\":7,\"rope_local_base_freq\":\"low\"}", RWK_EPARSE,
                       "rope_local_base_freq: \"low\"" };
    const bad zero = { "{\"head_dim\":64,\"rope_theta\":7,\"rope_local_base_freq\":0}", RWK_ERANGE,
                       ": 0: expected a number above 0" };
    assert_bad(&missing, true, "sliding_attention");
    assert_bad(&base, true, "sliding_attention");
    assert_bad(&zero, true, "sliding_attention");
    ck_assert_same_bits(config_of(zero.spec, "full_attention", NULL).rope_theta, 7);
}
END_TEST

/* What comes first in the order of reading is said, whatever else is wrong. */
START_TEST(test_the_first_failure_stands)
{
    const bad two = { "head_dim=x,rope_theta=y,factor=z,rope_type=linear", RWK_EPARSE, "head_dim: \"x\"" };
    const bad three = { "{\"model_type\":1,\"head_dim\":2,\"rope_scaling\":3}", RWK_EPARSE, "rope_scaling: 3" };
    assert_bad(&two, false, NULL);
    assert_bad(&three, true, NULL);
}
END_TEST

TEST_MAIN("config_bad", test_inline_configs, test_json, test_layer_types, test_the_first_failure_stands)
