#!/bin/sh
# SPDX-License-Identifier: MIT
# Every bad config of tests/data/bad_configs.txt: exit code 2, nothing on standard output, one line that says which key and why.
: "${B:=build}"
case $B in /*) R=$B/ropewalk ;; *) R=$PWD/$B/ropewalk ;; esac
list=$PWD/tests/data/bad_configs.txt
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
cd "$T" || exit 1
fail=0 blocks=0 kind='' options=''
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

# refuses WANT CONFIG OPTIONS…: what `ropewalk freqs` says besides warnings is WANT and nothing else; on failure, what it said
refuses() {
    want=$1
    shift
    "$R" freqs "$@" >out 2>err </dev/null
    status=$?
    grep -v '^warning: ' err >said
    printf 'ropewalk freqs: error: %s\n' "$want" >wanted
    [ $status -eq 2 ] && [ ! -s out ] && cmp -s said wanted
    say $? "$* -> $want"
    cmp -s said wanted || sed 's/^/  said: /' said
}

# One block of the list, when its error line was read
run() {
    operand=config.json
    case $kind in
    inline) operand=$value ;;
    json) printf '%s' "$value" >config.json ;;
    bytes) printf '%b' "$value" >config.json ;;
    *) say 1 "an error line without a config: $1" && return ;;
    esac
    # shellcheck disable=SC2086  # options are words
    refuses "$1" "$operand" $options
    blocks=$((blocks + 1)) kind='' options=''
}

while IFS= read -r line; do
    case $line in
    'error: '*) run "${line#error: }" ;;
    'options: '*) options=${line#options: } ;;
    'inline: '* | 'json: '* | 'bytes: '*) kind=${line%%: *} value=${line#*: } ;;
    '' | '#'*) ;;
    *) say 1 "not a line of a block: $line" ;;
    esac
done <"$list"
[ -z "$kind" ] && [ "$blocks" -ge 180 ]; say $? "$blocks bad configs, none without its message"

# repeat TEXT N
repeat() { awk -v text="$1" -v n="$2" 'BEGIN { while (n-- > 0) printf "%s", text }'; }

{ printf '{"head_dim": 64, "rope_theta": 7, "x": '; repeat '[' 31; repeat ']' 31; printf '}'; } >config.json
"$R" freqs config.json >out 2>err; say $? "32 levels are read $(cat err)"
{ printf '{"head_dim": 64, "rope_theta": 7, "x": '; repeat '[' 32; repeat ']' 32; printf '}'; } >config.json
refuses 'config.json:1:71: not JSON: nested deeper than 32 levels' config.json
repeat '[' 100000 >config.json
refuses 'config.json:1:33: not JSON: nested deeper than 32 levels' config.json
{ printf '{"head_dim": 64, "rope_theta": 7'; repeat ' ' 16777183; printf '}'; } >config.json
"$R" freqs config.json >out 2>err; say $? "16 MiB are read $(cat err)"
printf ' ' >>config.json
refuses 'config.json: longer than the limit of 16777216 bytes' config.json
"$R" freqs - <config.json >out 2>err; [ $? -eq 2 ] && grep -qx 'ropewalk freqs: error: standard input: longer than the limit of 16777216 bytes' err
say $? "16 MiB and a byte on standard input: $(cat err)"
{ printf '{"head_dim": 64, "rope_theta": '; repeat 7 64; printf '}'; } >config.json
refuses 'config.json:1:96: not JSON: a number is longer than 63 characters' config.json
exit $fail
