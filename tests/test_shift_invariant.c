/* SPDX-License-Identifier: MIT */
/* Tests claims/shift_invariant: the nearest matrix by its own properties, the norm by hand and by it, the bounds by hand. */
#include "claims/shift_invariant.h"

#include <gsl/gsl_math.h>

#include "encodings/sinusoidal.h"
#include "testing.h"

enum { D = 6 };

static double inner(const double a[D * D], const double b[D * D])
{
    double sum = 0;
    for (int j = 0; j < D * D; j++) sum += a[j] * b[j];
    return sum;
}

START_TEST(test_part_by_hand)
{
    const double m[] = { 1, 2, 41, 41, 5, 8, 41, 41, 41, 41, -1, 3, 41, 41, 3, 7 };
    const double want[] = { 4.5, -1.5, 0, 0, 1.5, 4.5, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3 };
    double part[16];
    memcpy(part, m, sizeof m);
    rwk_shift_invariant_part(part, part, 4); /* in place */
    for (int j = 0; j < 16; j++) ck_assert_near(part[j], want[j], 0);
    /* 8 times 41; blocks: 3.5, 3.5, 3.5, 3.5 and 4, 3, 3, 4 */
    ck_assert_near(rwk_shift_variant_norm(m, 4), sqrt(8 * 41 * 41 + 4 * 12.25 + 50), 1e-13);
}
END_TEST

/* The rest is orthogonal to the part, and the part of the part is the part. */
START_TEST(test_part_is_an_orthogonal_projection)
{
    double m[D * D], part[D * D], rest[D * D], again[D * D];
    rwk_rng rng = { 137 };
    for (int draw = 0; draw < 50; draw++) {
        fill_random(m, D * D, &rng, RWK_F64);
        rwk_shift_invariant_part(part, m, D);
        rwk_shift_invariant_part(again, part, D);
        for (int j = 0; j < D * D; j++) {
            rest[j] = m[j] - part[j];
            ck_assert(again[j] == part[j]);
        }
        ck_assert_near(inner(rest, part), 0, 1e-14);
        ck_assert_near(rwk_shift_variant_norm(m, D), sqrt(inner(rest, rest)), 1e-14);
        ck_assert(rwk_shift_variant_norm(part, D) == 0);
    }
}
END_TEST

/* It commutes with every shift M_k of the sinusoidal table, and the rest does not. */
START_TEST(test_part_commutes_with_shifts)
{
    double m[D * D], part[D * D], shift[D * D];
    rwk_rng rng = { 41 };
    fill_random(m, D * D, &rng, RWK_F64);
    rwk_shift_invariant_part(part, m, D);
    ck_assert_status(rwk_sinusoidal_shift(shift, 17, D, 10000), RWK_OK);
    for (int kind = 0; kind < 2; kind++) {
        const double *a = kind ? part : m;
        double worst = 0;
        for (int i = 0; i < D; i++)
            for (int j = 0; j < D; j++) {
                double gap = 0;
                for (int l = 0; l < D; l++) gap += a[i * D + l] * shift[l * D + j] - shift[i * D + l] * a[l * D + j];
                worst = fmax(worst, fabs(gap));
            }
        ck_assert(kind ? worst < 1e-15 : worst > 0.1);
    }
}
END_TEST

START_TEST(test_diagonal_spread)
{
    double z[] = { 1, 2, 41, 5, 1.5, 2.25, 7, 4.5, 0.5 };
    ck_assert_same_bits(rwk_diagonal_spread(z, 3), 1); /* 1, 1.5, .5; the others 2, 2.25 and 5, 4.5 */
    z[6] = NAN;
    ck_assert(isnan(rwk_diagonal_spread(z, 3)));
    const double below[] = { 1, 2, 3, 4, 1, 2, 3, 7, 1 };
    ck_assert_same_bits(rwk_diagonal_spread(below, 3), 3);
}
END_TEST

/* Against the matrices themselves, on all four pairs of unit vectors. */
START_TEST(test_pair_directions)
{
    const double e[4][2][2] = { { { 1, 0 }, { 0, 1 } }, { { 0, -1 }, { 1, 0 } }, { { 1, 0 }, { 0, -1 } }, { { 0, 1 }, { 1, 0 } } };
    const double unit[2][2] = { { 1, 0 }, { 0, 1 } };
    for (int kind = 0; kind < 4; kind++)
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++) ck_assert(rwk_pair_direction(unit[i], unit[j], kind) == e[kind][i][j]);
}
END_TEST

/* d = 4: of 16 directions, 4 leave the score relative; a table of random rows leaves none. */
START_TEST(test_shift_singular_values)
{
    enum { N = 40, W = 4 };
    double p[N * W], values[W * W];
    rwk_rng rng = { 2385 };
    ck_assert_status(rwk_sinusoidal_loop(p, N, W, 100), RWK_OK);
    ck_assert_status(rwk_shift_singular_values(values, p, N, W), RWK_OK);
    ck_assert(values[W * W - W] < 1e-12 && values[W * W - W - 1] > 1e-2);
    fill_random(p, N * W, &rng, RWK_F64);
    ck_assert_status(rwk_shift_singular_values(values, p, N, W), RWK_OK);
    ck_assert(values[W * W - 1] > 1e-2);
}
END_TEST

/* b = 4, d = 4: theta = 1, 1/2; e = 0, 1/2; entries 3 i + sqrt 2 and i/2 (3 + ln 2) + sqrt 2. */
START_TEST(test_bounds_by_hand)
{
    const double row = hypot(21 + M_SQRT2, 3.5 * (3 + M_LN2) + M_SQRT2);
    ck_assert_ulp(rwk_bound_sinusoidal_row(7, 4, 4, 1), row, RWK_F64, 4);
    ck_assert_ulp(rwk_bound_expansion(3, 4, 0.5), 48, RWK_F64, 1);
    ck_assert_ulp(rwk_bound_term_spread(2, 3, 5, 8, 4, 4, 0.5), 4 * (2 + 6) + 60 + 4 * 3 * M_SQRT2 * row / 2, RWK_F64, 4);
}
END_TEST

TEST_MAIN("shift_invariant", test_part_by_hand, test_part_is_an_orthogonal_projection, test_part_commutes_with_shifts,
          test_diagonal_spread, test_pair_directions, test_shift_singular_values, test_bounds_by_hand)
