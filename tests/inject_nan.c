/* SPDX-License-Identifier: MIT */
/* Spoils results with NaN, by the linker's --wrap, to see that an experiment then refutes.  SPOIL names the function; other
 * calls of it are left alone, since a NaN among good values is what a careless maximum swallows. */
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "angles/stages.h"
#include "attention/relative_scores.h"
#include "attention/attention.h"
#include "attention/linear.h"
#include "attention/scores.h"
#include "claims/arcs.h"
#include "claims/decay.h"
#include "claims/leak.h"
#include "claims/precision.h"
#include "claims/sections.h"
#include "claims/xpos_curve.h"
#include "encodings/rope.h"

/* True on every `period`-th call with SPOIL = name. */
static bool spoiled(const char *name, unsigned period)
{
    static unsigned calls;
    const char *wanted = getenv("SPOIL");
    return wanted && strcmp(wanted, name) == 0 && ++calls % period == 0;
}

#define WRAPPED(result, name, ...)                                                                                                 \
    result __real_##name(__VA_ARGS__);                                                                                             \
    result __wrap_##name(__VA_ARGS__);                                                                                             \
    result __wrap_##name(__VA_ARGS__)

WRAPPED(double, rwk_dot, const double q[], const double k[], size_t n, rwk_dtype dtype)
{
    return spoiled("rwk_dot", 2) ? NAN : __real_rwk_dot(q, k, n, dtype);
}

WRAPPED(double, rwk_score_shaw, const double q[], const double k[], const double a[], size_t dim, rwk_dtype dtype)
{
    return spoiled("rwk_score_shaw", 50) ? NAN : __real_rwk_score_shaw(q, k, a, dim, dtype);
}

WRAPPED(void, rwk_value_shaw, double o[], const double w[], const double v[], const double a[], const size_t row[], size_t n_keys,
        size_t dim, rwk_dtype dtype)
{
    __real_rwk_value_shaw(o, w, v, a, row, n_keys, dim, dtype);
    if (spoiled("rwk_value_shaw", 10)) o[0] = NAN;
}

WRAPPED(double, rwk_score_four_terms, const double q[], const double k[], const double r[], const double u[], const double v[],
        size_t dim, rwk_dtype dtype)
{
    return spoiled("rwk_score_four_terms", 50) ? NAN : __real_rwk_score_four_terms(q, k, r, u, v, dim, dtype);
}

WRAPPED(rwk_status, rwk_rope_interleaved, double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[],
        const double s[], rwk_dtype dtype)
{
    const rwk_status status = __real_rwk_rope_interleaved(y, x, head_dim, rotary_dim, c, s, dtype);
    if (status == RWK_OK && spoiled("rwk_rope_interleaved", 50)) y[0] = NAN;
    return status;
}

WRAPPED(rwk_status, rwk_attention_softmax, double out[], double weights[], const double q[], const double k[], const double v[],
        const bool allowed[], const double dropout[], rwk_attention_shape shape)
{
    const rwk_status status = __real_rwk_attention_softmax(out, weights, q, k, v, allowed, dropout, shape);
    if (status == RWK_OK && spoiled("rwk_attention_softmax", 2)) out[0] = NAN;
    return status;
}

WRAPPED(rwk_status, rwk_linear_state, double out[], double state[], const rwk_linear *in)
{
    const rwk_status status = __real_rwk_linear_state(out, state, in);
    if (status == RWK_OK && spoiled("rwk_linear_state", 2)) out[in->dim_v] = NAN;
    return status;
}

WRAPPED(rwk_status, rwk_leak_moments, double mean[], double variance[], size_t n, double sigma, double f)
{
    const rwk_status status = __real_rwk_leak_moments(mean, variance, n, sigma, f);
    if (status == RWK_OK && spoiled("rwk_leak_moments", 2)) mean[n / 2] = NAN;
    return status;
}

WRAPPED(double, rwk_decay_mean_cosine, const double inv_freq[], size_t n, double s)
{
    return spoiled("rwk_decay_mean_cosine", 10) ? NAN : __real_rwk_decay_mean_cosine(inv_freq, n, s);
}

WRAPPED(double, rwk_sections_loss, const double theta[], const size_t axis[], size_t n, size_t a, double s)
{
    return spoiled("rwk_sections_loss", 1) ? NAN : __real_rwk_sections_loss(theta, axis, n, a, s);
}

WRAPPED(double, rwk_xpos_mean_cosine, const double zeta[], const double inv_freq[], size_t n, double scale_base, double s)
{
    return spoiled("rwk_xpos_mean_cosine", 7) ? NAN : __real_rwk_xpos_mean_cosine(zeta, inv_freq, n, scale_base, s);
}

WRAPPED(double, rwk_arcs_largest_gap, double angle[], double theta, size_t n_pos)
{
    return spoiled("rwk_arcs_largest_gap", 10) ? NAN : __real_rwk_arcs_largest_gap(angle, theta, n_pos);
}

WRAPPED(double, rwk_arcs_turn_doubt, double theta, int64_t context)
{
    return spoiled("rwk_arcs_turn_doubt", 10) ? NAN : __real_rwk_arcs_turn_doubt(theta, context);
}

WRAPPED(double, rwk_arcs_overshoot, const rwk_arc *arc)
{
    return spoiled("rwk_arcs_overshoot", 10) ? NAN : __real_rwk_arcs_overshoot(arc);
}

WRAPPED(double, rwk_precision_collisions, int e, rwk_dtype dtype)
{
    return spoiled("rwk_precision_collisions", 10) ? NAN : __real_rwk_precision_collisions(e, dtype);
}

WRAPPED(double, rwk_bound_formula, rwk_formula_kind kind, size_t i, size_t d, double base, rwk_dtype dtype)
{
    return spoiled("rwk_bound_formula", 50) ? NAN : __real_rwk_bound_formula(kind, i, d, base, dtype);
}

WRAPPED(double, rwk_stages_angle, double theta, int64_t m, rwk_stages stages)
{
    return spoiled("rwk_stages_angle", 500) ? NAN : __real_rwk_stages_angle(theta, m, stages);
}

WRAPPED(void, rwk_stages_cos_sin, double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_stages stages)
{
    __real_rwk_stages_cos_sin(c, s, inv_freq, n, m, stages);
    if (spoiled("rwk_stages_cos_sin", 50)) s[n - 1] = NAN;
}

WRAPPED(double, rwk_bound_score_shift, const double nq[], const double nk[], const double stored[], size_t n_pairs, int64_t m,
        int64_t n, int64_t shift, rwk_score_pipeline pipeline)
{
    return spoiled("rwk_bound_score_shift", 50) ? NAN
                                                : __real_rwk_bound_score_shift(nq, nk, stored, n_pairs, m, n, shift, pipeline);
}

WRAPPED(int, gsl_linalg_exponential_ss, const gsl_matrix *a, gsl_matrix *e, gsl_mode_t mode)
{
    return spoiled("gsl_linalg_exponential_ss", 2) ? GSL_FAILURE : __real_gsl_linalg_exponential_ss(a, e, mode);
}

WRAPPED(int, gsl_eigen_nonsymm, gsl_matrix *a, gsl_vector_complex *values, gsl_eigen_nonsymm_workspace *w)
{
    return spoiled("gsl_eigen_nonsymm", 2) ? GSL_FAILURE : __real_gsl_eigen_nonsymm(a, values, w);
}

WRAPPED(double, gsl_linalg_LU_det, gsl_matrix *lu, int sign)
{
    return spoiled("gsl_linalg_LU_det", 5) ? NAN : __real_gsl_linalg_LU_det(lu, sign);
}

WRAPPED(int, gsl_linalg_SV_decomp, gsl_matrix *a, gsl_matrix *v, gsl_vector *s, gsl_vector *work)
{
    const int result = __real_gsl_linalg_SV_decomp(a, v, s, work);
    if (spoiled("gsl_linalg_SV_decomp", 1)) gsl_vector_set_all(s, NAN);
    return result;
}
