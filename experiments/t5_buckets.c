/* SPDX-License-Identifier: MIT */
/*
 * Claim     T5 tells every distance below half of its buckets apart, then only the logarithm of a distance, and from max_distance
 *           on nothing at all; an encoder keeps the direction, a decoder maps all later keys to bucket 0.
 * Source    Raffel et al. 2020, section 2.1; the table of Su, kexue.fm/archives/8130; derivations (D15.7)-(D15.9)
 * Measure   buckets of all distances against the published table, their starts against the law e (M/e)^(k/K), widths, order,
 *           directions, the spread of the bias beyond max_distance; logarithms in floating point
 * Holds if  no distance differs from the table; starts less than one token above the law; a bucket's last distance below
 *           (M/e)^(1/K) times its first; the bias beyond max_distance has spread 0; no bit of it changes under a shift
 * Must fail round for floor, log2 over ln, e off by one, exact buckets up to B, j - i with its sign flipped, directions thrown
 *           together, max_distance 256 for 128, keys shifted alone, f64 logarithms by the reciprocal
 */
#include <gsl/gsl_math.h>
#include <stdlib.h>

#include "claims/rounding.h"
#include "faults/bias_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 12,
    .id = "t5_buckets",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "T5 tells near distances apart, far ones by their logarithm, and those from max_distance on not at all.",
    .source = "Raffel et al. 2020, section 2.1; Su, kexue.fm/archives/8130",
    .section = "15",
    .equations = "D15.8",
};

typedef rwk_fault_t5_bucket bucket_rule; /* the right one has the same signature */

enum { FAR = 1 << 16, PUBLISHED = 31 };

/* Su, kexue.fm/archives/8130: the buckets of i - j = 0 .. 30. */
static const size_t TABLE[PUBLISHED] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  8,  8,  8,  9,  9,  9, 9,
                                         10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11 };

/* What a rule does with all distances; the numbers are counts of distances that break what (D15.7) and (D15.8) say. */
typedef struct {
    double published, exact, falling, later, undirected, beyond;
    double widest; /* largest quotient of the last and the first distance in one logarithmic bucket but the last */
} picture;

static double published_differences(bucket_rule *rule, const rwk_t5_buckets *both)
{
    double count = 0;
    for (int64_t n = 0; n < PUBLISHED; n++) count += rule(both, -n) != TABLE[n];
    return count;
}

static double widest_bucket(bucket_rule *rule, const rwk_t5_buckets *b)
{
    double widest = 1;
    int64_t first = (int64_t)(b->n_starts / 2);
    for (int64_t n = first; n < FAR && rule(b, -n) + 1 < b->n_starts; n++) {
        if (rule(b, -n) != rule(b, -first)) first = n;
        widest = rwk_worst(widest, (double)n / (double)first);
    }
    return widest;
}

static picture look(bucket_rule *rule, const rwk_t5_buckets *both, const rwk_t5_buckets *b)
{
    picture p = { .published = published_differences(rule, both), .widest = widest_bucket(rule, b) };
    for (int64_t n = 0; n < FAR; n++) {
        const size_t before = rule(b, -n), behind = rule(b, n);
        p.exact += n < (int64_t)(b->n_starts / 2) && before != (size_t)n;
        p.falling += rule(b, -n - 1) < before;
        p.beyond += n >= RWK_T5_MAX_DISTANCE && before != b->n_starts - 1;
        p.later += !b->bidirectional && behind != 0;
        p.undirected += b->bidirectional && n > 0 && behind == before;
    }
    return p;
}

/* Largest over k of how far starts[e + k] is outside of [x, x + 1), x = e (M/e)^(k/K), over what rounding allows.       (D15.8) */
static double starts_from_law(const rwk_t5_buckets *b, double max_distance)
{
    const double e = (double)(b->n_starts / 2), K = (double)b->n_starts - e;
    double worst = 0;
    for (size_t k = 0; k < (size_t)K; k++) {
        const double x = e * pow(max_distance / e, (double)k / K), start = (double)b->starts[b->n_starts / 2 + k];
        worst = rwk_worst(worst, rwk_worst(x - start, start - 1 - x) / (8 * rwk_unit_roundoff(RWK_F64) * x));
    }
    return worst;
}

/* Bias of a random table at all distances from max_distance on: largest minus smallest.                       (D15.9) */
static rwk_status spread_beyond(double *spread, const rwk_t5_buckets *b, const double table[])
{
    static double bias[FAR];
    double low = INFINITY, high = -INFINITY;
    const rwk_bias_block block = { 1, FAR - RWK_T5_MAX_DISTANCE, FAR - 1, 0, true };
    const rwk_status status = rwk_t5_bias(bias, &block, b, table, 1, 0);
    for (size_t j = 0; j < block.n_keys && status == RWK_OK; j++) {
        low = rwk_least(low, bias[j]);
        high = rwk_worst(high, bias[j]);
    }
    *spread = high - low;
    return status;
}

/* Entries of a 64 x 64 bias that change when all positions move by `shift`, and when only the keys' do.           (D15.9) */
static rwk_status changed_by_shift(double *together, double *keys_alone, const rwk_t5_buckets *b, const double table[],
                                   int64_t shift)
{
    enum { N = 64 };
    static double here[N * N], there[N * N], apart[N * N];
    const rwk_bias_block origin = { N, N, 0, 0, false }, moved = { N, N, shift, shift, false }, keys = { N, N, 0, shift, false };
    rwk_status status = rwk_t5_bias(here, &origin, b, table, 1, 0);
    if (status == RWK_OK) status = rwk_t5_bias(there, &moved, b, table, 1, 0);
    if (status == RWK_OK) status = rwk_t5_bias(apart, &keys, b, table, 1, 0);
    *together = *keys_alone = 0;
    for (size_t k = 0; k < (size_t)N * N && status == RWK_OK; k++) {
        *together += rwk_bits(here[k], RWK_F64) != rwk_bits(there[k], RWK_F64);
        *keys_alone += rwk_bits(here[k], RWK_F64) != rwk_bits(apart[k], RWK_F64);
    }
    return status;
}

/* Each wrong rule against the check that is to catch it. */
static void measure_faults(rwk_run *run, const rwk_t5_buckets *both, const rwk_t5_buckets *causal)
{
    const picture rounded = look(rwk_fault_t5_round, both, both), log2 = look(rwk_fault_t5_log2, both, both);
    const picture off = look(rwk_fault_t5_max_exact, both, causal), threshold = look(rwk_fault_t5_threshold, both, causal);
    const picture flipped = look(rwk_fault_t5_direction, both, causal), mixed = look(rwk_fault_t5_undirected, both, both);
    rwk_run_control(run, "round for floor: distances 0 .. 30 that differ from the published table", rounded.published, 0);
    rwk_run_control(run, "log2 over ln: distances 0 .. 30 that differ from the published table", log2.published, 0);
    rwk_run_control(run, "one exact bucket more: distances 0 .. 30 that differ from the published table", off.published, 0);
    rwk_run_control(run, "exact up to B: steps at which the bucket falls", threshold.falling, 0);
    rwk_run_control(run, "decoder, i - j for j - i: distances below e without a bucket of their own", flipped.exact, 0);
    rwk_run_control(run, "decoder, i - j for j - i: later keys not in bucket 0", flipped.later, 0);
    rwk_run_control(run, "encoder, directions thrown together: distances with one bucket both ways", mixed.undirected, 0);
}

/* Buckets that no pair of positions uses: an encoder's bucket num_buckets/2 would need a later key at distance 0. */
static double unreached(const rwk_t5_buckets *b)
{
    bool used[RWK_T5_MAX_BUCKETS] = { false };
    double count = 0;
    for (int64_t relative = -FAR; relative <= FAR; relative++) used[rwk_t5_bucket(b, relative)] = true;
    for (size_t k = 0; k < b->num_buckets; k++) count += !used[k];
    return count;
}

static rwk_status measure_variant(rwk_run *run, const char *name, const rwk_t5_buckets *both, const rwk_t5_buckets *b)
{
    const picture p = look(rwk_t5_bucket, both, b);
    const double e = (double)(b->n_starts / 2), ratio = pow(RWK_T5_MAX_DISTANCE / e, 1 / ((double)b->n_starts - e));
    double *table = malloc(b->num_buckets * sizeof *table), spread = NAN, together = NAN, keys_alone = NAN;
    if (table) rwk_run_gaussian(run, table, b->num_buckets);
    rwk_status status = table ? spread_beyond(&spread, b, table) : RWK_ENOMEM;
    if (status == RWK_OK) status = changed_by_shift(&together, &keys_alone, b, table, 1000);
    free(table);
    if (status != RWK_OK) return status;
    rwk_run_check(run, rwk_run_name(run, "%s: starts outside of [x, x + 1), x = e (M/e)^(k/K), over bound", name),
                  starts_from_law(b, RWK_T5_MAX_DISTANCE), 1);
    rwk_run_check(run, rwk_run_name(run, "%s: distances below e without a bucket of their own", name), p.exact, 0);
    rwk_run_check(run, rwk_run_name(run, "%s: widest bucket, last over first distance", name), p.widest, ratio);
    rwk_run_check(run, rwk_run_name(run, "%s: steps at which the bucket falls", name), p.falling, 0);
    rwk_run_check(run, rwk_run_name(run, "%s: distances from 128 to 65535 not in the last bucket", name), p.beyond, 0);
    rwk_run_check(run, rwk_run_name(run, "%s: spread of the bias from distance 128 on", name), spread, 0);
    rwk_run_check(run, rwk_run_name(run, "%s: entries of the bias changed by a shift of all positions by 1000", name), together, 0);
    rwk_run_control(run, rwk_run_name(run, "%s: the same, only the keys shifted", name), keys_alone, 0);
    rwk_run_fact(run, rwk_run_name(run, "%s: start of the last bucket [token]", name), (double)b->starts[b->n_starts - 1]);
    rwk_run_fact(run, rwk_run_name(run, "%s: buckets of 32 that no distance reaches", name), unreached(b));
    return status;
}

/* e + K ln(n/e)/ln(M/e) in double, for distances that have a logarithmic bucket.                           (D15.8) */
static double law(const rwk_t5_buckets *b, double n)
{
    const double e = (double)(b->n_starts / 2), K = (double)b->n_starts - e;
    return n < e || n > (double)b->max_distance ? NAN : e + K * log(n / e) / log((double)b->max_distance / e);
}

/* Distances up to twice max_distance at which logarithms rounded to dtype give another bucket. */
static double misjudged(const rwk_t5_buckets *b, rwk_dtype dtype, bool reciprocal)
{
    double count = 0;
    for (int64_t n = 0; n <= 2 * b->max_distance; n++)
        count += rwk_t5_bucket_float(b, -n, dtype, reciprocal) != rwk_t5_bucket(b, -n);
    return count;
}

/* Of these the ones where K ln(n/e)/ln(M/e) is no whole number, only close to one. */
static double misjudged_between(const rwk_t5_buckets *b, rwk_dtype dtype, bool reciprocal)
{
    double count = 0;
    for (int64_t n = (int64_t)(b->n_starts / 2); n <= 2 * b->max_distance; n++) {
        const double share = law(b, (double)n);
        if (rwk_t5_bucket_float(b, -n, dtype, reciprocal) != rwk_t5_bucket(b, -n)) count += fabs(share - round(share)) > 1e-9;
    }
    return count;
}

/* How K ln(n/e)/ln(M/e) may be evaluated. */
static const struct {
    const char *name;
    rwk_dtype dtype;
    bool reciprocal;
} FORMS[] = { { "f32", RWK_F32, false },
              { "f32 by reciprocal", RWK_F32, true },
              { "f64", RWK_F64, false },
              { "f64 by reciprocal", RWK_F64, true } };

enum { N_FORMS = sizeof FORMS / sizeof FORMS[0] };

/* Logarithms in floating point: T5's own settings, and all with up to 64 buckets and max_distance up to 256.     (D15.8) */
static rwk_status measure_floats(rwk_run *run, const rwk_t5_buckets *both, const rwk_t5_buckets *causal)
{
    double settings = 0, wrong[N_FORMS] = { 0 }, distances[N_FORMS] = { 0 }, between[N_FORMS] = { 0 };
    rwk_t5_buckets wavlm;
    const int64_t step = run->options.quick ? 31 : 1;
    rwk_status status = rwk_t5_buckets_init(&wavlm, 320, 800, true);
    if (status != RWK_OK) return status;
    for (size_t B = 2; B <= 64; B++)
        for (int64_t M = (int64_t)(B / 2 + 1); M <= 256; M += step) {
            rwk_t5_buckets b;
            status = rwk_t5_buckets_init(&b, B, M, false);
            if (status != RWK_OK) return status;
            settings++;
            for (int f = 0; f < N_FORMS; f++) {
                const double count = misjudged(&b, FORMS[f].dtype, FORMS[f].reciprocal);
                wrong[f] += count > 0;
                distances[f] += count;
                between[f] += count > 0 ? misjudged_between(&b, FORMS[f].dtype, FORMS[f].reciprocal) : 0;
            }
        }
    rwk_run_check(run, "decoder: distances that correctly rounded f32 logarithms misjudge", misjudged(causal, RWK_F32, false), 0);
    rwk_run_check(run, "encoder: distances that correctly rounded f32 logarithms misjudge", misjudged(both, RWK_F32, false), 0);
    rwk_run_control(run, "encoder: distances that f64 logarithms by the reciprocal misjudge", misjudged(both, RWK_F64, true), 0);
    rwk_run_fact(run, "encoder: bucket of distance 64 by f64 logarithms and the reciprocal",
                 (double)rwk_t5_bucket_float(both, -64, RWK_F64, true));
    rwk_run_fact(run, "encoder: bucket of distance 64", (double)rwk_t5_bucket(both, -64));
    rwk_run_fact(run, "WavLM, 320 buckets to distance 800: distances that f32 logarithms misjudge",
                 misjudged(&wavlm, RWK_F32, false));
    rwk_run_fact(run, "settings with up to 64 buckets and max_distance up to 256", settings);
    for (int f = 0; f < N_FORMS; f++) {
        rwk_run_fact(run, rwk_run_name(run, "%s: settings misjudged at some distance", FORMS[f].name), wrong[f]);
        rwk_run_fact(run, rwk_run_name(run, "%s: distances misjudged in all", FORMS[f].name), distances[f]);
        rwk_run_fact(run, rwk_run_name(run, "%s: of these, distances that begin no bucket exactly", FORMS[f].name), between[f]);
    }
    return status;
}

static rwk_status write_tables(rwk_run *run, const rwk_t5_buckets *both, const rwk_t5_buckets *causal)
{
    rwk_tsv *curves, *starts, *published;
    rwk_status status =
        rwk_run_table(&curves, run, NULL, "distance\tcausal\tcausal_law\tbefore\tbefore_law\tbehind\trounded\tlog2");
    if (status == RWK_OK)
        status = rwk_run_table(&starts, run, "starts", "index\tcausal_start\tcausal_bucket\tboth_start\tboth_bucket");
    if (status == RWK_OK) status = rwk_run_table(&published, run, "published", "distance\tbucket");
    if (status != RWK_OK) return status;
    for (int64_t n = 1; n <= 512; n++)
        RWK_ROW(curves, (double)n, (double)rwk_t5_bucket(causal, -n), law(causal, (double)n), (double)rwk_t5_bucket(both, -n),
                law(both, (double)n), (double)rwk_t5_bucket(both, n), (double)rwk_fault_t5_round(causal, -n),
                (double)rwk_fault_t5_log2(causal, -n));
    for (size_t k = 0; k < 16; k++)
        RWK_ROW(starts, (double)k, (double)causal->starts[16 + k], (double)(16 + k), k < 8 ? (double)both->starts[8 + k] : NAN,
                k < 8 ? (double)(8 + k) : NAN);
    for (size_t n = 0; n < PUBLISHED; n++) RWK_ROW(published, (double)n, (double)TABLE[n]);
    return RWK_OK;
}

static rwk_status measure(rwk_run *run)
{
    rwk_t5_buckets both, causal, far;
    rwk_status status = rwk_t5_buckets_init(&both, RWK_T5_NUM_BUCKETS, RWK_T5_MAX_DISTANCE, true);
    if (status == RWK_OK) status = rwk_t5_buckets_init(&causal, RWK_T5_NUM_BUCKETS, RWK_T5_MAX_DISTANCE, false);
    if (status == RWK_OK) status = rwk_t5_buckets_init(&far, RWK_T5_NUM_BUCKETS, 2 * RWK_T5_MAX_DISTANCE, false);
    if (status == RWK_OK) status = measure_variant(run, "decoder", &both, &causal);
    if (status == RWK_OK) status = measure_variant(run, "encoder", &both, &both);
    if (status != RWK_OK) return status;
    const picture encoder = look(rwk_t5_bucket, &both, &both), decoder = look(rwk_t5_bucket, &both, &causal);
    rwk_run_check(run, "encoder: distances 0 .. 30 that differ from the published table", encoder.published, 0);
    rwk_run_check(run, "encoder: distances with one bucket both ways", encoder.undirected, 0);
    rwk_run_check(run, "decoder: later keys not in bucket 0", decoder.later, 0);
    measure_faults(run, &both, &causal);
    rwk_run_control(run, "max_distance 256: widest bucket, last over first distance", look(rwk_t5_bucket, &both, &far).widest,
                    pow(8, 1.0 / 16));
    rwk_run_control(run, "max_distance 256: distances from 128 to 65535 not in the last bucket",
                    look(rwk_t5_bucket, &both, &far).beyond, 0);
    rwk_run_control(run, "max_distance 256: starts outside of [x, x + 1) of 128, over bound",
                    starts_from_law(&far, RWK_T5_MAX_DISTANCE), 1);
    status = measure_floats(run, &both, &causal);
    return status == RWK_OK ? write_tables(run, &both, &causal) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
