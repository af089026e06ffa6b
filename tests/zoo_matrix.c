/* SPDX-License-Identifier: MIT */
/* Writes docs/zoo-matrix.md: every bug of the zoo on every config in every dtype, and correct engines on every preset.  make zoo-matrix */
#include "matrix.h"

#include "core/rng.h"
#include "zoo_exceptions.h"

static const rwk_dtype ANSWERS[] = { RWK_F32, RWK_F16, RWK_BF16 };

enum { N_ANSWERS = 3, MAX_BUGS = 128, N_KINDS = 4, N_OUTCOMES = CELL_UNKNOWN + 1, MAX_EXCEPTIONS = 1000, N_PAIRS = 300 };

/** What is counted. */
typedef struct {
    size_t by[N_OUTCOMES], detectable, detected, both, first; /* first: of the sets, how many have an expected id first */
} tally;

typedef struct {
    size_t bug, config;
    rwk_dtype answer;
    rwk_evidence_kind kind;
    outcome outcome;
    char text[160];
} exception;

/** All results. */
typedef struct {
    tally by_bug[MAX_BUGS][N_ANSWERS], by_answer[N_ANSWERS], by_kind[N_KINDS], total;
    tally by_bug_kind[MAX_BUGS][N_KINDS];
    char rivals[MAX_BUGS][8][RWK_ID]; /* ids that some evidence cannot tell from a bug's */
    exception exceptions[MAX_EXCEPTIONS];
    size_t pairs, pairs_both, pairs_one, pairs_unknown, pairs_neither; /* two bugs at once */
    size_t n_exceptions, unexplained, runs[N_KINDS][N_ENGINES], alarms;
    double worst_seconds[N_KINDS], used[N_KINDS][N_ENGINES];
    char slowest[N_KINDS][200];
} results;

/* ---- Counting ---- */

static void count(tally *t, const cell *x, bool first)
{
    t->by[x->outcome]++;
    t->detectable += x->detectable, t->detected += x->detected, t->both += x->detectable && x->detected;
    t->first += x->outcome == CELL_IN_SET && first;
}

static void add_rival(results *r, size_t bug, const char *id, const rwk_config *config)
{
    if (rwk_bug_expects(rwk_zoo_bug(bug), id, config)) return;
    for (int j = 0; j < 8; j++) {
        char *slot = r->rivals[bug][j];
        const size_t n = strcspn(id, "0123456789");
        if (strncmp(slot, id, n) == 0 && slot[0]) return;
        if (!slot[0]) {
            snprintf(slot, RWK_ID, "%.*s%s", (int)n, id, id[n] ? "…" : "");
            return;
        }
    }
}

static void note_exception(results *r, size_t bug, size_t config, rwk_dtype answer, rwk_evidence_kind kind, const cell *x)
{
    if (r->n_exceptions == MAX_EXCEPTIONS) return;
    exception *e = &r->exceptions[r->n_exceptions++];
    *e = (exception){ bug, config, answer, kind, x->outcome, "" };
    const rwk_diagnosis *d = x->found;
    if (x->detected)
        snprintf(e->text, sizeof e->text, "%s%s%s", d->findings[0].id, d->n > 1 ? " + " : "", d->n > 1 ? d->findings[1].id : "");
}

static void run_cell(results *r, size_t bug, size_t config_index, const rwk_config *config, const rwk_probe *probe, int answer,
                     rwk_evidence_kind kind, rwk_diagnosis *found)
{
    cell x = { .found = found };
    const rwk_bug *b = rwk_zoo_bug(bug);
    if (!matrix_cell(&x, b, config, probe, ANSWERS[answer], kind)) {
        fprintf(stderr, "%s on %s: could not be run\n", b->id, MATRIX_CONFIGS[config_index].name);
        exit(2);
    }
    if (x.outcome == CELL_ABSENT) return;
    const bool first = x.detected && rwk_bug_expects(b, found->findings[0].id, config),
               main_one = kind == (b->needs_keys ? RWK_SCORES : RWK_ROTATED);
    if (main_one) count(&r->by_bug[bug][answer], &x, first), count(&r->by_answer[answer], &x, first), count(&r->total, &x, first);
    if (answer == 0) count(&r->by_kind[kind], &x, first), count(&r->by_bug_kind[bug][kind], &x, first);
    if (x.outcome == CELL_IN_SET && main_one) {
        add_rival(r, bug, found->findings[0].id, config);
        for (size_t k = 0; k < found->findings[0].n_equivalent; k++) add_rival(r, bug, found->findings[0].equivalent[k], config);
    }
    const bool unexpected = x.outcome == CELL_MISSED || x.outcome == CELL_MISNAMED || x.outcome == CELL_UNKNOWN;
    if (unexpected) note_exception(r, bug, config_index, ANSWERS[answer], kind, &x);
    if (x.seconds <= r->worst_seconds[kind]) return;
    r->worst_seconds[kind] = x.seconds;
    snprintf(r->slowest[kind], sizeof r->slowest[kind], "%s, %s, %s, %s", b->id, MATRIX_CONFIGS[config_index].name,
             rwk_dtype_name(ANSWERS[answer]), rwk_evidence_name(kind));
}

static void run_bugs(results *r, rwk_diagnosis *found)
{
    for (size_t c = 0; c < N_MATRIX_CONFIGS; c++) {
        rwk_config config;
        if (!matrix_load(&config, &MATRIX_CONFIGS[c])) exit(2);
        for (int a = 0; a < N_ANSWERS; a++) {
            rwk_probe probe = { 0 };
            rwk_diag diag;
            if (rwk_probe_init(&probe, &config, ANSWERS[a], true, false, &diag) != RWK_OK) exit(2);
            for (size_t k = 0; k < rwk_zoo_size(); k++)
                for (int kind = 0; kind < N_KINDS; kind++)
                    if (a == 0 || kind == (rwk_zoo_bug(k)->needs_keys ? RWK_SCORES : RWK_ROTATED))
                        run_cell(r, k, c, &config, &probe, a, (rwk_evidence_kind)kind, found);
            rwk_probe_clear(&probe);
        }
        fprintf(stderr, "%zu of %d: %s\n", c + 1, N_MATRIX_CONFIGS, MATRIX_CONFIGS[c].name);
    }
}

/* Every engine and kind of evidence on one config. */
static void run_engines(results *r, const rwk_config *config)
{
    rwk_probe probe = { 0 };
    rwk_diag diag;
    if (rwk_probe_init(&probe, config, RWK_F32, true, false, &diag) != RWK_OK) exit(2);
    for (int kind = 0; kind < N_KINDS; kind++)
        for (int e = 0; e < N_ENGINES; e++) {
            bool alarm;
            double used;
            if (!matrix_alarm(&alarm, &used, config, &probe, (engine)e, (rwk_evidence_kind)kind)) exit(2);
            r->runs[kind][e]++, r->alarms += alarm, r->used[kind][e] = fmax(r->used[kind][e], used);
        }
    rwk_probe_clear(&probe);
}

static void run_presets(results *r)
{
    static const char *const LAYERS[] = { "full_attention", "sliding_attention" };
    const rwk_preset *preset;
    for (size_t k = 0; (preset = rwk_preset_at(k)) != NULL; k++)
        for (int layer = 0; layer < 2; layer++) {
            rwk_config config;
            rwk_diag diag = { .text = "" };
            char spec[RWK_NAME + 8];
            snprintf(spec, sizeof spec, "preset:%s", preset->name);
            if (rwk_config_load(&config, spec, LAYERS[layer], &diag) != RWK_OK) continue; /* no rotary positions */
            if (layer == 0 || config.layer_type[0]) run_engines(r, &config);
        }
    for (size_t c = 0; c < N_MATRIX_CONFIGS; c++) {
        rwk_config config;
        if (matrix_load(&config, &MATRIX_CONFIGS[c])) run_engines(r, &config);
    }
}

/* ---- Two bugs at once: nothing was written with these in view ---- */

static bool mentions(const rwk_diagnosis *d, const rwk_bug *bug)
{
    for (size_t k = 0; k < d->n; k++) {
        if (rwk_bug_expects(bug, d->findings[k].id, NULL)) return true;
        for (size_t j = 0; j < d->findings[k].n_equivalent; j++)
            if (rwk_bug_expects(bug, d->findings[k].equivalent[j], NULL)) return true;
    }
    return false;
}

static void run_pair(results *r, const rwk_config *config, const rwk_bug *a, const rwk_bug *b, rwk_diagnosis *found)
{
    rwk_probe probe = { 0 };
    rwk_diag diag;
    rwk_pipeline p;
    rwk_simulation s = { 0 };
    rwk_grading g;
    bool good =
        rwk_probe_init(&probe, config, RWK_F32, false, false, &diag) == RWK_OK && rwk_pipeline_of(&p, config, &diag) == RWK_OK;
    rwk_pipeline_as_engine(&p, RWK_F32);
    good = good && a->make(&p, config) == RWK_OK && b->make(&p, config) == RWK_OK;
    good = good && rwk_simulate(&s, &p, config, &probe, RWK_F32, RWK_ROTATED) == RWK_OK && grade_as(&g, &s, RWK_F32);
    if (good && g.grade == RWK_GRADE_FAIL && rwk_diagnose(found, &s.evidence, &g, false, &diag) == RWK_OK) {
        const bool first = mentions(found, a), second = mentions(found, b);
        r->pairs++;
        if (first && second) r->pairs_both++;
        else if (first || second) r->pairs_one++;
        else if (strcmp(found->findings[0].id, "unknown") == 0) r->pairs_unknown++;
        else r->pairs_neither++;
        if (!first && !second && strcmp(found->findings[0].id, "unknown") != 0)
            fprintf(stderr, "%s with %s: %s\n", a->id, b->id, found->findings[0].id);
    }
    rwk_simulation_clear(&s);
    rwk_probe_clear(&probe);
}

static void run_pairs(results *r, rwk_diagnosis *found)
{
    rwk_rng rng = { 20210420 };
    while (r->pairs < N_PAIRS) {
        rwk_config config;
        const bool loaded = matrix_load(&config, &MATRIX_CONFIGS[rwk_rng_next(&rng) % N_MATRIX_CONFIGS]);
        const rwk_bug *a = rwk_zoo_bug(rwk_rng_next(&rng) % rwk_zoo_size()), *b = rwk_zoo_bug(rwk_rng_next(&rng) % rwk_zoo_size());
        if (!loaded || a == b || a->needs_keys || b->needs_keys || !rwk_bug_applies(a, &config) || !rwk_bug_applies(b, &config))
            continue;
        run_pair(r, &config, a, b, found);
    }
}

/* ---- Writing ---- */

static double percent(size_t part, size_t whole) { return whole ? 100 * (double)part / (double)whole : 100; }

static void put_totals(const char *name, const tally *t)
{
    printf("| %s | %zu | %zu | %zu (%.1f %%) | %zu (%.1f %%) | %zu, %zu | %.1f %% | %zu | %zu |\n", name,
           t->by[CELL_HIDDEN] + t->by[CELL_MISSED] + t->detected, t->detectable, t->both, percent(t->both, t->detectable),
           t->by[CELL_NAMED], percent(t->by[CELL_NAMED], t->detected), t->first, t->by[CELL_IN_SET] - t->first,
           percent(t->by[CELL_NAMED] + t->by[CELL_IN_SET], t->detected), t->by[CELL_MISNAMED], t->by[CELL_UNKNOWN]);
}

static void put_head(const results *r)
{
    puts("# The zoo held against the oracle\n\n"
         "Written by `make zoo-matrix` (`tests/zoo_matrix.c`); `tests/test_zoo.c` repeats a sample of it in `make check`.\n\n"
         "Each known bug of `src/faults/` is put into an engine that is right otherwise (frequencies, positions and angles in f32, "
         "table and\n"
         "arithmetic in the dtype of the answer), and run on the default probe of each config that it changes. *Detectable*: the "
         "bug alone, in exact\n"
         "arithmetic and not rounded, exceeds the bound of L4 somewhere. *Detected*: its engine's answer grades FAIL. *Named*: the "
         "diagnosis is the\n"
         "expected id, with the expected number, and nothing else fits (other spellings of the same thing aside). *In a set*: an "
         "expected id is\n"
         "among those which the evidence cannot tell apart; first, or behind another. Percentages of names are of what was "
         "detected.\n");
    puts("## Totals\n\n| answer | applies | detectable | detected | named | in a set: first, not first | named or in a set | "
         "misnamed | unknown |\n"
         "|---|---|---|---|---|---|---|---|---|");
    for (int a = 0; a < N_ANSWERS; a++) put_totals(rwk_dtype_name(ANSWERS[a]), &r->by_answer[a]);
    put_totals("all", &r->total);
}

static void put_alarms(const results *r)
{
    size_t runs = 0;
    for (int k = 0; k < N_KINDS; k++)
        for (int e = 0; e < N_ENGINES; e++) runs += r->runs[k][e];
    printf("\n## False alarms: %zu in %zu runs\n\n"
           "Every preset, each of its layer types, and the configs below; an alarm is a grade worse than the engine's own (L2 for "
           "f64, L3 for f32\n"
           "angles, L4 for the running product), and with it a diagnosis. The numbers are the largest part of L4's bound that was "
           "used.\n\n"
           "| engine | y | table | inv_freq | scores |\n|---|---|---|---|---|\n",
           r->alarms, runs);
    for (int e = 0; e < N_ENGINES; e++)
        printf("| %s | %.2f | %.2f | %.2f | %.2f |\n", ENGINE_NAMES[e], r->used[0][e], r->used[1][e], r->used[2][e], r->used[3][e]);
}

static void put_cell(const tally *t)
{
    const size_t applies = t->by[CELL_HIDDEN] + t->by[CELL_MISSED] + t->detected;
    if (applies == 0 && t->by[CELL_REFUSED] == 0) printf(" |");
    else if (applies == 0) printf(" refused |");
    else if (t->detected == 0) printf(" – of %zu |", applies);
    else {
        printf(" %zu", t->by[CELL_NAMED]);
        if (t->by[CELL_IN_SET]) printf(" + %zu", t->by[CELL_IN_SET]);
        printf(" of %zu |", t->detected);
    }
}

static void put_bugs(const results *r)
{
    puts("\n## Bugs\n\nNamed + in a set, of detected; – of how many configs where no value leaves the bound.\n\n"
         "| bug | expected | f32 | f16 | bf16 | not to be told from, somewhere |\n|---|---|---|---|---|---|");
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        printf("| %s | `%s` |", rwk_zoo_bug(k)->id, rwk_zoo_bug(k)->expects);
        for (int a = 0; a < N_ANSWERS; a++) put_cell(&r->by_bug[k][a]);
        for (int j = 0; j < 8 && r->rivals[k][j][0]; j++) printf(" `%s`", r->rivals[k][j]);
        puts(" |");
    }
}

static void put_kinds(const results *r)
{
    puts("\n## What each kind of evidence shows\n\n"
         "f32 answers. A table is of batch row 0 and has no heads, inv_freq has no positions, scores are q·k of a probe with one "
         "pair in each query.\n"
         "*Refused*: the answer has another shape than the config's, which `check` says before it grades.\n\n"
         "| bug | y | table | inv_freq | scores |\n|---|---|---|---|---|");
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        printf("| %s |", rwk_zoo_bug(k)->id);
        for (int kind = 0; kind < N_KINDS; kind++) put_cell(&r->by_bug_kind[k][kind]);
        puts("");
    }
    puts("\n| evidence | applies | detectable | detected | named | in a set: first, not first | named or in a set | misnamed | "
         "unknown |\n"
         "|---|---|---|---|---|---|---|---|---|");
    for (int kind = 0; kind < N_KINDS; kind++) put_totals(rwk_evidence_name((rwk_evidence_kind)kind), &r->by_kind[kind]);
}

static bool same_case(const exception *a, const exception *b)
{
    return a->bug == b->bug && a->kind == b->kind && a->outcome == b->outcome;
}

/* The sentence, or a cry. */
static const char *sentence(results *r, const char *text)
{
    r->unexplained += text == NULL;
    return text ? text : "UNEXPLAINED";
}

/* One line for all configs and dtypes of a bug seen through a kind of evidence. */
static void put_case(results *r, size_t k)
{
    static const char *const WHAT[] = { "", "", "", "not detected", "", "", "misnamed", "unknown" };
    const exception *e = &r->exceptions[k];
    size_t n = 0;
    for (size_t j = 0; j < r->n_exceptions; j++) n += same_case(&r->exceptions[j], e);
    for (size_t j = 0; j < k; j++)
        if (same_case(&r->exceptions[j], e)) return;
    const char *id = rwk_zoo_bug(e->bug)->id;
    printf("- %s in %s: %s, %zu time%s", id, rwk_evidence_name(e->kind), WHAT[e->outcome], n, n > 1 ? "s" : "");
    if (e->outcome == CELL_MISNAMED) printf(", as `%s` on %s", e->text, MATRIX_CONFIGS[e->config].name);
    else printf(" (%s)", MATRIX_CONFIGS[e->config].name);
    printf(". %s\n", sentence(r, why(id, e->kind)));
}

static void put_exceptions(results *r)
{
    puts("\n## Exceptions\n");
    for (size_t k = 0; k < r->n_exceptions; k++) put_case(r, k);
    if (r->n_exceptions == 0) puts("None.");
    puts("\n## Bugs that apply and stay within the bound of rotated vectors\n");
    for (size_t k = 0; k < rwk_zoo_size(); k++) {
        size_t hidden[N_ANSWERS], all = 0;
        for (int a = 0; a < N_ANSWERS; a++) all += hidden[a] = r->by_bug[k][a].by[CELL_HIDDEN];
        if (all)
            printf("- %s (f32 %zu, f16 %zu, bf16 %zu). %s\n", rwk_zoo_bug(k)->id, hidden[0], hidden[1], hidden[2],
                   sentence(r, why_hidden(rwk_zoo_bug(k)->id)));
    }
}

static void put_pairs(const results *r)
{
    printf("\n## Two bugs at once\n\n"
           "The hypotheses were written with the zoo in view, so the totals above say how well they fit known bugs. This says what "
           "happens where\n"
           "nothing was prepared: %d pairs of bugs drawn at random (seeded), f32, on a config that both change. Both named: %zu. "
           "One named: %zu (where\n"
           "one hides or replaces the other, or both share an id). `unknown`: %zu (two changes of one stage, or a number that the "
           "other bug keeps\n"
           "from being recovered). A name that is neither's: %zu.\n",
           N_PAIRS, r->pairs_both, r->pairs_one, r->pairs_unknown, r->pairs_neither);
}

int main(void)
{
    results *r = calloc(1, sizeof *r);
    rwk_diagnosis *found = calloc(1, sizeof *found);
    if (!r || !found || rwk_zoo_size() > MAX_BUGS) return 2;
    run_presets(r);
    run_bugs(r, found);
    run_pairs(r, found);
    put_head(r);
    put_alarms(r);
    put_pairs(r);
    put_bugs(r);
    put_kinds(r);
    put_exceptions(r);
    for (int k = 0; k < N_KINDS; k++)
        fprintf(stderr, "slowest grade and diagnosis: %.2f s, %s\n", r->worst_seconds[k], r->slowest[k]);
    const tally *t = &r->total;
    const bool good = r->alarms == 0 && r->unexplained == 0 && percent(t->both, t->detectable) >= 98 &&
                      percent(t->by[CELL_NAMED] + t->by[CELL_IN_SET], t->detected) >= 95;
    free(found);
    free(r);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
