/* SPDX-License-Identifier: MIT */
/* Why some bugs are not named through some evidence, or not seen at all: a sentence for each. */
#ifndef RWK_TESTS_ZOO_EXCEPTIONS_H
#define RWK_TESTS_ZOO_EXCEPTIONS_H

#include <string.h>

#include "oracle/evidence.h"

typedef struct {
    const char *id, *kind, *sentence;
} explanation;

static const char RECOVERED[] =
    "Scores give no frequencies to recover a number from: only usual bases, factors and table lengths are tried there.";
static const char SECTIONS[] =
    "Scores do not show which axis a pair follows; only the maps that have a name of their own are tried there.";
static const char ROUNDED_ONCE[] =
    "An inv_freq vector shows its own rounding alone, and that is what is named; positions, angles and table are not in it.";

static const explanation WHY[] = {
    { "all-in-f16", "inv_freq", ROUNDED_ONCE },
    { "all-in-bf16", "inv_freq", ROUNDED_ONCE },
    { "outer-product-under-autocast", "inv_freq", ROUNDED_ONCE },
    { "head-dim-from-hidden-size", "scores", RECOVERED },
    { "factor-in-exponent", "scores", RECOVERED },
    { "dynamic-never-reset", "scores", RECOVERED },
    { "dynamic-below-the-context", "scores", RECOVERED },
    { "sections-off-by-one", "scores", SECTIONS },
    { "sections-in-slots", "scores", SECTIONS },
    { "fourth-axis-of-nothing", "scores", SECTIONS },
    { "frequencies-over-all-heads", "scores",
      "Frequencies of one vector over all heads are tried on rotated vectors alone: q and k have different numbers of heads." },
};

static const char *why(const char *id, rwk_evidence_kind kind)
{
    for (size_t k = 0; k < sizeof WHY / sizeof WHY[0]; k++)
        if (strcmp(WHY[k].id, id) == 0 && strcmp(WHY[k].kind, rwk_evidence_name(kind)) == 0) return WHY[k].sentence;
    return NULL;
}

static const char NARROW[] =
    "An answer of this dtype, or of a coarser one, may be computed so: L3 and L4 allow it (`--compute f32` does not).";

static const explanation WHY_HIDDEN[] = {
    { "fast-math-cosine", "",
      "The 1e-2 radian reported at 131071 are less than the 2.3e-2 that three roundings of f32 may cost the angle of pair 0 "
      "there." },
    { "table-in-bf16", "", NARROW },
    { "table-in-f16", "", NARROW },
    { "products-in-bf16", "", NARROW },
};

static const char *why_hidden(const char *id)
{
    for (size_t k = 0; k < sizeof WHY_HIDDEN / sizeof WHY_HIDDEN[0]; k++)
        if (strcmp(WHY_HIDDEN[k].id, id) == 0) return WHY_HIDDEN[k].sentence;
    return NULL;
}

#endif
