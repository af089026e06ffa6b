/* SPDX-License-Identifier: MIT */
/* What the implementations of RoPE share: their checks, and the choice by layout. */
#include "encodings/rope.h"

rwk_status rwk_rope_check(const double x[], size_t head_dim, size_t rotary_dim, const double c[], const double s[])
{
    if (rotary_dim < 2 || rotary_dim % 2 != 0) return RWK_EODD;
    if (rotary_dim > head_dim) return RWK_ESHAPE;
    if (rwk_check_no_nan(x, head_dim) != RWK_OK) return RWK_ENAN;
    if (rwk_check_no_nan(c, rotary_dim / 2) != RWK_OK) return RWK_ENAN;
    return rwk_check_no_nan(s, rotary_dim / 2);
}

rwk_rope *rwk_rope_of_layout(rwk_layout layout) { return layout == RWK_INTERLEAVED ? rwk_rope_interleaved : rwk_rope_half_split; }
