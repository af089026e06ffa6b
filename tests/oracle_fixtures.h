/* SPDX-License-Identifier: MIT */
/* What the tests of the oracle share: pipelines run on probes in memory, their grade and their diagnosis. */
#ifndef RWK_TESTS_ORACLE_FIXTURES_H
#define RWK_TESTS_ORACLE_FIXTURES_H

#include "oracle/diagnose.h"
#include "oracle/grade.h"
#include "oracle/simulate.h"
#include "reference_rules.h"
#include "testing.h"

/* A probe and the answer that a pipeline gives to it. */
typedef struct {
    rwk_config config;
    rwk_probe probe;
    rwk_pipeline pipeline;
    rwk_simulation simulation;
} trial_run;

static inline trial_run trial_of(const rwk_config *config, rwk_dtype dtype, bool scores)
{
    trial_run t = { .config = *config };
    rwk_diag diag = { 0 };
    if (rwk_probe_init(&t.probe, config, dtype, scores, false, &diag) != RWK_OK) ck_abort_msg("rwk_probe_init: %s", diag.text);
    if (rwk_pipeline_of(&t.pipeline, config, &diag) != RWK_OK) ck_abort_msg("rwk_pipeline_of: %s", diag.text);
    return t;
}

static inline void trial_clear(trial_run *t)
{
    rwk_probe_clear(&t->probe);
    rwk_simulation_clear(&t->simulation);
}

/* Run the pipeline as it is now. */
static inline void answer(trial_run *t, rwk_dtype dtype, rwk_evidence_kind kind)
{
    rwk_simulation_clear(&t->simulation);
    ck_assert_status(rwk_simulate(&t->simulation, &t->pipeline, &t->config, &t->probe, dtype, kind), RWK_OK);
}

static inline rwk_grading graded(const trial_run *t, bool compute_f32)
{
    rwk_grading g;
    rwk_diag diag = { 0 };
    if (rwk_grade_evidence(&g, &t->simulation.evidence, compute_f32, NULL, NULL, &diag) != RWK_OK)
        ck_abort_msg("grade: %s", diag.text);
    return g;
}

/* The diagnosis of the answer, to be freed. */
static inline rwk_diagnosis *diagnosed(const trial_run *t)
{
    rwk_diag diag = { 0 };
    rwk_diagnosis *d = malloc(sizeof *d);
    const rwk_grading g = graded(t, false);
    if (rwk_diagnose(d, &t->simulation.evidence, &g, false, &diag) != RWK_OK) ck_abort_msg("diagnose: %s", diag.text);
    return d;
}

/* Replace value `at` of the answer (of y, or of sin where is_sin) by x, a number of the answer's dtype. */
static inline void put_value(const rwk_simulation *s, size_t at, double x)
{
    rwk_pack(s->y + at * rwk_element_size(rwk_element_of(s->evidence.answer)), &x, 1, s->evidence.answer);
}

static inline double value_at(const rwk_simulation *s, size_t at) { return rwk_tensor_value(&s->evidence.y, at); }

/* The head's first value at a place. */
static inline size_t head_at(const rwk_evidence *e, size_t batch, size_t column, size_t head)
{
    return ((batch * e->seq + column) * e->heads + head) * e->width;
}

#endif
