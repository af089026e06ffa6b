/* SPDX-License-Identifier: MIT */
/* Ziv's loop: compute with a ball, round, and only when the ball is too wide compute again with twice the bits. */
#include "angles/truth.h"

#include <math.h>
#include <stdlib.h>

#include "angles/real.h"
#include "angles/rule.h"

struct rwk_truth {
    rwk_config config;
    rwk_rule *rule;
    rwk_reals *pool; /* theta first, scratch behind it */
    rwk_real *theta; /* (n) at the starting precision */
    size_t n;
    long precision;
    double attention_factor;
};

/* A frequency: that of a rule, or a stored double taken as exact (rule NULL). */
typedef struct {
    rwk_rule *rule;
    const rwk_config *config;
    size_t i;
    double stored;
} frequency;

/* What is certified about a pair, and from what. */
typedef struct {
    enum { FREQUENCY, COS_SIN, ROTATED } what;
    int64_t m;
    double attention_factor;
    double x0, x1; /* ROTATED: the pair */
} request;

static rwk_real theta_of(rwk_reals *pool, const frequency *f)
{
    return f->rule ? f->rule(pool, f->config, f->i) : rwk_real_of(pool, f->stored);
}

/* a cos(m theta), a sin(m theta) */
static void scaled_cos_sin(rwk_real *c, rwk_real *s, rwk_reals *pool, rwk_real theta, int64_t m, double a)
{
    const rwk_real angle = rwk_real_mul(pool, rwk_real_of(pool, (double)m), theta);
    rwk_real_cos_sin(c, s, pool, angle);
    if (a == 1) return;
    const rwk_real factor = rwk_real_of(pool, a);
    *c = rwk_real_mul(pool, factor, *c);
    *s = rwk_real_mul(pool, factor, *s);
}

/* x0 c - x1 s, x0 s + x1 c */
static void rotate(rwk_real *y0, rwk_real *y1, rwk_reals *pool, const request *r, rwk_real c, rwk_real s)
{
    const rwk_real x0 = rwk_real_of(pool, r->x0), x1 = rwk_real_of(pool, r->x1);
    *y0 = rwk_real_sub(pool, rwk_real_mul(pool, x0, c), rwk_real_mul(pool, x1, s));
    *y1 = rwk_real_add(pool, rwk_real_mul(pool, x0, s), rwk_real_mul(pool, x1, c));
}

/* Both values or none; second is unused for a frequency. */
static rwk_status round_request(double *first, double *second, rwk_reals *pool, rwk_real theta, const request *r, rwk_dtype dtype)
{
    if (r->what == FREQUENCY) return rwk_real_round(first, theta, dtype);
    rwk_real u, v;
    double a, b;
    scaled_cos_sin(&u, &v, pool, theta, r->m, r->attention_factor);
    if (r->what == ROTATED) rotate(&u, &v, pool, r, u, v);
    rwk_status status = rwk_real_round(&a, u, dtype);
    if (status == RWK_OK) status = rwk_real_round(&b, v, dtype);
    if (status != RWK_OK) return status;
    *first = a;
    *second = b;
    return RWK_OK;
}

static rwk_status certify_at(double *first, double *second, const frequency *f, const request *r, long precision, rwk_dtype dtype)
{
    rwk_reals *pool = rwk_reals_new(precision);
    if (!pool) return RWK_ENOMEM;
    rwk_status status = round_request(first, second, pool, theta_of(pool, f), r, dtype);
    if (rwk_reals_status(pool) != RWK_OK) status = rwk_reals_status(pool);
    rwk_reals_free(pool);
    return status;
}

/* The loop is capped: RWK_EUNDECIDED leaves it, never a guess. */
static rwk_status certify(double *first, double *second, const frequency *f, const request *r, long precision, rwk_dtype dtype)
{
    rwk_status status = RWK_EUNDECIDED;
    for (; status == RWK_EUNDECIDED && precision <= RWK_TRUTH_CAP; precision *= 2)
        status = certify_at(first, second, f, r, precision, dtype);
    return status;
}

/* The attention factor of the rule, by the same loop. */
static rwk_status certify_attention(double *factor, const rwk_config *config)
{
    rwk_attention *attention = rwk_attention_find(config->rope_type);
    rwk_status status = RWK_EUNDECIDED;
    *factor = 1;
    if (!attention) return RWK_OK;
    for (long precision = RWK_TRUTH_BITS; status == RWK_EUNDECIDED && precision <= RWK_TRUTH_CAP; precision *= 2) {
        rwk_reals *pool = rwk_reals_new(precision);
        if (!pool) return RWK_ENOMEM;
        status = rwk_real_round(factor, attention(pool, config), RWK_F64);
        if (rwk_reals_status(pool) != RWK_OK) status = rwk_reals_status(pool);
        rwk_reals_free(pool);
    }
    return status;
}

/* A rule leaves many reals behind, only the last of which is kept; false when out of memory. */
static bool prepare_frequencies(rwk_truth *t)
{
    rwk_reals *scratch = rwk_reals_new(t->precision);
    t->pool = rwk_reals_new(t->precision);
    t->theta = malloc(t->n * sizeof *t->theta);
    bool good = scratch && t->pool && t->theta;
    for (size_t i = 0; i < t->n && good; i++) {
        t->theta[i] = rwk_real_copy(t->pool, t->rule(scratch, &t->config, i));
        good = rwk_reals_status(scratch) == RWK_OK && rwk_reals_status(t->pool) == RWK_OK;
        rwk_reals_release(scratch, 0);
    }
    rwk_reals_free(scratch);
    return good;
}

static rwk_status prepare(rwk_truth *t, rwk_diag *diag)
{
    const rwk_status status = certify_attention(&t->attention_factor, &t->config);
    if (status != RWK_OK) return rwk_fail(diag, status, "attention_factor: %s", rwk_strerror(status));
    if (!(t->attention_factor > 0x1p-64 && t->attention_factor < 0x1p64))
        return rwk_fail(diag, RWK_ERANGE, "attention_factor: %g: expected a number between 2^-64 and 2^64", t->attention_factor);
    return prepare_frequencies(t) ? RWK_OK : rwk_fail(diag, RWK_ENOMEM, "out of memory");
}

rwk_status rwk_truth_new(rwk_truth **truth, const rwk_config *config, long precision, rwk_diag *diag)
{
    rwk_status status = rwk_config_check(config, "config", diag);
    if (status != RWK_OK) return status;
    if (precision != 0 && (precision < 64 || precision > RWK_TRUTH_CAP))
        return rwk_fail(diag, RWK_ERANGE, "precision: %ld: expected 64 .. %d", precision, RWK_TRUTH_CAP);
    rwk_truth *t = calloc(1, sizeof *t);
    if (!t) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    t->config = *config;
    t->rule = rwk_rule_find(config->rope_type);
    t->n = config->rotary_dim / 2;
    t->precision = precision ? precision : RWK_TRUTH_BITS;
    status = prepare(t, diag);
    if (status == RWK_OK) *truth = t;
    else rwk_truth_free(t);
    return status;
}

void rwk_truth_free(rwk_truth *truth)
{
    if (!truth) return;
    free(truth->theta);
    rwk_reals_free(truth->pool);
    free(truth);
}

size_t rwk_truth_pairs(const rwk_truth *truth) { return truth->n; }
double rwk_truth_attention_factor(const rwk_truth *truth) { return truth->attention_factor; }
void rwk_truth_drop_attention_factor(rwk_truth *truth) { truth->attention_factor = 1; }

bool rwk_truth_stands(const rwk_truth *truth, size_t i)
{
    double hi = 1, lo = 0;
    return rwk_real_split(&hi, &lo, truth->theta[i], 0) == RWK_OK && hi == 0 && lo == 0;
}

/* First with the frequencies at hand; from scratch with more bits only where that did not decide. */
static rwk_status one_pair(double *first, double *second, rwk_truth *t, size_t i, const request *r, rwk_dtype dtype)
{
    const size_t mark = rwk_reals_mark(t->pool);
    rwk_status status = round_request(first, second, t->pool, t->theta[i], r, dtype);
    if (rwk_reals_status(t->pool) != RWK_OK) status = rwk_reals_status(t->pool);
    rwk_reals_release(t->pool, mark);
    if (status != RWK_EUNDECIDED) return status;
    return certify(first, second, &(frequency){ t->rule, &t->config, i, 0 }, r, 2 * t->precision, dtype);
}

/* All pairs into scratch first: outputs stay untouched when one of them fails. */
static rwk_status all_pairs(double first[], double second[], rwk_truth *t, const request *r, rwk_dtype dtype)
{
    double *values = malloc(2 * t->n * sizeof *values);
    rwk_status status = values ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < t->n && status == RWK_OK; i++) {
        status = one_pair(&values[i], &values[t->n + i], t, i, r, dtype);
        if (status == RWK_OK && r->what == FREQUENCY && isinf(values[i])) status = RWK_ERANGE;
    }
    for (size_t i = 0; i < t->n && status == RWK_OK; i++) {
        first[i] = values[i];
        if (second) second[i] = values[t->n + i];
    }
    free(values);
    return status;
}

rwk_status rwk_truth_inv_freq(double inv_freq[], rwk_truth *truth, rwk_dtype dtype)
{
    return all_pairs(inv_freq, NULL, truth, &(request){ .what = FREQUENCY }, dtype);
}

rwk_status rwk_truth_cos_sin(double c[], double s[], rwk_truth *truth, int64_t m, rwk_dtype dtype)
{
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    return all_pairs(c, s, truth, &(request){ COS_SIN, m, truth->attention_factor, 0, 0 }, dtype);
}

rwk_status rwk_truth_cos_sin_pair(double *c, double *s, rwk_truth *truth, size_t i, int64_t m, rwk_dtype dtype)
{
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION || i >= truth->n) return RWK_ERANGE;
    return one_pair(c, s, truth, i, &(request){ COS_SIN, m, truth->attention_factor, 0, 0 }, dtype);
}

rwk_status rwk_truth_rotate_pair(double *y0, double *y1, double x0, double x1, rwk_truth *truth, size_t i, int64_t m,
                                 rwk_dtype dtype)
{
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION || i >= truth->n) return RWK_ERANGE;
    if (!isfinite(x0) || !isfinite(x1)) return RWK_ENAN;
    return one_pair(y0, y1, truth, i, &(request){ ROTATED, m, truth->attention_factor, x0, x1 }, dtype);
}

static rwk_status split_angle(double c[2], double s[2], rwk_reals *pool, rwk_real theta, int64_t m, double a)
{
    int exponent;
    rwk_real cosine, sine;
    frexp(a, &exponent);
    const double error = ldexp(1, exponent - 105);
    scaled_cos_sin(&cosine, &sine, pool, theta, m, a);
    double hi, lo;
    rwk_status status = rwk_real_split(&hi, &lo, cosine, error);
    if (status == RWK_OK) status = rwk_real_split(&s[0], &s[1], sine, error);
    if (rwk_reals_status(pool) != RWK_OK) return rwk_reals_status(pool);
    if (status == RWK_OK) c[0] = hi, c[1] = lo;
    return status;
}

/* As one_pair: first with the frequencies at hand, then from scratch with more bits. */
rwk_status rwk_truth_split(double c[2], double s[2], rwk_truth *truth, size_t i, int64_t m, bool scaled)
{
    const double a = scaled ? truth->attention_factor : 1;
    const size_t mark = rwk_reals_mark(truth->pool);
    rwk_status status = split_angle(c, s, truth->pool, truth->theta[i], m, a);
    rwk_reals_release(truth->pool, mark);
    for (long precision = 2 * truth->precision; status == RWK_EUNDECIDED && precision <= RWK_TRUTH_CAP; precision *= 2) {
        rwk_reals *pool = rwk_reals_new(precision);
        if (!pool) return RWK_ENOMEM;
        status = split_angle(c, s, pool, truth->rule(pool, &truth->config, i), m, a);
        rwk_reals_free(pool);
    }
    return status;
}

rwk_status rwk_truth_cos_sin_of(double *c, double *s, double theta, int64_t m, rwk_dtype dtype)
{
    if (!isfinite(theta)) return RWK_ENAN;
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    return certify(c, s, &(frequency){ .stored = theta }, &(request){ COS_SIN, m, 1, 0, 0 }, RWK_TRUTH_BITS, dtype);
}
