/* SPDX-License-Identifier: MIT */
/* Tests angles/rows: every row is the truth's bit for bit, decided by double-double where that decides and by MPFR where not. */
#include "angles/rows.h"

#include "mpfr_rounding.h"
#include "reference_rules.h"
#include "testing.h"

enum { MOST_PAIRS = 256 };

static rwk_rows *rows_of(rwk_truth *truth, const rwk_config *axes)
{
    rwk_rows *rows = rwk_rows_new(truth, axes);
    ck_assert_ptr_nonnull(rows);
    return rows;
}

static void assert_same_row(const double got[], const double want[], size_t n, const char *what, int64_t m, rwk_dtype dtype)
{
    for (size_t i = 0; i < n; i++)
        if (rwk_bits(got[i], RWK_F64) != rwk_bits(want[i], RWK_F64))
            ck_abort_msg("%s, m = %lld, pair %zu, %s: got %a, want %a", what, (long long)m, i, rwk_dtype_name(dtype), got[i],
                         want[i]);
}

static void assert_row(rwk_rows *rows, rwk_truth *truth, int64_t m)
{
    double c[MOST_PAIRS], s[MOST_PAIRS], cosine[MOST_PAIRS], sine[MOST_PAIRS];
    const size_t n = rwk_truth_pairs(truth);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_rows_at(c, s, rows, &m, (rwk_dtype)d), RWK_OK);
        ck_assert_status(rwk_truth_cos_sin(cosine, sine, truth, m, (rwk_dtype)d), RWK_OK);
        assert_same_row(c, cosine, n, "cos", m, (rwk_dtype)d);
        assert_same_row(s, sine, n, "sin", m, (rwk_dtype)d);
    }
}

/* ---- rows are the truth ---- */

static void assert_rows(const rwk_config *config, int draws)
{
    rwk_rng rng = { 2385 };
    rwk_truth *truth = truth_of(config);
    rwk_rows *rows = rows_of(truth, NULL);
    for (int64_t m = -2; m < draws; m++) assert_row(rows, truth, m);
    for (int k = 0; k < draws; k++) assert_row(rows, truth, random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION));
    for (int k = 0; k < draws; k++) assert_row(rows, truth, random_within(&rng, 0, 1 << 20));
    assert_row(rows, truth, RWK_MAX_POSITION);
    assert_row(rows, truth, -RWK_MAX_POSITION);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}

START_TEST(test_at_is_the_truth_of_every_rope_type)
{
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) {
        const rwk_config config = config_example((rwk_rope_type)type);
        assert_rows(&config, 12);
    }
}
END_TEST

/* The factor before the cosine: 1, powers of two, none, near the ends of the range, beyond the largest f16. */
START_TEST(test_at_is_the_truth_with_any_attention_factor)
{
    const double factors[] = { 0, 1, 2, 0.25, 0.1, 3.7, 65519, 65520, 1e5, 0x1p-63, 0x1.8p-64, 0x1.fffffffffffffp63 };
    rwk_config config = config_gpt_oss();
    for (size_t k = 0; k < sizeof factors / sizeof factors[0]; k++) {
        config.scaling.attention_factor = factors[k];
        assert_rows(&config, 8);
    }
}
END_TEST

/* Not from src/angles at all: theta by exp and log, sin_cos at 400 bits, rounding by MPFR. */
START_TEST(test_at_equals_mpfr)
{
    rwk_rng rng = { 137 };
    const rwk_config config = config_gpt_oss();
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    mpfr_t theta, cosine, sine;
    mpfr_inits2(REFERENCE_BITS, theta, cosine, sine, (mpfr_ptr)0);
    for (int k = 0; k < 400; k++) {
        const rwk_dtype dtype = (rwk_dtype)(k % RWK_N_DTYPES);
        const int64_t m = random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION) >> random_within(&rng, 0, 30);
        double c[32], s[32];
        ck_assert_status(rwk_rows_at(c, s, rows, &m, dtype), RWK_OK);
        for (size_t i = (size_t)k % 5; i < 32; i += 5) {
            reference_theta(theta, &config, i);
            reference_cos_sin(cosine, sine, theta, m, reference_attention_factor(&config));
            ck_assert_same_bits(c[i], round_by_mpfr(cosine, dtype));
            ck_assert(s[i] == round_by_mpfr(sine, dtype)); /* m may be 0: of either sign in MPFR */
        }
    }
    mpfr_clears(theta, cosine, sine, (mpfr_ptr)0);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_at_position_zero_is_exact)
{
    const double factors[] = { 1, 1.5, 65520, 0x1p-30 };
    const int64_t zero = 0;
    rwk_config config = config_gpt_oss();
    for (int k = 0; k < 4; k++) {
        config.scaling.attention_factor = factors[k];
        rwk_truth *truth = truth_of(&config);
        rwk_rows *rows = rows_of(truth, NULL);
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            double c[32], s[32];
            ck_assert_status(rwk_rows_at(c, s, rows, &zero, (rwk_dtype)d), RWK_OK);
            for (int i = 0; i < 32; i++) ck_assert_same_bits(c[i], rwk_round(factors[k], (rwk_dtype)d));
            for (int i = 0; i < 32; i++) ck_assert_same_bits(s[i], 0.0);
        }
        ck_assert_uint_eq(rwk_rows_undecided(rows), 0);
        rwk_rows_free(rows);
        rwk_truth_free(truth);
    }
}
END_TEST

START_TEST(test_at_pairs_that_stand_still)
{
    const rwk_config config = config_proportional(64, 10000, 2, 7);
    const int64_t positions[] = { 1, -137, RWK_MAX_POSITION };
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    for (int k = 0; k < 3 * RWK_N_DTYPES; k++) {
        double c[32], s[32];
        ck_assert_status(rwk_rows_at(c, s, rows, &positions[k % 3], (rwk_dtype)(k / 3)), RWK_OK);
        for (int i = 7; i < 32; i++) ck_assert_same_bits(c[i], 1.0);
        for (int i = 7; i < 32; i++) ck_assert_same_bits(s[i], 0.0);
        for (int i = 0; i < 7; i++) ck_assert(s[i] != 0);
    }
    ck_assert_uint_eq(rwk_rows_undecided(rows), 0); /* no MPFR is asked for what is known */
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

/* A truth whose factor was dropped has plain cosines. */
START_TEST(test_at_after_the_factor_was_dropped)
{
    const rwk_config config = config_gpt_oss();
    rwk_truth *truth = truth_of(&config);
    rwk_truth_drop_attention_factor(truth);
    rwk_rows *rows = rows_of(truth, NULL);
    for (int64_t m = 0; m < 20; m++) assert_row(rows, truth, m * 4099);
    ck_assert_same_bits(rwk_rows_error(rows), 0x1p-97);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

/* ---- positions of several axes ---- */

static rwk_config with_axes(size_t a, size_t b, size_t c, size_t d, bool interleaved)
{
    rwk_config config = rwk_config_plain(2 * (a + b + c + d), 1e6);
    config.n_axes = d ? 4 : 3;
    config.mrope_section[0] = a, config.mrope_section[1] = b, config.mrope_section[2] = c, config.mrope_section[3] = d;
    config.mrope_interleaved = interleaved;
    return config;
}

/* Qwen3-VL's 24, 20, 20: pairs 1, 4 … 58 are H, 2, 5 … 59 W, the rest T. */
static size_t axis_wanted(const rwk_config *c, size_t i)
{
    if (c->mrope_interleaved) return i % 3 != 0 && i < 60 ? i % 3 : 0;
    const size_t *s = c->mrope_section;
    return i < s[0] ? 0 : i < s[0] + s[1] ? 1 : i < s[0] + s[1] + s[2] ? 2 : 3;
}

static void assert_axes(const rwk_config *config, rwk_truth *truth, rwk_rows *rows, const int64_t positions[], rwk_dtype dtype)
{
    double c[64], s[64], cosine[64], sine[64];
    ck_assert_status(rwk_rows_at(c, s, rows, positions, dtype), RWK_OK);
    for (size_t i = 0; i < 64; i++)
        ck_assert_status(rwk_truth_cos_sin_pair(&cosine[i], &sine[i], truth, i, positions[axis_wanted(config, i)], dtype), RWK_OK);
    assert_same_row(c, cosine, 64, "cos", positions[0], dtype);
    assert_same_row(s, sine, 64, "sin", positions[0], dtype);
}

START_TEST(test_at_several_axes)
{
    const rwk_config configs[] = { with_axes(16, 24, 24, 0, false), with_axes(24, 20, 20, 0, true),
                                   with_axes(8, 24, 16, 16, false) };
    const int64_t corners[][4] = { { 0, 0, 0, 0 },     { 0, 5, 0, 0 },
                                   { 5, 0, 0, 0 },     { 0, 0, 0, 7 },
                                   { -3, 3, -3, 3 },   { 64, 1, 64, 1 },
                                   { 1, 65, 4096, 2 }, { RWK_MAX_POSITION, -RWK_MAX_POSITION, 0, 1 } };
    rwk_rng rng = { 41 };
    for (int k = 0; k < 3; k++) {
        rwk_truth *truth = truth_of(&configs[k]);
        rwk_rows *rows = rows_of(truth, &configs[k]);
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            for (int corner = 0; corner < 8; corner++) assert_axes(&configs[k], truth, rows, corners[corner], (rwk_dtype)d);
            for (int draw = 0; draw < 15; draw++) {
                int64_t positions[4];
                for (int a = 0; a < 4; a++) positions[a] = random_within(&rng, -100000, 100000);
                assert_axes(&configs[k], truth, rows, positions, (rwk_dtype)d);
            }
        }
        rwk_rows_free(rows);
        rwk_truth_free(truth);
    }
}
END_TEST

/* Bit for bit the rotor's turn at the position of each pair's axis. */
START_TEST(test_turn_takes_each_pair_from_its_axis)
{
    const rwk_config config = with_axes(24, 20, 20, 0, true);
    const int64_t positions[] = { 4097, 12, -63 };
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, &config);
    rwk_rotor *rotor = rwk_rotor_new(truth);
    const rwk_turn *merged, *one;
    ck_assert_status(rwk_rows_turn(&merged, rows, positions), RWK_OK);
    for (size_t i = 0; i < 64; i++) {
        ck_assert_status(rwk_rotor_at(&one, rotor, positions[axis_wanted(&config, i)]), RWK_OK);
        ck_assert_same_bits(merged->c_hi[i], one->c_hi[i]);
        ck_assert_same_bits(merged->c_lo[i], one->c_lo[i]);
        ck_assert_same_bits(merged->s_hi[i], one->s_hi[i]);
        ck_assert_same_bits(merged->s_lo[i], one->s_lo[i]);
    }
    ck_assert_same_bits(rwk_rows_error(rows), rwk_rotor_error(rotor));
    rwk_rotor_free(rotor);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_at_refuses_far_positions_and_leaves_the_outputs_alone)
{
    const rwk_config plain = rwk_config_plain(128, 10000), axes = with_axes(16, 24, 24, 0, false);
    const int64_t outside[] = { RWK_MAX_POSITION + 1, -RWK_MAX_POSITION - 1, INT64_MIN, INT64_MAX };
    rwk_truth *truth = truth_of(&plain);
    rwk_rows *one = rows_of(truth, &plain), *three = rows_of(truth, &axes);
    double c[64], s[64];
    fill_untouched(c, 64), fill_untouched(s, 64);
    for (int k = 0; k < 4; k++) {
        ck_assert_status(rwk_rows_at(c, s, one, &outside[k], RWK_F64), RWK_ERANGE);
        for (int axis = 0; axis < 3; axis++) {
            int64_t positions[3] = { 1, 2, 3 };
            positions[axis] = outside[k];
            ck_assert_status(rwk_rows_at(c, s, three, positions, RWK_F64), RWK_ERANGE);
        }
    }
    ck_assert(is_untouched(c, 64) && is_untouched(s, 64));
    assert_row(one, truth, 137);
    rwk_rows_free(one);
    rwk_rows_free(three);
    rwk_rows_free(NULL);
    rwk_truth_free(truth);
}
END_TEST

/* ---- who decides ---- */

/* The chance that 2^-97 covers a midpoint beside a typical cosine is 2^-44: MPFR is not asked. */
START_TEST(test_undecided_is_zero_for_a_common_table)
{
    const rwk_config config = rwk_config_plain(128, 10000);
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    for (int64_t m = -10; m < 3000; m++) {
        double c[64], s[64];
        ck_assert_status(rwk_rows_at(c, s, rows, &m, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rows_at(c, s, rows, &m, RWK_F32), RWK_OK);
        ck_assert_status(rwk_rows_at(c, s, rows, &m, RWK_BF16), RWK_OK);
    }
    ck_assert_uint_eq(rwk_rows_undecided(rows), 0);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

/* Base 2^200, d = 128: theta_i = 2^(-200 i/64).  sin is known within 2^-97, so a relative 2^-53 is out of reach below 2^-44: i > 14. */
START_TEST(test_undecided_counts_what_mpfr_decides)
{
    const rwk_config config = rwk_config_plain(128, 0x1p200);
    const int64_t m = 1;
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    double c[64], s[64], want_c, want_s;
    ck_assert_status(rwk_rows_at(c, s, rows, &m, RWK_F64), RWK_OK);
    ck_assert_uint_ge(rwk_rows_undecided(rows), 49 - 2);
    ck_assert_uint_le(rwk_rows_undecided(rows), 49 + 2);
    for (int i = 0; i < 64; i += 8) { /* theta_i = 2^(-25 i/8) is a double */
        ck_assert_status(rwk_truth_cos_sin_of(&want_c, &want_s, exp2(-25.0 * i / 8), 1, RWK_F64), RWK_OK);
        ck_assert_same_bits(c[i], want_c);
        ck_assert_same_bits(s[i], want_s);
    }
    const size_t before = rwk_rows_undecided(rows);
    ck_assert_status(rwk_rows_at(c, s, rows, &m, RWK_F64), RWK_OK);
    ck_assert_uint_eq(rwk_rows_undecided(rows), 2 * before);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_at_slow_pairs_are_the_truth)
{
    const double bases[] = { 1e60, 0x1p200, 1e300 };
    for (int k = 0; k < 3; k++) {
        const rwk_config config = rwk_config_plain(96, bases[k]);
        assert_rows(&config, 12);
    }
}
END_TEST

static void assert_below_a_tie(double base, rwk_dtype dtype)
{
    const int64_t m = 1;
    const double u = rwk_unit_roundoff(dtype);
    rwk_config config = config_longrope(4, base, 1, 4096, 0);
    double c[2], s[2];
    config.scaling.short_factor[1] = 1;
    config.scaling.attention_factor = 1 + 3 * u;
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    ck_assert_status(rwk_rows_at(c, s, rows, &m, dtype), RWK_OK);
    ck_assert_same_bits(c[1], 1 + 2 * u);
    assert_row(rows, truth, m);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}

/* a cos a little below a tie of dtype, a = 1 + 3u and theta_1 = 2^-60 or 2^-60.5: nearer than any double shows, so down, not to even.  For
 * 2^-60 a sin is another tie, for 2^-60.5 it is none. */
START_TEST(test_at_a_little_below_a_tie)
{
    for (int d = RWK_F32; d < RWK_N_DTYPES; d++) {
        assert_below_a_tie(0x1p120, (rwk_dtype)d);
        assert_below_a_tie(0x1p121, (rwk_dtype)d);
    }
}
END_TEST

/* Frequencies beyond 2^60 need more bits than the rotor's seeds start with. */
START_TEST(test_at_fast_pairs_are_the_truth)
{
    const double bases[] = { 0.137, 1e-6, 1e-40, 1e-300 };
    for (int k = 0; k < 4; k++) {
        const rwk_config config = rwk_config_plain(32, bases[k]);
        assert_rows(&config, 8);
    }
}
END_TEST

/* Few bits to start from: the rows still decide, or ask. */
START_TEST(test_at_any_starting_precision)
{
    const long precisions[] = { 64, 96, 128, 200, 1000 };
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++)
        for (int k = 0; k < 5; k++) {
            const rwk_config config = config_example((rwk_rope_type)type);
            rwk_truth *truth = truth_at(&config, precisions[k]);
            rwk_rows *rows = rows_of(truth, NULL);
            assert_row(rows, truth, 3);
            assert_row(rows, truth, 123456789);
            rwk_rows_free(rows);
            rwk_truth_free(truth);
        }
}
END_TEST

/* More pairs than a rotor is made for: every value is MPFR's, and counted so. */
START_TEST(test_at_more_pairs_than_a_rotor_has)
{
    const rwk_config config = rwk_config_plain(2 * (RWK_ROTOR_PAIRS + 1), 10000);
    const size_t n = RWK_ROTOR_PAIRS + 1;
    const int64_t m = 4097, far = RWK_MAX_POSITION + 1;
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    const rwk_turn none, *turn = &none;
    double *v = malloc(4 * n * sizeof *v);
    ck_assert_ptr_nonnull(v);
    ck_assert_status(rwk_rows_at(v, v + n, rows, &m, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_cos_sin(v + 2 * n, v + 3 * n, truth, m, RWK_F64), RWK_OK);
    assert_same_row(v, v + 2 * n, 2 * n, "cos, sin", m, RWK_F64);
    ck_assert_uint_eq(rwk_rows_undecided(rows), n);
    ck_assert_status(rwk_rows_turn(&turn, rows, &far), RWK_ERANGE);
    ck_assert_ptr_eq(turn, &none);
    ck_assert_status(rwk_rows_turn(&turn, rows, &m), RWK_OK);
    ck_assert_ptr_null(turn);
    free(v);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

/* As many pairs as a rotor is made for. */
START_TEST(test_at_as_many_pairs_as_a_rotor_has)
{
    const rwk_config config = rwk_config_plain(2 * RWK_ROTOR_PAIRS, 10000);
    const int64_t m = 1;
    rwk_truth *truth = truth_of(&config);
    rwk_rows *rows = rows_of(truth, NULL);
    const rwk_turn *turn = NULL;
    ck_assert_status(rwk_rows_turn(&turn, rows, &m), RWK_OK);
    ck_assert_ptr_nonnull(turn);
    rwk_rows_free(rows);
    rwk_truth_free(truth);
}
END_TEST

/* ---- rounding a sum ---- */

static void assert_open(double hi, double lo, double error, rwk_dtype dtype)
{
    double value = UNTOUCHED;
    if (rwk_round_sum(&value, hi, lo, error, dtype))
        ck_abort_msg("%a + %a +- %a to %s: decided %a", hi, lo, error, rwk_dtype_name(dtype), value);
    ck_assert(is_untouched(&value, 1));
}

static void assert_decided(double hi, double lo, double error, rwk_dtype dtype, double want)
{
    double value = UNTOUCHED;
    if (!rwk_round_sum(&value, hi, lo, error, dtype))
        ck_abort_msg("%a + %a +- %a to %s: not decided", hi, lo, error, rwk_dtype_name(dtype));
    ck_assert_same_bits(value, want);
}

/* 1 + 2^-53 is halfway between doubles: hi is the one below or the one above. */
START_TEST(test_round_sum_at_a_midpoint_of_f64)
{
    const double above = 1 + 0x1p-52, error = 0x1p-97;
    for (int sign = -1; sign <= 1; sign += 2) {
        assert_open(sign, sign * 0x1p-53, error, RWK_F64);
        assert_open(sign, sign * 0x1.fffffffffffffp-54, error, RWK_F64);
        assert_open(sign * above, sign * -0x1p-53, error, RWK_F64);
        assert_decided(sign, sign * (0x1p-53 - 0x1p-95), error, RWK_F64, sign);
        assert_decided(sign * above, sign * (0x1p-95 - 0x1p-53), error, RWK_F64, sign * above);
        assert_decided(sign, sign * 0x1p-60, error, RWK_F64, sign);
        assert_decided(sign, 0, error, RWK_F64, sign);
    }
}
END_TEST

/* Halfway in dtype is a double: both neighbours are possible whatever lo is; three doubles aside all is clear. */
START_TEST(test_round_sum_at_a_midpoint_of_a_narrow_dtype)
{
    for (int d = RWK_F32; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        const double u = rwk_unit_roundoff(dtype), tie = 1 + u, step = 3 * 0x1p-52;
        for (int sign = -1; sign <= 1; sign += 2) {
            assert_open(sign * tie, 0, 0x1p-97, dtype);
            assert_open(sign * tie, 0x1p-98, 0x1p-97, dtype);
            assert_open(sign * tie, -0x1p-98, 0x1p-97, dtype);
            assert_open(sign * (tie - step), 0, 0x1p-50, dtype);
            assert_open(sign * (tie + step), 0, 0x1p-50, dtype);
            assert_decided(sign * (tie - step), 0x1p-55, 0x1p-97, dtype, sign);
            assert_decided(sign * (tie + step), -0x1p-55, 0x1p-97, dtype, sign * (1 + 2 * u));
            assert_decided(sign, 0, 0x1p-97, dtype, sign);
        }
    }
}
END_TEST

START_TEST(test_round_sum_decides_no_zero_and_no_nan)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        assert_open(0, 0, 0, dtype);
        assert_open(0, 0, 0x1p-97, dtype);
        assert_open(0x1p-98, 0, 0x1p-97, dtype);
        assert_open(-0x1p-98, 0, 0x1p-97, dtype);
        assert_open(0x1p-98, 0, 0x1p-98, dtype);
        assert_open(NAN, 0, 0x1p-97, dtype);
        assert_open(1, NAN, 0x1p-97, dtype);
        assert_open(1, 0, NAN, dtype);
        assert_open(1, 0, INFINITY, dtype);
        assert_open(INFINITY, -INFINITY, 0x1p-97, dtype);
    }
    assert_open(0x1p-30, 0, 0x1p-97, RWK_F16); /* rounds to 0: its sign is not for here */
    assert_open(-0x1p-30, 0, 0x1p-97, RWK_F16);
}
END_TEST

START_TEST(test_round_sum_near_the_ends_of_f16)
{
    assert_open(0x1p-25, 0, 0x1p-97, RWK_F16); /* halfway between 0 and the smallest subnormal */
    assert_decided(0x1.001p-25, 0, 0x1p-97, RWK_F16, 0x1p-24);
    assert_decided(-0x1.7p-24, 0x1p-80, 0x1p-97, RWK_F16, -0x1p-24);
    assert_decided(65519, 0, 0x1p-40, RWK_F16, 65504);
    assert_open(65520, 0, 0x1p-40, RWK_F16);
    assert_decided(65521, 0, 0x1p-40, RWK_F16, INFINITY);
    assert_decided(-1e6, 0, 0x1p-40, RWK_F16, -INFINITY);
}
END_TEST

/* Exactly: hi + lo - error and hi + lo + error by MPFR. */
static bool ends_round_to(double value, double hi, double lo, double error, rwk_dtype dtype, mpfr_t end)
{
    bool same = true;
    for (int sign = -1; sign <= 1; sign += 2) {
        mpfr_set_d(end, hi, MPFR_RNDN);
        mpfr_add_d(end, end, lo, MPFR_RNDN);
        mpfr_add_d(end, end, sign * error, MPFR_RNDN);
        same = same && rwk_bits(round_by_mpfr(end, dtype), RWK_F64) == rwk_bits(value, RWK_F64);
    }
    return same;
}

/* Sums around midpoints, as near as the error and nearer: what is decided is right at both ends, and most is decided. */
START_TEST(test_round_sum_never_guesses)
{
    rwk_rng rng = { 2385 };
    int decided[RWK_N_DTYPES] = { 0 };
    mpfr_t end;
    mpfr_init2(end, 300);
    for (int k = 0; k < 40000; k++) {
        const rwk_dtype dtype = (rwk_dtype)(k % RWK_N_DTYPES);
        const double place = dtype == RWK_F64 ? 0x1p-52 : 2 * rwk_unit_roundoff(dtype), sign = k & 8 ? 1 : -1;
        const double grid = sign * (1 + place * floor(rwk_rng_uniform(&rng) / place));
        const double beside = random_of(&rng, RWK_F64) * exp2(-(double)random_within(&rng, 50, 100)), error = 0x1p-97;
        const double a = dtype == RWK_F64 ? 0 : place / 2, b = dtype == RWK_F64 ? sign * (place / 2 - fabs(beside)) : beside;
        const double hi = grid + sign * a + b, lo = (grid + sign * a - hi) + b;
        double value = UNTOUCHED;
        if (!rwk_round_sum(&value, hi, lo, error, dtype)) continue;
        decided[dtype]++;
        if (!ends_round_to(value, hi, lo, error, dtype, end))
            ck_abort_msg("%a + %a +- %a to %s: decided %a", hi, lo, error, rwk_dtype_name(dtype), value);
    }
    mpfr_clear(end);
    ck_assert_int_gt(decided[RWK_F64], 7000);
    for (int d = RWK_F32; d < RWK_N_DTYPES; d++) ck_assert_int_gt(decided[d], 200);
    mpfr_free_cache();
}
END_TEST

TEST_MAIN("rows", test_at_is_the_truth_of_every_rope_type, test_at_is_the_truth_with_any_attention_factor, test_at_equals_mpfr,
          test_at_position_zero_is_exact, test_at_pairs_that_stand_still, test_at_after_the_factor_was_dropped,
          test_at_several_axes, test_turn_takes_each_pair_from_its_axis, test_at_refuses_far_positions_and_leaves_the_outputs_alone,
          test_undecided_is_zero_for_a_common_table, test_undecided_counts_what_mpfr_decides, test_at_slow_pairs_are_the_truth,
          test_at_a_little_below_a_tie, test_at_fast_pairs_are_the_truth, test_at_any_starting_precision,
          test_at_more_pairs_than_a_rotor_has, test_at_as_many_pairs_as_a_rotor_has, test_round_sum_at_a_midpoint_of_f64,
          test_round_sum_at_a_midpoint_of_a_narrow_dtype, test_round_sum_decides_no_zero_and_no_nan,
          test_round_sum_near_the_ends_of_f16, test_round_sum_never_guesses)
