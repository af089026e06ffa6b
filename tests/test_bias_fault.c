/* SPDX-License-Identifier: MIT */
/* Tests faults/bias_fault: each is wrong in exactly the way it says. */
#include "faults/bias_fault.h"

#include "testing.h"

/* 12 heads: 2^(-2/3) where the published code has 2^-1; powers of two are not concerned. */
START_TEST(test_naive_slopes)
{
    double naive[16], right[16];
    ck_assert_status(rwk_fault_alibi_slopes_naive(naive, 12, 8, RWK_F64), RWK_OK);
    ck_assert_status(rwk_alibi_slopes(right, 12, 8, RWK_F64), RWK_OK);
    ck_assert_near(naive[0], 0.62996052494743659, 0x1p-52); /* the cube root of 1/4 */
    ck_assert_same_bits(right[0], 0.5);
    ck_assert_same_bits(naive[11], right[7]);
    ck_assert_status(rwk_fault_alibi_slopes_naive(naive, 8, 8, RWK_F64), RWK_OK);
    ck_assert_status(rwk_alibi_slopes(right, 8, 8, RWK_F64), RWK_OK);
    for (int h = 0; h < 8; h++) ck_assert_same_bits(naive[h], right[h]);
}
END_TEST

START_TEST(test_slopes_from_zero)
{
    double fault[8];
    ck_assert_status(rwk_fault_alibi_slopes_from_zero(fault, 8, 8, RWK_F64), RWK_OK);
    for (int h = 0; h < 8; h++) ck_assert_same_bits(fault[h], ldexp(1, -h));
}
END_TEST

START_TEST(test_slopes_statuses)
{
    double slopes[2];
    fill_untouched(slopes, 2);
    ck_assert_status(rwk_fault_alibi_slopes_naive(slopes, 0, 8, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_fault_alibi_slopes_from_zero(slopes, 2, 0, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(slopes, 2));
}
END_TEST

START_TEST(test_sign)
{
    const rwk_bias_block block = { 1, 3, 2, 0, true };
    double bias[3];
    ck_assert_status(rwk_fault_alibi_sign(bias, &block, 0.5, RWK_ALIBI_DISTANCE), RWK_OK);
    ck_assert(bias[0] == 1 && bias[1] == 0.5 && bias[2] == 0);
    ck_assert_status(rwk_fault_alibi_sign(bias, &block, NAN, RWK_ALIBI_DISTANCE), RWK_ENAN);
}
END_TEST

/* T5's decoder, e = 16, K = 16, M = 128.  Distance 18: 16 ln(18/16)/ln 8 = .906, rounds to 1; distance 17: .466, by log2 .673.
 * Distance 17 with e = 17: exact; 19: 15 ln(19/17)/ln(128/17) = .826, so 17 + 0 for 16 + 1. */
START_TEST(test_bucket_formulas)
{
    rwk_t5_buckets causal;
    ck_assert_status(rwk_t5_buckets_init(&causal, 32, 128, false), RWK_OK);
    ck_assert_uint_eq(rwk_t5_bucket(&causal, -18), 16);
    ck_assert_uint_eq(rwk_fault_t5_round(&causal, -18), 17);
    ck_assert_uint_eq(rwk_fault_t5_round(&causal, -17), 16);
    ck_assert_uint_eq(rwk_fault_t5_log2(&causal, -17), 16);
    ck_assert_uint_eq(rwk_fault_t5_log2(&causal, -18), 17);
    ck_assert_uint_eq(rwk_fault_t5_threshold(&causal, -31), 31);
    ck_assert_uint_eq(rwk_fault_t5_threshold(&causal, -32), 21); /* 16 ln 2/ln 8 = 5.33 */
    ck_assert_uint_eq(rwk_fault_t5_threshold(&causal, -1000), 31);
    ck_assert_uint_eq(rwk_fault_t5_max_exact(&causal, -16), 16);
    ck_assert_uint_eq(rwk_fault_t5_max_exact(&causal, -17), 17);
    ck_assert_uint_eq(rwk_fault_t5_max_exact(&causal, -19), 17);
    ck_assert_uint_eq(rwk_fault_t5_max_exact(&causal, -21), 18); /* 1.570 */
}
END_TEST

START_TEST(test_bucket_directions)
{
    rwk_t5_buckets causal, both;
    ck_assert_status(rwk_t5_buckets_init(&causal, 32, 128, false), RWK_OK);
    ck_assert_status(rwk_t5_buckets_init(&both, 32, 128, true), RWK_OK);
    ck_assert_uint_eq(rwk_fault_t5_direction(&causal, -5), 0);
    ck_assert_uint_eq(rwk_fault_t5_direction(&causal, 5), 5);
    ck_assert_uint_eq(rwk_fault_t5_direction(&both, -5), 21);
    ck_assert_uint_eq(rwk_fault_t5_undirected(&both, 5), 5);
    ck_assert_uint_eq(rwk_fault_t5_undirected(&both, -5), 5);
    ck_assert_uint_eq(rwk_fault_t5_round(&both, 5), 21);
    ck_assert_uint_eq(rwk_fault_t5_round(&causal, 5), 0);
}
END_TEST

TEST_MAIN("bias_fault", test_naive_slopes, test_slopes_from_zero, test_slopes_statuses, test_sign, test_bucket_formulas,
          test_bucket_directions)
