/* SPDX-License-Identifier: MIT */
/* Tests oracle/simulate: an answer in memory is what the stages give, value by value, for vectors and for scores. */
#include "oracle/simulate.h"

#include "attention/scores.h"
#include "encodings/rope.h"
#include "oracle_fixtures.h"

static rwk_config small(void)
{
    rwk_config c = rwk_config_plain(12, 10000);
    c.rotary_dim = 8, c.max_position_embeddings = 4096;
    return c;
}

START_TEST(test_engine_rounds_what_engines_round)
{
    const struct {
        rwk_dtype answer, table;
    } cases[] = { { RWK_F64, RWK_F32 }, { RWK_F32, RWK_F32 }, { RWK_BF16, RWK_BF16 }, { RWK_F16, RWK_F16 } };
    for (int k = 0; k < 4; k++) {
        rwk_pipeline p = { .shift = 3 };
        rwk_pipeline_as_engine(&p, cases[k].answer);
        ck_assert(p.position == RWK_F32 && p.frequency == RWK_F32 && p.angle == RWK_F32 && p.shift == 3);
        ck_assert(p.table == cases[k].table && p.arithmetic == cases[k].table);
    }
}
END_TEST

/* Each head by rwk_rope_half_split with the pipeline's row. */
START_TEST(test_vectors_are_rotated_place_by_place)
{
    const rwk_config config = small();
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) {
        trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
        rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
        t.pipeline.by_head = 2;
        answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
        const rwk_evidence *e = &t.simulation.evidence;
        ck_assert(e->kind == RWK_ROTATED && e->answer == (rwk_dtype)dtype && e->batch == 2 && e->heads == 3 && e->width == 12);
        ck_assert(memcmp(e->positions, t.probe.positions, 2 * e->seq * sizeof(int64_t)) == 0);
        for (size_t head = 0; head < 2 * e->seq * 3; head++) {
            double c[4], s[4], want[12];
            const size_t at = head * 12;
            const rwk_place place = rwk_evidence_place(e, head / 3 / e->seq, head / 3 % e->seq, head % 3);
            ck_assert_int_eq(place.position[0], t.probe.positions[head / 3]);
            ck_assert_int_eq(place.row_zero[0], t.probe.positions[head / 3 % e->seq]);
            rwk_pipeline_row(c, s, NULL, &t.pipeline, &place, NULL);
            ck_assert_status(rwk_rope_half_split(want, t.probe.x + at, 12, 8, c, s, t.pipeline.arithmetic), RWK_OK);
            for (size_t j = 0; j < 12; j++) {
                ck_assert_same_bits(value_at(&t.simulation, at + j), rwk_round(want[j], (rwk_dtype)dtype));
                ck_assert_same_bits(rwk_tensor_value(&e->x, at + j), t.probe.x[at + j]);
            }
        }
        trial_clear(&t);
    }
}
END_TEST

/* Arithmetic in f32 is rounded once more, to the answer. */
START_TEST(test_answer_is_rounded)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, false);
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    answer(&t, RWK_F32, RWK_ROTATED);
    double fine[12];
    rwk_tensor_values(fine, &t.simulation.evidence.y, 12 * 40, 12);
    answer(&t, RWK_BF16, RWK_ROTATED);
    for (size_t j = 0; j < 12; j++) ck_assert_same_bits(value_at(&t.simulation, 12 * 40 + j), rwk_round(fine[j], RWK_BF16));
    trial_clear(&t);
}
END_TEST

/* Dot products of what the vectors are, key heads shared by two query heads; with nothing rotated, of q and k themselves. */
START_TEST(test_scores_are_dot_products)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, true);
    t.pipeline.rotate = RWK_ROTATE_NOT;
    answer(&t, RWK_F64, RWK_SCORES);
    const rwk_evidence *e = &t.simulation.evidence;
    ck_assert(e->heads == 6 && e->kv_heads == 3 && e->y.n == 2 * 6 * e->seq * e->seq);
    for (size_t m = 0; m < e->seq; m++)
        for (size_t n = 0; n < e->seq; n++) {
            const double *q = t.probe.q + head_at(e, 1, m, 5), *k = t.probe.k + ((e->seq + n) * 3 + 2) * 12;
            ck_assert_near(rwk_evidence_score(e, 1, 5, m, n), rwk_dot(q, k, 12, RWK_F64), 0);
        }
    trial_clear(&t);
}
END_TEST

/* A shift of all positions does not change a score, a vector it does. */
START_TEST(test_scores_are_relative)
{
    const rwk_config config = small();
    trial_run t = trial_of(&config, RWK_F32, true);
    answer(&t, RWK_F64, RWK_SCORES);
    const double before = value_at(&t.simulation, 777);
    t.pipeline.shift = 11;
    answer(&t, RWK_F64, RWK_SCORES);
    ck_assert_near(value_at(&t.simulation, 777), before, 1e-6); /* q and k are rounded to f32's numbers nowhere, angles in f64 */
    trial_clear(&t);
}
END_TEST

START_TEST(test_clearing_twice)
{
    rwk_simulation s = { 0 };
    rwk_simulation_clear(&s);
    rwk_simulation_clear(&s);
    ck_assert_ptr_null(s.y);
}
END_TEST

TEST_MAIN("simulate", test_engine_rounds_what_engines_round, test_vectors_are_rotated_place_by_place, test_answer_is_rounded,
          test_scores_are_dot_products, test_scores_are_relative, test_clearing_twice)
