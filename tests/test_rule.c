/* SPDX-License-Identifier: MIT */
/* Tests angles/rule: every rule against plain MPFR bit for bit, published digits, the corners of each formula, what is refused. */
#include "angles/rule.h"

#include "angles/truth.h"
#include "mpfr_rounding.h"
#include "reference_rules.h"
#include "testing.h"

enum { MOST_PAIRS = 256 };

/* ---- the second route ---- */

static void assert_frequencies(rwk_truth *truth, const rwk_config *config, rwk_dtype dtype, mpfr_t theta[])
{
    double got[MOST_PAIRS];
    ck_assert_status(rwk_truth_inv_freq(got, truth, dtype), RWK_OK);
    for (size_t i = 0; i < config->rotary_dim / 2; i++) {
        const double want = round_by_mpfr(theta[i], dtype);
        if (rwk_bits(got[i], RWK_F64) != rwk_bits(want, RWK_F64))
            ck_abort_msg("%s, d = %zu, base %.17g, factor %.17g, pair %zu, %s: got %a, want %a",
                         rwk_rope_type_name(config->rope_type), config->rotary_dim, config->rope_theta, config->scaling.factor, i,
                         rwk_dtype_name(dtype), got[i], want);
    }
}

/* Frequencies in the four dtypes and the attention factor, bit for bit. */
static void assert_reference(rwk_config config)
{
    mpfr_t theta[MOST_PAIRS];
    const size_t n = config.rotary_dim / 2;
    rwk_truth *truth = truth_of(&config);
    ck_assert_uint_le(n, MOST_PAIRS);
    for (size_t i = 0; i < n; i++) {
        mpfr_init(theta[i]);
        reference_theta(theta[i], &config, i);
    }
    for (int d = 0; d < RWK_N_DTYPES; d++) assert_frequencies(truth, &config, (rwk_dtype)d, theta);
    ck_assert_same_bits(rwk_truth_attention_factor(truth), reference_attention_factor(&config));
    for (size_t i = 0; i < n; i++) mpfr_clear(theta[i]);
    rwk_truth_free(truth);
    mpfr_free_cache();
}

/* Heads and bases of published models: Llama-2, CodeLlama, Llama-3.1, Llama-3.2-1B, Qwen3-VL, Phi-3, Phi-4-mini, DeepSeek, gpt-oss, GPT-J,
 * GPT-NeoX-20B, Gemma, Gemma-3, phi-2, Falcon. */
START_TEST(test_default_of_published_models)
{
    const struct {
        size_t head_dim, rotary_dim;
        double base;
    } models[] = { { 128, 128, 1e4 }, { 128, 128, 1e6 }, { 128, 128, 5e5 }, { 64, 64, 5e5 },    { 128, 128, 5e6 },
                   { 96, 96, 1e4 },   { 128, 96, 1e4 },  { 64, 64, 1e4 },   { 64, 64, 150000 }, { 256, 64, 1e4 },
                   { 96, 24, 1e4 },   { 256, 256, 1e4 }, { 256, 256, 1e6 }, { 80, 32, 1e4 },    { 512, 512, 1e6 } };
    for (size_t k = 0; k < sizeof models / sizeof models[0]; k++) {
        rwk_config config = rwk_config_plain(models[k].head_dim, models[k].base);
        config.rotary_dim = models[k].rotary_dim;
        assert_reference(config);
    }
}
END_TEST

START_TEST(test_scalings_of_published_models)
{
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) assert_reference(config_example((rwk_rope_type)type));
    rwk_config lite = config_deepseek();
    lite.scaling.mscale = lite.scaling.mscale_all_dim = 0.707;
    assert_reference(lite);
    assert_reference(config_deepseek());
    assert_reference(config_gpt_oss());
    assert_reference(config_llama3(64, 500000, 32, 8192));
    assert_reference(config_longrope(96, 10000, 32, 4096, 4096));
    assert_reference(config_yarn(128, 10000, 16, 4096));
    assert_reference(config_yarn(128, 10000, 64, 2048));
}
END_TEST

static size_t random_dim(rwk_rng *rng) { return 2 * (size_t)random_within(rng, 2, random_within(rng, 0, 7) ? 48 : MOST_PAIRS); }

/* Now and then a power of two, where frequencies and factors are exact. */
static double random_scale(rwk_rng *rng, double low, double high)
{
    const double x = random_by_octaves(rng, low, high);
    return random_within(rng, 0, 3) ? x : exp2(round(log2(x)));
}

static void random_lists(rwk_config *c, rwk_rng *rng)
{
    for (size_t i = 0; i < c->rotary_dim / 2; i++) {
        c->scaling.short_factor[i] = random_scale(rng, 0.5, 4);
        c->scaling.long_factor[i] = random_scale(rng, 0.5, 64);
    }
}

static void random_yarn(rwk_scaling *s, rwk_rng *rng)
{
    s->beta_slow = random_by_octaves(rng, 0.05, 8);
    s->beta_fast = s->beta_slow * random_by_octaves(rng, 1.01, 64);
    s->truncate = random_within(rng, 0, 1) == 1;
    s->mscale = random_within(rng, 0, 1) ? random_by_octaves(rng, 0.1, 3) : 0;
    s->mscale_all_dim = random_within(rng, 0, 1) ? random_by_octaves(rng, 0.1, 3) : 0;
}

static rwk_config random_config(rwk_rope_type type, rwk_rng *rng)
{
    rwk_config c = config_scaled(type, random_dim(rng), random_scale(rng, 2, 1e12), random_scale(rng, 0.5, 64));
    rwk_scaling *s = &c.scaling;
    if (type != RWK_ROPE_PROPORTIONAL && random_within(rng, 0, 1)) c.head_dim *= 2; /* the rule goes by rotary_dim */
    c.max_position_embeddings = random_within(rng, 1, 200000);
    s->original_max_position_embeddings = random_within(rng, 2, 40000);
    s->seq_len = random_within(rng, 0, 100000);
    s->attention_factor = random_within(rng, 0, 4) ? 0 : random_by_octaves(rng, 0.01, 100);
    s->low_freq_factor = random_by_octaves(rng, 0.1, 8);
    s->high_freq_factor = s->low_freq_factor * random_by_octaves(rng, 1.01, 16);
    s->rope_angles = (size_t)random_within(rng, 1, (int64_t)c.rotary_dim / 2);
    random_yarn(s, rng);
    random_lists(&c, rng);
    return c;
}

static void assert_random(rwk_rope_type type, uint64_t seed, int n)
{
    rwk_rng rng = { seed };
    for (int k = 0; k < n; k++) assert_reference(random_config(type, &rng));
}

START_TEST(test_default_at_random) { assert_random(RWK_ROPE_DEFAULT, 1, 20); }
END_TEST
START_TEST(test_linear_at_random) { assert_random(RWK_ROPE_LINEAR, 2, 40); }
END_TEST
START_TEST(test_ntk_at_random) { assert_random(RWK_ROPE_NTK, 3, 40); }
END_TEST
START_TEST(test_dynamic_at_random) { assert_random(RWK_ROPE_DYNAMIC, 4, 60); }
END_TEST
START_TEST(test_yarn_at_random) { assert_random(RWK_ROPE_YARN, 5, 150); }
END_TEST
START_TEST(test_longrope_at_random) { assert_random(RWK_ROPE_LONGROPE, 6, 60); }
END_TEST
START_TEST(test_llama3_at_random) { assert_random(RWK_ROPE_LLAMA3, 7, 80); }
END_TEST
START_TEST(test_proportional_at_random) { assert_random(RWK_ROPE_PROPORTIONAL, 8, 40); }
END_TEST

/* ---- digits that others printed ---- */

static void frequencies(double theta[], rwk_config config)
{
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

static double attention(rwk_config config)
{
    rwk_truth *truth = truth_of(&config);
    const double a = rwk_truth_attention_factor(truth);
    rwk_truth_free(truth);
    return a;
}

static double as_double(rwk_real x)
{
    double value = UNTOUCHED;
    ck_assert_status(rwk_real_round(&value, x, RWK_F64), RWK_OK);
    return value;
}

/* Nine digits as inference engines print them; all nine agree with pow() of Python. */
START_TEST(test_default_published_digits)
{
    const struct {
        double base;
        size_t dim;
        const char *first, *last;
    } published[] = { { 10000, 128, "0.865964323", "0.000115478198" },
                      { 500000, 128, "0.814617234", "2.45514079e-06" },
                      { 1000000, 128, "0.805842188", "1.24093776e-06" },
                      { 150000, 64, "0.689044306", "9.67523657e-06" } };
    for (int k = 0; k < 4; k++) {
        double theta[64];
        frequencies(theta, rwk_config_plain(published[k].dim, published[k].base));
        ck_assert_prints(theta[1], "%.9g", published[k].first);
        ck_assert_prints(theta[published[k].dim / 2 - 1], "%.9g", published[k].last);
    }
}
END_TEST

/* The base b' of theta_1 = b'^(-2/128) */
static double base_of(rwk_config config)
{
    double theta[64];
    frequencies(theta, config);
    return pow(theta[1], -64);
}

START_TEST(test_ntk_published_bases)
{
    ck_assert_prints(base_of(config_scaled(RWK_ROPE_NTK, 128, 10000, 2)), "%.3f", "20221.262");
    ck_assert_prints(base_of(config_scaled(RWK_ROPE_NTK, 128, 10000, 4)), "%.3f", "40889.942");
    ck_assert_prints(base_of(config_scaled(RWK_ROPE_NTK, 128, 10000, 8)), "%.3f", "82684.623");
}
END_TEST

START_TEST(test_dynamic_published_base)
{
    ck_assert_prints(base_of(config_dynamic(128, 10000, 10, 2048, 16384)), "%.3f", "759702.231");
}
END_TEST

static void assert_range(rwk_config config, const char *format, const char *first, const char *last)
{
    rwk_reals *pool = rwk_reals_new(192);
    rwk_real low, high;
    rwk_yarn_range(&low, &high, pool, &config);
    ck_assert_prints(as_double(low), format, first);
    ck_assert_prints(as_double(high), format, last);
    rwk_reals_free(pool);
}

START_TEST(test_yarn_published_ranges)
{
    assert_range(config_gpt_oss(), "%.6f", "8.092779", "17.398025");
    assert_range(config_deepseek(), "%g", "10", "23");
}
END_TEST

START_TEST(test_yarn_published_attention)
{
    const struct {
        double factor;
        const char *a;
    } published[] = { { 4, "1.138629" }, { 16, "1.277259" }, { 32, "1.346574" }, { 40, "1.368888" } };
    for (int k = 0; k < 4; k++)
        ck_assert_prints(attention(config_yarn(128, 10000, published[k].factor, 4096)), "%.6f", published[k].a);
    ck_assert_prints(attention(config_yarn(128, 10000, 64, 4096)), "%.7f", "1.4158883");
    ck_assert_prints(attention(config_gpt_oss()), "%.6f", "1.346574");
}
END_TEST

/* DeepSeek multiplies the softmax scale by mscale(s, mscale_all_dim)^2. */
START_TEST(test_yarn_mscale_squared_is_the_published_softmax_scale)
{
    rwk_reals *pool = rwk_reals_new(192);
    const double m = as_double(rwk_yarn_mscale(pool, 40, 1));
    ck_assert_prints(m * m, "%.6f", "1.873854");
    rwk_reals_free(pool);
}
END_TEST

START_TEST(test_longrope_published_attention)
{
    ck_assert_prints(attention(config_longrope(96, 10000, 32, 4096, 131072)), "%.9f", "1.190238071");
}
END_TEST

static void assert_llama3_parts(rwk_config config, size_t kept, size_t blended, size_t divided)
{
    double theta[64], plain[64];
    size_t same = 0, less = 0;
    const size_t n = config.rotary_dim / 2;
    frequencies(theta, config);
    frequencies(plain, rwk_config_plain(config.head_dim, config.rope_theta));
    for (size_t i = 0; i < n; i++) same += theta[i] == plain[i];
    for (size_t i = 0; i < n; i++) less += theta[i] == plain[i] / config.scaling.factor; /* 8, 32: exact */
    ck_assert_uint_eq(same, kept);
    ck_assert_uint_eq(less, divided);
    ck_assert_uint_eq(n - same - less, blended);
}

START_TEST(test_llama3_published_digits)
{
    double theta[64];
    assert_llama3_parts(config_llama3(128, 500000, 8, 8192), 29, 6, 29);
    assert_llama3_parts(config_llama3(64, 500000, 32, 8192), 15, 3, 14);
    frequencies(theta, config_llama3(128, 500000, 8, 8192));
    ck_assert_prints(theta[31], "%.12f", "0.000856751413");
    frequencies(theta, rwk_config_plain(128, 500000));
    ck_assert_prints(theta[31], "%.10f", "0.0017360467");
}
END_TEST

/* ---- corners of the formulas ---- */

/* low_freq_factor = high_freq_factor: no blend, a step. */
START_TEST(test_llama3_of_equal_factors_is_a_step)
{
    rwk_config c = config_llama3(128, 500000, 8, 8192);
    c.scaling.high_freq_factor = 1;
    assert_llama3_parts(c, 35, 0, 29);
    assert_reference(c);
}
END_TEST

/* 1e4^(-2i/8) = 10^-i, decimals that the compiler rounds. */
START_TEST(test_default_is_a_geometric_sequence)
{
    const double want[] = { 1, 0.1, 0.01, 0.001 };
    double theta[4];
    frequencies(theta, rwk_config_plain(8, 10000));
    for (size_t i = 0; i < 4; i++) ck_assert_same_bits(theta[i], want[i]);
}
END_TEST

START_TEST(test_linear_divides_by_the_factor)
{
    const double want[] = { 0.2, 0.02, 0.002, 0.0002 };
    double theta[4];
    frequencies(theta, config_scaled(RWK_ROPE_LINEAR, 8, 10000, 5));
    for (size_t i = 0; i < 4; i++) ck_assert_same_bits(theta[i], want[i]);
    assert_reference(config_scaled(RWK_ROPE_LINEAR, 8, 10000, 0.01));
}
END_TEST

/* (b s^(d/(d-2)))^(-(d-2)/d) = b^(-(d-2)/d) / s: the first pair is kept, the last one divided by s. */
START_TEST(test_ntk_keeps_the_first_and_divides_the_last)
{
    double theta[4], plain[4];
    frequencies(theta, config_scaled(RWK_ROPE_NTK, 8, 10000, 4));
    frequencies(plain, rwk_config_plain(8, 10000));
    ck_assert_same_bits(theta[0], 1.0);
    ck_assert_same_bits(theta[3], plain[3] / 4);
    ck_assert(theta[1] < plain[1] && theta[1] > plain[1] / 4);
    frequencies(theta, config_scaled(RWK_ROPE_NTK, 4, 10000, 4)); /* the narrowest head: d/(d - 2) = 2 */
    ck_assert_same_bits(theta[1], 0.0025);
}
END_TEST

/* Up to the trained context dynamic is default; one token further it is not. */
START_TEST(test_dynamic_starts_beyond_the_trained_context)
{
    const int64_t within[] = { 0, 1, 2047, 2048 };
    double theta[64], plain[64];
    frequencies(plain, rwk_config_plain(128, 10000));
    for (int k = 0; k < 4; k++) {
        frequencies(theta, config_dynamic(128, 10000, 10, 2048, within[k]));
        for (size_t i = 0; i < 64; i++) ck_assert_same_bits(theta[i], plain[i]);
    }
    frequencies(theta, config_dynamic(128, 10000, 10, 2048, 2049));
    for (size_t i = 1; i < 64; i++) ck_assert_double_lt(theta[i], plain[i]);
    assert_reference(config_dynamic(128, 10000, 0.1, 2048, 2049));
}
END_TEST

/* Base 16, d = 8: w_i = 2^-i; dim(r) = ln(L0/(2 pi r)) / ln 2, so r = 2^-k L0/(2 pi) is pair k. */
static rwk_config small_yarn(double first, double last)
{
    rwk_config c = config_yarn(8, 16, 4, 1000);
    c.scaling.beta_fast = exp2(-first) * 1000 / 6.283185307179586;
    c.scaling.beta_slow = exp2(-last) * 1000 / 6.283185307179586;
    return c;
}

static void assert_small_yarn(double first, double last, const double share[4])
{
    double theta[4];
    frequencies(theta, small_yarn(first, last));
    for (int i = 0; i < 4; i++) ck_assert_same_bits(theta[i], exp2(-i) / 4 * share[i] + exp2(-i) * (1 - share[i]));
    assert_reference(small_yarn(first, last));
}

/* floor of the first and ceil of the last: 0.5 .. 1.5 is the ramp from 0 to 2. */
START_TEST(test_yarn_ramp_between_whole_pairs)
{
    assert_small_yarn(0.5, 1.5, (double[]){ 0, 0.5, 1, 1 });
    assert_small_yarn(1.5, 2.5, (double[]){ 0, 0, 0.5, 1 });
    assert_small_yarn(0.5, 3.5, (double[]){ 0, 0.25, 0.5, 0.75 });
}
END_TEST

/* low below 0 is 0, high above d - 1 = 7 is 7. */
START_TEST(test_yarn_range_is_clamped)
{
    assert_range(small_yarn(-2.5, 1.5), "%g", "0", "2");
    assert_range(small_yarn(3.5, 9.5), "%g", "3", "7");
    assert_range(small_yarn(-3.5, 12.5), "%g", "0", "7");
    assert_small_yarn(-2.5, 1.5, (double[]){ 0, 0.5, 1, 1 });
    assert_reference(small_yarn(-3.5, 12.5));
}
END_TEST

/* Ends in the wrong order make a ramp that falls: all pairs before 0 are kept … (published behaviour, not sense). */
START_TEST(test_yarn_range_turned_around)
{
    assert_range(small_yarn(-5.5, -2.5), "%g", "0", "-2");
    assert_small_yarn(-5.5, -2.5, (double[]){ 0, 0, 0, 0 });
    assert_range(small_yarn(9.5, 11.5), "%g", "9", "7");
    assert_small_yarn(9.5, 11.5, (double[]){ 1, 1, 1, 1 });
}
END_TEST

/* low == high: high is moved by 0.001, a step. */
START_TEST(test_yarn_ramp_of_equal_ends_is_a_step)
{
    assert_range(small_yarn(-5.5, -0.5), "%g", "0", "0");
    assert_small_yarn(-5.5, -0.5, (double[]){ 0, 1, 1, 1 });
    assert_range(small_yarn(7.5, 9.5), "%g", "7", "7");
    assert_small_yarn(7.5, 9.5, (double[]){ 0, 0, 0, 0 });
}
END_TEST

static void assert_equal_betas(double end)
{
    rwk_config c = small_yarn(end, end);
    c.scaling.truncate = false;
    assert_reference(c);
}

/* beta_fast = beta_slow without truncate: low and high are one real number, no whole one; just below a pair it is inside the 0.001. */
START_TEST(test_yarn_equal_betas_not_truncated)
{
    const double ends[] = { 0.5, 1.5, 2.5, 9.5, -0.5, 2.0001 };
    for (int k = 0; k < 6; k++) assert_equal_betas(ends[k]);
    for (int pair = 1; pair < 4; pair++)
        for (int k = 1; k < 10; k++) assert_equal_betas(pair - 1e-4 * k);
}
END_TEST

START_TEST(test_yarn_attention_of_a_factor_of_at_most_one_is_one)
{
    const double factors[] = { 1, 0.5, 0.999 };
    for (int k = 0; k < 3; k++) {
        rwk_config c = config_yarn(64, 10000, factors[k], 4096);
        ck_assert_same_bits(attention(c), 1.0);
        c.scaling.mscale = 2, c.scaling.mscale_all_dim = 3;
        ck_assert_same_bits(attention(c), 1.0);
        ck_assert_same_bits(attention(config_longrope(64, 10000, factors[k], 4096, 0)), 1.0);
    }
}
END_TEST

START_TEST(test_yarn_attention_of_equal_mscales_is_one)
{
    ck_assert_same_bits(attention(config_deepseek()), 1.0);
    rwk_config lite = config_deepseek();
    lite.scaling.mscale = lite.scaling.mscale_all_dim = 0.707;
    ck_assert_same_bits(attention(lite), 1.0);
}
END_TEST

/* One mscale alone counts for nothing: both or neither. */
START_TEST(test_yarn_attention_needs_both_mscales)
{
    rwk_config first = config_deepseek(), second = config_deepseek(), both = config_deepseek();
    first.scaling.mscale_all_dim = 0, first.scaling.mscale = 0.707;
    second.scaling.mscale = 0, second.scaling.mscale_all_dim = 0.707;
    both.scaling.mscale = 0.707;
    ck_assert_prints(attention(first), "%.6f", "1.368888");
    ck_assert_prints(attention(second), "%.6f", "1.368888");
    ck_assert_prints(attention(both), "%.6f", "0.921042"); /* 1.26080378 / 1.36888795 */
}
END_TEST

START_TEST(test_attention_given_is_taken)
{
    rwk_config yarn = config_gpt_oss(), longrope = config_example(RWK_ROPE_LONGROPE), deepseek = config_deepseek();
    yarn.scaling.attention_factor = longrope.scaling.attention_factor = 2.385;
    deepseek.scaling.attention_factor = 0.125, deepseek.scaling.mscale = 0.5;
    ck_assert_same_bits(attention(yarn), 2.385);
    ck_assert_same_bits(attention(longrope), 2.385);
    ck_assert_same_bits(attention(deepseek), 0.125);
}
END_TEST

/* Rules that have no attention factor ignore one. */
START_TEST(test_attention_of_other_rules_is_one)
{
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) {
        rwk_config c = config_example((rwk_rope_type)type);
        if (type == RWK_ROPE_YARN || type == RWK_ROPE_LONGROPE) continue;
        ck_assert(!rwk_attention_find(c.rope_type));
        c.scaling.attention_factor = 2;
        ck_assert_same_bits(attention(c), 1.0);
    }
    ck_assert(rwk_attention_find(RWK_ROPE_YARN) == rwk_attention_yarn);
    ck_assert(rwk_attention_find(RWK_ROPE_LONGROPE) == rwk_attention_longrope);
}
END_TEST

START_TEST(test_longrope_takes_the_long_list_beyond_the_original)
{
    const int64_t lengths[] = { 0, 4096, 4097 };
    double theta[2];
    for (int k = 0; k < 3; k++) {
        rwk_config c = config_longrope(4, 16, 32, 4096, lengths[k]);
        c.scaling.short_factor[1] = 2, c.scaling.long_factor[0] = 8;
        c.scaling.long_factor[1] = 16;
        ck_assert(rwk_longrope_is_long(&c) == (k == 2));
        frequencies(theta, c);
        ck_assert_same_bits(theta[0], k == 2 ? 0.125 : 1);
        ck_assert_same_bits(theta[1], 0.25 / (k == 2 ? 16 : 2));
    }
}
END_TEST

/* Base 65536, d = 512: of 256 pairs 64 turn, by 2^(-i/16); with a denominator of 128 pair 16 would be 1/16. */
START_TEST(test_proportional_stands_still_beyond_its_angles)
{
    double theta[MOST_PAIRS];
    frequencies(theta, config_proportional(512, 65536, 2, 64));
    for (size_t i = 0; i < 64; i += 16) ck_assert_same_bits(theta[i], exp2(-(double)i / 16) / 2);
    for (size_t i = 0; i < 64; i++) ck_assert_double_gt(theta[i], 0);
    for (size_t i = 64; i < MOST_PAIRS; i++) ck_assert_same_bits(theta[i], 0.0);
    frequencies(theta, config_proportional(512, 65536, 2, 256));
    ck_assert_double_gt(theta[255], 0);
}
END_TEST

/* ---- the table and what is refused ---- */

START_TEST(test_find_gives_every_type_its_own_rule)
{
    ck_assert(rwk_rule_find(RWK_ROPE_DEFAULT) == rwk_rule_default);
    for (int a = 0; a < RWK_N_ROPE_TYPES; a++) {
        ck_assert(rwk_rule_find((rwk_rope_type)a));
        for (int b = 0; b < a; b++) ck_assert(rwk_rule_find((rwk_rope_type)a) != rwk_rule_find((rwk_rope_type)b));
    }
}
END_TEST

static void assert_refused(rwk_config config, rwk_status want, const char *key)
{
    rwk_truth *const before = (rwk_truth *)&config, *truth = before;
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_truth_new(&truth, &config, 0, &diag), want);
    ck_assert_ptr_eq(truth, before);
    if (!strstr(diag.text, key)) ck_abort_msg("got \"%s\", want \"%s\" in it", diag.text, key);
}

/* A member of the scaling of a good config of `type`, spoiled. */
#define REFUSED(type, member, value, status, key)                                                                                  \
    do {                                                                                                                           \
        rwk_config spoiled_ = config_example(type);                                                                                \
        spoiled_.scaling.member = (value);                                                                                         \
        assert_refused(spoiled_, status, key);                                                                                     \
    } while (0)

START_TEST(test_factor_is_needed_by_every_scaling)
{
    const double bad[] = { 0, -1, NAN, INFINITY };
    for (int type = RWK_ROPE_LINEAR; type < RWK_N_ROPE_TYPES; type++)
        for (int k = 0; k < 4; k++) REFUSED((rwk_rope_type)type, factor, bad[k], k < 2 ? RWK_ERANGE : RWK_ENAN, ": factor");
}
END_TEST

START_TEST(test_original_length_is_needed)
{
    const rwk_rope_type types[] = { RWK_ROPE_YARN, RWK_ROPE_LLAMA3, RWK_ROPE_LONGROPE };
    const char *key = "original_max_position_embeddings";
    for (int k = 0; k < 3; k++) {
        REFUSED(types[k], original_max_position_embeddings, 0, RWK_ERANGE, key);
        REFUSED(types[k], original_max_position_embeddings, -1, RWK_ERANGE, key);
        REFUSED(types[k], original_max_position_embeddings, RWK_MAX_POSITION + 1, RWK_ERANGE, key);
    }
    REFUSED(RWK_ROPE_LONGROPE, original_max_position_embeddings, 1, RWK_ERANGE, key);
}
END_TEST

START_TEST(test_ntk_and_dynamic_need_four_dimensions)
{
    assert_refused(config_scaled(RWK_ROPE_NTK, 2, 10000, 4), RWK_ERANGE, "rotary_dim");
    assert_refused(config_dynamic(2, 10000, 4, 2048, 0), RWK_ERANGE, "rotary_dim");
    assert_refused(config_dynamic(64, 10000, 4, 0, 0), RWK_ERANGE, "max_position_embeddings");
}
END_TEST

START_TEST(test_yarn_needs)
{
    rwk_config base = config_example(RWK_ROPE_YARN);
    base.rope_theta = 1;
    assert_refused(base, RWK_ERANGE, "rope_theta");
    REFUSED(RWK_ROPE_YARN, beta_slow, 0, RWK_ERANGE, "beta_slow");
    REFUSED(RWK_ROPE_YARN, beta_slow, NAN, RWK_ENAN, "beta_slow");
    REFUSED(RWK_ROPE_YARN, beta_fast, 0.5, RWK_ERANGE, "beta_fast");
    REFUSED(RWK_ROPE_YARN, beta_fast, INFINITY, RWK_ENAN, "beta_fast");
    REFUSED(RWK_ROPE_YARN, mscale, -1, RWK_ERANGE, "mscale");
    REFUSED(RWK_ROPE_YARN, mscale_all_dim, -1, RWK_ERANGE, "mscale_all_dim");
}
END_TEST

START_TEST(test_llama3_needs)
{
    REFUSED(RWK_ROPE_LLAMA3, low_freq_factor, 0, RWK_ERANGE, "low_freq_factor");
    REFUSED(RWK_ROPE_LLAMA3, low_freq_factor, NAN, RWK_ENAN, "low_freq_factor");
    REFUSED(RWK_ROPE_LLAMA3, high_freq_factor, 0.999, RWK_ERANGE, "high_freq_factor");
    REFUSED(RWK_ROPE_LLAMA3, high_freq_factor, INFINITY, RWK_ENAN, "high_freq_factor");
}
END_TEST

START_TEST(test_longrope_needs)
{
    REFUSED(RWK_ROPE_LONGROPE, short_factor[47], 0, RWK_ERANGE, "short_factor");
    REFUSED(RWK_ROPE_LONGROPE, short_factor[0], NAN, RWK_ENAN, "short_factor");
    REFUSED(RWK_ROPE_LONGROPE, long_factor[47], -2, RWK_ERANGE, "long_factor");
    REFUSED(RWK_ROPE_LONGROPE, long_factor[0], INFINITY, RWK_ENAN, "long_factor");
    rwk_config wide = config_example(RWK_ROPE_LONGROPE);
    wide.head_dim = wide.rotary_dim = 2 * RWK_MAX_FACTORS + 2;
    for (size_t i = 0; i < RWK_MAX_FACTORS; i++) wide.scaling.short_factor[i] = wide.scaling.long_factor[i] = 1;
    assert_refused(wide, RWK_ESHAPE, "rotary_dim");
}
END_TEST

START_TEST(test_proportional_needs)
{
    REFUSED(RWK_ROPE_PROPORTIONAL, rope_angles, 0, RWK_ERANGE, "partial_rotary_factor");
    REFUSED(RWK_ROPE_PROPORTIONAL, rope_angles, 257, RWK_ERANGE, "partial_rotary_factor");
    rwk_config partial = config_example(RWK_ROPE_PROPORTIONAL);
    partial.rotary_dim = 128;
    assert_refused(partial, RWK_ESHAPE, "rotary_dim");
}
END_TEST

START_TEST(test_attention_factor_is_checked)
{
    const rwk_rope_type types[] = { RWK_ROPE_YARN, RWK_ROPE_LONGROPE };
    for (int k = 0; k < 2; k++) {
        REFUSED(types[k], attention_factor, -1, RWK_ERANGE, "attention_factor");
        REFUSED(types[k], attention_factor, NAN, RWK_ENAN, "attention_factor");
        REFUSED(types[k], attention_factor, 0x1p64, RWK_ERANGE, "attention_factor");
        REFUSED(types[k], attention_factor, 0x1p-64, RWK_ERANGE, "attention_factor");
    }
}
END_TEST

/* An attention factor that the rule computes is bounded as one that is given. */
START_TEST(test_attention_factor_computed_is_bounded)
{
    rwk_config c = config_yarn(64, 10000, 40, 4096);
    c.scaling.mscale = 1e30, c.scaling.mscale_all_dim = 1;
    assert_refused(c, RWK_ERANGE, "attention_factor");
    c.scaling.mscale = 1, c.scaling.mscale_all_dim = 1e30;
    assert_refused(c, RWK_ERANGE, "attention_factor");
}
END_TEST

TEST_MAIN("rule", test_default_of_published_models, test_scalings_of_published_models, test_default_at_random,
          test_linear_at_random, test_ntk_at_random, test_dynamic_at_random, test_yarn_at_random, test_longrope_at_random,
          test_llama3_at_random, test_proportional_at_random, test_default_published_digits, test_ntk_published_bases,
          test_dynamic_published_base, test_yarn_published_ranges, test_yarn_published_attention,
          test_yarn_mscale_squared_is_the_published_softmax_scale, test_longrope_published_attention, test_llama3_published_digits,
          test_llama3_of_equal_factors_is_a_step, test_default_is_a_geometric_sequence, test_linear_divides_by_the_factor,
          test_ntk_keeps_the_first_and_divides_the_last, test_dynamic_starts_beyond_the_trained_context,
          test_yarn_ramp_between_whole_pairs, test_yarn_range_is_clamped, test_yarn_range_turned_around,
          test_yarn_ramp_of_equal_ends_is_a_step, test_yarn_equal_betas_not_truncated,
          test_yarn_attention_of_a_factor_of_at_most_one_is_one, test_yarn_attention_of_equal_mscales_is_one,
          test_yarn_attention_needs_both_mscales, test_attention_given_is_taken, test_attention_of_other_rules_is_one,
          test_longrope_takes_the_long_list_beyond_the_original, test_proportional_stands_still_beyond_its_angles,
          test_find_gives_every_type_its_own_rule, test_factor_is_needed_by_every_scaling, test_original_length_is_needed,
          test_ntk_and_dynamic_need_four_dimensions, test_yarn_needs, test_llama3_needs, test_longrope_needs,
          test_proportional_needs, test_attention_factor_is_checked, test_attention_factor_computed_is_bounded)
