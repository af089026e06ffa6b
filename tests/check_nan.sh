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
representable_positions rwk_precision_collisions
frequency_formulas rwk_bound_formula
table_precision rwk_stages_angle
identity_precision rwk_dot
identity_precision rwk_stages_cos_sin
attention_precision rwk_bound_score_shift
LIST
exit $fail
