/* SPDX-License-Identifier: MIT */
/* Engines' angles, operation by operation in f32 or f64 with the C library's functions, as Hugging Face, ggml and a kernel that knows only
 * f32 compute them; and how much of the bounds of section 20 they use, against angles by MPFR. */
#ifndef RWK_TESTS_ENGINES_H
#define RWK_TESTS_ENGINES_H

#include "faults/pipeline.h"
#include "oracle/tolerance.h"
#include "reference_rules.h"
#include "testing.h"

/* HF: inv_freq by power and reciprocal, a scalar of the config in double first.  KERNEL: the same, every scalar in working precision too.
 * GGML: the running product.  EXP: the power as exp(-2i (ln b / d)), which no grade is defined by. */
typedef enum { ENGINE_HF, ENGINE_KERNEL, ENGINE_GGML, ENGINE_EXP } engine;

enum { N_ENGINES = 4, ENGINE_PAIRS = 256 };

static const char *const ENGINE_NAMES[N_ENGINES] = { "power, then rule", "the same, all of it in f32", "running product",
                                                     "exp of a logarithm" };

typedef struct {
    const rwk_config *config;
    engine kind;
    rwk_dtype work; /* F32 or F64 */
    double base;    /* of the powers, as stored */
} engine_state;

static inline double work_round(double x, const engine_state *e) { return rwk_round(x, e->work); }

static inline double work_pow(double x, double y, const engine_state *e)
{
    return e->work == RWK_F32 ? (double)powf((float)x, (float)y) : pow(x, y);
}

static inline double work_log(double x, const engine_state *e) { return e->work == RWK_F32 ? (double)logf((float)x) : log(x); }
static inline double work_exp(double x, const engine_state *e) { return e->work == RWK_F32 ? (double)expf((float)x) : exp(x); }

/* ---- Bases ---- */

/* b a^(d/(d-2)), a = s or s L/Lmax - (s - 1), in the precision of e */
static inline double stretched_base(const engine_state *e)
{
    const rwk_config *c = e->config;
    const double d = (double)c->rotary_dim, s = work_round(c->scaling.factor, e), limit = (double)c->max_position_embeddings;
    const double length = fmax((double)c->scaling.seq_len, limit);
    const double grown = work_round(work_round(s * length, e) / limit, e);
    const double a = c->rope_type == RWK_ROPE_NTK ? s : work_round(grown - work_round(c->scaling.factor - 1, e), e);
    return work_round(work_round(c->rope_theta, e) * work_pow(a, work_round(d / (d - 2), e), e), e);
}

static inline engine_state engine_of(engine kind, const rwk_config *config, rwk_dtype work)
{
    engine_state e = { config, kind, work, 0 };
    engine_state exact = { config, kind, RWK_F64, 0 };
    const bool stretched = config->rope_type == RWK_ROPE_NTK || config->rope_type == RWK_ROPE_DYNAMIC;
    const bool in_work = kind == ENGINE_KERNEL || config->rope_type == RWK_ROPE_DYNAMIC; /* Hugging Face: seq_len is a tensor */
    e.base = work_round(!stretched ? config->rope_theta : stretched_base(in_work ? &e : &exact), &e);
    return e;
}

/* ---- Power, then rule ---- */

/* b^(2i/D) */
static inline double power_of(const engine_state *e, size_t i)
{
    const rwk_config *c = e->config;
    const double denominator = (double)(c->rope_type == RWK_ROPE_PROPORTIONAL ? c->head_dim : c->rotary_dim);
    if (e->kind != ENGINE_EXP) return work_pow(e->base, work_round(2 * (double)i / denominator, e), e);
    return work_exp(work_round(2 * (double)i * work_round(work_log(e->base, e) / denominator, e), e), e);
}

static inline double reciprocal_of(const engine_state *e, size_t i)
{
    if (e->kind != ENGINE_EXP) return work_round(1 / power_of(e, i), e);
    const double denominator =
        (double)(e->config->rope_type == RWK_ROPE_PROPORTIONAL ? e->config->head_dim : e->config->rotary_dim);
    return work_exp(-work_round(2 * (double)i * work_round(work_log(e->base, e) / denominator, e), e), e);
}

/* dim(r): the kernel's in working precision, where the config does not truncate; ends that are rounded to whole pairs are the same ones */
static inline double ramp_end(const engine_state *e, double turns)
{
    const engine_state exact = { e->config, e->kind, RWK_F64, e->config->rope_theta };
    const engine_state *w = e->kind != ENGINE_HF && !e->config->scaling.truncate ? e : &exact;
    const double length = (double)e->config->scaling.original_max_position_embeddings, d = (double)e->config->rotary_dim;
    const double arc = work_round(work_round(turns * 2, w) * work_round(3.14159265358979323846, w), w);
    const double above = work_round(d * work_log(work_round(length / arc, w), w), w);
    return work_round(above / work_round(2 * work_log(work_round(e->config->rope_theta, w), w), w), w);
}

/* clip((i - low)/(high - low), 0, 1) */
static inline double ramp_of(const engine_state *e, size_t i)
{
    const rwk_scaling *s = &e->config->scaling;
    double low = ramp_end(e, s->beta_fast), high = ramp_end(e, s->beta_slow);
    if (s->truncate) low = floor(low), high = ceil(high);
    low = fmax(low, 0), high = fmin(high, (double)e->config->rotary_dim - 1);
    if (low == high) high += 0.001;
    const double slope = work_round(work_round((double)i - work_round(low, e), e) / work_round(high - low, e), e);
    return fmin(fmax(slope, 0), 1);
}

static inline double yarn_of(const engine_state *e, size_t i)
{
    const double kept = reciprocal_of(e, i), s = work_round(e->config->scaling.factor, e);
    const double divided = e->kind == ENGINE_EXP ? work_round(kept / s, e) : work_round(1 / work_round(s * power_of(e, i), e), e);
    const double share = work_round(1 - ramp_of(e, i), e), rest = work_round(1 - share, e);
    return work_round(work_round(divided * rest, e) + work_round(kept * share, e), e);
}

static inline double llama3_of(const engine_state *e, size_t i)
{
    const rwk_scaling *s = &e->config->scaling;
    const double w = reciprocal_of(e, i), wave = work_round(work_round(2 * 3.14159265358979323846, e) / w, e);
    const double length = (double)s->original_max_position_embeddings, factor = work_round(s->factor, e);
    if (wave > work_round(length / s->low_freq_factor, e)) return work_round(w / factor, e);
    if (wave < work_round(length / s->high_freq_factor, e)) return w;
    const double low = work_round(s->low_freq_factor, e), apart = work_round(s->high_freq_factor - s->low_freq_factor, e);
    const double smooth = work_round(work_round(work_round(length / wave, e) - low, e) / apart, e);
    const double divided = work_round(work_round(work_round(1 - smooth, e) * w, e) / factor, e);
    return work_round(divided + work_round(smooth * w, e), e);
}

static inline double longrope_factor(const rwk_config *c, size_t i)
{
    const rwk_scaling *s = &c->scaling;
    return s->seq_len > s->original_max_position_embeddings ? s->long_factor[i] : s->short_factor[i];
}

static inline double frequency_of(const engine_state *e, size_t i)
{
    const rwk_config *c = e->config;
    switch (c->rope_type) {
    case RWK_ROPE_LINEAR: return work_round(reciprocal_of(e, i) / work_round(c->scaling.factor, e), e);
    case RWK_ROPE_YARN: return yarn_of(e, i);
    case RWK_ROPE_LLAMA3: return llama3_of(e, i);
    case RWK_ROPE_LONGROPE:
        if (e->kind == ENGINE_EXP) return work_round(reciprocal_of(e, i) / work_round(longrope_factor(c, i), e), e);
        return work_round(1 / work_round(work_round(longrope_factor(c, i), e) * power_of(e, i), e), e);
    case RWK_ROPE_PROPORTIONAL:
        if (i >= c->scaling.rope_angles) return 0;
        return work_round(reciprocal_of(e, i) / work_round(c->scaling.factor, e), e);
    default: return reciprocal_of(e, i);
    }
}

/* ---- The running product ---- */

/* phi of ggml's cache: theta = m scale^i, then its factor (theta_i = w_i / factor), scale or ramp */
static inline double ggml_angle(const engine_state *e, double running, size_t i, double ratio)
{
    const rwk_config *c = e->config;
    const double scale = work_round(1 / work_round(c->scaling.factor, e), e);
    switch (c->rope_type) {
    case RWK_ROPE_LINEAR: return work_round(scale * running, e);
    case RWK_ROPE_LLAMA3:
    case RWK_ROPE_LONGROPE: return work_round(running / work_round(ratio, e), e);
    case RWK_ROPE_PROPORTIONAL: return i < c->scaling.rope_angles ? work_round(scale * running, e) : 0;
    case RWK_ROPE_YARN: {
        const double mix = work_round(1 - ramp_of(e, i), e), divided = work_round(scale * running, e);
        return work_round(work_round(divided * work_round(1 - mix, e), e) + work_round(running * mix, e), e);
    }
    default: return running;
    }
}

/* phi_i = the angle that the engine takes cos and sin of, at position m; ratio[i] = b^(-2i/d) / theta_i, as converters write it */
static inline void engine_angles(double phi[], const engine_state *e, const double theta[], const double ratio[], int64_t m)
{
    const rwk_config *c = e->config;
    const double d = (double)(c->rope_type == RWK_ROPE_PROPORTIONAL ? c->head_dim : c->rotary_dim);
    const double position = work_round((double)m, e), scale = work_pow(e->base, work_round(-2 / d, e), e);
    double running = position;
    for (size_t i = 0; i < c->rotary_dim / 2; i++, running = work_round(running * scale, e))
        phi[i] = e->kind == ENGINE_GGML ? ggml_angle(e, running, i, ratio[i]) : work_round(position * theta[i], e);
}

/* ---- How much of the bounds they use ---- */

/* The largest error over bound, by engine, precision and rule; by answer dtype for whole values. */
typedef struct {
    double angle[N_ENGINES][2][RWK_N_ROPE_TYPES], value[N_ENGINES][2][RWK_N_DTYPES];
    long long n;
} usage;

static inline void use(double *most, double error, double bound)
{
    const double used = error == 0 ? 0 : bound > 0 ? error / bound : INFINITY;
    if (!(used <= *most)) *most = used;
}

/* Which grade an engine is meant to reach. */
static inline rwk_grade grade_of_engine(engine kind, rwk_dtype work)
{
    return kind == ENGINE_GGML || kind == ENGINE_EXP ? RWK_L4 : work == RWK_F64 ? RWK_L2 : RWK_L3;
}

typedef struct {
    mpfr_t theta[ENGINE_PAIRS];
    double inv_freq[ENGINE_PAIRS], ratio[ENGINE_PAIRS], a;
    size_t n;
} engine_truth;

static inline void engine_truth_init(engine_truth *t, const rwk_config *config)
{
    rwk_config plain = *config;
    mpfr_t w;
    mpfr_init2(w, REFERENCE_BITS);
    if (config->rope_type != RWK_ROPE_PROPORTIONAL) plain.rope_type = RWK_ROPE_DEFAULT;
    t->n = config->rotary_dim / 2, t->a = reference_attention_factor(config);
    for (size_t i = 0; i < t->n; i++) {
        mpfr_init(t->theta[i]);
        reference_theta(t->theta[i], config, i);
        reference_theta(w, &plain, i);
        t->inv_freq[i] = mpfr_get_d(t->theta[i], MPFR_RNDN), t->ratio[i] = mpfr_get_d(w, MPFR_RNDN) / t->inv_freq[i];
    }
    mpfr_clear(w);
}

static inline void engine_truth_clear(engine_truth *t)
{
    for (size_t i = 0; i < t->n; i++) mpfr_clear(t->theta[i]);
}

/* |phi - m theta_i| */
static inline double angle_error(const engine_truth *t, double phi, size_t i, int64_t m)
{
    mpfr_t angle;
    mpfr_init2(angle, REFERENCE_BITS);
    mpfr_mul_si(angle, t->theta[i], (long)m, MPFR_RNDN);
    mpfr_sub_d(angle, angle, phi, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(angle, MPFR_RNDN));
    mpfr_clear(angle);
    return error;
}

/* y of one pair: cos and sin of phi by the library, times a, the table and each operation rounded to `arithmetic`. */
static inline void engine_pair(double y[2], const double x[2], double phi, double a, const engine_state *e, rwk_dtype arithmetic)
{
    const bool single = e->work == RWK_F32;
    const double cosine = single ? (double)cosf((float)phi) : cos(phi), sine = single ? (double)sinf((float)phi) : sin(phi);
    const double c = rwk_round(work_round(cosine * (single ? work_round(a, e) : a), e), arithmetic);
    const double s = rwk_round(work_round(sine * (single ? work_round(a, e) : a), e), arithmetic);
    y[0] = rwk_sub(rwk_mul(x[0], c, arithmetic), rwk_mul(x[1], s, arithmetic), arithmetic);
    y[1] = rwk_add(rwk_mul(x[0], s, arithmetic), rwk_mul(x[1], c, arithmetic), arithmetic);
}

/* A pair of random x, in an answer of each dtype: arithmetic and table in the answer's, never above f32's. */
static inline void use_values(usage *u, const engine_state *e, const engine_truth *t, double phi, double turn, size_t i, int64_t m,
                              rwk_rng *rng)
{
    double y[2], c, s;
    mpfr_t cosine, sine;
    const rwk_grade grade = grade_of_engine(e->kind, e->work);
    mpfr_inits2(128, cosine, sine, (mpfr_ptr)0);
    reference_cos_sin(cosine, sine, t->theta[i], m, t->a);
    c = mpfr_get_d(cosine, MPFR_RNDN), s = mpfr_get_d(sine, MPFR_RNDN);
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) {
        const rwk_tolerance tolerance = rwk_tolerance_of(e->config, (rwk_dtype)dtype, false);
        const rwk_rounding_terms terms = rwk_tolerance_terms(&tolerance, grade, false);
        const double x[2] = { random_of(rng, (rwk_dtype)dtype), random_of(rng, (rwk_dtype)dtype) }, r = t->a * hypot(x[0], x[1]);
        const double want[2] = { x[0] * c - x[1] * s, x[0] * s + x[1] * c };
        engine_pair(y, x, phi, t->a, e, e->work == RWK_F64 ? RWK_F32 : (rwk_dtype)dtype);
        for (int k = 0; k < 2; k++) {
            const double got = rwk_round(y[k], (rwk_dtype)dtype);
            use(&u->value[e->kind][e->work == RWK_F32][dtype], fabs(got - want[k]),
                rwk_tolerance_at(r, turn, fabs(want[k]), &terms));
        }
    }
    mpfr_clears(cosine, sine, (mpfr_ptr)0);
}

static inline void use_engine(usage *u, const engine_state *e, const engine_truth *t, const int64_t positions[], size_t n,
                              rwk_rng *rng)
{
    double phi[ENGINE_PAIRS], theta[ENGINE_PAIRS], delta[ENGINE_PAIRS];
    const rwk_grade grade = grade_of_engine(e->kind, e->work);
    const rwk_tolerance tolerance = rwk_tolerance_of(e->config, e->work, false);
    rwk_tolerance_angles(delta, t->inv_freq, t->n, &tolerance, grade);
    for (size_t i = 0; i < t->n; i++) theta[i] = frequency_of(e, i);
    for (size_t k = 0; k < n; k++) {
        engine_angles(phi, e, theta, t->ratio, positions[k]);
        for (size_t i = 0; i < t->n; i++) {
            const double turn = rwk_tolerance_turn((double)positions[k], delta[i], t->inv_freq[i], grade);
            use(&u->angle[e->kind][e->work == RWK_F32][e->config->rope_type], angle_error(t, phi[i], i, positions[k]), turn);
            if (i % 7 == k % 7) use_values(u, e, t, phi[i], turn, i, positions[k], rng);
            u->n++;
        }
    }
}

/* Every engine, in f32; Hugging Face's also in f64. */
static inline void use_config(usage *u, const rwk_config *config, const int64_t positions[], size_t n, rwk_rng *rng)
{
    engine_truth t;
    engine_truth_init(&t, config);
    for (int kind = 0; kind < N_ENGINES; kind++) {
        const engine_state e = engine_of((engine)kind, config, RWK_F32);
        use_engine(u, &e, &t, positions, n, rng);
    }
    const engine_state exact = engine_of(ENGINE_HF, config, RWK_F64);
    use_engine(u, &exact, &t, positions, n, rng);
    engine_truth_clear(&t);
}

/* A config of a rule with parameters at random: some of f32, some not. */
static inline rwk_config random_config(rwk_rope_type type, rwk_rng *rng)
{
    static const size_t DIMS[] = { 4, 8, 24, 32, 64, 80, 96, 128, 192, 256 };
    const bool round = rwk_rng_next(rng) & 1 << 20;
    const size_t dim = DIMS[rwk_rng_next(rng) % 10];
    const double base = random_by_octaves(rng, 100, 1e8), factor = random_by_octaves(rng, 1.05, 64);
    const int64_t original = INT64_C(1) << random_within(rng, 10, 16), seq_len = random_within(rng, 1, 16) * original;
    rwk_config c = config_example(type);
    const size_t angles = dim / 8 + 1;
    if (type == RWK_ROPE_LONGROPE) c = config_longrope(dim, base, factor, original, seq_len);
    if (type == RWK_ROPE_DYNAMIC) c = config_dynamic(dim, base, factor, original, seq_len);
    if (type == RWK_ROPE_YARN) c = config_yarn(dim, base, factor, original), c.scaling.truncate = rwk_rng_next(rng) & 1 << 20;
    if (type == RWK_ROPE_LLAMA3) c = config_llama3(dim, base, factor, original);
    if (type == RWK_ROPE_PROPORTIONAL) c = config_proportional(dim, base, factor, angles);
    if (type == RWK_ROPE_DEFAULT) c = rwk_config_plain(dim, base);
    if (type == RWK_ROPE_LINEAR || type == RWK_ROPE_NTK) c = config_scaled(type, dim, base, factor);
    if (round) c.rope_theta = nearbyint(c.rope_theta), c.scaling.factor = ceil(c.scaling.factor);
    return c;
}

#endif
