/* SPDX-License-Identifier: MIT */
/* Tests what (D2.7) says of encodings: maps of queries and keys that leave n - m are (C^-m)^T and C^n: rotations, xPos, a shear. */
#include "encodings/alibi.h"
#include "encodings/rope.h"
#include "encodings/xpos.h"
#include "testing.h"

enum { D = 8, N = D / 2, SEQ = 33 };

/* The shear C = [[1, 1], [0, 1]] in the last two slots: C^n for keys, (C^-m)^T for queries. */
static void shear_key(double k[2], double n) { k[0] += n * k[1]; }
static void shear_query(double q[2], double m) { q[1] -= m * q[0]; }

static double dot(const double a[], const double b[], size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum += a[j] * b[j];
    return sum;
}

/* ALiBi without a bias: two more slots, (lambda, 0) in queries and (0, 1) in keys, sheared; all numbers dyadic, so exact. */
START_TEST(test_a_shear_is_alibi)
{
    double slope, bias[SEQ * SEQ];
    ck_assert_status(rwk_alibi_slopes(&slope, 1, RWK_ALIBI_BIAS_MAX, RWK_F64), RWK_OK);
    const rwk_bias_block causal = { SEQ, SEQ, 1000, 1000, true };
    ck_assert_status(rwk_alibi_bias(bias, &causal, slope, RWK_ALIBI_DISTANCE), RWK_OK);
    for (int m = 0; m < SEQ; m++)
        for (int n = 0; n <= m; n++) {
            double q[2] = { slope, 0 }, k[2] = { 0, 1 };
            shear_query(q, 1000 + m), shear_key(k, 1000 + n);
            ck_assert_same_bits(dot(q, k, 2) + 0.0, bias[m * SEQ + n] + 0.0); /* + 0: no -0 */
        }
}
END_TEST

/* The same map for both is relative for rotations only: sheared alike, scores move with a common shift. */
START_TEST(test_one_shear_for_both_is_not_relative)
{
    double scores[2];
    for (int shift = 0; shift < 2; shift++) {
        double q[2] = { 1, 2 }, k[2] = { 3, 4 };
        shear_key(q, 5 + 7 * shift), shear_key(k, 2 + 7 * shift);
        scores[shift] = dot(q, k, 2);
    }
    ck_assert_same_bits(scores[0], 11 * 11 + 8); /* (1 + 10)(3 + 8) + 8 */
    ck_assert(scores[0] != scores[1]);
}
END_TEST

/* A_m^T C_m = I: at one position, queries and keys score as without positions. */
static void check_same_place(double y[D], double z[D], const double q[D], const double k[D])
{
    const double want = dot(q, k, D);
    double size = 0;
    for (int i = 0; i < N; i++) size += hypot(q[2 * i], q[2 * i + 1]) * hypot(k[2 * i], k[2 * i + 1]);
    ck_assert_near(dot(y, z, D), want, (2 * D + 28) * 0x1p-53 * size); /* (D3.8) and (D19.3) at n - m = 0 */
}

START_TEST(test_maps_of_one_position_are_inverse)
{
    rwk_rng rng = { 27 };
    const rwk_config config = rwk_config_plain(D, 10000);
    rwk_truth *truth = truth_of(&config);
    double q[D], k[D], y[D], z[D], c[N], s[N], zeta[N], shrink[N], grow[N];
    ck_assert_status(rwk_xpos_zeta(zeta, D), RWK_OK);
    for (int draw = 0; draw < 200; draw++) {
        const int64_t m = random_within(&rng, 0, 4096);
        fill_random(q, D, &rng, RWK_F64), fill_random(k, D, &rng, RWK_F64);
        ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rope_interleaved(y, q, D, D, c, s, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rope_interleaved(z, k, D, D, c, s, RWK_F64), RWK_OK);
        check_same_place(y, z, q, k);
        ck_assert_status(rwk_xpos_scale(shrink, zeta, N, RWK_XPOS_BASE, m, RWK_XPOS_QUERY, RWK_F64), RWK_OK);
        ck_assert_status(rwk_xpos_scale(grow, zeta, N, RWK_XPOS_BASE, m, RWK_XPOS_KEY, RWK_F64), RWK_OK);
        ck_assert_status(rwk_xpos(y, q, D, D, c, s, shrink, RWK_INTERLEAVED, RWK_F64), RWK_OK);
        ck_assert_status(rwk_xpos(z, k, D, D, c, s, grow, RWK_INTERLEAVED, RWK_F64), RWK_OK);
        check_same_place(y, z, q, k);
    }
    rwk_truth_free(truth);
}
END_TEST

TEST_MAIN("relative_maps", test_a_shear_is_alibi, test_one_shear_for_both_is_not_relative, test_maps_of_one_position_are_inverse)
