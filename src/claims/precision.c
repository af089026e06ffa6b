/* SPDX-License-Identifier: MIT */
/* Counts and bounds of section 22. */
#include "claims/precision.h"

#include <gsl/gsl_math.h>
#include <stdbool.h>

#include "claims/rounding.h"

int rwk_precision_bits(rwk_dtype dtype) { return -ilogb(rwk_unit_roundoff(dtype)); }

int64_t rwk_precision_first_lost(rwk_dtype dtype) { return ((int64_t)1 << rwk_precision_bits(dtype)) + 1; }

double rwk_precision_collisions(int e, rwk_dtype dtype)
{
    const int p = rwk_precision_bits(dtype);
    return e < p ? 0 : 1 - ldexp(1, p - 1 - e);
}

int64_t rwk_precision_distinct(int e, rwk_dtype dtype)
{
    const int p = rwk_precision_bits(dtype);
    return ((int64_t)1 << p) + (e - p) * ((int64_t)1 << (p - 1)) + 1;
}

double rwk_half_ulp(double x, rwk_dtype dtype) { return rwk_ulp(x, dtype) / 2; }

/* ---- Frequencies. ---- */

/* eL u, what the rounding of the exponent e does to the power; 0 when e is a number of dtype. */
static double exponent_share(size_t i, size_t d, double base, rwk_dtype dtype)
{
    const double e = (double)(2 * i) / (double)d;
    return rwk_round(e, dtype) == e ? 0 : e * fabs(log(base));
}

double rwk_bound_formula(rwk_formula_kind kind, size_t i, size_t d, double base, rwk_dtype dtype)
{
    const double u = rwk_unit_roundoff(dtype), library = 0x1p-50, size = (double)(2 * i) / (double)d * fabs(log(base));
    double units = 0;
    switch (kind) {
    case RWK_FORMULA_POWER: units = 1 + exponent_share(i, d, base, dtype); break;
    case RWK_FORMULA_RECIPROCAL: units = 2 + exponent_share(i, d, base, dtype); break;
    case RWK_FORMULA_EXPONENTIAL: units = 1 + 2 * size; break;
    case RWK_FORMULA_RUNNING: units = i == 0 ? 0 : (double)i * (1 + exponent_share(1, d, base, dtype)) + (double)(i - 1); break;
    default: return NAN;
    }
    return expm1(units * u) + (1 + size) * library;
}

/* ---- Angles and tables. ---- */

/* Past the overflow of dtype; f32 and f64 hold every int64_t. */
static bool is_finite_in(double x, rwk_dtype dtype) { return isfinite(rwk_round(x, dtype)) != 0; }

/* The product is exact: the bits of frequency and position fit into the angle's, and it is none of its subnormal numbers.   (D22.8) */
static bool exact_product(double position, double product, rwk_stages stages)
{
    if (product == 0) return true;
    const int bits = rwk_precision_bits(stages.angle), s = ilogb(position) + 1;
    const bool normal = ilogb(rwk_ulp(product, stages.angle)) == ilogb(product) + 1 - bits;
    return normal && rwk_precision_bits(stages.inv_freq) + s <= bits;
}

double rwk_bound_stages_drift(double stored, int64_t m, rwk_stages stages)
{
    const double exact = (double)m, position = rwk_round(exact, stages.position), product = fabs(position * stored);
    if (!is_finite_in(exact, stages.position) || !is_finite_in(product, stages.angle)) return INFINITY;
    const double rounding = exact_product(fabs(position), product, stages) ? 0 : rwk_half_ulp(product, stages.angle);
    return fabs(position - exact) * stored + rounding;
}

double rwk_bound_stages_angle(double stored, int64_t m, rwk_stages stages)
{
    return rwk_bound_stages_drift(stored, m, stages) + fabs((double)m) * rwk_half_ulp(stored, stages.inv_freq);
}

double rwk_bound_stages_table(double stored, int64_t m, rwk_stages stages)
{
    const double chord = rwk_least(2, rwk_bound_stages_angle(stored, m, stages));
    return chord + rwk_unit_roundoff(stages.table) / 2 + 0x1p-52;
}

int64_t rwk_precision_first_off(const double theta[], const double stored[], size_t n, rwk_stages stages, double allowed,
                                int64_t end)
{
    for (int64_t m = 1; m < end; m++)
        for (size_t i = 0; i < n; i++) /* not "> allowed": an infinite angle and NaN count as off */
            if (!(fabs(rwk_stages_angle(stored[i], m, stages) - (double)m * theta[i]) <= allowed)) return m;
    return end;
}

double rwk_precision_angle_loss(double *used, const double theta[], const double stored[], size_t n, rwk_stages stages,
                                int64_t from, int64_t end, int64_t step)
{
    double worst = 0;
    for (int64_t m = end - 1; m >= from; m -= step) {
        if (!is_finite_in((double)m, stages.position)) return INFINITY;
        for (size_t i = 0; i < n; i++) {
            const double error = fabs(rwk_stages_angle(stored[i], m, stages) - (double)m * theta[i]);
            worst = rwk_worst(worst, error);
            *used = rwk_worst(*used, error / (rwk_bound_stages_angle(stored[i], m, stages) + 0x1p-52 * (double)m));
        }
    }
    return worst;
}

/* ---- Scores. ---- */

/* rho: relative error of a rotated and stored pair apart from its angle                                       (D22.9) */
static double rotation_error(rwk_score_pipeline p)
{
    const double u = rwk_unit_roundoff(p.arithmetic), table = M_SQRT1_2 * rwk_unit_roundoff(p.stages->table) + 0x1p-52;
    const double output = p.output == p.arithmetic ? 0 : rwk_unit_roundoff(p.output);
    return (1 + table) * (1 + M_SQRT2 * u) * (1 + u) * (1 + output) - 1;
}

/* Chord between the computed and the meant direction of a score, never above 2 */
static double score_chord(double stored, int64_t m, int64_t n, rwk_stages stages)
{
    return rwk_least(2, rwk_bound_stages_drift(stored, m, stages) + rwk_bound_stages_drift(stored, n, stages));
}

double rwk_bound_score_shift(const double nq[], const double nk[], const double stored[], size_t n_pairs, int64_t m, int64_t n,
                             int64_t shift, rwk_score_pipeline p)
{
    const double rho = rotation_error(p), grown = (1 + rho) * (1 + rho), u = rwk_unit_roundoff(RWK_F64);
    const double dot = (2 * (double)n_pairs + 4) * u * 1.01,
                 tiny = 2 * M_SQRT2 * (rwk_half_ulp(0, p.arithmetic) + rwk_half_ulp(0, p.output));
    double sum = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        const double chord = score_chord(stored[i], m, n, *p.stages) + score_chord(stored[i], m + shift, n + shift, *p.stages);
        sum += nq[i] * nk[i] * (chord + 2 * (grown - 1) + 2 * dot * grown) + 2 * (1 + rho) * tiny * (nq[i] + nk[i] + tiny);
    }
    return sum;
}
