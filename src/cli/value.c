/* SPDX-License-Identifier: MIT */
/* Bit patterns and decimals. */
#include "cli/value.h"

#include <inttypes.h>
#include <stdio.h>

const char *cli_value(char text[CLI_VALUE], double value, rwk_dtype dtype, bool bits)
{
    static const int digits[RWK_N_DTYPES] = {
        [RWK_F64] = 17, [RWK_F32] = 9, [RWK_BF16] = 4, [RWK_F16] = 5
    }; /* 1 + ceil(p log10 2) */
    if (bits) snprintf(text, CLI_VALUE, "%0*" PRIx64, rwk_hex_digits(dtype), rwk_bits(value, dtype));
    else snprintf(text, CLI_VALUE, "%.*g", digits[dtype], value);
    return text;
}

void cli_put_value(rwk_json_writer *w, const char *key, double value)
{
    char bits[CLI_VALUE], decimal[CLI_VALUE];
    snprintf(decimal, sizeof decimal, "%#.17g", value); /* # keeps trailing zeros: always 17 digits */
    rwk_json_open(w, key, '{');
    rwk_json_put_string(w, "bits", cli_value(bits, value, RWK_F64, true));
    rwk_json_put_string(w, "dec", decimal);
    rwk_json_close(w, '}');
}

void cli_put_head(rwk_json_writer *w, const rwk_config *c, double attention_factor)
{
    rwk_json_open(w, NULL, '{');
    rwk_json_put_string(w, "rope_type", rwk_rope_type_name(c->rope_type));
    rwk_json_put_string(w, "layout", rwk_layout_name(c->layout));
    rwk_json_put_number(w, "head_dim", (double)c->head_dim);
    rwk_json_put_number(w, "rotary_dim", (double)c->rotary_dim);
    rwk_json_put_number(w, "rope_theta", c->rope_theta);
    cli_put_value(w, "attention_factor", attention_factor);
}
