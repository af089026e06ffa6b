#!/bin/sh
# SPDX-License-Identifier: MIT
# docs/errata.md is what claim `errata` writes, and every claim that it names has an experiment.
: "${B:=build}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

"$B/experiments/errata" --quick --out "$T" >"$T/out" 2>&1; say $? "errata runs as expected: $(cat "$T/out")"
diff docs/errata.md "$T/errata.md" >"$T/out"; say $? "docs/errata.md is what the claim writes (make docs-errata) $(cat "$T/out")"
missing=$(sed -n 's/^| E.*, `\([a-z_]*\)` |$/\1/p' docs/errata.md | sort -u | while read -r stem; do
    [ -f "experiments/$stem.c" ] || printf '%s ' "$stem"; done)
[ -z "$missing" ]; say $? "every claim named has an experiment $missing"
exit $fail
