#!/bin/sh
# SPDX-License-Identifier: MIT
# NaN refutes: an experiment some of whose results are spoiled is UNEXPECTED, exit status 1; unspoiled, the same program passes.
: "${B:=build}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

for source in experiments/*.c; do
    stem=$(basename "$source" .c)
    grep -q "^$stem [a-z]" "$0"; say $? "$stem has a function to spoil"
    "$B/tests/nan-$stem" --quick --out "$T" >"$T/out" 2>&1; say $? "$stem, unspoiled: $(cat "$T/out")"
done
while read -r stem function; do
    SPOIL=$function "$B/tests/nan-$stem" --quick --out "$T" >"$T/out" 2>&1
    status=$?
    [ $status -eq 1 ] && grep -q REFUTED "$T/out"; say $? "$stem with NaN from $function: exit status $status, $(head -n 1 "$T/out")"
done <<LIST
equivalence rwk_dot
relative_identity rwk_dot
relative_identity rwk_rope_interleaved
orthogonality gsl_linalg_exponential_ss
orthogonality gsl_eigen_nonsymm
orthogonality gsl_linalg_LU_det
orthogonality rwk_dot
long_range_decay rwk_decay_mean_cosine
decay_bound rwk_abel_steepness
aliasing_law rwk_alias_noise
expected_score rwk_dot
phase_wheel rwk_wheel_farthest
base_bounds_context rwk_base_scan
wavelengths rwk_truth_inv_freq
direction rwk_dot
sinusoidal rwk_dot
extrapolation gsl_linalg_SV_decomp
full_turns rwk_arcs_largest_gap
full_turns rwk_arcs_turn_doubt
scaling_rules rwk_arcs_overshoot
shaw rwk_score_shaw
shaw rwk_value_shaw
transformer_xl rwk_score_four_terms
transformer_xl rwk_dot
score_forms rwk_score_four_terms
score_forms rwk_dot
permutation rwk_attention_softmax
mask_leak rwk_attention_softmax
mask_leak rwk_leak_moments
linear_attention rwk_linear_state
linear_attention rwk_dot
axial_2d rwk_dot
axial_2d rwk_decay_mean_cosine
mrope_sections rwk_dot
mrope_sections rwk_sections_loss
xpos rwk_dot
xpos rwk_xpos_mean_cosine
t5_buckets rwk_t5_bias
alibi rwk_alibi_bias
sinusoidal_distance rwk_pe_distance_squared
unique_positions rwk_pe_closest_pair
position_decoding rwk_phases_decode
position_decoding rwk_phases_error_limit
embedding_scale gsl_linalg_SV_decomp
embedding_scale rwk_dot
helper_examples rwk_bmm
helper_examples rwk_rope_interleaved
four_terms rwk_dot
four_terms rwk_shift_variant_norm
projected_identity rwk_projected_score
projected_identity rwk_dot
coarse_frequencies rwk_dot
coarse_frequencies rwk_rope_interleaved
errata rwk_dot
errata rwk_projected_score
score_extrapolation rwk_dot
score_extrapolation gsl_linalg_SV_decomp
interpolation_bound rwk_chord_error
extrapolation_bound rwk_decay_mean_partial_sum
LIST
exit $fail
