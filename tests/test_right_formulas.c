/* SPDX-License-Identifier: MIT */
/* Tests claims/right_formulas: each formula passes and its planted misprint does not, whatever is drawn; the bounds by hand. */
#include "claims/right_formulas.h"

#include "testing.h"

START_TEST(test_each_passes_and_each_plant_is_found)
{
    static rwk_run run;
    run.rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (unsigned long seed = 1; seed <= 10; seed++)
        for (size_t k = 0; k < RWK_FORMULAS; k++) {
            rwk_formula_result r = { 0 };
            gsl_rng_set(run.rng, seed);
            ck_assert_status(rwk_formulas[k].measure(&r, &run), RWK_OK);
            ck_assert_msg(r.printed > 0 && r.printed <= 1, "%s: %g", rwk_formulas[k].name, r.printed);
            ck_assert_msg(r.planted > 1e6, "%s %s: %g", rwk_formulas[k].name, rwk_formulas[k].planted, r.planted);
        }
    gsl_rng_free(run.rng);
}
END_TEST

/* u (20 + 3) 2 and 4 u 5, for u = 2^-10. */
START_TEST(test_bounds_by_hand)
{
    ck_assert_same_bits(rwk_bound_product_of_turns(2, -3, 0x1p-10), 46 * 0x1p-10);
    ck_assert_same_bits(rwk_bound_certified_pair(5, 0x1p-10), 20 * 0x1p-10);
}
END_TEST

TEST_MAIN("right_formulas", test_each_passes_and_each_plant_is_found, test_bounds_by_hand)
