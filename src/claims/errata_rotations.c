/* SPDX-License-Identifier: MIT */
/* Frequencies and rotations as printed, and as they are. */
#include "claims/errata_measures.h"

#include <gsl/gsl_math.h>

#include "claims/decay.h"
#include "claims/pe_distance.h"
#include "claims/rounding.h"
#include "claims/weights.h"
#include "encodings/rope.h"
#include "encodings/sinusoidal.h"
#include "faults/document_fault.h"
#include "faults/frequency_fault.h"
#include "faults/interpolation_fault.h"
#include "faults/not_rotation.h"

static const double BASE = 10000;

static double relative(double value, double wanted) { return fabs(value / wanted - 1); }

/* ---- E8: frequencies counted from one.                                                                   (D16.9) ---- */

/* S2's line, base ** (-2*(i - 1)/dim) with i from 1: an exponent rounded, pow, and the certified frequency: u (4 + ln b).   (D6.3) */
static double of_s2(size_t i, size_t d) { return pow(BASE, -2 * (double)(i - 1) / (double)d); }

static double correlation(const double a[], const double b[], size_t n, double s)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += cos(s * (a[i] - b[i]));
    return sum / (double)n;
}

rwk_status rwk_erratum_from_one(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 128, N = D / 2 };
    double truth[N], printed[N];
    const rwk_status status = rwk_pe_frequencies(truth, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    rwk_fault_inv_freq_from_one(printed, N, BASE);
    for (size_t i = 0; i < N; i++) {
        r->printed = rwk_worst(r->printed, relative(printed[i], truth[i]));
        r->right = rwk_worst(r->right, relative(of_s2(i + 1, D), truth[i]));
    }
    r->bound = rwk_unit_roundoff(RWK_F64) * (4 + log(BASE)), r->relative = r->printed;
    r->shown[0] = printed[0];
    for (int k = 0; k < 4; k++) r->shown[k + 1] = correlation(truth, printed, N, pow(10, k));
    return RWK_OK;
}

/* ---- E11: distances, for an invertible map and for an orthogonal one.                                      (D7.5) ---- */

static double distance(const double a[], const double b[], size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(sum);
}

rwk_status rwk_erratum_invertible(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 64, ROWS = 100 };
    double pe[ROWS * D], sheared[2 * D], turned[2 * D], c[D / 2], s[D / 2], theta[D / 2], nearest = INFINITY;
    rwk_status status = rwk_sinusoidal_loop(pe, ROWS, D, BASE);
    if (status == RWK_OK) status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    for (size_t i = 0; i < D / 2 && status == RWK_OK; i++) c[i] = cos(theta[i]), s[i] = sin(theta[i]);
    for (size_t i = 0; i + 1 < ROWS && status == RWK_OK; i++) {
        const double between = distance(pe + i * D, pe + (i + 1) * D, D);
        for (size_t e = 0; e < 2 && status == RWK_OK; e++) {
            status = rwk_fault_shear(sheared + e * D, pe + (i + e) * D, D, D, c, s, RWK_F64);
            if (status == RWK_OK) status = rwk_rope_interleaved(turned + e * D, pe + (i + e) * D, D, D, c, s, RWK_F64);
        }
        if (status != RWK_OK) break;
        nearest = rwk_least(nearest, between);
        r->printed = rwk_worst(r->printed, relative(distance(sheared, sheared + D, D), between));
        r->right = rwk_worst(r->right, relative(distance(turned, turned + D, D), between));
    }
    r->bound = 2 * rwk_unit_roundoff(RWK_F64) * sqrt(D / 2) / nearest * (2 + M_SQRT2 + D);
    r->relative = r->shown[0] = r->printed;
    return status;
}

/* ---- E12: what an axis would be, a vector that stays; the slowest pair moves least.                           (D23.6) ---- */

rwk_status rwk_erratum_axis(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 128, N = D / 2 };
    double theta[N], c[N], s[N], x[D] = { 0 }, y[D];
    rwk_status status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < N; i++) c[i] = cos(theta[i]), s[i] = sin(theta[i]);
    x[D - 2] = 1;
    status = rwk_rope_interleaved(y, x, D, D, c, s, RWK_F64);
    if (status != RWK_OK) return status;
    const double moved = distance(y, x, D);
    r->printed = moved, r->right = fabs(moved - 2 * sin(theta[N - 1] / 2));
    r->bound = 8 * rwk_unit_roundoff(RWK_F64), r->relative = r->shown[0] = moved;
    return RWK_OK;
}

/* ---- E14: steps at which the curve of RoFormer's figure 2 rises; octaves whose mean does not fall.              (D5.4) ---- */

rwk_status rwk_erratum_decay(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 128, N = D / 2, FIGURE = 250, FIRST = 16, LAST = 4096 };
    double theta[N], before = INFINITY;
    const rwk_status status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    r->shown[1] = -1;
    for (int s = 0; s < FIGURE; s++) {
        const double rise = rwk_decay_mean_partial_sum(theta, N, s + 1) - rwk_decay_mean_partial_sum(theta, N, s);
        r->printed = isnan(rise) ? NAN : r->printed + (rise > 0);
        if (rise > 0 && r->shown[1] < 0) r->shown[1] = s;
    }
    for (int first = FIRST; first < LAST; first *= 2) {
        double mean = 0;
        for (int s = first; s < 2 * first; s++) mean += rwk_decay_mean_partial_sum(theta, N, s) / first;
        r->right = isnan(mean) ? NAN : r->right + !(mean < before);
        before = mean;
    }
    r->bound = 0, r->relative = r->printed / FIGURE, r->shown[0] = r->printed;
    return RWK_OK;
}

/* ---- E22: 10000**-2i/d as Python reads it, d = 8.                                                          (D23.4) ---- */

rwk_status rwk_erratum_precedence(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 8, N = D / 2 };
    double truth[N];
    const rwk_status status = rwk_pe_frequencies(truth, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    r->printed = INFINITY;
    for (size_t i = 0; i < N; i++) {
        r->printed = rwk_least(r->printed, relative(rwk_fault_precedence(BASE, i, D), truth[i]));
        r->right = rwk_worst(r->right, relative(of_s2(i + 1, D), truth[i]));
    }
    r->bound = rwk_unit_roundoff(RWK_F64) * (4 + log(BASE));
    r->shown[0] = rwk_fault_precedence(BASE, 1, D), r->shown[1] = truth[1];
    r->relative = relative(r->shown[0], r->shown[1]);
    return RWK_OK;
}

/* ---- E57: the longest wavelength, d = 512.                                                                (D16.8) ---- */

rwk_status rwk_erratum_wavelength(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 512, N = D / 2 };
    double theta[N];
    const rwk_status status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    const double longest = 2 * M_PI / theta[N - 1];
    r->printed = relative(longest, 2 * M_PI * BASE), r->right = relative(longest, 2 * M_PI * pow(BASE, 1 - 2.0 / D));
    r->bound = rwk_unit_roundoff(RWK_F64) * (9 + log(BASE));
    r->shown[0] = longest, r->shown[1] = 2 * M_PI * BASE;
    r->relative = relative(r->shown[1], longest);
    return RWK_OK;
}

/* ---- E41: c^x against its tangent at 0, at the exponents -4j/d of the proof, and the sum of squares that it bounds.  Both sides are
 * at least 0.03 apart, so both signs are certain.                                                          (D21.12) ---- */

rwk_status rwk_erratum_convexity(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 128, N = D / 2 };
    double sum = 1; /* j = 0 */
    (void)run;
    r->right = r->printed = -INFINITY;
    for (size_t j = 1; j < N; j++) {
        const double x = -4 * (double)j / D, power = pow(BASE, x), tangent = rwk_fault_power_bound(BASE, x);
        sum += power;
        r->printed = rwk_worst(r->printed, power - tangent);
        r->right = rwk_worst(r->right, tangent - power);
    }
    r->bound = 0;
    r->shown[0] = sum, r->shown[1] = rwk_fault_sum_of_squares(BASE, D);
    r->relative = relative(r->shown[1], sum);
    return RWK_OK;
}

/* ---- E58: how far B(s)/d falls below 1, and below 1/4, on 0 .. 5000 and where it is least.                    (D21.15), (D21.16) ---- */

rwk_status rwk_erratum_beyond(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 128, N = D / 2, LAST = 5000, LOWEST = 70508 };
    double theta[N];
    const rwk_status status = rwk_pe_frequencies(theta, D, BASE, &run->diag);
    if (status != RWK_OK) return status;
    r->printed = r->right = -INFINITY;
    for (int s = 0; s <= LOWEST; s = s < LAST ? s + 1 : s < LOWEST ? LOWEST : s + 1) {
        const double over_d = rwk_decay_mean_partial_sum(theta, N, s) / 2;
        if (over_d < 1 && r->shown[0] == 0) r->shown[0] = s, r->shown[1] = over_d;
        r->printed = rwk_worst(r->printed, 1 - over_d), r->right = rwk_worst(r->right, 0.25 - over_d);
        r->shown[2] = over_d;
    }
    r->bound = 0, r->relative = relative(1, r->shown[2]);
    return RWK_OK;
}

/* ---- E10: R P_{n+1} against R P_n, both called Q_{n+1}; right, R P_n = P_{n+1}, entries within (D6.5). ---- */

rwk_status rwk_erratum_indexing(rwk_erratum_result *r, rwk_run *run)
{
    enum { D = 64, N = 99 };
    double pe[(N + 2) * D], shift[D * D], first[D], second[D];
    (void)run;
    rwk_status status = rwk_sinusoidal_loop(pe, N + 2, D, BASE);
    if (status == RWK_OK) status = rwk_sinusoidal_shift(shift, 1, D, BASE);
    if (status != RWK_OK) return status;
    rwk_project(first, shift, pe + (N + 1) * D, 1, D);
    rwk_project(second, shift, pe + N * D, 1, D);
    r->printed = r->shown[0] = distance(first, second, D), r->right = distance(second, pe + (N + 1) * D, D);
    r->bound = sqrt(D) * rwk_bound_sinusoidal_shift(N, 1, rwk_unit_roundoff(RWK_F64)), r->relative = r->printed / sqrt(D / 2);
    return RWK_OK;
}

/* ---- E45: R^100 P_99 against P_199, for a table of Gaussian rows and for a sinusoidal one; entries within (D7.6). ---- */

enum { WIDTH = 64, START = 99, STEPS = 100 };

/* The largest |entry| of R^100 p - q, and its length over that of q. */
static double continued(const double shift[], const double p[], const double q[], double *error)
{
    double x[WIDTH], y[WIDTH], worst = 0;
    const double zero[WIDTH] = { 0 };
    for (size_t j = 0; j < WIDTH; j++) x[j] = p[j];
    for (int k = 0; k < STEPS; k++) {
        rwk_project(y, shift, x, 1, WIDTH);
        for (size_t j = 0; j < WIDTH; j++) x[j] = y[j];
    }
    for (size_t j = 0; j < WIDTH; j++) worst = rwk_worst(worst, fabs(x[j] - q[j]));
    *error = distance(x, q, WIDTH) / distance(q, zero, WIDTH);
    return worst;
}

rwk_status rwk_erratum_continued(rwk_erratum_result *r, rwk_run *run)
{
    double pe[(START + STEPS + 1) * WIDTH], shift[WIDTH * WIDTH], learned[2 * WIDTH], error;
    rwk_status status = rwk_sinusoidal_loop(pe, START + STEPS + 1, WIDTH, BASE);
    if (status == RWK_OK) status = rwk_sinusoidal_shift(shift, 1, WIDTH, BASE);
    if (status != RWK_OK) return status;
    rwk_run_gaussian(run, learned, 2 * WIDTH);
    r->right = continued(shift, pe + START * WIDTH, pe + (START + STEPS) * WIDTH, &error);
    r->printed = continued(shift, learned, learned + WIDTH, &error);
    r->bound = rwk_unit_roundoff(RWK_F64) * (2 * (START + STEPS) + 6 * STEPS + 6), r->relative = r->shown[0] = error;
    return RWK_OK;
}
