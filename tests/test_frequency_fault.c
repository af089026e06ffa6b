/* SPDX-License-Identifier: MIT */
/* Tests faults/frequency_fault: one step of the progression late, and what that does to scores. */
#include "faults/frequency_fault.h"

#include "testing.h"

enum { N = 64 };

static double right[N], wrong[N];

static void both(double base)
{
    const rwk_config config = rwk_config_plain(2 * N, base);
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(right, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
    rwk_fault_inv_freq_from_one(wrong, N, base);
}

/* By hand: d = 8, b = 10^4: .1, .01, .001, .0001 where 1, .1, .01, .001 is right. */
START_TEST(test_from_one_by_hand)
{
    double theta[5];
    const double want[] = { 0.1, 0.01, 0.001, 0.0001 };
    fill_untouched(theta, 5);
    rwk_fault_inv_freq_from_one(theta, 4, 10000);
    for (int i = 0; i < 4; i++) ck_assert_ulp(theta[i], want[i], RWK_F64, 2);
    ck_assert(is_untouched(theta + 4, 1));
}
END_TEST

/* Every frequency is the right one of the next pair; the last, 1/b, is nobody's. */
START_TEST(test_from_one_is_one_step_late)
{
    both(500000);
    for (int i = 0; i + 1 < N; i++) ck_assert_ulp(wrong[i], right[i + 1], RWK_F64, 4);
    ck_assert_ulp(wrong[N - 1], 1.0 / 500000, RWK_F64, 4);
    for (int i = 0; i < N; i++) ck_assert(wrong[i] < 0.9 * right[i]);
}
END_TEST

/* The project's notes: first frequency .8660, correlation of scores with RoPE's .9994, .9485, .6565, .4373 at 1, 10, 100, 1000. */
START_TEST(test_from_one_decorrelates_scores)
{
    const double known[] = { 0.9994, 0.9485, 0.6565, 0.4373 };
    both(10000);
    ck_assert_near(wrong[0], 0.8660, 5e-5);
    for (int k = 0, s = 1; k < 4; k++, s *= 10) {
        double sum = 0;
        for (int i = 0; i < N; i++) sum += cos(s * right[i]) * cos(s * wrong[i]) + sin(s * right[i]) * sin(s * wrong[i]);
        ck_assert_near(sum / N, known[k], 5e-5);
    }
}
END_TEST

TEST_MAIN("frequency_fault", test_from_one_by_hand, test_from_one_is_one_step_late, test_from_one_decorrelates_scores)
