/* SPDX-License-Identifier: MIT */
/* ropewalk: finds the subcommand, reads its options, runs it. */
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static const cli_command *const COMMANDS[] = { &CMD_EXPLAIN, &CMD_FREQS, &CMD_PRESETS, &CMD_REPORT, &CMD_VERSION };

enum { N_COMMANDS = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(FILE *out)
{
    fputs("ropewalk: proves, draws and checks positional encodings of Transformers\n\n"
          "Examples:\n"
          "  ropewalk explain preset:llama-2-7b        what a model's rotary positions do\n"
          "  ropewalk freqs path/to/config.json --json certified frequencies, as bits and decimals\n"
          "  ropewalk freqs head_dim=64,rope_theta=1e6 the same for an inline config\n"
          "  ropewalk report                           the verdicts of the last `make experiments`\n\n"
          "Commands:\n",
          out);
    for (int c = 0; c < N_COMMANDS; c++) fprintf(out, "  %-10s %s\n", COMMANDS[c]->name, COMMANDS[c]->summary);
    fputs("\nCONFIG is a Hugging Face config.json (- reads standard input), preset:NAME, or key=value,key=value.\n"
          "Every command takes --help, --json, --quiet and --color auto|always|never.\n"
          "Exit: 0 good, 1 the answer is no, 2 usage or bad input, 5 read or write error, 71 out of memory, 130 interrupted.\n",
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

static bool takes(const cli_command *command, const char *option)
{
    const char *found = strstr(command->options, option);
    return found != NULL;
}

enum { OPT_JSON = 256, OPT_QUIET, OPT_COLOR, OPT_LAYOUT, OPT_DATA, OPT_FIGURES };

static const struct option LONG_OPTIONS[] = {
    { "help", no_argument, NULL, 'h' },
    { "json", no_argument, NULL, OPT_JSON },
    { "quiet", no_argument, NULL, OPT_QUIET },
    { "color", required_argument, NULL, OPT_COLOR },
    { "layout", required_argument, NULL, OPT_LAYOUT },
    { "data", required_argument, NULL, OPT_DATA },
    { "figures", required_argument, NULL, OPT_FIGURES },
    { NULL, 0, NULL, 0 },
};

/* One option; CLI_GOOD, CLI_USAGE, or -1 when help was asked for. */
static int set_option(cli_options *o, const cli_command *command, int option, const char *argument)
{
    switch (option) {
    case 'h': return -1;
    case OPT_JSON: o->json = true; return CLI_GOOD;
    case OPT_QUIET: o->quiet = true; return CLI_GOOD;
    case OPT_COLOR: return set_color(o, command->name, optarg);
    case OPT_LAYOUT: o->layout = optarg; return takes(command, "layout") ? CLI_GOOD : CLI_USAGE;
    case OPT_DATA: o->data = optarg; return takes(command, "data") ? CLI_GOOD : CLI_USAGE;
    case OPT_FIGURES: o->figures = optarg; return takes(command, "figures") ? CLI_GOOD : CLI_USAGE;
    case ':': return cli_usage_error(command->name, "%s: needs a value; see --help", argument);
    default: return cli_usage_error(command->name, "%s: unknown option; see --help", argument);
    }
}

static int parse(cli_options *o, const cli_command *command, int argc, char *argv[])
{
    int option;
    while ((option = getopt_long(argc, argv, ":h", LONG_OPTIONS, NULL)) != -1) {
        const char *argument = argv[optind - 1];
        const int code = set_option(o, command, option, argument);
        if (code == CLI_USAGE && (option == OPT_LAYOUT || option == OPT_DATA || option == OPT_FIGURES))
            return cli_usage_error(command->name, "does not take --%s; see --help",
                                   option == OPT_LAYOUT ? "layout"
                                   : option == OPT_DATA ? "data"
                                                        : "figures");
        if (code != CLI_GOOD) return code;
    }
    if (optind < argc && command->operand) o->operand = argv[optind++];
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
