/* SPDX-License-Identifier: MIT */
/* Tests config/scope: configs whose keys stand in text_config, and parameters that depend on the layer type. */
#include "config/scope.h"

#include "config_text.h"

#define CHOSEN "parameters differ by layer type: taking full_attention; --layer-type takes another\n"
#define SAME   "all layers share their parameters: --layer-type changes nothing\n"

static void assert_layer(const char *text, const char *layer_type, size_t head_dim, double rope_theta, rwk_rope_type type)
{
    const rwk_config c = config_of(text, layer_type, NULL);
    if (c.head_dim != head_dim || c.rope_theta != rope_theta || c.rope_type != type)
        ck_abort_msg("%s, %s: head_dim %zu, rope_theta %g, %s", text, layer_type ? layer_type : "none", c.head_dim, c.rope_theta,
                     rwk_rope_type_name(c.rope_type));
}

#define FULL    "full_attention"
#define SLIDING "sliding_attention"
#define BY_LAYER(key)                                                                                                              \
    "{\"head_dim\":8,\"global_head_dim\":16,\"partial_rotary_factor\":0.5,\"" key                                                  \
    "\":{\"full_attention\":{\"rope_type\":\"linear\",\"factor\":2,\"rope_theta\":3,\"partial_rotary_factor\":0.25},"              \
    "\"sliding_attention\":{\"rope_type\":\"default\",\"rope_theta\":7}}}"

START_TEST(test_parameters_nested_by_layer_type)
{
    const char *const texts[] = { BY_LAYER("rope_parameters"), BY_LAYER("rope_scaling") };
    for (int k = 0; k < 2; k++) {
        assert_layer(texts[k], NULL, 16, 3, RWK_ROPE_LINEAR);
        assert_layer(texts[k], FULL, 16, 3, RWK_ROPE_LINEAR);
        assert_layer(texts[k], SLIDING, 8, 7, RWK_ROPE_DEFAULT);
        ck_assert_uint_eq(config_of(texts[k], FULL, NULL).rotary_dim, 4);    /* its own share of global_head_dim */
        ck_assert_uint_eq(config_of(texts[k], SLIDING, NULL).rotary_dim, 4); /* the share beside, of head_dim */
        ck_assert_str_eq(config_of(texts[k], NULL, NULL).layer_type, FULL);
        ck_assert_str_eq(config_of(texts[k], FULL, NULL).layer_type, FULL);
        ck_assert_str_eq(config_of(texts[k], SLIDING, NULL).layer_type, SLIDING);
        assert_warns(texts[k], NULL, "warning: t: " CHOSEN);
        assert_warns(texts[k], FULL, "");
        assert_warns(texts[k], SLIDING, "");
    }
}
END_TEST

START_TEST(test_a_layer_type_that_changes_nothing_is_said)
{
    const char *text =
        "{\"head_dim\":8,\"rope_theta\":7,\"rope_scaling\":{\"type\":\"linear\",\"factor\":2},\"global_head_dim\":16}";
    const char *const types[] = { FULL, SLIDING };
    for (int k = 0; k < 2; k++) {
        assert_warns(text, types[k], "warning: t: " SAME);
        assert_warns("head_dim=8,rope_theta=7", types[k], "warning: inline config: " SAME);
        assert_layer(text, types[k], 8, 7, RWK_ROPE_LINEAR);
        ck_assert_str_eq(config_of(text, types[k], NULL).layer_type, "");
    }
    assert_warns(text, NULL, "");
}
END_TEST

/* An unknown key that holds an object does not make the parameters differ by layer; null stands for no parameters. */
START_TEST(test_what_does_not_nest)
{
    assert_layer("{\"head_dim\":8,\"rope_theta\":7,\"rope_parameters\":{\"rope_type\":\"linear\",\"factor\":2,\"x\":{}}}", NULL, 8,
                 7, RWK_ROPE_LINEAR);
    assert_layer("{\"head_dim\":8,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":7},\"sliding_attention\":null}}", FULL, 8,
                 7, RWK_ROPE_DEFAULT);
    assert_layer("{\"head_dim\":8,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":7},\"rope_theta\":null}}", FULL, 8, 7,
                 RWK_ROPE_DEFAULT); /* as a file in the wild has it */
}
END_TEST

/* A layer without a base of its own takes the one beside, and the family's where there is none. */
START_TEST(test_layers_without_a_base)
{
    const char *beside = "{\"head_dim\":8,\"rope_theta\":7,\"rope_parameters\":{\"full_attention\":{\"rope_type\":\"default\"},"
                         "\"sliding_attention\":{\"rope_theta\":3}}}";
    assert_layer(beside, FULL, 8, 7, RWK_ROPE_DEFAULT);
    assert_layer(beside, SLIDING, 8, 3, RWK_ROPE_DEFAULT);
    const char *family = "{\"head_dim\":8,\"model_type\":\"gemma3_text\",\"rope_parameters\":{\"full_attention\":{\"rope_type\":"
                         "\"linear\",\"factor\":8},\"sliding_attention\":{\"rope_type\":\"linear\",\"factor\":2}}}";
    assert_layer(family, FULL, 8, 1e6, RWK_ROPE_LINEAR);
    assert_layer(family, SLIDING, 8, 1e4, RWK_ROPE_LINEAR); /* the layer's own rule, at the family's local base */
    ck_assert_same_bits(config_of(family, SLIDING, NULL).scaling.factor, 2);
}
END_TEST

/* ---- rope_local_base_freq: the sliding layers of Gemma 3 ---- */

#define GEMMA "\"head_dim\":8,\"rope_theta\":3,\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":8}"

START_TEST(test_sliding_layers_are_plain_at_the_local_base)
{
    const char *text = "{" GEMMA ",\"rope_local_base_freq\":7}",
               *inner = "{\"text_config\":{" GEMMA ",\"rope_local_base_freq\":7}}";
    const char *spec = "head_dim=8,rope_theta=3,rope_type=linear,factor=8,rope_local_base_freq=7";
    const char *const texts[] = { text, inner, spec };
    for (int k = 0; k < 3; k++) {
        assert_layer(texts[k], NULL, 8, 3, RWK_ROPE_LINEAR);
        assert_layer(texts[k], FULL, 8, 3, RWK_ROPE_LINEAR);
        assert_layer(texts[k], SLIDING, 8, 7, RWK_ROPE_DEFAULT);
        ck_assert_str_eq(config_of(texts[k], NULL, NULL).layer_type, FULL);
        ck_assert_str_eq(config_of(texts[k], SLIDING, NULL).layer_type, SLIDING);
        assert_warns(texts[k], FULL, "");
        assert_warns(texts[k], SLIDING, "");
    }
    assert_warns(text, NULL, "warning: t: " CHOSEN);
    assert_warns(spec, NULL, "warning: inline config: " CHOSEN);
    ck_assert_same_bits(config_of(text, SLIDING, NULL).scaling.factor, 0);
    const char *share = "{\"head_dim\":8,\"rope_theta\":3,\"rope_local_base_freq\":7,\"rope_scaling\":{\"rope_type\":\"linear\","
                        "\"factor\":8,\"partial_rotary_factor\":0.5}}";
    ck_assert_uint_eq(config_of(share, FULL, NULL).rotary_dim, 4); /* what stands among the parameters is the full layers' */
    ck_assert_uint_eq(config_of(share, SLIDING, NULL).rotary_dim, 8);
}
END_TEST

START_TEST(test_a_family_s_local_base)
{
    const char *text = "{\"model_type\":\"gemma3_text\"," GEMMA "}";
    const char *spec = "model_type=gemma3,head_dim=8,rope_theta=3,rope_type=linear,factor=8";
    assert_layer(text, FULL, 8, 3, RWK_ROPE_LINEAR);
    assert_layer(text, SLIDING, 8, 1e4, RWK_ROPE_DEFAULT);
    assert_layer(spec, FULL, 8, 3, RWK_ROPE_LINEAR);
    assert_layer(spec, SLIDING, 8, 1e4, RWK_ROPE_DEFAULT);
    assert_warns(text, NULL, "warning: t: " CHOSEN);
    assert_warns(text, SLIDING, "warning: t: rope_local_base_freq: absent, taking 10000, the default of model_type gemma3_text\n");
    assert_layer("{\"model_type\":\"gemma2\"," GEMMA "}", SLIDING, 8, 3, RWK_ROPE_LINEAR); /* one base for all layers */
}
END_TEST

START_TEST(test_modernbert_s_spelling_of_two_bases)
{
    const char *text = "{\"model_type\":\"modernbert\",\"head_dim\":8,\"global_rope_theta\":3,\"local_rope_theta\":7}";
    assert_layer(text, FULL, 8, 3, RWK_ROPE_DEFAULT);
    assert_layer(text, SLIDING, 8, 7, RWK_ROPE_DEFAULT);
    const char *none = "{\"model_type\":\"modernbert\",\"head_dim\":8}";
    assert_layer(none, FULL, 8, 160000, RWK_ROPE_DEFAULT);
    assert_layer(none, SLIDING, 8, 10000, RWK_ROPE_DEFAULT);
}
END_TEST

/* ---- text_config ---- */

START_TEST(test_text_config_before_the_whole)
{
    const char *text = "{\"model_type\":\"llava\",\"head_dim\":16,\"rope_theta\":3,\"max_position_embeddings\":41,"
                       "\"rope_scaling\":{\"type\":\"ntk\",\"factor\":5},\"vision_config\":{\"head_dim\":4,\"rope_theta\":1},"
                       "\"text_config\":{\"model_type\":\"gptj\",\"head_dim\":8,\"rotary_dim\":4,\"rope_theta\":7,"
                       "\"rope_scaling\":{\"type\":\"linear\",\"factor\":2}}}";
    const rwk_config c = config_of(text, NULL, NULL);
    assert_layer(text, NULL, 8, 7, RWK_ROPE_LINEAR);
    ck_assert_str_eq(c.model_type, "gptj");
    ck_assert_int_eq(c.layout, RWK_INTERLEAVED);
    ck_assert_uint_eq(c.rotary_dim, 4);
    ck_assert_same_bits(c.scaling.factor, 2);
    ck_assert_int_eq(c.max_position_embeddings, 0); /* the whole has no say, as in Hugging Face */
}
END_TEST

START_TEST(test_text_config_that_says_nothing_is_absent)
{
    assert_layer("{\"head_dim\":8,\"rope_theta\":7,\"text_config\":{}}", NULL, 8, 7, RWK_ROPE_DEFAULT);
    assert_layer("{\"head_dim\":8,\"rope_theta\":7,\"text_config\":null}", NULL, 8, 7, RWK_ROPE_DEFAULT);
    assert_layer("{\"head_dim\":8,\"rope_theta\":7,\"text_config\":{\"head_dim\":null}}", NULL, 8, 7, RWK_ROPE_DEFAULT);
    assert_layer("{\"rope_parameters\":{\"rope_theta\":3},\"text_config\":{\"head_dim\":8,\"rope_theta\":7}}", NULL, 8, 7,
                 RWK_ROPE_DEFAULT);
}
END_TEST

START_TEST(test_layers_within_text_config)
{
    const char *text = "{\"text_config\":{\"head_dim\":8,\"rope_parameters\":{\"full_attention\":{\"rope_theta\":3},"
                       "\"sliding_attention\":{\"rope_theta\":7}}},\"rope_theta\":5}";
    assert_layer(text, NULL, 8, 3, RWK_ROPE_DEFAULT);
    assert_layer(text, SLIDING, 8, 7, RWK_ROPE_DEFAULT);
}
END_TEST

/* ---- the function itself ---- */

START_TEST(test_open_points_at_the_objects)
{
    rwk_json *root;
    const char *text = "{\"text_config\":{\"rope_parameters\":{\"full_attention\":{\"rope_theta\":3},\"sliding_attention\":"
                       "{\"rope_theta\":7}}},\"rope_scaling\":{\"type\":\"linear\"}}";
    ck_assert_status(rwk_json_parse(&root, text, strlen(text), "t", NULL), RWK_OK);
    rwk_reader r = { .name = "t" };
    ck_assert_str_eq(rwk_scope_open(&r, root, false, SLIDING), SLIDING);
    ck_assert_status(r.status, RWK_OK);
    const rwk_json *inner = rwk_json_get(root, "text_config"), *rope = rwk_json_get(inner, "rope_parameters");
    ck_assert_ptr_eq(r.text, inner);
    ck_assert_ptr_eq(r.rope, rwk_json_get(rope, SLIDING));
    r = (rwk_reader){ .name = "t" };
    ck_assert_ptr_null(rwk_scope_open(&r, root, true, NULL));
    ck_assert_ptr_eq(r.rope, root);
    rwk_json_free(root);
}
END_TEST

TEST_MAIN("config_layers", test_parameters_nested_by_layer_type, test_a_layer_type_that_changes_nothing_is_said,
          test_what_does_not_nest, test_layers_without_a_base, test_sliding_layers_are_plain_at_the_local_base,
          test_a_family_s_local_base, test_modernbert_s_spelling_of_two_bases, test_text_config_before_the_whole,
          test_text_config_that_says_nothing_is_absent, test_layers_within_text_config, test_open_points_at_the_objects)
