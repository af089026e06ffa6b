/* SPDX-License-Identifier: MIT */
/* Tests angles/rule: which rope types have a rule, and that a type without one is refused by name, not guessed. */
#include "angles/rule.h"

#include "angles/truth.h"
#include "testing.h"

START_TEST(test_find_default_has_a_rule) { ck_assert(rwk_rule_find(RWK_ROPE_DEFAULT) == rwk_rule_default); }
END_TEST

/* Rule or no rule: rwk_truth_new must agree with the table, and name the type that it refuses. */
START_TEST(test_find_and_truth_agree_on_every_type)
{
    for (int t = 0; t < RWK_N_ROPE_TYPES; t++) {
        rwk_config config = rwk_config_plain(64, 10000);
        rwk_truth *const before = (rwk_truth *)&config, *truth = before;
        rwk_diag diag = { 0 };
        config.rope_type = (rwk_rope_type)t;
        if (rwk_rule_find(config.rope_type)) continue;
        ck_assert_status(rwk_truth_new(&truth, &config, 0, &diag), RWK_EUNSUPPORTED);
        ck_assert_ptr_eq(truth, before);
        ck_assert_ptr_nonnull(strstr(diag.text, rwk_rope_type_name(config.rope_type)));
    }
}
END_TEST

/* A rule that two types share is a slip in the table. */
START_TEST(test_find_gives_every_type_its_own_rule)
{
    for (int a = 0; a < RWK_N_ROPE_TYPES; a++)
        for (int b = 0; b < a; b++) {
            rwk_rule *const rule = rwk_rule_find((rwk_rope_type)a);
            ck_assert(!rule || rule != rwk_rule_find((rwk_rope_type)b));
        }
}
END_TEST

/* 1e4^(-2i/8) = 10^-i, decimals that the compiler rounds. */
START_TEST(test_default_is_a_geometric_sequence)
{
    const double want[] = { 1, 0.1, 0.01, 0.001 };
    const rwk_config config = rwk_config_plain(8, 10000);
    rwk_reals *pool = rwk_reals_new(128);
    for (size_t i = 0; i < 4; i++) {
        double theta = 0;
        ck_assert_status(rwk_real_round(&theta, rwk_rule_default(pool, &config, i), RWK_F64), RWK_OK);
        ck_assert_same_bits(theta, want[i]);
    }
    rwk_reals_free(pool);
}
END_TEST

TEST_MAIN("rule", test_find_default_has_a_rule, test_find_and_truth_agree_on_every_type, test_find_gives_every_type_its_own_rule,
          test_default_is_a_geometric_sequence)
