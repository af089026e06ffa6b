/* SPDX-License-Identifier: MIT */
/* Products of sizes that cannot wrap: every allocation and every tensor shape goes through here. */
#ifndef RWK_CORE_SIZE_H
#define RWK_CORE_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** *product = a * b; false, and *product untouched, when it does not fit in size_t. */
static inline bool rwk_size_mul(size_t *product, size_t a, size_t b)
{
    if (b != 0 && a > SIZE_MAX / b) return false;
    *product = a * b;
    return true;
}

#endif
