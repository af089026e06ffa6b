/* SPDX-License-Identifier: MIT */
/* Writes the report page from verdict files, figures and typeset formulas. */
#include "claims/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "claims/formula.h"
#include "core/file.h"
#include "core/json.h"
#include "core/version.h"

enum { FIGURE_LIMIT = 64 << 20, FINDING = 400 };

/** What a section needs. */
typedef struct {
    FILE *out;
    const rwk_page *page;
    const rwk_report_entry *entry;
    rwk_diag *diag;
} writer;

/* ---- Text ---- */

static void put_text(FILE *out, const char *text)
{
    for (; *text; text++) switch (*text) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc(*text, out);
        }
}

static const char *text_of(const rwk_json *object, const char *key)
{
    const char *text = rwk_json_string(rwk_json_get(object, key));
    return text ? text : "";
}

static double number_of(const rwk_json *object, const char *key)
{
    double x = NAN;
    rwk_json_number(&x, rwk_json_get(object, key));
    return x;
}

/* Four digits for people; the verdict file has them all.  A number that is not finite is said in words. */
static void put_number(FILE *out, double x)
{
    if (isnan(x)) fputs("not a number", out);
    else fprintf(out, "%.4g", x);
}

/* ---- Figures ---- */

static void put_base64(FILE *out, const unsigned char bytes[], size_t n)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < n; at += 3) {
        const size_t left = n - at;
        const unsigned long group = (unsigned long)bytes[at] << 16 | (left > 1 ? (unsigned long)bytes[at + 1] << 8 : 0) |
                                    (left > 2 ? (unsigned long)bytes[at + 2] : 0);
        fputc(DIGITS[group >> 18 & 63], out);
        fputc(DIGITS[group >> 12 & 63], out);
        fputc(left > 1 ? DIGITS[group >> 6 & 63] : '=', out);
        fputc(left > 2 ? DIGITS[group & 63] : '=', out);
    }
}

bool rwk_page_finding(char finding[], size_t size, const char *svg)
{
    size_t n = 0;
    const char *bold = strstr(svg, "font-weight=\"bold\""), *text = bold ? strstr(bold, "<text") : NULL;
    const char *end = text ? strstr(text, "</text>") : NULL;
    if (!end) return false;
    for (bool inside = false; text < end && n + 1 < size; text++) {
        if (*text == '<') inside = true;
        else if (*text == '>') inside = false;
        else if (!inside && !(n == 0 && strchr(" \t\n", *text))) finding[n++] = *text == '\n' || *text == '\t' ? ' ' : *text;
    }
    finding[n] = '\0';
    return n > 0;
}

static rwk_status put_image(writer *w, const char *ending, const char *type, const char *alt)
{
    char path[RWK_PATH], *bytes;
    size_t size;
    snprintf(path, sizeof path, "%.800s/%.100s.%s", w->page->figures, w->entry->claim, ending);
    const rwk_status status = rwk_file_read(&bytes, &size, path, FIGURE_LIMIT, w->diag);
    if (status != RWK_OK) return status;
    char finding[FINDING] = "";
    if (!alt && !rwk_page_finding(finding, sizeof finding, bytes))
        snprintf(finding, sizeof finding, "Figure of %.100s", w->entry->claim);
    fprintf(w->out, "<figure tabindex=\"0\"><img decoding=\"async\" alt=\"%s\" src=\"data:%s;base64,", alt ? alt : finding, type);
    put_base64(w->out, (const unsigned char *)bytes, size);
    fprintf(w->out, "\"><figcaption>%s</figcaption></figure>\n", alt ? alt : finding);
    free(bytes);
    return RWK_OK;
}

static bool exists(const writer *w, const char *ending)
{
    char path[RWK_PATH];
    snprintf(path, sizeof path, "%.800s/%.100s.%s", w->page->figures, w->entry->claim, ending);
    FILE *file = fopen(path, "rb");
    if (file) fclose(file);
    return file != NULL;
}

static rwk_status put_figures(writer *w)
{
    rwk_status status = put_image(w, "svg", "image/svg+xml", NULL);
    if (status == RWK_OK && exists(w, "gif")) status = put_image(w, "gif", "image/gif", "The same in motion");
    return status;
}

/* ---- The parts of a section ---- */

/* The equations that the claim names, blanks between their numbers. */
static void put_formulas(writer *w)
{
    for (const char *at = text_of(w->entry->document, "equations"); *at;) {
        const size_t n = strcspn(at, " ");
        const rwk_formula *formula = rwk_formula_find(at, n);
        if (formula) {
            fputs("<div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"formula\">", w->out);
            for (const char *const *piece = formula->pieces; *piece; piece++) fputs(*piece, w->out);
            fputs("</div>\n", w->out);
        }
        at += n + strspn(at + n, " ");
    }
}

static size_t count(const rwk_json *list)
{
    size_t n = 0;
    for (const rwk_json *item = rwk_json_first(list); item; item = rwk_json_next(item)) n++;
    return n;
}

static void put_checks(writer *w, const char *key, const char *title, const char *caption, const char *held)
{
    const rwk_json *list = rwk_json_get(w->entry->document, key);
    if (count(list) == 0) return;
    fprintf(
        w->out,
        "<h3>%s</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table><caption>%s</caption><thead><tr>"
        "<th scope=\"col\">quantity</th><th scope=\"col\" class=\"number\">measured</th><th scope=\"col\" "
        "class=\"number\">bound</th>"
        "<th scope=\"col\">%s</th></tr></thead><tbody>\n",
        title, title, caption, held);
    for (const rwk_json *item = rwk_json_first(list); item; item = rwk_json_next(item)) {
        bool yes = false;
        rwk_json_bool(&yes, rwk_json_get(item, held));
        fputs("<tr><th scope=\"row\">", w->out);
        put_text(w->out, text_of(item, "name"));
        fputs("</th><td class=\"number\">", w->out);
        put_number(w->out, number_of(item, "measured"));
        fputs("</td><td class=\"number\">", w->out);
        put_number(w->out, number_of(item, "bound"));
        fprintf(w->out, "</td><td>%s</td></tr>\n", yes ? "yes" : "no");
    }
    fputs("</tbody></table></div>\n", w->out);
}

static void put_facts(writer *w)
{
    const rwk_json *facts = rwk_json_get(w->entry->document, "facts");
    if (count(facts) == 0) return;
    fprintf(w->out,
            "<details><summary>For the record: %zu numbers without a bound</summary><div class=\"wide\"><table><caption>Measured "
            "in the same "
            "run</caption><thead><tr><th scope=\"col\">quantity</th><th scope=\"col\" "
            "class=\"number\">value</th></tr></thead><tbody>\n",
            count(facts));
    for (const rwk_json *item = rwk_json_first(facts); item; item = rwk_json_next(item)) {
        double x = NAN;
        rwk_json_number(&x, item);
        fputs("<tr><th scope=\"row\">", w->out);
        put_text(w->out, rwk_json_key(item));
        fputs("</th><td class=\"number\">", w->out);
        if (isnan(x)) fputs("not finite", w->out);
        else fprintf(w->out, "%.9g", x);
        fputs("</td></tr>\n", w->out);
    }
    fputs("</tbody></table></div></details>\n", w->out);
}

static const char *verdict_class(const rwk_report_entry *e)
{
    return !e->as_expected ? "unexpected" : strcmp(e->verdict, "HOLDS") == 0 ? "holds" : "refuted";
}

static void put_tag(FILE *out, const rwk_report_entry *e)
{
    fprintf(out, "<span class=\"tag %s\">%s%s</span>", verdict_class(e), e->verdict, e->as_expected ? "" : ", unexpected");
}

static void put_links(writer *w)
{
    const char *root = w->page->root, *claim = w->entry->claim;
    fprintf(w->out,
            "<nav class=\"end\" aria-label=\"sources of %s\"><a href=\"%s/experiments/%s.c\">program</a> "
            "<a href=\"%s/plots/%s.gp\">figure script</a> <a href=\"%s/docs/derivations.md\">derivation, section %s</a> "
            "<a href=\"#verdicts\">all verdicts</a></nav>\n",
            claim, root, claim, root, claim, root, text_of(w->entry->document, "derivation"));
}

static rwk_status put_section(writer *w)
{
    const rwk_report_entry *e = w->entry;
    fprintf(w->out, "<section class=\"claim\" id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%.0f. %s ", e->claim, e->claim,
            e->claim, e->lesson, e->claim);
    put_tag(w->out, e);
    fputs("</h2>\n<p class=\"statement\">", w->out);
    put_text(w->out, e->statement);
    fputs("</p>\n", w->out);
    put_formulas(w);
    fputs("<p class=\"soft\">Source: ", w->out);
    put_text(w->out, text_of(e->document, "source"));
    fputs("</p>\n", w->out);
    const rwk_status status = put_figures(w);
    put_checks(w, "checks", "What was measured", "The statement holds if every measured number is at most its bound.", "holds");
    put_checks(w, "instead", "What is true instead", "These hold whatever the verdict.", "holds");
    put_checks(w, "controls", "What must fail", "Negative controls, measured by the same code: each must exceed its bound.",
               "fails");
    put_facts(w);
    put_links(w);
    fputs("</section>\n", w->out);
    return status;
}

/* ---- The table of all verdicts ---- */

/* "4 of 4 fail" */
static void put_controls(FILE *out, const rwk_report_entry *e)
{
    size_t failing = 0;
    const rwk_json *list = rwk_json_get(e->document, "controls");
    for (const rwk_json *item = rwk_json_first(list); item; item = rwk_json_next(item)) {
        bool fails = false;
        rwk_json_bool(&fails, rwk_json_get(item, "fails"));
        failing += fails;
    }
    fprintf(out, "%zu of %zu fail", failing, count(list));
}

static void put_row(FILE *out, const rwk_report_entry *e)
{
    fprintf(out, "<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th><td class=\"statementcell\">", e->claim, e->claim);
    put_text(out, e->statement);
    fputs("</td><td>", out);
    put_tag(out, e);
    fprintf(out, "</td><td data-label=\"expected\">%s</td><td class=\"number\" data-label=\"measured\">", e->expected);
    put_number(out, e->measured);
    fputs("</td><td class=\"number\" data-label=\"bound\">", out);
    put_number(out, e->bound);
    fputs("</td><td data-label=\"controls\">", out);
    put_controls(out, e);
    fputs("</td></tr>\n", out);
}

static void put_table(FILE *out, const rwk_report *report)
{
    fputs("<section id=\"verdicts\" aria-labelledby=\"h-verdicts\"><h2 id=\"h-verdicts\">Verdicts</h2>\n<table><caption>In reading order. Measured and bound are of the check nearest to its bound; a control is something wrong on purpose that must "
          "fail.</caption><thead><tr><th scope=\"col\">claim</th><th scope=\"col\">statement</th><th scope=\"col\">verdict</th>"
          "<th scope=\"col\">expected</th><th scope=\"col\" class=\"number\">measured</th><th scope=\"col\" "
          "class=\"number\">bound</th>"
          "<th scope=\"col\">controls</th></tr></thead><tbody>\n",
          out);
    for (size_t i = 0; i < report->n; i++) put_row(out, &report->entries[i]);
    fputs("</tbody></table></section>\n", out);
}

/* ---- The page ---- */

static void put_head(FILE *out, const rwk_report *report)
{
    size_t refuted = 0, unexpected = 0;
    for (size_t i = 0; i < report->n; i++) {
        refuted += strcmp(report->entries[i].verdict, "REFUTED") == 0;
        unexpected += !report->entries[i].as_expected;
    }
    fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
          "dark\">\n"
          "<title>ropewalk: claims about positional encodings and their verdicts</title>\n<link rel=\"icon\" "
          "href=\"data:,\">\n<style>\n",
          out);
    for (const char *const *line = RWK_PAGE_STYLE; *line; line++) fprintf(out, "%s\n", *line);
    fprintf(
        out,
        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#verdicts\">To the verdicts</a>\n<header><h1>What is said of "
        "positional "
        "encodings, and what is true</h1>\n<p>%zu claims: %zu hold, %zu are refuted, %s. Each was measured by a program against a "
        "derived bound, beside controls that must fail.</p></header>\n<main>\n",
        report->n, report->n - refuted, refuted, unexpected ? "<strong>not all of them as expected</strong>" : "all as expected");
}

static void put_foot(FILE *out, const rwk_report *report)
{
    const char *model = "none";
    bool quick = false;
    double seed = NAN;
    for (size_t i = 0; i < report->n; i++) {
        if (report->entries[i].config) model = report->entries[i].config;
        quick = quick || report->entries[i].quick;
        seed = number_of(rwk_json_get(report->entries[i].document, "parameters"), "seed");
    }
    fputs("</main>\n<footer><p>Claims about a model's parameters: ", out);
    put_text(out, model);
    fprintf(out, "%s. Seed %.0f. ropewalk %s.</p></footer>\n</body>\n</html>\n", quick ? ", quick run with fewer draws" : "", seed,
            RWK_VERSION);
}

rwk_status rwk_page_write(const rwk_page *page, const char *path, rwk_diag *diag)
{
    rwk_file file = { 0 };
    rwk_status status = rwk_file_open(&file, path, diag);
    if (status != RWK_OK) return status;
    put_head(file.stream, page->report);
    put_table(file.stream, page->report);
    for (size_t i = 0; i < page->report->n && status == RWK_OK; i++) {
        writer w = { file.stream, page, &page->report->entries[i], diag };
        status = put_section(&w);
    }
    put_foot(file.stream, page->report);
    if (status == RWK_OK) return rwk_file_commit(&file, diag);
    rwk_file_discard(&file);
    return status;
}
