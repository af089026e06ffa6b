/* SPDX-License-Identifier: MIT */
/* The installed library in layer order.  rope_matrix and the claims need GSL and are included by their own headers. */
#ifndef ROPEWALK_H
#define ROPEWALK_H

#include "core/status.h"
#include "core/version.h"
#include "core/size.h"
#include "core/dtype.h"
#include "core/rng.h"
#include "core/file.h"
#include "core/json_scan.h"
#include "core/json.h"
#include "core/json_write.h"

#include "config/config.h"
#include "config/family.h"
#include "config/preset.h"
#include "config/reader.h"
#include "config/scope.h"
#include "config/scaling_json.h"
#include "config/config_json.h"
#include "config/config_load.h"

#include "angles/real.h"
#include "angles/rule.h"
#include "angles/truth.h"
#include "angles/rotor.h"
#include "angles/rows.h"
#include "angles/table.h"
#include "angles/angle.h"
#include "angles/stages.h"
#include "angles/formula.h"

#include "encodings/rope.h"
#include "encodings/layout.h"
#include "encodings/rope_tensor.h"
#include "encodings/rope_exact.h"
#include "encodings/rope_nd.h"
#include "encodings/xpos.h"
#include "encodings/sinusoidal.h"
#include "encodings/position_module.h"
#include "encodings/shaw.h"
#include "encodings/transformer_xl.h"

#include "attention/scores.h"
#include "attention/relative_scores.h"
#include "attention/mask.h"
#include "attention/attention.h"
#include "attention/linear.h"

#include "faults/attention_fault.h"
#include "faults/misprint.h"
#include "faults/not_rotation.h"
#include "faults/position_fault.h"
#include "faults/precision_fault.h"
#include "faults/scaling_fault.h"
#include "faults/relative_fault.h"
#include "faults/axes_fault.h"

#include "formats/tensor.h"
#include "formats/npy.h"
#include "formats/safetensors.h"
#include "formats/tensor_file.h"
#include "formats/positions.h"

#endif
