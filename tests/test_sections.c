/* SPDX-License-Identifier: MIT */
/* Tests claims/sections: holes and means by hand, the bound over all sections against rwk_config_axis. */
#include "claims/sections.h"

#include "testing.h"

START_TEST(test_holes_by_hand)
{
    const size_t axis[] = { 0, 0, 1, 0, 1, 1, 1 };
    ck_assert_same_bits(rwk_sections_widest_hole(axis, 7, 0), 4); /* -1 0 1 3 7 */
    ck_assert_same_bits(rwk_sections_widest_hole(axis, 7, 1), 3); /* -1 2 4 5 6 7 */
    ck_assert_same_bits(rwk_sections_widest_hole(axis, 7, 2), 8);
    ck_assert_same_bits(rwk_sections_widest_hole(axis, 2, 0), 1);
}
END_TEST

/* Qwen3-VL: 64 - 58 = 6. */
START_TEST(test_hole_bound_is_attained)
{
    rwk_config config = rwk_config_plain(128, 5e6);
    config.n_axes = 3, config.mrope_interleaved = true;
    config.mrope_section[0] = 24, config.mrope_section[1] = config.mrope_section[2] = 20;
    ck_assert_same_bits(rwk_sections_hole_bound(&config), 6);
    for (size_t h = 1; h <= 21; h++)
        for (size_t w = 1; w <= 20; w++) {
            size_t axis[64];
            double widest = 0;
            config.mrope_section[0] = 64 - h - w, config.mrope_section[1] = h, config.mrope_section[2] = w;
            for (size_t i = 0; i < 64; i++) axis[i] = rwk_config_axis(&config, i);
            for (size_t a = 0; a < 3; a++) widest = fmax(widest, rwk_sections_widest_hole(axis, 64, a));
            ck_assert_same_bits(rwk_sections_hole_bound(&config), widest);
        }
}
END_TEST

/* Axis 1 has theta = pi and pi/2: at s = 1 cosines -1 and 0, mean loss 3/2; the bound is (pi^2 + pi^2/4)/4. */
START_TEST(test_losses_by_hand)
{
    const double pi = acos(-1), theta[] = { 7, pi, 2.385, pi / 2 };
    const size_t axis[] = { 0, 1, 2, 1 };
    ck_assert_near(rwk_sections_loss(theta, axis, 4, 1, 1), 1.5, 0x1p-50);
    ck_assert_near(rwk_sections_loss(theta, axis, 4, 1, 2), 1, 0x1p-50);
    ck_assert_near(rwk_sections_loss(theta, axis, 4, 2, 1), 1 - cos(2.385), 0x1p-50);
    ck_assert_near(rwk_sections_loss_bound(theta, axis, 4, 1, 1), 5 * pi * pi / 16, 0x1p-49);
    ck_assert_near(rwk_sections_loss_bound(theta, axis, 4, 1, 3), 45 * pi * pi / 16, 0x1p-46);
    ck_assert(isnan(rwk_sections_loss(theta, axis, 4, 3, 1)));
}
END_TEST

TEST_MAIN("sections", test_holes_by_hand, test_hole_bound_is_attained, test_losses_by_hand)
