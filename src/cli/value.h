/* SPDX-License-Identifier: MIT */
/* How values and configs are spelled in the outputs of the subcommands. */
#ifndef RWK_CLI_VALUE_H
#define RWK_CLI_VALUE_H

#include <stdbool.h>

#include "config/config.h"
#include "core/dtype.h"
#include "core/json_write.h"

enum { CLI_VALUE = 40 };

/** text = the big-endian bit pattern in hex, or the decimal with as many digits as tell all numbers of dtype apart; returns text. */
const char *cli_value(char text[CLI_VALUE], double value, rwk_dtype dtype, bool bits);

/** Write {"bits": 16 hex digits of the binary64 pattern, "dec": 17 significant digits}. */
void cli_put_value(rwk_json_writer *w, const char *key, double value);

/** Open the object of freqs --json and table --json: rope_type, layout, dimensions, rope_theta, attention_factor. */
void cli_put_head(rwk_json_writer *w, const rwk_config *config, double attention_factor);

#endif
