/* SPDX-License-Identifier: MIT */
/* Tests claims/base_sum: the sums against certified cosines, their bound, their signs, and how far the signs last. */
#include "claims/base_sum.h"

#include "claims/decay.h"
#include "testing.h"

static rwk_base base;

/* The sum of correctly rounded cosines of the real angles: off by n u/2 + n^2 u/2 at most. */
static double certified_sum(double b, size_t n, int64_t m)
{
    const rwk_config config = rwk_config_plain(2 * n, b);
    rwk_truth *truth = truth_of(&config);
    double c[RWK_BASE_PAIRS], s[RWK_BASE_PAIRS], sum = 0;
    ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, RWK_F64), RWK_OK);
    for (size_t j = 0; j < n; j++) sum += c[j];
    rwk_truth_free(truth);
    return sum;
}

/* Within the bound plus the reference's own rounding; and the bound is no more than some hundred times what is met. */
START_TEST(test_sums_are_within_their_rounding)
{
    double block[RWK_BASE_BLOCK], met = 0;
    const double bases[] = { 1.37, 59.5, 10000, 231650, 65375100 };
    const int64_t positions[] = { 0, 1, 137, 4079, 65537, 1048575 };
    for (int k = 0; k < 5; k++)
        for (int i = 0; i < 6; i++) {
            const int64_t m = positions[i];
            const double want = certified_sum(bases[k], 64, m);
            rwk_base_set(&base, bases[k], 64);
            rwk_base_block(block, &base, (double)(m - m % RWK_BASE_BLOCK));
            const double bound = rwk_base_rounding(&base, (double)m, 0x1p-53), own = (64 + 64 * 64) * 0x1p-54;
            ck_assert_near(rwk_base_sum(&base, (double)m), want, bound + own);
            ck_assert_near(block[m % RWK_BASE_BLOCK], want, bound + own);
            met = fmax(met, fabs(block[m % RWK_BASE_BLOCK] - want) / bound);
        }
    ck_assert(met > 0.005 && met < 1);
}
END_TEST

START_TEST(test_sum_is_n_times_the_mean_cosine)
{
    const double theta[] = { 1, 0.1, 0.01, 0.001 };
    rwk_base_set(&base, 10000, 4);
    for (int j = 0; j < 4; j++) ck_assert_near(base.theta[j], theta[j], 1e-16);
    ck_assert_near(base.theta_sum, 1.111, 1e-15);
    ck_assert_near(base.slope, 0.1 / 4 + 0.01 / 2 + 0.003 / 4, 1e-16);
    for (double m = 0; m < 1e5; m = 3 * m + 7)
        ck_assert_near(rwk_base_sum(&base, m), 4 * rwk_decay_mean_cosine(theta, 4, m), 1e-10);
}
END_TEST

START_TEST(test_rounding_by_hand)
{
    rwk_base_set(&base, 10000, 4);
    ck_assert_near(rwk_base_rounding(&base, 1000, 1), (3 + log(10000)) * 1111 + 16 + 20, 1e-9);
    ck_assert_near(rwk_base_rounding(&base, 0, 0.5), 18, 0);
}
END_TEST

/* Least sum, its place and the first negative one, sum by sum. */
START_TEST(test_scan_finds_what_a_plain_loop_finds)
{
    const struct {
        double base;
        size_t n;
        int64_t context;
    } cases[] = { { 10000, 64, 1707 }, { 10000, 64, 1708 }, { 59, 7, 300 }, { 1, 2, 3 }, { 1e9, 64, 1024 }, { 11587, 64, 2048 } };
    for (int k = 0; k < 6; k++) {
        rwk_base_set(&base, cases[k].base, cases[k].n);
        double least = INFINITY, at = -1, first = NAN;
        for (int64_t m = cases[k].context - 1; m >= 0; m--) {
            const double sum = rwk_base_sum(&base, (double)m);
            if (sum <= least) least = sum, at = (double)m;
            if (sum < 0) first = (double)m;
        }
        const rwk_base_signs signs = rwk_base_scan(&base, cases[k].context);
        ck_assert_near(signs.least, least, 1e-10);
        ck_assert(signs.at == at);
        ck_assert(isnan(first) ? isnan(signs.first_negative) : signs.first_negative == first);
        ck_assert_int_eq(rwk_base_feasible(&signs), isnan(first));
        ck_assert(signs.doubt > 0 && signs.doubt < 1e-6);
        ck_assert_int_eq(signs.reach > 0, isnan(first));
    }
}
END_TEST

/* The first distances with a negative sum, from the project's notes (mpmath and numpy). */
START_TEST(test_first_negative_distances)
{
    const double known[][2] = {
        { 100, 59 }, { 10000, 1707 }, { 12000, 1554 }, { 27000, 4079 }, { 500000, 18438 }, { 6.5e7, 679592 }
    };
    for (int k = 0; k < 6; k++) {
        rwk_base_set(&base, known[k][0], 64);
        const rwk_base_signs signs = rwk_base_scan(&base, (int64_t)known[k][1] + 1);
        ck_assert(signs.first_negative == known[k][1]);
    }
}
END_TEST

/* Sums that are 0 but for rounding, or no numbers, decide nothing.  n = 2, b = 1: 2 cos m, at m = 11 2 cos(3.5 pi) = .0088. */
START_TEST(test_doubt_and_nan_are_not_feasible)
{
    rwk_base_set(&base, 1, 2);
    ck_assert_near(rwk_base_scan(&base, 2).least, 2 * cos(1), 1e-15);
    rwk_base_signs signs = { .least = 1, .first_negative = NAN, .doubt = 1 };
    ck_assert(!rwk_base_feasible(&signs));
    signs.doubt = 0.5;
    ck_assert(rwk_base_feasible(&signs));
    signs.doubt = NAN;
    ck_assert(!rwk_base_feasible(&signs));
    rwk_base_set(&base, NAN, 4);
    signs = rwk_base_scan(&base, 10);
    ck_assert(isnan(signs.least) && isnan(signs.doubt) && !rwk_base_feasible(&signs));
    double sum;
    ck_assert(rwk_base_negative_reach(&sum, &base, 3) == 0);
}
END_TEST

/* All through the reach the sum is negative; near the next root of S(., m) the reach is nearly the distance to it. */
START_TEST(test_negative_reach_reaches_no_root)
{
    double sum, farthest = 0;
    const double starts[][2] = { { 10000, 1707 }, { 10000, 1740 },   { 59, 59 }, { 1.5, 2 },
                                 { 12000, 1554 }, { 6.5e7, 679592 }, { 30, 40 } };
    for (int k = 0; k < 7; k++) {
        double b = starts[k][0];
        const double m = starts[k][1];
        for (int step = 0; step < 40; step++) {
            rwk_base_set(&base, b, 64);
            const double reach = rwk_base_negative_reach(&sum, &base, m);
            ck_assert_near(sum, rwk_base_sum(&base, m), 0);
            if (!(reach > 1e-11)) break;
            for (int i = 0; i <= 50; i++) {
                rwk_base_set(&base, b * exp(reach * i / 50), 64);
                ck_assert(rwk_base_sum(&base, m) < 0);
            }
            b *= 1 + reach;
        }
        rwk_base_set(&base, b * (1 + 1e-9), 64);
        farthest = fmax(farthest, rwk_base_sum(&base, m));
    }
    ck_assert(farthest > 0); /* Newton's steps have come to a root */
}
END_TEST

/* Second route to the slope: a difference quotient of S in ln b.  The reach is the root of Taylor's bound, shortened by 2^-10. */
START_TEST(test_negative_reach_is_the_root_of_taylors_bound)
{
    const double b = 10000, step = 1e-6;
    int rising = 0, falling = 0;
    for (double m = 1700; m < 2000; m++) {
        double sum, curve = 0;
        rwk_base_set(&base, b * exp(step), 64);
        const double above = rwk_base_sum(&base, m);
        rwk_base_set(&base, b * exp(-step), 64);
        const double slope = (above - rwk_base_sum(&base, m)) / (2 * step);
        rwk_base_set(&base, b, 64);
        const double h = rwk_base_negative_reach(&sum, &base, m) / (1 - 0x1p-10);
        ck_assert_int_eq(sum<0, h> 0);
        if (sum > 0) continue;
        for (int j = 0; j < 64; j++) curve += pow(j / 64.0, 2) * (m * base.theta[j] + pow(m * base.theta[j], 2));
        ck_assert_near(sum + slope * h + curve * h * h / 2, 0, 1e-5 * (fabs(sum) + fabs(slope) * h));
        rising += slope > 0;
        falling += slope < 0;
    }
    ck_assert(rising > 1 && falling > 1);
}
END_TEST

/* A feasible base stays feasible within its reach; a negative sum backwards within a hair. */
START_TEST(test_feasible_reach_and_hair)
{
    rwk_base_set(&base, 11600, 64);
    const double reach = rwk_base_scan(&base, 2048).reach;
    ck_assert(reach > 1e-6 && reach < log(11649.4 / 11600));
    for (int i = 0; i <= 20; i++) {
        rwk_base_set(&base, 11600 * exp(reach * i / 20), 64);
        const rwk_base_signs signs = rwk_base_scan(&base, 2048);
        ck_assert(rwk_base_feasible(&signs));
    }
    rwk_base_set(&base, 10000, 64);
    const double sum = rwk_base_sum(&base, 1707), hair = -sum / (1707 * base.slope) / 2; /* of ln b, by the largest slope */
    ck_assert(rwk_base_negative_below(&base, 1707, sum, 0.99 * hair));
    ck_assert(!rwk_base_negative_below(&base, 1707, sum, 1.01 * hair));
    ck_assert(!rwk_base_negative_below(&base, 1706, rwk_base_sum(&base, 1706), 0));
}
END_TEST

TEST_MAIN("base_sum", test_sums_are_within_their_rounding, test_sum_is_n_times_the_mean_cosine, test_rounding_by_hand,
          test_scan_finds_what_a_plain_loop_finds, test_first_negative_distances, test_doubt_and_nan_are_not_feasible,
          test_negative_reach_reaches_no_root, test_negative_reach_is_the_root_of_taylors_bound, test_feasible_reach_and_hair)
