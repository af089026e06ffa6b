/* SPDX-License-Identifier: MIT */
/* Tests encodings/learned: the numbers by another route, their moments and distribution, and that nothing relates the rows. */
#include "encodings/learned.h"

#include "encodings/position_module.h"
#include "encodings/sinusoidal.h"
#include "testing.h"

/* Python's fractions over splitmix64 from seed 137, rounded once. */
START_TEST(test_learned_literal_values)
{
    const double want[] = { 0x1.05c85a170a3d7p-7, -0x1.242b80c51eb85p-6, 0x1.7e7ae9799999ap-6, 0x1.5f7925a3d70a4p-9 };
    double table[4], unit[4];
    ck_assert_status(rwk_learned_table(table, 2, 2, 0.02, 137), RWK_OK);
    ck_assert_status(rwk_learned_table(unit, 4, 1, 1, 137), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(table[j], want[j]);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(table[j], 0.02 * unit[j]);
}
END_TEST

/* Moments of a sum of 12 uniforms: variance 1, fourth moment 3 - 1/10; each mean within 5 of its standard deviations. */
START_TEST(test_learned_moments)
{
    enum { N = 240000 };
    static double x[N];
    double mean = 0, square = 0, fourth = 0, largest = 0;
    ck_assert_status(rwk_learned_table(x, N / 8, 8, 1, 41), RWK_OK);
    for (int j = 0; j < N; j++) {
        mean += x[j] / N;
        square += x[j] * x[j] / N;
        fourth += pow(x[j], 4) / N;
        largest = fmax(largest, fabs(x[j]));
    }
    ck_assert_near(mean, 0, 5 / sqrt(N));
    ck_assert_near(square, 1, 5 * sqrt(1.9 / N));   /* 2.9 - 1 */
    ck_assert_near(fourth, 2.9, 5 * sqrt(96. / N)); /* the eighth moment of a Gaussian, 105, is above this one's */
    ck_assert(largest > 3.9 && largest < 6);
}
END_TEST

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov: the distance of the distribution functions is at most 0.0023 (D12.15), that of a sample beyond 2.5/sqrt(N) with
 * probability 1e-5. */
START_TEST(test_learned_is_nearly_gaussian)
{
    enum { N = 200000 };
    static double x[N];
    double worst = 0;
    ck_assert_status(rwk_learned_table(x, N, 1, 1, 42), RWK_OK);
    qsort(x, N, sizeof *x, ascending);
    for (int j = 0; j < N; j++) worst = fmax(worst, fabs((j + 0.5) / N - erfc(-x[j] / sqrt(2)) / 2));
    ck_assert(worst < 0.0023 + 2.5 / sqrt(N));
}
END_TEST

/* The shift of the sinusoidal encoding continues its own table to 1e-13 and the learned one not at all. */
START_TEST(test_learned_no_map_continues_the_table)
{
    enum { D = 32, N = 60 };
    double learned[N * D], sinusoidal[N * D], shift[D * D];
    ck_assert_status(rwk_learned_table(learned, N, D, 1, 43), RWK_OK);
    ck_assert_status(rwk_sinusoidal_loop(sinusoidal, N, D, 10000), RWK_OK);
    ck_assert_status(rwk_sinusoidal_shift(shift, 1, D, 10000), RWK_OK);
    const double *const tables[] = { sinusoidal, learned };
    for (int which = 0; which < 2; which++)
        for (int m = 0; m + 1 < N; m++) {
            double off = 0;
            for (int i = 0; i < D; i++) {
                double image = 0;
                for (int j = 0; j < D; j++) image += shift[i * D + j] * tables[which][m * D + j];
                off = fmax(off, fabs(image - tables[which][(m + 1) * D + i]));
            }
            ck_assert(which == 0 ? off < 1e-13 : off > 0.5);
        }
}
END_TEST

/* Inner products at one distance: equal for the sinusoidal rows; for the learned ones of mean 0 and variance d at every distance. */
START_TEST(test_learned_products_do_not_depend_on_distance)
{
    enum { D = 64, N = 400 };
    static double table[N * D];
    ck_assert_status(rwk_learned_table(table, N, D, 1, 44), RWK_OK);
    for (int k = 1; k < 200; k += 41) {
        double mean = 0, square = 0;
        for (int m = 0; m + k < N; m++) {
            double product = 0;
            for (int j = 0; j < D; j++) product += table[m * D + j] * table[(m + k) * D + j];
            mean += product / (N - k);
            square += product * product / (N - k);
        }
        ck_assert_near(mean, 0, 5 * sqrt((double)D / (N - k)));
        ck_assert_near(square, D, 5 * D * sqrt(2.2 / (N - k))); /* fourth moment of a sum: at most 3.2 D^2 */
    }
}
END_TEST

/* It ends where it ends: position n_pos has no row. */
START_TEST(test_learned_has_no_row_beyond_its_last)
{
    double table[12], out[3];
    const int64_t last = 3, beyond = 4;
    ck_assert_status(rwk_learned_table(table, 4, 3, 0.02, 45), RWK_OK);
    ck_assert_status(rwk_position_lookup(out, table, 4, 3, &last, 1), RWK_OK);
    ck_assert_mem_eq(out, table + 9, sizeof out);
    fill_untouched(out, 3);
    ck_assert_status(rwk_position_lookup(out, table, 4, 3, &beyond, 1), RWK_ERANGE);
    ck_assert(is_untouched(out, 3));
}
END_TEST

START_TEST(test_learned_statuses_leave_the_table_alone)
{
    double table[4];
    fill_untouched(table, 4);
    ck_assert_status(rwk_learned_table(table, 2, 2, NAN, 1), RWK_ENAN);
    ck_assert_status(rwk_learned_table(table, 2, 2, INFINITY, 1), RWK_ENAN);
    ck_assert_status(rwk_learned_table(table, 2, 2, -0.02, 1), RWK_ERANGE);
    ck_assert_status(rwk_learned_table(table, SIZE_MAX, 2, 0.02, 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_learned_table(table, SIZE_MAX / 4, 1, 0.02, 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_learned_table(table, 0, 2, 0.02, 1), RWK_OK);
    ck_assert(is_untouched(table, 4));
}
END_TEST

TEST_MAIN("learned", test_learned_literal_values, test_learned_moments, test_learned_is_nearly_gaussian,
          test_learned_no_map_continues_the_table, test_learned_products_do_not_depend_on_distance,
          test_learned_has_no_row_beyond_its_last, test_learned_statuses_leave_the_table_alone)
