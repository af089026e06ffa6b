/* SPDX-License-Identifier: MIT */
/* Tests core/rng: splitmix64 against published numbers, uniform draws, and the dropout mask. */
#include "testing.h"

/* Rosetta Code, "Pseudo-random numbers/Splitmix64", seed 1234567. */
START_TEST(test_next_gives_the_published_numbers)
{
    const uint64_t published[] = { UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
                                   UINT64_C(4593380528125082431), UINT64_C(16408922859458223821) };
    rwk_rng rng = { 1234567 };
    for (int i = 0; i < 5; i++) ck_assert_uint_eq(rwk_rng_next(&rng), published[i]);
}
END_TEST

/* A seed is a place on one cycle: the generator seeded one increment further on is one draw ahead. */
START_TEST(test_next_walks_one_cycle)
{
    rwk_rng a = { UINT64_MAX - 41 }, b = { UINT64_MAX - 41 + UINT64_C(0x9e3779b97f4a7c15) };
    rwk_rng_next(&a);
    for (int i = 0; i < 137; i++) ck_assert_uint_eq(rwk_rng_next(&a), rwk_rng_next(&b));
}
END_TEST

/* The top 53 bits of the published numbers, divided by Python: float(x >> 11) / 2**53, printed by float.hex. */
START_TEST(test_uniform_gives_the_published_numbers)
{
    const double want[] = { 0x1.667b405fec23ep-2, 0x1.639f8422c2a04p-3, 0x1.107d79cb47e4fp-1 };
    rwk_rng rng = { 1234567 };
    for (int i = 0; i < 3; i++) ck_assert_same_bits(rwk_rng_uniform(&rng), want[i]);
}
END_TEST

START_TEST(test_uniform_lies_on_the_grid_in_the_unit_interval)
{
    rwk_rng rng = { 2385 };
    for (int i = 0; i < 200000; i++) {
        const double x = rwk_rng_uniform(&rng), k = ldexp(x, 53);
        if (!(x >= 0 && x < 1 && k == floor(k))) ck_abort_msg("draw %d: %a", i, x);
    }
}
END_TEST

/* Mean 1/2, variance 1/12, flat in 16 bins: limits are 6 standard deviations of n = 10^6 draws. */
START_TEST(test_uniform_is_uniform)
{
    enum { N = 1000000, BINS = 16 };
    rwk_rng rng = { 137 };
    double sum = 0, squares = 0;
    int count[BINS] = { 0 };
    for (int i = 0; i < N; i++) {
        const double x = rwk_rng_uniform(&rng);
        sum += x, squares += x * x, count[(int)(x * BINS)]++;
    }
    ck_assert_near(sum / N, 0.5, 6 * sqrt(1.0 / 12 / N));
    ck_assert_near(squares / N, 1.0 / 3, 6 * sqrt(4.0 / 45 / N));
    for (int b = 0; b < BINS; b++) ck_assert_near((double)count[b], (double)N / BINS, 6 * sqrt((double)N / BINS));
}
END_TEST

/* The mask drops where a generator of the same seed draws below p, and nothing else stands in it. */
START_TEST(test_dropout_mask_holds_zero_or_the_scale)
{
    enum { N = 1000 };
    const double p = 0.2385;
    double mask[N];
    rwk_rng rng = { 41 };
    ck_assert_status(rwk_dropout_mask(mask, N, p, 41), RWK_OK);
    for (int i = 0; i < N; i++) {
        const bool dropped = (double)(rwk_rng_next(&rng) >> 11) < p * 0x1p53;
        ck_assert_same_bits(mask[i], dropped ? 0.0 : 1 / (1 - p));
    }
}
END_TEST

/* Mean 1 with variance p/(1 - p): 6 standard deviations. */
START_TEST(test_dropout_mask_has_mean_one)
{
    enum { N = 400000 };
    static double mask[N];
    const double ps[] = { 0.1, 0.5, 0.9 };
    for (int k = 0; k < 3; k++) {
        double sum = 0;
        ck_assert_status(rwk_dropout_mask(mask, N, ps[k], (uint64_t)k + 137), RWK_OK);
        for (int i = 0; i < N; i++) sum += mask[i];
        ck_assert_near(sum / N, 1.0, 6 * sqrt(ps[k] / (1 - ps[k]) / N));
    }
}
END_TEST

START_TEST(test_dropout_mask_is_a_function_of_its_seed)
{
    double a[257], b[257], c[257];
    rwk_dropout_mask(a, 257, 0.5, 41);
    rwk_dropout_mask(b, 257, 0.5, 41);
    rwk_dropout_mask(c, 257, 0.5, 42);
    ck_assert_mem_eq(a, b, sizeof a);
    ck_assert_mem_ne(a, c, sizeof a);
}
END_TEST

START_TEST(test_dropout_mask_at_the_edges_of_p)
{
    double mask[41], none = UNTOUCHED;
    ck_assert_status(rwk_dropout_mask(mask, 41, 0, 9), RWK_OK);
    for (int i = 0; i < 41; i++) ck_assert_same_bits(mask[i], 1.0);
    ck_assert_status(rwk_dropout_mask(mask, 41, -0.0, 9), RWK_OK);
    ck_assert_status(rwk_dropout_mask(mask, 41, nextafter(1, 0), 9), RWK_OK);
    for (int i = 0; i < 41; i++) ck_assert(mask[i] == 0 || mask[i] == 0x1p53);
    ck_assert_status(rwk_dropout_mask(&none, 0, 0.5, 9), RWK_OK);
    ck_assert(is_untouched(&none, 1));
}
END_TEST

START_TEST(test_dropout_mask_statuses_leave_the_mask_alone)
{
    const double ps[] = { 1.0, -0x1p-1074, INFINITY, -INFINITY, 2.385 };
    double mask[3];
    fill_untouched(mask, 3);
    for (int k = 0; k < 5; k++) ck_assert_status(rwk_dropout_mask(mask, 3, ps[k], 1), RWK_ERANGE);
    ck_assert_status(rwk_dropout_mask(mask, 3, NAN, 1), RWK_ENAN);
    ck_assert(is_untouched(mask, 3));
}
END_TEST

TEST_MAIN("rng", test_next_gives_the_published_numbers, test_next_walks_one_cycle, test_uniform_gives_the_published_numbers,
          test_uniform_lies_on_the_grid_in_the_unit_interval, test_uniform_is_uniform, test_dropout_mask_holds_zero_or_the_scale,
          test_dropout_mask_has_mean_one, test_dropout_mask_is_a_function_of_its_seed, test_dropout_mask_at_the_edges_of_p,
          test_dropout_mask_statuses_leave_the_mask_alone)
