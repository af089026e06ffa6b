/* SPDX-License-Identifier: MIT */
/* Tests faults/scaling_fault: each is wrong in exactly the way it says. */
#include "faults/scaling_fault.h"

#include "testing.h"

enum { N = 64 };

static rwk_config yarn(void)
{
    rwk_config c = rwk_config_plain(2 * N, 10000);
    c.rope_type = RWK_ROPE_YARN;
    c.scaling.factor = 4;
    c.scaling.original_max_position_embeddings = 2048;
    c.scaling.beta_fast = 32;
    c.scaling.beta_slow = 1;
    c.scaling.truncate = true;
    return c;
}

static double rounded(rwk_rule *rule, const rwk_config *config, size_t i)
{
    rwk_reals *pool = rwk_reals_new(192);
    double value;
    ck_assert_status(rwk_real_round(&value, rule(pool, config, i), RWK_F64), RWK_OK);
    rwk_reals_free(pool);
    return value;
}

/* The ramp rises over pairs 16 .. 41: divided up to 16 and kept from 41 on, the opposite of YaRN; in between by the rest. */
START_TEST(test_inverted_ramp)
{
    const rwk_config config = yarn();
    for (size_t i = 0; i < N; i++) {
        const double kept = rounded(rwk_rule_default, &config, i), wrong = rounded(rwk_fault_yarn_inverted_ramp, &config, i);
        const double ramp = i <= 16 ? 0 : i >= 41 ? 1 : (double)(i - 16) / 25;
        ck_assert_ulp(wrong, kept * (0.25 + 0.75 * ramp), RWK_F64, 2);
        if (i <= 16 || i >= 41) ck_assert_ulp(wrong, i <= 16 ? kept / 4 : kept, RWK_F64, 0);
        ck_assert(wrong != rounded(rwk_rule_yarn, &config, i));
    }
}
END_TEST

/* (b, T) of LLaMA-1, Llama-2, Llama-3, CodeLlama: right are 41, 46, 35, 37; 64 log_b T rounded up is 53, 58, 44, 45. */
START_TEST(test_full_turns_miscounted)
{
    static const struct {
        double base;
        int64_t context;
        size_t floor, radian;
    } want[] = { { 1e4, 2048, 40, 53 }, { 1e4, 4096, 45, 58 }, { 5e5, 8192, 34, 44 }, { 1e6, 16384, 36, 45 } };
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        ck_assert_uint_eq(rwk_fault_full_turns_floor(want[k].base, N, want[k].context), want[k].floor);
        ck_assert_uint_eq(rwk_fault_full_turns_radian(want[k].base, N, want[k].context), want[k].radian);
    }
    ck_assert_uint_eq(rwk_fault_full_turns_floor(1e4, N, 7), 0);
    ck_assert_uint_eq(rwk_fault_full_turns_floor(1e4, N, 3), 0);
    ck_assert_uint_eq(rwk_fault_full_turns_floor(1e4, N, INT64_C(1) << 40), N);
    ck_assert_uint_eq(rwk_fault_full_turns_radian(1e4, N, 1), 0);
    ck_assert_uint_eq(rwk_fault_full_turns_radian(1e4, N, INT64_C(1) << 40), N);
}
END_TEST

TEST_MAIN("scaling_fault", test_inverted_ramp, test_full_turns_miscounted)
