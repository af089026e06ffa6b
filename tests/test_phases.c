/* SPDX-License-Identifier: MIT */
/* Tests claims/phases: the noise by its moments, the two bounds by quadrature and by counting, the decoder by brute force. */
#include "claims/phases.h"

#include <gsl/gsl_sf_bessel.h>

#include "claims/pe_distance.h"
#include "testing.h"

static const double TURN = 6.283185307179586;

/* Mean of f over the circle by the trapezoidal rule, which converges geometrically for periodic functions. */
static double circle_mean(double (*f)(double e, double kappa, double alpha), double kappa, double alpha)
{
    enum { STEPS = 400 };
    double sum = 0;
    for (int j = 0; j < STEPS; j++) sum += f(TURN * j / STEPS, kappa, alpha);
    return sum / STEPS;
}

static double weight(double e, double kappa, double alpha) { return exp(kappa * cos(e) + 0 * alpha); }
static double weighted_cosine(double e, double kappa, double alpha) { return cos(e) * weight(e, kappa, alpha); }
static double both(double e, double kappa, double alpha) { return exp(0.5 * kappa * (cos(e) + cos(e - alpha))); }

START_TEST(test_concentration_has_the_mean_cosine)
{
    const double sigma[] = { 0.01, 0.3, 1, 1.5, 2, 5 };
    for (int j = 0; j < 6; j++) {
        const double kappa = rwk_phases_concentration(sigma[j]);
        if (sigma[j] >= 0.3) {
            const double got = circle_mean(weighted_cosine, kappa, 0) / circle_mean(weight, kappa, 0);
            ck_assert_near(got, exp(-sigma[j] * sigma[j] / 2), 1e-13);
        } else ck_assert_near(kappa * sigma[j] * sigma[j], 1, 1e-4); /* narrow noise is Gaussian */
    }
}
END_TEST

/* Mean of cos e and of cos 2e, I_1/I_0 and I_2/I_0, and no preference for a side; 5 standard deviations, at most 5/sqrt(draws). */
START_TEST(test_von_mises_moments)
{
    enum { DRAWS = 100000 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    const double kappa[] = { 0.05, 1.5, 11.6 };
    for (int j = 0; j < 3; j++) {
        double one = 0, two = 0, side = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            const double e = rwk_phases_von_mises(rng, kappa[j]);
            ck_assert(e >= -TURN / 2 && e <= TURN / 2);
            one += cos(e) / DRAWS;
            two += cos(2 * e) / DRAWS;
            side += sin(e) / DRAWS;
        }
        ck_assert_near(one, gsl_sf_bessel_In(1, kappa[j]) / gsl_sf_bessel_I0(kappa[j]), 5 / sqrt(2. * DRAWS));
        ck_assert_near(two, gsl_sf_bessel_In(2, kappa[j]) / gsl_sf_bessel_I0(kappa[j]), 5 / sqrt(DRAWS));
        ck_assert_near(side, 0, 5 / sqrt(2. * DRAWS));
    }
    gsl_rng_free(rng);
}
END_TEST

/* The mean of sqrt(p(psi | m + k)/p(psi | m)): a product of integrals. */
START_TEST(test_confusion_by_quadrature)
{
    double theta[4];
    ck_assert_status(rwk_pe_frequencies(theta, 8, 10000, NULL), RWK_OK);
    for (int k = 1; k < 2000; k += 137) {
        double product = 1;
        for (int t = 0; t < 4; t++) product *= circle_mean(both, 1.5, k * theta[t]) / circle_mean(weight, 1.5, 0);
        ck_assert_near(rwk_phases_confusion(theta, 4, k, 1.5), product, 1e-13);
    }
    ck_assert_near(rwk_phases_confusion(theta, 4, 0, 1.5), 1, 1e-14);
}
END_TEST

/* The mean over positions m of the sum over all others n, counted pair by pair. */
START_TEST(test_error_limit_counts_pairs)
{
    enum { M = 40, N = 16 };
    double theta[N], sum = 0;
    ck_assert_status(rwk_pe_frequencies(theta, 2 * (size_t)N, 10000, NULL), RWK_OK);
    for (int m = 0; m < M; m++)
        for (int n = 0; n < M; n++)
            if (abs(m - n) > 2) sum += rwk_phases_confusion(theta, N, abs(m - n), 4) / M;
    ck_assert(sum > 0.01 && sum < 1);
    ck_assert_near(rwk_phases_error_limit(theta, N, M, 4, 2), sum, 1e-14);
    ck_assert(rwk_phases_error_limit(theta, N, M, 0.1, 0) == 1);
    theta[2] = NAN;
    ck_assert(isnan(rwk_phases_error_limit(theta, N, M, 4, 2)));
}
END_TEST

static double entropy_term(double e, double kappa, double alpha)
{
    const double p = weight(e, kappa, alpha) / (TURN * gsl_sf_bessel_I0(kappa));
    return -TURN * p * log(p);
}

/* ln(2 pi) less the entropy of the noise. */
START_TEST(test_information_by_quadrature)
{
    const double kappa[] = { 0.05, 0.8, 1.5, 11.6 };
    for (int j = 0; j < 4; j++)
        ck_assert_near(rwk_phases_information(kappa[j]), log(TURN) - circle_mean(entropy_term, kappa[j], 0), 1e-13);
    ck_assert_near(rwk_phases_success_limit(64, 8192, 0.05), (64 * rwk_phases_information(0.05) + log(2)) / log(8192), 1e-15);
    ck_assert(rwk_phases_success_limit(64, 8192, 11.6) == 1);
    ck_assert(isnan(rwk_phases_success_limit(64, 8192, NAN)));
}
END_TEST

/* Against the largest sum found one by one, and in the last block too; NaN has no position. */
START_TEST(test_decode_by_brute_force)
{
    enum { N = 6, M = 3 * RWK_PHASES_BLOCK };
    static double c[N * M], s[N * M];
    double theta[N], re[N], im[N];
    rwk_rng rng = { 137 };
    ck_assert_status(rwk_pe_frequencies(theta, 2 * (size_t)N, 10000, NULL), RWK_OK);
    for (int t = 0; t < N; t++)
        for (int m = 0; m < M; m++) c[t * M + m] = cos(m * theta[t]), s[t * M + m] = sin(m * theta[t]);
    for (int m = 0; m < M; m += 41) {
        for (int t = 0; t < N; t++) re[t] = cos(m * theta[t]), im[t] = sin(m * theta[t]);
        ck_assert_int_eq(rwk_phases_decode(re, im, c, s, N, M), m); /* without noise */
        for (int t = 0; t < N; t++) re[t] = random_of(&rng, RWK_F64), im[t] = random_of(&rng, RWK_F64);
        int best = 0;
        double largest = -INFINITY;
        for (int n = 0; n < M; n++) {
            double sum = 0;
            for (int t = 0; t < N; t++) sum += re[t] * cos(n * theta[t]) + im[t] * sin(n * theta[t]);
            if (sum > largest) largest = sum, best = n;
        }
        ck_assert_int_eq(rwk_phases_decode(re, im, c, s, N, M), best);
    }
    re[0] = NAN;
    ck_assert_int_eq(rwk_phases_decode(re, im, c, s, N, M), -1);
}
END_TEST

TEST_MAIN("phases", test_concentration_has_the_mean_cosine, test_von_mises_moments, test_confusion_by_quadrature,
          test_error_limit_counts_pairs, test_information_by_quadrature, test_decode_by_brute_force)
