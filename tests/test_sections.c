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

/* All sections that leave room; time fills up. */
static void assert_bound_attained(rwk_config config, size_t h, size_t w)
{
    size_t axis[64];
    double widest = 0;
    const size_t n = config.rotary_dim / 2;
    config.mrope_section[0] = n - h - w, config.mrope_section[1] = h, config.mrope_section[2] = w;
    for (size_t i = 0; i < n; i++) axis[i] = rwk_config_axis(&config, i);
    for (size_t a = 0; a < 3; a++) widest = fmax(widest, rwk_sections_widest_hole(axis, n, a));
    ck_assert_same_bits(rwk_sections_hole_bound(&config), widest);
}

/* Qwen3-VL: 64 - 58 = 6.  Of 63 pairs, 21 each, the steps between pairs are the widest. */
START_TEST(test_hole_bound_is_attained)
{
    for (size_t d = 126; d <= 128; d += 2) {
        rwk_config config = rwk_config_plain(d, 5e6);
        config.n_axes = 3, config.mrope_interleaved = true;
        for (size_t h = 1; 3 * (h - 1) + 1 < d / 2; h++)
            for (size_t w = 1; 3 * (w - 1) + 2 < d / 2; w++) assert_bound_attained(config, h, w);
        config.mrope_section[1] = config.mrope_section[2] = d == 128 ? 20 : 21;
        ck_assert_same_bits(rwk_sections_hole_bound(&config), d == 128 ? 6 : 3);
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
