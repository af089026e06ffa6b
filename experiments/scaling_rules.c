/* SPDX-License-Identifier: MIT */
/*
 * Claim     At s times the training length position interpolation, YaRN and Llama 3's rule keep every pair within the angles seen in
 *           training; NTK-aware scaling does not.
 * Source    Chen et al. 2023 (arXiv:2306.15595), eq. (4); Peng et al. 2023 (arXiv:2309.00071), sections 3.1-3.3; bloc97 2023; Llama 3.1;
 *           derivations (D9.1)-(D9.7)
 * Measure   positions whose angle, in a pair without a full turn, lies outside of the arc that positions 0 .. L - 1 swept with the
 *           original frequencies; how far beyond its end; d = 128, b = 10000, L = 2048, s = 4, and Llama 3.1's own parameters
 * Holds if  none for linear, yarn (D9.3), (D9.6), dynamic (D9.5) at sL and llama3 at 8 L; for ntk in every incomplete pair but the last,
 *           beyond the end by s^(1 - 2i/(d-2)) (D9.4); every decision is certain (D9.7)
 * Must fail no scaling; ntk taken to be free of unseen angles; yarn with its ramp inverted, or ending at half a turn; Llama 3.1's own
 *           131072 = 16 L
 */
#include <math.h>
#include <stdlib.h>

#include "claims/arcs.h"
#include "claims/profile.h"
#include "claims/rounding.h"
#include "faults/scaling_fault.h"
#include "harness/experiment.h"

static const rwk_claim CLAIM = {
    .lesson = 38,
    .id = "scaling_rules",
    .expected = RWK_HOLDS,
    .fixed = true,
    .statement = "At s times the training length linear, yarn and llama3 keep every pair within the angles seen; ntk does not.",
    .source = "Chen et al. 2023 (arXiv:2306.15595); Peng et al. 2023 (arXiv:2309.00071); bloc97 2023",
    .section = "9",
    .equations = "D9.2 D9.3 D9.4",
};

enum { D = 128, PAIRS = D / 2, S = 4, L = 2048, LLAMA3_S = 8, LLAMA3_L = 8192 };

/* ---- The rules, and what is measured of each. ---- */

enum {
    NONE,
    LINEAR,
    NTK,
    DYNAMIC,
    YARN,
    LLAMA3,
    LLAMA3_LONG,
    NTK_ENOUGH,
    YARN_INVERTED,
    YARN_HALF,
    N_CASES,
    N_RULES = LLAMA3_LONG + 1
};

static const char *const NAMES[N_RULES] = { "none", "linear", "ntk", "dynamic", "yarn", "llama3", "llama3 at 16 L" };

typedef struct {
    double used[PAIRS], trained[PAIRS]; /* frequencies now, and in training */
    int64_t context, length;            /* L and the length used */
    double pairs, positions;            /* with unseen angles: pairs, and positions summed over pairs */
    double first;                       /* position with an unseen angle; the length when there is none */
    double overshoot, capped, doubt;    /* largest over the pairs without a full turn */
} result;

static rwk_config rule_config(rwk_rope_type type, double factor)
{
    rwk_config c = rwk_config_plain(D, 10000);
    c.rope_type = type;
    c.max_position_embeddings = c.scaling.original_max_position_embeddings = L;
    c.scaling.factor = factor;
    c.scaling.seq_len = (int64_t)S * L;
    c.scaling.beta_fast = 32;
    c.scaling.beta_slow = 1;
    c.scaling.truncate = true;
    return c;
}

static rwk_config llama3_config(void)
{
    rwk_config c = rwk_config_plain(D, 5e5);
    c.rope_type = RWK_ROPE_LLAMA3;
    c.scaling.factor = LLAMA3_S;
    c.scaling.low_freq_factor = 1;
    c.scaling.high_freq_factor = 4;
    c.scaling.original_max_position_embeddings = LLAMA3_L;
    return c;
}

/* n = 41 pairs complete a turn in training, so ntk needs s^((d-2)/(2n)) to reach sL.                        (D9.4) */
static double factor_enough(void) { return pow(S, (D - 2) / (2.0 * (double)rwk_arcs_full_turn_pairs(10000, PAIRS, L))); }

static rwk_config case_config(int k)
{
    rwk_config c = rule_config(RWK_ROPE_DEFAULT, 1);
    if (k == LINEAR) c = rule_config(RWK_ROPE_LINEAR, S);
    if (k == NTK) c = rule_config(RWK_ROPE_NTK, S);
    if (k == NTK_ENOUGH) c = rule_config(RWK_ROPE_NTK, factor_enough());
    if (k == DYNAMIC) c = rule_config(RWK_ROPE_DYNAMIC, S);
    if (k == YARN || k == YARN_INVERTED || k == YARN_HALF) c = rule_config(RWK_ROPE_YARN, S);
    if (k == YARN_HALF) c.scaling.beta_slow = 0.5;
    if (k == LLAMA3 || k == LLAMA3_LONG) c = llama3_config();
    return c;
}

static rwk_status certify(double inv_freq[PAIRS], double *attention_factor, const rwk_config *config, rwk_diag *diag)
{
    rwk_truth *truth;
    rwk_status status = rwk_truth_new(&truth, config, 0, diag);
    if (status != RWK_OK) return status;
    status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    if (attention_factor) *attention_factor = rwk_truth_attention_factor(truth);
    rwk_truth_free(truth);
    return status;
}

/* As certify, for a rule that no config names. */
static rwk_status certify_rule(double inv_freq[PAIRS], rwk_rule *rule, const rwk_config *config)
{
    rwk_reals *pool = rwk_reals_new(RWK_TRUTH_BITS);
    rwk_status status = pool ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < PAIRS && status == RWK_OK; i++) status = rwk_real_round(&inv_freq[i], rule(pool, config, i), RWK_F64);
    rwk_reals_free(pool);
    return status;
}

/* The pairs without a full turn; the others have shown every angle. */
static void measure_arcs(result *r)
{
    r->pairs = r->positions = r->overshoot = r->capped = r->doubt = 0;
    r->first = (double)r->length;
    for (size_t i = 0; i < PAIRS; i++) {
        const rwk_arc arc = { r->trained[i], r->context, r->used[i], r->length };
        r->doubt = rwk_worst(r->doubt, rwk_arcs_doubt(&arc));
        if (rwk_arcs_is_full(&arc)) continue;
        const int64_t unseen = rwk_arcs_unseen(&arc);
        r->pairs += unseen > 0;
        r->positions += (double)unseen;
        r->first = rwk_least(r->first, (double)rwk_arcs_first_unseen(&arc));
        r->overshoot = rwk_worst(r->overshoot, rwk_arcs_overshoot(&arc));
        r->capped = rwk_worst(r->capped, rwk_arcs_overshoot_capped(&arc));
    }
}

static rwk_status measure_case(result *r, int k, rwk_run *run)
{
    const rwk_config config = case_config(k);
    const rwk_config plain = rwk_config_plain(D, config.rope_theta);
    const bool llama3 = k == LLAMA3 || k == LLAMA3_LONG;
    r->context = llama3 ? LLAMA3_L : L;
    r->length = r->context * (k == LLAMA3_LONG ? 2 * LLAMA3_S : llama3 ? LLAMA3_S : S);
    rwk_status status = certify(r->trained, NULL, &plain, &run->diag);
    if (status != RWK_OK) return status;
    if (k == YARN_INVERTED) status = certify_rule(r->used, rwk_fault_yarn_inverted_ramp, &config);
    else status = certify(r->used, NULL, &config, &run->diag);
    if (status == RWK_OK) measure_arcs(r);
    return status;
}

/* ---- Checks. ---- */

static const char *name(rwk_run *run, int k, const char *what) { return rwk_run_name(run, "%s: %s", NAMES[k], what); }

static void check_arcs(rwk_run *run, const result r[])
{
    static const int within[] = { LINEAR, DYNAMIC, YARN, LLAMA3 };
    double doubt = 0;
    for (size_t k = 0; k < sizeof within / sizeof within[0]; k++) {
        rwk_run_check(run, name(run, within[k], "pairs with unseen angles"), r[within[k]].pairs, 0);
        rwk_run_check(run, name(run, within[k], "end of the angles over end of the arc seen"), r[within[k]].overshoot, 1);
    }
    for (int k = 0; k < N_CASES; k++) doubt = rwk_worst(doubt, r[k].doubt);
    rwk_run_check(run, "ntk with s^((d-2)/2n) for s: pairs with unseen angles", r[NTK_ENOUGH].pairs, 0);
    rwk_run_check(run, "rounding of an angle over its distance from an end of an arc, largest", doubt, 1);
    rwk_run_control(run, "none: pairs with unseen angles", r[NONE].pairs, 0);
    rwk_run_control(run, "none: end of the angles over end of the arc seen", r[NONE].overshoot, 1);
    rwk_run_control(run, "ntk taken to be within the arcs: pairs with unseen angles", r[NTK].pairs, 0);
    rwk_run_control(run, "ntk taken to be within the arcs: end of the angles over end of the arc seen", r[NTK].overshoot, 1);
    rwk_run_control(run, "yarn with its ramp inverted: pairs with unseen angles", r[YARN_INVERTED].pairs, 0);
    rwk_run_control(run, "yarn with its ramp ending at half a turn: pairs with unseen angles", r[YARN_HALF].pairs, 0);
    rwk_run_control(run, "llama3 at 16 L: pairs with unseen angles", r[LLAMA3_LONG].pairs, 0);
}

/* Largest relative error of the overshoots against s a^(-2i/(d-2)), a = s for ntk: the quotient errs by 3 u, the power by 5 u.
 * (D9.4), (D9.5) */
static double overshoot_error(const result *r, double a)
{
    double error = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        const rwk_arc arc = { r->trained[i], r->context, r->used[i], r->length };
        error = rwk_worst(error, fabs(rwk_arcs_overshoot(&arc) / (S * pow(a, -2 * (double)i / (D - 2))) - 1));
    }
    return error;
}

static void check_larger_bases(rwk_run *run, const result *ntk, const result *dynamic)
{
    const double bound = 10 * rwk_unit_roundoff(RWK_F64);
    const size_t full = rwk_profile_full_turns(ntk->trained, PAIRS, L);
    rwk_run_check(run, "ntk: end of the angles over end of the arc against s^(1 - 2i/(d-2))", overshoot_error(ntk, S), bound);
    rwk_run_check(run, "dynamic: the same against s (s^2 - s + 1)^(-2i/(d-2))", overshoot_error(dynamic, S * S - S + 1), bound);
    rwk_run_check(run, "ntk: pairs with unseen angles against all without a full turn but the last",
                  fabs(ntk->pairs - (double)(PAIRS - full - 1)), 0);
    rwk_run_check(run, "ntk: frequency of the last pair times s against the original",
                  fabs(S * ntk->used[PAIRS - 1] - ntk->trained[PAIRS - 1]), 0);
}

/* YaRN's ramp ends at the first pair without a full turn.                                                (D9.6) */
static rwk_status check_yarn(rwk_run *run, const result *yarn)
{
    const rwk_config config = case_config(YARN);
    double low = NAN, high = NAN;
    rwk_real ends[2];
    rwk_reals *pool = rwk_reals_new(RWK_TRUTH_BITS);
    if (!pool) return RWK_ENOMEM;
    rwk_yarn_range(&ends[0], &ends[1], pool, &config);
    rwk_status status = rwk_real_round(&low, ends[0], RWK_F64);
    if (status == RWK_OK) status = rwk_real_round(&high, ends[1], RWK_F64);
    rwk_reals_free(pool);
    rwk_run_fact(run, "yarn: pair where the ramp begins", low);
    rwk_run_fact(run, "yarn: pair where the ramp ends", high);
    rwk_run_check(run, "yarn: end of the ramp against the first pair without a full turn",
                  fabs(high - (double)rwk_profile_full_turns(yarn->trained, PAIRS, L)), 0);
    return status;
}

/* Pairs kept, blended and divided; beyond s L every divided pair oversteps by T/(s L) = 2.                    (D9.6) */
static void check_llama3(rwk_run *run, const result *at_s, const result *longer)
{
    double kept = 0, divided = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        kept += at_s->used[i] == at_s->trained[i];
        divided += at_s->used[i] == at_s->trained[i] / LLAMA3_S;
    }
    rwk_run_fact(run, "llama3: pairs kept", kept);
    rwk_run_fact(run, "llama3: pairs blended", PAIRS - kept - divided);
    rwk_run_fact(run, "llama3: pairs divided by 8", divided);
    rwk_run_fact(run, "Llama 3 before scaling: first distance with a negative mean cosine",
                 (double)rwk_profile_first_negative(at_s->trained, PAIRS, D, 1, 1 << 17));
    rwk_run_fact(run, "llama3: first distance with a negative mean cosine",
                 (double)rwk_profile_first_negative(at_s->used, PAIRS, D, 1, 1 << 17));
    rwk_run_check(run, "llama3: pairs divided against those without a full turn",
                  fabs(divided - (double)(PAIRS - rwk_profile_full_turns(at_s->trained, PAIRS, LLAMA3_L))), 0);
    rwk_run_check(run, "llama3 at 16 L: end of the angles over end of the arc against 2", fabs(longer->overshoot - 2), 0);
}

/* ---- For the record. ---- */

/* How much closer neighbouring positions have come: theta/theta'. */
static double resolution_loss(const result *r, size_t i) { return r->trained[i] / r->used[i]; }

static void record_arcs(rwk_run *run, const result r[])
{
    for (int k = 0; k < N_RULES; k++) {
        rwk_run_fact(run, name(run, k, "pairs with unseen angles"), r[k].pairs);
        rwk_run_fact(run, name(run, k, "share of (pair, position) with unseen angles"),
                     r[k].positions / (PAIRS * (double)r[k].length));
        rwk_run_fact(run, name(run, k, "end of the angles over end of the arc, at most a turn"), r[k].capped);
    }
    rwk_run_fact(run, "ntk: end of the angles over end of the arc, not capped", r[NTK].overshoot);
    rwk_run_fact(run, "ntk: first position with an unseen angle", r[NTK].first);
    rwk_run_fact(run, "ntk: factor that would reach s L", factor_enough());
    rwk_run_fact(run, "linear: resolution loss of the first pair", resolution_loss(&r[LINEAR], 0));
    rwk_run_fact(run, "dynamic: resolution loss of the last pair", resolution_loss(&r[DYNAMIC], PAIRS - 1));
}

/* b' from the last frequency b'^(-(d-2)/d), and yarn's factor on cos and sin. */
static rwk_status record_factors(rwk_run *run)
{
    double inv_freq[PAIRS], attention_factor;
    for (int s = 2; s <= 32; s *= 2) {
        rwk_config ntk = rule_config(RWK_ROPE_NTK, s), yarn = rule_config(RWK_ROPE_YARN, s);
        rwk_status status = certify(inv_freq, NULL, &ntk, &run->diag);
        if (s < 32) rwk_run_fact(run, rwk_run_name(run, "ntk, s = %d: base", s), pow(inv_freq[PAIRS - 1], -D / (D - 2.0)));
        if (status == RWK_OK) status = certify(inv_freq, &attention_factor, &yarn, &run->diag);
        if (status != RWK_OK) return status;
        if (s > 2) rwk_run_fact(run, rwk_run_name(run, "yarn, s = %d: attention_factor", s), attention_factor);
    }
    rwk_config dynamic = rule_config(RWK_ROPE_DYNAMIC, S);
    dynamic.scaling.seq_len = 2 * L;
    const rwk_status status = certify(inv_freq, NULL, &dynamic, &run->diag);
    if (status == RWK_OK) rwk_run_fact(run, "dynamic at 2 L: base", pow(inv_freq[PAIRS - 1], -D / (D - 2.0)));
    return status;
}

/* ---- The figure. ---- */

static rwk_status write_wavelengths(rwk_run *run, const result r[])
{
    rwk_tsv *table;
    const double turn = 8 * atan(1);
    const rwk_status status = rwk_run_table(&table, run, NULL, "pair\tnone\tlinear\tntk\tdynamic\tyarn");
    for (size_t i = 0; i < PAIRS && status == RWK_OK; i++)
        RWK_ROW(table, (double)i, turn / r[NONE].used[i], turn / r[LINEAR].used[i], turn / r[NTK].used[i],
                turn / r[DYNAMIC].used[i], turn / r[YARN].used[i]);
    return status;
}

/* One row a rule and pair: where the arc seen and the angles used end [degree], both at most 360. */
static rwk_status write_clocks(rwk_run *run, const result r[])
{
    static const size_t pairs[] = { 32, 41, 44, 48, 56, 63 };
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "clocks", "column\trow\tpair\tseen\treached");
    for (int k = 0; k < N_RULES && status == RWK_OK; k++)
        for (size_t c = 0; c < sizeof pairs / sizeof pairs[0]; c++) {
            const size_t i = pairs[c];
            RWK_ROW(table, (double)c, k, (double)i, 360 * rwk_arcs_share(r[k].trained[i], r[k].context),
                    360 * rwk_arcs_share(r[k].used[i], r[k].length));
        }
    return status;
}

/* One row a rule: the table of section 9. */
static rwk_status write_rules(rwk_run *run, const result r[])
{
    rwk_tsv *table;
    const rwk_status status = rwk_run_table(&table, run, "rules",
                                            "rule\tlength\tpairs_unseen\tshare_unseen\tshare_unseen_beyond_context\tovershoot\t"
                                            "overshoot_capped\tfirst_unseen\tfirst_inv_freq\tfirst_loss\tlast_loss");
    for (int k = 0; k < N_RULES && status == RWK_OK; k++)
        RWK_ROW(table, k, (double)r[k].length, r[k].pairs, r[k].positions / (PAIRS * (double)r[k].length),
                r[k].positions / (PAIRS * (double)(r[k].length - r[k].context)), r[k].overshoot, r[k].capped, r[k].first,
                r[k].used[0], resolution_loss(&r[k], 0), resolution_loss(&r[k], PAIRS - 1));
    return status;
}

static rwk_status measure(rwk_run *run)
{
    static result r[N_CASES];
    rwk_status status = RWK_OK;
    for (int k = 0; k < N_CASES && status == RWK_OK; k++) {
        status = measure_case(&r[k], k, run);
        rwk_run_progress(run, (k + 1.0) / (N_CASES + 1));
    }
    if (status != RWK_OK) return status;
    check_arcs(run, r);
    check_larger_bases(run, &r[NTK], &r[DYNAMIC]);
    check_llama3(run, &r[LLAMA3], &r[LLAMA3_LONG]);
    record_arcs(run, r);
    status = check_yarn(run, &r[YARN]);
    if (status == RWK_OK) status = record_factors(run);
    if (status == RWK_OK) status = write_wavelengths(run, r);
    if (status == RWK_OK) status = write_clocks(run, r);
    return status == RWK_OK ? write_rules(run, r) : status;
}

int main(int argc, char *argv[]) { return experiment_main(&CLAIM, measure, argc, argv); }
