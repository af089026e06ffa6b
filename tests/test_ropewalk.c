/* SPDX-License-Identifier: MIT */
/* Tests ropewalk.h: everything that the installed library declares compiles together, and names every header of its layers but those
 * that need GSL. */
#include "ropewalk.h"

#include "testing.h"

START_TEST(test_headers_compile_together)
{
    double y[2];
    const double x[2] = { 2.385, -0.5 }, c = 0, s = 1;
    ck_assert_status(rwk_rope_interleaved(y, x, 2, 2, &c, &s, RWK_F64), RWK_OK);
    ck_assert_same_bits(y[0], 0.5);
    ck_assert_same_bits(y[1], 2.385);
}
END_TEST

TEST_MAIN("ropewalk", test_headers_compile_together)
