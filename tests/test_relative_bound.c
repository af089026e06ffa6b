/* SPDX-License-Identifier: MIT */
/* Tests claims/relative_bound: by hand, and against arithmetic in f32, whose errors double can see. */
#include "claims/relative_bound.h"

#include "attention/relative_scores.h"
#include "attention/scores.h"
#include "testing.h"

/* By hand: 2 (3 + 4 + 2) 5/8 = 11.25; (2 4 + 6) 5/8 = 8.75. */
START_TEST(test_bounds_by_hand)
{
    ck_assert_same_bits(rwk_bound_split_projection(3, 4, 5, 0.125), 11.25);
    ck_assert_same_bits(rwk_bound_four_terms(4, 5, 0.125), 8.75);
}
END_TEST

/* By hand: (1 + 2) 3 + (1 + 1) 0 = 9, (2 + 1) 1 + (2 + 3) 4 = 23. */
START_TEST(test_magnitude_by_hand)
{
    const double q[] = { 1, -2 }, k[] = { 3, -1 }, r[] = { 0, 4 }, u[] = { -2, 1 }, v[] = { -1, 3 };
    ck_assert_same_bits(rwk_four_terms_magnitude(q, k, r, u, v, 2), 32);
    ck_assert_same_bits(rwk_four_terms_magnitude(q, k, r, u, v, 0), 0);
}
END_TEST

/* By hand: d = 4, f = 1/2: 3/2 4 / 2 = 3; 2 (3/4) = 1.5; 8/2 + 1.5 = 5.5; 3 (2.25 + .5) 24 - 36 = 162, sqrt(162)/2. */
START_TEST(test_laws_by_hand)
{
    ck_assert_same_bits(rwk_law_printed_change(4, 0.5), 3);
    ck_assert_same_bits(rwk_law_untied_change(4, 0.5), 1.5);
    ck_assert_same_bits(rwk_law_added_change(4, 0.5), 5.5);
    ck_assert_ulp(rwk_law_printed_deviation(4, 0.5), 6.363961030678928, RWK_F64, 1);
    for (size_t d = 2; d < 137; d += 2) /* no shift, no change */
        ck_assert(rwk_law_printed_change(d, 1) == 0 && rwk_law_added_change(d, 1) == 0 && rwk_law_printed_deviation(d, 1) == 0);
}
END_TEST

/* Both f32 forms stay within the bound of one another.  With all numbers positive errors add up: a tenth of the bound is reached. */
START_TEST(test_four_terms_bound_holds_in_f32)
{
    enum { N = 41 };
    double q[N], k[N], r[N], u[N], v[N], largest = 0;
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 2000; draw++) {
        double *const all[] = { q, k, r, u, v };
        for (int i = 0; i < 5; i++) {
            fill_random(all[i], N, &rng, RWK_F32);
            for (int j = 0; j < N && draw % 2; j++) all[i][j] = fabs(all[i][j]);
        }
        const double gap =
            fabs(rwk_score_four_terms(q, k, r, u, v, N, RWK_F32) - rwk_score_transformer_xl(q, k, r, u, v, N, RWK_F32));
        const double bound = rwk_bound_four_terms(N, rwk_four_terms_magnitude(q, k, r, u, v, N), 0x1p-24);
        ck_assert(gap <= bound);
        largest = fmax(largest, gap / bound);
    }
    ck_assert(largest > 0.02);
}
END_TEST

/* c . W (x + p) against c . (W x + W p) in f32. */
START_TEST(test_split_projection_bound_holds_in_f32)
{
    enum { D = 24, DIM = 7 };
    double w[DIM * D], x[D], p[D], sum[D], c[DIM], together[DIM], a[DIM], k[DIM], largest = 0;
    rwk_rng rng = { 2385 };
    for (int draw = 0; draw < 2000; draw++) {
        double magnitude = 0;
        fill_random(w, DIM * D, &rng, RWK_F32), fill_random(x, D, &rng, RWK_F32), fill_random(p, D, &rng, RWK_F32);
        fill_random(c, DIM, &rng, RWK_F32);
        for (int j = 0; j < D; j++) sum[j] = rwk_add(x[j], p[j], RWK_F32);
        for (int i = 0; i < DIM; i++) {
            together[i] = rwk_dot(w + i * D, sum, D, RWK_F32);
            k[i] = rwk_dot(w + i * D, x, D, RWK_F32), a[i] = rwk_dot(w + i * D, p, D, RWK_F32);
            for (int j = 0; j < D; j++) magnitude += fabs(c[i] * w[i * D + j]) * (fabs(x[j]) + fabs(p[j]));
        }
        const double gap = fabs(rwk_dot(c, together, DIM, RWK_F32) - rwk_score_shaw(c, k, a, DIM, RWK_F32));
        const double bound = rwk_bound_split_projection(D, DIM, magnitude, 0x1p-24);
        ck_assert(gap <= bound);
        largest = fmax(largest, gap / bound);
    }
    ck_assert(largest > 0.01);
}
END_TEST

TEST_MAIN("relative_bound", test_bounds_by_hand, test_magnitude_by_hand, test_laws_by_hand, test_four_terms_bound_holds_in_f32,
          test_split_projection_bound_holds_in_f32)
