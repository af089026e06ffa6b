/* SPDX-License-Identifier: MIT */
/* A claim of the literature and one run of the experiment that tests it: checks, controls, data, verdict. */
#ifndef RWK_CLAIMS_CLAIM_H
#define RWK_CLAIMS_CLAIM_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "angles/truth.h"
#include "claims/tsv.h"
#include "config/config.h"
#include "core/dtype.h"

typedef enum { RWK_HOLDS, RWK_REFUTED } rwk_verdict;

typedef struct {
    int lesson;            /* place in the reading order, from 1 */
    const char *id;        /* the stem */
    const char *statement; /* one sentence */
    const char *source;    /* document or paper, equation */
    const char *section;   /* of docs/derivations.md */
    const char *equations; /* the numbers there of the formulas to show, "D6.2 D6.4" */
    rwk_verdict expected;
    bool fixed;     /* the parameters are the document's own: --config changes nothing */
    bool geometric; /* about frequencies b^(-2i/d): a model's scaling rule is left out */
} rwk_claim;

/** What a check is for.  The statement's checks decide the verdict; a refuted statement is replaced by what holds instead. */
typedef enum {
    RWK_STATEMENT, /* holds if the claim does */
    RWK_INSTEAD,   /* holds whatever the verdict: what is true in place of a refuted statement */
    RWK_CONTROL    /* must not hold */
} rwk_check_kind;

/** One measured number against its bound: it holds when measured <= bound. */
typedef struct {
    char name[96];
    double measured, bound;
    rwk_check_kind kind;
} rwk_check;

/** A measured number without a bound, for the record. */
typedef struct {
    char name[96];
    double value;
} rwk_fact;

enum { RWK_MAX_CHECKS = 128, RWK_MAX_FACTS = 160, RWK_MAX_TABLES = 8, RWK_RUN_SEED = 20210420 };

/** How a run is asked for. */
typedef struct {
    const char *config; /* CONFIG as the user wrote it */
    const char *folder; /* where the data go */
    bool quick;         /* fewer draws */
    bool full;          /* the long searches too */
} rwk_run_options;

typedef struct rwk_run rwk_run;

/** One run; zero it before rwk_run_open. */
struct rwk_run {
    const rwk_claim *claim;
    rwk_run_options options;
    rwk_config config;
    rwk_truth *truth; /* of the config */
    double *inv_freq; /* (n_pairs) its certified frequencies in f64 [radian/token] */
    size_t n_pairs;   /* rotary_dim/2 */
    gsl_rng *rng;     /* mt19937, seed RWK_RUN_SEED */
    rwk_diag diag;
    rwk_check checks[RWK_MAX_CHECKS];
    rwk_fact facts[RWK_MAX_FACTS];
    rwk_tsv tables[RWK_MAX_TABLES];
    rwk_file verdict; /* ID.verdict.json while it is being written */
    size_t n_checks, n_facts, n_tables;
    char name[96];                                         /* of rwk_run_name */
    void (*progress)(const rwk_run *run, double fraction); /* called now and then; may be NULL */
};

/** Start a run: load the config, certify its frequencies, seed the generator.  Statuses of rwk_config_load and rwk_truth_new. */
rwk_status rwk_run_open(rwk_run *run, const rwk_claim *claim, const rwk_run_options *options);

/** Start the table FOLDER/ID.tsv (part NULL) or FOLDER/ID.PART.tsv; statuses of rwk_tsv_open. */
rwk_status rwk_run_table(rwk_tsv **table, rwk_run *run, const char *part, const char *columns);

/** path = FOLDER/ID + dot + part + ending; RWK_ERANGE when it does not fit. */
rwk_status rwk_run_path(char path[RWK_PATH], rwk_run *run, const char *dot, const char *part, const char *ending);

/** RWK_OK, or RWK_ERANGE with a message when rotary_dim is above what the experiment has room for. */
rwk_status rwk_run_limit_dim(rwk_run *run, size_t limit);

/** n, or n/divisor (at least 1) when the run is quick. */
size_t rwk_run_count(const rwk_run *run, size_t n, size_t divisor);

/** Record that `measured` was found where at most `bound` is allowed; NaN never holds. */
void rwk_run_check(rwk_run *run, const char *name, double measured, double bound);

/** Record what is true in place of a refuted statement: it must hold whatever the verdict, or the run is unexpected. */
void rwk_run_instead(rwk_run *run, const char *name, double measured, double bound);

/** Record a control, measured by the same code: it must exceed `bound`, or the run is unexpected. */
void rwk_run_control(rwk_run *run, const char *name, double measured, double bound);

/** A name made of parts, for the calls above and below; overwritten by the next call. */
const char *rwk_run_name(rwk_run *run, const char *format, ...) RWK_PRINTF(2, 3);

/** Record a number without a bound. */
void rwk_run_fact(rwk_run *run, const char *name, double value);

/** Fill x[0..n) with independent standard Gaussians from the run's generator. */
void rwk_run_gaussian(rwk_run *run, double x[], size_t n);

/** Call run->progress if there is one. */
void rwk_run_progress(const rwk_run *run, double fraction);

bool rwk_check_holds(const rwk_check *check);

/** HOLDS when every check of the statement holds. */
rwk_verdict rwk_run_verdict(const rwk_run *run);

/** The verdict is the claim's expected one, by numbers (NaN refutes, but is no counter-example), every control failed, and what is true
 *  instead holds. */
bool rwk_run_as_expected(const rwk_run *run);

/** The check that decides: of the statement's, the one with the largest measured/bound. */
const rwk_check *rwk_run_worst(const rwk_run *run);

/** Put the tables in place and write FOLDER/ID.verdict.json.  RWK_OK, RWK_EOPEN, RWK_EWRITE, RWK_ERANGE. */
rwk_status rwk_run_commit(rwk_run *run);

/** Free; discards what was not committed.  Safe on a zeroed run and twice. */
void rwk_run_clear(rwk_run *run);

const char *rwk_verdict_name(rwk_verdict verdict);

#endif
