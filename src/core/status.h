/* SPDX-License-Identifier: MIT */
/* Status codes: what every function that can fail returns, and the caller-owned text that says where and why. */
#ifndef RWK_CORE_STATUS_H
#define RWK_CORE_STATUS_H

/**
 * Result of a call.  On anything but RWK_OK the outputs of the call are untouched.
 */
typedef enum {
    RWK_OK = 0,
    RWK_EODD,         /* a dimension that must be even is odd or zero */
    RWK_ESHAPE,       /* sizes do not fit together (rotary_dim > head_dim, a table row outside the table) */
    RWK_ERANGE,       /* a number is outside its range (base <= 0, |position| >= 2^31, probability >= 1) */
    RWK_ENAN,         /* a NaN, or a number that must be finite and is not */
    RWK_EDTYPE,       /* a value is not representable in the dtype it claims to have */
    RWK_EOVERFLOW,    /* a product of sizes does not fit in size_t */
    RWK_ENOMEM,       /* out of memory */
    RWK_EUNDECIDED,   /* a correctly rounded value could not be certified within the precision cap */
    RWK_EUNSUPPORTED, /* understood, but this version has no rule for it */
    RWK_EPARSE,       /* text that is not what it should be; the rwk_diag says where */
    RWK_EOPEN,        /* a file cannot be opened */
    RWK_EREAD,        /* a file cannot be read after it was opened */
    RWK_EWRITE        /* a file cannot be written; nothing half-written is left behind */
} rwk_status;

/** One sentence for a status; never NULL. */
const char *rwk_strerror(rwk_status status);

enum { RWK_DIAG_TEXT = 512, RWK_DIAG_WARNINGS = 2048 };

/**
 * What a parser has to say, owned by the caller and set to zero by it.
 * `text` is the one-line reason of a failure; `warnings` holds lines that begin with "warning: " and end with '\n'.
 */
typedef struct {
    char text[RWK_DIAG_TEXT];
    char warnings[RWK_DIAG_WARNINGS];
} rwk_diag;

#if defined(__GNUC__)
#define RWK_PRINTF(string, first) __attribute__((format(printf, string, first)))
#else
#define RWK_PRINTF(string, first)
#endif

/** Replace control characters by '?', so that what a hostile input puts into a message cannot break its line. */
void rwk_one_line(char *text);

/** Set diag->text, made one line (diag may be NULL) and return `status`, so that a caller can `return rwk_fail(...)`. */
rwk_status rwk_fail(rwk_diag *diag, rwk_status status, const char *format, ...) RWK_PRINTF(3, 4);

/** Append one line to diag->warnings (diag may be NULL); what does not fit is cut. */
void rwk_warn(rwk_diag *diag, const char *format, ...) RWK_PRINTF(2, 3);

#endif
