/* SPDX-License-Identifier: MIT */
/* Tests angles/rotor: every sum within the claimed error of the real number, whatever the digits of the position and the way there. */
#define _POSIX_C_SOURCE 200809L

#include "angles/rotor.h"

#include <sys/resource.h>
#include <unistd.h>

#include "reference_rules.h"
#include "testing.h"

enum { MOST_PAIRS = 256 };

/* Frequencies of a config by the second route, beside a rotor of it. */
typedef struct {
    rwk_truth *truth;
    rwk_rotor *rotor;
    mpfr_t theta[MOST_PAIRS], c, s;
    size_t n;
    double factor;
} bench;

static void bench_open(bench *b, const rwk_config *config)
{
    b->truth = truth_of(config);
    b->rotor = rwk_rotor_new(b->truth);
    b->n = config->rotary_dim / 2;
    b->factor = reference_attention_factor(config);
    ck_assert(b->rotor && b->n <= MOST_PAIRS);
    mpfr_inits2(REFERENCE_BITS, b->c, b->s, (mpfr_ptr)0);
    for (size_t i = 0; i < b->n; i++) {
        mpfr_init(b->theta[i]);
        reference_theta(b->theta[i], config, i);
    }
}

static void bench_close(bench *b)
{
    rwk_rotor_free(b->rotor);
    rwk_truth_free(b->truth);
    for (size_t i = 0; i < b->n; i++) mpfr_clear(b->theta[i]);
    mpfr_clears(b->c, b->s, (mpfr_ptr)0);
    mpfr_free_cache();
}

/* hi is the rounded sum, and hi + lo within `error` of x, which is spent. */
static void assert_sum(double hi, double lo, mpfr_t x, double error, int64_t m, size_t i)
{
    mpfr_sub_d(x, x, hi, MPFR_RNDN);
    mpfr_sub_d(x, x, lo, MPFR_RNDN);
    mpfr_abs(x, x, MPFR_RNDN);
    if (!(mpfr_cmp_d(x, error) <= 0) || mpfr_nan_p(x))
        ck_abort_msg("m = %lld, pair %zu: %a + %a is off by 2^%g, claimed 2^%g", (long long)m, i, hi, lo,
                     log2(mpfr_get_d(x, MPFR_RNDU)), log2(error));
    if (hi + lo != hi) ck_abort_msg("m = %lld, pair %zu: %a + %a is not normalised", (long long)m, i, hi, lo);
}

static void assert_turn(bench *b, int64_t m, size_t stride)
{
    const rwk_turn *turn = NULL;
    const double error = rwk_rotor_error(b->rotor);
    ck_assert_status(rwk_rotor_at(&turn, b->rotor, m), RWK_OK);
    for (size_t i = (uint64_t)llabs(m) % stride; i < b->n; i += stride) {
        reference_cos_sin(b->c, b->s, b->theta[i], m, b->factor);
        assert_sum(turn->c_hi[i], turn->c_lo[i], b->c, error, m, i);
        assert_sum(turn->s_hi[i], turn->s_lo[i], b->s, error, m, i);
    }
}

/* Digits alone and beside one another, carries, both signs, the limit of the suite. */
START_TEST(test_at_every_digit_pattern)
{
    const int64_t positions[] = { 0,
                                  1,
                                  2,
                                  63,
                                  64,
                                  65,
                                  127,
                                  128,
                                  4095,
                                  4096,
                                  4097,
                                  4160,
                                  262143,
                                  262144,
                                  262145,
                                  16777215,
                                  16777216,
                                  16777217,
                                  1 << 30,
                                  (1 << 30) - 1,
                                  0x3f03f03f,
                                  0x40fc0fc0,
                                  RWK_MAX_POSITION - 63,
                                  RWK_MAX_POSITION - 1,
                                  RWK_MAX_POSITION };
    bench b;
    bench_open(&b, &(rwk_config){ .head_dim = 128, .rotary_dim = 128, .rope_theta = 500000 });
    for (size_t k = 0; k < sizeof positions / sizeof positions[0]; k++) {
        assert_turn(&b, positions[k], 1);
        assert_turn(&b, -positions[k], 1);
    }
    bench_close(&b);
}
END_TEST

/* Every digit at every level. */
START_TEST(test_at_every_seed)
{
    bench b;
    bench_open(&b, &(rwk_config){ .head_dim = 8, .rotary_dim = 8, .rope_theta = 10000 });
    for (int level = 0; level < 6; level++)
        for (int64_t digit = 0; digit < (level < 5 ? 64 : 2); digit++) assert_turn(&b, digit << (6 * level), 1);
    bench_close(&b);
}
END_TEST

START_TEST(test_at_random_positions_of_every_rope_type)
{
    rwk_rng rng = { 2385 };
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) {
        bench b;
        const rwk_config config = config_example((rwk_rope_type)type);
        bench_open(&b, &config);
        for (int k = 0; k < 400; k++) assert_turn(&b, random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION), 13);
        bench_close(&b);
    }
}
END_TEST

START_TEST(test_at_positions_near_one_another)
{
    rwk_rng rng = { 137 };
    bench b;
    bench_open(&b, &(rwk_config){ .head_dim = 32, .rotary_dim = 32, .rope_theta = 10000 });
    for (int64_t m = -70; m <= 4200; m++) assert_turn(&b, m, 5);
    for (int64_t m = 8300; m >= 4000; m--) assert_turn(&b, m, 5);
    for (int64_t m = 1; m <= RWK_MAX_POSITION / 2; m *= 2)
        for (int64_t step = -2; step <= 2; step++) assert_turn(&b, m + step, 5);
    for (int k = 0; k < 2000; k++) assert_turn(&b, 262144 + random_within(&rng, -130, 130), 5);
    bench_close(&b);
}
END_TEST

static void copy_turn(double out[], const rwk_turn *t, size_t n)
{
    memcpy(out, t->c_hi, n * sizeof *out);
    memcpy(out + n, t->c_lo, n * sizeof *out);
    memcpy(out + 2 * n, t->s_hi, n * sizeof *out);
    memcpy(out + 3 * n, t->s_lo, n * sizeof *out);
}

/* The way to a position does not change a bit of it: what certified tables may be split and joined for. */
START_TEST(test_at_does_not_depend_on_the_way)
{
    const rwk_config config = rwk_config_plain(32, 10000);
    rwk_truth *truth = truth_of(&config);
    rwk_rotor *rotor = rwk_rotor_new(truth);
    rwk_rng rng = { 41 };
    for (int k = 0; k < 500; k++) {
        const int64_t m = random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION) >> random_within(&rng, 0, 30);
        double got[64], want[64];
        const rwk_turn *turn;
        rwk_rotor *fresh = rwk_rotor_new(truth);
        ck_assert_status(rwk_rotor_at(&turn, rotor, m), RWK_OK);
        copy_turn(got, turn, 16);
        ck_assert_status(rwk_rotor_at(&turn, fresh, m), RWK_OK);
        copy_turn(want, turn, 16);
        ck_assert_mem_eq(got, want, sizeof got);
        rwk_rotor_free(fresh);
    }
    rwk_rotor_free(rotor);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_at_refuses_far_positions_and_goes_on)
{
    const int64_t outside[] = { RWK_MAX_POSITION + 1, -RWK_MAX_POSITION - 1, INT64_MAX, INT64_MIN };
    bench b;
    bench_open(&b, &(rwk_config){ .head_dim = 16, .rotary_dim = 16, .rope_theta = 10000 });
    for (int k = 0; k < 4; k++) {
        const rwk_turn none, *turn = &none;
        assert_turn(&b, 4097 + k, 1);
        ck_assert_status(rwk_rotor_at(&turn, b.rotor, outside[k]), RWK_ERANGE);
        ck_assert_ptr_eq(turn, &none);
        assert_turn(&b, 4097 + k, 1);
        assert_turn(&b, 4098 + k, 1);
        assert_turn(&b, -4097, 1);
    }
    bench_close(&b);
}
END_TEST

/* Position 0 is a + 0i exactly, and so is every position of a pair that stands still. */
START_TEST(test_at_exact_turns)
{
    const rwk_config config = config_proportional(16, 10000, 1, 3);
    const int64_t positions[] = { 0, 1, -1, 64, 137, RWK_MAX_POSITION };
    rwk_truth *truth = truth_of(&config);
    rwk_rotor *rotor = rwk_rotor_new(truth);
    for (int k = 0; k < 6; k++) {
        const rwk_turn *turn;
        ck_assert_status(rwk_rotor_at(&turn, rotor, positions[k]), RWK_OK);
        for (size_t i = k == 0 ? 0 : 3; i < 8; i++) {
            ck_assert(turn->c_hi[i] == 1 && turn->c_lo[i] == 0);
            ck_assert(turn->s_hi[i] == 0 && turn->s_lo[i] == 0);
            if (positions[k] >= 0) ck_assert(!signbit(turn->s_hi[i]));
        }
    }
    rwk_rotor_free(rotor);
    rwk_truth_free(truth);
}
END_TEST

static rwk_config with_attention(double a)
{
    rwk_config config = config_gpt_oss();
    config.scaling.attention_factor = a;
    return config;
}

/* 2^(e - 98) for 2^(e-1) <= a < 2^e, and the sums keep it. */
START_TEST(test_error_grows_with_the_attention_factor)
{
    const struct {
        double a;
        int e;
    } cases[] = { { 1, 1 },     { 2, 2 },         { 0.5, 0 },         { 1.346574, 1 },  { 1.9999999999999998, 1 }, { 4, 3 },
                  { 3.999, 2 }, { 0x1.8p63, 64 }, { 0x1.1p-64, -63 }, { 0x1p-63, -62 }, { 0.9999999999999999, 0 } };
    rwk_rng rng = { 7 };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        bench b;
        const rwk_config config = with_attention(cases[k].a);
        bench_open(&b, &config);
        ck_assert_same_bits(rwk_rotor_error(b.rotor), ldexp(1, cases[k].e - 98));
        for (int draw = 0; draw < 100; draw++) assert_turn(&b, random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION), 3);
        bench_close(&b);
    }
}
END_TEST

/* A base below 1 turns fast; 31 bits of the position cost 31 of the 192 bits. */
START_TEST(test_at_fast_and_slow_frequencies)
{
    const double bases[] = { 0.137, 1e-6, 1e12, 1e60 };
    rwk_rng rng = { 99 };
    for (int k = 0; k < 4; k++) {
        bench b;
        bench_open(&b, &(rwk_config){ .head_dim = 64, .rotary_dim = 64, .rope_theta = bases[k] });
        for (int draw = 0; draw < 200; draw++) assert_turn(&b, random_within(&rng, -RWK_MAX_POSITION, RWK_MAX_POSITION), 1);
        bench_close(&b);
    }
}
END_TEST

/* Memory in use [byte], 0 where the system does not tell or where a sanitizer has reserved all there is. */
static size_t memory_in_use(void)
{
    unsigned long pages = 0;
#if !defined(__SANITIZE_ADDRESS__)
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%lu", &pages) != 1) pages = 0;
    if (f) fclose(f);
#endif
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Asks for positions 4096 + 64 digit, each of which needs a seed of its own, until there is no memory for one; the digit that failed. */
static int64_t starve(rwk_rotor *rotor, int64_t digit, const struct rlimit *limit)
{
    const rwk_turn *turn;
    rwk_status status = RWK_OK;
    const struct rlimit low = { memory_in_use() + (1 << 20), limit->rlim_max };
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &low), 0);
    for (; digit < 64 && status == RWK_OK; digit++) status = rwk_rotor_at(&turn, rotor, 4096 + 64 * digit);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, limit), 0);
    ck_assert_status(status, RWK_ENOMEM);
    return digit - 1;
}

static void assert_goes_on(rwk_rotor *rotor, rwk_truth *truth, int64_t m)
{
    const rwk_turn *turn;
    double c[2], s[2];
    ck_assert_status(rwk_rotor_at(&turn, rotor, m), RWK_OK);
    ck_assert_status(rwk_truth_split(c, s, truth, 1, m, true), RWK_OK);
    ck_assert_near(turn->c_hi[1], c[0], 0x1p-52);
    ck_assert_near(turn->s_hi[1], s[0], 0x1p-52);
}

/* A seed that could not be made leaves nothing in force: right is what shares digits with the last good position, with the failed one, with
 * neither. */
START_TEST(test_at_goes_on_after_memory_ran_out)
{
    const rwk_config config = rwk_config_plain(32768, 10000);
    struct rlimit limit;
    if (memory_in_use() == 0 || getrlimit(RLIMIT_AS, &limit) != 0) return;
    rwk_truth *truth = truth_of(&config);
    rwk_rotor *rotor = rwk_rotor_new(truth);
    assert_goes_on(rotor, truth, 4096 + 64 + 1);
    assert_goes_on(rotor, truth, 4096 + 64);
    const int64_t failed = starve(rotor, 2, &limit);
    assert_goes_on(rotor, truth, 4096 + 64 * (failed - 1) + 1);
    assert_goes_on(rotor, truth, 4096 + 64 * starve(rotor, failed, &limit) + 1);
    starve(rotor, failed + 1, &limit);
    assert_goes_on(rotor, truth, 1);
    rwk_rotor_free(rotor);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_free_null) { rwk_rotor_free(NULL); }
END_TEST

TEST_MAIN("rotor", test_at_every_digit_pattern, test_at_every_seed, test_at_random_positions_of_every_rope_type,
          test_at_positions_near_one_another, test_at_does_not_depend_on_the_way, test_at_refuses_far_positions_and_goes_on,
          test_at_exact_turns, test_error_grows_with_the_attention_factor, test_at_fast_and_slow_frequencies,
          test_at_goes_on_after_memory_ran_out, test_free_null)
