/* SPDX-License-Identifier: MIT */
/* exp(mG) for claim `orthogonality`. */
#include "claims/generator.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

#include "core/dtype.h"

void rwk_generator_fill(gsl_matrix *g, const double inv_freq[], size_t n)
{
    gsl_matrix_set_zero(g);
    for (size_t i = 0; i < n; i++) {
        gsl_matrix_set(g, 2 * i, 2 * i + 1, -inv_freq[i]);
        gsl_matrix_set(g, 2 * i + 1, 2 * i, inv_freq[i]);
    }
}

void rwk_generator_exp(gsl_matrix *e, const gsl_matrix *g, double m, gsl_matrix *work)
{
    gsl_matrix_memcpy(work, g);
    gsl_matrix_scale(work, m);
    if (gsl_linalg_exponential_ss(work, e, GSL_PREC_DOUBLE) != 0) gsl_matrix_set_all(e, NAN);
}

double rwk_bound_exponential(double norm) { return 1320 * rwk_unit_roundoff(RWK_F64) * (1 + norm); }
