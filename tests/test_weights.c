/* SPDX-License-Identifier: MIT */
/* Tests claims/weights: a product by hand and entry by entry, the variance of Gaussian weights. */
#include "claims/weights.h"

#include <gsl/gsl_rng.h>

#include "testing.h"

/* By hand: [[1, 2], [3, 4]] on (5, 6) and (-1, 1). */
START_TEST(test_project_by_hand)
{
    const double w[] = { 1, 2, 3, 4 }, x[] = { 5, 6, -1, 1 }, want[] = { 17, 39, 1, 1 };
    double y[5];
    fill_untouched(y, 5);
    rwk_project(y, w, x, 2, 2);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(y[j], want[j]);
    ck_assert(is_untouched(y + 4, 1));
}
END_TEST

START_TEST(test_project_entry_by_entry)
{
    enum { ROWS = 7, D = 24 };
    double w[D * D], x[ROWS * D], y[ROWS * D];
    rwk_rng rng = { 137 };
    fill_random(w, D * D, &rng, RWK_F64), fill_random(x, ROWS * D, &rng, RWK_F64);
    rwk_project(y, w, x, ROWS, D);
    for (int t = 0; t < ROWS; t++)
        for (int i = 0; i < D; i++) {
            double sum = 0;
            for (int j = 0; j < D; j++) sum += w[i * D + j] * x[t * D + j];
            ck_assert_near(y[t * D + i], sum, 2 * D * D * 0x1p-53);
        }
}
END_TEST

/* d^2 squares of N(0, 1/d) have the mean 1/d and the standard deviation sqrt(2)/d each; 5 sigma. */
START_TEST(test_weights_have_variance_one_over_d)
{
    enum { D = 96 };
    static double w[D * D + 1];
    rwk_run run = { .rng = gsl_rng_alloc(gsl_rng_mt19937) };
    double squares = 0, sum = 0;
    fill_untouched(w + D * D, 1);
    rwk_run_weights(&run, w, D);
    for (int j = 0; j < D * D; j++) squares += w[j] * w[j], sum += w[j];
    ck_assert_near(squares / (D * D), 1.0 / D, 5 * sqrt(2) / D / D);
    ck_assert_near(sum / (D * D), 0, 5 / sqrt(D) / D);
    ck_assert(is_untouched(w + D * D, 1));
    gsl_rng_free(run.rng);
}
END_TEST

TEST_MAIN("weights", test_project_by_hand, test_project_entry_by_entry, test_weights_have_variance_one_over_d)
