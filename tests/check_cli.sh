#!/bin/sh
# SPDX-License-Identifier: MIT
# The contract of the command line: outputs, exit codes, messages.
: "${B:=build}"
R=$B/ropewalk
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

# expect CODE TEXT ARGUMENTS…: exit status and, on either stream, a line that contains TEXT
expect() {
    code=$1 text=$2
    shift 2
    "$R" "$@" >"$T/out" 2>"$T/err" </dev/null
    status=$?
    cat "$T/out" "$T/err" | grep -qF -e "$text"
    found=$?
    [ $status -eq "$code" ] && [ $found -eq 0 ]
    say $? "ropewalk $* -> $status \"$(cat "$T/err")\""
}
# one_line: the last run said exactly one line on stderr and nothing on stdout
one_line() {
    [ "$(wc -l <"$T/err")" -eq 1 ] && [ ! -s "$T/out" ]
    say $? "one line, and nothing on standard output"
}

expect 0 'Commands:' --help
expect 2 'Commands:'
for command in explain freqs presets report version; do
    expect 0 'Examples:' $command --help
    [ "$(head -n 1 "$T/out")" = 'Examples:' ]; say $? "$command: examples first"
done
expect 2 'did you mean freqs?' freq
expect 2 'no such command' bake
expect 2 'unknown option' freqs preset:llama-2-7b --wrong; one_line
expect 2 'CONFIG is missing' freqs; one_line
expect 2 'one argument too many' freqs preset:llama-2-7b preset:gpt-j-6b; one_line
expect 2 'needs a value' freqs preset:llama-2-7b --layout; one_line
expect 2 'expected auto, always or never' report --color sometimes; one_line
expect 2 'expected interleaved or half_split' freqs preset:llama-2-7b --layout diagonal; one_line
expect 2 'does not take --layout' version --layout interleaved; one_line

expect 0 '"layout": "half_split"' freqs preset:llama-2-7b --json
tr -d ' \n' <"$T/out" >"$T/json"
prefix='{"rope_type":"default","layout":"half_split","head_dim":128,"rotary_dim":128,"rope_theta":10000,'
prefix=$prefix'"attention_factor":{"bits":"3ff0000000000000","dec":"1.0000000000000000"},"inv_freq":[{"bits":"3ff0000000000000","dec":"1.0000000000000000"},'
# 10000^(-1/64) and 10000^(-63/64) from 40-digit decimal arithmetic, rounded to binary64
prefix=$prefix'{"bits":"3febb5fad00ab22c","dec":"0.86596432336006535"},'
grep -qF -e "$prefix" "$T/json"; say $? "freqs --json: the fixed fields, in order, and inv_freq[1]"
grep -qF -e '"dec":"0.00011547819846894582"}]}' "$T/json"; say $? "freqs --json: inv_freq[63]"
[ "$(grep -c '"bits"' "$T/out")" -eq 65 ]; say $? "freqs --json: 64 frequencies"
expect 0 '"layout": "interleaved"' freqs preset:llama-2-7b --layout interleaved --json
expect 0 '0.86596432336006535' freqs preset:llama-2-7b
expect 0 'inv_freq' freqs head_dim=64,rope_theta=1e6
[ "$(wc -l <"$T/out")" -eq 34 ]; say $? "freqs: a header and 32 pairs"

printf '{"head_dim": 128, "rope_theta": 5e5, "max_position_embeddings": 8192}' >"$T/config.json"
expect 0 '0.81461723' freqs "$T/config.json"
"$R" freqs - --json <"$T/config.json" | grep -q '"rope_theta": 500000,'; say $? "CONFIG from standard input; rope_theta is the number of the config"
expect 0 'pairs complete a turn' explain "$T/config.json"
expect 0 '46 of 64 pairs' explain preset:llama-2-7b
expect 0 'distance 1707' explain preset:llama-2-7b
expect 0 'interleaved: pair i is slots 2i and 2i + 1 (as Hugging Face has model_type gptj)' explain preset:gpt-j-6b
expect 0 'not stated by the config' explain preset:roformer-base
expect 0 '"full_turn_pairs": 46' explain preset:llama-2-7b --json
expect 2 'preset:llama-3.1-8b: rope_type: llama3: expected default, the only rule of this version' explain preset:llama-3.1-8b; one_line
expect 2 'rope_type: llama3' freqs preset:llama-3.1-8b; one_line
expect 2 'no such preset' freqs preset:llama-9; one_line
expect 2 'did you mean preset:llama-2-7b?' freqs llama-2-7b; one_line
expect 2 'no such file' freqs nothing-here; one_line
expect 2 'rope_theta' freqs head_dim=64; one_line
expect 2 'rope_theta: 4.94066e-324: expected a base whose frequencies fit binary64' freqs head_dim=64,rope_theta=5e-324; one_line
timeout 60 "$R" explain head_dim=8192,rope_theta=1e6,max_position_embeddings=1048576 >/dev/null; say $? "explain of a huge head ends"
expect 2 'is a folder' freqs tests; one_line
expect 2 'x?y' "$(printf 'x\ny')"; one_line
expect 2 'rotary_dim: 7' freqs head_dim=8,rotary_dim=7,rope_theta=1e4; one_line
printf '{"head_dim": 128,\n "rope_theta": 1e4,}' >"$T/config.json"
expect 2 'config.json:2:20: not JSON' freqs "$T/config.json"; one_line
expect 0 'llama-3.1-8b' presets
expect 0 '"name": "gpt-neox-20b"' presets --json
expect 0 'mpfr' version
expect 0 '"gsl"' version --json
expect 0 'ropewalk' --version
printf '{"model_type": "gptj", "n_embd": 4096, "n_head": 16, "rotary_dim": 64}' >"$T/gptj.json"
expect 0 'warning: ' freqs "$T/gptj.json"
"$R" freqs "$T/gptj.json" --quiet 2>&1 >/dev/null | grep -q .; [ $? -eq 1 ]; say $? "--quiet: no warning"

expect 2 'run `make experiments` first' report --data "$T/nothing"; one_line
mkdir "$T/data"
verdict='"claim":"x","lesson":1,"statement":"s","verdict":"HOLDS","expected":"HOLDS","quantity":"q","measured":1,"bound":2'
echo "{$verdict,\"as_expected\":true}" >"$T/data/x.verdict.json"
expect 0 'HOLDS    expected' report --data "$T/data"
expect 0 '"as_expected": true' report --data "$T/data" --json
echo "{$verdict,\"as_expected\":false}" >"$T/data/x.verdict.json"
expect 1 'UNEXPECTED' report --data "$T/data"
"$R" report --data "$T/data" --color always | grep -q "$(printf '\033')"; say $? "--color always colours"
NO_COLOR=1 "$R" report --data "$T/data" | grep -q "$(printf '\033')"; [ $? -eq 1 ]; say $? "no colour off a terminal"
echo '{}' >"$T/data/x.verdict.json"
expect 2 'not a verdict file' report --data "$T/data"; one_line
if [ -w /dev/full ]; then
    "$R" freqs preset:llama-2-7b >/dev/full 2>"$T/err"; [ $? -eq 5 ]; say $? "a full disk is exit status 5: $(cat "$T/err")"
fi

E=$B/experiments/orthogonality
"$E" --help | grep -q 'Examples:'; say $? "an experiment has --help"
"$E" --wrong >/dev/null 2>&1; [ $? -eq 2 ]; say $? "an experiment refuses an unknown argument"
"$E" --config nothing --out "$T" >/dev/null 2>&1; [ $? -eq 2 ]; say $? "an experiment refuses a CONFIG that is none"
"$E" --quick --out "$T/no/such/folder" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "an experiment names the folder it cannot write: $(cat "$T/err")"
"$B/experiments/long_range_decay" --config head_dim=4,rope_theta=1e6 --out "$T" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "$(cat "$T/err")"
"$B/experiments/orthogonality" --config head_dim=64,rope_theta=0.5 --out "$T" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "$(cat "$T/err")"
exit $fail
