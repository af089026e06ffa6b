/* SPDX-License-Identifier: MIT */
/*
 * Claim     For every context length there is a least base; below it the mean cosine is negative at some distance within the context.  To
 *           two digits it is the one that Su prints; the power law that Men et al. print is the fit of their own, larger bases.
 * Source    Men et al. 2024 (arXiv:2405.14591), table of bases and figure 1; Su, kexue.fm 10122; derivations (D18.1)-(D18.8)
 * Measure   the least base of 1k .. 64k positions (1k .. 1M with --full), d = 128, by a search that proves every base below it
 *           infeasible; for all of 1k .. 1M a base shown to be feasible in one pass; the fit of log b on log L
 * Holds if  the least base rounds to Su's digits; the certified bases have no negative sum, and are not above what Su's digits mean; no
 *           sum is within its rounding (D18.3); the fit of Men's row is the printed law to its digits (D18.8)
 * Must fail the well-known 10000 at 2k; Su's and Men's digits themselves taken as bases; bisection; f32 sums; the fit of Su's row
 */
#include <gsl/gsl_fit.h>
#include <gsl/gsl_sf_expint.h>
#include <math.h>
#include <stdlib.h>

#include "claims/base_search.h"
#include "claims/rounding.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 27,
    .id = "base_bounds_context",
    .expected = RWK_HOLDS,
    .statement =
        "Each context length has a least base, below which the mean cosine is negative at some distance in it; Su's table has its "
        "first two digits.",
    .source = "Men et al. 2024 (arXiv:2405.14591); Su, kexue.fm 10122",
    .section = "18",
    .equations = "D18.1 D18.2",
    .fixed = true,
};

enum { PAIRS = 64, N_ROWS = 11, SEARCHED = 7, SEARCHED_QUICK = 5, COMB = 2048, COMB_FROM = 10000, COMB_TO = 20000, COMB_STEP = 10 };

/* L = 1024 2^k positions.  men, su: as published.  certificate: a base a little above the least, found by the search. */
static const struct {
    const char *name;
    double men, su, certificate;
} ROWS[N_ROWS] = {
    { "1k", 4.3e3, 4.3e3, 4294 },       { "2k", 1.6e4, 1.2e4, 11590 },     { "4k", 2.7e4, 2.7e4, 26955 },
    { "8k", 8.4e4, 8.4e4, 83770 },      { "16k", 3.1e5, 2.3e5, 231650 },   { "32k", 6.4e5, 6.3e5, 630000 },
    { "64k", 2.1e6, 2.1e6, 2090200 },   { "128k", 7.8e6, 4.9e6, 4869200 }, { "256k", 3.6e7, 2.4e7, 23662500 },
    { "512k", 6.4e7, 5.8e7, 58496300 }, { "1M", 5.1e8, 6.5e7, 65375100 },
};
static const double FACTOR = 0.0424, EXPONENT = 1.628; /* figure 1 of Men et al.: b = 0.0424 L^1.628 */

/* One context: where the search found its least base (NaN: not searched), and what Su's grid makes of it. */
typedef struct {
    rwk_base_edge least;
    double grid;
} found;

static int64_t context_of(int k) { return INT64_C(1024) << k; }

/* value - printed in halves of the second digit of `printed`: within -1 .. 1 it rounds to it. */
static double half_units(double value, double printed) { return (value - printed) / (0.05 * pow(10, floor(log10(printed)))); }

/* ---- The search. ---- */

static int n_searched(const rwk_run *run) { return run->options.full ? N_ROWS : run->options.quick ? SEARCHED_QUICK : SEARCHED; }

/* The work of a base grows about as the base does. */
static void tick(void *who, double base)
{
    const rwk_run *run = who;
    rwk_run_progress(run, rwk_least(1, base / ROWS[n_searched(run) - 1].certificate));
}

/* A least base can be no smaller for a longer context, so each search goes on where the last one ended.            (D18.6) */
static void search_all(found f[], rwk_run *run, rwk_base_search *s)
{
    double low = 1;
    for (int k = 0; k < N_ROWS; k++) {
        f[k] = (found){ { NAN, NAN }, NAN };
        if (k >= n_searched(run)) continue;
        f[k].least = rwk_base_first_feasible(s, low, context_of(k), 2 * ROWS[k].certificate);
        if (s->undecided > 0) f[k].least = (rwk_base_edge){ NAN, NAN }; /* no proof */
        low = f[k].least.low;
    }
    s->tick = NULL;
    for (int k = 0; k < n_searched(run); k++) {
        f[k].grid = rwk_base_by_grid(s, 1000.0 * (double)context_of(k), f[k].least.low, context_of(k));
        if (s->undecided > 0) f[k].grid = NAN;
    }
}

static void record_search(rwk_run *run, const found f[], const rwk_base_search *s, double zero_of_ci)
{
    for (int k = 0; k < n_searched(run); k++) {
        const double off = rwk_worst(fabs(half_units(f[k].least.low, ROWS[k].su)), fabs(half_units(f[k].least.high, ROWS[k].su)));
        rwk_run_check(
            run, rwk_run_name(run, "%s: least base against Su's %.1e, in half units of its last digit", ROWS[k].name, ROWS[k].su),
            off, 1);
        rwk_run_fact(run, rwk_run_name(run, "%s: least base", ROWS[k].name), f[k].least.high);
        rwk_run_fact(run, rwk_run_name(run, "%s: Su's grid", ROWS[k].name), f[k].grid);
        rwk_run_fact(run, rwk_run_name(run, "%s: least base over L/x0", ROWS[k].name),
                     f[k].least.high * zero_of_ci / (double)context_of(k));
    }
    rwk_run_check(run, "search: largest rounding bound over |sum| that decided", s->doubt, 1);
    rwk_run_fact(run, "search: smallest |sum| over rounding bound that decided", 1 / s->doubt);
    rwk_run_fact(run, "search: intervals of bases decided", (double)s->steps);
}

/* ---- One pass. ---- */

static rwk_base_signs signs_of(rwk_base *b, double base, int64_t context)
{
    rwk_base_set(b, base, PAIRS);
    return rwk_base_scan(b, context);
}

static void certify(rwk_run *run, rwk_base *b)
{
    double above = -INFINITY, doubt = 0;
    for (int k = 0; k < N_ROWS; k++) {
        const rwk_base_signs signs = signs_of(b, ROWS[k].certificate, context_of(k));
        rwk_run_check(run,
                      rwk_run_name(run, "%s: base %.0f has no negative sum: how far below 0", ROWS[k].name, ROWS[k].certificate),
                      -signs.least, 0);
        rwk_run_fact(run, rwk_run_name(run, "%s: base %.0f: least sum", ROWS[k].name, ROWS[k].certificate), signs.least);
        rwk_run_fact(run, rwk_run_name(run, "%s: base %.0f: at distance", ROWS[k].name, ROWS[k].certificate), signs.at);
        above = rwk_worst(above, half_units(ROWS[k].certificate, ROWS[k].su));
        doubt = rwk_worst(doubt, signs.doubt);
    }
    rwk_run_check(run, "these bases above Su's digits, in half units of their last, largest", above, 1);
    rwk_run_check(run, "these bases: largest rounding bound over |sum|", doubt, 1);
    const rwk_base_signs last = signs_of(b, ROWS[N_ROWS - 1].certificate, context_of(N_ROWS - 1));
    rwk_run_control(run, "1M in f32: rounding bound over |sum|",
                    rwk_base_rounding(b, last.at, rwk_unit_roundoff(RWK_F32)) / fabs(last.least), 1);
}

/* Bases that are known, or printed, and not feasible. */
static void refuse(rwk_run *run, rwk_base *b)
{
    static const struct {
        double base;
        int row;
    } bad[] = { { 10000, 1 }, { 12000, 1 }, { 27000, 2 }, { 6.5e7, 10 } };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const rwk_base_signs signs = signs_of(b, bad[i].base, context_of(bad[i].row));
        rwk_run_control(run,
                        rwk_run_name(run, "%s: base %.0f has no negative sum: how far below 0", ROWS[bad[i].row].name, bad[i].base),
                        -signs.least, 0);
        rwk_run_fact(run, rwk_run_name(run, "%s: base %.0f: first negative at distance", ROWS[bad[i].row].name, bad[i].base),
                     signs.first_negative);
    }
}

static void count_infeasible(rwk_run *run, rwk_base *b)
{
    int su = 0, men = 0;
    for (int k = 0; k < N_ROWS; k++) {
        su += signs_of(b, ROWS[k].su, context_of(k)).first_negative > 0;
        men += signs_of(b, ROWS[k].men, context_of(k)).first_negative > 0;
    }
    rwk_run_fact(run, "of Su's 11 bases, infeasible as printed", su);
    rwk_run_fact(run, "of Men's 11 bases, infeasible as printed", men);
}

/* ---- The law. ---- */

typedef struct {
    double factor, exponent;
} power_law;

/* Least squares of log b on log L.                                                                       (D18.8) */
static power_law fit(const double base[])
{
    double x[N_ROWS], y[N_ROWS], c0, c1, ignored[4];
    for (int k = 0; k < N_ROWS; k++) x[k] = log((double)context_of(k)), y[k] = log(base[k]);
    gsl_fit_linear(x, 1, y, 1, N_ROWS, &c0, &c1, &ignored[0], &ignored[1], &ignored[2], &ignored[3]);
    return (power_law){ exp(c0), c1 };
}

/* Largest |ln| of a law over the printed one, in what the printed digits leave open at that context.              (D18.8) */
static double law_gap(power_law law)
{
    double gap = 0;
    for (int k = 0; k < N_ROWS; k++) {
        const double x = log((double)context_of(k)), open = -log1p(-0.00005 / FACTOR) + 0.0005 * x;
        gap = rwk_worst(gap, fabs(log(law.factor / FACTOR) + (law.exponent - EXPONENT) * x) / open);
    }
    return gap;
}

static power_law measure_fits(rwk_run *run, const found f[])
{
    double men[N_ROWS], su[N_ROWS], least[N_ROWS];
    for (int k = 0; k < N_ROWS; k++) {
        men[k] = ROWS[k].men;
        su[k] = ROWS[k].su;
        least[k] = k < n_searched(run) ? f[k].least.high : ROWS[k].certificate;
    }
    const power_law theirs = fit(men), ours = fit(least);
    rwk_run_check(run, "fit of Men's row against the printed law, over what its digits leave open", law_gap(theirs), 1);
    rwk_run_control(run, "fit of Su's row against it, over what its digits leave open", law_gap(fit(su)), 1);
    rwk_run_control(run, "fit of the least bases against it, over what its digits leave open", law_gap(ours), 1);
    rwk_run_fact(run, "fit of Men's row: factor", theirs.factor);
    rwk_run_fact(run, "fit of Men's row: exponent", theirs.exponent);
    rwk_run_fact(run, "fit of the least bases: factor", ours.factor);
    rwk_run_fact(run, "fit of the least bases: exponent", ours.exponent);
    return theirs;
}

/* Where Ci crosses 0: beyond x0 b the limit of the mean cosine is negative.                                (D18.2) */
static double zero_of_ci(void)
{
    double low = 0.5, high = 1;
    for (int k = 0; k < 60; k++) {
        const double middle = (low + high) / 2;
        if (gsl_sf_Ci(middle) < 0) low = middle;
        else high = middle;
    }
    return high;
}

/* ---- The comb of feasible bases at 2k. ---- */

static rwk_status write_windows(rwk_run *run, rwk_base_search *s)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "windows", "window\tfirst\tlast");
    double low = COMB_FROM;
    for (int n = 1; n < 16 && status == RWK_OK; n++) {
        const rwk_base_edge first = rwk_base_first_feasible(s, low, COMB, COMB_TO);
        if (!isfinite(first.high)) break;
        const rwk_base_edge last = rwk_base_first_infeasible(s, first.high, COMB, COMB_TO);
        RWK_ROW(table, n, first.high, rwk_least(last.low, COMB_TO));
        rwk_run_fact(run, rwk_run_name(run, "2k: window %d of feasible bases, first", n), first.high);
        if (!isfinite(last.high)) break;
        rwk_run_fact(run, rwk_run_name(run, "2k: window %d of feasible bases, last", n), last.low);
        low = last.high;
    }
    return status;
}

static rwk_status write_comb(rwk_run *run, rwk_base_search *s)
{
    rwk_tsv *table;
    rwk_status status = write_windows(run, s);
    if (status == RWK_OK) status = rwk_run_table(&table, run, "comb", "base\tleast_mean_cosine\tat");
    for (double base = COMB_FROM; base <= COMB_TO && status == RWK_OK; base += run->options.quick ? 4 * COMB_STEP : COMB_STEP) {
        const rwk_base_signs signs = signs_of(&s->at, base, COMB);
        RWK_ROW(table, base, signs.least / PAIRS, signs.at);
    }
    return status;
}

static rwk_status write_rows(rwk_run *run, const found f[], power_law law, double x0)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "context\tleast\tat_most\tsu\tmen\tmen_fit\tmen_printed\tasymptote");
    for (int k = 0; k < N_ROWS && status == RWK_OK; k++) {
        const double context = (double)context_of(k);
        RWK_ROW(table, context, f[k].least.high, k < n_searched(run) ? NAN : ROWS[k].certificate, ROWS[k].su, ROWS[k].men,
                law.factor * pow(context, law.exponent), FACTOR * pow(context, EXPONENT), context / x0);
    }
    return status;
}

static rwk_status measure_with(rwk_run *run, rwk_base_search *s)
{
    found f[N_ROWS];
    const double x0 = zero_of_ci();
    rwk_base_search_start(s, PAIRS);
    s->tick = tick, s->who = run;
    search_all(f, run, s);
    record_search(run, f, s, x0);
    rwk_run_control(run, "2k, by bisection: base against Su's 1.2e+04, in half units of its last digit",
                    fabs(half_units(rwk_base_by_bisection(s, 1000, 1000.0 * COMB, COMB), ROWS[1].su)), 1);
    rwk_run_control(run, "2k: least base against Men's 1.6e+04, in half units of its last digit",
                    fabs(half_units(f[1].least.high, ROWS[1].men)), 1);
    if (run->options.full)
        rwk_run_fact(run, "512k: end of the window that begins with the least base",
                     rwk_base_first_infeasible(s, f[9].least.high, context_of(9), 6e7).low);
    certify(run, &s->at);
    refuse(run, &s->at);
    count_infeasible(run, &s->at);
    rwk_run_fact(run, "zero of Ci, x0", x0);
    rwk_status status = write_rows(run, f, measure_fits(run, f), x0);
    if (status == RWK_OK) status = write_comb(run, s);
    rwk_run_fact(run, "bases and hairs that rounding left undecided", (double)s->undecided);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    rwk_base_search *s = calloc(1, sizeof *s);
    if (!s) return RWK_ENOMEM;
    const rwk_status status = measure_with(run, s);
    free(s);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
