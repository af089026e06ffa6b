/* SPDX-License-Identifier: MIT */
/* A probe as a list of cases, one position and one vector each, for a program that sees no tensors. */
#ifndef RWK_ORACLE_CASES_H
#define RWK_ORACLE_CASES_H

#include "oracle/evidence.h"

/** The cases; owns its arrays, zero it before rwk_cases_init. */
typedef struct {
    rwk_config config;
    rwk_dtype dtype; /* of x and of the answers */
    size_t n, n_axes;
    int64_t *positions; /* (n, n_axes) [token] */
    double *x;          /* (n, head_dim) numbers of dtype */
} rwk_cases;

/**
 * The places of rwk_probe_init, row by row, one head of each: what depends on batch or head cannot show.
 *
 * Returns RWK_OK; the statuses of rwk_probe_init.
 */
rwk_status rwk_cases_init(rwk_cases *cases, const rwk_config *config, rwk_dtype dtype, bool beyond, rwk_diag *diag);

/** Free; safe on a zeroed value and twice. */
void rwk_cases_clear(rwk_cases *cases);

/** Answers to cases as evidence, and the bytes that it views; zero it before rwk_cases_evidence. */
typedef struct {
    rwk_evidence evidence;
    unsigned char *x, *y;
} rwk_case_evidence;

/**
 * Evidence of one row and one head, a column for each case that is `kept`.
 *
 * y     in  (n, head_dim) numbers of the cases' dtype, or not finite.
 * kept  in  (n) at least one.
 *
 * Returns RWK_OK; RWK_ENOMEM.
 */
rwk_status rwk_cases_evidence(rwk_case_evidence *evidence, const rwk_cases *cases, const double y[], const bool kept[]);

/** Free; safe on a zeroed value and twice. */
void rwk_case_evidence_clear(rwk_case_evidence *evidence);

#endif
