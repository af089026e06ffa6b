/* SPDX-License-Identifier: MIT */
/* The version of ropewalk. */
#ifndef RWK_CORE_VERSION_H
#define RWK_CORE_VERSION_H

#define RWK_VERSION "0.1.0"

#endif
