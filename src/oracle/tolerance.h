/* SPDX-License-Identifier: MIT */
/* How far an honest implementation may be off, grade by grade: bounds that are derived and grow with position. */
#ifndef RWK_ORACLE_TOLERANCE_H
#define RWK_ORACLE_TOLERANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "core/dtype.h"

/** From the best: L0 the exact value rounded once, L1 within 1 ulp of it (tables), L2 as careful f64 angles, L3 as f32 angles,
 *  L4 the larger of L3 and the f32 running product, FAIL. */
typedef enum { RWK_L0, RWK_L1, RWK_L2, RWK_L3, RWK_L4, RWK_GRADE_FAIL } rwk_grade;

enum { RWK_N_GRADES = 6 };

/** "L0" … "L4", "FAIL". */
const char *rwk_grade_name(rwk_grade grade);

/** *grade = the one called `name`, "L0" … "L4"; RWK_EPARSE. */
rwk_status rwk_grade_from_name(rwk_grade *grade, const char *name);

/** What the bounds depend on besides position and pair. */
typedef struct {
    rwk_config config;
    rwk_dtype answer;    /* dtype of the answer */
    bool compute_f32;    /* L3 and L4 too want arithmetic and table of at least f32 */
    double per_exponent; /* roundings by unit of the exponent: |ln b|, and those of a base that is computed  (D20.4), (D20.5) */
    double rule;         /* roundings that the rule adds to a frequency                                     (D20.5) */
    double blend;        /* how many roundings of the unscaled frequency the rule's blend costs, for pairs … */
    double blend_from, blend_to; /* … of these numbers */
    size_t denominator;          /* the exponent of pair i is 2 i over it */
} rwk_tolerance;

/** Prepare the bounds of a config for answers of a dtype. */
rwk_tolerance rwk_tolerance_of(const rwk_config *config, rwk_dtype answer, bool compute_f32);

/**
 * delta_i = bound on the angle's error at position 1 [radian/token], P = per_exponent:                     (D20.4), (D20.5)
 *
 *   L2  (theta'_i (3 + e_i P + rule) + blend theta_i) 2^-53,  e_i = 2i/d
 *   L3  the same with 2^-24
 *   L4  (theta'_i (1 + i (2 + (2/d) P) + rule) + blend theta_i) 2^-24, at least L3
 *
 * delta     (n)  out
 * inv_freq  (n)  in   theta'_i of the config [radian/token]
 * grade          in   RWK_L2 .. RWK_L4.
 */
void rwk_tolerance_angles(double delta[], const double inv_freq[], size_t n, const rwk_tolerance *tolerance, rwk_grade grade);

/** Bound on the angle's error at position m [radian]: |m| delta, and where f32 no longer holds every position, its rounding.  (D20.4) */
static inline double rwk_tolerance_turn(double m, double delta, double theta, rwk_grade grade)
{
    const double size = m < 0 ? -m : m;
    return size * (grade >= RWK_L3 && size > 0x1p24 ? delta + 0x1p-24 * (theta < 0 ? -theta : theta) : delta);
}

/** What one rounding of each kind may add at a grade. */
typedef struct {
    double relative; /* to the pair's norm: sqrt2 eps_t + 3 u_w                                             (D20.3) */
    double output;   /* to |y|: u_o */
    double absolute; /* subnormals: eta */
} rwk_rounding_terms;

/** The terms of rotated vectors, of tables (no arithmetic), of scores by the dtype of the answer.  */
rwk_rounding_terms rwk_tolerance_terms(const rwk_tolerance *tolerance, rwk_grade grade, bool is_table);

/**
 * T = r (turn + relative) + output |y| + absolute                                                     (D20.3)
 *
 * r  the pair's norm times attention_factor; turn [radian] of rwk_tolerance_turn.
 */
static inline double rwk_tolerance_at(double r, double turn, double y, const rwk_rounding_terms *t)
{
    return r * (turn + t->relative) + t->output * y + t->absolute;
}

#endif
