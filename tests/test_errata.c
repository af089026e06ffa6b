/* SPDX-License-Identifier: MIT */
/* Tests claims/errata: the list is whole and well-formed, numbers are put into words, the document has a row for each. */
#define _POSIX_C_SOURCE 200809L
#include "claims/errata.h"

#include <ctype.h>

#include "testing.h"

enum { LAST = 58 };

#define EACH(document, erratum)                                                                                                    \
    for (const rwk_errata_document *document = rwk_errata; document < rwk_errata + RWK_ERRATA_DOCUMENTS; document++)               \
        for (const rwk_erratum *erratum = document->errata; erratum < document->errata + document->n; erratum++)

/* E1 … E58, each once. */
START_TEST(test_numbers)
{
    int seen[RWK_ERRATA_MAX] = { 0 }, count = 0;
    EACH(document, e)
    {
        ck_assert_msg(e->number >= 1 && e->number <= LAST, "%s: E%d", document->name, e->number);
        ck_assert_msg(seen[e->number]++ == 0, "E%d twice", e->number);
        ck_assert_ptr_eq(rwk_erratum_of(e->number), e);
        count++;
    }
    ck_assert_int_eq(count, LAST);
    ck_assert_ptr_null(rwk_erratum_of(0));
    ck_assert_ptr_null(rwk_erratum_of(LAST + 1));
}
END_TEST

/* Words everywhere; what is measured has a short name, and only that. */
START_TEST(test_fields)
{
    EACH(document, e)
    {
        ck_assert_msg(e->where && e->printed && e->correct && e->consequence && e->derived, "E%d", e->number);
        ck_assert_msg(*e->where && *e->printed && *e->correct && *e->consequence, "E%d", e->number);
        ck_assert_msg(!e->measure == !e->what && (e->measure || !e->shown[0]), "E%d", e->number);
        ck_assert_msg(!e->what || strlen(e->what) < 80, "E%d: %s", e->number, e->what);
        ck_assert_msg(!*e->derived || (strncmp(e->derived, "(D", 2) == 0 && e->derived[strlen(e->derived) - 1] == ')'), "E%d: %s",
                      e->number, e->derived);
    }
}
END_TEST

/* Each placeholder {k:…} has a named number, each named number but those for the record its placeholder or a name. */
START_TEST(test_placeholders_are_named)
{
    EACH(document, e)
    {
        for (const char *p = strstr(e->consequence, "{"); p; p = strstr(p + 1, "{"))
            if (isdigit((unsigned char)p[1]) && p[2] == ':') {
                ck_assert_msg(p[1] - '0' < RWK_ERRATUM_SHOWN && e->shown[p[1] - '0'], "E%d: %.8s", e->number, p);
                ck_assert_msg(p[3] == '%' && p[4] == '.' && strchr("feg", p[6]) && p[7] == '}', "E%d: %.8s", e->number, p);
            }
        for (int k = 1; k < RWK_ERRATUM_SHOWN; k++) ck_assert_msg(!e->shown[k] || e->shown[k - 1], "E%d: a gap", e->number);
    }
}
END_TEST

static char *told(const char *consequence, const double shown[3])
{
    char *text = NULL;
    size_t size;
    const rwk_erratum e = { .consequence = consequence };
    const rwk_erratum_result r = { .shown = { shown[0], shown[1], shown[2] } };
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    rwk_erratum_tell(out, &e, &r);
    fclose(out);
    return text;
}

#define ck_assert_told(consequence, want)                                                                                          \
    do {                                                                                                                           \
        char *text_ = told(consequence, (const double[3]){ 1.25, -26.849, 1e-9 });                                                 \
        ck_assert_str_eq(text_, want);                                                                                             \
        free(text_);                                                                                                               \
    } while (0)

START_TEST(test_tell)
{
    ck_assert_told("none", "none");
    ck_assert_told("{0:%.2f} for {1:%.2f}; {2:%.0e}", "1.25 for -26.85; 1e-09");
    ck_assert_told("{2:%.3g}", "1e-09");
    ck_assert_told("|a| is", "\\|a\\| is");                                               /* a bar would end the cell */
    ck_assert_told("Q_{n+1}, {9:%.2f}, {0:%.2d}, {0", "Q_{n+1}, {9:%.2f}, {0:%.2d}, {0"); /* no placeholder of ours */
}
END_TEST

START_TEST(test_counts)
{
    size_t numeric = 0, textual = 0;
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS; k++) {
        const rwk_errata_count count = rwk_errata_counted(&rwk_errata[k]);
        ck_assert_uint_eq(count.numeric + count.textual, rwk_errata[k].n);
        numeric += count.numeric, textual += count.textual;
    }
    ck_assert_uint_eq(numeric, 29);
    ck_assert_uint_eq(textual, 29);
}
END_TEST

/* Every line of a table has seven cells, every erratum a line. */
START_TEST(test_document)
{
    const rwk_erratum_result results[RWK_ERRATA_MAX] = { { 0 } };
    char *text = NULL, row[16];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    rwk_errata_write(out, results);
    fclose(out);
    EACH(document, e)
    {
        snprintf(row, sizeof row, "\n| E%d | ", e->number);
        const char *line = strstr(text, row);
        ck_assert_msg(line != NULL, "E%d", e->number);
        int bars = 0;
        for (line++; *line != '\n'; line++) bars += *line == '|' && line[-1] != '\\';
        ck_assert_msg(bars == 8, "E%d: %d bars", e->number, bars);
    }
    ck_assert_ptr_nonnull(strstr(text, "\n| all | 29 | 29 | 58 |\n"));
    free(text);
}
END_TEST

TEST_MAIN("errata", test_numbers, test_fields, test_placeholders_are_named, test_tell, test_counts, test_document)
