/* SPDX-License-Identifier: MIT */
/* Scores of the relative encodings before RoPE, one function a form, for one query and one key that are projected already:
 * q = W_q x_m, k = W_k x_n.  The row that belongs to m - n comes from encodings/shaw.h or encodings/transformer_xl.h; a factor
 * 1/sqrt(dim) is the softmax's.  They need dot products, so they live here and not with the encodings.
 *
 * All vectors have dim numbers of dtype; sums run from left to right, every operation rounded to dtype. */
#ifndef RWK_ATTENTION_RELATIVE_SCORES_H
#define RWK_ATTENTION_RELATIVE_SCORES_H

#include <stddef.h>

#include "core/dtype.h"

/**
 * Shaw et al.:  q . (k + a)                                                                               (D14.2)
 *
 * a  in  the row a^K of m - n; W_k p^k in the form of S4 eq. (5).
 *
 * Source: Shaw et al. 2018, eq. (4); S4 eq. (5).
 */
double rwk_score_shaw(const double q[], const double k[], const double a[], size_t dim, rwk_dtype dtype);

/**
 * Shaw et al., the value side for one query:  o = sum_j w[j] (v_j + a_{row(j)})                              (D14.3)
 *
 * o    (dim)          out  must not overlap v or a.
 * w    (n_keys)       in   attention weights of the query.
 * v    (n_keys, dim)  in   values.
 * a    (rows, dim)    in   the table a^V.
 * row  (n_keys)       in   row of each key, a row of rwk_shaw_index with the same range: below its number of rows.
 *
 * Source: Shaw et al. 2018, eq. (3); S4 eq. (5).
 */
void rwk_value_shaw(double o[], const double w[], const double v[], const double a[], const size_t row[], size_t n_keys, size_t dim,
                    rwk_dtype dtype);

/**
 * Transformer-XL, four terms:  q . k + q . r + u . k + v . r                                              (D14.5)
 *
 * r     in  W_kR R_{m-n}.
 * u, v  in  learned, the same for all positions; W_q u and W_q v of RoFormer eq. (7).
 *
 * Source: Dai et al. 2019, section 3.3; RoFormer eq. (7).
 */
double rwk_score_four_terms(const double q[], const double k[], const double r[], const double u[], const double v[], size_t dim,
                            rwk_dtype dtype);

/** Transformer-XL as it is computed:  (q + u) . k + (q + v) . r                                          (D14.5) */
double rwk_score_transformer_xl(const double q[], const double k[], const double r[], const double u[], const double v[],
                                size_t dim, rwk_dtype dtype);

/**
 * T5:  q . k + b                                                                                         (D14.11)
 *
 * b  in  learned bias of the bucket of m - n.
 *
 * Source: Raffel et al. 2020, section 2.1; RoFormer eq. (8).
 */
double rwk_score_t5(const double q[], const double k[], double b, size_t dim, rwk_dtype dtype);

/**
 * TUPE:  q . k + p_q . p_k + b                                                                           (D14.12)
 *
 * p_q, p_k  in  U_q p_m and U_k p_n, projections of *absolute* positions.
 * b         in  as in T5.
 *
 * Source: Ke, He, Liu 2021; RoFormer eq. (9).
 */
double rwk_score_tupe(const double q[], const double k[], const double p_q[], const double p_k[], double b, size_t dim,
                      rwk_dtype dtype);

/**
 * DeBERTa:  q . k + q . r_k + r_q . k                                                                    (D14.13)
 *
 * r_k, r_q  in  projected rows of the relative position for the key's and for the query's place: W_k p_{m-n} and W_q p_{m-n} in
 *               RoFormer eq. (10); in DeBERTa r_q is the row of n - m, in a table of its own.
 *
 * Source: He et al. 2021, eq. (4); RoFormer eq. (10).
 */
double rwk_score_deberta(const double q[], const double k[], const double r_k[], const double r_q[], size_t dim, rwk_dtype dtype);

#endif
