/* SPDX-License-Identifier: MIT */
/* ropewalk freqs CONFIG: inv_freq and attention_factor, correctly rounded to binary64. */
#include <gsl/gsl_math.h>
#include <inttypes.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "core/dtype.h"
#include "core/json_write.h"

/* {"bits": 16 hex digits of the big-endian binary64 pattern, "dec": 17 significant digits} */
static void put_value(rwk_json_writer *w, const char *key, double value)
{
    char bits[32], decimal[32];
    snprintf(bits, sizeof bits, "%016" PRIx64, rwk_bits(value, RWK_F64));
    snprintf(decimal, sizeof decimal, "%#.17g", value); /* # keeps trailing zeros: always 17 digits */
    rwk_json_open(w, key, '{');
    rwk_json_put_string(w, "bits", bits);
    rwk_json_put_string(w, "dec", decimal);
    rwk_json_close(w, '}');
}

static void put_json(const rwk_config *c, const double inv_freq[], size_t n)
{
    rwk_json_writer w = rwk_json_begin(stdout);
    rwk_json_open(&w, NULL, '{');
    rwk_json_put_string(&w, "rope_type", rwk_rope_type_name(c->rope_type));
    rwk_json_put_string(&w, "layout", rwk_layout_name(c->layout));
    rwk_json_put_number(&w, "head_dim", (double)c->head_dim);
    rwk_json_put_number(&w, "rotary_dim", (double)c->rotary_dim);
    rwk_json_put_number(&w, "rope_theta", c->rope_theta);
    put_value(&w, "attention_factor", 1);
    rwk_json_open(&w, "inv_freq", '[');
    for (size_t i = 0; i < n; i++) put_value(&w, NULL, inv_freq[i]);
    rwk_json_close(&w, ']');
    rwk_json_close(&w, '}');
    rwk_json_end(&w);
}

static void print_table(const double inv_freq[], size_t n)
{
    printf("# attention_factor: 1\npair\tinv_freq\twavelength\n");
    for (size_t i = 0; i < n; i++) printf("%zu\t%.17g\t%.10g\n", i, inv_freq[i], 2 * M_PI / inv_freq[i]); /* (D1.2) */
}

static int run(const cli_options *options)
{
    rwk_config config;
    double *inv_freq = NULL;
    const int code = cli_load_frequencies(&config, &inv_freq, "freqs", options);
    if (code != CLI_GOOD) return code;
    if (options->json) put_json(&config, inv_freq, config.rotary_dim / 2);
    else print_table(inv_freq, config.rotary_dim / 2);
    free(inv_freq);
    return CLI_GOOD;
}

const cli_command CMD_FREQS = {
    .name = "freqs",
    .summary = "inv_freq and attention_factor of a CONFIG, correctly rounded",
    .options = "layout",
    .operand = "CONFIG",
    .run = run,
    .help = "Examples:\n"
            "  ropewalk freqs preset:llama-2-7b\n"
            "  ropewalk freqs path/to/config.json --json\n"
            "  ropewalk freqs head_dim=64,rope_theta=1000000 --layout interleaved --json\n\n"
            "Prints inv_freq[i] [radian/token] and the wavelength 2 pi/inv_freq[i] [token] of every pair, tab separated.\n"
            "Each inv_freq is the real number rope_theta^(-2i/rotary_dim) rounded once to binary64, certified by MPFR.\n\n"
            "  --json           bits (big-endian binary64, hex) and 17 digits of every value\n"
            "  --layout LAYOUT  interleaved or half_split, in place of the model family's\n",
};
