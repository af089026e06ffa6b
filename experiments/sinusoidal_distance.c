/* SPDX-License-Identifier: MIT */
/*
 * Claim     The difference of two sinusoidal encodings is proportional to the distance of their positions, near and far.
 * Source    S3, after its formula ("the difference is proportional to the distance", for neighbouring and for distant positions);
 *           derivations (D12.1)-(D12.3)
 * Measure   k |PE_1 - PE_0| over |PE_k - PE_0| for all k; the squared distance of table rows against 4 sum sin^2(k theta/2) and against
 *           the law d (ln k + gamma)/ln b; sizes 64 x 512, 512 x 4096 and ViT-Large's 1024 x 196
 * Holds if  the first ratio is 1 (it is at most k, by the triangle inequality: (D12.2)), up to rounding (D12.1)
 * Must fail the loop of S3 as printed against the same formula; the law without Euler's constant, and the proportional line, within the
 *           law's bound (D12.3); the difference as a vector taken to depend on k only
 */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "claims/decay.h"
#include "claims/pe_distance.h"
#include "claims/rounding.h"
#include "encodings/sinusoidal.h"
#include "faults/misprint.h"
#include "faults/sinusoidal_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 5,
    .id = "sinusoidal_distance",
    .expected = RWK_REFUTED,
    .fixed = true,
    .statement = "The difference of two sinusoidal encodings is proportional to the distance of their positions, near and far.",
    .source = "S3, section on the sinusoidal encoding",
    .section = "12",
    .equations = "D6.6 D12.2",
};

enum { MAX_PAIRS = 512, FIGURE = 3000, FAR = 4096 };

static const double BASE = 10000;

typedef struct {
    const char *name;
    size_t d, n_pos, sampled; /* width, positions, how many starting points a distance is measured from */
} size_case;

enum { SMALL, LARGE, VIT, N_CASES };

static const size_case CASES[N_CASES] = {
    [SMALL] = { "64 x 512", 64, 512, 512 },
    [LARGE] = { "512 x 4096", 512, 4096, 32 },
    [VIT] = { "1024 x 196", 1024, 196, 196 },
};

/* One width: its frequencies and their sum, and D^2(k) = |PE_i - PE_{i+k}|^2 for k = 0 .. n_pos - 1. */
typedef struct {
    const size_case *of;
    size_t n;
    double inv_freq[MAX_PAIRS], sum, squared[FAR];
} curve;

static const char *name(rwk_run *run, const curve *c, const char *what) { return rwk_run_name(run, "%s: %s", c->of->name, what); }

static rwk_status fill(curve *c, rwk_run *run, const size_case *of)
{
    *c = (curve){ .of = of, .n = of->d / 2 };
    const rwk_status status = rwk_pe_frequencies(c->inv_freq, of->d, BASE, &run->diag);
    if (status != RWK_OK) return status;
    for (size_t t = 0; t < c->n; t++) c->sum += c->inv_freq[t];
    for (size_t k = 0; k < of->n_pos; k++) c->squared[k] = rwk_pe_distance_squared(c->inv_freq, c->n, (int64_t)k);
    return RWK_OK;
}

static double rounding(const curve *c, size_t k) { return rwk_bound_pe_distance(c->sum, c->n, (int64_t)k, c->squared[k]); }

/* ---- The statement. ---- */

/* k D(1)/D(k) */
static double too_far(const curve *c, size_t k) { return (double)k * sqrt(c->squared[1] / c->squared[k]); }

static void check_proportional(rwk_run *run, const curve *c)
{
    double worst = 0, slack = 0, within_two = 0;
    for (size_t k = 1; k < c->of->n_pos; k++) {
        worst = rwk_worst(worst, too_far(c, k));
        slack = rwk_worst(slack, rounding(c, k) / c->squared[k] + rounding(c, 1) / c->squared[1]);
        if (within_two == (double)(k - 1) && too_far(c, k) <= 2) within_two = (double)k;
    }
    rwk_run_check(run, name(run, c, "proportional distance over true distance, largest"), worst, 1 + slack);
    rwk_run_fact(run, name(run, c, "up to this k it is less than twice too far"), within_two);
    rwk_run_fact(run, name(run, c, "distance of neighbours"), sqrt(c->squared[1]));
}

/* ---- Rows of the table. ---- */

static double rows_squared(const double pe[], size_t d, size_t i, size_t j)
{
    double sum = 0;
    for (size_t c = 0; c < d; c++) sum += gsl_pow_2(pe[i * d + c] - pe[j * d + c]);
    return sum;
}

/* Over bound: the rows at distance k to the right against the formula, and against those to the left.            (D12.1) */
static void measure_rows(double *deviation, double *asymmetry, const double pe[], const curve *c)
{
    const size_t d = c->of->d, n_pos = c->of->n_pos;
    const double bound = rwk_bound_pe_rows(c->sum, c->n, BASE, n_pos);
    *deviation = *asymmetry = 0;
    for (size_t k = 1; k < n_pos; k++) {
        const size_t count = n_pos - k, step = count > c->of->sampled ? count / c->of->sampled : 1;
        for (size_t i = 0; i < count; i += step) {
            const double right = rows_squared(pe, d, i, i + k);
            *deviation = rwk_worst(*deviation, fabs(right - c->squared[k]) / bound);
            if (i >= k) *asymmetry = rwk_worst(*asymmetry, fabs(right - rows_squared(pe, d, i, i - k)) / (2 * bound));
        }
    }
}

/* Largest variation with i of one entry of PE_{i+k} - PE_i.                                                (D12.2) */
static double vector_variation(const double pe[], const size_case *of)
{
    double worst = 0;
    for (size_t k = 1; k < of->n_pos && k <= 8; k++)
        for (size_t j = 0; j < of->d; j++) {
            double low = INFINITY, high = -INFINITY;
            for (size_t i = 0; i + k < of->n_pos; i++) {
                const double difference = pe[(i + k) * of->d + j] - pe[i * of->d + j];
                low = rwk_least(low, difference);
                high = rwk_worst(high, difference);
            }
            worst = rwk_worst(worst, high - low);
        }
    return worst;
}

static rwk_status check_rows(rwk_run *run, const curve *c)
{
    const size_case *of = c->of;
    double *pe = malloc(of->n_pos * of->d * sizeof *pe), deviation, asymmetry;
    rwk_status status = pe ? rwk_sinusoidal_loop(pe, of->n_pos, of->d, BASE) : RWK_ENOMEM;
    if (status == RWK_OK) {
        const double variation = vector_variation(pe, of);
        measure_rows(&deviation, &asymmetry, pe, c);
        rwk_run_instead(run, name(run, c, "squared distance of rows against 4 sum sin^2(k theta/2), over bound"), deviation, 1);
        rwk_run_instead(run, name(run, c, "k positions to the right against k to the left, over bound"), asymmetry, 1);
        rwk_run_control(run, name(run, c, "difference as a vector taken to depend on k only, over bound"),
                        variation / rwk_bound_pe_rows(c->sum, c->n, BASE, of->n_pos), 1);
        rwk_run_fact(run, name(run, c, "an entry of PE_{i+k} - PE_i varies with i by up to"), variation);
        status = rwk_fault_sinusoidal_printed(pe, of->n_pos, of->d, BASE);
    }
    if (status == RWK_OK) {
        measure_rows(&deviation, &asymmetry, pe, c);
        rwk_run_control(run, name(run, c, "loop of S3 as printed against 4 sum sin^2(k theta/2), over bound"), deviation, 1);
        rwk_run_control(run, name(run, c, "loop of S3 as printed, right against left, over bound"), asymmetry, 1);
    }
    free(pe);
    return status;
}

/* ---- The logarithm. ---- */

static double law(double k) { return rwk_pe_distance_law(k, BASE); }
static double law_without_gamma(double k) { return rwk_fault_pe_distance_law(k, BASE); }

/* The proportional line through D(1) in the units of the law. */
static double proportional(const curve *c, double k) { return k * k * c->squared[1] / (double)c->of->d; }

static void check_law(rwk_run *run, const curve *c)
{
    const double d = (double)c->of->d, nyquist = rwk_decay_alias_onset(BASE, c->n) / 2;
    double right = 0, without = 0, line = 0;
    for (size_t k = 1; k < c->of->n_pos && (double)k <= nyquist; k++) {
        const double x = (double)k, share = c->squared[k] / d, bound = rwk_pe_distance_law_bound(x, BASE, c->n);
        right = rwk_worst(right, fabs(share - law(x)) / bound);
        without = rwk_worst(without, fabs(share - law_without_gamma(x)) / bound);
        line = rwk_worst(line, fabs(share - proportional(c, x)) / bound);
    }
    rwk_run_instead(run, name(run, c, "squared distance/d against (ln k + gamma)/ln b up to s1/2, over bound"), right, 1);
    rwk_run_control(run, name(run, c, "law without Euler's constant, over bound"), without, 1);
    rwk_run_control(run, name(run, c, "proportional line in place of the law, over bound"), line, 1);
    rwk_run_fact(run, name(run, c, "s1/2 [token]"), nyquist);
}

/* Beyond s1: root mean square of D^2/d - (1 - g), each over the rms of the aliasing law.                        (D5.9) */
static double aliasing(const curve *c)
{
    const double onset = rwk_decay_alias_onset(BASE, c->n);
    double sum = 0, count = 0;
    for (double k = ceil(onset); k < FAR; k++) {
        const double share = rwk_pe_distance_squared(c->inv_freq, c->n, (int64_t)k) / (double)c->of->d;
        sum += gsl_pow_2((share - (1 - rwk_decay_limit(k, BASE))) / rwk_decay_alias_rms(k, BASE, c->n));
        count++;
    }
    return sqrt(sum / count);
}

/* ---- Rises and falls. ---- */

static void check_steps(rwk_run *run, const curve *c)
{
    double falls = 0, first = 0, doubt = 0;
    for (size_t k = 0; k + 1 < c->of->n_pos; k++) {
        const double step = c->squared[k + 1] - c->squared[k];
        doubt = rwk_worst(doubt, (rounding(c, k) + rounding(c, k + 1)) / fabs(step));
        falls += step < 0;
        if (step < 0 && first == 0) first = (double)k;
    }
    rwk_run_instead(run, name(run, c, "rises and falls of the distance, rounding over the smallest step"), doubt, 1);
    rwk_run_fact(run, name(run, c, "steps k to k+1 at which the distance falls"), falls);
    rwk_run_fact(run, name(run, c, "the first of them"), first);
}

static rwk_status measure_case(rwk_run *run, curve *c, const size_case *of)
{
    rwk_status status = fill(c, run, of);
    if (status != RWK_OK) return status;
    check_proportional(run, c);
    status = check_rows(run, c);
    if (status != RWK_OK) return status;
    check_law(run, c);
    check_steps(run, c);
    if (!run->options.quick) rwk_run_fact(run, name(run, c, "aliasing beyond s1, rms over that of its law"), aliasing(c));
    return RWK_OK;
}

/* ---- ViT-Large: numbers and curves. ---- */

static void record_vit(rwk_run *run, const curve *c)
{
    static const size_t near[] = { 2, 5, 10, 50, 100, 195 };
    static const int64_t far[] = { 10, 50, 100, 1000 };
    for (size_t j = 0; j < 6; j++)
        rwk_run_fact(run, rwk_run_name(run, "d = 1024: distance over k times that of neighbours, k = %zu", near[j]),
                     1 / too_far(c, near[j]));
    for (size_t j = 0; j < 4; j++) {
        rwk_run_fact(run, rwk_run_name(run, "d = 1024: squared distance/d, k = %d", (int)far[j]),
                     rwk_pe_distance_squared(c->inv_freq, c->n, far[j]) / 1024);
        rwk_run_fact(run, rwk_run_name(run, "its law, k = %d", (int)far[j]), law((double)far[j]));
    }
    rwk_run_fact(run, "each doubling of k adds, in squared distance/d", law(2) - law(1));
    rwk_run_fact(run, "d = 1024: distance at k = 100000 over sqrt(d)",
                 sqrt(rwk_pe_distance_squared(c->inv_freq, c->n, 100000) / 1024));
}

static rwk_status write_curves(rwk_run *run, const curve *c)
{
    const double onset = rwk_decay_alias_onset(BASE, c->n), d = (double)c->of->d;
    rwk_tsv *table;
    const rwk_status status =
        rwk_run_table(&table, run, NULL, "k\tshare\tlaw\tbound\talias_rms\tproportional\tratio\tratio_law\tonset");
    for (int k = 1; k <= FIGURE && status == RWK_OK; k++) {
        const double x = k, squared = rwk_pe_distance_squared(c->inv_freq, c->n, k);
        RWK_ROW(table, x, squared / d, law(x), x <= onset / 2 ? rwk_pe_distance_law_bound(x, BASE, c->n) : NAN,
                x < onset ? NAN : rwk_decay_alias_rms(x, BASE, c->n), proportional(c, x), sqrt(squared / c->squared[1]) / x,
                sqrt(law(x) * d / c->squared[1]) / x, onset);
    }
    return status;
}

static rwk_status measure(rwk_run *run)
{
    curve *c = malloc(sizeof *c);
    rwk_status status = c ? RWK_OK : RWK_ENOMEM;
    for (int k = 0; k < N_CASES && status == RWK_OK; k++) {
        if (k == LARGE && run->options.quick) continue;
        status = measure_case(run, c, &CASES[k]);
        rwk_run_progress(run, (k + 1.0) / N_CASES);
    }
    if (status == RWK_OK) record_vit(run, c); /* the last case */
    if (status == RWK_OK) status = write_curves(run, c);
    free(c);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
