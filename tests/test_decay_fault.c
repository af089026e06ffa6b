/* SPDX-License-Identifier: MIT */
/* Tests faults/decay_fault: each differs from the right formula in what it says, and in nothing else. */
#include "faults/decay_fault.h"

#include "claims/decay.h"
#include "testing.h"

START_TEST(test_onset_lacks_two_pi)
{
    for (double base = 10; base < 1e6; base *= 13)
        ck_assert_near(2 * acos(-1) * rwk_fault_alias_onset(base, 64) / rwk_decay_alias_onset(base, 64), 1, 1e-15);
}
END_TEST

/* The same as the right law up to its limit; beyond, larger. */
START_TEST(test_growing_has_no_limit)
{
    const double onset = rwk_decay_alias_onset(1e4, 64);
    for (double s = onset; s < 1e9; s *= 3.7) {
        const double right = pow(rwk_decay_alias_rms(s, 1e4, 64), 2), fault = rwk_fault_alias_growing(s, onset, 1e4, 64);
        if (s < 0.56 * 1e4 * onset) ck_assert_near(fault / right, 1, 1e-13);
        else ck_assert(fault > 1.01 * right);
    }
    ck_assert_same_bits(rwk_fault_alias_growing(onset / 100, onset, 1e4, 64), 0);
}
END_TEST

TEST_MAIN("decay_fault", test_onset_lacks_two_pi, test_growing_has_no_limit)
