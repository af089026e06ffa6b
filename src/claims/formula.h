/* SPDX-License-Identifier: MIT */
/* The equations that claims name, typeset as MathML from docs/derivations.md. */
#ifndef RWK_CLAIMS_FORMULA_H
#define RWK_CLAIMS_FORMULA_H

/** An equation: its number there and a <math> element in pieces, the last of them NULL. */
typedef struct {
    const char *tag;
    const char *const *pieces;
} rwk_formula;

/** All of them; the last has no tag. */
extern const rwk_formula RWK_FORMULAS[];

/** The one numbered `tag` ("D6.2"), whose length is `length`; NULL when there is none. */
const rwk_formula *rwk_formula_find(const char *tag, unsigned long length);

#endif
