#!/bin/sh
# SPDX-License-Identifier: MIT
# Replays the corpora of the fuzz targets: every input once, any compiler; a crash names its file.
: "${B:=build}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

# replay TARGET LEAST: at least LEAST inputs, no abort
replay() {
    "$B/tests/fuzz/replay_$1" "tests/fuzz/corpus/$1"/* >"$T/out" 2>"$T/err"
    say $? "fuzz_$1: $(tail -n 1 "$T/out") $(head -n 3 "$T/err" | tr '\n' ' ')"
    [ "$(find "tests/fuzz/corpus/$1" -type f | wc -l)" -ge "$2" ]; say $? "at least $2 inputs"
}
replay config 90
replay tensor 13
replay rwt 23
replay evidence 16

# The replay itself: what cannot be read, and nothing at all, are failures
"$B/tests/fuzz/replay_config" "$T/nothing" >"$T/out" 2>&1; [ $? -ne 0 ]; say $? "a file that is not there: $(head -n 2 "$T/out" | tail -n 1)"
"$B/tests/fuzz/replay_config" >"$T/out" 2>&1; [ $? -ne 0 ]; say $? "no files: $(cat "$T/out")"
exit $fail
