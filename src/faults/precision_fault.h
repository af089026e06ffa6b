/* SPDX-License-Identifier: MIT */
/* Dtypes chosen too coarse on the way to an angle.  Positions alone in bf16: faults/position_fault.h. */
#ifndef RWK_FAULTS_PRECISION_FAULT_H
#define RWK_FAULTS_PRECISION_FAULT_H

#include <stddef.h>

#include "angles/stages.h"

/** Positions pass through bf16, as a cast of `position_ids` leaves them: the stages of rwk_fault_bf16_position. */
extern const rwk_stages rwk_fault_bf16_positions;

/** The same in f16, which has no number from 65520 on. */
extern const rwk_stages rwk_fault_f16_positions;

/** The buffer `inv_freq` is cast along with the model: NVIDIA/Megatron-LM #744, Modalities/modalities #462. */
extern const rwk_stages rwk_fault_bf16_inv_freq, rwk_fault_f16_inv_freq;

/** Everything under autocast: huggingface/transformers #29285 (bf16), EleutherAI/gpt-neox #1003 (f16). */
extern const rwk_stages rwk_fault_all_bf16, rwk_fault_all_f16;

/** x, a number of f32, to bf16 by dropping the low 16 bits instead of rounding: towards 0, off by up to a whole spacing. */
double rwk_fault_truncate_bf16(double x);

#endif
