/* SPDX-License-Identifier: MIT */
/* CONFIG as a user writes it: a config.json, preset:NAME, or key=value,key=value. */
#ifndef RWK_CONFIG_CONFIG_LOAD_H
#define RWK_CONFIG_CONFIG_LOAD_H

#include "config/config.h"

/**
 * Load the config that `spec` names: an existing file (or "-", standard input) wins; else "preset:NAME"; else, if it
 * contains '=', an inline config with the keys of config.json and lists as [a,b,c].
 *
 * config      out  a valid config.
 * layer_type  in   as in rwk_config_from_json; NULL takes full_attention where a config tells layers apart.
 *
 * Returns RWK_OK or the statuses of rwk_json_read and rwk_config_from_json; RWK_EOPEN when `spec` is none of the three.
 * diag->text is the one-line reason; diag->warnings may hold warnings also on success.
 */
rwk_status rwk_config_load(rwk_config *config, const char *spec, const char *layer_type, rwk_diag *diag);

#endif
