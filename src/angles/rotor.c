/* SPDX-License-Identifier: MIT */
/* Digits of the position choose seed rows; the rows are multiplied. */
#include "angles/rotor.h"

#include <stdlib.h>

#include "angles/double_double.h"
#include "core/size.h"

enum { DIGIT_BITS = 6, DIGITS = 1 << DIGIT_BITS, LEVELS = 6 }; /* 36 bits hold every |m| < 2^31 */

struct rwk_rotor {
    rwk_truth *truth;
    size_t n;
    rwk_turn seed[LEVELS][DIGITS];       /* c_hi is NULL until it is made */
    rwk_turn product[LEVELS];            /* of the levels from the highest down to this one */
    rwk_turn mirrored;                   /* the answer for a negative position */
    const rwk_turn *partial[LEVELS + 1]; /* the product in force at a level, NULL for 1 */
    uint64_t at;                         /* |m| that partial[1 …] belongs to */
};

/* One allocation of 4 n doubles; false when out of memory. */
static bool turn_init(rwk_turn *t, size_t n)
{
    size_t bytes;
    double *memory = rwk_size_mul(&bytes, n, 4 * sizeof(double)) ? malloc(bytes) : NULL;
    if (!memory) return false;
    *t = (rwk_turn){ memory, memory + n, memory + 2 * n, memory + 3 * n };
    return true;
}

rwk_rotor *rwk_rotor_new(rwk_truth *truth)
{
    rwk_rotor *rotor = calloc(1, sizeof *rotor);
    if (!rotor) return NULL;
    rotor->truth = truth;
    rotor->n = rwk_truth_pairs(truth);
    bool good = turn_init(&rotor->mirrored, rotor->n);
    for (int level = 0; level < LEVELS; level++) good = good && turn_init(&rotor->product[level], rotor->n);
    if (good) return rotor;
    rwk_rotor_free(rotor);
    return NULL;
}

void rwk_rotor_free(rwk_rotor *rotor)
{
    if (!rotor) return;
    for (int level = 0; level < LEVELS; level++) {
        for (int digit = 0; digit < DIGITS; digit++) free(rotor->seed[level][digit].c_hi);
        free(rotor->product[level].c_hi);
    }
    free(rotor->mirrored.c_hi);
    free(rotor);
}

double rwk_rotor_error(const rwk_rotor *rotor)
{
    int exponent;
    frexp(rwk_truth_attention_factor(rotor->truth), &exponent);
    return ldexp(1, exponent - 98);
}

/* The attention factor comes in with the lowest digit, which every position has. */
static rwk_status make_seed(rwk_rotor *rotor, int level, int digit)
{
    rwk_turn t;
    rwk_status status = RWK_OK;
    if (!turn_init(&t, rotor->n)) return RWK_ENOMEM;
    const int64_t m = (int64_t)digit << (DIGIT_BITS * level);
    for (size_t i = 0; i < rotor->n && status == RWK_OK; i++) {
        double c[2], s[2];
        status = rwk_truth_split(c, s, rotor->truth, i, m, level == 0);
        if (status != RWK_OK) break;
        t.c_hi[i] = c[0], t.c_lo[i] = c[1];
        t.s_hi[i] = s[0], t.s_lo[i] = s[1];
    }
    if (status == RWK_OK) rotor->seed[level][digit] = t;
    else free(t.c_hi);
    return status;
}

/* (c + is)(c' + is') = cc' - ss' + i(sc' + cs')                                                          (D1.16) */
RWK_CLONES static void multiply(rwk_turn out, rwk_turn a, rwk_turn b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double h, l;
        rwk_product_sum(&h, &l, a.c_hi[i], a.c_lo[i], b.c_hi[i], b.c_lo[i], -1, a.s_hi[i], a.s_lo[i], b.s_hi[i], b.s_lo[i]);
        out.c_hi[i] = h, out.c_lo[i] = l;
        rwk_product_sum(&h, &l, a.s_hi[i], a.s_lo[i], b.c_hi[i], b.c_lo[i], 1, a.c_hi[i], a.c_lo[i], b.s_hi[i], b.s_lo[i]);
        out.s_hi[i] = h, out.s_lo[i] = l;
    }
}

/* partial[level] from partial[level + 1] and the digit of this level; a zero digit above the lowest changes nothing. */
static rwk_status step(rwk_rotor *rotor, int level, uint64_t m)
{
    const int digit = (int)(m >> (DIGIT_BITS * level)) & (DIGITS - 1);
    const rwk_turn *above = rotor->partial[level + 1], *seed = &rotor->seed[level][digit];
    rotor->partial[level] = above;
    if (digit == 0 && level > 0) return RWK_OK;
    const rwk_status status = seed->c_hi ? RWK_OK : make_seed(rotor, level, digit);
    if (status != RWK_OK) return status;
    rotor->partial[level] = above ? &rotor->product[level] : seed;
    if (above) multiply(rotor->product[level], *above, *seed, rotor->n);
    return RWK_OK;
}

/* Down from the highest level at which the position differs from the last one. */
static rwk_status walk(rwk_rotor *rotor, uint64_t m)
{
    rwk_status status = RWK_OK;
    int level = LEVELS - 1;
    while (level > 0 && rotor->at >> (DIGIT_BITS * level) == m >> (DIGIT_BITS * level)) level--;
    rotor->at = 0; /* until the walk has succeeded nothing is in force */
    for (; level >= 0 && status == RWK_OK; level--) status = step(rotor, level, m);
    if (status == RWK_OK) rotor->at = m;
    else
        for (int l = 0; l <= LEVELS; l++) rotor->partial[l] = NULL;
    return status;
}

static const rwk_turn *mirror(rwk_rotor *rotor)
{
    const rwk_turn *t = rotor->partial[0];
    for (size_t i = 0; i < rotor->n; i++) {
        rotor->mirrored.c_hi[i] = t->c_hi[i], rotor->mirrored.c_lo[i] = t->c_lo[i];
        rotor->mirrored.s_hi[i] = -t->s_hi[i], rotor->mirrored.s_lo[i] = -t->s_lo[i];
    }
    return &rotor->mirrored;
}

rwk_status rwk_rotor_at(const rwk_turn **turn, rwk_rotor *rotor, int64_t m)
{
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    const rwk_status status = walk(rotor, (uint64_t)llabs(m));
    if (status == RWK_OK) *turn = m < 0 ? mirror(rotor) : rotor->partial[0];
    return status;
}
