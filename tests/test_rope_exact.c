/* SPDX-License-Identifier: MIT */
/* Tests encodings/rope_exact: every value against MPFR at 400 bits and against the truth's own rotation, at all magnitudes. */
#include "encodings/rope_exact.h"

#include "mpfr_rounding.h"
#include "reference_rules.h"
#include "testing.h"

enum { WIDEST = 512 };

typedef struct {
    rwk_config config;
    rwk_truth *truth;
    rwk_rope_exact *rope;
    double a; /* attention_factor */
} setup;

static setup setup_of(const rwk_config *config)
{
    setup s = { .config = *config, .truth = truth_of(config) };
    s.rope = rwk_rope_exact_new(s.truth, &s.config);
    s.a = rwk_truth_attention_factor(s.truth);
    ck_assert_ptr_nonnull(s.rope);
    return s;
}

static void clear(setup *s)
{
    rwk_rope_exact_free(s->rope);
    rwk_truth_free(s->truth);
}

/* Slots of pair i. */
static void slots(size_t *a, size_t *b, const rwk_config *c, size_t i)
{
    *a = c->layout == RWK_INTERLEAVED ? 2 * i : i;
    *b = c->layout == RWK_INTERLEAVED ? 2 * i + 1 : i + c->rotary_dim / 2;
}

/* x0 u - x1 v and, with `plus`, x0 u + x1 v, as reals with room for everything, then rounded. */
static double combined(double x0, const mpfr_t u, int sign, double x1, const mpfr_t v, rwk_dtype dtype)
{
    mpfr_t p, q;
    mpfr_inits2(4000, p, q, (mpfr_ptr)0); /* both products and their sum are exact */
    mpfr_mul_d(p, u, x0, MPFR_RNDN);
    mpfr_mul_d(q, v, sign * x1, MPFR_RNDN);
    mpfr_add(p, p, q, MPFR_RNDN);
    const double value = round_by_mpfr(p, dtype);
    mpfr_clears(p, q, (mpfr_ptr)0);
    return value;
}

/* The second route: y of pair i by plain MPFR.  A real 0 has no sign. */
static void reference_pair(double *y0, double *y1, double x0, double x1, const setup *s, size_t i, int64_t m, rwk_dtype dtype)
{
    mpfr_t theta, c, sn;
    mpfr_inits2(REFERENCE_BITS, theta, c, sn, (mpfr_ptr)0);
    reference_theta(theta, &s->config, i);
    reference_cos_sin(c, sn, theta, m, s->a);
    *y0 = combined(x0, c, -1, x1, sn, dtype);
    *y1 = combined(x0, sn, 1, x1, c, dtype);
    mpfr_clears(theta, c, sn, (mpfr_ptr)0);
}

static bool same(double got, double want) { return rwk_bits(got, RWK_F64) == rwk_bits(want, RWK_F64) || (got == 0 && want == 0); }

static void assert_pair(const double y[], const double x[], const setup *s, size_t i, int64_t m, rwk_dtype dtype)
{
    size_t a, b;
    double r0, r1, t0, t1;
    slots(&a, &b, &s->config, i);
    reference_pair(&r0, &r1, x[a], x[b], s, i, m, dtype);
    ck_assert_status(rwk_truth_rotate_pair(&t0, &t1, x[a], x[b], s->truth, i, m, dtype), RWK_OK);
    if (!same(y[a], r0) || !same(y[b], r1) || !same(y[a], t0) || !same(y[b], t1))
        ck_abort_msg("%s, m = %lld, pair %zu, %s, x = (%a, %a): got (%a, %a), MPFR (%a, %a), truth (%a, %a)",
                     rwk_rope_type_name(s->config.rope_type), (long long)m, i, rwk_dtype_name(dtype), x[a], x[b], y[a], y[b], r0,
                     r1, t0, t1);
}

/* One head at positions[] (one an axis) in every dtype. */
static void assert_head(const setup *s, const double x[], const int64_t positions[])
{
    double y[WIDEST];
    ck_assert_status(rwk_rope_exact_at(s->rope, positions), RWK_OK);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        ck_assert_status(rwk_rope_exact_head(y, x, s->rope, (rwk_dtype)d), RWK_OK);
        for (size_t i = 0; i < s->config.rotary_dim / 2; i++)
            assert_pair(y, x, s, i, positions[rwk_config_axis(&s->config, i)], (rwk_dtype)d);
        for (size_t j = s->config.rotary_dim; j < s->config.head_dim; j++) ck_assert_same_bits(y[j], rwk_round(x[j], (rwk_dtype)d));
    }
}

static void assert_config(const rwk_config *config, int draws)
{
    setup s = setup_of(config);
    rwk_rng rng = { 137 };
    double x[WIDEST];
    const int64_t fixed[] = { 0, 1, -1, 257, 131071, RWK_MAX_POSITION, -RWK_MAX_POSITION };
    for (int k = 0; k < 7 + draws; k++) {
        int64_t m[RWK_MAX_AXES];
        for (int a = 0; a < RWK_MAX_AXES; a++) m[a] = k < 7 ? fixed[(k + a) % 7] : random_within(&rng, -(1 << 20), 1 << 20);
        fill_random(x, config->head_dim, &rng, k % 2 ? RWK_F32 : RWK_F64);
        assert_head(&s, x, m);
    }
    clear(&s);
}

START_TEST(test_every_rope_type_both_layouts)
{
    for (int t = 0; t < RWK_N_ROPE_TYPES; t++)
        for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
            rwk_config c = config_example((rwk_rope_type)t);
            c.layout = (rwk_layout)layout;
            assert_config(&c, 2);
        }
}
END_TEST

START_TEST(test_partial_heads)
{
    rwk_config c = rwk_config_plain(10, 2.385);
    for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
        c.layout = (rwk_layout)layout;
        for (c.rotary_dim = 2; c.rotary_dim <= 10; c.rotary_dim += 2) assert_config(&c, 20);
    }
}
END_TEST

/* So large that MPFR decides: it must take the position of the same axis. */
static void assert_large(const rwk_config *config)
{
    setup s = setup_of(config);
    rwk_rng rng = { 41 };
    double x[WIDEST];
    for (size_t j = 0; j < config->head_dim; j++) x[j] = ldexp(random_of(&rng, RWK_F64), 1000);
    assert_head(&s, x, (const int64_t[]){ 5, 7, 1000003, -11 });
    clear(&s);
}

START_TEST(test_every_axis_turns_its_pairs)
{
    rwk_config c = rwk_config_plain(24, 10000);
    c.n_axes = 3;
    c.mrope_section[0] = c.mrope_section[1] = c.mrope_section[2] = 4;
    for (int k = 0; k < 4; k++) {
        c.mrope_interleaved = k % 2;
        c.layout = k < 2 ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
        assert_config(&c, 20);
        assert_large(&c);
    }
    c.n_axes = 4, c.mrope_interleaved = false;
    c.mrope_section[0] = 3, c.mrope_section[3] = 1;
    assert_config(&c, 20);
}
END_TEST

/* More pairs than the fast way holds: each is decided by MPFR. */
START_TEST(test_a_head_beyond_the_fast_way)
{
    rwk_config c = rwk_config_plain(2 * RWK_ROTOR_PAIRS + 2, 10000);
    setup s = setup_of(&c);
    double *x = malloc(c.head_dim * sizeof *x), *y = malloc(c.head_dim * sizeof *y);
    rwk_rng rng = { 41 };
    const int64_t m = 1234567;
    fill_random(x, c.head_dim, &rng, RWK_F32);
    ck_assert_status(rwk_rope_exact_at(s.rope, &m), RWK_OK);
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F32), RWK_OK);
    for (size_t i = 0; i <= RWK_ROTOR_PAIRS; i += RWK_ROTOR_PAIRS / 8) assert_pair(y, x, &s, i, m, RWK_F32);
    free(x);
    free(y);
    clear(&s);
}
END_TEST

/* ---- magnitudes ---- */

/* Both components of every exponent, of the same or of another, and of either sign. */
START_TEST(test_every_magnitude)
{
    rwk_config c = rwk_config_plain(4, 10000);
    setup s = setup_of(&c);
    rwk_rng rng = { 2385 };
    const int64_t positions[] = { 0, 1, 22, 1000003, RWK_MAX_POSITION }; /* 22 = 7 pi + 0.0089: a sine near 0 */
    for (int e = -1074; e <= 1023; e += e < -1000 || e > 880 ? 1 : 13)
        for (int k = 0; k < 2; k++) {
            const int other = k ? (int)random_within(&rng, -1074, 1023) : e;
            const double x[] = { ldexp(1 + rwk_rng_uniform(&rng), e), ldexp(random_of(&rng, RWK_F64), other),
                                 -ldexp(1 + rwk_rng_uniform(&rng), e), ldexp(random_of(&rng, RWK_F64), e) };
            assert_head(&s, x, &positions[(size_t)(e + 1074 + k) % 5]);
        }
    clear(&s);
}
END_TEST

START_TEST(test_zeros)
{
    rwk_config c = rwk_config_plain(4, 10000);
    setup s = setup_of(&c);
    const double x[][4] = {
        { 0, 0, 0, 0 }, { -0.0, -0.0, -0.0, -0.0 }, { 0, 1, 0, -1 }, { -0.0, 0x1p-1074, 1, 0 }, { 1, 0, 0, 1 }
    };
    const int64_t positions[] = { 0, 1, -1000 };
    double y[4];
    for (int k = 0; k < 5; k++)
        for (int p = 0; p < 3; p++) assert_head(&s, x[k], &positions[p]);
    ck_assert_status(rwk_rope_exact_head(y, x[1], s.rope, RWK_F64), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(y[j], 0); /* the real number 0 */
    clear(&s);
}
END_TEST

/* At position 0, and where theta is 0, y = a x exactly: halfway cases of the narrower dtypes go to even, overflows to infinity. */
START_TEST(test_what_is_exact_is_rounded_once)
{
    rwk_config c = config_proportional(8, 10000, 1, 2); /* pairs 2 and 3 stand still */
    setup s = setup_of(&c);
    const double x[] = {
        1 + 0x1p-8, 1 + 3 * 0x1p-8, 1 + 0x1p-11, 1 + 3 * 0x1p-11, 1 + 0x1p-24, 1 + 3 * 0x1p-24, 65520, 0x1.ffp127
    };
    const double still[] = { 0, 0, 1 + 0x1p-8, 1 + 3 * 0x1p-8, 0, 0, -(1 + 0x1p-11), 0x1p-25 };
    const int64_t zero = 0, far = -1000003;
    double y[8];
    assert_head(&s, x, &zero);
    assert_head(&s, still, &far);
    ck_assert_status(rwk_rope_exact_at(s.rope, &zero), RWK_OK);
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_BF16), RWK_OK);
    ck_assert(y[0] == 1 && y[1] == 1 + 0x1p-6 && y[6] == 65536 && isinf(y[7]));
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F16), RWK_OK);
    ck_assert(y[2] == 1 && y[3] == 1 + 0x1p-9 && isinf(y[6]));
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F32), RWK_OK);
    ck_assert(y[4] == 1 && y[5] == 1 + 0x1p-22);
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F64), RWK_OK);
    ck_assert_mem_eq(y, x, sizeof x);
    clear(&s);
}
END_TEST

/* x0 and x1 such that x0 c - x1 s is as near to `middle`, halfway between two numbers of a dtype, as two doubles can bring it: about
 * 2^-106 away, which the double-double cannot tell from either side. */
static void aim(double *x0, double *x1, const mpfr_t middle, const mpfr_t c, const mpfr_t sn)
{
    mpfr_t rest;
    mpfr_init2(rest, 1000);
    mpfr_div(rest, middle, c, MPFR_RNDN);
    *x0 = mpfr_get_d(rest, MPFR_RNDN);
    mpfr_mul_d(rest, c, -*x0, MPFR_RNDN);
    mpfr_add(rest, rest, middle, MPFR_RNDN);
    mpfr_div(rest, rest, sn, MPFR_RNDN);
    *x1 = -mpfr_get_d(rest, MPFR_RNDN);
    mpfr_clear(rest);
}

START_TEST(test_nearly_halfway)
{
    static const int precision[RWK_N_DTYPES] = { [RWK_F64] = 53, [RWK_F32] = 24, [RWK_BF16] = 8, [RWK_F16] = 11 };
    rwk_config c = rwk_config_plain(4, 10000);
    setup s = setup_of(&c);
    rwk_rng rng = { 137 };
    mpfr_t theta, cosine, sine, middle;
    mpfr_inits2(REFERENCE_BITS, theta, cosine, sine, middle, (mpfr_ptr)0);
    for (int k = 0; k < 400; k++) {
        const int64_t m = random_within(&rng, 1, 1 << 20), odd = random_within(&rng, 0, 100) * 2 + 1;
        mpfr_set_si_2exp(middle, (long)odd, -precision[k / 2 % RWK_N_DTYPES], MPFR_RNDN);
        mpfr_add_ui(middle, middle, 1, MPFR_RNDN);
        double x[4];
        for (size_t i = 0; i < 2; i++) {
            reference_theta(theta, &c, i);
            reference_cos_sin(cosine, sine, theta, m, 1);
            if (k % 2 == 0) {
                aim(&x[i], &x[i + 2], middle, cosine, sine);
                continue;
            }
            mpfr_neg(cosine, cosine, MPFR_RNDN); /* the other component the larger one: x0 c - x1 s = x1 (-s) - x0 (-c) */
            mpfr_neg(sine, sine, MPFR_RNDN);
            aim(&x[i + 2], &x[i], middle, sine, cosine);
        }
        assert_head(&s, x, &m);
    }
    mpfr_clears(theta, cosine, sine, middle, (mpfr_ptr)0);
    clear(&s);
}
END_TEST

/* 3, 4 turned by 1 radian, 100-digit decimal arithmetic: 3 cos 1 - 4 sin 1, 3 sin 1 + 4 cos 1. */
START_TEST(test_literal_values)
{
    rwk_config c = rwk_config_plain(2, 10000);
    setup s = setup_of(&c);
    const int64_t m = 1, back = -1;
    const double x[] = { 3, 4 };
    double y[2];
    ck_assert_status(rwk_rope_exact_at(s.rope, &m), RWK_OK);
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F64), RWK_OK);
    ck_assert_same_bits(y[0], -0x1.beb6d0682900bp+0);
    ck_assert_same_bits(y[1], 0x1.2be13bd7de81fp+2);
    ck_assert_status(rwk_rope_exact_at(s.rope, &back), RWK_OK);
    ck_assert_status(rwk_rope_exact_head(y, y, s.rope, RWK_F64), RWK_OK);
    ck_assert_near(y[0], 3, 1e-15);
    ck_assert_near(y[1], 4, 1e-15);
    clear(&s);
}
END_TEST

/* ---- the attention factor ---- */

START_TEST(test_attention_factor_scales_what_turns_and_can_be_dropped)
{
    rwk_config c = config_yarn(8, 10000, 4, 64);
    c.rotary_dim = 4;
    setup s = setup_of(&c);
    const int64_t zero = 0, m = 137;
    const double x[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    double y[8];
    ck_assert_same_bits(s.a, 0x1.237d37fe5d298p+0);
    assert_head(&s, x, &m);
    assert_head(&s, x, &zero);
    ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F64), RWK_OK);
    ck_assert_same_bits(y[0], s.a);
    ck_assert_same_bits(y[1], 2 * s.a);
    ck_assert_same_bits(y[4], 5);
    clear(&s);
    c.scaling.attention_factor = 0x1.8p-64; /* the smallest ones, and the largest, shift every bound */
    s = setup_of(&c);
    assert_head(&s, x, &m);
    clear(&s);
    c.scaling.attention_factor = 0x1.8p63;
    s = setup_of(&c);
    assert_head(&s, x, &m);
    clear(&s);
    rwk_truth *truth = truth_of(&c);
    rwk_truth_drop_attention_factor(truth);
    s = (setup){ .config = c, .truth = truth, .rope = rwk_rope_exact_new(truth, &c), .a = 1 };
    assert_head(&s, x, &m);
    assert_head(&s, x, &zero);
    clear(&s);
}
END_TEST

/* ---- aliasing, errors ---- */

START_TEST(test_y_may_be_x)
{
    for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
        rwk_config c = rwk_config_plain(12, 2.385);
        c.rotary_dim = 8, c.layout = (rwk_layout)layout;
        setup s = setup_of(&c);
        rwk_rng rng = { 41 };
        double x[12], y[12];
        const int64_t m = 137;
        fill_random(x, 12, &rng, RWK_F64);
        ck_assert_status(rwk_rope_exact_at(s.rope, &m), RWK_OK);
        ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F32), RWK_OK);
        ck_assert_status(rwk_rope_exact_head(x, x, s.rope, RWK_F32), RWK_OK);
        ck_assert_mem_eq(x, y, sizeof x);
        clear(&s);
    }
}
END_TEST

START_TEST(test_what_is_not_finite_is_refused)
{
    const double bad[] = { NAN, INFINITY, -INFINITY };
    rwk_config c = rwk_config_plain(6, 2.385);
    c.rotary_dim = 4;
    setup s = setup_of(&c);
    const int64_t m = 3;
    ck_assert_status(rwk_rope_exact_at(s.rope, &m), RWK_OK);
    for (int k = 0; k < 3; k++)
        for (int j = 0; j < 6; j++) { /* also in a slot that passes */
            double x[] = { 1, 2, 3, 4, 5, 6 }, y[6];
            x[j] = bad[k];
            fill_untouched(y, 6);
            ck_assert_status(rwk_rope_exact_head(y, x, s.rope, RWK_F64), RWK_ENAN);
            ck_assert(is_untouched(y, 6));
        }
    clear(&s);
}
END_TEST

START_TEST(test_positions_out_of_range_leave_the_place)
{
    rwk_config c = rwk_config_plain(12, 2.385);
    c.n_axes = 3;
    c.mrope_section[0] = c.mrope_section[1] = c.mrope_section[2] = 2;
    setup s = setup_of(&c);
    rwk_rng rng = { 41 };
    double x[12], before[12], after[12];
    fill_random(x, 12, &rng, RWK_F64);
    ck_assert_status(rwk_rope_exact_at(s.rope, (const int64_t[]){ 5, 7, 11 }), RWK_OK);
    ck_assert_status(rwk_rope_exact_head(before, x, s.rope, RWK_F64), RWK_OK);
    ck_assert_status(rwk_rope_exact_at(s.rope, (const int64_t[]){ 6, 7, RWK_MAX_POSITION + 1 }), RWK_ERANGE);
    ck_assert_status(rwk_rope_exact_at(s.rope, (const int64_t[]){ -RWK_MAX_POSITION - 1, 7, 8 }), RWK_ERANGE);
    ck_assert_status(rwk_rope_exact_head(after, x, s.rope, RWK_F64), RWK_OK);
    ck_assert_mem_eq(before, after, sizeof before);
    clear(&s);
}
END_TEST

START_TEST(test_free_allows_null) { rwk_rope_exact_free(NULL); }
END_TEST

TEST_MAIN("rope_exact", test_every_rope_type_both_layouts, test_partial_heads, test_every_axis_turns_its_pairs,
          test_a_head_beyond_the_fast_way, test_every_magnitude, test_zeros, test_what_is_exact_is_rounded_once,
          test_nearly_halfway, test_literal_values, test_attention_factor_scales_what_turns_and_can_be_dropped, test_y_may_be_x,
          test_what_is_not_finite_is_refused, test_positions_out_of_range_leave_the_place, test_free_allows_null)
