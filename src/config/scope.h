/* SPDX-License-Identifier: MIT */
/* Which objects of a config.json hold its rope parameters: text_config, old or new spelling, one layer type of several. */
#ifndef RWK_CONFIG_SCOPE_H
#define RWK_CONFIG_SCOPE_H

#include "config/reader.h"

/**
 * Point r->text and r->rope at the objects that hold the keys.
 *
 *   text    text_config where there is one, else the whole
 *   rope    rope_scaling (old) unless empty, else rope_parameters (new), as Hugging Face; the whole when
 *           `flat`.  Of parameters nested by layer type, those of `layer_type`.
 *
 * r           in/out  r->name, r->diag set; a failure is left in r->status.
 * flat        in      the rope parameters stand in `top` itself, as in an inline config.
 * layer_type  in      full_attention or sliding_attention; NULL takes full_attention, with a warning where it matters.
 *
 * Returns the layer type that was chosen, NULL when all layers share their parameters.
 */
const char *rwk_scope_open(rwk_reader *r, const rwk_json *top, bool flat, const char *layer_type);

#endif
