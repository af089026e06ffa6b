/* SPDX-License-Identifier: MIT */
/*
 * Claim     Every formula, example and line of code is right as the documents S0 … S4, and three papers behind them, print it.
 * Source    S0, S1, S2, S3, S4; Vaswani et al. 2017, section 3.5; RoFormer eq. (16); Chen et al. 2023; derivations (D23.1)-(D23.8)
 * Measure   for each erratum that is a number or a formula the printed form, run, against the truth; four errors that Python raises, by
 *           the status that refuses them here; what the documents print right, by the same kind of comparison
 * Holds if  every printed form is within the bound of its right form, which src/claims/errata_*.c names beside each.  None is, hence
 *           REFUTED; the right forms are, and so are the formulas printed right
 * Must fail a misprint planted in each formula that is right; the four statuses for input that is good
 */
#include <stdlib.h>

#include "claims/errata.h"
#include "claims/right_formulas.h"
#include "encodings/position_module.h"
#include "encodings/rope.h"
#include "encodings/rope_tensor.h"
#include "encodings/sinusoidal.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 44,
    .id = "errata",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "Every formula, example and line of code is right as the documents print it.",
    .source = "S0, S1, S2, S3, S4, and three papers behind them",
    .section = "23",
};

/* ---- The errata that can be run. ---- */

static void record(rwk_run *run, const rwk_erratum *e, const rwk_erratum_result *r)
{
    rwk_run_check(run, rwk_run_name(run, "E%d as printed: %s", e->number, e->what), r->printed, r->bound);
    rwk_run_instead(run, rwk_run_name(run, "E%d right: %s", e->number, e->what), r->right, r->bound);
    rwk_run_fact(run, rwk_run_name(run, "E%d: size of the consequence, relative", e->number), r->relative);
    for (size_t k = 0; k < RWK_ERRATUM_SHOWN && e->shown[k]; k++)
        rwk_run_fact(run, rwk_run_name(run, "E%d: %s", e->number, e->shown[k]), r->shown[k]);
}

static rwk_status measure_errata(rwk_run *run, rwk_erratum_result results[RWK_ERRATA_MAX])
{
    double place = 0;
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "place\tnumber\tdocument\tprinted\tright\tbound\trelative");
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS && status == RWK_OK; k++)
        for (size_t i = 0; i < rwk_errata[k].n && status == RWK_OK; i++) {
            const rwk_erratum *e = &rwk_errata[k].errata[i];
            rwk_erratum_result *r = &results[e->number];
            if (!e->measure) continue;
            status = e->measure(r, run);
            if (status != RWK_OK) break;
            record(run, e, r);
            RWK_ROW(table, ++place, e->number, (double)k, r->printed, r->right, r->bound, r->relative);
            rwk_run_progress(run, place / 30);
        }
    return status;
}

/* How many errata each document has. */
static rwk_status count_errata(rwk_run *run)
{
    rwk_errata_count all = { 0, 0 };
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "documents", "document\tnumeric\ttextual");
    for (size_t k = 0; k < RWK_ERRATA_DOCUMENTS && status == RWK_OK; k++) {
        const rwk_errata_count count = rwk_errata_counted(&rwk_errata[k]);
        RWK_ROW(table, (double)k, (double)count.numeric, (double)count.textual);
        rwk_run_fact(run, rwk_run_name(run, "%s: errata that are run", rwk_errata[k].name), (double)count.numeric);
        rwk_run_fact(run, rwk_run_name(run, "%s: errata of text alone", rwk_errata[k].name), (double)count.textual);
        all.numeric += count.numeric, all.textual += count.textual;
    }
    rwk_run_fact(run, "all: errata that are run", (double)all.numeric);
    rwk_run_fact(run, "all: errata of text alone", (double)all.textual);
    return status;
}

/* ---- Errors that Python raises late or not at all: refused here, by a status. ---- */

enum { WIDTH = 8, PATCHES = 196, PRINTED_ROWS = 100, TOKENS = 10 };

/* 0 where the call is refused with that status, else 1. */
static void check_refused(rwk_run *run, const char *name, rwk_status bad, rwk_status good, rwk_status want)
{
    rwk_run_instead(run, rwk_run_name(run, "%s: calls not refused", name), bad != want, 0);
    rwk_run_control(run, rwk_run_name(run, "%s, mended: calls not refused", name), good != want, 0);
}

/* S2 with a table longer than the sequence, and from an offset: calls that fail.                              (D3.5) */
static rwk_status measure_longer_table(rwk_run *run)
{
    const rwk_config config = rwk_config_plain(WIDTH, 10000);
    const rwk_shape shape = { 1, TOKENS, 1, WIDTH, RWK_BSHD };
    double x[TOKENS * WIDTH], y[TOKENS * WIDTH];
    rwk_table table = { 0 };
    rwk_truth *truth = NULL;
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status == RWK_OK) status = rwk_table_init(&table, truth, 0, 2 * TOKENS, RWK_F64);
    rwk_run_gaussian(run, x, TOKENS * WIDTH);
    const rwk_status inside = rwk_rope_tensor(y, x, &shape, RWK_F64, &table, TOKENS, rwk_rope_complex),
                     outside = rwk_rope_tensor(y, x, &shape, RWK_F64, &table, TOKENS + 1, rwk_rope_complex);
    if (status == RWK_OK) {
        rwk_run_instead(run, "E21: longer table, offset: calls that fail", inside != RWK_OK, 0);
        rwk_run_control(run, "E21: offset past the table's end: calls that fail", outside != RWK_OK, 0);
    }
    rwk_table_clear(&table);
    rwk_truth_free(truth);
    return status;
}

static rwk_status measure_refusals(rwk_run *run)
{
    double *x = calloc(2 * PATCHES * WIDTH, sizeof *x), c[WIDTH / 2] = { 1, 1, 1, 1 }, s[WIDTH / 2] = { 0 };
    if (!x) return RWK_ENOMEM;
    double *pe = x + PATCHES * WIDTH;
    check_refused(run, "E17: rotary_dim 7", rwk_rope_complex(x, x, 7, 7, c, s, RWK_F64),
                  rwk_rope_complex(x, x, 8, 8, c, s, RWK_F64), RWK_EODD);
    check_refused(run, "E26: 196 patches, 100 rows", rwk_position_module(x, x, 1, PATCHES, WIDTH, pe, PRINTED_ROWS, 0, 0),
                  rwk_position_module(x, x, 1, PATCHES, WIDTH, pe, PATCHES, 0, 0), RWK_ESHAPE);
    check_refused(run, "E27: d_model 7", rwk_sinusoidal_loop(pe, TOKENS, 7, 10000), rwk_sinusoidal_loop(pe, TOKENS, 8, 10000),
                  RWK_EODD);
    free(x);
    return measure_longer_table(run);
}

/* ---- What is printed right, and a misprint planted in it. ---- */

static rwk_status measure_formulas(rwk_run *run)
{
    rwk_status status = RWK_OK;
    for (size_t k = 0; k < RWK_FORMULAS && status == RWK_OK; k++) {
        const rwk_formula *f = &rwk_formulas[k];
        rwk_formula_result r = { 0 };
        status = f->measure(&r, run);
        rwk_run_instead(run, rwk_run_name(run, "%s: deviation over bound", f->name), r.printed, 1);
        rwk_run_control(run, rwk_run_name(run, "%s %s: deviation over bound", f->name, f->planted), r.planted, 1);
    }
    return status;
}

/* ---- errata.md, of which docs/errata.md is a copy. ---- */

static rwk_status write_document(rwk_run *run, const rwk_erratum_result results[RWK_ERRATA_MAX])
{
    char path[RWK_PATH];
    rwk_file file = { 0 };
    rwk_status status = rwk_run_path(path, run, "", "", ".md");
    if (status == RWK_OK) status = rwk_file_open(&file, path, &run->diag);
    if (status != RWK_OK) return status;
    rwk_errata_write(file.stream, results);
    return rwk_file_commit(&file, &run->diag);
}

static rwk_status measure(rwk_run *run)
{
    rwk_erratum_result results[RWK_ERRATA_MAX] = { { 0 } };
    rwk_status status = measure_errata(run, results);
    if (status == RWK_OK) status = count_errata(run);
    if (status == RWK_OK) status = measure_refusals(run);
    if (status == RWK_OK) status = measure_formulas(run);
    return status == RWK_OK ? write_document(run, results) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
