/* SPDX-License-Identifier: MIT */
/*
 * Claim     B(s)/d, the extrapolation bound of Position Interpolation over 2 d max |h|, is at least 1 at every distance.
 * Source    Chen et al. 2023 (arXiv:2306.15595), figure 5 and its code; derivations (D21.15)-(D21.17)
 * Measure   B(s)/d = (1/d) sum_j |S_j(s)| for b = 10000: d = 128 on the plot's 0 .. 4095 and up to 199999, other d on 0 .. 4095
 * Holds if  1 over it is at most 1.  It is not, hence REFUTED: for d = 128 it fails from 4861 on, for narrower heads within the plot's
 *           range.  On the plot d = 128 is above 1; B(0)/d is (d + 2)/8 (D21.15); always B(s)/d >= 1/4, so that 2 max |h| B(s) is
 *           never below the bound without distance, d/2 max |h| (D21.16)
 * Must fail 1.2 for 1 on the plot; 1/2 for 1/4; 1/4 for every other partial sum; (d + 1)/8 for (d + 2)/8
 */
#include <math.h>
#include <stdlib.h>

#include "claims/decay.h"
#include "claims/rounding.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 36,
    .id = "extrapolation_bound",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "B(s)/d, the extrapolation bound of Position Interpolation over 2 d max |h|, is at least 1 at every distance.",
    .source = "Chen et al. 2023 (arXiv:2306.15595), figure 5",
    .section = "21",
    .equations = "D21.15 D21.16",
};

enum { MAX_PAIRS = 64, N_DIMS = 6, PLOT = 4096, LAST = 200000, A_DECADE = 40 };

static const size_t DIMS[N_DIMS] = { 128, 64, 32, 16, 8, 4 };

/* ---- The curve. ---- */

typedef struct {
    size_t n;
    double inv_freq[MAX_PAIRS];
    double b[LAST]; /* B(s)/d */
} curve;

/* Where B(s)/d is below 1 on 0 .. last - 1. */
typedef struct {
    double least, at, first, below;
} record;

static rwk_status prepare(rwk_run *run, curve *c, size_t d, size_t last)
{
    rwk_truth *truth;
    const rwk_config config = rwk_config_plain(d, 10000);
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    c->n = d / 2;
    status = rwk_truth_inv_freq(c->inv_freq, truth, RWK_F64);
    rwk_truth_free(truth);
    for (size_t s = 0; s < last && status == RWK_OK; s++) {
        c->b[s] = rwk_decay_mean_partial_sum(c->inv_freq, c->n, (double)s) / 2;
        if (s % 20000 == 0) rwk_run_progress(run, 0.7 * (double)s / LAST);
    }
    return status;
}

static record read_curve(const curve *c, size_t last)
{
    record r = { INFINITY, NAN, NAN, 0 };
    for (size_t s = 0; s < last; s++) {
        if (c->b[s] < r.least) r.at = (double)s;
        r.least = rwk_least(r.least, c->b[s]);
        if (c->b[s] < 1 && isnan(r.first)) r.first = (double)s;
        r.below += c->b[s] < 1;
    }
    return r;
}

/* Every other partial sum only, S_2, S_4, ...: they can all be near 0. */
static double least_of_even_sums(const curve *c)
{
    double re[MAX_PAIRS], im[MAX_PAIRS], least = INFINITY;
    for (int s = 0; s < PLOT; s++) {
        double sum = 0;
        rwk_decay_partial_sums(re, im, c->inv_freq, c->n, s);
        for (size_t j = 1; j < c->n; j += 2) sum += hypot(re[j], im[j]);
        least = rwk_least(least, sum / (2 * (double)c->n));
    }
    return least;
}

/* (1/d) sum_j (pi j)^(1/2)/2: the mean of B(s)/d if pairs turned independently.                            (D21.17) */
static double independent_mean(size_t n)
{
    double sum = 0;
    for (size_t j = 1; j <= n; j++) sum += sqrt(acos(-1) * (double)j) / 2;
    return sum / (2 * (double)n);
}

static double mean(const double b[], size_t n)
{
    double sum = 0;
    for (size_t s = 0; s < n; s++) sum += b[s] / (double)n;
    return sum;
}

/* ---- Verdict. ---- */

/* B(s)/d of heads of every width: least of all; 1/4 and its rounding, 1/2, and even sums. */
typedef struct {
    double floor, twice, even, start, off;
} tally;

static void include(tally *t, const curve *c, record r)
{
    const double rounding = 1 + ((double)c->n + 8) * 0x1p-53, d = 2 * (double)c->n;
    t->floor = rwk_worst(t->floor, 0.25 / (r.least * rounding));
    t->twice = rwk_worst(t->twice, 0.5 / r.least);
    t->even = rwk_worst(t->even, 0.25 / least_of_even_sums(c));
    t->off = rwk_least(t->off, fabs(c->b[0] - (d + 1) / 8));
    t->start = rwk_worst(t->start, fabs(c->b[0] - (d + 2) / 8));
}

static void measure_wide(rwk_run *run, const curve *c, size_t last, tally *t)
{
    const record plot = read_curve(c, PLOT), all = read_curve(c, last);
    include(t, c, all);
    rwk_run_check(run, "d = 128 beyond the plot: 1 over the least B(s)/d", 1 / all.least, 1);
    rwk_run_instead(run, "d = 128 on the plot, 0 .. 4095: 1 over the least B(s)/d", 1 / plot.least, 1);
    rwk_run_control(run, "d = 128 on the plot: 1.2 over the least B(s)/d", 1.2 / plot.least, 1);
    rwk_run_fact(run, "d = 128: B(0)/d", c->b[0]);
    rwk_run_fact(run, "d = 128 on the plot: least B(s)/d", plot.least);
    rwk_run_fact(run, "d = 128 on the plot: distance of the least B(s)/d", plot.at);
    rwk_run_fact(run, "d = 128: distances looked at", (double)last);
    rwk_run_fact(run, "d = 128: first distance with B(s)/d below 1", all.first);
    rwk_run_fact(run, "d = 128: B(s)/d there", isnan(all.first) ? NAN : c->b[(size_t)all.first]);
    rwk_run_fact(run, "d = 128: least B(s)/d", all.least);
    rwk_run_fact(run, "d = 128: distance of the least B(s)/d", all.at);
    rwk_run_fact(run, "d = 128: share of distances with B(s)/d below 1", all.below / (double)last);
    rwk_run_fact(run, "d = 128: mean B(s)/d over the last half of the distances", mean(c->b + last / 2, last - last / 2));
    rwk_run_fact(run, "d = 128: mean B(s)/d of independent pairs", independent_mean(c->n));
}

static void measure_narrow(rwk_run *run, const curve *c, size_t d, tally *t)
{
    const record plot = read_curve(c, PLOT);
    include(t, c, plot);
    rwk_run_check(run, rwk_run_name(run, "d = %zu on 0 .. 4095: 1 over the least B(s)/d", d), 1 / plot.least, 1);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu on 0 .. 4095: least B(s)/d", d), plot.least);
    rwk_run_fact(run, rwk_run_name(run, "d = %zu on 0 .. 4095: share of distances with B(s)/d below 1", d), plot.below / PLOT);
}

static void report(rwk_run *run, const tally *t)
{
    rwk_run_instead(run, "every d: B(0)/d against (d + 2)/8", t->start, 0);
    rwk_run_instead(run, "every d: bound without distance, d/2, over 2 B(s)", t->floor, 1);
    rwk_run_control(run, "every d: twice the bound without distance over 2 B(s)", t->twice, 1);
    rwk_run_control(run, "every d: bound without distance over twice the sums of even j", t->even, 1);
    rwk_run_control(run, "every d: B(0)/d against (d + 1)/8, smallest gap", t->off, 0);
}

/* ---- The figure. ---- */

/* The plot's distances, a column for each width. */
static rwk_status write_plot(rwk_run *run, double columns[N_DIMS][PLOT])
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "distance\td128\td64\td32\td16\td8\td4");
    for (size_t s = 0; s < PLOT && status == RWK_OK; s++)
        RWK_ROW(table, (double)s, columns[0][s], columns[1][s], columns[2][s], columns[3][s], columns[4][s], columns[5][s]);
    return status;
}

/* d = 128: least, mean and largest of the integers between neighbouring points, A_DECADE a decade. */
static rwk_status write_far(rwk_run *run, const curve *c, size_t last)
{
    rwk_tsv *table;
    const record all = read_curve(c, last);
    const rwk_status status = rwk_run_table(&table, run, "far", "distance\tleast\tmean\tlargest\tfirst\tat\tlowest\tlaw");
    for (size_t s = 1; s < last && status == RWK_OK;) {
        size_t next = (size_t)floor((double)s * pow(10, 1.0 / A_DECADE)), end = next > s ? next : s + 1;
        double least = INFINITY, largest = 0;
        if (end > last) end = last;
        for (size_t k = s; k < end; k++) least = rwk_least(least, c->b[k]), largest = rwk_worst(largest, c->b[k]);
        RWK_ROW(table, sqrt((double)s * (double)(end - 1)), least, mean(c->b + s, end - s), largest, all.first, all.at, all.least,
                independent_mean(c->n));
        s = end;
    }
    return status;
}

typedef struct {
    curve c;
    double columns[N_DIMS][PLOT];
} scratch;

static rwk_status measure(rwk_run *run)
{
    const size_t last = rwk_run_count(run, LAST, 10);
    tally t = { .off = INFINITY };
    scratch *w = calloc(1, sizeof *w);
    rwk_status status = w ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < N_DIMS && status == RWK_OK; i++) {
        status = prepare(run, &w->c, DIMS[i], i == 0 ? last : PLOT);
        if (status != RWK_OK) break;
        for (size_t s = 0; s < PLOT; s++) w->columns[i][s] = w->c.b[s];
        if (i == 0) measure_wide(run, &w->c, last, &t);
        else measure_narrow(run, &w->c, DIMS[i], &t);
        if (i == 0) status = write_far(run, &w->c, last);
    }
    if (status == RWK_OK) report(run, &t);
    if (status == RWK_OK) status = write_plot(run, w->columns);
    free(w);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
