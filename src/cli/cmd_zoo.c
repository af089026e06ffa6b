/* SPDX-License-Identifier: MIT */
/* ropewalk zoo [ID]: the known bugs.  With --suite: which of them somebody else's test would let pass. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "core/json_write.h"
#include "faults/zoo.h"
#include "formats/tensor_file.h"
#include "oracle/evidence.h"
#include "oracle/suite.h"

/* ---- Telling ---- */

static void put_words(rwk_json_writer *w, const char *key, const char *text, const char *separator)
{
    const size_t gap = strlen(separator);
    rwk_json_open(w, key, '[');
    while (*text) {
        char word[96];
        const char *end = strstr(text, separator);
        const size_t n = end ? (size_t)(end - text) : strlen(text);
        snprintf(word, sizeof word, "%.*s", (int)n, text);
        rwk_json_put_string(w, NULL, word);
        text += n + (end ? gap : 0);
    }
    rwk_json_close(w, ']');
}

static void put_bug(rwk_json_writer *w, const rwk_bug *bug)
{
    rwk_json_open(w, NULL, '{');
    rwk_json_put_string(w, "id", bug->id);
    rwk_json_put_string(w, "title", bug->title);
    rwk_json_put_string(w, "formula", bug->formula);
    rwk_json_put_string(w, "shows", bug->shows);
    put_words(w, "expects", bug->expects, " ");
    put_words(w, "reports", bug->source, "; ");
    rwk_json_close(w, '}');
}

static int list(const cli_options *o)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    if (o->json) rwk_json_open(&w, NULL, '[');
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        const rwk_bug *bug = rwk_zoo_bug(k);
        if (o->json) put_bug(&w, bug);
        else printf("%-31s %-27.*s %s\n", bug->id, (int)strcspn(bug->expects, " "), bug->expects, bug->title);
    }
    if (o->json) rwk_json_close(&w, ']'), rwk_json_end(&w);
    return CLI_GOOD;
}

static void print_bug(const rwk_bug *bug)
{
    printf("%s: %s\n\n", bug->id, bug->title);
    printf("computed   %s\nshows      %s\ndiagnosis  %s%s\n", bug->formula, bug->shows, bug->expects,
           bug->needs_keys ? "  (scores of grouped queries only)" : "");
    for (const char *at = bug->source; *at;) {
        const size_t n = strcspn(at, ";");
        printf("%s%.*s\n", at == bug->source ? "reported   " : "           ", (int)n, at);
        at += n + strspn(at + n, "; ");
    }
    puts("\n[code]: read in the project's source, not reported there");
}

/* ---- Names that are nearly right ---- */

/* Letters to insert, delete or replace (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[RWK_NAME + 1];
    const size_t n = strlen(b) < RWK_NAME ? strlen(b) : RWK_NAME;
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 1; i <= strlen(a); i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            const size_t change = diagonal + (a[i - 1] != b[j - 1]), best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            diagonal = row[j], row[j] = change < best ? change : best;
        }
    }
    return row[n];
}

/* How far `name` is from an id: nothing where it is part of it. */
static size_t far_from(const char *name, const char *id) { return strstr(id, name) ? 0 : distance(name, id); }

static int unknown_bug(const char *name)
{
    const char *best[3] = { "", "", "" };
    size_t nearest[3] = { SIZE_MAX, SIZE_MAX, SIZE_MAX };
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        const char *id = rwk_zoo_bug(k)->id;
        size_t d = far_from(name, id);
        for (int j = 0; j < 3; j++)
            if (d < nearest[j]) {
                const char *other = best[j];
                const size_t farther = nearest[j];
                best[j] = id, nearest[j] = d, id = other, d = farther;
            }
    }
    return cli_usage_error("zoo", "%.48s: no such bug; did you mean %s, %s or %s?", name, best[0], best[1], best[2]);
}

static int tell(const cli_options *o)
{
    const rwk_bug *bug = rwk_zoo_find(o->rest[0]);
    rwk_json_writer w = rwk_json_begin(stdout);
    if (!bug) return unknown_bug(o->rest[0]);
    if (o->json) put_bug(&w, bug), rwk_json_end(&w);
    else print_bug(bug);
    return CLI_GOOD;
}

/* ---- Somebody else's test ---- */

/** The analysis: inputs, and what became of every bug. */
typedef struct {
    rwk_suite suite;
    rwk_probe probe;
    rwk_mutant *mutants;
    size_t counts[3]; /* by fate */
    size_t visible;   /* how many the default probe shows */
} analysis;

/** Killed by the test; passed although the default probe shows it; passed, and no probe shows it. */
enum { KILLED, SURVIVED, INVISIBLE };

static int number(double *value, const char *text, const char *option)
{
    char *end;
    if (!text) return CLI_GOOD;
    *value = strtod(text, &end);
    if (*text && *end == '\0' && *value >= 0 && isfinite(*value)) return CLI_GOOD;
    return cli_usage_error("zoo", "--%s: %s: expected a number, 0 or more", option, text);
}

/* x and positions of the file, as a probe has them. */
static rwk_status take_inputs(analysis *a, const rwk_tensor_file *file, const char *name, rwk_dtype *dtype, rwk_diag *diag)
{
    rwk_evidence e;
    rwk_probe *p = &a->suite.inputs;
    rwk_status status = rwk_evidence_of_inputs(&e, &a->suite.config, file, name, diag);
    if (status != RWK_OK) return status;
    *dtype = e.answer;
    *p = (rwk_probe){
        .batch = e.batch, .seq = e.seq, .heads = e.heads, .head_dim = e.width, .n_axes = e.n_axes, .positions = e.positions
    };
    p->x = e.x.n <= SIZE_MAX / sizeof *p->x ? malloc(e.x.n * sizeof *p->x) : NULL;
    if (!p->x) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    rwk_tensor_values(p->x, &e.x, 0, e.x.n);
    return RWK_OK;
}

static int read_suite(analysis *a, const cli_options *o)
{
    rwk_tensor_file file = { 0 };
    rwk_diag diag = { .text = "" };
    rwk_dtype of_x = RWK_F32;
    cli_options with_config = *o;
    with_config.operand = o->config;
    int code = cli_load_config(&a->suite.config, "zoo", &with_config);
    if (code != CLI_GOOD) return code;
    rwk_status status = rwk_tensor_file_read(&file, o->suite, SIZE_MAX / 2, &diag);
    if (status == RWK_OK && file.is_npy)
        status = rwk_fail(&diag, RWK_EPARSE, "%s: .npy: expected safetensors with x and positions", o->suite);
    if (status == RWK_OK) status = take_inputs(a, &file, o->suite, &of_x, &diag);
    rwk_tensor_file_clear(&file);
    if (status != RWK_OK) return cli_fail("zoo", status, &diag);
    code = cli_dtype(&a->suite.dtype, of_x, "zoo", o);
    rwk_suite_default_tolerance(&a->suite.atol, &a->suite.rtol, a->suite.dtype);
    if (code == CLI_GOOD) code = number(&a->suite.atol, o->atol, "atol");
    if (code == CLI_GOOD) code = number(&a->suite.rtol, o->rtol, "rtol");
    if (code != CLI_GOOD) return code;
    status = rwk_probe_init(&a->probe, &a->suite.config, a->suite.dtype, false, false, &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail("zoo", status, &diag);
}

static int fate(const rwk_mutant *m) { return m->used > 1 ? KILLED : m->detectable ? SURVIVED : INVISIBLE; }

static int try_all(analysis *a)
{
    a->mutants = calloc(rwk_zoo_size(), sizeof *a->mutants);
    if (!a->mutants) return cli_fail("zoo", RWK_ENOMEM, NULL);
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        rwk_mutant *m = &a->mutants[k];
        const rwk_status status = rwk_suite_try(m, &a->suite, rwk_zoo_bug(k), &a->probe);
        if (status != RWK_OK) return cli_fail("zoo", status, NULL);
        m->applies = m->applies && !m->refused;
        if (m->applies) a->counts[fate(m)]++, a->visible += m->detectable;
    }
    return CLI_GOOD;
}

static void print_fates(const analysis *a, int wanted, const char *heading)
{
    if (a->counts[wanted] == 0) return;
    printf("\n%s\n", heading);
    for (size_t k = 0; k < rwk_zoo_size(); k++)
        if (a->mutants[k].applies && fate(&a->mutants[k]) == wanted)
            printf("  %-31s %8.2g  %s\n", rwk_zoo_bug(k)->id, a->mutants[k].used, rwk_zoo_bug(k)->title);
}

static void print_analysis(const analysis *a, const cli_options *o)
{
    printf("%s: |got - want| <= %g + %g |want| in %s lets %zu of %zu known bugs pass that a probe of this config shows\n", o->suite,
           a->suite.atol, a->suite.rtol, rwk_dtype_name(a->suite.dtype), a->counts[SURVIVED], a->visible);
    print_fates(a, SURVIVED, "passed (largest difference over what the test allows)");
    print_fates(a, KILLED, "caught");
    print_fates(a, INVISIBLE, "passed, within what this dtype allows any implementation");
    if (a->counts[SURVIVED])
        puts("\nropewalk probe writes inputs that show them; ropewalk check holds the answer against derived bounds");
}

static void put_analysis(const analysis *a, const cli_options *o)
{
    static const char *const FATES[] = { "killed", "survived", "invisible" };
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "suite", o->suite);
    rwk_json_put_string(&w, "dtype", rwk_dtype_name(a->suite.dtype));
    rwk_json_put_number(&w, "atol", a->suite.atol);
    rwk_json_put_number(&w, "rtol", a->suite.rtol);
    for (int f = KILLED; f <= INVISIBLE; f++) rwk_json_put_number(&w, FATES[f], (double)a->counts[f]);
    rwk_json_open(&w, "mutants", '[');
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        if (!a->mutants[k].applies) continue;
        rwk_json_open(&w, NULL, '{');
        rwk_json_put_string(&w, "id", rwk_zoo_bug(k)->id);
        rwk_json_put_string(&w, "fate", FATES[fate(&a->mutants[k])]);
        rwk_json_put_number(&w, "used", a->mutants[k].used);
        rwk_json_close(&w, '}');
    }
    rwk_json_close(&w, ']');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

static int analyse(const cli_options *o)
{
    analysis a = { 0 };
    if (!o->config) return cli_usage_error("zoo", "--suite: which model's positions? --config CONFIG is missing; see --help");
    int code = read_suite(&a, o);
    if (code == CLI_GOOD) code = try_all(&a);
    if (code == CLI_GOOD && o->json) put_analysis(&a, o);
    else if (code == CLI_GOOD) print_analysis(&a, o);
    if (code == CLI_GOOD && a.counts[SURVIVED] > 0) code = CLI_NO;
    rwk_probe_clear(&a.suite.inputs);
    rwk_probe_clear(&a.probe);
    free(a.mutants);
    return code;
}

static int run(const cli_options *o)
{
    if (o->suite && o->n_rest > 0)
        return cli_usage_error("zoo", "%s: --suite takes the whole zoo, not one bug; see --help", o->rest[0]);
    if (o->suite) return analyse(o);
    if (o->config || o->atol || o->rtol || o->dtype)
        return cli_usage_error("zoo", "--config, --dtype, --atol and --rtol go with --suite; see --help");
    return o->n_rest > 0 ? tell(o) : list(o);
}

const cli_command CMD_ZOO = {
    .name = "zoo",
    .summary = "known bugs; which of them a test would let pass",
    .options = CLI_CONFIG_OPTIONS "suite config dtype atol rtol",
    .max_rest = 1,
    .run = run,
    .help = "Examples:\n"
            "  ropewalk zoo                                    id, diagnosis and title of every known bug\n"
            "  ropewalk zoo yarn-ramp-inverted                 what it computes, how it shows, who had it\n"
            "  ropewalk zoo --suite inputs.safetensors --config preset:llama-3.1-8b --atol 1e-3 --rtol 1e-3\n"
            "  ropewalk zoo --suite inputs.safetensors --config path/to/config.json --dtype bf16 --json\n\n"
            "ropewalk zoo --suite FILE runs every known bug on the inputs of somebody's test and tells which of them would pass "
            "it: FILE is\n"
            "safetensors with their x [batch, seq, heads, head_dim] and positions [batch, seq].  A bug is an engine of the dtype, "
            "right but for\n"
            "that one thing; it is held against the engine without it, |got - want| <= atol + rtol |want|.\n\n"
            "Exit status 0 when the test catches every bug that the default probe of CONFIG shows, 1 when it lets one of them "
            "pass; a bug\n"
            "that no probe can show in this dtype (a bf16 table in a bf16 answer) does not count.  Bugs that show in scores alone "
            "are left out.\n\n"
            "  --suite FILE         inputs of a test\n"
            "  --config CONFIG      the model whose positions it tests\n"
            "  --dtype DTYPE        of the test's outputs (default: that of x)\n"
            "  --atol A, --rtol R   its tolerance (default: those of torch.testing.assert_close for the dtype)\n" CLI_CONFIG_HELP,
};
