/* SPDX-License-Identifier: MIT */
/* RoPE for positions of several axes: each pair turns by the position of its own axis. */
#ifndef RWK_ENCODINGS_ROPE_ND_H
#define RWK_ENCODINGS_ROPE_ND_H

#include <stddef.h>

#include "encodings/rope.h"

/** Which frequencies the pairs of an axis have. */
typedef enum {
    RWK_SPECTRUM_SHARED, /* pair i has theta_i, whatever its axis: M-RoPE of Qwen2-VL and Qwen3-VL */
    RWK_SPECTRUM_OWN     /* the pairs of each axis count from 0 again: axial RoPE of rope-vit */
} rwk_spectrum;

/**
 * The config of axial RoPE: n_axes contiguous sections of head_dim/(2 n_axes) pairs, layout interleaved; each axis has the
 * frequencies of rwk_config_plain(head_dim/n_axes, rope_theta), for two axes b^(-4j/d).                   (D19.7)
 *
 * config      out  untouched on error.
 * head_dim    in   a multiple of 2 n_axes.
 * n_axes      in   1 .. RWK_MAX_AXES.
 * rope_theta  in   b; 100 in rope-vit.
 *
 * Returns RWK_OK; RWK_ESHAPE; RWK_EODD.  Source: Heo et al. 2024, axial frequencies; naver-ai/rope-vit, compute_axial_cis.
 */
rwk_status rwk_rope_axial_config(rwk_config *config, size_t head_dim, size_t n_axes, double rope_theta);

/**
 * One row of cos and sin for the whole head, picked from one row an axis:                                  (D19.8)
 *
 *   c[i] = c_of[a][e],  s[i] = s_of[a][e],   a = rwk_config_axis(axes, i),  e = i (shared) or the number of pairs of a before i (own)
 *
 * c, s        (rotary_dim/2)  out  must not overlap the rows.
 * axes                        in   rotary_dim and sections; n_axes = 0: one axis.
 * c_of, s_of  (n_axes, at least 1)  in  rows at the axis's position: rotary_dim/2 entries (shared), mrope_section[a] (own).
 *
 * Returns RWK_OK; RWK_EODD (rotary_dim); the statuses of rwk_mrope_check.
 */
rwk_status rwk_rope_nd_row(double c[], double s[], const rwk_config *axes, rwk_spectrum spectrum, const double *const c_of[],
                           const double *const s_of[]);

/**
 * Rotate one head vector, pair i by m_a theta of its axis a: rwk_rope_of_layout(axes->layout) with the row above.   (D19.8)
 *
 * y, x      (head_dim)  out, in  as in rwk_rope; y == x is allowed.
 * axes                  in       head_dim, rotary_dim, layout, sections.
 * others                in       as in rwk_rope_nd_row.
 *
 * Returns RWK_OK; RWK_ENOMEM, RWK_EOVERFLOW; the statuses of rwk_rope_nd_row and rwk_rope.  On error y is untouched.
 */
rwk_status rwk_rope_nd(double y[], const double x[], const rwk_config *axes, rwk_spectrum spectrum, const double *const c_of[],
                       const double *const s_of[], rwk_dtype dtype);

#endif
