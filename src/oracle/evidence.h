/* SPDX-License-Identifier: MIT */
/* What somebody hands in: inputs, positions, and the answer of an implementation, whatever of four kinds it is. */
#ifndef RWK_ORACLE_EVIDENCE_H
#define RWK_ORACLE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "faults/pipeline.h"
#include "formats/positions.h"
#include "formats/tensor_file.h"

typedef enum {
    RWK_ROTATED, /* y, the rotated x */
    RWK_TABLE,   /* cos and sin by position */
    RWK_INV_FREQ,
    RWK_SCORES /* q . k of rotated q and k */
} rwk_evidence_kind;

/** "y", "table", "inv_freq", "scores". */
const char *rwk_evidence_name(rwk_evidence_kind kind);

/** *kind = the one called `name`; RWK_EPARSE. */
rwk_status rwk_evidence_from_name(rwk_evidence_kind *kind, const char *name);

/** An answer beside what it answers; views into files that outlive it.  Positions are owned: free with rwk_evidence_clear. */
typedef struct {
    rwk_evidence_kind kind;
    rwk_config config;
    rwk_dtype answer;                          /* dtype of the answer */
    size_t batch, seq, heads, kv_heads, width; /* width: head_dim, or columns of a table */
    rwk_tensor x, k;                           /* x, or q and k for scores */
    rwk_tensor y, sin;                         /* y, scores, inv_freq, or cos; sin of a table */
    rwk_layout table_layout;                   /* of a table as wide as rotary_dim: how its columns repeat */
    int64_t *positions;                        /* (n_axes, batch, seq) */
    size_t n_axes;
} rwk_evidence;

/**
 * Put a PROBE and an ANSWER together.
 *
 * evidence   out  freed by rwk_evidence_clear; views into probe and answer; untouched on error.
 * probe      in   safetensors with x (or q, k) and positions ([batch, seq], [axes, batch, seq], also [seq]).
 * kind       in   what the answer is; NULL: as its tensor names say.
 * names      in   file names of probe and answer, for messages.
 *
 * Returns RWK_OK; RWK_ESHAPE (shapes that do not fit), RWK_EPARSE (a missing tensor), RWK_EUNSUPPORTED (a dtype), RWK_ERANGE (a position),
 * RWK_ENAN (x, q or k), RWK_ENOMEM; diag says what.
 */
rwk_status rwk_evidence_of_probe(rwk_evidence *evidence, const rwk_config *config, const rwk_tensor_file *probe,
                                 const rwk_tensor_file *answer, const rwk_evidence_kind *kind, const char *const names[2],
                                 rwk_diag *diag);

/**
 * Put a table, or without positions an inv_freq vector, beside a config.  Arguments, statuses as above.
 */
rwk_status rwk_evidence_of_table(rwk_evidence *evidence, const rwk_config *config, const rwk_positions *positions,
                                 const rwk_tensor_file *answer, const rwk_evidence_kind *kind, const char *name, rwk_diag *diag);

/**
 * x and positions of a PROBE alone, without an answer: y is absent, the answer's dtype is that of x.  Arguments, statuses as above.
 */
rwk_status rwk_evidence_of_inputs(rwk_evidence *evidence, const rwk_config *config, const rwk_tensor_file *probe, const char *name,
                                  rwk_diag *diag);

/** Free; safe on a zeroed value and twice. */
void rwk_evidence_clear(rwk_evidence *evidence);

/** The place of a head vector. */
rwk_place rwk_evidence_place(const rwk_evidence *evidence, size_t batch, size_t column, size_t head);

/** x[0..head_dim) and y[0..head_dim) at a place, as numbers; for a table the unit vectors of its pairs and (cos, sin) in the slots of
 *  the config's layout, whatever its own. */
void rwk_evidence_head(double x[], double y[], const rwk_evidence *evidence, const rwk_place *place);

/** q[0..head_dim), k[0..head_dim) of one column, head and KV head; scores only. */
void rwk_evidence_query(double q[], const rwk_evidence *evidence, size_t batch, size_t column, size_t head);
void rwk_evidence_key(double k[], const rwk_evidence *evidence, size_t batch, size_t column, size_t kv_head);

/** Score of row m and column n; scores only. */
double rwk_evidence_score(const rwk_evidence *evidence, size_t batch, size_t head, size_t m, size_t n);

#endif
