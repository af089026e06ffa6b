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
#include "angles/truth.h"
#include "attention/projection.h"
#include "attention/scores.h"
#include "claims/abel.h"
#include "claims/aliasing.h"
#include "claims/arcs.h"
#include "claims/base_sum.h"
#include "claims/chord.h"
#include "claims/decay.h"
#include "claims/leak.h"
#include "claims/precision.h"
#include "claims/sections.h"
#include "claims/xpos_curve.h"
#include "claims/wheel.h"
#include "encodings/alibi.h"
#include "claims/pe_distance.h"
#include "claims/phases.h"
#include "claims/shift_invariant.h"
#include "core/array.h"
#include "encodings/rope.h"
#include "encodings/t5_bias.h"

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

WRAPPED(rwk_status, rwk_alibi_bias, double bias[], const rwk_bias_block *block, double slope, rwk_alibi_form form)
{
    const rwk_status status = __real_rwk_alibi_bias(bias, block, slope, form);
    if (status == RWK_OK && spoiled("rwk_alibi_bias", 50)) bias[block->n_keys / 2] = NAN;
    return status;
}

WRAPPED(rwk_status, rwk_t5_bias, double bias[], const rwk_bias_block *block, const rwk_t5_buckets *buckets, const double table[],
        size_t n_heads, size_t head)
{
    const rwk_status status = __real_rwk_t5_bias(bias, block, buckets, table, n_heads, head);
    if (status == RWK_OK && spoiled("rwk_t5_bias", 5)) bias[block->n_keys / 2] = NAN;
    return status;
}

WRAPPED(rwk_status, rwk_truth_inv_freq, double inv_freq[], rwk_truth *truth, rwk_dtype dtype)
{
    const rwk_status status = __real_rwk_truth_inv_freq(inv_freq, truth, dtype);
    if (status == RWK_OK && spoiled("rwk_truth_inv_freq", 2)) inv_freq[rwk_truth_pairs(truth) - 1] = NAN;
    return status;
}

WRAPPED(double, rwk_decay_mean_cosine, const double inv_freq[], size_t n, double s)
{
    return spoiled("rwk_decay_mean_cosine", 10) ? NAN : __real_rwk_decay_mean_cosine(inv_freq, n, s);
}

WRAPPED(double, rwk_decay_mean_partial_sum, const double inv_freq[], size_t n, double s)
{
    return spoiled("rwk_decay_mean_partial_sum", 100) ? NAN : __real_rwk_decay_mean_partial_sum(inv_freq, n, s);
}

WRAPPED(double, rwk_chord_error, const double re[], const double im[], const double inv_freq[], size_t n, rwk_chord at)
{
    return spoiled("rwk_chord_error", 50) ? NAN : __real_rwk_chord_error(re, im, inv_freq, n, at);
}

WRAPPED(double, rwk_sections_loss, const double theta[], const size_t axis[], size_t n, size_t a, double s)
{
    return spoiled("rwk_sections_loss", 1) ? NAN : __real_rwk_sections_loss(theta, axis, n, a, s);
}

WRAPPED(double, rwk_xpos_mean_cosine, const double zeta[], const double inv_freq[], size_t n, double scale_base, double s)
{
    return spoiled("rwk_xpos_mean_cosine", 7) ? NAN : __real_rwk_xpos_mean_cosine(zeta, inv_freq, n, scale_base, s);
}

WRAPPED(double, rwk_abel_steepness, const double re[], const double im[], size_t n)
{
    return spoiled("rwk_abel_steepness", 10) ? NAN : __real_rwk_abel_steepness(re, im, n);
}

WRAPPED(double, rwk_alias_noise, const double inv_freq[], size_t n, double base, double s)
{
    return spoiled("rwk_alias_noise", 10) ? NAN : __real_rwk_alias_noise(inv_freq, n, base, s);
}

WRAPPED(double, rwk_wheel_farthest, const double c[], const double s[], size_t n)
{
    return spoiled("rwk_wheel_farthest", 11) ? NAN : __real_rwk_wheel_farthest(c, s, n);
}

WRAPPED(rwk_base_signs, rwk_base_scan, rwk_base *b, int64_t context)
{
    rwk_base_signs signs = __real_rwk_base_scan(b, context);
    if (spoiled("rwk_base_scan", 2)) signs.least = signs.doubt = NAN;
    return signs;
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

WRAPPED(double, rwk_pe_distance_squared, const double inv_freq[], size_t n, int64_t k)
{
    return spoiled("rwk_pe_distance_squared", 10) ? NAN : __real_rwk_pe_distance_squared(inv_freq, n, k);
}

WRAPPED(rwk_pe_closest, rwk_pe_closest_pair, const double inv_freq[], size_t n, int64_t first, int64_t last)
{
    rwk_pe_closest pair = __real_rwk_pe_closest_pair(inv_freq, n, first, last);
    if (spoiled("rwk_pe_closest_pair", 3)) pair.squared = NAN;
    return pair;
}

WRAPPED(int64_t, rwk_phases_decode, const double re[], const double im[], const double c[], const double s[], size_t n,
        size_t n_pos)
{
    return spoiled("rwk_phases_decode", 10) ? -1 : __real_rwk_phases_decode(re, im, c, s, n, n_pos); /* NaN has no position */
}

WRAPPED(double, rwk_phases_error_limit, const double inv_freq[], size_t n, int64_t n_pos, double kappa, int64_t beyond)
{
    return spoiled("rwk_phases_error_limit", 2) ? NAN : __real_rwk_phases_error_limit(inv_freq, n, n_pos, kappa, beyond);
}

WRAPPED(rwk_status, rwk_projected_score, double *score, const double x_m[], const double x_n[], const rwk_projection *w,
        const double c[], const double s[], double work[])
{
    const rwk_status status = __real_rwk_projected_score(score, x_m, x_n, w, c, s, work);
    if (status == RWK_OK && spoiled("rwk_projected_score", 25)) *score = NAN;
    return status;
}

WRAPPED(double, rwk_shift_variant_norm, const double m[], size_t d)
{
    return spoiled("rwk_shift_variant_norm", 2) ? NAN : __real_rwk_shift_variant_norm(m, d);
}

WRAPPED(rwk_status, rwk_bmm, double c[], const double a[], const double b[], size_t batch, size_t n, size_t k, size_t m)
{
    const rwk_status status = __real_rwk_bmm(c, a, b, batch, n, k, m);
    if (status == RWK_OK && spoiled("rwk_bmm", 1)) c[0] = NAN;
    return status;
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
