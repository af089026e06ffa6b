/* SPDX-License-Identifier: MIT */
/* Tests attention/attention: literal values, a second route, masks, dropout, a cache, statuses. */
#include "attention/attention.h"

#include "attention/mask.h"
#include "testing.h"

enum { L = 13, D = 6, V = 5 };

static const rwk_attention_shape SQUARE = { L, L, D, V };

typedef struct {
    double q[L * D], k[L * D], v[L * V], out[L * V], weights[L * L];
} head;

static void draw(head *h, uint64_t seed)
{
    rwk_rng rng = { seed };
    fill_random(h->q, L * D, &rng, RWK_F64);
    fill_random(h->k, L * D, &rng, RWK_F64);
    fill_random(h->v, L * V, &rng, RWK_F64);
}

/* By hand: dim 4 so that the scale is 2; scores 0 and ln 3, so weights 1/4 and 3/4. */
START_TEST(test_by_hand)
{
    const double q[] = { 1, 0, 0, 0 }, k[] = { 0, 5, 7, 11, 2 * log(3), 1, 1, 1 }, v[] = { 4, 8, 0, 16 };
    double out[2], weights[2];
    ck_assert_status(rwk_attention_softmax(out, weights, q, k, v, NULL, NULL, (rwk_attention_shape){ 1, 2, 4, 2 }), RWK_OK);
    ck_assert_ulp(weights[0], 0.25, RWK_F64, 2);
    ck_assert_ulp(weights[1], 0.75, RWK_F64, 2);
    ck_assert_ulp(out[0], 1, RWK_F64, 4);
    ck_assert_ulp(out[1], 14, RWK_F64, 4);
}
END_TEST

/* A literal run of a Python program of its own, math.fsum and math.exp: q, k, v[m, j] = sin of 3m + j, 5m + 2j + 1, 7m + j^2; causal. */
START_TEST(test_against_python)
{
    static const double want[] = {
        0.0, 0.8414709848078965, 0.2585835999901177, 0.8996779872452442, 0.6768562438363103, 0.7969122436765131
    };
    double q[3 * 4], k[3 * 4], v[3 * 2], out[6], weights[9];
    bool causal[9];
    for (int m = 0; m < 3; m++) {
        for (int j = 0; j < 4; j++) q[m * 4 + j] = sin(3 * m + j), k[m * 4 + j] = sin(5 * m + 2 * j + 1);
        for (int j = 0; j < 2; j++) v[m * 2 + j] = sin(7 * m + j * j);
    }
    ck_assert_status(rwk_mask_causal(causal, 3, 3, 0), RWK_OK);
    ck_assert_status(rwk_attention_softmax(out, weights, q, k, v, causal, NULL, (rwk_attention_shape){ 3, 3, 4, 2 }), RWK_OK);
    for (int j = 0; j < 6; j++) ck_assert_near(out[j], want[j], 8 * 0x1p-53);
}
END_TEST

/* A second route: the running form (one pass, maximum and sum rescaled when a larger score comes), for random masks. */
START_TEST(test_against_the_running_form)
{
    static head h;
    for (uint64_t seed = 0; seed < 20; seed++) {
        bool allowed[L * L];
        rwk_rng rng = { 41 + seed };
        draw(&h, seed);
        for (int j = 0; j < L * L; j++) allowed[j] = j % L == 3 || rwk_rng_uniform(&rng) < 0.5;
        ck_assert_status(rwk_attention_softmax(h.out, h.weights, h.q, h.k, h.v, allowed, NULL, SQUARE), RWK_OK);
        for (int m = 0; m < L; m++) {
            double largest = -INFINITY, sum = 0, out[V] = { 0 };
            for (int n = L - 1; n >= 0; n--) {
                double z = 0;
                if (!allowed[m * L + n]) continue;
                for (int j = D - 1; j >= 0; j--) z += h.q[m * D + j] * h.k[n * D + j] / sqrt(D);
                const double next = fmax(largest, z), keep = exp(largest - next), e = exp(z - next);
                for (int j = 0; j < V; j++) out[j] = out[j] * keep + e * h.v[n * V + j];
                sum = sum * keep + e;
                largest = next;
            }
            for (int j = 0; j < V; j++) ck_assert_near(h.out[m * V + j], out[j] / sum, 200 * 0x1p-53);
        }
    }
}
END_TEST

/* One query behind a cache gives the bits of its row in the full causal pass. */
START_TEST(test_a_cache_gives_the_same_bits)
{
    static head h;
    bool causal[L * L];
    draw(&h, 7);
    ck_assert_status(rwk_mask_causal(causal, L, L, 0), RWK_OK);
    ck_assert_status(rwk_attention_softmax(h.out, h.weights, h.q, h.k, h.v, causal, NULL, SQUARE), RWK_OK);
    for (size_t m = 0; m < L; m++) {
        double out[V], weights[L];
        const rwk_attention_shape one = { 1, m + 1, D, V };
        ck_assert_status(rwk_attention_softmax(out, weights, h.q + m * D, h.k, h.v, NULL, NULL, one), RWK_OK);
        for (size_t j = 0; j < V; j++) ck_assert_same_bits(out[j], h.out[m * V + j]);
        for (size_t n = 0; n < L; n++) ck_assert_same_bits(h.weights[m * L + n], n <= m ? weights[n] : 0);
    }
}
END_TEST

/* Dropout multiplies the weights after softmax, by the seeded mask; the same seed gives the same bits. */
START_TEST(test_dropout_multiplies_the_weights)
{
    static head plain, dropped, again;
    double g[L * L], g2[L * L];
    int zeros = 0;
    draw(&plain, 7), draw(&dropped, 7), draw(&again, 7);
    ck_assert_status(rwk_dropout_mask(g, L * L, 0.25, 2385), RWK_OK);
    ck_assert_status(rwk_dropout_mask(g2, L * L, 0.25, 2385), RWK_OK);
    ck_assert_status(rwk_attention_softmax(plain.out, plain.weights, plain.q, plain.k, plain.v, NULL, NULL, SQUARE), RWK_OK);
    ck_assert_status(rwk_attention_softmax(dropped.out, dropped.weights, dropped.q, dropped.k, dropped.v, NULL, g, SQUARE), RWK_OK);
    ck_assert_status(rwk_attention_softmax(again.out, again.weights, again.q, again.k, again.v, NULL, g2, SQUARE), RWK_OK);
    for (int m = 0; m < L; m++)
        for (int j = 0; j < V; j++) {
            double sum = 0;
            for (int n = 0; n < L; n++) sum += plain.weights[m * L + n] * g[m * L + n] * plain.v[n * V + j];
            ck_assert_same_bits(dropped.out[m * V + j], sum);
            ck_assert_same_bits(again.out[m * V + j], sum);
        }
    for (int j = 0; j < L * L; j++) {
        ck_assert_same_bits(dropped.weights[j], g[j] == 0 ? 0 : plain.weights[j] * (1 / 0.75));
        zeros += g[j] == 0;
    }
    ck_assert(zeros > 20 && zeros < 65); /* 169 at 1/4: 42, within 4 sigma */
}
END_TEST

START_TEST(test_statuses_leave_the_outputs_alone)
{
    static head h;
    double out[L * V], weights[L * L];
    bool allowed[L * L];
    draw(&h, 7);
    fill_untouched(out, L * V);
    fill_untouched(weights, L * L);
    const struct {
        rwk_attention_shape shape;
        rwk_status status;
    } cases[] = { { { 0, L, D, V }, RWK_ESHAPE },
                  { { L, 0, D, V }, RWK_ESHAPE },
                  { { L, L, 0, V }, RWK_ESHAPE },
                  { { L, L, D, 0 }, RWK_ESHAPE },
                  { { SIZE_MAX, 1, 2, 1 }, RWK_EOVERFLOW },
                  { { SIZE_MAX / 8, 1, 1, 2 }, RWK_EOVERFLOW },
                  { { 1, SIZE_MAX, 2, 1 }, RWK_EOVERFLOW },
                  { { 1, SIZE_MAX / 8, 1, 2 }, RWK_EOVERFLOW },
                  { { SIZE_MAX / 16, SIZE_MAX / 16, 1, 1 }, RWK_EOVERFLOW } };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
        ck_assert_status(rwk_attention_softmax(out, weights, h.q, h.k, h.v, NULL, NULL, cases[c].shape), cases[c].status);
    double *const last[] = { &h.q[L * D - 1], &h.k[L * D - 1], &h.v[L * V - 1] };
    const double bad[] = { NAN, INFINITY, -INFINITY };
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            const double kept = *last[a];
            *last[a] = bad[b];
            ck_assert_status(rwk_attention_softmax(out, weights, h.q, h.k, h.v, NULL, NULL, SQUARE), RWK_ENAN);
            *last[a] = kept;
        }
    for (int j = 0; j < L * L; j++) allowed[j] = j / L != 4;
    ck_assert_status(rwk_attention_softmax(out, weights, h.q, h.k, h.v, allowed, NULL, SQUARE), RWK_ENAN);
    ck_assert(is_untouched(out, L * V) && is_untouched(weights, L * L));
}
END_TEST

TEST_MAIN("attention", test_by_hand, test_against_python, test_against_the_running_form, test_a_cache_gives_the_same_bits,
          test_dropout_multiplies_the_weights, test_statuses_leave_the_outputs_alone)
