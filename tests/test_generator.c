/* SPDX-License-Identifier: MIT */
/* Tests claims/generator: the exponential of mG against cosines and sines, and against its defining series for a nilpotent matrix. */
#include "claims/generator.h"

#include "testing.h"

START_TEST(test_exp_of_the_generator_is_the_rotation)
{
    const double inv_freq[3] = { 1, 0.137, 0.00041 };
    gsl_matrix *g = gsl_matrix_alloc(6, 6), *e = gsl_matrix_alloc(6, 6), *work = gsl_matrix_alloc(6, 6);
    rwk_generator_fill(g, inv_freq, 3);
    for (double m = -41; m < 2000; m += 137) {
        rwk_generator_exp(e, g, m, work);
        for (size_t i = 0; i < 6; i++)
            for (size_t j = 0; j < 6; j++) {
                const double angle = m * inv_freq[i / 2];
                const double want = i / 2 != j / 2 ? 0 : i == j ? cos(angle) : i > j ? sin(angle) : -sin(angle);
                ck_assert_near(gsl_matrix_get(e, i, j), want, rwk_bound_exponential(fabs(m)));
            }
    }
    gsl_matrix_free(g);
    gsl_matrix_free(e);
    gsl_matrix_free(work);
}
END_TEST

/* By hand: [[0, a], [0, 0]] squared is 0, so its exponential is [[1, a], [0, 1]]. */
START_TEST(test_exp_of_a_nilpotent_matrix)
{
    gsl_matrix *g = gsl_matrix_calloc(2, 2), *e = gsl_matrix_alloc(2, 2), *work = gsl_matrix_alloc(2, 2);
    gsl_matrix_set(g, 0, 1, 0.25);
    rwk_generator_exp(e, g, 2.5, work);
    ck_assert_near(gsl_matrix_get(e, 0, 0), 1, 0);
    ck_assert_near(gsl_matrix_get(e, 0, 1), 0.625, 1e-15);
    ck_assert_near(gsl_matrix_get(e, 1, 0), 0, 0);
    ck_assert_near(gsl_matrix_get(g, 0, 1), 0.25, 0);
    gsl_matrix_free(g);
    gsl_matrix_free(e);
    gsl_matrix_free(work);
}
END_TEST

START_TEST(test_bound_grows_with_the_norm)
{
    ck_assert_same_bits(rwk_bound_exponential(0), 1320 * 0x1p-53);
    ck_assert_same_bits(rwk_bound_exponential(99), 132000 * 0x1p-53);
}
END_TEST

TEST_MAIN("generator", test_exp_of_the_generator_is_the_rotation, test_exp_of_a_nilpotent_matrix, test_bound_grows_with_the_norm)
