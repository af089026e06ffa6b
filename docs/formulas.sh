#!/bin/sh
# SPDX-License-Identifier: MIT
# The equations that claims name (.equations in experiments/), one a line: number, tab, TeX from docs/derivations.md.
tags=$(sed -n 's/^ *\.equations = "\(.*\)",$/\1/p' experiments/*.c | tr ' ' '\n' | sort -u -t. -k1.2,1n -k2,2n)
awk -f docs/formulas.awk docs/derivations.md >"${TMPDIR:-/tmp}/formulas.$$"
for tag in $tags; do
    grep "^$tag	" "${TMPDIR:-/tmp}/formulas.$$" || { echo "$tag: no such equation in docs/derivations.md" >&2; fail=1; }
done
rm -f "${TMPDIR:-/tmp}/formulas.$$"
exit "${fail:-0}"
