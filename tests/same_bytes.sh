#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds ropewalk at other levels and with other compilers; the same commands must give the same bytes.
: "${B:=build}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
PRESETS=$("$B/ropewalk" presets | awk -F '\t' 'NR > 1 && $2 != "-" { print $1 }')

# answers PROGRAM FOLDER: every kind of output, for every preset
answers() {
    mkdir -p "$2"
    for p in $PRESETS; do
        "$1" freqs "preset:$p" --json --quiet >"$2/$p.freqs" || return 1
        "$1" explain "preset:$p" --quiet >"$2/$p.explain" || return 1
        for d in f64 f32 bf16 f16; do
            "$1" table "preset:$p" -p @ladder --bits --dtype $d --quiet >"$2/$p.$d" || return 1
        done
        "$1" table "preset:$p" -p 1000003:1000300,-70000:-69900:7 --quiet -o "$2/$p.npy" || return 1
    done
    "$1" table preset:llama-3.1-8b -p 0:16384 --dtype bf16 -o "$2/long.safetensors" || return 1
    # a table is a tensor too: [2, 64, 64] pairs of numbers, read as [64, 128]
    "$1" table preset:llama-2-7b -p 0:128 --dtype f32 -o "$2/x0.safetensors" || return 1
    sed 's/"sin"/"x"  /; s/"cos"/"c"  /' "$2/x0.safetensors" >"$2/x.safetensors"
    "$1" apply head_dim=64,rope_theta=10000 -p 777000:777128 -i "$2/x.safetensors" -o "$2/y.safetensors" || return 1
    "$1" apply head_dim=64,rope_theta=10000 -p 777000:777128 -i "$2/x.safetensors" -o "$2/y.tsv" --dtype bf16 --bits --layout interleaved
}

answers "$B/ropewalk" "$T/reference" || { echo "not ok the program at hand answers"; exit 1; }
(cd "$T/reference" && find . -type f -exec cksum {} + | sort) >"$T/reference.sums"
echo "ok the program at hand answers: $(wc -l <"$T/reference.sums") files"

# build NAME CC CFLAGS
build() {
    if ! command -v "$2" >/dev/null; then
        echo "ok $1: no $2 here, skipped"
        return
    fi
    make -s B="$T/$1" CC="$2" CFLAGS="$3" "$T/$1/ropewalk" >"$T/log" 2>&1 || { cat "$T/log"; echo "not ok $1 builds"; fail=1; return; }
    answers "$T/$1/ropewalk" "$T/$1.out"
    (cd "$T/$1.out" && find . -type f -exec cksum {} + | sort) >"$T/$1.sums"
    different=$(diff "$T/reference.sums" "$T/$1.sums" | awk '/^>/ { print $4 }')
    if [ -n "$different" ]; then
        echo "not ok $1: other bytes in $different"
        fail=1
    else
        echo "ok $1: the same bytes"
    fi
}
build gcc-O0 gcc -O0
build gcc-O3 gcc '-O3 -march=native'
build clang-O0 clang -O0
build clang-O3 clang '-O3 -march=native'
exit $fail
