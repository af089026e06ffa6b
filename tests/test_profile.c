/* SPDX-License-Identifier: MIT */
/* Tests claims/profile: full turns, negative mean scores and angle losses against published figures and direct counting. */
#include "claims/profile.h"

#include "angles/truth.h"
#include "testing.h"

enum { N = 64 };

/* Certified frequencies of a whole rotated head. */
static void frequencies(double inv_freq[], size_t head_dim, double base)
{
    const rwk_config config = rwk_config_plain(head_dim, base);
    rwk_truth *truth = NULL;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

/* Pairs with 2 pi/theta <= T for d = 128, counted by Python's math module from 2 pi b^(2i/128) <= T:
 * LLaMA (1e4, 2048) 41, Llama-2 (1e4, 4096) 46, (5e5, 8192) 35, (1e6, 16384) 37. */
START_TEST(test_full_turns_of_published_models)
{
    static const struct {
        double base;
        int64_t context;
        size_t pairs;
    } models[] = { { 1e4, 2048, 41 }, { 1e4, 4096, 46 }, { 5e5, 8192, 35 }, { 1e6, 16384, 37 } };
    double inv_freq[N];
    for (size_t k = 0; k < 4; k++) {
        frequencies(inv_freq, 2 * N, models[k].base);
        ck_assert_uint_eq(rwk_profile_full_turns(inv_freq, N, models[k].context), models[k].pairs);
    }
    ck_assert_uint_eq(rwk_profile_full_turns(inv_freq, N, 6), 0);
    ck_assert_uint_eq(rwk_profile_full_turns(inv_freq, N, 7), 1);
}
END_TEST

/* Unrotated slots count with cosine 1: a quarter of a head rotated lifts the score to 1 - (1 - f)/4. */
START_TEST(test_mean_score_counts_unrotated_slots_as_one)
{
    double inv_freq[N];
    frequencies(inv_freq, 2 * N, 1e4);
    for (int64_t s = 0; s < 3000; s += 137) {
        const double whole = rwk_profile_mean_score(inv_freq, N, 2 * N, 1, s);
        ck_assert_near(rwk_profile_mean_score(inv_freq, N, 8 * N, 1, s), 1 - (1 - whole) / 4, 1e-15);
    }
    ck_assert_same_bits(rwk_profile_mean_score(inv_freq, N, 2 * N, 1, 0), 1);
}
END_TEST

/* First integer distances with a negative mean cosine, d = 128: 59, 1707 and 18438 (evaluation with mpmath). */
START_TEST(test_first_negative_distance)
{
    double inv_freq[N];
    frequencies(inv_freq, 2 * N, 1e2);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 2 * N, 1, 100000), 59);
    frequencies(inv_freq, 2 * N, 1e4);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 2 * N, 1, 100000), 1707);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 2 * N, 1, 1706), 0);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 2 * N, 1, 1707), 1707);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 4 * N, 1, 100000), 0);
    frequencies(inv_freq, 2 * N, 5e5);
    ck_assert_int_eq(rwk_profile_first_negative(inv_freq, N, 2 * N, 1, 100000), 18438);
}
END_TEST

/* Half of a head rotated: at most half turns to -1, so the sum cannot fall below zero; counted here without the shortcut. */
START_TEST(test_half_rotated_head_is_never_negative)
{
    double inv_freq[N];
    frequencies(inv_freq, 2 * N, 1e4);
    ck_assert_same_bits(rwk_profile_negative_share(inv_freq, N, 4 * N, 1, 20000), 0);
}
END_TEST

/* Shares of distances below the context: 0.78 % for (1e4, 2048), 10.2 % for (1e4, 4096) (evaluation with numpy). */
START_TEST(test_negative_share_of_published_models)
{
    double inv_freq[N];
    frequencies(inv_freq, 2 * N, 1e4);
    ck_assert_near(rwk_profile_negative_share(inv_freq, N, 2 * N, 1, 2048), 0.0078, 0.00005);
    ck_assert_near(rwk_profile_negative_share(inv_freq, N, 2 * N, 1, 4096), 0.102, 0.0005);
    ck_assert_same_bits(rwk_profile_negative_share(inv_freq, N, 2 * N, 1, 1707), 0);
}
END_TEST

/* Second route: native float arithmetic, which rounds as f32 hardware does. */
static double loss_by_float(const double inv_freq[], int64_t n_pos)
{
    double worst = 0;
    for (size_t i = 0; i < N; i++)
        for (int64_t m = 0; m < n_pos; m++) {
            const float angle = (float)m * (float)inv_freq[i];
            worst = fmax(worst, fabs((double)angle - (double)m * inv_freq[i]));
        }
    return worst;
}

/* Largest losses for base 1e4, d = 128, from an evaluation against __float128: f32 1.4e-5, 2.4e-4, 7.8e-3 below 256, 4096,
 * 131072; bf16 positions 8 and 256; bf16 frequencies 0.31, 5.0, 160. */
START_TEST(test_angle_loss_by_pipeline)
{
    double inv_freq[N];
    frequencies(inv_freq, 2 * N, 1e4);
    ck_assert_same_bits(rwk_profile_angle_loss(inv_freq, N, 4096, RWK_PIPELINE_F32), loss_by_float(inv_freq, 4096));
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 256, RWK_PIPELINE_F32), 1.4e-5, 5e-7);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 4096, RWK_PIPELINE_F32), 2.4e-4, 5e-6);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 131072, RWK_PIPELINE_F32), 7.8e-3, 5e-5);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 4096, RWK_PIPELINE_BF16_POSITIONS), 8, 1e-9);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 131072, RWK_PIPELINE_BF16_POSITIONS), 256, 1e-9);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 257, RWK_PIPELINE_BF16_POSITIONS),
                   rwk_profile_angle_loss(inv_freq, N, 257, RWK_PIPELINE_F32), 0);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 256, RWK_PIPELINE_BF16_INV_FREQ), 0.31, 0.005);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, N, 4096, RWK_PIPELINE_BF16_INV_FREQ), 5.0, 0.05);
}
END_TEST

/* 512 pairs and 2^20 positions are four times the work allowed: positions at steps then, and the figure stays near the whole one:
 * for theta_0 = 1 the loss of bf16 positions is 2^(19 - 8) = 2048 at 2^20. */
START_TEST(test_angle_loss_is_capped)
{
    static double inv_freq[512];
    frequencies(inv_freq, 1024, 1e4);
    ck_assert_near(rwk_profile_angle_loss(inv_freq, 512, 1 << 20, RWK_PIPELINE_BF16_POSITIONS), 2048, 32);
}
END_TEST

/* Second route: every position from 1 on, native float arithmetic and bf16 by cutting a float's bits to nearest-even. */
static float bf16(double x)
{
    union {
        float f;
        uint32_t bits;
    } v = { (float)x };
    v.bits += 0x7fff + (v.bits >> 16 & 1);
    v.bits &= 0xffff0000;
    return v.f;
}

static int64_t first_by_float(const double inv_freq[], size_t n, rwk_pipeline pipeline, double allowed, int64_t limit)
{
    for (int64_t m = 1; m < limit; m++)
        for (size_t i = 0; i < n; i++) {
            const float position = pipeline == RWK_PIPELINE_BF16_POSITIONS ? bf16((double)m) : (float)m;
            const float stored = pipeline == RWK_PIPELINE_BF16_INV_FREQ ? bf16(inv_freq[i]) : (float)inv_freq[i];
            if (fabs((double)(position * stored) - (double)m * inv_freq[i]) > allowed) return m;
        }
    return 0;
}

START_TEST(test_first_loss_is_the_first_position)
{
    for (int base = 0; base < 3; base++) {
        double inv_freq[N];
        frequencies(inv_freq, 2 * N, base == 0 ? 1e4 : base == 1 ? 5e5 : 7);
        for (int p = 0; p < 3; p++)
            for (int k = 0; k < 4; k++) {
                const double allowed = k == 0 ? 0.1 : k == 1 ? 0.003 : k == 2 ? 1e-5 : 2;
                if (p == RWK_PIPELINE_F32 && allowed > 0.01) continue; /* millions of positions */
                const int64_t want = first_by_float(inv_freq, N, (rwk_pipeline)p, allowed, 1 << 17);
                ck_assert_int_eq(rwk_profile_first_loss(inv_freq, N, (rwk_pipeline)p, allowed), want);
            }
    }
}
END_TEST

/* theta = 1 is exact in f32 and bf16, so an f32 pipeline fails at the first whole number it cannot hold, a bf16 position at 257; a pair
 * that stands still loses nothing; 1/64 of a radian a token is held exactly too, and needs a position that is off by more than 6. */
START_TEST(test_first_loss_of_exact_frequencies)
{
    const double one = 1, still = 0, slow = 0x1p-6;
    ck_assert_int_eq(rwk_profile_first_loss(&one, 1, RWK_PIPELINE_F32, 0.1), (1 << 24) + 1);
    ck_assert_int_eq(rwk_profile_first_loss(&one, 1, RWK_PIPELINE_BF16_POSITIONS, 0.1), 257);
    ck_assert_int_eq(rwk_profile_first_loss(&one, 1, RWK_PIPELINE_BF16_INV_FREQ, 0.1), (1 << 24) + 1);
    ck_assert_int_eq(rwk_profile_first_loss(&still, 1, RWK_PIPELINE_F32, 0.1), 0);
    ck_assert_int_eq(rwk_profile_first_loss(&slow, 1, RWK_PIPELINE_F32, 0.1), (1 << 27) + 7);
    ck_assert_int_eq(rwk_profile_first_loss(&slow, 1, RWK_PIPELINE_F32, 1e9), 0);
}
END_TEST

/* [2 a^2 sum cos + head_dim - 2n] / head_dim, by hand at a pair of theta = pi: cos(pi) = -1. */
START_TEST(test_mean_score_weighs_what_turns_by_the_square_of_the_factor)
{
    const double pi = 3.14159265358979324, still[2] = { pi, 0 };
    ck_assert_near(rwk_profile_mean_score(&pi, 1, 8, 2, 1), (-2 * 4 + 6) / 8.0, 1e-12);
    ck_assert_near(rwk_profile_mean_score(&pi, 1, 8, 3, 2), (2 * 9 + 6) / 8.0, 1e-12);
    ck_assert(rwk_profile_can_be_negative(&pi, 1, 8, 2));    /* 8 against 6 */
    ck_assert(!rwk_profile_can_be_negative(&pi, 1, 8, 1.7)); /* 5.78 against 6 */
    ck_assert(!rwk_profile_can_be_negative(still, 2, 8, 9)); /* what stands still weighs as much as what turns */
    ck_assert_int_eq(rwk_profile_first_negative(&pi, 1, 8, 2, 10), 1);
    ck_assert_int_eq(rwk_profile_first_negative(&pi, 1, 8, 1.7, 10), 0);
    ck_assert_near(rwk_profile_negative_share(&pi, 1, 8, 2, 10), 0.5, 0);
}
END_TEST

/* 2^29 pairs' worth of positions without a loss: told as "not found", never as "none". */
START_TEST(test_first_loss_gives_up_openly)
{
    const double slow = 1e-9;
    ck_assert_int_eq(rwk_profile_first_loss(&slow, 1, RWK_PIPELINE_F32, 1e-7), -1);
}
END_TEST

TEST_MAIN("profile", test_mean_score_weighs_what_turns_by_the_square_of_the_factor, test_first_loss_gives_up_openly,
          test_first_loss_is_the_first_position, test_first_loss_of_exact_frequencies, test_angle_loss_is_capped,
          test_full_turns_of_published_models, test_mean_score_counts_unrotated_slots_as_one, test_first_negative_distance,
          test_half_rotated_head_is_never_negative, test_negative_share_of_published_models, test_angle_loss_by_pipeline)
