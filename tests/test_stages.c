/* SPDX-License-Identifier: MIT */
/* Tests angles/stages: against the pipelines of one dtype, and against published values. */
#include "angles/stages.h"

#include "angles/angle.h"
#include "faults/position_fault.h"
#include "testing.h"

enum { N = 16 };

/* Frequencies of d = 32, b = 10^4, rounded once to dtype */
static void frequencies(double inv_freq[], rwk_dtype dtype)
{
    const rwk_config config = rwk_config_plain(2 * N, 10000);
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, dtype), RWK_OK);
    rwk_truth_free(truth);
}

START_TEST(test_one_dtype_is_the_plain_angle)
{
    double inv_freq[N], c[N], s[N], want_c[N], want_s[N];
    for (int t = 0; t < RWK_N_DTYPES; t++) {
        const rwk_dtype dtype = (rwk_dtype)t;
        const rwk_stages stages = { dtype, dtype, dtype, dtype };
        frequencies(inv_freq, dtype);
        for (int64_t m = -300; m < 5000; m += 37) {
            rwk_stages_cos_sin(c, s, inv_freq, N, m, stages);
            rwk_angle_cos_sin(want_c, want_s, inv_freq, N, m, dtype);
            for (int i = 0; i < N; i++) {
                ck_assert_same_bits(c[i], want_c[i]);
                ck_assert_same_bits(s[i], want_s[i]);
            }
        }
    }
}
END_TEST

/* Each stage in bf16 alone, by hand: 257 becomes 256; 1 + 2^-8 becomes 1; 3 (1 + 2^-7) = 3 + 3/128 becomes 3 + 1/32 = 3.03125 (spacing 1/64,
 * a tie to even); cos 1 = 0.540302 becomes 138/256. */
START_TEST(test_each_stage_rounds)
{
    const rwk_stages position = { RWK_F64, RWK_BF16, RWK_F64, RWK_F64 }, angle = { RWK_F64, RWK_F64, RWK_BF16, RWK_F64 },
                     table = { RWK_F64, RWK_F64, RWK_F64, RWK_BF16 };
    double c[1], s[1];
    ck_assert_same_bits(rwk_stages_angle(0.75, 257, position), 192);
    ck_assert_same_bits(rwk_stages_angle(0.75, 257, angle), 193);
    ck_assert_same_bits(rwk_stages_angle(1 + 0x1p-7, 3, angle), 3.03125);
    ck_assert_same_bits(rwk_stages_angle(1 + 0x1p-7, 3, table), 3.0234375);
    rwk_stages_cos_sin(c, s, (const double[]){ 1 }, 1, 1, table);
    ck_assert_same_bits(c[0], 138.0 / 256);
    ck_assert_same_bits(s[0], rwk_round(sin(1.0), RWK_BF16));
}
END_TEST

/* gpt-neox #1003 prints the angle at (1857, 1): 1044.2678 in f32, 1045 in f16. */
START_TEST(test_published_angle)
{
    const rwk_stages f32 = { RWK_F32, RWK_F32, RWK_F32, RWK_F32 }, f16 = { RWK_F16, RWK_F16, RWK_F16, RWK_F16 };
    double inv_freq[N];
    frequencies(inv_freq, RWK_F32);
    ck_assert_prints(rwk_stages_angle(inv_freq[1], 1857, f32), "%.4f", "1044.2678");
    frequencies(inv_freq, RWK_F16);
    ck_assert_prints(rwk_stages_angle(inv_freq[1], 1857, f16), "%g", "1045");
}
END_TEST

START_TEST(test_f16_overflows)
{
    const rwk_stages f16 = { RWK_F16, RWK_F16, RWK_F16, RWK_F16 };
    double c[2], s[2];
    ck_assert(isfinite(rwk_stages_angle(1, 65519, f16)));
    ck_assert(isinf(rwk_stages_angle(1, 65520, f16)));
    ck_assert(isnan(rwk_stages_angle(0, 65520, f16)));
    rwk_stages_cos_sin(c, s, (const double[]){ 1, 0.5 }, 2, 65520, f16);
    ck_assert(isnan(c[0]) && isnan(s[0]) && isnan(c[1]) && isnan(s[1]));
}
END_TEST

TEST_MAIN("stages", test_one_dtype_is_the_plain_angle, test_each_stage_rounds, test_published_angle, test_f16_overflows)
