/* SPDX-License-Identifier: MIT */
/* What is wrong in the documents S0 … S4 and in the papers behind them: one list, which the claim `errata` runs and docs/errata.md shows. */
#ifndef RWK_CLAIMS_ERRATA_H
#define RWK_CLAIMS_ERRATA_H

#include <stdio.h>

#include "claims/claim.h"

enum { RWK_ERRATUM_SHOWN = 8 };

/** An erratum as run.                                                                                      (D23.1) */
typedef struct {
    double printed;  /* deviation of the printed form from the truth, as erratum->what says */
    double right;    /* deviation of the right form, by the same code */
    double bound;    /* what both are held to: 0, or a derived rounding bound, or 1 for deviations over their bounds */
    double relative; /* size of the consequence: |printed - true| / |true|, of whatever the reader would have computed */
    double shown[RWK_ERRATUM_SHOWN]; /* the numbers that erratum->consequence names */
} rwk_erratum_result;

/** Run the printed and the right form; draws from run->rng.  Statuses of what it calls. */
typedef rwk_status rwk_erratum_measure(rwk_erratum_result *result, rwk_run *run);

/** One erratum.  Strings are Markdown; what the documents print stands in their own words. */
typedef struct {
    int number;                           /* E1 is 1 */
    const char *where;                    /* section, equation or line */
    const char *printed;                  /* as it stands there, in short */
    const char *correct;                  /* what it must be */
    const char *consequence;              /* in words; {0:%.2f} is shown[0] as printf's %.2f */
    const char *derived;                  /* tags of derivations.md, or "" */
    const char *claim;                    /* another claim that is about it, or NULL */
    rwk_erratum_measure *measure;         /* NULL: the erratum is one of text alone */
    const char *what;                     /* what is measured, short; NULL for text */
    const char *shown[RWK_ERRATUM_SHOWN]; /* names of the numbers in `consequence` */
} rwk_erratum;

/** The errata of one document. */
typedef struct {
    const char *name;  /* as sources.md has it */
    const char *title; /* what it is, for a heading */
    const rwk_erratum *errata;
    size_t n;
} rwk_errata_document;

enum { RWK_ERRATA_DOCUMENTS = 6, RWK_ERRATA_MAX = 64 };

/** S0, S1, S2, S3, S4, papers; each by place. */
extern const rwk_errata_document rwk_errata[RWK_ERRATA_DOCUMENTS];

/** How many errata of a document are run, and how many are text alone. */
typedef struct {
    size_t numeric, textual;
} rwk_errata_count;

rwk_errata_count rwk_errata_counted(const rwk_errata_document *document);

/** The erratum of a number, or NULL. */
const rwk_erratum *rwk_erratum_of(int number);

/** erratum->consequence with its numbers put in, to `out`; an unknown placeholder is written as it stands. */
void rwk_erratum_tell(FILE *out, const rwk_erratum *erratum, const rwk_erratum_result *result);

/** All of docs/errata.md, to `out`; results[number] belongs to E`number`. */
void rwk_errata_write(FILE *out, const rwk_erratum_result results[RWK_ERRATA_MAX]);

#endif
