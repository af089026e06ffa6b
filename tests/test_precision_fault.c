/* SPDX-License-Identifier: MIT */
/* Tests faults/precision_fault: each is wrong in exactly the way it says. */
#include "faults/precision_fault.h"

#include "faults/position_fault.h"
#include "testing.h"

/* The stages of bf16 positions are the older fault, bit by bit. */
START_TEST(test_positions_are_the_position_fault)
{
    const double theta[] = { 1, rwk_round(0.3, RWK_F32), rwk_round(1e-4, RWK_F32) };
    double c[3], s[3], want_c[3], want_s[3];
    for (int64_t m = 0; m < 100000; m += 331) {
        rwk_stages_cos_sin(c, s, theta, 3, m, rwk_fault_bf16_positions);
        rwk_fault_bf16_position(want_c, want_s, theta, 3, m);
        for (int i = 0; i < 3; i++) {
            ck_assert_same_bits(c[i], want_c[i]);
            ck_assert_same_bits(s[i], want_s[i]);
        }
    }
}
END_TEST

/* Which stage each coarsens: only the named ones are not f32. */
START_TEST(test_stages)
{
    const rwk_stages *one[] = { &rwk_fault_bf16_positions, &rwk_fault_f16_positions, &rwk_fault_bf16_inv_freq,
                                &rwk_fault_f16_inv_freq };
    for (int k = 0; k < 4; k++) {
        const rwk_dtype coarse = k % 2 ? RWK_F16 : RWK_BF16;
        ck_assert_int_eq(one[k]->position, k < 2 ? coarse : RWK_F32);
        ck_assert_int_eq(one[k]->inv_freq, k < 2 ? RWK_F32 : coarse);
        ck_assert(one[k]->angle == RWK_F32 && one[k]->table == RWK_F32);
    }
    ck_assert_same_bits(rwk_stages_angle(1, 8191, rwk_fault_all_bf16), 8192);
    ck_assert_same_bits(rwk_stages_angle(1, 4097, rwk_fault_all_f16), 4096);
}
END_TEST

/* 8188 … 8191 are cut to 8160, the number below, where rounding gives 8192; exact numbers stay; towards 0 on both sides. */
START_TEST(test_truncation)
{
    for (int m = 8188; m < 8192; m++) ck_assert_same_bits(rwk_fault_truncate_bf16(m), 8160);
    ck_assert_same_bits(rwk_fault_truncate_bf16(-8191), -8160);
    ck_assert_same_bits(rwk_fault_truncate_bf16(256), 256);
    ck_assert_same_bits(rwk_fault_truncate_bf16(257), 256);
    ck_assert_same_bits(rwk_fault_truncate_bf16(259), 258);
    ck_assert_same_bits(rwk_round(259, RWK_BF16), 260);
}
END_TEST

TEST_MAIN("precision_fault", test_positions_are_the_position_fault, test_stages, test_truncation)
