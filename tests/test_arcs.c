/* SPDX-License-Identifier: MIT */
/* Tests claims/arcs: turns, gaps and unseen arcs against direct counting and against published and 40-digit figures. */
#include "claims/arcs.h"

#include "angles/truth.h"
#include "testing.h"

enum { N = 64, L = 2048, T = 8192 };
static const double PI = 3.14159265358979323846;

/* Certified frequencies of d = 128. */
static void frequencies(double inv_freq[N], rwk_rope_type type, double base, double factor)
{
    rwk_config config = rwk_config_plain(2 * N, base);
    rwk_truth *truth = NULL;
    config.rope_type = type;
    config.scaling.factor = factor;
    ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
    ck_assert_status(rwk_truth_inv_freq(inv_freq, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

/* 2048/(2 pi) and 4096 10000^(-63/64)/(2 pi) to 40 digits (mpmath). */
START_TEST(test_turns_and_share)
{
    double inv_freq[N];
    frequencies(inv_freq, RWK_ROPE_DEFAULT, 1e4, 0);
    ck_assert_ulp(rwk_arcs_turns(1, L), 325.94932345220165, RWK_F64, 2);
    ck_assert_ulp(rwk_arcs_turns(inv_freq[N - 1], 4096), 0.075280081328863885, RWK_F64, 4);
    ck_assert_ulp(rwk_arcs_share(inv_freq[N - 1], 4096), 0.075280081328863885, RWK_F64, 4);
    ck_assert_same_bits(rwk_arcs_share(1, 7), 1);
    ck_assert_near(rwk_arcs_share(1, 6), 6 / (2 * PI), 0x1p-52);
    ck_assert(isnan(rwk_arcs_share(NAN, 7)));
}
END_TEST

/* Twice these are the critical dimensions 82, 92, 70, 74 (Liu et al. 2023 state 92 for Llama-2). */
START_TEST(test_full_turn_pairs_of_published_models)
{
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 2048), 41);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 4096), 46);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(5e5, N, 8192), 35);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e6, N, 16384), 37);
}
END_TEST

/* One radian a token: the first turn ends between 6 and 7 tokens; never more than n pairs. */
START_TEST(test_full_turn_pairs_at_the_ends)
{
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 1), 0);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 6), 0);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 7), 1);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, 62831), 64);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, N, INT64_C(1) << 40), 64);
    ck_assert_uint_eq(rwk_arcs_full_turn_pairs(1e4, 1, 100000), 1);
}
END_TEST

/* Second route: wavelengths 2 pi b^(i/n), one by one. */
START_TEST(test_full_turn_pairs_by_counting)
{
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 20000; draw++) {
        const double base = 2 * pow(1e9, rwk_rng_uniform(&rng));
        const size_t n = 1 + (size_t)(128 * rwk_rng_uniform(&rng));
        const int64_t context = (int64_t)exp2(30 * rwk_rng_uniform(&rng));
        size_t count = 0;
        for (size_t i = 0; i < n; i++) count += 2 * PI * pow(base, (double)i / (double)n) <= (double)context;
        if (rwk_arcs_full_turn_pairs(base, n, context) != count)
            ck_abort_msg("base %a, n %zu, context %lld: want %zu", base, n, (long long)context, count);
    }
}
END_TEST

/* Second route: from every angle to the next one counter-clockwise. */
static double gap_by_search(double theta, size_t n_pos)
{
    double gap = 0;
    for (size_t m = 0; m < n_pos; m++) {
        double next = 2 * PI;
        for (size_t k = 0; k < n_pos; k++) {
            const double ahead = fmod(fmod((double)k * theta, 2 * PI) - fmod((double)m * theta, 2 * PI) + 2 * PI, 2 * PI);
            if (k != m && ahead < next) next = ahead;
        }
        if (next > gap) gap = next;
    }
    return gap;
}

START_TEST(test_largest_gap_by_search)
{
    rwk_rng rng = { 41 };
    double angle[300];
    for (int draw = 0; draw < 300; draw++) {
        const double theta = pow(10, -4 * rwk_rng_uniform(&rng));
        const size_t n_pos = 1 + (size_t)(299 * rwk_rng_uniform(&rng));
        ck_assert_near(rwk_arcs_largest_gap(angle, theta, n_pos), gap_by_search(theta, n_pos), 1e-11);
    }
}
END_TEST

/* Positions 0 .. 6 at one radian: gaps of 1 and one of 2 pi - 6; without position 6 the hole is 2 pi - 5.  A lone angle: 2 pi. */
START_TEST(test_largest_gap_by_hand)
{
    double angle[7];
    ck_assert_near(rwk_arcs_largest_gap(angle, 1, 7), 1, 0);
    ck_assert_near(angle[6], 6, 0);
    ck_assert_near(rwk_arcs_largest_gap(angle, 1, 6), 2 * PI - 5, 0x1p-51);
    ck_assert_near(rwk_arcs_largest_gap(angle, 3.5, 2), 3.5, 0);
    ck_assert_near(rwk_arcs_largest_gap(angle, 1, 1), 2 * PI, 0);
    ck_assert_near(rwk_arcs_largest_gap(angle, 0, 3), 2 * PI, 0);
    ck_assert(isnan(rwk_arcs_largest_gap(angle, NAN, 3)));
}
END_TEST

/* (D8.3): at most theta with a full turn, 2 pi - (T - 1) theta without. */
START_TEST(test_largest_gap_tells_a_full_turn)
{
    rwk_rng rng = { 2385 };
    double angle[1000];
    for (int draw = 0; draw < 2000; draw++) {
        const double theta = pow(10, -4 * rwk_rng_uniform(&rng));
        const size_t n_pos = 1 + (size_t)(999 * rwk_rng_uniform(&rng));
        const double gap = rwk_arcs_largest_gap(angle, theta, n_pos);
        if (2 * PI / theta <= (double)n_pos) ck_assert(gap <= theta + 1e-12);
        else ck_assert_near(gap, 2 * PI - (double)(n_pos - 1) * theta, 1e-12);
    }
}
END_TEST

/* Totals over all pairs, and single pairs, from 40-digit arithmetic (mpmath): no scaling and ntk at four times 2048. */
START_TEST(test_unseen_of_published_parameters)
{
    static const struct {
        rwk_rope_type type;
        int64_t total, pairs, at_41, at_44, at_62, at_63;
    } want[] = { { RWK_ROPE_DEFAULT, 115281, 23, 740, 2971, 6144, 6144 },
                 { RWK_ROPE_NTK, 34556, 22, 607, 2799, 178, 0 },
                 { RWK_ROPE_LINEAR, 0, 0, 0, 0, 0, 0 } };
    double theta[N], used[N];
    frequencies(theta, RWK_ROPE_DEFAULT, 1e4, 0);
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        int64_t unseen[N], total = 0, pairs = 0;
        frequencies(used, want[k].type, 1e4, 4);
        for (size_t i = 0; i < N; i++) {
            unseen[i] = rwk_arcs_unseen(&(rwk_arc){ theta[i], L, used[i], T });
            total += unseen[i];
            pairs += unseen[i] > 0;
        }
        ck_assert_int_eq(total, want[k].total);
        ck_assert_int_eq(pairs, want[k].pairs);
        ck_assert_int_eq(unseen[40], 0);
        ck_assert_int_eq(unseen[41], want[k].at_41);
        ck_assert_int_eq(unseen[44], want[k].at_44);
        ck_assert_int_eq(unseen[62], want[k].at_62);
        ck_assert_int_eq(unseen[63], want[k].at_63);
    }
}
END_TEST

/* Second route: the angle from its cosine and sine. */
START_TEST(test_unseen_by_atan2)
{
    rwk_rng rng = { 7 };
    for (int draw = 0; draw < 200; draw++) {
        const rwk_arc arc = { 1e-3 * rwk_rng_uniform(&rng), 1000, 1e-2 * rwk_rng_uniform(&rng), 3001 };
        const double end = 1000 * arc.theta;
        int64_t count = 0, first = arc.length;
        for (int64_t m = 0; m < arc.length; m++) {
            const double a = atan2(sin((double)m * arc.used), cos((double)m * arc.used)), angle = a < 0 ? a + 2 * PI : a;
            if (angle >= end && first == arc.length) first = m;
            count += angle >= end;
        }
        ck_assert_int_eq(rwk_arcs_unseen(&arc), count);
        ck_assert_int_eq(rwk_arcs_first_unseen(&arc), first);
    }
}
END_TEST

/* The end of the arc is not in it; a full turn has seen everything; NaN is never seen in an arc. */
START_TEST(test_seen_at_the_ends)
{
    const rwk_arc half = { 0.001, 1000, 0.001, 3000 }, full = { 0.01, 1000, 0.3, 3000 }, none = { 0.001, 1000, NAN, 30 };
    ck_assert(rwk_arcs_is_seen(&half, 0) && rwk_arcs_is_seen(&half, 999) && !rwk_arcs_is_seen(&half, 1000));
    ck_assert(!rwk_arcs_is_full(&half) && rwk_arcs_is_full(&full));
    ck_assert_int_eq(rwk_arcs_unseen(&half), 2000);
    ck_assert_int_eq(rwk_arcs_first_unseen(&half), 1000);
    ck_assert_int_eq(rwk_arcs_unseen(&full), 0);
    ck_assert_int_eq(rwk_arcs_first_unseen(&full), 3000);
    ck_assert_int_eq(rwk_arcs_unseen(&none), 30);
    ck_assert(rwk_arcs_is_full(&(rwk_arc){ 1, 7, 1, 9 }) && !rwk_arcs_is_full(&(rwk_arc){ 1, 6, 1, 9 }));
}
END_TEST

/* ntk, s = 4: s^(1 - 2i/126) beyond the arc at pairs 41 and 44 (1.6227, 1.5191), once round at 41: 2 pi/(2048 theta) = 1.1204. */
START_TEST(test_overshoot)
{
    double theta[N], used[N];
    frequencies(theta, RWK_ROPE_DEFAULT, 1e4, 0);
    frequencies(used, RWK_ROPE_NTK, 1e4, 4);
    const rwk_arc a = { theta[41], L, used[41], T }, b = { theta[44], L, used[44], T }, last = { theta[63], L, used[63], T };
    ck_assert_near(rwk_arcs_overshoot(&a), pow(4, 44 / 126.0), 4e-15);
    ck_assert_near(rwk_arcs_overshoot_capped(&a), 1.12034, 5e-6);
    ck_assert_near(rwk_arcs_overshoot(&b), 1.51906, 5e-6);
    ck_assert_near(rwk_arcs_overshoot_capped(&b), 1.51906, 5e-6);
    ck_assert_same_bits(rwk_arcs_overshoot(&last), 1);
    ck_assert(isnan(rwk_arcs_overshoot_capped(&(rwk_arc){ 1, L, NAN, T })));
}
END_TEST

/* Small in general; large one ulp from an end; a tie counts only where it is no tie of real numbers. */
START_TEST(test_doubt)
{
    ck_assert_near(rwk_arcs_doubt(&(rwk_arc){ 0.001, 1000, 0.0003, 2000 }), 0, 1e-11);
    ck_assert(rwk_arcs_doubt(&(rwk_arc){ 0.001, 1000, nextafter(0.001, 1), 2000 }) > 1);
    ck_assert_near(rwk_arcs_doubt(&(rwk_arc){ 0.001, 1000, 0.001, 2000 }), 0, 1e-11);
    ck_assert_near(rwk_arcs_doubt(&(rwk_arc){ 0.001, 1000, 0.00025, 5000 }), 0, 1e-11);
    ck_assert(rwk_arcs_doubt(&(rwk_arc){ 0.003, 1000, 0.001, 5000 }) > 1);
    ck_assert(rwk_arcs_doubt(&(rwk_arc){ 2 * PI / 1000, 1000, 0.001, 10 }) > 1);
    ck_assert(rwk_arcs_doubt(&(rwk_arc){ 0.001, 1000, 2 * PI / 50, 51 }) > 1);
}
END_TEST

START_TEST(test_turn_doubt)
{
    ck_assert_near(rwk_arcs_turn_doubt(1, 7), 0, 1e-13);
    ck_assert(rwk_arcs_turn_doubt(2 * PI / 7, 7) > 1);
    ck_assert(rwk_arcs_turn_doubt(2 * PI / 4096 * (1 + 0x1p-50), 4096) > 1);
    ck_assert_near(rwk_arcs_turn_doubt(2 * PI / 4096 * (1 + 0x1p-40), 4096), 0.006496, 1e-4);
}
END_TEST

TEST_MAIN("arcs", test_turns_and_share, test_full_turn_pairs_of_published_models, test_full_turn_pairs_at_the_ends,
          test_full_turn_pairs_by_counting, test_largest_gap_by_search, test_largest_gap_by_hand,
          test_largest_gap_tells_a_full_turn, test_unseen_of_published_parameters, test_unseen_by_atan2, test_seen_at_the_ends,
          test_overshoot, test_doubt, test_turn_doubt)
