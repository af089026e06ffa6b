/* SPDX-License-Identifier: MIT */
/*
 * certify [--quick]: rows of cos/sin tables against MPFR computed here, without src/angles on that side.
 *
 *   table    bases 10000 and 500000, d = 128, f64: every position 0 .. 131071, every pair; theta by exp and log at 320 bits, sin and cos
 *            at 160 bits, and mpfr_can_round says that those bits decide the rounding
 *   TYPE     each scaling rule, four dtypes, 100,000 values: strata are the octaves of position [2^k, 2^(k+1)), k = 0 .. 19, times
 *            the pairs: from each octave the same number of random positions, at each of them every pair; theta by reference_rules.h, sin and cos at 400 bits
 *
 * --quick takes every 100th position, and a hundredth of the values.  One process a job, as many at once as there are processors.
 * Prints a line a case and "N passed, N failed"; exits 1 when a value is wrong, 2 when it could not run.
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "angles/rows.h"
#include "core/rng.h"
#include "mpfr_rounding.h"
#include "reference_rules.h"

enum { POSITIONS = 131072, OCTAVES = 20, SAMPLES = 100000, MOST_PAIRS = 256, PART_ROWS = 16384, MOST_JOBS = 64 };

/* What a job has counted; the parent adds up the parts of a case. */
typedef struct {
    long long values, wrong, undecided;
    double seconds;
} tally;

typedef struct {
    char name[48];
    rwk_config config;
    int64_t start, end, step; /* of a table; end = 0: samples */
    tally done;
    size_t case_number;
    int pipe;
    pid_t process;
} job;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Ends the process that cannot do its job: 2. */
static void need(bool good, const char *what)
{
    if (good) return;
    fprintf(stderr, "certify: %s\n", what);
    _exit(2);
}

/* ---- the whole table in f64 ---- */

/* theta = exp(-(2i/d) ln b): at 320 bits within 2^-310 of itself */
static void plain_theta(mpfr_t theta, const rwk_config *c, size_t i)
{
    mpfr_init2(theta, 320);
    mpfr_set_d(theta, c->rope_theta, MPFR_RNDN);
    mpfr_log(theta, theta, MPFR_RNDN);
    mpfr_mul_ui(theta, theta, 2 * (unsigned long)i, MPFR_RNDN);
    mpfr_div_ui(theta, theta, (unsigned long)c->rotary_dim, MPFR_RNDN);
    mpfr_neg(theta, theta, MPFR_RNDN);
    mpfr_exp(theta, theta, MPFR_RNDN);
}

/* x has 160 bits; its angle < 2^18 is off by 2^-193 at most, so |x| > 2^-50 is right to 2^-142 of itself. */
static bool certainly(double value, const mpfr_t x)
{
    return mpfr_get_exp(x) > -50 && mpfr_can_round(x, 140, MPFR_RNDN, MPFR_RNDN, 53) && mpfr_get_d(x, MPFR_RNDN) == value;
}

static void check_row(tally *t, const double c[], const double s[], mpfr_t theta[], size_t n, int64_t m)
{
    mpfr_t angle, cosine, sine;
    mpfr_init2(angle, 212);
    mpfr_inits2(160, cosine, sine, (mpfr_ptr)0);
    for (size_t i = 0; i < n; i++) {
        mpfr_mul_si(angle, theta[i], (long)m, MPFR_RNDN);
        mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
        t->wrong += !(m == 0 ? c[i] == 1 : certainly(c[i], cosine));
        t->wrong += !(m == 0 ? s[i] == 0 && !signbit(s[i]) : certainly(s[i], sine));
        t->values += 2;
    }
    mpfr_clears(angle, cosine, sine, (mpfr_ptr)0);
}

static void certify_table(tally *t, const job *j, rwk_rows *rows)
{
    mpfr_t theta[MOST_PAIRS];
    double c[MOST_PAIRS], s[MOST_PAIRS];
    const size_t n = j->config.rotary_dim / 2;
    for (size_t i = 0; i < n; i++) plain_theta(theta[i], &j->config, i);
    for (int64_t m = j->start; m < j->end; m += j->step) {
        need(rwk_rows_at(c, s, rows, &m, RWK_F64) == RWK_OK, "rwk_rows_at failed");
        check_row(t, c, s, theta, n, m);
    }
    for (size_t i = 0; i < n; i++) mpfr_clear(theta[i]);
}

/* ---- samples of the other rules ---- */

static void check_sample(tally *t, double c, double s, const mpfr_t cosine, const mpfr_t sine, rwk_dtype dtype)
{
    t->wrong += rwk_bits(c, dtype) != rwk_bits(round_by_mpfr(cosine, dtype), dtype);
    t->wrong += rwk_bits(s, dtype) != rwk_bits(round_by_mpfr(sine, dtype), dtype);
    t->values += 2;
}

static void check_dtypes(tally *t, rwk_rows *rows, mpfr_t theta[], size_t n, int64_t m, double a)
{
    double c[RWK_N_DTYPES][MOST_PAIRS], s[RWK_N_DTYPES][MOST_PAIRS];
    mpfr_t cosine, sine;
    mpfr_inits2(REFERENCE_BITS, cosine, sine, (mpfr_ptr)0);
    for (int d = 0; d < RWK_N_DTYPES; d++) need(rwk_rows_at(c[d], s[d], rows, &m, (rwk_dtype)d) == RWK_OK, "rwk_rows_at failed");
    for (size_t i = 0; i < n; i++) {
        reference_cos_sin(cosine, sine, theta[i], m, a);
        for (int d = 0; d < RWK_N_DTYPES; d++) check_sample(t, c[d][i], s[d][i], cosine, sine, (rwk_dtype)d);
    }
    mpfr_clears(cosine, sine, (mpfr_ptr)0);
}

/* step = 1: 100,000 of each dtype; 100: a hundredth of them, at least one position an octave */
static void certify_samples(tally *t, const job *j, rwk_rows *rows)
{
    mpfr_t theta[MOST_PAIRS];
    rwk_rng rng = { (uint64_t)j->config.rope_type };
    const size_t n = j->config.rotary_dim / 2, a_position = 2 * n * (size_t)j->step;
    const size_t draws = (SAMPLES + OCTAVES * a_position - 1) / (OCTAVES * a_position);
    for (size_t i = 0; i < n; i++) {
        mpfr_init(theta[i]);
        reference_theta(theta[i], &j->config, i);
    }
    for (size_t k = 0; k < OCTAVES * draws; k++) {
        const uint64_t octave = UINT64_C(1) << (k % OCTAVES), m = octave + (rwk_rng_next(&rng) & (octave - 1));
        check_dtypes(t, rows, theta, n, (int64_t)m, reference_attention_factor(&j->config));
    }
    for (size_t i = 0; i < n; i++) mpfr_clear(theta[i]);
}

/* ---- jobs ---- */

static void work(tally *t, const job *j)
{
    const double begin = now();
    rwk_truth *truth = NULL;
    need(rwk_truth_new(&truth, &j->config, 0, NULL) == RWK_OK, "rwk_truth_new failed");
    rwk_rows *rows = rwk_rows_new(truth, NULL);
    need(rows != NULL, "out of memory");
    if (j->end > 0) certify_table(t, j, rows);
    else certify_samples(t, j, rows);
    t->undecided = (long long)rwk_rows_undecided(rows);
    t->seconds = now() - begin;
    rwk_rows_free(rows);
    rwk_truth_free(truth);
    mpfr_free_cache();
}

static void start(job *j)
{
    int ends[2];
    need(pipe(ends) == 0, "no pipe");
    j->process = fork();
    need(j->process >= 0, "no process");
    if (j->process == 0) {
        tally t = { 0 };
        work(&t, j);
        _exit(write(ends[1], &t, sizeof t) == (ssize_t)sizeof t ? 0 : 2);
    }
    close(ends[1]);
    j->pipe = ends[0];
}

/* Waits for any job; a job that did not say what it counted could not run. */
static void finish(job jobs[], size_t n)
{
    int status = 0;
    const pid_t process = wait(&status);
    for (size_t k = 0; k < n; k++) {
        if (jobs[k].process != process) continue;
        need(status == 0 && read(jobs[k].pipe, &jobs[k].done, sizeof jobs[k].done) == (ssize_t)sizeof jobs[k].done, jobs[k].name);
        close(jobs[k].pipe);
    }
}

static void run(job jobs[], size_t n)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN), at_once = processors > 1 ? processors : 1;
    size_t started = 0;
    fflush(stdout);
    for (size_t finished = 0; finished < n; finished++) {
        while (started < n && (long)(started - finished) < at_once) start(&jobs[started++]);
        finish(jobs, started);
        if (isatty(STDERR_FILENO)) fprintf(stderr, "\rcertify: %zu of %zu jobs ", finished + 1, n);
    }
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%*s\r", 40, "");
}

static size_t add_table(job jobs[], size_t n, size_t case_number, double base, int64_t step)
{
    for (int64_t start = 0; start < POSITIONS; start += PART_ROWS) {
        job j = { .config = rwk_config_plain(128, base),
                  .start = start,
                  .end = start + PART_ROWS,
                  .step = step,
                  .case_number = case_number };
        snprintf(j.name, sizeof j.name, "table, base %g, f64", base);
        jobs[n++] = j;
    }
    return n;
}

static size_t add_samples(job jobs[], size_t n, size_t case_number, rwk_config config, int64_t step)
{
    job j = { .config = config, .step = step, .case_number = case_number };
    const char *whole = config.rope_type == RWK_ROPE_YARN && !config.scaling.truncate ? " not truncated" : "";
    snprintf(j.name, sizeof j.name, "%s%s, every dtype", rwk_rope_type_name(config.rope_type), whole);
    jobs[n] = j;
    return n + 1;
}

static size_t plan(job jobs[], int64_t step)
{
    size_t cases = 0, n = add_table(jobs, 0, cases++, 10000, step);
    n = add_table(jobs, n, cases++, 500000, step);
    for (int type = RWK_ROPE_LINEAR; type < RWK_N_ROPE_TYPES; type++)
        n = add_samples(jobs, n, cases++, config_example((rwk_rope_type)type), step);
    return add_samples(jobs, n, cases, config_gpt_oss(), step);
}

/* The sums of the jobs of each case, which stand next to one another. */
static int report(const job jobs[], size_t n)
{
    int passed = 0, failed = 0;
    for (size_t k = 0; k < n;) {
        const job *first = &jobs[k];
        tally sum = { 0 };
        for (; k < n && jobs[k].case_number == first->case_number; k++) {
            sum.values += jobs[k].done.values, sum.wrong += jobs[k].done.wrong;
            sum.undecided += jobs[k].done.undecided, sum.seconds += jobs[k].done.seconds;
        }
        const bool good = sum.wrong == 0 && sum.values > 0;
        passed += good, failed += !good;
        printf("%s  %-32s %lld values, %lld wrong, %lld decided by MPFR, %.1f s\n", good ? "ok    " : "not ok", first->name,
               sum.values, sum.wrong, sum.undecided, sum.seconds);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static job jobs[MOST_JOBS];
    const bool quick = argc == 2 && strcmp(argv[1], "--quick") == 0;
    if (argc > 1 && !quick) {
        fprintf(stderr, "usage: certify [--quick]\n");
        return 2;
    }
    const size_t n = plan(jobs, quick ? 100 : 1);
    run(jobs, n);
    return report(jobs, n);
}
