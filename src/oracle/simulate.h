/* SPDX-License-Identifier: MIT */
/* An implementation that is only described, run on a probe: what its ANSWER would be. */
#ifndef RWK_ORACLE_SIMULATE_H
#define RWK_ORACLE_SIMULATE_H

#include "faults/pipeline.h"
#include "oracle/evidence.h"
#include "oracle/probe.h"

/** An answer in memory and the evidence that views it; zero it before rwk_simulate. */
typedef struct {
    rwk_evidence evidence;
    unsigned char *x, *y, *k; /* what evidence views */
} rwk_simulation;

/** How engines usually compute: frequencies, positions and angles in f32, table and arithmetic in the dtype of the answer, never below
 *  f32's precision for the angles. */
void rwk_pipeline_as_engine(rwk_pipeline *pipeline, rwk_dtype answer);

/**
 * Rotate the probe's x by the pipeline, round to the answer's dtype, and put it beside x as evidence of `config`.
 *
 * kind  in  RWK_ROTATED; RWK_TABLE: cos and sin at the positions of batch row 0; RWK_INV_FREQ: what the pipeline stores, rounded;
 *           RWK_SCORES for a probe with q and k: their dot products in double, rounded once.
 *
 * Returns RWK_OK; RWK_ESHAPE (a table or inv_freq of another width than the config's, which `check` refuses); RWK_ENOMEM, RWK_EOVERFLOW.
 */
rwk_status rwk_simulate(rwk_simulation *simulation, const rwk_pipeline *pipeline, const rwk_config *config, const rwk_probe *probe,
                        rwk_dtype answer, rwk_evidence_kind kind);

/** Free; safe on a zeroed simulation and twice. */
void rwk_simulation_clear(rwk_simulation *simulation);

#endif
