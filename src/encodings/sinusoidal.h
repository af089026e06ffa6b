/* SPDX-License-Identifier: MIT */
/* The sinusoidal absolute encoding of Vaswani et al. 2017 in the two code forms of the documents, and its shift. */
#ifndef RWK_ENCODINGS_SINUSOIDAL_H
#define RWK_ENCODINGS_SINUSOIDAL_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/**
 * Fill the table of positions 0 .. n_pos - 1:                                                              (D6.1)
 *
 *   PE[m, 2t] = sin(m theta_t),  PE[m, 2t+1] = cos(m theta_t),  theta_t = base^(-2t/d_model)
 *
 * pe       (n_pos, d_model)  out
 * d_model                    in   even, at least 2.
 * base                       in   above 0; 10000 in the papers.
 *
 * Both forms compute in double; with e = 2t/d_model and a C library within 1 ulp the angle is off by at most
 * (3 + e |ln base|) u m theta_t in the loop and (3 + 4 e |ln base|) u m theta_t in the vector form.           (D6.3)
 *
 * Returns RWK_OK; RWK_EODD, RWK_ENAN, RWK_ERANGE (base), RWK_EOVERFLOW.
 * Source: Vaswani et al. 2017, section 3.5; S3 and S4 eq. (4).
 */
typedef rwk_status rwk_sinusoidal_table(double pe[], size_t n_pos, size_t d_model, double base);

/** The double loop of S3 with its exponent corrected: one pow an entry. */
rwk_sinusoidal_table rwk_sinusoidal_loop;

/** The vector form of S4: frequencies exp(-2t ln(base)/d_model) once, then positions times frequencies. */
rwk_sinusoidal_table rwk_sinusoidal_vector;

/**
 * The shift matrix M_k:  PE[m + k] = M_k PE[m] for every m.                                                (D6.4)
 *
 *   M_k = blockdiag over t of [[cos(k theta_t), sin(k theta_t)], [-sin(k theta_t), cos(k theta_t)]]
 *
 * shift  (d_model, d_model)  out  row-major.  The sign is not RoPE's: here sin stands before cos.
 * k                          in   distance [token].
 *
 * Returns as rwk_sinusoidal_table; RWK_ERANGE also for |k| > RWK_MAX_POSITION.
 */
rwk_status rwk_sinusoidal_shift(double shift[], int64_t k, size_t d_model, double base);

#endif
