/* SPDX-License-Identifier: MIT */
/* Tests oracle/diagnose on what real programs showed first (make peers): faults of one side of the scores, pairs of faults, scaled exponents. */
#include "config_text.h"
#include "oracle_fixtures.h"

/* A correct engine but for what the caller changed: the findings are exactly these. */
static void expect(trial_run *t, rwk_dtype dtype, rwk_evidence_kind kind, const char *first, const char *second)
{
    rwk_pipeline_as_engine(&t->pipeline, dtype);
    answer(t, dtype, kind);
    ck_assert_int_eq(graded(t, false).grade, RWK_GRADE_FAIL);
    rwk_diagnosis *d = diagnosed(t);
    ck_assert_uint_eq(d->n, second ? 2 : 1);
    ck_assert_str_eq(d->findings[0].id, first);
    if (second) ck_assert_str_eq(d->findings[1].id, second);
    ck_assert_double_le(d->findings[0].score, 1);
    free(d);
    trial_clear(t);
}

/* One side on the slots of the other layout; nothing of it in queries and keys that share it. */
START_TEST(test_sides_of_scores)
{
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) {
        const rwk_config config = config_of("preset:llama-2-7b", NULL, NULL);
        trial_run keys = trial_of(&config, (rwk_dtype)dtype, true), queries = trial_of(&config, (rwk_dtype)dtype, true);
        trial_run both = trial_of(&config, (rwk_dtype)dtype, true);
        keys.pipeline.swap_keys = queries.pipeline.swap_queries = true;
        both.pipeline.swap_keys = both.pipeline.swap_queries = true;
        expect(&keys, (rwk_dtype)dtype, RWK_SCORES, "layout-keys", NULL);
        expect(&queries, (rwk_dtype)dtype, RWK_SCORES, "layout-queries", NULL);
        expect(&both, (rwk_dtype)dtype, RWK_SCORES, "layout-swapped", NULL);
    }
}
END_TEST

/* One side alone is changed, by the other layout of the pipeline's. */
START_TEST(test_pipeline_side)
{
    rwk_pipeline p = { .layout = RWK_HALF_SPLIT, .swap_keys = true, .shift = 5 }, side;
    rwk_pipeline_side(&side, &p, false);
    ck_assert(side.layout == RWK_HALF_SPLIT && side.shift == 5);
    rwk_pipeline_side(&side, &p, true);
    ck_assert(side.layout == RWK_INTERLEAVED && side.shift == 5);
    p.layout = RWK_INTERLEAVED, p.swap_queries = true;
    rwk_pipeline_side(&side, &p, false);
    ck_assert_int_eq(side.layout, RWK_HALF_SPLIT);
}
END_TEST

/* Frequencies bring the attention factor of their rule, which the other fault of the pair replaces. */
START_TEST(test_factor_beside_frequencies)
{
    const rwk_config config = config_of("preset:gpt-oss-20b", NULL, NULL);
    for (int missing = 0; missing < 2; missing++) {
        trial_run t = trial_of(&config, RWK_F32, false);
        const double a = t.pipeline.attention_factor, s = config.scaling.factor;
        for (size_t i = 0; i < config.rotary_dim / 2; i++) { /* w + w/s - theta: the ramp the wrong way */
            const double w = pow(config.rope_theta, -2 * (double)i / (double)config.rotary_dim);
            t.pipeline.inv_freq[i] = w + w / s - t.pipeline.inv_freq[i];
        }
        t.pipeline.attention_factor = missing ? 1 : a * a;
        expect(&t, RWK_F32, RWK_ROTATED, missing ? "attention-factor-missing" : "attention-factor-twice", "yarn-ramp-inverted");
    }
}
END_TEST

/* The exponent is wrong and the rule is applied all the same: by pair (yarn), by wavelength (llama3). */
START_TEST(test_exponents_under_a_rule)
{
    const char *const names[] = { "preset:llama-3.1-8b", "preset:qwen2.5-7b-yarn" };
    for (int k = 0; k < 2; k++) {
        const rwk_config config = config_of(names[k], NULL, NULL);
        const double d = (double)config.rotary_dim, b = config.rope_theta;
        trial_run t = trial_of(&config, RWK_F32, false);
        for (size_t i = 0; i < config.rotary_dim / 2; i++) {
            const double w = pow(b, -(2 * (double)i + 1) / d), turns = 8192 * w / (8 * atan(1)),
                         s = fmin(fmax((turns - 1) / 3, 0), 1);
            const double ratio = t.pipeline.inv_freq[i] / pow(b, -2 * (double)i / d);
            t.pipeline.inv_freq[i] = k == 0 ? w * s + w / 8 * (1 - s) : w * ratio;
        }
        expect(&t, RWK_F32, RWK_ROTATED, "exponent-odd", NULL);
    }
}
END_TEST

/* Cosines of another pair in a slot are as unsure as that pair's angle, far out too. */
START_TEST(test_mixed_layouts_far_out)
{
    const rwk_config config = config_of("preset:llama-3.1-8b", NULL, NULL);
    trial_run t = trial_of(&config, RWK_F32, false);
    t.pipeline.rotate = RWK_ROTATE_MIXED;
    expect(&t, RWK_F32, RWK_ROTATED, "layout-mixed", NULL);
}
END_TEST

TEST_MAIN("diagnose_real", test_sides_of_scores, test_pipeline_side, test_factor_beside_frequencies, test_exponents_under_a_rule,
          test_mixed_layouts_far_out)
