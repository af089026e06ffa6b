/* SPDX-License-Identifier: MIT */
/* Tests claims/report: verdict files of a folder, their order, and what is refused. */
#define _POSIX_C_SOURCE 200809L
#include "claims/report.h"

#include <unistd.h>

#include "testing.h"

static char folder[64];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/ropewalk-report-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static void write_file(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

static void write_verdict(const char *claim, int lesson, const char *measured, const char *as_expected)
{
    char name[64], text[512];
    snprintf(name, sizeof name, "%s.verdict.json", claim);
    snprintf(text, sizeof text,
             "{\"claim\": \"%s\", \"lesson\": %d, \"statement\": \"s\", \"verdict\": \"HOLDS\", \"expected\": \"HOLDS\","
             " \"as_expected\": %s, \"quantity\": \"q\", \"measured\": %s, \"bound\": 2.385,"
             " \"parameters\": {\"config\": \"preset:x\", \"quick\": true}}",
             claim, lesson, as_expected, measured);
    write_file(name, text);
}

START_TEST(test_read_sorts_by_lesson_then_name)
{
    rwk_report report = { 0 };
    make_folder();
    write_verdict("zeta", 1, "1.5", "true");
    write_verdict("beta", 7, "1", "true");
    write_verdict("alpha", 7, "1", "true");
    write_file("alpha.tsv", "no verdict");
    write_file("verdict.json", "none either");
    write_file("alpha.verdict.json.123~", "half written");
    ck_assert_status(rwk_report_read(&report, folder, NULL), RWK_OK);
    ck_assert_uint_eq(report.n, 3);
    ck_assert_str_eq(report.entries[0].claim, "zeta");
    ck_assert_str_eq(report.entries[1].claim, "alpha");
    ck_assert_str_eq(report.entries[2].claim, "beta");
    ck_assert_same_bits(report.entries[0].measured, 1.5);
    ck_assert_same_bits(report.entries[0].bound, 2.385);
    ck_assert(rwk_report_as_expected(&report));
    ck_assert_str_eq(report.entries[0].config, "preset:x");
    ck_assert(report.entries[0].quick);
    rwk_report_clear(&report);
    rwk_report_clear(&report);
    ck_assert_uint_eq(report.n, 0);
    remove_folder();
}
END_TEST

START_TEST(test_one_unexpected_verdict_is_enough)
{
    rwk_report report = { 0 };
    make_folder();
    write_verdict("a", 1, "1", "true");
    write_verdict("b", 2, "null", "false");
    ck_assert_status(rwk_report_read(&report, folder, NULL), RWK_OK);
    ck_assert(!rwk_report_as_expected(&report));
    ck_assert(isnan(report.entries[1].measured));
    rwk_report_clear(&report);
    remove_folder();
}
END_TEST

START_TEST(test_no_verdict_is_not_as_expected)
{
    rwk_report report = { 0 };
    make_folder();
    ck_assert_status(rwk_report_read(&report, folder, NULL), RWK_OK);
    ck_assert_uint_eq(report.n, 0);
    ck_assert(!rwk_report_as_expected(&report));
    rwk_report_clear(&report);
    remove_folder();
}
END_TEST

START_TEST(test_what_is_no_verdict_is_refused_and_named)
{
    static const char *const texts[] = {
        "",
        "{}",
        "[1]",
        "{\"claim\": \"x\"}",
        "{\"claim\": 3, \"as_expected\": true}",
        "not json",
        "{\"claim\": \"x\", \"statement\": \"s\", \"verdict\": \"HOLDS\", \"expected\": \"HOLDS\", \"quantity\": \"q\"}"
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        rwk_report report = { 0 };
        rwk_diag diag = { .text = "" };
        make_folder();
        write_verdict("good", 1, "1", "true");
        write_file("x.verdict.json", texts[k]);
        ck_assert_status(rwk_report_read(&report, folder, &diag), RWK_EPARSE);
        ck_assert_ptr_nonnull(strstr(diag.text, "x.verdict.json"));
        ck_assert_ptr_null(report.entries);
        remove_folder();
    }
}
END_TEST

START_TEST(test_missing_folder_is_named)
{
    rwk_report report = { 0 };
    rwk_diag diag = { .text = "" };
    ck_assert_status(rwk_report_read(&report, "/no/such/folder", &diag), RWK_EOPEN);
    ck_assert_ptr_nonnull(strstr(diag.text, "/no/such/folder"));
    ck_assert_ptr_null(report.entries);
}
END_TEST

TEST_MAIN("report", test_read_sorts_by_lesson_then_name, test_one_unexpected_verdict_is_enough, test_no_verdict_is_not_as_expected,
          test_what_is_no_verdict_is_refused_and_named, test_missing_folder_is_named)
