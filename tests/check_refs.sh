#!/bin/sh
# SPDX-License-Identifier: MIT
# Equation tags: every (Dn.m) in code and documents is defined once in docs/derivations.md, and every one defined there is cited by code.
# A claim's five places exist: experiment, plot, derivation, figure in docs, line in the README.
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
doc=docs/derivations.md

# Single tags, and ranges (D4.1)-(D4.3) or (D4.1), (D4.2) written out.
cited() {
    grep -hoE '\(D[0-9]+\.[0-9]+\)(-\(D[0-9]+\.[0-9]+\))?' "$@" | awk '
        { gsub(/[()D]/, ""); n = split($0, end, "-"); split(end[1], a, "."); split(end[n], b, ".")
          for (k = a[2]; k <= b[2]; k++) print "D" a[1] "." k }' | sort -u
}
defined() { grep -oE '\*\*\(D[0-9]+\.[0-9]+\)\*\*' "$1" | tr -d '*()' | sort; }

# without TAGS: the tags on standard input that are not among TAGS, in one line
without() { while read -r tag; do case " $1 " in *" $tag "*) ;; *) printf '%s ' "$tag" ;; esac; done; }

code=$(find src experiments plots -name '*.[ch]' -o -name '*.gp')
defined_tags=$(defined $doc | tr '\n' ' ')
# shellcheck disable=SC2086  # lists of file names without blanks
code_tags=$(cited $code | tr '\n' ' ')
twice=$(defined $doc | uniq -d)
[ -z "$twice" ]; say $? "no equation is numbered twice $twice"
# shellcheck disable=SC2086
dangling=$(cited $code tests/*.[ch] $doc README.md CONTRIBUTING.md | without "$defined_tags")
[ -z "$dangling" ]; say $? "every tag has its equation $dangling"
unused=$(defined $doc | without "$code_tags")
[ -z "$unused" ]; say $? "every numbered equation is cited by code $unused"
printf '%s\n' 'x (D9.9) y (D1.1)-(D1.3)' >"${TMPDIR:-/tmp}/refs.$$"
[ "$(cited "${TMPDIR:-/tmp}/refs.$$" | tr '\n' ' ')" = 'D1.1 D1.2 D1.3 D9.9 ' ]; say $? "tags and ranges are read"
rm -f "${TMPDIR:-/tmp}/refs.$$"

for source in experiments/*.c; do
    stem=$(basename "$source" .c)
    for label in Claim Source Measure 'Holds if' 'Must fail'; do
        grep -q "^ \* $label " "$source"; [ $? -eq 0 ] || say 1 "$stem: label $label"
    done
    grep -q "\.id = \"$stem\"" "$source" && [ -f "plots/$stem.gp" ] && [ -f "docs/figures/$stem.svg" ] && grep -q "$stem" $doc && grep -q "$stem" README.md
    say $? "$stem has its five labels, plot, derivation, figure and line in the README"
done

strangers=$(sed 's/[: ].*//' tests/data/checks.txt tests/data/spoiled.txt | sort -u | while read -r stem; do [ -f "experiments/$stem.c" ] || printf '%s ' "$stem"; done)
[ -z "$strangers" ]; say $? "tests/data names no claim that does not exist $strangers"

broken=$(grep -hoE '\]\([^)#: ]+' README.md CONTRIBUTING.md docs/*.md experiments/README.md 2>/dev/null | sed 's/^](//' | sort -u | while read -r target; do
    [ -e "$target" ] || [ -e "docs/$target" ] || [ -e "experiments/$target" ] || printf '%s ' "$target"; done)
[ -z "$broken" ]; say $? "every link in the documents points to a file $broken"
exit $fail
