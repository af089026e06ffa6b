/* SPDX-License-Identifier: MIT */
/* Tests claims/score_fit: the inverse of the normal equations, singular values against their bounds. */
#include "claims/score_fit.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include "testing.h"

enum { N = 5, COLUMNS = 2 * N, LENGTH = 90 };

static double theta[64];

static void frequencies(size_t n, double base)
{
    const rwk_config config = rwk_config_plain(2 * n, base);
    rwk_truth *truth = truth_of(&config);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    rwk_truth_free(truth);
}

/* Sine first; every operation of an f32 row is rounded. */
START_TEST(test_row_by_hand)
{
    const double two[] = { 1, 1.0 / 3 };
    double x[4];
    rwk_fit_row(x, two, 2, 6, RWK_F64);
    ck_assert_same_bits(x[0], sin(6));
    ck_assert_same_bits(x[1], cos(6));
    ck_assert_same_bits(x[2], sin(2));
    ck_assert_same_bits(x[3], cos(2));
    rwk_fit_row(x, two, 2, 1000, RWK_F32);
    ck_assert_same_bits(x[2], (double)(float)sin((double)(1000.0f * (float)(1.0 / 3))));
    ck_assert_same_bits(x[3], (double)(float)cos((double)(1000.0f * (float)(1.0 / 3))));
}
END_TEST

static gsl_matrix *design(void)
{
    gsl_matrix *x = gsl_matrix_alloc(LENGTH, COLUMNS);
    for (size_t s = 0; s < LENGTH; s++) rwk_fit_row(gsl_matrix_ptr(x, s, 0), theta, N, (double)s, RWK_F64);
    return x;
}

/* X^T X + ridge, inverted. */
static gsl_matrix *inverse(const gsl_matrix *x, size_t n, double ridge)
{
    gsl_matrix *gram = gsl_matrix_alloc(n, n), *result = gsl_matrix_alloc(n, n);
    gsl_permutation *order = gsl_permutation_alloc(n);
    int sign;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = i == j ? ridge : 0;
            for (size_t s = 0; s < LENGTH; s++) sum += gsl_matrix_get(x, s, i) * gsl_matrix_get(x, s, j);
            gsl_matrix_set(gram, i, j, sum);
        }
    gsl_linalg_LU_decomp(gram, order, &sign);
    gsl_linalg_LU_invert(gram, order, result);
    gsl_matrix_free(gram);
    gsl_permutation_free(order);
    return result;
}

/* With all pairs and with the fastest three, with and without a ridge: c = (X^T X + ridge)^-1 X^T y, and the deviation of x . c. */
START_TEST(test_against_the_normal_equations)
{
    double y[LENGTH], kept[LENGTH], z[COLUMNS], c[COLUMNS], row[COLUMNS], deviation;
    rwk_rng rng = { 5 };
    rwk_fit fit;
    frequencies(N, 100);
    gsl_matrix *x = design();
    ck_assert_status(rwk_fit_open(&fit, theta, N, LENGTH), RWK_OK);
    fill_random(y, LENGTH, &rng, RWK_F64);
    memcpy(kept, y, sizeof y);
    rwk_fit_project(z, &fit, kept);
    for (size_t pairs = 3; pairs <= N; pairs += 2)
        for (int r = 0; r < 2; r++) {
            const rwk_fit_rule rule = { r ? 0.37 : 0, 0 };
            rwk_modes modes;
            ck_assert_status(rwk_modes_open(&modes, &fit, pairs), RWK_OK);
            gsl_matrix *inv = inverse(x, 2 * pairs, rule.ridge);
            rwk_modes_solve(c, &modes, z, rule);
            rwk_fit_row(row, theta, N, 117.25, RWK_F64);
            double variance = 0;
            for (size_t i = 0; i < 2 * pairs; i++) {
                double want = 0;
                for (size_t s = 0; s < LENGTH; s++)
                    for (size_t j = 0; j < 2 * pairs; j++) want += gsl_matrix_get(inv, i, j) * gsl_matrix_get(x, s, j) * y[s];
                ck_assert_near(c[i], want, 1e-13);
            }
            for (size_t s = 0; s < LENGTH; s++) { /* x . c = sum_s weight_s y_s */
                double weight = 0;
                for (size_t i = 0; i < 2 * pairs; i++)
                    for (size_t j = 0; j < 2 * pairs; j++) weight += row[i] * gsl_matrix_get(inv, i, j) * gsl_matrix_get(x, s, j);
                variance += weight * weight;
            }
            ck_assert_status(rwk_modes_deviations(&deviation, &modes, row, 1, COLUMNS, rule), RWK_OK);
            ck_assert_near(deviation, sqrt(variance), 1e-13);
            gsl_matrix_free(inv);
            rwk_modes_clear(&modes);
            rwk_modes_clear(&modes);
        }
    gsl_matrix_free(x);
    rwk_fit_clear(&fit);
    rwk_fit_clear(&fit);
}
END_TEST

/* 64 pairs on 128 positions: most modes are noise.  Kept are those above the cutoff, unless all are asked for. */
START_TEST(test_gain)
{
    rwk_fit fit;
    rwk_modes modes;
    size_t left_out = 0;
    frequencies(64, 10000);
    ck_assert_status(rwk_fit_open(&fit, theta, 64, 128), RWK_OK);
    ck_assert_status(rwk_modes_open(&modes, &fit, 64), RWK_OK);
    for (size_t k = 0; k < 128; k++) {
        const double sigma = gsl_vector_get(modes.sigma, k), cut = 128 * 0x1p-52 * gsl_vector_get(modes.sigma, 0);
        ck_assert_same_bits(rwk_modes_gain(&modes, k, (rwk_fit_rule){ 0, 0 }), sigma > cut ? sigma / (sigma * sigma) : 0);
        ck_assert_same_bits(rwk_modes_gain(&modes, k, (rwk_fit_rule){ 0, 1 }), sigma / (sigma * sigma));
        ck_assert_same_bits(rwk_modes_gain(&modes, k, (rwk_fit_rule){ 0.5, 0 }), sigma / (sigma * sigma + 0.5));
        left_out += sigma <= cut;
    }
    ck_assert(left_out > 50);
    rwk_modes_clear(&modes);
    rwk_fit_clear(&fit);
}
END_TEST

/* u sqrt(J) ((n + (n + 3) sqrt(n)) |z| + n sqrt(n) sigmas) max gain for n = 4, sigma = (2, 1/2), z = (3, 4, 0, 12): by hand. */
START_TEST(test_rounding_by_hand)
{
    double sigma[] = { 2, 1, 1, 0.5 };
    const double z[] = { 3, 4, 0, 12 };
    gsl_vector_view view = gsl_vector_view_array(sigma, 4);
    const rwk_modes modes = { 4, 10, NULL, NULL, &view.vector };
    ck_assert_near(rwk_modes_rounding(&modes, z, 5, (rwk_fit_rule){ 0, 0 }) * 0x1p53, sqrt(2) * ((4 + 7 * 2) * 13 + 8 * 5) * 2,
                   1e-12);
}
END_TEST

/* Sum of squares: alpha of the map z -> (a(s)) and the deviations at those positions are one Frobenius norm. */
START_TEST(test_amplification_has_the_deviations_norm)
{
    double alpha[COLUMNS], rows[LENGTH * 16], deviation[LENGTH], squares = 0, want = 0;
    rwk_fit fit;
    rwk_modes modes;
    frequencies(8, 100);
    ck_assert_status(rwk_fit_open(&fit, theta, 8, LENGTH), RWK_OK);
    ck_assert_status(rwk_modes_open(&modes, &fit, N), RWK_OK);
    for (size_t s = 0; s < LENGTH; s++) rwk_fit_row(rows + 16 * s, theta, 8, (double)(LENGTH + s), RWK_F64);
    ck_assert_status(rwk_modes_amplification(alpha, &modes, rows, LENGTH, 16, (rwk_fit_rule){ 0.1, 0 }), RWK_OK);
    ck_assert_status(rwk_modes_deviations(deviation, &modes, rows, LENGTH, 16, (rwk_fit_rule){ 0.1, 0 }), RWK_OK);
    for (size_t s = 0; s < LENGTH; s++) want += deviation[s] * deviation[s];
    for (size_t k = 0; k < COLUMNS; k++) squares += alpha[k] * alpha[k];
    for (size_t k = 1; k < COLUMNS; k++) ck_assert(alpha[k] <= alpha[k - 1]);
    ck_assert_near(squares / want, 1, 1e-12);
    rwk_modes_clear(&modes);
    rwk_fit_clear(&fit);
}
END_TEST

/* One Gaussian: 5 sigmas.  Else by erfc. */
START_TEST(test_sigmas)
{
    ck_assert_near(rwk_fit_sigmas(1), 5, 1e-9);
    for (double n = 2; n < 1e7; n *= 3) {
        const double t = rwk_fit_sigmas(n);
        ck_assert_near(n * erfc(t / sqrt(2)) / erfc(5 / sqrt(2)), 1, 1e-9);
    }
}
END_TEST

/* In one dimension P(|alpha z| < r) <= r/alpha sqrt(2/pi), in two r^2/(2 alpha_1 alpha_2); and draws keep to it. */
START_TEST(test_small_ball)
{
    const double alpha[] = { 10, 2 };
    rwk_rng rng = { 8 };
    int within = 0;
    ck_assert_near(rwk_fit_small_ball(alpha, 1, 0.1), 0.01 * sqrt(2 / acos(-1)), 1e-16);
    ck_assert_near(rwk_fit_small_ball(alpha, 2, 0.1), 0.01 / 40, 1e-16);
    ck_assert_same_bits(rwk_fit_small_ball(alpha, 2, 100), 1);
    for (int k = 0; k < 200000; k++) { /* Box and Muller */
        const double r = sqrt(-2 * log(1 - rwk_rng_uniform(&rng))), phi = 2 * acos(-1) * rwk_rng_uniform(&rng);
        within += hypot(10 * r * cos(phi), 2 * r * sin(phi)) < 1;
    }
    const double bound = rwk_fit_small_ball(alpha, 2, 1);
    ck_assert(within < 200000 * bound + 5 * sqrt(200000 * bound) && within > 200000 * bound * 0.9 - 5 * sqrt(200000 * bound));
}
END_TEST

/* By hand: gaps 2, 1, 1/4 against 2 pi/length. */
START_TEST(test_rayleigh_by_hand)
{
    const double f[] = { 3.5, 1.5, 0.5, 0.25 };
    double low, high;
    ck_assert_uint_eq(rwk_rayleigh_pairs(f, 4, 3), 1);
    ck_assert_uint_eq(rwk_rayleigh_pairs(f, 4, 4), 2);
    ck_assert_uint_eq(rwk_rayleigh_pairs(f, 4, 7), 3);
    ck_assert_uint_eq(rwk_rayleigh_pairs(f, 4, 26), 4);
    rwk_rayleigh_squares(&low, &high, f, 4, 100);
    ck_assert_near(low, 50 - 4 * acos(-1), 1e-13);
    ck_assert_near(high, 50 + 4 * acos(-1), 1e-13);
    frequencies(64, 10000);
    ck_assert_uint_eq(rwk_rayleigh_pairs(theta, 64, 2048), 28); /* j >= 27 is too close to its neighbour: the project's notes */
}
END_TEST

/* (D21.4) against the singular values themselves, and not idly: some come close. */
START_TEST(test_rayleigh_bounds_singular_values)
{
    double closest = INFINITY;
    const double bases[] = { 100, 10000, 500000 };
    for (int b = 0; b < 3; b++)
        for (size_t length = 100; length <= 800; length *= 2) {
            rwk_fit fit;
            frequencies(24, bases[b]);
            ck_assert_status(rwk_fit_open(&fit, theta, 24, length), RWK_OK);
            for (size_t pairs = 2; pairs <= rwk_rayleigh_pairs(theta, 24, length); pairs++) {
                rwk_modes modes;
                double low, high;
                ck_assert_status(rwk_modes_open(&modes, &fit, pairs), RWK_OK);
                rwk_rayleigh_squares(&low, &high, theta, pairs, length);
                const double least = pow(gsl_vector_get(modes.sigma, 2 * pairs - 1), 2),
                             largest = pow(gsl_vector_get(modes.sigma, 0), 2);
                ck_assert(low > 0 && least >= low && largest <= high);
                closest = fmin(closest, fmin(least / low, high / largest));
                rwk_modes_clear(&modes);
            }
            rwk_fit_clear(&fit);
        }
    ck_assert(closest < 1.05);
}
END_TEST

START_TEST(test_statuses)
{
    rwk_fit fit = { 0 };
    rwk_modes modes = { .n = 137 };
    const double nan[] = { 1, NAN };
    gsl_set_error_handler_off();
    frequencies(N, 100);
    ck_assert_status(rwk_fit_open(&fit, theta, 0, LENGTH), RWK_ESHAPE);
    ck_assert_status(rwk_fit_open(&fit, theta, N, COLUMNS - 1), RWK_ESHAPE);
    ck_assert(!fit.qr);
    ck_assert_status(rwk_fit_open(&fit, theta, N, COLUMNS), RWK_OK);
    ck_assert_status(rwk_modes_open(&modes, &fit, 0), RWK_ERANGE);
    ck_assert_status(rwk_modes_open(&modes, &fit, N + 1), RWK_ERANGE);
    ck_assert_uint_eq(modes.n, 137);
    rwk_fit_clear(&fit);
    ck_assert_status(rwk_fit_open(&fit, nan, 2, LENGTH), RWK_OK);
    ck_assert_status(rwk_modes_open(&modes, &fit, 2), RWK_ENAN);
    rwk_fit_clear(&fit);
}
END_TEST

TEST_MAIN("score_fit", test_row_by_hand, test_against_the_normal_equations, test_gain, test_rounding_by_hand,
          test_amplification_has_the_deviations_norm, test_sigmas, test_small_ball, test_rayleigh_by_hand,
          test_rayleigh_bounds_singular_values, test_statuses)
