/* SPDX-License-Identifier: MIT */
/* Tests oracle/sample: which places are looked at, and that the score is the largest error over its bound. */
#include "oracle/sample.h"

#include "oracle_fixtures.h"

static bool looks_at(const rwk_sample *s, size_t batch, size_t column, size_t head)
{
    bool found = false;
    for (size_t at = 0; at < s->n_places; at++)
        found = found || (s->places[at].batch == batch && s->places[at].column == column && s->places[at].head == head);
    return found;
}

/* An f32 tensor of one value a head, in memory. */
static rwk_evidence long_evidence(unsigned char *bytes, int64_t *positions, size_t batch, size_t seq, size_t heads)
{
    const size_t shape[4] = { batch, seq, heads, 2 };
    rwk_evidence e = { .kind = RWK_ROTATED,
                       .config = rwk_config_plain(2, 10000),
                       .answer = RWK_F32,
                       .batch = batch,
                       .seq = seq,
                       .heads = heads,
                       .width = 2,
                       .n_axes = 1,
                       .positions = positions };
    ck_assert_status(rwk_tensor_view(&e.x, RWK_ELEMENT_F32, shape, 4, bytes), RWK_OK);
    e.y = e.x;
    for (size_t j = 0; j < batch * seq; j++) positions[j] = (int64_t)j;
    for (size_t j = 0; j < e.x.n; j++) rwk_pack(bytes + 4 * j, &(double){ (double)j }, 1, RWK_F32);
    return e;
}

/* The worst value's place and its neighbours, the first, the last, none twice, no more than the limits allow. */
START_TEST(test_places)
{
    enum { BATCH = 5, SEQ = 1000, HEADS = 9 };
    static unsigned char bytes[4 * 2 * BATCH * SEQ * HEADS];
    static int64_t positions[BATCH * SEQ];
    const rwk_evidence e = long_evidence(bytes, positions, BATCH, SEQ, HEADS);
    rwk_grading g = { 0 };
    g.worst[RWK_L4] = (rwk_worst_value){ .batch = 3, .column = 567, .head = 7 };
    rwk_sample s = { 0 };
    ck_assert_status(rwk_sample_init(&s, &e, &g, false), RWK_OK);
    for (size_t column = 566; column <= 568; column++) ck_assert(looks_at(&s, 3, column, 7));
    ck_assert(looks_at(&s, 3, 0, 7) && looks_at(&s, 3, SEQ - 1, 7) && looks_at(&s, BATCH - 1, 567, HEADS - 1));
    ck_assert_uint_le(s.n_columns, RWK_SAMPLE_COLUMNS + 2);
    for (size_t a = 0; a < s.n_places; a++) {
        const rwk_place *p = &s.places[a];
        for (size_t b = 0; b < a; b++)
            ck_assert(p->batch != s.places[b].batch || p->column != s.places[b].column || p->head != s.places[b].head);
        ck_assert_int_eq(p->position[0], positions[p->batch * SEQ + p->column]);
        ck_assert_same_bits(s.x[2 * a], 2.0 * (double)((p->batch * SEQ + p->column) * HEADS + p->head));
    }
    rwk_sample_clear(&s);
    rwk_sample_clear(&s);
}
END_TEST

/* Small tensors are looked at as a whole. */
START_TEST(test_small_tensors_are_seen_whole)
{
    static unsigned char bytes[4 * 2 * 2 * 20 * 3];
    static int64_t positions[2 * 20];
    const rwk_evidence e = long_evidence(bytes, positions, 2, 20, 3);
    const rwk_grading g = { 0 };
    rwk_sample s = { 0 };
    ck_assert_status(rwk_sample_init(&s, &e, &g, false), RWK_OK);
    ck_assert_uint_eq(s.n_places, 2 * 20 * 3);
    rwk_sample_clear(&s);
}
END_TEST

static double score_of(const trial_run *t, const rwk_pipeline *p)
{
    rwk_sample s = { 0 };
    const rwk_grading g = graded(t, false);
    ck_assert_status(rwk_sample_init(&s, &t->simulation.evidence, &g, false), RWK_OK);
    const double score = rwk_sample_score(&s, p, INFINITY);
    rwk_sample_clear(&s);
    return score;
}

/* The right pipeline scores what grading says of L4, whose values the small probe's sample holds all. */
START_TEST(test_score_of_the_right_pipeline_is_that_of_l4)
{
    rwk_config config = rwk_config_plain(16, 10000);
    config.max_position_embeddings = 4096;
    for (int kind = 0; kind < 2; kind++) {
        trial_run t = trial_of(&config, RWK_F32, kind);
        const rwk_pipeline right = t.pipeline;
        t.pipeline.inv_freq[3] *= 1.001;
        answer(&t, RWK_F32, kind ? RWK_SCORES : RWK_ROTATED);
        const rwk_grading g = graded(&t, false);
        const double score = score_of(&t, &right);
        ck_assert_double_gt(score, 100);
        if (!kind) ck_assert_near(score, g.used[RWK_L4], 1e-6 * score);
        ck_assert_double_le(score_of(&t, &t.pipeline), 1); /* and the pipeline that was run explains it */
        trial_clear(&t);
    }
}
END_TEST

/* What is true fits: each stage rounded on purpose, the answers of an engine that has the fault, every dtype and kind.  (D20.8) */
START_TEST(test_a_true_hypothesis_fits)
{
    const rwk_config configs[] = { config_example(RWK_ROPE_LLAMA3), config_example(RWK_ROPE_YARN),
                                   config_longrope(96, 10000, 32, 4096, 131072) };
    for (int k = 0; k < 3; k++)
        for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++)
            for (int stage = 0; stage < 5; stage++)
                for (int narrow = RWK_BF16; narrow <= RWK_F16; narrow++) {
                    trial_run t = trial_of(&configs[k], (rwk_dtype)dtype, false);
                    rwk_dtype *const of[] = { &t.pipeline.position, &t.pipeline.frequency, &t.pipeline.angle, &t.pipeline.table,
                                              &t.pipeline.arithmetic };
                    rwk_pipeline hypothesis = t.pipeline;
                    rwk_dtype *const here[] = { &hypothesis.position, &hypothesis.frequency, &hypothesis.angle, &hypothesis.table,
                                                &hypothesis.arithmetic };
                    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
                    *of[stage] = *here[stage] = (rwk_dtype)narrow;
                    if (stage == 4) t.pipeline.table = hypothesis.table = (rwk_dtype)narrow;
                    answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
                    const double score = score_of(&t, &hypothesis);
                    if (!(score <= 1))
                        ck_abort_msg("config %d, %s, stage %d in %s: %g", k, rwk_dtype_name((rwk_dtype)dtype), stage,
                                     rwk_dtype_name((rwk_dtype)narrow), score);
                    trial_clear(&t);
                }
}
END_TEST

/* The bound by hand, from both sides: one value of one pair at one position. */
START_TEST(test_score_by_hand)
{
    const rwk_config config = rwk_config_plain(2, 10000);
    rwk_evidence e = {
        .kind = RWK_ROTATED, .config = config, .answer = RWK_F64, .batch = 1, .seq = 1, .heads = 1, .width = 2, .n_axes = 1
    };
    int64_t m = 100;
    unsigned char x[16], y[16];
    const size_t shape[4] = { 1, 1, 1, 2 };
    const double in[2] = { 3, 4 }, off = 1e-4, u = 0x1p-24;
    const double bound = 5 * (100 * 3 * u + 2 * sqrt(2) * u + 3 * u);
    const double out[2] = { 3 * cos(100) - 4 * sin(100), 3 * sin(100) + 4 * cos(100) + off };
    rwk_pack(x, in, 2, RWK_F64), rwk_pack(y, out, 2, RWK_F64);
    e.positions = &m;
    ck_assert_status(rwk_tensor_view(&e.x, RWK_ELEMENT_F64, shape, 4, x), RWK_OK);
    ck_assert_status(rwk_tensor_view(&e.y, RWK_ELEMENT_F64, shape, 4, y), RWK_OK);
    rwk_sample s = { 0 };
    rwk_pipeline p;
    const rwk_grading g = { 0 };
    ck_assert_status(rwk_pipeline_of(&p, &config, NULL), RWK_OK);
    ck_assert_status(rwk_sample_init(&s, &e, &g, false), RWK_OK);
    ck_assert_near(rwk_sample_score(&s, &p, INFINITY), off / bound, 1e-6 * off / bound);
    ck_assert_double_le(rwk_sample_pair_score(&s, &p, 0), 1e-6); /* of the pair's first slot */
    rwk_sample_clear(&s);
}
END_TEST

/* NaN explains NaN and nothing else; infinity what rounds to it. */
START_TEST(test_what_is_not_a_number)
{
    rwk_config config = rwk_config_plain(16, 10000);
    config.max_position_embeddings = 131072;
    trial_run t = trial_of(&config, RWK_F16, false);
    rwk_pipeline hypothesis = t.pipeline;
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    t.pipeline.position = hypothesis.position = RWK_F16; /* infinite from 65520 on */
    answer(&t, RWK_F16, RWK_ROTATED);
    ck_assert_double_le(score_of(&t, &hypothesis), 1);
    hypothesis.position = RWK_F64;
    ck_assert(isinf(score_of(&t, &hypothesis)));
    trial_clear(&t);
    t = trial_of(&config, RWK_F16, false);
    t.probe.x[0] = 65504, t.probe.x[8] = 65504, t.probe.positions[0] = -1; /* 65504 (cos 1 + sin 1) */
    answer(&t, RWK_F16, RWK_ROTATED);
    ck_assert(isinf(value_at(&t.simulation, 0)));
    ck_assert_double_le(score_of(&t, &t.pipeline), 1);
    trial_clear(&t);
}
END_TEST

TEST_MAIN("sample", test_places, test_small_tensors_are_seen_whole, test_score_of_the_right_pipeline_is_that_of_l4,
          test_a_true_hypothesis_fits, test_score_by_hand, test_what_is_not_a_number)
