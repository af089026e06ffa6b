/* SPDX-License-Identifier: MIT */
/* Sums of cosines of one base, and their signs around it. */
#include "claims/base_sum.h"

#include <math.h>
#include <string.h>

#include "claims/rounding.h"
#include "core/dtype.h"

/* A reach is shortened by this share, which takes up the rounding of the reach itself and of the next base.      (D18.4) */
static const double SHORTER = 1 - 0x1p-10;

void rwk_base_set(rwk_base *b, double base, size_t n)
{
    b->n = n;
    b->base = base;
    b->log_base = log(base);
    b->theta_sum = b->slope = 0;
    b->ready = false;
    for (size_t j = 0; j < n; j++) {
        b->theta[j] = pow(base, -(double)j / (double)n);
        b->theta_sum += b->theta[j];
        b->slope += (double)j / (double)n * b->theta[j];
    }
}

static void fill_tables(rwk_base *b)
{
    for (size_t j = 0; j < b->n; j++)
        for (int r = 0; r < RWK_BASE_BLOCK; r++) {
            b->c[j][r] = cos(r * b->theta[j]);
            b->s[j][r] = sin(r * b->theta[j]);
        }
    b->ready = true;
}

double rwk_base_sum(const rwk_base *b, double m)
{
    double sum = 0;
    for (size_t j = 0; j < b->n; j++) sum += cos(m * b->theta[j]);
    return sum;
}

/* sum[r] += cos(angle) c[r] - sin(angle) s[r]: one pair's part; the compiler makes vectors of it. */
static void add_pair(double *restrict sum, const double *restrict c, const double *restrict s, double angle)
{
    const double c0 = cos(angle), s0 = sin(angle);
    for (int r = 0; r < RWK_BASE_BLOCK; r++) sum[r] += c0 * c[r] - s0 * s[r];
}

void rwk_base_block(double sum[RWK_BASE_BLOCK], rwk_base *b, double m)
{
    if (!b->ready) fill_tables(b);
    memset(sum, 0, RWK_BASE_BLOCK * sizeof *sum);
    for (size_t j = 0; j < b->n; j++) add_pair(sum, b->c[j], b->s[j], m * b->theta[j]);
}

double rwk_base_rounding(const rwk_base *b, double m, double u)
{
    const double n = (double)b->n;
    return u * ((3 + b->log_base) * m * b->theta_sum + n * n + 5 * n);
}

/* One sum is taken in.  For m = 0 it is n, whatever the base. */
static void take_sum(rwk_base_signs *o, const rwk_base *b, double m, double sum)
{
    const double rounding = rwk_base_rounding(b, m, rwk_unit_roundoff(RWK_F64));
    if (!(o->least <= sum)) o->least = sum, o->at = m;
    if (isnan(o->first_negative) && sum < -rounding) o->first_negative = m;
    o->doubt = rwk_worst(o->doubt, rounding / fabs(sum));
    if (m > 0) o->reach = rwk_least(o->reach, SHORTER * (sum - rounding) / (m * b->slope));
}

rwk_base_signs rwk_base_scan(rwk_base *b, int64_t context)
{
    double sum[RWK_BASE_BLOCK];
    rwk_base_signs o = { .least = INFINITY, .first_negative = NAN, .reach = INFINITY };
    for (int64_t m = 0; m < context; m++) {
        const int r = (int)(m % RWK_BASE_BLOCK);
        if (r == 0) rwk_base_block(sum, b, (double)m);
        take_sum(&o, b, (double)m, sum[r]);
    }
    if (!(o.reach > 0)) o.reach = 0;
    return o;
}

bool rwk_base_feasible(const rwk_base_signs *signs) { return signs->doubt < 1 && signs->least > 0; }

/* The smaller root of  -depth + slope h + curve h^2/2, which is negative before it; depth, curve > 0.            (D18.4) */
static double root(double depth, double slope, double curve)
{
    const double r = sqrt(slope * slope + 2 * curve * depth);
    return slope > 0 ? 2 * depth / (r + slope) : (r - slope) / curve;
}

double rwk_base_negative_reach(double *sum, const rwk_base *b, double m)
{
    const double u = rwk_unit_roundoff(RWK_F64), n = (double)b->n;
    double slope = 0, curve = 0, size = 0; /* dS/d ln b, a bound on its own slope, sum a phi */
    *sum = 0;
    for (size_t j = 0; j < b->n; j++) {
        const double a = (double)j / n, phi = m * b->theta[j];
        *sum += cos(phi);
        slope += a * phi * sin(phi);
        curve += a * a * phi * (1 + phi);
        size += a * phi * (1 + phi);
    }
    const double depth = -*sum - rwk_base_rounding(b, m, u);
    if (!(depth > 0)) return 0;
    return SHORTER * root(depth, slope + u * (n + 6 + b->log_base) * size, curve);
}

bool rwk_base_negative_below(const rwk_base *b, double m, double sum, double hair)
{
    return sum + rwk_base_rounding(b, m, rwk_unit_roundoff(RWK_F64)) + 2 * hair * m * b->slope < 0;
}
