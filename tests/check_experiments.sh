#!/bin/sh
# SPDX-License-Identifier: MIT
# Every experiment, quick: exit status 0, every control fails, data and figures byte-identical when repeated, other models too.
: "${B:=build}" "${GNUPLOT:=gnuplot}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
mkdir -p "$T/a" "$T/b" "$T/c"

# What a run checks and controls, by name: one that vanished would not be missed otherwise.
names() { sed -n 's/^ *"name": "\(.*\)",$/\1/p' "$1" | sed "s/^/$2: /"; }

for source in experiments/*.c; do
    stem=$(basename "$source" .c)
    for run in a b; do
        "$B/experiments/$stem" --quick --out "$T/$run" >"$T/out" 2>&1
        say $? "$stem runs as expected: $(cat "$T/out")"
        if command -v "$GNUPLOT" >/dev/null; then
            "$GNUPLOT" -c "plots/$stem.gp" "$T/$run/$stem" "$T/$run/$stem" >"$T/out" 2>&1 &&
                sed -i '/^[0-9]* frames in animation sequence$/d' "$T/out" && [ ! -s "$T/out" ]
            say $? "$stem is drawn without a message $(cat "$T/out")"
        fi
    done
    grep -q '"fails": true' "$T/a/$stem.verdict.json" && ! grep -q '"fails": false' "$T/a/$stem.verdict.json"
    say $? "$stem: every control fails"
    grep -q '"config": ' "$T/a/$stem.verdict.json" || continue # the claim fixes its own parameters
    for config in preset:gpt-neox-20b head_dim=64,rope_theta=1e6 preset:llama-3.1-8b preset:gemma-3-4b preset:gemma-4 preset:phi-3-mini-128k; do
        "$B/experiments/$stem" --quick --out "$T/c" --config "$config" >"$T/out" 2>&1
        say $? "$stem with $config: $(cat "$T/out")"
    done
done
for verdict in "$T"/a/*.verdict.json; do names "$verdict" "$(basename "$verdict" .verdict.json)"; done >"$T/checks.txt"
diff tests/data/checks.txt "$T/checks.txt" >"$T/out"; say $? "the checks and controls are those of tests/data/checks.txt $(cat "$T/out")"
diff -r "$T/a" "$T/b" >/dev/null; say $? "data and figures are byte-identical when repeated"
set -- "$T"/a/*~
[ ! -e "$1" ]; say $? "no temporary file is left"
exit $fail
