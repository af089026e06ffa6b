/* SPDX-License-Identifier: MIT */
/* Tests angles/angle: the angle of an engine, against native float arithmetic and the bound on its error. */
#include "angles/angle.h"

#include "angles/truth.h"
#include "testing.h"

enum { N = 64 };

static void frequencies(double inv_freq[], rwk_dtype dtype)
{
    const rwk_config config = rwk_config_plain(2 * N, 10000);
    rwk_truth *truth;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, dtype), RWK_OK);
    rwk_truth_free(truth);
}

START_TEST(test_cos_sin_f32_is_native_float_arithmetic)
{
    const int64_t positions[] = { 0, 1, 41, 137, 131071, 16777217, -137, 2147483647 };
    double inv_freq[N], c[N], s[N];
    frequencies(inv_freq, RWK_F32);
    for (int k = 0; k < 8; k++) {
        rwk_angle_cos_sin(c, s, inv_freq, N, positions[k], RWK_F32);
        for (int i = 0; i < N; i++) {
            const float angle = (float)positions[k] * (float)inv_freq[i];
            ck_assert_same_bits(c[i], (double)(float)cos((double)angle));
            ck_assert_same_bits(s[i], (double)(float)sin((double)angle));
        }
    }
}
END_TEST

/* 257 is no bf16 number: its row is that of 256; f16 keeps it, and rounds 2049 to 2048. */
START_TEST(test_cos_sin_rounds_positions_beyond_the_significand)
{
    double inv_freq[N], a[2 * N], b[2 * N];
    const struct {
        rwk_dtype dtype;
        int64_t m, as;
    } cases[] = { { RWK_BF16, 257, 256 }, { RWK_BF16, 8191, 8192 }, { RWK_F16, 2049, 2048 }, { RWK_F32, 16777217, 16777216 } };
    for (int k = 0; k < 4; k++) {
        frequencies(inv_freq, cases[k].dtype);
        rwk_angle_cos_sin(a, a + N, inv_freq, N, cases[k].m, cases[k].dtype);
        rwk_angle_cos_sin(b, b + N, inv_freq, N, cases[k].as, cases[k].dtype);
        ck_assert_mem_eq(a, b, sizeof a);
        rwk_angle_cos_sin(b, b + N, inv_freq, N, cases[k].m, RWK_F64);
        ck_assert_mem_ne(a, b, sizeof a);
    }
}
END_TEST

/* cos and sin are Lipschitz: off by at most the angle's u m theta, and one rounding of the result (and of libm's). */
START_TEST(test_cos_sin_stays_within_its_bound)
{
    double inv_freq[N], c[N], s[N];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const double u = rwk_unit_roundoff((rwk_dtype)d);
        frequencies(inv_freq, (rwk_dtype)d);
        for (int64_t m = 3; m < 256; m += 41) {
            rwk_angle_cos_sin(c, s, inv_freq, N, m, (rwk_dtype)d);
            for (int i = 0; i < N; i++) {
                double cosine, sine;
                ck_assert_status(rwk_truth_cos_sin_of(&cosine, &sine, inv_freq[i], m, RWK_F64), RWK_OK);
                const double limit = u * (double)m * inv_freq[i] + u + 0x1p-51 + rwk_ulp(0, (rwk_dtype)d);
                ck_assert_near(c[i], cosine, limit);
                ck_assert_near(s[i], sine, limit);
            }
        }
    }
}
END_TEST

/* By Python: math.cos(1.37) and math.sin(1.37), 137 * .01 being 1.37 in binary64 too. */
START_TEST(test_cos_sin_literal)
{
    const double theta = 0.01;
    double c, s;
    rwk_angle_cos_sin(&c, &s, &theta, 1, 137, RWK_F64);
    ck_assert_ulp(c, 0x1.987918670c154p-3, RWK_F64, 1);
    ck_assert_ulp(s, 0x1.f5b68269966e0p-1, RWK_F64, 1);
}
END_TEST

TEST_MAIN("angle", test_cos_sin_f32_is_native_float_arithmetic, test_cos_sin_rounds_positions_beyond_the_significand,
          test_cos_sin_stays_within_its_bound, test_cos_sin_literal)
