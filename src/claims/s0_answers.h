/* SPDX-License-Identifier: MIT */
/* What S0 prints for its examples of torch functions (section 1.3.3), each as it stands there; the claim and the tests read it here. */
#ifndef RWK_CLAIMS_S0_ANSWERS_H
#define RWK_CLAIMS_S0_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

enum {
    RWK_S0_OUTER_ROWS = 5,
    RWK_S0_OUTER_COLS = 3,
    RWK_S0_BATCH = 10, /* torch.matmul and torch.bmm of (10, 3, 4) and (10, 4, 7) */
    RWK_S0_ROWS = 3,
    RWK_S0_INNER = 4,
    RWK_S0_COLS = 7,
    RWK_S0_KEYS_DIM = 2, /* torch.repeat_interleave(keys, 8, dim = 2) */
    RWK_S0_KEYS_REPEATS = 8,
    RWK_S0_REPEATS = 3, /* of all its other calls */
    RWK_S0_LETTERS = 4  /* [a, b, c, d] */
};

/** One part of a complex number that S0 prints, with half a unit of its last digit. */
typedef struct {
    double value, half_unit;
} rwk_s0_printed;

/** a, b and outer(a, b), torch.int8. */
extern const int8_t rwk_s0_outer_a[RWK_S0_OUTER_ROWS], rwk_s0_outer_b[RWK_S0_OUTER_COLS],
    rwk_s0_outer[RWK_S0_OUTER_ROWS * RWK_S0_OUTER_COLS];

/** polar(1, angle) for angle = pi/2 and 5 pi/4 as numpy computes them in f64: real and imaginary parts. */
extern const double rwk_s0_polar_angle[2];
extern const rwk_s0_printed rwk_s0_polar_re[2], rwk_s0_polar_im[2];

/** The shapes of keys and of keys2 = repeat_interleave(keys, 8, dim = 2). */
extern const size_t rwk_s0_keys[4], rwk_s0_keys2[4];

/** x = [[1, 2], [3, 4]], repeat_interleave(x, 3, dim = 1), and the tensor whose flat answer S0 prints: [[1, 3], [4, 5]]. */
extern const double rwk_s0_x[4], rwk_s0_rows[4 * RWK_S0_REPEATS], rwk_s0_other_x[4];

/** Which of a, b, c, d (0 .. 3) stands where in repeat_interleave([a, b, c, d], 3). */
extern const double rwk_s0_letters[RWK_S0_LETTERS * RWK_S0_REPEATS];

#endif
