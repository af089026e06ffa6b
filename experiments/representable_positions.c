/* SPDX-License-Identifier: MIT */
/*
 * Claim     bf16 holds positions up to 256 and f16 up to 2048; beyond, in the binade from 2^e, the share 1 - 2^-(e-7), respectively
 *           1 - 2^-(e-10), of all neighbours become one number.
 * Source    huggingface/transformers #29285 (8188 .. 8191 become 8192), huggingface/candle #3520; derivations (D1.6), (D22.1)-(D22.3)
 * Measure   first whole number that a dtype changes; share of equal neighbours in each binade; how many values 0 .. 131071 take
 * Holds if  exactly as derived: 2^p + 1, 1 - 2^(p-1-e), 2^p + (E - p) 2^(p-1) + 1 (D22.1)-(D22.3)
 * Must fail the formulas without the hidden bit of the significand; low bits dropped instead of rounded
 */
#include <math.h>

#include "claims/precision.h"
#include "claims/rounding.h"
#include "faults/precision_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 39,
    .id = "representable_positions",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "bf16 holds whole positions up to 256 and f16 up to 2048; beyond, a known share of neighbours becomes one number.",
    .source = "Hugging Face transformers #29285",
    .section = "22",
    .equations = "D22.1 D22.2",
};

enum { CONTEXT_BITS = 17, BINADES = 25, STAIRS_FROM = 8000, STAIRS_TO = 8400 };
enum { N_COARSE = 2, N_SHOWN = 3 };

static const rwk_dtype SHOWN[N_SHOWN] = { RWK_BF16, RWK_F16, RWK_F32 };

/* ---- First lost, first infinite. ---- */

static double first_lost(rwk_dtype dtype)
{
    double m = 0;
    while (rwk_round(m, dtype) == m) m++;
    return m;
}

static double first_infinite(rwk_dtype dtype)
{
    double m = 0;
    while (isfinite(rwk_round(m, dtype))) m++;
    return m;
}

static void measure_first(rwk_run *run)
{
    double gap = 0, hidden = INFINITY;
    for (int k = 0; k < N_SHOWN; k++) {
        if (SHOWN[k] == RWK_F32 && run->options.quick) continue;
        const double found = first_lost(SHOWN[k]), u = rwk_unit_roundoff(SHOWN[k]);
        gap = rwk_worst(gap, fabs(found - (double)rwk_precision_first_lost(SHOWN[k])));
        hidden = rwk_least(hidden, fabs(found - (0.5 / u + 1)));
        rwk_run_fact(run, rwk_run_name(run, "%s: first position that is not held", rwk_dtype_name(SHOWN[k])), found);
    }
    rwk_run_check(run, "first position lost against 2^p + 1, largest difference", gap, 0);
    rwk_run_control(run, "first position lost against 2^(p-1) + 1, smallest difference", hidden, 0);
    rwk_run_check(run, "f16: first infinite position against 65520, difference", fabs(first_infinite(RWK_F16) - 65520), 0);
}

/* ---- Neighbours that become one number. ---- */

static double collisions(int e, rwk_dtype dtype)
{
    const double from = ldexp(1, e), to = 2 * from;
    double equal = 0, here = rwk_round(from, dtype);
    for (double m = from; m < to; m++) {
        const double next = rwk_round(m + 1, dtype);
        equal += here == next;
        here = next;
    }
    return equal / from;
}

static rwk_status measure_binades(rwk_run *run)
{
    double gap = 0, hidden = INFINITY;
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "binades", "exponent\tbf16\tf16\tf32\tlaw_bf16\tlaw_f16\tlaw_f32");
    for (int e = 0; e < (run->options.quick ? CONTEXT_BITS : BINADES) && status == RWK_OK; e++) {
        double share[N_SHOWN], law[N_SHOWN];
        for (int k = 0; k < N_SHOWN; k++) {
            const bool counted = k == N_SHOWN - 1 || e < CONTEXT_BITS;
            const bool overflow = SHOWN[k] == RWK_F16 && e > 15; /* nothing but infinity */
            share[k] = counted ? collisions(e, SHOWN[k]) : NAN;
            law[k] = overflow ? 1 : rwk_precision_collisions(e, SHOWN[k]);
            if (!counted) continue;
            gap = rwk_worst(gap, fabs(share[k] - law[k]));
            if (law[k] > 0 && !overflow) hidden = rwk_least(hidden, fabs(share[k] - rwk_precision_collisions(e + 1, SHOWN[k])));
            if (e == 13 && k < N_COARSE)
                rwk_run_fact(run, rwk_run_name(run, "%s: share of equal neighbours from 8192", rwk_dtype_name(SHOWN[k])), share[k]);
        }
        RWK_ROW(table, e, share[0], share[1], share[2], law[0], law[1], law[2]);
        rwk_run_progress(run, e / (double)BINADES);
    }
    rwk_run_check(run, "share of equal neighbours against 1 - 2^(p-1-e), largest difference", gap, 0);
    rwk_run_control(run, "share of equal neighbours against 1 - 2^(p-2-e), smallest difference", hidden, 0);
    return status;
}

static void measure_distinct(rwk_run *run)
{
    double gap = 0, hidden = INFINITY;
    for (int k = 0; k < N_COARSE; k++) {
        double values = 1, last = 0;
        for (double m = 1; m < ldexp(1, CONTEXT_BITS); m++) {
            const double here = rwk_round(m, SHOWN[k]);
            values += here != last;
            last = here;
        }
        /* f16 ends in infinity at 2^16 already: the binade from 2^16 adds nothing. */
        const int e = SHOWN[k] == RWK_F16 ? 16 : CONTEXT_BITS;
        gap = rwk_worst(gap, fabs(values - (double)rwk_precision_distinct(e, SHOWN[k])));
        hidden = rwk_least(hidden, fabs(values - (double)rwk_precision_distinct(e, SHOWN[k]) / 2));
        rwk_run_fact(run, rwk_run_name(run, "%s: finite values of the positions 0 .. 131071", rwk_dtype_name(SHOWN[k])),
                     values - (SHOWN[k] == RWK_F16));
    }
    rwk_run_check(run, "values of 0 .. 131071 against 2^p + (E - p) 2^(p-1) + 1, largest difference", gap, 0);
    rwk_run_control(run, "values of 0 .. 131071 against half as many, smallest difference", hidden, 0);
}

/* ---- The examples that were reported. ---- */

static void measure_reported(rwk_run *run)
{
    double rounded = 0, truncated = INFINITY;
    for (double m = 8188; m <= 8191; m++) {
        rounded = rwk_worst(rounded, fabs(rwk_round(m, RWK_BF16) - 8192));
        truncated = rwk_least(truncated, fabs(rwk_fault_truncate_bf16(m) - 8192));
    }
    rwk_run_check(run, "8188 .. 8191 in bf16 against 8192 (transformers #29285), largest difference", rounded, 0);
    rwk_run_control(run, "8188 .. 8191 with the low bits dropped against 8192, smallest difference", truncated, 0);
    /* candle #3520 says 15936 or 15968, by a spacing of 16; 15968 is no number of bf16 */
    rwk_run_fact(run, "bf16 of 15962 (candle #3520: 15936 or 15968)", rwk_round(15962, RWK_BF16));
    rwk_run_fact(run, "spacing of bf16 at 15962 (candle #3520: 16)", rwk_ulp(15962, RWK_BF16));
    rwk_run_fact(run, "spacing of bf16 at 131071", rwk_ulp(131071, RWK_BF16));
}

static rwk_status write_stairs(rwk_run *run)
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, NULL, "position\tbf16\tf16\ttruncated");
    for (double m = STAIRS_FROM; m <= STAIRS_TO && status == RWK_OK; m++)
        RWK_ROW(table, m, rwk_round(m, RWK_BF16), rwk_round(m, RWK_F16), rwk_fault_truncate_bf16(m));
    return status;
}

static rwk_status measure(rwk_run *run)
{
    measure_first(run);
    rwk_status status = measure_binades(run);
    if (status != RWK_OK) return status;
    measure_distinct(run);
    measure_reported(run);
    return write_stairs(run);
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
