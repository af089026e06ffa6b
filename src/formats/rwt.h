/* SPDX-License-Identifier: MIT */
/* `rwt 1`: cases and answers as lines of text, for programs of any language at the other end of a pipe. */
#ifndef RWK_FORMATS_RWT_H
#define RWK_FORMATS_RWT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "config/config.h"
#include "core/dtype.h"

/*
 * The prompt; values are big-endian bit patterns in hex, 16, 8 or 4 digits by dtype:
 *
 *   rwt 1 rope.apply D=4 rot=4 base=411e848000000000 layout=half_split dtype=f32 n=2 config={"head_dim":4,"rotary_dim":4,"rope_theta":500000}
 *   1 1 3f800000 bf000000 3e800000 40000000             case number, position, head_dim values
 *   2 4095 3f800000 bf000000 3e800000 40000000          a position of several axes: 7,3,5
 *   end
 *
 * D = head_dim, rot = rotary_dim, base = rope_theta as binary64; where --seq-len sets a schedule, seq_len=N stands before config.
 *
 * The answer, one line a case in any order; blank lines and lines that begin with # are ignored:
 *
 *   1 3ea8ed2f bf00b955 3f79fef5 3fffe8c4
 *   2 skip reason             not tried
 *   2 reject reason           refused as invalid
 */

/** The first line.  Write errors stay in ferror(out), here and below. */
void rwk_rwt_put_header(FILE *out, const rwk_config *config, rwk_dtype dtype, size_t n);

/** The line of case `id`: position (n_axes) [token], x (width) numbers of dtype. */
void rwk_rwt_put_case(FILE *out, size_t id, const int64_t position[], size_t n_axes, const double x[], size_t width,
                      rwk_dtype dtype);

/** The last line. */
void rwk_rwt_put_end(FILE *out);

/** What was said about a case. */
typedef enum { RWK_RWT_NOTHING, RWK_RWT_VALUES, RWK_RWT_SKIP, RWK_RWT_REJECT } rwk_rwt_reply;

enum { RWK_RWT_N_REPLIES = 4, RWK_RWT_REASON = 120 };

/** A parsed answer; owns its arrays, zero it before rwk_rwt_parse.  Case k + 1 stands at index k. */
typedef struct {
    size_t n, width;
    double *values;         /* (n, width); NaN where a case has none */
    rwk_rwt_reply *replies; /* (n) */
    size_t count[RWK_RWT_N_REPLIES];
    size_t first[RWK_RWT_N_REPLIES];                /* number of the first case with that reply; 0: there is none */
    char reason[RWK_RWT_N_REPLIES][RWK_RWT_REASON]; /* why that one was skipped or rejected; may be empty */
} rwk_rwt_answer;

/**
 * Parse the answer to cases 1 .. n of `width` values.
 *
 * answer  out  freed by rwk_rwt_clear; untouched on error.
 * text    in   (size) bytes of any kind.
 *
 * Every case must be answered once.  Between words stand blanks or tabs; a line may end in a carriage return; hex digits may be upper
 * case; the last line needs no line break.
 *
 * Returns RWK_OK; RWK_EPARSE with the line, or the case that is missing, in diag; RWK_EOVERFLOW, RWK_ENOMEM.
 */
rwk_status rwk_rwt_parse(rwk_rwt_answer *answer, size_t n, size_t width, rwk_dtype dtype, const char *text, size_t size,
                         rwk_diag *diag);

/** Free; safe on a zeroed value and twice. */
void rwk_rwt_clear(rwk_rwt_answer *answer);

#endif
