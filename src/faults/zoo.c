/* SPDX-License-Identifier: MIT */
/* The sections in the order of the catalogue, and how expected ids are compared. */
#include "faults/zoo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "faults/zoo_section.h"

static const rwk_zoo_section *const SECTIONS[] = { &RWK_ZOO_SLOTS,     &RWK_ZOO_FREQUENCY, &RWK_ZOO_POSITION,
                                                   &RWK_ZOO_PRECISION, &RWK_ZOO_SCALING,   &RWK_ZOO_AXES };

enum { N_SECTIONS = sizeof SECTIONS / sizeof SECTIONS[0] };

size_t rwk_zoo_size(void)
{
    size_t n = 0;
    for (int s = 0; s < N_SECTIONS; s++) n += SECTIONS[s]->n;
    return n;
}

const rwk_bug *rwk_zoo_bug(size_t k)
{
    for (int s = 0; s < N_SECTIONS; s++) {
        if (k < SECTIONS[s]->n) return &SECTIONS[s]->bugs[k];
        k -= SECTIONS[s]->n;
    }
    return NULL;
}

const rwk_bug *rwk_zoo_find(const char *id)
{
    for (size_t k = 0; k < rwk_zoo_size(); k++)
        if (strcmp(rwk_zoo_bug(k)->id, id) == 0) return rwk_zoo_bug(k);
    return NULL;
}

bool rwk_bug_applies(const rwk_bug *bug, const rwk_config *config) { return !bug->applies || bug->applies(config); }

/* The pattern pattern[0..n) as it is, or with a number in place of its "<…>", which must end it; *number the number, NaN without. */
static bool matches(double *number, const char *pattern, size_t n, const char *id)
{
    const char *open = memchr(pattern, '<', n);
    const size_t fixed = open ? (size_t)(open - pattern) : n;
    char *end;
    *number = NAN;
    if (strncmp(id, pattern, fixed) != 0) return false;
    if (!open) return id[fixed] == '\0';
    *number = strtod(id + fixed, &end);
    return end != id + fixed && *end == '\0';
}

bool rwk_bug_expects(const rwk_bug *bug, const char *id, const rwk_config *config)
{
    const char *at = bug->expects;
    for (bool first = true; *at; first = false) {
        double number;
        const size_t n = strcspn(at, " ");
        const bool fits = matches(&number, at, n, id), exact = first && bug->number && config && !isnan(number);
        if (fits && (!exact || fabs(number - bug->number(config)) <= 0.01 * fabs(bug->number(config)))) return true;
        at += n + strspn(at + n, " ");
    }
    return false;
}
