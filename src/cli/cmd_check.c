/* SPDX-License-Identifier: MIT */
/* ropewalk check CONFIG PROBE ANSWER: grade and diagnosis of somebody's implementation. */
#include <stdlib.h>
#include <string.h>

#include "cli/judgement.h"
#include "oracle/evidence.h"

/** What a check reads. */
typedef struct {
    const cli_options *options;
    rwk_config config;
    rwk_tensor_file probe, answer;
    rwk_positions positions;
    rwk_evidence evidence;
} job;

static int read_file(rwk_tensor_file *file, const char *path)
{
    rwk_diag diag = { .text = "" };
    const rwk_status status = rwk_tensor_file_read(file, path, cli_physical_memory(), &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail("check", status, &diag);
}

static bool is_dash(const char *path) { return path && strcmp(path, "-") == 0; }

static const char *name_of(const char *path) { return is_dash(path) ? "standard input" : path; }

/* What can be said before anything is read. */
static int check_usage(const cli_options *o)
{
    rwk_evidence_kind kind;
    if (o->kind && rwk_evidence_from_name(&kind, o->kind) != RWK_OK)
        return cli_usage_error("check", "--kind: %s: expected y, table, inv_freq or scores", o->kind);
    if (o->n_rest == 0) return cli_usage_error("check", "ANSWER is missing; see --help");
    if (o->n_rest == 2 && o->positions) return cli_usage_error("check", "-p goes with a table; a PROBE has its own positions");
    if (is_dash(o->operand) + is_dash(o->rest[0]) + is_dash(o->rest[1]) > 1)
        return cli_usage_error("check", "standard input can be only one of CONFIG, PROBE and ANSWER");
    return cli_check_judgement("check", o);
}

static rwk_status put_together(job *j, rwk_diag *diag)
{
    const cli_options *o = j->options;
    const char *const names[2] = { name_of(o->rest[0]), name_of(o->rest[1]) };
    rwk_evidence_kind kind;
    const rwk_evidence_kind *given = o->kind && rwk_evidence_from_name(&kind, o->kind) == RWK_OK ? &kind : NULL;
    if (o->n_rest == 2) return rwk_evidence_of_probe(&j->evidence, &j->config, &j->probe, &j->answer, given, names, diag);
    return rwk_evidence_of_table(&j->evidence, &j->config, o->positions ? &j->positions : NULL, &j->answer, given, names[0], diag);
}

static int read_evidence(job *j)
{
    const cli_options *o = j->options;
    rwk_diag diag = { .text = "" };
    int code = o->positions ? cli_positions(&j->positions, &j->config, "check", o) : CLI_GOOD;
    if (code == CLI_GOOD && o->n_rest == 2) code = read_file(&j->probe, o->rest[0]);
    if (code == CLI_GOOD) code = read_file(&j->answer, o->rest[o->n_rest - 1]);
    if (code != CLI_GOOD) return code;
    const rwk_status status = put_together(j, &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail("check", status, &diag);
}

static int run(const cli_options *o)
{
    job j = { .options = o };
    int code = check_usage(o);
    if (code == CLI_GOOD) code = cli_load_config(&j.config, "check", o);
    if (code == CLI_GOOD) code = read_evidence(&j);
    if (code == CLI_GOOD) code = cli_judge(&j.evidence, NULL, "check", o);
    rwk_evidence_clear(&j.evidence);
    rwk_positions_clear(&j.positions);
    rwk_tensor_file_clear(&j.probe);
    rwk_tensor_file_clear(&j.answer);
    return code;
}

const cli_command CMD_CHECK = {
    .name = "check",
    .summary = "grade and diagnosis of an implementation, by its answer",
    .options = CLI_CONFIG_OPTIONS "positions kind require compute",
    .operand = "CONFIG",
    .max_rest = 2,
    .run = run,
    .help =
        "Examples:\n"
        "  ropewalk check preset:llama-3.1-8b probe.safetensors answer.safetensors\n"
        "  ropewalk check path/to/config.json -p 0:4096 table.safetensors --require L3\n"
        "  ropewalk check preset:gpt-oss-20b inv_freq.npy\n"
        "  ropewalk check preset:llama-2-7b probe.safetensors y.npy --kind y --json\n\n"
        "ropewalk check CONFIG PROBE ANSWER        rotated vectors (tensor y) or scores, for the x and positions of PROBE\n"
        "ropewalk check CONFIG -p POSITIONS ANSWER a cos/sin table (tensors cos and sin, [positions, d/2] or [positions, d])\n"
        "ropewalk check CONFIG ANSWER              an inv_freq vector\n\n"
        "Grades: L0 every value the exact one rounded once, L1 within 1 ulp (tables), L2 as careful f64 angles, L3 as f32 angles\n"
        "(Hugging Face, most engines), L4 the larger of L3 and the f32 running product (ggml), FAIL.  Exit status 0 when the "
        "required\n"
        "grade is reached, 1 when not: the diagnosis then says what was done instead.\n\n"
        "  --require GRADE    L0 .. L4 (default L4)\n"
        "  --compute f32      arithmetic and tables in the dtype of a bf16 or f16 answer do not do\n"
        "  --kind KIND        of an .npy answer: y, table, inv_freq or scores\n"
        "  -p, --positions P  rows of a table: start:stop[:step], lists, @ladder, @FILE.npy\n" CLI_CONFIG_HELP,
};
