#!/bin/sh
# SPDX-License-Identifier: MIT
# What is missing is named in one line with the package that brings it; make's targets say so; a figure that gnuplot complains of fails.
: "${B:=build}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
fail=0
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fail=1; fi; }
quiet_make() { env -u MAKEFLAGS -u MAKELEVEL make B="$B" CC="${CC:-cc}" "$@"; }

SH=$(command -v sh)
while read -r thing package; do
    PATH=$T "$SH" deps.sh --need "$thing" 2>"$T/err"
    [ $? -eq 69 ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -qF "missing: $thing (Debian package $package)" "$T/err"
    say $? "without $thing: $(cat "$T/err")"
done <<LIST
gnuplot gnuplot-nox
gsl libgsl-dev
mpfr libmpfr-dev
libcjson libcjson-dev
check check
cc gcc
make make
pkg-config pkg-config
LIST
sh deps.sh --need sh; say $? "what is there is not missing"

PATH=$T "$SH" deps.sh >"$T/out" 2>&1
[ $? -eq 69 ] || command -v apt-get >/dev/null
grep -q dnf "$T/out" && grep -q pacman "$T/out" && grep -q brew "$T/out"; say $? "without apt-get the packages of other systems are printed"

quiet_make GNUPLOT=no-such-gnuplot need-gnuplot >"$T/out" 2>&1
[ $? -ne 0 ] && grep -q '^missing: no-such-gnuplot' "$T/out"; say $? "make says what is missing: $(head -n 1 "$T/out")"
quiet_make help | grep -q experiments; say $? "make help"

# The rule that draws, in a tree of its own, with programs in gnuplot's place: a message, a failure and a missing file are failures,
# and none of them touches the figure that was there.
mkdir -p "$T/plots" "$T/b/data" "$T/b/figures" "$T/b/experiments"
cp Makefile deps.sh "$T/"
cp plots/house.gp "$T/plots/"
printf 'load "plots/house.gp"\nplot x\n' >"$T/plots/x.gp"
printf '{\n  "verdict": "HOLDS",\n    "config": "preset:x",\n}\n' >"$T/b/data/x.verdict.json"
# draw SCRIPT: run the rule with a gnuplot that runs SCRIPT; its arguments are -c FILE DATA FIGURE VERDICT MODEL
draw() {
    printf '#!/bin/sh\n%s\n' "$1" >"$T/fake"
    chmod +x "$T/fake"
    touch "$T/plots/x.gp"
    env -u MAKEFLAGS -u MAKELEVEL make -s -C "$T" B=b GNUPLOT="$T/fake" -o b/data/x.verdict.json b/figures/x.svg >"$T/out" 2>&1
}
both='echo svg >$4.svg; echo png >$4.png'
draw "$both; [ \"\$5 \$6\" = 'HOLDS preset:x' ]"; say $? "a figure is drawn, with verdict and model $(cat "$T/out")"
[ "$(cat "$T/b/figures/x.svg" "$T/b/figures/x.png")" = "$(printf 'svg\npng')" ]; say $? "svg and png are in place"
sleep 1
draw 'echo half >$4.svg; echo half >$4.png; echo warning >&2'; [ $? -ne 0 ]; say $? "a message fails: $(head -n 1 "$T/out")"
draw 'echo half >$4.svg; echo half >$4.png; exit 1'; [ $? -ne 0 ]; say $? "an exit status fails"
draw 'echo half >$4.svg'; [ $? -ne 0 ]; say $? "a missing png fails"
draw ':'; [ $? -ne 0 ]; say $? "nothing drawn fails"
[ "$(cat "$T/b/figures/x.svg" "$T/b/figures/x.png")" = "$(printf 'svg\npng')" ]; say $? "the figure that was there is untouched"
[ "$(ls -A "$T/b/figures" | wc -l)" -eq 2 ]; say $? "nothing half-written is left"
if command -v "${GNUPLOT:-gnuplot}" >/dev/null; then
    printf 'a\tb\n1\t2\n' >"$T/b/data/x.tsv"
    printf 'load "plots/house.gp"\neval canvas("svg", ARG2, 300, 200)\nplot ARG1.".tsv" using "a":"missing"\n' >"$T/plots/x.gp"
    (cd "$T" && "${GNUPLOT:-gnuplot}" -c plots/x.gp b/data/x y 2>message)
    [ -s "$T/message" ]; say $? "gnuplot speaks of a missing column: $(head -n 1 "$T/message")"
fi
exit $fail
