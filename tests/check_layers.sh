#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes point downwards, libraries are included only where they may be, and the installed library needs no GSL.
: "${B:=build}"
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }

# Prints every include that points upwards: upward FILE…
upward() {
    awk '
        NR == FNR { if ($0 !~ /^#/) for (i = 1; i <= NF; i++) layer[$i] = FNR; next }
        FNR == 1 { mine = 0; for (folder in layer) if (index(FILENAME, folder "/") == 1) mine = layer[folder] }
        /^#include "/ {
            split($2, quoted, "\""); n = split(quoted[2], part, "/")
            target = n > 1 ? layer["src/" part[1]] : 0  # without a folder: the own one
            if (target > mine || (n > 1 && !target && part[1] != "harness")) print FILENAME ": includes " quoted[2]
        }' tests/layers.txt "$@"
}

found=$(upward src/*/*.[ch] experiments/*.c experiments/harness/*.[ch] tests/*.c)
printf '%s' "$found"
[ -z "$found" ]; say $? "includes point to smaller layers only"

wrong=$(mktemp -d)
trap 'rm -rf "$wrong"' EXIT
mkdir -p "$wrong/src/core" "$wrong/tests"
cp tests/layers.txt "$wrong/tests/"
echo '#include "claims/claim.h"' >"$wrong/src/core/bad.c"
[ -n "$(cd "$wrong" && upward src/core/bad.c)" ]; say $? "an include that points upwards is found"

# Who may include what: only HEADER FILES-that-may…
only() {
    header=$1
    shift
    others=$(grep -l "#include <$header" src/*/*.[ch] | grep -vE "$1")
    [ -z "$others" ]; say $? "<$header…> only in $1 $others"
}
only mpfr.h '^src/angles/real_ball\.h$'
only gmp.h '^src/cli/'
only cjson/ '^src/core/json\.c$'
only gsl/ '^src/(claims|cli)/|^src/encodings/rope_matrix\.'

printing=$(grep -lE '(^|[^a-z_])(printf|puts|putchar|perror|exit|abort) *\(|stdout|stderr' src/*/*.c | grep -v '^src/cli/')
[ -z "$printing" ]; say $? "nothing below src/cli prints or exits $printing"

swallowing=$(grep -lE '\b(fmax|fmin)\(' experiments/*.c src/claims/profile.c)
[ -z "$swallowing" ]; say $? "measurements are collected by rwk_worst and rwk_least, which keep NaN $swallowing"

nm -u "$B/libropewalk.a" 2>/dev/null | grep -q ' gsl_'
[ $? -eq 1 ]; say $? "libropewalk.a needs no GSL"

# The parts of a module that it alone includes, and what needs GSL, are not for users of the library.
inner=' angles/double_double.h angles/real_ball.h encodings/rope_matrix.h faults/zoo_section.h oracle/grade_walk.h '
left_out=$(for layer in core config angles encodings attention faults formats oracle; do ls src/$layer/*.h; done | sed 's|^src/||' | while read -r header; do
    case $inner in *" $header "*) continue ;; esac
    grep -q "\"$header\"" src/ropewalk.h || printf '%s ' "$header"
done)
[ -z "$left_out" ]; say $? "ropewalk.h has every header of the installed library $left_out"

missing=$(grep -L 'SPDX-License-Identifier: MIT' Makefile deps.sh .ci/run src/*/*.[ch] experiments/*.c experiments/harness/*.[ch] plots/*.gp tests/*.[ch] tests/*.sh)
[ -z "$missing" ]; say $? "every source file has its SPDX line $missing"
exit $fail
