/* SPDX-License-Identifier: MIT */
/* What the documents print of attention, masks and sizes, and what is so. */
#include "claims/errata_measures.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "attention/attention.h"
#include "attention/mask.h"
#include "claims/attention_bounds.h"
#include "claims/rounding.h"
#include "claims/s0_answers.h"
#include "core/array.h"
#include "encodings/rope_tensor.h"
#include "encodings/shaw.h"
#include "faults/attention_fault.h"
#include "faults/misprint.h"
#include "faults/relative_fault.h"

/* ---- E1: entries of S0's flat example that differ, of twelve.                                              (D10.6) ---- */

rwk_status rwk_erratum_flat_example(rwk_erratum_result *r, rwk_run *run)
{
    enum { N = 4 * RWK_S0_REPEATS };
    double answer[N], printed[N];
    (void)run;
    const rwk_status status = rwk_repeat_interleave_flat(answer, rwk_s0_x, 4, RWK_S0_REPEATS);
    if (status != RWK_OK) return status;
    rwk_fault_repeat_interleave_printed(printed);
    for (int j = 0; j < N; j++) r->printed += answer[j] != printed[j], r->right += answer[j] != rwk_s0_rows[j];
    r->bound = 0, r->relative = r->printed / N, r->shown[0] = r->printed;
    return RWK_OK;
}

/* ---- E29, E48: a head of 64 tokens without positions, its tokens permuted.                                  (D11.3), (D11.4) ---- */

enum { TOKENS = 64, DIM = 64, ALL = TOKENS * DIM };

typedef struct {
    double q[ALL], k[ALL], v[ALL], out[ALL], weights[TOKENS * TOKENS];                  /* of the sequence */
    double moved_q[ALL], moved_k[ALL], moved_v[ALL], moved[ALL], work[TOKENS * TOKENS]; /* of the permuted one */
    size_t order[TOKENS];                                                               /* row m of it is row order[m] */
    bool causal[TOKENS * TOKENS];
} head;

static rwk_status attend_both(rwk_run *run, head *h, const bool *allowed)
{
    const rwk_attention_shape shape = { TOKENS, TOKENS, DIM, DIM };
    rwk_run_gaussian(run, h->q, ALL);
    rwk_run_gaussian(run, h->k, ALL);
    rwk_run_gaussian(run, h->v, ALL);
    for (size_t m = 0; m < TOKENS; m++) h->order[m] = m;
    gsl_ran_shuffle(run->rng, h->order, TOKENS, sizeof h->order[0]);
    for (size_t m = 0; m < TOKENS; m++)
        for (size_t j = 0; j < DIM; j++) {
            const size_t to = m * DIM + j, from = h->order[m] * DIM + j;
            h->moved_q[to] = h->q[from], h->moved_k[to] = h->k[from], h->moved_v[to] = h->v[from];
        }
    const rwk_status status = rwk_attention_softmax(h->out, h->weights, h->q, h->k, h->v, allowed, NULL, shape);
    if (status != RWK_OK) return status;
    return rwk_attention_softmax(h->moved, h->work, h->moved_q, h->moved_k, h->moved_v, allowed, NULL, shape);
}

/* f(PX) against f(X) as it stands, or against P f(X): largest |difference|, over its bound, and rms over that of f. */
typedef struct {
    double largest, used, relative;
} change;

static change compare(const head *h, bool follow)
{
    change c = { 0 };
    double off = 0, size = 0;
    for (size_t m = 0; m < TOKENS; m++)
        for (size_t j = 0; j < DIM; j++) {
            const size_t row = follow ? h->order[m] : m;
            double mean_abs = 0;
            for (size_t n = 0; n < TOKENS; n++) mean_abs += h->weights[row * TOKENS + n] * fabs(h->v[n * DIM + j]);
            const double value = h->out[row * DIM + j], gap = fabs(h->moved[m * DIM + j] - value);
            c.largest = rwk_worst(c.largest, gap);
            c.used = rwk_worst(c.used, gap / rwk_bound_reordered(TOKENS, mean_abs, rwk_unit_roundoff(RWK_F64)));
            off += gap * gap, size += value * value;
        }
    c.relative = sqrt(off / size);
    return c;
}

rwk_status rwk_erratum_permutation(rwk_erratum_result *r, rwk_run *run)
{
    head *h = calloc(1, sizeof *h);
    const rwk_status status = h ? attend_both(run, h, NULL) : RWK_ENOMEM;
    if (status == RWK_OK) {
        const change fixed = compare(h, false), followed = compare(h, true);
        *r = (rwk_erratum_result){ fixed.used, followed.used, 1, fixed.relative, { fixed.largest } };
    }
    free(h);
    return status;
}

rwk_status rwk_erratum_order(rwk_erratum_result *r, rwk_run *run)
{
    head *h = calloc(1, sizeof *h);
    change masked = { 0 }, unmasked = { 0 };
    rwk_status status = h ? rwk_mask_causal(h->causal, TOKENS, TOKENS, 0) : RWK_ENOMEM;
    if (status == RWK_OK) status = attend_both(run, h, h->causal);
    if (status == RWK_OK) masked = compare(h, true), status = attend_both(run, h, NULL);
    if (status == RWK_OK) unmasked = compare(h, true);
    *r = (rwk_erratum_result){ masked.used, unmasked.used, 1, masked.relative, { masked.largest } };
    free(h);
    return status;
}

/* ---- E33: rows that m - n clipped to -4 .. 4 asks for.                                                      (D14.1) ---- */

rwk_status rwk_erratum_rows(rwk_erratum_result *r, rwk_run *run)
{
    enum { CLIP = 4, LENGTH = 20 };
    int64_t positions[LENGTH];
    size_t index[LENGTH * LENGTH], used = 0, printed = 0, right = 0;
    (void)run;
    for (int i = 0; i < LENGTH; i++) positions[i] = i;
    rwk_status status = rwk_shaw_index(index, positions, LENGTH, positions, LENGTH, -CLIP, CLIP);
    if (status == RWK_OK) status = rwk_fault_shaw_rows(&printed, -CLIP, CLIP);
    if (status == RWK_OK) status = rwk_shaw_rows(&right, -CLIP, CLIP);
    for (size_t j = 0; j < LENGTH * LENGTH && status == RWK_OK; j++) used = index[j] + 1 > used ? index[j] + 1 : used;
    r->printed = fabs((double)used - (double)printed), r->right = fabs((double)used - (double)right);
    r->bound = 0, r->relative = r->printed / (double)used;
    r->shown[0] = (double)printed, r->shown[1] = (double)used;
    return status;
}

/* ---- E38: weight of keys that a causal mask hides, ten tokens.                                              (D11.7) ---- */

static double mean_leak(const double weights[], const bool allowed[], size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n * n; j++) sum += allowed[j] ? 0 : weights[j] / (double)n;
    return sum;
}

rwk_status rwk_erratum_fill(rwk_erratum_result *r, rwk_run *run)
{
    enum { N = 10 };
    const rwk_attention_shape shape = { N, N, DIM, DIM };
    double q[N * DIM], k[N * DIM], v[N * DIM], out[N * DIM], weights[N * N];
    bool causal[N * N];
    rwk_run_gaussian(run, q, N * DIM);
    rwk_run_gaussian(run, k, N * DIM);
    rwk_run_gaussian(run, v, N * DIM);
    rwk_status status = rwk_mask_causal(causal, N, N, 0);
    if (status == RWK_OK) status = rwk_fault_attention(out, weights, q, k, v, causal, NULL, shape);
    if (status == RWK_OK) r->printed = mean_leak(weights, causal, N);
    if (status == RWK_OK) status = rwk_attention_softmax(out, weights, q, k, v, causal, NULL, shape);
    if (status == RWK_OK) r->right = mean_leak(weights, causal, N);
    r->bound = 0, r->relative = r->shown[0] = r->printed;
    return status;
}

/* ---- E39: numbers that S4's code keeps for 8 x 32 heads of 4096 x 64, and those of one table.                  (D11.19) ---- */

rwk_status rwk_erratum_repeated(rwk_erratum_result *r, rwk_run *run)
{
    const rwk_shape repeated = { 8, 4096, 32, 64, RWK_BHSD }, table = { 1, 4096, 1, 64, RWK_BHSD };
    size_t printed = 0, right = 0;
    (void)run;
    rwk_status status = rwk_shape_elements(&printed, &repeated);
    if (status == RWK_OK) status = rwk_shape_elements(&right, &table);
    const double needed = (double)right;
    r->printed = (double)printed - needed, r->right = 4096 * 2 * 32 - needed; /* cos and sin of 32 pairs at each position */
    r->bound = 0, r->relative = r->printed / needed;
    r->shown[0] = (double)printed, r->shown[1] = needed, r->shown[2] = (double)printed / needed;
    return status;
}
