/* SPDX-License-Identifier: MIT */
/* Tests encodings/t5_bias: a published table of buckets, starts against whole-number powers in GMP, directions, the lookup. */
#include "encodings/t5_bias.h"

#include <gmp.h>

#include "config/config.h"
#include "testing.h"

static rwk_t5_buckets made(size_t num_buckets, int64_t max_distance, bool bidirectional)
{
    rwk_t5_buckets buckets;
    ck_assert_status(rwk_t5_buckets_init(&buckets, num_buckets, max_distance, bidirectional), RWK_OK);
    return buckets;
}

static rwk_t5_buckets of_t5(bool bidirectional) { return made(RWK_T5_NUM_BUCKETS, RWK_T5_MAX_DISTANCE, bidirectional); }

/* The table of Su, kexue.fm/archives/8130: f(i - j) for i - j = 0 .. 30, T5's bidirectional buckets. */
START_TEST(test_published_table)
{
    const size_t f[] = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11
    };
    const rwk_t5_buckets buckets = of_t5(true);
    for (int64_t n = 0; n <= 30; n++) ck_assert_uint_eq(rwk_t5_bucket(&buckets, -n), f[n]);
}
END_TEST

/* The thresholds that compiled T5 kernels carry as constants (bidirectional), and those of a decoder by Python's whole numbers. */
START_TEST(test_starts_of_t5)
{
    const int64_t both[] = { 8, 12, 16, 23, 32, 46, 64, 91 };
    const int64_t causal[] = { 16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113 };
    rwk_t5_buckets buckets = of_t5(true);
    ck_assert_uint_eq(buckets.n_starts, 16);
    for (int k = 0; k < 8; k++) ck_assert_int_eq(buckets.starts[8 + k], both[k]);
    buckets = of_t5(false);
    ck_assert_uint_eq(buckets.n_starts, 32);
    for (int k = 0; k < 16; k++) ck_assert_int_eq(buckets.starts[16 + k], causal[k]);
    for (int b = 0; b < 16; b++) ck_assert_int_eq(buckets.starts[b], b);
}
END_TEST

/* n^K >= M^k e^(K-k), the second route: n is in bucket e + k or a later one. */
static bool reaches(int64_t n, size_t e, size_t k, size_t K, int64_t max_distance)
{
    mpz_t left, right, power;
    mpz_inits(left, right, power, (mpz_ptr)0);
    mpz_ui_pow_ui(left, (unsigned long)n, K);
    mpz_ui_pow_ui(right, (unsigned long)max_distance, k);
    mpz_ui_pow_ui(power, e, K - k);
    mpz_mul(right, right, power);
    const bool result = mpz_cmp(left, right) >= 0;
    mpz_clears(left, right, power, (mpz_ptr)0);
    return result;
}

/* 450 buckets to 7200: (7200/225)^(45/225) = 2, a whole start, found only if 450^225 is held exactly. */
START_TEST(test_starts_are_the_smallest_distances)
{
    const struct {
        size_t num_buckets;
        int64_t max_distance;
    } cases[] = { { 32, 128 },
                  { 2, 2 },
                  { 3, 137 },
                  { 7, 4 },
                  { 8, 5 },
                  { 17, 27 },
                  { 41, 137 },
                  { 64, 64 },
                  { 160, 800 },
                  { 320, 800 },
                  { 450, 7200 },
                  { 512, 257 },
                  { 512, RWK_MAX_POSITION },
                  { 31, RWK_MAX_POSITION } };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        const rwk_t5_buckets buckets = made(cases[c].num_buckets, cases[c].max_distance, false);
        const size_t e = buckets.n_starts / 2, K = buckets.n_starts - e;
        for (size_t k = 0; k < K; k++) {
            const int64_t start = buckets.starts[e + k];
            ck_assert(reaches(start, e, k, K, cases[c].max_distance));
            ck_assert(!reaches(start - 1, e, k, K, cases[c].max_distance));
        }
    }
}
END_TEST

/* Away from starts, where rounding decides nothing, the formula in double is the second route for buckets. */
START_TEST(test_buckets_by_logarithms)
{
    const rwk_t5_buckets buckets = made(41, 1370, false);
    for (int64_t n = 0; n < 3000; n++) {
        const double share = 21 * log((double)n / 20) / log(1370.0 / 20);
        if (n < 20) ck_assert_uint_eq(rwk_t5_bucket(&buckets, -n), (size_t)n);
        else if (fabs(share - round(share)) > 1e-9)
            ck_assert_uint_eq(rwk_t5_bucket(&buckets, -n), share >= 21 ? 40 : 20 + (size_t)share);
    }
}
END_TEST

START_TEST(test_directions)
{
    const rwk_t5_buckets both = of_t5(true), causal = of_t5(false);
    for (int64_t n = 1; n < 300; n++) {
        ck_assert_uint_eq(rwk_t5_bucket(&both, n), 16 + rwk_t5_bucket(&both, -n));
        ck_assert_uint_eq(rwk_t5_bucket(&causal, n), 0);
    }
    ck_assert_uint_eq(rwk_t5_bucket(&both, 0), 0);
    ck_assert_uint_eq(rwk_t5_bucket(&both, INT64_MAX), 31);
    ck_assert_uint_eq(rwk_t5_bucket(&both, INT64_MIN), 15);
    ck_assert_uint_eq(rwk_t5_bucket(&causal, INT64_MIN), 31);
    ck_assert_uint_eq(rwk_t5_bucket(&causal, INT64_MAX), 0);
}
END_TEST

/* f32 quotients agree for T5; f64 by the reciprocal has 13 for 14 at distance 64 = 8 16^(6/8); B = 17, M = 27 fails in f32. */
START_TEST(test_floating_point_buckets)
{
    const rwk_t5_buckets both = of_t5(true), causal = of_t5(false), odd = made(17, 27, false);
    for (int64_t n = -200; n <= 200; n++) {
        ck_assert_uint_eq(rwk_t5_bucket_float(&both, n, RWK_F32, false), rwk_t5_bucket(&both, n));
        ck_assert_uint_eq(rwk_t5_bucket_float(&causal, n, RWK_F32, false), rwk_t5_bucket(&causal, n));
        ck_assert_int_eq(rwk_t5_bucket_float(&both, n, RWK_F64, true) == rwk_t5_bucket(&both, n), n != 64 && n != -64);
    }
    ck_assert_uint_eq(rwk_t5_bucket_float(&both, -64, RWK_F64, true), 13);
    ck_assert_uint_eq(rwk_t5_bucket(&odd, -18), 14); /* 18/8 = (27/8)^(6/9) */
    ck_assert_uint_eq(rwk_t5_bucket_float(&odd, -18, RWK_F32, false), 13);
    ck_assert_uint_eq(rwk_t5_bucket_float(&causal, INT64_MIN, RWK_F32, false), 31);
}
END_TEST

START_TEST(test_bias_looks_up_the_heads_column)
{
    enum { N = 150, HEADS = 3 };
    static double table[RWK_T5_NUM_BUCKETS * HEADS], bias[N * N];
    const rwk_bias_block block = { N, N, 41, 41, false };
    for (int b = 0; b < RWK_T5_NUM_BUCKETS; b++)
        for (int head = 0; head < HEADS; head++) table[b * HEADS + head] = 100 * head + b;
    for (int d = 0; d < 2; d++) {
        const rwk_t5_buckets buckets = of_t5(d == 1);
        for (size_t head = 0; head < HEADS; head++) {
            ck_assert_status(rwk_t5_bias(bias, &block, &buckets, table, HEADS, head), RWK_OK);
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++)
                    ck_assert(bias[i * N + j] == 100 * (double)head + (double)rwk_t5_bucket(&buckets, j - i));
        }
    }
    const rwk_t5_buckets causal = of_t5(false);
    const rwk_bias_block masked = { 1, 2, 0, 0, true };
    ck_assert_status(rwk_t5_bias(bias, &masked, &causal, table, HEADS, 1), RWK_OK);
    ck_assert(bias[0] == 100 && bias[1] == -INFINITY);
}
END_TEST

START_TEST(test_statuses_leave_the_output_alone)
{
    rwk_t5_buckets buckets = { .num_buckets = 137 };
    const struct {
        size_t num_buckets;
        int64_t max_distance;
        bool bidirectional;
        rwk_status status;
    } cases[] = { { 31, 128, true, RWK_EODD },          { 0, 128, false, RWK_ERANGE },
                  { 1, 128, false, RWK_ERANGE },        { 2, 128, true, RWK_ERANGE },
                  { 514, 1280, true, RWK_ERANGE },      { 32, 16, false, RWK_ERANGE },
                  { 32, 8, true, RWK_ERANGE },          { 32, INT64_MIN, true, RWK_ERANGE },
                  { SIZE_MAX, 128, false, RWK_ERANGE }, { 32, RWK_MAX_POSITION + 1, true, RWK_ERANGE } };
    for (int k = 0; k < 10; k++) {
        ck_assert_status(rwk_t5_buckets_init(&buckets, cases[k].num_buckets, cases[k].max_distance, cases[k].bidirectional),
                         cases[k].status);
        ck_assert_uint_eq(buckets.num_buckets, 137);
    }
    double table[8] = { 1, 2, 3, 4, 5, NAN, 7, 8 }, bias[4];
    const rwk_bias_block block = { 2, 2, 0, 0, false }, far = { 2, 2, RWK_MAX_POSITION, 0, false };
    const rwk_t5_buckets four = made(4, 5, false);
    fill_untouched(bias, 4);
    ck_assert_status(rwk_t5_bias(bias, &block, &four, table, 2, 2), RWK_ESHAPE);
    ck_assert_status(rwk_t5_bias(bias, &block, &four, table, 2, 1), RWK_ENAN);
    ck_assert_status(rwk_t5_bias(bias, &far, &four, table, 2, 0), RWK_ERANGE);
    ck_assert(is_untouched(bias, 4));
    ck_assert_status(rwk_t5_bias(bias, &block, &four, table, 2, 0), RWK_OK);
}
END_TEST

TEST_MAIN("t5_bias", test_published_table, test_starts_of_t5, test_starts_are_the_smallest_distances, test_buckets_by_logarithms,
          test_directions, test_floating_point_buckets, test_bias_looks_up_the_heads_column, test_statuses_leave_the_output_alone)
