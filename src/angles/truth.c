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
};

rwk_status rwk_truth_new(rwk_truth **truth, const rwk_config *config, long precision, rwk_diag *diag)
{
    const rwk_status status = rwk_config_check(config, "config", diag);
    if (status != RWK_OK) return status;
    if (precision != 0 && (precision < 64 || precision > RWK_TRUTH_CAP))
        return rwk_fail(diag, RWK_ERANGE, "precision: %ld: expected 64 .. %d", precision, RWK_TRUTH_CAP);
    rwk_rule *rule = rwk_rule_find(config->rope_type);
    if (!rule)
        return rwk_fail(diag, RWK_EUNSUPPORTED, "rope_type: %s: expected default, the only rule of this version",
                        rwk_rope_type_name(config->rope_type));
    rwk_truth *t = calloc(1, sizeof *t);
    if (!t) return rwk_fail(diag, RWK_ENOMEM, "out of memory");
    *t = (rwk_truth){
        .config = *config, .rule = rule, .n = config->rotary_dim / 2, .precision = precision ? precision : RWK_TRUTH_BITS
    };
    t->pool = rwk_reals_new(t->precision);
    t->theta = malloc(t->n * sizeof *t->theta);
    for (size_t i = 0; t->pool && t->theta && i < t->n; i++) t->theta[i] = rule(t->pool, config, i);
    if (t->pool && t->theta && rwk_reals_status(t->pool) == RWK_OK) {
        *truth = t;
        return RWK_OK;
    }
    rwk_truth_free(t);
    return rwk_fail(diag, RWK_ENOMEM, "out of memory");
}

void rwk_truth_free(rwk_truth *truth)
{
    if (!truth) return;
    free(truth->theta);
    rwk_reals_free(truth->pool);
    free(truth);
}

size_t rwk_truth_pairs(const rwk_truth *truth) { return truth->n; }

/* What is certified: the frequency itself (c = theta, s unused), or cos and sin at a position. */
typedef struct {
    rwk_real (*theta)(rwk_reals *pool, const void *source, size_t i);
    const void *source;
    size_t i;
    const int64_t *position; /* NULL: certify the frequency */
} request;

static rwk_status round_request(double *c, double *s, rwk_reals *pool, rwk_real theta, const int64_t *position, rwk_dtype dtype)
{
    if (!position) return rwk_real_round(c, theta, dtype);
    const rwk_real angle = rwk_real_mul(pool, rwk_real_of(pool, (double)*position), theta);
    double cosine, sine;
    rwk_status status = rwk_real_round(&cosine, rwk_real_cos(pool, angle), dtype);
    if (status == RWK_OK) status = rwk_real_round(&sine, rwk_real_sin(pool, angle), dtype);
    if (status != RWK_OK) return status;
    *c = cosine;
    *s = sine;
    return RWK_OK;
}

static rwk_status certify_at(double *c, double *s, const request *what, long precision, rwk_dtype dtype)
{
    rwk_reals *pool = rwk_reals_new(precision);
    if (!pool) return RWK_ENOMEM;
    rwk_status status = round_request(c, s, pool, what->theta(pool, what->source, what->i), what->position, dtype);
    if (rwk_reals_status(pool) != RWK_OK) status = rwk_reals_status(pool);
    rwk_reals_free(pool);
    return status;
}

/* The loop is capped: RWK_EUNDECIDED leaves it, never a guess. */
static rwk_status certify(double *c, double *s, const request *what, long precision, rwk_dtype dtype)
{
    rwk_status status = RWK_EUNDECIDED;
    for (; status == RWK_EUNDECIDED && precision <= RWK_TRUTH_CAP; precision *= 2)
        status = certify_at(c, s, what, precision, dtype);
    return status;
}

static rwk_real theta_of_rule(rwk_reals *pool, const void *source, size_t i)
{
    const rwk_truth *truth = source;
    return truth->rule(pool, &truth->config, i);
}

/* First with the frequencies at hand; from scratch with more bits only where that did not decide. */
static rwk_status one_pair(double *c, double *s, rwk_truth *t, size_t i, const int64_t *position, rwk_dtype dtype)
{
    const size_t mark = rwk_reals_mark(t->pool);
    rwk_status status = round_request(c, s, t->pool, t->theta[i], position, dtype);
    if (rwk_reals_status(t->pool) != RWK_OK) status = rwk_reals_status(t->pool);
    rwk_reals_release(t->pool, mark);
    if (status != RWK_EUNDECIDED) return status;
    return certify(c, s, &(request){ theta_of_rule, t, i, position }, 2 * t->precision, dtype);
}

/* All pairs into scratch first: outputs stay untouched when one of them fails. */
static rwk_status all_pairs(double c[], double s[], rwk_truth *t, const int64_t *position, rwk_dtype dtype)
{
    double *values = malloc(2 * t->n * sizeof *values);
    rwk_status status = values ? RWK_OK : RWK_ENOMEM;
    for (size_t i = 0; i < t->n && status == RWK_OK; i++) status = one_pair(&values[i], &values[t->n + i], t, i, position, dtype);
    for (size_t i = 0; i < t->n && status == RWK_OK; i++) {
        c[i] = values[i];
        if (position) s[i] = values[t->n + i];
    }
    free(values);
    return status;
}

rwk_status rwk_truth_inv_freq(double inv_freq[], rwk_truth *truth, rwk_dtype dtype)
{
    double last; /* frequencies are monotone in i: if one overflows, so does the first or the last, and the first is 1 */
    rwk_status status = one_pair(&last, NULL, truth, truth->n - 1, NULL, dtype);
    if (status == RWK_OK && isinf(last)) status = RWK_ERANGE;
    return status == RWK_OK ? all_pairs(inv_freq, NULL, truth, NULL, dtype) : status;
}

rwk_status rwk_truth_cos_sin(double c[], double s[], rwk_truth *truth, int64_t m, rwk_dtype dtype)
{
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    return all_pairs(c, s, truth, &m, dtype);
}

static rwk_real theta_stored(rwk_reals *pool, const void *source, size_t i)
{
    const double *theta = source;
    return rwk_real_of(pool, theta[i]);
}

rwk_status rwk_truth_cos_sin_of(double *c, double *s, double theta, int64_t m, rwk_dtype dtype)
{
    if (!isfinite(theta)) return RWK_ENAN;
    if (m < -RWK_MAX_POSITION || m > RWK_MAX_POSITION) return RWK_ERANGE;
    return certify(c, s, &(request){ theta_stored, &theta, 0, &m }, RWK_TRUTH_BITS, dtype);
}
