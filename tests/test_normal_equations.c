/* SPDX-License-Identifier: MIT */
/* Tests claims/normal_equations: a straight line by hand, the same operations in native float, and what it refuses. */
#include "claims/normal_equations.h"

#include "testing.h"

enum { ROWS = 40, N = 6 };

/* By hand: the line through (0, 1), (1, 2), (2, 6) by least squares is 1/2 + 5/2 t; X^T X = [[3, 3], [3, 5]], X^T y = (9, 14). */
START_TEST(test_line_by_hand)
{
    const double x[] = { 1, 0, 1, 1, 1, 2 }, y[] = { 1, 2, 6 };
    for (int t = 0; t < RWK_N_DTYPES; t++)
        for (int sums = 0; sums < 2; sums++) {
            double c[2];
            rwk_normal normal;
            ck_assert_status(rwk_normal_open(&normal, x, 3, 2, (rwk_normal_rule){ (rwk_dtype)t, sums }), RWK_OK);
            rwk_normal_solve(c, &normal, y);
            ck_assert_same_bits(c[0], 0.5);
            ck_assert_same_bits(c[1], 2.5);
            rwk_normal_clear(&normal);
            rwk_normal_clear(&normal);
        }
}
END_TEST

/* Each column leans on the one before, so that rows are exchanged. */
static void fill(double x[ROWS * N], double y[ROWS])
{
    rwk_rng rng = { 2306 };
    fill_random(x, ROWS * N, &rng, RWK_F32);
    fill_random(y, ROWS, &rng, RWK_F64);
    for (int s = 0; s < ROWS; s++)
        for (int j = 1; j < N; j++) x[s * N + j] = rwk_round(x[s * N + j] + 1.5 * x[s * N + j - 1], RWK_F32);
}

/* Second route, in `float`: Gram matrix and right side row by row, elimination with row exchanges on the augmented matrix. */
static void solve_float(double c[N], const double x[], const double y[], bool long_sums)
{
    float a[N][N + 1];
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= N; j++) {
            float sum = 0;
            double wide = 0;
            for (int s = 0; s < ROWS; s++) {
                const float p = (float)x[s * N + i], q = j < N ? (float)x[s * N + j] : (float)y[s];
                sum += p * q;
                wide += (double)p * (double)q;
            }
            a[i][j] = long_sums ? (float)wide : sum;
        }
    for (int k = 0; k < N; k++) {
        int pivot = k;
        for (int i = k; i < N; i++)
            if (fabsf(a[i][k]) > fabsf(a[pivot][k])) pivot = i;
        for (int j = 0; j <= N; j++) {
            const float kept = a[k][j];
            a[k][j] = a[pivot][j], a[pivot][j] = kept;
        }
        for (int i = k + 1; i < N; i++) {
            const float factor = a[i][k] / a[k][k];
            for (int j = k + 1; j <= N; j++) a[i][j] -= factor * a[k][j];
        }
    }
    float solution[N];
    for (int i = N - 1; i >= 0; i--) {
        float rest = a[i][N];
        for (int j = i + 1; j < N; j++) rest -= a[i][j] * solution[j];
        c[i] = solution[i] = rest / a[i][i];
    }
}

START_TEST(test_f32_is_native_float)
{
    double x[ROWS * N], y[ROWS], c[N], want[N];
    fill(x, y);
    for (int sums = 0; sums < 2; sums++) {
        rwk_normal normal;
        ck_assert_status(rwk_normal_open(&normal, x, ROWS, N, (rwk_normal_rule){ RWK_F32, sums }), RWK_OK);
        rwk_normal_solve(c, &normal, y);
        solve_float(want, x, y, sums);
        for (int i = 0; i < N; i++) ck_assert_same_bits(c[i], want[i]);
        rwk_normal_clear(&normal);
    }
}
END_TEST

/* The residual is orthogonal to every column. */
START_TEST(test_f64_residual_is_orthogonal)
{
    double x[ROWS * N], y[ROWS], c[N];
    rwk_normal normal;
    fill(x, y);
    ck_assert_status(rwk_normal_open(&normal, x, ROWS, N, (rwk_normal_rule){ RWK_F64, false }), RWK_OK);
    rwk_normal_solve(c, &normal, y);
    rwk_normal_clear(&normal);
    for (int i = 0; i < N; i++) {
        double product = 0;
        for (int s = 0; s < ROWS; s++) {
            double residual = y[s];
            for (int j = 0; j < N; j++) residual -= x[s * N + j] * c[j];
            product += residual * x[s * N + i];
        }
        ck_assert_near(product, 0, 1e-11);
    }
}
END_TEST

START_TEST(test_statuses)
{
    const double zero[] = { 1, 0, 2, 0 }, bad[] = { NAN, 1, 1, 1 };
    rwk_normal normal = { .rows = 137 };
    ck_assert_status(rwk_normal_open(&normal, zero, 0, 2, (rwk_normal_rule){ 0 }), RWK_ESHAPE);
    ck_assert_status(rwk_normal_open(&normal, zero, 2, 0, (rwk_normal_rule){ 0 }), RWK_ESHAPE);
    ck_assert_status(rwk_normal_open(&normal, zero, 2, SIZE_MAX / 2, (rwk_normal_rule){ 0 }), RWK_EOVERFLOW);
    ck_assert_uint_eq(normal.rows, 137);
    ck_assert_status(rwk_normal_open(&normal, zero, 2, 2, (rwk_normal_rule){ 0 }), RWK_ENAN);
    ck_assert_status(rwk_normal_open(&normal, bad, 2, 2, (rwk_normal_rule){ 0 }), RWK_ENAN);
}
END_TEST

TEST_MAIN("normal_equations", test_line_by_hand, test_f32_is_native_float, test_f64_residual_is_orthogonal, test_statuses)
