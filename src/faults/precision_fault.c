/* SPDX-License-Identifier: MIT */
/* Coarse stages, and a cast that forgets to round. */
#include "faults/precision_fault.h"

const rwk_stages rwk_fault_bf16_positions = { RWK_F32, RWK_BF16, RWK_F32, RWK_F32 };
const rwk_stages rwk_fault_f16_positions = { RWK_F32, RWK_F16, RWK_F32, RWK_F32 };
const rwk_stages rwk_fault_bf16_inv_freq = { RWK_BF16, RWK_F32, RWK_F32, RWK_F32 };
const rwk_stages rwk_fault_f16_inv_freq = { RWK_F16, RWK_F32, RWK_F32, RWK_F32 };
const rwk_stages rwk_fault_all_bf16 = { RWK_BF16, RWK_BF16, RWK_BF16, RWK_BF16 };
const rwk_stages rwk_fault_all_f16 = { RWK_F16, RWK_F16, RWK_F16, RWK_F16 };

double rwk_fault_truncate_bf16(double x) { return rwk_from_bits(rwk_bits(x, RWK_F32) >> 16, RWK_BF16); }
