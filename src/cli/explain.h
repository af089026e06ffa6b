/* SPDX-License-Identifier: MIT */
/* The page of `ropewalk explain`: computed once, then told as text or JSON. */
#ifndef RWK_CLI_EXPLAIN_H
#define RWK_CLI_EXPLAIN_H

#include "cli/cli.h"

enum { EXPLAIN_PIPELINES = 3, EXPLAIN_LENGTHS = 4 };

typedef struct {
    const rwk_config *config;
    const char *name; /* CONFIG as the user wrote it */
    double *inv_freq; /* (n) certified */
    double *plain;    /* (n) the same base and dimensions under the rule default */
    double attention_factor;
    size_t n, full_turns, still; /* pairs; those that complete a turn within the context; those of frequency 0 */
    int64_t span;                /* texts up to this length are what the frequencies are for [token]; 0: the config does not say */
    int64_t first_negative, searched; /* 0: none up to the distance searched */
    double negative_share;            /* of the distances within the span; NaN where that is longer than what was searched */
    int64_t lengths[EXPLAIN_LENGTHS]; /* how many positions the losses were taken over; ascending */
    size_t n_lengths;
    double loss[EXPLAIN_LENGTHS][EXPLAIN_PIPELINES];
    int64_t first_loss[EXPLAIN_PIPELINES]; /* first position that is off by more than EXPLAIN_LOSS; 0: none, -1: not searched */
} explain_page;

/** Radian: what a pipeline may lose before `explain` calls it lost. */
#define EXPLAIN_LOSS 0.1

extern const char *const EXPLAIN_PIPELINE_NAMES[EXPLAIN_PIPELINES];

/** What the scaling rule does, in words and numbers; and what it changed, pair by pair. */
void explain_rule(const explain_page *page);
void explain_change(const explain_page *page);

/** Wavelengths as a diagram of characters, one line a pair (some of them where there are many). */
void explain_wavelengths(const explain_page *page);

/** The page as JSON on standard output. */
void explain_json(const explain_page *page);

#endif
