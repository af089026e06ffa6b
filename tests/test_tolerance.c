/* SPDX-License-Identifier: MIT */
/* Tests oracle/tolerance: the published example, each term by hand, and honest engines that must stay within the bounds and use them. */
#include "oracle/tolerance.h"

#include "config/config_load.h"
#include "config/preset.h"
#include "engines.h"

/* T of the worst element of one head, rotated in f32 at a position. */
static double worst_bound(const rwk_config *config, const double x[], int64_t m, rwk_grade grade)
{
    double delta[2], inv_freq[2], worst = 0;
    const rwk_tolerance t = rwk_tolerance_of(config, RWK_F32, false);
    const rwk_rounding_terms terms = rwk_tolerance_terms(&t, grade, false);
    for (int i = 0; i < 2; i++) inv_freq[i] = pow(config->rope_theta, -i / 2.0);
    rwk_tolerance_angles(delta, inv_freq, 2, &t, grade);
    for (int i = 0; i < 2; i++) {
        const double r = hypot(x[i], x[i + 2]), angle = (double)m * inv_freq[i];
        const double y[2] = { x[i] * cos(angle) - x[i + 2] * sin(angle), x[i] * sin(angle) + x[i + 2] * cos(angle) };
        for (int k = 0; k < 2; k++)
            worst =
                fmax(worst, rwk_tolerance_at(r, rwk_tolerance_turn((double)m, delta[i], inv_freq[i], grade), fabs(y[k]), &terms));
    }
    return worst;
}

/* The example that was published with the model of the bounds: D = 4, base 500000, half-split, f32; three digits, rounded up.  There the
 * L4 of position 4095 was the running product's alone, 2.53e-04; here it is never below L3. */
START_TEST(test_bounds_of_the_published_example)
{
    const rwk_config config = rwk_config_plain(4, 500000);
    const double x[] = { 1, -.5, .25, 2 };
    const struct {
        int64_t m;
        rwk_grade grade;
        double want;
    } cases[] = { { 1, RWK_L2, 6.63e-07 },    { 1, RWK_L3, 8.38e-07 },    { 1, RWK_L4, 8.38e-07 },
                  { 4095, RWK_L2, 6.63e-07 }, { 4095, RWK_L3, 7.56e-04 }, { 4095, RWK_L4, 7.56e-04 } };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const double bound = worst_bound(&config, x, cases[k].m, cases[k].grade);
        if (!(bound <= cases[k].want && bound > 0.995 * cases[k].want))
            ck_abort_msg("position %d, L%d: %.4g, want %.3g", (int)cases[k].m, cases[k].grade, bound, cases[k].want);
    }
}
END_TEST

/* delta / (theta u) of pair i, by hand: 3 + e ln b and the terms of the rules. */
START_TEST(test_roundings_of_the_rules)
{
    const double log_base = log(10000), X = 128.0 / 126;
    const struct {
        rwk_config config;
        double l3, l4;
    } cases[] = {
        { rwk_config_plain(128, 10000), 3 + log_base / 2, 1 + 32 * (2 + log_base / 64) },
        { rwk_config_plain(128, 10000.1), 3 + (log(10000.1) + 1) / 2, 1 + 32 * (2 + (log(10000.1) + 1) / 64) },
        { config_scaled(RWK_ROPE_LINEAR, 128, 10000, 8), 5 + log_base / 2, 3 + 32 * (2 + log_base / 64) },
        { config_scaled(RWK_ROPE_LINEAR, 128, 10000, 1.1), 6 + log_base / 2, 4 + 32 * (2 + log_base / 64) },
        { config_scaled(RWK_ROPE_NTK, 128, 10000, 4), 3 + (log_base + 2.5 + 2 * X * log(4)) / 2,
          1 + 32 * (2 + (log_base + 2.5 + 2 * X * log(4)) / 64) },
        { config_dynamic(128, 10000, 2, 4096, 8192), 3 + (log_base + 2.5 + X * (2 * log(3) + 9.0 / 3 + 1)) / 2,
          1 + 32 * (2 + (log_base + 2.5 + X * (2 * log(3) + 9.0 / 3 + 1)) / 64) },
        { config_longrope(128, 10000, 4, 4096, 0), 5.5 + log_base / 2, 3.5 + 32 * (2 + log_base / 64) },
        { config_proportional(128, 10000, 1, 64), 5 + log_base / 2, 3 + 32 * (2 + log_base / 64) },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double delta[64], theta[64];
        const rwk_tolerance t = rwk_tolerance_of(&cases[k].config, RWK_F32, false);
        for (int i = 0; i < 64; i++) theta[i] = 0.25;
        rwk_tolerance_angles(delta, theta, 64, &t, RWK_L2);
        ck_assert_near(delta[32] / 0x1p-55, cases[k].l3, 1e-12 * cases[k].l3);
        rwk_tolerance_angles(delta, theta, 64, &t, RWK_L3);
        ck_assert_near(delta[32] / 0x1p-26, cases[k].l3, 1e-12 * cases[k].l3);
        rwk_tolerance_angles(delta, theta, 64, &t, RWK_L4);
        ck_assert_near(delta[32] / 0x1p-26, cases[k].l4, 1e-12 * cases[k].l4);
        ck_assert_near(delta[0] / 0x1p-26, 3 + t.rule, 1e-12);
    }
}
END_TEST

/* The blend's term: Llama-3.1 between pairs 29 and 34, one more on either side, and nowhere else; gpt-oss, whose ramp has no whole ends. */
START_TEST(test_blend_is_allowed_where_pairs_are_blended)
{
    double delta[64], theta[64] = { 0 };
    const rwk_config llama = config_llama3(128, 500000, 8, 8192), oss = config_gpt_oss(), qwen = config_yarn(128, 1e6, 4, 32768);
    rwk_tolerance t = rwk_tolerance_of(&llama, RWK_F32, false);
    rwk_tolerance_angles(delta, theta, 64, &t, RWK_L3); /* theta' = 0: what is left is the blend */
    for (int i = 0; i < 64; i++) {
        const double want = i >= 28 && i <= 35 ? 0.875 * (4 + 4 * (8 + log(500000)) / 3) * pow(500000, -i / 64.0) * 0x1p-24 : 0;
        ck_assert_near(delta[i], want, 1e-12 * want);
    }
    t = rwk_tolerance_of(&oss, RWK_F32, false); /* low 8.092779, high 17.398025 */
    rwk_tolerance_angles(delta, theta, 32, &t, RWK_L3);
    const double ends = (5 * 17.398025 + 128 / log(150000)) / (17.398025 - 8.092779);
    for (int i = 0; i < 32; i++) {
        const double want = i >= 8 && i <= 18 ? 31.0 / 32 * (4 + ends) * pow(150000, -i / 32.0) * 0x1p-24 : 0;
        ck_assert_near(delta[i], want, 1e-6 * want);
    }
    t = rwk_tolerance_of(&qwen, RWK_F32, false);
    ck_assert_near(t.blend, 0.75 * 4, 1e-12);
    ck_assert(t.rule == 4 && rwk_tolerance_of(&(rwk_config){ .head_dim = 4,
                                                             .rotary_dim = 4,
                                                             .rope_theta = 10000,
                                                             .rope_type = RWK_ROPE_LLAMA3,
                                                             .scaling = { .factor = 1.1 } },
                                              RWK_F32, false)
                                     .rule == 5);
}
END_TEST

/* A ramp of no width allows nothing beyond the difference of its ends, and nothing at other pairs. */
START_TEST(test_blend_of_no_width)
{
    double delta[64], theta[64] = { 0 };
    rwk_config config = config_llama3(128, 500000, 8, 8192);
    config.scaling.low_freq_factor = config.scaling.high_freq_factor = 4;
    const rwk_tolerance t = rwk_tolerance_of(&config, RWK_F32, false);
    rwk_tolerance_angles(delta, theta, 64, &t, RWK_L4);
    for (int i = 0; i < 64; i++) ck_assert_near(delta[i], i >= 28 && i <= 29 ? 0.875 * pow(500000, -i / 64.0) : 0, 1e-9);
}
END_TEST

START_TEST(test_positions_beyond_f32)
{
    const double m = 0x1p24 + 1, delta = 3 * 0x1p-24;
    ck_assert_near(rwk_tolerance_turn(0x1p24, delta, 1, RWK_L3), 3, 0);
    ck_assert_near(rwk_tolerance_turn(-0x1p24, delta, 1, RWK_L4), 3, 0);
    ck_assert_near(rwk_tolerance_turn(m, delta, 1, RWK_L3), 4 * m * 0x1p-24, 0);
    ck_assert_near(rwk_tolerance_turn(-m, delta, -1, RWK_L4), 4 * m * 0x1p-24, 0);
    ck_assert_near(rwk_tolerance_turn(m, delta, 1, RWK_L2), 3 * m * 0x1p-24, 0);
}
END_TEST

/* u_w, u_cache, u_o and eta by grade and dtype of the answer. */
START_TEST(test_terms)
{
    const rwk_config config = rwk_config_plain(4, 10000);
    const double f32 = 0x1p-24, bf16 = 0x1p-8, f16 = 0x1p-11, root = sqrt(2);
    const struct {
        rwk_dtype answer;
        bool compute_f32;
        rwk_grade grade;
        double relative, output, absolute;
    } cases[] = {
        { RWK_F32, false, RWK_L2, root * (0x1p-52 + f32) + 3 * f32, f32, 7 * 0x1p-150 },
        { RWK_F32, false, RWK_L3, root * 2 * f32 + 3 * f32, f32, 7 * 0x1p-150 },
        { RWK_F64, false, RWK_L4, root * 2 * f32 + 3 * f32, 0x1p-53, 6 * 0x1p-150 + 0x1p-1074 },
        { RWK_BF16, false, RWK_L2, root * (0x1p-52 + f32) + 3 * f32, bf16, 6 * 0x1p-150 + 0x1p-134 },
        { RWK_BF16, false, RWK_L3, root * (2 * f32 + bf16) + 3 * bf16, bf16, 7 * 0x1p-134 },
        { RWK_F16, false, RWK_L4, root * (2 * f32 + f16) + 3 * f16, f16, 7 * 0x1p-25 },
        { RWK_F16, true, RWK_L4, root * 2 * f32 + 3 * f32, f16, 6 * 0x1p-150 + 0x1p-25 },
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const rwk_tolerance t = rwk_tolerance_of(&config, cases[k].answer, cases[k].compute_f32);
        const rwk_rounding_terms terms = rwk_tolerance_terms(&t, cases[k].grade, false);
        ck_assert_near(terms.relative, cases[k].relative, 1e-12 * cases[k].relative);
        ck_assert_same_bits(terms.output, cases[k].output);
        ck_assert_near(terms.absolute, cases[k].absolute, 1e-9 * cases[k].absolute);
    }
    const rwk_tolerance t = rwk_tolerance_of(&config, RWK_BF16, false);
    const rwk_rounding_terms table = rwk_tolerance_terms(&t, RWK_L3, true);
    ck_assert_near(table.relative, root * 2 * f32, 1e-20);
    ck_assert_same_bits(table.output, bf16);
    ck_assert_same_bits(table.absolute, 0x1p-134);
}
END_TEST

START_TEST(test_names_of_grades)
{
    rwk_grade grade = RWK_L2;
    for (int g = RWK_L0; g <= RWK_L4; g++) {
        ck_assert_status(rwk_grade_from_name(&grade, rwk_grade_name((rwk_grade)g)), RWK_OK);
        ck_assert_int_eq(grade, g);
    }
    ck_assert_status(rwk_grade_from_name(&grade, "FAIL"), RWK_EPARSE);
    ck_assert_status(rwk_grade_from_name(&grade, "l2"), RWK_EPARSE);
    ck_assert_int_eq(grade, RWK_L4);
    ck_assert_str_eq(rwk_grade_name(RWK_GRADE_FAIL), "FAIL");
}
END_TEST

/* What the proofs assume of the library: a power within u/2 before it is rounded, and for the running product a scale within u.  (D20.4) */
START_TEST(test_library_is_as_good_as_assumed)
{
    for (size_t k = 0; rwk_preset_at(k); k++) {
        rwk_config c;
        char name[64];
        mpfr_t exact, base;
        snprintf(name, sizeof name, "preset:%s", rwk_preset_at(k)->name);
        if (rwk_config_load(&c, name, NULL, NULL) != RWK_OK) continue; /* ALiBi */
        mpfr_inits2(REFERENCE_BITS, exact, base, (mpfr_ptr)0);
        mpfr_set_d(base, c.rope_theta, MPFR_RNDN);
        for (size_t i = 0; i < c.rotary_dim / 2; i++) {
            const double e = rwk_round(2 * (double)i / (double)c.rotary_dim, RWK_F32),
                         power = (double)powf((float)c.rope_theta, (float)e);
            mpfr_set_d(exact, e, MPFR_RNDN);
            mpfr_pow(exact, base, exact, MPFR_RNDN);
            const double error = fabs(mpfr_get_d(exact, MPFR_RNDN) - power);
            ck_assert_near(error, 0, rwk_ulp(power, RWK_F32) / 2 + 0x1p-25 * power);
        }
        const double e = rwk_round(-2 / (double)c.rotary_dim, RWK_F32), scale = (double)powf((float)c.rope_theta, (float)e);
        mpfr_set_d(exact, e, MPFR_RNDN);
        mpfr_pow(exact, base, exact, MPFR_RNDN);
        ck_assert_near(scale, mpfr_get_d(exact, MPFR_RNDN), 0x1p-24 * scale);
        mpfr_clears(exact, base, (mpfr_ptr)0);
    }
}
END_TEST

/* ---- Honest engines ---- */

static const int64_t LADDER[] = {
    0,     1,     2,    3,       4,      8,      16,     32,     64,      128,     255,           256,          257,   259,
    512,   1024,  2047, 2048,    2049,   4095,   4096,   8191,   8192,    16384,   32767,         32768,        65504, 65519,
    65520, 65536, -67,  1 << 17, 131071, 262143, 262144, 524288, 1048575, 1048576, (1 << 24) + 1, (1 << 27) - 3
};

static void assert_within(const usage *u, const char *of)
{
    for (int kind = ENGINE_HF; kind <= ENGINE_GGML; kind++)
        for (int single = 0; single < 2; single++) {
            for (int type = 0; type < RWK_N_ROPE_TYPES; type++)
                if (!(u->angle[kind][single][type] <= 1))
                    ck_abort_msg("%s: %s, %s: %g of the bound", of, ENGINE_NAMES[kind], rwk_rope_type_name((rwk_rope_type)type),
                                 u->angle[kind][single][type]);
            for (int dtype = 0; dtype < RWK_N_DTYPES; dtype++) ck_assert_near(u->value[kind][single][dtype], 0, 1);
        }
}

START_TEST(test_engines_stay_within_the_bounds_of_every_preset)
{
    static const char *const LAYERS[] = { NULL, "sliding_attention" };
    usage u = { 0 };
    rwk_rng rng = { 1 };
    for (size_t k = 0; rwk_preset_at(k); k++)
        for (int layer = 0; layer < 2; layer++) {
            rwk_config config;
            char name[64];
            snprintf(name, sizeof name, "preset:%s", rwk_preset_at(k)->name);
            if (rwk_config_load(&config, name, LAYERS[layer], NULL) != RWK_OK) continue;
            use_config(&u, &config, LADDER, sizeof LADDER / sizeof LADDER[0], &rng);
            assert_within(&u, name);
        }
    ck_assert_int_gt(u.n, 100000);
    ck_assert_double_gt(u.angle[ENGINE_HF][1][RWK_ROPE_DEFAULT], 0.3); /* the bounds are not idle */
    ck_assert_double_gt(u.angle[ENGINE_HF][1][RWK_ROPE_LLAMA3], 0.2);
    ck_assert_double_gt(u.angle[ENGINE_GGML][1][RWK_ROPE_DEFAULT], 0.2);
    ck_assert_double_gt(u.angle[ENGINE_HF][0][RWK_ROPE_DEFAULT], 0.3);
}
END_TEST

START_TEST(test_engines_stay_within_the_bounds_of_random_configs)
{
    usage u = { 0 };
    rwk_rng rng = { 2 };
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++)
        for (int k = 0; k < 20; k++) {
            const rwk_config config = random_config((rwk_rope_type)type, &rng);
            use_config(&u, &config, LADDER, sizeof LADDER / sizeof LADDER[0], &rng);
            assert_within(&u, rwk_rope_type_name((rwk_rope_type)type));
        }
    for (int kind = ENGINE_HF; kind <= ENGINE_GGML; kind++)
        for (int type = 0; type < RWK_N_ROPE_TYPES; type++) ck_assert_double_gt(u.angle[kind][1][type], 0.1);
}
END_TEST

/* The bound tells f64 from f32, and f32 from a running product: each engine exceeds the grade above its own. */
START_TEST(test_engines_exceed_the_grade_above)
{
    const rwk_config config = rwk_config_plain(128, 10000);
    const engine_state single = engine_of(ENGINE_HF, &config, RWK_F32), running = engine_of(ENGINE_GGML, &config, RWK_F32);
    engine_truth t;
    double phi[64], theta[64], delta[64], worst = 0;
    engine_truth_init(&t, &config);
    const rwk_tolerance tolerance = rwk_tolerance_of(&config, RWK_F32, false);
    for (size_t i = 0; i < 64; i++) theta[i] = frequency_of(&single, i);
    rwk_tolerance_angles(delta, t.inv_freq, 64, &tolerance, RWK_L2);
    engine_angles(phi, &single, theta, t.ratio, 131071);
    ck_assert_double_gt(angle_error(&t, phi[1], 1, 131071), 1e6 * 131071 * delta[1]);
    rwk_tolerance_angles(delta, t.inv_freq, 64, &tolerance, RWK_L3);
    for (int k = 1; k < 64; k++) {
        engine_angles(phi, &running, theta, t.ratio, 131071 - k);
        for (size_t i = 0; i < 64; i++) use(&worst, angle_error(&t, phi[i], i, 131071 - k), (131071 - k) * delta[i]);
    }
    ck_assert_double_gt(worst, 1.5);
    engine_truth_clear(&t);
}
END_TEST

TEST_MAIN("tolerance", test_bounds_of_the_published_example, test_roundings_of_the_rules,
          test_blend_is_allowed_where_pairs_are_blended, test_blend_of_no_width, test_positions_beyond_f32, test_terms,
          test_names_of_grades, test_library_is_as_good_as_assumed, test_engines_stay_within_the_bounds_of_every_preset,
          test_engines_stay_within_the_bounds_of_random_configs, test_engines_exceed_the_grade_above)
