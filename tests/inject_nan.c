/* SPDX-License-Identifier: MIT */
/* Spoils results with NaN, by the linker's --wrap, to see that an experiment then refutes.  SPOIL names the function; other
 * calls of it are left alone, since a NaN among good values is what a careless maximum swallows. */
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "attention/projection.h"
#include "attention/scores.h"
#include "claims/arcs.h"
#include "claims/decay.h"
#include "claims/shift_invariant.h"
#include "core/array.h"
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

WRAPPED(rwk_status, rwk_rope_interleaved, double y[], const double x[], size_t head_dim, size_t rotary_dim, const double c[],
        const double s[], rwk_dtype dtype)
{
    const rwk_status status = __real_rwk_rope_interleaved(y, x, head_dim, rotary_dim, c, s, dtype);
    if (status == RWK_OK && spoiled("rwk_rope_interleaved", 50)) y[0] = NAN;
    return status;
}

WRAPPED(double, rwk_decay_mean_cosine, const double inv_freq[], size_t n, double s)
{
    return spoiled("rwk_decay_mean_cosine", 10) ? NAN : __real_rwk_decay_mean_cosine(inv_freq, n, s);
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
