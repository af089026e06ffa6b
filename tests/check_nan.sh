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
helper_examples rwk_bmm
helper_examples rwk_rope_interleaved
four_terms rwk_dot
four_terms rwk_shift_variant_norm
projected_identity rwk_projected_score
projected_identity rwk_dot
coarse_frequencies rwk_dot
coarse_frequencies rwk_rope_interleaved
LIST
exit $fail
