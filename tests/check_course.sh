#!/bin/sh
# SPDX-License-Identifier: MIT
# The course: ten lessons with all their parts, every claim in one of them, exercises that still fit the code, and
# references ((D…), (P…), headings, rows of the table of equations) that exist.
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
course=experiments/README.md
pages="$course docs/primer.md docs/equations.md docs/glossary.md docs/derivations.md docs/sources.md docs/errata.md"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

# Lessons
lessons=$(grep -c '^## Lesson [0-9]*: ' $course)
[ "$lessons" -eq 10 ]; say $? "ten lessons: $lessons"
for k in 1 2 3 4 5 6 7 8 9 10; do
    sed -n "/^## Lesson $k: /,/^---\$/p" $course >"$T/lesson"
    missing=$(for part in '^\*\*Question\.' '^\*\*You need' '^\*\*Claims\.' '^!\[' '^\*\*See\.' "^\*\*Exercise $k\.1" '^<details>' '^\*\*Proofs:'; do
        grep -q "$part" "$T/lesson" || printf '%s ' "$part"; done)
    exercises=$(grep -c '^\*\*Exercise' "$T/lesson")
    [ "$exercises" -eq "$(grep -c '^<details>' "$T/lesson")" ] && [ -z "$missing" ]; say $? "lesson $k has all its parts, and an answer to each exercise $missing"
done

# Claims
sed -n 's/^\*\*Claims\.\*\* //p' $course | grep -oE '\([a-z0-9_]+\.c\)' | tr -d '()' | sed 's/\.c$//' >"$T/taught"
for source in experiments/*.c; do basename "$source" .c; done | sort >"$T/claims"
sort "$T/taught" | diff - "$T/claims" >"$T/out"; say $? "every claim is in one lesson, once $(tr '\n' ' ' <"$T/out")"

# Exercises: In [FILE](…) change `A` to `B`: A is in FILE, once
# shellcheck disable=SC2016  # backticks of Markdown
sed -n 's/.*[Ii]n,* *\[\([^]]*\)\]([^)]*),* change `\([^`]*\)` to `\([^`]*\)`.*/\1\t\2/p' $course >"$T/exercises"
stale=$(while IFS="$(printf '\t')" read -r file text; do [ "$(grep -cF -- "$text" "$file" 2>/dev/null)" = 1 ] || printf '%s: %s; ' "$file" "$text"; done <"$T/exercises")
[ -z "$stale" ] && [ "$(wc -l <"$T/exercises")" -ge 15 ]; say $? "what the $(wc -l <"$T/exercises") exercises change stands once in its file $stale"

# References
grep -oE '\*\*\([DP][0-9.]+\)\*\*' docs/derivations.md docs/primer.md | sed 's/.*\*\*(\(.*\))\*\*/\1/' | sort -u >"$T/defined"
# shellcheck disable=SC2086  # a list of file names
cited=$(grep -ohE '\([DP][0-9]+(\.[0-9]+)?\)' $pages | tr -d '()' | sort -u)
dangling=$(for tag in $cited; do grep -qx "$tag" "$T/defined" || printf '%s ' "$tag"; done)
[ -z "$dangling" ]; say $? "every (D…) and (P…) of the course is defined $dangling"

# Headings: what GitHub makes of them as anchors
slugs() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'; }
lost=$(for page in $pages README.md; do
    grep -ohE '\]\([^) ]*#[^)]+\)' "$page" | grep -v '://' | sed 's/^](\(.*\))$/\1/' | sort -u | while read -r link; do
        target=${link%%#*}
        if [ -z "$target" ]; then target=$page; else target=$(dirname "$page")/$target; fi
        slugs "$target" | grep -qx -- "${link#*#}" || printf '%s: %s; ' "$page" "$link"
    done
done)
[ -z "$lost" ]; say $? "every link to a heading finds it $lost"

# The table of equations
gaps=$(for document in S0 S1 S2 S3 S4; do
    grep -oE "^\| $document-[0-9]+ " docs/equations.md | grep -oE '[0-9]+ $' | awk -v d=$document '$1 != NR { printf "%s-%d ", d, NR; exit } END { if (NR == 0) printf "%s ", d }'; done)
[ -z "$gaps" ]; say $? "rows of docs/equations.md are counted without a gap $gaps"
absent=$(for place in '(1)' '(2)' '(3)' '(4)' '(5)' '(6)' '(7)' '(11)' '(12)' '(13)' '(14)' '(16)' '(17)' func1 func2 func3 func4 func5 func6 func7 func8 func9 func10 func11 func12; do
    grep -qF "| $place |" docs/equations.md || printf '%s ' "$place"; done)
[ -z "$absent" ]; say $? "the numbered equations of S4 and the images of S1 are all there $absent"
bare=$(grep -E '^\| S[0-4]-' docs/equations.md | grep -vE '\([DP][0-9.]+\)[^|]*\|$' | cut -d'|' -f2 | tr '\n' ' ')
[ -z "$bare" ]; say $? "each of $(grep -cE '^\| S[0-4]-' docs/equations.md) equations is derived or corrected $bare"
said=$(sed -n 's/.*equations in words: \([0-9]*\) in all, \([0-9]*\) of them.*/\1 \2/p' docs/equations.md)
[ "$said" = "$(grep -cE '^\| S[0-4]-' docs/equations.md) $(grep -E '^\| S[0-4]-' docs/equations.md | grep -c '\*\*wrong')" ]; say $? "their counts are as said: $said"
exit $fail
