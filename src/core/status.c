/* SPDX-License-Identifier: MIT */
/* Turns status codes into sentences and fills the caller's diagnostic text. */
#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *rwk_strerror(rwk_status status)
{
    switch (status) {
    case RWK_OK: return "success";
    case RWK_EODD: return "a dimension must be even and at least 2";
    case RWK_ESHAPE: return "sizes do not fit together";
    case RWK_ERANGE: return "a number is out of range";
    case RWK_ENAN: return "a number is NaN or not finite";
    case RWK_EDTYPE: return "a value is not representable in its dtype";
    case RWK_EOVERFLOW: return "a size is too large to compute with";
    case RWK_ENOMEM: return "out of memory";
    case RWK_EUNDECIDED: return "a correctly rounded value could not be certified";
    case RWK_EUNSUPPORTED: return "not supported by this version";
    case RWK_EPARSE: return "malformed input";
    case RWK_EOPEN: return "cannot open file";
    case RWK_EREAD: return "cannot read file";
    case RWK_EWRITE: return "cannot write file";
    }
    return "unknown status";
}

void rwk_one_line(char *text)
{
    for (; *text; text++) {
        const unsigned char byte = (unsigned char)*text, next = (unsigned char)text[1];
        if (byte < 0x20 || byte == 0x7f) *text = '?';
        if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) text[0] = text[1] = '?'; /* U+0080 .. U+009F: controls too, in UTF-8 */
    }
}

rwk_status rwk_fail(rwk_diag *diag, rwk_status status, const char *format, ...)
{
    if (diag) {
        va_list args;
        va_start(args, format);
        vsnprintf(diag->text, sizeof diag->text, format, args);
        va_end(args);
        rwk_one_line(diag->text);
    }
    return status;
}

void rwk_warn(rwk_diag *diag, const char *format, ...)
{
    if (!diag) return;
    const size_t before = strlen(diag->warnings);
    if (before + 16 > sizeof diag->warnings) return;
    strcat(diag->warnings, "warning: ");
    const size_t used = strlen(diag->warnings), room = sizeof diag->warnings - used;
    va_list args;
    va_start(args, format);
    vsnprintf(diag->warnings + used, room - 1, format, args);
    va_end(args);
    rwk_one_line(diag->warnings + used);
    strcat(diag->warnings, "\n");
}
