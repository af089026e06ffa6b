/* SPDX-License-Identifier: MIT */
/* What the tests share: comparisons whose failure shows the numbers in hex, reproducible random numbers, and main(). */
#ifndef RWK_TESTS_TESTING_H
#define RWK_TESTS_TESTING_H

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "angles/truth.h"
#include "core/dtype.h"
#include "core/rng.h"
#include "core/status.h"

/* Check reports where it stands at every ck_assert: these speak only when they fail, so that a loop of a million is cheap. */

#define ck_assert_status(call, want)                                                                                               \
    do {                                                                                                                           \
        const rwk_status got_ = (call), want_ = (want);                                                                            \
        if (got_ != want_) ck_abort_msg("%s: got \"%s\", want \"%s\"", #call, rwk_strerror(got_), rwk_strerror(want_));            \
    } while (0)

/* Equal as IEEE bits: 0 and -0 differ, all NaN are one. */
#define ck_assert_same_bits(got, want)                                                                                             \
    do {                                                                                                                           \
        const double got_ = (got), want_ = (want);                                                                                 \
        if (rwk_bits(got_, RWK_F64) != rwk_bits(want_, RWK_F64))                                                                   \
            ck_abort_msg("%s: got %a (%.17g), want %a (%.17g)", #got, got_, got_, want_, want_);                                   \
    } while (0)

/* Equal within max_ulp spacings of dtype at `want`, the limit included. */
#define ck_assert_ulp(got, want, dtype, max_ulp)                                                                                   \
    do {                                                                                                                           \
        const double got_ = (got), want_ = (want), error_ = fabs(got_ - want_) / rwk_ulp(want_, dtype);                            \
        if (!(error_ <= (max_ulp)))                                                                                                \
            ck_abort_msg("%s: got %a, want %a: %g ulp of %s", #got, got_, want_, error_, rwk_dtype_name(dtype));                   \
    } while (0)

/* |got - want| <= limit; NaN fails, a limit of 0 asks for equality. */
#define ck_assert_near(got, want, limit)                                                                                           \
    do {                                                                                                                           \
        const double got_ = (got), want_ = (want), limit_ = (limit);                                                               \
        if (!(fabs(got_ - want_) <= limit_))                                                                                       \
            ck_abort_msg("%s: got %a (%.17g), want %a (%.17g), off by %g > %g", #got, got_, got_, want_, want_,                    \
                         fabs(got_ - want_), limit_);                                                                              \
    } while (0)

/* A number as printf shows it, against the digits that somebody printed. */
#define ck_assert_prints(got, format, want)                                                                                        \
    do {                                                                                                                           \
        char text_[64];                                                                                                            \
        snprintf(text_, sizeof text_, format, (got));                                                                              \
        if (strcmp(text_, (want)) != 0) ck_abort_msg("%s: got %s, want %s", #got, text_, (want));                                  \
    } while (0)

/* A value that no function under test produces: what outputs hold before a call that must leave them alone. */
#define UNTOUCHED (-0x1.a5a5a5a5a5a5ap-77)

static inline void fill_untouched(double x[], size_t n)
{
    for (size_t i = 0; i < n; i++) x[i] = UNTOUCHED;
}

static inline bool is_untouched(const double x[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rwk_bits(x[i], RWK_F64) != rwk_bits(UNTOUCHED, RWK_F64)) return false;
    return true;
}

/* Uniform in [-1, 1), rounded to dtype. */
static inline double random_of(rwk_rng *rng, rwk_dtype dtype) { return rwk_round(2 * rwk_rng_uniform(rng) - 1, dtype); }

static inline void fill_random(double x[], size_t n, rwk_rng *rng, rwk_dtype dtype)
{
    for (size_t i = 0; i < n; i++) x[i] = random_of(rng, dtype);
}

/* Uniform among low .. high. */
static inline int64_t random_within(rwk_rng *rng, int64_t low, int64_t high)
{
    return low + (int64_t)(rwk_rng_next(rng) % ((uint64_t)(high - low) + 1));
}

/* Between low and high > low > 0, every octave alike. */
static inline double random_by_octaves(rwk_rng *rng, double low, double high)
{
    return low * pow(high / low, rwk_rng_uniform(rng));
}

/* The truth of a config, at `precision` bits (0: as usual), or the test fails with the reason. */
static inline rwk_truth *truth_at(const rwk_config *config, long precision)
{
    rwk_truth *truth = NULL;
    rwk_diag diag = { 0 };
    const rwk_status status = rwk_truth_new(&truth, config, precision, &diag);
    if (status != RWK_OK) ck_abort_msg("rwk_truth_new: %s", diag.text);
    return truth;
}

static inline rwk_truth *truth_of(const rwk_config *config) { return truth_at(config, 0); }

enum { TEST_SECONDS = 240 }; /* generous: under sanitizers on a busy machine */

static inline int run_suite(const char *name, const TTest *const tests[], size_t n)
{
    Suite *suite = suite_create(name);
    TCase *group = tcase_create(name);
    tcase_set_timeout(group, TEST_SECONDS);
    for (size_t i = 0; i < n; i++) tcase_add_test(group, tests[i]);
    suite_add_tcase(suite, group);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The main() of a test program: its name, then its tests. */
#define TEST_MAIN(name, ...)                                                                                                       \
    int main(void)                                                                                                                 \
    {                                                                                                                              \
        const TTest *const tests[] = { __VA_ARGS__ };                                                                              \
        return run_suite(name, tests, sizeof tests / sizeof tests[0]);                                                             \
    }

#endif
