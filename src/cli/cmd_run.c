/* SPDX-License-Identifier: MIT */
/* ropewalk run CONFIG --exec 'CMD': grade and diagnosis of a program in any language, through a pipe. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>

#include "cli/child.h"
#include "cli/judgement.h"
#include "core/file.h"
#include "formats/rwt.h"
#include "oracle/cases.h"

static const double DEFAULT_TIMEOUT = 10, LONGEST_TIMEOUT = 86400; /* [s] */

/** What a run goes through. */
typedef struct {
    const cli_options *options;
    rwk_cases cases;
    char *text; /* of the answer */
    size_t size;
    const char *name; /* of the answer, for messages */
    rwk_rwt_answer answer;
    rwk_case_evidence evidence;
} job;

/* ---- The prompt ---- */

static void put_prompt(FILE *out, const rwk_cases *c)
{
    const size_t width = c->config.head_dim;
    rwk_rwt_put_header(out, &c->config, c->dtype, c->n);
    for (size_t k = 0; k < c->n; k++)
        rwk_rwt_put_case(out, k + 1, c->positions + k * c->n_axes, c->n_axes, c->x + k * width, width, c->dtype);
    rwk_rwt_put_end(out);
}

static rwk_status prompt_text(char **text, size_t *size, const rwk_cases *cases)
{
    FILE *out = open_memstream(text, size);
    if (!out) return RWK_ENOMEM;
    put_prompt(out, cases);
    const bool failed = ferror(out) != 0;
    const bool closed = fclose(out) == 0;
    return failed || !closed ? RWK_ENOMEM : RWK_OK;
}

/* ---- The program ---- */

static int misbehaved(const char *what, const char *how)
{
    cli_usage_error("run", "%.200s: %s", what, how);
    return CLI_MISBEHAVED;
}

static int timeout_option(double *seconds, const cli_options *o)
{
    char *end;
    *seconds = DEFAULT_TIMEOUT;
    if (!o->timeout) return CLI_GOOD;
    *seconds = strtod(o->timeout, &end);
    if (*end == '\0' && end != o->timeout && *seconds > 0 && *seconds <= LONGEST_TIMEOUT) return CLI_GOOD;
    return cli_usage_error("run", "--timeout: %s: expected seconds, above 0 and at most %g", o->timeout, LONGEST_TIMEOUT);
}

static int how_it_ended(const child_result *r, const char *command, double seconds, size_t limit)
{
    char how[128];
    switch (r->end) {
    case CHILD_EXITED: {
        static const char *const REASONS[] = { ": cannot be executed", ": no such program" };
        if (r->code == 0) return CLI_GOOD;
        snprintf(how, sizeof how, "exit status %d%s", r->code, r->code == 126 || r->code == 127 ? REASONS[r->code - 126] : "");
        break;
    }
    case CHILD_KILLED: snprintf(how, sizeof how, "ended by signal %d (%s)", r->code, strsignal(r->code)); break;
    case CHILD_TIMED_OUT: snprintf(how, sizeof how, "no end after %g s: ended; --timeout gives it more", seconds); break;
    case CHILD_TOO_LONG: snprintf(how, sizeof how, "more than %zu bytes of output: ended", limit); break;
    default: return cli_usage_error("run", "interrupted"), CLI_INTERRUPTED;
    }
    return misbehaved(command, how);
}

static int execute(job *j, double seconds)
{
    char *prompt = NULL;
    size_t size = 0;
    rwk_diag diag = { .text = "" };
    child_result result = { 0 };
    j->name = j->options->exec;
    rwk_status status = prompt_text(&prompt, &size, &j->cases);
    const size_t limit = 16 * size + (1 << 20); /* an answer is about as long as the prompt; there is room for comments */
    if (status == RWK_OK) status = child_run(&result, j->options->exec, prompt, size, limit, seconds, &diag);
    free(prompt);
    j->text = result.output, j->size = result.size;
    return status == RWK_OK ? how_it_ended(&result, j->options->exec, seconds, limit) : cli_fail("run", status, &diag);
}

static int read_recorded(job *j)
{
    rwk_diag diag = { .text = "" };
    const bool dash = strcmp(j->options->answer, "-") == 0;
    j->name = dash ? "standard input" : j->options->answer;
    const rwk_status status = rwk_file_read(&j->text, &j->size, j->options->answer, cli_physical_memory(), &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail("run", status, &diag);
}

/* ---- The answer ---- */

static int parse(job *j)
{
    rwk_diag diag = { .text = "" };
    const rwk_status status =
        rwk_rwt_parse(&j->answer, j->cases.n, j->cases.config.head_dim, j->cases.dtype, j->text ? j->text : "", j->size, &diag);
    if (status == RWK_EPARSE) return misbehaved(j->name, diag.text);
    return status == RWK_OK ? CLI_GOOD : cli_fail("run", status, &diag);
}

/* A rejected case has no finite values: it counts as wrong, since every case is a valid one. */
static int judge(job *j)
{
    const rwk_rwt_answer *a = &j->answer;
    const cli_piped piped = { a->n,
                              a->count[RWK_RWT_SKIP],
                              a->count[RWK_RWT_REJECT],
                              a->first[RWK_RWT_SKIP],
                              a->first[RWK_RWT_REJECT],
                              a->reason[RWK_RWT_SKIP],
                              a->reason[RWK_RWT_REJECT] };
    char how[RWK_RWT_REASON + 64];
    snprintf(how, sizeof how, "all %zu cases skipped: %s", a->n, piped.why_skipped[0] ? piped.why_skipped : "no reason given");
    if (piped.skipped == a->n) return misbehaved(j->name, how);
    bool *kept = malloc(a->n * sizeof *kept);
    if (!kept) return cli_fail("run", RWK_ENOMEM, NULL);
    for (size_t k = 0; k < a->n; k++) kept[k] = a->replies[k] != RWK_RWT_SKIP;
    const rwk_status status = rwk_cases_evidence(&j->evidence, &j->cases, a->values, kept);
    free(kept);
    return status == RWK_OK ? cli_judge(&j->evidence.evidence, &piped, "run", j->options) : cli_fail("run", status, NULL);
}

/* ---- The command ---- */

static int one_way(const cli_options *o)
{
    const int ways = (o->exec != NULL) + (o->answer != NULL) + o->emit;
    if (ways != 1) return cli_usage_error("run", "expected one of --exec CMD, --emit, --answer FILE; see --help");
    if (o->answer && strcmp(o->answer, "-") == 0 && strcmp(o->operand, "-") == 0)
        return cli_usage_error("run", "standard input cannot be both CONFIG and --answer");
    if (o->emit && o->json) return cli_usage_error("run", "--emit prints cases, not a judgement: it has no --json");
    return CLI_GOOD;
}

static int prepare(job *j, double *seconds)
{
    rwk_config config;
    rwk_dtype dtype;
    rwk_diag diag = { .text = "" };
    int code = one_way(j->options);
    if (code == CLI_GOOD) code = timeout_option(seconds, j->options);
    if (code == CLI_GOOD) code = cli_check_judgement("run", j->options);
    if (code == CLI_GOOD) code = cli_dtype(&dtype, RWK_F32, "run", j->options);
    if (code == CLI_GOOD) code = cli_load_config(&config, "run", j->options);
    if (code != CLI_GOOD) return code;
    const rwk_status status = rwk_cases_init(&j->cases, &config, dtype, j->options->beyond, &diag);
    return status == RWK_OK ? CLI_GOOD : cli_fail("run", status, &diag);
}

static int run(const cli_options *o)
{
    double seconds;
    job j = { .options = o };
    int code = prepare(&j, &seconds);
    if (code == CLI_GOOD && o->emit) put_prompt(stdout, &j.cases);
    else if (code == CLI_GOOD) {
        code = o->exec ? execute(&j, seconds) : read_recorded(&j);
        if (code == CLI_GOOD) code = parse(&j);
        if (code == CLI_GOOD) code = judge(&j);
    }
    rwk_case_evidence_clear(&j.evidence);
    rwk_rwt_clear(&j.answer);
    rwk_cases_clear(&j.cases);
    free(j.text);
    return code;
}

const cli_command CMD_RUN = {
    .name = "run",
    .summary = "grade and diagnosis of a program in any language, through a pipe",
    .options = CLI_CONFIG_OPTIONS "exec timeout dtype beyond require compute emit answer",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk run preset:llama-2-7b --exec 'python3 mine.py'\n"
            "  ropewalk run path/to/config.json --exec ./mine --dtype bf16 --timeout 60 --json\n"
            "  ropewalk run preset:gpt-j-6b --emit | ssh board ./mine | ropewalk run preset:gpt-j-6b --answer -\n\n"
            "Your program reads cases from standard input, a line each, and writes what it makes of them to standard output:\n\n"
            "  rwt 1 rope.apply D=4 rot=4 base=411e848000000000 layout=half_split dtype=f32 n=2 config={\"head_dim\":4,...}\n"
            "  1 1 3f800000 bf000000 3e800000 40000000       case, position (t,h,w where there are axes), D values as bits in hex\n"
            "  2 4095 3f800000 bf000000 3e800000 40000000\n"
            "  end\n\n"
            "  1 3ea8ed2f bf00b955 3f79fef5 3fffe8c4         the answer: case and D values, in any order; or\n"
            "  2 skip reason                                 not tried; or `2 reject reason`: refused, which counts as wrong\n\n"
            "A whole program, for plain RoPE in f32 and half_split (docs/rwt.md has it in C and JavaScript too):\n\n"
            "  import math, struct, sys\n"
            "  head = dict(word.split('=', 1) for word in input().split() if '=' in word)\n"
            "  r, b = int(head['rot']), struct.unpack('>d', bytes.fromhex(head['base']))[0]\n"
            "  for line in sys.stdin:\n"
            "      if line == 'end\\n': break\n"
            "      case, m, *x = line.split()\n"
            "      x = [struct.unpack('>f', bytes.fromhex(v))[0] for v in x]\n"
            "      y = x[:]\n"
            "      for i in range(r // 2):\n"
            "          a = int(m) * b ** (-2 * i / r); c, s, j = math.cos(a), math.sin(a), i + r // 2\n"
            "          y[i], y[j] = x[i] * c - x[j] * s, x[i] * s + x[j] * c\n"
            "      print(case, *(struct.pack('>f', v).hex() for v in y))\n\n"
            "Blank lines and lines that begin with # are ignored.  A batch or a head is not visible through the pipe, and so no "
            "fault of\n"
            "one: `ropewalk probe` and `check` show these.  Exit status 0 when the required grade is reached, 1 when not, 4 when "
            "the program\n"
            "fails, takes too long or does not keep to the form.\n\n"
            "  --exec CMD         run by /bin/sh; its standard error passes through\n"
            "  --timeout SECONDS  for all cases together (default 10)\n"
            "  --dtype D          of the values: f32 (default), f64, bf16 or f16\n"
            "  --beyond           positions beyond max_position_embeddings too, up to 2^20 - 1\n"
            "  --require GRADE    L0 .. L4 (default L4)\n"
            "  --compute f32      arithmetic and tables in the dtype of a bf16 or f16 answer do not do\n"
            "  --emit             print the cases and do nothing else\n"
            "  --answer FILE      judge an answer that was recorded; - is standard input\n" CLI_CONFIG_HELP,
};
