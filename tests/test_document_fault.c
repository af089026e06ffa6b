/* SPDX-License-Identifier: MIT */
/* Tests faults/document_fault: each is wrong in exactly the way it says, and refuses what the right thing refuses. */
#include "faults/document_fault.h"

#include "encodings/rope.h"
#include "testing.h"

/* q = (2, 3), k = (5, -1), c = 0.6, s = 0.8: A = 7, B = 17; 4.2 - 13.6, where the matrix gives 4.2 + 13.6. */
START_TEST(test_expansion)
{
    const double q[] = { 2, 3 }, k[] = { 5, -1 };
    ck_assert_near(rwk_fault_expansion(q, k, 0.6, 0.8), -9.4, 1e-14);
    ck_assert_near(q[0] * (k[0] * 0.6 - k[1] * 0.8) + q[1] * (k[0] * 0.8 + k[1] * 0.6), 17.8, 1e-14);
}
END_TEST

/* Right for block-diagonal weights, to the bit of what it leaves out otherwise: one entry outside the blocks. */
START_TEST(test_subspaces)
{
    double w[16] = { 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8 }, work[8], right = NAN, blocks = NAN;
    const double x_m[] = { 1, -1, 2, 3 }, x_n[] = { 2, 1, -1, 1 }, c[] = { 0.6, 0.8 }, s[] = { 0.8, -0.6 };
    const rwk_projection p = { w, w, 4, 4 };
    ck_assert_status(rwk_projected_score(&right, x_m, x_n, &p, c, s, work), RWK_OK);
    ck_assert_status(rwk_fault_subspaces_score(&blocks, x_m, x_n, &p, c, s, work), RWK_OK);
    ck_assert_near(blocks, right, 1e-12);
    w[2] = 1;
    const double before = blocks;
    ck_assert_status(rwk_projected_score(&right, x_m, x_n, &p, c, s, work), RWK_OK);
    ck_assert_status(rwk_fault_subspaces_score(&blocks, x_m, x_n, &p, c, s, work), RWK_OK);
    ck_assert_same_bits(blocks, before);
    ck_assert(fabs(right - blocks) > 1);
}
END_TEST

START_TEST(test_subspaces_refuses)
{
    const double w[16] = { 0 }, x[4] = { NAN }, good[4] = { 0 }, c[2] = { 1, 1 }, s[2] = { 0 };
    const rwk_projection wide = { w, w, 2, 4 }, square = { w, w, 4, 4 };
    double score = UNTOUCHED, work[8];
    ck_assert_status(rwk_fault_subspaces_score(&score, good, good, &wide, c, s, work), RWK_ESHAPE);
    ck_assert_status(rwk_fault_subspaces_score(&score, x, good, &square, c, s, work), RWK_ENAN);
    ck_assert(is_untouched(&score, 1));
}
END_TEST

/* 10000**-2/8 and 10000**0/8, as Python has them. */
START_TEST(test_precedence)
{
    ck_assert_same_bits(rwk_fault_precedence(10000, 1, 8), 1.25e-09);
    ck_assert_same_bits(rwk_fault_precedence(10000, 0, 8), 0.125);
}
END_TEST

START_TEST(test_geometric_wavelengths)
{
    double theta[4];
    fill_untouched(theta, 4);
    rwk_fault_geometric_wavelengths(theta, 3);
    for (int t = 0; t < 3; t++) ck_assert_ulp(theta[t] * (6 << t), 6.283185307179586, RWK_F64, 1);
    ck_assert(is_untouched(theta + 3, 1));
}
END_TEST

/* x = (1, 10) and a slot that is not rotated, c = 0.5, s = 0.25. */
static void assert_rotated(rwk_rope *fault, double y0, double y1)
{
    const double x[] = { 1, 10, 7 }, c[] = { 0.5 }, s[] = { 0.25 }, nan[] = { 1, NAN, 0 };
    double y[3];
    ck_assert_status(fault(y, x, 3, 2, c, s, RWK_F64), RWK_OK);
    ck_assert_same_bits(y[0], y0);
    ck_assert_same_bits(y[1], y1);
    ck_assert_same_bits(y[2], 7);
    fill_untouched(y, 3);
    ck_assert_status(fault(y, nan, 3, 2, c, s, RWK_F64), RWK_ENAN);
    ck_assert_status(fault(y, x, 3, 3, c, s, RWK_F64), RWK_EODD);
    ck_assert(is_untouched(y, 3));
}

/* The right one is (0.5 - 2.5, 0.25 + 5). */
START_TEST(test_rotations)
{
    assert_rotated(rwk_rope_interleaved, -2, 5.25);
    assert_rotated(rwk_fault_clockwise, 3, 4.75);
    assert_rotated(rwk_fault_no_minus, 3, 5.25);
    assert_rotated(rwk_fault_exchanged, 0.25 - 5, 0.5 + 2.5);
    assert_rotated(rwk_fault_real_part, 0.5, 5);
}
END_TEST

/* z = 2 + 3i, w = 5 - i: z w = 13 + 13i; without the minus sign 7 + 13i.  Re[z w (0.6 + 0.8i)] = 7.8 - 10.4. */
START_TEST(test_complex)
{
    const double z[] = { 2, 3 }, w[] = { 5, -1 }, terms[] = { 1, 10, 100, 1000 };
    double product[2];
    rwk_fault_complex_product(product, z, w);
    ck_assert(product[0] == 7 && product[1] == 13);
    ck_assert_near(rwk_fault_no_conjugate(z, w, 0.6, 0.8), -2.6, 1e-14);
    ck_assert(rwk_fault_third_term(terms) == 911);
}
END_TEST

TEST_MAIN("document_fault", test_expansion, test_subspaces, test_subspaces_refuses, test_precedence, test_geometric_wavelengths,
          test_rotations, test_complex)
