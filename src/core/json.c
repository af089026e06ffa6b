/* SPDX-License-Identifier: MIT */
/* Strict scan, cJSON, then the one check that neither makes: no key twice in an object. */
#include "core/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json_scan.h"
#include "core/json_write.h"

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Sorting keeps a hostile object with a million keys cheap. */
static rwk_status check_keys_of(const cJSON *object, const char *name, rwk_diag *diag)
{
    const size_t n = (size_t)cJSON_GetArraySize(object);
    const char **keys = malloc((n + 1) * sizeof *keys);
    if (!keys) return rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", name);
    size_t k = 0;
    for (const cJSON *node = object->child; node; node = node->next) keys[k++] = node->string;
    qsort(keys, n, sizeof *keys, by_name);
    rwk_status status = RWK_OK;
    for (size_t i = 1; i < n && status == RWK_OK; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            status = rwk_fail(diag, RWK_EPARSE, "%s: key %.100s stands twice in one object", name, keys[i]);
    free(keys);
    return status;
}

static rwk_status check_keys(const cJSON *node, const char *name, rwk_diag *diag)
{
    rwk_status status = cJSON_IsObject(node) ? check_keys_of(node, name, diag) : RWK_OK;
    for (const cJSON *child = node->child; child && status == RWK_OK; child = child->next)
        if (child->child) status = check_keys(child, name, diag);
    return status;
}

rwk_status rwk_json_parse(rwk_json **root, const char *text, size_t size, const char *name, rwk_diag *diag)
{
    if (size == SIZE_MAX) return rwk_fail(diag, RWK_ERANGE, "%s: longer than 16 MiB", name);
    char *copy = malloc(size + 1);
    if (!copy) return rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", name);
    memcpy(copy, text, size);
    copy[size] = '\0';
    rwk_status status = rwk_json_scan(copy, size, name, diag);
    cJSON *parsed = status == RWK_OK ? cJSON_Parse(copy) : NULL;
    free(copy);
    if (status == RWK_OK && !parsed) status = rwk_fail(diag, RWK_ENOMEM, "%s: out of memory", name);
    if (status == RWK_OK) status = check_keys(parsed, name, diag);
    if (status != RWK_OK) cJSON_Delete(parsed);
    else *root = parsed;
    return status;
}

rwk_status rwk_json_read(rwk_json **root, const char *path, rwk_diag *diag)
{
    char *text;
    size_t size;
    rwk_status status = rwk_file_read(&text, &size, path, RWK_JSON_LIMIT, diag);
    if (status != RWK_OK) return status;
    status = rwk_json_parse(root, text, size, strcmp(path, "-") == 0 ? "standard input" : path, diag);
    free(text);
    return status;
}

void rwk_json_free(rwk_json *root) { cJSON_Delete(root); }

const rwk_json *rwk_json_get(const rwk_json *object, const char *key)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNull(node) ? NULL : node;
}

const rwk_json *rwk_json_first(const rwk_json *node) { return node ? node->child : NULL; }
const rwk_json *rwk_json_next(const rwk_json *node) { return node->next; }
const char *rwk_json_key(const rwk_json *node) { return node->string; }
bool rwk_json_is_object(const rwk_json *node) { return cJSON_IsObject(node); }
bool rwk_json_is_list(const rwk_json *node) { return cJSON_IsArray(node); }

bool rwk_json_number(double *number, const rwk_json *node)
{
    if (!cJSON_IsNumber(node) || !isfinite(node->valuedouble)) return false;
    *number = node->valuedouble;
    return true;
}

bool rwk_json_bool(bool *flag, const rwk_json *node)
{
    if (!cJSON_IsBool(node)) return false;
    *flag = cJSON_IsTrue(node);
    return true;
}

const char *rwk_json_string(const rwk_json *node)
{
    const char *text = cJSON_GetStringValue(node);
    return text && strcmp(text, RWK_JSON_NOT_FINITE) == 0 ? NULL : text;
}

const char *rwk_json_describe(char buffer[], size_t size, const rwk_json *node)
{
    char decimal[32];
    if (!node || cJSON_IsNull(node)) snprintf(buffer, size, "nothing");
    else if (cJSON_IsArray(node)) snprintf(buffer, size, "a list");
    else if (cJSON_IsObject(node)) snprintf(buffer, size, "an object");
    else if (cJSON_IsBool(node)) snprintf(buffer, size, "%s", cJSON_IsTrue(node) ? "true" : "false");
    else if (cJSON_IsNumber(node) && !isfinite(node->valuedouble)) snprintf(buffer, size, "a number beyond binary64");
    else if (cJSON_IsNumber(node)) snprintf(buffer, size, "%s", rwk_decimal(decimal, node->valuedouble));
    else if (strcmp(node->valuestring, RWK_JSON_NOT_FINITE) == 0) snprintf(buffer, size, "NaN or Infinity");
    else snprintf(buffer, size, "\"%.60s\"", node->valuestring);
    rwk_one_line(buffer);
    return buffer;
}

const char *rwk_json_library_version(void) { return cJSON_Version(); }
