/* SPDX-License-Identifier: MIT */
/* The strict gate before the JSON parser: RFC 8259 and nothing more lenient, with line and column of what is wrong. */
#ifndef RWK_CORE_JSON_SCAN_H
#define RWK_CORE_JSON_SCAN_H

#include <stddef.h>

#include "core/status.h"

enum { RWK_JSON_DEPTH = 32, RWK_JSON_NUMBER = 63 };
#define RWK_JSON_LIMIT ((size_t)16 << 20) /* bytes in one JSON text */

/** What stands where the text had a bare NaN, Infinity or -Infinity: a string that no key accepts as its value. */
#define RWK_JSON_NOT_FINITE "\x7f"

/**
 * Check that text[0..size) is one RFC 8259 value in UTF-8, at most RWK_JSON_DEPTH deep, numbers of at most
 * RWK_JSON_NUMBER characters, no escaped NUL.
 *
 * Bare NaN, Infinity and -Infinity, which Python writes, are overwritten in place by the string RWK_JSON_NOT_FINITE
 * and blanks: harmless under a key that nobody reads, an ill-typed value under one that is.
 *
 * text  (size)  in/out  text[size] must be '\0'.
 * name          in      file name for the message.
 *
 * Returns RWK_OK, RWK_EPARSE (diag: "name:line:column: reason") or RWK_ERANGE (longer than RWK_JSON_LIMIT).
 */
rwk_status rwk_json_scan(char text[], size_t size, const char *name, rwk_diag *diag);

#endif
