/* SPDX-License-Identifier: MIT */
/* ropewalk: finds the subcommand, reads its options, runs it. */
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static const cli_command *const COMMANDS[] = { &CMD_EXPLAIN, &CMD_FREQS, &CMD_TABLE,   &CMD_APPLY,  &CMD_PROBE,  &CMD_CHECK,
                                               &CMD_RUN,     &CMD_ZOO,   &CMD_PRESETS, &CMD_REPORT, &CMD_VERSION };

enum { N_COMMANDS = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(FILE *out)
{
    fputs("ropewalk: proves, draws and checks positional encodings of Transformers\n\n"
          "Examples:\n"
          "  ropewalk explain preset:llama-2-7b        what a model's rotary positions do\n"
          "  ropewalk freqs path/to/config.json --json certified frequencies, as bits and decimals\n"
          "  ropewalk table preset:llama-3.1-8b -p 0:8192 --dtype f32 -o table.npy\n"
          "  ropewalk apply preset:gpt-j-6b -p 0:64 -i x.safetensors -o y.safetensors\n"
          "  ropewalk probe preset:llama-3.1-8b -o probe.safetensors\n"
          "  ropewalk check preset:llama-3.1-8b probe.safetensors answer.safetensors   grade and diagnosis of your implementation\n"
          "  ropewalk run preset:llama-2-7b --exec 'python3 mine.py'                   the same through a pipe\n"
          "  ropewalk zoo yarn-ramp-inverted           a known bug: what it computes, how it shows, who had it\n"
          "  ropewalk report                           the verdicts of the last `make experiments`\n\n"
          "Commands:\n",
          out);
    for (int c = 0; c < N_COMMANDS; c++) fprintf(out, "  %-10s %s\n", COMMANDS[c]->name, COMMANDS[c]->summary);
    fputs("\nCONFIG is a Hugging Face config.json (- reads standard input), preset:NAME, or key=value,key=value.\n"
          "Every command takes --help, --json, --quiet and --color auto|always|never.\n"
          "Exit: 0 good, 1 the answer is no, 2 usage or bad input, 4 the tested program misbehaved,\n"
          "5 read or write error, 71 out of memory, 130 interrupted.\n",
          out);
}

static const cli_command *find(const char *name)
{
    for (int c = 0; c < N_COMMANDS; c++)
        if (strcmp(name, COMMANDS[c]->name) == 0) return COMMANDS[c];
    return NULL;
}

static int unknown_command(const char *name)
{
    for (int c = 0; c < N_COMMANDS; c++)
        if (strncmp(name, COMMANDS[c]->name, 3) == 0)
            return cli_usage_error(NULL, "%s: no such command; did you mean %s?", name, COMMANDS[c]->name);
    return cli_usage_error(NULL, "%s: no such command; see ropewalk --help", name);
}

/* "auto": on a terminal that is not dumb, and never with NO_COLOR. */
static bool auto_color(void)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static int set_color(cli_options *o, const char *command, const char *when)
{
    if (strcmp(when, "always") == 0) o->color = true;
    else if (strcmp(when, "never") == 0) o->color = false;
    else if (strcmp(when, "auto") == 0) o->color = auto_color();
    else return cli_usage_error(command, "--color: %s: expected auto, always or never", when);
    return CLI_GOOD;
}

/* Options besides the common ones: where their value goes; a flag has no value. */
static const struct {
    const char *name;
    int letter;         /* its short name; 0: none */
    size_t value, flag; /* offset into cli_options; 0 where it is the other kind, json being the member at offset 0 */
} OPTIONS[] = {
    { "layout", 0, offsetof(cli_options, layout), 0 },
    { "layer-type", 0, offsetof(cli_options, layer_type), 0 },
    { "seq-len", 0, offsetof(cli_options, seq_len), 0 },
    { "positions", 'p', offsetof(cli_options, positions), 0 },
    { "dtype", 0, offsetof(cli_options, dtype), 0 },
    { "input", 'i', offsetof(cli_options, input), 0 },
    { "output", 'o', offsetof(cli_options, output), 0 },
    { "axes", 0, offsetof(cli_options, axes), 0 },
    { "data", 0, offsetof(cli_options, data), 0 },
    { "figures", 0, offsetof(cli_options, figures), 0 },
    { "kind", 0, offsetof(cli_options, kind), 0 },
    { "require", 0, offsetof(cli_options, require), 0 },
    { "compute", 0, offsetof(cli_options, compute), 0 },
    { "exec", 0, offsetof(cli_options, exec), 0 },
    { "timeout", 0, offsetof(cli_options, timeout), 0 },
    { "answer", 0, offsetof(cli_options, answer), 0 },
    { "emit", 0, 0, offsetof(cli_options, emit) },
    { "suite", 0, offsetof(cli_options, suite), 0 },
    { "config", 0, offsetof(cli_options, config), 0 },
    { "atol", 0, offsetof(cli_options, atol), 0 },
    { "rtol", 0, offsetof(cli_options, rtol), 0 },
    { "scores", 0, 0, offsetof(cli_options, scores) },
    { "beyond", 0, 0, offsetof(cli_options, beyond) },
    { "bits", 0, 0, offsetof(cli_options, bits) },
    { "no-attention-factor", 0, 0, offsetof(cli_options, no_attention_factor) },
    { "inverse", 0, 0, offsetof(cli_options, inverse) },
};

enum { N_OPTIONS = sizeof OPTIONS / sizeof OPTIONS[0], OPT_JSON = 256, OPT_QUIET, OPT_COLOR, OPT_FIRST };

/* The common options, then OPTIONS, as getopt_long wants them. */
static void list_options(struct option list[N_OPTIONS + 5])
{
    const struct option common[] = { { "help", no_argument, NULL, 'h' },
                                     { "json", no_argument, NULL, OPT_JSON },
                                     { "quiet", no_argument, NULL, OPT_QUIET },
                                     { "color", required_argument, NULL, OPT_COLOR } };
    memcpy(list, common, sizeof common);
    for (int k = 0; k < N_OPTIONS; k++)
        list[4 + k] = (struct option){ OPTIONS[k].name, OPTIONS[k].value ? required_argument : no_argument, NULL, OPT_FIRST + k };
    list[4 + N_OPTIONS] = (struct option){ 0 };
}

static bool takes(const cli_command *command, const char *option)
{
    const size_t n = strlen(option);
    for (const char *at = command->options; (at = strstr(at, option)) != NULL; at += n)
        if ((at[n] == ' ' || at[n] == '\0') && (at == command->options || at[-1] == ' ')) return true;
    return false;
}

static int set_listed(cli_options *o, const cli_command *command, int k, const char *argument)
{
    char *base = (char *)o;
    if (!takes(command, OPTIONS[k].name)) return cli_usage_error(command->name, "does not take --%s; see --help", OPTIONS[k].name);
    if (OPTIONS[k].value) memcpy(base + OPTIONS[k].value, &argument, sizeof argument);
    else *(bool *)(base + OPTIONS[k].flag) = true;
    return CLI_GOOD;
}

/* Index into OPTIONS of what getopt_long found, by its short or its long name; -1 when it is none of them. */
static int listed(int option)
{
    for (int k = 0; k < N_OPTIONS; k++)
        if (option == OPT_FIRST + k || (OPTIONS[k].letter && option == OPTIONS[k].letter)) return k;
    return -1;
}

/* One option; CLI_GOOD, CLI_USAGE, or -1 when help was asked for. */
static int set_option(cli_options *o, const cli_command *command, int option, const char *argument)
{
    switch (option) {
    case 'h': return -1;
    case OPT_JSON: o->json = true; return CLI_GOOD;
    case OPT_QUIET: o->quiet = true; return CLI_GOOD;
    case OPT_COLOR: return set_color(o, command->name, optarg);
    case ':': return cli_usage_error(command->name, "%s: needs a value; see --help", argument);
    default: break;
    }
    if (listed(option) >= 0) return set_listed(o, command, listed(option), optarg);
    if (optopt > 0 && optopt < 128) return cli_usage_error(command->name, "-%c: unknown option; see --help", optopt);
    if (optopt >= OPT_JSON) return cli_usage_error(command->name, "%s: takes no value; see --help", argument);
    return cli_usage_error(command->name, "%s: unknown option; see --help", argument);
}

static int parse(cli_options *o, const cli_command *command, int argc, char *argv[])
{
    int option;
    struct option list[N_OPTIONS + 5];
    list_options(list);
    while ((option = getopt_long(argc, argv, ":hp:i:o:", list, NULL)) != -1) {
        const int code = set_option(o, command, option, argv[optind - 1]);
        if (code != CLI_GOOD) return code;
    }
    if (optind < argc && command->operand) o->operand = argv[optind++];
    while (optind < argc && o->n_rest < command->max_rest) o->rest[o->n_rest++] = argv[optind++];
    if (optind < argc) return cli_usage_error(command->name, "%s: one argument too many; see --help", argv[optind]);
    if (command->operand && !o->operand) return cli_usage_error(command->name, "%s is missing; see --help", command->operand);
    return CLI_GOOD;
}

static int run(const cli_command *command, int argc, char *argv[])
{
    cli_options options = { .data = "build/data", .figures = "build/figures", .color = auto_color() };
    const int code = parse(&options, command, argc, argv);
    if (code > 0) return code;
    if (code < 0) {
        fputs(command->help, stdout);
        return cli_finish(command->name, CLI_GOOD);
    }
    return cli_finish(command->name, command->run(&options));
}

int main(int argc, char *argv[])
{
    guard_install("ropewalk");
    if (argc < 2) {
        print_help(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return cli_finish(NULL, CLI_GOOD);
    }
    const cli_command *command = strcmp(argv[1], "--version") == 0 ? &CMD_VERSION : find(argv[1]);
    return command ? run(command, argc - 1, argv + 1) : unknown_command(argv[1]);
}
