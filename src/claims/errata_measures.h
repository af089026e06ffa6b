/* SPDX-License-Identifier: MIT */
/* The printed and the right form of each erratum that is a number or a formula, run beside each other. */
#ifndef RWK_CLAIMS_ERRATA_MEASURES_H
#define RWK_CLAIMS_ERRATA_MEASURES_H

#include "claims/errata.h"

/* Scores: errata_scores.c */
rwk_erratum_measure rwk_erratum_func6;       /* E6   q^T R_{m-n} k */
rwk_erratum_measure rwk_erratum_func9;       /* E7   A cos - B sin for that matrix */
rwk_erratum_measure rwk_erratum_s4_16;       /* E36  W_q R_{m-n} */
rwk_erratum_measure rwk_erratum_roformer_16; /* E40  W_q for W_q^T */
rwk_erratum_measure rwk_erratum_subspaces;   /* E55  sum of g over subspaces of x */
rwk_erratum_measure rwk_erratum_s4_7;        /* E34  p_m for u and v */

/* Sinusoids: errata_sinusoids.c */
rwk_erratum_measure rwk_erratum_loop;         /* E24  the loop of S3 */
rwk_erratum_measure rwk_erratum_proportional; /* E28  "proportional to the distance" */
rwk_erratum_measure rwk_erratum_geometric;    /* E30  "geometric, so unique" */
rwk_erratum_measure rwk_erratum_difference;   /* E49  PE(i) - PE(j) by i - j */
rwk_erratum_measure rwk_erratum_scale;        /* E52  "in [-1, 1], so not far" */
rwk_erratum_measure rwk_erratum_first_row;    /* E31  positions from 0 */
rwk_erratum_measure rwk_erratum_dot;          /* E32  cos(k_i j) */

/* Frequencies and rotations: errata_rotations.c */
rwk_erratum_measure rwk_erratum_from_one;   /* E8   theta_i for i = 1 .. d/2 */
rwk_erratum_measure rwk_erratum_indexing;   /* E10  Q_i = R P_i and Q_{n+1} = R P_n */
rwk_erratum_measure rwk_erratum_continued;  /* E45  R^k P_n for any P */
rwk_erratum_measure rwk_erratum_invertible; /* E11  distances, because R is invertible */
rwk_erratum_measure rwk_erratum_axis;       /* E12  "about some axis" */
rwk_erratum_measure rwk_erratum_decay;      /* E14  "decays" */
rwk_erratum_measure rwk_erratum_precedence; /* E22  10000**-2i/d */
rwk_erratum_measure rwk_erratum_wavelength; /* E57  "to 10000 2 pi" */
rwk_erratum_measure rwk_erratum_convexity;  /* E41  c^x <= 1 + x ln c */
rwk_erratum_measure rwk_erratum_beyond;     /* E58  "B(s)/d is at least 1" */

/* Attention and sizes: errata_attention.c */
rwk_erratum_measure rwk_erratum_flat_example; /* E1   repeat_interleave */
rwk_erratum_measure rwk_erratum_permutation;  /* E29  "unchanged" */
rwk_erratum_measure rwk_erratum_order;        /* E48  "no information left" */
rwk_erratum_measure rwk_erratum_rows;         /* E33  r_max - r_min rows */
rwk_erratum_measure rwk_erratum_fill;         /* E38  -1e-9 */
rwk_erratum_measure rwk_erratum_repeated;     /* E39  a table for every head */

#endif
