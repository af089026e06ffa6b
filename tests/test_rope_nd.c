/* SPDX-License-Identifier: MIT */
/* Tests encodings/rope_nd: equal axes are RoPE, each axis as a head of its own, rows and exact rotation as second routes. */
#include "encodings/rope_nd.h"

#include "angles/rows.h"
#include "encodings/rope_exact.h"
#include "testing.h"

enum { WIDEST = 128 };

typedef struct {
    double c[RWK_MAX_AXES][WIDEST / 2], s[RWK_MAX_AXES][WIDEST / 2];
    const double *c_of[RWK_MAX_AXES], *s_of[RWK_MAX_AXES];
} axis_rows;

/* Certified rows of `spectrum`'s frequencies, one an axis, at positions[]. */
static void fill_rows(axis_rows *r, const rwk_config *spectrum, const int64_t positions[], rwk_dtype dtype)
{
    rwk_truth *truth = truth_of(spectrum);
    for (int a = 0; a < RWK_MAX_AXES; a++) {
        ck_assert_status(rwk_truth_cos_sin(r->c[a], r->s[a], truth, positions[a], dtype), RWK_OK);
        r->c_of[a] = r->c[a], r->s_of[a] = r->s[a];
    }
    rwk_truth_free(truth);
}

static rwk_config sections(size_t head_dim, size_t t, size_t h, size_t w, bool interleaved)
{
    rwk_config config = rwk_config_plain(head_dim, 10000);
    config.n_axes = 3;
    config.mrope_section[0] = t, config.mrope_section[1] = h, config.mrope_section[2] = w;
    config.mrope_interleaved = interleaved;
    return config;
}

/* head_dim = 12, sections 3, 2, 1: by the published code contiguous T T T H H W, interleaved T H W T H T. */
START_TEST(test_which_axis_turns_which_pair)
{
    const size_t wanted[2][6] = { { 0, 0, 0, 1, 1, 2 }, { 0, 1, 2, 0, 1, 0 } };
    double c[6], s[6];
    axis_rows r;
    for (int a = 0; a < 3; a++) {
        for (int i = 0; i < 6; i++) r.c[a][i] = 10 * a + i, r.s[a][i] = 100 + 10 * a + i;
        r.c_of[a] = r.c[a], r.s_of[a] = r.s[a];
    }
    for (int k = 0; k < 2; k++) {
        const rwk_config config = sections(12, 3, 2, 1, k == 1);
        ck_assert_status(rwk_rope_nd_row(c, s, &config, RWK_SPECTRUM_SHARED, r.c_of, r.s_of), RWK_OK);
        for (size_t i = 0; i < 6; i++) {
            ck_assert_same_bits(c[i], (double)(10 * wanted[k][i] + i));
            ck_assert_same_bits(s[i], (double)(100 + 10 * wanted[k][i] + i));
        }
    }
    const rwk_config own = sections(12, 3, 2, 1, false);
    const double entries[] = { 0, 1, 2, 10, 11, 20 };
    ck_assert_status(rwk_rope_nd_row(c, s, &own, RWK_SPECTRUM_OWN, r.c_of, r.s_of), RWK_OK);
    for (int i = 0; i < 6; i++) ck_assert_same_bits(c[i], entries[i]);
    const rwk_config turns = sections(12, 3, 2, 1, true);
    const double counted[] = { 0, 10, 20, 1, 11, 2 };
    ck_assert_status(rwk_rope_nd_row(c, s, &turns, RWK_SPECTRUM_OWN, r.c_of, r.s_of), RWK_OK);
    for (int i = 0; i < 6; i++) ck_assert_same_bits(s[i], 100 + counted[i]);
}
END_TEST

static void assert_equals_rope(const rwk_config *config, rwk_dtype dtype)
{
    double x[WIDEST], y[WIDEST], want[WIDEST];
    axis_rows r;
    rwk_rng rng = { 137 };
    fill_random(x, config->head_dim, &rng, dtype);
    fill_rows(&r, config, (const int64_t[]){ 257, 257, 257, 257 }, dtype);
    ck_assert_status(rwk_rope_of_layout(config->layout)(want, x, config->head_dim, config->rotary_dim, r.c[0], r.s[0], dtype),
                     RWK_OK);
    ck_assert_status(rwk_rope_nd(y, x, config, RWK_SPECTRUM_SHARED, r.c_of, r.s_of, dtype), RWK_OK);
    for (size_t j = 0; j < config->head_dim; j++) ck_assert_same_bits(y[j], want[j]);
    ck_assert_status(rwk_rope_nd(x, x, config, RWK_SPECTRUM_SHARED, r.c_of, r.s_of, dtype), RWK_OK);
    for (size_t j = 0; j < config->head_dim; j++) ck_assert_same_bits(x[j], want[j]);
}

/* Text: the same position on every axis, and a position of one axis. */
START_TEST(test_equal_positions_are_rope)
{
    for (int d = 0; d < RWK_N_DTYPES; d++)
        for (int k = 0; k < 4; k++) {
            rwk_config config = sections(128, 24, 20, 20, k % 2 == 1);
            config.layout = k < 2 ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
            assert_equals_rope(&config, (rwk_dtype)d);
            config.n_axes = 0;
            assert_equals_rope(&config, (rwk_dtype)d);
            config = sections(64, 11, 11, 10, true);
            config.head_dim = 100;
            config.layout = k < 2 ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
            assert_equals_rope(&config, (rwk_dtype)d);
        }
}
END_TEST

/* Rows that were merged when made, and rotation rounded once: the same turn to 4 u of a pair, (1 + 2^(1/2) + 1) u and slack. */
START_TEST(test_against_merged_rows_and_exact_rotation)
{
    double x[WIDEST], y[WIDEST], c[WIDEST / 2], s[WIDEST / 2], want[WIDEST], exact[WIDEST];
    axis_rows r;
    rwk_rng rng = { 41 };
    for (size_t k = 0; k < 8; k++) {
        const int64_t m[] = { 5 + 100 * (int64_t)k, 1000003, -11 * (int64_t)k, 0 };
        rwk_config config = sections(128, 16 + 8 * (k % 2), 24 - 4 * (k % 2), 24 - 4 * (k % 2), k % 2 == 1);
        config.layout = k < 4 ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
        rwk_truth *truth = truth_of(&config);
        rwk_rows *rows = rwk_rows_new(truth, &config);
        rwk_rope_exact *rope = rwk_rope_exact_new(truth, &config);
        fill_random(x, 128, &rng, RWK_F64);
        fill_rows(&r, &config, m, RWK_F64);
        ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, r.c_of, r.s_of, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rows_at(c, s, rows, m, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rope_of_layout(config.layout)(want, x, 128, 128, c, s, RWK_F64), RWK_OK);
        ck_assert_status(rwk_rope_exact_at(rope, m), RWK_OK);
        ck_assert_status(rwk_rope_exact_head(exact, x, rope, RWK_F64), RWK_OK);
        for (int j = 0; j < 128; j++) {
            ck_assert_same_bits(y[j], want[j]);
            ck_assert_near(y[j], exact[j], 4 * 0x1p-53 * sqrt(2));
        }
        rwk_rope_exact_free(rope);
        rwk_rows_free(rows);
        rwk_truth_free(truth);
    }
}
END_TEST

/* Axial: each half of the head is a head of its own, of half the width, at its own coordinate. */
START_TEST(test_axial_is_a_head_an_axis)
{
    double x[WIDEST], y[WIDEST], want[WIDEST];
    axis_rows r;
    rwk_rng rng = { 2385 };
    for (size_t n_axes = 1; n_axes <= 4; n_axes++)
        for (size_t width = 2; width <= 32; width += 6) {
            rwk_config config;
            const size_t head = width * n_axes;
            const rwk_config one = rwk_config_plain(width, 100);
            ck_assert_status(rwk_rope_axial_config(&config, head, n_axes, 100), RWK_OK);
            fill_random(x, head, &rng, RWK_F64);
            fill_rows(&r, &one, (const int64_t[]){ 3, 13, 7, 1 }, RWK_F64);
            ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_OWN, r.c_of, r.s_of, RWK_F64), RWK_OK);
            for (size_t a = 0; a < n_axes; a++)
                ck_assert_status(rwk_rope_interleaved(want + a * width, x + a * width, width, width, r.c[a], r.s[a], RWK_F64),
                                 RWK_OK);
            for (size_t j = 0; j < head; j++) ck_assert_same_bits(y[j], want[j]);
        }
}
END_TEST

/* rope-vit, dim = 64, theta = 100: frequencies 100^(-4j/64), the same on both axes; 100^(-4/64) = .7498942093324559 */
START_TEST(test_axial_frequencies)
{
    rwk_config config;
    double theta[16];
    ck_assert_status(rwk_rope_axial_config(&config, 64, 2, 100), RWK_OK);
    ck_assert(config.layout == RWK_INTERLEAVED && !config.mrope_interleaved);
    ck_assert(config.head_dim == 64 && config.rotary_dim == 64 && config.n_axes == 2);
    ck_assert(config.mrope_section[0] == 16 && config.mrope_section[1] == 16);
    const rwk_config one = rwk_config_plain(32, 100);
    rwk_truth *truth = truth_of(&one);
    ck_assert_status(rwk_truth_inv_freq(theta, truth, RWK_F64), RWK_OK);
    ck_assert_near(theta[1], 0.7498942093324559, 0x1p-53);
    ck_assert_near(theta[8], 0.1, 0x1p-56);
    rwk_truth_free(truth);
}
END_TEST

/* x and y exchanged turn the halves of the head by each other's coordinate: another vector. */
START_TEST(test_swapped_axes_differ)
{
    double x[64], y[64], swapped[64];
    axis_rows r;
    rwk_config config;
    rwk_rng rng = { 41 };
    const rwk_config one = rwk_config_plain(32, 100);
    ck_assert_status(rwk_rope_axial_config(&config, 64, 2, 100), RWK_OK);
    fill_random(x, 64, &rng, RWK_F64);
    fill_rows(&r, &one, (const int64_t[]){ 3, 7, 0, 0 }, RWK_F64);
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_OWN, r.c_of, r.s_of, RWK_F64), RWK_OK);
    const double *c_of[] = { r.c[1], r.c[0] }, *s_of[] = { r.s[1], r.s[0] };
    ck_assert_status(rwk_rope_nd(swapped, x, &config, RWK_SPECTRUM_OWN, c_of, s_of, RWK_F64), RWK_OK);
    for (int j = 0; j < 64; j++) ck_assert(y[j] != swapped[j]);
}
END_TEST

START_TEST(test_statuses_leave_the_output_alone)
{
    double y[8], x[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, bad[4] = { 1, 1, 1, NAN };
    const double one[5] = { 1, 1, 1, 1, 1 }, *c_of[3] = { one, one, one }, *bad_of[3] = { one, one, bad };
    rwk_config config = sections(8, 2, 1, 1, false), other = config;
    fill_untouched(y, 8);
    config.rotary_dim = 10, config.n_axes = 0;
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_ESHAPE);
    config.rotary_dim = 7, config.n_axes = 3;
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_EODD);
    ck_assert_status(rwk_rope_nd_row(y, y, &config, RWK_SPECTRUM_SHARED, c_of, c_of), RWK_EODD);
    config.rotary_dim = 0;
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_EODD);
    config.rotary_dim = 6;
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_ESHAPE);
    ck_assert_status(rwk_rope_nd_row(y, y + 4, &config, RWK_SPECTRUM_OWN, c_of, c_of), RWK_ESHAPE);
    config.head_dim = config.rotary_dim = SIZE_MAX - 1;
    ck_assert_status(rwk_rope_nd(y, x, &config, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_EOVERFLOW);
    ck_assert_status(rwk_rope_nd(y, x, &other, RWK_SPECTRUM_SHARED, bad_of, c_of, RWK_F64), RWK_ENAN);
    ck_assert_status(rwk_rope_nd(y, x, &other, RWK_SPECTRUM_SHARED, c_of, bad_of, RWK_F64), RWK_ENAN);
    x[7] = NAN;
    ck_assert_status(rwk_rope_nd(y, x, &other, RWK_SPECTRUM_SHARED, c_of, c_of, RWK_F64), RWK_ENAN);
    ck_assert(is_untouched(y, 8));
}
END_TEST

START_TEST(test_axial_config_statuses)
{
    rwk_config config = rwk_config_plain(6, 2.385);
    ck_assert_status(rwk_rope_axial_config(&config, 64, 0, 100), RWK_ESHAPE);
    ck_assert_status(rwk_rope_axial_config(&config, 64, 5, 100), RWK_ESHAPE);
    ck_assert_status(rwk_rope_axial_config(&config, 64, 3, 100), RWK_ESHAPE);
    ck_assert_status(rwk_rope_axial_config(&config, 6, 2, 100), RWK_EODD);
    ck_assert_status(rwk_rope_axial_config(&config, 0, 2, 100), RWK_EODD);
    ck_assert(config.head_dim == 6 && config.rope_theta == 2.385 && config.n_axes == 0);
}
END_TEST

TEST_MAIN("rope_nd", test_which_axis_turns_which_pair, test_equal_positions_are_rope, test_against_merged_rows_and_exact_rotation,
          test_axial_is_a_head_an_axis, test_axial_frequencies, test_swapped_axes_differ, test_statuses_leave_the_output_alone,
          test_axial_config_statuses)
