/* SPDX-License-Identifier: MIT */
/* The zoo held against the oracle: every bug on every config in every dtype; and correct engines, which must raise no alarm. */
#ifndef RWK_TESTS_MATRIX_H
#define RWK_TESTS_MATRIX_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config/config_load.h"
#include "config/preset.h"
#include "matrix_engines.h"
#include "faults/zoo.h"
#include "oracle/diagnose.h"
#include "oracle/simulate.h"

/* ---- Configs ---- */

typedef struct {
    const char *name, *spec, *layer_type;
    int64_t seq_len;
} matrix_config;

static const matrix_config MATRIX_CONFIGS[] = {
    { "default, half_split, base 1e4", "preset:llama-2-7b", NULL, 0 },
    { "default, half_split, base 1e6", "preset:mixtral-8x7b", NULL, 0 },
    { "default, interleaved, base 1e4", "preset:roformer-base", NULL, 0 },
    { "default, interleaved, base 5e5", "model_type=roformer,head_dim=128,rope_theta=500000,max_position_embeddings=8192", NULL, 0 },
    { "default, sliding layers", "preset:gemma-3-4b", "sliding_attention", 0 },
    { "partial, half_split", "preset:gpt-neox-20b", NULL, 0 },
    { "partial, interleaved", "preset:gpt-j-6b", NULL, 0 },
    { "linear", "preset:gemma-3-4b", "full_attention", 0 },
    { "ntk", "head_dim=128,rope_theta=10000,max_position_embeddings=8192,rope_type=ntk,factor=4", NULL, 0 },
    { "dynamic, short text", "head_dim=128,rope_theta=10000,max_position_embeddings=4096,rope_type=dynamic,factor=4", NULL, 0 },
    { "dynamic, long text", "head_dim=128,rope_theta=10000,max_position_embeddings=4096,rope_type=dynamic,factor=4", NULL, 12288 },
    { "yarn, truncated", "preset:qwen2.5-7b-yarn", NULL, 0 },
    { "yarn, mscale, interleaved", "preset:deepseek-v3", NULL, 0 },
    { "yarn, not truncated", "preset:gpt-oss-20b", NULL, 0 },
    { "yarn, attention_factor, long original",
      "head_dim=128,rope_theta=10000,max_position_embeddings=262144,rope_type=yarn,factor=4,original_max_position_embeddings=131072,"
      "attention_factor=1",
      NULL, 0 },
    { "llama3, factor 8", "preset:llama-3.1-8b", NULL, 0 },
    { "llama3, factor 32", "preset:llama-3.2-1b", NULL, 0 },
    { "longrope, short text", "preset:phi-3-mini-128k", NULL, 0 },
    { "longrope, long text", "preset:phi-3-mini-128k", NULL, 131072 },
    { "proportional", "preset:gemma-4", "full_attention", 0 },
    { "mrope, sections follow", "preset:qwen2-vl-7b", NULL, 0 },
    { "mrope, axes alternate", "preset:qwen3-vl", NULL, 0 },
    { "mrope, axes alternate, partial", "preset:qwen3.5-27b", NULL, 0 },
};

enum { N_MATRIX_CONFIGS = sizeof MATRIX_CONFIGS / sizeof MATRIX_CONFIGS[0] };

static inline bool matrix_load(rwk_config *config, const matrix_config *m)
{
    rwk_diag diag = { .text = "" };
    if (rwk_config_load(config, m->spec, m->layer_type, &diag) != RWK_OK) return fprintf(stderr, "%s: %s\n", m->spec, diag.text), false;
    config->scaling.seq_len = m->seq_len;
    return true;
}

/* ---- One bug, one config, one dtype ---- */

typedef enum { CELL_ABSENT, CELL_REFUSED, CELL_HIDDEN, CELL_MISSED, CELL_NAMED, CELL_IN_SET, CELL_MISNAMED, CELL_UNKNOWN } outcome;

typedef struct {
    outcome outcome;      /* ABSENT: does not apply; REFUSED: another shape than the config's; HIDDEN: within the bound, as it should be */
    bool detectable;      /* the bug alone, exact otherwise and not rounded, exceeds the bound of L4 */
    bool detected;        /* its engine's answer fails */
    double used;          /* the farthest value over its bound */
    double seconds;       /* of grading and diagnosis */
    rwk_diagnosis *found; /* owned by the caller of matrix_cell, filled when detected */
} cell;

static inline bool named(const rwk_bug *bug, const char *id, const rwk_config *config) { return rwk_bug_expects(bug, id, config); }

static inline outcome judge(const rwk_bug *bug, const rwk_diagnosis *d, const rwk_config *config)
{
    const rwk_finding *f = &d->findings[0];
    bool among = d->n == 1 && named(bug, f->id, config), alone = true;
    if (d->n == 1)
        for (size_t k = 0; k < f->n_equivalent; k++) {
            const bool is = named(bug, f->equivalent[k], NULL);
            among = among || named(bug, f->equivalent[k], config), alone = alone && is;
        }
    if (among && named(bug, f->id, config) && alone) return CELL_NAMED;
    if (among) return CELL_IN_SET;
    return strcmp(f->id, "unknown") == 0 ? CELL_UNKNOWN : CELL_MISNAMED;
}

/* Grade of the answer as if it were of `dtype`; false when it is refused or fails. */
static inline bool grade_as(rwk_grading *g, rwk_simulation *s, rwk_dtype dtype)
{
    rwk_diag diag = { .text = "" };
    s->evidence.answer = dtype;
    return rwk_grade_evidence(g, &s->evidence, false, NULL, NULL, &diag) == RWK_OK;
}

/* Does this kind of evidence have what the bug changes?  A table and inv_freq have no heads, no rows of a batch. */
static inline bool has_place_for(const rwk_pipeline *p, rwk_evidence_kind kind)
{
    const bool by_head = p->source == RWK_POSITION_HEAD || p->source == RWK_POSITION_TILED || p->by_head || p->pairs_by_head;
    return !((kind == RWK_TABLE || kind == RWK_INV_FREQ) && (by_head || p->by_row || p->source == RWK_POSITION_ROW_ZERO || p->key_chunks));
}

static inline bool matrix_cell(cell *out, const rwk_bug *bug, const rwk_config *config, const rwk_probe *probe, rwk_dtype answer,
                               rwk_evidence_kind kind)
{
    rwk_diagnosis *d = out->found;
    rwk_diag diag = { .text = "" };
    rwk_simulation exact = { 0 }, s = { 0 };
    rwk_grading g;
    rwk_pipeline p;
    *out = (cell){ .outcome = CELL_ABSENT, .found = d };
    if (!rwk_bug_applies(bug, config)) return true;
    bool good = rwk_pipeline_of(&p, config, &diag) == RWK_OK && bug->make(&p, config) == RWK_OK;
    if (good && !has_place_for(&p, kind)) return true;
    rwk_status status = good ? rwk_simulate(&exact, &p, config, probe, RWK_F64, kind) : RWK_ERANGE;
    if (status == RWK_ESHAPE) return out->outcome = CELL_REFUSED, true;
    good = status == RWK_OK && grade_as(&g, &exact, answer);
    out->detectable = good && g.grade == RWK_GRADE_FAIL;
    good = good && rwk_pipeline_of(&p, config, &diag) == RWK_OK;
    if (good) rwk_pipeline_as_engine(&p, answer);
    good = good && bug->make(&p, config) == RWK_OK && rwk_simulate(&s, &p, config, probe, answer, kind) == RWK_OK;
    const clock_t start = clock();
    good = good && grade_as(&g, &s, answer);
    out->detected = good && g.grade == RWK_GRADE_FAIL, out->used = good ? g.used[RWK_L4] : 0;
    if (out->detected) good = rwk_diagnose(d, &s.evidence, &g, false, &diag) == RWK_OK;
    out->seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    out->outcome = out->detected ? judge(bug, d, config) : out->detectable ? CELL_MISSED : CELL_HIDDEN;
    rwk_simulation_clear(&exact);
    rwk_simulation_clear(&s);
    return good;
}

/* ---- Correct engines ---- */

/* What each engine reaches. */
static const rwk_grade ENGINE_GRADES[] = { RWK_L2, RWK_L3, RWK_L4, RWK_L3, RWK_L3 };

/** *alarm: a correct engine's answer grades worse than it should.  false: it could not be run. */
static inline bool matrix_alarm(bool *alarm, double *used, const rwk_config *config, const rwk_probe *probe, engine e, rwk_evidence_kind kind)
{
    rwk_diag diag = { .text = "" };
    rwk_simulation s = { 0 };
    rwk_grading g;
    rwk_pipeline p;
    bool good = rwk_pipeline_of(&p, config, &diag) == RWK_OK && engine_of(&p, config, e);
    good = good && rwk_simulate(&s, &p, config, probe, engine_answer(e), kind) == RWK_OK && grade_as(&g, &s, engine_answer(e));
    *alarm = !good || g.grade > ENGINE_GRADES[e], *used = good ? g.used[RWK_L4] : INFINITY;
    rwk_simulation_clear(&s);
    return good;
}

#endif
