/* SPDX-License-Identifier: MIT */
/* The errata as one list, and as a document. */
#include "claims/errata.h"

#include <ctype.h>
#include <string.h>

#include "claims/errata_lists.h"

const rwk_errata_document rwk_errata[RWK_ERRATA_DOCUMENTS] = {
    { "S0", "RoPE旋转位置编码", rwk_errata_s0, RWK_ERRATA_S0 },
    { "S1", "旋转编码-RoPE", rwk_errata_s1, RWK_ERRATA_S1 },
    { "S2", "a notebook", rwk_errata_s2, RWK_ERRATA_S2 },
    { "S3", "sinusoidal encoding and RoPE in PyTorch", rwk_errata_s3, RWK_ERRATA_S3 },
    { "S4", "旋转位置编码RoPE, a blog post", rwk_errata_s4, RWK_ERRATA_S4 },
    { "Papers", "what the documents rest on", rwk_errata_papers, RWK_ERRATA_PAPERS },
};

rwk_errata_count rwk_errata_counted(const rwk_errata_document *document)
{
    rwk_errata_count count = { 0, 0 };
    for (size_t i = 0; i < document->n; i++) {
        if (document->errata[i].measure) count.numeric++;
        else count.textual++;
    }
    return count;
}

const rwk_erratum *rwk_erratum_of(int number)
{
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS; k++)
        for (size_t i = 0; i < rwk_errata[k].n; i++)
            if (rwk_errata[k].errata[i].number == number) return &rwk_errata[k].errata[i];
    return NULL;
}

/* ---- A cell of a table: '|' would end it. ---- */

static void put(FILE *out, char c)
{
    if (c == '|') fputc('\\', out);
    fputc(c, out);
}

static void put_text(FILE *out, const char *text)
{
    for (; *text; text++) put(out, *text);
}

/* Write the number for "{0:%.2f}" at `text` and return its length; 0 when there is none. */
static size_t put_number(FILE *out, const char *text, const rwk_erratum_result *result)
{
    const char *end = strchr(text, '}');
    if (!end || end - text != 7 || strncmp(text + 2, ":%.", 3) != 0) return 0;
    if (!isdigit((unsigned char)text[1]) || text[1] - '0' >= RWK_ERRATUM_SHOWN || !isdigit((unsigned char)text[5])) return 0;
    const double value = result->shown[text[1] - '0'];
    const int digits = text[5] - '0';
    if (text[6] == 'f') fprintf(out, "%.*f", digits, value);
    else if (text[6] == 'e') fprintf(out, "%.*e", digits, value);
    else if (text[6] == 'g') fprintf(out, "%.*g", digits, value);
    else return 0;
    return 8;
}

void rwk_erratum_tell(FILE *out, const rwk_erratum *erratum, const rwk_erratum_result *result)
{
    const char *text = erratum->consequence;
    while (*text) {
        const size_t length = *text == '{' ? put_number(out, text, result) : 0;
        if (length == 0) put(out, *text);
        text += length > 0 ? length : 1;
    }
}

static void write_row(FILE *out, const rwk_erratum *e, const rwk_erratum_result *result)
{
    fprintf(out, "| E%d | ", e->number);
    put_text(out, e->where);
    fputs(" | ", out);
    put_text(out, e->printed);
    fputs(" | ", out);
    put_text(out, e->correct);
    fputs(" | ", out);
    rwk_erratum_tell(out, e, result);
    if (e->measure) fprintf(out, " | %.3g", result->relative);
    else fputs(" | ", out);
    fprintf(out, " | %s%s%s%s%s |\n", e->derived, *e->derived && e->claim ? ", " : "", e->claim ? "`" : "",
            e->claim ? e->claim : "", e->claim ? "`" : "");
}

static void write_head(FILE *out)
{
    fputs("# Errata\n\n"
          "What the documents and papers of [sources.md](sources.md) print, and what is right. Claim `errata` runs both forms of "
          "each entry that\n"
          "is a number or a formula, and writes this file from the list in `src/claims/errata_*.c` and what it measured (`make "
          "docs-errata`).\n\n"
          "*Size* is the consequence relative to the truth, |printed − true| / |true| (D23.1); an entry without one is a matter of "
          "words, or an error\n"
          "that Python raises. *Read on* names the equation of [derivations.md](derivations.md) and the claim that goes deeper. "
          "What is not listed\n"
          "was read and found right: S4's (1)–(4), (6), (11), (13), (14), (17) and its RoPE code, S3's RoPE code, S2's "
          "computation, S0's other "
          "examples.\n",
          out);
}

static void write_counts(FILE *out)
{
    rwk_errata_count all = { 0, 0 };
    fputs("\n| document | run | words | all |\n|---|---|---|---|\n", out);
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS; k++) {
        const rwk_errata_count count = rwk_errata_counted(&rwk_errata[k]);
        fprintf(out, "| %s | %zu | %zu | %zu |\n", rwk_errata[k].name, count.numeric, count.textual, rwk_errata[k].n);
        all.numeric += count.numeric, all.textual += count.textual;
    }
    fprintf(out, "| all | %zu | %zu | %zu |\n", all.numeric, all.textual, all.numeric + all.textual);
}

void rwk_errata_write(FILE *out, const rwk_erratum_result results[RWK_ERRATA_MAX])
{
    write_head(out);
    write_counts(out);
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS; k++) {
        fprintf(out, "\n## %s: %s\n\n", rwk_errata[k].name, rwk_errata[k].title);
        fputs("| | where | printed | correct | consequence | size | read on |\n|---|---|---|---|---|---|---|\n", out);
        for (size_t i = 0; i < rwk_errata[k].n; i++)
            write_row(out, &rwk_errata[k].errata[i], &results[rwk_errata[k].errata[i].number]);
    }
}
