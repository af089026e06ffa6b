/* SPDX-License-Identifier: MIT */
/* Tests core/array: the examples that S0 prints, properties through GSL's BLAS and through index arithmetic, every status. */
#include "core/array.h"

#include <gsl/gsl_blas.h>

#include "claims/s0_answers.h"
#include "testing.h"

/* ---- What S0 prints. ---- */

START_TEST(test_outer_of_s0)
{
    int8_t result[RWK_S0_OUTER_ROWS * RWK_S0_OUTER_COLS];
    ck_assert_status(rwk_outer_i8(result, rwk_s0_outer_a, RWK_S0_OUTER_ROWS, rwk_s0_outer_b, RWK_S0_OUTER_COLS), RWK_OK);
    ck_assert_mem_eq(result, rwk_s0_outer, sizeof result);
}
END_TEST

/* S0 prints 5 digits; the 17 are those of torch 1.13. */
START_TEST(test_polar_of_s0)
{
    const double one[] = { 1, 1 };
    double re[2], im[2];
    ck_assert_status(rwk_polar(re, im, one, rwk_s0_polar_angle, 2), RWK_OK);
    for (int j = 0; j < 2; j++) {
        ck_assert_near(re[j], rwk_s0_polar_re[j].value, rwk_s0_polar_re[j].half_unit);
        ck_assert_near(im[j], rwk_s0_polar_im[j].value, rwk_s0_polar_im[j].half_unit);
    }
    ck_assert_prints(re[0], "%.4e", "6.1232e-17");
    ck_assert_prints(im[0], "%.4f", "1.0000");
    ck_assert_prints(re[1], "%.4e", "-7.0711e-01");
    ck_assert_prints(im[1], "%.4f", "-0.7071");
    ck_assert_same_bits(re[0], 6.123233995736766e-17);
    ck_assert_same_bits(im[0], 1);
    ck_assert_same_bits(re[1], -0.7071067811865477);
    ck_assert_same_bits(im[1], -0.7071067811865475);
}
END_TEST

START_TEST(test_repeat_interleave_of_s0)
{
    const size_t shape[] = { 2, 2 };
    const double letters[] = { 0, 1, 2, 3 };
    double y[12];
    size_t y_shape[2];
    ck_assert_status(rwk_repeat_interleave(y, y_shape, rwk_s0_x, shape, 2, 1, RWK_S0_REPEATS), RWK_OK);
    ck_assert(y_shape[0] == 2 && y_shape[1] == 6);
    for (int j = 0; j < 12; j++) ck_assert_same_bits(y[j], rwk_s0_rows[j]);
    ck_assert_status(rwk_repeat_interleave_flat(y, letters, RWK_S0_LETTERS, RWK_S0_REPEATS), RWK_OK);
    for (int j = 0; j < 12; j++) ck_assert_same_bits(y[j], rwk_s0_letters[j]);
}
END_TEST

START_TEST(test_keys_of_s0)
{
    const size_t n = 2 * 12 * 8 * 512;
    double *keys = malloc(n * sizeof *keys), *keys2 = malloc(8 * n * sizeof *keys2);
    size_t shape[4];
    for (size_t j = 0; j < n; j++) keys[j] = (double)j;
    ck_assert_status(rwk_repeat_interleave(keys2, shape, keys, rwk_s0_keys, 4, RWK_S0_KEYS_DIM, RWK_S0_KEYS_REPEATS), RWK_OK);
    ck_assert_mem_eq(shape, rwk_s0_keys2, sizeof shape);
    for (size_t a = 0; a < 24; a++) /* batch and heads in one */
        for (size_t t = 0; t < 64; t++)
            for (size_t j = 0; j < 512; j++)
                if (keys2[(a * 64 + t) * 512 + j] != (double)((a * 8 + t / 8) * 512 + j)) ck_abort_msg("%zu, %zu, %zu", a, t, j);
    free(keys), free(keys2);
}
END_TEST

/* ---- Properties. ---- */

/* a b^T by BLAS: a rank-one update of 0 has the same single rounding. */
START_TEST(test_outer_is_a_rank_one_update)
{
    enum { N = 41, M = 17 };
    double a[N], b[M], result[N * M];
    rwk_rng rng = { 137 };
    fill_random(a, N, &rng, RWK_F64);
    fill_random(b, M, &rng, RWK_F64);
    ck_assert_status(rwk_outer(result, a, N, b, M), RWK_OK);
    gsl_matrix *want = gsl_matrix_calloc(N, M);
    const gsl_vector_const_view va = gsl_vector_const_view_array(a, N), vb = gsl_vector_const_view_array(b, M);
    gsl_blas_dger(1, &va.vector, &vb.vector, want);
    for (size_t j = 0; j < N * M; j++) ck_assert_same_bits(result[j], want->data[j]);
    gsl_matrix_free(want);
}
END_TEST

/* All 65536 products, against the definition: the only number of -128 .. 127 that differs by a multiple of 256. */
START_TEST(test_outer_i8_wraps)
{
    static int8_t all[256], result[65536];
    for (int j = 0; j < 256; j++) all[j] = (int8_t)(j - 128);
    ck_assert_status(rwk_outer_i8(result, all, 256, all, 256), RWK_OK);
    for (int i = 0; i < 256; i++)
        for (int j = 0; j < 256; j++) {
            const int product = (i - 128) * (j - 128), got = result[i * 256 + j];
            if ((product - got) % 256 != 0) ck_abort_msg("%d * %d: got %d", i - 128, j - 128, got);
        }
    const int8_t hundred = 100, two = 2;
    ck_assert_status(rwk_outer_i8(result, &hundred, 1, &two, 1), RWK_OK);
    ck_assert_int_eq(result[0], -56); /* torch 1.13 */
}
END_TEST

/* Each slice by dgemm; both sums err by at most gamma_k sum |a b|. */
START_TEST(test_bmm_is_dgemm_of_every_slice)
{
    enum { B = 3, N = 5, K = 11, M = 7 };
    double a[B * N * K], b[B * K * M], c[B * N * M], want[N * M];
    rwk_rng rng = { 41 };
    fill_random(a, B * N * K, &rng, RWK_F64);
    fill_random(b, B * K * M, &rng, RWK_F64);
    ck_assert_status(rwk_bmm(c, a, b, B, N, K, M), RWK_OK);
    for (size_t t = 0; t < B; t++) {
        const gsl_matrix_const_view va = gsl_matrix_const_view_array(a + t * N * K, N, K),
                                    vb = gsl_matrix_const_view_array(b + t * K * M, K, M);
        gsl_matrix_view vw = gsl_matrix_view_array(want, N, M);
        gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, &va.matrix, &vb.matrix, 0, &vw.matrix);
        for (size_t j = 0; j < N * M; j++) ck_assert_near(c[t * N * M + j], want[j], 2 * (K + 1) * 0x1p-53 * K);
    }
}
END_TEST

/* By hand: [1 2; 3 4] [5; 6] = [17; 39], then [7 8; 9 10] [11; 12] = [173; 219]. */
START_TEST(test_bmm_by_hand)
{
    const double a[] = { 1, 2, 3, 4, 7, 8, 9, 10 }, b[] = { 5, 6, 11, 12 }, want[] = { 17, 39, 173, 219 };
    double c[4] = { 1, 1, 1, 1 };
    ck_assert_status(rwk_bmm(c, a, b, 2, 2, 2, 1), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(c[j], want[j]);
    ck_assert_status(rwk_bmm(c, a, b, 2, 2, 0, 1), RWK_OK);
    for (int j = 0; j < 4; j++) ck_assert_same_bits(c[j], 0);
}
END_TEST

/* Certified cos and sin of the double angle; the library's within 1 ulp, and a rounding of the product: 2 ulp of the product. */
START_TEST(test_polar_is_certified_and_works_in_place)
{
    enum { N = 100 };
    double radius[N], angle[N], re[N], im[N];
    rwk_rng rng = { 2385 };
    for (int j = 0; j < N; j++)
        radius[j] = (j % 3 ? 1 : -1) * random_by_octaves(&rng, 1e-3, 1e3), angle[j] = random_by_octaves(&rng, 1e-3, 1e6);
    ck_assert_status(rwk_polar(re, im, radius, angle, N), RWK_OK);
    for (int j = 0; j < N; j++) {
        double c, s;
        ck_assert_status(rwk_truth_cos_sin_of(&c, &s, angle[j], 1, RWK_F64), RWK_OK);
        ck_assert_ulp(re[j], radius[j] * c, RWK_F64, 3);
        ck_assert_ulp(im[j], radius[j] * s, RWK_F64, 3);
    }
    ck_assert_status(rwk_polar(angle, radius, radius, angle, N), RWK_OK); /* crosswise */
    for (int j = 0; j < N; j++) {
        ck_assert_same_bits(angle[j], re[j]);
        ck_assert_same_bits(radius[j], im[j]);
    }
}
END_TEST

/* Against one modulus and one division per index, along each of three axes. */
START_TEST(test_repeat_interleave_by_indices)
{
    enum { N = 3 * 4 * 5, R = 7 };
    const size_t shape[] = { 3, 4, 5 };
    double x[N], y[N * R];
    for (int j = 0; j < N; j++) x[j] = j;
    for (size_t dim = 0; dim < 3; dim++) {
        size_t t[] = { 3, 4, 5 };
        ck_assert_status(rwk_repeat_interleave(y, t, x, t, 3, dim, R), RWK_OK); /* y_shape may be shape */
        for (size_t axis = 0; axis < 3; axis++) ck_assert(t[axis] == (axis == dim ? R * shape[axis] : shape[axis]));
        for (size_t j = 0; j < N * R; j++) {
            size_t at[] = { j / t[2] / t[1], j / t[2] % t[1], j % t[2] };
            at[dim] /= R;
            ck_assert_same_bits(y[j], (double)((at[0] * 4 + at[1]) * 5 + at[2]));
        }
    }
}
END_TEST

/* ---- Statuses. ---- */

START_TEST(test_sizes_that_overflow)
{
    double y[4], x[4] = { 1, 2, 3, 4 };
    int8_t y8[4] = { 17, 17, 17, 17 }, x8[4] = { 1, 2, 3, 4 };
    size_t shape[2] = { 41, 41 };
    const size_t wide[] = { 2, SIZE_MAX / 16 }, many[] = { SIZE_MAX / 2, 3 }, behind[] = { 1, SIZE_MAX, 2 };
    fill_untouched(y, 4);
    ck_assert_status(rwk_outer(y, x, SIZE_MAX / 8, x, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_outer(y, x, 1, x, SIZE_MAX / 8 + 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_outer_i8(y8, x8, SIZE_MAX / 2, x8, 3), RWK_EOVERFLOW);
    ck_assert_status(rwk_bmm(y, x, x, 1, SIZE_MAX / 8, 2, 0), RWK_EOVERFLOW); /* a, then b, then c */
    ck_assert_status(rwk_bmm(y, x, x, 1, 0, SIZE_MAX / 8, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_bmm(y, x, x, SIZE_MAX / 8, 1, 1, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_bmm(y, x, x, 1, SIZE_MAX / 8, 1, SIZE_MAX / 8), RWK_EOVERFLOW);
    ck_assert_status(rwk_polar(y, y + 2, x, x, SIZE_MAX / 8 + 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_repeat_interleave(y, shape, x, wide, 2, 1, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_repeat_interleave(y, shape, x, many, 2, 1, 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_repeat_interleave(y, shape, x, behind, 3, 0, 1), RWK_EOVERFLOW);
    ck_assert_status(rwk_repeat_interleave_flat(y, x, SIZE_MAX / 8, 2), RWK_EOVERFLOW);
    ck_assert_status(rwk_repeat_interleave_flat(y, x, SIZE_MAX / 8 + 1, 0), RWK_EOVERFLOW);
    ck_assert(is_untouched(y, 4) && shape[0] == 41 && shape[1] == 41);
    for (int j = 0; j < 4; j++) ck_assert_int_eq(y8[j], 17);
}
END_TEST

START_TEST(test_other_statuses_leave_the_output_alone)
{
    const double x[] = { 1, 2 }, odd[][2] = { { 1, NAN }, { INFINITY, 1 }, { 1, -INFINITY } };
    const size_t shape[] = { 2, 1 };
    double y[4];
    size_t y_shape[] = { 41, 41 };
    fill_untouched(y, 4);
    for (int j = 0; j < 3; j++) {
        ck_assert_status(rwk_polar(y, y + 2, odd[j], x, 2), RWK_ENAN);
        ck_assert_status(rwk_polar(y, y + 2, x, odd[j], 2), RWK_ENAN);
    }
    ck_assert_status(rwk_repeat_interleave(y, y_shape, x, shape, 2, 2, 1), RWK_ESHAPE);
    ck_assert_status(rwk_repeat_interleave(y, y_shape, x, shape, 0, 0, 1), RWK_ESHAPE);
    ck_assert(is_untouched(y, 4) && y_shape[0] == 41 && y_shape[1] == 41);
}
END_TEST

/* Nothing to do is done, however large the other sizes are. */
START_TEST(test_empty_arrays)
{
    const size_t none[] = { 3, 0, SIZE_MAX }, last[] = { SIZE_MAX, 3, 0 }, some[] = { 3, 2 };
    size_t shape[3];
    ck_assert_status(rwk_outer(NULL, NULL, 0, NULL, SIZE_MAX), RWK_OK);
    ck_assert_status(rwk_outer_i8(NULL, NULL, 0, NULL, 7), RWK_OK);
    ck_assert_status(rwk_bmm(NULL, NULL, NULL, 0, SIZE_MAX, SIZE_MAX, 7), RWK_OK);
    ck_assert_status(rwk_polar(NULL, NULL, NULL, NULL, 0), RWK_OK);
    ck_assert_status(rwk_repeat_interleave(NULL, shape, NULL, none, 3, 1, 7), RWK_OK);
    ck_assert(shape[0] == 3 && shape[1] == 0 && shape[2] == SIZE_MAX);
    ck_assert_status(rwk_repeat_interleave(NULL, shape, NULL, last, 3, 2, 7), RWK_OK);
    ck_assert(shape[0] == SIZE_MAX && shape[1] == 3 && shape[2] == 0);
    ck_assert_status(rwk_repeat_interleave(NULL, shape, rwk_s0_x, some, 2, 0, 0), RWK_OK);
    ck_assert(shape[0] == 0 && shape[1] == 2);
    ck_assert_status(rwk_repeat_interleave_flat(NULL, rwk_s0_x, 4, 0), RWK_OK);
}
END_TEST

TEST_MAIN("array", test_outer_of_s0, test_polar_of_s0, test_repeat_interleave_of_s0, test_keys_of_s0,
          test_outer_is_a_rank_one_update, test_outer_i8_wraps, test_bmm_is_dgemm_of_every_slice, test_bmm_by_hand,
          test_polar_is_certified_and_works_in_place, test_repeat_interleave_by_indices, test_sizes_that_overflow,
          test_other_statuses_leave_the_output_alone, test_empty_arrays)
