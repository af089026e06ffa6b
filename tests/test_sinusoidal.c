/* SPDX-License-Identifier: MIT */
/* Tests encodings/sinusoidal: known rows, both forms against certified values within their bounds, the shift. */
#include "encodings/sinusoidal.h"

#include "angles/truth.h"
#include "testing.h"

static rwk_sinusoidal_table *const FORMS[] = { rwk_sinusoidal_loop, rwk_sinusoidal_vector };

/* Python's math: sin(1), cos(1), sin(.01), cos(.01), and for position 2; 10000^(-2/4) = .01. */
START_TEST(test_table_first_rows)
{
    const double want[] = { 0,
                            1,
                            0,
                            1,
                            0.8414709848078965,
                            0.5403023058681398,
                            0.009999833334166664,
                            0.9999500004166653,
                            0.9092974268256817,
                            -0.4161468365471424,
                            0.01999866669333308,
                            0.9998000066665778 };
    for (int f = 0; f < 2; f++) {
        double pe[12];
        ck_assert_status(FORMS[f](pe, 3, 4, 10000), RWK_OK);
        for (int j = 0; j < 4; j++) ck_assert_same_bits(pe[j], want[j]);
        for (int j = 4; j < 12; j++) ck_assert_ulp(pe[j], want[j], RWK_F64, 8);
    }
}
END_TEST

/* The bound of D6.3 on the angle, and one ulp for each of sin and of the certified value's rounding. */
START_TEST(test_table_forms_stay_within_their_bounds)
{
    enum { D = 96, N = 700 };
    static double pe[2][N * D];
    const double bases[] = { 10000, 2.385, 0.137 };
    for (int b = 0; b < 3; b++) {
        const rwk_config config = rwk_config_plain(D, bases[b]);
        rwk_truth *truth;
        double c[D / 2], s[D / 2], theta[D / 2];
        ck_assert_status(rwk_truth_new(&truth, &config, 0, NULL), RWK_OK);
        ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
        for (int f = 0; f < 2; f++) ck_assert_status(FORMS[f](pe[f], N, D, bases[b]), RWK_OK);
        for (int m = 0; m < N; m += 41) {
            ck_assert_status(rwk_truth_cos_sin(c, s, truth, m, RWK_F64), RWK_OK);
            for (int t = 0; t < D / 2; t++)
                for (int f = 0; f < 2; f++) {
                    const double e = 2.0 * t / D * fabs(log(bases[b]));
                    const double limit = (3 + (f ? 4 : 1) * e) * 0x1p-53 * m * theta[t] + 0x1p-52;
                    ck_assert_near(pe[f][m * D + 2 * t], s[t], limit);
                    ck_assert_near(pe[f][m * D + 2 * t + 1], c[t], limit);
                }
        }
        rwk_truth_free(truth);
    }
}
END_TEST

/* PE[m + k] = M_k PE[m]; the limit is the angle's bound at the farther position, twice. */
START_TEST(test_shift_moves_every_position)
{
    enum { D = 32, N = 300 };
    static double pe[N * D], shift[D * D];
    ck_assert_status(rwk_sinusoidal_loop(pe, N, D, 10000), RWK_OK);
    for (int k = -137; k <= 137; k += 41) {
        ck_assert_status(rwk_sinusoidal_shift(shift, k, D, 10000), RWK_OK);
        for (int m = 140; m < 160; m += 3)
            for (int j = 0; j < D; j++) {
                double sum = 0;
                for (int l = 0; l < D; l++) sum += shift[j * D + l] * pe[m * D + l];
                ck_assert_near(sum, pe[(m + k) * D + j], 2 * 13 * 0x1p-53 * 300 + 0x1p-50);
            }
    }
}
END_TEST

/* By hand: k = 0 is the identity; the block of k theta = 1 is [[cos 1, sin 1], [-sin 1, cos 1]]. */
START_TEST(test_shift_by_hand)
{
    double shift[16];
    ck_assert_status(rwk_sinusoidal_shift(shift, 0, 4, 10000), RWK_OK);
    for (int j = 0; j < 16; j++) ck_assert(shift[j] == (j % 5 == 0));
    ck_assert_status(rwk_sinusoidal_shift(shift, 1, 4, 10000), RWK_OK);
    ck_assert_ulp(shift[1], 0.8414709848078965, RWK_F64, 1);
    ck_assert_ulp(shift[4], -0.8414709848078965, RWK_F64, 1);
    ck_assert_ulp(shift[0], 0.5403023058681398, RWK_F64, 1);
    ck_assert_same_bits(shift[5], shift[0]);
    ck_assert(shift[2] == 0 && shift[3] == 0 && shift[6] == 0 && shift[8] == 0 && shift[9] == 0);
}
END_TEST

START_TEST(test_table_and_shift_statuses_leave_the_output_alone)
{
    double out[16];
    fill_untouched(out, 16);
    const struct {
        size_t n, d;
        double base;
        rwk_status status;
    } cases[] = { { 2, 0, 10000, RWK_EODD },
                  { 2, 3, 10000, RWK_EODD },
                  { 2, 4, NAN, RWK_ENAN },
                  { 2, 4, INFINITY, RWK_ENAN },
                  { 2, 4, 0, RWK_ERANGE },
                  { 2, 4, -2.385, RWK_ERANGE },
                  { SIZE_MAX, 4, 10000, RWK_EOVERFLOW },
                  { SIZE_MAX / 8, 2, 10000, RWK_EOVERFLOW } };
    for (int k = 0; k < 8; k++)
        for (int f = 0; f < 2; f++) ck_assert_status(FORMS[f](out, cases[k].n, cases[k].d, cases[k].base), cases[k].status);
    for (int k = 0; k < 6; k++) ck_assert_status(rwk_sinusoidal_shift(out, 1, cases[k].d, cases[k].base), cases[k].status);
    ck_assert_status(rwk_sinusoidal_shift(out, 1, SIZE_MAX - 1, 10000), RWK_EOVERFLOW);
    ck_assert_status(rwk_sinusoidal_shift(out, INT64_C(1) << 31, 4, 10000), RWK_ERANGE);
    ck_assert_status(rwk_sinusoidal_shift(out, -(INT64_C(1) << 31), 4, 10000), RWK_ERANGE);
    ck_assert_status(rwk_sinusoidal_shift(out, INT64_MIN, 4, 10000), RWK_ERANGE);
    ck_assert_status(rwk_sinusoidal_loop(out, 0, 4, 10000), RWK_OK);
    ck_assert(is_untouched(out, 16));
}
END_TEST

TEST_MAIN("sinusoidal", test_table_first_rows, test_table_forms_stay_within_their_bounds, test_shift_moves_every_position,
          test_shift_by_hand, test_table_and_shift_statuses_leave_the_output_alone)
