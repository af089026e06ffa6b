/* SPDX-License-Identifier: MIT */
/* The list of hypotheses. */
#include "oracle/hypothesis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(rwk_hypotheses *list)
{
    const size_t room = list->room ? 2 * list->room : 64;
    rwk_hypothesis *items = realloc(list->items, room * sizeof *items);
    if (!items) return false;
    list->items = items, list->room = room;
    return true;
}

rwk_hypothesis *rwk_hypotheses_add(rwk_hypotheses *list, rwk_stage stage, int rank, rwk_hypothesis_apply *apply, const char *id,
                                   const char *text)
{
    if (list->n == list->room && !grow(list)) {
        list->out_of_memory = true;
        free(list->spare.inv_freq);
        list->spare.inv_freq = NULL;
        return &list->spare;
    }
    rwk_hypothesis *h = &list->items[list->n++];
    *h = (rwk_hypothesis){ .stage = stage, .rank = rank, .apply = apply };
    snprintf(h->id, sizeof h->id, "%s", id);
    snprintf(h->text, sizeof h->text, "%s", text);
    return h;
}

void rwk_hypotheses_clear(rwk_hypotheses *list)
{
    for (size_t k = 0; k < list->n; k++) free(list->items[k].inv_freq);
    free(list->spare.inv_freq);
    free(list->items);
    *list = (rwk_hypotheses){ 0 };
}
