/* SPDX-License-Identifier: MIT */
/* Linear maps of token vectors, and Gaussian ones for the claims about scores with weights. */
#ifndef RWK_CLAIMS_WEIGHTS_H
#define RWK_CLAIMS_WEIGHTS_H

#include <stddef.h>

#include "claims/claim.h"

/**
 * y_t = W x_t for every row t.
 *
 * y  (rows, d)  out  must not overlap w or x.
 * w  (d, d)     in   row-major.
 * x  (rows, d)  in   rows and d at least 1.
 */
void rwk_project(double y[], const double w[], const double x[], size_t rows, size_t d);

/** Fill w (d, d) with independent N(0, 1/d) of the run's generator: W x has unit entries where x has. */
void rwk_run_weights(rwk_run *run, double w[], size_t d);

#endif
