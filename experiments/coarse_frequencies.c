/* SPDX-License-Identifier: MIT */
/*
 * Claim     Coarser frequencies make RoPE more relative: with theta of t bits and positions below 2^s, t + s <= 24, the f32 angle is
 *           exact, and a common shift moves no score by more than the rounding of cosine and sine.
 * Source    this suite's reading of S4 eq. (11), (16) in f32; bf16 inv_freq of engines is t = 8; derivations (D13.9)-(D13.11)
 * Measure   f32 products m theta that are not exact, every m < 2^(24-t); |s(m+D, n+D) - s(m, n)| for Gaussian q, k, d = 128,
 *           t = 4, 8, 12, 16, 24 and positions below 2^4 .. 2^22
 * Holds if  no product is inexact (D13.9); the score moves by at most (2 sqrt(2) + 2^-15) u sum w up to 2^(24-t) (D13.10), and by
 *           that and u sum w theta (sum of the positions) everywhere (D13.11)
 * Must fail both, one power of two later, for every t < 24; full f32 frequencies (t = 24) at 2^8
 */
#include <math.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/coarse.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 18,
    .id = "coarse_frequencies",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "Frequencies of t bits make f32 RoPE relative, up to the rounding of cos and sin, for positions below 2^(24-t).",
    .source = "S4 eq. (11) and (16), computed in f32",
    .section = "13",
    .equations = "D13.9",
};

enum { DIM = 128, PAIRS = DIM / 2, BITS = 24, FIRST = 4, LAST = 22, NEAR = 64, DRAWS = 1000, N_WIDTHS = 5, FULL = N_WIDTHS - 1 };

static const int WIDTHS[N_WIDTHS] = { 4, 8, 12, 16, BITS };

typedef struct {
    double theta[N_WIDTHS][PAIRS], exact[PAIRS]; /* of t bits; of f64 */
    double q[DIM], k[DIM], a[DIM], b[DIM], c[PAIRS], s[PAIRS], w[PAIRS], table_variance;
} scratch;

static rwk_status fill_frequencies(scratch *v, rwk_run *run)
{
    const rwk_config config = rwk_config_plain(DIM, 10000);
    rwk_truth *truth;
    rwk_status status = rwk_truth_new(&truth, &config, 0, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(v->exact, truth, RWK_F64);
    rwk_truth_free(truth);
    for (int t = 0; t < N_WIDTHS; t++)
        for (int i = 0; i < PAIRS; i++) v->theta[t][i] = rwk_round_to_bits(v->exact[i], WIDTHS[t]);
    return status;
}

/* ---- Products. ---- */

/* How many of the f32 products m theta_i, from <= m < to, are not exact; in double the product of 24 and 24 bits is.   (D13.9) */
static double inexact_products(const double theta[PAIRS], int64_t from, int64_t to, int64_t step)
{
    double count = 0;
    for (int i = 0; i < PAIRS; i++)
        for (int64_t m = from; m < to; m += step) count += rwk_mul((double)m, theta[i], RWK_F32) != (double)m * theta[i];
    return count;
}

static void measure_products(rwk_run *run, const scratch *v)
{
    for (int t = 0; t < FULL; t++) { /* of 24 bits, only positions 0 and 1 have exact products whatever theta is */
        const int64_t end = (int64_t)1 << (BITS - WIDTHS[t]), step = run->options.quick && end > 65536 ? 17 : 1;
        rwk_run_check(run,
                      rwk_run_name(run, "t = %d: f32 products below position 2^%d that are not exact", WIDTHS[t], BITS - WIDTHS[t]),
                      inexact_products(v->theta[t], 0, end, step), 0);
        rwk_run_control(
            run, rwk_run_name(run, "t = %d: f32 products from there to 2^%d that are not exact", WIDTHS[t], BITS - WIDTHS[t] + 1),
            inexact_products(v->theta[t], end, 2 * end, step), 0);
    }
}

/* ---- Scores. ---- */

static rwk_status rotate(double y[DIM], const double x[DIM], scratch *v, int t, int64_t m, rwk_dtype arithmetic)
{
    rwk_angle_cos_sin(v->c, v->s, v->theta[t], PAIRS, m, RWK_F32);
    return rwk_rope_interleaved(y, x, DIM, DIM, v->c, v->s, arithmetic);
}

/* Rotated in `arithmetic`, multiplied in double. */
static rwk_status score(double *z, scratch *v, int t, int64_t m, int64_t n, rwk_dtype arithmetic)
{
    rwk_status status = rotate(v->a, v->q, v, t, m, arithmetic);
    if (status == RWK_OK) status = rotate(v->b, v->k, v, t, n, arithmetic);
    *z = rwk_dot(v->a, v->b, DIM, RWK_F64);
    return status;
}

/* Of many draws: mean square of the change over |q||k|, largest change over each bound, what the laws expect of the mean square. */
typedef struct {
    double square, exact_used, rounded_used, law_tables, law_angles;
} spread;

/* ulp^2/12 of the angle: the variance of its rounding if it is spread evenly; 0 where the product is exact. */
static double angle_variance(double theta, int64_t m)
{
    const double angle = (double)m * theta, ulp = rwk_ulp(angle, RWK_F32);
    return rwk_round(angle, RWK_F32) == angle ? 0 : ulp * ulp / 12;
}

/* Mean square of the change over (|q||k|)^2 by the laws.        (D13.10), (D13.11) */
static void add_laws(spread *o, const scratch *v, int t, const int64_t at[4], double size)
{
    for (int i = 0; i < PAIRS; i++) {
        const double w = v->w[i] / size;
        o->law_tables += 4 * v->table_variance * w * w;
        for (int j = 0; j < 4; j++) o->law_angles += w * w * angle_variance(v->theta[t][i], at[j]) / 2;
    }
}

static double norm(const double x[], size_t n) { return sqrt(rwk_dot(x, x, n, RWK_F64)); }

static rwk_status measure_draw(spread *o, rwk_run *run, scratch *v, int t, int64_t near, int64_t shift, rwk_dtype arithmetic)
{
    const int64_t m = (int64_t)gsl_rng_uniform_int(run->rng, (unsigned long)near),
                  n = (int64_t)gsl_rng_uniform_int(run->rng, (unsigned long)near), at[4] = { m, n, m + shift, n + shift };
    const double u = rwk_unit_roundoff(RWK_F32);
    double first = NAN, shifted = NAN;
    rwk_run_gaussian(run, v->q, DIM);
    rwk_run_gaussian(run, v->k, DIM);
    for (int j = 0; j < DIM; j++) v->q[j] = rwk_round(v->q[j], arithmetic), v->k[j] = rwk_round(v->k[j], arithmetic);
    rwk_pair_weights(v->w, v->q, v->k, PAIRS);
    rwk_status status = score(&first, v, t, m, n, arithmetic);
    if (status == RWK_OK) status = score(&shifted, v, t, m + shift, n + shift, arithmetic);
    const double change = fabs(shifted - first), size = norm(v->q, DIM) * norm(v->k, DIM);
    o->square += change * change / (size * size);
    o->exact_used = rwk_worst(o->exact_used, change / rwk_bound_exact_angles(v->w, PAIRS, u));
    o->rounded_used =
        rwk_worst(o->rounded_used, change / rwk_bound_rounded_angles(v->w, v->theta[t], PAIRS, (double)(2 * (m + n + shift)), u));
    add_laws(o, v, t, at, size);
    return status;
}

static rwk_status measure_shift(spread *o, rwk_run *run, scratch *v, int t, int64_t near, int64_t shift, rwk_dtype arithmetic)
{
    const size_t draws = rwk_run_count(run, DRAWS, 20);
    rwk_status status = RWK_OK;
    *o = (spread){ 0 };
    for (size_t i = 0; i < draws && status == RWK_OK; i++) status = measure_draw(o, run, v, t, near, shift, arithmetic);
    o->square /= (double)draws, o->law_tables /= (double)draws, o->law_angles /= (double)draws;
    return status;
}

/* Positions below 2^s: m, n near the start, their shifted places just below 2^s. */
static rwk_status measure_power(spread *o, rwk_run *run, scratch *v, int t, int s)
{
    const int64_t end = (int64_t)1 << s, near = end / 2 < NEAR ? end / 2 : NEAR;
    return measure_shift(o, run, v, t, near, end - near, RWK_F64);
}

static void record(rwk_run *run, spread o[N_WIDTHS][LAST + 1])
{
    double exact = 0, rounded = 0, ratio_low = INFINITY, ratio_high = 0, law_low = INFINITY, law_high = 0;
    for (int t = 0; t < N_WIDTHS; t++)
        for (int s = FIRST; s <= LAST; s++) {
            rounded = rwk_worst(rounded, o[t][s].rounded_used);
            if (s <= BITS - WIDTHS[t]) {
                exact = rwk_worst(exact, o[t][s].exact_used);
                const double ratio = sqrt(o[t][s].square / o[t][s].law_tables);
                ratio_low = rwk_least(ratio_low, ratio), ratio_high = rwk_worst(ratio_high, ratio);
            }
            if (s < BITS - WIDTHS[t] + 5) continue;
            const double ratio = sqrt(o[t][s].square / (o[t][s].law_tables + o[t][s].law_angles));
            law_low = rwk_least(law_low, ratio), law_high = rwk_worst(law_high, ratio);
        }
    rwk_run_check(run, "scores, positions below 2^(24-t): change over the bound of the tables alone", exact, 1);
    rwk_run_check(run, "scores, all positions: change over the bound with rounded angles", rounded, 1);
    for (int t = 0; t < FULL; t++)
        rwk_run_control(run,
                        rwk_run_name(run, "t = %d, positions to 2^%d: change over the bound of the tables alone", WIDTHS[t],
                                     BITS - WIDTHS[t] + 1),
                        o[t][BITS - WIDTHS[t] + 1].exact_used, 1);
    rwk_run_control(run, "t = 24, positions to 2^8: change over the bound of the tables alone", o[FULL][8].exact_used, 1);
    rwk_run_control(run, "t = 24, positions to 2^8: rms change over |q||k|, above 1e-7", sqrt(o[FULL][8].square), 1e-7);
    rwk_run_fact(run, "exact angles: rms over the law of the tables, smallest", ratio_low);
    rwk_run_fact(run, "exact angles: rms over the law of the tables, largest", ratio_high);
    rwk_run_fact(run, "from 2^(29-t) on: rms over the law with rounded angles, smallest", law_low);
    rwk_run_fact(run, "from 2^(29-t) on: rms over the law with rounded angles, largest", law_high);
}

static rwk_status measure_scores(rwk_run *run, scratch *v)
{
    spread o[N_WIDTHS][LAST + 1];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, NULL, "positions\tt4\tt8\tt12\tt16\tt24\ttables\tlaw24");
    for (int s = FIRST; s <= LAST && status == RWK_OK; s++) {
        for (int t = 0; t < N_WIDTHS && status == RWK_OK; t++) status = measure_power(&o[t][s], run, v, t, s);
        RWK_ROW(table, ldexp(1, s), sqrt(o[0][s].square), sqrt(o[1][s].square), sqrt(o[2][s].square), sqrt(o[3][s].square),
                sqrt(o[4][s].square), sqrt(o[4][s].law_tables), sqrt(o[4][s].law_tables + o[4][s].law_angles));
        rwk_run_progress(run, (s - FIRST + 1.0) / (LAST - FIRST + 1));
    }
    if (status != RWK_OK) return status;
    static const int listed[][2] = { { 0, 20 }, { 0, 22 }, { 1, 16 }, { 1, 19 },  { 2, 12 },
                                     { 2, 15 }, { 3, 8 },  { 3, 11 }, { FULL, 8 } };
    for (size_t j = 0; j < sizeof listed / sizeof listed[0]; j++)
        rwk_run_fact(run, rwk_run_name(run, "t = %d, positions below 2^%d: rms change", WIDTHS[listed[j][0]], listed[j][1]),
                     sqrt(o[listed[j][0]][listed[j][1]].square));
    record(run, o);
    return RWK_OK;
}

/* ---- bf16 frequencies in an engine whose rotation is in f32 too, and how wrong those frequencies are. ---- */

static rwk_status measure_engine(rwk_run *run, scratch *v)
{
    enum { BF16 = 1 };
    static const int64_t shifts[] = { 16, 256, 4096, 65000, 131008 };
    rwk_status status = RWK_OK;
    for (size_t j = 0; j < 5 && status == RWK_OK; j++)
        for (int t = BF16; t <= FULL && status == RWK_OK; t += FULL - BF16) {
            spread o;
            status = measure_shift(&o, run, v, t, NEAR, shifts[j], RWK_F32);
            rwk_run_fact(
                run,
                rwk_run_name(run, "%s inv_freq, rotated in f32, shift %d: rms change", t == BF16 ? "bf16" : "f32", (int)shifts[j]),
                sqrt(o.square));
        }
    double worst = 0;
    for (int64_t m = 2048; m < 16384; m++)
        for (int i = 0; i < PAIRS; i++)
            worst = rwk_worst(worst, fabs(cos((double)m * v->theta[BF16][i]) - cos((double)m * v->exact[i])));
    rwk_run_fact(run, "bf16 inv_freq: largest error of a cosine, positions 2048 .. 16383", worst);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    scratch *v = calloc(1, sizeof *v);
    rwk_status status = v ? fill_frequencies(v, run) : RWK_ENOMEM;
    if (status == RWK_OK) v->table_variance = rwk_law_table_variance(rwk_unit_roundoff(RWK_F32)), measure_products(run, v);
    if (status == RWK_OK) status = measure_scores(run, v);
    if (status == RWK_OK) status = measure_engine(run, v);
    free(v);
    return status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
