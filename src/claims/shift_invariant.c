/* SPDX-License-Identifier: MIT */
/* Block-diagonal complex-linear matrices, and bounds as derived. */
#include "claims/shift_invariant.h"

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>

#include "claims/rounding.h"

void rwk_shift_invariant_part(double part[], const double m[], size_t d)
{
    for (size_t i = 0; i < d; i += 2) {
        const double a = (m[i * d + i] + m[(i + 1) * d + i + 1]) / 2, b = (m[(i + 1) * d + i] - m[i * d + i + 1]) / 2;
        for (size_t j = 0; j < d; j++) part[i * d + j] = part[(i + 1) * d + j] = 0;
        part[i * d + i] = part[(i + 1) * d + i + 1] = a;
        part[(i + 1) * d + i] = b;
        part[i * d + i + 1] = -b;
    }
}

double rwk_shift_variant_norm(const double m[], size_t d)
{
    double sum = 0;
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j < d; j++) {
            const size_t r = i & ~(size_t)1, k = j & ~(size_t)1; /* the first slot of each pair */
            const double a = (m[r * d + r] + m[(r + 1) * d + r + 1]) / 2, b = (m[(r + 1) * d + r] - m[r * d + r + 1]) / 2;
            const double part = r != k ? 0 : i == j ? a : i > j ? b : -b, rest = m[i * d + j] - part;
            sum += rest * rest;
        }
    return sqrt(sum);
}

double rwk_diagonal_spread(const double z[], size_t n)
{
    double worst = 0;
    for (size_t k = 0; k < 2 * n; k++) { /* the diagonal through row n - k or column k - n of the edge */
        double low = INFINITY, high = -INFINITY;
        for (size_t i = k < n ? n - k : 0, j = k < n ? 0 : k - n; i < n && j < n; i++, j++)
            low = rwk_least(low, z[i * n + j]), high = rwk_worst(high, z[i * n + j]);
        worst = rwk_worst(worst, high - low); /* -infinity for the empty diagonal of k = 0 */
    }
    return worst;
}

double rwk_pair_direction(const double a[2], const double b[2], int kind)
{
    switch (kind) {
    case 0: return a[0] * b[0] + a[1] * b[1];
    case 1: return a[1] * b[0] - a[0] * b[1];
    case 2: return a[0] * b[0] - a[1] * b[1];
    default: return a[0] * b[1] + a[1] * b[0];
    }
}

/* Row: a place (i, j); column: a direction, four for each pair of pairs. */
static void fill_changes(gsl_matrix *map, const double p[], size_t n_pos, size_t d)
{
    const size_t steps = n_pos - 1;
    for (size_t row = 0; row < map->size1; row++)
        for (size_t k = 0; k < map->size2; k++) {
            const double *a = p + row / steps * d + k / 4 / (d / 2) * 2, *b = p + row % steps * d + k / 4 % (d / 2) * 2;
            const int kind = (int)(k % 4);
            gsl_matrix_set(map, row, k, rwk_pair_direction(a + d, b + d, kind) - rwk_pair_direction(a, b, kind));
        }
}

rwk_status rwk_shift_singular_values(double values[], const double p[], size_t n_pos, size_t d)
{
    gsl_matrix *map = gsl_matrix_alloc((n_pos - 1) * (n_pos - 1), d * d), *right = gsl_matrix_alloc(d * d, d * d);
    gsl_vector *work = gsl_vector_alloc(d * d);
    const rwk_status status = map && right && work ? RWK_OK : RWK_ENOMEM;
    if (status == RWK_OK) {
        gsl_vector_view result = gsl_vector_view_array(values, d * d);
        fill_changes(map, p, n_pos, d);
        gsl_linalg_SV_decomp(map, right, &result.vector, work);
    }
    gsl_matrix_free(map);
    gsl_matrix_free(right);
    gsl_vector_free(work);
    return status;
}

double rwk_bound_expansion(double size, size_t d, double u) { return (6 * (double)d + 8) * u * size; }

double rwk_bound_sinusoidal_row(size_t i, size_t d, double base, double u)
{
    double sum = 0;
    for (size_t t = 0; t < d / 2; t++) {
        const double e = 2 * (double)t / (double)d, error = (double)i * pow(base, -e) * (3 + e * fabs(log(base))) + M_SQRT2;
        sum += error * error;
    }
    return u * sqrt(sum);
}

double rwk_bound_term_spread(double variant, double norms, double size, size_t n_pos, size_t d, double base, double u)
{
    const double width = (double)d, table = rwk_bound_sinusoidal_row(n_pos - 1, d, base, u);
    return width * (variant + width * u * norms) + 6 * width * u * size + 4 * norms * sqrt(width / 2) * table;
}
