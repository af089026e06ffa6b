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

# The house scripts, on data with a column taken away: gnuplot warns, exits 0, and the rule fails all the same.
if command -v "${GNUPLOT:-gnuplot}" >/dev/null; then
    mkdir -p "$T/plots" "$T/b/data" "$T/b/figures"
    printf 'a\tb\n1\t2\n' >"$T/b/data/x.tsv"
    printf 'load "plots/house.gp"\neval canvas("svg", ARG2, 300, 200)\nplot ARG1.".tsv" using "a":"missing"\n' >"$T/plots/x.gp"
    cp plots/house.gp "$T/plots/"
    (cd "$T" && "${GNUPLOT:-gnuplot}" -c plots/x.gp b/data/x b/figures/x 2>message)
    [ -s "$T/message" ]; say $? "gnuplot speaks of a missing column: $(head -n 1 "$T/message")"
fi
grep -q '\-s \$@.log' Makefile; say $? "the rule fails on any message"
exit $fail
