/* SPDX-License-Identifier: MIT */
/* Tests faults/axes_fault: each differs from the right thing exactly where it says. */
#include "faults/axes_fault.h"

#include "testing.h"

START_TEST(test_same_scale_differs_for_keys_only)
{
    const double zeta[] = { 0.25, 0.5 };
    double right[2], wrong[2];
    for (int64_t m = -5; m <= 5; m++) {
        ck_assert_status(rwk_xpos_scale(right, zeta, 2, 2, m, RWK_XPOS_QUERY, RWK_F32), RWK_OK);
        ck_assert_status(rwk_fault_xpos_same_scale(wrong, zeta, 2, 2, m, RWK_XPOS_QUERY, RWK_F32), RWK_OK);
        for (int i = 0; i < 2; i++) ck_assert_same_bits(wrong[i], right[i]);
        ck_assert_status(rwk_fault_xpos_same_scale(wrong, zeta, 2, 2, m, RWK_XPOS_KEY, RWK_F32), RWK_OK);
        for (int i = 0; i < 2; i++) ck_assert_same_bits(wrong[i], right[i]);
    }
    fill_untouched(wrong, 2);
    ck_assert_status(rwk_fault_xpos_same_scale(wrong, zeta, 2, 0, 1, RWK_XPOS_KEY, RWK_F64), RWK_ERANGE);
    ck_assert(is_untouched(wrong, 2));
}
END_TEST

/* A query alone is not centred at all, keys by floor(L/2), where the whole text has ceil(L/2). */
START_TEST(test_own_centre)
{
    ck_assert_int_eq(rwk_fault_xpos_own_centre(137, 1), 137);
    ck_assert_int_eq(rwk_fault_xpos_own_centre(137, 41), 117);
    ck_assert_int_eq(rwk_fault_xpos_own_centre(0, 6), -3);
    ck_assert_int_eq(0 - rwk_xpos_centre(6), -3);
    ck_assert_int_eq(137 - rwk_xpos_centre(41), 116);
}
END_TEST

START_TEST(test_raster_wraps)
{
    ck_assert_int_eq(rwk_fault_raster(3, 2, 14), 31);
    ck_assert_int_eq(rwk_fault_raster(0, 1, 14) - rwk_fault_raster(13, 0, 14), 1);
    ck_assert_int_eq(rwk_fault_raster(1, 0, 14) - rwk_fault_raster(0, 0, 14), 1);
}
END_TEST

/* Sections (24, 20, 20): both send 61 and 62 elsewhere than to time; (11, 11, 10) of Qwen3.5 leaves no pair over. */
START_TEST(test_axes_of_the_last_pairs)
{
    rwk_config config = rwk_config_plain(128, 5e6);
    config.n_axes = 3, config.mrope_interleaved = true;
    config.mrope_section[0] = 24, config.mrope_section[1] = config.mrope_section[2] = 20;
    for (size_t i = 0; i < 64; i++) {
        const size_t right = rwk_config_axis(&config, i);
        const bool last = i == 61 || i == 62;
        ck_assert_uint_eq(rwk_fault_imrope_axis(&config, i), last ? 3 : right);
        ck_assert_uint_eq(rwk_fault_strided_axis(&config, i), last ? i % 3 : right);
    }
    config.mrope_section[0] = config.mrope_section[1] = 11, config.mrope_section[2] = 10;
    for (size_t i = 0; i < 32; i++) {
        ck_assert_uint_eq(rwk_fault_imrope_axis(&config, i), rwk_config_axis(&config, i));
        ck_assert_uint_eq(rwk_fault_strided_axis(&config, i), rwk_config_axis(&config, i));
    }
}
END_TEST

TEST_MAIN("axes_fault", test_same_scale_differs_for_keys_only, test_own_centre, test_raster_wraps, test_axes_of_the_last_pairs)
