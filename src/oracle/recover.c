/* SPDX-License-Identifier: MIT */
/* Phases of y against x on a ladder of positions; each step of the ladder unwraps the next. */
#include "oracle/recover.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double PI = 3.14159265358979323846;

/* ---- Norms and width ---- */

size_t rwk_recover_width(const rwk_sample *s)
{
    size_t width = 0;
    for (size_t at = 0; at < s->n_places; at++)
        for (size_t j = width; j < s->width; j++) {
            const double x = s->x[at * s->width + j], y = s->y[at * s->width + j];
            if (!(fabs(y - x) <= 2 * s->terms.output * fabs(x) + s->terms.absolute)) width = j + 1;
        }
    return width + width % 2;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double values[], size_t n)
{
    if (n == 0) return NAN;
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* |y|/|x| and the phase of y/x of a pair at a place; false where x has no pair to speak of. */
static bool pair_at(double *ratio, double *phase, const rwk_sample *s, const rwk_recovery *r, size_t at, size_t i)
{
    size_t a, b;
    rwk_slots(&a, &b, i, r->rotary_dim, r->layout);
    const double *x = s->x + at * s->width, *y = s->y + at * s->width, norm = hypot(x[a], x[b]);
    *ratio = hypot(y[a], y[b]) / norm;
    *phase = atan2(x[a] * y[b] - x[b] * y[a], x[a] * y[a] + x[b] * y[b]);
    return norm > 0x1p-10 && isfinite(*ratio) && *ratio > 0;
}

static rwk_status recover_norms(rwk_recovery *r, const rwk_sample *s)
{
    size_t n = 0;
    double phase, *ratios = malloc((s->n_places * (r->rotary_dim / 2) + 1) * sizeof *ratios);
    if (!ratios) return RWK_ENOMEM;
    for (size_t at = 0; at < s->n_places; at++)
        for (size_t i = 0; i < r->rotary_dim / 2; i++) n += pair_at(&ratios[n], &phase, s, r, at, i);
    r->norm_ratio = median(ratios, n);
    r->norm_spread = n ? fmax(ratios[n - 1] / r->norm_ratio - 1, 1 - ratios[0] / r->norm_ratio) : INFINITY;
    free(ratios);
    return RWK_OK;
}

/* ---- Frequencies ---- */

/** A phase seen at a position. */
typedef struct {
    double m, phase;
} sight;

static int by_position(const void *a, const void *b)
{
    const sight *x = a, *y = b;
    return (x->m > y->m) - (x->m < y->m);
}

/* The phases of pair i in the first batch row and head, by position. */
static size_t sights_of(sight sights[], const rwk_sample *s, const rwk_recovery *r, size_t i)
{
    size_t n = 0;
    for (size_t at = 0; at < s->n_places; at++) {
        double ratio;
        const rwk_place *p = &s->places[at];
        if (p->head != s->places[0].head || !pair_at(&ratio, &sights[n].phase, s, r, at, i)) continue;
        sights[n++].m = (double)p->position[rwk_config_axis(&s->e->config, i < s->e->config.rotary_dim / 2 ? i : 0)];
    }
    qsort(sights, n, sizeof *sights, by_position);
    return n;
}

static double wrap(double angle) { return angle - 2 * PI * nearbyint(angle / (2 * PI)); }

/* Uncertainty of one phase: a tolerance of the answer seen from the pair's norm. */
static double phase_error(const rwk_sample *s) { return 2 * (s->terms.relative + s->terms.output) + 2 * s->terms.absolute; }

/** Two sights with the longest way between them that is not longer than some reach. */
typedef struct {
    double distance, turn; /* [token], [radian] */
    double size;           /* |m| of both: their angles' roundings grow with it */
} leap;

static leap longest_leap(const sight sights[], size_t n, double reach)
{
    leap best = { 0 };
    for (size_t j = 0; j < n; j++)
        for (size_t k = j + 1; k < n; k++) {
            const double distance = sights[k].m - sights[j].m;
            if (distance > reach || distance <= best.distance) continue;
            best = (leap){ distance, sights[k].phase - sights[j].phase, fabs(sights[k].m) + fabs(sights[j].m) };
        }
    return best;
}

/*
 * From the smallest distance of two positions to the largest: each distance adds a bit, as long as the frequency known so far says how
 * many turns lie between them.  |theta| < pi over the smallest distance is taken for granted.              (D20.10)
 */
static void climb(double *theta, double *error, const sight sights[], size_t n, double phase)
{
    *theta = NAN, *error = INFINITY;
    for (double reach = 1; reach <= 0x1p31; reach *= 2) {
        const bool first = isnan(*theta);
        const leap l = longest_leap(sights, n, reach);
        if (l.distance == 0 || (first && l.distance > 1)) continue;
        const double known = first ? 0 : *theta * l.distance, off = 2 * phase + 0x1p-22 * l.size * fabs(first ? l.turn : *theta);
        if (!first && *error * l.distance + off > 0.9 * PI) return;
        if (!first && off / l.distance >= *error) continue;
        *theta = (known + wrap(l.turn - known)) / l.distance;
        *error = off / l.distance;
    }
}

static double fitted_phase(const sight sights[], size_t n, double theta)
{
    double re = 0, im = 0;
    for (size_t k = 0; k < n && sights[k].m <= 64; k++)
        re += cos(sights[k].phase - theta * sights[k].m), im += sin(sights[k].phase - theta * sights[k].m);
    return atan2(im, re);
}

rwk_status rwk_recover(rwk_recovery *r, const rwk_sample *s, rwk_layout layout, size_t rotary_dim)
{
    *r = (rwk_recovery){ .layout = layout, .rotary_dim = rotary_dim };
    rwk_status status = recover_norms(r, s);
    sight *sights = malloc((s->n_places + 1) * sizeof *sights);
    if (!sights) status = RWK_ENOMEM;
    for (size_t i = 0; status == RWK_OK && i < rotary_dim / 2; i++) {
        const size_t n = sights_of(sights, s, r, i);
        climb(&r->theta[i], &r->error[i], sights, n, phase_error(s));
        r->phase[i] = fitted_phase(sights, n, r->theta[i]);
    }
    free(sights);
    return status;
}

/* ---- Positions ---- */

double rwk_recover_position(const rwk_sample *s, const rwk_recovery *r, const double inv_freq[], size_t at, double claimed)
{
    double m = claimed, reach = INFINITY, delta[RWK_PIPELINE_PAIRS];
    rwk_tolerance_angles(delta, inv_freq, r->rotary_dim / 2, &s->tolerance, RWK_L4);
    for (size_t k = r->rotary_dim / 2; k-- > 0;) {
        double ratio, angle;
        if (s->e->config.n_axes > 1 && rwk_config_axis(&s->e->config, k) != 0) continue; /* another position */
        if (!(inv_freq[k] > 0) || !pair_at(&ratio, &angle, s, r, at, k)) continue;
        const double period = 2 * PI / inv_freq[k], off = wrap(angle - inv_freq[k] * m) / inv_freq[k];
        const double error = (phase_error(s) + fabs(m + off) * delta[k]) / inv_freq[k];
        if (isfinite(reach) && reach > period / 2) continue; /* cannot tell which turn */
        if (isfinite(reach) && fabs(off) > reach + error) return NAN;
        m += off, reach = fmin(error, reach);
    }
    return m;
}

const char *rwk_roundest(char text[], size_t size, double x, double error)
{
    for (int digits = 1; digits <= 17; digits++) {
        char scientific[40];
        snprintf(scientific, sizeof scientific, "%.*e", digits - 1, x);
        const double rounded = strtod(scientific, NULL);
        if (fabs(rounded - x) > error * fabs(x) && digits < 17) continue;
        const int decimals = (int)fmax(0, digits - 1 - floor(log10(fabs(rounded != 0 ? rounded : 1))));
        snprintf(text, size, "%.*f", decimals, rounded);
        break;
    }
    return text;
}
