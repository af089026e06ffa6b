/* SPDX-License-Identifier: MIT */
/* One position of a cos/sin cache, every stage in its own dtype. */
#include "angles/stages.h"

#include <math.h>

const rwk_stages rwk_stages_f64 = { RWK_F64, RWK_F64, RWK_F64, RWK_F64 };
const rwk_stages rwk_stages_f32 = { RWK_F32, RWK_F32, RWK_F32, RWK_F32 };
const rwk_stages rwk_stages_bf16_table = { RWK_F32, RWK_F32, RWK_F32, RWK_BF16 };

double rwk_stages_angle(double theta, int64_t m, rwk_stages stages)
{
    return rwk_mul(rwk_round((double)m, stages.position), theta, stages.angle);
}

void rwk_stages_cos_sin(double c[], double s[], const double inv_freq[], size_t n, int64_t m, rwk_stages stages)
{
    for (size_t i = 0; i < n; i++) {
        const double angle = rwk_stages_angle(inv_freq[i], m, stages);
        c[i] = rwk_round(cos(angle), stages.table);
        s[i] = rwk_round(sin(angle), stages.table);
    }
}
