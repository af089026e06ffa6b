# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the checks of the command line share: . tests/cli.sh, then `exit $fail`.
: "${B:=build}"
case $B in /*) R=$B/ropewalk ;; *) R=$PWD/$B/ropewalk ;; esac
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
    cat "$T/out" "$T/err" | grep -aqF -e "$text"
    found=$?
    [ $status -eq "$code" ] && [ $found -eq 0 ]
    say $? "ropewalk $* -> $status \"$(cat "$T/err")\""
}

# refuse TEXT ARGUMENTS…: exit status 2, one line that contains TEXT on standard error, nothing on standard output
refuse() {
    text=$1
    shift
    "$R" "$@" >"$T/out" 2>"$T/err" </dev/null
    [ $? -eq 2 ] && [ ! -s "$T/out" ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -qF -e "error: $text" "$T/err"
    say $? "ropewalk $* -> \"$(cat "$T/err")\""
}

# one_line: the last run said exactly one line on stderr and nothing on stdout
one_line() {
    [ "$(wc -l <"$T/err")" -eq 1 ] && [ ! -s "$T/out" ]
    say $? "one line, and nothing on standard output"
}

# prints WANT ARGUMENTS…: success, nothing on standard error, and WANT (blanks for tabs, / for newlines) on standard output
prints() {
    want=$1
    shift
    got=$("$R" "$@" 2>"$T/err" | tr '\t\n' ' /')
    [ "$got" = "$want" ] && [ ! -s "$T/err" ]
    say $? "ropewalk $* -> $(printf '%.300s' "$got") $(cat "$T/err")"
}

# npy FILE DESCR SHAPE BYTES: a NumPy file of format 1.0, BYTES with octal escapes
npy() {
    { printf '\223NUMPY\001\000v\000'; printf '%-117s\n' "{'descr': '$2', 'fortran_order': False, 'shape': $3, }"
      # shellcheck disable=SC2059  # octal escapes
      printf "$4"; } >"$1"
}

# safetensors FILE JSON BYTES: a header of at most 255 bytes, then BYTES with octal escapes
safetensors() {
    # shellcheck disable=SC2059  # octal escapes
    { printf "\\$(printf '%03o' ${#2})\\000\\000\\000\\000\\000\\000\\000%s" "$2"; printf "$3"; } >"$1"
}

# flat FILE: its JSON without blanks
flat() { tr -d ' \n' <"$1"; }

# judges WANT COMMAND ARGUMENTS…: check or run --json gives "EXIT GRADE DIAGNOSES", nothing on standard error
judges() {
    want=$1
    shift
    "$R" "$@" --json >"$T/json" 2>"$T/err" </dev/null
    code=$?
    ids=$(flat "$T/json" | grep -o '{"id":"[^"]*","text"' | sed 's/.*"id":"\(.*\)","text"/ \1/' | tr -d '\n')
    got="$code $(flat "$T/json" | sed 's/^{"grade":"\([A-Z0-9]*\)".*/\1/')$ids"
    [ "$got" = "$want" ] && [ ! -s "$T/err" ]
    say $? "ropewalk $* -> $got $(cat "$T/err")"
}

# join FILE HEADER PARTS…: a safetensors file of any length of header
join() {
    file=$1 header=$2
    shift 2
    low=$(printf '%03o' $((${#header} % 256))) high=$(printf '%03o' $((${#header} / 256)))
    # shellcheck disable=SC2059  # octal escapes
    { printf "\\$low\\$high\\000\\000\\000\\000\\000\\000"; printf '%s' "$header"; cat "$@"; } >"$file"
}

# hex_bytes: hex digits to bytes
hex_bytes() {
    # shellcheck disable=SC2059  # octal escapes
    printf "$(tr -d ' \n' | fold -w 2 | awk 'BEGIN { for (i = 0; i < 256; i++) o[sprintf("%02x", i)] = sprintf("\\%03o", i) } { printf "%s", o[$1] }')"
}

# bytes FILE [N]: its last N bytes (all of them) in hex
bytes() { if [ $# -eq 2 ]; then tail -c "$2" "$1"; else cat "$1"; fi | od -An -v -tx1 | tr -d ' \n'; }

# 1 .. 8 as little-endian binary32
ONE='\000\000\200\077' TWO='\000\000\000\100' THREE='\000\000\100\100' FOUR='\000\000\200\100'
FIVE='\000\000\240\100' SIX='\000\000\300\100' SEVEN='\000\000\340\100' EIGHT='\000\000\000\101'
# shellcheck disable=SC2034  # used by the scripts
TO_EIGHT=$ONE$TWO$THREE$FOUR$FIVE$SIX$SEVEN$EIGHT
