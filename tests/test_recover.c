/* SPDX-License-Identifier: MIT */
/* Tests oracle/recover: frequencies, positions, width, norms and phases read back from an answer, within the errors it states. */
#include "oracle/recover.h"

#include "oracle_fixtures.h"

static rwk_config plain(void)
{
    rwk_config c = rwk_config_plain(128, 10000);
    return c;
}

/** A sample of a trial's answer, and what is recovered from it in the config's layout. */
typedef struct {
    rwk_sample sample;
    rwk_recovery r;
} recovered;

static void recover_from(recovered *v, const trial_run *t, rwk_layout layout)
{
    const rwk_grading g = graded(t, false);
    ck_assert_status(rwk_sample_init(&v->sample, &t->simulation.evidence, &g, false), RWK_OK);
    ck_assert_status(rwk_recover(&v->r, &v->sample, layout, t->config.rotary_dim), RWK_OK);
}

static double largest_error(const rwk_recovery *r, const double inv_freq[])
{
    double worst = 0;
    for (size_t i = 0; i < r->rotary_dim / 2; i++) {
        const double error = fabs(r->theta[i] - inv_freq[i]);
        if (!(error <= r->error[i])) ck_abort_msg("pair %zu: off by %g, stated %g", i, error, r->error[i]);
        worst = fmax(worst, error / fabs(inv_freq[i]));
    }
    return worst;
}

/* A ladder up to 65536 with exact angles: the errors that were measured elsewhere for one up to 131072 are 2.9e-8 in f32, 3e-4 in f16 and
 * 3.6e-3 in bf16; here twice that. */
START_TEST(test_frequencies_from_every_dtype)
{
    static const double WANT[RWK_N_DTYPES] = {
        [RWK_F64] = 5e-8, [RWK_F32] = 2 * 2.9e-8, [RWK_BF16] = 2 * 3.6e-3, [RWK_F16] = 2 * 3e-4
    };
    const rwk_config config = plain();
    for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++)
        for (int sign = -1; sign <= 1; sign += 2) {
            static recovered v;
            trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
            if (sign < 0) t.pipeline.rotate = RWK_ROTATE_BACK;
            answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
            recover_from(&v, &t, RWK_HALF_SPLIT);
            double want[64];
            for (int i = 0; i < 64; i++) want[i] = sign * t.pipeline.inv_freq[i];
            const double worst = largest_error(&v.r, want);
            if (!(worst <= WANT[dtype])) ck_abort_msg("%s: %g", rwk_dtype_name((rwk_dtype)dtype), worst);
            rwk_sample_clear(&v.sample);
            trial_clear(&t);
        }
}
END_TEST

/* Other frequencies than the config's, and the stored ones of an engine whose angles are rounded to f32. */
START_TEST(test_frequencies_of_wrong_engines)
{
    const rwk_config config = config_example(RWK_ROPE_LLAMA3);
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) {
        static recovered v;
        trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
        double stored[64];
        rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
        for (int i = 0; i < 64; i++) {
            t.pipeline.inv_freq[i] *= 1 + 0.01 * i;
            stored[i] = rwk_round(t.pipeline.inv_freq[i], RWK_F32);
        }
        answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
        recover_from(&v, &t, RWK_HALF_SPLIT);
        for (int i = 0; i < 64; i++) ck_assert_near(v.r.theta[i], stored[i], v.r.error[i]);
        ck_assert_double_lt(v.r.error[10], 1e-2 * stored[10]);
        rwk_sample_clear(&v.sample);
        trial_clear(&t);
    }
}
END_TEST

/* Positions far from 0: the roundings of large angles count, and the stated error holds them. */
START_TEST(test_frequencies_far_from_zero)
{
    static recovered v;
    const rwk_config config = plain();
    trial_run t = trial_of(&config, RWK_F32, false);
    double stored[64];
    for (size_t j = 0; j < 2 * t.probe.seq; j++) t.probe.positions[j] = 100000 + (int64_t)(j % t.probe.seq);
    rwk_pipeline_as_engine(&t.pipeline, RWK_F32);
    for (int i = 0; i < 64; i++) stored[i] = rwk_round(t.pipeline.inv_freq[i], RWK_F32);
    answer(&t, RWK_F32, RWK_ROTATED);
    recover_from(&v, &t, RWK_HALF_SPLIT);
    largest_error(&v.r, stored);
    ck_assert_double_gt(v.r.error[0], 1e-3); /* an ulp of 100000 over 27 tokens */
    rwk_sample_clear(&v.sample);
    trial_clear(&t);
}
END_TEST

/* Without neighbours there is no first step of the ladder: nothing is claimed. */
START_TEST(test_no_ladder_no_frequency)
{
    static recovered v;
    const rwk_config config = plain();
    trial_run t = trial_of(&config, RWK_F32, false);
    for (size_t j = 0; j < 2 * t.probe.seq; j++) t.probe.positions[j] = 2 * (int64_t)(j % t.probe.seq);
    answer(&t, RWK_F32, RWK_ROTATED);
    recover_from(&v, &t, RWK_HALF_SPLIT);
    for (int i = 0; i < 64; i++) ck_assert(isnan(v.r.theta[i]));
    rwk_sample_clear(&v.sample);
    trial_clear(&t);
}
END_TEST

/* An offset shows as a phase at position 0: theta times it. */
START_TEST(test_phase_of_an_offset)
{
    static recovered v;
    const rwk_config config = plain();
    trial_run t = trial_of(&config, RWK_F32, false);
    t.pipeline.shift = 3;
    answer(&t, RWK_F32, RWK_ROTATED);
    recover_from(&v, &t, RWK_HALF_SPLIT);
    for (int i = 0; i < 64; i++) ck_assert_near(remainder(v.r.phase[i] - 3 * t.pipeline.inv_freq[i], 2 * acos(-1)), 0, 1e-5);
    rwk_sample_clear(&v.sample);
    trial_clear(&t);
}
END_TEST

/* One reading of the slots keeps norms, the other does not; the ratio is the attention factor, within (D20.9). */
START_TEST(test_norms)
{
    for (int layout = 0; layout < 2; layout++)
        for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) {
            static recovered v;
            rwk_config config = config_longrope(96, 10000, 32, 4096, 131072);
            config.layout = (rwk_layout)layout;
            trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
            rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
            answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
            recover_from(&v, &t, (rwk_layout)layout);
            const double limit = v.sample.terms.relative + v.sample.terms.output;
            ck_assert_double_le(v.r.norm_spread, 2 * limit);
            ck_assert_near(v.r.norm_ratio, 1.190238071, 1.2 * limit);
            rwk_sample_clear(&v.sample);
            recover_from(&v, &t, (rwk_layout)!layout);
            ck_assert_double_gt(v.r.norm_spread, 0.5);
            rwk_sample_clear(&v.sample);
            trial_clear(&t);
        }
}
END_TEST

START_TEST(test_width)
{
    static const size_t WIDTHS[] = { 2, 6, 16, 20 };
    for (int k = 0; k < 4; k++)
        for (int layout = 0; layout < 2; layout++) {
            static recovered v;
            rwk_config config = rwk_config_plain(20, 10000);
            config.layout = (rwk_layout)layout, config.rotary_dim = WIDTHS[k];
            trial_run t = trial_of(&config, RWK_BF16, false);
            answer(&t, RWK_BF16, RWK_ROTATED);
            recover_from(&v, &t, config.layout);
            ck_assert_uint_eq(rwk_recover_width(&v.sample), WIDTHS[k]);
            for (size_t at = 0; at < v.sample.n_places; at++)
                v.sample.y[at * 20 + WIDTHS[k] - 1] = v.sample.x[at * 20 + WIDTHS[k] - 1];
            ck_assert_uint_eq(rwk_recover_width(&v.sample), WIDTHS[k]); /* a pair of which one slot stands is a pair */
            rwk_sample_clear(&v.sample);
            t.pipeline.rotate = RWK_ROTATE_NOT;
            answer(&t, RWK_BF16, RWK_ROTATED);
            recover_from(&v, &t, config.layout);
            ck_assert_uint_eq(rwk_recover_width(&v.sample), 0);
            rwk_sample_clear(&v.sample);
            trial_clear(&t);
        }
}
END_TEST

/* The position that was used, whatever was claimed: the right one where nothing is wrong, else the shifted one; in f16 too. */
START_TEST(test_positions)
{
    static const int64_t SHIFTS[] = { 0, 1, -2, 40, -333 };
    const rwk_config config = plain();
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++)
        for (int k = 0; k < 5; k++) {
            static recovered v;
            trial_run t = trial_of(&config, (rwk_dtype)dtype, false);
            rwk_pipeline_as_engine(&t.pipeline, (rwk_dtype)dtype);
            t.pipeline.shift = SHIFTS[k];
            answer(&t, (rwk_dtype)dtype, RWK_ROTATED);
            recover_from(&v, &t, RWK_HALF_SPLIT);
            for (size_t at = 0; at < v.sample.n_places; at++) {
                const double claimed = (double)v.sample.places[at].position[0];
                const double used = rwk_recover_position(&v.sample, &v.r, t.pipeline.inv_freq, at, claimed);
                ck_assert_near(used, claimed + (double)SHIFTS[k], 0.1 + 1e-6 * claimed);
            }
            rwk_sample_clear(&v.sample);
            trial_clear(&t);
        }
}
END_TEST

/* Pairs that follow different positions contradict each other: there is no position. */
START_TEST(test_contradicting_pairs)
{
    static recovered v;
    const rwk_config config = plain();
    trial_run t = trial_of(&config, RWK_F32, false);
    for (int i = 0; i < 32; i++) t.pipeline.inv_freq[i] *= 1.3; /* fast pairs by another frequency */
    answer(&t, RWK_F32, RWK_ROTATED);
    recover_from(&v, &t, RWK_HALF_SPLIT);
    rwk_pipeline right;
    ck_assert_status(rwk_pipeline_of(&right, &config, NULL), RWK_OK);
    size_t none = 0;
    for (size_t at = 0; at < v.sample.n_places; at++)
        none += isnan(rwk_recover_position(&v.sample, &v.r, right.inv_freq, at, (double)v.sample.places[at].position[0])) ? 1 : 0;
    ck_assert_uint_gt(none, v.sample.n_places / 2);
    rwk_sample_clear(&v.sample);
    trial_clear(&t);
}
END_TEST

START_TEST(test_roundest_decimals)
{
    const struct {
        double x, error;
        const char *want;
    } cases[] = {
        { 499999.93, 1e-6, "500000" },
        { 500123.4, 1e-6, "500123" },
        { 500123.4, 1e-9, "500123.4" },
        { 9999.99, 1e-4, "10000" },
        { 8, 0, "8" },
        { 7.9999999, 1e-6, "8" },
        { 0.125, 0, "0.125" },
        { 1.190238071, 1e-6, "1.190238" },
        { 1e9, 1e-9, "1000000000" },
        { 0.99999999, 1e-6, "1" },
        { -2.5000001, 1e-6, "-2.5" },
        { 0.1, 0, "0.1" },
        { 123456789012, 1e-3, "123500000000" },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char text[64];
        ck_assert_str_eq(rwk_roundest(text, sizeof text, cases[k].x, cases[k].error), cases[k].want);
    }
}
END_TEST

TEST_MAIN("recover", test_frequencies_from_every_dtype, test_frequencies_of_wrong_engines, test_frequencies_far_from_zero,
          test_no_ladder_no_frequency, test_phase_of_an_offset, test_norms, test_width, test_positions, test_contradicting_pairs,
          test_roundest_decimals)
