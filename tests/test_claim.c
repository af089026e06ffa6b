/* SPDX-License-Identifier: MIT */
/* Tests claims/claim, verdict and tsv: what makes a verdict, and files that appear only when a run is committed. */
#define _XOPEN_SOURCE 700
#include "claims/claim.h"

#include <ftw.h>
#include <gsl/gsl_randist.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/json.h"
#include "testing.h"

static char folder[64];

static const rwk_claim CLAIM = { .lesson = 41,
                                 .id = "sample",
                                 .statement = "A \"quoted\" statement.",
                                 .source = "S4 eq. (16)",
                                 .section = "D2.4",
                                 .expected = RWK_HOLDS };
static const rwk_claim FALSE_CLAIM = {
    .lesson = 42, .id = "sample", .statement = "False.", .source = "S1", .section = "D5.1", .expected = RWK_REFUTED, .fixed = true
};

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *level)
{
    (void)info, (void)kind, (void)level;
    return remove(path);
}

static void enter(void)
{
    strcpy(folder, "/tmp/ropewalk-test-claim-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void leave(void) { nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS); }

/* How many files `folder` holds. */
static int n_files;

static int count_entry(const char *path, const struct stat *info, int kind, struct FTW *level)
{
    (void)path, (void)info, (void)level;
    n_files += kind == FTW_F;
    return 0;
}

static int files_in_folder(void)
{
    n_files = 0;
    nftw(folder, count_entry, 8, FTW_PHYS);
    return n_files;
}

static rwk_run *open_run(const rwk_claim *claim, bool quick)
{
    rwk_run *run = calloc(1, sizeof *run);
    ck_assert_status(
        rwk_run_open(run, claim, &(rwk_run_options){ .config = "head_dim=8,rope_theta=10000", .folder = folder, .quick = quick }),
        RWK_OK);
    return run;
}

static void close_run(rwk_run *run)
{
    rwk_run_clear(run);
    rwk_run_clear(run);
    free(run);
}

static char *contents(const char *name)
{
    char path[RWK_PATH], *text = NULL;
    size_t size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    ck_assert_status(rwk_file_read(&text, &size, path, 1 << 20, NULL), RWK_OK);
    return text;
}

/* ---- the verdict: rows of checks and controls, and what they amount to ---- */

typedef struct {
    double measured, bound;
    rwk_check_kind kind;
} row;

static rwk_run *recorded(const rwk_claim *claim, const row rows[], size_t n)
{
    rwk_run *run = calloc(1, sizeof *run);
    run->claim = claim;
    for (size_t i = 0; i < n; i++) {
        char name[32];
        snprintf(name, sizeof name, "row %zu", i);
        (rows[i].kind == RWK_CONTROL   ? rwk_run_control
         : rows[i].kind == RWK_INSTEAD ? rwk_run_instead
                                       : rwk_run_check)(run, name, rows[i].measured, rows[i].bound);
    }
    return run;
}

static void assert_verdict(const rwk_claim *claim, const row rows[], size_t n, rwk_verdict verdict, bool as_expected)
{
    rwk_run *run = recorded(claim, rows, n);
    ck_assert_uint_eq(run->n_checks, n);
    ck_assert_str_eq(rwk_verdict_name(rwk_run_verdict(run)), rwk_verdict_name(verdict));
    ck_assert_int_eq(rwk_run_as_expected(run), as_expected);
    free(run);
}

START_TEST(test_verdict_of_checks_and_controls)
{
    const row fails = { 3, 1, RWK_CONTROL }, met = { 1, 1, RWK_STATEMENT }, within = { 0.5, 1, RWK_STATEMENT },
              over = { 1.0000000000000002, 1, RWK_STATEMENT };
    const row passes = { 1, 1, RWK_CONTROL }, nan = { NAN, 1, RWK_STATEMENT }, nan_control = { NAN, 1, RWK_CONTROL },
              nan_bound = { 0, NAN, RWK_STATEMENT };
    const row true_instead = { 1, 1, RWK_INSTEAD }, false_instead = { 2, 1, RWK_INSTEAD }, nan_instead = { NAN, 1, RWK_INSTEAD };
    assert_verdict(&CLAIM, (row[]){ within, fails }, 2, RWK_HOLDS, true);
    assert_verdict(&CLAIM, (row[]){ met, fails }, 2, RWK_HOLDS, true);
    assert_verdict(&CLAIM, (row[]){ within, over, fails }, 3, RWK_REFUTED, false);
    assert_verdict(&CLAIM, (row[]){ over, within, fails }, 3, RWK_REFUTED, false);
    assert_verdict(&CLAIM, (row[]){ nan, fails }, 2, RWK_REFUTED, false);
    assert_verdict(&CLAIM, (row[]){ nan_bound, fails }, 2, RWK_REFUTED, false);
    assert_verdict(&CLAIM, (row[]){ within, passes }, 2, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ within, passes, fails }, 3, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ within, nan_control }, 2, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ within }, 1, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ fails }, 1, RWK_REFUTED, false);
    assert_verdict(&CLAIM, NULL, 0, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ over, fails }, 2, RWK_REFUTED, true);
    assert_verdict(&FALSE_CLAIM, (row[]){ within, fails }, 2, RWK_HOLDS, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ over, passes }, 2, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ nan, fails }, 2, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ nan_bound, fails }, 2, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ over, true_instead, fails }, 3, RWK_REFUTED, true);
    assert_verdict(&FALSE_CLAIM, (row[]){ over, false_instead, fails }, 3, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ over, nan_instead, fails }, 3, RWK_REFUTED, false);
    assert_verdict(&FALSE_CLAIM, (row[]){ within, false_instead, fails }, 3, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ within, false_instead, fails }, 3, RWK_HOLDS, false);
    assert_verdict(&CLAIM, (row[]){ true_instead, fails }, 2, RWK_REFUTED, false);
}
END_TEST

START_TEST(test_verdict_names)
{
    ck_assert_str_eq(rwk_verdict_name(RWK_HOLDS), "HOLDS");
    ck_assert_str_eq(rwk_verdict_name(RWK_REFUTED), "REFUTED");
}
END_TEST

static void assert_worst(const row rows[], size_t n, const char *want)
{
    rwk_run *run = recorded(&CLAIM, rows, n);
    const rwk_check *worst = rwk_run_worst(run);
    if (want) ck_assert_str_eq(worst->name, want);
    else ck_assert_ptr_null(worst);
    if (worst && rwk_run_verdict(run) == RWK_REFUTED) ck_assert(!rwk_check_holds(worst));
    free(run);
}

/* The one that uses most of its bound; controls do not count. */
START_TEST(test_worst_check)
{
    assert_worst((row[]){ { 1, 10, RWK_STATEMENT }, { 2, 4, RWK_STATEMENT }, { 3, 100, RWK_STATEMENT } }, 3, "row 1");
    assert_worst((row[]){ { 1, 10, RWK_STATEMENT }, { 99, 1, RWK_CONTROL } }, 2, "row 0");
    assert_worst((row[]){ { 5, 1, RWK_STATEMENT }, { NAN, 1, RWK_STATEMENT } }, 2, "row 1");
    assert_worst((row[]){ { 0, 0, RWK_STATEMENT }, { 1, 10, RWK_STATEMENT } }, 2, "row 1");
    assert_worst((row[]){ { 0.5, 1, RWK_STATEMENT }, { 1e-300, 0, RWK_STATEMENT } }, 2, "row 1");
    assert_worst((row[]){ { 99, 1, RWK_CONTROL } }, 1, NULL);
    assert_worst(NULL, 0, NULL);
}
END_TEST

START_TEST(test_worst_check_of_a_refuted_run_does_not_hold)
{
    assert_worst((row[]){ { 0.5, 1, RWK_STATEMENT }, { -1, -2, RWK_STATEMENT } }, 2, "row 1");
    assert_worst((row[]){ { 0.5, 1, RWK_STATEMENT }, { 0, NAN, RWK_STATEMENT } }, 2, "row 1");
}
END_TEST

START_TEST(test_count_is_smaller_when_quick)
{
    rwk_run run = { .options = { .quick = false } };
    ck_assert_uint_eq(rwk_run_count(&run, 1000, 41), 1000);
    run.options.quick = true;
    ck_assert_uint_eq(rwk_run_count(&run, 1000, 41), 24);
    ck_assert_uint_eq(rwk_run_count(&run, 83, 41), 2);
    ck_assert_uint_eq(rwk_run_count(&run, 42, 41), 1);
}
END_TEST

/* n/divisor, at least 1: what claim.h promises for small n. */
START_TEST(test_count_is_at_least_one_when_quick)
{
    const rwk_run run = { .options = { .quick = true } };
    ck_assert_uint_eq(rwk_run_count(&run, 41, 41), 1);
    ck_assert_uint_eq(rwk_run_count(&run, 7, 41), 1);
}
END_TEST

/* ---- a whole run ---- */

START_TEST(test_open_certifies_the_config)
{
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    const double want[] = { 1, 0.1, 0.01, 0.001 }; /* 10000^(-2i/8), rounded by the compiler */
    ck_assert_uint_eq(run->n_pairs, 4);
    for (int i = 0; i < 4; i++) ck_assert_same_bits(run->inv_freq[i], want[i]);
    close_run(run);
    leave();
}
END_TEST

START_TEST(test_name_is_made_of_parts)
{
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    rwk_run_fact(run, rwk_run_name(run, "%s at %d", "error", 137), 2.385);
    rwk_run_fact(run, rwk_run_name(run, "other"), 1);
    ck_assert_str_eq(run->facts[0].name, "error at 137");
    ck_assert_str_eq(run->facts[1].name, "other");
    ck_assert_uint_lt(strlen(rwk_run_name(run, "%200s", "long")), sizeof run->name);
    close_run(run);
    leave();
}
END_TEST

START_TEST(test_open_statuses)
{
    const struct {
        const char *config;
        rwk_status status;
        const char *reason;
    } cases[] = { { "no-such-file-137.json", RWK_EOPEN, "no-such-file-137.json" },
                  { "head_dim=7,rope_theta=2", RWK_EODD, "head_dim" },
                  { "head_dim=8,rope_theta=0", RWK_ERANGE, "rope_theta" },
                  { "head_dim=8", RWK_EPARSE, "rope_theta" },
                  { "head_dim=8,rotary_dim=10,rope_theta=2", RWK_ESHAPE, "rotary_dim" },
                  { "head_dim=8,rope_theta=1", RWK_ERANGE, "rope_theta: 1: the claims are about bases from 2 to 1e12" },
                  { "preset:bloom", RWK_EUNSUPPORTED, "preset:bloom: model_type: bloom: the model uses ALiBi" } };
    for (int k = 0; k < 7; k++) {
        rwk_run *run = calloc(1, sizeof *run);
        ck_assert_status(rwk_run_open(run, &CLAIM, &(rwk_run_options){ .config = cases[k].config, .folder = "/tmp" }),
                         cases[k].status);
        ck_assert_ptr_nonnull(strstr(run->diag.text, cases[k].reason));
        close_run(run);
    }
}
END_TEST

static void fill_run(rwk_run *run)
{
    rwk_tsv *main_table, *part;
    ck_assert_status(rwk_run_table(&main_table, run, NULL, "distance\tscore"), RWK_OK);
    ck_assert_status(rwk_run_table(&part, run, "spread", "m"), RWK_OK);
    RWK_ROW(main_table, 137, 0.1);
    RWK_ROW(main_table, 41, NAN);
    double draw;
    rwk_run_gaussian(run, &draw, 1);
    RWK_ROW(part, draw);
    rwk_run_check(run, "largest error", 0.5, 1);
    rwk_run_check(run, "second", 0.25, 1);
    rwk_run_control(run, "wrong sign", 2.385, 1);
    rwk_run_fact(run, "first negative", 1707);
}

START_TEST(test_commit_puts_all_files_in_place_at_once)
{
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    char path[128];
    fill_run(run);
    const char *const names[] = { "sample.tsv", "sample.spread.tsv", "sample.verdict.json" };
    for (int k = 0; k < 3; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[k]);
        ck_assert_int_eq(access(path, F_OK), -1);
    }
    ck_assert_status(rwk_run_commit(run), RWK_OK);
    for (int k = 0; k < 3; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[k]);
        ck_assert_int_eq(access(path, F_OK), 0);
    }
    ck_assert_int_eq(files_in_folder(), 3);
    close_run(run);
    ck_assert_int_eq(files_in_folder(), 3);
    leave();
}
END_TEST

START_TEST(test_clear_discards_what_was_not_committed)
{
    enter();
    rwk_run *run = open_run(&CLAIM, false), *zero = calloc(1, sizeof *zero);
    fill_run(run);
    close_run(run);
    ck_assert_int_eq(files_in_folder(), 0);
    close_run(zero);
    leave();
}
END_TEST

/* 17 significant digits: 0.1 is 0.10000000000000001 by Python's '%.17g'. */
START_TEST(test_table_rows_and_provenance)
{
    enter();
    rwk_run *run = open_run(&CLAIM, true);
    fill_run(run);
    ck_assert_status(rwk_run_commit(run), RWK_OK);
    char *text = contents("sample.tsv");
    ck_assert_ptr_nonnull(strstr(text, "# claim: sample\n"));
    ck_assert_ptr_nonnull(strstr(text, "# run: quick\n"));
    ck_assert_ptr_nonnull(strstr(text, "# seed: 20210420 (mt19937)\n"));
    ck_assert_ptr_nonnull(strstr(text, "# rope_theta: 10000\n"));
    ck_assert_str_eq(strstr(text, "\ndistance") + 1, "distance\tscore\n137\t0.10000000000000001\n41\tnan\n");
    free(text);
    close_run(run);
    leave();
}
END_TEST

static double number_at(const rwk_json *object, const char *key)
{
    double x = UNTOUCHED;
    ck_assert(rwk_json_number(&x, rwk_json_get(object, key)));
    return x;
}

static bool flag_at(const rwk_json *object, const char *key)
{
    bool flag = false;
    ck_assert(rwk_json_bool(&flag, rwk_json_get(object, key)));
    return flag;
}

static void assert_text(const rwk_json *object, const char *key, const char *want)
{
    const char *text = rwk_json_string(rwk_json_get(object, key));
    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, want);
}

static rwk_json *committed_verdict(const rwk_claim *claim)
{
    rwk_run *run = open_run(claim, false);
    rwk_json *root = NULL;
    char path[128];
    fill_run(run);
    ck_assert_status(rwk_run_commit(run), RWK_OK);
    close_run(run);
    snprintf(path, sizeof path, "%s/sample.verdict.json", folder);
    ck_assert_status(rwk_json_read(&root, path, NULL), RWK_OK);
    return root;
}

START_TEST(test_verdict_json_has_its_fields)
{
    enter();
    rwk_json *root = committed_verdict(&CLAIM);
    assert_text(root, "claim", "sample");
    assert_text(root, "statement", "A \"quoted\" statement.");
    assert_text(root, "source", "S4 eq. (16)");
    assert_text(root, "derivation", "D2.4");
    assert_text(root, "verdict", "HOLDS");
    assert_text(root, "expected", "HOLDS");
    assert_text(root, "quantity", "largest error");
    ck_assert(flag_at(root, "as_expected"));
    ck_assert(number_at(root, "lesson") == 41 && number_at(root, "measured") == 0.5 && number_at(root, "bound") == 1);
    const rwk_json *check = rwk_json_first(rwk_json_get(root, "checks")), *control = rwk_json_first(rwk_json_get(root, "controls"));
    assert_text(check, "name", "largest error");
    ck_assert(flag_at(check, "holds") && flag_at(control, "fails"));
    ck_assert(rwk_json_next(check) && !rwk_json_next(rwk_json_next(check)) && !rwk_json_next(control));
    ck_assert(number_at(control, "measured") == 2.385);
    ck_assert(number_at(rwk_json_get(root, "facts"), "first negative") == 1707);
    ck_assert(number_at(rwk_json_get(root, "parameters"), "rope_theta") == 10000);
    rwk_json_free(root);
    leave();
}
END_TEST

/* A claim about geometric frequencies leaves a model's scaling rule out; every claim is about rotations, of length 1. */
START_TEST(test_geometric_claims_leave_the_rule_out)
{
    for (int geometric = 0; geometric < 2; geometric++) {
        rwk_run run = { 0 };
        rwk_claim claim = CLAIM;
        double c[4], s[4];
        claim.geometric = geometric;
        const char *config = "head_dim=8,rope_theta=16,rope_type=yarn,factor=4,original_max_position_embeddings=64";
        ck_assert_status(rwk_run_open(&run, &claim, &(rwk_run_options){ .config = config, .folder = "/tmp" }), RWK_OK);
        ck_assert_int_eq(run.config.rope_type, geometric ? RWK_ROPE_DEFAULT : RWK_ROPE_YARN);
        ck_assert_same_bits(run.inv_freq[2], geometric ? 0.25 : 0.15625); /* ramp 0 .. 4, so half of 1/16 and half of 1/4 */
        ck_assert_status(rwk_truth_cos_sin(c, s, run.truth, 0, RWK_F64), RWK_OK);
        ck_assert_same_bits(c[0], 1);
        rwk_run_clear(&run);
    }
}
END_TEST

START_TEST(test_verdict_json_of_a_fixed_claim_names_no_config)
{
    enter();
    rwk_json *root = committed_verdict(&FALSE_CLAIM);
    assert_text(root, "verdict", "HOLDS");
    assert_text(root, "expected", "REFUTED");
    ck_assert(!flag_at(root, "as_expected"));
    ck_assert_ptr_null(rwk_json_get(rwk_json_get(root, "parameters"), "config"));
    ck_assert(number_at(rwk_json_get(root, "parameters"), "seed") == 20210420);
    rwk_json_free(root);
    leave();
}
END_TEST

START_TEST(test_two_runs_write_the_same_bytes)
{
    const char *const names[] = { "sample.tsv", "sample.spread.tsv", "sample.verdict.json" };
    char *first[3];
    enter();
    for (int round = 0; round < 2; round++) {
        rwk_run *run = open_run(&CLAIM, false);
        fill_run(run);
        ck_assert_status(rwk_run_commit(run), RWK_OK);
        close_run(run);
        for (int k = 0; k < 3; k++) {
            char *text = contents(names[k]);
            if (round == 0) {
                first[k] = text;
                continue;
            }
            ck_assert_str_eq(text, first[k]);
            free(text);
            free(first[k]);
        }
    }
    leave();
}
END_TEST

/* mt19937 seeded as claim.h says, drawn without the run. */
START_TEST(test_gaussian_is_seeded)
{
    double x[137];
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 20210420);
    rwk_run_gaussian(run, x, 137);
    double sum = 0;
    for (int i = 0; i < 137; i++) {
        ck_assert_same_bits(x[i], gsl_ran_gaussian_ziggurat(rng, 1));
        sum += x[i] * x[i];
    }
    ck_assert_near(sum / 137, 1, 6 * sqrt(2.0 / 137));
    gsl_rng_free(rng);
    close_run(run);
    leave();
}
END_TEST

static double told;
static void listen(const rwk_run *run, double fraction) { (void)run, told = fraction; }

START_TEST(test_progress_is_told_to_who_listens)
{
    rwk_run run = { 0 };
    rwk_run_progress(&run, 0.25);
    run.progress = listen;
    rwk_run_progress(&run, 0.75);
    ck_assert_same_bits(told, 0.75);
}
END_TEST

START_TEST(test_table_statuses)
{
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    rwk_tsv *table = NULL;
    run->options.folder = "/nonexistent-137";
    ck_assert_status(rwk_run_table(&table, run, NULL, "x"), RWK_EOPEN);
    ck_assert_ptr_null(table);
    ck_assert_uint_eq(run->n_tables, 0);
    ck_assert_status(rwk_run_commit(run), RWK_EOPEN);
    close_run(run);
    leave();
}
END_TEST

/* A folder that is valid but too long for the path of a file in it: no file under a name that was cut. */
START_TEST(test_table_and_commit_refuse_a_path_that_is_too_long)
{
    char longer[RWK_PATH];
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    rwk_tsv *table = NULL;
    int n = snprintf(longer, sizeof longer, "%s", folder);
    while (n + 8 < RWK_PATH) n += snprintf(longer + n, sizeof longer - (size_t)n, "/.");
    run->options.folder = longer;
    ck_assert_status(rwk_run_table(&table, run, NULL, "x"), RWK_ERANGE);
    ck_assert_status(rwk_run_commit(run), RWK_ERANGE);
    ck_assert_int_eq(files_in_folder(), 0);
    close_run(run);
    leave();
}
END_TEST

START_TEST(test_commit_statuses_when_a_table_cannot_be_placed)
{
    char path[128];
    enter();
    rwk_run *run = open_run(&CLAIM, false);
    fill_run(run);
    snprintf(path, sizeof path, "%s/sample.tsv", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0); /* stands in the way */
    ck_assert_status(rwk_run_commit(run), RWK_EWRITE);
    close_run(run);
    ck_assert_int_eq(files_in_folder(), 0);
    leave();
}
END_TEST

TEST_MAIN("claim", test_verdict_of_checks_and_controls, test_verdict_names, test_worst_check,
          test_worst_check_of_a_refuted_run_does_not_hold, test_count_is_smaller_when_quick, test_count_is_at_least_one_when_quick,
          test_open_certifies_the_config, test_name_is_made_of_parts, test_open_statuses,
          test_commit_puts_all_files_in_place_at_once, test_clear_discards_what_was_not_committed, test_table_rows_and_provenance,
          test_verdict_json_has_its_fields, test_geometric_claims_leave_the_rule_out,
          test_verdict_json_of_a_fixed_claim_names_no_config, test_two_runs_write_the_same_bytes, test_gaussian_is_seeded,
          test_progress_is_told_to_who_listens, test_table_statuses, test_table_and_commit_refuse_a_path_that_is_too_long,
          test_commit_statuses_when_a_table_cannot_be_placed)
