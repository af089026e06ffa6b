/* SPDX-License-Identifier: MIT */
/* Tests oracle/diagnose: each stage's faults by their ids, pairs of faults, what cannot be told apart, what comes first, and unknown. */
#include "oracle/diagnose.h"

#include "oracle_fixtures.h"

typedef void change(trial_run *t);

#define CHANGE(name) static void name(trial_run *t)

/* The frequencies of another config, its attention factor too. */
static void take(trial_run *t, const rwk_config *other)
{
    rwk_diag diag = { 0 };
    if (rwk_pipeline_take(&t->pipeline, other, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
}

CHANGE(swap_layout) { t->pipeline.layout = t->pipeline.layout == RWK_INTERLEAVED ? RWK_HALF_SPLIT : RWK_INTERLEAVED; }
CHANGE(mix) { t->pipeline.rotate = RWK_ROTATE_MIXED; }
CHANGE(turn_back) { t->pipeline.rotate = RWK_ROTATE_BACK; }
CHANGE(swap_functions) { t->pipeline.rotate = RWK_ROTATE_SWAP; }
CHANGE(leave) { t->pipeline.rotate = RWK_ROTATE_NOT; }
CHANGE(offset_one) { t->pipeline.shift = 1; }
CHANGE(offset_far) { t->pipeline.shift = -77; }
CHANGE(constant) { t->pipeline.source = RWK_POSITION_CONSTANT, t->pipeline.shift = 5; }
CHANGE(by_head) { t->pipeline.source = RWK_POSITION_HEAD; }
CHANGE(plus_head) { t->pipeline.by_head = 1; }
CHANGE(row_zero) { t->pipeline.source = RWK_POSITION_ROW_ZERO; }
CHANGE(column) { t->pipeline.source = RWK_POSITION_COLUMN; }
CHANGE(clamp) { t->pipeline.limit_kind = RWK_LIMIT_CLAMP, t->pipeline.limit = 4096; }
CHANGE(wrap) { t->pipeline.limit_kind = RWK_LIMIT_WRAP, t->pipeline.limit = 4096; }
CHANGE(stand) { t->pipeline.limit_kind = RWK_LIMIT_IDENTITY, t->pipeline.limit = 4096; }
CHANGE(positions_bf16) { t->pipeline.position = RWK_BF16; }
CHANGE(positions_f16) { t->pipeline.position = RWK_F16; }
CHANGE(frequencies_bf16) { t->pipeline.frequency = RWK_BF16; }
CHANGE(frequencies_f16) { t->pipeline.frequency = RWK_F16; }
CHANGE(angles_bf16) { t->pipeline.angle = RWK_BF16; }

CHANGE(base_ten_thousand)
{
    rwk_config other = t->config;
    other.rope_theta = 10000;
    take(t, &other);
}

CHANGE(base_odd)
{
    rwk_config other = t->config;
    other.rope_theta = 432100;
    take(t, &other);
}

CHANGE(ignore_scaling)
{
    rwk_config other = rwk_config_plain(t->config.head_dim, t->config.rope_theta);
    take(t, &other);
}

CHANGE(factor_four)
{
    rwk_config other = t->config;
    other.scaling.factor = 4;
    take(t, &other);
}

CHANGE(boundaries)
{
    rwk_config other = t->config;
    other.scaling.original_max_position_embeddings = t->config.max_position_embeddings;
    take(t, &other);
}

CHANGE(odd_exponent)
{
    for (size_t i = 0; i < 64; i++) t->pipeline.inv_freq[i] = pow(t->config.rope_theta, -(2 * (double)i + 1) / 128);
}

static rwk_config llama(void)
{
    rwk_config c = config_example(RWK_ROPE_LLAMA3);
    c.max_position_embeddings = 131072;
    return c;
}

static bool is_equivalent(const rwk_finding *f, const char *id)
{
    for (size_t k = 0; k < f->n_equivalent; k++)
        if (strcmp(f->equivalent[k], id) == 0) return true;
    return false;
}

/* A change of an engine must be found, by this id or with it among what cannot be told apart. */
static rwk_diagnosis *must_find(trial_run *t, change *apply, rwk_dtype dtype, const char *id)
{
    rwk_pipeline_as_engine(&t->pipeline, dtype);
    apply(t);
    answer(t, dtype, RWK_ROTATED);
    ck_assert_int_eq(graded(t, false).grade, RWK_GRADE_FAIL);
    rwk_diagnosis *d = diagnosed(t);
    if (d->n != 1 || strcmp(d->findings[0].id, id) != 0)
        ck_abort_msg("%s: got %s%s%s (%g), want %s", rwk_dtype_name(dtype), d->findings[0].id, d->n > 1 ? " + " : "",
                     d->n > 1 ? d->findings[1].id : "", d->findings[0].score, id);
    const rwk_finding *f = &d->findings[0];
    ck_assert(f->score <= 1 && f->has_runner_up && f->runner_up.score > 1);
    for (size_t k = 0; k < f->n_equivalent; k++) ck_assert_str_ne(f->equivalent[k], id);
    return d;
}

START_TEST(test_each_fault_by_its_id)
{
    static const struct {
        change *apply;
        const char *id;
    } CASES[] = {
        { swap_layout, "layout-swapped" },
        { mix, "layout-mixed" },
        { turn_back, "sign-flipped" },
        { swap_functions, "sincos-swapped" },
        { leave, "not-rotated" },
        { offset_one, "position-offset+1" },
        { offset_far, "position-offset-77" },
        { by_head, "position-by-head" },
        { plus_head, "position-plus-head" },
        { row_zero, "position-by-batch" },
        { column, "position-column" },
        { clamp, "position-clamped-4096" },
        { wrap, "position-wrapped-4096" },
        { stand, "position-unrotated-4096" },
        { positions_bf16, "positions-bf16" },
        { positions_f16, "positions-f16" },
        { frequencies_bf16, "inv-freq-bf16" },
        { frequencies_f16, "inv-freq-f16" },
        { angles_bf16, "angles-bf16" },
        { base_ten_thousand, "base-10000" },
        { ignore_scaling, "scaling-ignored" },
        { boundaries, "llama3-boundaries" },
    };
    const rwk_config config = llama();
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++)
        for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++)
            for (int layout = 0; layout < (k < 5 ? 2 : 1); layout++) {
                rwk_config own = config;
                own.layout = (rwk_layout)layout;
                trial_run t = trial_of(&own, (rwk_dtype)dtype, false);
                free(must_find(&t, CASES[k].apply, (rwk_dtype)dtype, CASES[k].id));
                trial_clear(&t);
            }
}
END_TEST

/* Numbers are read back as the roundest decimal that fits: from f32 all of their digits. */
START_TEST(test_recovered_numbers)
{
    const rwk_config plain = rwk_config_plain(128, 500000), config = llama();
    trial_run t = trial_of(&plain, RWK_F32, false);
    free(must_find(&t, base_odd, RWK_F32, "base-432100"));
    trial_clear(&t);
    t = trial_of(&config, RWK_F32, false);
    free(must_find(&t, factor_four, RWK_F32, "factor-4"));
    trial_clear(&t);
    t = trial_of(&plain, RWK_F32, false);
    free(must_find(&t, odd_exponent, RWK_F32, "exponent-odd"));
    trial_clear(&t);
    t = trial_of(&plain, RWK_F32, false);
    free(must_find(&t, constant, RWK_F32, "position-constant"));
    trial_clear(&t);
}
END_TEST

/* The inverse is the sign flipped, and said to be. */
START_TEST(test_inverse_is_equivalent)
{
    const rwk_config config = llama();
    trial_run t = trial_of(&config, RWK_F32, false);
    rwk_diagnosis *d = must_find(&t, turn_back, RWK_F32, "sign-flipped");
    ck_assert(is_equivalent(&d->findings[0], "inverse"));
    free(d);
    trial_clear(&t);
}
END_TEST

/* yarn with another length is yarn with both betas off by the ratio: the id is that of a config's own value in another's place. */
CHANGE(original_length) { boundaries(t); }

START_TEST(test_what_comes_first)
{
    rwk_config config = config_yarn(128, 1e6, 4, 32768);
    config.max_position_embeddings = 131072;
    trial_run t = trial_of(&config, RWK_F32, false);
    rwk_diagnosis *d = must_find(&t, original_length, RWK_F32, "yarn-original-length");
    ck_assert(is_equivalent(&d->findings[0], "yarn-beta"));
    free(d);
    trial_clear(&t);
}
END_TEST

/* A plain rule whose exponent has another denominator is one with another base: 10000^(-2i/96) = 10^(-2i/24). */
CHANGE(denominator_head_dim)
{
    for (size_t i = 0; i < 12; i++) t->pipeline.inv_freq[i] = pow(10000, -2 * (double)i / 96);
}

START_TEST(test_rank_before_score)
{
    rwk_config config = rwk_config_plain(96, 10000);
    config.rotary_dim = 24;
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) {
        trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
        rwk_diagnosis *d = must_find(&t, denominator_head_dim, (rwk_dtype)dtype, "denominator-96");
        ck_assert(is_equivalent(&d->findings[0], "base-10"));
        free(d);
        trial_clear(&t);
    }
}
END_TEST

CHANGE(factor_missing) { t->pipeline.attention_factor = 1; }
CHANGE(factor_twice) { t->pipeline.attention_factor *= t->pipeline.attention_factor; }
CHANGE(factor_other) { t->pipeline.attention_factor = 1.25; }
CHANGE(short_list)
{
    rwk_config other = t->config;
    other.scaling.seq_len = 0;
    take(t, &other);
}

START_TEST(test_attention_factor_and_lists)
{
    const struct {
        change *apply;
        const char *id;
    } cases[] = { { factor_missing, "attention-factor-missing" },
                  { factor_twice, "attention-factor-twice" },
                  { factor_other, "attention-factor-1.25" },
                  { short_list, "longrope-short" } };
    rwk_config config = config_longrope(96, 10000, 32, 4096, 131072);
    config.max_position_embeddings = 131072;
    for (int k = 0; k < 4; k++) {
        trial_run t = trial_of(&config, RWK_F32, false);
        free(must_find(&t, cases[k].apply, RWK_F32, cases[k].id));
        trial_clear(&t);
    }
}
END_TEST

/* Two faults of different stages are both named, each with the same score; one alone does not fit. */
START_TEST(test_pairs_of_faults)
{
    static const struct {
        change *first, *second;
        const char *ids[2];
    } CASES[] = {
        { swap_layout, base_ten_thousand, { "layout-swapped", "base-10000" } },
        { swap_layout, offset_one, { "layout-swapped", "position-offset+1" } },
        { turn_back, ignore_scaling, { "sign-flipped", "scaling-ignored" } },
        { offset_one, base_ten_thousand, { "position-offset+1", "base-10000" } },
    };
    const rwk_config config = llama();
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++)
        for (int dtype = RWK_F32; dtype <= RWK_BF16; dtype++) {
            trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
            rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
            CASES[k].first(&t), CASES[k].second(&t);
            answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
            rwk_diagnosis *d = diagnosed(&t);
            bool named[2] = { false, false };
            for (size_t f = 0; f < d->n; f++)
                for (int j = 0; j < 2; j++) named[j] = named[j] || strcmp(d->findings[f].id, CASES[k].ids[j]) == 0;
            if (d->n != 2 || !named[0] || !named[1])
                ck_abort_msg("%s + %s: got %s", CASES[k].ids[0], CASES[k].ids[1], d->findings[0].id);
            ck_assert(d->findings[0].score <= 1 && d->findings[1].score == d->findings[0].score);
            free(d);
            trial_clear(&t);
        }
}
END_TEST

/* Nothing explains random frequencies: unknown, with what was recovered beside what was expected, and the nearest as the runner-up. */
START_TEST(test_unknown)
{
    const rwk_config config = llama();
    rwk_rng rng = { 5 };
    trial_run t = trial_of(&config, RWK_F32, false);
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    double used[64], right[64];
    for (int i = 0; i < 64; i++) {
        right[i] = t.pipeline.inv_freq[i];
        used[i] = t.pipeline.inv_freq[i] = rwk_round(right[i] * (1 + 0.2 * rwk_rng_uniform(&rng)), RWK_F32);
    }
    answer(&t, RWK_F32, RWK_ROTATED);
    rwk_diagnosis *d = diagnosed(&t);
    ck_assert_uint_eq(d->n, 1);
    ck_assert_str_eq(d->findings[0].id, "unknown");
    ck_assert(d->findings[0].score > 1 && d->findings[0].has_runner_up && d->findings[0].runner_up.score == d->findings[0].score);
    ck_assert(d->has_recovery && d->n_pairs == 64 && d->n_tried > 50);
    for (int i = 0; i < 64; i++) {
        ck_assert_near(d->recovered[i], used[i], 1e-6 * used[i]);
        ck_assert_same_bits(d->expected[i], right[i]);
    }
    free(d);
    trial_clear(&t);
}
END_TEST

/* An answer of noise is unknown, and one that is not a number too: no hypothesis is bent to it. */
START_TEST(test_noise)
{
    const rwk_config config = llama();
    for (int bad = 0; bad < 2; bad++) {
        trial_run t = trial_of(&config, RWK_F32, false);
        rwk_rng rng = { 6 };
        answer(&t, RWK_F32, RWK_ROTATED);
        for (size_t j = 0; j < t.simulation.evidence.y.n; j++) put_value(&t.simulation, j, bad ? NAN : random_of(&rng, RWK_F32));
        rwk_diagnosis *d = diagnosed(&t);
        ck_assert_str_eq(d->findings[0].id, "unknown");
        ck_assert_double_gt(d->findings[0].score, 1);
        free(d);
        trial_clear(&t);
    }
}
END_TEST

/* A correct engine that did not reach what was asked is not accused of a fault. */
START_TEST(test_right_but_not_good_enough)
{
    const rwk_config config = llama();
    trial_run t = trial_of(&config, RWK_F32, false);
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    answer(&t, RWK_F32, RWK_ROTATED);
    rwk_diagnosis *d = diagnosed(&t);
    ck_assert_str_eq(d->findings[0].id, "angles-f32");
    free(d);
    t.pipeline.position = t.pipeline.frequency = t.pipeline.angle = RWK_F64;
    answer(&t, RWK_F32, RWK_ROTATED);
    d = diagnosed(&t);
    ck_assert_str_eq(d->findings[0].id, "rounding");
    free(d);
    trial_clear(&t);
}
END_TEST

/* From scores: what q and k do not share; an offset that they share cannot be seen and is graded as right. */
START_TEST(test_scores)
{
    static const struct {
        change *apply;
        const char *id;
    } CASES[] = { { base_ten_thousand, "base-10000" },
                  { ignore_scaling, "scaling-ignored" },
                  { leave, "not-rotated" },
                  { row_zero, "position-by-batch" } };
    const rwk_config config = llama();
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        trial_run t = trial_of(&config, RWK_F32, true);
        rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
        CASES[k].apply(&t);
        answer(&t, RWK_F32, RWK_SCORES);
        const bool seen = graded(&t, false).grade == RWK_GRADE_FAIL;
        ck_assert(seen || CASES[k].apply == row_zero); /* the rows of the probe are a shift apart */
        rwk_diagnosis *d = seen ? diagnosed(&t) : NULL;
        if (d && strcmp(d->findings[0].id, CASES[k].id) != 0 && !is_equivalent(&d->findings[0], CASES[k].id))
            ck_abort_msg("want %s, got %s", CASES[k].id, d->findings[0].id);
        free(d);
        offset_one(&t);
        trial_clear(&t);
    }
    trial_run t = trial_of(&config, RWK_F32, true);
    offset_one(&t);
    answer(&t, RWK_F32, RWK_SCORES);
    ck_assert_int_eq(graded(&t, false).grade, RWK_L2);
    trial_clear(&t);
}
END_TEST

/* From frequencies alone. */
START_TEST(test_frequencies_alone)
{
    const rwk_config config = llama();
    const size_t shape[1] = { 64 };
    static const struct {
        change *apply;
        const char *id;
    } CASES[] = { { base_ten_thousand, "base-10000" },
                  { ignore_scaling, "scaling-ignored" },
                  { factor_four, "factor-4" },
                  { boundaries, "llama3-boundaries" } };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        unsigned char bytes[256];
        trial_run t = trial_of(&config, RWK_F32, false);
        CASES[k].apply(&t);
        rwk_pack(bytes, t.pipeline.inv_freq, 64, RWK_F32);
        rwk_evidence e = {
            .kind = RWK_INV_FREQ, .config = config, .answer = RWK_F32, .batch = 1, .seq = 1, .heads = 1, .width = 64, .n_axes = 1
        };
        ck_assert_status(rwk_tensor_view(&e.y, RWK_ELEMENT_F32, shape, 1, bytes), RWK_OK);
        rwk_grading g;
        rwk_diagnosis *d = malloc(sizeof *d);
        ck_assert_status(rwk_grade_evidence(&g, &e, false, NULL, NULL, NULL), RWK_OK);
        ck_assert_int_eq(g.grade, RWK_GRADE_FAIL);
        ck_assert_status(rwk_diagnose(d, &e, &g, false, NULL), RWK_OK);
        ck_assert_str_eq(d->findings[0].id, CASES[k].id);
        ck_assert_near(d->recovered[5], t.pipeline.inv_freq[5], 1e-6 * t.pipeline.inv_freq[5]);
        free(d);
        trial_clear(&t);
    }
}
END_TEST

START_TEST(test_too_many_pairs)
{
    rwk_diag diag = { 0 };
    rwk_diagnosis *d = malloc(sizeof *d);
    const rwk_grading g = { 0 };
    const rwk_evidence e = { .kind = RWK_INV_FREQ, .config = rwk_config_plain(8192, 10000), .width = 4096 };
    ck_assert_status(rwk_diagnose(d, &e, &g, false, &diag), RWK_ERANGE);
    ck_assert_str_eq(diag.text, "rotary_dim: 8192: expected at most 4096 here");
    free(d);
}
END_TEST

TEST_MAIN("diagnose", test_each_fault_by_its_id, test_recovered_numbers, test_inverse_is_equivalent, test_what_comes_first,
          test_rank_before_score, test_attention_factor_and_lists, test_pairs_of_faults, test_unknown, test_noise,
          test_right_but_not_good_enough, test_scores, test_frequencies_alone, test_too_many_pairs)
