/* SPDX-License-Identifier: MIT */
/* Tests faults/zoo: what every entry must have, that it changes what it says, that a sample of it is detected and named, no false alarm. */
#include "faults/zoo.h"

#include <ctype.h>

#include "faults/rule_fault.h"
#include "matrix.h"
#include "oracle/suite.h"
#include "testing.h"

static rwk_config config_of(const char *spec)
{
    rwk_config config;
    rwk_diag diag = { .text = "" };
    if (rwk_config_load(&config, spec, NULL, &diag) != RWK_OK) ck_abort_msg("%s: %s", spec, diag.text);
    return config;
}

static rwk_pipeline pipeline_of(const rwk_config *config)
{
    rwk_pipeline p;
    ck_assert_status(rwk_pipeline_of(&p, config, NULL), RWK_OK);
    return p;
}

static rwk_probe probe_of(const rwk_config *config, rwk_dtype dtype)
{
    rwk_probe probe = { 0 };
    ck_assert_status(rwk_probe_init(&probe, config, dtype, true, false, NULL), RWK_OK);
    return probe;
}

/* ---- Entries ---- */

START_TEST(test_zoo_has_sixty_bugs_and_ends)
{
    ck_assert_uint_ge(rwk_zoo_size(), 60);
    ck_assert_ptr_null(rwk_zoo_bug(rwk_zoo_size()));
    ck_assert_ptr_null(rwk_zoo_find("no-such-bug"));
    for (size_t k = 0; k < rwk_zoo_size(); k++)
        ck_assert_ptr_eq(rwk_zoo_find(rwk_zoo_bug(k)->id), rwk_zoo_bug(k)); /* so ids are unique */
}
END_TEST

static bool is_kebab(const char *id)
{
    for (const char *c = id; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && (*c != '-' || c == id || c[1] == '-' || c[1] == '\0'))
            return false;
    return id[0] != '\0';
}

START_TEST(test_zoo_entries_are_whole)
{
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        const rwk_bug *b = rwk_zoo_bug(k);
        if (!is_kebab(b->id) || strlen(b->id) > 31) ck_abort_msg("%s: no name for a column", b->id);
        if (!b->title[0] || !b->formula[0] || !b->shows[0] || !b->expects[0] || !b->make)
            ck_abort_msg("%s: something is missing", b->id);
        for (const char *at = b->source; *at; at += strspn(at, "; ")) { /* each report has its number, or was read in the source */
            const size_t n = strcspn(at, ";");
            const char *number = memchr(at, '#', n);
            if (!(number && isdigit((unsigned char)number[1])) && !(n > 6 && strncmp(at + n - 6, "[code]", 6) == 0))
                ck_abort_msg("%s: source %.*s", b->id, (int)n, at);
            at += n;
        }
        ck_assert_int_ne(b->source[0], '\0');
    }
}
END_TEST

START_TEST(test_expected_ids_match_with_their_numbers)
{
    const rwk_config gptj = config_of("preset:gpt-j-6b"); /* 64 of 256 slots */
    const rwk_bug *b = rwk_zoo_find("denominator-head-dim"), *inverse = rwk_zoo_find("transposed-rotation");
    ck_assert(rwk_bug_expects(b, "denominator-256", &gptj) && rwk_bug_expects(b, "denominator-255", &gptj));
    ck_assert(!rwk_bug_expects(b, "denominator-128", &gptj) && rwk_bug_expects(b, "denominator-128", NULL));
    ck_assert(!rwk_bug_expects(b, "denominator-", &gptj) && !rwk_bug_expects(b, "denominator-256x", &gptj) &&
              !rwk_bug_expects(b, "denominator", &gptj));
    ck_assert(rwk_bug_expects(inverse, "sign-flipped", &gptj) && rwk_bug_expects(inverse, "inverse", &gptj) &&
              !rwk_bug_expects(inverse, "sign", &gptj));
    const rwk_bug *offset = rwk_zoo_find("offset-lost-with-eviction");
    ck_assert(rwk_bug_expects(offset, "position-offset-64", &gptj) && !rwk_bug_expects(offset, "position-offset+64", &gptj));
}
END_TEST

/* ---- What they change ---- */

static bool same_answer(const rwk_bug *b, const rwk_config *config, const rwk_probe *probe)
{
    rwk_simulation right = { 0 }, wrong = { 0 };
    rwk_pipeline p = pipeline_of(config);
    const rwk_evidence_kind kind = b->needs_keys ? RWK_SCORES : RWK_ROTATED;
    ck_assert_status(rwk_simulate(&right, &p, config, probe, RWK_F64, kind), RWK_OK);
    ck_assert_status(b->make(&p, config), RWK_OK);
    ck_assert_status(rwk_simulate(&wrong, &p, config, probe, RWK_F64, kind), RWK_OK);
    const bool same = memcmp(right.y, wrong.y, rwk_tensor_bytes(&right.evidence.y)) == 0;
    rwk_simulation_clear(&right);
    rwk_simulation_clear(&wrong);
    return same;
}

START_TEST(test_every_bug_changes_something_where_it_applies)
{
    bool applies[128] = { false };
    for (size_t c = 0; c < N_MATRIX_CONFIGS; c++) {
        rwk_config config;
        ck_assert(matrix_load(&config, &MATRIX_CONFIGS[c]));
        rwk_probe probe = probe_of(&config, RWK_F32);
        for (size_t k = 0; k < rwk_zoo_size(); k++) {
            if (!rwk_bug_applies(rwk_zoo_bug(k), &config)) continue;
            applies[k] = true;
            if (same_answer(rwk_zoo_bug(k), &config, &probe))
                ck_abort_msg("%s changes nothing on %s", rwk_zoo_bug(k)->id, MATRIX_CONFIGS[c].name);
        }
        rwk_probe_clear(&probe);
    }
    for (size_t k = 0; k < rwk_zoo_size(); k++)
        if (!applies[k]) ck_abort_msg("%s applies nowhere", rwk_zoo_bug(k)->id);
}
END_TEST

/* Largest |m (theta - theta')| over the pairs of a config [radian], m = 4095 or as told. */
static double angle_off(const char *id, const char *spec, double m)
{
    const rwk_config config = config_of(spec);
    const rwk_pipeline right = pipeline_of(&config);
    rwk_pipeline wrong = right;
    double worst = 0;
    ck_assert_status(rwk_zoo_find(id)->make(&wrong, &config), RWK_OK);
    for (size_t i = 0; i < config.rotary_dim / 2; i++) worst = fmax(worst, m * fabs(wrong.inv_freq[i] - right.inv_freq[i]));
    return worst;
}

/* Sizes that were computed elsewhere (binary128, from the projects' code) when the reports were collected. */
START_TEST(test_sizes_are_those_of_the_reports)
{
    ck_assert_prints(angle_off("default-base", "head_dim=128,rope_theta=500000", 1), "%.2f", "0.13");
    ck_assert_prints(angle_off("default-base", "head_dim=128,rope_theta=500000", 100), "%.2f", "12.95");
    ck_assert_prints(angle_off("denominator-head-dim", "preset:gpt-j-6b", 1), "%.2f", "0.47");
    ck_assert_prints(angle_off("yarn-ramp-inverted", "preset:deepseek-v3", 1), "%.3f", "0.975");
    ck_assert_prints(angle_off("yarn-truncate-ignored", "preset:gpt-oss-20b", 4095), "%.2f", "0.90");
    ck_assert_prints(angle_off("yarn-truncate-ignored", "preset:gpt-oss-20b", 131071), "%.1f", "28.9");
    ck_assert_prints(angle_off("yarn-original-length", "preset:deepseek-v3", 4095), "%.0f", "22"); /* 21.85 */
    ck_assert_prints(angle_off("llama3-ignored", "preset:llama-3.1-8b", 1000), "%.2f", "0.89");
    ck_assert_prints(angle_off("llama3-ignored", "preset:llama-3.1-8b", 8191), "%.1f", "7.3");
    const char *dynamic = "head_dim=128,rope_theta=10000,max_position_embeddings=4096,rope_type=dynamic,factor=2";
    ck_assert_prints(angle_off("dynamic-uniform", dynamic, 1), "%.4f", "0.5055");
    ck_assert_prints(angle_off("dynamic-static", dynamic, 4095), "%.0f", "172");
}
END_TEST

START_TEST(test_wrong_formulas_by_hand)
{
    double theta[64];
    rwk_config c = config_of("head_dim=8,rope_theta=16,max_position_embeddings=64,rope_type=linear,factor=4");
    rwk_fault_plain(theta, &c); /* 16^(-i/4) = 2^-i */
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], exp2(-i), 1e-15);
    rwk_fault_factor_in_exponent(theta, &c);
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], exp2(-i / 4.0), 1e-15);
    rwk_fault_floored_exponent(theta, &c); /* floor(-ln 16 / 8 / 2) = -1 */
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], exp(-2 * i), 1e-15);
    rwk_fault_ntk_uniform(theta, &c); /* 4^(8/6) = 2^(8/3) */
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], exp2(-i - 8 / 3.0), 1e-15);
    rwk_fault_ntk_shifted(theta, &c); /* 64^(-i/4) / 4^(1/4) = 2^(-(3i + 1)/2) */
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], exp2(-(3 * i + 1) / 2.0), 1e-15);
    c.n_axes = 2, c.mrope_section[0] = 1, c.mrope_section[1] = 3;
    rwk_fault_sections_restart(theta, &c);
    const double want[] = { 1, 1, 0.5, 0.25 };
    for (int i = 0; i < 4; i++) ck_assert_near(theta[i], want[i], 1e-15);
}
END_TEST

/* Slots of 8, named by their place in an interleaved head: whole it would become 0 2 4 6 1 3 5 7, in two parts it becomes 0 2 1 3 4 6 5 7. */
START_TEST(test_keys_in_two_parts)
{
    rwk_config c = rwk_config_plain(8, 10000);
    rwk_pipeline p = pipeline_of(&c);
    const double half[] = { 0, 2, 4, 6, 1, 3, 5, 7 }, wrong_half[] = { 0, 2, 1, 3, 4, 6, 5, 7 };
    const double pairs[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, wrong_pairs[] = { 0, 4, 2, 6, 1, 5, 3, 7 };
    double y[8];
    rwk_pipeline_key(y, half, &p);
    ck_assert_mem_eq(y, half, sizeof y);
    p.key_chunks = 2;
    rwk_pipeline_key(y, half, &p);
    ck_assert_mem_eq(y, wrong_half, sizeof y);
    p.layout = RWK_INTERLEAVED;
    rwk_pipeline_key(y, pairs, &p);
    ck_assert_mem_eq(y, wrong_pairs, sizeof y);
}
END_TEST

/* ---- A sample of the matrix ---- */

/* Each bug on the first config it applies to, f32 and every third one in bf16. */
START_TEST(test_a_sample_is_detected_and_named)
{
    static rwk_diagnosis found;
    size_t detected = 0, known = 0;
    double slowest = 0;
    bool done[2][128] = { { false } };
    for (size_t c = 0; c < N_MATRIX_CONFIGS; c++) {
        rwk_config config;
        ck_assert(matrix_load(&config, &MATRIX_CONFIGS[c]));
        for (int narrow = 0; narrow < 2; narrow++) {
            const rwk_dtype answer = narrow ? RWK_BF16 : RWK_F32;
            rwk_probe probe = probe_of(&config, answer);
            for (size_t k = 0; k < rwk_zoo_size(); k++) {
                const rwk_bug *b = rwk_zoo_bug(k);
                if (done[narrow][k] || (narrow && k % 3) || !rwk_bug_applies(b, &config)) continue;
                cell x = { .found = &found };
                ck_assert(matrix_cell(&x, b, &config, &probe, answer, b->needs_keys ? RWK_SCORES : RWK_ROTATED));
                if (x.outcome == CELL_MISSED) ck_abort_msg("%s: not detected", b->id);
                done[narrow][k] = x.detected, detected += x.detected, slowest = fmax(slowest, x.seconds);
                known += x.outcome == CELL_NAMED || x.outcome == CELL_IN_SET;
                if (x.detected && x.outcome != CELL_NAMED && x.outcome != CELL_IN_SET)
                    printf("%s on %s in %s: %s\n", b->id, MATRIX_CONFIGS[c].name, rwk_dtype_name(answer), found.findings[0].id);
            }
            rwk_probe_clear(&probe);
        }
    }
    printf("%zu detected, %zu named, slowest %.2f s\n", detected, known, slowest);
    ck_assert_uint_ge(detected, 110);
    ck_assert_uint_eq(known, detected);
}
END_TEST

START_TEST(test_correct_engines_raise_no_alarm)
{
    static const char *const SPECS[] = { "preset:llama-3.1-8b", "preset:gpt-j-6b", "preset:gpt-oss-20b", "preset:qwen3-vl",
                                         "preset:phi-3-mini-128k" };
    for (size_t k = 0; k < sizeof SPECS / sizeof SPECS[0]; k++) {
        const rwk_config config = config_of(SPECS[k]);
        rwk_probe probe = probe_of(&config, RWK_F32);
        for (int e = 0; e < N_ENGINES; e++)
            for (int kind = RWK_ROTATED; kind <= RWK_SCORES; kind++) {
                bool alarm;
                double used;
                ck_assert(matrix_alarm(&alarm, &used, &config, &probe, (engine)e, (rwk_evidence_kind)kind));
                if (alarm)
                    ck_abort_msg("%s, %s, %s: %g of the bound", SPECS[k], ENGINE_NAMES[e],
                                 rwk_evidence_name((rwk_evidence_kind)kind), used);
            }
        rwk_probe_clear(&probe);
    }
}
END_TEST

/* ---- Somebody else's test ---- */

static size_t killed(rwk_suite *suite, const rwk_probe *probe, double atol)
{
    size_t n = 0;
    suite->atol = atol, suite->rtol = 0;
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        rwk_mutant m;
        ck_assert_status(rwk_suite_try(&m, suite, rwk_zoo_bug(k), probe), RWK_OK);
        n += m.applies && m.used > 1;
        if (m.applies && atol == 0) ck_assert(m.used > 1); /* whoever asks for the bits sees everything */
    }
    return n;
}

START_TEST(test_a_suite_kills_by_its_tolerance)
{
    rwk_suite suite = { .config = config_of("preset:gpt-neox-20b"), .dtype = RWK_F32 };
    rwk_probe probe = probe_of(&suite.config, RWK_F32);
    suite.inputs = probe_of(&suite.config, RWK_F32);
    const size_t all = killed(&suite, &probe, 0), some = killed(&suite, &probe, 1e-3), none = killed(&suite, &probe, 10);
    ck_assert(all > some && some > 20 && none == 0);
    suite.inputs.batch = suite.inputs.seq = 1; /* position 0 alone shows nothing but slots */
    ck_assert_uint_lt(killed(&suite, &probe, 1e-3), some / 2);
    rwk_suite_default_tolerance(&suite.atol, &suite.rtol, RWK_BF16);
    ck_assert(suite.atol == 1e-5 && suite.rtol == 1.6e-2);
    rwk_probe_clear(&probe);
    rwk_probe_clear(&suite.inputs);
}
END_TEST

TEST_MAIN("zoo", test_zoo_has_sixty_bugs_and_ends, test_zoo_entries_are_whole, test_expected_ids_match_with_their_numbers,
          test_every_bug_changes_something_where_it_applies, test_sizes_are_those_of_the_reports, test_wrong_formulas_by_hand,
          test_keys_in_two_parts, test_a_sample_is_detected_and_named, test_correct_engines_raise_no_alarm,
          test_a_suite_kills_by_its_tolerance)
