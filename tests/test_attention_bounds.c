/* SPDX-License-Identifier: MIT */
/* Tests claims/attention_bounds: the formulas by hand, and that the bounds hold, not too generously, where sums are reordered. */
#include "claims/attention_bounds.h"

#include "attention/attention.h"
#include "testing.h"

START_TEST(test_bounds_by_hand)
{
    ck_assert_same_bits(rwk_bound_reordered(7, 0.5, 0x1p-10), 16 * 0x1p-10);
    ck_assert_same_bits(rwk_bound_pooled(7, 0.5, 0x1p-10), 24 * 0x1p-10);
    ck_assert_same_bits(rwk_bound_moved(0.25, 4, 6, 7, 0.5, 0x1p-10), 2 * (0.25 + 16 * 0x1p-10) + 16 * 0x1p-10);
    ck_assert_same_bits(rwk_bound_linear_forms(5, 2, 3, 0x1p-10), 96 * 0x1p-10);
}
END_TEST

/* Values 0 and 1, equal weights: moving the scores apart moves the output by the half of it that the bound allows. */
START_TEST(test_moved_is_sharp)
{
    const double v[2] = { 0, 1 }, step = 0x1p-12;
    double out[2], weights[2];
    for (int t = 0; t < 2; t++) {
        const double q = 1, k[2] = { -step * t, step * t };
        ck_assert_status(rwk_attention_softmax(&out[t], weights, &q, k, v, NULL, NULL, (rwk_attention_shape){ 1, 2, 1, 1 }),
                         RWK_OK);
    }
    const double bound = rwk_bound_moved(step, 1, 2 * step, 2, 0.5, 0x1p-53);
    ck_assert(fabs(out[1] - out[0]) <= bound && fabs(out[1] - out[0]) > 0.999 * bound);
}
END_TEST

START_TEST(test_weigh_by_hand)
{
    const double weights[] = { 0.5, 0.25, 0.25, 2, -0.5, -1 }, spoiled[] = { 1, NAN, 1, 0 };
    const rwk_balance b = rwk_weigh(weights, 2, 3);
    ck_assert(b.low == 0.5 && b.high == 1 && b.off == 0.5);
    ck_assert_ulp(b.negative, 1.0 / 3, RWK_F64, 1);
    const rwk_balance bad = rwk_weigh(spoiled, 2, 2);
    ck_assert(isnan(bad.low) && isnan(bad.high) && isnan(bad.off));
}
END_TEST

/* By hand, d = 1, features 1 and 2, query 3, values 5 and -7: denominator 9, size 3 (5 + 14)/9; causal row 0: 3 * 5/3. */
START_TEST(test_forms_used_by_hand)
{
    const double q[2] = { 3, 3 }, k[2] = { 1, 2 }, v[2] = { 5, -7 }, a[2] = { 1, 1 };
    double size[1];
    rwk_linear in = { q, k, q, k, v, 2, 1, 1, false };
    for (int m = 0; m < 2; m++) {
        double b[2] = { 1, 1 };
        b[m] += 0x1p-40;
        ck_assert_ulp(rwk_linear_forms_used(&in, a, b, size), 0x1p-40 / (16 * 0x1p-53 * 57 / 9), RWK_F64, 4);
        in.causal = true;
        const double bound = m == 0 ? 12 * 0x1p-53 * 5 : 16 * 0x1p-53 * 57 / 9;
        ck_assert_ulp(rwk_linear_forms_used(&in, a, b, size), 0x1p-40 / bound, RWK_F64, 4);
        in.causal = false;
        b[m] = NAN;
        ck_assert(isnan(rwk_linear_forms_used(&in, a, b, size)));
    }
}
END_TEST

TEST_MAIN("attention_bounds", test_bounds_by_hand, test_moved_is_sharp, test_weigh_by_hand, test_forms_used_by_hand)
