/* SPDX-License-Identifier: MIT */
/* Tests faults/pipeline: each stage against an independent computation, the identity with rwk_rope_* and rwk_angle_*, doubt at boundaries. */
#include "faults/pipeline.h"

#include "angles/angle.h"
#include "encodings/rope.h"
#include "reference_rules.h"
#include "testing.h"

static rwk_pipeline pipeline_of(const rwk_config *config)
{
    rwk_pipeline p;
    rwk_diag diag = { 0 };
    if (rwk_pipeline_of(&p, config, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
    return p;
}

static rwk_place at(int64_t m) { return (rwk_place){ .position = { m }, .row_zero = { m } }; }

/* Made from a config it is the certified table, up to the rounding of theta_i and of the product. */
START_TEST(test_nothing_rounded_is_the_truth)
{
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) {
        const rwk_config config = config_example((rwk_rope_type)type);
        const rwk_pipeline p = pipeline_of(&config);
        rwk_truth *truth = truth_of(&config);
        const size_t n = config.rotary_dim / 2;
        double c[256], s[256], want_c[256], want_s[256];
        ck_assert_same_bits(p.attention_factor, reference_attention_factor(&config));
        for (int64_t m = -1000; m < 131072; m = m < 1 ? m + 1000 : 5 * m + 1) {
            const rwk_place place = at(m);
            rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
            ck_assert_status(rwk_truth_cos_sin(want_c, want_s, truth, m, RWK_F64), RWK_OK);
            for (size_t i = 0; i < n; i++) {
                const double limit = p.attention_factor * (2 * fabs((double)m) * p.inv_freq[i] + 4) * 0x1p-53;
                ck_assert_near(c[i], want_c[i], limit);
                ck_assert_near(s[i], want_s[i], limit);
            }
        }
        rwk_truth_free(truth);
    }
}
END_TEST

/* Every stage rounded to one dtype: what rwk_angle_cos_sin computes, to the bit. */
START_TEST(test_one_dtype_is_the_angle_of_an_engine)
{
    const rwk_config config = rwk_config_plain(64, 10000);
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) {
        rwk_pipeline p = pipeline_of(&config);
        double c[32], s[32], want_c[32], want_s[32], theta[32];
        p.position = p.frequency = p.angle = p.table = (rwk_dtype)dtype;
        for (int i = 0; i < 32; i++) theta[i] = rwk_round(p.inv_freq[i], (rwk_dtype)dtype);
        for (int64_t m = -300; m < 60000; m += 297) {
            const rwk_place place = at(m);
            rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
            rwk_angle_cos_sin(want_c, want_s, theta, 32, m, (rwk_dtype)dtype);
            for (int i = 0; i < 32; i++) {
                ck_assert_same_bits(c[i], want_c[i]);
                ck_assert_same_bits(s[i], want_s[i]);
            }
        }
    }
}
END_TEST

/* The rotation in any arithmetic is that of rwk_rope_half_split and rwk_rope_interleaved; slots beyond are copied; y may be x. */
START_TEST(test_rotation_is_that_of_the_encodings)
{
    enum { WIDTH = 20, D = 16 };
    rwk_rng rng = { 3 };
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++)
        for (int layout = 0; layout < 2; layout++)
            for (int k = 0; k < 50; k++) {
                double x[WIDTH], y[WIDTH], want[WIDTH], c[D / 2], s[D / 2];
                rwk_config config = rwk_config_plain(WIDTH, 10000);
                config.rotary_dim = D, config.layout = (rwk_layout)layout;
                rwk_pipeline p = pipeline_of(&config);
                p.arithmetic = (rwk_dtype)dtype;
                fill_random(x, WIDTH, &rng, p.arithmetic);
                fill_random(c, D / 2, &rng, p.arithmetic);
                fill_random(s, D / 2, &rng, p.arithmetic);
                ck_assert_status(rwk_rope_of_layout(config.layout)(want, x, WIDTH, D, c, s, p.arithmetic), RWK_OK);
                rwk_pipeline_head(y, x, &p, c, s);
                for (int j = 0; j < WIDTH; j++) ck_assert_same_bits(y[j], want[j]);
                rwk_pipeline_head(x, x, &p, c, s);
                for (int j = 0; j < WIDTH; j++) ck_assert_same_bits(x[j], want[j]);
            }
}
END_TEST

/* The wrong ways, on d = 4 by hand: c = (.5, .25), s = (2, 4), x = (1, 3, 5, 7), a slot beyond. */
START_TEST(test_wrong_rotations_by_hand)
{
    const double x[] = { 1, 3, 5, 7, 9 }, c[] = { .5, .25 }, s[] = { 2, 4 };
    const struct {
        rwk_layout layout;
        rwk_rotate rotate;
        double want[4];
    } cases[] = {
        { RWK_HALF_SPLIT, RWK_ROTATE, { .5 - 10, .75 - 28, 2 + 2.5, 12 + 1.75 } },
        { RWK_INTERLEAVED, RWK_ROTATE, { .5 - 6, 2 + 1.5, 1.25 - 28, 20 + 1.75 } },
        { RWK_HALF_SPLIT, RWK_ROTATE_BACK, { .5 + 10, .75 + 28, 2.5 - 2, 1.75 - 12 } },
        { RWK_HALF_SPLIT, RWK_ROTATE_SWAP, { 2 - 2.5, 12 - 1.75, .5 + 10, .75 + 28 } },
        /* rotate_half(x) = (-5, -7, 1, 3) with cos, sin = (c0 c0 c1 c1), (s0 s0 s1 s1) */
        { RWK_HALF_SPLIT, RWK_ROTATE_MIXED, { .5 - 10, 1.5 - 14, 1.25 + 4, 1.75 + 12 } },
        /* (-3, 1, -7, 5) with (c0 c1 c0 c1), (s0 s1 s0 s1) */
        { RWK_INTERLEAVED, RWK_ROTATE_MIXED, { .5 - 6, .75 + 4, 2.5 - 14, 1.75 + 20 } },
        { RWK_HALF_SPLIT, RWK_ROTATE_NOT, { 1, 3, 5, 7 } },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_config config = rwk_config_plain(5, 10000);
        double y[5];
        config.rotary_dim = 4, config.layout = cases[k].layout;
        rwk_pipeline p = pipeline_of(&config);
        p.rotate = cases[k].rotate;
        rwk_pipeline_head(y, x, &p, c, s);
        for (int j = 0; j < 4; j++) ck_assert_same_bits(y[j], cases[k].want[j]);
        ck_assert_same_bits(y[4], 9);
    }
}
END_TEST

START_TEST(test_sources_of_positions)
{
    const rwk_config config = rwk_config_plain(4, 10000);
    const rwk_place place = { .batch = 1, .column = 5, .head = 2, .position = { 100 }, .row_zero = { 40 } };
    const struct {
        rwk_position_source source;
        int64_t shift, by_head;
        rwk_limit limit_kind;
        int64_t limit;
        double want;
    } cases[] = {
        { RWK_POSITION_GIVEN, 0, 0, RWK_LIMIT_NONE, 50, 100 },   { RWK_POSITION_GIVEN, -3, 10, RWK_LIMIT_NONE, 0, 117 },
        { RWK_POSITION_CONSTANT, 7, 0, RWK_LIMIT_NONE, 0, 7 },   { RWK_POSITION_COLUMN, 0, 0, RWK_LIMIT_NONE, 0, 5 },
        { RWK_POSITION_ROW_ZERO, 0, 0, RWK_LIMIT_NONE, 0, 40 },  { RWK_POSITION_HEAD, 1, 0, RWK_LIMIT_NONE, 0, 3 },
        { RWK_POSITION_GIVEN, 0, 0, RWK_LIMIT_CLAMP, 64, 63 },   { RWK_POSITION_GIVEN, 0, 0, RWK_LIMIT_CLAMP, 101, 100 },
        { RWK_POSITION_GIVEN, 0, 0, RWK_LIMIT_WRAP, 64, 36 },    { RWK_POSITION_GIVEN, 0, 0, RWK_LIMIT_WRAP, 100, 0 },
        { RWK_POSITION_GIVEN, 1, 0, RWK_LIMIT_CLAMP, 101, 100 },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        rwk_pipeline p = pipeline_of(&config);
        double c[2], s[2];
        p.source = cases[k].source, p.shift = cases[k].shift, p.by_head = cases[k].by_head;
        p.limit_kind = cases[k].limit_kind, p.limit = cases[k].limit;
        ck_assert_same_bits(rwk_pipeline_position(&p, &place, 0), cases[k].want);
        rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
        ck_assert_same_bits(c[0], cos(cases[k].want));
        ck_assert_same_bits(s[1], sin(cases[k].want * p.inv_freq[1]));
    }
}
END_TEST

/* Beyond a table that then does not rotate: cos 1 and sin 0, without the attention factor. */
START_TEST(test_beyond_the_table_nothing_turns)
{
    const rwk_config config = config_deepseek(), phi = config_longrope(96, 10000, 32, 4096, 131072);
    rwk_pipeline p = pipeline_of(&phi);
    double c[48], s[48];
    (void)config;
    ck_assert_double_gt(p.attention_factor, 1.1);
    p.limit_kind = RWK_LIMIT_IDENTITY, p.limit = 4096;
    rwk_place place = at(4096);
    rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
    for (int i = 0; i < 48; i++) ck_assert(c[i] == 1 && s[i] == 0);
    place = at(4095);
    rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
    ck_assert_same_bits(c[0], p.attention_factor * cos(4095 * p.inv_freq[0]));
}
END_TEST

/* Each pair takes its axis; the axes are as the config's sections say. */
START_TEST(test_axes)
{
    rwk_config config = rwk_config_plain(16, 10000);
    config.n_axes = 3, config.mrope_section[0] = 2, config.mrope_section[1] = config.mrope_section[2] = 3;
    const rwk_pipeline p = pipeline_of(&config);
    const rwk_place place = { .position = { 10, 20, 30 } };
    const double want[] = { 10, 10, 20, 20, 20, 30, 30, 30 };
    double c[8], s[8];
    rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_same_bits(rwk_pipeline_position(&p, &place, i), want[i]);
        ck_assert_same_bits(c[i], cos(want[i] * p.inv_freq[i]));
    }
}
END_TEST

/* tau = fl(2 pi) of 24 bits: 0 near 0, and 20861 turns later off by 20861 (tau - 2 pi) = 3.647e-3.             (D20.2) */
START_TEST(test_coarse_reduction)
{
    const rwk_config config = rwk_config_plain(2, 10000);
    rwk_pipeline p = pipeline_of(&config);
    double c[1], s[1];
    p.coarse_trig = true;
    rwk_place place = at(3);
    rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
    ck_assert_same_bits(c[0], cos(3));
    place = at(131071);
    rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
    const double off = remainder(atan2(s[0], c[0]) - 131071, 2 * acos(-1));
    ck_assert_near(off, -20861 * 1.7484556e-7, 2e-7);
}
END_TEST

/* A frequency half way between two numbers of bf16 may fall on either side, one in the middle of its interval on one only.  (D20.8) */
START_TEST(test_doubt_at_a_boundary)
{
    const rwk_config config = rwk_config_plain(4, 10000);
    rwk_pipeline p = pipeline_of(&config);
    double c[2], s[2], turn[2];
    const double delta[2] = { 0x1p-20, 0x1p-20 };
    const rwk_place place = at(100);
    p.frequency = RWK_BF16;
    p.inv_freq[0] = 0.5 + 0x1p-9 + 0x1p-22; /* ulp 2^-8: just above the midpoint */
    p.inv_freq[1] = 0.5 + 0x1p-8 + 0x1p-12;
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_same_bits(c[0], cos(100 * (0.5 + 0x1p-8)));
    ck_assert_near(turn[0], 100 * 0x1p-8 + 0x1p-24 * 100 * (0.5 + 0x1p-8), 1e-12);
    ck_assert_near(turn[1], 0x1p-24 * 100 * (0.5 + 0x1p-8), 1e-15); /* the product's rounding alone */
    double error = 0x1p-20;
    ck_assert_same_bits(rwk_pipeline_frequency(&error, &p, 0), 0.5 + 0x1p-8);
    ck_assert_same_bits(error, 0x1p-8);
    error = 0x1p-20;
    ck_assert_same_bits(rwk_pipeline_frequency(&error, &p, 1), 0.5 + 0x1p-8);
    ck_assert_same_bits(error, 0);
}
END_TEST

/* Nothing rounded: |m| delta; an angle that is rounded: nothing, or its step; a table: its entries' step, as an angle. */
START_TEST(test_doubt_of_each_stage)
{
    const rwk_config config = rwk_config_plain(2, 10000);
    rwk_pipeline p = pipeline_of(&config);
    double c[1], s[1], turn[1];
    const double delta[1] = { 0x1p-30 };
    p.inv_freq[0] = 0.75;
    rwk_place place = at(-8);
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_same_bits(turn[0], 0x1p-27);
    p.angle = RWK_F16; /* -6 is a number of f16, far from its midpoints */
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_same_bits(turn[0], 0);
    p.inv_freq[0] = 0.75 + 0x1p-12; /* 8 theta = 6 + 2^-9: half an ulp */
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_same_bits(turn[0], 0x1p-8);
    p.angle = RWK_F64, p.table = RWK_BF16, p.inv_freq[0] = 0.75;
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_same_bits(c[0], rwk_round(cos(6), RWK_BF16));
    ck_assert_same_bits(turn[0], 0);                             /* neither is near a midpoint */
    place = at(1), p.inv_freq[0] = acos(0.5 + 0x1p-9 + 0x1p-25); /* next to a midpoint of bf16, nearer than the library is right */
    rwk_pipeline_row(c, s, turn, &p, &place, &(double){ 0 });
    ck_assert_same_bits(turn[0], 0x1p-8);
    p.inv_freq[0] = 0.75;
    p.table = RWK_F64, place = at((INT64_C(1) << 24) + 1); /* not every position is one of f32 */
    rwk_pipeline_row(c, s, turn, &p, &place, delta);
    ck_assert_near(turn[0], (0x1p-30 + 0.75 * 0x1p-24) * 16777217, 1e-12);
}
END_TEST

START_TEST(test_take_changes_frequencies_alone)
{
    const rwk_config config = rwk_config_plain(96, 10000), other = config_longrope(96, 500000, 32, 4096, 131072);
    rwk_pipeline p = pipeline_of(&config);
    p.shift = 3, p.angle = RWK_BF16;
    ck_assert_status(rwk_pipeline_take(&p, &other, NULL), RWK_OK);
    ck_assert_near(p.attention_factor, 1.190238071, 1e-9); /* Phi-3's, published */
    ck_assert(p.shift == 3 && p.angle == RWK_BF16 && p.layout == RWK_HALF_SPLIT);
    ck_assert_near(p.inv_freq[1], pow(500000, -1 / 48.0) / other.scaling.long_factor[1], 1e-15);
}
END_TEST

START_TEST(test_too_many_pairs)
{
    rwk_diag diag = { 0 };
    rwk_pipeline p;
    rwk_config config = rwk_config_plain(8192, 10000);
    ck_assert_status(rwk_pipeline_of(&p, &config, &diag), RWK_ERANGE);
    ck_assert_str_eq(diag.text, "rotary_dim: 8192: expected at most 4096 here");
    config.rotary_dim = 4096;
    ck_assert_status(rwk_pipeline_of(&p, &config, &diag), RWK_OK);
    config.rotary_dim = 4098;
    ck_assert_status(rwk_pipeline_of(&p, &config, &diag), RWK_ERANGE);
}
END_TEST

TEST_MAIN("pipeline", test_nothing_rounded_is_the_truth, test_one_dtype_is_the_angle_of_an_engine,
          test_rotation_is_that_of_the_encodings, test_wrong_rotations_by_hand, test_sources_of_positions,
          test_beyond_the_table_nothing_turns, test_axes, test_coarse_reduction, test_doubt_at_a_boundary, test_doubt_of_each_stage,
          test_take_changes_frequencies_alone, test_too_many_pairs)
