/* SPDX-License-Identifier: MIT */
/* Maps that pass some checks of a rotation and fail others: the controls of claim `orthogonality`. */
#ifndef RWK_FAULTS_NOT_ROTATION_H
#define RWK_FAULTS_NOT_ROTATION_H

#include "encodings/rope.h"

/** RoPE but for pair 0, whose block is [[c, s], [s, -c]]: orthogonal, but det = -1 and no group law.  Statuses as rwk_rope. */
rwk_rope rwk_fault_reflection;

/** RoPE with the angle of pair 0 for every pair: each eigenvalue is right, all the others are missing.  Statuses as rwk_rope. */
rwk_rope rwk_fault_repeated_angle;

/** Blocks [[1, s], [0, 1]] with s = sin(m theta_i): determinant 1, but lengths change.  Statuses as rwk_rope. */
rwk_rope rwk_fault_shear;

/**
 * One Euler step in place of a rotation:  v + theta (-v_1, v_0), each operation rounded to dtype.           (D7.1)
 * Its length grows by sqrt(1 + theta^2) a step.
 */
void rwk_fault_euler_step(double v[2], double theta, rwk_dtype dtype);

/**
 * A generator that is not antisymmetric: blocks theta_i [[0, -1], [1/2, 0]].                               (D4.7)
 *
 * g         (2n, 2n)  out  row-major; exp(mG) is a one-parameter group, but not of rotations.
 * inv_freq  (n)       in
 */
void rwk_fault_generator(double g[], const double inv_freq[], size_t n);

#endif
