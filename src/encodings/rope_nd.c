/* SPDX-License-Identifier: MIT */
/* Picks for each pair the cosine and sine of its axis; the rotation itself is RoPE's.                       (D19.8) */
#include "encodings/rope_nd.h"

#include <stdlib.h>

#include "core/size.h"

rwk_status rwk_rope_axial_config(rwk_config *config, size_t head_dim, size_t n_axes, double rope_theta)
{
    if (n_axes < 1 || n_axes > RWK_MAX_AXES || head_dim % n_axes != 0) return RWK_ESHAPE;
    if (head_dim == 0 || head_dim / n_axes % 2 != 0) return RWK_EODD;
    rwk_config axial = rwk_config_plain(head_dim, rope_theta);
    axial.layout = RWK_INTERLEAVED;
    axial.n_axes = n_axes;
    for (size_t a = 0; a < n_axes; a++) axial.mrope_section[a] = head_dim / n_axes / 2;
    *config = axial;
    return RWK_OK;
}

rwk_status rwk_rope_nd_row(double c[], double s[], const rwk_config *axes, rwk_spectrum spectrum, const double *const c_of[],
                           const double *const s_of[])
{
    size_t used[RWK_MAX_AXES] = { 0 };
    if (axes->rotary_dim < 2 || axes->rotary_dim % 2 != 0) return RWK_EODD;
    const rwk_status status = rwk_mrope_check(axes, "axes", NULL);
    if (status != RWK_OK) return status;
    for (size_t i = 0; i < axes->rotary_dim / 2; i++) {
        const size_t axis = rwk_config_axis(axes, i), own = used[axis]++, entry = spectrum == RWK_SPECTRUM_OWN ? own : i;
        c[i] = c_of[axis][entry];
        s[i] = s_of[axis][entry];
    }
    return RWK_OK;
}

rwk_status rwk_rope_nd(double y[], const double x[], const rwk_config *axes, rwk_spectrum spectrum, const double *const c_of[],
                       const double *const s_of[], rwk_dtype dtype)
{
    size_t bytes;
    if (!rwk_size_mul(&bytes, axes->rotary_dim, sizeof(double))) return RWK_EOVERFLOW;
    double *row = malloc(bytes ? bytes : 1); /* cosines, then sines */
    if (!row) return RWK_ENOMEM;
    double *c = row, *s = row + axes->rotary_dim / 2;
    rwk_status status = rwk_rope_nd_row(c, s, axes, spectrum, c_of, s_of);
    if (status == RWK_OK) status = rwk_rope_of_layout(axes->layout)(y, x, axes->head_dim, axes->rotary_dim, c, s, dtype);
    free(row);
    return status;
}
