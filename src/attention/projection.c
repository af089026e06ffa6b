/* SPDX-License-Identifier: MIT */
/* x_m^T W_q^T R W_k x_n, from right to left.                                                           (D13.6) */
#include "attention/projection.h"

#include "attention/scores.h"
#include "core/array.h"
#include "encodings/rope.h"

rwk_status rwk_projected_score(double *score, const double x_m[], const double x_n[], const rwk_projection *w, const double c[],
                               const double s[], double work[])
{
    double *key = work, *back = work + w->head_dim;
    rwk_status status = rwk_bmm(key, w->w_k, x_n, 1, w->head_dim, w->d_model, 1);
    if (status == RWK_OK) status = rwk_check_no_nan(x_m, w->d_model);
    if (status == RWK_OK) status = rwk_rope_interleaved(key, key, w->head_dim, w->head_dim, c, s, RWK_F64);
    if (status == RWK_OK) status = rwk_bmm(back, key, w->w_q, 1, 1, w->head_dim, w->d_model); /* key^T W_q = (W_q^T key)^T */
    if (status == RWK_OK) status = rwk_check_no_nan(back, w->d_model);
    if (status == RWK_OK) *score = rwk_dot(x_m, back, w->d_model, RWK_F64);
    return status;
}
