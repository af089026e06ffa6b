/* SPDX-License-Identifier: MIT */
/* Numbers for `ropewalk explain`. */
#include "claims/profile.h"

#include <gsl/gsl_math.h>
#include <math.h>

#include "claims/decay.h"
#include "claims/rounding.h"
#include "config/config.h"
#include "core/dtype.h"

size_t rwk_profile_full_turns(const double inv_freq[], size_t n, int64_t context)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += inv_freq[i] > 0 && 2 * M_PI / inv_freq[i] <= (double)context;
    return count;
}

double rwk_profile_mean_score(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t s)
{
    const double rotated = 2 * (double)n, head = (double)head_dim;
    return (a * a * rotated * rwk_decay_mean_cosine(inv_freq, n, (double)s) + head - rotated) / head;
}

bool rwk_profile_can_be_negative(const double inv_freq[], size_t n, size_t head_dim, double a)
{
    size_t turning = 0;
    for (size_t i = 0; i < n; i++) turning += inv_freq[i] > 0;
    const double still = (double)(n - turning);
    return 2 * a * a * (double)turning > (double)(head_dim - 2 * n) + 2 * a * a * still;
}

int64_t rwk_profile_first_negative(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t limit)
{
    if (!rwk_profile_can_be_negative(inv_freq, n, head_dim, a)) return 0;
    for (int64_t s = 1; s <= limit; s++)
        if (rwk_profile_mean_score(inv_freq, n, head_dim, a, s) < 0) return s;
    return 0;
}

double rwk_profile_negative_share(const double inv_freq[], size_t n, size_t head_dim, double a, int64_t n_pos)
{
    int64_t negative = 0;
    for (int64_t s = 0; s < n_pos; s++) negative += rwk_profile_mean_score(inv_freq, n, head_dim, a, s) < 0;
    return (double)negative / (double)n_pos;
}

static double stored_frequency(double inv_freq, rwk_pipeline pipeline)
{
    return rwk_round(inv_freq, pipeline == RWK_PIPELINE_BF16_INV_FREQ ? RWK_BF16 : RWK_F32);
}

/* |computed angle - m theta| of one pair at one position */
static double angle_error(int64_t m, double inv_freq, double stored, rwk_pipeline pipeline)
{
    const double position = rwk_round((double)m, pipeline == RWK_PIPELINE_BF16_POSITIONS ? RWK_BF16 : RWK_F32);
    return fabs(rwk_mul(position, stored, RWK_F32) - (double)m * inv_freq);
}

static double pair_loss(double inv_freq, int64_t n_pos, int64_t step, rwk_pipeline pipeline)
{
    const double stored = stored_frequency(inv_freq, pipeline);
    double worst = 0;
    for (int64_t m = n_pos - 1; m >= n_pos / 4; m -= step) worst = rwk_worst(worst, angle_error(m, inv_freq, stored, pipeline));
    return worst;
}

double rwk_profile_angle_loss(const double inv_freq[], size_t n, int64_t n_pos, rwk_pipeline pipeline)
{
    const int64_t step = (int64_t)n * n_pos / RWK_PROFILE_WORK + 1;
    double worst = 0;
    for (size_t i = 0; i < n; i++) worst = rwk_worst(worst, pair_loss(inv_freq[i], n_pos, step, pipeline));
    return worst;
}

/* The first position at which an error above `allowed` is possible at all. */
static double first_possible(double inv_freq, double stored, rwk_pipeline pipeline, double allowed)
{
    const double u = rwk_unit_roundoff(RWK_F32),
                 position = pipeline == RWK_PIPELINE_BF16_POSITIONS ? rwk_unit_roundoff(RWK_BF16) : u;
    const double relative = fabs(stored / inv_freq - 1) + position + u;
    return allowed / (inv_freq * 1.01 * relative); /* a hundredth covers the products of the three */
}

int64_t rwk_profile_first_loss(const double inv_freq[], size_t n, rwk_pipeline pipeline, double allowed)
{
    int64_t first = RWK_MAX_POSITION + 1, work = 0;
    for (size_t i = 0; i < n; i++) {
        if (inv_freq[i] == 0) continue;
        const double stored = stored_frequency(inv_freq[i], pipeline),
                     start = first_possible(inv_freq[i], stored, pipeline, allowed);
        if (start >= (double)first) continue;
        int64_t m = start < 1 ? 1 : (int64_t)start;
        for (; m < first && angle_error(m, inv_freq[i], stored, pipeline) <= allowed; m++)
            if (++work > 4 * RWK_PROFILE_WORK) return -1;
        first = m;
    }
    return first <= RWK_MAX_POSITION ? first : 0;
}
