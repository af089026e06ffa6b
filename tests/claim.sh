#!/bin/sh
# SPDX-License-Identifier: MIT
# claim.sh STEM: its experiment, quick: exit status 0, the checks and controls that tests/data/checks.txt names, every control fails, data
# and figure byte-identical when repeated, other models too; and NaN refutes: with a result spoiled (tests/data/spoiled.txt) it is
# UNEXPECTED, exit status 1.
: "${B:=build}" "${GNUPLOT:=gnuplot}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
stem=$1
verdict=$T/a/$stem.verdict.json
mkdir -p "$T/a" "$T/b" "$T/c"

draw() { # FOLDER
    "$GNUPLOT" -c "plots/$stem.gp" "$T/$1/$stem" "$T/$1/$stem" >"$T/out" 2>&1 &&
        sed -i '/^[0-9]* frames in animation sequence$/d' "$T/out" && [ ! -s "$T/out" ]
    say $? "it is drawn without a message $(cat "$T/out")"
}

for run in a b; do
    "$B/experiments/$stem" --quick --out "$T/$run" >"$T/out" 2>&1
    say $? "it runs as expected: $(cat "$T/out")"
    command -v "$GNUPLOT" >/dev/null && draw $run
done
diff -r "$T/a" "$T/b" >/dev/null; say $? "data and figure are byte-identical when repeated"
grep -q '"fails": true' "$verdict" && ! grep -q '"fails": false' "$verdict"
say $? "every control fails"
sed -n 's/^ *"name": "\(.*\)",$/\1/p' "$verdict" | sed "s/^/$stem: /" >"$T/checks"
grep "^$stem: " tests/data/checks.txt | diff - "$T/checks" >"$T/out"
say $? "the checks and controls are those of tests/data/checks.txt $(cat "$T/out")"
set -- "$T"/a/*~
[ ! -e "$1" ]; say $? "no temporary file is left"

if grep -q '"config": ' "$verdict"; then # else the claim fixes its own parameters
    for config in preset:gpt-neox-20b head_dim=64,rope_theta=1e6 preset:llama-3.1-8b preset:gemma-3-4b preset:gemma-4 preset:phi-3-mini-128k; do
        "$B/experiments/$stem" --quick --out "$T/c" --config "$config" >"$T/out" 2>&1
        say $? "with $config: $(cat "$T/out")"
    done
fi

grep -q "^$stem " tests/data/spoiled.txt; say $? "tests/data/spoiled.txt names a function to spoil"
"$B/tests/nan-$stem" --quick --out "$T/c" >"$T/out" 2>&1; say $? "unspoiled: $(cat "$T/out")"
for function in $(sed -n "s/^$stem //p" tests/data/spoiled.txt); do
    SPOIL=$function "$B/tests/nan-$stem" --quick --out "$T/c" >"$T/out" 2>&1
    status=$?
    [ $status -eq 1 ] && grep -q REFUTED "$T/out"; say $? "with NaN from $function: exit status $status, $(head -n 1 "$T/out")"
done
exit $fail
