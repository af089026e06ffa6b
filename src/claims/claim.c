/* SPDX-License-Identifier: MIT */
/* Collects the measurements of one run and decides the verdict. */
#include "claims/claim.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config_load.h"
#include "core/version.h"

const char *rwk_verdict_name(rwk_verdict verdict) { return verdict == RWK_HOLDS ? "HOLDS" : "REFUTED"; }

/* The model's base and dimensions under the rule default. */
static void leave_out_rule(rwk_config *config)
{
    config->rope_type = RWK_ROPE_DEFAULT;
    config->scaling = (rwk_scaling){ 0 };
}

static rwk_status certify(rwk_run *run)
{
    rwk_diag diag = { .text = "" };
    rwk_status status = rwk_truth_new(&run->truth, &run->config, 0, &diag);
    if (status != RWK_OK) return rwk_fail(&run->diag, status, "%.200s: %.200s", run->options.config, diag.text);
    rwk_truth_drop_attention_factor(run->truth); /* the claims are about rotations */
    run->n_pairs = rwk_truth_pairs(run->truth);
    run->inv_freq = malloc(run->n_pairs * sizeof *run->inv_freq);
    return run->inv_freq ? rwk_truth_inv_freq(run->inv_freq, run->truth, RWK_F64) : RWK_ENOMEM;
}

rwk_status rwk_run_open(rwk_run *run, const rwk_claim *claim, const rwk_run_options *options)
{
    run->claim = claim;
    run->options = *options;
    rwk_status status = rwk_config_load(&run->config, options->config, NULL, &run->diag);
    if (status == RWK_OK && (run->config.rope_theta < 2 || run->config.rope_theta > 1e12))
        status = rwk_fail(&run->diag, RWK_ERANGE, "%.200s: rope_theta: %g: the claims are about bases from 2 to 1e12",
                          options->config, run->config.rope_theta);
    if (status == RWK_OK && claim->geometric) leave_out_rule(&run->config);
    if (status == RWK_OK) status = certify(run);
    if (status != RWK_OK) return status;
    run->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!run->rng) return RWK_ENOMEM;
    gsl_rng_set(run->rng, RWK_RUN_SEED);
    return RWK_OK;
}

static void provenance(char text[], size_t size, const rwk_run *run)
{
    const rwk_config *c = &run->config;
    int n = snprintf(text, size, "# claim: %s\n# ropewalk: %s\n# seed: %d (mt19937)\n# run: %s\n", run->claim->id, RWK_VERSION,
                     RWK_RUN_SEED,
                     run->options.quick  ? "quick"
                     : run->options.full ? "full"
                                         : "normal");
    if (run->claim->fixed || n < 0 || (size_t)n >= size) return;
    snprintf(text + n, size - (size_t)n,
             "# config: %.200s\n# head_dim: %zu\n# rotary_dim: %zu\n# rope_theta: %.17g\n# rope_type: %s\n", run->options.config,
             c->head_dim, c->rotary_dim, c->rope_theta, rwk_rope_type_name(c->rope_type));
}

rwk_status rwk_run_path(char path[RWK_PATH], rwk_run *run, const char *dot, const char *part, const char *ending)
{
    const int n = snprintf(path, RWK_PATH, "%s/%s%s%s%s", run->options.folder, run->claim->id, dot, part, ending);
    if (n >= 0 && n < RWK_PATH) return RWK_OK;
    return rwk_fail(&run->diag, RWK_ERANGE, "%.200s…: path too long", run->options.folder);
}

rwk_status rwk_run_table(rwk_tsv **table, rwk_run *run, const char *part, const char *columns)
{
    char path[RWK_PATH], head[1024];
    assert(run->n_tables < RWK_MAX_TABLES);
    provenance(head, sizeof head, run);
    rwk_status status = rwk_run_path(path, run, part ? "." : "", part ? part : "", ".tsv");
    if (status == RWK_OK) status = rwk_tsv_open(&run->tables[run->n_tables], path, head, columns, &run->diag);
    if (status == RWK_OK) *table = &run->tables[run->n_tables++];
    return status;
}

rwk_status rwk_run_limit_dim(rwk_run *run, size_t limit)
{
    if (run->config.rotary_dim <= limit) return RWK_OK;
    return rwk_fail(&run->diag, RWK_ERANGE, "%.200s: rotary_dim: %zu: this experiment takes at most %zu", run->options.config,
                    run->config.rotary_dim, limit);
}

size_t rwk_run_count(const rwk_run *run, size_t n, size_t divisor)
{
    if (!run->options.quick) return n;
    return n > divisor ? n / divisor : 1;
}

static void record(rwk_run *run, const char *name, double measured, double bound, rwk_check_kind kind)
{
    assert(run->n_checks < RWK_MAX_CHECKS);
    rwk_check *check = &run->checks[run->n_checks++];
    *check = (rwk_check){ .measured = measured, .bound = bound, .kind = kind };
    snprintf(check->name, sizeof check->name, "%s", name);
}

void rwk_run_check(rwk_run *run, const char *name, double measured, double bound)
{
    record(run, name, measured, bound, RWK_STATEMENT);
}

void rwk_run_instead(rwk_run *run, const char *name, double measured, double bound)
{
    record(run, name, measured, bound, RWK_INSTEAD);
}

void rwk_run_control(rwk_run *run, const char *name, double measured, double bound)
{
    record(run, name, measured, bound, RWK_CONTROL);
}

void rwk_run_fact(rwk_run *run, const char *name, double value)
{
    assert(run->n_facts < RWK_MAX_FACTS);
    rwk_fact *fact = &run->facts[run->n_facts++];
    fact->value = value;
    snprintf(fact->name, sizeof fact->name, "%s", name);
}

const char *rwk_run_name(rwk_run *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(run->name, sizeof run->name, format, args);
    va_end(args);
    return run->name;
}

/* The ziggurat uses no logarithm in its common path: the same draws on every machine with IEEE doubles. */
void rwk_run_gaussian(rwk_run *run, double x[], size_t n)
{
    for (size_t i = 0; i < n; i++) x[i] = gsl_ran_gaussian_ziggurat(run->rng, 1.0);
}

void rwk_run_progress(const rwk_run *run, double fraction)
{
    if (run->progress) run->progress(run, fraction);
}

bool rwk_check_holds(const rwk_check *check) { return check->measured <= check->bound; }

rwk_verdict rwk_run_verdict(const rwk_run *run)
{
    bool any = false, all = true;
    for (size_t i = 0; i < run->n_checks; i++) {
        if (run->checks[i].kind != RWK_STATEMENT) continue;
        any = true;
        all = all && rwk_check_holds(&run->checks[i]);
    }
    return any && all ? RWK_HOLDS : RWK_REFUTED;
}

/* A control that passes or is NaN proves nothing, and NaN is no counter-example. */
static bool check_as_expected(const rwk_check *check)
{
    switch (check->kind) {
    case RWK_CONTROL: return check->measured > check->bound;
    case RWK_INSTEAD: return rwk_check_holds(check);
    default: return !isnan(check->measured) && !isnan(check->bound);
    }
}

bool rwk_run_as_expected(const rwk_run *run)
{
    bool controlled = false;
    for (size_t i = 0; i < run->n_checks; i++) {
        if (!check_as_expected(&run->checks[i])) return false;
        controlled = controlled || run->checks[i].kind == RWK_CONTROL;
    }
    return controlled && rwk_run_verdict(run) == run->claim->expected;
}

/* How much of its bound a check uses: a bound of 0 that is met exactly uses none of it; NaN, or any excess over a bound of at
 * most 0, uses more than all. */
static double used(const rwk_check *check)
{
    if (!rwk_check_holds(check)) return check->bound > 0 && !isnan(check->measured) ? check->measured / check->bound : INFINITY;
    return check->bound > 0 && check->measured > 0 ? check->measured / check->bound : 0;
}

const rwk_check *rwk_run_worst(const rwk_run *run)
{
    const rwk_check *worst = NULL;
    for (size_t i = 0; i < run->n_checks; i++) {
        const rwk_check *check = &run->checks[i];
        if (check->kind == RWK_STATEMENT && (!worst || used(check) > used(worst))) worst = check;
    }
    return worst;
}

void rwk_run_clear(rwk_run *run)
{
    for (size_t i = 0; i < run->n_tables; i++) rwk_file_discard(&run->tables[i].file);
    rwk_file_discard(&run->verdict);
    if (run->rng) gsl_rng_free(run->rng);
    rwk_truth_free(run->truth);
    free(run->inv_freq);
    run->rng = NULL;
    run->truth = NULL;
    run->inv_freq = NULL;
}
