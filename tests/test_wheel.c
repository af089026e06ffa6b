/* SPDX-License-Identifier: MIT */
/* Tests claims/wheel: passes, distances and the separation by hand, the bounds on tables of several models. */
#include "claims/wheel.h"

#include <gsl/gsl_math.h>

#include "angles/table.h"
#include "claims/decay.h"
#include "testing.h"

START_TEST(test_passes)
{
    ck_assert_int_eq(rwk_wheel_passes(-0.1, 0.2), 1);
    ck_assert_int_eq(rwk_wheel_passes(-0.1, 0), 1);
    ck_assert_int_eq(rwk_wheel_passes(0, 0.2), 0);
    ck_assert_int_eq(rwk_wheel_passes(0.1, -0.2), 0);
    ck_assert_int_eq(rwk_wheel_passes(-0.1, -0.2), 0);
    ck_assert_int_eq(rwk_wheel_passes(0.1, 0.2), 0);
}
END_TEST

/* By hand: (0, 1) is sqrt(2) from (1, 0), (-1, 0) is 2 from it, (0.6, -0.8) sqrt(0.8). */
START_TEST(test_farthest_and_distance)
{
    const double c[] = { 0.6, 0, -1 }, s[] = { -0.8, 1, 0 };
    ck_assert_near(rwk_wheel_farthest(c, s, 1), sqrt(0.8), 1e-15);
    ck_assert_near(rwk_wheel_farthest(c, s, 2), sqrt(2), 1e-15);
    ck_assert_same_bits(rwk_wheel_farthest(c, s, 3), 2);
    ck_assert(isnan(rwk_wheel_farthest((const double[]){ NAN, 1 }, s, 2)));
    /* The mean of the squares is 2 - 2 f: here f = -0.4/3, squares 0.8, 2, 4. */
    ck_assert_near(rwk_wheel_distance(-0.4 / 3), sqrt(6.8 / 3), 1e-15);
    ck_assert_same_bits(rwk_wheel_distance(1), 0);
}
END_TEST

/* Second route: the hand farthest off is found by trying real positions; at the ends of the range the bound gives way. */
START_TEST(test_separation_is_a_bound)
{
    const struct {
        size_t n;
        double base;
    } wheels[] = { { 64, 1e4 }, { 32, 1e4 }, { 8, 500 }, { 5, 1e4 }, { 2, 3 } };
    for (int k = 0; k < 5; k++) {
        double first, last, least = 2, c[64], s[64];
        const size_t n = wheels[k].n;
        const double bound = rwk_wheel_separation(&first, &last, wheels[k].base, n);
        for (double m = first * 1.0000001; m < last; m *= 1.0003) {
            for (size_t i = 0; i < n; i++) {
                const double angle = m * pow(wheels[k].base, -(double)i / (double)n);
                c[i] = cos(angle), s[i] = sin(angle);
            }
            const double farthest = rwk_wheel_farthest(c, s, n);
            ck_assert(farthest >= bound - 1e-12);
            least = fmin(least, farthest);
        }
        ck_assert(n < 32 || least < bound + 0.01);
    }
}
END_TEST

/* By hand: b = 16, n = 2, sqrt(r) = 2: some hand is opposite within pi, so no more than 0 is said; b = 81/16: 1.5, 2 cos(pi/4). */
START_TEST(test_separation_by_hand)
{
    double first, last;
    ck_assert_near(rwk_wheel_separation(&first, &last, 16, 2), 0, 1e-15);
    ck_assert_near(first, M_PI / 2, 1e-15);
    ck_assert_near(last, 8 * M_PI, 1e-13);
    ck_assert_near(rwk_wheel_separation(&first, &last, 81.0 / 16, 2), sqrt(2), 1e-14);
    ck_assert_near(first, M_PI / 1.5, 1e-15);
    ck_assert_same_bits(rwk_wheel_separation(&first, &last, 1e4, 1), 0);
    ck_assert_near(rwk_wheel_separation(&first, &last, 1e4, 64), 1.986281, 5e-7);
}
END_TEST

/* Both bounds hold on certified tables of several sizes, and are not idle: a thousandth of them is exceeded. */
START_TEST(test_bounds_hold_on_tables)
{
    for (size_t n = 2; n <= 128; n *= 4) {
        const rwk_config config = rwk_config_plain(2 * n, 1e4);
        rwk_truth *truth = truth_of(&config);
        rwk_table table = { 0 };
        double theta[128], step = 0, sums = 0;
        ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
        ck_assert_status(rwk_table_init(&table, truth, 0, 2000, RWK_F64), RWK_OK);
        for (size_t m = 0; m + 1 < 2000; m++) {
            const double *c = table.cos + m * n, *s = table.sin + m * n, *a = table.cos + n, *b = table.sin + n;
            double sum = 0;
            for (size_t i = 0; i < n; i++) {
                sum += c[i];
                step = fmax(step, hypot(c[n + i] - (c[i] * a[i] - s[i] * b[i]), s[n + i] - (c[i] * b[i] + s[i] * a[i])));
            }
            sums =
                fmax(sums, fabs(sum - (double)n * rwk_decay_mean_cosine(theta, n, (double)m)) / rwk_bound_wheel_sum(n, (double)m));
        }
        ck_assert(step <= rwk_bound_wheel_step() && step > 0.3 * rwk_bound_wheel_step());
        ck_assert(sums <= 1 && sums > 1e-3);
        rwk_table_clear(&table);
        rwk_truth_free(truth);
    }
}
END_TEST

TEST_MAIN("wheel", test_passes, test_farthest_and_distance, test_separation_is_a_bound, test_separation_by_hand,
          test_bounds_hold_on_tables)
