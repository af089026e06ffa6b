/* SPDX-License-Identifier: MIT */
/* Finds an equation by its number. */
#include "claims/formula.h"

#include <string.h>

const rwk_formula *rwk_formula_find(const char *tag, unsigned long length)
{
    for (const rwk_formula *f = RWK_FORMULAS; f->tag; f++)
        if (strlen(f->tag) == length && memcmp(f->tag, tag, length) == 0) return f;
    return 0;
}
