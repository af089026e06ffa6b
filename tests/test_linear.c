/* SPDX-License-Identifier: MIT */
/* Tests attention/linear: phi, features, both forms against a sum written out, literal values, statuses. */
#include "attention/linear.h"

#include "testing.h"

enum { L = 17, D = 6, V = 5 };

typedef struct {
    double c[L * D / 2], s[L * D / 2], phi_q[L * D], phi_k[L * D], rot_q[L * D], rot_k[L * D], v[L * V];
    double out[L * V], other[L * V], weights[L * L], state[D * (V + 1)];
    rwk_linear in;
} head;

static void turn(head *h, int64_t first)
{
    for (int m = 0; m < L; m++)
        for (int i = 0; i < D / 2; i++) {
            const double angle = (double)(first + m) / pow(10000, 2.0 * i / D);
            h->c[m * D / 2 + i] = cos(angle), h->s[m * D / 2 + i] = sin(angle);
        }
}

static void draw(head *h, uint64_t seed, bool causal)
{
    rwk_rng rng = { seed };
    double q[L * D], k[L * D];
    fill_random(q, L * D, &rng, RWK_F64);
    fill_random(k, L * D, &rng, RWK_F64);
    fill_random(h->v, L * V, &rng, RWK_F64);
    turn(h, 0);
    ck_assert_status(rwk_linear_features(h->phi_q, h->rot_q, q, L, D, h->c, h->s), RWK_OK);
    ck_assert_status(rwk_linear_features(h->phi_k, h->rot_k, k, L, D, h->c, h->s), RWK_OK);
    h->in = (rwk_linear){ h->phi_q, h->phi_k, h->rot_q, h->rot_k, h->v, L, D, V, causal };
}

START_TEST(test_phi_by_hand)
{
    ck_assert_same_bits(rwk_linear_phi(0), 1);
    ck_assert_same_bits(rwk_linear_phi(2.5), 3.5);
    ck_assert_same_bits(rwk_linear_phi(-1), exp(-1));
    ck_assert_same_bits(rwk_linear_phi(-INFINITY), 0);
    ck_assert(rwk_linear_phi(0x1p-30) > 1 && rwk_linear_phi(-0x1p-30) < 1);
    ck_assert(isnan(rwk_linear_phi(NAN)));
}
END_TEST

/* Rotated features are the complex products phi e^{i angle}; phi may be x itself. */
START_TEST(test_features_are_turned_after_phi)
{
    static head h;
    double x[L * D], phi[L * D], rotated[L * D];
    rwk_rng rng = { 41 };
    fill_random(x, L * D, &rng, RWK_F64);
    turn(&h, 1000);
    ck_assert_status(rwk_linear_features(phi, rotated, x, L, D, h.c, h.s), RWK_OK);
    for (int p = 0; p < L * D / 2; p++) {
        const double a = rwk_linear_phi(x[2 * p]), b = rwk_linear_phi(x[2 * p + 1]), r = hypot(a, b), t = atan2(b, a);
        ck_assert_same_bits(phi[2 * p], a);
        ck_assert_same_bits(phi[2 * p + 1], b);
        const double angle = t + atan2(h.s[p], h.c[p]);
        ck_assert_near(rotated[2 * p], r * cos(angle), 16 * 0x1p-53);
        ck_assert_near(rotated[2 * p + 1], r * sin(angle), 16 * 0x1p-53);
    }
    ck_assert_status(rwk_linear_features(x, h.rot_q, x, L, D, h.c, h.s), RWK_OK);
    for (int j = 0; j < L * D; j++) {
        ck_assert_same_bits(x[j], phi[j]);
        ck_assert_same_bits(h.rot_q[j], rotated[j]);
    }
}
END_TEST

/* Eq. (19) written out with the relative angle, from the features alone. */
START_TEST(test_both_forms_are_the_sum)
{
    static head h;
    for (int run = 0; run < 20; run++) {
        const bool causal = run % 2;
        draw(&h, (uint64_t)run, causal);
        ck_assert_status(rwk_linear_quadratic(h.out, h.weights, &h.in), RWK_OK);
        ck_assert_status(rwk_linear_state(h.other, h.state, &h.in), RWK_OK);
        for (int m = 0; m < L; m++) {
            double out[V] = { 0 }, below = 0;
            for (int n = 0; n < (causal ? m + 1 : L); n++) {
                double above = 0;
                for (int i = 0; i < D / 2; i++) {
                    const double *q = h.phi_q + m * D + 2 * i, *k = h.phi_k + n * D + 2 * i,
                                 angle = (n - m) / pow(10000, 2.0 * i / D);
                    above += (q[0] * k[0] + q[1] * k[1]) * cos(angle) + (q[1] * k[0] - q[0] * k[1]) * sin(angle);
                    below += q[0] * k[0] + q[1] * k[1];
                }
                for (int j = 0; j < V; j++) out[j] += above * h.v[n * V + j];
            }
            for (int j = 0; j < V; j++) {
                ck_assert_near(h.out[m * V + j], out[j] / below, 200 * 0x1p-53);
                ck_assert_near(h.other[m * V + j], out[j] / below, 200 * 0x1p-53);
            }
        }
    }
}
END_TEST

START_TEST(test_causal_weights_are_zero_above_the_diagonal)
{
    static head h;
    draw(&h, 7, true);
    ck_assert_status(rwk_linear_quadratic(h.out, h.weights, &h.in), RWK_OK);
    for (int m = 0; m < L; m++)
        for (int n = m + 1; n < L; n++) ck_assert_same_bits(h.weights[m * L + n], 0);
    for (int j = 0; j < V; j++) ck_assert_near(h.out[j], h.v[j], 8 * 0x1p-53); /* one key: its value */
}
END_TEST

/* By hand, d = 2, phi = (1, 1) on both sides, one key at distance 2: the weight is cos 2. */
START_TEST(test_one_key_by_hand)
{
    const double x[4] = { 0 }, c[2] = { 1, cos(2) }, s[2] = { 0, sin(2) }, v[2] = { 3, 0 };
    double phi[4], rotated[4], out[2], weights[4], state[4];
    ck_assert_status(rwk_linear_features(phi, rotated, x, 2, 2, c, s), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(phi[j], 1);
    ck_assert_ulp(rotated[2], -1.3254442633728241, RWK_F64, 2); /* cos 2 - sin 2 */
    ck_assert_ulp(rotated[3], 0.49315059027853930, RWK_F64, 2); /* cos 2 + sin 2 */
    const rwk_linear in = { phi, phi, rotated, rotated, v, 2, 2, 1, false };
    ck_assert_status(rwk_linear_quadratic(out, weights, &in), RWK_OK);
    ck_assert_near(weights[2], -0.20807341827357120, 4 * 0x1p-53); /* cos 2 over two keys of plain weight 1 each */
    ck_assert_near(weights[3], 0.5, 2 * 0x1p-53);
    ck_assert_near(out[1], 3 * -0.20807341827357120, 8 * 0x1p-53);
    ck_assert_status(rwk_linear_state(out, state, &in), RWK_OK);
    ck_assert_near(out[1], 3 * -0.20807341827357120, 8 * 0x1p-53);
    ck_assert_same_bits(state[0], 3); /* S = 3 (1, 1), z = (2, 2) */
    ck_assert_same_bits(state[1], 2);
    ck_assert_same_bits(state[2], 3);
    ck_assert_same_bits(state[3], 2);
}
END_TEST

START_TEST(test_feature_statuses_leave_the_outputs_alone)
{
    static head h;
    double phi[L * D], rotated[L * D], x[L * D] = { 0 };
    turn(&h, 0);
    fill_untouched(phi, L * D);
    fill_untouched(rotated, L * D);
    ck_assert_status(rwk_linear_features(phi, rotated, x, L, 0, h.c, h.s), RWK_EODD);
    ck_assert_status(rwk_linear_features(phi, rotated, x, L, 5, h.c, h.s), RWK_EODD);
    ck_assert_status(rwk_linear_features(phi, rotated, x, SIZE_MAX / 2, 4, h.c, h.s), RWK_EOVERFLOW);
    double *const last[] = { &x[L * D - 1], &h.c[L * D / 2 - 1], &h.s[L * D / 2 - 1] };
    for (int a = 0; a < 3; a++) {
        const double kept = *last[a];
        *last[a] = a % 2 ? NAN : -INFINITY;
        ck_assert_status(rwk_linear_features(phi, rotated, x, L, D, h.c, h.s), RWK_ENAN);
        *last[a] = kept;
    }
    ck_assert_status(rwk_linear_features(phi, rotated, x, 0, D, h.c, h.s), RWK_OK);
    ck_assert(is_untouched(phi, L * D) && is_untouched(rotated, L * D));
}
END_TEST

/* Both forms with one input changed. */
static void expect(const rwk_linear *in, rwk_status status)
{
    static double out[L * V], inner[L * L];
    fill_untouched(out, L * V);
    fill_untouched(inner, L * L);
    ck_assert_status(rwk_linear_quadratic(out, inner, in), status);
    ck_assert_status(rwk_linear_state(out, inner, in), status);
    ck_assert(is_untouched(out, L * V) && is_untouched(inner, L * L));
}

START_TEST(test_form_statuses_leave_the_outputs_alone)
{
    static head h;
    draw(&h, 7, false);
    const size_t sizes[][3] = { { 0, D, V },
                                { L, 0, V },
                                { L, D, 0 },
                                { SIZE_MAX, 1, 1 },
                                { 1, SIZE_MAX / 8, 8 },
                                { 1, 1, SIZE_MAX },
                                { 1, 1, SIZE_MAX / 8 },
                                { SIZE_MAX / 16, 2, 1 } };
    for (int c = 0; c < 8; c++) {
        rwk_linear in = h.in;
        in.seq = sizes[c][0], in.dim = sizes[c][1], in.dim_v = sizes[c][2];
        expect(&in, c < 3 ? RWK_ESHAPE : RWK_EOVERFLOW);
    }
    double *const last[] = { &h.phi_q[L * D - 1], &h.phi_k[L * D - 1], &h.rot_q[L * D - 1], &h.rot_k[L * D - 1], &h.v[L * V - 1] };
    const double bad[] = { NAN, INFINITY, 0, -1, 0x1p-401, 0x1p401 };
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < (a < 2 ? 6 : 2); b++) {
            const double kept = *last[a];
            *last[a] = bad[b];
            expect(&h.in, b < 2 ? RWK_ENAN : RWK_ERANGE);
            *last[a] = kept;
        }
}
END_TEST

TEST_MAIN("linear", test_phi_by_hand, test_features_are_turned_after_phi, test_both_forms_are_the_sum,
          test_causal_weights_are_zero_above_the_diagonal, test_one_key_by_hand, test_feature_statuses_leave_the_outputs_alone,
          test_form_statuses_leave_the_outputs_alone)
