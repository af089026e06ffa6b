/* SPDX-License-Identifier: MIT */
/* Tests the measures of the errata: numbers of the project's notes, found in Python and numpy; each right form within its bound, each
 * printed form beyond it; the same draws, the same result. */
#include "claims/errata_measures.h"

#include "testing.h"

static rwk_erratum_result measured(rwk_erratum_measure *measure, unsigned long seed)
{
    static rwk_run run;
    rwk_erratum_result r = { 0 };
    run.rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(run.rng, seed);
    ck_assert_status(measure(&r, &run), RWK_OK);
    gsl_rng_free(run.rng);
    return r;
}

START_TEST(test_every_one_decides)
{
    for (int number = 1; number < RWK_ERRATA_MAX; number++) {
        const rwk_erratum *e = rwk_erratum_of(number);
        if (!e || !e->measure) continue;
        for (unsigned long seed = 1; seed <= 3; seed++) {
            const rwk_erratum_result r = measured(e->measure, seed), again = measured(e->measure, seed);
            ck_assert_msg(r.printed > r.bound && r.right <= r.bound, "E%d: %g, %g, bound %g", number, r.printed, r.right, r.bound);
            ck_assert_msg(r.printed > 1e3 * r.bound || r.bound == 0 || number == 52, "E%d: %g, bound %g", number, r.printed,
                          r.bound);
            ck_assert_msg(r.relative > 0 && isfinite(r.relative), "E%d: %g", number, r.relative);
            ck_assert_same_bits(r.printed, again.printed);
            ck_assert_same_bits(r.shown[0], again.shown[0]);
        }
    }
}
END_TEST

/* What does not depend on draws, as the notes have it to its digits. */
static const struct {
    int number, k;
    const char *format, *want;
} KNOWN[] = {
    { 1, 0, "%.0f", "9" },       { 8, 0, "%.4f", "0.8660" },    { 8, 1, "%.4f", "0.9994" },    { 8, 2, "%.4f", "0.9485" },
    { 8, 3, "%.4f", "0.6565" },  { 8, 4, "%.4f", "0.4373" },    { 10, 0, "%.6f", "1.471848" }, { 12, 0, "%.2e", "1.15e-04" },
    { 14, 0, "%.0f", "113" },    { 14, 1, "%.0f", "18" },       { 22, 0, "%.3g", "1.25e-09" }, { 28, 0, "%.1f", "39.8" },
    { 30, 0, "%.0f", "48" },     { 31, 0, "%.6f", "3.714270" }, { 32, 0, "%.2f", "-26.85" },   { 32, 1, "%.2f", "-15.21" },
    { 32, 2, "%.2f", "21.05" },  { 33, 0, "%.0f", "8" },        { 33, 1, "%.0f", "9" },        { 39, 0, "%.0f", "67108864" },
    { 39, 1, "%.0f", "262144" }, { 41, 0, "%.6f", "3.998308" }, { 41, 1, "%.3f", "3.474" },    { 49, 0, "%.1f", "4.0" },
    { 52, 0, "%.0f", "35" },     { 52, 1, "%.2f", "0.71" },     { 57, 0, "%.1f", "60611.5" },  { 57, 1, "%.1f", "62831.9" },
    { 58, 0, "%.0f", "4861" },   { 58, 1, "%.5f", "0.99598" },  { 58, 2, "%.4f", "0.5897" },
};

START_TEST(test_numbers_of_the_notes)
{
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, KNOWN[i].format, measured(rwk_erratum_of(KNOWN[i].number)->measure, 1).shown[KNOWN[i].k]);
        ck_assert_msg(strcmp(text, KNOWN[i].want) == 0, "E%d, number %d: %s, want %s", KNOWN[i].number, KNOWN[i].k, text,
                      KNOWN[i].want);
    }
}
END_TEST

START_TEST(test_loop)
{
    static const char *const want[] = { "8.3", "11.9", "572.0", "978.0", "0.0", "28.3", "36.6", "1.0" };
    const rwk_erratum_result r = measured(rwk_erratum_loop, 1);
    for (int k = 0; k < 8; k++) ck_assert_prints(r.shown[k], "%.1f", want[k]);
    ck_assert_prints(r.shown[4], "%.1e", "1.8e-08");
}
END_TEST

/* sin 1 by hand, with both signs of S1; and the laws of what is drawn: (D23.3), (D14.10) with f(1000) = 0.16, (D11.8). */
START_TEST(test_drawn)
{
    const rwk_erratum_result six = measured(rwk_erratum_func6, 1), nine = measured(rwk_erratum_func9, 1);
    ck_assert_near(six.shown[0], -sin(1), 1e-15);
    ck_assert_near(six.shown[1], sin(1), 1e-15);
    ck_assert_same_bits(nine.shown[0], six.shown[1]);
    ck_assert_same_bits(nine.shown[1], six.shown[0]);
    double lost = 0, change = 0, leak = 0;
    for (unsigned long seed = 1; seed <= 20; seed++) {
        lost += measured(rwk_erratum_subspaces, seed).relative / 20;
        change += measured(rwk_erratum_s4_7, seed).shown[0] / 20;
        leak += measured(rwk_erratum_fill, seed).shown[0] / 20;
    }
    ck_assert_near(lost, 1, 0.01);
    ck_assert_near(change, 9, 1.5);   /* sqrt(3/2 64 (1 - 0.16)) = 9.0 */
    ck_assert_near(leak, 0.42, 0.04); /* the exact expectation of ten tokens is 0.42 */
}
END_TEST

TEST_MAIN("errata_measures", test_every_one_decides, test_numbers_of_the_notes, test_loop, test_drawn)
