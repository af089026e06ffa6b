/* SPDX-License-Identifier: MIT */
/* Tests attention/projection, and the bounds of claims/projected: by hand, against the score of the projected and rotated vectors, and every status. */
#include "attention/projection.h"

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/projected.h"
#include "encodings/rope.h"
#include "testing.h"

/* By hand, a quarter turn, three inputs: W_k x_n = (5, 7), turned (-7, 5); W_q^T of it = (-7, 5, -2); times (2, 3, 41) = -81. */
START_TEST(test_score_by_hand)
{
    const double w_q[] = { 1, 0, 1, 0, 1, 1 }, w_k[] = { 1, 2, 0, 0, 2, 3 }, x_m[] = { 2, 3, 41 }, x_n[] = { 1, 2, 1 }, c = 0,
                 s = 1;
    const rwk_projection w = { w_q, w_k, 2, 3 };
    double score, work[5];
    ck_assert_status(rwk_projected_score(&score, x_m, x_n, &w, &c, &s, work), RWK_OK);
    ck_assert_same_bits(score, -81);
}
END_TEST

static void project(double y[], const double w[], const double x[], size_t rows, size_t cols)
{
    for (size_t i = 0; i < rows; i++) y[i] = rwk_dot(w + i * cols, x, cols, RWK_F64);
}

/* (R_m W_q x_m).(R_n W_k x_n), each projected and rotated by itself; entries are below 1, so (D13.7) is below 1e-9. */
START_TEST(test_score_is_that_of_rotated_projections)
{
    enum { H = 16, D = 24 };
    double w_q[H * D], w_k[H * D], x_m[D], x_n[D], q[H], k[H], theta[H / 2], c[H / 2], s[H / 2], score, work[H + D];
    const rwk_projection w = { w_q, w_k, H, D };
    rwk_rng rng = { 137 };
    for (int i = 0; i < H / 2; i++) theta[i] = pow(10000, -2.0 * i / H);
    for (int draw = 0; draw < 50; draw++) {
        const int64_t m = random_within(&rng, 0, 300), n = random_within(&rng, 0, 300);
        fill_random(w_q, H * D, &rng, RWK_F64), fill_random(w_k, H * D, &rng, RWK_F64);
        fill_random(x_m, D, &rng, RWK_F64), fill_random(x_n, D, &rng, RWK_F64);
        project(q, w_q, x_m, H, D), project(k, w_k, x_n, H, D);
        rwk_angle_cos_sin(c, s, theta, H / 2, m, RWK_F64);
        ck_assert_status(rwk_rope_interleaved(q, q, H, H, c, s, RWK_F64), RWK_OK);
        rwk_angle_cos_sin(c, s, theta, H / 2, n, RWK_F64);
        ck_assert_status(rwk_rope_interleaved(k, k, H, H, c, s, RWK_F64), RWK_OK);
        rwk_angle_cos_sin(c, s, theta, H / 2, n - m, RWK_F64);
        ck_assert_status(rwk_projected_score(&score, x_m, x_n, &w, c, s, work), RWK_OK);
        ck_assert_near(score, rwk_dot(q, k, H, RWK_F64), 1e-9);
    }
}
END_TEST

START_TEST(test_statuses_leave_the_score_alone)
{
    const double one[] = { 1, 1, 1, 1 }, bad[] = { 1, 1, 1, NAN }, huge[] = { 1e308, 1e308, 1e308, 1e308 };
    const rwk_projection good = { one, one, 2, 2 }, odd = { one, one, 1, 2 }, wide = { one, one, 2, SIZE_MAX / 8 };
    const rwk_projection bad_q = { bad, one, 2, 2 }, bad_k = { one, bad, 2, 2 }, overflow = { one, huge, 2, 2 };
    double score = UNTOUCHED, work[4];
    ck_assert_status(rwk_projected_score(&score, one, one, &odd, one, one, work), RWK_EODD);
    ck_assert_status(rwk_projected_score(&score, one, one, &bad_q, one, one, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, one, one, &bad_k, one, one, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, bad + 2, one, &good, one, one, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, one, bad + 2, &good, one, one, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, one, one, &good, bad + 3, one, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, one, one, &good, one, bad + 3, work), RWK_ENAN);
    ck_assert_status(rwk_projected_score(&score, one, one, &overflow, one, one, work), RWK_ENAN); /* inf - inf */
    ck_assert_status(rwk_projected_score(&score, NULL, one, &wide, one, one, work), RWK_EOVERFLOW);
    ck_assert(is_untouched(&score, 1));
}
END_TEST

/* d_model = 5, d = 4: w = 2, 3 and theta = 1, 1/2 at position 41: 2 (82 + 16) + 3 (41 + 16) = 367, and (20 + 8 + 2) 7 = 210. */
START_TEST(test_bounds_by_hand)
{
    const double w[] = { 2, 3 }, theta[] = { 1, 0.5 };
    ck_assert_same_bits(rwk_bound_projected(w, theta, 2, 41, 5, 7, 0.5), 577 / 2.0);
    ck_assert_same_bits(rwk_bound_product_of_rotations(41, 0.5, 0.5), 23.5);
}
END_TEST

TEST_MAIN("projection", test_score_by_hand, test_score_is_that_of_rotated_projections, test_statuses_leave_the_score_alone,
          test_bounds_by_hand)
