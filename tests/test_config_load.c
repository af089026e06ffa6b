/* SPDX-License-Identifier: MIT */
/* Tests config/config_load: the spellings of a CONFIG, and that a config that is refused leaves the output alone. */
#define _POSIX_C_SOURCE 200809L
#include "config/config_load.h"

#include <unistd.h>

#include "config_text.h"

static char folder[64];

static void enter(void)
{
    strcpy(folder, "/tmp/ropewalk-test-config-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void leave(const char *file)
{
    if (file) ck_assert_int_eq(remove(file), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}

static void put(const char *path, const char *text)
{
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
}

START_TEST(test_an_existing_file_wins_over_both_other_spellings)
{
    const char *const names[] = { "preset:llama-2-7b", "head_dim=64,rope_theta=7", "llama-2-7b" };
    enter();
    for (int k = 0; k < 3; k++) {
        put(names[k], "{\"head_dim\":8,\"rope_theta\":3}");
        const rwk_config c = config_of(names[k], NULL, NULL);
        ck_assert_uint_eq(c.head_dim, 8);
        ck_assert_same_bits(c.rope_theta, 3);
        remove(names[k]);
    }
    leave(NULL);
}
END_TEST

START_TEST(test_a_preset_wins_over_an_inline_config)
{
    rwk_config config;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_config_load(&config, "preset:llama-2-7b,head_dim=8", NULL, &diag), RWK_EPARSE);
    ck_assert_str_eq(diag.text, "preset:llama-2-7b,head_dim=8: no such preset; `ropewalk presets` lists them");
}
END_TEST

START_TEST(test_standard_input)
{
    enter();
    put("in", "{\"head_dim\":8,\"rope_theta\":3,\"rotary_pct\":0.3}");
    rwk_config config;
    rwk_diag diag = { 0 };
    ck_assert_ptr_nonnull(freopen("in", "rb", stdin));
    ck_assert_status(rwk_config_load(&config, "-", NULL, &diag), RWK_OK);
    ck_assert_uint_eq(config.rotary_dim, 2);
    put("in", "{\"head_dim\":8}");
    ck_assert_ptr_nonnull(freopen("in", "rb", stdin));
    ck_assert_status(rwk_config_load(&config, "-", NULL, &diag), RWK_EPARSE);
    ck_assert_int_eq(strncmp(diag.text, "standard input: rope_theta: ", 28), 0);
    leave("in");
}
END_TEST

START_TEST(test_an_inline_config_has_the_values_of_json)
{
    const rwk_config c = config_of("head_dim=8,rope_theta=2.5e+3,rope_type=longrope,factor=2,original_max_position_embeddings=64,"
                                   "short_factor=[1,2.5,3e0,4],long_factor=[ 5, 6,7,8],model_type=a\"b\\c",
                                   NULL, NULL);
    const double longs[] = { 5, 6, 7, 8 }, shorts[] = { 1, 2.5, 3, 4 };
    ck_assert_mem_eq(c.scaling.long_factor, longs, sizeof longs);
    ck_assert_mem_eq(c.scaling.short_factor, shorts, sizeof shorts);
    ck_assert_same_bits(c.rope_theta, 2500);
    ck_assert_str_eq(c.model_type, "a\"b\\c");
    ck_assert(config_of("head_dim=8,rope_theta=7,mrope_section=[1,1,2],mrope_interleaved=false", NULL, NULL).n_axes == 3);
    ck_assert(
        !config_of("head_dim=8,rope_theta=7,rope_type=yarn,factor=2,original_max_position_embeddings=64,truncate=false", NULL, NULL)
             .scaling.truncate);
    ck_assert_str_eq(config_of("head_dim=8,rope_theta=7,model_type=x=y", NULL, NULL).model_type, "x=y");
    ck_assert_str_eq(config_of("head_dim=8,rope_theta=7,model_type=", NULL, NULL).model_type, "");
    ck_assert_str_eq(config_of("head_dim=8,rope_theta=7,model_type=true blue", NULL, NULL).model_type, "true blue");
}
END_TEST

START_TEST(test_keys_read_by_the_front_end_are_known)
{
    assert_warns("head_dim=8,rope_theta=7,position_embedding_type=rope,use_alibi=false,alibi=false", NULL, "");
}
END_TEST

START_TEST(test_the_layer_type_reaches_files_and_presets)
{
    enter();
    put("c.json", "{\"head_dim\":8,\"rope_theta\":3,\"rope_local_base_freq\":7}");
    ck_assert_same_bits(config_of("c.json", "sliding_attention", NULL).rope_theta, 7);
    ck_assert_same_bits(config_of("c.json", "full_attention", NULL).rope_theta, 3);
    leave("c.json");
    ck_assert_same_bits(config_of("preset:gemma-4", "sliding_attention", NULL).rope_theta, 1e4);
    ck_assert_same_bits(config_of("preset:gemma-4", "full_attention", NULL).rope_theta, 1e6);
}
END_TEST

START_TEST(test_no_diag_is_allowed)
{
    rwk_config config;
    ck_assert_status(rwk_config_load(&config, "head_dim=64,rope_teta=1", NULL, NULL), RWK_EPARSE);
    ck_assert_status(rwk_config_load(&config, "head_dim=63,rope_theta=1", NULL, NULL), RWK_EODD);
    ck_assert_status(rwk_config_load(&config, "head_dim=64,rope_theta=1,x=2", "full_attention", NULL), RWK_OK);
    ck_assert_status(rwk_config_load(&config, "preset:x", NULL, NULL), RWK_EPARSE);
    ck_assert_status(rwk_config_load(&config, "x", NULL, NULL), RWK_EOPEN);
}
END_TEST

TEST_MAIN("config_load", test_an_existing_file_wins_over_both_other_spellings, test_a_preset_wins_over_an_inline_config,
          test_standard_input, test_an_inline_config_has_the_values_of_json, test_keys_read_by_the_front_end_are_known,
          test_the_layer_type_reaches_files_and_presets, test_no_diag_is_allowed)
