/* SPDX-License-Identifier: MIT */
/* Tests core/status: a sentence for every status, diagnostics that say where, warnings that never overflow. */
#include "testing.h"

enum { N_STATUSES = RWK_EWRITE + 1 };

START_TEST(test_strerror_has_its_own_sentence_for_every_status)
{
    for (int a = 0; a < N_STATUSES; a++) {
        const char *sentence = rwk_strerror((rwk_status)a);
        ck_assert_uint_gt(strlen(sentence), 5);
        ck_assert_str_ne(sentence, rwk_strerror((rwk_status)N_STATUSES));
        for (int b = 0; b < a; b++) ck_assert_str_ne(sentence, rwk_strerror((rwk_status)b));
    }
}
END_TEST

/* 14 statuses: counted by hand in core/status.h. */
START_TEST(test_strerror_knows_no_status_beyond_the_last)
{
    ck_assert_int_eq(N_STATUSES, 14);
    ck_assert_str_eq(rwk_strerror(RWK_OK), "success");
    ck_assert_str_eq(rwk_strerror((rwk_status)14), "unknown status");
    ck_assert_str_eq(rwk_strerror((rwk_status)97), "unknown status");
}
END_TEST

START_TEST(test_fail_returns_the_status_and_formats_the_text)
{
    rwk_diag diag = { 0 };
    ck_assert_status(rwk_fail(&diag, RWK_EPARSE, "%s:%d: %.3f", "config.json", 137, 2.385), RWK_EPARSE);
    ck_assert_str_eq(diag.text, "config.json:137: 2.385");
    ck_assert_status(rwk_fail(&diag, RWK_EODD, "41"), RWK_EODD);
    ck_assert_str_eq(diag.text, "41");
    ck_assert_str_eq(diag.warnings, "");
}
END_TEST

START_TEST(test_fail_cuts_a_text_that_is_too_long)
{
    char longer[2 * RWK_DIAG_TEXT];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    rwk_diag diag = { 0 };
    rwk_fail(&diag, RWK_EREAD, "%s", longer);
    ck_assert_uint_eq(strlen(diag.text), RWK_DIAG_TEXT - 1);
    ck_assert_str_eq(diag.warnings, "");
}
END_TEST

START_TEST(test_fail_and_warn_allow_no_diag)
{
    ck_assert_status(rwk_fail(NULL, RWK_ENOMEM, "%s", "nobody listens"), RWK_ENOMEM);
    rwk_warn(NULL, "%d", 41);
}
END_TEST

START_TEST(test_warn_appends_lines)
{
    rwk_diag diag = { 0 };
    rwk_warn(&diag, "factor %g ignored", 2.385);
    rwk_warn(&diag, "second");
    ck_assert_str_eq(diag.warnings, "warning: factor 2.385 ignored\nwarning: second\n");
    ck_assert_str_eq(diag.text, "");
}
END_TEST

/* Every line begins with "warning: " and the last one ends. */
static void assert_lines(const char *warnings)
{
    while (*warnings) {
        ck_assert_int_eq(strncmp(warnings, "warning: ", 9), 0);
        const char *end = strchr(warnings, '\n');
        ck_assert_ptr_nonnull(end);
        warnings = end + 1;
    }
}

/* Lines of `length` characters until nothing fits; what stands behind the buffer must not change. */
static void assert_cut(size_t length)
{
    struct {
        rwk_diag diag;
        char guard[64];
    } box = { .guard = "" };
    const volatile char *guard = box.guard; /* the compiler must not reason about an overflow away */
    char word[300];
    memset(word, 'w', length);
    word[length] = '\0';
    memset(box.guard, '!', sizeof box.guard);
    for (int i = 0; i < 500; i++) rwk_warn(&box.diag, "%s", word);
    for (size_t i = 0; i < sizeof box.guard; i++) ck_assert_int_eq(guard[i], '!');
    ck_assert_uint_ge(strlen(box.diag.warnings), RWK_DIAG_WARNINGS - 16);
    ck_assert_str_eq(box.diag.text, "");
    assert_lines(box.diag.warnings);
}

START_TEST(test_warn_cuts_what_does_not_fit)
{
    for (size_t length = 1; length < 300; length += 41) assert_cut(length); /* so that the end is met differently */
}
END_TEST

START_TEST(test_one_line_replaces_controls)
{
    char text[] = "a\nb\x1b[31m\x7f \xc2\x9b"
                  "31m \xc3\xa9 \xc2\xa0 \xc2\x80";
    rwk_one_line(text);
    ck_assert_str_eq(text, "a?b?[31m? ?\?31m \xc3\xa9 \xc2\xa0 ??"); /* letters beyond ASCII stay */
}
END_TEST

TEST_MAIN("status", test_one_line_replaces_controls, test_strerror_has_its_own_sentence_for_every_status,
          test_strerror_knows_no_status_beyond_the_last, test_fail_returns_the_status_and_formats_the_text,
          test_fail_cuts_a_text_that_is_too_long, test_fail_and_warn_allow_no_diag, test_warn_appends_lines,
          test_warn_cuts_what_does_not_fit)
