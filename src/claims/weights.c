/* SPDX-License-Identifier: MIT */
/* Linear maps of token vectors. */
#include "claims/weights.h"

#include <gsl/gsl_blas.h>
#include <math.h>

void rwk_project(double y[], const double w[], const double x[], size_t rows, size_t d)
{
    const gsl_matrix_const_view from = gsl_matrix_const_view_array(x, rows, d), map = gsl_matrix_const_view_array(w, d, d);
    gsl_matrix_view to = gsl_matrix_view_array(y, rows, d);
    gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1.0, &from.matrix, &map.matrix, 0.0, &to.matrix);
}

void rwk_run_weights(rwk_run *run, double w[], size_t d)
{
    rwk_run_gaussian(run, w, d * d);
    for (size_t j = 0; j < d * d; j++) w[j] /= sqrt((double)d);
}
