/* SPDX-License-Identifier: MIT */
/* Tests angles/truth: every table entry below 1024 against an independent MPFR route, rotated pairs, exact cases, statuses. */
#include "angles/truth.h"

#include <mpfr.h>

#include "mpfr_rounding.h"
#include "reference_rules.h"
#include "testing.h"

/* ---- second route: theta = exp(-(2i/d) ln b) at 320 bits, e^{i m theta} by repeated multiplication, rounding by MPFR
 * with the precision and the exponent range of the dtype ---- */

enum { BITS = REFERENCE_THETA_BITS, N_PAIRS = 64, N_POSITIONS = 1024 };

/* theta_i = b^(-2i/d) */
static void plain_theta(mpfr_t theta, double base, size_t i, size_t d)
{
    const rwk_config config = rwk_config_plain(d, base);
    reference_theta(theta, &config, i);
}

typedef struct {
    mpfr_t c1, s1, c, s; /* e^{i theta} and e^{i m theta} */
} wheel;

static void wheel_init(wheel *w, double base, size_t i, size_t d)
{
    mpfr_inits2(BITS, w->c1, w->s1, w->c, w->s, (mpfr_ptr)0);
    plain_theta(w->c, base, i, d);
    mpfr_sin_cos(w->s1, w->c1, w->c, MPFR_RNDN);
    mpfr_set_ui(w->c, 1, MPFR_RNDN);
    mpfr_set_zero(w->s, 1);
}

/* (c + is)(c1 + i s1) */
static void wheel_turn(wheel *w, mpfr_t scratch)
{
    mpfr_fmms(scratch, w->c, w->c1, w->s, w->s1, MPFR_RNDN);
    mpfr_fmma(w->s, w->c, w->s1, w->s, w->c1, MPFR_RNDN);
    mpfr_swap(w->c, scratch);
}

static rwk_truth *plain_truth(size_t head_dim, double base, long precision)
{
    const rwk_config config = rwk_config_plain(head_dim, base);
    return truth_at(&config, precision);
}

static void assert_row(rwk_truth *low, rwk_truth *high, wheel wheels[], int64_t m)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        double c[N_PAIRS], s[N_PAIRS], c192[N_PAIRS], s192[N_PAIRS];
        ck_assert_status(rwk_truth_cos_sin(c, s, low, m, dtype), RWK_OK);
        ck_assert_status(rwk_truth_cos_sin(c192, s192, high, m, dtype), RWK_OK);
        ck_assert_msg(memcmp(c, c192, sizeof c) == 0 && memcmp(s, s192, sizeof s) == 0, "m = %d: 96 and 192 bits differ", (int)m);
        for (size_t i = 0; i < N_PAIRS; i++) {
            const double cosine = round_by_mpfr(wheels[i].c, dtype), sine = round_by_mpfr(wheels[i].s, dtype);
            if (rwk_bits(c[i], RWK_F64) != rwk_bits(cosine, RWK_F64) || rwk_bits(s[i], RWK_F64) != rwk_bits(sine, RWK_F64))
                ck_abort_msg("m = %d, i = %zu, %s: got %a, %a, want %a, %a", (int)m, i, rwk_dtype_name(dtype), c[i], s[i], cosine,
                             sine);
        }
    }
}

static void assert_table(double base)
{
    rwk_truth *low = plain_truth(2 * N_PAIRS, base, 96), *high = plain_truth(2 * N_PAIRS, base, 192);
    static wheel wheels[N_PAIRS];
    mpfr_t scratch;
    mpfr_init2(scratch, BITS);
    for (size_t i = 0; i < N_PAIRS; i++) wheel_init(&wheels[i], base, i, 2 * N_PAIRS);
    for (int64_t m = 0; m < N_POSITIONS; m++) {
        assert_row(low, high, wheels, m);
        for (size_t i = 0; i < N_PAIRS; i++) wheel_turn(&wheels[i], scratch);
    }
    for (size_t i = 0; i < N_PAIRS; i++) mpfr_clears(wheels[i].c1, wheels[i].s1, wheels[i].c, wheels[i].s, (mpfr_ptr)0);
    mpfr_clear(scratch);
    rwk_truth_free(low);
    rwk_truth_free(high);
    mpfr_free_cache();
}

START_TEST(test_cos_sin_every_entry_base_10000) { assert_table(10000); }
END_TEST

START_TEST(test_cos_sin_every_entry_base_500000) { assert_table(500000); }
END_TEST

/* cos and sin of the product straight from MPFR, positions up to the limit of the suite. */
static void assert_direct(rwk_truth *truth, double base, int64_t m)
{
    double c[N_PAIRS], s[N_PAIRS];
    mpfr_t theta, cosine, sine;
    mpfr_inits2(BITS, theta, cosine, sine, (mpfr_ptr)0);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, (rwk_dtype)d), RWK_OK);
        for (size_t i = 0; i < N_PAIRS; i += 7) {
            plain_theta(theta, base, i, 2 * N_PAIRS);
            reference_cos_sin(cosine, sine, theta, m, 1);
            ck_assert_same_bits(c[i], round_by_mpfr(cosine, (rwk_dtype)d));
            ck_assert_same_bits(s[i], round_by_mpfr(sine, (rwk_dtype)d));
        }
    }
    mpfr_clears(theta, cosine, sine, (mpfr_ptr)0);
}

START_TEST(test_cos_sin_at_far_and_negative_positions)
{
    const int64_t edges[] = { RWK_MAX_POSITION, -RWK_MAX_POSITION, 131071, -137, -41, 16777217 };
    rwk_truth *truth = plain_truth(2 * N_PAIRS, 150000, 64);
    rwk_rng rng = { 2385 };
    for (size_t k = 0; k < 6; k++) assert_direct(truth, 150000, edges[k]);
    for (int k = 0; k < 100; k++)
        assert_direct(truth, 150000, (int64_t)(rwk_rng_next(&rng) >> 32) - (INT64_C(1) << 31) + 1 - (k == 0));
    rwk_truth_free(truth);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_cos_sin_is_even_and_odd)
{
    rwk_truth *truth = plain_truth(48, 2.385, 0);
    double c[2][24], s[2][24];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c[0], s[0], truth, 137, (rwk_dtype)d), RWK_OK);
        ck_assert_status(rwk_truth_cos_sin(c[1], s[1], truth, -137, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 24; i++) ck_assert_same_bits(c[1][i], c[0][i]);
        for (int i = 0; i < 24; i++) ck_assert_same_bits(s[1][i], -s[0][i]);
    }
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_cos_sin_at_position_zero_is_one_and_plus_zero)
{
    rwk_truth *truth = plain_truth(128, 10000, 0);
    double c[64], s[64];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, 0, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 64; i++) ck_assert_same_bits(c[i], 1.0);
        for (int i = 0; i < 64; i++) ck_assert_same_bits(s[i], 0.0);
    }
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_inv_freq_equals_mpfr_in_every_dtype)
{
    const double bases[] = { 2.385, 10000, 500000, 0.137, 1e300 };
    mpfr_t want;
    mpfr_init2(want, BITS);
    for (int k = 0; k < 5; k++) {
        rwk_truth *truth = plain_truth(96, bases[k], 0);
        double theta[48];
        ck_assert_uint_eq(rwk_truth_pairs(truth), 48);
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            ck_assert_status(rwk_truth_inv_freq(theta, truth, (rwk_dtype)d), RWK_OK);
            for (size_t i = 0; i < 48; i++) {
                plain_theta(want, bases[k], i, 96);
                ck_assert_same_bits(theta[i], round_by_mpfr(want, (rwk_dtype)d));
            }
        }
        rwk_truth_free(truth);
    }
    mpfr_clear(want);
    mpfr_free_cache();
}
END_TEST

/* theta_i = 65536^(-2i/64) = 2^(-i/2): a power of two for even i, and IEEE's own square root of 2^-i for all. */
START_TEST(test_inv_freq_exact_cases)
{
    rwk_truth *truth = plain_truth(64, 65536, 0);
    double theta[32], c[32], s[32];
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_inv_freq(theta, truth, (rwk_dtype)d), RWK_OK);
        for (int i = 0; i < 32; i++) ck_assert_same_bits(theta[i], rwk_round(sqrt(ldexp(1, -i)), (rwk_dtype)d));
    }
    ck_assert_status(rwk_truth_cos_sin(c, s, truth, 256, RWK_F64), RWK_OK);
    for (int i = 0; i < 32; i += 2) {
        double cosine, sine;
        ck_assert_status(rwk_truth_cos_sin_of(&cosine, &sine, ldexp(1, -i / 2), 256, RWK_F64), RWK_OK);
        ck_assert_same_bits(c[i], cosine);
        ck_assert_same_bits(s[i], sine);
    }
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_inv_freq_uses_rotary_dim_not_head_dim)
{
    rwk_config config = rwk_config_plain(256, 10000);
    rwk_truth *truth;
    double theta[32];
    config.rotary_dim = 64;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_uint_eq(rwk_truth_pairs(truth), 32);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    ck_assert_same_bits(theta[16], 0.01); /* 10000^(-32/64), the decimal rounded by the compiler */
    ck_assert_same_bits(theta[8], 0.1);
    ck_assert_same_bits(theta[24], 0.001);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_cos_sin_of_takes_theta_as_exact)
{
    const double thetas[] = { 0.01, 2.385, -2.385, 0x1p-1074, 0x1.fffffffffffffp1023, 0, -0.137 };
    const int64_t positions[] = { 137, -41, RWK_MAX_POSITION, 1 };
    mpfr_t angle, cosine, sine;
    mpfr_inits2(2600, angle, cosine, sine, (mpfr_ptr)0);
    for (int k = 0; k < 28; k++)
        for (int d = 0; d < RWK_N_DTYPES; d++) {
            double c, s;
            mpfr_set_d(angle, thetas[k / 4], MPFR_RNDN);
            mpfr_mul_si(angle, angle, (long)positions[k % 4], MPFR_RNDN);
            mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
            ck_assert_status(rwk_truth_cos_sin_of(&c, &s, thetas[k / 4], positions[k % 4], (rwk_dtype)d), RWK_OK);
            ck_assert_same_bits(c, round_by_mpfr(cosine, (rwk_dtype)d));
            ck_assert(s == round_by_mpfr(sine, (rwk_dtype)d));
        }
    mpfr_clears(angle, cosine, sine, (mpfr_ptr)0);
    mpfr_free_cache();
}
END_TEST

START_TEST(test_cos_sin_statuses_leave_the_outputs_alone)
{
    rwk_truth *truth = plain_truth(4, 10000, 0);
    double c[2], s[2];
    fill_untouched(c, 2), fill_untouched(s, 2);
    const int64_t outside[] = { RWK_MAX_POSITION + 1, -RWK_MAX_POSITION - 1, INT64_MIN, INT64_MAX };
    for (int k = 0; k < 4; k++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, outside[k], RWK_F64), RWK_ERANGE);
        ck_assert_status(rwk_truth_cos_sin_of(c, s, 0.01, outside[k], RWK_F64), RWK_ERANGE);
    }
    ck_assert_status(rwk_truth_cos_sin_of(c, s, NAN, 1, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_truth_cos_sin_of(c, s, INFINITY, 1, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_truth_cos_sin_of(c, s, -INFINITY, 0, RWK_F64), RWK_ENAN);
    ck_assert(is_untouched(c, 2) && is_untouched(s, 2));
    rwk_truth_free(truth);
}
END_TEST

static void assert_new_fails(rwk_config config, rwk_status want, const char *reason)
{
    rwk_truth *const before = (rwk_truth *)&config, *truth = before;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_truth_new(&truth, &config, 0, &diag), want);
    ck_assert_ptr_eq(truth, before);
    if (!strstr(diag.text, reason)) ck_abort_msg("got \"%s\", want \"%s\"", diag.text, reason);
}

START_TEST(test_new_statuses)
{
    rwk_config config = rwk_config_plain(64, 10000);
    config.rotary_dim = 41;
    assert_new_fails(config, RWK_EODD, "rotary_dim");
    config.rotary_dim = 66;
    assert_new_fails(config, RWK_ESHAPE, "rotary_dim");
    assert_new_fails(rwk_config_plain(0, 10000), RWK_ERANGE, "head_dim");
    assert_new_fails(rwk_config_plain(64, NAN), RWK_ENAN, "rope_theta");
    assert_new_fails(rwk_config_plain(64, -1), RWK_ERANGE, "rope_theta");
    rwk_truth_free(NULL);
}
END_TEST

START_TEST(test_new_checks_the_precision)
{
    static const long bad[] = { -1, 1, 63, RWK_TRUTH_CAP + 1L };
    const rwk_config config = rwk_config_plain(8, 10000);
    rwk_truth *truth = NULL;
    for (size_t k = 0; k < 4; k++) ck_assert_status(rwk_truth_new(&truth, &config, bad[k], NULL), RWK_ERANGE);
    ck_assert_ptr_null(truth);
}
END_TEST

/* 5e-324^(-62/64) is beyond 1.8e308; 1e-300^(-62/64) = 10^290.6 is not. */
START_TEST(test_inv_freq_refuses_to_overflow)
{
    double inv_freq[32];
    rwk_truth *truth = plain_truth(64, 5e-324, 0);
    fill_untouched(inv_freq, 32);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(inv_freq, 32));
    rwk_truth_free(truth);
    truth = plain_truth(64, 1e-300, 0);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F32), RWK_ERANGE);
    rwk_truth_free(truth);
}
END_TEST

/* ---- attention factor, single pairs, rotated pairs, sums of two doubles ---- */

/* What the second route gives for pair i at position m: C = a cos, S = a sin at 400 bits. */
typedef struct {
    mpfr_t theta, c, s;
} exact_pair;

static void pair_open(exact_pair *p) { mpfr_inits2(REFERENCE_BITS, p->theta, p->c, p->s, (mpfr_ptr)0); }

static void pair_close(exact_pair *p)
{
    mpfr_clears(p->theta, p->c, p->s, (mpfr_ptr)0);
    mpfr_free_cache();
}

static void pair_at(exact_pair *p, const rwk_config *config, size_t i, int64_t m, double a)
{
    reference_theta(p->theta, config, i);
    reference_cos_sin(p->c, p->s, p->theta, m, a);
}

static int64_t random_position(rwk_rng *rng)
{
    return random_within(rng, -RWK_MAX_POSITION, RWK_MAX_POSITION) >> random_within(rng, 0, 30);
}

START_TEST(test_cos_sin_has_the_attention_factor)
{
    const rwk_config config = config_gpt_oss();
    const double a = reference_attention_factor(&config);
    rwk_truth *truth = truth_of(&config);
    rwk_rng rng = { 1 };
    exact_pair want;
    pair_open(&want);
    for (int k = 0; k < 200; k++) {
        const rwk_dtype dtype = (rwk_dtype)(k % RWK_N_DTYPES);
        const size_t i = (size_t)random_within(&rng, 0, 31);
        const int64_t m = random_position(&rng) | 1;
        double c[32], s[32];
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, dtype), RWK_OK);
        pair_at(&want, &config, i, m, a);
        ck_assert_same_bits(c[i], round_by_mpfr(want.c, dtype));
        ck_assert_same_bits(s[i], round_by_mpfr(want.s, dtype));
    }
    pair_close(&want);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_drop_attention_factor)
{
    rwk_config config = config_gpt_oss();
    rwk_truth *dropped = truth_of(&config);
    config.scaling.attention_factor = 1;
    rwk_truth *plain = truth_of(&config);
    double c[2][32], s[2][32], theta[2][32];
    ck_assert_same_bits(rwk_truth_attention_factor(dropped), 0x1.58b90bfbe8e7cp+0);
    rwk_truth_drop_attention_factor(dropped);
    ck_assert_same_bits(rwk_truth_attention_factor(dropped), 1.0);
    ck_assert_status(rwk_truth_cos_sin(c[0], s[0], dropped, 137, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_cos_sin(c[1], s[1], plain, 137, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(theta[0], dropped, RWK_F64), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(theta[1], plain, RWK_F64), RWK_OK);
    ck_assert_mem_eq(c[0], c[1], sizeof c[0]);
    ck_assert_mem_eq(s[0], s[1], sizeof s[0]);
    ck_assert_mem_eq(theta[0], theta[1], sizeof theta[0]);
    rwk_truth_free(dropped);
    rwk_truth_free(plain);
}
END_TEST

START_TEST(test_cos_sin_pair_is_an_entry_of_the_row)
{
    const rwk_config config = config_gpt_oss();
    rwk_truth *truth = truth_of(&config);
    double c[32], s[32], c1 = UNTOUCHED, s1 = UNTOUCHED;
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, -4099, (rwk_dtype)d), RWK_OK);
        for (size_t i = 0; i < 32; i++) {
            ck_assert_status(rwk_truth_cos_sin_pair(&c1, &s1, truth, i, -4099, (rwk_dtype)d), RWK_OK);
            ck_assert_same_bits(c1, c[i]);
            ck_assert_same_bits(s1, s[i]);
        }
    }
    rwk_truth_free(truth);
}
END_TEST

/* y = x0 C - x1 S, x0 S + x1 C by the second route. */
static void assert_rotated(exact_pair *p, rwk_truth *truth, size_t i, int64_t m, double x0, double x1)
{
    mpfr_t a, b, y0, y1;
    mpfr_inits2(REFERENCE_BITS, a, b, y0, y1, (mpfr_ptr)0);
    mpfr_mul_d(a, p->c, x0, MPFR_RNDN);
    mpfr_mul_d(b, p->s, x1, MPFR_RNDN);
    mpfr_sub(y0, a, b, MPFR_RNDN);
    mpfr_mul_d(a, p->s, x0, MPFR_RNDN);
    mpfr_mul_d(b, p->c, x1, MPFR_RNDN);
    mpfr_add(y1, a, b, MPFR_RNDN);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        double u = UNTOUCHED, v = UNTOUCHED;
        ck_assert_status(rwk_truth_rotate_pair(&u, &v, x0, x1, truth, i, m, (rwk_dtype)d), RWK_OK);
        ck_assert_same_bits(u, round_by_mpfr(y0, (rwk_dtype)d));
        ck_assert_same_bits(v, round_by_mpfr(y1, (rwk_dtype)d));
    }
    mpfr_clears(a, b, y0, y1, (mpfr_ptr)0);
}

START_TEST(test_rotate_pair_equals_mpfr)
{
    const rwk_config configs[] = { config_gpt_oss(), rwk_config_plain(64, 10000) };
    rwk_rng rng = { 2385 };
    exact_pair p;
    pair_open(&p);
    for (int k = 0; k < 2; k++) {
        rwk_truth *truth = truth_of(&configs[k]);
        for (int draw = 0; draw < 500; draw++) {
            const size_t i = (size_t)random_within(&rng, 0, 31);
            const int64_t m = random_position(&rng) | 1;
            const int e = (int)random_within(&rng, -60, 60);
            pair_at(&p, &configs[k], i, m, reference_attention_factor(&configs[k]));
            assert_rotated(&p, truth, i, m, ldexp(random_of(&rng, RWK_F64), e), random_of(&rng, (rwk_dtype)(draw % RWK_N_DTYPES)));
        }
        rwk_truth_free(truth);
    }
    pair_close(&p);
}
END_TEST

/* Turned back: (cos, -sin) in double comes to 1 and to what their rounding leaves, some 2^-55. */
START_TEST(test_rotate_pair_where_digits_cancel)
{
    const rwk_config config = rwk_config_plain(64, 10000);
    rwk_truth *truth = truth_of(&config);
    rwk_rng rng = { 41 };
    exact_pair p;
    pair_open(&p);
    for (int k = 0; k < 200; k++) {
        const size_t i = (size_t)random_within(&rng, 0, 31);
        const int64_t m = random_position(&rng) | 1;
        pair_at(&p, &config, i, m, 1);
        assert_rotated(&p, truth, i, m, mpfr_get_d(p.c, MPFR_RNDN), -mpfr_get_d(p.s, MPFR_RNDN));
    }
    pair_close(&p);
    rwk_truth_free(truth);
}
END_TEST

/* At position 0, for a pair at the origin and for one that stands still the rotated pair is known exactly: ties go to even. */
START_TEST(test_rotate_pair_exact_cases)
{
    const rwk_config config = config_proportional(8, 10000, 1, 2);
    const int64_t positions[] = { 0, 137, -1, RWK_MAX_POSITION };
    rwk_truth *truth = truth_of(&config);
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int k = 0; k < 4; k++) {
            const rwk_dtype dtype = (rwk_dtype)d;
            const double tie = 1 + rwk_unit_roundoff(dtype);
            double y0 = UNTOUCHED, y1 = UNTOUCHED;
            ck_assert_status(rwk_truth_rotate_pair(&y0, &y1, 0, -0.0, truth, 1, positions[k], dtype), RWK_OK);
            ck_assert_same_bits(y0, 0.0);
            ck_assert_same_bits(y1, 0.0);
            ck_assert_status(rwk_truth_rotate_pair(&y0, &y1, tie, -3 * tie, truth, k ? 3 : 0, positions[k], dtype), RWK_OK);
            ck_assert_same_bits(y0, rwk_round(tie, dtype));
            ck_assert_same_bits(y1, rwk_round(-3 * tie, dtype));
        }
    rwk_truth_free(truth);
}
END_TEST

/* Large and tiny components round to infinity and to 0 like any other number. */
START_TEST(test_rotate_pair_at_the_ends_of_the_range)
{
    const rwk_config config = rwk_config_plain(64, 10000);
    const double ends[] = { 0x1p-1074, 0x1.fffffffffffffp1023, -1e300, 70000, 0x1p-25 };
    rwk_truth *truth = truth_of(&config);
    exact_pair p;
    pair_open(&p);
    pair_at(&p, &config, 1, 5, 1);
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 5; b++) assert_rotated(&p, truth, 1, 5, ends[a], ends[b]);
    pair_close(&p);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_pair_statuses_leave_the_outputs_alone)
{
    rwk_truth *truth = plain_truth(8, 10000, 0);
    const int64_t outside[] = { RWK_MAX_POSITION + 1, -RWK_MAX_POSITION - 1, INT64_MIN, INT64_MAX };
    const double none[] = { NAN, INFINITY, -INFINITY };
    double u = UNTOUCHED, v = UNTOUCHED;
    for (int k = 0; k < 4; k++) {
        ck_assert_status(rwk_truth_cos_sin_pair(&u, &v, truth, 0, outside[k], RWK_F64), RWK_ERANGE);
        ck_assert_status(rwk_truth_rotate_pair(&u, &v, 1, 1, truth, 0, outside[k], RWK_F64), RWK_ERANGE);
    }
    for (int k = 0; k < 3; k++) {
        ck_assert_status(rwk_truth_rotate_pair(&u, &v, none[k], 1, truth, 0, 1, RWK_F64), RWK_ENAN);
        ck_assert_status(rwk_truth_rotate_pair(&u, &v, 1, none[k], truth, 0, 0, RWK_F64), RWK_ENAN);
    }
    ck_assert_status(rwk_truth_cos_sin_pair(&u, &v, truth, 4, 1, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_truth_rotate_pair(&u, &v, 1, 1, truth, 4, 1, RWK_F64), RWK_ERANGE);
    ck_assert_status(rwk_truth_rotate_pair(&u, &v, 1, 1, truth, SIZE_MAX, 1, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(&u, 1) && is_untouched(&v, 1));
    rwk_truth_free(truth);
}
END_TEST

/* hi is the nearest double, and the sum is within `error` of x. */
static void assert_sum(const double sum[2], mpfr_t x, double error)
{
    ck_assert(sum[0] + sum[1] == sum[0]);
    mpfr_sub_d(x, x, sum[0], MPFR_RNDN);
    mpfr_sub_d(x, x, sum[1], MPFR_RNDN);
    if (!(fabs(mpfr_get_d(x, MPFR_RNDA)) <= error)) ck_abort_msg("off by %g > %g", mpfr_get_d(x, MPFR_RNDA), error);
}

/* 2^(e - 105), a < 2^e: a = 1.35 has e = 1, a = 1 too. */
static void assert_splits(const rwk_config *config, long precision, uint64_t seed)
{
    const double a = reference_attention_factor(config);
    rwk_truth *truth = truth_at(config, precision);
    rwk_rng rng = { seed };
    exact_pair want;
    pair_open(&want);
    for (int k = 0; k < 400; k++) {
        const size_t i = (size_t)random_within(&rng, 0, 31);
        const int64_t m = random_position(&rng);
        double c[2], s[2];
        ck_assert_status(rwk_truth_split(c, s, truth, i, m, k % 2), RWK_OK);
        pair_at(&want, config, i, m, k % 2 ? a : 1);
        assert_sum(c, want.c, 0x1p-104);
        assert_sum(s, want.s, 0x1p-104);
    }
    pair_close(&want);
    rwk_truth_free(truth);
}

/* Started with few bits some balls are a little too wide: those are computed again, not passed. */
START_TEST(test_split_is_within_its_error)
{
    const long precisions[] = { 0, 64, 100, 110, 120, 130 };
    const rwk_config config = config_gpt_oss();
    for (int k = 0; k < 6; k++) assert_splits(&config, precisions[k], (uint64_t)k);
}
END_TEST

START_TEST(test_split_exact_cases)
{
    rwk_config config = config_gpt_oss();
    config.scaling.attention_factor = 0.1;
    rwk_truth *truth = truth_of(&config);
    double c[2], s[2];
    for (int scaled = 0; scaled < 2; scaled++) {
        ck_assert_status(rwk_truth_split(c, s, truth, 5, 0, scaled), RWK_OK);
        ck_assert(c[0] == (scaled ? 0.1 : 1) && c[1] == 0);
        ck_assert(s[0] == 0 && s[1] == 0);
    }
    rwk_truth_free(truth);
}
END_TEST

/* A base of 1e-200 turns by 1e193 radians a token; 192 bits do not tell where that ends, 1536 do. */
START_TEST(test_split_takes_the_bits_it_needs)
{
    const rwk_config config = rwk_config_plain(64, 1e-200);
    rwk_truth *truth = truth_of(&config);
    exact_pair want;
    double c[2], s[2];
    mpfr_inits2(4000, want.theta, want.c, want.s, (mpfr_ptr)0);
    mpfr_set_d(want.theta, 1e-200, MPFR_RNDN);
    mpfr_log(want.c, want.theta, MPFR_RNDN);
    mpfr_mul_si(want.c, want.c, -62, MPFR_RNDN);
    mpfr_div_ui(want.c, want.c, 64, MPFR_RNDN);
    mpfr_exp(want.theta, want.c, MPFR_RNDN);
    reference_cos_sin(want.c, want.s, want.theta, 12345, 1);
    ck_assert_status(rwk_truth_split(c, s, truth, 31, 12345, false), RWK_OK);
    assert_sum(c, want.c, 0x1p-104);
    assert_sum(s, want.s, 0x1p-104);
    pair_close(&want);
    rwk_truth_free(truth);
}
END_TEST

START_TEST(test_stands_where_theta_is_zero)
{
    const rwk_config config = config_proportional(64, 1e300, 1e300, 20);
    rwk_truth *truth = truth_of(&config);
    for (size_t i = 0; i < 32; i++)
        ck_assert(rwk_truth_stands(truth, i) == (i >= 20)); /* theta_19 = 1e-478, below every double, turns */
    rwk_truth_free(truth);
}
END_TEST

TEST_MAIN("truth", test_new_checks_the_precision, test_inv_freq_refuses_to_overflow, test_cos_sin_every_entry_base_10000,
          test_cos_sin_every_entry_base_500000, test_cos_sin_at_far_and_negative_positions, test_cos_sin_is_even_and_odd,
          test_cos_sin_at_position_zero_is_one_and_plus_zero, test_inv_freq_equals_mpfr_in_every_dtype, test_inv_freq_exact_cases,
          test_inv_freq_uses_rotary_dim_not_head_dim, test_cos_sin_of_takes_theta_as_exact,
          test_cos_sin_statuses_leave_the_outputs_alone, test_new_statuses, test_cos_sin_has_the_attention_factor,
          test_drop_attention_factor, test_cos_sin_pair_is_an_entry_of_the_row, test_rotate_pair_equals_mpfr,
          test_rotate_pair_where_digits_cancel, test_rotate_pair_exact_cases, test_rotate_pair_at_the_ends_of_the_range,
          test_pair_statuses_leave_the_outputs_alone, test_split_is_within_its_error, test_split_exact_cases,
          test_split_takes_the_bits_it_needs, test_stands_where_theta_is_zero)
