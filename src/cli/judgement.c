/* SPDX-License-Identifier: MIT */
/* What a grade and a diagnosis look like. */
#include "cli/judgement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/json_write.h"
#include "faults/zoo.h"
#include "oracle/diagnose.h"
#include "oracle/grade.h"

/** Everything there is to say. */
typedef struct {
    const rwk_evidence *e;
    const cli_piped *piped; /* NULL: files */
    rwk_grading grading;
    rwk_grade required;
    bool pass;
    rwk_diagnosis diagnosis;
} judgement;

/* The bound that the worst value is shown against: that of the required grade, L1's and L0's being an ulp. */
static const rwk_worst_value *worst(const judgement *j) { return &j->grading.worst[j->required]; }

/* ---- Who else had it ---- */

enum { MAX_REPORTS = 24, SHOWN_REPORTS = 5 };

/** Public reports, each a part of a bug's `source`. */
typedef struct {
    size_t n;
    struct {
        const char *text;
        size_t length;
    } list[MAX_REPORTS];
} reports;

static bool is_among(const reports *r, const char *text, size_t length)
{
    for (size_t k = 0; k < r->n; k++)
        if (r->list[k].length == length && strncmp(r->list[k].text, text, length) == 0) return true;
    return false;
}

/* Reports of the known bugs that are diagnosed as this; none for `unknown`, which has as many causes as cases. */
static reports reports_of(const char *id, const rwk_config *config)
{
    reports r = { 0 };
    for (size_t k = 0; strcmp(id, "unknown") != 0 && k < rwk_zoo_size(); k++) {
        const rwk_bug *bug = rwk_zoo_bug(k);
        if (!rwk_bug_applies(bug, config) || !rwk_bug_expects(bug, id, config)) continue;
        for (const char *at = bug->source; *at && r.n < MAX_REPORTS;) {
            const size_t length = strcspn(at, ";");
            if (!is_among(&r, at, length)) r.list[r.n].text = at, r.list[r.n++].length = length;
            at += length + strspn(at + length, "; ");
        }
    }
    return r;
}

static void put_reports(rwk_json_writer *w, const char *id, const rwk_config *config)
{
    const reports r = reports_of(id, config);
    rwk_json_open(w, "reports", '[');
    for (size_t k = 0; k < r.n; k++) {
        char text[96];
        snprintf(text, sizeof text, "%.*s", (int)r.list[k].length, r.list[k].text);
        rwk_json_put_string(w, NULL, text);
    }
    rwk_json_close(w, ']');
}

static void print_reports(const char *id, const rwk_config *config)
{
    const reports r = reports_of(id, config);
    for (size_t k = 0; k < r.n && k < SHOWN_REPORTS; k++)
        printf("%s%.*s", k ? "; " : "    reported in: ", (int)r.list[k].length, r.list[k].text);
    if (r.n > SHOWN_REPORTS) printf("; and %zu more", r.n - SHOWN_REPORTS);
    if (r.n > 0) putchar('\n');
}

/* ---- For programs ---- */

static void put_finding(rwk_json_writer *w, const rwk_finding *f, const rwk_config *config)
{
    rwk_json_open(w, NULL, '{');
    rwk_json_put_string(w, "id", f->id);
    rwk_json_put_string(w, "text", f->text);
    rwk_json_put_number(w, "score", f->score);
    if (f->has_runner_up) {
        rwk_json_open(w, "runner_up", '{');
        rwk_json_put_string(w, "id", f->runner_up.id);
        rwk_json_put_number(w, "score", f->runner_up.score);
        rwk_json_close(w, '}');
    } else rwk_json_put_null(w, "runner_up");
    rwk_json_open(w, "equivalent", '[');
    for (size_t k = 0; k < f->n_equivalent; k++) rwk_json_put_string(w, NULL, f->equivalent[k]);
    rwk_json_close(w, ']');
    put_reports(w, f->id, config);
    rwk_json_close(w, '}');
}

static void put_piped(rwk_json_writer *w, const cli_piped *p)
{
    rwk_json_open(w, "cases", '{');
    rwk_json_put_number(w, "asked", (double)p->asked);
    rwk_json_put_number(w, "skipped", (double)p->skipped);
    rwk_json_put_number(w, "rejected", (double)p->rejected);
    rwk_json_close(w, '}');
}

static void put_json(const judgement *j)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "grade", rwk_grade_name(j->grading.grade));
    rwk_json_put_string(&w, "required", rwk_grade_name(j->required));
    rwk_json_put_bool(&w, "pass", j->pass);
    rwk_json_open(&w, "worst", '{');
    rwk_json_put_number(&w, "abs", worst(j)->abs);
    rwk_json_put_number(&w, "bound", worst(j)->bound);
    rwk_json_put_number(&w, "position", (double)worst(j)->position);
    rwk_json_put_number(&w, "pair", (double)worst(j)->pair);
    rwk_json_close(&w, '}');
    rwk_json_open(&w, "diagnosis", '[');
    for (size_t k = 0; k < j->diagnosis.n; k++) put_finding(&w, &j->diagnosis.findings[k], &j->e->config);
    rwk_json_close(&w, ']');
    if (j->piped) put_piped(&w, j->piped);
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

/* ---- For people ---- */

static const char *what(const rwk_evidence *e)
{
    static const char *const WHAT[] = { "rotated vectors", "a cos/sin table", "inv_freq", "scores" };
    return WHAT[e->kind];
}

/* What this kind of evidence can and cannot reveal. */
static const char *reach(const rwk_evidence *e)
{
    switch (e->kind) {
    case RWK_ROTATED: return "layout, sign, base, scaling, positions, roundings, attention factor; not what softmax does with them";
    case RWK_TABLE:
        return "frequencies, positions, roundings, attention factor, how columns repeat; not which slots the kernel pairs";
    case RWK_INV_FREQ:
        return "base, exponent, scaling, rounding of the frequencies; nothing about layout, sign, positions, attention factor";
    default:
        return "what changes q . k: layout, sign, base, scaling, roundings, attention factor; not an offset that q and k share";
    }
}

static void print_worst(const judgement *j)
{
    const rwk_worst_value *w = worst(j);
    if (w->abs == 0) {
        puts("  every value is the exact one, rounded once");
        return;
    }
    printf("  %s its bound: position %lld, %s %zu: off by %.3g, allowed %.3g",
           w->abs <= w->bound ? "nearest to" : "farthest beyond", (long long)w->position, j->e->kind == RWK_SCORES ? "key" : "pair",
           w->pair, w->abs, w->bound);
    if (j->e->batch * j->e->heads > 1) printf(" (batch %zu, column %zu, head %zu)", w->batch, w->column, w->head);
    putchar('\n');
}

static void print_finding(const rwk_finding *f, const rwk_config *config)
{
    printf("  %s: %s\n    score %.3g (1 or less fits)", f->id, f->text, f->score);
    if (f->has_runner_up) printf("; next best: %s, %.3g", f->runner_up.id, f->runner_up.score);
    putchar('\n');
    if (f->n_equivalent > 0) printf("    this evidence cannot tell it from:");
    for (size_t k = 0; k < f->n_equivalent; k++) printf(" %s", f->equivalent[k]);
    if (f->n_equivalent > 0) putchar('\n');
    print_reports(f->id, config);
}

static void print_few(const char *what, size_t n, size_t asked, size_t first, const char *why)
{
    if (n > 0) printf("%s %zu of %zu cases, the first case %zu%s%s\n", what, n, asked, first, why[0] ? ": " : "", why);
}

static void print_piped(const cli_piped *p)
{
    print_few("skipped", p->skipped, p->asked, p->first_skipped, p->why_skipped);
    print_few("rejected, which counts as wrong,", p->rejected, p->asked, p->first_rejected, p->why_rejected);
    puts("through a pipe, faults of a batch or a head are not visible: `ropewalk probe` and `check` show them");
}

/* The frequencies that were used, where they differ, when nothing explains them. */
static void print_recovery(const rwk_diagnosis *d)
{
    if (!d->has_recovery || strcmp(d->findings[0].id, "unknown") != 0) return;
    puts("  frequencies recovered, and expected [radian/token]:");
    for (size_t i = 0; i<d->n_pairs; i += d->n_pairs> 16 ? d->n_pairs / 8 : 1)
        printf("    pair %3zu  %-12.6g %.6g\n", i, d->recovered[i], d->expected[i]);
}

static void print_text(const judgement *j, const cli_options *o)
{
    const char *alarm = o->color && !j->pass ? "\033[1;31m" : "", *plain = o->color && !j->pass ? "\033[0m" : "";
    printf("%s%s%s  %s in %s: required %s, %s\n", alarm, rwk_grade_name(j->grading.grade), plain, what(j->e),
           rwk_dtype_name(j->e->answer), rwk_grade_name(j->required), j->pass ? "reached" : "not reached");
    print_worst(j);
    if (j->diagnosis.n > 0) printf("diagnosis%s\n", j->diagnosis.n > 1 ? ", both together" : "");
    for (size_t k = 0; k < j->diagnosis.n; k++) print_finding(&j->diagnosis.findings[k], &j->e->config);
    if (j->diagnosis.n > 0) print_recovery(&j->diagnosis);
    printf("%zu values compared; they show %s\n", j->grading.n_values, reach(j->e));
    if (j->piped) print_piped(j->piped);
}

/* ---- The judgement ---- */

typedef struct {
    bool on_terminal;
    double shown;
} progress_line;

static bool show_progress(void *owner, double fraction)
{
    progress_line *line = owner;
    if (!line->on_terminal || (fraction < 1 && fraction - line->shown < 0.05)) return true;
    line->shown = fraction;
    fprintf(stderr, fraction < 1 ? "\r\033[Kcompared: %2.0f %%" : "\r\033[K", 100 * fraction);
    return true;
}

static int options_of(rwk_grade *required, bool *compute_f32, const char *command, const cli_options *o)
{
    *required = RWK_L4, *compute_f32 = o->compute != NULL;
    if (o->compute && strcmp(o->compute, "f32") != 0) return cli_usage_error(command, "--compute: %s: expected f32", o->compute);
    if (o->require && rwk_grade_from_name(required, o->require) != RWK_OK)
        return cli_usage_error(command, "--require: %s: expected L0, L1, L2, L3 or L4", o->require);
    return CLI_GOOD;
}

int cli_check_judgement(const char *command, const cli_options *o)
{
    rwk_grade required;
    bool compute_f32;
    return options_of(&required, &compute_f32, command, o);
}

int cli_judge(const rwk_evidence *e, const cli_piped *piped, const char *command, const cli_options *o)
{
    bool compute_f32;
    rwk_diag diag = { .text = "" };
    progress_line line = { .on_terminal = isatty(STDERR_FILENO) && !o->quiet };
    judgement *j = calloc(1, sizeof *j);
    if (!j) return cli_fail(command, RWK_ENOMEM, NULL);
    j->e = e, j->piped = piped;
    int code = options_of(&j->required, &compute_f32, command, o);
    rwk_status status = code == CLI_GOOD ? rwk_grade_evidence(&j->grading, e, compute_f32, show_progress, &line, &diag) : RWK_OK;
    j->pass = j->grading.grade <= j->required;
    if (code == CLI_GOOD && status == RWK_OK && !j->pass) status = rwk_diagnose(&j->diagnosis, e, &j->grading, compute_f32, &diag);
    if (status != RWK_OK) code = cli_fail(command, status, &diag);
    if (code == CLI_GOOD && o->json) put_json(j);
    else if (code == CLI_GOOD) print_text(j, o);
    if (code == CLI_GOOD) code = j->pass ? CLI_GOOD : CLI_NO;
    free(j);
    return code;
}
