/* SPDX-License-Identifier: MIT */
/* Mutation analysis: the right engine and the wrong one on the same inputs. */
#include "oracle/suite.h"

#include <math.h>

#include "oracle/grade.h"
#include "oracle/simulate.h"

void rwk_suite_default_tolerance(double *atol, double *rtol, rwk_dtype dtype)
{
    static const double RTOL[RWK_N_DTYPES] = { 1e-7, 1.3e-6, 1.6e-2, 1e-3 };
    *atol = dtype == RWK_F64 ? 1e-7 : 1e-5, *rtol = RTOL[dtype];
}

/* The engine with the bug, or without it when bug is NULL, on a probe. */
static rwk_status answer_of(rwk_simulation *s, const rwk_suite *suite, const rwk_bug *bug, const rwk_probe *inputs)
{
    rwk_pipeline p;
    rwk_diag diag = { .text = "" };
    rwk_status status = rwk_pipeline_of(&p, &suite->config, &diag);
    if (status != RWK_OK) return status;
    rwk_pipeline_as_engine(&p, suite->dtype);
    if (bug) status = bug->make(&p, &suite->config);
    return status == RWK_OK ? rwk_simulate(s, &p, &suite->config, inputs, suite->dtype, RWK_ROTATED) : status;
}

static double farthest(const rwk_tensor *got, const rwk_tensor *want, const rwk_suite *suite)
{
    double worst = 0;
    for (size_t j = 0; j < want->n; j++) {
        const double y = rwk_tensor_value(want, j), error = fabs(rwk_tensor_value(got, j) - y),
                     bound = suite->atol + suite->rtol * fabs(y);
        if (!(error <= 0)) worst = fmax(worst, isfinite(error) && bound > 0 ? error / bound : INFINITY);
    }
    return worst;
}

static rwk_status on_the_test(rwk_mutant *mutant, const rwk_suite *suite, const rwk_bug *bug)
{
    rwk_simulation right = { 0 }, wrong = { 0 };
    rwk_status status = answer_of(&right, suite, NULL, &suite->inputs);
    if (status == RWK_OK) status = answer_of(&wrong, suite, bug, &suite->inputs);
    if (status == RWK_OK) mutant->used = farthest(&wrong.evidence.y, &right.evidence.y, suite);
    rwk_simulation_clear(&right);
    rwk_simulation_clear(&wrong);
    return status;
}

static rwk_status on_the_probe(rwk_mutant *mutant, const rwk_suite *suite, const rwk_bug *bug, const rwk_probe *probe)
{
    rwk_grading g;
    rwk_diag diag = { .text = "" };
    rwk_simulation s = { 0 };
    rwk_status status = answer_of(&s, suite, bug, probe);
    if (status == RWK_OK) status = rwk_grade_evidence(&g, &s.evidence, false, NULL, NULL, &diag);
    if (status == RWK_OK) mutant->detectable = g.grade == RWK_GRADE_FAIL;
    rwk_simulation_clear(&s);
    return status;
}

rwk_status rwk_suite_try(rwk_mutant *mutant, const rwk_suite *suite, const rwk_bug *bug, const rwk_probe *probe)
{
    *mutant = (rwk_mutant){ .applies = rwk_bug_applies(bug, &suite->config) && !bug->needs_keys };
    if (!mutant->applies) return RWK_OK;
    rwk_status status = on_the_test(mutant, suite, bug);
    if (status == RWK_OK) status = on_the_probe(mutant, suite, bug, probe);
    mutant->refused = status == RWK_ERANGE;
    return mutant->refused ? RWK_OK : status;
}
