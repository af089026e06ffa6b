/* SPDX-License-Identifier: MIT */
/* Tests claims/base_search: against brute force, the project's notes, and its own promises. */
#include "claims/base_search.h"

#include "testing.h"

static rwk_base_search search;

static bool feasible(double b, size_t n, int64_t context)
{
    double theta[64];
    for (size_t j = 0; j < n; j++) theta[j] = pow(b, -(double)j / (double)n);
    for (int64_t m = 0; m < context; m++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++) sum += cos((double)m * theta[j]);
        if (sum < 0) return false;
    }
    return true;
}

/* Second route: every base from 1 on in steps of 1e-4, cosine by cosine. */
START_TEST(test_first_feasible_by_brute_force)
{
    const struct {
        size_t n;
        int64_t context;
    } cases[] = { { 2, 3 }, { 3, 10 }, { 4, 16 }, { 5, 40 }, { 8, 33 }, { 8, 64 }, { 16, 128 }, { 64, 60 } };
    for (int k = 0; k < 8; k++) {
        double b = 1;
        while (!feasible(b, cases[k].n, cases[k].context)) b *= 1 + 1e-4;
        rwk_base_search_start(&search, cases[k].n);
        const rwk_base_edge edge = rwk_base_first_feasible(&search, 1, cases[k].context, 1e9);
        ck_assert_near(edge.high, b / (1 + 0.5e-4), 0.501e-4 * b);
        ck_assert_uint_eq(search.undecided, 0);
    }
}
END_TEST

/* The same for the ends of windows: brute force over the comb of a small head. */
START_TEST(test_windows_by_brute_force)
{
    enum { N_PAIRS = 6, CONTEXT = 90, TOP = 10000 };
    double low = 1, b = 1;
    int windows = 0;
    rwk_base_search_start(&search, N_PAIRS);
    while (low < TOP) {
        const rwk_base_edge first = rwk_base_first_feasible(&search, low, CONTEXT, TOP);
        while (b < TOP && !feasible(b, N_PAIRS, CONTEXT)) b *= 1 + 1e-4;
        if (!isfinite(first.high)) break;
        ck_assert_near(first.high, b / (1 + 0.5e-4), 0.501e-4 * b);
        const rwk_base_edge last = rwk_base_first_infeasible(&search, first.high, CONTEXT, TOP);
        while (b < TOP && feasible(b, N_PAIRS, CONTEXT)) b *= 1 + 1e-4;
        windows++;
        if (!isfinite(last.high)) break;
        ck_assert_near(last.high, b / (1 + 0.5e-4), 0.501e-4 * b);
        low = last.high;
    }
    ck_assert_int_eq(windows, 4);
    ck_assert(b >= TOP);
    ck_assert_uint_eq(search.undecided, 0);
}
END_TEST

/* A sweep in steps of 1e-6 .. 1e-5 (numpy, the project's notes) stops up to a step, or a narrow window's width, above the edge. */
START_TEST(test_least_bases_of_the_notes)
{
    const double swept[] = { 4293.46, 11587.3, 26952.5, 83764.5, 231644.1 },
                 grid[] = { 4293.45, 11587.35, 26952.56, 83764.24, 231644.5 };
    double low = 1;
    rwk_base_search_start(&search, 64);
    for (int k = 0; k < 5; k++) {
        const int64_t context = INT64_C(1024) << k;
        const rwk_base_edge edge = rwk_base_first_feasible(&search, low, context, 1e6);
        ck_assert_near(edge.low, swept[k] * (1 - 0.5e-5), 1.1e-5 * swept[k]);
        ck_assert_near(edge.high, edge.low * (1 + 0x1p-34), edge.low * 0x1p-50);
        ck_assert(!feasible(edge.low, 64, context) && feasible(edge.high, 64, context));
        ck_assert_near(rwk_base_by_grid(&search, 1000.0 * (double)context, edge.low, context), grid[k], 0.6 * (k < 4 ? 0.01 : 0.1));
        low = edge.low;
    }
    ck_assert_uint_eq(search.undecided, 0);
    ck_assert(search.doubt > 0 && search.doubt < 1);
}
END_TEST

/* The eight windows of 2k below 20000 (the notes have the first and the last start), and where bisection ends. */
START_TEST(test_comb_at_2k)
{
    double low = 10000;
    int windows = 0;
    rwk_base_search_start(&search, 64);
    while (true) {
        const rwk_base_edge first = rwk_base_first_feasible(&search, low, 2048, 20000);
        if (windows++ == 7) ck_assert_near(first.high, 17250.5, 0.5);
        const rwk_base_edge last = rwk_base_first_infeasible(&search, first.high, 2048, 20000);
        if (windows == 1) ck_assert_near(last.low, 11649, 0.5);
        if (!isfinite(last.high)) break;
        low = last.high;
    }
    ck_assert_int_eq(windows, 8);
    ck_assert_near(rwk_base_by_bisection(&search, 1000, 2048000, 2048), 17250.5, 0.5);
}
END_TEST

/* Su's grid by hand from the same rule, with plain loops, on a small head: no cut is skipped. */
START_TEST(test_grid_is_the_first_feasible_cut_five_times)
{
    const size_t n = 5;
    const int64_t context = 40;
    double top = 40000;
    for (double parts = 10; parts <= 1e5; parts *= 10) {
        double i = 1;
        while (!feasible(top * i / parts, n, context)) i++;
        top = top * i / parts;
    }
    rwk_base_search_start(&search, n);
    const rwk_base_edge edge = rwk_base_first_feasible(&search, 1, context, 1e9);
    ck_assert_near(rwk_base_by_grid(&search, 40000, edge.low, context), top, 1e-12 * top);
}
END_TEST

START_TEST(test_limits_and_ticks)
{
    rwk_base_search_start(&search, 64);
    const rwk_base_edge none = rwk_base_first_feasible(&search, 1, 4096, 5000);
    ck_assert(none.low >= 5000 && none.high == INFINITY);
    const rwk_base_edge all = rwk_base_first_infeasible(&search, 1e6, 1024, 1.1e6);
    ck_assert(all.low >= 1.1e6 && all.high == INFINITY);
    const rwk_base_edge here = rwk_base_first_feasible(&search, 1e6, 1024, 1e9); /* feasible already */
    ck_assert_same_bits(here.low, 1e6);
    const rwk_base_edge nothing = rwk_base_first_feasible(&search, NAN, 1024, 1e9);
    ck_assert(!(nothing.low < INFINITY));
}
END_TEST

static void count(void *who, double b)
{
    ck_assert(b >= 1);
    ++*(size_t *)who;
}

START_TEST(test_every_step_is_told)
{
    size_t told = 0;
    search = (rwk_base_search){ .tick = count, .who = &told };
    rwk_base_search_start(&search, 64);
    rwk_base_first_feasible(&search, 1, 1024, 1e9);
    ck_assert_uint_eq(told, search.steps);
    ck_assert(told > 20);
    search.tick = NULL;
}
END_TEST

TEST_MAIN("base_search", test_first_feasible_by_brute_force, test_windows_by_brute_force, test_least_bases_of_the_notes,
          test_comb_at_2k, test_grid_is_the_first_feasible_cut_five_times, test_limits_and_ticks, test_every_step_is_told)
