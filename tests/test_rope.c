/* SPDX-License-Identifier: MIT */
/* Tests the rotations of one head vector and the permutation between layouts: by hand, against each other, against floats. */
#include "encodings/rope.h"

#include "angles/truth.h"
#include "encodings/layout.h"
#include "encodings/rope_matrix.h"
#include "testing.h"

enum { D = 64, HALF = D / 2, HEAD = 71 };

static rwk_rope *const ALL[] = { rwk_rope_interleaved, rwk_rope_complex, rwk_rope_matrix, rwk_rope_half_split };
enum { N_INTERLEAVED = 3, N_ALL = 4 }; /* the last one pairs i and i + d/2 */

static void angles(double c[], double s[], int64_t m, rwk_dtype dtype)
{
    const rwk_config config = rwk_config_plain(D, 10000);
    rwk_truth *truth;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, dtype), RWK_OK);
    rwk_truth_free(truth);
}

/* By hand, all exact.  Interleaved: pair (1, 2) by (.75, .5), pair (3, 4) by (-.5, .25);
 * 1*.75 - 2*.5 = -.25, 1*.5 + 2*.75 = 2, 3*-.5 - 4*.25 = -2.5, 3*.25 + 4*-.5 = -1.25.
 * Half split: pair (1, 3) by the first, (2, 4) by the second; 1*.75 - 3*.5 = -.75, 2*-.5 - 4*.25 = -2,
 * 1*.5 + 3*.75 = 2.75, 2*.25 + 4*-.5 = -1.5.  Slots 4 and 5 are not rotated. */
START_TEST(test_rope_by_hand)
{
    const double x[] = { 1, 2, 3, 4, 137, -41 }, c[] = { 0.75, -0.5 }, s[] = { 0.5, 0.25 };
    const double want[2][6] = { { -0.25, 2, -2.5, -1.25, 137, -41 }, { -0.75, -2, 2.75, -1.5, 137, -41 } };
    for (int k = 0; k < N_ALL; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            double y[6];
            ck_assert_status(ALL[k](y, x, 6, 4, c, s, (rwk_dtype)d), RWK_OK);
            for (int j = 0; j < 6; j++) ck_assert_same_bits(y[j], want[k >= N_INTERLEAVED][j]);
        }
}
END_TEST

/* Python: cos and sin of 137 * .01 from math, the rotation in fractions.Fraction on those two doubles, rounded at the end. */
START_TEST(test_rope_literal)
{
    const double x[] = { 2.385, -0.137 }, c = 0x1.987918670c154p-3, s = 0x1.f5b68269966e0p-1;
    for (int k = 0; k < N_ALL; k++) {
        double y[2];
        ck_assert_status(ALL[k](y, x, 2, 2, &c, &s, RWK_F64), RWK_OK);
        ck_assert_ulp(y[0], 0x1.3849661ccdab5p-1, RWK_F64, 2);
        ck_assert_ulp(y[1], 0x1.27a6169f19288p+1, RWK_F64, 2);
    }
}
END_TEST

START_TEST(test_rope_interleaved_implementations_agree)
{
    double c[HALF], s[HALF], x[HEAD], y[N_INTERLEAVED][HEAD];
    rwk_rng rng = { 41 };
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int64_t m = -137; m < 300; m += 41) {
            angles(c, s, m, (rwk_dtype)d);
            fill_random(x, HEAD, &rng, (rwk_dtype)d);
            for (int k = 0; k < N_INTERLEAVED; k++) ck_assert_status(ALL[k](y[k], x, HEAD, D, c, s, (rwk_dtype)d), RWK_OK);
            for (int j = 0; j < HEAD; j++) ck_assert_msg(y[0][j] == y[1][j], "complex: %a, interleaved: %a", y[1][j], y[0][j]);
            for (int j = 0; j < HEAD; j++) /* BLAS may fuse: a product's rounding, which a sum that cancels shows whole */
                ck_assert_near(y[2][j], y[0][j], d == RWK_F64 ? 0x1p-52 * hypot(x[j], j < D ? x[j ^ 1] : 0) : 0);
        }
}
END_TEST

/* R_half_split = P R_interleaved P^T, bit for bit: the same products and sums in other slots. */
START_TEST(test_rope_half_split_is_interleaved_permuted)
{
    double c[HALF], s[HALF], x[HEAD], px[HEAD], y[HEAD], py[HEAD], want[HEAD];
    rwk_rng rng = { 137 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        angles(c, s, 137, (rwk_dtype)d);
        fill_random(x, HEAD, &rng, (rwk_dtype)d);
        ck_assert_status(rwk_layout_permute(px, x, HEAD, D, RWK_HALF_SPLIT), RWK_OK);
        rwk_rope_interleaved(y, x, HEAD, D, c, s, (rwk_dtype)d);
        rwk_rope_half_split(py, px, HEAD, D, c, s, (rwk_dtype)d);
        ck_assert_status(rwk_layout_permute(want, y, HEAD, D, RWK_HALF_SPLIT), RWK_OK);
        ck_assert_mem_eq(py, want, sizeof want);
    }
}
END_TEST

START_TEST(test_rope_f32_is_native_float_arithmetic)
{
    double c[HALF], s[HALF], x[D], y[D];
    rwk_rng rng = { 2385 };
    for (int64_t m = 1; m < 131072; m = 3 * m + 41) {
        angles(c, s, m, RWK_F32);
        fill_random(x, D, &rng, RWK_F32);
        rwk_rope_half_split(y, x, D, D, c, s, RWK_F32);
        for (int i = 0; i < HALF; i++) {
            const float x0 = (float)x[i], x1 = (float)x[i + HALF], cosine = (float)c[i], sine = (float)s[i];
            const float y0 = x0 * cosine - x1 * sine, y1 = x1 * cosine + x0 * sine;
            ck_assert_same_bits(y[i], (double)y0);
            ck_assert_same_bits(y[i + HALF], (double)y1);
        }
    }
}
END_TEST

/* Two products and a sum, each off by u of itself (products of 11-bit numbers are exact in double). */
START_TEST(test_rope_half_precision_rounds_each_step_once)
{
    const rwk_dtype small[] = { RWK_BF16, RWK_F16 };
    double c[HALF], s[HALF], x[D], y[D];
    rwk_rng rng = { 7 };
    int inexact = 0;
    for (int k = 0; k < 2; k++)
        for (int64_t m = 1; m < 400; m += 41) {
            const double u = rwk_unit_roundoff(small[k]);
            angles(c, s, m, small[k]);
            fill_random(x, D, &rng, small[k]);
            rwk_rope_interleaved(y, x, D, D, c, s, small[k]);
            ck_assert_status(rwk_check_dtype(y, D, small[k]), RWK_OK);
            for (int i = 0; i < HALF; i++) {
                const double a = x[2 * i] * c[i], b = x[2 * i + 1] * s[i];
                const double limit = u * (fabs(a) + fabs(b)) * (2 + u) + 2 * rwk_ulp(0, small[k]);
                ck_assert_near(y[2 * i], a - b, limit);
                inexact += y[2 * i] != rwk_round(a - b, small[k]);
            }
        }
    ck_assert_int_gt(inexact, 20); /* one rounding at the end would be another arithmetic */
}
END_TEST

START_TEST(test_rope_in_place_and_tail_copied)
{
    double c[HALF], s[HALF], x[HEAD], y[HEAD], in_place[HEAD];
    rwk_rng rng = { 99 };
    for (int k = 0; k < N_ALL; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            angles(c, s, 41, (rwk_dtype)d);
            fill_random(x, HEAD, &rng, (rwk_dtype)d);
            memcpy(in_place, x, sizeof x);
            ck_assert_status(ALL[k](y, x, HEAD, D, c, s, (rwk_dtype)d), RWK_OK);
            ck_assert_status(ALL[k](in_place, in_place, HEAD, D, c, s, (rwk_dtype)d), RWK_OK);
            ck_assert_mem_eq(in_place, y, sizeof y);
            ck_assert_mem_eq(y + D, x + D, (HEAD - D) * sizeof *x);
        }
}
END_TEST

/* A rotation keeps |x|; each of the two products, the sum, and the table contribute at most u, sqrt(2) u in length. */
START_TEST(test_rope_keeps_the_norm_of_every_pair)
{
    double c[HALF], s[HALF], x[D], y[D];
    rwk_rng rng = { 3 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        angles(c, s, 137, (rwk_dtype)d);
        fill_random(x, D, &rng, (rwk_dtype)d);
        rwk_rope_half_split(y, x, D, D, c, s, (rwk_dtype)d);
        for (int i = 0; i < HALF; i++) {
            const double before = hypot(x[i], x[i + HALF]);
            ck_assert_near(hypot(y[i], y[i + HALF]), before, 6 * rwk_unit_roundoff((rwk_dtype)d) * before);
        }
    }
}
END_TEST

START_TEST(test_rope_at_position_zero_is_the_identity)
{
    double c[HALF], s[HALF], x[HEAD], y[HEAD];
    rwk_rng rng = { 5 };
    for (int k = 0; k < N_ALL; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            angles(c, s, 0, (rwk_dtype)d);
            fill_random(x, HEAD, &rng, (rwk_dtype)d);
            ck_assert_status(ALL[k](y, x, HEAD, D, c, s, (rwk_dtype)d), RWK_OK);
            for (int j = 0; j < HEAD; j++) ck_assert_msg(y[j] == x[j], "%a became %a", x[j], y[j]);
        }
}
END_TEST

/* R_{-m} R_m x = x; two rotations of the error counted above. */
START_TEST(test_rope_back_is_its_inverse)
{
    double c[HALF], s[HALF], minus[HALF], x[D], y[D];
    rwk_rng rng = { 11 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        angles(c, s, 137, (rwk_dtype)d);
        angles(c, minus, -137, (rwk_dtype)d);
        fill_random(x, D, &rng, (rwk_dtype)d);
        rwk_rope_interleaved(y, x, D, D, c, s, (rwk_dtype)d);
        rwk_rope_interleaved(y, y, D, D, c, minus, (rwk_dtype)d);
        for (int j = 0; j < D; j++) ck_assert_near(y[j], x[j], 12 * rwk_unit_roundoff((rwk_dtype)d) * hypot(x[j], x[j ^ 1]));
    }
}
END_TEST

/* IEEE by hand: at c = s = 1/2, (inf, 1) becomes (inf, inf); at c = 1, s = 0 it becomes (inf, 1 + inf 0) = (inf, NaN). */
START_TEST(test_rope_spreads_infinity_as_ieee_does)
{
    const double x[] = { INFINITY, 1, 2, 3 }, half[] = { 0.5, 0.5 }, one[] = { 1, 1 }, zero[] = { 0, 0 };
    double y[4];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_rope_interleaved(y, x, 4, 4, half, half, (rwk_dtype)d), RWK_OK);
        ck_assert(y[0] == INFINITY && y[1] == INFINITY && y[2] == -0.5 && y[3] == 2.5);
        ck_assert_status(rwk_rope_interleaved(y, x, 4, 4, one, zero, (rwk_dtype)d), RWK_OK);
        ck_assert(y[0] == INFINITY && isnan(y[1]) && y[2] == 2 && y[3] == 3);
        ck_assert_status(rwk_rope_half_split(y, x, 4, 4, half, half, (rwk_dtype)d), RWK_OK);
        ck_assert(y[0] == INFINITY && y[2] == INFINITY && y[1] == -1 && y[3] == 2);
        ck_assert_status(rwk_rope_complex(y, x, 4, 4, half, half, (rwk_dtype)d), RWK_OK);
        ck_assert(isinf(y[0]) && isinf(y[1]) && y[2] == -0.5 && y[3] == 2.5);
    }
}
END_TEST

START_TEST(test_rope_overflows_to_infinity_in_f16)
{
    const double x[] = { 65504, -65504 }, c = 1, s = 1;
    double y[2];
    ck_assert_status(rwk_rope_interleaved(y, x, 2, 2, &c, &s, RWK_F16), RWK_OK);
    ck_assert_same_bits(y[0], INFINITY);
    ck_assert_same_bits(y[1], 0.0);
}
END_TEST

START_TEST(test_rope_statuses_leave_the_output_alone)
{
    double x[4] = { 1, 2, 3, 4 }, c[2] = { 1, 1 }, s[2] = { 0, 0 }, y[4];
    fill_untouched(y, 4);
    for (int k = 0; k < N_ALL; k++) {
        ck_assert_status(ALL[k](y, x, 4, 0, c, s, RWK_F64), RWK_EODD);
        ck_assert_status(ALL[k](y, x, 4, 3, c, s, RWK_F64), RWK_EODD);
        ck_assert_status(ALL[k](y, x, 3, 4, c, s, RWK_F64), RWK_ESHAPE);
        for (int j = 0; j < 4; j++) {
            double nan[4] = { 1, 2, 3, 4 };
            nan[j] = NAN;
            ck_assert_status(ALL[k](y, nan, 4, 2, c, s, RWK_F32), RWK_ENAN); /* in the tail too */
            if (j < 2) ck_assert_status(ALL[k](y, x, 4, 4, nan, s, RWK_F32), RWK_ENAN);
            if (j < 2) ck_assert_status(ALL[k](y, x, 4, 4, c, nan, RWK_F32), RWK_ENAN);
        }
    }
    ck_assert(is_untouched(y, 4));
    ck_assert_status(rwk_rope_check(x, 4, 4, c, s), RWK_OK);
    ck_assert_status(rwk_rope_check(x, 4, 5, c, s), RWK_EODD);
    ck_assert_status(rwk_rope_check(x, 4, 6, c, s), RWK_ESHAPE);
}
END_TEST

START_TEST(test_rope_of_layout)
{
    ck_assert(rwk_rope_of_layout(RWK_INTERLEAVED) == rwk_rope_interleaved);
    ck_assert(rwk_rope_of_layout(RWK_HALF_SPLIT) == rwk_rope_half_split);
}
END_TEST

/* The matrix of each layout times x is what that layout's implementation gives; R R^T = I, det = 1 by the blocks. */
START_TEST(test_rope_matrix_fill_is_the_map_of_its_layout)
{
    double c[HALF], s[HALF], x[HEAD], y[HEAD], want[HEAD];
    rwk_rng rng = { 13 };
    gsl_matrix *r = gsl_matrix_alloc(HEAD, HEAD);
    angles(c, s, 137, RWK_F64);
    fill_random(x, HEAD, &rng, RWK_F64);
    for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
        ck_assert_status(rwk_rope_matrix_fill(r, D, c, s, (rwk_layout)layout), RWK_OK);
        for (size_t i = 0; i < HEAD; i++) {
            double sum = 0;
            for (size_t j = 0; j < HEAD; j++) sum += gsl_matrix_get(r, i, j) * x[j];
            y[i] = sum;
        }
        rwk_rope_of_layout((rwk_layout)layout)(want, x, HEAD, D, c, s, RWK_F64);
        for (int j = 0; j < HEAD; j++) ck_assert_near(y[j], want[j], 0x1p-52);
    }
    gsl_matrix_free(r);
}
END_TEST

/* d = 4 of 5 by hand, (c0, s0) = (.6, .8), (c1, s1) = (.28, .96). */
START_TEST(test_rope_matrix_fill_by_hand)
{
    const double c[] = { 0.6, 0.28 }, s[] = { 0.8, 0.96 };
    const double interleaved[] = {
        0.6, -0.8, 0, 0, 0, 0.8, 0.6, 0, 0, 0, 0, 0, 0.28, -0.96, 0, 0, 0, 0.96, 0.28, 0, 0, 0, 0, 0, 1
    };
    const double half_split[] = { 0.6, 0, -0.8, 0, 0, 0, 0.28, 0, -0.96, 0, 0.8, 0, 0.6, 0, 0, 0, 0.96, 0, 0.28, 0, 0, 0, 0, 0, 1 };
    gsl_matrix *r = gsl_matrix_alloc(5, 5);
    gsl_matrix_set_all(r, UNTOUCHED);
    ck_assert_status(rwk_rope_matrix_fill(r, 4, c, s, RWK_INTERLEAVED), RWK_OK);
    ck_assert_mem_eq(r->data, interleaved, sizeof interleaved);
    ck_assert_status(rwk_rope_matrix_fill(r, 4, c, s, RWK_HALF_SPLIT), RWK_OK);
    ck_assert_mem_eq(r->data, half_split, sizeof half_split);
    gsl_matrix_free(r);
}
END_TEST

START_TEST(test_rope_matrix_fill_statuses)
{
    const double c[4] = { 0 }, s[4] = { 0 };
    gsl_matrix *r = gsl_matrix_alloc(4, 4), *wide = gsl_matrix_alloc(4, 6);
    fill_untouched(r->data, 16), fill_untouched(wide->data, 24);
    ck_assert_status(rwk_rope_matrix_fill(r, 0, c, s, RWK_INTERLEAVED), RWK_EODD);
    ck_assert_status(rwk_rope_matrix_fill(r, 3, c, s, RWK_INTERLEAVED), RWK_EODD);
    ck_assert_status(rwk_rope_matrix_fill(r, 6, c, s, RWK_HALF_SPLIT), RWK_ESHAPE);
    ck_assert_status(rwk_rope_matrix_fill(wide, 4, c, s, RWK_HALF_SPLIT), RWK_ESHAPE);
    ck_assert(is_untouched(r->data, 16) && is_untouched(wide->data, 24));
    gsl_matrix_free(r);
    gsl_matrix_free(wide);
}
END_TEST

/* By hand from the picture of config.h: evens then odds. */
START_TEST(test_layout_permute_by_hand)
{
    const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, split[] = { 0, 2, 4, 1, 3, 5, 6, 7 }, woven[] = { 0, 3, 1, 4, 2, 5, 6, 7 };
    double y[8];
    ck_assert_status(rwk_layout_permute(y, x, 8, 6, RWK_HALF_SPLIT), RWK_OK);
    ck_assert_mem_eq(y, split, sizeof y);
    ck_assert_status(rwk_layout_permute(y, x, 8, 6, RWK_INTERLEAVED), RWK_OK);
    ck_assert_mem_eq(y, woven, sizeof y);
}
END_TEST

START_TEST(test_layout_permute_there_and_back)
{
    double x[HEAD], y[HEAD], z[HEAD];
    rwk_rng rng = { 17 };
    for (size_t d = 2; d <= HEAD; d += 2) {
        fill_random(x, HEAD, &rng, RWK_F64);
        rwk_layout_permute(y, x, HEAD, d, RWK_HALF_SPLIT);
        rwk_layout_permute(z, y, HEAD, d, RWK_INTERLEAVED);
        ck_assert_mem_eq(z, x, sizeof x);
        if (d > 2) ck_assert_mem_ne(y, x, sizeof x);
    }
}
END_TEST

START_TEST(test_layout_permute_statuses)
{
    const double x[4] = { 1, 2, 3, 4 };
    double y[4];
    fill_untouched(y, 4);
    ck_assert_status(rwk_layout_permute(y, x, 4, 0, RWK_HALF_SPLIT), RWK_EODD);
    ck_assert_status(rwk_layout_permute(y, x, 4, 3, RWK_INTERLEAVED), RWK_EODD);
    ck_assert_status(rwk_layout_permute(y, x, 4, 6, RWK_HALF_SPLIT), RWK_ESHAPE);
    ck_assert(is_untouched(y, 4));
}
END_TEST

TEST_MAIN("rope", test_rope_by_hand, test_rope_literal, test_rope_interleaved_implementations_agree,
          test_rope_half_split_is_interleaved_permuted, test_rope_f32_is_native_float_arithmetic,
          test_rope_half_precision_rounds_each_step_once, test_rope_in_place_and_tail_copied,
          test_rope_keeps_the_norm_of_every_pair, test_rope_at_position_zero_is_the_identity, test_rope_back_is_its_inverse,
          test_rope_spreads_infinity_as_ieee_does, test_rope_overflows_to_infinity_in_f16,
          test_rope_statuses_leave_the_output_alone, test_rope_of_layout, test_rope_matrix_fill_is_the_map_of_its_layout,
          test_rope_matrix_fill_by_hand, test_rope_matrix_fill_statuses, test_layout_permute_by_hand,
          test_layout_permute_there_and_back, test_layout_permute_statuses)
