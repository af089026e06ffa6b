/* SPDX-License-Identifier: MIT */
/* The lists that rwk_errata is put together from. */
#ifndef RWK_CLAIMS_ERRATA_LISTS_H
#define RWK_CLAIMS_ERRATA_LISTS_H

#include "claims/errata.h"

enum { RWK_ERRATA_S0 = 7, RWK_ERRATA_S1 = 13, RWK_ERRATA_S2 = 9, RWK_ERRATA_S3 = 14, RWK_ERRATA_S4 = 11, RWK_ERRATA_PAPERS = 4 };

extern const rwk_erratum rwk_errata_s0[RWK_ERRATA_S0], rwk_errata_s1[RWK_ERRATA_S1], rwk_errata_s2[RWK_ERRATA_S2],
    rwk_errata_s3[RWK_ERRATA_S3], rwk_errata_s4[RWK_ERRATA_S4], rwk_errata_papers[RWK_ERRATA_PAPERS];

#endif
