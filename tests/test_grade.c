/* SPDX-License-Identifier: MIT */
/* Tests oracle/grade: exact answers, one ulp, every bound from both sides, what is not a number, where the worst value stands. */
#include "oracle/grade.h"

#include "encodings/rope_exact.h"
#include "oracle_fixtures.h"

static rwk_config small(void)
{
    rwk_config c = rwk_config_plain(12, 10000);
    c.rotary_dim = 8, c.max_position_embeddings = 4096;
    return c;
}

/* The certified answer to a probe. */
static void answer_exactly(trial_run *t, rwk_dtype dtype)
{
    rwk_truth *truth = truth_of(&t->config);
    rwk_rope_exact *rope = rwk_rope_exact_new(truth, &t->config);
    double y[256];
    answer(t, dtype, RWK_ROTATED);
    const rwk_evidence *e = &t->simulation.evidence;
    for (size_t b = 0; b < e->batch; b++)
        for (size_t column = 0; column < e->seq; column++) {
            const rwk_place place = rwk_evidence_place(e, b, column, 0);
            ck_assert_status(rwk_rope_exact_at(rope, place.position), RWK_OK);
            for (size_t h = 0; h < e->heads; h++) {
                const size_t at = head_at(e, b, column, h);
                ck_assert_status(rwk_rope_exact_head(y, t->probe.x + at, rope, dtype), RWK_OK);
                for (size_t j = 0; j < e->width; j++) put_value(&t->simulation, at + j, y[j]);
            }
        }
    rwk_rope_exact_free(rope);
    rwk_truth_free(truth);
}

START_TEST(test_certified_values_are_exact_in_every_dtype)
{
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++)
        for (int layout = 0; layout < 2; layout++) {
            rwk_config config = small();
            config.layout = (rwk_layout)layout;
            trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
            answer_exactly(&t, (rwk_dtype)dtype);
            const rwk_grading g = graded(&t, true);
            ck_assert_int_eq(g.grade, RWK_L0);
            ck_assert_uint_eq(g.n_values, t.simulation.evidence.x.n);
            ck_assert(g.used[RWK_L0] == 0 && g.used[RWK_L2] <= 1);
            trial_clear(&t);
        }
}
END_TEST

/* Every slot in turn, one ulp off: never L0, always L2 where it is a rotated one; and the place is told. */
START_TEST(test_one_ulp_is_not_exact)
{
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) {
        const rwk_config config = small();
        trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
        answer_exactly(&t, (rwk_dtype)dtype);
        const rwk_evidence *e = &t.simulation.evidence;
        for (size_t j = 0; j < 12; j++) {
            const size_t at = head_at(e, 1, 9, 2) + j;
            const double right = value_at(&t.simulation, at);
            put_value(&t.simulation, at, right + rwk_ulp(right, (rwk_dtype)dtype));
            const rwk_grading g = graded(&t, false);
            ck_assert_int_ne(g.grade, RWK_L0);
            if (j < 8 && dtype != RWK_BF16) ck_assert_int_le(g.grade, RWK_L4);
            const rwk_worst_value *w = &g.worst[RWK_L0];
            ck_assert(w->batch == 1 && w->column == 9 && w->head == 2 && w->pair == (j < 8 ? j % 4 : j - 4));
            ck_assert_int_eq(w->position, e->positions[e->seq + 9]);
            ck_assert_near(w->abs, rwk_ulp(right, (rwk_dtype)dtype), 0);
            put_value(&t.simulation, at, right);
        }
        trial_clear(&t);
    }
}
END_TEST

/* At position 0 the value is x itself: half way between two numbers of bf16 doubles do not decide, the exact way does.       (D20.6) */
START_TEST(test_midpoints)
{
    const rwk_config config = small();
    const struct {
        double x, want;
    } cases[] = { { 1 + 0x1p-8, 1 },           { 1 + 0x1p-8 + 0x1p-22, 1 + 0x1p-7 },
                  { 1 + 0x1p-8 - 0x1p-22, 1 }, { 1 + 3 * 0x1p-8, 1 + 0x1p-6 },
                  { -1 - 0x1p-8, -1 },         { 0, 0 } };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        for (int wrong = 0; wrong < 2; wrong++) {
            trial_run t = trial_of(&config, RWK_F32, false);
            ck_assert_int_eq(t.probe.positions[0], 0);
            t.probe.x[1] = cases[k].x;
            answer_exactly(&t, RWK_BF16);
            ck_assert_same_bits(value_at(&t.simulation, 1), cases[k].want);
            if (wrong) put_value(&t.simulation, 1, cases[k].want == 1 ? 1 + 0x1p-7 : cases[k].want == -1 ? -1 - 0x1p-7 : 1);
            ck_assert(graded(&t, false).grade == RWK_L0 || wrong);
            ck_assert(graded(&t, false).grade != RWK_L0 || !wrong);
            trial_clear(&t);
        }
}
END_TEST

/* A value that double arithmetic rounds to the wrong side of a midpoint is not exact, though it is what doubles say.          (D20.6) */
START_TEST(test_doubles_are_not_trusted_near_midpoints)
{
    const rwk_config config = rwk_config_plain(2, 10000);
    const size_t shape[4] = { 1, 1, 1, 2 };
    int64_t m = 5;
    unsigned char bytes[2][16];
    rwk_truth *truth = truth_of(&config);
    rwk_rope_exact *rope = rwk_rope_exact_new(truth, &config);
    rwk_evidence e = { .kind = RWK_ROTATED,
                       .config = config,
                       .answer = RWK_F32,
                       .batch = 1,
                       .seq = 1,
                       .heads = 1,
                       .width = 2,
                       .n_axes = 1,
                       .positions = &m };
    rwk_rng rng = { 8 };
    double c, s, want[2];
    size_t differ = 0;
    ck_assert_status(rwk_truth_cos_sin(&c, &s, truth, m, RWK_F64), RWK_OK);
    ck_assert_status(rwk_rope_exact_at(rope, &m), RWK_OK);
    ck_assert_status(rwk_tensor_view(&e.x, RWK_ELEMENT_F64, shape, 4, bytes[0]), RWK_OK);
    ck_assert_status(rwk_tensor_view(&e.y, RWK_ELEMENT_F32, shape, 4, bytes[1]), RWK_OK);
    for (int k = 0; k < 2000; k++) {
        const double middle = random_of(&rng, RWK_F32) / 64 + 1 + 0x1p-24, x1 = 2 * rwk_rng_uniform(&rng) - 1,
                     x0 = (rwk_round(middle, RWK_F32) + 0x1p-24 + x1 * s) / c;
        const double x[2] = { x0, x1 };
        ck_assert_status(rwk_rope_exact_head(want, x, rope, RWK_F32), RWK_OK);
        const double naive[2] = { rwk_round(x0 * c - x1 * s, RWK_F32), want[1] };
        rwk_pack(bytes[0], x, 2, RWK_F64), rwk_pack(bytes[1], naive, 2, RWK_F32);
        rwk_grading g;
        ck_assert_status(rwk_grade_evidence(&g, &e, false, NULL, NULL, NULL), RWK_OK);
        ck_assert(naive[0] == want[0] ? g.grade == RWK_L0 : g.grade != RWK_L0);
        differ += naive[0] != want[0];
    }
    ck_assert_uint_gt(differ, 20);
    rwk_rope_exact_free(rope);
    rwk_truth_free(truth);
}
END_TEST

/* ---- Each bound from both sides ---- */

/* T of the plain rule for an f64 answer, written out: f32 arithmetic at L2, f32 angles and the running product beyond. */
static double bound_by_hand(rwk_grade grade, double r, double y, double i, double m)
{
    const double L = log(10000), u = 0x1p-24, theta = pow(10000, -i / 4), e = i / 4;
    const double power = 3 + e * L, running = 1 + i * (2 + L / 4), k = grade == RWK_L4 ? fmax(power, running) : power;
    const double angle = m * theta * k * (grade == RWK_L2 ? 0x1p-53 : u);
    const double table = sqrt(2) * (grade == RWK_L2 ? 0x1p-52 + u : 2 * u);
    return r * (angle + table + 3 * u) + 0x1p-53 * fabs(y) + 6 * 0x1p-150;
}

START_TEST(test_each_bound_from_both_sides)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, false);
    answer_exactly(&t, RWK_F64);
    const rwk_evidence *e = &t.simulation.evidence;
    for (int grade = RWK_L2; grade <= RWK_L4; grade++)
        for (size_t column = 0; column < e->seq; column += 5)
            for (size_t j = 0; j < 8; j++) {
                const size_t head = head_at(e, 1, column, 1), at = head + j, i = j % 4;
                const double right = value_at(&t.simulation, at), r = hypot(t.probe.x[head + i], t.probe.x[head + i + 4]);
                const double m = (double)e->positions[e->seq + column],
                             bound = bound_by_hand((rwk_grade)grade, r, right, (double)i, m);
                put_value(&t.simulation, at, right - 0.999999 * bound);
                ck_assert_int_le(graded(&t, false).grade, grade);
                put_value(&t.simulation, at, right + 1.000001 * bound);
                const rwk_grading g = graded(&t, false);
                ck_assert_int_gt(g.grade, grade);
                ck_assert_near(g.worst[grade].bound, bound, 1e-8 * bound);
                ck_assert_near(g.used[grade], 1.000001, 1e-7);
                ck_assert(g.worst[grade].pair == i && g.worst[grade].position == (int64_t)m && g.worst[grade].column == column);
                ck_assert(g.worst[grade].batch == 1 && g.worst[grade].head == 1);
                put_value(&t.simulation, at, right);
            }
    trial_clear(&t);
}
END_TEST

/* A slot that is copied may be off by the answer's rounding alone. */
START_TEST(test_copied_slots)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, false);
    answer_exactly(&t, RWK_F32);
    const size_t at = head_at(&t.simulation.evidence, 0, 3, 0) + 10;
    put_value(&t.simulation, at, nextafterf((float)value_at(&t.simulation, at), 2));
    const rwk_grading g = graded(&t, false);
    ck_assert_int_eq(g.grade, RWK_GRADE_FAIL);
    ck_assert_uint_eq(g.worst[RWK_L4].pair, 4 + 2);
    trial_clear(&t);
}
END_TEST

START_TEST(test_what_is_not_a_number)
{
    static const double BAD[] = { NAN, INFINITY, -INFINITY };
    const rwk_config config = small();
    for (int k = 0; k < 3; k++)
        for (size_t j = 0; j < 12; j += 11) {
            trial_run t = trial_of(&config, RWK_F16, false);
            answer_exactly(&t, RWK_F16);
            put_value(&t.simulation, head_at(&t.simulation.evidence, 1, 2, 1) + j, BAD[k]);
            const rwk_grading g = graded(&t, false);
            ck_assert_int_eq(g.grade, RWK_GRADE_FAIL);
            for (int grade = RWK_L0; grade <= RWK_L4; grade++) {
                ck_assert(isinf(g.worst[grade].abs) && isinf(g.used[grade]));
                ck_assert(g.worst[grade].batch == 1 && g.worst[grade].column == 2 && g.worst[grade].head == 1);
            }
            trial_clear(&t);
        }
}
END_TEST

/* A rotated pair that f16 cannot hold is infinite in the exact answer too. */
START_TEST(test_overflow_is_right_where_the_truth_overflows)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F16, false);
    const size_t at = (5 * 3 + 1) * 12; /* batch 0, column 5, head 1 */
    t.probe.x[at] = 65504, t.probe.x[at + 4] = 65504;
    answer_exactly(&t, RWK_F16);
    size_t infinite = 0;
    for (size_t j = 0; j < 12; j++) infinite += isinf(value_at(&t.simulation, at + j)) != 0;
    ck_assert_uint_gt(infinite, 0);
    rwk_grading g = graded(&t, false);
    ck_assert(g.grade == RWK_L0 && g.used[RWK_L4] < 1);
    put_value(&t.simulation, 0, value_at(&t.simulation, 0) + rwk_ulp(value_at(&t.simulation, 0), RWK_F16));
    g = graded(&t, false);
    ck_assert(g.grade > RWK_L0 && isfinite(g.used[RWK_L4]));
    trial_clear(&t);
}
END_TEST

/* ---- Engines ---- */

START_TEST(test_grades_of_engines)
{
    const rwk_config config = config_example(RWK_ROPE_LLAMA3);
    trial_run t = trial_of(&config, RWK_BF16, false);
    t.pipeline.table = t.pipeline.arithmetic = RWK_F32; /* f64 angles */
    answer(&t, RWK_F32, RWK_ROTATED);
    ck_assert_int_eq(graded(&t, true).grade, RWK_L2);
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    answer(&t, RWK_F32, RWK_ROTATED);
    ck_assert_int_eq(graded(&t, true).grade, RWK_L3);
    rwk_pipeline_as_engine(&t.pipeline, RWK_BF16);
    answer(&t, RWK_BF16, RWK_ROTATED);
    ck_assert_int_eq(graded(&t, false).grade, RWK_L3);
    ck_assert_int_eq(graded(&t, true).grade, RWK_GRADE_FAIL); /* arithmetic in bf16 */
    t.pipeline.table = t.pipeline.arithmetic = RWK_F32;
    answer(&t, RWK_BF16, RWK_ROTATED);
    ck_assert_int_eq(graded(&t, true).grade, RWK_L3);
    trial_clear(&t);
}
END_TEST

START_TEST(test_several_axes)
{
    rwk_config config = rwk_config_plain(16, 10000);
    config.n_axes = 3, config.mrope_section[0] = 2, config.mrope_section[1] = config.mrope_section[2] = 3;
    trial_run t = trial_of(&config, RWK_F32, false);
    answer_exactly(&t, RWK_F32);
    ck_assert_int_eq(graded(&t, true).grade, RWK_L0);
    const rwk_evidence *e = &t.simulation.evidence;
    put_value(&t.simulation, head_at(e, 1, 4, 0) + 3, 7); /* pair 3 turns by axis 1 */
    rwk_grading g = graded(&t, true);
    ck_assert_int_eq(g.worst[RWK_L4].position, e->positions[(1 * 2 + 1) * e->seq + 4]);
    ck_assert_uint_eq(g.worst[RWK_L4].pair, 3);
    for (int i = 0; i < 8; i++) t.pipeline.axis[i] = 0;
    answer(&t, RWK_F32, RWK_ROTATED);
    ck_assert_int_eq(graded(&t, false).grade, RWK_GRADE_FAIL);
    trial_clear(&t);
}
END_TEST

/* ---- Tables and frequencies ---- */

/** A table or frequencies in memory. */
typedef struct {
    rwk_evidence e;
    unsigned char c[4096], s[4096];
    int64_t positions[8];
} stored;

static void put(unsigned char bytes[], size_t at, double x, rwk_dtype dtype)
{
    rwk_pack(bytes + at * rwk_element_size(rwk_element_of(dtype)), &x, 1, dtype);
}

/* Certified entries for eight positions, as wide as the pairs or as rotary_dim. */
static void store_table(stored *t, const rwk_config *config, rwk_dtype dtype, bool wide)
{
    static const int64_t M[8] = { 0, 1, 2, 257, 4095, 65519, 131071, -5 };
    const size_t n = config->rotary_dim / 2, shape[2] = { 8, wide ? 2 * n : n };
    double c[64], s[64];
    rwk_truth *truth = truth_of(config);
    *t = (stored){ .e = { .kind = RWK_TABLE,
                          .config = *config,
                          .answer = dtype,
                          .batch = 1,
                          .seq = 8,
                          .heads = 1,
                          .width = shape[1],
                          .n_axes = 1 } };
    memcpy(t->positions, M, sizeof M);
    t->e.positions = t->positions, t->e.table_layout = config->layout;
    ck_assert_status(rwk_tensor_view(&t->e.y, rwk_element_of(dtype), shape, 2, t->c), RWK_OK);
    ck_assert_status(rwk_tensor_view(&t->e.sin, rwk_element_of(dtype), shape, 2, t->s), RWK_OK);
    for (size_t row = 0; row < 8; row++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, M[row], dtype), RWK_OK);
        for (size_t j = 0; j < shape[1]; j++) {
            const size_t i = !wide ? j : config->layout == RWK_INTERLEAVED ? j / 2 : j % n;
            put(t->c, row * shape[1] + j, c[i], dtype), put(t->s, row * shape[1] + j, s[i], dtype);
        }
    }
    rwk_truth_free(truth);
}

static rwk_grading grade_stored(const stored *t)
{
    rwk_grading g;
    rwk_diag diag = { 0 };
    if (rwk_grade_evidence(&g, &t->e, false, NULL, NULL, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
    return g;
}

/* Certified: L0; one ulp off: L1; two: as far as the bounds of rounding reach. */
START_TEST(test_tables)
{
    static stored t;
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++)
        for (int form = 0; form < 4; form++) {
            rwk_config config = rwk_config_plain(32, 10000);
            config.layout = (rwk_layout)(form / 2);
            store_table(&t, &config, (rwk_dtype)dtype, form % 2);
            ck_assert_int_eq(grade_stored(&t).grade, RWK_L0);
            const size_t at = 3 * t.e.width + 2, i = form == 3 ? 1 : 2;
            const double right = rwk_tensor_value(&t.e.sin, at), ulp = rwk_ulp(right, (rwk_dtype)dtype);
            put(t.s, at, right + ulp, (rwk_dtype)dtype);
            rwk_grading g = grade_stored(&t);
            ck_assert_int_eq(g.grade, RWK_L1);
            ck_assert(g.worst[RWK_L1].column == 3 && g.worst[RWK_L1].pair == i && g.worst[RWK_L1].position == 257);
            put(t.s, at, right + 2 * ulp, (rwk_dtype)dtype);
            g = grade_stored(&t);
            ck_assert_int_gt(g.grade, RWK_L1);
            ck_assert_near(g.used[RWK_L1], 2, 0);
            put(t.s, at, NAN, (rwk_dtype)dtype);
            ck_assert_int_eq(grade_stored(&t).grade, RWK_GRADE_FAIL);
        }
}
END_TEST

/* A table of f32 angles is L3, and with them rounded to bf16 nothing. */
START_TEST(test_tables_of_engines)
{
    static stored t;
    const rwk_config config = rwk_config_plain(32, 10000);
    rwk_pipeline p;
    ck_assert_status(rwk_pipeline_of(&p, &config, NULL), RWK_OK);
    store_table(&t, &config, RWK_F32, false);
    for (int bf16 = 0; bf16 < 2; bf16++) {
        double c[16], s[16];
        rwk_pipeline_as_engine(&p, RWK_F32);
        if (bf16) p.angle = RWK_BF16;
        for (size_t row = 0; row < 8; row++) {
            const rwk_place place = rwk_evidence_place(&t.e, 0, row, 0);
            rwk_pipeline_row(c, s, NULL, &p, &place, NULL);
            for (size_t i = 0; i < 16; i++) put(t.c, row * 16 + i, c[i], RWK_F32), put(t.s, row * 16 + i, s[i], RWK_F32);
        }
        ck_assert_int_eq(grade_stored(&t).grade, bf16 ? RWK_GRADE_FAIL : RWK_L3);
    }
}
END_TEST

/* inv_freq: L0, L1, and the bound delta + u_o theta from both sides. */
START_TEST(test_frequencies)
{
    static stored t;
    const rwk_config config = rwk_config_plain(32, 10000);
    const size_t shape[1] = { 16 };
    rwk_truth *truth = truth_of(&config);
    double theta[16];
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    t = (stored){ .e = { .kind = RWK_INV_FREQ,
                         .config = config,
                         .answer = RWK_F64,
                         .batch = 1,
                         .seq = 1,
                         .heads = 1,
                         .width = 16,
                         .n_axes = 1 } };
    ck_assert_status(rwk_tensor_view(&t.e.y, RWK_ELEMENT_F64, shape, 1, t.c), RWK_OK);
    for (size_t i = 0; i < 16; i++) put(t.c, i, theta[i], RWK_F64);
    ck_assert_int_eq(grade_stored(&t).grade, RWK_L0);
    put(t.c, 5, nextafter(theta[5], 1), RWK_F64);
    ck_assert_int_eq(grade_stored(&t).grade, RWK_L1);
    for (int grade = RWK_L2; grade <= RWK_L4; grade++) {
        const double power = 3 + 5 / 16.0 * log(10000), running = 1 + 5 * (2 + log(10000) / 16),
                     k = grade == RWK_L4 ? fmax(power, running) : power;
        const double bound = theta[5] * (k * (grade == RWK_L2 ? 0x1p-53 : 0x1p-24) + 0x1p-53);
        put(t.c, 5, theta[5] - 0.8 * bound, RWK_F64); /* f64 has steps of a seventh of L2's bound */
        ck_assert_int_le(grade_stored(&t).grade, grade);
        put(t.c, 5, theta[5] + 1.2 * bound, RWK_F64);
        const rwk_grading g = grade_stored(&t);
        ck_assert_int_gt(g.grade, grade);
        ck_assert(g.worst[grade].pair == 5 && g.worst[grade].position == 1);
    }
    rwk_truth_free(truth);
}
END_TEST

/* ---- Scores ---- */

START_TEST(test_scores_of_engines)
{
    const rwk_config config = small();
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) {
        trial_run t = trial_of(&config, (rwk_dtype)dtype, true);
        t.pipeline.table = t.pipeline.arithmetic = RWK_F32;
        answer(&t, (rwk_dtype)dtype, RWK_SCORES);
        ck_assert_int_eq(graded(&t, false).grade, RWK_L2);
        rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
        answer(&t, (rwk_dtype)dtype, RWK_SCORES);
        const rwk_grading g = graded(&t, false);
        ck_assert_int_eq(g.grade, RWK_L3);
        ck_assert_uint_eq(g.n_values, t.simulation.evidence.y.n);
        for (size_t i = 0; i < 4; i++) t.pipeline.inv_freq[i] *= 1.01;
        answer(&t, (rwk_dtype)dtype, RWK_SCORES);
        ck_assert_int_eq(graded(&t, false).grade, RWK_GRADE_FAIL);
        trial_clear(&t);
    }
}
END_TEST

/* q has one pair and k all, so only that pair is in the bound; written out for an f64 answer.  The place of the worst is told. */
START_TEST(test_bound_of_a_score)
{
    rwk_config config = small();
    config.head_dim = 8;
    trial_run t = trial_of(&config, RWK_F32, true);
    answer(&t, RWK_F64, RWK_SCORES);
    const rwk_evidence *e = &t.simulation.evidence;
    const size_t row = 7, column = 4, head = 3, at = (head * e->seq + row) * e->seq + column;
    const double *q = t.probe.q + head_at(e, 0, row, head), *k = t.probe.k + (column * RWK_PROBE_HEADS + head / 2) * 8;
    const double right = value_at(&t.simulation, at);
    for (int grade = RWK_L2; grade <= RWK_L4; grade++) {
        double bound = 0x1p-53 * fabs(right) + 6 * 0x1p-150;
        for (size_t i = 0; i < 4; i++) {
            const double norm_q = hypot(q[i], q[i + 4]), norm_k = hypot(k[i], k[i + 4]);
            const double m = (double)e->positions[row], n = (double)e->positions[column];
            const double error_q = bound_by_hand((rwk_grade)grade, norm_q, norm_q, (double)i, m),
                         error_k = bound_by_hand((rwk_grade)grade, norm_k, norm_k, (double)i, n);
            bound += error_q * norm_k + norm_q * error_k + error_q * error_k + 8 * 0x1p-24 * norm_q * norm_k;
        }
        put_value(&t.simulation, at, right + 0.9999 * bound);
        ck_assert_int_le(graded(&t, false).grade, grade);
        put_value(&t.simulation, at, right + 1.0001 * bound);
        const rwk_grading g = graded(&t, false);
        const rwk_worst_value *w = &g.worst[grade];
        ck_assert_int_gt(g.grade, grade);
        ck_assert_near(w->bound, bound, 1e-6 * bound);
        ck_assert(w->batch == 0 && w->head == head && w->column == row && w->pair == column && w->position == e->positions[row]);
        if (grade == RWK_L2) ck_assert_near(g.worst[RWK_L0].abs, w->abs, 0);
        put_value(&t.simulation, at, NAN);
        ck_assert_int_eq(graded(&t, false).grade, RWK_GRADE_FAIL);
        put_value(&t.simulation, at, right);
    }
    trial_clear(&t);
}
END_TEST

/* A query of zeros: what is left is the underflow of each pair, sqrt2 (6 eta_w + eta_o), times the key's, and of the score. */
START_TEST(test_bound_of_a_score_of_nothing)
{
    rwk_config config = small();
    config.head_dim = 8;
    trial_run t = trial_of(&config, RWK_F32, true);
    double *q = t.probe.q + 6 * 8 * 4, bound = 7 * 0x1p-150; /* column 4, head 0 */
    const double *k = t.probe.k + 3 * 8 * 2;                 /* column 2, head 0 */
    for (size_t j = 0; j < 8; j++) q[j] = 0;
    answer(&t, RWK_F32, RWK_SCORES);
    for (size_t i = 0; i < 4; i++) bound += sqrt(2) * 7 * 0x1p-150 * hypot(k[i], k[i + 4]);
    put_value(&t.simulation, 4 * t.probe.seq + 2, 1);
    const rwk_grading g = graded(&t, false);
    ck_assert_near(g.worst[RWK_L3].bound, bound, 1e-3 * bound);
    trial_clear(&t);
}
END_TEST

/* ---- Refusals ---- */

static bool stop_at_once(void *owner, double fraction)
{
    *(double *)owner = fraction;
    return false;
}

START_TEST(test_progress_ends_the_work)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, false);
    answer_exactly(&t, RWK_F32);
    rwk_grading g;
    double fraction = 0;
    const rwk_evidence *e = &t.simulation.evidence;
    put_value(&t.simulation, head_at(e, 0, 1, 0), 5); /* never seen */
    ck_assert_status(rwk_grade_evidence(&g, e, false, stop_at_once, &fraction, NULL), RWK_OK);
    ck_assert_int_eq(g.grade, RWK_L0);
    ck_assert_uint_eq(g.n_values, e->heads * e->width);
    ck_assert_near(fraction, 1.0 / (double)(e->batch * e->seq), 1e-15);
    trial_clear(&t);
}
END_TEST

START_TEST(test_too_many_pairs)
{
    rwk_diag diag = { 0 };
    rwk_grading g;
    const rwk_evidence e = { .kind = RWK_INV_FREQ, .config = rwk_config_plain(1 << 20, 10000), .width = 1 << 19 };
    ck_assert_status(rwk_grade_evidence(&g, &e, false, NULL, NULL, &diag), RWK_ERANGE);
    ck_assert_str_eq(diag.text, "rotary_dim: 1048576: expected at most 4096 here");
}
END_TEST

/* Squares of x overflow or vanish in double; the bound does not. */
START_TEST(test_huge_and_tiny_inputs)
{
    static const double SCALE[] = { 0x1p600, 0x1p-600 };
    const rwk_config config = small();
    for (int k = 0; k < 2; k++) {
        trial_run t = trial_of(&config, RWK_F32, false);
        answer_exactly(&t, RWK_F64);
        const size_t n = t.simulation.evidence.x.n, shape[4] = { 2, t.probe.seq, 3, 12 };
        unsigned char *bytes = malloc(8 * n);
        for (size_t j = 0; j < n; j++) {
            const double y = value_at(&t.simulation, j) * SCALE[k], x = t.probe.x[j] * SCALE[k];
            put_value(&t.simulation, j, y);
            rwk_pack(bytes + 8 * j, &x, 1, RWK_F64);
        }
        ck_assert_status(rwk_tensor_view(&t.simulation.evidence.x, RWK_ELEMENT_F64, shape, 4, bytes), RWK_OK);
        ck_assert_int_le(graded(&t, false).grade, RWK_L2);
        put_value(&t.simulation, 40, value_at(&t.simulation, 40) + 0.01 * SCALE[k]);
        ck_assert_int_eq(graded(&t, false).grade, k == 0 ? RWK_GRADE_FAIL : RWK_L2); /* below f32's numbers nothing is asked */
        free(bytes);
        trial_clear(&t);
    }
}
END_TEST

TEST_MAIN("grade", test_certified_values_are_exact_in_every_dtype, test_one_ulp_is_not_exact, test_midpoints,
          test_doubles_are_not_trusted_near_midpoints, test_each_bound_from_both_sides, test_copied_slots,
          test_what_is_not_a_number, test_overflow_is_right_where_the_truth_overflows, test_grades_of_engines, test_several_axes,
          test_tables, test_tables_of_engines, test_frequencies, test_scores_of_engines, test_bound_of_a_score,
          test_bound_of_a_score_of_nothing, test_progress_ends_the_work, test_too_many_pairs, test_huge_and_tiny_inputs)
