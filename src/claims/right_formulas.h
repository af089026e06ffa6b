/* SPDX-License-Identifier: MIT */
/* Formulas and codes that the documents print right, each run beside a misprint planted in it: who looks for errata must find the one
 * and pass the other. */
#ifndef RWK_CLAIMS_RIGHT_FORMULAS_H
#define RWK_CLAIMS_RIGHT_FORMULAS_H

#include "claims/claim.h"

/** Largest deviation from the truth over its bound, as the document prints it and with the planted misprint. */
typedef struct {
    double printed, planted;
} rwk_formula_result;

typedef rwk_status rwk_formula_measure(rwk_formula_result *result, rwk_run *run);

typedef struct {
    const char *name;    /* "S4 (13)" */
    const char *planted; /* what was planted */
    rwk_formula_measure *measure;
} rwk_formula;

enum { RWK_FORMULAS = 7 };

/** S4 (6), (12), (13), (14), (17), the RoPE code of S3, the product of S2. */
extern const rwk_formula rwk_formulas[RWK_FORMULAS];

/** z e^{i theta} . w e^{i phi} against z w e^{i (theta + phi)}:  u |z| |w| (20 + |theta + phi|)                (D23.7) */
double rwk_bound_product_of_turns(double norms, double angle, double u);

/** A rotated pair from a certified table against the real one, a component:  4 u |pair|                          (D23.8) */
double rwk_bound_certified_pair(double pair_norm, double u);

#endif
