/* SPDX-License-Identifier: MIT */
/* Tests claims/pe_distance: the distance against rows and the mean cosine, the law against its limit, the closest pair against pi. */
#include "claims/pe_distance.h"

#include <gsl/gsl_sf_expint.h>

#include "claims/decay.h"
#include "encodings/sinusoidal.h"
#include "testing.h"

enum { MAX = 256 };

static double theta[MAX];

static double frequencies(size_t d)
{
    double sum = 0;
    ck_assert_status(rwk_pe_frequencies(theta, d, 10000, NULL), RWK_OK);
    for (size_t t = 0; t < d / 2; t++) sum += theta[t];
    return sum;
}

/* d = 4 by hand: theta = 1, 1/100. */
START_TEST(test_frequencies_by_hand)
{
    ck_assert(frequencies(4) == 1 + 0.01);
    ck_assert_status(rwk_pe_frequencies(theta, 3, 10000, NULL), RWK_EODD);
}
END_TEST

/* 15 digits with Python's mpmath, recorded in the project's notes, of neighbours; 2 |sin 355| with bc. */
START_TEST(test_distance_known_values)
{
    const struct {
        size_t d;
        const char *want;
    } known[] = { { 64, "1.471848" }, { 512, "3.714270" } };
    for (int j = 0; j < 2; j++) {
        frequencies(known[j].d);
        ck_assert_prints(sqrt(rwk_pe_distance_squared(theta, known[j].d / 2, 1)), "%.6f", known[j].want);
    }
    frequencies(2);
    ck_assert_near(sqrt(rwk_pe_distance_squared(theta, 1, 710)), 6.0288706718976898e-5, 1e-19);
    ck_assert(rwk_pe_distance_squared(theta, 1, 0) == 0);
}
END_TEST

/* Rows of the table, and d (1 - f): two other routes, within the bounds; the first bound is not idle either. */
START_TEST(test_distance_by_three_routes)
{
    enum { D = 96, N = 700 };
    static double pe[N * D];
    const double sum = frequencies(D), rows = rwk_bound_pe_rows(sum, D / 2, 10000, N);
    ck_assert_status(rwk_sinusoidal_loop(pe, N, D, 10000), RWK_OK);
    for (int k = 0; k < N; k += 3) {
        const double got = rwk_pe_distance_squared(theta, D / 2, k);
        const int i = (N - k) / 2;
        double squared = 0;
        for (int j = 0; j < D; j++) squared += pow(pe[i * D + j] - pe[(i + k < N ? i + k : i) * D + j], 2);
        if (i + k < N) ck_assert_near(squared, got, rows);
        ck_assert_near(D * (1 - rwk_decay_mean_cosine(theta, D / 2, k)), got,
                       4 * rwk_bound_pe_distance(sum, D / 2, k, got) + 1e-13);
    }
    ck_assert(rows < 1e-10 && rwk_bound_pe_distance(sum, D / 2, N, D) < 1e-11);
}
END_TEST

/* By (D12.3): 1 - g plus [Ci(k) + Cin(k/b)]/ln b is the law; the whole deviation is below the bound. */
START_TEST(test_law_and_its_bound)
{
    enum { D = 512 };
    const double base = 10000;
    frequencies(D);
    ck_assert_near(rwk_pe_distance_law(1, base), 0.57721566490153286 / log(base), 1e-16);
    for (double k = 1; k <= 87; k++) {
        const double cin = 0.57721566490153286 + log(k / base) - gsl_sf_Ci(k / base), law = rwk_pe_distance_law(k, base);
        const double bound = rwk_pe_distance_law_bound(k, base, D / 2);
        ck_assert_near(1 - rwk_decay_limit(k, base) + (gsl_sf_Ci(k) + cin) / log(base), law, 1e-14);
        ck_assert(fabs(gsl_sf_Ci(k)) <= 1 / k && cin <= pow(k / base, 2) / 4 + 1e-14);
        ck_assert_near(rwk_pe_distance_squared(theta, D / 2, (int64_t)k) / D, law, bound);
        ck_assert(bound < 0.13 / k + 0.01);
    }
}
END_TEST

/* The numerators of the convergents of 2 pi, 6/1, 44/7, 333/53, 710/113, are where one hand comes closest so far; and the early end
 * of a sum changes nothing. */
START_TEST(test_closest_pair)
{
    const int64_t records[] = { 6, 19, 25, 44, 333, 710 };
    frequencies(2);
    for (int j = 0; j + 1 < 6; j++) ck_assert_int_eq(rwk_pe_closest_pair(theta, 1, 1, records[j + 1] - 1).k, records[j]);
    ck_assert_int_eq(rwk_pe_closest_pair(theta, 1, 1, 100000).k, 710);
    ck_assert_int_eq(rwk_pe_closest_pair(theta, 1, 711, 1420).k, 1420);
    frequencies(16);
    const rwk_pe_closest got = rwk_pe_closest_pair(theta, 8, 2, 3000);
    double least = INFINITY;
    for (int k = 2; k <= 3000; k++) least = fmin(least, rwk_pe_distance_squared(theta, 8, k));
    ck_assert_same_bits(got.squared, least);
    ck_assert_same_bits(got.squared, rwk_pe_distance_squared(theta, 8, got.k));
    theta[3] = NAN;
    ck_assert(isnan(rwk_pe_closest_pair(theta, 8, 2, 3000).squared));
}
END_TEST

TEST_MAIN("pe_distance", test_frequencies_by_hand, test_distance_known_values, test_distance_by_three_routes,
          test_law_and_its_bound, test_closest_pair)
