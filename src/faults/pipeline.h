/* SPDX-License-Identifier: MIT */
/* One implementation of RoPE, stage by stage: right when made, wrong once a fault has changed a stage. */
#ifndef RWK_FAULTS_PIPELINE_H
#define RWK_FAULTS_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "core/dtype.h"

/** Pairs that a pipeline has room for. */
enum { RWK_PIPELINE_PAIRS = 2048 };

/** Which number an implementation takes for the position of a token. */
typedef enum {
    RWK_POSITION_GIVEN,    /* the one it was given */
    RWK_POSITION_CONSTANT, /* always `shift` */
    RWK_POSITION_COLUMN,   /* the token's index in its row, whatever its position */
    RWK_POSITION_ROW_ZERO, /* that of the same column in batch row 0 */
    RWK_POSITION_HEAD,     /* the index of the head: the wrong axis of the tensor */
    RWK_POSITION_TILED /* that of column (column * heads + head) mod columns: rows of angles repeated as a whole, not one by one */
} rwk_position_source;

/** What happens at and beyond `limit` rows of a cos/sin table. */
typedef enum {
    RWK_LIMIT_NONE,
    RWK_LIMIT_CLAMP,    /* the last row again */
    RWK_LIMIT_IDENTITY, /* no rotation */
    RWK_LIMIT_WRAP,     /* position modulo limit */
    RWK_LIMIT_OTHER     /* other frequencies: those behind the first rotary_dim/2 of inv_freq */
} rwk_limit;

/** How the rotated pair is put together. */
typedef enum {
    RWK_ROTATE,       /* (x0 c - x1 s, x0 s + x1 c) */
    RWK_ROTATE_BACK,  /* (x0 c + x1 s, x1 c - x0 s) */
    RWK_ROTATE_SWAP,  /* sin for cos and cos for sin */
    RWK_ROTATE_MIXED, /* cos and sin of the other layout's slots: no rotation at all */
    RWK_ROTATE_NOT    /* y = x */
} rwk_rotate;

/**
 * The stages from a position to a rotated vector; every dtype is what the result of that stage is rounded to, RWK_F64 where it is not:
 *
 *   m       = source of the position + shift + by_head * head + by_row * (row > 0), within limit, rounded to `position`   (D20.1)
 *   theta_i = inv_freq[i]                                      rounded to `frequency`
 *   phi     = m theta_i                                        rounded to `angle`, then `trig`
 *   c, s    = attention_factor cos phi, sin phi                rounded to `table`
 *   y       = rotate(x, c, s) on the slots of `layout`         each product and sum rounded to `arithmetic`
 */
typedef struct rwk_pipeline rwk_pipeline;

struct rwk_pipeline {
    size_t head_dim, rotary_dim, n_axes;
    rwk_layout layout;
    double inv_freq[RWK_PIPELINE_PAIRS];    /* [radian/token] */
    unsigned char axis[RWK_PIPELINE_PAIRS]; /* which axis of the position turns pair i */
    double attention_factor;
    rwk_position_source source;
    int64_t shift, by_head, by_row; /* added to every position; once for each head before this one; in batch rows other than 0 */
    size_t pairs_by_head;           /* pair i of head h turns by inv_freq[i + h pairs_by_head] */
    size_t
        key_chunks; /* keys: slots permuted from neighbours to halves within so many parts of a head, not within the whole; 0: right */
    bool swap_queries, swap_keys; /* rotated on the slots of the other layout than `layout` */
    rwk_limit limit_kind;
    int64_t limit; /* rows of the table [token] */
    rwk_dtype position, frequency, angle, table, arithmetic;
    bool coarse_trig; /* the angle reduced modulo a 2 pi of f32 */
    rwk_rotate rotate;
    double (*multiply)(const rwk_pipeline *pipeline, double m, size_t i); /* how m theta_i comes about; NULL: the product */
};

/** Where a head vector stands in its tensor, and what was given as its position. */
typedef struct {
    size_t batch, column, head;
    int64_t position[RWK_MAX_AXES]; /* [token], of each axis */
    int64_t row_zero[RWK_MAX_AXES]; /* of the same column in batch row 0 */
    int64_t tiled[RWK_MAX_AXES];    /* of the column that RWK_POSITION_TILED takes */
} rwk_place;

/**
 * The pipeline that does what `config` says, nothing rounded.
 *
 * Returns RWK_OK; RWK_ERANGE for more than RWK_PIPELINE_PAIRS pairs; the statuses of rwk_truth_new and rwk_truth_inv_freq.
 */
rwk_status rwk_pipeline_of(rwk_pipeline *pipeline, const rwk_config *config, rwk_diag *diag);

/** inv_freq and attention_factor of another config, the other stages as they are: what a wrong value in the config does.  As above. */
rwk_status rwk_pipeline_take(rwk_pipeline *pipeline, const rwk_config *config, rwk_diag *diag);

/**
 * One row of the table: c[i] = attention_factor cos(phi_i), s[i] likewise.                               (D20.1)
 *
 * c, s   (rotary_dim/2)  out
 * turn   (rotary_dim/2)  out  how far another implementation of these stages may stand from c, s, as an angle [radian]: |m| delta where
 *                             nothing is rounded, a step of the rounded stage where a value stands so near to a boundary that it may
 *                             fall on either side, 0 where it does not; NULL: not wanted.                  (D20.8)
 * delta  (rotary_dim/2)  in   how far theta_i may be off [radian/token]; NULL where turn is.
 */
void rwk_pipeline_row(double c[], double s[], double turn[], const rwk_pipeline *pipeline, const rwk_place *place,
                      const double delta[]);

/** *side = the pipeline as queries, or keys, go through it: swap_queries, swap_keys. */
void rwk_pipeline_side(rwk_pipeline *side, const rwk_pipeline *pipeline, bool is_key);

/** y = a key's slots as the pipeline finds them, before it rotates: key_chunks; y, x (head_dim) do not overlap. */
void rwk_pipeline_key(double y[], const double x[], const rwk_pipeline *pipeline);

/** theta_i as the pipeline stores it; *error: how far inv_freq[i] may be off, on return how far the stored value may be. */
double rwk_pipeline_frequency(double *error, const rwk_pipeline *pipeline, size_t i);

/** The position that turns pair i, before it is rounded [token]. */
double rwk_pipeline_position(const rwk_pipeline *pipeline, const rwk_place *place, size_t i);

/** y = the rotated head for a row; y, x (head_dim), y may be x; slots beyond rotary_dim are copied. */
void rwk_pipeline_head(double y[], const double x[], const rwk_pipeline *pipeline, const double c[], const double s[]);

/** *a, *b = the slots of pair i. */
static inline void rwk_slots(size_t *a, size_t *b, size_t i, size_t rotary_dim, rwk_layout layout)
{
    *a = layout == RWK_INTERLEAVED ? 2 * i : i;
    *b = layout == RWK_INTERLEAVED ? 2 * i + 1 : i + rotary_dim / 2;
}

/** The pair whose cos and sin RWK_ROTATE_MIXED takes for a slot: that of the other layout. */
static inline size_t rwk_mixed_pair(size_t slot, size_t rotary_dim, rwk_layout layout)
{
    return layout == RWK_INTERLEAVED ? slot % (rotary_dim / 2) : slot / 2;
}

#endif
