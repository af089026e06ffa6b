/* SPDX-License-Identifier: MIT */
/* Reading JSON: cJSON behind the strict scan, seen through the few questions that the suite asks of a document. */
#ifndef RWK_CORE_JSON_H
#define RWK_CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/** A node of a parsed document; owned by its root. */
typedef struct cJSON rwk_json;

/**
 * Parse text[0..size), which need not end with NUL.
 *
 * root  out  the document, to be freed by rwk_json_free.
 * name  in   file name for messages.
 *
 * Returns RWK_OK; RWK_EPARSE (syntax, duplicate key), RWK_ERANGE (too long), RWK_ENOMEM.
 */
rwk_status rwk_json_parse(rwk_json **root, const char *text, size_t size, const char *name, rwk_diag *diag);

/** Read and parse the file at `path` ("-" is standard input); statuses of rwk_file_read and rwk_json_parse. */
rwk_status rwk_json_read(rwk_json **root, const char *path, rwk_diag *diag);

/** Free a document; NULL is allowed. */
void rwk_json_free(rwk_json *root);

/** Value of `key` in an object; NULL when the key is absent or null, or `object` is not an object. */
const rwk_json *rwk_json_get(const rwk_json *object, const char *key);

/** First child of an object or array and next sibling; NULL at the end. */
const rwk_json *rwk_json_first(const rwk_json *node);
const rwk_json *rwk_json_next(const rwk_json *node);

/** Key under which `node` stands in its object, else NULL. */
const char *rwk_json_key(const rwk_json *node);

bool rwk_json_is_object(const rwk_json *node);
bool rwk_json_is_list(const rwk_json *node);

/** *number = the binary64 value nearest to the decimal; false when the node (NULL allowed) is no finite number. */
bool rwk_json_number(double *number, const rwk_json *node);

/** *flag = the value of a true or false; false when the node (NULL allowed) is neither. */
bool rwk_json_bool(bool *flag, const rwk_json *node);

/** Text of a string node, owned by the document; NULL when the node (NULL allowed) is no string, or stands for NaN or Infinity. */
const char *rwk_json_string(const rwk_json *node);

/** A short description of a node for an error message ("-3", "\"abc\"", "a list", "NaN or Infinity") in buffer. */
const char *rwk_json_describe(char buffer[], size_t size, const rwk_json *node);

/** Version of cJSON in use, "1.7.15". */
const char *rwk_json_library_version(void);

#endif
