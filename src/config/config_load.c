/* SPDX-License-Identifier: MIT */
/* Tells the three spellings of a CONFIG apart; an inline config is turned into JSON, so that one reader serves all. */
#define _POSIX_C_SOURCE 200809L
#include "config/config_load.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config_json.h"
#include "config/preset.h"
#include "core/file.h"
#include "core/json.h"

/* Length of the text up to the next comma outside brackets. */
static size_t field_length(const char *text)
{
    int depth = 0;
    size_t n = 0;
    for (; text[n] && (text[n] != ',' || depth > 0); n++) {
        if (text[n] == '[') depth++;
        if (text[n] == ']') depth--;
    }
    return n;
}

/* Numbers, lists and JSON's words stay as they are; any other value is a string. */
static int is_bare_value(const char *value, size_t n)
{
    static const char *const words[] = { "true", "false", "null", "NaN", "Infinity" };
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
        if (n == strlen(words[w]) && strncmp(value, words[w], n) == 0) return 1;
    return n > 0 && strchr("-[0123456789", value[0]) != NULL;
}

static void put(FILE *out, const char *text, size_t n, int bare)
{
    if (!bare) fputc('"', out);
    for (size_t i = 0; i < n; i++) {
        if (!bare && (text[i] == '"' || text[i] == '\\')) fputc('\\', out);
        fputc(text[i], out);
    }
    if (!bare) fputc('"', out);
}

static void warn_unknown(const char *key, size_t n, rwk_diag *diag)
{
    char name[RWK_NAME];
    snprintf(name, sizeof name, "%.*s", (int)(n < RWK_NAME ? n : RWK_NAME - 1), key);
    if (!rwk_config_key_known(name)) rwk_warn(diag, "inline config: %s: unknown key, ignored", name);
}

/* key=value,key=[a,b] becomes {"key":value,"key":[a,b]}. */
static rwk_status write_json(FILE *out, const char *spec, rwk_diag *diag)
{
    fputc('{', out);
    for (const char *field = spec;; field++) {
        const size_t n = field_length(field);
        const char *equals = memchr(field, '=', n);
        if (!equals || equals == field)
            return rwk_fail(diag, RWK_EPARSE, "inline config: \"%.*s\": expected key=value", (int)(n < 80 ? n : 80), field);
        const size_t key = (size_t)(equals - field), value = n - key - 1;
        warn_unknown(field, key, diag);
        put(out, field, key, 0);
        fputc(':', out);
        put(out, equals + 1, value, is_bare_value(equals + 1, value));
        field += n;
        if (!*field) break;
        fputc(',', out);
    }
    fputc('}', out);
    return RWK_OK;
}

static rwk_status parse(rwk_config *config, const char *json, size_t size, bool flat, const char *layer_type, const char *name,
                        rwk_diag *diag)
{
    rwk_json *root;
    rwk_status status = rwk_json_parse(&root, json, size, name, diag);
    if (status != RWK_OK) return status;
    status = rwk_config_from_json(config, root, flat, layer_type, name, diag);
    rwk_json_free(root);
    return status;
}

static rwk_status load_inline(rwk_config *config, const char *spec, const char *layer_type, const char *name, rwk_diag *diag)
{
    char *json = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&json, &size);
    if (!out) return rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", name);
    rwk_status status = write_json(out, spec, diag);
    const bool failed = ferror(out) != 0;
    if ((fclose(out) != 0 || failed) && status == RWK_OK) status = rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", name);
    if (status == RWK_OK) status = parse(config, json, size, true, layer_type, name, diag);
    free(json);
    return status;
}

static rwk_status load_file(rwk_config *config, const char *path, const char *layer_type, rwk_diag *diag)
{
    rwk_json *root;
    rwk_status status = rwk_json_read(&root, path, diag);
    if (status != RWK_OK) return status;
    status = rwk_config_from_json(config, root, false, layer_type, strcmp(path, "-") == 0 ? "standard input" : path, diag);
    rwk_json_free(root);
    return status;
}

static rwk_status load_preset(rwk_config *config, const char *spec, const char *layer_type, rwk_diag *diag)
{
    const rwk_preset *preset = rwk_preset_find(spec + strlen("preset:"));
    if (!preset) return rwk_fail(diag, RWK_EPARSE, "%.200s: no such preset; `ropewalk presets` lists them", spec);
    if (preset->config[0] == '{') return parse(config, preset->config, strlen(preset->config), false, layer_type, spec, diag);
    return load_inline(config, preset->config, layer_type, spec, diag);
}

rwk_status rwk_config_load(rwk_config *config, const char *spec, const char *layer_type, rwk_diag *diag)
{
    if (strcmp(spec, "-") == 0 || access(spec, F_OK) == 0) return load_file(config, spec, layer_type, diag);
    if (strncmp(spec, "preset:", 7) == 0) return load_preset(config, spec, layer_type, diag);
    if (strchr(spec, '=')) return load_inline(config, spec, layer_type, "inline config", diag);
    if (rwk_preset_find(spec)) return rwk_fail(diag, RWK_EOPEN, "%s: no such file; did you mean preset:%s?", spec, spec);
    return rwk_fail(diag, RWK_EOPEN, "%.200s: no such file, and neither preset:NAME nor key=value", spec);
}
