/* SPDX-License-Identifier: MIT */
/* Tests attention/relative_scores: each form by hand, against the product of sums, and against native float arithmetic. */
#include "attention/relative_scores.h"

#include "attention/scores.h"
#include "testing.h"

enum { N = 41 };

/* Small integers, so every dtype is exact.  By hand, with q = (1, 2), k = (3, -1), r = (0, 4), u = (2, 1), v = (-1, 3):
 * q.k = 1, q.r = 8, u.k = 5, v.r = 12. */
static const double Q[] = { 1, 2 }, K[] = { 3, -1 }, R[] = { 0, 4 }, U[] = { 2, 1 }, V[] = { -1, 3 };

START_TEST(test_forms_by_hand)
{
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        ck_assert_same_bits(rwk_score_shaw(Q, K, R, 2, dtype), 9);
        ck_assert_same_bits(rwk_score_four_terms(Q, K, R, U, V, 2, dtype), 26);
        ck_assert_same_bits(rwk_score_transformer_xl(Q, K, R, U, V, 2, dtype), 26);
        ck_assert_same_bits(rwk_score_t5(Q, K, 2.5, 2, dtype), 3.5);
        ck_assert_same_bits(rwk_score_tupe(Q, K, V, R, 2.5, 2, dtype), 15.5); /* 1 + 12 + 2.5 */
        ck_assert_same_bits(rwk_score_deberta(Q, K, R, U, 2, dtype), 14);     /* 1 + 8 + 5 */
        ck_assert_same_bits(rwk_score_deberta(Q, K, U, R, 2, dtype), 1);      /* 1 + q.u = 4, + r.k = -4 */
    }
}
END_TEST

/* By hand: weights 1/2, 1/4, 1/4 on v = (2, 8), (4, 0), (0, 4) with rows 1, 0, 1 of a = (4, -4), (2, 6). */
START_TEST(test_value_by_hand)
{
    const double w[] = { 0.5, 0.25, 0.25 }, v[] = { 2, 8, 4, 0, 0, 4 }, a[] = { 4, -4, 2, 6 };
    const size_t row[] = { 1, 0, 1 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        double o[3] = { 7, 7, UNTOUCHED };
        rwk_value_shaw(o, w, v, a, row, 3, 2, (rwk_dtype)d);
        ck_assert_same_bits(o[0], 4.5); /* 4/2 + 8/4 + 2/4 */
        ck_assert_same_bits(o[1], 8.5); /* 14/2 - 4/4 + 10/4 */
        ck_assert(is_untouched(o + 2, 1));
        rwk_value_shaw(o, w, v, a, row, 0, 2, (rwk_dtype)d);
        ck_assert(o[0] == 0 && o[1] == 0);
    }
}
END_TEST

typedef struct {
    double q[N], k[N], r[N], u[N], v[N];
} vectors;

static void fill(vectors *x, rwk_rng *rng, rwk_dtype dtype)
{
    double *const all[] = { x->q, x->k, x->r, x->u, x->v };
    for (int i = 0; i < 5; i++) fill_random(all[i], N, rng, dtype);
}

/* sum (x + a)(y + b) */
static double product_of_sums(const double x[], const double a[], const double y[], const double b[])
{
    double sum = 0;
    for (int j = 0; j < N; j++) sum += (x[j] + a[j]) * (y[j] + b[j]);
    return sum;
}

/* The second route: (q + p)(k + r) = q k + q r + p k + p r; entries below 1, so 2 N terms of size 4 and 6 N roundings at most. */
START_TEST(test_forms_are_parts_of_a_product_of_sums)
{
    static const double none[N] = { 0 };
    const double limit = 24 * N * (2 * N) * 0x1p-53;
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 200; draw++) {
        vectors x;
        fill(&x, &rng, RWK_F64);
        const double *q = x.q, *k = x.k, *r = x.r, *u = x.u, *v = x.v;
        ck_assert_near(rwk_score_shaw(q, k, r, N, RWK_F64), product_of_sums(q, none, k, r), limit);
        const double four = product_of_sums(q, u, k, none) + product_of_sums(q, v, none, r);
        ck_assert_near(rwk_score_four_terms(q, k, r, u, v, N, RWK_F64), four, limit);
        ck_assert_near(rwk_score_transformer_xl(q, k, r, u, v, N, RWK_F64), four, limit);
        ck_assert_near(rwk_score_four_terms(q, k, r, u, u, N, RWK_F64), product_of_sums(q, u, k, r), limit);
        ck_assert_near(rwk_score_deberta(q, k, r, u, N, RWK_F64), product_of_sums(q, u, k, r) - product_of_sums(u, none, r, none),
                       limit);
        ck_assert_near(rwk_score_tupe(q, k, u, r, 2.385, N, RWK_F64),
                       product_of_sums(q, none, k, none) + product_of_sums(u, none, r, none) + 2.385, limit);
        ck_assert_near(rwk_score_t5(q, k, -2.385, N, RWK_F64), product_of_sums(q, none, k, none) - 2.385, limit);
    }
}
END_TEST

static float float_dot(const double x[], const double y[])
{
    float sum = 0;
    for (int j = 0; j < N; j++) {
        const float product = (float)x[j] * (float)y[j];
        sum += product;
    }
    return sum;
}

static float float_biased_dot(const double x[], const double bias[], const double y[])
{
    double sum[N];
    for (int j = 0; j < N; j++) sum[j] = (float)x[j] + (float)bias[j];
    return float_dot(sum, y);
}

START_TEST(test_forms_f32_are_native_float_arithmetic)
{
    rwk_rng rng = { 2385 };
    for (int draw = 0; draw < 200; draw++) {
        vectors x;
        fill(&x, &rng, RWK_F32);
        const double *q = x.q, *k = x.k, *r = x.r, *u = x.u, *v = x.v;
        const float qk = float_dot(q, k), qr = float_dot(q, r), uk = float_dot(u, k), vr = float_dot(v, r), b = (float)x.q[7];
        const float first = qk + qr, second = first + uk, four = second + vr, third = qk + float_dot(u, v), tupe = third + b;
        const float two = float_biased_dot(q, u, k) + float_biased_dot(q, v, r), t5 = qk + b;
        ck_assert_same_bits(rwk_score_shaw(q, k, r, N, RWK_F32), (double)float_biased_dot(k, r, q));
        ck_assert_same_bits(rwk_score_four_terms(q, k, r, u, v, N, RWK_F32), (double)four);
        ck_assert_same_bits(rwk_score_transformer_xl(q, k, r, u, v, N, RWK_F32), (double)two);
        ck_assert_same_bits(rwk_score_t5(q, k, (double)b, N, RWK_F32), (double)t5);
        ck_assert_same_bits(rwk_score_tupe(q, k, u, v, (double)b, N, RWK_F32), (double)tupe);
        ck_assert_same_bits(rwk_score_deberta(q, k, r, u, N, RWK_F32), (double)second);
    }
}
END_TEST

/* Values: each output column is a score of the weights with that column. */
START_TEST(test_value_is_a_weighted_sum_of_columns)
{
    enum { KEYS = 24, DIM = 5, ROWS = 7 };
    double w[KEYS], v[KEYS * DIM], a[ROWS * DIM], o[DIM], column[KEYS], shift[KEYS];
    size_t row[KEYS];
    rwk_rng rng = { 41 };
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        const rwk_dtype dtype = (rwk_dtype)d;
        fill_random(w, KEYS, &rng, dtype), fill_random(v, KEYS * DIM, &rng, dtype), fill_random(a, ROWS * DIM, &rng, dtype);
        for (int j = 0; j < KEYS; j++) row[j] = (size_t)random_within(&rng, 0, ROWS - 1);
        rwk_value_shaw(o, w, v, a, row, KEYS, DIM, dtype);
        for (int i = 0; i < DIM; i++) {
            for (int j = 0; j < KEYS; j++) column[j] = v[j * DIM + i], shift[j] = a[row[j] * DIM + (size_t)i];
            ck_assert_same_bits(o[i], rwk_score_shaw(w, column, shift, KEYS, dtype));
        }
    }
}
END_TEST

TEST_MAIN("relative_scores", test_forms_by_hand, test_value_by_hand, test_forms_are_parts_of_a_product_of_sums,
          test_forms_f32_are_native_float_arithmetic, test_value_is_a_weighted_sum_of_columns)
