/* SPDX-License-Identifier: MIT */
/* Somebody else's test, held against the zoo: which known bugs would pass its inputs and its tolerance. */
#ifndef RWK_ORACLE_SUITE_H
#define RWK_ORACLE_SUITE_H

#include "faults/zoo.h"
#include "oracle/probe.h"

/** A test: the right answer and a tolerance, |got - want| <= atol + rtol |want|, as torch.testing.assert_close and numpy.allclose have it. */
typedef struct {
    rwk_config config;
    rwk_probe inputs; /* x and positions; owned by the caller */
    rwk_dtype dtype;  /* of the test's outputs */
    double atol, rtol;
} rwk_suite;

/** What became of a bug. */
typedef struct {
    bool applies;    /* else it changes nothing for this config, or shows in scores alone */
    bool refused;    /* its output cannot be computed for these shapes */
    double used;     /* the farthest value over what the test allows; above 1 the test kills the bug */
    bool detectable; /* the default probe shows it: its output exceeds the bound of L4 there */
} rwk_mutant;

/**
 * Run a bug, in an engine of the suite's dtype that is right otherwise, on the inputs of a test and on the default probe.
 *
 * probe  in  of rwk_probe_init for the same config and dtype.
 *
 * Returns RWK_OK; RWK_ENOMEM, RWK_EOVERFLOW, the statuses of rwk_pipeline_of and rwk_grade_evidence.
 */
rwk_status rwk_suite_try(rwk_mutant *mutant, const rwk_suite *suite, const rwk_bug *bug, const rwk_probe *probe);

/** atol and rtol that torch.testing.assert_close has for a dtype. */
void rwk_suite_default_tolerance(double *atol, double *rtol, rwk_dtype dtype);

#endif
