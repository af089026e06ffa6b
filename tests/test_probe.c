/* SPDX-License-Identifier: MIT */
/* Tests oracle/probe and oracle/cases: the promises that recovery and diagnosis build on. */
#include "oracle/probe.h"

#include "formats/positions.h"
#include "oracle/cases.h"
#include "testing.h"

enum { HEAD_DIM = 10, ROTARY_DIM = 6, PAIRS = ROTARY_DIM / 2 };

static rwk_config config_for(int64_t context, size_t n_axes, rwk_layout layout)
{
    rwk_config c = rwk_config_plain(HEAD_DIM, 10000);
    c.rotary_dim = ROTARY_DIM, c.max_position_embeddings = context, c.n_axes = n_axes, c.layout = layout;
    for (size_t a = 0; a < n_axes; a++) c.mrope_section[a] = 1;
    return c;
}

static rwk_probe probe_of(const rwk_config *config, rwk_dtype dtype, bool scores, bool beyond)
{
    rwk_probe p = { 0 };
    rwk_diag diag = { 0 };
    if (rwk_probe_init(&p, config, dtype, scores, beyond, &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
    return p;
}

/* ---- Positions ---- */

/* Row 0 is @ladder, row 1 the same 7 tokens on, where that is below the end. */
static void check_rows(const rwk_probe *p, int64_t context, int64_t end)
{
    rwk_positions ladder = { 0 };
    ck_assert_status(rwk_positions_parse(&ladder, "@ladder", context, NULL), RWK_OK);
    ck_assert_uint_eq(p->seq, ladder.n);
    for (size_t t = 0; t < p->seq; t++) {
        int64_t m;
        rwk_positions_at(&m, &ladder, t);
        ck_assert_int_eq(p->positions[t], m);
        ck_assert_int_eq(p->positions[p->seq + t], m + 7 < end ? m + 7 : m);
        ck_assert(m < end);
    }
    rwk_positions_clear(&ladder);
}

START_TEST(test_probe_positions_are_the_ladder)
{
    static const int64_t contexts[] = { 1, 2, 8, 9, 1000, 4096, 4097, 131072, 1 << 20, RWK_MAX_POSITION };
    for (size_t k = 0; k < sizeof contexts / sizeof contexts[0]; k++) {
        const rwk_config c = config_for(contexts[k], 0, RWK_HALF_SPLIT);
        rwk_probe p = probe_of(&c, RWK_F32, false, false);
        ck_assert_uint_eq(p.batch, 2);
        ck_assert_uint_eq(p.n_axes, 1);
        check_rows(&p, contexts[k], contexts[k]);
        rwk_probe_clear(&p);
    }
    const rwk_config none = config_for(0, 0, RWK_HALF_SPLIT), small = config_for(64, 0, RWK_HALF_SPLIT);
    rwk_probe p = probe_of(&none, RWK_F32, false, false);
    check_rows(&p, 0, 131072);
    rwk_probe_clear(&p);
    p = probe_of(&small, RWK_F32, false, true);
    check_rows(&p, 1 << 20, 1 << 20);
    rwk_probe_clear(&p);
    rwk_probe_clear(&p);
}
END_TEST

/* Each axis has every step of the ladder once in row 0, and the axes agree on three at most: on gcd(s - s0, n) of them, and only where that divides the distance of their starts. */
static void check_axes(const rwk_probe *p)
{
    for (size_t a = 0; a < p->n_axes; a++) {
        const int64_t *m = p->positions + a * p->batch * p->seq;
        for (size_t t = 0; t < p->seq; t++) {
            size_t found = 0;
            for (size_t k = 0; k < p->seq; k++) found += m[k] == p->positions[t];
            if (found != 1)
                ck_abort_msg("%zu steps, axis %zu: %lld stands there %zu times", p->seq, a, (long long)p->positions[t], found);
        }
        for (size_t b = 0; b < a; b++) {
            size_t same = 0;
            for (size_t t = 0; t < p->seq; t++) same += m[t] == p->positions[b * p->batch * p->seq + t];
            if (same > 3) ck_abort_msg("%zu steps: axes %zu and %zu agree on %zu of them", p->seq, b, a, same);
        }
    }
}

START_TEST(test_probe_axes_have_orders_of_their_own)
{
    size_t seen = 0, lengths[64] = { 0 };
    for (int64_t context = 2; context <= 1 << 20; context += context < 300 ? 1 : context / 8) {
        const rwk_config c = config_for(context, 3, RWK_HALF_SPLIT);
        rwk_probe p = probe_of(&c, RWK_F32, false, false);
        ck_assert_uint_eq(p.n_axes, 3);
        if (p.seq > 8) check_axes(&p);
        seen += lengths[p.seq % 64]++ == 0;
        rwk_probe_clear(&p);
    }
    ck_assert_uint_ge(seen, 20); /* of many lengths, 21 among them: 7 and 9 share a divisor with it */
    ck_assert_uint_gt(lengths[21], 0);
}
END_TEST

/* ---- Vectors ---- */

/* Numbers of dtype and of f32, pairs of a norm that shows their phase, of all quadrants. */
static void check_vectors(const double x[], size_t n, rwk_dtype dtype)
{
    bool quadrant[4] = { false };
    ck_assert_status(rwk_check_dtype(x, n, dtype), RWK_OK);
    ck_assert_status(rwk_check_dtype(x, n, RWK_F32), RWK_OK);
    for (size_t j = 0; j + 1 < n; j++) {
        const double norm = hypot(x[j], x[j + 1]);
        if (!(norm >= 0.5 && norm < 1)) ck_abort_msg("norm %g at %zu", norm, j);
        quadrant[2 * (x[j] < 0) + (x[j + 1] < 0)] = true;
    }
    ck_assert(quadrant[0] && quadrant[1] && quadrant[2] && quadrant[3]);
}

START_TEST(test_probe_vectors)
{
    const rwk_config c = config_for(4096, 0, RWK_HALF_SPLIT);
    for (int d = 0; d < RWK_N_DTYPES; d++) {
        rwk_probe p = probe_of(&c, (rwk_dtype)d, true, false);
        ck_assert_uint_eq(p.heads, 3);
        ck_assert_uint_eq(p.head_dim, HEAD_DIM);
        check_vectors(p.x, p.batch * p.seq * p.heads * HEAD_DIM, (rwk_dtype)d);
        check_vectors(p.k, p.batch * p.seq * RWK_PROBE_HEADS * HEAD_DIM, (rwk_dtype)d);
        rwk_probe_clear(&p);
    }
    rwk_probe p = probe_of(&c, RWK_F32, false, false); /* an input that is rounded on the way shows */
    ck_assert_ptr_null(p.q);
    ck_assert_status(rwk_check_dtype(p.x, 8, RWK_BF16), RWK_EDTYPE);
    ck_assert_status(rwk_check_dtype(p.x, 8, RWK_F16), RWK_EDTYPE);
    rwk_probe_clear(&p);
}
END_TEST

/* A query has one pair; all pairs take turns, on the slots of the layout. */
START_TEST(test_probe_queries_have_one_pair)
{
    for (int layout = RWK_HALF_SPLIT; layout <= RWK_INTERLEAVED; layout++) {
        size_t seen[PAIRS] = { 0 };
        const rwk_config c = config_for(4096, 0, (rwk_layout)layout);
        rwk_probe p = probe_of(&c, RWK_F32, true, false);
        const size_t n = p.batch * p.seq * RWK_PROBE_QUERIES;
        for (size_t at = 0; at < n; at++) {
            size_t nonzero = 0, first = HEAD_DIM, second = 0;
            for (size_t j = 0; j < HEAD_DIM; j++)
                if (p.q[at * HEAD_DIM + j] != 0) nonzero++, second = j, first = first < j ? first : j;
            ck_assert_uint_eq(nonzero, 2);
            ck_assert_uint_eq(second, layout == RWK_HALF_SPLIT ? first + PAIRS : first + 1);
            seen[layout == RWK_HALF_SPLIT ? first : first / 2]++;
        }
        for (size_t i = 0; i < PAIRS; i++) ck_assert_uint_ge(seen[i], n / PAIRS);
        rwk_probe_clear(&p);
    }
}
END_TEST

START_TEST(test_probe_is_the_same_every_time)
{
    const rwk_config c = config_for(4096, 0, RWK_HALF_SPLIT);
    rwk_probe p = probe_of(&c, RWK_F32, false, false), again = probe_of(&c, RWK_F32, true, false);
    ck_assert_mem_eq(p.x, again.x, p.batch * p.seq * p.heads * HEAD_DIM * sizeof *p.x);
    ck_assert_mem_eq(p.positions, again.positions, p.batch * p.seq * sizeof *p.positions);
    /* 3/8 + 5/16 of two draws of splitmix64 from 20210420, as Python's integers have it */
    ck_assert_same_bits(p.x[0], -0x1.fbfee00000000p-2);
    rwk_probe_clear(&p);
    rwk_probe_clear(&again);
}
END_TEST

/* ---- Cases ---- */

START_TEST(test_cases_are_the_places_of_the_probe)
{
    for (size_t axes = 0; axes <= 3; axes += 3) {
        const rwk_config c = config_for(4096, axes, RWK_HALF_SPLIT);
        rwk_probe p = probe_of(&c, RWK_BF16, false, false);
        rwk_cases cases = { 0 };
        ck_assert_status(rwk_cases_init(&cases, &c, RWK_BF16, false, NULL), RWK_OK);
        ck_assert_uint_eq(cases.n, p.batch * p.seq);
        ck_assert_uint_eq(cases.n_axes, axes ? 3 : 1);
        for (size_t b = 0, k = 0; b < p.batch; b++)
            for (size_t t = 0; t < p.seq; t++, k++) {
                const double *x = p.x + ((b * p.seq + t) * p.heads + b) * HEAD_DIM;
                ck_assert_mem_eq(cases.x + k * HEAD_DIM, x, HEAD_DIM * sizeof *x);
                for (size_t a = 0; a < cases.n_axes; a++)
                    ck_assert_int_eq(cases.positions[k * cases.n_axes + a], p.positions[(a * p.batch + b) * p.seq + t]);
            }
        rwk_cases_clear(&cases);
        rwk_cases_clear(&cases);
        rwk_probe_clear(&p);
    }
}
END_TEST

/* What is kept stands in the order of the cases; positions by axis. */
START_TEST(test_cases_evidence_keeps_the_order)
{
    const rwk_config c = config_for(64, 3, RWK_HALF_SPLIT);
    rwk_cases cases = { 0 };
    rwk_case_evidence e = { .x = NULL };
    ck_assert_status(rwk_cases_init(&cases, &c, RWK_F16, false, NULL), RWK_OK);
    bool *kept = calloc(cases.n, sizeof *kept);
    double *y = calloc(cases.n * HEAD_DIM, sizeof *y), x_read[HEAD_DIM], y_read[HEAD_DIM];
    for (size_t k = 0; k < cases.n; k++) kept[k] = k % 3 == 1, y[k * HEAD_DIM + 4] = (double)k, y[k * HEAD_DIM + 5] = NAN;
    ck_assert_status(rwk_cases_evidence(&e, &cases, y, kept), RWK_OK);
    ck_assert_uint_eq(e.evidence.seq, (cases.n + 1) / 3);
    ck_assert_int_eq(e.evidence.kind, RWK_ROTATED);
    for (size_t column = 0; column < e.evidence.seq; column++) {
        const size_t k = 3 * column + 1;
        const rwk_place place = rwk_evidence_place(&e.evidence, 0, column, 0);
        rwk_evidence_head(x_read, y_read, &e.evidence, &place);
        ck_assert_mem_eq(x_read, cases.x + k * HEAD_DIM, sizeof x_read);
        ck_assert_same_bits(y_read[4], (double)k);
        ck_assert(isnan(y_read[5]));
        for (size_t a = 0; a < 3; a++) ck_assert_int_eq(place.position[a], cases.positions[k * 3 + a]);
    }
    rwk_case_evidence_clear(&e);
    rwk_case_evidence_clear(&e);
    rwk_cases_clear(&cases);
    free(kept);
    free(y);
}
END_TEST

TEST_MAIN("probe", test_probe_positions_are_the_ladder, test_probe_axes_have_orders_of_their_own, test_probe_vectors,
          test_probe_queries_have_one_pair, test_probe_is_the_same_every_time, test_cases_are_the_places_of_the_probe,
          test_cases_evidence_keeps_the_order)
