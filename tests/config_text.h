/* SPDX-License-Identifier: MIT */
/* What the tests of the config layer share: configs from text, and the texts that go with them. */
#ifndef RWK_TESTS_CONFIG_TEXT_H
#define RWK_TESTS_CONFIG_TEXT_H

#include "config/config_json.h"
#include "config/config_load.h"
#include "testing.h"

/* A config from JSON text, named "t"; the text itself must be JSON. */
static inline rwk_status from_text(rwk_config *config, const char *text, bool flat, const char *layer_type, rwk_diag *diag)
{
    rwk_json *root = NULL;
    rwk_diag own = { 0 };
    if (rwk_json_parse(&root, text, strlen(text), "t", &own) != RWK_OK) ck_abort_msg("%s: %s", text, own.text);
    const rwk_status status = rwk_config_from_json(config, root, flat, layer_type, "t", diag);
    rwk_json_free(root);
    return status;
}

/* The config of a text that must be good: JSON when it begins with '{', else inline. */
static inline rwk_config config_of(const char *text, const char *layer_type, rwk_diag *diag)
{
    rwk_config config;
    rwk_diag own = { 0 };
    if (!diag) diag = &own;
    const rwk_status status =
        *text == '{' ? from_text(&config, text, false, layer_type, diag) : rwk_config_load(&config, text, layer_type, diag);
    if (status != RWK_OK) ck_abort_msg("%s: %s", text, diag->text);
    if (diag->text[0]) ck_abort_msg("%s: accepted, with the reason \"%s\"", text, diag->text);
    return config;
}

/* The warnings that a good text gives, all of them. */
static inline void assert_warns(const char *text, const char *layer_type, const char *want)
{
    rwk_diag diag = { 0 };
    config_of(text, layer_type, &diag);
    if (strcmp(diag.warnings, want) != 0) ck_abort_msg("%s: got\n%swant\n%s", text, diag.warnings, want);
}

#endif
