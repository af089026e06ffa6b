/* SPDX-License-Identifier: MIT */
/* Frequencies by formulas that somebody had wrong: the zoo computes by them, and a diagnosis tries them. */
#ifndef RWK_FAULTS_RULE_FAULT_H
#define RWK_FAULTS_RULE_FAULT_H

#include "config/config.h"

/** theta (rotary_dim/2) out [radian/token]; config in, valid.  With b = rope_theta, d = rotary_dim, s = factor, e_i = 2i/d. */
typedef void rwk_fault_frequencies(double theta[], const rwk_config *config);

/** b^(-e_i), without any rule. */
rwk_fault_frequencies rwk_fault_plain;

/** e^(-2i): the exponent -ln b / d, floored before it is multiplied (`/ d // 2` binds to the left). */
rwk_fault_frequencies rwk_fault_floored_exponent;

/** b^(-e_i/s): the exponent is divided by factor, not the frequency. */
rwk_fault_frequencies rwk_fault_factor_in_exponent;

/** yarn, its ramp the wrong way round: fast pairs are divided, slow ones kept. */
rwk_fault_frequencies rwk_fault_yarn_inverted;

/** yarn with the ramp's upper end held at d/2 - 1, the last pair, where d - 1 is published. */
rwk_fault_frequencies rwk_fault_yarn_clamped_ramp;

/** yarn on the base that ntk would take, b s^(d/(d-2)): stretched twice. */
rwk_fault_frequencies rwk_fault_yarn_ntk_base;

/** yarn whose slow pairs turn by (s b)^(-e_i), the factor inside the power, where b^(-e_i)/s is meant. */
rwk_fault_frequencies rwk_fault_yarn_factor_in_power;

/** llama3 whose blend runs over wavelengths, from divided to kept, where it is to run over turns, from kept to divided. */
rwk_fault_frequencies rwk_fault_llama3_by_wavelength;

/** b^(-e_i) / s^(d/(d-2)): what should stretch the base divides every frequency. */
rwk_fault_frequencies rwk_fault_ntk_uniform;

/** (b s)^(-e_i) / s^(2/d): every pair is stretched by one pair more than the plain base change does, the fastest too. */
rwk_fault_frequencies rwk_fault_ntk_shifted;

/** b^(-2(i - j)/d), j the first pair of the axis of pair i: the index starts anew in each section. */
rwk_fault_frequencies rwk_fault_sections_restart;

#endif
