/* SPDX-License-Identifier: MIT */
/* Tests claims/precision: counts against counting, bounds by hand and against random roundings. */
#include "claims/precision.h"

#include "faults/precision_fault.h"
#include "testing.h"

START_TEST(test_first_lost)
{
    ck_assert_int_eq(rwk_precision_bits(RWK_F64), 53);
    ck_assert_int_eq(rwk_precision_first_lost(RWK_BF16), 257);
    ck_assert_int_eq(rwk_precision_first_lost(RWK_F16), 2049);
    ck_assert_int_eq(rwk_precision_first_lost(RWK_F32), 16777217);
    for (int t = RWK_F32; t < RWK_N_DTYPES; t++) {
        const double lost = (double)rwk_precision_first_lost((rwk_dtype)t);
        ck_assert(rwk_round(lost, (rwk_dtype)t) != lost && rwk_round(lost - 1, (rwk_dtype)t) == lost - 1);
    }
}
END_TEST

/* In bf16: 256 257 | 258 | 259 260 261 | 262 …: every other neighbour; from 512 three of four. */
START_TEST(test_collisions)
{
    ck_assert_same_bits(rwk_precision_collisions(7, RWK_BF16), 0);
    ck_assert_same_bits(rwk_precision_collisions(3, RWK_BF16), 0);
    ck_assert_same_bits(rwk_precision_collisions(8, RWK_BF16), 0.5);
    ck_assert_same_bits(rwk_precision_collisions(9, RWK_BF16), 0.75);
    ck_assert_same_bits(rwk_precision_collisions(10, RWK_F16), 0);
    ck_assert_same_bits(rwk_precision_collisions(13, RWK_F16), 0.875);
}
END_TEST

START_TEST(test_distinct_by_counting)
{
    for (int e = 9; e < 14; e++) {
        int64_t values = 1;
        for (int64_t m = 1; m < (int64_t)1 << e; m++)
            values += rwk_round((double)m, RWK_BF16) != rwk_round((double)(m - 1), RWK_BF16);
        ck_assert_int_eq(rwk_precision_distinct(e, RWK_BF16), values);
    }
    ck_assert_int_eq(rwk_precision_distinct(17, RWK_BF16), 1409);
    ck_assert_int_eq(rwk_precision_distinct(16, RWK_F16), 7169);
}
END_TEST

/* In units of u = 2^-24: pair 63 of d = 128, b = 10^4 has eL = 126/128 ln 10^4 = 9.06643; of d = 96 the exponent 2/96 is not exact. */
START_TEST(test_formula_bounds)
{
    const double u = 0x1p-24;
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_POWER, 63, 128, 1e4, RWK_F32) / u, 1, 1e-5);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_RECIPROCAL, 63, 128, 1e4, RWK_F32) / u, 2, 1e-5);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_EXPONENTIAL, 63, 128, 1e4, RWK_F32) / u, 19.13286, 1e-4);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_RUNNING, 63, 128, 1e4, RWK_F32) / u, 125, 1e-3);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_RUNNING, 0, 128, 1e4, RWK_F32) / u, 0, 1e-6);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_POWER, 1, 96, 1e4, RWK_F32) / u, 1 + log(1e4) / 48, 1e-5);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_RUNNING, 2, 96, 1e4, RWK_F32) / u, 2 * (1 + log(1e4) / 48) + 1, 1e-5);
    ck_assert_near(rwk_bound_formula(RWK_FORMULA_POWER, 63, 128, 1e4, RWK_BF16) / 0x1p-8, 1, 2e-3);
}
END_TEST

/* Random frequencies and positions through random stages: never above the bound, and it is nearly reached. */
START_TEST(test_angle_bound_holds)
{
    rwk_rng rng = { 22 };
    double used = 0;
    for (int k = 0; k < 200000; k++) {
        const rwk_stages s = { (rwk_dtype)random_within(&rng, 1, 3), (rwk_dtype)random_within(&rng, 0, 3),
                               (rwk_dtype)random_within(&rng, 1, 3), RWK_F64 };
        const double theta = random_by_octaves(&rng, 1e-7, 1), stored = rwk_round(theta, s.inv_freq);
        const int64_t m = (int64_t)random_by_octaves(&rng, 1, 60000);
        const double error = fabs(rwk_stages_angle(stored, m, s) - (double)m * theta), bound = rwk_bound_stages_angle(stored, m, s);
        if (!(error <= bound * (1 + 1e-6))) ck_abort_msg("theta %a m %d: %g above %g", theta, (int)m, error, bound);
        used = fmax(used, error / bound);
    }
    ck_assert(used > 0.95);
}
END_TEST

/* By hand: theta = 3/4, m = 257 in bf16 positions: |256 - 257| 3/4; the product 192 is exact.  With full f32 frequencies it may not be. */
START_TEST(test_drift_by_hand)
{
    const rwk_stages coarse = rwk_fault_bf16_inv_freq;
    ck_assert_near(rwk_bound_stages_drift(0.75, 257, rwk_fault_bf16_positions), 0.75 + 0x1p-17,
                   0); /* 192: spacing 2^-16, half 2^-17 */
    ck_assert_same_bits(rwk_bound_stages_drift(0.75, 65535, coarse), 0);
    ck_assert(rwk_bound_stages_drift(0.75, 65536, coarse) > 0);
    ck_assert(rwk_bound_stages_drift(0.75, 3, rwk_stages_f32) > 0);
    ck_assert_same_bits(rwk_bound_stages_drift(0.75, 0, rwk_stages_f32), 0);
    ck_assert(isinf(rwk_bound_stages_angle(1, 65520, rwk_fault_all_f16)));
    ck_assert_near(rwk_bound_stages_angle(0.75, 16, rwk_stages_f32), 0x1p-21 + 16 * 0x1p-25,
                   0); /* 12 has the spacing 2^-20, 3/4 2^-24 */
}
END_TEST

START_TEST(test_table_bound)
{
    ck_assert_near(rwk_bound_stages_table(1, 1, rwk_stages_bf16_table), 0x1p-9, 3e-7);
    ck_assert_near(rwk_bound_stages_table(1, 100000, rwk_fault_all_bf16), 2 + 0x1p-9, 1e-15);
    ck_assert_near(rwk_bound_stages_table(1, 65520, rwk_fault_all_f16), 2 + 0x1p-12, 1e-15);
}
END_TEST

/* theta = 1: bf16 positions are first off at 257, by 1, and at 514, half way to 516, by 2; nothing is off in f32; f16 is infinite at 65520. */
START_TEST(test_first_off)
{
    const double theta[] = { 1, 0 };
    ck_assert_int_eq(rwk_precision_first_off(theta, theta, 2, rwk_fault_bf16_positions, 0.1, 1000), 257);
    ck_assert_int_eq(rwk_precision_first_off(theta, theta, 2, rwk_fault_bf16_positions, 1.5, 1000), 514);
    ck_assert_int_eq(rwk_precision_first_off(theta, theta, 2, rwk_stages_f32, 0.1, 1000), 1000);
    ck_assert_int_eq(rwk_precision_first_off(theta, theta, 1, rwk_fault_f16_positions, 100, 70000), 65520);
}
END_TEST

/* theta = 1 in bf16 positions below 1024: 1022 is the worst of the even ones, off by 2, as it becomes 1024; f16 overflows. */
START_TEST(test_angle_loss)
{
    const double one[] = { 1 };
    double used = 0;
    ck_assert_same_bits(rwk_precision_angle_loss(&used, one, one, 1, rwk_fault_bf16_positions, 512, 1023, 4), 2);
    ck_assert(used > 0.999 && used <= 1);
    ck_assert_same_bits(rwk_precision_angle_loss(&used, one, one, 1, rwk_fault_bf16_positions, 512, 1025, 4), 0);
    ck_assert(isinf(rwk_precision_angle_loss(&used, one, one, 1, rwk_fault_all_f16, 1, 65521, 1)));
    used = NAN;
    rwk_precision_angle_loss(&used, one, one, 1, rwk_stages_f32, 1, 10, 1);
    ck_assert(isnan(used));
}
END_TEST

/* No shift, positions 0: only rho and the dot products are left; rho of bf16 from its three factors.  Twice the norms, twice the bound. */
START_TEST(test_score_bound)
{
    const rwk_score_pipeline bf16 = { &rwk_stages_bf16_table, RWK_BF16, RWK_BF16 }, output = { &rwk_stages_f32, RWK_F64, RWK_BF16 };
    const double u = 0x1p-8, rho = (1 + u / sqrt(2)) * (1 + sqrt(2) * u) * (1 + u) - 1, one[] = { 1 }, two[] = { 2 },
                 theta[] = { 0.5 };
    const double bound = rwk_bound_score_shift(one, one, theta, 1, 0, 0, 0, bf16);
    ck_assert_near(bound, 2 * ((1 + rho) * (1 + rho) - 1), 1e-13);
    ck_assert_near(rwk_bound_score_shift(two, one, theta, 1, 0, 0, 0, bf16), 2 * bound, 1e-13);
    ck_assert_near(rwk_bound_score_shift(one, one, theta, 1, 0, 0, 0, output), 2 * ((1 + u) * (1 + u) - 1), 4e-7);
    const double far = rwk_bound_score_shift(one, one, theta, 1, 0, 0, 131072, bf16);
    ck_assert_near(far - bound, 2 * rwk_half_ulp(65536, RWK_F32), 1e-12);
    ck_assert(isinf(rwk_bound_score_shift(one, one, theta, 1, 0, 0, 65520,
                                          (rwk_score_pipeline){ &rwk_stages_f32, RWK_F64, RWK_F64 })) == 0);
    ck_assert_near(
        rwk_bound_score_shift(one, one, theta, 1, 0, 0, 99999, (rwk_score_pipeline){ &rwk_fault_all_bf16, RWK_F64, RWK_F64 }),
        2 + 2 * (pow(1 + u / sqrt(2), 2) - 1), 1e-12);
}
END_TEST

TEST_MAIN("precision", test_first_lost, test_collisions, test_distinct_by_counting, test_formula_bounds, test_angle_bound_holds,
          test_drift_by_hand, test_table_bound, test_first_off, test_angle_loss, test_score_bound)
