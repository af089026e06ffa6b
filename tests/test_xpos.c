/* SPDX-License-Identifier: MIT */
/* Tests encodings/xpos: zeta as a fraction, powers by hand, RoPE where the scale is 1, scale times rotation by a second route. */
#include "encodings/xpos.h"

#include "angles/angle.h"
#include "testing.h"

static rwk_status scale_one(double *scale, double zeta, double base, int64_t m, rwk_xpos_role role, rwk_dtype dtype)
{
    return rwk_xpos_scale(scale, &zeta, 1, base, m, role, dtype);
}

/* torchscale with d = 64: .285714, .977679; the fraction is (20 i + 4 d)/(14 d). */
START_TEST(test_zeta)
{
    double zeta[64];
    ck_assert_status(rwk_xpos_zeta(zeta, 64), RWK_OK);
    ck_assert_prints(zeta[0], "%.6f", "0.285714");
    ck_assert_prints(zeta[31], "%.6f", "0.977679");
    for (size_t d = 2; d <= 128; d += 2) {
        ck_assert_status(rwk_xpos_zeta(zeta, d), RWK_OK);
        for (size_t i = 0; i < d / 2; i++) ck_assert_same_bits(zeta[i], (20 * (double)i + 4 * (double)d) / (14 * (double)d));
    }
}
END_TEST

/* (1/4)^(m/2) = 2^-m, in every dtype. */
START_TEST(test_scale_by_hand)
{
    double scale;
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int64_t m = -14; m <= 14; m++) {
            ck_assert_status(scale_one(&scale, 0.25, 2, m, RWK_XPOS_QUERY, (rwk_dtype)d), RWK_OK);
            ck_assert_same_bits(scale, ldexp(1, (int)-m));
            ck_assert_status(scale_one(&scale, 0.25, 2, m, RWK_XPOS_KEY, (rwk_dtype)d), RWK_OK);
            ck_assert_same_bits(scale, ldexp(1, (int)m));
        }
}
END_TEST

/* exp(m/B ln zeta) is another route: |m/B ln zeta| u for its argument, 2 u each for exp and pow. */
START_TEST(test_scale_by_exponential)
{
    double zeta[32], q[32], k[32];
    ck_assert_status(rwk_xpos_zeta(zeta, 64), RWK_OK);
    for (int64_t m = -20000; m <= 20000; m += 137) {
        ck_assert_status(rwk_xpos_scale(q, zeta, 32, RWK_XPOS_BASE, m, RWK_XPOS_QUERY, RWK_F64), RWK_OK);
        ck_assert_status(rwk_xpos_scale(k, zeta, 32, RWK_XPOS_BASE, m, RWK_XPOS_KEY, RWK_F64), RWK_OK);
        for (int i = 0; i < 32; i++) {
            const double power = (double)m / 512 * log(zeta[i]), want = exp(power);
            ck_assert_near(q[i], want, want * 0x1p-53 * (4 * fabs(power) + 6));
            ck_assert_near(k[i] * q[i], 1, 0x1p-52);
        }
    }
}
END_TEST

/* ceil, as Python's -(length)//2 of a negative number; the largest distance on the left is 3 of 5 tokens. */
START_TEST(test_centre)
{
    const int64_t want[] = { 0, 1, 1, 2, 2, 3 };
    for (int length = 0; length < 6; length++) ck_assert_int_eq(rwk_xpos_centre(length), want[length]);
    ck_assert_int_eq(rwk_xpos_centre(INT64_MAX), INT64_MAX / 2 + 1);
}
END_TEST

/* 2^-16 is the f16 next to (2/7)^(4532/512), and 1/2^-16 is above 65520; one position earlier the inverse is 65281. */
START_TEST(test_scale_overflows)
{
    double scale;
    const double zeta = 2.0 / 7;
    ck_assert_status(scale_one(&scale, zeta, 512, 4532, RWK_XPOS_QUERY, RWK_F16), RWK_OK);
    ck_assert_same_bits(scale, 0x1p-16);
    ck_assert_status(scale_one(&scale, zeta, 512, 4532, RWK_XPOS_KEY, RWK_F16), RWK_OK);
    ck_assert_same_bits(scale, INFINITY);
    ck_assert_status(scale_one(&scale, zeta, 512, 4531, RWK_XPOS_KEY, RWK_F16), RWK_OK);
    ck_assert_same_bits(scale, rwk_round(1 / (257 * 0x1p-24), RWK_F16));
    ck_assert_status(scale_one(&scale, zeta, 512, 36260, RWK_XPOS_KEY, RWK_F32), RWK_OK);
    ck_assert(isfinite(scale));
    ck_assert_status(scale_one(&scale, zeta, 512, 36261, RWK_XPOS_KEY, RWK_F32), RWK_OK);
    ck_assert_same_bits(scale, INFINITY);
}
END_TEST

START_TEST(test_scale_one_is_rope)
{
    enum { HEAD = 12, D = 8 };
    const double ones[D / 2] = { 1, 1, 1, 1 }, theta[D / 2] = { 1, 0.25, 0.0625, 0.015625 };
    double x[HEAD], y[HEAD], want[HEAD], c[D / 2], s[D / 2];
    rwk_rng rng = { 41 };
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
            fill_random(x, HEAD, &rng, (rwk_dtype)d);
            rwk_angle_cos_sin(c, s, theta, D / 2, 137, (rwk_dtype)d);
            ck_assert_status(rwk_rope_of_layout((rwk_layout)layout)(want, x, HEAD, D, c, s, (rwk_dtype)d), RWK_OK);
            ck_assert_status(rwk_xpos(y, x, HEAD, D, c, s, ones, (rwk_layout)layout, (rwk_dtype)d), RWK_OK);
            for (int j = 0; j < HEAD; j++) ck_assert_same_bits(y[j], want[j]);
            ck_assert_status(rwk_xpos(x, x, HEAD, D, c, s, ones, (rwk_layout)layout, (rwk_dtype)d), RWK_OK);
            for (int j = 0; j < HEAD; j++) ck_assert_same_bits(x[j], want[j]);
        }
}
END_TEST

/* By hand: pair 0 (1, 2) turned by c = .75, s = .5 is (-.25, 2), times 4; pair 1 (3, 4) is (.25, 4.5), times 1/2; 137 is copied. */
START_TEST(test_rotation_by_hand)
{
    const double c[] = { 0.75, 0.75 }, s[] = { 0.5, 0.5 }, scale[] = { 4, 0.5 };
    const double x[] = { 1, 2, 3, 4, 137 }, want[] = { -1, 8, 0.125, 2.25, 137 };
    const double halves[] = { 1, 3, 2, 4, 137 }, want_halves[] = { -1, 0.125, 8, 2.25, 137 };
    double y[5];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_xpos(y, x, 5, 4, c, s, scale, RWK_INTERLEAVED, (rwk_dtype)d), RWK_OK);
        for (int j = 0; j < 5; j++) ck_assert_same_bits(y[j], want[j]);
        ck_assert_status(rwk_xpos(y, halves, 5, 4, c, s, scale, RWK_HALF_SPLIT, (rwk_dtype)d), RWK_OK);
        for (int j = 0; j < 5; j++) ck_assert_same_bits(y[j], want_halves[j]);
    }
}
END_TEST

START_TEST(test_statuses_leave_the_output_alone)
{
    double y[4], nan = NAN;
    const double x[4] = { 1, 2, 3, 4 }, c[2] = { 1, 1 }, s[2] = { 0, 0 }, scale[2] = { 1, 1 }, infinite[2] = { 1, INFINITY },
                 bad[4] = { 1, 2, 3, NAN }, zeta[2] = { 0.5, 0 }, fine[2] = { 0.5, 0.25 };
    fill_untouched(y, 4);
    ck_assert_status(rwk_xpos_zeta(y, 0), RWK_EODD);
    ck_assert_status(rwk_xpos_zeta(y, 3), RWK_EODD);
    ck_assert_status(rwk_xpos_zeta(y, RWK_MAX_DIM + 2), RWK_ERANGE);
    ck_assert_status(rwk_xpos_scale(y, &nan, 1, 512, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, NAN, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos_scale(y, infinite, 2, 512, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, INFINITY, 1, RWK_XPOS_KEY, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos_scale(y, zeta, 2, 512, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, 0, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, -512, 1, RWK_XPOS_QUERY, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, 512, RWK_MAX_POSITION + 1, RWK_XPOS_QUERY, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_xpos_scale(y, fine, 2, 512, -RWK_MAX_POSITION - 1, RWK_XPOS_KEY, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_xpos(y, x, 4, 3, c, s, scale, RWK_INTERLEAVED, RWK_F64), RWK_EODD);
    ck_assert_status(rwk_xpos(y, x, 2, 4, c, s, scale, RWK_INTERLEAVED, RWK_F64), RWK_ESHAPE);
    ck_assert_status(rwk_xpos(y, bad, 4, 2, c, s, scale, RWK_INTERLEAVED, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos(y, x, 4, 4, bad + 2, s, scale, RWK_HALF_SPLIT, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos(y, x, 4, 4, c, bad + 2, scale, RWK_HALF_SPLIT, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos(y, x, 4, 4, c, s, bad + 2, RWK_HALF_SPLIT, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_xpos(y, x, 4, 4, c, s, infinite, RWK_HALF_SPLIT, RWK_F64), RWK_ENAN); /* infinity times sin 0 */
    ck_assert(is_untouched(y, 4));
}
END_TEST

TEST_MAIN("xpos", test_zeta, test_scale_by_hand, test_scale_by_exponential, test_centre, test_scale_overflows,
          test_scale_one_is_rope, test_rotation_by_hand, test_statuses_leave_the_output_alone)
