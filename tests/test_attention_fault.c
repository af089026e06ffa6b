/* SPDX-License-Identifier: MIT */
/* Tests faults/attention_fault: each differs from the right thing where it should, and nowhere else. */
#include "faults/attention_fault.h"

#include "attention/scores.h"
#include "testing.h"

enum { L = 7, D = 4, V = 3 };

static const rwk_attention_shape SHAPE = { L, L, D, V };

typedef struct {
    double q[L * D], k[L * D], v[L * V], out[L * V], weights[L * L];
} head;

static void draw(head *h)
{
    rwk_rng rng = { 137 };
    fill_random(h->q, L * D, &rng, RWK_F64);
    fill_random(h->k, L * D, &rng, RWK_F64);
    fill_random(h->v, L * V, &rng, RWK_F64);
}

/* A masked key has the weight of a score of 0: the ratio of two weights tells. */
START_TEST(test_s4_leaks)
{
    static head h, right;
    bool causal[L * L];
    draw(&h), draw(&right);
    ck_assert_status(rwk_mask_causal(causal, L, L, 0), RWK_OK);
    ck_assert_status(rwk_fault_attention(h.out, h.weights, h.q, h.k, h.v, causal, NULL, SHAPE), RWK_OK);
    ck_assert_status(rwk_attention_softmax(right.out, right.weights, right.q, right.k, right.v, causal, NULL, SHAPE), RWK_OK);
    for (int m = 0; m < L - 1; m++) {
        const double z = rwk_dot(h.q + m * D, h.k, D, RWK_F64) / 2;
        ck_assert_near(h.weights[m * L + L - 1] / h.weights[m * L], exp(-1e-9 - z), 16 * 0x1p-53);
        ck_assert(right.weights[m * L + L - 1] == 0 && fabs(h.out[m * V] - right.out[m * V]) > 1e-3);
    }
    for (int j = (L - 1) * V; j < L * V; j++) ck_assert_same_bits(h.out[j], right.out[j]); /* the last row is not masked */
}
END_TEST

START_TEST(test_s4_without_a_mask_is_right)
{
    static head h, right;
    draw(&h), draw(&right);
    ck_assert_status(rwk_fault_attention(h.out, h.weights, h.q, h.k, h.v, NULL, NULL, SHAPE), RWK_OK);
    ck_assert_status(rwk_attention_softmax(right.out, right.weights, right.q, right.k, right.v, NULL, NULL, SHAPE), RWK_OK);
    for (int j = 0; j < L * V; j++) ck_assert_same_bits(h.out[j], right.out[j]);
}
END_TEST

START_TEST(test_s4_makes_a_row_of_nothing_uniform)
{
    static head h;
    const bool none[L * L] = { false };
    draw(&h);
    ck_assert_status(rwk_fault_attention(h.out, h.weights, h.q, h.k, h.v, none, NULL, SHAPE), RWK_OK);
    for (int j = 0; j < L * L; j++) ck_assert_same_bits(h.weights[j], 1.0 / L);
    h.k[0] = NAN;
    ck_assert_status(rwk_fault_attention(h.out, h.weights, h.q, h.k, h.v, none, NULL, SHAPE), RWK_ENAN);
}
END_TEST

/* By hand; 1e9 is a number of f32 and its neighbours are 64 away. */
START_TEST(test_finite_fills_by_hand)
{
    const bool allowed[4] = { true, false, false, true };
    double z[4] = { 3, 5, -7, 11 }, added[4] = { 3, 5, -7, 11 }, far[4] = { 3, 33, 96, 11 };
    rwk_fault_mask_finite(z, allowed, 4, -20);
    ck_assert(z[0] == 3 && z[1] == -20 && z[2] == -20 && z[3] == 11);
    rwk_fault_mask_fill(z, allowed, 4);
    ck_assert(z[0] == 3 && z[1] == -1e-9 && z[2] == -1e-9 && z[3] == 11);
    rwk_fault_mask_added(added, allowed, 4, -1e9, RWK_F32);
    ck_assert(added[0] == 3 && added[1] == -1e9 && added[2] == -1e9 && added[3] == 11);
    rwk_fault_mask_added(far, allowed, 4, -1e9, RWK_F32);
    ck_assert(far[1] == -1e9 + 64 && far[2] == -1e9 + 128); /* 33 is past the middle; 96 is a tie, to even */
}
END_TEST

/* phi(R x) is R phi(x) only where nothing is turned. */
START_TEST(test_features_turned_before_phi)
{
    const double x[4] = { 0.41, -1.37, 2.385, -0.7 }, c[2] = { 1, cos(1) }, s[2] = { 0, sin(1) };
    double phi[4], rotated[4], plain[4], right[4];
    ck_assert_status(rwk_fault_linear_features(phi, rotated, x, 2, 2, c, s), RWK_OK);
    ck_assert_status(rwk_linear_features(plain, right, x, 2, 2, c, s), RWK_OK);
    for (int j = 0; j < 2; j++) ck_assert_same_bits(rotated[j], right[j]);
    ck_assert_near(rotated[2], rwk_linear_phi(2.385 * cos(1) + 0.7 * sin(1)), 8 * 0x1p-53);
    ck_assert_near(rotated[3], rwk_linear_phi(2.385 * sin(1) - 0.7 * cos(1)), 8 * 0x1p-53);
    for (int j = 2; j < 4; j++) ck_assert(phi[j] == rotated[j] && fabs(rotated[j] - right[j]) > 0.1);
    ck_assert_status(rwk_fault_linear_features(phi, rotated, x, 2, 1, c, s), RWK_EODD);
}
END_TEST

/* By hand, phi = (1, 1), one key at position 2: its weight is 1 and the denominator cos 2 of the plain one. */
START_TEST(test_rotated_denominator)
{
    const double x[2] = { 0 }, here[2] = { 1, 0 }, c = cos(2), s = sin(2), v[1] = { 1 };
    double phi[2], q[2], k[2], weight;
    ck_assert_status(rwk_linear_features(phi, q, x, 1, 2, &here[0], &here[1]), RWK_OK);
    ck_assert_status(rwk_linear_features(phi, k, x, 1, 2, &c, &s), RWK_OK);
    const rwk_linear in = { phi, phi, q, k, v, 1, 2, 1, false };
    ck_assert_near(rwk_fault_linear_weights(&weight, &in, 0), -0.41614683654714241, 4 * 0x1p-53);
    ck_assert_same_bits(weight, 1);
}
END_TEST

TEST_MAIN("attention_fault", test_s4_leaks, test_s4_without_a_mask_is_right, test_s4_makes_a_row_of_nothing_uniform,
          test_finite_fills_by_hand, test_features_turned_before_phi, test_rotated_denominator)
