/* SPDX-License-Identifier: MIT */
/* Tests encodings/bias and encodings/alibi: slopes against published ones and plain MPFR, the three forms, the block. */
#include "encodings/alibi.h"

#include <mpfr.h>

#include "attention/scores.h"
#include "config/config.h"
#include "testing.h"

/* Press et al. 2022, section 3: "for 8 heads 1/2^1, 1/2^2, ..., 1/2^8"; one head and four by the same rule. */
START_TEST(test_slopes_up_to_eight_heads_are_powers_of_two)
{
    for (size_t n = 1; n <= 8; n *= 2)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            double slopes[8];
            ck_assert_status(rwk_alibi_slopes(slopes, n, RWK_ALIBI_BIAS_MAX, (rwk_dtype)d), RWK_OK);
            for (size_t h = 0; h < n; h++) ck_assert_same_bits(slopes[h], ldexp(1, -(int)((h + 1) * 8 / n)));
        }
}
END_TEST

/* Press et al.: for 16 heads 1/2^0.5, 1/2^1, 1/2^1.5, ..., 1/2^8; sqrt(1/2) to 17 digits is a constant of any handbook. */
START_TEST(test_slopes_of_sixteen_heads)
{
    double slopes[16];
    ck_assert_status(rwk_alibi_slopes(slopes, 16, RWK_ALIBI_BIAS_MAX, RWK_F64), RWK_OK);
    for (int h = 0; h < 16; h++) ck_assert_same_bits(slopes[h], ldexp(h % 2 ? 1 : 0.70710678118654752, -(h / 2) - h % 2));
}
END_TEST

/* get_slopes(12) of Press et al.'s code: 8 heads, then 2^-.5, 2^-1.5, 2^-2.5, 2^-3.5; the last four as Python prints them. */
START_TEST(test_slopes_of_twelve_heads)
{
    const double more[] = { 0.7071067811865476, 0.35355339059327384, 0.17677669529663692, 0.08838834764831849 };
    double slopes[12];
    ck_assert_status(rwk_alibi_slopes(slopes, 12, RWK_ALIBI_BIAS_MAX, RWK_F64), RWK_OK);
    for (int h = 0; h < 8; h++) ck_assert_same_bits(slopes[h], ldexp(1, -h - 1));
    for (int t = 0; t < 4; t++) ck_assert_ulp(slopes[8 + t], more[t], RWK_F64, 4);
}
END_TEST

/* BLOOM's 112 heads: 64, and 48 of every other one of 128, from 2^(-1/16) to 2^(-95/16); both numbers by Python's 2**x. */
START_TEST(test_slopes_of_bloom)
{
    double slopes[112];
    ck_assert_status(rwk_alibi_slopes(slopes, 112, RWK_ALIBI_BIAS_MAX, RWK_F64), RWK_OK);
    ck_assert_ulp(slopes[64], 0.9576032806985737, RWK_F64, 1);
    ck_assert_ulp(slopes[111], 0.01631677785042834, RWK_F64, 1);
    ck_assert_same_bits(slopes[63], 0x1p-8);
}
END_TEST

/* The second route: MPT's gen_slopes (p the power of two above; every second slope, then the others), exp2 of plain MPFR. */
static double slope_of_mpt(size_t h, size_t n, long bias_max, rwk_dtype dtype)
{
    size_t p = 1;
    while (p < n) p *= 2;
    const size_t index = p == n ? h : 2 * h + 1 < p ? 2 * h + 1 : 2 * (h - p / 2);
    mpfr_t x;
    mpfr_init2(x, 400);
    mpfr_set_si(x, -bias_max * (long)(index + 1), MPFR_RNDN);
    mpfr_div_ui(x, x, (unsigned long)p, MPFR_RNDN);
    mpfr_exp2(x, x, MPFR_RNDN);
    const double slope = dtype == RWK_F64 ? mpfr_get_d(x, MPFR_RNDN) : (double)mpfr_get_flt(x, MPFR_RNDN);
    mpfr_clear(x);
    return slope;
}

START_TEST(test_slopes_are_correctly_rounded_and_those_of_mpt)
{
    const int64_t bias_max[] = { 8, 1, 5, 16, 41 };
    double slopes[137];
    for (size_t n = 1; n <= 137; n += n < 20 ? 1 : 9)
        for (int k = 0; k < 5; k++)
            for (int d = 0; d < 2; d++) {
                ck_assert_status(rwk_alibi_slopes(slopes, n, bias_max[k], d ? RWK_F32 : RWK_F64), RWK_OK);
                for (size_t h = 0; h < n; h++)
                    ck_assert_same_bits(slopes[h], slope_of_mpt(h, n, (long)bias_max[k], d ? RWK_F32 : RWK_F64));
            }
}
END_TEST

START_TEST(test_slopes_statuses)
{
    double slopes[4];
    fill_untouched(slopes, 4);
    ck_assert_status(rwk_alibi_slopes(slopes, 0, 8, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_alibi_slopes(slopes, RWK_ALIBI_MAX_HEADS + 1, 8, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_alibi_slopes(slopes, SIZE_MAX, 8, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_alibi_slopes(slopes, 4, 0, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_alibi_slopes(slopes, 4, RWK_ALIBI_MAX_BIAS_MAX + 1, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_alibi_slopes(slopes, 4, INT64_MIN, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(slopes, 4));
    ck_assert_status(rwk_alibi_slopes(slopes, 1, RWK_ALIBI_MAX_BIAS_MAX, RWK_F64), RWK_OK);
    ck_assert_same_bits(slopes[0], 0x1p-1022);
}
END_TEST

/* By hand, m = 1/4, queries 5 and 6 against keys 4 .. 6. */
START_TEST(test_forms_by_hand)
{
    const rwk_bias_block block = { .n_queries = 2, .n_keys = 3, .first_query = 5, .first_key = 4 };
    const double want[3][6] = { [RWK_ALIBI_DISTANCE] = { -0.25, 0, 0.25, -0.5, -0.25, 0 },
                                [RWK_ALIBI_KEY] = { 1, 1.25, 1.5, 1, 1.25, 1.5 },
                                [RWK_ALIBI_SYMMETRIC] = { -0.25, 0, -0.25, -0.5, -0.25, 0 } };
    for (int form = 0; form < 3; form++) {
        double bias[6];
        ck_assert_status(rwk_alibi_bias(bias, &block, 0.25, (rwk_alibi_form)form), RWK_OK);
        for (int k = 0; k < 6; k++) ck_assert(bias[k] == want[form][k]);
        rwk_bias_block masked = block;
        masked.causal = true;
        ck_assert_status(rwk_alibi_bias(bias, &masked, 0.25, (rwk_alibi_form)form), RWK_OK);
        for (int k = 0; k < 6; k++) ck_assert(bias[k] == (k == 2 ? -INFINITY : want[form][k]));
    }
}
END_TEST

/* One step of decoding is the last row of the whole sequence. */
START_TEST(test_decoding_is_the_last_row)
{
    enum { N = 41 };
    const rwk_bias_block whole = { N, N, 0, 0, true }, step = { 1, N, N - 1, 0, true };
    static double all[N * N], row[N];
    for (int form = 0; form < 3; form++) {
        ck_assert_status(rwk_alibi_bias(all, &whole, 0.3, (rwk_alibi_form)form), RWK_OK);
        ck_assert_status(rwk_alibi_bias(row, &step, 0.3, (rwk_alibi_form)form), RWK_OK);
        for (int j = 0; j < N; j++) ck_assert_same_bits(row[j], all[(N - 1) * N + j]);
    }
}
END_TEST

/* m i is a constant of the row: both causal forms have one softmax; with m = 2^-3 and whole scores exp gets the same numbers. */
START_TEST(test_key_form_has_the_same_softmax)
{
    enum { N = 33 };
    static double z[2][N * N], a[2][N * N];
    const rwk_bias_block block = { N, N, 137, 137, true };
    rwk_rng rng = { 41 };
    for (int form = 0; form < 2; form++) ck_assert_status(rwk_alibi_bias(z[form], &block, 0.125, (rwk_alibi_form)form), RWK_OK);
    for (int k = 0; k < N * N; k++) {
        const double score = (double)random_within(&rng, -5, 5);
        for (int form = 0; form < 2; form++) z[form][k] += score;
    }
    for (int form = 0; form < 2; form++) rwk_softmax_rows(a[form], z[form], N, N);
    for (int k = 0; k < N * N; k++) ck_assert_same_bits(a[0][k], a[1][k]);
}
END_TEST

START_TEST(test_bias_statuses_leave_the_output_alone)
{
    const int64_t far = RWK_MAX_POSITION;
    const struct {
        rwk_bias_block block;
        double slope;
        rwk_status status;
    } cases[] = { { { 2, 2, 0, 0, true }, NAN, RWK_ENAN },
                  { { 2, 2, 0, 0, true }, INFINITY, RWK_ENAN },
                  { { 2, 2, far, 0, true }, 1, RWK_ERANGE },
                  { { 2, 2, 0, far, true }, 1, RWK_ERANGE },
                  { { 2, 2, -far - 1, 0, true }, 1, RWK_ERANGE },
                  { { 2, 2, 0, far + 1, true }, 1, RWK_ERANGE },
                  { { 2, 2, INT64_MIN, INT64_MAX, true }, 1, RWK_ERANGE },
                  { { SIZE_MAX, 2, 0, 0, true }, 1, RWK_ERANGE },
                  { { (size_t)1 << 31, (size_t)1 << 31, 0, 0, true }, 1, RWK_EOVERFLOW },
                  { { (size_t)1 << 31, (size_t)1 << 30, 0, 0, true }, 1, RWK_EOVERFLOW } };
    double bias[4];
    fill_untouched(bias, 4);
    for (int k = 0; k < 10; k++)
        ck_assert_status(rwk_alibi_bias(bias, &cases[k].block, cases[k].slope, RWK_ALIBI_DISTANCE), cases[k].status);
    const rwk_bias_block empty = { 0, 3, 0, 0, true }, edge = { 1, 2, far, far - 1, true };
    ck_assert_status(rwk_alibi_bias(bias, &empty, 1, RWK_ALIBI_KEY), RWK_OK);
    ck_assert(is_untouched(bias, 4));
    ck_assert_status(rwk_alibi_bias(bias, &edge, 0.5, RWK_ALIBI_SYMMETRIC), RWK_OK);
    ck_assert(bias[0] == -0.5 && bias[1] == 0);
}
END_TEST

TEST_MAIN("alibi", test_slopes_up_to_eight_heads_are_powers_of_two, test_slopes_of_sixteen_heads, test_slopes_of_twelve_heads,
          test_slopes_of_bloom, test_slopes_are_correctly_rounded_and_those_of_mpt, test_slopes_statuses, test_forms_by_hand,
          test_decoding_is_the_last_row, test_key_form_has_the_same_softmax, test_bias_statuses_leave_the_output_alone)
