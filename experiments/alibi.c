/* SPDX-License-Identifier: MIT */
/*
 * Claim     ALiBi's slopes are geometric; its bias depends on the distance alone, may be written with the key's position, and makes
 *           a weight fall at least like e^(range - mD): a decay with a proof.
 * Source    Press, Smith and Lewis 2022, section 3, their code for 12 heads, BLOOM's form; derivations (D15.2)-(D15.6)
 * Measure   slopes of 8, 12, 16, 32, 112 heads; softmax under -m(i - j) and under m j; weights of equal scores against the
 *           geometric law and its mean distance; Gaussian and constructed scores against e^range w_D; bits under a shift
 * Holds if  the published slopes bit for bit; all else within the bounds of (D15.2), (D15.4), (D15.5), (D15.6); no bit changes
 * Must fail 2^(-8h/n) for 12 heads, exponents from 0, the sign flipped, m j where -m|i - j| is meant, m j under a shift, RoPE in
 *           place of the bias
 */
#include <gsl/gsl_math.h>
#include <gsl/gsl_vector.h>
#include <stdlib.h>

#include "angles/angle.h"
#include "attention/scores.h"
#include "claims/linear_bias.h"
#include "claims/rounding.h"
#include "encodings/rope.h"
#include "faults/bias_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 13,
    .id = "alibi",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "ALiBi's bias depends on the distance alone and makes every weight fall at least exponentially.",
    .source = "Press, Smith and Lewis 2022, section 3",
    .section = "15",
    .equations = "D15.4 D15.6",
};

enum { N = 64, DIM = 64, HEADS = 8, MOST_HEADS = 112 };

typedef rwk_status slope_rule(double slopes[], size_t n_heads, int64_t bias_max, rwk_dtype dtype);
typedef rwk_status bias_rule(double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form);

static const rwk_bias_block CAUSAL = { N, N, 0, 0, true }, OPEN = { N, N, 0, 0, false };

/* Largest relative distance from the published code over its rounding.                                     (D15.2) */
static rwk_status slopes_from_code(double *worst, slope_rule *rule, size_t n)
{
    double code[MOST_HEADS], slopes[MOST_HEADS];
    const rwk_status status = rule(slopes, n, RWK_ALIBI_BIAS_MAX, RWK_F64);
    rwk_linear_published_slopes(code, n);
    *worst = 0;
    for (size_t h = 0; h < n && status == RWK_OK; h++) {
        const double bound = rwk_unit_roundoff(RWK_F64) * (4 * (double)h + 6) * code[h];
        *worst = rwk_worst(*worst, fabs(slopes[h] - code[h]) / bound);
    }
    return status;
}

/* Slopes that are not 2^-(h + 1), the paper's for 8 heads. */
static rwk_status slopes_off_paper(double *count, slope_rule *rule)
{
    double slopes[HEADS];
    const rwk_status status = rule(slopes, HEADS, RWK_ALIBI_BIAS_MAX, RWK_F64);
    *count = 0;
    for (int h = 0; h < HEADS && status == RWK_OK; h++) *count += !(slopes[h] == ldexp(1, -(h + 1)));
    return status;
}

static rwk_status measure_slopes(rwk_run *run)
{
    static const size_t heads[] = { 8, 12, 16, 32, MOST_HEADS };
    double off = NAN, shifted = NAN, code = NAN, naive = NAN, bloom[MOST_HEADS];
    rwk_status status = slopes_off_paper(&off, rwk_alibi_slopes);
    if (status == RWK_OK) status = slopes_off_paper(&shifted, rwk_fault_alibi_slopes_from_zero);
    rwk_run_check(run, "8 heads: slopes that are not the paper's 1/2 .. 1/256", off, 0);
    rwk_run_control(run, "8 heads, exponents from 0: slopes that are not the paper's", shifted, 0);
    for (int k = 0; k < 5 && status == RWK_OK; k++) {
        status = slopes_from_code(&code, rwk_alibi_slopes, heads[k]);
        if (status == RWK_OK) status = slopes_from_code(&naive, rwk_fault_alibi_slopes_naive, heads[k]);
        rwk_run_check(run, rwk_run_name(run, "%zu heads: slopes against the published code, over bound", heads[k]), code, 1);
        if ((heads[k] & (heads[k] - 1)) != 0)
            rwk_run_control(run, rwk_run_name(run, "%zu heads, 2^(-8h/n): slopes against the published code, over bound", heads[k]),
                            naive, 1);
    }
    if (status == RWK_OK) status = rwk_alibi_slopes(bloom, MOST_HEADS, RWK_ALIBI_BIAS_MAX, RWK_F64);
    if (status != RWK_OK) return status;
    rwk_run_fact(run, "BLOOM, 112 heads: slope 65, the first of the other 48", bloom[64]);
    rwk_run_fact(run, "BLOOM, 112 heads: slope 112, the last", bloom[111]);
    return status;
}

/* a[D], the weights of equal scores by distance, for the last of N queries. */
static rwk_status equal_scores(double a[], bias_rule *rule, double slope)
{
    const rwk_bias_block last = { 1, N, N - 1, 0, true };
    const rwk_status status = rule(a, &last, slope, RWK_ALIBI_DISTANCE);
    if (status != RWK_OK) return status;
    rwk_softmax_rows(a, a, 1, N);
    gsl_vector_view row = gsl_vector_view_array(a, N);
    gsl_vector_reverse(&row.vector);
    return status;
}

static rwk_status measure_geometric(rwk_run *run, const double slopes[])
{
    double a[HEADS][N], flipped[N], weight = 0, ratio = 0, mean = 0;
    rwk_linear_fit fit[HEADS];
    rwk_tsv *table;
    rwk_status status =
        rwk_run_table(&table, run, NULL, "distance\thead_1\thead_2\thead_3\thead_4\thead_5\thead_6\thead_7\thead_8");
    if (status == RWK_OK) status = equal_scores(flipped, rwk_fault_alibi_sign, slopes[0]);
    for (int h = 0; h < HEADS && status == RWK_OK; h++) {
        status = equal_scores(a[h], rwk_alibi_bias, slopes[h]);
        fit[h] = rwk_linear_compare(a[h], slopes[h], N);
        weight = rwk_worst(weight, fit[h].weight);
        ratio = rwk_worst(ratio, fit[h].ratio);
        mean = rwk_worst(mean, fit[h].mean_error);
    }
    if (status != RWK_OK) return status;
    for (int D = 0; D < N; D++) RWK_ROW(table, D, a[0][D], a[1][D], a[2][D], a[3][D], a[4][D], a[5][D], a[6][D], a[7][D]);
    const rwk_linear_fit grows = rwk_linear_compare(flipped, slopes[0], N);
    rwk_run_check(run, "equal scores: weights against the geometric law, over bound", weight, 1);
    rwk_run_check(run, "equal scores: quotient of neighbouring weights against e^-m, over bound", ratio, 1);
    rwk_run_check(run, "equal scores: mean distance against its formula, over bound", mean, 1);
    rwk_run_control(run, "equal scores, sign flipped: weights against the geometric law, over bound", grows.weight, 1);
    rwk_run_control(run, "equal scores, sign flipped: quotient of neighbouring weights, over bound", grows.ratio, 1);
    rwk_run_control(run, "equal scores, sign flipped: mean distance, over bound", grows.mean_error, 1);
    rwk_run_fact(run, "m = 1/2: quotient of neighbouring weights", a[0][1] / a[0][0]);
    rwk_run_fact(run, "m = 1/2: mean distance of 64 keys [token]", fit[0].mean);
    rwk_run_fact(run, "m = 1/256: mean distance of 64 keys [token]", fit[HEADS - 1].mean);
    return status;
}

typedef struct {
    double q[N * DIM], k[N * DIM], score[N * N], rope[N * N]; /* scores of the vectors, and of the rotated vectors */
    double largest;                                           /* |score| */
} draw;

static rwk_status rotate(double y[], const double x[])
{
    double theta[DIM / 2], c[DIM / 2], s[DIM / 2];
    rwk_status status = RWK_OK;
    for (int i = 0; i < DIM / 2; i++) theta[i] = pow(10000, -2.0 * i / DIM);
    for (int m = 0; m < N && status == RWK_OK; m++) {
        rwk_angle_cos_sin(c, s, theta, DIM / 2, m, RWK_F64);
        status = rwk_rope_interleaved(y + m * DIM, x + m * DIM, DIM, DIM, c, s, RWK_F64);
    }
    return status;
}

static rwk_status make_draw(draw *d, rwk_run *run)
{
    static double q[N * DIM], k[N * DIM];
    rwk_run_gaussian(run, d->q, (size_t)N * DIM);
    rwk_run_gaussian(run, d->k, (size_t)N * DIM);
    rwk_scores(d->score, d->q, d->k, N, DIM, RWK_F64);
    d->largest = 0;
    for (int j = 0; j < N * N; j++) d->largest = rwk_worst(d->largest, fabs(d->score[j]));
    rwk_status status = rotate(q, d->q);
    if (status == RWK_OK) status = rotate(k, d->k);
    if (status == RWK_OK) rwk_scores(d->rope, q, k, N, DIM, RWK_F64);
    return status;
}

/* a = softmax(score + bias) */
static rwk_status attend(double a[], const double score[], bias_rule *rule, const rwk_bias_block *block, double slope,
                         rwk_alibi_form form)
{
    const rwk_status status = rule(a, block, slope, form);
    if (status != RWK_OK) return status;
    for (int j = 0; j < N * N; j++) a[j] += score[j];
    rwk_softmax_rows(a, a, N, N);
    return status;
}

/* Largest over all weights of |a - b| over the bound (D15.4), and the largest |a - b|. */
static void compare(double *over, double *plain, const double a[], const double b[], double largest, double slope, double farthest)
{
    for (int j = 0; j < N * N; j++) {
        const double bound = rwk_bound_alibi_forms(rwk_worst(a[j], b[j]), largest, slope, N, farthest, rwk_unit_roundoff(RWK_F64));
        if (a[j] == 0 && b[j] == 0) continue;
        *over = rwk_worst(*over, fabs(a[j] - b[j]) / bound);
        *plain = rwk_worst(*plain, fabs(a[j] - b[j]));
    }
}

/* What the two forms of a bias make of one draw. */
typedef struct {
    double forms, plain, far, far_plain,
        open;                /* key form against distance form: here, at positions from 10^6, and without a mask */
    double moved, key_moved; /* weights whose bits change when all positions move by 1000 */
} form_errors;

static double changed(const double a[], const double b[])
{
    double count = 0;
    for (int j = 0; j < N * N; j++) count += rwk_bits(a[j], RWK_F64) != rwk_bits(b[j], RWK_F64);
    return count;
}

static rwk_status measure_forms(form_errors *e, const draw *d, double slope)
{
    static double near[N * N], key[N * N], away[N * N], far[N * N];
    const rwk_bias_block moved = { N, N, 1000, 1000, true }, million = { N, N, 1000000, 1000000, true };
    rwk_status status = attend(near, d->score, rwk_alibi_bias, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) status = attend(key, d->score, rwk_alibi_bias, &CAUSAL, slope, RWK_ALIBI_KEY);
    if (status == RWK_OK) status = attend(far, d->score, rwk_alibi_bias, &million, slope, RWK_ALIBI_KEY);
    if (status != RWK_OK) return status;
    compare(&e->forms, &e->plain, near, key, d->largest, slope, N);
    compare(&e->far, &e->far_plain, near, far, d->largest, slope, 1000000 + N);
    status = attend(away, d->score, rwk_alibi_bias, &moved, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) status = attend(far, d->score, rwk_alibi_bias, &moved, slope, RWK_ALIBI_KEY);
    if (status != RWK_OK) return status;
    e->moved += changed(near, away);
    e->key_moved += changed(key, far);
    double ignored = 0;
    status = attend(near, d->score, rwk_alibi_bias, &OPEN, slope, RWK_ALIBI_SYMMETRIC);
    if (status == RWK_OK) status = attend(key, d->score, rwk_alibi_bias, &OPEN, slope, RWK_ALIBI_KEY);
    if (status == RWK_OK) compare(&e->open, &ignored, near, key, d->largest, slope, N);
    return status;
}

/* Over all queries with at least two keys; `score` is what the certificate is made of.                        (D15.6) */
static double over_certificate(const double a[], const double score[], double slope)
{
    double worst = 0;
    for (size_t i = 1; i < N; i++) worst = rwk_worst(worst, rwk_linear_over_certificate(a + i * N, score + i * N, i + 1, slope));
    return worst;
}

/* One key at distance D has the score `range`, all others 0: as close to the certificate as scores can come. */
static rwk_status constructed(double *worst, double *closest, double slope, double range)
{
    static double score[N * N], a[N * N];
    rwk_status status = RWK_OK;
    for (int D = 0; D < N && status == RWK_OK; D++) {
        for (int j = 0; j < N * N; j++) score[j] = j / N - j % N == D ? range : 0;
        status = attend(a, score, rwk_alibi_bias, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
        if (status == RWK_OK) *worst = rwk_worst(*worst, over_certificate(a, score, slope));
    }
    const double ends = a[(N - 1) * N] / (exp(range) * rwk_linear_weight(N - 1, slope, N));
    *closest = rwk_worst(*closest, ends);
    return status;
}

typedef struct {
    double alibi, flipped, rope, constructed, closest;
} decay_errors;

static rwk_status causal_softmax(double a[], const double score[])
{
    return attend(a, score, rwk_alibi_bias, &CAUSAL, 0, RWK_ALIBI_DISTANCE);
}

static rwk_status measure_decay(decay_errors *e, const draw *d, double slope)
{
    static double a[N * N];
    rwk_status status = attend(a, d->score, rwk_alibi_bias, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) e->alibi = rwk_worst(e->alibi, over_certificate(a, d->score, slope));
    if (status == RWK_OK) status = attend(a, d->score, rwk_fault_alibi_sign, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) e->flipped = rwk_worst(e->flipped, over_certificate(a, d->score, slope));
    if (status == RWK_OK) status = causal_softmax(a, d->rope);
    if (status == RWK_OK) e->rope = rwk_worst(e->rope, over_certificate(a, d->score, slope));
    if (status == RWK_OK) status = constructed(&e->constructed, &e->closest, slope, 5);
    return status;
}

/* The last row of one draw, by distance: what the right panel shows. */
static rwk_status write_decay(rwk_run *run, const draw *d, double slope)
{
    static double alibi[N * N], flipped[N * N], rope[N * N];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "decay", "distance\talibi\tcertificate\trope\tflipped");
    if (status == RWK_OK) status = attend(alibi, d->score, rwk_alibi_bias, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) status = attend(flipped, d->score, rwk_fault_alibi_sign, &CAUSAL, slope, RWK_ALIBI_DISTANCE);
    if (status == RWK_OK) status = causal_softmax(rope, d->rope);
    if (status != RWK_OK) return status;
    const int last = (N - 1) * N;
    double low, high;
    const gsl_vector_const_view scores = gsl_vector_const_view_array(d->score + last, N);
    gsl_vector_minmax(&scores.vector, &low, &high);
    for (int D = 0, j = last + N - 1; D < N; D++, j--)
        RWK_ROW(table, D, alibi[j], exp(high - low) * rwk_linear_weight(D, slope, N), rope[j], flipped[j]);
    return status;
}

/* Distinct values among the last 128 of 2048 biases of m = 1/2 once they are rounded to bf16. */
static rwk_status distinct_in_bf16(double *count, rwk_alibi_form form)
{
    enum { KEYS = 2048, LAST = 128 };
    double bias[KEYS];
    const rwk_bias_block block = { 1, KEYS, KEYS - 1, 0, true };
    const rwk_status status = rwk_alibi_bias(bias, &block, 0.5, form);
    *count = 1;
    for (int j = KEYS - LAST + 1; j < KEYS && status == RWK_OK; j++)
        *count += rwk_round(bias[j], RWK_BF16) != rwk_round(bias[j - 1], RWK_BF16);
    return status;
}

static void record_forms(rwk_run *run, const form_errors *e)
{
    rwk_run_check(run, "softmax under -m(i - j) against softmax under m j, over bound", e->forms, 1);
    rwk_run_check(run, "the same at positions from 1000000, over bound", e->far, 1);
    rwk_run_check(run, "-m(i - j): weights that change when all positions move by 1000", e->moved, 0);
    rwk_run_control(run, "without a mask: softmax under -m|i - j| against softmax under m j, over bound", e->open, 1);
    rwk_run_control(run, "m j: weights that change when all positions move by 1000", e->key_moved, 0);
    rwk_run_fact(run, "largest difference of both softmaxes", e->plain);
    rwk_run_fact(run, "largest difference of both softmaxes at positions from 1000000", e->far_plain);
}

static rwk_status record_decay(rwk_run *run, const decay_errors *e)
{
    double key = NAN, distance = NAN;
    rwk_run_check(run, "Gaussian scores: weight over e^range w_D (1 + rounding)", e->alibi, 1);
    rwk_run_check(run, "one key raised by 5: weight over e^range w_D (1 + rounding)", e->constructed, 1);
    rwk_run_control(run, "sign flipped: weight over e^range w_D (1 + rounding)", e->flipped, 1);
    rwk_run_control(run, "RoPE in place of the bias: weight over e^range w_D (1 + rounding)", e->rope, 1);
    rwk_run_fact(run, "one key raised by 5 at distance 63: weight over e^5 w_D, largest over the heads", e->closest);
    rwk_run_fact(run, "range 5, m = 1/2: distance from which on all weights sum to less than 1e-6 [token]",
                 rwk_linear_reach(5, 0.5, 1e-6));
    rwk_run_fact(run, "range 5, m = 1/256: distance from which on all weights sum to less than 1e-6 [token]",
                 rwk_linear_reach(5, 1.0 / 256, 1e-6));
    rwk_status status = distinct_in_bf16(&key, RWK_ALIBI_KEY);
    if (status == RWK_OK) status = distinct_in_bf16(&distance, RWK_ALIBI_DISTANCE);
    rwk_run_fact(run, "bf16, m j: distinct biases among the last 128 of 2048 keys", key);
    rwk_run_fact(run, "bf16, -m(i - j): distinct biases among the last 128 of 2048 keys", distance);
    return status;
}

static rwk_status measure_draws(rwk_run *run, const double slopes[])
{
    form_errors forms = { 0 };
    decay_errors decay = { 0 };
    draw *d = malloc(sizeof *d);
    const size_t draws = rwk_run_count(run, 20, 10);
    rwk_status status = d ? RWK_OK : RWK_ENOMEM;
    for (size_t t = 0; t < draws && status == RWK_OK; t++) {
        status = make_draw(d, run);
        for (int h = 0; h < HEADS && status == RWK_OK; h++) {
            status = measure_forms(&forms, d, slopes[h]);
            if (status == RWK_OK) status = measure_decay(&decay, d, slopes[h]);
        }
        if (t == 0 && status == RWK_OK) status = write_decay(run, d, slopes[0]);
        rwk_run_progress(run, (double)(t + 1) / (double)draws);
    }
    free(d);
    if (status != RWK_OK) return status;
    record_forms(run, &forms);
    return record_decay(run, &decay);
}

static rwk_status write_slopes(rwk_run *run)
{
    double eight[16], twelve[16], naive[16], sixteen[16];
    rwk_tsv *table;
    rwk_status status = rwk_run_table(&table, run, "slopes", "head\teight\ttwelve\tnaive\tsixteen");
    if (status == RWK_OK) status = rwk_alibi_slopes(eight, 8, RWK_ALIBI_BIAS_MAX, RWK_F64);
    if (status == RWK_OK) status = rwk_alibi_slopes(twelve, 12, RWK_ALIBI_BIAS_MAX, RWK_F64);
    if (status == RWK_OK) status = rwk_fault_alibi_slopes_naive(naive, 12, RWK_ALIBI_BIAS_MAX, RWK_F64);
    if (status == RWK_OK) status = rwk_alibi_slopes(sixteen, 16, RWK_ALIBI_BIAS_MAX, RWK_F64);
    for (int h = 0; h < 16 && status == RWK_OK; h++)
        RWK_ROW(table, h + 1, h < 8 ? eight[h] : NAN, h < 12 ? twelve[h] : NAN, h < 12 ? naive[h] : NAN, sixteen[h]);
    return status;
}

static rwk_status measure(rwk_run *run)
{
    double slopes[HEADS];
    rwk_status status = rwk_alibi_slopes(slopes, HEADS, RWK_ALIBI_BIAS_MAX, RWK_F64);
    if (status == RWK_OK) status = measure_slopes(run);
    if (status == RWK_OK) status = measure_geometric(run, slopes);
    if (status == RWK_OK) status = measure_draws(run, slopes);
    return status == RWK_OK ? write_slopes(run) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
